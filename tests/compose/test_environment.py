"""What templates may print: texts and figures, never a list or nothing as Python would show it."""

from __future__ import annotations

import pytest

from bulletin_gen.compose.jinja.environment import environment, render_words
from bulletin_gen.compose.jinja.loader import library
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ByName
from bulletin_gen.leaves.issues import BulletinError

CONTEXT = {
    "period": ByName({"name": Figure("period.name", "2024年5月")}),
    "units": (ByName({}), ByName({})),
    "nothing": None,
    "word": "甲",
}


def words(source: str) -> str:
    return render_words(environment(library(None)), source, "document → title", CONTEXT)


def test_texts_and_figures_are_printed() -> None:
    assert words("{{ word }}{{ word ~ word }}") == "甲甲甲"
    assert "2024年5月" in words("{{ period.name }}份")


@pytest.mark.parametrize("source", ["{{ units }}", "关于{{ units }}的通报", "{% if word %}{{ units }}{% endif %}"])
def test_a_list_in_a_sentence_is_refused(source: str) -> None:
    with pytest.raises(BulletinError) as caught:
        words(source)
    (issue,) = caught.value.issues
    assert (issue.kind, issue.place.key) == ("模板印的不是文字", "document → title")
    assert issue.found == "一组内容，不是文字或数字"


def test_an_empty_value_in_a_sentence_is_refused() -> None:
    with pytest.raises(BulletinError, match="空值"):
        words("{{ nothing }}")


@pytest.mark.parametrize("source", ["{{ nothing.value }}", "{{ nothing.value.numerator }}", "{{ nothing }}"])
def test_a_comparison_without_its_base_is_told_as_that(source: str) -> None:
    """Not as a name that does not exist: the name is right, and only the base is missing."""
    with pytest.raises(BulletinError) as caught:
        words(source)
    (issue,) = caught.value.issues
    assert issue.kind == "模板印的不是文字"
    assert issue.found.startswith("空值")
    assert "缺少同比、环比的基数" in issue.advice
