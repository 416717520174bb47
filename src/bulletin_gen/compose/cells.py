"""Cells: a figure as printed, with the number that a workbook calculates with."""

from __future__ import annotations

from decimal import Decimal

from bulletin_gen.compose.texts import figure_text
from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.frugal import late
from bulletin_gen.tree import NUMBERING, Align, Cell, Run, Text

_NUMBER = late(r"([+-]?\d+(?:\.(\d+))?)(%?)")


def figure_cell(figure: Figure, align: Align = Align.CENTER) -> Cell:
    """A cell that prints a figure. A number keeps exactly the printed digits: 97.9% is 0.979 shown as ``0.0%``."""
    printed = figure.text
    if figure.value is None:
        return Cell(figure_text(figure), align)
    if printed.isdecimal():  # most cells are counts
        return Cell(figure_text(figure), align, 1, 1, printed, "0")
    found = _NUMBER.fullmatch(printed)
    if not found:
        return Cell(figure_text(figure), align)
    number, decimals, percent = found.groups()
    value = f"{Decimal(number).scaleb(-2):f}" if percent else number
    return Cell(figure_text(figure), align, 1, 1, value, _number_format(len(decimals or ""), percent))


def _number_format(decimals: int, percent: str) -> str:
    return "0" + ("." + "0" * decimals if decimals else "") + percent


def serial_cell(number: int, align: Align = Align.CENTER) -> Cell:
    """A cell that counts rows."""
    return Cell((Run(str(number), figure=NUMBERING),), align, value=str(number), number_format="0")


def text_cell(text: Text, align: Align = Align.CENTER, span: int = 1) -> Cell:
    """A cell of words."""
    return Cell(text, align, span)
