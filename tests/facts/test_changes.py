"""Comparisons with other periods: every outcome has its name, and nothing is said without a base."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.changes import Base, Bases, change_facts
from bulletin_gen.facts.model import ChangeFacts
from bulletin_gen.facts.saved.explain import rule_of
from bulletin_gen.facts.saved.identity import labels_of, rule_codes
from bulletin_gen.facts.saved.renamed import in_present_names
from bulletin_gen.facts.saved.save import load_base
from bulletin_gen.indicators import Indicators, Ratio, Scope
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from english import ENGLISH

PROFILE: dict[str, Any] = {
    "kind": "k",
    "county": "c",
    "document": {"mark": "m", "title": "t"},
    "units": {"groups": ["镇"]},
    "styles": {"kept": {"zeros": "keep"}},
    "measures": {"accepted": {"label": "受理"}, "satisfied": {}, "asked": {}},
    "rates": {"satisfaction_rate": {"label": "满意率", "numerator": "satisfied", "denominator": "asked"}},
}


def change(rule: dict[str, Any], *, base: str | None, accepted: int = 0) -> tuple[ChangeFacts, tuple[Issue, ...]]:
    profile = Profile.model_validate(PROFILE | {"comparisons": {"c": rule}})
    scope = Scope("total", {"accepted": accepted}, {"satisfaction_rate": Ratio(668, 764)})
    indicators = Indicators((), {"镇": scope}, scope)
    key = f"{'groups.镇' if rule.get('scope') else 'total'}.{rule['of']}"
    bases = {rule.get("against", "previous"): Base({key: Fraction(base)}, "上期")} if base is not None else {}
    return change_facts(Book(profile, parse_period("2021-W43")), "c", profile.comparisons["c"], indicators, bases)


@pytest.mark.parametrize(
    ("accepted", "base", "direction", "amount", "signed"),
    [
        (1909, "1626", "up", "17.40%", "+17.40%"),  # 莒南 2021年第43周
        (800, "1000", "down", "20.00%", "-20.00%"),
        (1000, "1000", "same", "0.00%", "0.00%"),
        (100001, "100000", "same", "0.00%", "0.00%"),  # equal once rounded: nobody prints a rise of 0.00%
        (3, "1", "up", "200.00%", "+200.00%"),
    ],
)
def test_a_relative_change(accepted: int, base: str, direction: str, amount: str, signed: str) -> None:
    found, issues = change({"of": "accepted", "style": "kept"}, base=base, accepted=accepted)
    assert found.amount is not None
    assert found.signed is not None
    assert (found.direction, found.amount.text, found.signed.text) == (direction, amount, signed)
    assert not issues


@pytest.mark.parametrize(
    ("base", "origin", "direction", "signed"),
    [
        ("0.9502", "rounded", "down", "-7.59"),  # 87.43 - 95.02, what a reader works out from the printed rates
        ("0.9502", "exact", "down", "-7.59"),
        ("0.95026", "rounded", "down", "-7.6"),  # 87.43 - 95.03
        ("0.95026", "exact", "down", "-7.59"),  # 87.4345… - 95.026
        ("0.5928", "rounded", "up", "+28.15"),
        ("0.87432", "rounded", "same", "0"),
        ("0.874296", "rounded", "same", "0"),
    ],
)
def test_a_change_of_a_rate_is_in_percentage_points(base: str, origin: str, direction: str, signed: str) -> None:
    rule = {"of": "satisfaction_rate", "against": "year_ago", "change": "points", "from": origin}
    found, _ = change(rule, base=base)
    assert found.signed is not None
    assert (found.direction, found.signed.text) == (direction, signed)


def test_a_rate_that_is_no_percentage_changes_in_its_own_unit() -> None:
    rates = {"days": {"numerator": "satisfied", "denominator": "asked", "style": "number"}}
    profile = Profile.model_validate(
        PROFILE | {"rates": rates, "comparisons": {"c": {"of": "days", "change": "points", "style": "number"}}}
    )
    scope = Scope("total", {}, {"days": Ratio(7, 2)})
    bases = {"previous": Base({"total.days": Fraction(3)}, "上期")}
    book, rule = Book(profile, parse_period("2021-W43")), profile.comparisons["c"]
    found, _ = change_facts(book, "c", rule, Indicators((), {}, scope), bases)
    assert found.signed is not None
    assert found.signed.text == "+0.5"


def test_a_change_of_a_count() -> None:
    found, _ = change({"of": "accepted", "change": "count", "scope": "镇"}, base="12", accepted=10)
    assert found.amount is not None
    assert (found.direction, found.amount.text) == ("down", "2")


@pytest.mark.parametrize(
    ("rule", "base", "printed"),
    [
        ({"of": "accepted"}, "1626", "1626"),
        ({"of": "accepted"}, "1626.125", "1626.13"),  # what people handed in
        ({"of": "satisfaction_rate", "change": "points"}, "0.9502", "95.02%"),
        ({"of": "satisfaction_rate", "change": "points"}, "1", "100%"),
    ],
)
def test_the_base_is_printed_as_what_it_is(rule: dict[str, Any], base: str, printed: str) -> None:
    found, _ = change(rule, base=base, accepted=10)
    assert found.base is not None
    assert found.base.text == printed


def test_without_a_base_nothing_is_said_and_an_issue_says_where_it_belongs() -> None:
    found, (issue,) = change({"of": "accepted"}, base=None, accepted=10)
    assert (found.direction, found.amount) == ("missing", None)
    assert "facts/2021-W42.json" in str(issue)
    assert "supplied.yaml" in str(issue)


@pytest.mark.parametrize(
    ("rule", "label", "key"),
    [
        ({"of": "accepted"}, "受理", "accepted"),
        ({"of": "satisfaction_rate", "scope": "镇", "change": "points"}, "镇的满意率", "groups.镇.satisfaction_rate"),
    ],
)
def test_a_missing_base_is_called_by_its_label_and_filled_in_by_its_key(
    rule: dict[str, Any], label: str, key: str
) -> None:
    _, (issue,) = change(rule, base=None)
    assert issue.place.key == label
    assert f"supplied.yaml 的 基数 → 上期 → 数字 中填写 {key}；" in issue.advice


def test_a_zero_base_has_no_percentage() -> None:
    found, (issue,) = change({"of": "accepted"}, base="0", accepted=10)
    assert found.direction == "missing"
    assert "基数为零" in str(issue)


PINGYU = Path(__file__).parents[2] / "examples" / "pingyu"


def pingyu(old: str, new: str, bases: Bases | None = None) -> list[Issue]:
    """The issues of both comparisons of an example with last year's facts, one line of its rules changed."""
    text = (ENGLISH / "pingyu" / "profile.yaml").read_text(encoding="utf-8")
    assert old in text
    profile = parse_profile(text.replace(old, new))
    scope = Scope("total", {}, dict.fromkeys(profile.rates, Ratio(1, 2)))
    bases = bases or {"year_ago": load_base(PINGYU / "facts" / "2021-01.json", profile=profile)[0]}
    book = Book(profile, parse_period("2022-01"))
    found = [
        change_facts(book, name, rule, Indicators((), {}, scope), bases) for name, rule in profile.comparisons.items()
    ]
    assert all(change.direction != "missing" for change, _ in found)
    return [issue for _, issues in found for issue in issues]


