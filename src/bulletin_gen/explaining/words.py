"""A figure in words for one screen: what it is, where it is printed, how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bulletin_gen.explaining.find import sentences_with
from bulletin_gen.explaining.rows import SHOWN, CountedRows, shown_rows
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.save import exact_text
from bulletin_gen.marks import PrintedLine

if TYPE_CHECKING:
    import polars as pl

    from bulletin_gen.adjustments import Adjustment
    from bulletin_gen.facts.saved.filling import SheetCounts

_MOST_PLACES = 3
_MOST_DECISIONS = 5


def figure_lines(figure: Figure, figures: dict[str, Figure], printed: Sequence[PrintedLine]) -> Iterator[str]:
    """What a figure is, its rule and arithmetic, the terms of a score."""
    places = list(dict.fromkeys(sentences_with(figure.id, printed)))
    for place in places[:_MOST_PLACES]:
        yield f"印在：{place}"
    if len(places) > _MOST_PLACES:
        yield f"印在：……另有 {len(places) - _MOST_PLACES} 处"
    if not places:
        yield "这个数没有印出"
    if figure.rule:
        yield f"规则：{figure.rule}"
    if arithmetic := _arithmetic(figure):
        yield f"计算：{arithmetic}"
    if figure.source:
        yield f"来源：{figure.source}"
    scope = figure.id.rpartition(".")[0]
    if figure.id.endswith(".score"):
        for key, term in figures.items():
            if key.startswith(f"{scope}.term."):
                yield f"  评分项 {key.rpartition('.')[2]}：{term.text}（{term.rule}）"


def _arithmetic(figure: Figure) -> str:
    if figure.value is None:
        return ""
    exact = exact_text(figure.value)
    quotient = ""
    if figure.numerator is not None and figure.denominator:
        quotient = f"{exact_text(figure.numerator)}÷{exact_text(figure.denominator)}；精确值 "
    rounding = f"；{figure.rounding}" if figure.rounding else ""
    return f"{quotient}{exact}{rounding}，印作 {figure.text}" if quotient or rounding else ""


def count_lines(
    accounts: Sequence[SheetCounts], dispatches: pl.DataFrame | None, counted: Sequence[CountedRows]
) -> Iterator[str]:
    """From the rows that were read to the dispatches, and from these to each count, step by step."""
    if not counted or dispatches is None:
        return
    read = sum(each.read for each in accounts)
    aside: dict[str, int] = {}
    for account in accounts:
        for reason, count in account.set_aside.items():
            aside[reason] = aside.get(reason, 0) + count
    said = "".join(f"－{reason} {count}" for reason, count in aside.items())
    used = read - sum(aside.values())
    yield f"从导出的行数起：读入 {read} 行{said} ＝ 使用 {used} 行"
    if (several := dispatches.height - used) != 0:
        yield f"  使用 {used} 行＋一行有几个单位的，每个单位各计一条，多出 {several} ＝ 派单 {dispatches.height} 条"
    for each in counted:
        yield f"“{each.label}”："
        for step in each.steps:
            yield f"  {exact_text(step.left)}  {step.words}"


def counted_lines(counted: Sequence[CountedRows]) -> Iterator[str]:
    """Each count of a score from the dispatches on, on one line: it has many."""
    for each in counted:
        steps = " → ".join(f"{step.words.partition('：')[0]} {exact_text(step.left)}" for step in each.steps)
        yield f"“{each.label}”：{steps}"


def decision_lines(touching: Sequence[Adjustment]) -> Iterator[str]:
    """The decisions by which a figure would be another without them."""
    if len(touching) > _MOST_DECISIONS:
        yield f"人工认定：涉及 {len(touching)} 条，先列 {_MOST_DECISIONS} 条"
    for each in touching[:_MOST_DECISIONS]:
        yield f"人工认定：{each.kind} {each.reason}（{each.decided_by}，{each.place}）"


def rows_workbook(counted: Sequence[CountedRows], title: str) -> bytes:
    """The rows behind a figure, a sheet for each measure."""
    from bulletin_gen.canonical import LABELS
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    heads = tuple(LABELS[name] for name in SHOWN)
    widths = (16, 18, 12, 8, 14, 14, 14, 20, 20, 20, 20, 9, 7, 7, 9, 14, 14, 20, 14, 8)
    sheets = [
        BookSheet(f"{number}{_sheet_name(each.label)}", heads, shown_rows(each.rows), widths)
        for number, each in enumerate(counted, 1)
    ]
    return write_grids(sheets, title)


def _sheet_name(label: str) -> str:
    return "".join("_" if character in r"[]:*?/\\" else character for character in label)[:28]
