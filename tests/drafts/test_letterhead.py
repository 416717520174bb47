"""A draft with an office's own letterhead is refreshed and rolls forward with all of it: a draft is a template.

The letterheads are made by LibreOffice: a header and a footer (its picture by python-docx); text boxes and a red
line; a section on its side and a style of the office's own.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.word import read_word
from drafts.altered import altered
from drafts.bulletins import written
from drafts.by_script import NEXT, run_by_script
from drafts.corpus.refreshing import renew
from drafts.corpus.writer import edit_in_writer
from drafts.picture import red_square

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

#: What each letterhead leaves in the file.
LEFT = {
    1: (r"<w:hdr.*<pic:pic.*", "header"),
    2: (r"内部资料　注意保存", "document"),
    3: (r'w:orient="landscape"', "document"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letterheads")
    for county in NEXT:
        for kind in LEFT:
            shutil.copyfile(written(county)[0], folder / f"{county}-{kind}.docx")
            (folder / f"{county}-{kind}.steps").write_text(f"letterhead\t{kind}\n", "utf-8")
    assert edit_in_writer(folder) == {}
    for county in NEXT:
        document = docx.Document(str(folder / f"{county}-1.docx"))
        run = document.sections[0].header.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(red_square()), docx.shared.Cm(1.5))
        document.save(str(folder / f"{county}-1.docx"))
    return folder


@pytest.mark.parametrize("county", NEXT)
@pytest.mark.parametrize("kind", LEFT)
def test_a_letterhead_stays_when_figures_change(folder: Path, county: str, kind: int) -> None:
    path, old = folder / f"{county}-{kind}.docx", written(county)[1]
    words, part = LEFT[kind]
    with zipfile.ZipFile(path) as package:
        parts = [package.read(each).decode() for each in package.namelist() if re.match(rf"word/{part}\d*\.xml", each)]
        pictures = [each for each in package.namelist() if each.startswith("word/media/")]
    assert any(re.search(words, each) for each in parts), "the letterhead is there"
    assert bool(pictures) == (kind == 1)
    assert {each.verdict for each in check_draft(read_word(path), old).findings} == {Verdict.RIGHT}
    found = renew(path, old, altered(county, 1, 0.04))
    assert found.wrong == []
    assert found.renewed > 5


@pytest.mark.parametrize("county", NEXT)
@pytest.mark.parametrize("kind", LEFT)
def test_a_letterhead_goes_with_the_draft_to_the_next_period(folder: Path, county: str, kind: int) -> None:
    found = renew(folder / f"{county}-{kind}.docx", written(county)[1], run_by_script(county))
    assert found.wrong == []
    assert found.renewed > 5
