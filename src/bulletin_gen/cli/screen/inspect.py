"""An inspection on the terminal, and the same with all details as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bulletin_gen.canonical import LABELS
from bulletin_gen.intake.showing.inspect import BY_GUESS, UNKNOWN

if TYPE_CHECKING:
    from bulletin_gen.intake.showing.inspect import Inspection, SeenColumn, SheetReport, UnitName

#: How many values of a column and how many unknown units the terminal shows.
_VALUES, _UNITS = 4, 10


def show_inspection(console: Console, found: Inspection) -> None:
    """Sheet by sheet: its head, a line for each column, then units and repeated numbers."""
    for sheet in found.sheets:
        console.print(Text(_headline(sheet), style="bold"), soft_wrap=True)
        if sheet.head is not None:
            console.print(_columns(sheet))
            for line in (*_units(sheet.units), *_repeated(sheet)):
                console.print(line, soft_wrap=True)
        elif sheet.near is not None:
            console.print(Text(f"  {sheet.near.found}；{sheet.near.advice}"), soft_wrap=True)
        console.print()


def _headline(sheet: SheetReport) -> str:
    name = f"{sheet.file} 工作表“{sheet.sheet}”" if sheet.sheet else sheet.file
    hidden = "（隐藏）" if sheet.hidden else ""
    if sheet.head is None:
        return f"{name}{hidden}：没有认出工单的表头，{sheet.rows} 行，不作工单读"
    aside = _listed(sheet.set_aside)
    return f"{name}{hidden}：表头在{_head_rows(sheet)}，工单 {sheet.rows} 行" + (f"，不计 {aside}" if aside else "")


def _head_rows(sheet: SheetReport) -> str:
    first, last = sheet.head or (0, 0)
    return f"第{first}行" if first == last else f"第{first}至{last}行"


def _listed(counts: Mapping[str, int]) -> str:
    return "、".join(f"{reason} {count}" for reason, count in counts.items())


def _columns(sheet: SheetReport) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in ("列", "列名", "含义", "怎样认出"):
        table.add_column(head, overflow="fold")
    table.add_column("空白", justify="right")
    table.add_column("内容", overflow="fold")
    for column in sheet.columns:
        style = "yellow" if column.how in (BY_GUESS, UNKNOWN) else ""
        blank = str(column.blank) if column.column else ""
        table.add_row(column.letter, column.name, _meaning(column), _how(column), blank, _content(column), style=style)
    return table


def _meaning(column: SeenColumn) -> str:
    return LABELS.get(column.column, column.label)


def _how(column: SeenColumn) -> str:
    return f"{column.how}（{column.sureness}%）" if column.how == BY_GUESS else column.how


def _content(column: SeenColumn) -> str:
    parts = [f"{column.first:%Y-%m-%d} 至 {column.last:%Y-%m-%d}"] if column.first and column.last else []
    shown = column.values[:_VALUES]
    parts += [f"{value.text} {value.count}" + ("" if value.known else "（认不出）") for value in shown]
    more = len(column.values) - len(shown)
    return "、".join(parts) + (f" 等{len(column.values)}种" if more > 0 else "")


def _units(units: tuple[UnitName, ...]) -> Iterator[str]:
    """Unknown units where a registry was at hand; their number where none was."""
    unknown = [each for each in units if not each.unit]
    if not any(each.unit or each.nearest for each in units):
        if units:
            yield f"单位：共 {len(units)} 种写法"
        return
    yield f"单位：已登记的 {len(units) - len(unknown)} 种写法，没有登记的 {len(unknown)} 种"
    for each in unknown[:_UNITS]:
        near = f"，相近的有：{'、'.join(each.nearest)}" if each.nearest else ""
        yield f"  {each.text} {each.count} 件{near}"
    if len(unknown) > _UNITS:
        yield f"  ……另有 {len(unknown) - _UNITS} 种（用 --out 存成工作簿看全部）"


def _repeated(sheet: SheetReport) -> Iterator[str]:
    if sheet.repeated_ids:
        yield f"工单编号重复的 {sheet.repeated_ids} 行（一件派给几个单位，或重复导出）"


def inspection_workbook(found: Inspection) -> bytes:
    """Everything as a workbook: sheets, columns, values, units."""
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    sheets = [
        (each.file, each.sheet, _head_rows(each) if each.head else "没有认出", each.rows, _listed(each.set_aside))
        for each in found.sheets
    ]
    columns = [(*_where(sheet), *_column_row(each)) for sheet in found.sheets for each in sheet.columns]
    values = [
        (*_where(sheet), each.name, value.text, value.count, "" if value.known else "认不出")
        for sheet in found.sheets
        for each in sheet.columns
        for value in each.values
    ]
    units = [
        (*_where(sheet), each.text, each.count, each.unit or "没有登记", "、".join(each.nearest))
        for sheet in found.sheets
        for each in sheet.units
    ]
    place, widths = ("文件", "工作表"), (24, 16)
    return write_grids(
        [
            BookSheet("工作表", (*place, "表头", "行数", "不计"), tuple(sheets), (*widths, 14, 10, 30)),
            BookSheet("列", (*place, *_COLUMN_HEADS), tuple(columns), (*widths, 6, 20, 20, 14, 18, 10, 10, 10, 18, 18)),
            BookSheet("取值", (*place, "列名", "取值", "件数", "备注"), tuple(values), (*widths, 20, 30, 10, 10)),
            BookSheet(
                "单位", (*place, "写法", "件数", "登记为", "相近的单位"), tuple(units), (*widths, 30, 10, 30, 50)
            ),
        ],
        "导出表检查",
    )


_COLUMN_HEADS = ("列", "列名", "标准列名", "含义", "怎样认出", "把握（%）", "有值", "空白", "最早", "最晚")


def _where(sheet: SheetReport) -> tuple[str, str]:
    return sheet.file, sheet.sheet


def _column_row(column: SeenColumn) -> tuple[str | int, ...]:
    first, last = (f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in (column.first, column.last))
    counts = (column.sureness, column.filled, column.blank) if column.column else ("", "", "")
    return column.letter, column.name, column.column, _meaning(column), column.how, *counts, first, last
