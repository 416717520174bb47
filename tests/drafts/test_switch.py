"""``living_figures: false`` leaves the marks out; a draft is then held against its facts by its words alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.word import paragraphs, read_word
from drafts.bulletins import EXAMPLES, written


def test_a_bulletin_without_marks_says_the_same(tmp_path: Path) -> None:
    county = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    profile = county / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("document:\n", "document:\n  living_figures: false\n", 1), encoding="utf-8")
    result = generate(county, None, tmp_path / "输出", Options(record=False))
    bare = read_word(next(path for path in result.files if path.suffix == ".docx"))
    living = read_word(written("pingjiang")[0])
    assert [each.text for each in paragraphs(bare.body)] == [each.text for each in paragraphs(living.body)]
    assert not any(each.bookmarks for each in paragraphs(bare.body))
    assert any(each.bookmarks for each in paragraphs(living.body))
    run = read_recorded(tmp_path / "输出" / "facts.json")
    assert not any(each.mark for line in run.printed for each in line.figures)
    assert {each.verdict for each in check_draft(bare, run).findings} == {Verdict.RIGHT}
