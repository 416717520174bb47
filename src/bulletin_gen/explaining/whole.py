"""A figure explained from end to end: its words, and the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.explaining.rows import CountedRows, counted_rows, scoped
from bulletin_gen.explaining.words import count_lines, decision_lines, figure_lines
from bulletin_gen.marks import printed_lines

if TYPE_CHECKING:
    from bulletin_gen.pipeline import Survey


class ExplainedFigure(Struct, frozen=True):
    """A figure's text and id, what is said of it line by line, and the counts behind it with their rows."""

    id: str
    text: str
    lines: tuple[str, ...]
    counted: tuple[CountedRows, ...]


def explain_figure(found: Survey, key: str) -> ExplainedFigure:
    """Everything that is known of the figure ``key`` of ``found``."""
    profile, figure = found.rules.profile, found.facts.figures[key]
    of = scoped(key, profile)
    counted = counted_rows(found.intake.dispatches, profile, found.period, of) if of else ()
    unit = key.split(".")[1] if key.startswith("units.") else ""
    lines = (
        *figure_lines(figure, dict(found.facts.figures), printed_lines(found.bulletin)),
        *count_lines(found.intake.accounts, counted),
        *decision_lines(found.inputs.adjustments, counted, unit),
    )
    return ExplainedFigure(key, figure.text, lines, tuple(counted or _of_score(found, key)))


def _of_score(found: Survey, key: str) -> Sequence[CountedRows]:
    """The rows behind the rates that a score is made of."""
    scope, _, last = key.rpartition(".")
    terms = [each.rpartition(".")[2] for each in found.facts.figures if each.startswith(f"{scope}.term.")]
    parts = [scoped(f"{scope}.{name}", found.rules.profile) for name in terms if last == "score"]
    rows = (
        counted_rows(found.intake.dispatches, found.rules.profile, found.period, each)
        for each in parts
        if each is not None
    )
    return list({each.measure: each for counted in rows for each in counted}.values())
