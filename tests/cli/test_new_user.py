"""What the README says to somebody who changes a bulletin: a sentence, a comparison, a column, the first five."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calls import EXAMPLES, call
from offices.folders import printed

README = Path(__file__).parents[2] / "README.zh-CN.md"
COLUMN = "- {列名: 回访数, 内容: 回访}"
FIRST_FIVE = "办理量前五位的乡镇是{乡镇（街道）：办理前5：{单位}{办理}件}。"
COMPARED = "【，比上月{受理案件：环比}】"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "平江县"))


def _changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_all_that_the_readme_says_of_changes_can_be_done(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = README.read_text(encoding="utf-8")
    assert all(written in readme for written in (COLUMN, FIRST_FIVE, COMPARED))
    old = "{热线名称}共受理交办工单{受理案件}件。"
    _changed(county / "正文.txt", old, "{热线名称}共受理并交办诉求{受理案件}件" + COMPARED + "。" + FIRST_FIVE)
    before = "      - {列名: 回访不满意数, 内容: 回访不满意}\n"
    _changed(county / "profile.yaml", before, f"      {COLUMN}\n{before}")
    out = county.parent / "出"
    said = call(capsys, "generate", str(county), "--out", str(out))
    assert said.code == 0 and "没有基数，比较没有印 1" in said.out
    text = printed(next(out.glob("*.docx")))
    assert (
        "共受理并交办诉求1263件。办理量前五位的乡镇是汉昌街道56件、伍市镇51件、天岳街道48件、长寿镇48件、安定镇28件。"
        in text
    )
    assert "返工率 回访数 回访不满意数" in text
    supplied = county / "2024-05" / "supplied.yaml"
    with supplied.open("a", encoding="utf-8") as file:
        file.write("基数:\n  上期:\n    出处: 上月通报\n    数字: {受理案件: 1200}\n")
    said = call(capsys, "generate", str(county), "--out", str(out))
    assert said.code == 0 and "问题：无" in said.out
    assert "共受理并交办诉求1263件，比上月增长5.25%。" in printed(next(out.glob("*.docx")))
