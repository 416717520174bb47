"""Decisions written into adjustments.xlsx in place: the clerk's formats, notes and other sheets stay as they are."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_gen.adjustments import HEADS, Adjustment
from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.kept.adjustments import SHEET, read_adjustments
from bulletin_gen.leaves.issues import BulletinError, Place, error, errors, stop
from bulletin_gen.leaves.publish import publish

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Parts of a workbook that the library would lose without a word, and what people call them.
_LOST = {
    "xl/charts/": "图表", "xl/media/": "图片", "xl/pivotTables/": "数据透视表", "xl/slicers/": "切片器",
    "xl/externalLinks/": "外部链接", "xl/ctrlProps/": "控件", "xl/vbaProject.bin": "宏", "xl/diagrams/": "SmartArt",
    "xl/drawings/drawing": "图形", "xl/embeddings/": "嵌入的文件", "xl/threadedComments/": "线程批注",
}  # fmt: skip
_LOOKS = ("font", "fill", "border", "alignment", "protection", "number_format")
_DAY = "yyyy-mm-dd"
_TEXT = "@"
_HEAD_ROWS = 10


def record_decisions(path: Path, decisions: Sequence[Adjustment], registry: Registry) -> tuple[int, ...]:
    """Adds ``decisions`` below those in ``path``, an adjustments.xlsx: all of them, or none. Returns their rows.

    The file is read again before it takes the old one's place: all that it said before must be there, and the new
    decisions as they were given. Raises ``BulletinError``, and changes nothing, when there is no such file, when a
    decision is incomplete or there already, when the file is open elsewhere, or holds something that would be lost.
    """
    if not decisions:
        return ()
    if not path.is_file():
        raise _no_file(path)
    before, known = read_adjustments(path, registry)
    _refuse_twice(path, before, decisions)
    raw = path.read_bytes()
    _refuse_losses(path, raw)
    content, rows = _with_rows(path, raw, decisions)
    _check(path, content, before, len(errors(known)), decisions, registry)
    publish({path: content})
    return rows


def _no_file(path: Path) -> BulletinError:
    # Not made here: a file of nearly this name may hold the decisions, and would then be passed over.
    return stop(
        "decide.no_file", "没有人工认定记录，没有记入", Place(file=str(path)),
        expected=f"{path.name}（没有认定也要有表头）",
        advice=f"把上一期的 {path.name} 复制过来，只留表头，再运行一次",
    )  # fmt: skip


def _refuse_twice(path: Path, before: tuple[Adjustment, ...], decisions: Sequence[Adjustment]) -> None:
    known = {_matter(each): each for each in before}
    found = []
    for decision in decisions:
        same = known.setdefault(_matter(decision), decision)
        if same is not decision:
            found.append(
                error(
                    "decide.twice", "已有同样的认定", same.place, found=f"{same.kind} {same.order_id}{same.unit}",
                    advice=f"要改理由或分值，直接在 {path.name} 里改那一行",
                )
            )  # fmt: skip
    if found:
        raise BulletinError(found)


def _matter(decision: Adjustment) -> tuple[object, ...]:
    return decision.kind, decision.order_id, decision.unit, decision.points, decision.grade


def _refuse_losses(path: Path, raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            names = package.namelist()
    except zipfile.BadZipFile as reason:
        raise _refused(path, "不是 .xlsx 工作簿") from reason
    found = dict.fromkeys(word for mark, word in _LOST.items() if any(name.startswith(mark) for name in names))
    if found:
        raise _refused(path, "、".join(found))


def _refused(path: Path, found: str) -> BulletinError:
    return stop(
        "decide.losses", "这个工作簿里有程序保不住的内容，没有写入", Place(file=path.name), found=found,
        advice="在 Excel 或 WPS 里自己加这一行；或把这些内容移到别的文件",
    )  # fmt: skip


def _with_rows(path: Path, raw: bytes, decisions: Sequence[Adjustment]) -> tuple[bytes, tuple[int, ...]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        book = load_workbook(io.BytesIO(raw), rich_text=True)
    if lost := [str(each.message) for each in told if "not supported" in str(each.message)]:
        raise _refused(path, "；".join(lost))
    sheet, head_row, columns = _sheet(path, book)
    first = _last_row(sheet, head_row, columns) + 1
    rows = tuple(range(first, first + len(decisions)))
    for row, decision in zip(rows, decisions, strict=True):
        for head, value in _values(decision).items():
            if head in columns and value not in ("", None):
                _write(sheet, head_row, row, columns[head], head, value)
        _widen(sheet, row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), rows


def _sheet(path: Path, book: Workbook) -> tuple[Worksheet, int, dict[str, int]]:
    """The sheet with the heads, as the reader finds it; the row of the heads; head → column."""
    for sheet in sorted(book.worksheets, key=lambda each: each.title != SHEET):
        for number, row in enumerate(sheet.iter_rows(max_row=_HEAD_ROWS, values_only=True), 1):
            heads = {str(value).strip(): at for at, value in enumerate(row, 1) if str(value or "").strip() in HEADS}
            if {"类型", "理由"} <= heads.keys():
                return sheet, number, heads
    raise stop("adjustments.heads", "调整记录的表头不对", Place(file=path.name), expected="、".join(HEADS))


def _last_row(sheet: Worksheet, head_row: int, columns: dict[str, int]) -> int:
    filled = (
        row
        for row in range(sheet.max_row, head_row, -1)
        if any(sheet.cell(row, column).value not in (None, "") for column in columns.values())
    )
    return next(filled, head_row)


def _values(decision: Adjustment) -> dict[str, object]:
    values = (
        decision.kind.value, decision.order_id, decision.unit, decision.points, decision.grade, decision.reason,
        decision.decided_by, decision.decided_on,
    )  # fmt: skip
    return dict(zip(HEADS, values, strict=True))


def _write(sheet: Worksheet, head_row: int, row: int, column: int, head: str, value: object) -> None:
    cell = sheet.cell(row, column)
    if row - 1 > head_row:
        above = sheet.cell(row - 1, column)
        for name in _LOOKS:
            setattr(cell, name, copy(getattr(above, name)))
    cell.value = value  # type: ignore[assignment]
    if head == "工单编号":
        cell.number_format = _TEXT  # or Excel would cut long numbers
    elif head == "决定日期":
        cell.number_format = _DAY


def _widen(sheet: Worksheet, row: int) -> None:
    """Tables and filters that end in the row before take the new one in."""
    for table in sheet.tables.values():
        table.ref = _reaching(table.ref, row)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = _reaching(table.autoFilter.ref, row)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _reaching(sheet.auto_filter.ref, row)


def _reaching(ref: str, row: int) -> str:
    from openpyxl.utils import get_column_letter, range_boundaries

    left, top, right, bottom = (int(each or 1) for each in range_boundaries(ref))
    bottom = row if bottom == row - 1 else bottom
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _check(
    path: Path,
    content: bytes,
    before: tuple[Adjustment, ...],
    wrong: int,
    decisions: Sequence[Adjustment],
    registry: Registry,
) -> None:
    """Reads what would be written: the old decisions as they were, then the new ones; nothing new against them."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        again = Path(folder, path.name)
        again.write_bytes(content)
        after, issues = read_adjustments(again, registry)
    found = errors(issues)
    if len(found) > wrong:
        raise BulletinError(found[wrong:])
    count = len(before)
    if after[:count] != before or [*map(_matter, after[count:])] != [*map(_matter, decisions)]:
        raise stop(
            "decide.changed", "写入后读回不一致，没有写入", Place(file=path.name), advice="请在 Excel 里加这一行"
        )
