"""Facts of comparisons: how a measure or a rate differs from that of another period (同比, 环比)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct, field

from bulletin_gen.facts.book import Book
from bulletin_gen.facts.model import ChangeFacts, Direction
from bulletin_gen.facts.saved.explain import measure_label, rule_of
from bulletin_gen.facts.saved.identity import counts_alike
from bulletin_gen.indicators import Indicators, Scope
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.numbers import NumberStyle, format_number, round_fraction
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import made_of
from bulletin_gen.profile.measures import Comparison

_WORDS = {"previous": "环比", "year_ago": "同比"}
#: How supplied.yaml, and people, call the bases that the program itself knows.
BASE_KEYS = {"previous": "上期", "year_ago": "上年同期"}


class Base(Struct, frozen=True):
    """The figures of an earlier period: exact values by figure id (``total.accepted``), and where they are from.

    ``rules``: by figure id what was counted then, in the words of ``facts.explain``; figures that people handed in
    have none; ``codes``: the same by codes (``facts.saved.identity``), which older records lack. ``blank``: the share
    of blank cells of each column that was looked at, by its label. ``formerly``: what is called otherwise now → how
    it was called in that record.
    """

    values: Mapping[str, Fraction]
    source: str
    rules: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, Fraction] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    formerly: Mapping[str, str] = field(default_factory=dict)

    def other_rule(self, profile: Profile, name: str, period: Period) -> str:
        """The words of the rule by which a measure or a rate was counted then, in ``period``, where a run of that
        period would now count it otherwise; "" where both are alike, or nothing is known of the rule then."""
        before = self.rules.get(f"total.{name}", "")
        return "" if counts_alike(profile, name, period, before, self.codes.get(name), self.formerly) else before


#: Bases by what they are for: ``previous``, ``year_ago``.
Bases = Mapping[str, Base]


def change_facts(
    book: Book, name: str, rule: Comparison, indicators: Indicators, bases: Bases
) -> tuple[ChangeFacts, tuple[Issue, ...]]:
    """One comparison; without a base it is ``missing`` and an issue says where the base belongs.

    Where what is compared was counted by another rule then, it is made all the same, and an issue says so.
    """
    key = f"{_scope_key(rule)}.{rule.of}"
    current = current_value(indicators, rule)
    base = bases.get(rule.against)
    earlier = base.values.get(key) if base else None
    missing = ChangeFacts("missing", rule.against, rule.change)
    if current is None or earlier is None or base is None:
        return missing, (_no_base(book, rule),)
    if rule.change == "relative" and earlier == 0:
        return missing, (_zero_base(book, rule, base.source),)
    unlike = tuple(_other_rules(book, rule, base)) if key in base.rules else ()
    return _change(book, f"changes.{name}", rule, current, earlier, base.source), unlike


def _scope_key(rule: Comparison) -> str:
    return rule.scope if rule.scope == "total" else f"groups.{rule.scope}"


def current_value(indicators: Indicators, rule: Comparison) -> Fraction | None:
    """The exact value that is compared, of this period."""
    scope: Scope = indicators.total if rule.scope == "total" else indicators.groups[rule.scope]
    if rule.of in scope.rates:
        return scope.rates[rule.of].value
    return Fraction(scope.counts[rule.of])


def _change(
    book: Book, prefix: str, rule: Comparison, current: Fraction, earlier: Fraction, source: str
) -> ChangeFacts:
    style = _amount_style(book, rule)
    before, after = _comparable(book, rule, earlier), _comparable(book, rule, current)
    difference = (after - before) / before if rule.change == "relative" else after - before
    printed = round_fraction(difference, style)
    direction: Direction = "same" if printed == 0 else "up" if difference > 0 else "down"
    text = format_number(abs(difference), style)
    label = measure_label(book.profile, rule.of)
    how = f"{label}与{_period(book, rule).name}相比：{_RULES[rule.change]}"
    now = (f"{_scope_key(rule)}.{rule.of}",)
    signed = NumberStyle(style.digits, style.rounding, style.zeros, style.percent, signed=True)
    return ChangeFacts(
        direction,
        rule.against,
        rule.change,
        book.number(f"{prefix}.amount", abs(difference), style, how, source, now) if text else None,
        book.number(f"{prefix}.signed", difference, signed, how, source, now),
        book.number(f"{prefix}.base", earlier, _base_style(book, rule), f"{_period(book, rule).name}的{label}", source),
    )


_RULES = {"relative": "（本期－基期）÷基期", "points": "本期率－基期率（百分点）", "count": "本期－基期"}


def _amount_style(book: Book, rule: Comparison) -> NumberStyle:
    style = book.profile.style(rule.style).number_style()
    if rule.change == "count":
        return NumberStyle(0, percent=False)
    return NumberStyle(style.digits, style.rounding, style.zeros, percent=rule.change == "relative")


def _base_style(book: Book, rule: Comparison) -> NumberStyle:
    rate = book.profile.rates.get(rule.of)
    return book.profile.style(rate.style).number_style() if rate else NumberStyle(2, percent=False)


def _comparable(book: Book, rule: Comparison, value: Fraction) -> Fraction:
    """A rate in percentage points, as printed where the profile says so; anything else as it is."""
    if rule.of not in book.profile.rates:
        return value
    style = _base_style(book, rule)
    seen = round_fraction(value, style) if rule.from_ == "rounded" and rule.change == "points" else value
    return seen * 100 if rule.change == "points" and style.percent else seen


def _period(book: Book, rule: Comparison) -> Period:
    return book.period.previous() if rule.against == "previous" else book.period.year_ago()


def _other_rules(book: Book, rule: Comparison, base: Base) -> Iterator[Issue]:
    """What is compared and what it is worked out from, where the base's rule is not the one that a run of its period
    would now record.

    Each rule names others by their labels alone, so that a change below shows only there.
    """
    period = _period(book, rule)
    for name in made_of(book.profile, rule.of):
        if before := base.other_rule(book.profile, name, period):
            yield _other_rule(book, rule, name, before, rule_of(book.profile, name, period.name))


def _other_rule(book: Book, rule: Comparison, name: str, before: str, now: str) -> Issue:
    period, against = _period(book, rule), _WORDS[rule.against]
    return warning(
        "comparison.other_rule",
        f"{against}的两期规则不同",
        Place(file=f"facts/{period.key}.json", key=measure_label(book.profile, name)),
        found=f"{period.name}的“{measure_label(book.profile, name)}”按“{before}”",
        expected=f"本期的规则，即“{now}”",
        advice=f"两期的数不能直接比：用现在的规则重新生成{period.name}的通报（会替换这份基数），"
        f"或在本期 supplied.yaml 的 基数 → {BASE_KEYS[rule.against]} 中填写按现在规则算出的数；只是改了名称的可以不管",
    )


def _no_base(book: Book, rule: Comparison) -> Issue:
    period = _period(book, rule)
    label = measure_label(book.profile, rule.of)
    return warning(
        "comparison.no_base",
        f"缺少{_WORDS[rule.against]}基数",
        Place(file=f"facts/{period.key}.json", key=label if rule.scope == "total" else f"{rule.scope}的{label}"),
        found="没有该期间的数据",
        expected=f"{period.name}的“{label}”",
        advice=f"先生成{period.name}的通报，或在本期 supplied.yaml 的 基数 → {BASE_KEYS[rule.against]} → 数字 中填写"
        f" {_written_key(rule)}；本期正文已略去这一比较",
    )


def _written_key(rule: Comparison) -> str:
    """How supplied.yaml calls a figure of the base: that of the whole by its bare name."""
    return rule.of if rule.scope == "total" else f"{_scope_key(rule)}.{rule.of}"


def _zero_base(book: Book, rule: Comparison, source: str) -> Issue:
    return warning(
        "comparison.zero_base",
        f"{_WORDS[rule.against]}基数为零",
        Place(file=source),
        found=f"{_period(book, rule).name}的“{measure_label(book.profile, rule.of)}”为 0",
        expected="大于零的基数",
        advice="无法计算增减百分比，正文已略去这一比较；可改用 增减算法: 件数",
    )
