"""The registry: every spelling of the exports with its number of orders, registered, merged or put outside."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.county.registry import Unit
from bulletin_gen.county.workspace import PROFILE, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.intake.files.tabletext import decode
from bulletin_gen.intake.kept.units import HEADS, parse_units
from bulletin_gen.keeping.editing.meanings import with_outside
from bulletin_gen.keeping.editing.registryedit import pasted_units, with_aliases, with_pasted, with_unit_row, with_units
from bulletin_gen.keeping.editing.samenames import abbreviated, surely_same
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.profile.load import read_profile_file, with_rule


class Spelling(Struct, frozen=True):
    """A unit as exports write it and the registry does not know it, with the nearest registered names."""

    text: str
    count: int
    nearest: tuple[str, ...]


def units(call: Call) -> Response:
    """The spellings and the registry, or one change to it."""
    county = County(call.county)
    if call.posted:
        to = call.text("to")
        kind = ("outside" if to == "outside" else "register") if to else call.text("do")
        kind = "same" if call.text("is") else kind
        _CHANGES.get(kind, _nothing)(call, county)
        return go_to(call.county_address("units"), "aliased")
    handed, profile = hand_out(county.units), hand_out(county.profile)
    registered, issues = _registered(handed.content)
    groups, outside = _groups(text_of(profile))
    spellings = _spellings(call, outside, registered)
    sure, likely = _sure(spellings, registered, text_of(profile)), _likely(spellings, registered, text_of(profile))
    return page(
        call, "units.html", spellings=spellings, units=registered, groups=groups, outside=outside, issues=issues,
        sure=sure, likely={each: unit for each, unit in likely.items() if each not in sure},
        hash=handed.hash, profile_hash=profile.hash,
    )  # fmt: skip


def _registered(content: bytes) -> tuple[list[Unit], Sequence[object]]:
    try:
        return parse_units(decode(content, "units.csv"), "units.csv")
    except BulletinError as reason:
        return [], reason.issues


def _groups(text: str) -> tuple[list[str], list[str]]:
    """The groups of a profile, and the names that stand outside."""
    rules = read_profile_file(text, PROFILE).data.get("units") or {}
    groups = [str(each.get("name") if isinstance(each, dict) else each) for each in rules.get("groups") or []]
    return groups, [str(each) for each in rules.get("outside_names") or []]


def _spellings(call: Call, outside: Sequence[str], registered: Sequence[Unit]) -> list[Spelling]:
    """The spellings that are neither outside nor registered: also where the profile, without which exports are not held
    against the registry, is still to be filled in."""
    period = call.shown_period()
    known = {key_of(name) for name in (*outside, *(name for unit in registered for name in unit.names))}
    counts: dict[str, Spelling] = {}
    for sheet in call.desk.surveys.inspection(call.county, period).sheets if period else ():
        for each in sheet.units:
            if not each.unit and key_of(each.text) not in known:
                before = counts[each.text].count if each.text in counts else 0
                counts[each.text] = Spelling(each.text, before + each.count, each.nearest)
    return sorted(counts.values(), key=lambda one: (-one.count, one.text))


def _nothing(call: Call, county: County) -> None:
    raise stop("desk.units", "没有选要做什么", advice="选一种处理，再点按钮")


def _chosen(call: Call) -> list[str]:
    if names := call.texts("name"):
        return names
    raise stop("desk.units", "没有勾选单位", advice="先在名称前面的方框里勾选一个或几个，再点按钮")


def _register(call: Call, county: County) -> None:
    handed = hand_out(county.units)
    group = call.text("to").removeprefix("group:") or call.text("group")
    write_back(county.folder, handed.path, with_units(handed.content, _chosen(call), group), call.text("hash"))


def _move(call: Call, county: County) -> None:
    handed, cells = hand_out(county.units), {HEADS[1]: call.text("group")}
    write_back(county.folder, handed.path, with_unit_row(handed.content, call.text("unit"), cells), call.text("hash"))


def _merge(call: Call, county: County) -> None:
    if not call.text("of"):
        raise stop("desk.units", "没有选是哪个单位", Place(file="units.csv"), advice="选一个已登记的单位")
    handed = hand_out(county.units)
    write_back(
        county.folder, handed.path, with_aliases(handed.content, call.text("of"), _chosen(call)), call.text("hash")
    )


def _same(call: Call, county: County) -> None:
    spelling, _, unit = call.text("is").partition("\t")
    handed = hand_out(county.units)
    write_back(county.folder, handed.path, with_aliases(handed.content, unit, [spelling]), call.text("hash"))


def _sure(spellings: Sequence[Spelling], registered: Sequence[Unit], profile: str) -> dict[str, str]:
    """Spelling → unit, where they differ in nothing but the county's name and what governments are called."""
    return surely_same((each.text for each in spellings), _names(registered), _county_named(profile))


