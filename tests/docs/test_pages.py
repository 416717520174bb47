"""Pages made from the program are up to date, and links between pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from make_reference import WRITTEN, filled, made
from making.profile_page import anchor

ROOT = Path(__file__).parents[2]
PAGES = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("templates/*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize(("path", "text"), made().items(), ids=lambda value: getattr(value, "name", ""))
def test_a_page_is_what_the_program_says_today(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run: python docs/make_reference.py"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.name)
def test_blocks_show_what_running_them_shows_today(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == filled(page), "run: python docs/make_reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_a_page_and_a_heading_that_exist(page: Path) -> None:
    for target, heading in LINK.findall(page.read_text(encoding="utf-8")):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        if heading:
            text = there.read_text(encoding="utf-8")
            assert heading in {anchor(each) for each in HEADING.findall(text)}, f"{target}#{heading}"


def test_the_house_is_drawn_with_files_that_are_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|j2)|(?:[\w.-]+/)+[\w.-]*)`", text))
    there = {f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("**/*") if ".venv" not in path.parts}
    assert len(named) > 60
    assert sorted(name for name in named if not any(path.endswith(f"/{name.strip('/')}") for path in there)) == []
