"""The desk at which sentences ask: what the book does not hold yet is worked out, entered and handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.facts.asked.changes import (
    BASE_WORDS,
    WHOLE,
    AskedChange,
    ChangeKind,
    Lacking,
    NoChange,
    asked_change,
    score_style,
    spread_of,
)
from bulletin_gen.facts.asked.trends import Trends
from bulletin_gen.facts.asked.values import ValueScopes
from bulletin_gen.facts.book import TABLE, Book
from bulletin_gen.facts.changes import Base, Bases
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import BreakdownFacts, ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.indicators import ratio_of
from bulletin_gen.leaves.numbers import Count, Exact, NumberStyle, Zeros


class Desk(Struct, frozen=True):
    """Makes figures for one period on request; the same request gives the same figure. ``lacking``: what was asked to
    be held against a base and could not, as far as it was to be printed."""

    book: Book
    values: ValueScopes
    bases: Bases
    by_name: dict[str, str]  # every written name of a unit → its registered name
    trends: Trends
    lacking: list[Lacking] = field(default_factory=list)

    @property
    def given_before(self) -> tuple[str, ...]:
        """Names of figures that people supplied for an earlier period, as far as bases hold any."""
        keys = (key for base in self.bases.values() for key in base.values)
        return tuple(dict.fromkeys(key.removeprefix("supplied.") for key in keys if key.startswith("supplied.")))

    def change(self, figure: Figure, name: str, against: str, kind: ChangeKind | None) -> AskedChange | NoChange:
        """How a figure differs from its value in a base; ``name`` is its measure, rate or score, "" for any other that
        earlier runs have printed."""
        if against == WHOLE:
            return self._against_whole(figure, name, kind)
        bases = self.trends.with_cumulative(self.bases, figure, name)
        return asked_change(self.book, bases, figure, name, against, kind)

    def _against_whole(self, figure: Figure, name: str, kind: ChangeKind | None) -> AskedChange | NoChange:
        """How a rate of a unit, a group or a value differs from that of the whole."""
        whole = self.book.figures.get(f"total.{name}")
        if name not in self.book.profile.rates or whole is None or whole.value is None:
            return NoChange("只有率能和全部比，全部也要有这个率")
        base = Base({figure.id.removesuffix(TABLE): Fraction(whole.value)}, "本期")
        return asked_change(self.book, {WHOLE: base}, figure, name, WHOLE, kind)

    def share_change(
        self, share: Figure, parts: tuple[Figure, Figure], against: str, kind: ChangeKind | None
    ) -> AskedChange | NoChange:
        """How a share differs from what it was in a base, which holds its part and its whole."""
        base = self.bases.get(against)
        part, whole = (base.values.get(each.id.removesuffix(TABLE)) if base else None for each in parts)
        if base is None or part is None or not whole:
            return NoChange(f"没有{BASE_WORDS.get(against, against)}的数", "base" if share.value is not None else "")
        bases = {against: Base({share.id.removesuffix(TABLE): part / whole}, base.source)}
        return asked_change(self.book, bases, share, "", against, kind)

    def scaled(self, figure: Figure, size: int, word: str) -> Figure | None:
        """A count in units of ``size``, in the style called like that where the profile has one; None for any other
        number."""
        if not isinstance(figure.value, Count):
            return None
        styles, usual = self.book.profile.styles, NumberStyle(2, zeros=Zeros.KEEP, percent=False)
        style = replace(styles[word].number_style(), percent=False) if word in styles else usual
        value, key = Fraction(figure.value, size), f"asked.scaled.{size}.{figure.id}"
        return self.book.number(key, value, style, f"{figure.rule}；以{word}为单位", figure.source)

    def unlisted(self, name: str, breakdown: BreakdownFacts) -> Mapping[str, Figure] | None:
        """What of a breakdown's base is in none of its items, as an item's name, count and share; None where all is."""
        base, listed = breakdown.base.value, breakdown.total.value
        if not isinstance(base, int) or not isinstance(listed, int) or base <= listed:
            return None
        rule, key = self.book.profile.breakdowns[name], f"breakdowns.{name}.unlisted"
        style, said = rule.table_style or rule.style, "未列入各项的"
        return {
            "name": self.book.name(f"{key}.name", "未列入", "工单"),
            "count": self.book.whole(key, base - listed, said, "工单"),
            "share": self.book.share(f"{key}.share{TABLE}", base - listed, base, style, f"{said}占比"),
        }

    def label_of(self, name: str) -> Figure:
        """What a measure or a rate is called."""
        return self.book.name(f"labels.{name}", measure_label(self.book.profile, name), "profile.yaml")

    def earlier(self, figure: Figure, name: str, against: str) -> Figure | None:
        """What ``figure``, a measure, rate or score ``name`` as tables print it, was in a base; None where that does
        not hold it."""
        base, key = self.bases.get(against), figure.id.removesuffix(TABLE)
        value = base.values.get(key) if base else None
        if base is None or value is None:
            return None
        style = figure.style or NumberStyle(2, percent=False)
        rule = f"{BASE_WORDS.get(against, against)}的{measure_label(self.book.profile, name)}"
        return self.book.number(f"asked.earlier.{against}.{figure.id}", value, style, rule, base.source)

    def cut_off(self) -> Figure:
        """The moment up to which data count, as documents say it: 5月3日24时, 5月3日18:30."""
        moment = self.book.profile.intake.cut_off_moment(self.book.period)
        whole = moment - timedelta(days=1) if not (moment.hour or moment.minute) else moment
        hour = "24时" if whole != moment else f"{moment.hour}时" if not moment.minute else f"{moment:%H:%M}"
        return self.book.name("period.cut_off", f"{whole.month}月{whole.day}日{hour}", "profile.yaml 的数据截止")

    def number_of(self, key: str, number: int) -> Figure:
        """How many members the list ``key`` has."""
        return self.book.whole(f"asked.{key}.个数", number, "名单里的个数", "名单")

    def placed(self, figure: Figure, others: Sequence[Figure], rule: str) -> Figure:
        """The place of a figure among others from the highest down, 1 for the best; equal ones share it. ``figure``
        must have a value."""
        assert figure.value is not None  # the caller asked
        above = [each for each in others if each.value is not None and each.value > figure.value]
        key = f"asked.place.{figure.id}.{rule}"
        return self.book.whole(key, len(above) + 1, f"{rule}（{len(others)}个）", "名次")

    def summed(self, key: str, members: Sequence[ScopeFacts], name: str) -> Figure | None:
        """A count added up over members, or a rate of their sums; None where a member lacks a part of it, or an order
        of several units would count more than once."""
        profile = self.book.profile
        if profile.by_orders(name) and len(members) > 1:
            return None
        rule = profile.rates.get(name)
        sums = {part: _sum(members, part) for part in ((rule.numerator, rule.denominator) if rule else (name,))}
        known = {part: value for part, value in sums.items() if value is not None}
        if len(known) < len(sums):
            return None
        parts = [each.prose[name] for each in members if name in each.prose]
        if rule:
            return self.book.rate(f"asked.{key}.{name}", name, ratio_of(rule, known), parts)[0]
        return self.book.measure(f"asked.{key}.{name}", name, known[name], parts)

    def share(self, key: str, part: Figure, whole: Figure, style: str, rule: str) -> Figure | None:
        """A figure as a share of another; None where that is zero."""
        if not isinstance(part.value, Count) or not isinstance(whole.value, Count) or not whole.value:
            return None
        return self.book.share(f"asked.{key}", part.value, whole.value, style, rule, (part, whole))

    def mean(self, key: str, members: Iterable[ScopeFacts], name: str, group: str = "") -> Figure | None:
        """The mean of what members have of a score, a count or a rate; None where nobody has any."""
        known = [each.prose[name] for each in members if name in each.prose]
        having = [each for each in known if each.value is not None]
        values = [Fraction(each.value) for each in having if each.value is not None]
        if not values:
            return None
        label, profile = "得分" if name == "score" else measure_label(self.book.profile, name), self.book.profile
        rate = profile.rates.get(name)
        style = profile.style(rate.style).number_style() if rate else NumberStyle(2)
        if name not in profile.rates and name not in profile.measures:
            style = score_style(self.book, group)
        rule = f"{len(values)}个单位的{label}相加÷{len(values)}"
        mean = sum(values, Fraction()) / len(values)
        return self.book.number(f"mean.{key}.{name}", mean, style, rule, "各单位", having)

    def daily(self, figure: Figure) -> Figure | None:
        """A count a day of the period, in the style 日均 where the profile has one, else whole."""
        if not isinstance(figure.value, Count):
            return None
        style = "日均" if "日均" in self.book.profile.styles else "whole"
        key, days = f"asked.daily.{figure.id}", self.book.period.days
        return self.book.share(key, figure.value, days, style, "每天平均", (figure,))

    @property
    def months(self) -> int:
        """How many whole months the period has; 0 where it is made of none."""
        period, month = self.book.period, timedelta(days=1)
        if period.first.day != 1 or (period.last + month).day != 1:
            return 0
        return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1

    def monthly(self, figure: Figure) -> Figure | None:
        """A count divided by the months of the period."""
        if not isinstance(figure.value, int):
            return None
        style = "月均" if "月均" in self.book.profile.styles else "whole"
        return self.book.share(f"asked.monthly.{figure.id}", figure.value, self.months, style, "每月平均", (figure,))

    def spread(self, key: str, figures: Sequence[Figure], name: str) -> Figure | None:
        """The highest less the lowest of some figures, of rates in points as printed; None for fewer than two."""
        having = [each for each in figures if each.value is not None]
        if len(having) < 2:
            return None
        having.sort(key=lambda each: Fraction(each.value or 0))
        return spread_of(self.book, f"asked.{key}.{name}.相差", having[-1], having[0], name)

    def bound_of(self, name: str) -> Figure | None:
        """The number that the rule of a list compares with, where it has just one."""
        bounds = [
            (of, value)
            for of, bound in self.book.profile.lists[name].where.items()
            for value in (bound.below, bound.at_most, bound.at_least, bound.above, bound.equals)
            if value is not None
        ]
        wholes = [
            of for of, bound in self.book.profile.lists[name].where.items() if bound.below_whole or bound.above_whole
        ]
        if len(wholes) == 1 and not bounds:
            return self.book.figures.get(f"total.{wholes[0]}") if wholes[0] in self.book.profile.rates else None
        if len(bounds) != 1:
            return None
        of, value = bounds[0]
        rate = self.book.profile.rates.get(of)
        style = self.book.profile.style(rate.style).number_style() if rate else NumberStyle(2)
        plain = NumberStyle(6, style.rounding, Zeros.DROP, style.percent)
        return self.book.number(f"rules.lists.{name}", value, plain, "名单的界限", "profile.yaml")

    def keep_for_comparisons(self, units: Sequence[ScopeFacts], groups: Sequence[str]) -> None:
        """Enters what the next period may be compared with: every value of every category, and the means."""
        for breakdown in self.book.profile.breakdowns:
            for name in self.values.names(breakdown):
                self.values.scope(breakdown, name)
        self.mean("total", units, "score")
        for group in groups:
            self.mean(f"groups.{group}", (unit for unit in units if unit.group == group), "score", group)


def value_of(scope: ScopeFacts, name: str) -> Exact | None:
    """The exact value that a scope has of something, if any."""
    figure = scope.prose.get(name)
    return None if figure is None else figure.value


def _sum(members: Sequence[ScopeFacts], part: str) -> Count | None:
    values = [value_of(each, part) for each in members]
    counts = [value for value in values if isinstance(value, Count)]
    return sum(counts, 0) if len(counts) == len(values) else None