def _likely(spellings: Sequence[Spelling], registered: Sequence[Unit], profile: str) -> dict[str, str]:
    """Spelling → unit, where it is likely the short form of one unit's name."""
    return abbreviated((each.text for each in spellings), _names(registered), _county_named(profile))


def _names(registered: Sequence[Unit]) -> dict[str, tuple[str, ...]]:
    return {unit.name: tuple(unit.names) for unit in registered}


def _county_named(profile: str) -> str:
    return str(read_profile_file(profile, PROFILE).data.get("county") or "")


def _all_sure(call: Call, county: County) -> None:
    handed, profile = hand_out(county.units), text_of(hand_out(county.profile))
    registered = _registered(handed.content)[0]
    spellings = _spellings(call, _groups(profile)[1], registered)
    sure = _likely(spellings, registered, profile) | _sure(spellings, registered, profile)
    content = handed.content
    for spelling in call.texts("sure"):
        if spelling in sure:
            content = with_aliases(content, sure[spelling], [spelling])
    if content == handed.content:
        raise stop("desk.units", "没有可以并入的写法", Place(file="units.csv"), advice="刷新页面再看")
    write_back(county.folder, handed.path, content, call.text("hash"))


def _outside(call: Call, county: County) -> None:
    handed = hand_out(county.profile)
    text = with_outside(text_of(handed), _chosen(call))
    write_back(county.folder, handed.path, like_before(text, handed), call.text("profile_hash"))


def _paste(call: Call, county: County) -> None:
    handed = hand_out(county.units)
    pairs = pasted_units(call.long_text("pasted"), call.text("group"))
    if not pairs:
        raise stop("desk.units", "没有粘贴单位", Place(file="units.csv"), advice="从 Excel 复制一列名称，粘贴到框里")
    write_back(county.folder, handed.path, with_pasted(handed.content, pairs), call.text("hash"))


def _row(call: Call, county: County) -> None:
    handed = hand_out(county.units)
    cells = {head: call.text(f"cell/{head}") for head in HEADS if f"cell/{head}" in call.form}
    if not cells.get(HEADS[0]):
        raise stop("units.blank", "单位名称空白", Place(file="units.csv"), advice="写上名称")
    write_back(county.folder, handed.path, with_unit_row(handed.content, call.text("unit"), cells), call.text("hash"))


def _remove(call: Call, county: County) -> None:
    handed = hand_out(county.units)
    write_back(county.folder, handed.path, with_unit_row(handed.content, call.text("unit"), {}), call.text("hash"))


def _group(call: Call, county: County) -> None:
    handed = hand_out(county.profile)
    text, name = text_of(handed), call.text("new_group")
    if not name or name in _groups(text)[0]:
        raise stop("desk.group", "分组没有名称，或已经有了", Place(file=PROFILE), found=name, advice="换一个名称")
    place = len(_groups(text)[0])
    text = with_rule(text, ["units", "groups", place], name)
    write_back(county.folder, handed.path, like_before(text, handed), call.text("profile_hash"))


_CHANGES = {
    "register": _register, "merge": _merge, "outside": _outside, "paste": _paste, "row": _row, "remove": _remove,
    "group": _group, "move": _move, "same": _same, "sure": _all_sure,
}  # fmt: skip
