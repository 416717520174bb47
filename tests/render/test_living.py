"""Living figures: every printed number carries its mark, and no line of any page moves for it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from bulletin_gen.leaves.issues import Issue
from bulletin_gen.marks import ECHO, PREFIX, digits_of, letters, mark_of, marked, printed_lines, run_mark
from bulletin_gen.render.docx import write_docx
from bulletin_gen.tree import Bulletin, is_fact, texts
from bulletin_gen.verify.marks import mark_issues
from bulletin_gen.word import WordFile, paragraphs, word_file
from render import pages
from render.test_counties import COUNTIES, EXAMPLES, bulletin_of


@pytest.fixture(scope="module", params=COUNTIES)
def bulletin(request: pytest.FixtureRequest) -> Bulletin:
    return marked(bulletin_of(EXAMPLES / request.param))


def reopened(bulletin: Bulletin) -> WordFile:
    return word_file(docx.Document(io.BytesIO(write_docx(bulletin))), "")


def test_every_printed_number_has_its_mark_around_its_digits(bulletin: Bulletin) -> None:
    expected = {
        run.mark: run.text[slice(*digits_of(run.text))]
        for text in texts(bulletin)
        for run in text
        if is_fact(run.figure) and re.search("[0-9]", run.text)
    }
    assert "" not in expected and len(expected) > 100
    found = {
        mark.name: paragraph.text[mark.start : mark.end]
        for paragraph in paragraphs(reopened(bulletin).body)
        for mark in paragraph.bookmarks
    }
    echoes = {name for name in found if name.endswith(ECHO)}
    assert {name: text for name, text in found.items() if name not in echoes} == expected
    assert all(found[name] == expected[name.removesuffix(ECHO)] for name in echoes)


def test_marks_are_what_every_word_processor_allows(bulletin: Bulletin) -> None:
    names = [run.mark for text in texts(bulletin) for run in text if run.mark]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z]{1,40}", name) for name in names)


def test_the_printed_lines_say_where_each_figure_stands(bulletin: Bulletin) -> None:
    figures = {run.figure: run.text for text in texts(bulletin) for run in text if is_fact(run.figure)}
    lines = printed_lines(bulletin)
    for line in lines:
        for each in line.figures:
            assert line.text[each.start : each.end] == figures[each.figure]
    cells = [line.cell for line in lines if line.cell]
    assert len(set(cells)) == len(cells)


def test_cells_are_where_they_are_drawn(bulletin: Bulletin) -> None:
    drawn = [
        {(cell.row, cell.column): re.sub(r"\s", "", cell.text) for cell in table.cells}
        for table in reopened(bulletin).tables
    ]
    for line in printed_lines(bulletin):
        if line.cell:
            number, row, column = line.cell
            assert drawn[number - 1][row, column] == re.sub(r"\s", "", line.text)


def test_a_mark_is_the_same_in_every_run() -> None:
    assert mark_of("total.accepted", 0) == f"{PREFIX}{letters('total.accepted')}a" == "bgeifpfbchna"
    assert mark_of("total.accepted", 1) != mark_of("total.accepted", 0)
    assert run_mark("某县", "2024-05") != run_mark("某县", "2024-06")


def _told(bulletin: Bulletin, old: str, new: str) -> list[Issue]:
    written = write_docx(bulletin)
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, new, 1).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return [*mark_issues(bulletin, buffer.getvalue())]


def test_verification_holds_marks_to_their_figures(bulletin: Bulletin) -> None:
    assert [*mark_issues(bulletin, write_docx(bulletin))] == []
    names = [run.mark for text in texts(bulletin) for run in text if run.mark]
    assert len(_told(bulletin, f'w:name="{names[0]}"', 'w:name="lost"')) == 1
    assert len(_told(bulletin, f'w:name="{names[0]}"', f'w:name="{names[-1]}"')) >= 2


@pytest.mark.rendered
@pytest.mark.slow
def test_no_line_moves(tmp_path: Path) -> None:
    pages.require()
    plain = {name: bulletin_of(EXAMPLES / name) for name in COUNTIES}
    bare = pages.render(plain, tmp_path / "bare")
    living = pages.render({name: marked(bulletin) for name, bulletin in plain.items()}, tmp_path / "living")
    for name in COUNTIES:
        assert len(living[name].pages) == len(bare[name].pages)
        for one, other in zip(bare[name].pages, living[name].pages, strict=True):
            assert [(line.text, round(line.base, 1)) for line in one.lines] == [
                (line.text, round(line.base, 1)) for line in other.lines
            ]
