"""What stands against the bulletin or should be known of it, with the mend beside it where there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.canonical import LABELS, SOURCE_COLUMNS, VOCABULARIES
from bulletin_gen.compose import check_templates
from bulletin_gen.county.workspace import WORDING, County, order_files
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.places import BY_PAGE, way_to_mend
from bulletin_gen.desk.answers.replies import GroupedIssues, download, go_to, grouped, page
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.keeping.editing.leavingout import keys_needing, names_of_rules, without_column
from bulletin_gen.keeping.editing.meanings import with_meaning, with_outside
from bulletin_gen.keeping.editing.registryedit import with_aliases, with_units
from bulletin_gen.keeping.editing.wordingedit import parsed_text, without_name
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.keeping.packing import packed_bytes
from bulletin_gen.keeping.peeking import peek_row
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, errors, stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import load_profile, parse_profile, with_rule
from bulletin_gen.profile.vocabulary import KEYS
from bulletin_gen.totals import KIND

_NO_NAME = late("没有“(.+)”这个名称|没有表“(.+)”")
_NEAR = late(r"相近的有：(.+)$")


class Mend(Struct, frozen=True):
    """What the page offers beside a group: ``kind`` names the form, else ``address`` leads to where it is mended."""

    kind: str = ""
    address: str = ""
    words: str = ""
    column: str = ""


def issues(call: Call) -> Response:
    """All issues of the period, the gravest kinds first."""
    found = call.desk.surveys.issues(call.county, call.period.key)
    groups = [(group, mend_of(call, group)) for group in grouped(found)]
    county = County(call.county)
    units, named = hand_out(county.units), _names(county)
    return page(
        call, "issues.html", period=call.period, groups=groups, wrong=len(errors(found)), total=len(found),
        units=named[0], unit_groups=named[1], outside=named[2], hash=units.hash,
        profile_hash=hand_out(county.profile).hash, wording_hash=hand_out(call.file(WORDING)).hash,
        values=VOCABULARIES, nearest=nearest, absent=_absence(county), by_page=BY_PAGE,
    )  # fmt: skip


def _names(county: County) -> tuple[list[str], list[str], bool]:
    """Names of units and groups, and whether units may stand outside."""
    try:
        profile = load_profile(county.profile)
        registry = load_registry(county.units, profile.units, date.min, date.max)[0]
    except BulletinError:
        return [], [], False
    return [unit.name for unit in registry.units], list(registry.groups), bool(profile.units.outside)


def nearest(expected: str) -> list[str]:
    """The registered names that an issue about an unknown unit calls near."""
    found = _NEAR.search(expected)
    return found[1].split("、") if found else []


def mend_of(call: Call, group: GroupedIssues) -> Mend:
    """What is offered beside the issues of one kind."""
    if group.code == "unit.unknown":
        return Mend("unit")
    if group.code == "wording.slip" and (unknown := _NO_NAME.fullmatch(group.kind)):
        return Mend("unsaid", call.county_address("wording"), "去改正文", unknown[1] or unknown[2])
    if group.code == "unknown_value":
        label = group.kind.removeprefix("认不出的")
        column = next((name for name, called in LABELS.items() if called == label), "")
        return (
            Mend("value", column=column)
            if column
            else Mend(address=call.county_address("columns"), words="去改列和取值")
        )
    if group.code == "column.missing":
        return Mend("absent", call.county_address("columns"), "表里有，去指明")
    if group.code.startswith("column."):
        return Mend(address=call.county_address("columns"), words="去确认列")
    if group.code == "bulletin.contradiction":
        return Mend("accept", call.here("preview"), "去看通报", group.kind.partition("（")[2].removesuffix("）"))
    if group.code == "document.unused":
        return Mend(address=call.county_address("front"), words="去改公文要素（版头、落款）")
    if group.code == "totals.differ":
        return Mend("accept", call.here("preview"), "去看通报", KIND)
    way = way_to_mend(call, next(iter(group.alike.values()))[0]) if group.alike else None
    return Mend(address=way.address, words=way.words) if way else Mend()


def mend(call: Call) -> Response:
    """One mend: an alias, a unit, a unit outside, or what a value means."""
    mends = {
        "alias": _alias,
        "unit": _register,
        "outside": _outside,
        "value": _value,
        "absent": _absent,
        "accept": _accept,
        "unsaid": _unsaid,
    }
    mends.get(call.text("mend"), _unknown)(call)
    return go_to(call.here("issues"), "saved")


def _unknown(call: Call) -> None:
    raise stop("desk.mend", "没有选怎样处理", advice="选一种处理，再点按钮")


def _alias(call: Call) -> None:
    units = hand_out(County(call.county).units)
    if not call.text("of"):
        raise stop("desk.mend", "没有选是哪个单位", advice="从列表里选一个单位")
    write_back(
        call.county, units.path, with_aliases(units.content, call.text("of"), [call.text("name")]), call.text("hash")
    )


def _register(call: Call) -> None:
    units = hand_out(County(call.county).units)
    write_back(
        call.county, units.path, with_units(units.content, [call.text("name")], call.text("group")), call.text("hash")
    )


def _outside(call: Call) -> None:
    handed = hand_out(County(call.county).profile)
    text = with_outside(text_of(handed), [call.text("name")])
    write_back(call.county, handed.path, like_before(text, handed), call.text("profile_hash"))


def _absence(county: County) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    """For what an issue says is missing: the column, and the keys of the rules that rest on it."""
    try:
        profile = load_profile(county.profile)
    except BulletinError:
        return lambda expected: ("", ())
    called = {head_of(column): column for column in SOURCE_COLUMNS}

    def absent(expected: str) -> tuple[str, tuple[str, ...]]:
        column = called.get(expected.partition("（")[0], "")
        return column, tuple(_in_words(profile, key) for key in keys_needing(profile, column)) if column else ()

    return absent


def _in_words(profile: Profile, key: str) -> str:
    """A key of the rules as people speak of it: measures.rework is 计数“返工”."""
    part, _, name = key.partition(".")
    rule = getattr(profile, part, {}).get(name) if part in ("measures", "rates", "breakdowns", "lists") else None
    label = getattr(rule, "label", "") or name
    return f"{KEYS.get(part, part).split()[0]}“{label}”"


def _absent(call: Call) -> None:
    """The county has no such column: what rests on it goes, if what is left holds together."""
    county = County(call.county)
    handed = hand_out(county.profile)
    text = without_column(text_of(handed), call.text("column"))
    wording = hand_out(call.file(WORDING))
    words = _without_words_of(text_of(wording), text_of(handed), text) if wording.hash else ""
    templates = county.templates if county.templates.is_dir() else None
    try:
        check_templates(parse_profile(text), templates, own_words=county.wording is not None)
    except BulletinError as reason:
        raise stop(
            "desk.absent",
            "这种通报的正文要印它，不能只去掉规则",
            found=reason.issues[0].found,
            advice="表里有这一列、只是叫法不同的，到“列名和取值”指明；没有的，到“正文写法”用自己的话写正文，再回来去掉",
        ) from reason
    if words != text_of(wording):
        write_back(call.county, wording.path, like_before(words, wording), call.text("wording_hash"))
    write_back(call.county, handed.path, like_before(text, handed), call.text("profile_hash"))


def _without_words_of(words: str, before: str, after: str) -> str:
    """The office's sentences without those that say what the rules had ``before`` and have not ``after``; as they are
    where they cannot be read, which is said elsewhere."""
    left = names_of_rules(parse_profile(after))
    try:
        for name in sorted(names_of_rules(parse_profile(before)) - left):
            words = without_name(words, name)
        parsed_text(words)
    except BulletinError:
        return words
    return words


def _accept(call: Call) -> None:
    """What an office wants so, with its reason: no later run tells of it."""
    kind, reason = call.text("kind"), call.text("reason")
    if not kind or not reason:
        raise stop("desk.mend", "没有写理由", advice="写明为什么这样印是对的")
    handed = hand_out(County(call.county).profile)
    text = with_rule(text_of(handed), ["wording", "accepted_findings", kind], reason)
    write_back(call.county, handed.path, like_before(text, handed), call.text("profile_hash"))


def _unsaid(call: Call) -> None:
    """What the wording says with a name that there is not: the sentence goes, the rest stays."""
    handed = hand_out(call.file(WORDING))
    before = text_of(handed)
    text = without_name(before, call.text("name"))
    if text == before:
        raise stop("desk.mend", "正文里没有说它的句子", advice="刷新页面再看")
    parsed_text(text)
    write_back(call.county, handed.path, like_before(text, handed), call.text("wording_hash"))


def _value(call: Call) -> None:
    column, meaning, written = call.text("column"), call.text("meaning"), call.text("name")
    if column not in LABELS or not meaning:
        raise stop("desk.mend", "没有写等于哪种写法", advice="选一种写法，或写上统一的写法")
    handed = hand_out(County(call.county).profile)
    text = with_meaning(text_of(handed), column, written, meaning)
    write_back(call.county, handed.path, like_before(text, handed), call.text("profile_hash"))


def row(call: Call) -> Response:
    """The row around a cell, columns without a known meaning as dots."""
    path = call.file(call.query.get("file", ""), call.folder)
    if path not in order_files(call.folder) or not call.query.get("row", "").isdigit():
        raise stop("desk.row", "看不了这一行", advice="用 Excel 打开这个文件")
    profile = load_profile(County(call.county).profile)
    found = peek_row(path, call.query.get("sheet", ""), int(call.query["row"]), profile.intake)
    return page(call, "row.html", found=found, column=call.query.get("column", ""))


def listed(call: Call) -> Response:
    """问题清单.xlsx of what is left."""
    from bulletin_gen.render.books.issues_xlsx import write_issues

    found = call.desk.surveys.issues(call.county, call.period.key)
    return download(f"{call.county.name}{call.period.name}问题清单.xlsx", write_issues(found))


def marked(call: Call) -> Response:
    """Copies of the exports with the doubtful cells marked, citizens' columns left blank."""
    from bulletin_gen.intake.showing.marking import marked_copies

    found = call.desk.surveys.issues(call.county, call.period.key)
    copies = marked_copies(order_files(call.folder), found, load_profile(County(call.county).profile).intake)
    if not copies:
        raise stop("desk.nothing", "没有要标记的格子", advice="问题不在工单表里")
    return download(f"{call.county.name}{call.period.name}标记副本.zip", packed_bytes(copies), "application/zip")
