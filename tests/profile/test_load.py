"""Reading profile.yaml: what a clerk gets to read for each kind of slip."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.profile.load import load_profile, parse_profile

SMALLEST = """\
kind: 政务督查
county: 某县
document:
  mark: 某县政务督查
  title: "{{ period.name }}运行情况通报"
units:
  groups: [县直单位]
measures:
  accepted: {label: 受理数, time: accepted_at}
"""


def issues_of(text: str) -> tuple[Issue, ...]:
    with pytest.raises(BulletinError) as caught:
        parse_profile(dedent(text))
    return caught.value.issues


def only_issue(text: str) -> Issue:
    issues = issues_of(text)
    assert len(issues) == 1, [str(issue) for issue in issues]
    return issues[0]


def test_a_small_profile_is_read() -> None:
    profile = parse_profile(SMALLEST)
    assert profile.county == "某县"
    assert profile.measures["accepted"].time == {"accepted_at": "period"}


def test_it_is_read_from_a_file_with_a_bom_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert load_profile(path) == parse_profile(SMALLEST)


def test_numbers_are_exactly_what_is_typed() -> None:
    profile = parse_profile(SMALLEST + "score: {terms: [{name: low, constant: 0.1}, {constant: 100}]}\n")
    assert [term.constant for term in profile.score["default"].terms] == [Decimal("0.1"), Decimal(100)]


def test_a_percentage_is_a_fraction_of_one() -> None:
    profile = parse_profile(SMALLEST + "lists:\n  low: {where: {accepted: {below: 45%}}}\n")
    assert profile.lists["low"].where["accepted"].below == Decimal("0.45")


def test_words_that_look_like_numbers_stay_words() -> None:
    profile = parse_profile(SMALLEST + "intake: {values: {resolved: {已解决: [1, 01, 1.50, 是]}}}\n")
    assert profile.intake.values["resolved"]["已解决"] == ("1", "01", "1.50", "是")


def test_a_key_left_empty_counts_as_not_written() -> None:
    assert parse_profile(SMALLEST + "grades:\nwording:\n  rise:\n") == parse_profile(SMALLEST)


def test_a_misspelt_key_is_named_with_the_nearest_one() -> None:
    issue = only_issue(SMALLEST + "score:\n  terms:\n    - {rat: completion_rate, points: 30}\n")
    assert str(issue).startswith(
        "profile.yaml 第12行 score → terms → 第1项 → rat：不认识的键；读到：rat；应为：name、label、rate"
    )
    assert issue.advice == "是不是要写“rate”？"


def test_a_colon_forgotten_between_braces_is_a_misspelt_key_not_an_empty_one() -> None:
    issue = only_issue(SMALLEST + "grades:\n  - {grade: A, from: 90}\n  - {grade: B, deduct 2}\n")
    assert (issue.kind, issue.found, issue.advice) == ("不认识的键", "deduct 2", "“deduct 2”里是不是漏了冒号？")


def test_a_colon_forgotten_among_names_of_ones_own_is_asked_after() -> None:
    issue = only_issue(SMALLEST + "breakdowns:\n  types: {measure: accepted, by: channel}\n  of channels 1:\n")
    assert issue.place.key == "breakdowns → of channels 1"
    issue = only_issue(SMALLEST.replace("time: accepted_at}", "time: accepted_at, where: {closed true}}"))
    assert issue.advice == "“closed true”里是不是漏了冒号？"


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "1e999999%", "0.1234567890123456", "1e16"])
def test_a_number_of_monstrous_size_is_refused_at_once(number: str) -> None:
    issue = only_issue(f"{SMALLEST}lists: {{low: {{where: {{accepted: {{below: {number}}}}}}}}}\n")
    assert (issue.place.key, issue.found) == ("lists → low → where → accepted → below", number)


def test_a_missing_key_is_named_where_it_belongs_with_its_meaning() -> None:
    issue = only_issue(SMALLEST.replace('  title: "{{ period.name }}运行情况通报"\n', ""))
    assert (issue.place.row, issue.place.key) == (3, "document → title")
    assert "标题" in issue.expected


def test_a_choice_names_what_is_allowed() -> None:
    issue = only_issue(SMALLEST + "styles: {prose: {rounding: up}}\n")
    assert (issue.found, issue.expected) == ("up", "half_up、down、half_even")


@pytest.mark.parametrize(
    ("addition", "key", "found", "expected"),
    [
        ("styles: {prose: {digits: 两位}}", "styles → prose → digits", "两位", "整数"),
        ("styles: {prose: {digits: 1.5}}", "styles → prose → digits", "1.5", "整数"),
        ("styles: {prose: {digits: 9}}", "styles → prose → digits", "9", "不大于 6"),
        ("styles: {prose: {percent: 对}}", "styles → prose → percent", "对", "true（是）或 false（否）"),
        ("hotline: [1]", "hotline", "1 项的列表", "文字（像日期、true 这样的文字请加引号）"),
        ("hotline: true", "hotline", "true", "文字（像日期、true 这样的文字请加引号）"),
        ("grades: A", "grades", "A", "列表（[甲, 乙]，或每项一行、以“- ”开头）"),
        ("grades: [{grade: A, from: 九十}]", "grades → 第1项 → from", "九十", "数字，如 0.5"),
        ("grades: [{grade: A, from: .inf}]", "grades → 第1项 → from", ".inf", "数字，如 0.5"),
    ],
)
def test_a_wrong_value_says_what_was_read_and_what_is_right(addition: str, key: str, found: str, expected: str) -> None:
    issue = only_issue(f"{SMALLEST}{addition}\n")
    assert (issue.place.row, issue.place.key, issue.found, issue.expected) == (10, key, found, expected)


@pytest.mark.parametrize(
    ("addition", "advice"),
    [
        ("lists: {low: {where: {accepted: {below: 四成%}}}}", "写成数字或百分数，如 0.45 或 45%"),
        (
            "lists: {low: {where: {accepted: {}}}}",
            "要写 below、at_most、at_least、above、equals、below_whole、above_whole、in、empty 之一",
        ),
        ("score: {terms: [{points: 30}]}", "每一项要写且只写 rate、measure、share_of_group、entries、constant 之一"),
    ],
)
def test_a_rule_that_is_no_rule_says_what_to_write(addition: str, advice: str) -> None:
    assert only_issue(f"{SMALLEST}{addition}\n").advice == advice


def test_all_slips_are_found_at_once_in_the_order_of_the_file() -> None:
    issues = issues_of("knd: 甲\n" + SMALLEST + "styles: {prose: {digits: 9, rounding: up}}\n")
    assert [issue.place.row for issue in issues] == [1, 11, 11]


def test_placeholders_are_each_named_and_nothing_else_is_said_of_them() -> None:
    text = SMALLEST.replace("某县政务督查", "〔请填写：红头〕") + "styles: {prose: {digits: 〔请填写：位数〕}}\n"
    issues = issues_of(text)
    assert [(issue.place.row, issue.kind, issue.found) for issue in issues] == [
        (4, "还没有填写", "〔请填写：红头〕"),
        (10, "还没有填写", "〔请填写：位数〕"),
    ]


#: Values of every wrong form, put in the place of every value of a full profile.
RUBBISH = (
    "",
    "~",
    "x",
    "1",
    "-1",
    "1.5",
    "true",
    "2024-01-01",
    "[]",
    "[[]]",
    "{}",
    "{x: }",
    "{x: [~]}",
    "NaN%",
    "1e9999",
)
FULL = (
    SMALLEST
    + """\
