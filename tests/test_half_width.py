"""Punctuation of half width among Chinese, in sentences that people write: printed as it stands, and told by its line.
What the program composes has none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bulletin_gen.intake.kept.sentences import half_width
from bulletin_gen.pipeline import survey
from bulletin_gen.render.characters import texts
from bulletin_gen.tree import plain

ROOT = Path(__file__).parents[1]
COUNTIES = sorted(path.parent.name for path in ROOT.glob("examples/*/profile.yaml"))


@pytest.mark.parametrize(
    ("line", "found", "expected"),
    [
        ("群众反映(供水)问题", "( )", "（ ）"),
        ("一是加强督办,二是加强回访;", ", ;", "， ；"),
        ("主要有:供水", ":", "："),
        ("（一)供水", ")", "）"),
        ("怎么办?马上办!", "? !", "？ ！"),
    ],
)
def test_a_line_with_such_signs_is_told(tmp_path: Path, line: str, found: str, expected: str) -> None:
    path = tmp_path / "narrative.md"
    path.write_text(f"# 下步工作\n{line}\n", encoding="utf-8")
    [issue] = half_width([path], ())
    assert (issue.place.file, issue.place.row, issue.found, issue.expected) == ("narrative.md", 2, found, expected)


@pytest.mark.parametrize(
    "line",
    [
        "群众反映（供水）问题，一是加强督办；",
        "{图：乡镇(街道)：受理}",
        "〔说明：括号(半角)也行〕",
        "吐鲁番-哈密、GB/T 15834-2011(2012)",
        "见 http://www.gov.cn/某(1).htm",
        "1. 供水  2.供电 （12:30—13:00）",
        "发展改革委(粮食局)办理",
    ],
)
def test_other_lines_are_not(tmp_path: Path, line: str) -> None:
    path = tmp_path / "正文.txt"
    path.write_text(line, encoding="utf-8")
    assert not list(half_width([path], ["发展改革委(粮食局)"]))


@pytest.mark.parametrize("county", COUNTIES)
def test_the_examples_print_none_but_what_their_files_hold(tmp_path: Path, county: str) -> None:
    folder = tmp_path / county
    shutil.copytree(ROOT / "examples" / county, folder)
    found = survey(folder, None)
    assert not [issue for issue in found.issues if issue.code == "text.half_width"]
    own = "".join(path.read_text(encoding="utf-8") for path in (folder / "profile.yaml", folder / "units.csv"))
    printed = {plain(text) for text in texts(found.bulletin)}
    bracketed = {each for text in printed for each in re.findall(r"[\u4e00-\u9fff]+\([^()]*\)", text)}
    assert all(each in own for each in bracketed), bracketed
