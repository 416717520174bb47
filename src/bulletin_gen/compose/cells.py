"""Cells: a figure as printed, with the number that a workbook calculates with."""

from __future__ import annotations

import re
from decimal import Decimal

from bulletin_gen.compose.texts import figure_text
from bulletin_gen.facts.figure import Figure
from bulletin_gen.tree import NUMBERING, Align, Cell, Run, Text

_NUMBER = re.compile(r"([+-]?\d+(?:\.(\d+))?)(%?)")


def figure_cell(figure: Figure, align: Align = Align.CENTER) -> Cell:
    """A cell that prints a figure. A number keeps exactly the printed digits: 97.9% is 0.979 shown as ``0.0%``."""
    found = _NUMBER.fullmatch(figure.text) if figure.value is not None else None
    if not found:
        return Cell(figure_text(figure), align)
    number, decimals, percent = Decimal(found[1]), len(found[2] or ""), found[3]
    value = number.scaleb(-2) if percent else number
    number_format = "0" + ("." + "0" * decimals if decimals else "") + percent
    return Cell(figure_text(figure), align, value=f"{value:f}", number_format=number_format)


def serial_cell(number: int, align: Align = Align.CENTER) -> Cell:
    """A cell that counts rows."""
    return Cell((Run(str(number), figure=NUMBERING),), align, value=str(number), number_format="0")


def text_cell(text: Text, align: Align = Align.CENTER, span: int = 1) -> Cell:
    """A cell of words."""
    return Cell(text, align, span)