styles: {prose: {digits: 1, rounding: down, zeros: keep, percent: true}}
intake:
  columns: {order_id: 工单编号}
  values: {resolved: {已解决: [是]}}
  constants: {channel: 电话}
  checks: {closed_before_accepted: warning}
  deadlines: {days: {咨询: 1}, unit: workday}
rates:
  rate_a: {numerator: accepted, denominator: accepted, empty: {score: full}}
quotients: {daily: {numerator: accepted, denominator: days}}
breakdowns: {types: {measure: accepted, by: category_1, top: 3}}
comparisons: {change: {of: accepted, against: previous}}
score:
  terms:
    - {rate: rate_a, points: 30, line: {full_from: 95%, off: 0.5}}
    - {rate: rate_a, points: 30, steps: [{from: 90%, points: 30}]}
    - {entries: {kinds: 加分, base: 0}}
grades: [{grade: A, from: 90}, {grade: B, deduct: 2}]
ranking: {by: score, minimum: {accepted: 10}}
lists: {low: {where: {rate_a: {below: 45%}}, share_of: {accepted: accepted}}}
order_lists: {late: {measure: accepted}}
tables:
  annex: {title: 表, columns: [{head: [甲, 乙], value: unit}], total: {label: 合计}}
"""
)


def _mutants() -> list[str]:
    spans = [found.span(1) for found in re.finditer(r"(?<=: )([^\s,{}\[\]]+)(?=[,}\]\n])", FULL)]
    spans += [found.span() for found in re.finditer(r"\[[^\[\]]*\]|\{[^{}]*\}", FULL)]
    return [f"{FULL[:start]}{rubbish}{FULL[end:]}" for start, end in spans for rubbish in RUBBISH]


def test_no_rubbish_ends_in_a_traceback_or_in_english() -> None:
    mutants = _mutants()
    assert len(mutants) > 800
    english = {text for mutant in mutants for text in _english(mutant)}
    assert english == set()


def _english(text: str) -> set[str]:
    try:
        parse_profile(text)
    except BulletinError as reason:
        said = (part for issue in reason.issues for part in (issue.kind, issue.expected, issue.advice))
        return {part for part in said if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", part)}
    return set()
