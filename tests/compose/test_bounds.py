"""Templates that would run or grow without end: each ends in a message that names its file, soon."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin_gen.compose.jinja.environment import environment, render
from bulletin_gen.compose.jinja.loader import library
from bulletin_gen.leaves.issues import BulletinError

ENDLESS = {
    "nested ranges": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a text repeated": "{{ 'a' * 10**9 }}",
    "a list repeated": "{{ ([1] * 10**9)|length }}",
    "a text doubled": "{% set n = namespace(x='长') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "a text added": "{% set n = namespace(x='长') %}{% for a in range(60) %}{% set n.x = n.x+n.x %}{% endfor %}",
    "a power": "{{ 10 ** 10 ** 10 }}",
    "slices": "{{ range(3)|slice(10**9)|list|length }}",
    "a wide format": "{{ '%0999999999d'|format(1) }}",
    "indents": "{{ 'a'|indent(10**9, true) }}",
    "chance": "{{ [1, 2]|random }}",
    "itself included": "{% include 'own.md.j2' %}",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_template_ends_in_a_message(tmp_path: Path, name: str) -> None:
    (tmp_path / "own.md.j2").write_text(ENDLESS[name], encoding="utf-8")
    env, began = environment(library(tmp_path)), time.monotonic()
    with pytest.raises(BulletinError) as told:
        render(env, "own.md.j2", {})
    assert all("own.md.j2" in str(issue) for issue in told.value.issues)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("chain", [("a", "a"), ("a", "b", "a"), ("a", "b", "c", "a")])
def test_templates_that_extend_each_other_are_told(tmp_path: Path, chain: tuple[str, ...]) -> None:
    for name, parent in pairwise(chain):
        (tmp_path / f"{name}.md.j2").write_text(f'{{% extends "{parent}.md.j2" %}}', encoding="utf-8")
    with pytest.raises(BulletinError, match="模板互相扩展"):
        library(tmp_path).kinds()


def test_an_ordinary_template_is_within_its_bounds(tmp_path: Path) -> None:
    source = "{% for a in range(2000) %}{{ 'x' ~ a }}{{ 'y' + 'z' * 3 }}{% endfor %}"
    (tmp_path / "own.md.j2").write_text(source, encoding="utf-8")
    assert len(render(environment(library(tmp_path)), "own.md.j2", {})) > 10_000
