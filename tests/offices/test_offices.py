"""Four offices set up by a folder and a wording file alone: every statement that they published is said.

The orders lie beside the project; ``statements.txt`` numbers the statements, with the words in which this wording says
them, the published figures in them, and what is not said and why.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from bulletin_gen.pipeline import Options, generate
from offices.folders import printed

HERE = Path(__file__).parent
SHARED = HERE.parent.parent.parent / "shared" / "offices"
OFFICES = {"ningguo-2022-04": 19, "gaoan-2023-10": 30, "yichun-2023-05": 16, "lianyungang-2017-04": 51}

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("BULLETIN_GEN_REQUIRE_SHARED"),
    reason="the offices' orders are not beside the project (../shared/offices)",
)


def _folder(office: str, target: Path) -> Path:
    """The office's orders, units and decisions with the profile, wording and figures of this folder."""
    county = target / office
    shutil.copytree(SHARED / office, county)
    period = next(path for path in county.iterdir() if path.is_dir())
    for name in ("profile.yaml", "正文.txt"):
        shutil.copy(HERE / office / name, county / name)
    for name in ("supplied.yaml", "narrative.md"):
        if (HERE / office / name).is_file():
            shutil.copy(HERE / office / name, period / name)
    (county / "bulletin.txt").unlink()
    return county


def _statements(office: str) -> list[dict[str, str]]:
    lines = (HERE / office / "statements.txt").read_text(encoding="utf-8").splitlines()
    heads, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(heads, [*row, ""][:4], strict=True)) for row in rows]


@pytest.mark.parametrize("office", OFFICES)
def test_every_statement_is_said(office: str, tmp_path: Path) -> None:
    statements = _statements(office)
    assert [int(each["no"]) for each in statements] == list(range(1, OFFICES[office] + 1))
    result = generate(_folder(office, tmp_path), None, tmp_path / "out", Options(record=False))
    said = printed(next(path for path in result.files if path.suffix == ".docx"))
    unsaid = [each["says"] for each in statements if each["says"] and each["says"] not in said]
    assert unsaid == []


@pytest.mark.parametrize("office", OFFICES)
def test_the_figures_are_the_published_ones(office: str) -> None:
    published = (SHARED / office / "bulletin.txt").read_text(encoding="utf-8")
    for each in _statements(office):
        for figure in each["published"].split():
            assert figure in each["says"], (each["no"], figure)
            assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d])", published), (each["no"], figure)


@pytest.mark.parametrize("office", OFFICES)
def test_nothing_that_people_write_is_a_template(office: str) -> None:
    for path in (HERE / office).iterdir():
        text = path.read_text(encoding="utf-8")
        assert "{%" not in text and "{{" not in text, path
    assert not re.search(r"[A-Za-z]", (HERE / office / "正文.txt").read_text(encoding="utf-8"))
