"""narrative.md: slots by heading, with the line of whatever does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.county.narrative import load_narrative, parse_narrative
from bulletin_gen.leaves.issues import BulletinError


def told(text: str) -> list[str]:
    with pytest.raises(BulletinError) as caught:
        parse_narrative(text)
    return [f"{issue.place}：{issue.kind}" for issue in caught.value.issues]


def test_each_level_one_heading_is_a_slot() -> None:
    slots = parse_narrative("# 典型案例\n\n第一段。\n\n第二段。\n\n#工作要求\n## 小标题\n甲。\n")
    assert slots == {"典型案例": "第一段。\n\n第二段。", "工作要求": "## 小标题\n甲。"}


def test_a_slot_may_be_empty_and_hints_are_dropped() -> None:
    text = "<!-- 说明\n# 不是标题 -->\n# 典型案例\n<!-- 提示 -->\n# 工作要求\n甲。<!-- 再想想 -->\n"
    assert parse_narrative(text) == {"典型案例": "", "工作要求": "甲。"}


def test_it_is_read_from_a_file_as_windows_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "narrative.md"
    path.write_bytes("\ufeff# 工作要求\r\n甲。\r\n".encode())
    assert load_narrative(path) == {"工作要求": "甲。"}


def test_what_does_not_fit_is_named_with_its_line() -> None:
    text = "<!--\n说明\n-->\n没有归属的话。\n# 工作要求\n甲。\n# 典型案例\n〔请填写：案例〕\n# 工作要求\n乙。\n"
    assert told(text) == [
        "narrative.md 第4行：文字前没有一级标题",
        "narrative.md 第8行：还没有填写",
        "narrative.md 第9行：同名标题出现两次",
    ]


def test_a_heading_without_a_name_is_refused() -> None:
    assert told("#\n甲。\n") == ["narrative.md 第1行：标题没有名称"]
