"""Issues about single cells and rows that reading itself turns up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from bulletin_gen.canonical import AUXILIARY_COLUMNS, LABELS, SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.cells.rawcolumns import AS_TEXT, DAMAGED
from bulletin_gen.intake.cells.text import shown
from bulletin_gen.intake.cells.told import slipped_rows, told, told_name
from bulletin_gen.intake.cells.values import Unread
from bulletin_gen.intake.dispatches.handed import ROW, UNKNOWN
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.intake.doubts.places import LIMIT, Finding, Places
from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.intake.head.sheets import Sheet
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.intake.kept.resolve import UnitNames, unknown_unit
from bulletin_gen.leaves.issues import Issue, Place, Severity
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile.intake import CheckSeverity

_DUPLICATE = Finding("duplicate_row", "完全重复的行", "每次派单一行", "已只计一次；从导出表里删去重复的行")
_TWO_STATES = Finding("two_states", "同一派单有两种状态", "每次派单一行", "已取较晚的状态；请核对")
_DAMAGED = Finding(
    "damaged_id",
    "工单编号丢了末几位",
    "文本格式的完整编号",
    "编号被存成了数字，无法复原；请重新导出，编号列设为文本",
)
#: So many digits of a number a spreadsheet keeps.
_HELD = 15
_NO_ID = Finding("missing_id", "没有工单编号的行", "工单编号", "补上编号；不是工单就删去这一行")


def rows_without_id(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Rows that have content like an order's and no id."""
    grave = Severity.ERROR if severity == "error" else Severity.WARNING
    return [
        Issue(_NO_ID.code, _NO_ID.kind, grave, _id_place(sheet, row), "", _NO_ID.expected, _NO_ID.advice)
        for sheet in evidence.sheets
        for row in sheet.without_id[:LIMIT]
    ]


def _id_place(sheet: Sheet, row: int) -> Place:
    head, letters = sheet.heads["order_id"], sheet.letters["order_id"]
    return Place(sheet.file, sheet.sheet, row, head, cell=f"{letters}{row}")


