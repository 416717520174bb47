"""Names by pinyin and by strokes."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.sorting import pinyin_key, stroke_counts, stroke_key
from bulletin_gen.profile.intake import Units


@pytest.mark.parametrize(
    ("sign", "strokes"),
    [
        ("一", 1),
        ("丁", 2),
        ("乡", 3),
        ("王", 4),
        ("龙", 5),
        ("安", 6),
        ("张", 7),
        ("环", 8),
        ("草", 9),
        ("镇", 15),
        ("𠅤", 11),
    ],
)
def test_strokes_of_single_characters(sign: str, strokes: int) -> None:
    assert stroke_counts()[sign] == strokes


def test_common_characters_all_have_strokes() -> None:
    counts = stroke_counts()
    unknown = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            if (high, low) < (0xD7, 0xFA) or high > 0xD7:  # the last five cells of row D7 are empty
                sign = bytes((high, low)).decode("gb2312")
                unknown += [] if sign in counts else [sign]
    assert unknown == []


def test_names_by_strokes_of_each_character_in_turn() -> None:
    # 一 1; 大 3 then 丰 4, 桥 10; 王 4 then 庄 6, 家 10; 安 6; 张 7
    names = ["张庄镇", "王家镇", "安定镇", "大桥镇", "王庄镇", "一心乡", "大丰镇"]
    assert sorted(names, key=stroke_key()) == ["一心乡", "大丰镇", "大桥镇", "王庄镇", "王家镇", "安定镇", "张庄镇"]


def test_a_shorter_name_stands_before_a_longer_one_that_begins_alike() -> None:
    assert sorted(["城关镇二街", "城关镇"], key=stroke_key()) == ["城关镇", "城关镇二街"]
    assert sorted(["城关镇二街", "城关镇"], key=pinyin_key()) == ["城关镇", "城关镇二街"]


def test_digits_and_letters_stand_before_characters() -> None:
    names = ["一中", "12345热线", "A区"]
    assert sorted(names, key=stroke_key()) == ["12345热线", "A区", "一中"]
    assert sorted(names, key=pinyin_key()) == ["12345热线", "A区", "一中"]


def test_names_by_pinyin_syllable_by_syllable() -> None:
    # ān, dà, wáng; xi'an before xian: 西安 is xī ān, 仙居 is xiān jū
    names = ["仙居镇", "王庄镇", "安定镇", "西安镇", "大丰镇"]
    assert sorted(names, key=pinyin_key()) == ["安定镇", "大丰镇", "王庄镇", "西安镇", "仙居镇"]


def test_tones_decide_between_equal_syllables() -> None:
    # 妈 mā, 麻 má, 马 mǎ, 骂 mà
    assert sorted(["骂", "马", "麻", "妈"], key=pinyin_key()) == ["妈", "麻", "马", "骂"]


def test_readings_come_from_the_whole_word() -> None:
    # 重庆 is chóng qìng, 重点 is zhòng diǎn
    assert sorted(["重点办", "丁家镇", "重庆路"], key=pinyin_key()) == ["重庆路", "丁家镇", "重点办"]


def test_without_pypinyin_a_clerk_reads_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    with pytest.raises(BulletinError, match="bulletin-gen\\[pinyin\\]"):
        pinyin_key()


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("registered", ["民政局", "公安局", "张庄镇", "丁家镇"]),
        ("pinyin", ["公安局", "民政局", "丁家镇", "张庄镇"]),
        ("stroke", ["公安局", "民政局", "丁家镇", "张庄镇"]),
    ],
)
def test_units_are_registered_in_the_order_that_the_profile_asks_for(
    tmp_path: Path, sort: Literal["registered", "pinyin", "stroke"], order: list[str]
) -> None:
    path = tmp_path / "units.csv"
    path.write_text("单位名称,分组\n张庄镇,乡镇\n丁家镇,乡镇\n民政局,部门\n公安局,部门\n", encoding="utf-8")
    rules = Units.model_validate({"groups": ["部门", "乡镇"], "sort": sort})
    registry, issues = load_registry(path, rules, date(2024, 5, 1), date(2024, 5, 31))
    assert not issues
    assert [unit.name for unit in registry.units] == order
