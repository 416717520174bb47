"""``living_figures: false`` leaves the marks out; a draft is then held against its facts by its words alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.render.pdf import convert_pdf
from bulletin_gen.word import paragraphs, read_word
from drafts.bulletins import COUNTIES, EXAMPLES, written
from render.engines import words_in_onlyoffice


def test_a_bulletin_without_marks_says_the_same(tmp_path: Path) -> None:
    county = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    profile = county / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("公文:\n", "公文:\n  数字书签: 否\n", 1), encoding="utf-8")
    result = generate(county, None, tmp_path / "输出", Options(record=False))
    bare = read_word(next(path for path in result.files if path.suffix == ".docx"))
    living = read_word(written("pingjiang")[0])
    assert [each.text for each in paragraphs(bare.body)] == [each.text for each in paragraphs(living.body)]
    assert not any(each.bookmarks for each in paragraphs(bare.body))
    assert any(each.bookmarks for each in paragraphs(living.body))
    run = read_recorded(tmp_path / "输出" / "facts.json")
    assert not any(each.mark for line in run.printed for each in line.figures)
    assert {each.verdict for each in check_draft(bare, run).findings} == {Verdict.RIGHT}


def bare_bulletin(county: str, folder: Path) -> Path:
    """The county's bulletin without marks."""
    bare = folder / county
    shutil.copytree(EXAMPLES / county, bare)
    profile = bare / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    changed = text.replace("公文:\n", "公文:\n  数字书签: 否\n", 1)
    assert changed != text
    profile.write_text(changed, encoding="utf-8")
    result = generate(bare, None, folder / f"{county}输出", Options(record=False))
    return next(path for path in result.files if path.suffix == ".docx")


@pytest.mark.rendered
@pytest.mark.slow
@pytest.mark.parametrize("county", COUNTIES)
def test_no_line_stands_elsewhere_for_the_marks(county: str, tmp_path: Path) -> None:
    """Pages, lines and what stands in them, as LibreOffice lays the bulletin out with marks and without; within a line
    a character moves by less than a tenth of its width, since a mark ends a run."""
    pdfplumber = pytest.importorskip("pdfplumber")
    found = []
    for source in (written(county)[0], bare_bulletin(county, tmp_path)):
        target = tmp_path / f"{len(found)}.pdf"
        convert_pdf(source, target)
        with pdfplumber.open(target) as book:
            found.append([
                (page.page_number, sign["text"], round(sign["x0"], 2), round(sign["top"], 2))
                for page in book.pages for sign in page.chars
            ])  # fmt: skip
    assert len(found[0]) > 1000
    living, without = found
    assert [(page, sign, top) for page, sign, _, top in living] == [(page, sign, top) for page, sign, _, top in without]
    assert max(abs(one[2] - other[2]) for one, other in zip(living, without, strict=True)) < 1.6


@pytest.mark.rendered
@pytest.mark.slow
def test_no_line_stands_elsewhere_for_the_marks_in_onlyoffice(tmp_path: Path) -> None:
    """The same as ONLYOFFICE lays it out: pages, and the words of every line and where they stand (pdftotext -bbox); a
    word moves by less than a tenth of a character."""
    documents = {}
    for county in COUNTIES:
        documents[f"{county} living"] = written(county)[0].read_bytes()
        documents[f"{county} bare"] = bare_bulletin(county, tmp_path).read_bytes()
    laid_out = words_in_onlyoffice(documents, tmp_path / "版面")
    for county in COUNTIES:
        living, bare = laid_out[f"{county} living"], laid_out[f"{county} bare"]
        assert len(living) == len(bare) and sum(map(len, living)) > 200, county
        for one, other in zip(living, bare, strict=True):
            assert [each.text for each in one] == [each.text for each in other], county
            pairs = [*zip(one, other, strict=True)]
            assert max((abs(each.top - twin.top) for each, twin in pairs), default=0) < 0.01, county
            assert max((abs(each.left - twin.left) for each, twin in pairs), default=0) < 1.6, county
