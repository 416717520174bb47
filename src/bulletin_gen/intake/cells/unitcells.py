"""Units as they stand in a cell: one, or several apart."""

from __future__ import annotations

from collections.abc import Callable

from bulletin_gen.intake.cells.text import NOTHING, tidy
from bulletin_gen.profile.intake import IntakeRules


def split_cell(cell: str, rules: IntakeRules, is_name: Callable[[str], bool]) -> list[str]:
    """The names that one cell holds, each once. A whole cell that ``is_name`` accepts is never split."""
    whole = tidy(cell)
    if whole in NOTHING:
        return []
    if is_name(whole):
        return [whole]
    for separator in rules.unit_separators:
        cell = cell.replace(separator, "\n")
    parts = (tidy(part) for part in cell.split("\n"))
    return list(dict.fromkeys(part for part in parts if part not in NOTHING))
