"""Points of single terms and how they are explained."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bulletin_gen.grading import Assessment, TermPoints
from bulletin_gen.leaves.issues import BulletinError, Severity
from ruletable import graded

RATE = "rates: {按期率: {label: 按期办结率, numerator: 按期, denominator: 应办, empty: {score: %s}}}\n"


def assessed(score: str, counts: str, adjustments: str = "", empty: str = "zero") -> Assessment:
    grading, _ = graded(RATE % empty + f"score: {score}", counts, adjustments)
    return next(iter(grading.assessments.values()))


def only_term(term: str, due: int, on_time: int, empty: str = "zero", start: str = "rounded") -> TermPoints:
    result = assessed(
        f"{{from: {start}, terms: [{{name: 项, {term}}}]}}",
        f"单位 分组 应办 按期\n某局 县直 {due} {on_time}",
        empty=empty,
    )
    return result.terms["项"]


@pytest.mark.parametrize(
    ("term", "due", "on_time", "points", "how"),
    [
        ("rate: 按期率, points: 30", 43, 42, "29.301", "30×97.67%"),
        ("rate: 按期率, points: 30, inverted: true", 43, 42, "0.699", "30×（1－97.67%）"),
        ("rate: 按期率, points: 40, digits: 0", 80, 77, "39", "40×96.25%，取0位小数"),
        ("rate: 按期率, points: 30, least: 10", 10, 1, "10", "30×10%，不低于10分"),
        ("rate: 按期率, points: 30, most: 25", 10, 9, "25", "30×90%，不高于25分"),
        ("rate: 按期率, points: 30, least: 27, most: 27", 10, 9, "27", "30×90%"),
        ("rate: 按期率, points: 20, line: {full_from: 95%, off: 0.5}", 20, 19, "20", "95%，达到95%，得满分20分"),
        (
            "rate: 按期率, points: 20, line: {full_from: 95%, off: 0.5}",
            10,
            9,
            "17.5",
            "90%，比95%低5个百分点，每1个百分点扣0.5分：20－2.5",
        ),
        (
            "rate: 按期率, points: 10, line: {full_to: 5%, off: 1, per: 2, whole_steps: true}",
            10,
            1,
            "8",
            "10%，比5%高5个百分点，每2个百分点扣1分（不足的部分不扣）：10－2",
        ),
        ("rate: 按期率, points: 10, line: {full_to: 10%, off: 1}", 10, 1, "10", "10%，不高于10%，得满分10分"),
        ("rate: 按期率, points: 10, line: {full_to: 0, off: 1}", 10, 0, "10", "0%，不高于0%，得满分10分"),
        (
            "rate: 按期率, points: 20, line: {full_to: 0, off: 1}",
            10,
            1,
            "10",
            "10%，比0%高10个百分点，每1个百分点扣1分：20－10",
        ),
        ("rate: 按期率, steps: [{from: 90%, points: 8}, {from: 98%, points: 15}]", 10, 9, "8", "90%，达到90%，得8分"),
        ("rate: 按期率, steps: [{from: 90%, points: 8}]", 10, 8, "0", "80%，未达到最低一档，得0分"),
        ("measure: 应办, per_item: -0.5", 3, 0, "-1.5", "3件×（-0.5分）"),
        ("measure: 应办, per_item: 2, points: 10, most: 15", 3, 0, "15", "10＋3件×（2分），不高于15分"),
        ("share_of_group: 应办, points: 10", 3, 0, "10", "10×3÷3"),
        ("constant: 60", 1, 1, "60", "固定60分"),
    ],
)
def test_points_and_how_they_came_about(term: str, due: int, on_time: int, points: str, how: str) -> None:
    found = only_term(term, due, on_time)
    assert (found.points, found.how) == (Fraction(points), how)


@pytest.mark.parametrize(
    ("empty", "points", "how"),
    [
        ("zero", Fraction(0), "按期办结率无分母，按0计：30×0%"),
        ("full", Fraction(30), "按期办结率无分母，按满分30分"),
        ("leave_out", None, "按期办结率无分母，本项不计分"),
        ("rescale", None, "按期办结率无分母，本项不计分"),
    ],
)
def test_a_rate_without_denominator(empty: str, points: Fraction | None, how: str) -> None:
    found = only_term("rate: 按期率, points: 30", 0, 0, empty)
    assert (found.points, found.how) == (points, how)


def test_an_empty_inverted_rate_taken_as_zero_gives_full_marks() -> None:
    # 没有回访的单位不满意率按 0% 计：反向计分得满分
    assert only_term("rate: 按期率, points: 20, inverted: true", 0, 0, "zero").points == 20


def test_the_rate_that_entered_is_kept() -> None:
    assert only_term("rate: 按期率, points: 30", 3, 2).rate == Fraction("0.6667")
    assert only_term("rate: 按期率, points: 30", 3, 2, start="exact").rate == Fraction(2, 3)


@pytest.mark.parametrize(
    ("styles", "rate"),
    [
        ("style: prose", Fraction("0.67")),
        ("style: prose, table_style: table", Fraction("0.667")),
        ("style: prose, table_style: table, score_style: sheet", Fraction("0.66666")),
    ],
)
def test_the_rate_is_rounded_in_the_style_nearest_to_the_score(styles: str, rate: Fraction) -> None:
    rules = f"""
    styles: {{prose: {{digits: 0}}, table: {{digits: 1}}, sheet: {{digits: 3, rounding: down}}}}
    rates: {{按期率: {{numerator: 按期, denominator: 应办, {styles}}}}}
    score: {{terms: [{{rate: 按期率, points: 10}}]}}
    """
    grading, _ = graded(rules, "单位 分组 应办 按期\n某局 县直 3 2")
    assert grading.assessments["某局"].terms["按期率"].rate == rate


def test_an_exact_rate_is_explained_with_four_decimals() -> None:
    assert only_term("rate: 按期率, points: 30", 3, 2, start="exact").how == "30×66.6667%"


def test_a_line_on_days_counts_in_days() -> None:
    rules = """
    styles: {days: {digits: 1, percent: false}}
    rates: {平均时长: {numerator: 总天数, denominator: 办结, style: days}}
    score: {terms: [{rate: 平均时长, points: 10, line: {full_to: 5, off: 2}, least: 0}]}
    """
    grading, _ = graded(rules, "单位 分组 办结 总天数\n甲局 县直 10 50\n乙局 县直 10 68\n丙局 县直 10 120")
    points = {name: result.score for name, result in grading.assessments.items()}
    assert points == {"甲局": Decimal(10), "乙局": Decimal("6.4"), "丙局": Decimal(0)}
    assert grading.assessments["乙局"].terms["平均时长"].how == "6.8，比5高1.8，每1扣2分：10－3.6"


def test_entries_keep_what_they_add_up() -> None:
    score = "{terms: [{name: 附加分, entries: {base: 20}, least: 0, most: 25}]}"
    entries = "类型 单位 分值 理由\n加分 某局 2 锦旗\n扣分 某局 0.5 迟到"
    term = assessed(score, "单位 分组 应办 按期\n某局 县直 1 1", entries).terms["附加分"]
    assert (term.points, term.how) == (Fraction("21.5"), "20＋2－0.5")
    assert [(entry.reason, entry.place.row) for entry in term.entries] == [("锦旗", 2), ("迟到", 3)]


def test_rescaling_shares_out_by_weight_before_a_term_is_rounded() -> None:
    rules = """
    rates:
      甲率: {numerator: 办, denominator: 应}
      乙率: {numerator: 办, denominator: 应}
      丙率: {numerator: 满, denominator: 访, empty: {score: rescale}}
    score:
      terms: [{rate: 甲率, points: 40, digits: 0}, {rate: 乙率, points: 20}, {rate: 丙率, points: 40}]
    """
    grading, _ = graded(rules, "单位 分组 应 办 访 满\n某局 县直 3 2 0 0")
    result = grading.assessments["某局"]
    # 40×66.67%×100÷60＝44.4466…→44；20×66.67%×100÷60＝22.22333…；合计 66.22
    assert (result.terms["甲率"].points, result.terms["乙率"].points) == (44, Fraction("0.6667") * 2000 / 60)
    assert result.score == Decimal("66.22")


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("{terms: []}", "terms 至少要写一项"),
        ("{terms: [{points: 3}]}", "rate、measure、share_of_group、entries、constant 之一"),
        ("{terms: [{rate: 按期率, constant: 3}]}", "rate、measure、share_of_group、entries、constant 之一"),
        ("{terms: [{rate: 按期率}]}", "要写 points（满分）或 steps（分档）"),
        ("{terms: [{measure: 应办}]}", "要一起写"),
        ("{terms: [{constant: 3, per_item: 1}]}", "要一起写"),
        ("{terms: [{share_of_group: 应办}]}", "要写 points"),
        ("{terms: [{constant: 3, inverted: true}]}", "只用于按率计分的项"),
        ("{terms: [{rate: 按期率, points: 3}, {rate: 按期率, points: 4}]}", "有两项同名（按期率）"),
        ("{terms: [{rate: 按期率, points: 3, line: {off: 1}}]}", "要写且只写一个"),
        ("{terms: [{rate: 按期率, points: 3, line: {full_from: 1, full_to: 1, off: 1}}]}", "要写且只写一个"),
        ("{terms: [{rate: 按期率, points: 3, line: {full_from: 1, off: -1}}]}", "大于 0"),
        ("{terms: [{rate: 按期率, points: 3, line: {full_from: 1, off: 1}, steps: [{from: 0, points: 1}]}]}", "一种"),
        ("{terms: [{rate: 按期率, points: 3, least: 5, most: 4}]}", "least（5）大于 most（4）"),
        ("{terms: [{entries: {base: 1}, points: 3}]}", "points 不用于 entries"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(score: str, said: str) -> None:
    with pytest.raises(BulletinError, match="profile.yaml") as caught:
        assessed(score, "单位 分组 应办 按期\n某局 县直 1 1")
    assert said in str(caught.value)


def test_an_entry_without_points_is_an_error_and_adds_nothing() -> None:
    score = "{terms: [{name: 附加分, entries: {base: 20}}]}"
    rules = RATE % "zero" + f"score: {score}"
    grading, issues = graded(rules, "单位 分组 应办 按期\n某局 县直 1 1", "类型 单位 分值 理由\n加分 某局 - 锦旗")
    assert grading.assessments["某局"].terms["附加分"].points == 20
    assert [issue.severity for issue in issues] == [Severity.ERROR]
