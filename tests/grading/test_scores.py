"""Totals: bonus, full marks, floors, caps and the one rounding at the end."""

from __future__ import annotations

import pytest

from bulletin_gen.grading import Assessment
from ruletable import graded

COUNTS = "单位 分组 应办 按期 回访 满意\n某局 县直 3 2 0 0"
RATES = """
rates:
  按期率: {numerator: 按期, denominator: 应办}
  满意率: {numerator: 满意, denominator: 回访, empty: {score: rescale}}
"""


def assessed(score: str, entries: str = "") -> Assessment:
    adjustments = f"类型 单位 分值\n{entries}" if entries else ""
    return graded(f"{RATES}score: {score}", COUNTS, adjustments)[0].assessments["某局"]


TERM = "{rate: 按期率, points: 100}"


@pytest.mark.parametrize(
    ("score", "how"),
    [
        (f"{{terms: [{TERM}]}}", "66.67＝66.67，四舍五入到2位小数"),
        (f"{{digits: 0, terms: [{TERM}]}}", "66.67＝66.67，四舍五入到整数"),
        (f"{{digits: 1, rounding: down, terms: [{TERM}]}}", "66.67＝66.67，舍去尾数到1位小数"),
        (f"{{digits: 1, rounding: half_even, terms: [{TERM}]}}", "66.67＝66.67，四舍六入五成双到1位小数"),
        (f"{{least: 70, terms: [{TERM}]}}", "66.67＝66.67，不低于70分，四舍五入到2位小数"),
        (f"{{most: 60, terms: [{TERM}]}}", "66.67＝66.67，不高于60分，四舍五入到2位小数"),
        (f"{{least: 66.67, most: 66.67, terms: [{TERM}]}}", "66.67＝66.67，四舍五入到2位小数"),
        (f"{{terms: [{{constant: -1}}, {TERM}]}}", "－1＋66.67＝65.67，四舍五入到2位小数"),
    ],
)
def test_how_a_score_came_about(score: str, how: str) -> None:
    assert assessed(score).how == how


@pytest.mark.parametrize(
    ("score", "printed"),
    [
        ("{digits: 1, rounding: half_up, terms: [{constant: 87.25}]}", "87.3"),
        ("{digits: 1, rounding: half_even, terms: [{constant: 87.25}]}", "87.2"),
        ("{digits: 1, rounding: down, terms: [{constant: 87.29}]}", "87.2"),
        ("{digits: 1, rounding: down, terms: [{constant: -0.19}]}", "-0.1"),
        ("{least: 0, terms: [{constant: -5}]}", "0.00"),
        ("{most: 100, terms: [{constant: 105}]}", "100.00"),
    ],
)
def test_a_score_is_rounded_once_by_the_profile(score: str, printed: str) -> None:
    assert str(assessed(score).score) == printed


BONUS = "{name: 加分, entries: {kinds: 加分}, bonus: true}"
PENALTY = "{name: 扣分, entries: {kinds: 扣分, base: 20}}"


@pytest.mark.parametrize(
    ("score", "entries", "total"),
    [
        # 满分默认为各项满分之和：60＋起评 20＝80，不把加分项算进去
        (
            f"{{bonus_beyond_full: false, terms: [{{constant: 60}}, {{entries: {{kinds: 扣分, base: 20}}}}, {BONUS}]}}",
            9,
            80,
        ),
        # 写明满分 85，就以 85 为限
        (f"{{bonus_beyond_full: false, full: 85, terms: [{{constant: 80}}, {BONUS}]}}", 9, 85),
        (f"{{bonus_beyond_full: false, full: 85, terms: [{{constant: 80}}, {BONUS}]}}", 5, 85),
        (f"{{bonus_beyond_full: false, full: 85, terms: [{{constant: 80}}, {BONUS}]}}", 4, 84),
        # 不靠加分就已超过满分的，加分不增也不减
        (f"{{bonus_beyond_full: false, full: 70, terms: [{{constant: 80}}, {BONUS}]}}", 9, 80),
        (f"{{full: 70, terms: [{{constant: 80}}, {BONUS}]}}", 9, 89),
    ],
)
def test_a_bonus_and_full_marks(score: str, entries: int, total: int) -> None:
    assert assessed(score, f"加分 某局 {entries}").score == total


def test_only_rates_take_over_the_weight_of_a_rate_that_is_left_out() -> None:
    # 满意率 20 分由按期率 60 分担；固定分、件数分不变：60×66.67%×80÷60＋10－3＝53.336＋7＝60.34
    score = (
        "{terms: [{rate: 按期率, points: 60}, {rate: 满意率, points: 20},"
        " {constant: 10}, {measure: 应办, per_item: -1}]}"
    )
    result = assessed(score)
    assert [term.points is None for term in result.terms.values()] == [False, True, False, False]
    assert str(result.score) == "60.34"


def test_a_bonus_rate_neither_gives_nor_takes_weight() -> None:
    score = "{terms: [{rate: 按期率, points: 60}, {rate: 满意率, points: 20, bonus: true}]}"
    assert str(assessed(score).score) == "40.00"


def test_without_any_rate_that_counts_there_is_no_score() -> None:
    result = assessed("{terms: [{rate: 满意率, points: 20}, {constant: 80}]}")
    assert (result.score, result.unscored) == (None, "各项率均无分母")
    assert [term.points for term in result.terms.values()] == [None, 80]
