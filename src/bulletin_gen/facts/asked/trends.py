"""What earlier periods had, as their runs recorded it: rows of a table over periods, points of a line, sums since new
year. What is not known is not guessed: periods without records, and rules that were others then, are said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field

from bulletin_gen.facts.asked.changes import AskedChange, asked_change
from bulletin_gen.facts.asked.spans import short_label, since_new_year, spanned, step_of
from bulletin_gen.facts.book import TABLE, Book
from bulletin_gen.facts.changes import Base, Bases
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label, rule_of
from bulletin_gen.indicators import ratio_of
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.numbers import Count, NumberStyle
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.spans import YEAR
from bulletin_gen.profile.graph import made_of

#: Behind a label whose period was counted by another rule.
MARK = "*"
#: What ids of sums since new year begin with.
CUMULATIVE = "cumulative."
_BACK = {"上期": "previous", "环比": "previous", "上年同期": "year_ago", "同比": "year_ago"}


class Trends(Struct, frozen=True):
    """The records of earlier periods by their keys, and this period's own figures in ``total``."""

    book: Book
    total: ScopeFacts
    bases: Bases
    known: Mapping[str, Base] = field(default_factory=dict)

    def periods(self, span: str) -> tuple[Period, ...]:
        """The periods of a span that ends with this one, oldest first."""
        return spanned(self.book.period, span)

    def label(self, period: Period, among: Sequence[Period], names: Sequence[str]) -> Figure:
        """What a row or an axis calls a period; with a mark where any of ``names`` was counted otherwise."""
        mark = MARK if any(True for _ in self._other_rules(period, names)) else ""
        said = short_label(period, among) + mark
        return self.book.name(f"periods.{period.key}.label.{said}", said, "期间")

    def year_label(self, back: int) -> Figure:
        """This year, or one so many years back."""
        year = step_of(self.book.period).year - back
        return self.book.name(f"periods.year.{year}", f"{year}年", "期间")

    def figure(self, period: Period, now: Figure, name: str) -> Figure | None:
        """What ``now``, this period's figure of the measure, rate or score ``name``, was in ``period``."""
        if period == self.book.period:
            return now if now.value is not None else None
        value = self._value(period, now.id.removesuffix(TABLE))
        if value is None:
            return None
        style = now.style or NumberStyle(2, percent=False)
        rule = f"{period.name}的{measure_label(self.book.profile, name)}"
        return self.book.number(f"periods.{period.key}.{now.id}", value, style, rule, self._base(period).source)

    def together(self, period: Period, rows: Sequence[ScopeFacts], name: str, key: str) -> Figure | None:
        """What the rows of a table had together in a period: counts added up, a rate of such sums; None where one of
        them has no record, or an order of several of them would count more than once."""
        profile = self.book.profile
        rate = profile.rates.get(name)
        if profile.by_orders(name) or not rows or not (rate or name in profile.measures):
            return None
        parts = (rate.numerator, rate.denominator) if rate else (name,)
        sums = {part: _sum_of(self._value(period, each.table[part].id) for each in rows) for part in parts}
        known = {part: value for part, value in sums.items() if value is not None}
        if len(known) < len(sums):
            return None
        key = f"{key}.{period.key}.{name}"
        if rate:
            return self.book.rate(key, name, ratio_of(rate, known))[1]
        rule = f"{period.name}所列各行的{measure_label(profile, name)}相加"
        return self.book.number(key, known[name], NumberStyle(2, percent=False), rule, "以前各期的记录和本期")

    def row(self, period: Period, columns: Sequence[tuple[str, str, str]]) -> dict[str, Figure]:
        """The figures of a period, by the values of ``columns``: (value, name, word behind it)."""
        made = ((value, self._said(period, name, word)) for value, name, word in columns)
        return {value: figure for value, figure in made if figure is not None}

    def _said(self, period: Period, name: str, word: str) -> Figure | None:
        now = self.total.table.get(name)
        if now is None:
            return None
        if word == "累计":
            return self.cumulative(period, name)
        if word in ("上期", "上年同期"):
            return self.figure(_earlier(period, word), now, name)
        return self._change(period, now, name, word) if word else self.figure(period, now, name)

    def _change(self, period: Period, now: Figure, name: str, word: str) -> Figure | None:
        figure, against = self.figure(period, now, name), _BACK[word]
        key = now.id.removesuffix(TABLE)
        earlier = self._value(_earlier(period, word), key)
        if figure is None or earlier is None:
            return None
        base = Base({figure.id.removesuffix(TABLE): earlier}, _earlier(period, word).name)
        change = asked_change(self.book, {against: base}, figure, name, against, None)
        return change.signed if isinstance(change, AskedChange) else None

    def cumulative(self, period: Period, name: str) -> Figure | None:
        """A count added up since new year, or a rate of such sums; None where a period or a number is missing."""
        profile, key = self.book.profile, f"{CUMULATIVE}{period.key}.{name}"
        known, rate = self._parts(period, name), profile.rates.get(name)
        if known is None:
            return None
        if rate:
            return self.book.rate(key, name, ratio_of(rate, known))[1]
        first = since_new_year(period)[0].short_name
        rule = f"{first}至{period.short_name}各期的{measure_label(profile, name)}相加"
        return self.book.number(key, known[name], NumberStyle(2, percent=False), rule, "以前各期的记录和本期")

    def with_cumulative(self, bases: Bases, figure: Figure, name: str) -> Bases:
        """The bases, that of a year ago with what ``figure``, a sum since new year, was then."""
        if not figure.id.startswith(CUMULATIVE):
            return bases
        year_ago = self.book.period.year_ago()
        parts = self._parts(year_ago, name)
        if parts is None:
            return {}
        rate = self.book.profile.rates.get(name)
        value = ratio_of(rate, parts).value if rate else Fraction(parts[name])
        found = {} if value is None else {figure.id.removesuffix(TABLE): value}
        return {"year_ago": Base(found, f"{year_ago.name}及以前各期的记录")}

    def why_no_sum(self, name: str) -> str:
        """Why there is no sum since new year up to this period."""
        lacking = [each for each in since_new_year(self.book.period) if self._is_missing(each)]
        if lacking:
            return f"{'、'.join(each.name for each in lacking)}没有生成过通报，没有数"
        return f"年初以来有的期没有“{measure_label(self.book.profile, name)}”的数"

    def _parts(self, period: Period, name: str) -> dict[str, Count] | None:
        """The sums since new year that a count or a rate is made of; None where any is not known."""
        rate = self.book.profile.rates.get(name)
        sums = {part: self._sum(period, part) for part in ((rate.numerator, rate.denominator) if rate else (name,))}
        known = {part: value for part, value in sums.items() if value is not None}
        return known if len(known) == len(sums) else None

    def _sum(self, period: Period, name: str) -> Count | None:
        return _sum_of(self._value(each, f"total.{name}") for each in since_new_year(period))

    def _value(self, period: Period, key: str) -> Fraction | None:
        if period == self.book.period:
            now = self.book.figures.get(key)
            return None if now is None or now.value is None else Fraction(now.value)
        return self._base(period).values.get(key)

    def _base(self, period: Period) -> Base:
        here = self.book.period
        for word, other in (("previous", here.previous()), ("year_ago", here.year_ago())):
            if period == other and word in self.bases:  # with what people gave for it in supplied.yaml
                return self.bases[word]
        return self.known.get(period.key, Base({}, ""))

    # what is said below

    def notes(self, span: str, names: Sequence[str]) -> Iterator[str]:
        """What a reader must know of the periods of a span: which have no records, which were counted otherwise; texts
        with ids around names and rules."""
        periods = self.periods(span)
        empty = [period for period in periods if self._is_missing(period)]
        if empty:
            yield f"注：{self._listed(empty)}没有数据。"
        yield from self._rule_notes(periods, names)

    def gap_notes(self, lines: Iterable[tuple[Figure, Sequence[Period]]]) -> Iterator[str]:
        """What a reader must know of lines (whose they are, and the periods that they know nothing of): where other
        periods have records and these lines have none."""
        found: dict[tuple[Period, ...], list[str]] = {}
        for whose, unknown in lines:
            lacking = tuple(each for each in unknown if not self._is_missing(each))
            found.setdefault(lacking, []).append(str(whose))
        for lacking, names in found.items():
            if lacking:
                yield f"注：{'、'.join(names)}{self._listed(lacking)}没有数据。"

    def _is_missing(self, period: Period) -> bool:
        return period != self.book.period and not self._base(period).values

    def _listed(self, periods: Sequence[Period]) -> str:
        """2031年1月、2月: each year is said once."""
        said = []
        for index, each in enumerate(periods):
            again = index > 0 and each.year == periods[index - 1].year
            part, text = ("short_name", each.short_name) if again else ("name", each.name)
            said.append(str(self.book.name(f"periods.{each.key}.{part}", text, "期间")))
        return "、".join(said)

    def _rule_notes(self, periods: Sequence[Period], names: Sequence[str]) -> Iterator[str]:
        found: dict[tuple[str, str, str], list[Period]] = {}
        for period in periods:
            for name, before, now in self._other_rules(period, names):
                found.setdefault((name, before, now), []).append(period)
        for (name, before, now), of in found.items():
            called = self.book.name(f"labels.{name}", measure_label(self.book.profile, name), "profile.yaml")
            then = self.book.name(f"periods.{of[0].key}.rule.{name}", before, "以前各期的记录")
            here = self.book.name(f"rules.{name}", now, "profile.yaml")
            yield f"注：标{MARK}的{self._listed(of)}，“{called}”当时的口径是“{then}”，本期是“{here}”，不能直接比。"

    def _other_rules(self, period: Period, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """What of ``names``, and of what they are made of, was counted by another rule: name, rule then, rule now."""
        profile, base = self.book.profile, self._base(period)
        behind = dict.fromkeys(each for name in names for each in made_of(profile, name))
        for name in behind if period != self.book.period else ():
            if before := base.other_rule(profile, name, period):
                yield name, before.replace(period.name, "本期"), rule_of(profile, name, "本期")


def _sum_of(values: Iterable[Fraction | None]) -> Count | None:
    """Values added up; None where one is missing."""
    found = [*values]
    known = [value for value in found if value is not None]
    total = sum(known, Fraction())
    if len(known) < len(found):
        return None
    return total.numerator if total.denominator == 1 else total


def _earlier(period: Period, word: str) -> Period:
    return period.previous() if _BACK[word] == "previous" else period.year_ago()


def asked_periods(profile: Profile, period: Period, said: str = "") -> tuple[Period, ...]:
    """The earlier periods whose records tables and charts of the profile look at, and the sentences ``said``, each
    once."""
    found: dict[Period, None] = {}
    for span, behind in _spans_said(said):
        for each in spanned(period, span):
            found[each] = None
            found |= dict.fromkeys(_earlier(each, word) for word in _BACK if word in behind)
    if "累计" in said:
        found |= dict.fromkeys((*since_new_year(period), *since_new_year(period.year_ago())))
    for span, words in profile.spans:
        for each in spanned(period, span):
            found[each] = None
            found |= dict.fromkeys(_earlier(each, word) for word in words if word in _BACK)
            found |= dict.fromkeys(since_new_year(each)) if "累计" in words else {}
    found.pop(period, None)
    return tuple(found)


#: A chart that a sentence describes, and the periods in it.
_DRAWN = late(r"图\s*[:：]([^}｝]*)")
_SPAN = late(r"(?:^|[:：])\s*(?:各期|近\s*(\d{1,2})\s*期)\s*(?=[:：]|$)")


def _spans_said(said: str) -> Iterator[tuple[str, str]]:
    for drawn in _DRAWN.findall(said):
        for found in _SPAN.finditer(drawn.strip()):
            yield f"last {int(found[1])}" if found[1] else YEAR, drawn


def trend_issues(trends: Trends) -> Iterator[Issue]:
    """A warning for each period of a trend that no run has recorded."""
    profile = trends.book.profile
    spans = dict.fromkeys(each for span, _ in profile.spans for each in trends.periods(span))
    for period in spans:
        if trends._is_missing(period):
            yield warning(
                "trend.gap", "各期的表或图里缺一期", Place(file=f"facts/{period.key}.json"),
                found="没有该期间的数据", expected=f"{period.name}的通报留下的记录",
                advice=f"生成{period.name}的通报就有了；本期这一期空着，表下、图下注明",
            )  # fmt: skip