def test_a_base_by_the_same_rules_is_compared_without_a_word() -> None:
    assert pingyu("top: 3", "top: 4") == []


def test_a_base_by_another_rule_is_named_with_both_rules() -> None:
    (issue,) = pingyu("result_opinion: [满意, 基本满意]}", "result_opinion: [满意]}")
    assert str(issue) == (
        "facts/2021-01.json 办理结果满意：同比的两期规则不同；"
        "读到：2021年1月的“办理结果满意”按“按派单计件：“办理结果评价”中；办理结果评价为满意、基本满意”；"
        "应为：本期的规则，即“按派单计件：“办理结果评价”中；办理结果评价为满意”；"
        "处理：两期的数不能直接比：用现在的规则重新生成2021年1月的通报（会替换这份基数），"
        "或在本期 supplied.yaml 的 基数 → 上年同期 中填写按现在规则算出的数；只是改了名称的可以不管"
    )


def test_a_rule_far_below_a_rate_counts_too() -> None:
    old, new = "time: dispatched_at, where: {dispatched: true}", "time: accepted_at, where: {dispatched: true}"
    issues = pingyu(old, new)
    assert {issue.place.key for issue in issues} == {"承办件"}
    assert len(set(issues)) == 1  # of both comparisons alike: said once


def test_another_numerator_and_other_weights_are_other_rules() -> None:
    (issue,) = pingyu("numerator: result_satisfied", "numerator: process_satisfied")
    assert "办理结果满意率＝服务过程满意÷办理结果评价" in issue.expected
    levels = "levels: {满意: 1, 基本满意: 0.8}}"
    (issue,) = pingyu("where: {result_opinion: [满意, 基本满意]}}", levels)
    assert "按办理结果评价加权计件（满意1、基本满意0.8）" in issue.expected


