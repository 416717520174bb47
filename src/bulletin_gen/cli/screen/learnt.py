"""What was learnt, on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bulletin_gen.learning.fit import FitVerdict
from bulletin_gen.learning.learn import Learnt

_STYLES = {FitVerdict.PROVED: "green", FitVerdict.CONTRADICTED: "red", FitVerdict.SUPPLIED: "red"}
_CELLS = 12


def show_learnt(console: Console, result: Learnt) -> None:
    """Column by column, then the cells that differ, the names that found no partner, the questions."""
    table = Table(box=None, pad_edge=False)
    for head in ("列", "结论", "规则", "依据"):
        table.add_column(head, overflow="fold")
    for column in result.fit.columns:
        style = _STYLES.get(column.verdict, "yellow")
        table.add_row(
            Text(column.head), Text(column.verdict.value, style=style), Text(column.rule), Text(column.evidence)
        )
    console.print(table)
    for line in result.lines():
        console.print(Text(line), soft_wrap=True)
    differing = [cell for cell in result.fit.cells if not cell.same]
    for cell in differing[:_CELLS]:
        console.print(
            Text(f"  {cell.unit} {cell.head}：印的是{cell.published or '空'}，算得{cell.printed or '空'}"),
            soft_wrap=True,
        )
    if len(differing) > _CELLS:
        console.print(Text(f"  另有{len(differing) - _CELLS}格，见{result.report.name}"), soft_wrap=True)
    for number, question in enumerate(result.questions, 1):
        console.print(Text(f"问题{number} {question.text}（{question.differ}）"), soft_wrap=True)
        for place, answer in enumerate(question.answers, 1):
            console.print(Text(f"  {place} {answer}{'（现在按这个）' if place == 1 else ''}"), soft_wrap=True)
    if result.questions:
        console.print(
            Text(f"要按别的，删掉这个文件夹再学一遍，加 --answer 列=第几个，如 --answer {result.questions[0].about}=2"),
            soft_wrap=True,
        )
