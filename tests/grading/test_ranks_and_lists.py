"""Corners of ranks, orders and lists that the cases for clerks do not show."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bulletin_gen.grading import Grading, grade, order_scopes
from bulletin_gen.indicators import OUTSIDE, Indicators, Scope
from bulletin_gen.profile import Profile
from ruletable import graded, indicators_of, profile_of, registry_of, rows_of

COUNTS = """
单位  分组  应办   按期
甲局  县直  12500  5624
乙局  县直  20     9
丙局  县直  0      0
丁镇  乡镇  10     10
戊镇  乡镇  10     4
"""
RATE = "rates: {按期率: {numerator: 按期, denominator: 应办}}\n"


def names(grading: Grading, name: str) -> list[str]:
    return [scope.name for scope in grading.lists[name].scopes]


def test_a_bound_holds_for_the_exact_rate_or_for_the_printed_one() -> None:
    # 5624÷12500＝44.992%，印作 44.99%；5624÷12500 舍入到一位小数为 45%
    rules = RATE.replace("应办}", "应办, style: tenth}") + (
        "styles: {tenth: {digits: 1}}\n"
        "lists:\n"
        "  准确: {where: {按期率: {below: 45%}}}\n"
        "  印出: {where: {按期率: {below: 45%}}, compare: rounded}\n"
    )
    grading, _ = graded(rules, COUNTS)
    assert names(grading, "准确") == ["甲局", "戊镇"]
    assert names(grading, "印出") == ["戊镇"]


def test_ranks_by_the_printed_rate_tie_where_the_exact_rates_do_not() -> None:
    rules = RATE.replace("应办}", "应办, style: tenth}") + (
        "styles: {tenth: {digits: 1}}\nranking: {by: 按期率, within: group, compare: %s}\n"
    )
    ranks = {}
    for compare in ("exact", "rounded"):
        grading, _ = graded(rules % compare, COUNTS)
        ranks[compare] = [grading.assessments[name].rank for name in ("甲局", "乙局", "丙局")]
    assert ranks == {"exact": [2, 1, None], "rounded": [1, 1, None]}


def test_a_unit_without_the_number_ranked_by_says_so() -> None:
    grading, _ = graded(RATE + "ranking: {by: 按期率}", COUNTS)
    assert (grading.assessments["丙局"].rank, grading.assessments["丙局"].unranked) == (None, "没有可比的数值")


def test_the_least_can_come_first() -> None:
    grading, _ = graded(RATE + "ranking: {by: 应办, descending: false, within: all}", COUNTS)
    assert {name: result.rank for name, result in grading.assessments.items()} == {
        "丙局": 1,
        "丁镇": 2,
        "戊镇": 2,
        "乙局": 4,
        "甲局": 5,
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("按期率", ["戊镇", "甲局", "乙局", "丁镇", "丙局"]),
        ("-按期率", ["丁镇", "乙局", "甲局", "戊镇", "丙局"]),
    ],
)
def test_units_without_a_value_come_last_in_either_direction(key: str, expected: list[str]) -> None:
    profile, indicators = made(RATE)
    grading, _ = grade(indicators, registry_of(rows_of(COUNTS), profile), profile, [], {})
    ordered = order_scopes(indicators.units, [key], grading.assessments, profile)
    assert [scope.name for scope in ordered] == expected


def made(rules: str) -> tuple[Profile, Indicators]:
    rows = rows_of(COUNTS)
    profile = profile_of(rules, rows)
    return profile, indicators_of(rows, registry_of(rows, profile), profile)


def test_units_can_be_ordered_by_anything_they_are_given() -> None:
    rules = RATE + (
        "score: {terms: [{rate: 按期率, points: 10, digits: 0}, {name: 底分, measure: 应办, per_item: 0}]}\n"
        "grades: [{grade: A, from: 9}, {grade: B, from: 4}, {grade: C}]\n"
        "ranking: {within: all}\n"
    )
    profile, indicators = made(rules)
    grading, _ = grade(indicators, registry_of(rows_of(COUNTS), profile), profile, [], {})
    first = {
        key: order_scopes(indicators.units, [key], grading.assessments, profile)[0].name
        for key in ("-score", "rank", "grade", "-grade", "term.按期率", "-registered", "-group")
    }
    assert first == {
        "-score": "丁镇",
        "rank": "丁镇",
        "grade": "丁镇",
        "-grade": "丙局",
        "term.按期率": "丙局",
        "-registered": "戊镇",
        "-group": "丁镇",
    }


def test_a_name_that_means_nothing_is_an_error() -> None:
    profile, indicators = made(RATE)
    grading, _ = grade(indicators, registry_of(rows_of(COUNTS), profile), profile, [], {})
    with pytest.raises(KeyError):
        order_scopes(indicators.units, ["满意率"], grading.assessments, profile)


def test_units_outside_the_registry_come_last_where_a_list_takes_them_in() -> None:
    rules = RATE + (
        "lists:\n"
        "  都有: {where: {应办: {at_least: 1}}, order: [prose_group, registered], outside: true, sums: 应办}\n"
        "  只有登记的: {where: {应办: {at_least: 1}}, order: [prose_group, registered]}\n"
        "  最多两个: {order: [-应办], top: 2, outside: true}\n"
    )
    profile, indicators = made(rules)
    outside = Scope(OUTSIDE, {"应办": 30, "按期": 30}, {})
    grading, _ = grade(replace(indicators, outside=outside), registry_of(rows_of(COUNTS), profile), profile, [], {})
    assert names(grading, "都有") == ["甲局", "乙局", "丁镇", "戊镇", OUTSIDE]
    assert grading.lists["都有"].sums == {"应办": 12570}
    assert names(grading, "只有登记的") == ["甲局", "乙局", "丁镇", "戊镇"]
    assert names(grading, "最多两个") == ["甲局", OUTSIDE]


def test_a_list_within_groups_names_the_groups_in_the_order_of_prose() -> None:
    rules = RATE + (
        "units: {groups: [县直, 乡镇], prose_order: [乡镇]}\n"
        "lists:\n  各组第一: {order: [-按期率], top: 1, within: group}\n"
        "  各组最后: {order: [group, 按期率], top: 1, within: group}\n"
    )
    grading, _ = graded(rules, COUNTS)
    assert names(grading, "各组第一") == ["丁镇", "乙局"]
    assert names(grading, "各组最后") == ["甲局", "戊镇"]


def test_the_first_of_each_of_three_groups() -> None:
    counts = "单位 分组 受理\n甲局 县直 5\n乙局 县直 9\n丙镇 乡镇 7\n丁镇 乡镇 8\n戊厂 企业 1\n己厂 企业 2"
    rules = "lists: {各组第一: {order: [-受理], top: 1, within: group}}"
    assert names(graded(rules, counts)[0], "各组第一") == ["乙局", "丁镇", "己厂"]


def test_a_top_of_more_than_there_are_names_all_that_have_a_value() -> None:
    for ties in ("stop", "include"):
        grading, _ = graded(RATE + f"lists: {{前九: {{order: [-按期率], top: 9, ties: {ties}}}}}", COUNTS)
        assert names(grading, "前九") == ["丁镇", "乙局", "甲局", "戊镇"]


def test_a_missing_second_value_places_a_unit_after_those_it_equals() -> None:
    rules = RATE + "lists:\n  前三: {order: [-受理, -按期率], top: 3}\n  头三: {order: [registered], top: 3}\n"
    counts = "单位 分组 受理 应办 按期\n甲局 县直 5 0 0\n乙局 县直 5 9 1\n丙局 县直 9 0 0\n丁局 县直 1 9 9"
    grading, _ = graded(rules, counts)
    assert names(grading, "前三") == ["丙局", "乙局", "甲局"]
    assert names(grading, "头三") == ["甲局", "乙局", "丙局"]


def test_an_empty_list_has_empty_sums_and_a_share_of_the_whole() -> None:
    rules = RATE + "lists: {无: {where: {应办: {above: 99999}}, sums: 应办, share_of: {按期: 应办}}}"
    grading, _ = graded(rules, COUNTS)
    result = grading.lists["无"]
    assert (result.entries, result.sums, result.shares["按期"].value) == ((), {"应办": 0}, 0)


def test_a_grade_of_the_period_before_that_no_longer_exists_is_no_move() -> None:
    rules = RATE + "score: {terms: [{rate: 按期率, points: 10}]}\ngrades: [{grade: A, from: 9}, {grade: B}]"
    grading, _ = graded(rules, COUNTS, previous={"甲局": "优秀", "乙局": "A", "丁镇": "A", "戊镇": ""})
    assert [(move.unit.name, move.direction) for move in grading.moves] == [("乙局", "down")]


def test_no_rules_no_results() -> None:
    grading, issues = graded(RATE, COUNTS)
    assert issues == ()
    assert (grading.grades, grading.lists, grading.moves) == ((), {}, ())
    assert {(r.score, r.grade, r.rank, r.unscored) for r in grading.assessments.values()} == {(None, "", None, "")}


@pytest.mark.parametrize(
    ("ranking", "how"),
    [
        ("{by: 按期率, within: group}", "本组2个单位参加排名，按按期办结率从高到低，相同的名次并列、后面的名次空出"),
        (
            "{by: score, within: all, ties: dense}",
            "全部5个单位参加排名，按得分从高到低，相同的名次并列、后面的名次接着排",
        ),
        (
            "{by: 应办, descending: false, ties: broken, then: [-按期, 按期率]}",
            "本组3个单位参加排名，按应办从低到高，相同的依次看按期、按期办结率、登记顺序",
        ),
    ],
)
def test_how_a_rank_came_about(ranking: str, how: str) -> None:
    rules = RATE.replace("{numerator", "{label: 按期办结率, numerator")
    grading, _ = graded(f"{rules}score: {{terms: [{{rate: 按期率, points: 10}}]}}\nranking: {ranking}", COUNTS)
    assert grading.assessments["乙局"].rank_how == how


@pytest.mark.parametrize(
    ("grades", "how"),
    [
        ("[{grade: A, from: 9}, {grade: B, from: 4.5}, {grade: C}]", "得分4.5，达到4.5分，评为B"),
        ("[{grade: A, from: 9}, {grade: B, from: 5}, {grade: C}]", "得分4.5，低于5分，评为C"),
        ("[{grade: A}]", "得分4.5，评为A"),
    ],
)
def test_how_a_grade_came_about(grades: str, how: str) -> None:
    grading, _ = graded(f"{RATE}score: {{terms: [{{rate: 按期率, points: 10}}]}}\ngrades: {grades}", COUNTS)
    assert grading.assessments["乙局"].grade_how == how


def test_bounds_by_words_and_by_nothing_at_all() -> None:
    rules = RATE + (
        "score: {terms: [{rate: 按期率, points: 100}]}\n"
        "grades: [{grade: A, from: 60}, {grade: B}]\n"
        "lists:\n"
        "  好: {where: {grade: A}}\n"
        "  县直差: {where: {grade: [B], group: 县直}}\n"
        "  没有: {where: {按期率: {empty: true}}}\n"
        "  有: {where: {按期率: {empty: false}}}\n"
        "  有而低: {where: {按期率: {empty: false, below: 45%}}}\n"
    )
    grading, _ = graded(rules, COUNTS)
    assert names(grading, "好") == ["丁镇"]
    assert names(grading, "县直差") == ["甲局", "乙局", "丙局"]
    assert names(grading, "没有") == ["丙局"]
    assert names(grading, "有") == ["甲局", "乙局", "丁镇", "戊镇"]
    assert names(grading, "有而低") == ["甲局", "戊镇"]


def test_a_grade_carries_no_points_of_which_nothing_is_said() -> None:
    rules = RATE + (
        "score: {terms: [{rate: 按期率, points: 100}]}\n"
        "grades: [{grade: A, from: 60, bonus: 2}, {grade: B, from: 45, deduct: 1}, {grade: C}]\n"
    )
    grading, _ = graded(rules, COUNTS)
    points = {name: (result.grade, result.deduct, result.bonus) for name, result in grading.assessments.items()}
    assert points["丁镇"] == ("A", 0, 2)
    assert points["乙局"] == ("B", 1, 0)
    assert points["戊镇"] == ("C", 0, 0)


@pytest.mark.parametrize(
    ("bound", "units"),
    [
        ("above: 10", ["甲局", "乙局"]),
        ("at_least: 10", ["甲局", "乙局", "丁镇", "戊镇"]),
        ("below: 10", ["丙局"]),
        ("at_most: 10", ["丙局", "丁镇", "戊镇"]),
        ("equals: 10", ["丁镇", "戊镇"]),
    ],
)
def test_bounds_at_their_edge(bound: str, units: list[str]) -> None:
    grading, _ = graded(f"lists: {{些: {{where: {{应办: {{{bound}}}}}, order: registered}}}}\n", COUNTS)
    assert names(grading, "些") == units
