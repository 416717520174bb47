"""Tables composed by picking: what a row is, which columns, in which order, printed as it is picked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from starlette.datastructures import FormData, QueryParams
from starlette.responses import Response

from bulletin_gen.county.workspace import PROFILE, WORDING, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page, sheets
from bulletin_gen.desk.pages.setup.trying import has_orders, refused
from bulletin_gen.keeping.editing.picking import (
    PickedColumn,
    PickedTable,
    counted_names,
    picked_table,
    row_names,
    values_for,
    with_table,
)
from bulletin_gen.keeping.editing.wordingedit import parsed_text, section_at, sections, with_paragraph
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back, write_back_together
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import called
from bulletin_gen.profile.load import parse_profile, read_profile_file, without_rules

#: So many columns can be picked beyond those that there are.
_FREE = 4
_MOST = 60


class TableForm(Struct, frozen=True):
    """What stands in the form: the table, the section of 正文.txt behind which it is put, and how many columns."""

    table: PickedTable
    after: str
    columns: int


def tables(call: Call) -> Response:
    """The tables that there are and the form for one of them, or a new one; what is picked, written back."""
    handed, wording = hand_out(County(call.county).profile), hand_out(call.file(WORDING))
    text = text_of(handed)
    profile = parse_profile(text)
    if call.posted:
        return _saved(call, text)
    data = read_profile_file(text, PROFILE).data.get("tables") or {}
    form = _form(call.query, data)
    return page(
        call, "tables.html", profile=profile, known=_known(profile), form=form, rows=row_names(profile),
        groups=values_for(form.table, profile), measures=counted_names(profile), named=_group_names(call),
        trying=has_orders(call), hash=handed.hash, wording_hash=wording.hash,
        sections=() if _placed(text_of(wording), form.table) else sections(text_of(wording)),
    )  # fmt: skip


def _known(profile: Profile) -> list[tuple[str, str, str]]:
    """Key, title and columns of the tables whose columns can be picked here."""
    plain = {key: rule for key, rule in profile.tables.items() if not rule.beside}
    return [(key, rule.called or key, "、".join(each.head[-1] for each in rule.columns)) for key, rule in plain.items()]


def _group_names(call: Call) -> list[str]:
    period = has_orders(call)
    if not period:
        return []
    try:
        return [group.scope.key for group in call.desk.surveys.whole(call.county, period).facts.groups]
    except BulletinError:
        return []  # what stands against it is said on the page of issues


def _form(sent: QueryParams | FormData, data: Mapping[str, Any]) -> TableForm:
    """What was picked, or the table that the address names."""
    key = str(sent.get("table", ""))
    if key and key not in data:
        raise stop("desk.table", "没有这张表", advice="回到“表”，重新选")
    if "rows" not in sent:
        table = picked_table(key, data[key]) if key else PickedTable()
        return TableForm(table, "", min(_MOST, len(table.columns) + _FREE))
    table = PickedTable(
        key, _text(sent, "title"), _text(sent, "rows"), tuple(_columns(sent)), _text(sent, "place") or "annex",
        tuple(map(str, sent.getlist("group"))), tuple(map(str, sent.getlist("figure"))), _text(sent, "order"),
        bool(sent.get("total")),
    )  # fmt: skip
    more = _FREE if sent.get("more") else max(0, _FREE - len(table.columns))
    asked = str(sent.get("columns", "0"))
    shown = max(int(asked) if asked.isdecimal() else 0, len(table.columns)) + more
    return TableForm(table, _text(sent, "after"), min(_MOST, shown))


def _text(sent: QueryParams | FormData, name: str) -> str:
    return str(sent.get(name, "")).strip()


def _columns(sent: QueryParams | FormData) -> Iterator[PickedColumn]:
    """The picked columns by the numbers typed beside them."""
    found = []
    for place in range(_MOST):
        value, at = _text(sent, f"value/{place}"), _text(sent, f"at/{place}")
        if value:
            number = float(at) if at.replace(".", "", 1).isdecimal() else place + 1
            found.append((number, place, PickedColumn(value, _text(sent, f"head/{place}"))))
    return (each for _, _, each in sorted(found, key=lambda one: one[:2]))


def _placed(wording: str, table: PickedTable) -> bool:
    """Whether the wording has a place for the table."""
    name = called(table.title)
    return bool(table.key and (f"表：{table.key}" in wording or (name and f"表：{name}" in wording)))


def _with_place(wording: str, form: TableForm) -> str:
    """The wording with a place for the table behind the chosen section, where it is one of the body and has none."""
    if form.table.place != "body" or not wording or _placed(wording, form.table):
        return wording
    place = section_at(wording, form.after)
    if place is None:
        raise stop("desk.table", "没有选表放在正文的哪一节后面", advice="选一节，或选“附件”")
    return with_paragraph(wording, place.last, f"{{表：{called(form.table.title)}}}")


def _saved(call: Call, text: str) -> Response:
    county, wording = County(call.county), hand_out(call.file(WORDING))
    form = _form(call.form, read_profile_file(text, PROFILE).data.get("tables") or {})
    changed, words = with_table(text, form.table), text_of(wording)
    parse_profile(changed)
    placed = _with_place(words, form)
    if wording.hash != call.text("wording_hash"):
        raise stop("desk.table", "正文写法在别处改过", advice="刷新页面，重新选")
    handed = hand_out(county.profile)
    files = {handed.path: (like_before(changed, handed), call.text("hash"))}
    if placed != words:
        parsed_text(placed)
        files[wording.path] = (like_before(placed, wording), wording.hash)
    write_back_together(call.county, files)
    return go_to(call.county_address("tables"), "table")


def tried(call: Call) -> Response:
    """The sheets with the table as it is picked."""
    text = text_of(hand_out(County(call.county).profile))
    try:
        form = _form(call.form, read_profile_file(text, PROFILE).data.get("tables") or {})
        words = text_of(hand_out(call.file(WORDING)))
        profile, placed = parse_profile(with_table(text, form.table)), _with_place(words, form)
        file = parsed_text(placed) if placed != words else None
        return sheets(call.desk.surveys.tried(call.county, call.shown_period(), profile, file).bulletin)
    except BulletinError as reason:
        return refused(call, reason)


def removed(call: Call) -> Response:
    """A table taken out of the rules; where something still speaks of it, that is said and nothing is changed."""
    handed = hand_out(County(call.county).profile)
    text = text_of(handed)
    key = call.text("table")
    profile = parse_profile(text)
    if key not in profile.tables:
        raise stop("desk.table", "没有这张表", advice="回到“表”，重新选")
    if _placed(text_of(hand_out(call.file(WORDING))), PickedTable(key, profile.tables[key].title)):
        found = f"{{表：{profile.tables[key].called or key}}}"
        raise stop("desk.table", "正文里还放着这张表", found=found, advice="先在“正文写法”里删去这一行")
    changed = without_rules(text, [("tables", key)])
    parse_profile(changed)
    write_back(call.county, handed.path, like_before(changed, handed), call.text("hash"))
    return go_to(call.county_address("tables"), "saved")
