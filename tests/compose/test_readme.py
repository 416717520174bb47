"""templates/README.md says what the templates really offer and need."""

from __future__ import annotations

import contextlib
import re

import pytest
from jinja2 import nodes

from bulletin_gen.compose.jinja.check import PHRASES, needed_names
from bulletin_gen.compose.jinja.environment import environment
from bulletin_gen.compose.jinja.literals import NUMERALS
from bulletin_gen.compose.jinja.loader import library
from bulletin_gen.compose.vocabulary import FILTERS, FUNCTIONS
from bulletin_gen.written.textfile import read_text

LIBRARY = library(None)
README = read_text(LIBRARY.packaged / "README.md")
HOMES = {
    "measures": "total",
    "rates": "total",
    "lists": "lists",
    "breakdowns": "breakdowns",
    "order_lists": "order_lists",
}


def section(kind: str) -> str:
    """The README's table for one kind."""
    return README.split(f"### {kind}\n")[1].split("\n### ")[0]


def required(kind: str) -> set[str]:
    """What the README calls 必 for a kind, as container.name."""
    rows = [line.strip("|").split("|") for line in section(kind).splitlines() if line.startswith("| `")]
    return {
        f"{HOMES[home]}.{name}"
        for what, homes, must in rows
        if must.strip() == "必"
        for home in homes.strip().split("、")
        for name in re.findall(r"`(\w+)`", re.sub(r"（[^）]*）", "", what))
    }


@pytest.mark.parametrize("kind", LIBRARY.kinds())
def test_what_a_kind_needs_is_what_the_readme_says(kind: str) -> None:
    needed = needed_names(environment(LIBRARY), LIBRARY, LIBRARY.kinds()[kind].template)
    assert set(needed) == required(kind)


@pytest.mark.parametrize("kind", LIBRARY.kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_stands_in_the_table(kind: object) -> None:
    assert f"| {kind.name} | `{kind.template}` |" in README  # type: ignore[attr-defined]


def test_every_word_that_templates_can_use_is_explained() -> None:
    macros = environment(LIBRARY).parse(read_text(LIBRARY.packaged / PHRASES)).find_all(nodes.Macro)
    for name in [*FILTERS, *FUNCTIONS, *(macro.name for macro in macros)]:
        assert re.search(rf"\b{name}\b", README), name


def test_filters_that_write_numbers_as_words_are_known_as_such() -> None:
    """Where a template computes a number and one of them prints it, no proof finds it: they are refused by name."""
    found: set[str] = set()
    for name, made in FILTERS.items():
        for given in ((12,), (12, "件")):
            with contextlib.suppress(TypeError, AttributeError, KeyError):
                said = made(*given)
                if (
                    isinstance(said, str)
                    and not re.search(r"\d", said)
                    and re.search("[一二三四五六七八九十壹贰拾]", said)
                ):
                    found.add(name)
    assert found == set(NUMERALS)
