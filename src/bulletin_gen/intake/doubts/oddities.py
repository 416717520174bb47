"""Cells of the orders that are odd as they stand: characters that a document cannot print, signs for "as above",
spellings of one value, orders that say of themselves that they are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from msgspec.structs import replace

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.intake.doubts.evidence import Evidence, whole_issue
from bulletin_gen.intake.doubts.places import Finding
from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.characters import Oddity, odd_in
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place
from bulletin_gen.profile.intake import CheckSeverity

#: The name of the check.
ODD_CHARACTER = "odd_character"
#: Columns whose values a bulletin may print.
_PRINTED = ("unit", "channel", "request_type", "category_1", "category_2", "category_3", "district", "stream")
#: What people write for the cell above. Units and times that are called so are unknown anyway.
_ABOVE = ("同上", "同前", "上同", "以上同", "〃", "〃〃", "″", "″″", "”", "“", '"', '""', "''", "々", "々々")
#: What an order is called that is none: in its number, in its state, in its sheet or file.
_NO_ORDER_ID = r"(?i)^(?:示例|样例|范例|例[:：]|测试|test(?:[\W\d_]|$))|(?:示例|样例|测试)$"
_NO_ORDER_STATE = late("撤单|撤销|撤回|取消|删除|误报|测试|草稿|重复工单|重复件|无效|作废")
_NO_ORDER_SHEET = late("作废|已?删除|备份|示例|样例|范例|模板|测试|旧表|旧数据|^旧$")
_PUNCTUATION = late(r"^\W+|\W+$")


def odd_characters(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """The cells of columns that may be printed which hold such characters, as they were typed: reading
    drops some of them for good."""
    raw, places, issues = evidence.raw, evidence.places, list[Issue]()
    for column in (column for column in _PRINTED if column in raw.columns):
        for text in raw[column].unique(maintain_order=True).drop_nulls().to_list():
            if oddity := odd_in(text):
                rows = raw.filter(pl.col(column) == text)
                found = [oddity.found_in(text)] * rows.height
                listed = places.issues(rows, _finding(oddity), severity, column, found)
                issues += [replace(each, about=oddity.names) for each in listed]
    return issues


def _finding(oddity: Oddity) -> Finding:
    return Finding(ODD_CHARACTER, oddity.kind, "能打印的文字", oddity.advice)


def same_as_above(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Cells that mean the one above them, in columns that a measure needs: they are read as they stand."""
    issues: list[Issue] = []
    raw = evidence.raw
    for column in needs_of(evidence.profile).columns:
        if SOURCE_COLUMNS.get(column) is ColumnType.TEXT and column != "unit" and raw.schema.get(column) == pl.String:
            rows = raw.filter(pl.col(column).str.strip_chars().is_in(_ABOVE))
            advice = "写上上一格的内容；或在 Excel、WPS 里整列填好，再重新运行"
            finding = Finding("same_as_above", f"{head_of(column)}写的是“同上”", head_of(column), advice)
            issues += evidence.places.issues(rows, finding, severity, column, rows[column].to_list())
    return issues


def alike_values(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Values of a counted column that differ only in blanks, width, case or signs around them: counted as two."""
    frame = evidence.dispatches
    for column in needs_of(evidence.profile).columns:
        if SOURCE_COLUMNS.get(column) is not ColumnType.TEXT or column == "unit" or frame.schema[column] != pl.String:
            continue
        counts: Mapping[str, int] = dict(frame[column].drop_nulls().value_counts(sort=True).iter_rows())
        for spellings in _spellings(counts):
            rows = frame.filter(pl.col(column) == spellings[-1]).head(1)
            found = "、".join(f"“{value}”{counts[value]}件" for value in spellings)
            advice = "是一回事的，改成一样的写法，或写进 读表 → 取值；确是两回事的，不用改"
            finding = Finding(
                "alike_values", f"{head_of(column)}有几种写法只差空格或标点，分开计了", "一种写法", advice
            )
            yield from evidence.places.issues(rows, finding, severity, column, [found])


def _spellings(counts: Mapping[str, int]) -> Iterator[Sequence[str]]:
    """The values that are one but for their spelling, each group from the most frequent on."""
    groups: dict[str, list[str]] = {}
    for value in counts:
        key = key_of(value)
        groups.setdefault(_PUNCTUATION.sub("", key) or key, []).append(value)
    return (sorted(group, key=lambda value: -counts[value]) for group in groups.values() if len(group) > 1)


def perhaps_no_orders(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Orders that count though their number, their state, their sheet or their file calls them void, a sample, a test
    or a copy."""
    frame, places = evidence.dispatches, evidence.places
    kind, advice = "像示例、测试、撤销的工单，已照样计入", "不该计的，从表里删去；该计的，不用改"
    rows = frame.filter(pl.col("order_id").str.contains(_NO_ORDER_ID).fill_null(value=False))
    yield from places.issues(rows, Finding("perhaps_no_order", kind, "真正的工单", advice), severity, "order_id")
    if frame.schema["status"] == pl.String:
        counts: Mapping[str, int] = dict(frame["status"].drop_nulls().value_counts(sort=True).iter_rows())
        state = f"不该计的，把这种状态写进 profile.yaml 的 读表 → 作废状态；{advice.rpartition('；')[2]}"
        for value in (value for value in counts if _NO_ORDER_STATE.search(value)):
            found = [f"{value}（共{counts[value]}件）"]
            finding = Finding("perhaps_no_order", kind, "真正的工单", state)
            yield from places.issues(
                frame.filter(pl.col("status") == value).head(1), finding, severity, "status", found
            )
    sheets = frame.group_by("source_file", "source_sheet", maintain_order=True).len().rows()
    for file, sheet, count in sheets:
        if (len(sheets) > 1 and _NO_ORDER_SHEET.search(str(sheet))) or _NO_ORDER_SHEET.search(str(file)):
            away = "不该计的，把这张工作表（这个文件）移走；该计的，不用改"
            place = Place(file, sheet)
            yield whole_issue("perhaps_no_order", kind, severity, place, f"{count}件", "真正的工单", away)
