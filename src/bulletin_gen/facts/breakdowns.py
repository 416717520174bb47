"""Facts of breakdowns: values of a column with counts and shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.facts.book import TABLE, Book
from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.facts.model import BreakdownFacts, BreakdownItem
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.indicators import Scope
from bulletin_gen.leaves.numbers import format_number, round_fraction, shares_summing_to_whole
from bulletin_gen.profile.measures import Breakdown
from bulletin_gen.tally import ValueCount


class _Item(Struct, frozen=True):
    name: str
    count: int
    about: tuple[str, ...] = ()


def breakdown_facts(
    book: Book, name: str, rule: Breakdown, counted: Sequence[ValueCount], total: Scope
) -> BreakdownFacts:
    """One breakdown as the profile orders, cuts and names it."""
    base_name = rule.base or rule.measure
    base = int(total.counts[base_name])
    label = measure_label(book.profile, base_name)
    items, cut, equal = _arranged(rule, counted)
    shares = _Shares(book, f"breakdowns.{name}", rule, base, f"占{label}的比重")
    facts = tuple(_item(book, shares, i, item, len(items), items) for i, item in enumerate(items, start=1))
    count = sum(item.count for item in items)
    prefix = f"breakdowns.{name}.total"
    return BreakdownFacts(
        rule.label,
        facts,
        book.whole(prefix, count, "所列各项合计", "工单"),
        shares.of_total(f"{prefix}_share", count, [item.count for item in items], rule.style),
        shares.of_total(f"{prefix}_share{TABLE}", count, [item.count for item in items], _table_style(rule)),
        book.whole(f"breakdowns.{name}.base", base, f"占比的分母：{label}", "工单"),
        label,
        facts[:-1] if cut else facts,
        facts[-1] if cut else None,
        rule.order == "count",
        equal,
    )


def _table_style(rule: Breakdown) -> str:
    return rule.table_style or rule.style


def _arranged(rule: Breakdown, counted: Sequence[ValueCount]) -> tuple[list[_Item], bool, tuple[str, ...]]:
    """The items, whether the last is the rest, and those left out that have as many as the last that is not."""
    items = _named(rule, counted)
    if rule.order == "listed":
        items = _as_listed(rule, items)
    if rule.top is None or len(items) <= rule.top:
        return items, False, ()
    # A value that is called like the rest is part of it.
    candidates = [item for item in items if not rule.rest or item.name != rule.rest]
    kept = candidates[: rule.top]
    cut = sum(item.count for item in items) - sum(item.count for item in kept)
    by_count = rule.order == "count"
    equal = tuple(item.name for item in candidates[rule.top :] if by_count and item.count == kept[-1].count)
    return ([*kept, _Item(rule.rest, cut)], True, equal) if rule.rest else (kept, False, equal)


def _named(rule: Breakdown, counted: Sequence[ValueCount]) -> list[_Item]:
    """One item a name, largest first: blank values may be called what other orders say in so many words."""
    by_name: dict[str, list[ValueCount]] = {}
    for value in counted:
        if any(value.values) or rule.blank:
            by_name.setdefault(value_name(rule, value.values), []).append(value)
    items = list(by_name.items())
    if any(len(values) > 1 for values in by_name.values()):  # else they come in order
        items.sort(key=lambda each: (-_count(each[1]), min(value.values for value in each[1])))
    return [_Item(name, _count(values), _about(rule, values)) for name, values in items]


def _count(values: Sequence[ValueCount]) -> int:
    return sum(value.count for value in values)


def _about(rule: Breakdown, values: Sequence[ValueCount]) -> tuple[str, ...]:
    counts = Counter[str]()
    for name, count in (each for value in values for each in value.about if each[0]):
        counts[name] += count
    names = sorted(counts, key=lambda name: (-counts[name], name)) if len(values) > 1 else list(counts)
    return tuple(names[: rule.about_top])


def value_name(rule: Breakdown, values: Sequence[str]) -> str:
    """How a breakdown calls a value, or a combination of values; "" where it does not speak of blank ones."""
    return rule.join.join(value or rule.blank for value in values if value or rule.blank)


def _as_listed(rule: Breakdown, items: list[_Item]) -> list[_Item]:
    by_name = {item.name: item for item in items}
    listed = [by_name.pop(name, _Item(name, 0)) for name in rule.listed]
    return [*listed, *by_name.values()]


class _Shares:
    """Share figures of one breakdown."""

    def __init__(self, book: Book, prefix: str, rule: Breakdown, base: int, text: str) -> None:
        self.book, self.prefix, self.rule, self.base, self.text = book, prefix, rule, base, text

    def of_item(self, key: str, index: int, counts: Sequence[int], style_name: str) -> Figure:
        """The share of one item, adjusted to sum to the whole where the profile says so."""
        if self.rule.largest_remainder and self.base:
            return self._fitted(key, index, counts, style_name)
        return self.book.share(key, counts[index], self.base, style_name, self.text)

    def _fitted(self, key: str, index: int, counts: Sequence[int], style_name: str) -> Figure:
        fitted = self._printed(counts, style_name)[index]
        style = self.book.profile.style(style_name).number_style()
        text, how = format_number(fitted, style), "最大余数法凑整"
        return self.book.add(
            Figure(key, text, fitted, counts[index], self.base, how, self.text, "工单", style, Origin.FITTED)
        )

    def of_total(self, key: str, count: int, counts: Sequence[int], style_name: str) -> Figure:
        """The share of all items together: of the counts, or the sum of the shares as printed in ``style_name``."""
        shown = self.rule.total_style or style_name
        if self.rule.total_share == "of_counts" or not self.base:
            return self.book.share(key, count, self.base, shown, f"各项合计{self.text}")
        value = sum(self._printed(counts, style_name), Fraction())
        return self.book.number(key, value, self.book.profile.style(shown).number_style(), "各项印出的占比相加", "工单")

    def _printed(self, counts: Sequence[int], style_name: str) -> list[Fraction]:
        """The shares of the items as they are printed."""
        style = self.book.profile.style(style_name).number_style()
        if self.rule.largest_remainder:
            return shares_summing_to_whole(counts, self.base, style)
        return [round_fraction(Fraction(count, self.base), style) for count in counts]


def _item(book: Book, shares: _Shares, number: int, item: _Item, length: int, items: Sequence[_Item]) -> BreakdownItem:
    prefix = f"{shares.prefix}.{number}"
    counts = [each.count for each in items]
    rule = shares.rule
    share = shares.of_item(f"{prefix}.share", number - 1, counts, rule.style)
    same = _table_style(rule) == rule.style
    return BreakdownItem(
        book.name(f"{prefix}.name", item.name, "工单"),
        book.whole(f"{prefix}.count", item.count, rule.label, "工单"),
        share,
        share if same else shares.of_item(f"{prefix}.share{TABLE}", number - 1, counts, _table_style(rule)),
        tuple(book.name(f"{prefix}.about.{i}", name, "工单") for i, name in enumerate(item.about, start=1)),
    )
