"""The web page is opened again: a text lost, changed or moved, a number added, all are found."""

from __future__ import annotations

import pytest

from bulletin_gen.render.html import write_html
from bulletin_gen.verify.page import page_issues
from render import samples

BULLETINS = {name: make() for name, make in samples.ALL.items()}


@pytest.mark.parametrize("name", BULLETINS)
def test_a_page_as_written_is_proved(name: str) -> None:
    assert list(page_issues(BULLETINS[name], write_html(BULLETINS[name]).encode())) == []


@pytest.mark.parametrize("name", BULLETINS)
@pytest.mark.parametrize(
    ("old", "new"),
    [("1598", "1589"), ("按期办结", "逾期办结"), ("</main>", "<p>另有4783件</p></main>"), ("96.27%", "")],
)
def test_a_page_that_says_something_else_is_not(name: str, old: str, new: str) -> None:
    page = write_html(BULLETINS[name])
    assert old in page
    assert list(page_issues(BULLETINS[name], page.replace(old, new, 1).encode()))
