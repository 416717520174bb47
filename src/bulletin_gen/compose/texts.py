"""Texts of the tree from figures and from the profile's words."""

from __future__ import annotations

from collections.abc import Callable

from bulletin_gen.compose.markdown import read_text
from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.frugal import late
from bulletin_gen.tree import PROFILE_WORDS, Bulletin, Run, Text, drawn_texts, plain, texts

#: Renders a small template of the profile; the second argument is its key (``document.title``), for messages.
Render = Callable[[str, str], str]

_DIGIT = late(r"[0-9０-９]")


def figure_text(figure: Figure) -> Text:
    """One figure as a text."""
    return (Run(figure.text, figure=figure.id),) if figure.text else ()


def profile_text(rendered: str) -> Text:
    """A rendered text of the profile: digits that a person typed there are the profile's own."""
    return _owned(read_text(rendered.strip()))


def own_text(words: str) -> Text:
    """Words of the profile as they stand."""
    return _owned((Run(words),)) if words else ()


def _owned(text: Text) -> Text:
    return tuple(
        Run(run.text, PROFILE_WORDS, run.emphasis) if not run.figure and _DIGIT.search(run.text) else run
        for run in text
    )


def stray_digits(bulletin: Bulletin) -> list[str]:
    """Texts in which a digit stands that no figure accounts for: a number typed into a template."""
    printed = (*texts(bulletin), *drawn_texts(bulletin))
    return [plain(text) for text in printed if any(not run.figure and _DIGIT.search(run.text) for run in text)]