def damaged_ids(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Ids that a spreadsheet has rounded to 15 digits."""
    rows = evidence.typed.filter(evidence.typed[DAMAGED])
    found = [_as_held(order_id) for order_id in rows["order_id"].to_list()]
    return evidence.places.issues(rows, _DAMAGED, severity, "order_id", found)


def _as_held(order_id: str) -> str:
    """What is left of an id: the 15 digits that a number in a spreadsheet holds; the rest is made up by whatever
    prints it."""
    if not order_id.isdigit():
        return masked_id(order_id)
    return f"{masked_id(order_id[:_HELD])}，后面{len(order_id) - _HELD}位已经丢失"


def duplicates(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Rows that say exactly what an earlier row says."""
    return evidence.places.issues(evidence.repeated, _DUPLICATE, severity, "order_id")


def two_states(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Rows of a dispatch that a later state of it outdates."""
    later: dict[tuple[object, ...], dict[str, object]] = {}
    if evidence.earlier.height:
        same = evidence.dispatches.filter(pl.col("order_id").is_in(evidence.earlier["order_id"].implode()))
        later = {_of_dispatch(row): row for row in same.iter_rows(named=True)}
    found = [_states(row, later.get(_of_dispatch(row))) for row in evidence.earlier.iter_rows(named=True)]
    return evidence.places.issues(evidence.earlier, _TWO_STATES, severity, "order_id", found)


#: What belongs to an order and not to whom it was handed; told where a measure needs it. Its time is told always.
_OF_ORDER = ("accepted_at", "channel", "request_type", "category_1", "district", "stream")


def two_orders(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Rows of one number that cannot be one order: accepted at two times, or by two channels, of two kinds."""
    needed, frame, issues = needs_of(evidence.profile).columns, evidence.dispatches, list[Issue]()
    several = frame.filter(pl.col("order_id").is_duplicated() & pl.col("order_id").is_not_null())
    if several.is_empty():
        return issues
    for column in _OF_ORDER:
        if several.schema[column] == pl.Null or (column != "accepted_at" and column not in needed):
            continue
        differing = pl.col(column).drop_nulls().n_unique().over("order_id") > 1
        rows = several.filter(differing & pl.col(column).is_not_null()).unique(ROW, keep="first", maintain_order=True)
        finding = Finding(
            "two_orders", f"同一编号的几行，{head_of(column)}不一样", "一张工单一个编号",
            "是两张工单的，编号写重了，改正一个，否则只计一件；是同一张的，把这一列改成一致",
        )  # fmt: skip
        found = [_state(value) for value in rows[column]]
        issues += evidence.places.issues(rows, finding, severity, column, found)
    return issues


def _of_dispatch(row: Mapping[str, object]) -> tuple[object, ...]:
    return row["order_id"], row["unit"]


#: In which columns states of a dispatch differ, for people.
_STATE = ("status", "closed_at", "deadline_at", "acknowledged_at", "callback_at", "result_opinion", "overdue_mark")


def _states(earlier: Mapping[str, object], later: Mapping[str, object] | None) -> str:
    """Both states by the columns in which they differ, and where the one is that counts."""
    if later is None:
        return "较晚的状态作废，这次派单不计"
    differing = [column for column in _STATE if earlier.get(column) != later.get(column)]
    told = [f"{LABELS.get(name, name)}由{_state(earlier.get(name))}变为{_state(later.get(name))}" for name in differing]
    return f"{'，'.join(told[:3]) or '其他列不同'}；采用的是 {later['source_file']} 第{later['source_row']}行"


def _state(value: object) -> str:
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else shown(str(value))


def unreadable_times(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Cells of times that are none that the reader knows."""
    return [issue for one in evidence.unread if _is_moment(one) for issue in _unread_cells(evidence, one, severity)]


def unknown_values(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Cells whose value was not understood, each with what is allowed."""
    return [issue for one in evidence.unread if not _is_moment(one) for issue in _unread_cells(evidence, one, severity)]


def _is_moment(one: Unread) -> bool:
    return SOURCE_COLUMNS.get(one.column) is ColumnType.MOMENT


def _unread_cells(evidence: Evidence, one: Unread, severity: CheckSeverity) -> list[Issue]:
    written = one.column + AS_TEXT if _is_moment(one) else one.column
    rows = evidence.raw.filter(pl.col(written).is_in(list(one.texts)))
    bad = slipped_rows(rows)
    found = [told(text, one.column, slipped=slid) for text, slid in zip(rows[written], bad, strict=True)]
    return evidence.places.issues(rows, _unread(one, _is_moment(one)), severity, one.column, found)


def _unread(one: Unread, moment: bool) -> Finding:
    if moment:
        return Finding("unreadable_time", "认不出的时间", one.allowed, "改正这一格")
    if one.column in AUXILIARY_COLUMNS:
        advice = "改正这一格；这一列不是天数而是到期时间的，在 profile.yaml 的 读表 → 列 里写 办理时限: 列名"
        return Finding("unknown_value", f"认不出的{head_of(one.column)}", one.allowed, advice)
    home = (
        f"读表 → 取值 里给 {head_of(one.column)}" if one.column in LABELS else f"读表 → 自有列 → {one.column} → 取值 里"
    )
    advice = f"改正这一格，或在 profile.yaml 的 {home} 加上这种写法"
    return Finding("unknown_value", f"认不出的{head_of(one.column)}", one.allowed, advice)


def unknown_units(handed: pl.DataFrame, raw: pl.DataFrame, places: Places, names: UnitNames) -> list[Issue]:
    """Units that the registry does not know: an error for each cell, with the nearest registered names; ``raw`` are the
    rows as they were typed, by which those are known whose cells have slipped."""
    rows = handed.filter(pl.col(UNKNOWN).is_not_null())
    issues: list[Issue] = []
    typed = raw.filter(raw[ROW].is_in(rows[ROW].implode()))
    bad = set(typed.filter(slipped_rows(typed))[ROW])
    for (text,), group in rows.group_by(UNKNOWN, maintain_order=True):
        said = unknown_unit(str(text), names, Place())
        finding = Finding(said.code, said.kind, said.expected, said.advice)
        issues += places.issues(
            group, finding, "error", "unit", [_unit_told(said, str(text), row in bad) for row in group[ROW]]
        )
    return issues


def _unit_told(said: Issue, text: str, slipped: bool) -> str:
    """A unit of another time is registered, and may be told; another text may be a citizen's."""
    return said.found if said.code == "unit.retired" else told_name(text, slipped=slipped)
