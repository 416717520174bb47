"""The PDF, read again by either reader: what LibreOffice printed is accepted, and nothing in it can change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

import pytest

from bulletin_gen.leaves.issues import Severity
from bulletin_gen.tree import Bulletin, Table, charts
from bulletin_gen.verify import printed
from bulletin_gen.verify.printed import pdf_issues, read_pages
from render import drawn, samples
from render.test_counties import COUNTIES, EXAMPLES, bulletin_of

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

READERS = ("pdfplumber", "pdftotext")


def _bulletins() -> dict[str, Bulletin]:
    made = {county: bulletin_of(EXAMPLES / county) for county in COUNTIES}
    return made | {"charts": drawn.bulletin(), "joint": samples.joint(), "landscape": samples.landscape_notice()}


@pytest.fixture(scope="module")
def bulletins() -> dict[str, Bulletin]:
    return _bulletins()


@pytest.fixture(scope="module")
def pdfs(bulletins: dict[str, Bulletin], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    from bulletin_gen.render.docx import write_docx
    from bulletin_gen.render.pdf import convert_folder
    from render import pages

    pages.require()
    folder = tmp_path_factory.mktemp("printed")
    for name, bulletin in bulletins.items():
        (folder / f"{name}.docx").write_bytes(write_docx(bulletin))
    convert_folder(folder, seconds=300)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in bulletins}


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pdftotext":
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext is not installed")
        monkeypatch.setattr(printed, "read_pages", printed.by_pdftotext)
    return str(request.param)


def test_what_was_printed_is_accepted(bulletins: dict[str, Bulletin], pdfs: dict[str, bytes], reader: str) -> None:
    assert {name: found for name, pdf in pdfs.items() if (found := pdf_issues(bulletins[name], pdf))} == {}


def _changed(pages: tuple[str, ...], draw: Random) -> tuple[str, ...]:
    """The pages with one digit of one number changed, page numbers left alone."""
    number = draw.randrange(len(pages))
    page = re.sub(r"—\s*[0-9]+\s*—", lambda found: " " * len(found[0]), pages[number])
    places = [found.start() for found in re.finditer("[0-9]", page)]
    if not places:
        return _changed(pages, draw)
    at = draw.choice(places)
    other = draw.choice([digit for digit in "0123456789" if digit != page[at]])
    changed = page[:at] + other + page[at + 1 :]
    return (*pages[:number], changed, *pages[number + 1 :])


@pytest.mark.parametrize("county", COUNTIES)
def test_no_digit_can_change(
    bulletins: dict[str, Bulletin], pdfs: dict[str, bytes], county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, pages = Random(county), read_pages(pdfs[county])
    assert pages and not charts(bulletins[county])
    for _ in range(60):
        changed = _changed(pages, draw)
        monkeypatch.setattr(printed, "read_pages", lambda _pdf, changed=changed: changed)
        assert pdf_issues(bulletins[county], b""), changed


@pytest.mark.parametrize("county", COUNTIES)
def test_no_line_can_be_missing_or_printed_twice(
    bulletins: dict[str, Bulletin], pdfs: dict[str, bytes], county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, pages = Random(county), read_pages(pdfs[county])
    assert pages
    again = _said_again(bulletins[county])
    for _ in range(20):
        number = draw.randrange(len(pages))
        lines = [line for line in pages[number].splitlines() if re.search("[0-9]", line) and "—" not in line]
        line = draw.choice(lines or [""])
        for changed in (pages[number].replace(line, "", 1), pages[number].replace(line, f"{line}\n{line}", 1)):
            monkeypatch.setattr(
                printed, "read_pages", lambda _pdf, at=number, page=changed: (*pages[:at], page, *pages[at + 1 :])
            )
            doubled = len(changed) > len(pages[number])
            assert not line or pdf_issues(bulletins[county], b"") or (doubled and set(line) <= again), line


def _said_again(bulletin: Bulletin) -> set[str]:
    """The characters of what a new page may say again."""
    return {sign for row in _heads(bulletin) for cell in row for run in cell.text for sign in run.text} | {" "}


def _heads(bulletin: Bulletin) -> list[tuple]:  # type: ignore[type-arg]
    blocks = (*bulletin.body, *(block for annex in bulletin.annexes for block in annex.blocks))
    return [row for block in blocks if isinstance(block, Table) for row in block.head]


def test_numbers_of_a_chart_that_the_chart_has_not_are_found(
    bulletins: dict[str, Bulletin], pdfs: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = read_pages(pdfs["charts"])
    assert pages
    strange = (*pages[:-1], pages[-1] + "\n" + "9" * 120)
    monkeypatch.setattr(printed, "read_pages", lambda _pdf: strange)
    assert pdf_issues(bulletins["charts"], b"")


def test_a_broken_pdf_is_a_fault(bulletins: dict[str, Bulletin]) -> None:
    (issue,) = pdf_issues(bulletins[COUNTIES[0]], b"%PDF-1.7\nnothing")
    assert issue.severity is Severity.ERROR


def test_where_nothing_reads_a_pdf_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(printed, "read_pages", lambda _pdf: None)
    (issue,) = pdf_issues(samples.joint(), b"")
    assert issue.severity is Severity.WARNING
    assert "PDF没有核对" in str(issue)


def test_an_office_s_own_words_are_not_looked_at(
    bulletins: dict[str, Bulletin], pdfs: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    county = COUNTIES[0]
    pages = read_pages(pdfs[county])
    assert pages
    headed = tuple(f"某办文件 2099\n{page}" for page in pages)
    monkeypatch.setattr(printed, "read_pages", lambda _pdf: headed)
    assert pdf_issues(bulletins[county], b"")
    assert not pdf_issues(bulletins[county], b"", office=True)
    monkeypatch.setattr(printed, "read_pages", lambda _pdf: headed[:-1])
    assert pdf_issues(bulletins[county], b"", office=True)
