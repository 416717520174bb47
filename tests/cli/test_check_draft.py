"""``bulletin-gen check`` on drafts of our own bulletins: found by their mark, listed, commented in a copy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.pipeline import generate
from bulletin_gen.word import read_word
from cli.calls import call
from drafts.bulletins import written

EXAMPLE = Path(__file__).parents[2] / "examples" / "pingjiang"
MONTH = "2024-05"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A bulletin in its output folder, one number of it retyped by hand; the county lies beside."""
    county = tmp_path / "平江县"
    shutil.copytree(EXAMPLE, county)
    result = generate(county, MONTH, tmp_path / "输出")
    path = next(each for each in result.files if each.suffix == ".docx")
    document = docx.Document(str(path))
    run = next(run for each in document.paragraphs for run in each.runs if run.text == "1263")
    run.text = "1264"
    edited = path.with_name("稿件.docx")
    document.save(str(edited))
    return edited


def test_a_changed_number_is_told_with_what_it_was(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "check", str(draft))
    assert said.code == 1
    numbers = sum(each.is_number for each in check_draft(read_word(draft), written("pingjiang")[1]).findings)
    assert f"稿件.docx：按平江县2024年5月（facts.json）核对，数 {numbers} 处" in said.out
    assert "印出时是 1263，现在是 1264；数据 total.受理案件" in said.out


def test_the_list_and_the_comments_are_written_beside_not_into_the_draft(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    call(capsys, "check", str(draft), "--out", str(tmp_path / "核对"))
    assert draft.read_bytes() == before
    copy = docx.Document(str(tmp_path / "核对" / "稿件（核对）.docx"))
    (comment,) = copy.comments
    assert comment.text.startswith("印出时是 1263，现在是 1264")
    text = copy.element.xml
    assert text.index("commentRangeStart") < text.index(">1264<") < text.index("commentRangeEnd")
    rows = list(openpyxl.load_workbook(tmp_path / "核对" / "稿件核对清单.xlsx")["要看的"].values)
    assert rows[1][:4] == ("改过", "第7段", "1263", "1264")


def test_the_facts_are_found_in_the_county_or_named(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (draft.parent / "facts.json").unlink()
    assert "（2024-05.json）核对" in call(capsys, "check", str(draft)).out
    away = tmp_path / "别处" / "一" / "二" / "三" / "四" / "五" / "稿件.docx"
    away.parent.mkdir(parents=True)
    shutil.copyfile(draft, away)
    assert "核对，数" not in call(capsys, "check", str(away)).out
    named = ("--county", str(tmp_path / "平江县"))
    assert "（2024-05.json）核对" in call(capsys, "check", str(away), *named).out
    assert "没有这一期的数据" in call(capsys, "check", str(away), *named, "--period", "2024-06").err
    assert call(capsys, "check", str(away), "--period", "2024-05").code == 2


def test_programs_get_every_figure(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(call(capsys, "check", str(draft), "--json").out)
    (told,) = found["drafts"]
    assert (told["county"], told["period"]) == ("平江县", MONTH)
    changed = [each for each in told["figures"] if each["verdict"] == "changed"]
    assert [(each["figure"], each["was"], each["now"]) for each in changed] == [("total.受理案件", "1263", "1264")]


def test_an_old_facts_file_says_what_to_do(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = draft.parent / "facts.json"
    content = json.loads(facts.read_text(encoding="utf-8"))
    del content["printed"]
    facts.write_text(json.dumps(content), encoding="utf-8")
    said = call(capsys, "check", str(draft))
    assert said.code == 1
    assert "用当时的工单重新运行 generate" in said.err


def test_what_an_office_accepts_in_its_bulletins_is_accepted_in_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = tmp_path / "平舆县"
    shutil.copytree(EXAMPLE.parent / "pingyu", county)
    result = generate(county, None, tmp_path / "输出")
    path = next(each for each in result.files if each.suffix == ".docx")
    named = call(capsys, "check", str(path), "--county", str(county))
    assert (named.code, "应用百分点" in named.out) == (0, False)
    (path.parent / "facts.json").unlink()
    assert "应用百分点" not in call(capsys, "check", str(path)).out
    profile = county / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("  认可的发现: {应用百分点: 增减的写法与上年的通报一致}\n", ""), encoding="utf-8")
    said = call(capsys, "check", str(path))
    assert (said.code, "应用百分点" in said.out) == (1, True)