def test_a_base_that_people_handed_in_has_no_rule_to_differ() -> None:
    handed = {f"total.{name}_satisfaction_rate": Fraction(9, 10) for name in ("result", "process")}
    by_hand: Bases = {"year_ago": Base(handed, "上年同期通报", {"total.accepted": "按工单计件：全部工单"})}
    assert pingyu("top: 3", "top: 4", by_hand) == []


@pytest.mark.parametrize("origin", ["rounded", "exact"])
def test_a_relative_change_of_a_rate_is_of_the_exact_rates(origin: str) -> None:
    """87.4345… against 87.426: 0.01% (as printed, 87.43 against 87.43, it would be nothing)."""
    found, _ = change({"of": "satisfaction_rate", "change": "relative", "from": origin}, base="0.87426")
    assert found.signed is not None
    assert found.signed.text == "+0.01%"


def _coded(rule: dict[str, Any], now: dict[str, Any], *, label: str = "受理") -> list[str]:
    """What is told where a base was recorded by ``rule`` and the profile has ``now`` for the measure."""
    then = Profile.model_validate(PROFILE | {"measures": PROFILE["measures"] | {"accepted": {"label": "受理", **rule}}})
    measures = PROFILE["measures"] | {"accepted": {"label": label, **now}}
    profile = Profile.model_validate(PROFILE | {"measures": measures, "comparisons": {"c": {"of": "accepted"}}})
    scope = Scope("total", {"accepted": 10}, {})
    period = parse_period("2021-W43")
    recorded = {"total.accepted": rule_of(then, "accepted", period.previous().name)}
    base = Base({"total.accepted": Fraction(5)}, "上期", recorded, codes=rule_codes(then))
    _, issues = change_facts(
        Book(profile, period), "c", profile.comparisons["c"], Indicators((), {"镇": scope}, scope), {"previous": base}
    )
    return [issue.code for issue in issues]


def test_a_rule_that_is_only_called_or_written_otherwise_is_the_same() -> None:
    where = {"where": {"channel": ["电话", "微信"]}}
    assert _coded(where, where, label="受理件") == []
    assert _coded(where, {"where": {"channel": ["微信", "电话"]}}) == []
    assert _coded({"plus": ["satisfied", "asked"]}, {"plus": ["asked", "satisfied"]}) == []


@pytest.mark.parametrize(
    "now",
    [
        {"where": {"channel": ["电话"]}},
        {"where": {"channel": {"none_of": ["电话", "微信"]}}},
        {"where": {"channel": ["电话", "微信"]}, "count": "orders"},
        {"where": {"channel": ["电话", "微信"]}, "time": "accepted_at"},
        {"where": {"channel": ["电话", "微信"]}, "assessed": True},
        {"where": {"channel": ["电话", "微信"]}, "sum": "rework_count"},
        {"plus": ["asked"]},
    ],
)
def test_a_rule_that_counts_otherwise_is_told(now: dict[str, Any]) -> None:
    assert _coded({"where": {"channel": ["电话", "微信"]}}, now) == ["comparison.other_rule"]


def test_a_record_is_found_again_under_the_names_that_a_profile_has_now(tmp_path: Path) -> None:
    """Translated names, the same labels: the same figures and no word of other rules; another rule is told as ever."""
    then = parse_profile((ENGLISH / "pingyu" / "profile.yaml").read_text(encoding="utf-8"))
    now = parse_profile((PINGYU / "profile.yaml").read_text(encoding="utf-8"))
    values = {
        "total.accepted": 9,
        "groups.县直单位.overdue": 1,
        "values.categories.咨询类及其他.accepted": 3,
        "total.x": 4,
    }
    base = Base({key: Fraction(value) for key, value in values.items()}, "上年", codes=rule_codes(then))
    moved = in_present_names(base, labels_of(then), now)
    assert {**moved.values} == {
        "total.承办件": 9, "groups.县直单位.超期件": 1, "values.诉求类别.咨询类及其他.承办件": 3, "total.x": 4,
    }  # fmt: skip
    period = parse_period("2021-01")
    recorded = replace(moved, rules={f"total.{name}": "从前的规则" for name in (*now.measures, *now.rates)})
    assert [name for name in (*now.measures, *now.rates) if recorded.other_rule(now, name, period)] == []
    text = (PINGYU / "profile.yaml").read_text(encoding="utf-8")
    other = parse_profile(text.replace("{属于: 承办件, 条件: {超期: 是}}", "{属于: 承办件, 条件: {超期: 否}}"))
    assert [name for name in other.measures if recorded.other_rule(other, name, period)] == ["超期件"]
    assert in_present_names(base, {}, now) == base
