"""Checks across a profile: each slip is put into a sound profile and must be the only thing that is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.profile.load import parse_profile

SOUND = Path(__file__).with_name("sound.yaml").read_text(encoding="utf-8")


def findings(text: str) -> tuple[Issue, ...]:
    with pytest.raises(BulletinError) as caught:
        parse_profile(text)
    return caught.value.issues


def line_of(text: str) -> int:
    assert SOUND.count(text) == 1, text
    return SOUND[: SOUND.index(text)].count("\n") + 1


def test_the_sound_profile_is_accepted() -> None:
    assert set(parse_profile(SOUND).lists) == {"low", "all"}


def _slips() -> list[tuple[str, ...]]:
    """The blocks of slips.txt: what is written, what a slip makes of it, key path, kind, what is read."""
    text = Path(__file__).with_name("slips.txt").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n") if block.strip() and not block.startswith("#")]
    return [(right, wrong.removeprefix("→ "), *told.split(" | ")) for right, wrong, told in blocks]


@pytest.mark.parametrize(("right", "wrong", "key", "kind", "found"), _slips())
def test_a_slip_is_found_where_it_is_and_alone(right: str, wrong: str, key: str, kind: str, found: str) -> None:
    line = line_of(right)
    issues = findings(SOUND.replace(right, wrong))
    told = [(issue.place.row, issue.place.key, issue.found) for issue in issues]
    assert told == [(line, key, found)], [str(issue) for issue in issues]
    assert kind in issues[0].kind
    assert issues[0].expected


def test_names_of_outside_units_need_a_label_for_them() -> None:
    (issue,) = findings(SOUND.replace("outside: 无系统单位", "outside:"))
    assert (issue.place.row, issue.kind) == (line_of("outside_names:"), "写了 outside_names 而没有 outside")


def test_all_slips_are_found_at_once() -> None:
    text = SOUND
    for right, wrong in (("by: score", "by: points"), ("base: due", "base: dues"), ("add: 批评", "add: 表杨")):
        text = text.replace(right, wrong)
    issues = findings(text)
    assert [issue.place.key for issue in issues] == ["breakdowns → types → base", "ranking → by", "lists → low → add"]
    assert issues[0].advice == "是不是要写“due”？"
    assert issues[2].advice == "是不是要写“表扬”？"


def test_groups_may_have_scores_of_their_own() -> None:
    start, end = SOUND.index("score:\n"), SOUND.index("grades:\n")
    one = "{terms: [{rate: closing, points: 100}]}"
    two = "{terms: [{rate: closing, points: 100}, {name: solved, constant: 1}]}"
    both = f"score:\n  县直单位: {one}\n  乡镇: {two}\n"
    assert set(parse_profile(SOUND[:start] + both + SOUND[end:]).score) == {"县直单位", "乡镇"}
    lonely = f"score:\n  乡镇: {one}\n  企业: {one}\n".replace("{rate: closing", "{name: solved, rate: closing")
    kinds = {(issue.kind, issue.place.key) for issue in findings(SOUND[:start] + lonely + SOUND[end:])}
    assert kinds == {
        ("分组没有评分规则", "units → groups → 第1项"),
        ("不评分的分组有评分规则", "score → 企业"),
    }


def test_each_group_may_have_grade_bands_of_its_own() -> None:
    start, end = SOUND.index("grades:\n"), SOUND.index("ranking:")
    rows = [
        "- {grade: A, from: 90, groups: [县直单位, 企业]}",
        "- {grade: A, from: 140, groups: 乡镇}",
        "- {grade: B, from: 120, groups: 乡镇}",
        "- {grade: C}",
    ]
    text = SOUND[:start] + "grades:\n" + "\n".join(f"  {row}" for row in rows) + "\n" + SOUND[end:]
    assert len(parse_profile(text).grades) == 4
    issues = findings(text.replace("from: 120", "from: 150"))
    assert [(issue.place.key, issue.expected) for issue in issues] == [
        ("grades → 第3项 → from", "低于上一档的 140（从高到低写）")
    ]


def test_a_long_circle_of_measures_is_told_once_with_its_way() -> None:
    issues = findings(
        SOUND.replace("due: {time", "due: {of: resolved, time").replace(
            "of: closed, where: {resolved", "of: seconds, where: {resolved"
        )
    )
    assert [(issue.kind, issue.found) for issue in issues] == [
        ("计数互相引用，没有尽头", "due → resolved → seconds → closed → due")
    ]


def test_a_table_of_categories_has_no_order_of_its_own() -> None:
    rows = "    rows: breakdown.types\n"
    (issue,) = findings(SOUND.replace(rows, f"{rows}    order: [-count]\n"))
    assert (issue.place.key, issue.kind) == ("tables → body → order", "类别表里 order 不起作用")
