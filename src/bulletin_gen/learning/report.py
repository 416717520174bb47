"""The report of the fit as a workbook: what was found for each column, each cell beside the published one, each number
of the text, the questions."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from bulletin_gen.learning.asked import Question
from bulletin_gen.learning.fit import ColumnFit, Fit, FitVerdict
from bulletin_gen.learning.reading.columns import GUESSED, ReadColumn
from bulletin_gen.learning.trying import Trial

REPORT = "学习结果.xlsx"
_SAME, _OTHER, _DOUBT = (PatternFill("solid", start_color=colour) for colour in ("E2F0D9", "F8CBAD", "FFF2CC"))
_COLOURS = {FitVerdict.PROVED: _SAME, FitVerdict.CONTRADICTED: _OTHER, FitVerdict.SUPPLIED: _OTHER}


def report_workbook(
    fit: Fit,
    questions: Sequence[Question],
    names: Sequence[str],
    heads: Sequence[ReadColumn],
    trial: Trial,
    lines: Sequence[str],
) -> bytes:
    """The workbook's bytes. ``names``: spellings of the orders that no printed unit was found for; ``heads``: what each
    column of the exports was taken for; ``trial``: the text printed again; ``lines``: what is said on the screen."""
    book = Workbook()
    del book[book.sheetnames[0]]  # the one that every new workbook has
    _sheet(book, "各列规则", ("表", "列", "结论", "规则", "依据", "不合的单位"), (
        (
            (each.table, each.head, each.verdict.value, each.rule, each.evidence, _missed(each)),
            _COLOURS.get(each.verdict, _DOUBT),
        )
        for each in fit.columns
    ), (24, 16, 14, 70, 40, 40))  # fmt: skip
    _sheet(book, "附表对照", ("表", "单位", "列", "印出的", "按规则算的", "是否一致"), (
        ((c.table, c.unit, c.head, c.published, c.printed, "一致" if c.same else "不一致"), _SAME if c.same else _OTHER)
        for c in fit.cells
    ), (24, 28, 16, 12, 12, 10))  # fmt: skip
    _sheet(book, "正文的数", ("印出的", "现在写作", "怎么来的", "所在的话"), (
        ((t.printed, t.name, t.how, t.sentence), _SAME if t.name else _DOUBT) for t in fit.ties
    ), (14, 36, 36, 90))  # fmt: skip
    _sheet(book, "正文对照", ("通报", "照规则印的", "结果"), (
        ((each.published, each.printed, told), colour)
        for some, told, colour in (
            (trial.given, "不同；没有照规则写，由人每期写", _OTHER), (trial.left, "数都相同", _DOUBT),
        )
        for each in some
        for told in (f"{told}，{each.why}{'' if '缺' in each.why else '不同'}" if each.why else told,)
    ), (80, 80, 36))  # fmt: skip
    _sheet(book, "说明", ("要看的",), (((line,), _DOUBT) for line in lines), (140,))
    _sheet(book, "要您定的", ("问题", "现在按", "也可能", "说明"), (
        ((q.text, q.answers[0], "\n".join(q.answers[1:]), q.differ), _DOUBT) for q in questions
    ), (36, 50, 50, 44))  # fmt: skip
    _sheet(book, "没有对上的单位", ("工单里的写法", "说明"), (
        ((name, "附表里没有认出它；是哪个单位的，在 units.csv 的“别名”里写上"), _DOUBT) for name in names
    ), (36, 60))  # fmt: skip
    _sheet(book, "工单的列", ("列名", "当作", "怎样认出", "取值"), (
        ((each.head, each.label, each.how, each.note), _DOUBT if each.how == GUESSED or each.note else _SAME)
        for each in heads
    ), (24, 20, 30, 40))  # fmt: skip
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _missed(fit: ColumnFit) -> str:
    return "、".join(f"{unit}（印{cell}）" for unit, cell in fit.missed)


def _sheet(
    book: Workbook,
    title: str,
    heads: Sequence[str],
    rows: Iterable[tuple[Sequence[str], PatternFill]],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(title)
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for values, colour in rows:
        sheet.append([f"'{value}" if value.startswith(("=", "+", "@")) else value for value in values])
        for cell in sheet[sheet.max_row]:
            cell.fill = colour
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
