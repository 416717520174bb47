"""The book of figures: every figure is made here, once, with its text and its origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from msgspec.structs import replace

from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.facts.saved.explain import measure_rule, rate_rule, rounding_text
from bulletin_gen.indicators import SCALES, Ratio
from bulletin_gen.leaves.numbers import Count, NumberStyle, Zeros, format_number
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.measures import Measure

#: Behind the id of a figure that tables print in another style than prose.
TABLE = "@table"

#: Figures, or their ids, that another figure is worked out from.
Parts = Iterable[Figure | str]

_PLAIN = NumberStyle(digits=2, percent=False, zeros=Zeros.DROP)


#: By what a rate says of itself: whether it is a complement, and by what its quotient is divided.
_ORIGINS = {
    (False, 1): Origin.QUOTIENT,
    (True, 1): Origin.COMPLEMENT,
    (False, SCALES["day"]): Origin.PER_DAY,
    (True, SCALES["day"]): Origin.COMPLEMENT_PER_DAY,
    (False, SCALES["ten_thousand"]): Origin.PER_TEN_THOUSAND,
}


def _ids(parts: Parts) -> tuple[str, ...]:
    return tuple(part if isinstance(part, str) else part.id for part in parts)


def _source(rule: Measure) -> str:
    if rule.by_unit:
        return "单位数据.xlsx"
    return "supplied.yaml" if rule.supplied else "工单"


class Book:
    """Collects figures by id. An id given twice with different contents is a fault of the program."""

    def __init__(self, profile: Profile, period: Period) -> None:
        self.profile = profile
        self.period = period
        self._figures: dict[str, Figure] = {}
        self._rules: dict[str, str] = {}

    @property
    def figures(self) -> Mapping[str, Figure]:
        """All figures, by id: a view, in which those that are asked for later appear too."""
        return MappingProxyType(self._figures)

    def add(self, figure: Figure) -> Figure:
        """Registers a figure and hands it back."""
        known = self._figures.setdefault(figure.id, figure)
        if known is not figure and replace(known, parts=figure.parts) != figure:
            raise ValueError(f"two figures under one id: {known!r}, {figure!r}")
        return figure

    def name(self, key: str, text: str, source: str = "") -> Figure:
        """A name or another text that is printed as it stands."""
        return self.add(Figure(key, text, source=source))

    def day(self, key: str, day: date, source: str) -> Figure:
        """A date in full: 2024年7月10日."""
        return self.add(Figure(key, f"{day.year}年{day.month}月{day.day}日", source=source))

    def whole(self, key: str, value: int, rule: str = "", source: str = "") -> Figure:
        """A whole number."""
        return self.add(Figure(key, str(value), value, rule=rule, source=source))

    def points(self, key: str, value: Decimal | Fraction, rule: str = "", source: str = "") -> Figure:
        """Points, without trailing zeros, at most two decimals."""
        return self.add(
            Figure(
                key,
                format_number(value, _PLAIN),
                value,
                rounding=rounding_text(_PLAIN),
                rule=rule,
                source=source,
                style=_PLAIN,
            )
        )

    def number(
        self, key: str, value: Count | Decimal, style: NumberStyle, rule: str = "", source: str = "",
        parts: Parts = (),
    ) -> Figure:  # fmt: skip
        """A number in a style."""
        text, how = format_number(value, style), rounding_text(style)
        return self.add(
            Figure(key, text, value, rounding=how, rule=rule, source=source, style=style, parts=_ids(parts))
        )

    def measure(self, key: str, name: str, value: Count, parts: Parts = ()) -> Figure:
        """A count of a measure; ``parts``: what it was added up from, if it was not counted."""
        rule = self._measure_rule(name)
        source = _source(self.profile.measures[name])
        if style := self.profile.measures[name].style:
            return self.number(key, value, self.profile.style(style).number_style(), rule, source, parts)
        if isinstance(value, int):
            return self.add(Figure(key, str(value), value, rule=rule, source=source, parts=_ids(parts)))
        return self.number(key, value, _PLAIN, rule, source, parts)

    def _measure_rule(self, name: str) -> str:
        # The same for every unit.
        if name not in self._rules:
            self._rules[name] = measure_rule(self.profile, name, self.period)
        return self._rules[name]

    def rate(self, key: str, name: str, ratio: Ratio, parts: Parts = ()) -> tuple[Figure, Figure]:
        """A rate as prose prints it and as tables print it (the same figure where the styles agree); ``parts``: the
        rates of which it is the common one, if it was not counted."""
        rule = self.profile.rates[name]
        prose = self._rate(key, name, ratio, rule.style, parts)
        if rule.table_style in ("", rule.style):
            return prose, prose
        return prose, self._rate(key + TABLE, name, ratio, rule.table_style, parts)

    def _rate(self, key: str, name: str, ratio: Ratio, style_name: str, parts: Parts) -> Figure:
        rule = self.profile.rates[name]
        style = self.profile.style(style_name).number_style()
        value = ratio.value
        text = rule.empty.show if value is None else format_number(value, style)
        return self.add(
            Figure(
                key,
                text,
                value,
                ratio.numerator,
                ratio.denominator,
                rounding_text(style),
                rate_rule(self.profile, rule),
                "分母为零" if value is None else "工单",
                style,
                _ORIGINS[ratio.complement, ratio.scale],
                _ids(parts),
            )
        )

    def share(self, key: str, count: Count, base: Count, style_name: str, rule: str, parts: Parts = ()) -> Figure:
        """A share or quotient of two counts, which are those of ``parts``; an empty base prints —."""
        style = self.profile.style(style_name).number_style()
        value = Fraction(count) / Fraction(base) if base else None
        text = format_number(value, style) if value is not None else "—"
        return self.add(
            Figure(
                key, text, value, count, base, rounding_text(style), rule, "工单", style, Origin.QUOTIENT, _ids(parts)
            )
        )
