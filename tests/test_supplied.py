"""supplied.yaml: what a clerk gives beside the orders, and what the rules ask of it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bulletin_gen.county.supplied import DocumentFacts, Supplied, load_supplied
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import DOCUMENT_NAMES
from bulletin_gen.profile.load import parse_profile

WHOLE = """\
document: {issue_number: 9, running_number: 262, number: 10, dated: 2024-07-10, printed_on: 2024-07-11}
figures:
  call_volume: {text: 约1.1万人次, value: 11000, source: 话务报表}
  walk_ins: {text: 12, value: 12, source: 窗口}
bases:
  year_ago:
    source: 上年同期通报
    figures: {accepted: 1626, closing: 95.02%, groups.乡镇.accepted: 12}
"""
RULES = """\
kind: 工作简报
county: 某县
document:
  mark: 某县
  title: 简报
  document_number: 第{{ document.issue_number }}期
  running_number: （总第{{ document.running_number }}期）
units: {groups: [乡镇]}
measures:
  accepted: {label: 受理, time: accepted_at}
  closed: {of: accepted, where: {closed: true}}
  walk_ins: {label: 来访, supplied: true}
rates:
  closing: {label: 办结率, numerator: closed, denominator: accepted}
"""


@pytest.fixture
def rules() -> Profile:
    return parse_profile(RULES)


def read(tmp_path: Path, text: str, rules: Profile | None = None) -> Supplied:
    path = tmp_path / "supplied.yaml"
    path.write_text(text, encoding="utf-8")
    return load_supplied(path, rules)


def told(tmp_path: Path, text: str, rules: Profile | None = None) -> list[str]:
    with pytest.raises(BulletinError) as caught:
        read(tmp_path, text, rules)
    return [str(issue) for issue in caught.value.issues]


def test_everything_is_read_exactly(tmp_path: Path, rules: Profile) -> None:
    supplied = read(tmp_path, WHOLE, rules)
    assert (supplied.document.issue_number, supplied.document.dated) == (9, date(2024, 7, 10))
    assert supplied.figures["call_volume"].value == 11000
    assert supplied.figures["walk_ins"].text == "12"
    assert supplied.bases.year_ago is not None and supplied.bases.previous is None
    assert supplied.bases.year_ago.figures["closing"] == Decimal("0.9502")


@pytest.mark.parametrize("day", ["2024-07-10", "2024-7-10", "2024/7/10", "2024.7.10", "2024年7月10日", "'2024-07-10'"])
def test_dates_as_people_write_them(tmp_path: Path, day: str) -> None:
    assert read(tmp_path, f"document: {{dated: {day}}}").document.dated == date(2024, 7, 10)


@pytest.mark.parametrize("day", ["7月10日", "2024-13-10", "2024年2月30日", "20240710", "昨天", "45483"])
def test_what_is_no_date_is_refused(tmp_path: Path, day: str) -> None:
    (issue,) = told(tmp_path, f"document: {{dated: {day}}}")
    assert issue == f"supplied.yaml 第1行 document → dated：内容的类型不对；读到：{day}；应为：日期，如 2024-07-10"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("document: {issue_number: 9}", "第1行 document → dated：缺少必填的键"),
        ("document:\n  dated: 2024-07-10\n  isue_number: 9", "第3行 document → isue_number：不认识的键"),
        ("document: {dated: 2024-07-10, number: 0}", "第1行 document → number：内容不合要求；读到：0；应为：不小于 1"),
        ("document: {dated: 2024-07-10}\nfigures: {a: {text: 1}}", "第2行 figures → a → source：缺少必填的键"),
        ("document: {dated: 2024-07-10}\nfigures: {a: 1}", "第2行 figures → a：内容的类型不对；读到：1"),
        ("document: {dated: 〔请填写：成文日期〕}", "第1行 document → dated：还没有填写"),
        ("", "第1行 document：缺少必填的键"),
    ],
)
def test_slips_are_named_with_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    (issue,) = told(tmp_path, text)
    assert issue.startswith(f"supplied.yaml {message}")


def test_numbers_that_the_document_prints_must_be_given(tmp_path: Path, rules: Profile) -> None:
    text = WHOLE.replace("issue_number: 9, running_number: 262, ", "")
    assert told(tmp_path, text, rules) == [
        "supplied.yaml 第1行 document → issue_number：缺少期号；应为：issue_number：期号；"
        "处理：补上；profile.yaml 的 公文 → 发文字号 要用",
        "supplied.yaml 第1行 document → running_number：缺少总期号；应为：running_number：总期号；"
        "处理：补上；profile.yaml 的 公文 → 总期号 要用",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("  walk_ins: {text: 12, value: 12, source: 窗口}\n", "", "第2行 figures → walk_ins：缺少“来访”的数"),
        ("text: 12, value: 12", "text: 12", "第4行 figures → walk_ins → value：缺少“来访”的数"),
        ("value: 12,", "value: 1.5,", "第4行 figures → walk_ins → value：“来访”不是件数；读到：1.5"),
        (
            "accepted: 1626",
            "acepted: 1626",
            "第8行 bases → year_ago → figures → acepted：不存在的计数或率；读到：acepted",
        ),
        ("groups.乡镇", "groups.村", "第8行 bases → year_ago → figures → groups.村.accepted：不存在的计数或率"),
    ],
)
def test_what_the_rules_ask_for(tmp_path: Path, rules: Profile, right: str, wrong: str, message: str) -> None:
    assert right in WHOLE
    (issue,) = told(tmp_path, WHOLE.replace(right, wrong), rules)
    assert issue.startswith(f"supplied.yaml {message}")


@pytest.mark.parametrize(("written", "value"), [("1,626", 1626), ("1，626", 1626), ("1,001,626", 1001626)])
def test_commas_between_thousands_are_read(tmp_path: Path, rules: Profile, written: str, value: int) -> None:
    base = read(tmp_path, WHOLE.replace("accepted: 1626", f'accepted: "{written}"'), rules).bases.year_ago
    assert base is not None
    assert base.figures["accepted"] == value


@pytest.mark.parametrize("written", ["16,26", "1,6260", "1,626,2"])
def test_commas_in_other_places_are_refused(tmp_path: Path, rules: Profile, written: str) -> None:
    (issue,) = told(tmp_path, WHOLE.replace("accepted: 1626", f'accepted: "{written}"'), rules)
    assert "写成不带逗号的数，如 1430" in issue


def test_a_comma_that_ends_an_entry_is_told(tmp_path: Path, rules: Profile) -> None:
    """In braces 1,430 is two entries: 1, and the key 430 without a value."""
    base = "bases: {year_ago: {source: 上期, figures: {accepted: 1,430}}}\n"
    text = re.sub(r"(?ms)^bases:.*?(?=^\S|\Z)", lambda _: base, WHOLE)
    (issue,) = told(tmp_path, text, rules)
    assert "1,430 写成 1430" in issue


def test_how_bases_are_written_is_told_beside_one_that_is_not_known(tmp_path: Path, rules: Profile) -> None:
    (issue,) = told(tmp_path, WHOLE.replace("accepted: 1626", "诉求：卫生健康：受里: 1626"), rules)
    assert "全部的写“" in issue
    assert "分组、单位的写“乡镇：" in issue


@pytest.mark.parametrize("name", ["closing", "办结率", "乡镇：办结率", "甲镇：办结率"])
def test_a_rate_without_its_percent_sign_is_no_base(tmp_path: Path, rules: Profile, name: str) -> None:
    """99.5 would make a fall of 9850 points."""
    base = f"{{source: 上期通报, figures: {{{name}: 99.5}}}}"
    text = re.sub(r"(?ms)^bases:.*?(?=^\S|\Z)", f"bases: {{year_ago: {base}}}\n", WHOLE)
    assert base in text
    (issue,) = told(tmp_path, text, rules)
    assert "率的基数超过100%；读到：99.5" in issue
    assert "补上百分号：99.5%" in issue
    assert read(tmp_path, text.replace("99.5", "99.5%"), rules)


def test_what_is_counted_cannot_be_supplied_too(tmp_path: Path, rules: Profile) -> None:
    text = WHOLE.replace("  call_volume:", "  accepted:")
    (issue,) = told(tmp_path, text, rules)
    assert issue.startswith("supplied.yaml 第3行 figures → accepted：“受理”由工单计得，不能另外提供；读到：accepted")


def test_profiles_may_print_whatever_supplied_yaml_may_say() -> None:
    assert set(DOCUMENT_NAMES) == {*DocumentFacts.model_fields, "year"}


@pytest.mark.parametrize("written", ["1636070400", "true", "2024", "45480", "'1636070400'", "1.5", "七月十日"])
def test_a_date_that_is_none_is_refused(tmp_path: Path, written: str) -> None:
    path = tmp_path / "supplied.yaml"
    path.write_text(f"document: {{issue_number: 9, dated: {written}}}\n", encoding="utf-8")
    with pytest.raises(BulletinError, match="dated"):
        load_supplied(path)


@pytest.mark.parametrize("written", ["2024-07-10", "2024/7/10", "2024年7月10日", "'2024.07.10'"])
def test_dates_are_read_as_people_write_them(tmp_path: Path, written: str) -> None:
    path = tmp_path / "supplied.yaml"
    path.write_text(f"document: {{issue_number: 9, dated: {written}}}\n", encoding="utf-8")
    assert load_supplied(path).document.dated == date(2024, 7, 10)


@pytest.mark.parametrize("key", ["issue_number", "running_number", "number"])
@pytest.mark.parametrize("written", ["true", "false", "九", "0"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, key: str, written: str) -> None:
    path = tmp_path / "supplied.yaml"
    path.write_text(f"document: {{{key}: {written}, dated: 2024-07-10}}\n", encoding="utf-8")
    with pytest.raises(BulletinError, match=key):
        load_supplied(path)


@pytest.mark.parametrize(
    ("measure", "by"),
    [
        ("{of: accepted, where: {closed: true}}", "orders"),
        ("{of: dispatched, where: {closed: true}}", "orders"),
        ("{of: accepted, count: dispatches}", "dispatches"),
        ("{of: accepted, sum: rework_count}", "dispatches"),
        ("{time: closed_at}", "dispatches"),
        ("{of: plain, where: {overdue: true}}", "dispatches"),
    ],
)
def test_a_count_of_a_count_of_orders_counts_orders(measure: str, by: str) -> None:
    measures = f"""\
  part: {measure}
  dispatched: {{of: accepted, where: {{dispatched: true}}}}
  plain: {{time: closed_at}}
"""
    rules = RULES.replace("{label: 受理, time: accepted_at}", "{label: 受理, time: accepted_at, count: orders}")
    profile = parse_profile(rules.replace("rates:\n", f"{measures}rates:\n"))
    assert profile.measures["part"].count == by
