"""Every figure worked out a second time, naively: loops over rows that are dicts, ``decimal`` for all rounding.

Nothing of the program is used but the profile as it was read. What a rule means is taken from the words of the
profile's documentation, not from the code that applies it, so that a slip there does not repeat itself here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
#: A figure: what is printed, and its exact value (None for texts and for rates without denominator).
Printed = tuple[str, Fraction | None]

MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "half_even": ROUND_HALF_EVEN}
WIDE = Context(prec=80)
DAY = 86400


@dataclass
class Style:
    """How a number is printed."""

    digits: int = 2
    mode: str = "half_up"
    zeros: str = "drop"
    percent: bool = False


PLAIN = Style()


def rounded(value: Fraction, style: Style) -> Fraction:
    """The value that the printed text stands for."""
    shown = value * 100 if style.percent else value
    decimal = WIDE.divide(Decimal(shown.numerator), Decimal(shown.denominator))
    printed = decimal.quantize(Decimal(1).scaleb(-style.digits), MODES[style.mode], WIDE)
    return Fraction(printed) / 100 if style.percent else Fraction(printed)


def printed(value: Fraction, style: Style, *, plus: bool = False) -> str:
    """The text of a value."""
    shown = rounded(value, style) * (100 if style.percent else 1)
    text = f"{WIDE.divide(Decimal(shown.numerator), Decimal(shown.denominator)):.{style.digits}f}"
    if style.zeros == "drop" and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not shown:
        text = text.lstrip("-")
    return ("+" if plus and shown > 0 else "") + text + ("%" if style.percent else "")


@dataclass
class Unit:
    """A registered unit of the period."""

    name: str
    group: str


@dataclass
class Graded:
    """What becomes of one unit."""

    terms: dict[str, Fraction | None] = field(default_factory=dict)
    scored: bool = False
    score: Fraction | None = None
    band: Any = None
    rank: int | None = None


@dataclass
class Recount:
    """One county and period. ``entries``: (kind, unit, points, grade, reason) of the adjustments about units."""

    profile: Any
    units: Sequence[Unit]
    rows: Sequence[Row]
    start: datetime
    end: datetime
    cut_off: datetime
    days: int
    supplied: Mapping[str, int] = field(default_factory=dict)
    entries: Sequence[tuple[str, str, Decimal | None, str, str]] = ()
    bases: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    grades_before: Mapping[str, str] = field(default_factory=dict)

    # ── counting ──────────────────────────────────────────────────────────────────────────────────────────────────

    def meets(self, row: Row, name: str) -> bool:
        rule = self.profile.measures[name]
        return (
            (rule.of is None or self.meets(row, rule.of))
            and all(self.falls(row[column], when) for column, when in rule.time.items())
            and all(fits(row[column], condition) for column, condition in rule.where.items())
            and not (rule.assessed and row["excluded"])
        )

    def falls(self, moment: datetime | None, when: str) -> bool:
        if moment is None:
            return False
        if when == "period":
            return self.start <= moment < self.end
        if when == "before":
            return moment < self.start
        if when == "until_end":
            return moment < self.end
        # 24:00 is the next day's 0:00, which is that day's.
        return moment < self.cut_off or (moment == self.cut_off and f"{moment:%H%M%S}" != "000000")

    def count(self, name: str, rows: Sequence[Row], *, whole: bool = False) -> Fraction:
        rule = self.profile.measures[name]
        if rule.supplied:
            return Fraction(self.supplied.get(name, 0) if whole else 0)
        if rule.plus or rule.less:
            parts = [self.count(part, rows, whole=whole) for part in rule.plus]
            parts += [-self.count(part, rows, whole=whole) for part in rule.less]
            return sum(parts, Fraction())
        met = [row for row in rows if self.meets(row, name)]
        if rule.levels:
            weights = ((Fraction(weight), [row for row in met if row[rule.level_column] == level])
                       for level, weight in rule.levels.items())  # fmt: skip
            return sum((weight * self.pieces(rule, of_level) for weight, of_level in weights), Fraction())
        if rule.sum:
            return Fraction(self.summed(rule, met))
        return Fraction(self.pieces(rule, met))

    def pieces(self, rule: Any, met: Sequence[Row]) -> int:
        return len({row["order_id"] for row in met}) if rule.count == "orders" else len(met)

    def summed(self, rule: Any, met: Sequence[Row]) -> int:
        if rule.count != "orders":
            return sum(row[rule.sum] or 0 for row in met)
        most: dict[str, int] = {}
        for row in met:
            most[row["order_id"]] = max(most.get(row["order_id"], 0), row[rule.sum] or 0)
        return sum(most.values())

    def rows_of(self, scope: str) -> Sequence[Row]:
        kind, _, name = scope.partition(".")
        if kind == "units":
            return [row for row in self.rows if row["unit"] == name]
        if kind == "groups":
            return [row for row in self.rows if row["group"] == name]
        if kind == "outside":
            return [row for row in self.rows if row["unit"] == self.profile.units.outside]
        return self.rows

    def rows_together(self, units: Sequence[str]) -> Sequence[Row]:
        """The rows of several units ("outside" for those outside the registry); an order of two of them is one."""
        names = {self.profile.units.outside if unit == "outside" else unit for unit in units}
        return [row for row in self.rows if row["unit"] in names]

    def scopes(self) -> list[str]:
        outside = self.profile.units.outside
        found = ["total", *(f"groups.{group.name}" for group in self.profile.units.groups)]
        found += [f"units.{unit.name}" for unit in self.units]
        return found + (["outside"] if outside and any(row["unit"] == outside for row in self.rows) else [])

    def all_counts(self) -> dict[str, dict[str, Fraction]]:
        return {
            scope: {name: self.count(name, self.rows_of(scope), whole=scope == "total")
                    for name in self.profile.measures}
            for scope in self.scopes()
        }  # fmt: skip

    # ── rates ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def rate(self, name: str, counts: Mapping[str, Fraction]) -> Fraction | None:
        rule = self.profile.rates[name]
        if not counts[rule.denominator]:
            return None
        value = counts[rule.numerator] / counts[rule.denominator] / (DAY if rule.per == "day" else 1)
        return 1 - value if rule.complement else value

    def style(self, name: str) -> Style:
        if name in self.profile.styles:
            style = self.profile.styles[name]
            return Style(style.digits, str(style.rounding.value), str(style.zeros.value), style.percent)
        return {"rate": Style(percent=True), "whole": Style(0), "number": Style()}[name]

    def rate_text(self, name: str, value: Fraction | None, style: str) -> Printed:
        if value is None:
            return self.profile.rates[name].empty.show, None
        return printed(value, self.style(style)), value

    def scope_figures(self, prefix: str, counts: Mapping[str, Fraction]) -> dict[str, Printed]:
        figures = {f"{prefix}.{name}": (printed(value, PLAIN), value) for name, value in counts.items()}
        for name, rule in self.profile.rates.items():
            value = self.rate(name, counts)
            figures[f"{prefix}.{name}"] = self.rate_text(name, value, rule.style)
            if rule.table_style not in ("", rule.style):
                figures[f"{prefix}.{name}@table"] = self.rate_text(name, value, rule.table_style)
        return figures

    # ── everything ────────────────────────────────────────────────────────────────────────────────────────────────

    def work_out(self) -> None:
        """Fills in ``figures`` (id → printed text and value) and ``listed`` (list → its units in order)."""
        self.counts = self.all_counts()
        self.figures: dict[str, Printed] = {}
        for scope, counts in self.counts.items():
            self.figures |= self.scope_figures(scope, counts)
        for group in self.profile.units.groups:
            size = sum(unit.group == group.name for unit in self.units)
            self.figures[f"groups.{group.name}.unit_count"] = whole(size)
        self.graded = {unit.name: self.assess(unit) for unit in self.units}
        self.rank()
        for unit in self.units:
            self.figures |= self.graded_figures(unit)
        self.quotients()
        self.breakdowns()
        self.changes()
        self.listed = {name: self.list_of(name) for name in self.profile.lists}
        for name, units in self.listed.items():
            self.list_figures(name, units)
        self.order_lists()
        self.grades_and_moves()
        self.table_totals()

    # ── scores, grades, ranks ─────────────────────────────────────────────────────────────────────────────────────

    def assess(self, unit: Unit) -> Graded:
        graded = Graded()
        groups = {group.name: group for group in self.profile.units.groups}
        rule = self.profile.score.get(unit.group) or self.profile.score.get("default")
        counts = self.counts[f"units.{unit.name}"]
        enough = rule is not None and all(counts[name] >= least for name, least in rule.minimum.items())
        if rule is not None and groups[unit.group].scored and enough:
            self.score(unit, rule, graded)
        bands = [band for band in self.profile.grades if not band.groups or unit.group in band.groups]
        if graded.score is not None:
            reached = [band for band in bands if band.from_ is None or graded.score >= Fraction(band.from_)]
            graded.band = reached[0] if reached else None  # bands are written from the best down
        for kind, name, _, grade, _ in self.entries:
            if kind == "调整等级" and name == unit.name:
                graded.band = next((band for band in bands if band.grade == grade), graded.band)
        return graded

    def score(self, unit: Unit, rule: Any, graded: Graded) -> None:
        counts = self.counts[f"units.{unit.name}"]
        empty = {
            term.key: self.profile.rates[term.rate].empty.score
            for term in rule.terms
            if term.rate and self.rate(term.rate, counts) is None
        }
        gone = {key for key, choice in empty.items() if choice in ("rescale", "leave_out")}
        of_rates = {term.key: Fraction(term.full or 0) for term in rule.terms if term.rate and not term.bonus}
        kept = sum((full for key, full in of_rates.items() if key not in gone), Fraction())
        moved = sum((full for key, full in of_rates.items() if empty.get(key) == "rescale"), Fraction())
        stretch = (kept + moved) / kept if kept else Fraction(1)
        graded.scored = True
        for term in rule.terms:
            points = None if term.key in gone else self.points(term, unit, rule, empty.get(term.key, ""))
            if points is not None:
                points = bounded(points, term)
                points *= stretch if term.rate else 1
                if term.digits is not None:
                    points = rounded(points, Style(term.digits))
            graded.terms[term.key] = points
        rates = [term.key for term in rule.terms if term.rate]
        if rates and all(key in gone for key in rates):
            return
        graded.score = self.total(rule, graded.terms)

    def total(self, rule: Any, terms: Mapping[str, Fraction | None]) -> Fraction:
        earned = sum((terms[term.key] or Fraction() for term in rule.terms if not term.bonus), Fraction())
        extra = sum((terms[term.key] or Fraction() for term in rule.terms if term.bonus), Fraction())
        full = rule.full
        if full is None:
            full = sum((term.full or Decimal(0) for term in rule.terms if not term.bonus), Decimal(0))
        total = earned + extra
        if extra > 0 and not rule.bonus_beyond_full:
            # A bonus may make up for deductions; it never lifts above full marks what is not above without it.
            total = min(total, max(earned, Fraction(full)))
        return rounded(bounded(total, rule), Style(rule.digits, str(rule.rounding.value)))

    def points(self, term: Any, unit: Unit, rule: Any, empty: str) -> Fraction:
        counts = self.counts[f"units.{unit.name}"]
        if term.rate is not None:
            if empty == "full":
                return Fraction(term.full or 0)
            value = self.rate(term.rate, counts) or Fraction()
            return self.rate_points(term, value, rule)
        if term.measure is not None:
            return Fraction(term.points or 0) + counts[term.measure] * Fraction(term.per_item)
        if term.share_of_group is not None:
            whole_group = self.counts[f"groups.{unit.group}"][term.share_of_group]
            share = counts[term.share_of_group] / whole_group if whole_group else Fraction()
            return share * Fraction(term.points)
        if term.entries is not None:
            return Fraction(term.entries.base) + sum(self.entry_points(term.entries, unit), Fraction())
        return Fraction(term.constant)

    def entry_points(self, rule: Any, unit: Unit) -> Iterable[Fraction]:
        for kind, name, points, _, reason in self.entries:
            told = not rule.reasons or any(word in reason for word in rule.reasons)
            if name == unit.name and kind in rule.kinds and points is not None and told:
                yield Fraction(points) * (-1 if kind == "扣分" else 1)

    def rate_points(self, term: Any, value: Fraction, rule: Any) -> Fraction:
        of_rate = self.profile.rates[term.rate]
        style = self.style(of_rate.score_style or of_rate.table_style or of_rate.style)
        if rule.from_ == "rounded":
            value = rounded(value, style)
        if term.inverted:
            value = 1 - value
        if term.steps:
            reached = [(step.from_, step.points) for step in term.steps if value >= Fraction(step.from_)]
            return Fraction(max(reached)[1]) if reached else Fraction()
        full = Fraction(term.points)
        if term.line is None:
            return full * value
        bar = term.line.full_from if term.line.full_from is not None else term.line.full_to
        missing = Fraction(bar) - value if term.line.full_from is not None else value - Fraction(bar)
        if missing <= 0:
            return full
        steps = missing * (100 if style.percent else 1) / Fraction(term.line.per)
        return full - Fraction(term.line.off) * (int(steps) if term.line.whole_steps else steps)

    def rank(self) -> None:
        rule = self.profile.ranking
        if rule is None:
            return
        for unit in self.units:
            rivals = [
                each
                for each in self.units
                if (rule.within == "all" or each.group == unit.group) and self.takes_part(each, rule)
            ]
            if unit in rivals:
                self.graded[unit.name].rank = self.place(unit, rivals, rule)

    def takes_part(self, unit: Unit, rule: Any) -> bool:
        counts = self.counts[f"units.{unit.name}"]
        enough = all(counts[name] >= least for name, least in rule.minimum.items())
        return enough and self.value(rule.by, unit.name, rule.compare) is not None

    def place(self, unit: Unit, rivals: Sequence[Unit], rule: Any) -> int:
        sign = -1 if rule.descending else 1
        results = {each.name: sign * (self.value(rule.by, each.name, rule.compare) or 0) for each in rivals}
        mine = results[unit.name]
        if rule.ties == "dense":
            return 1 + len({result for result in results.values() if result < mine})
        if rule.ties == "shared":
            return 1 + sum(result < mine for result in results.values())
        key = f"-{rule.by}" if rule.descending else rule.by
        return 1 + self.ordered([each.name for each in rivals], [key, *rule.then], rule.compare).index(unit.name)

    def graded_figures(self, unit: Unit) -> dict[str, Printed]:
        prefix, graded = f"units.{unit.name}", self.graded[unit.name]
        rule = self.profile.score.get(unit.group) or self.profile.score.get("default")
        figures: dict[str, Printed] = {
            f"{prefix}.term.{key}": ("—", None) if points is None else (printed(points, PLAIN), points)
            for key, points in graded.terms.items()
        }
        if graded.score is not None:
            style = Style(rule.digits, str(rule.rounding.value), str(rule.zeros.value))
            figures[f"{prefix}.score"] = (printed(graded.score, style), graded.score)
        if graded.band is not None:
            figures[f"{prefix}.grade"] = (graded.band.grade, None)
            for key in ("deduct", "bonus"):
                value = Fraction(getattr(graded.band, key) or 0)
                figures[f"{prefix}.{key}"] = (printed(value, PLAIN), value)
        if self.profile.ranking is not None:
            shown = self.profile.ranking.unranked
            figures[f"{prefix}.rank"] = (shown, None) if graded.rank is None else whole(graded.rank)
        return figures

    # ── order and lists ───────────────────────────────────────────────────────────────────────────────────────────

    def value(self, name: str, unit: str, compare: str = "exact") -> Fraction | None:
        """What a name means for a unit ("outside" for those outside the registry)."""
        counts = self.counts[f"units.{unit}" if unit in self.graded else unit]
        if name in self.profile.rates:
            rule, value = self.profile.rates[name], self.rate(name, counts)
            if value is None or compare == "exact":
                return value
            return rounded(value, self.style(rule.table_style or rule.style))
        if name in counts:
            return counts[name]
        graded = self.graded.get(unit)
        if graded is None:
            return None
        if name == "grade":
            names = [band.grade for band in self.profile.grades]
            return Fraction(names.index(graded.band.grade)) if graded.band else None
        if name.startswith("term."):
            return graded.terms.get(name.removeprefix("term."))
        return graded.score if name == "score" else None if graded.rank is None else Fraction(graded.rank)

    def place_of(self, key: str, unit: str) -> int:
        registered = [each.name for each in self.units]
        if unit not in registered:
            return len(registered) + len(self.profile.units.groups)
        if key == "registered":
            return registered.index(unit)
        groups = [group.name for group in self.profile.units.groups]
        if key == "prose_group":
            first = list(self.profile.units.prose_order)
            groups = first + [group for group in groups if group not in first]
        return groups.index(self.units[registered.index(unit)].group)

    def ordered(self, units: Sequence[str], keys: Sequence[str], compare: str = "exact") -> list[str]:
        result = sorted(units, key=lambda unit: self.place_of("registered", unit))
        for key in reversed(keys):
            name, down = key.removeprefix("-"), key.startswith("-")
            if name in ("registered", "group", "prose_group"):
                result.sort(key=lambda unit, name=name, down=down: (-1 if down else 1) * self.place_of(name, unit))
                continue
            values = {unit: self.value(name, unit, compare) for unit in result}
            known = [unit for unit in result if values[unit] is not None]
            known.sort(key=lambda unit, values=values, down=down: -values[unit] if down else values[unit])
            result = known + [unit for unit in result if values[unit] is None]
        return result

    def group_of(self, unit: str) -> str:
        return next((each.group for each in self.units if each.name == unit), "")

    def list_of(self, name: str) -> list[str]:
        rule = self.profile.lists[name]
        candidates = [unit.name for unit in self.units if not rule.groups or unit.group in rule.groups]
        if rule.outside and "outside" in self.counts:
            candidates.append("outside")
        by_hand = bool(rule.any_list) or (bool(rule.add) and rule.top is None)
        chosen = [] if by_hand and not rule.where else [unit for unit in candidates if self.within(rule, unit)]
        for other in rule.any_list:
            chosen += [unit for unit in self.list_of(other) if unit in candidates and unit not in chosen]
        removed = {unit for kind, unit, *_ in self.entries if kind in rule.remove}
        chosen = self.cut(rule, [unit for unit in chosen if unit not in removed])
        added = {unit for kind, unit, *_ in self.entries if kind in rule.add}
        chosen += [unit for unit in candidates if unit in added and unit not in chosen]
        keys = list(rule.order)
        if rule.within == "group" and not any("group" in key for key in keys):
            keys = ["prose_group", *keys]
        return self.ordered(chosen, keys, rule.compare)

    def within(self, rule: Any, unit: str) -> bool:
        for name, bound in rule.where.items():
            if bound.in_ is not None:
                band = self.graded[unit].band if unit in self.graded else None
                word = self.group_of(unit) if name == "group" else (band.grade if band else "")
                if word not in bound.in_:
                    return False
                continue
            value = self.value(name, unit, rule.compare)
            if value is None:
                if bound.empty is not True:
                    return False
                continue
            limits = (
                bound.empty is not True,
                bound.below is None or value < Fraction(bound.below),
                bound.at_most is None or value <= Fraction(bound.at_most),
                bound.at_least is None or value >= Fraction(bound.at_least),
                bound.above is None or value > Fraction(bound.above),
                bound.equals is None or value == Fraction(bound.equals),
            )
            if not all(limits):
                return False
        return True

    def cut(self, rule: Any, units: Sequence[str]) -> list[str]:
        if rule.top is None:
            return list(units)
        merit = [key for key in rule.order if key.removeprefix("-") not in ("registered", "group", "prose_group")]
        fields: dict[str, list[str]] = {}
        for unit in units:
            fields.setdefault(self.group_of(unit) if rule.within == "group" else "", []).append(unit)
        kept: list[str] = []
        for rivals in fields.values():
            best = self.ordered(rivals, merit, rule.compare)
            if merit:
                first = merit[0].removeprefix("-")
                best = [unit for unit in best if self.value(first, unit, rule.compare) is not None]
                if merit[0] != first and first in self.profile.measures:  # nobody with none is among those with most
                    best = [unit for unit in best if self.value(first, unit, rule.compare)]
            stay, rest = best[: rule.top], best[rule.top :]
            if rule.ties == "include" and rest:
                worth = [self.value(key.removeprefix("-"), stay[-1], rule.compare) for key in merit]
                stay += [
                    unit for unit in rest
                    if [self.value(key.removeprefix("-"), unit, rule.compare) for key in merit] == worth
                ]  # fmt: skip
            kept += stay
        return kept

    def list_figures(self, name: str, units: Sequence[str]) -> None:
        rule, prefix = self.profile.lists[name], f"lists.{name}"
        rows = self.rows_together(units)
        self.figures[f"{prefix}.count"] = whole(len(units))
        for key in rule.sums:
            value = self.count(key, rows)
            self.figures[f"{prefix}.sums.{key}"] = (printed(value, PLAIN), value)
        for key, base in rule.share_of.items():
            part = self.count(key, rows)
            self.figures[f"{prefix}.sums.{key}"] = (printed(part, PLAIN), part)
            self.figures[f"{prefix}.shares.{key}"] = self.share(part, self.counts["total"][base], rule.style)

    def share(self, part: Fraction, base: Fraction, style: str) -> Printed:
        return (printed(part / base, self.style(style)), part / base) if base else ("—", None)

    # ── the rest ──────────────────────────────────────────────────────────────────────────────────────────────────

    def quotients(self) -> None:
        counts = self.counts["total"]
        for name, rule in self.profile.quotients.items():
            base = Fraction(self.days) if rule.denominator == "days" else counts[rule.denominator]
            self.figures[f"quotients.{name}"] = self.share(counts[rule.numerator], base, rule.style)

    def breakdowns(self) -> None:
        for name, rule in self.profile.breakdowns.items():
            items = self.items(rule)
            base = self.counts["total"][rule.base or rule.measure]
            prefix = f"breakdowns.{name}"
            self.figures[f"{prefix}.base"] = whole(int(base))
            parts = [Fraction(count) for _, count, _ in items]
            self.figures[f"{prefix}.total"] = whole(int(sum(parts)))
            styles = {"": rule.style, "@table": rule.table_style or rule.style}
            for number, (shown, count, about) in enumerate(items, 1):
                self.figures[f"{prefix}.{number}.name"] = (shown, None)
                self.figures[f"{prefix}.{number}.count"] = whole(count)
                for mark, style in styles.items():
                    if not mark or style != rule.style:
                        share = self.fitted(rule, parts, base, style)[number - 1]
                        self.figures[f"{prefix}.{number}.share{mark}"] = share
                for place, word in enumerate(about, 1):
                    self.figures[f"{prefix}.{number}.about.{place}"] = (word, None)
            for mark, style in styles.items():
                self.figures[f"{prefix}.total_share{mark}"] = self.total_share(rule, parts, base, style)

    def items(self, rule: Any) -> list[tuple[str, int, list[str]]]:
        """Name, count and main contents of each item, in order."""
        found: dict[str, list[Row]] = {}
        values: dict[str, tuple[str, ...]] = {}
        summed = self.profile.measures[rule.measure].sum
        for row in self.rows:
            if self.meets(row, rule.measure) and (not summed or row[summed]):
                key = tuple(row[column] or "" for column in rule.by)
                name = rule.join.join(filter(None, (part or rule.blank for part in key)))
                if any(key) or rule.blank:
                    found.setdefault(name, []).append(row)
                    values[name] = min(values.get(name, key), key)
        measure = self.profile.measures[rule.measure]

        items = [
            (name, self.size(rule, measure, rows), self.about(rule, measure, rows)) for name, rows in found.items()
        ]
        items = [item for item in items if item[1]]
        items.sort(key=lambda item: (-item[1], values[item[0]]))
        if rule.order == "listed":
            named = {item[0]: item for item in items}
            items = [named.pop(name, (name, 0, [])) for name in rule.listed] + list(named.values())
        if rule.top is None or len(items) <= rule.top:
            return items
        kept = [item for item in items if not rule.rest or item[0] != rule.rest][: rule.top]
        rest = sum(count for _, count, _ in items) - sum(count for _, count, _ in kept)
        return kept + ([(rule.rest, rest, [])] if rule.rest else [])

    def size(self, rule: Any, measure: Any, rows: Sequence[Row]) -> int:
        """Counted value by value: an order with two values counts with each."""
        split: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            split.setdefault(tuple(row[column] or "" for column in rule.by), []).append(row)
        count = self.summed if measure.sum else self.pieces
        return sum(count(measure, each) for each in split.values())

    def about(self, rule: Any, measure: Any, rows: Sequence[Row]) -> list[str]:
        if not rule.about:
            return []
        sizes: dict[str, list[Row]] = {}
        for row in rows:
            if row[rule.about]:
                sizes.setdefault(row[rule.about], []).append(row)
        ranked = sorted((-self.size(rule, measure, part), word) for word, part in sizes.items())
        return [word for negative, word in ranked if negative][: rule.about_top]

    def fitted(self, rule: Any, parts: Sequence[Fraction], base: Fraction, style_name: str) -> list[Printed]:
        if not rule.largest_remainder or not base:
            return [self.share(part, base, style_name) for part in parts]
        style = self.style(style_name)
        unit = Fraction(1, 10**style.digits * (100 if style.percent else 1))
        floors = [int(part / base / unit) for part in parts]
        wanted = int(rounded(sum(parts, Fraction()) / base, style) / unit)
        by_rest = sorted(range(len(parts)), key=lambda i: (floors[i] - parts[i] / base / unit, i))
        for i in by_rest[: wanted - sum(floors)]:
            floors[i] += 1
        return [(printed(floor * unit, style), floor * unit) for floor in floors]

    def total_share(self, rule: Any, parts: Sequence[Fraction], base: Fraction, style_name: str) -> Printed:
        shown = rule.total_style or style_name
        if rule.total_share == "of_counts" or not base:
            return self.share(sum(parts, Fraction()), base, shown)
        style = self.style(style_name)
        values = (value or Fraction() for _, value in self.fitted(rule, parts, base, style_name))
        value = sum((rounded(each, style) for each in values), Fraction())
        return printed(value, self.style(shown)), value

    def changes(self) -> None:
        self.directions: dict[str, str] = {}
        for name, rule in self.profile.comparisons.items():
            scope = "total" if rule.scope == "total" else f"groups.{rule.scope}"
            base = self.bases.get(rule.against, {}).get(f"{scope}.{rule.of}")
            counts = self.counts[scope]
            rate = self.profile.rates.get(rule.of)
            now = self.rate(rule.of, counts) if rate else counts[rule.of]
            if now is None or base is None or (rule.change == "relative" and not base):
                self.directions[name] = "missing"
                continue
            self.change(name, rule, now, base)

    def change(self, name: str, rule: Any, now: Fraction, base: Fraction) -> None:
        rate = self.profile.rates.get(rule.of)
        of_rate = self.style(rate.style) if rate else PLAIN
        style = self.style(rule.style)
        style.percent = rule.change == "relative"
        if rule.change == "count":
            style = Style(0)
        difference = now - base
        if rule.change == "relative":
            difference /= base
        elif rule.change == "points":
            if rule.from_ == "rounded":
                difference = rounded(now, of_rate) - rounded(base, of_rate)
            difference *= 100 if of_rate.percent else 1
        sign = rounded(difference, style)
        self.directions[name] = "same" if not sign else "up" if sign > 0 else "down"
        prefix = f"changes.{name}"
        self.figures[f"{prefix}.amount"] = (printed(abs(difference), style), abs(difference))
        self.figures[f"{prefix}.signed"] = (printed(difference, style, plus=True), difference)
        self.figures[f"{prefix}.base"] = (printed(base, of_rate), base)

    def order_lists(self) -> None:
        for name, rule in self.profile.order_lists.items():
            by_unit: dict[str, set[str]] = {}
            for row in self.rows:
                if self.meets(row, rule.measure) and row["unit"]:
                    by_unit.setdefault(row["unit"], set()).add(row["order_id"])
            prefix = f"order_lists.{name}"
            once = self.profile.measures[rule.measure].count == "orders"
            named = (
                set().union(*by_unit.values()) if once else [order for orders in by_unit.values() for order in orders]
            )
            self.figures[f"{prefix}.count"] = whole(len(named))
            if rule.per_item is not None:
                value = abs(Fraction(rule.per_item))
                self.figures[f"{prefix}.per_item"] = (printed(value, PLAIN), value)
            for unit, orders in by_unit.items():
                key = "outside" if unit == self.profile.units.outside else unit
                self.figures[f"{prefix}.{key}.count"] = whole(len(orders))
                for number, order in enumerate(sorted(orders), 1):
                    self.figures[f"{prefix}.{key}.orders.{number}"] = (order, None)

    def grades_and_moves(self) -> None:
        for band in reversed(self.profile.grades):  # of two bands of one name (for different groups) the first is shown
            prefix = f"grades.{band.grade}"
            number = sum(graded.band is not None and graded.band.grade == band.grade for graded in self.graded.values())
            self.figures |= {f"{prefix}.name": (band.grade, None), f"{prefix}.count": whole(number)}
            for key in ("deduct", "bonus"):
                self.figures.pop(f"{prefix}.{key}", None)
                if (points := getattr(band, key)) is not None:
                    self.figures[f"{prefix}.{key}"] = (printed(Fraction(points), PLAIN), Fraction(points))
        for unit in self.units:
            band, before = self.graded[unit.name].band, self.grades_before.get(unit.name, "")
            names = [each.grade for each in self.profile.grades if not each.groups or unit.group in each.groups]
            if band is not None and before in names and before != band.grade:
                self.figures[f"moves.{unit.name}.before"] = (before, None)
                self.figures[f"moves.{unit.name}.after"] = (band.grade, None)

    def table_totals(self) -> None:
        for name, table in self.profile.tables.items():
            kind, _, listed = table.rows.partition(".")
            if kind == "breakdown" or not (table.total or table.subtotal or table.merged):
                continue
            units = self.listed[listed] if listed else [unit.name for unit in self.units]
            units = [unit for unit in units if not table.groups or self.group_of(unit) in ("", *table.groups)]
            units += ["outside"] if not listed and table.outside and "outside" in self.counts else []
            if table.skip_without:
                units = [unit for unit in units if self.value(table.skip_without, unit)]
            self.sums(f"tables.{name}.total", table, units)
            for group in {self.group_of(unit) for unit in units} - {""} if table.subtotal else ():
                self.sums(f"tables.{name}.{group}", table, [unit for unit in units if self.group_of(unit) == group])

    def sums(self, prefix: str, table: Any, units: Sequence[str]) -> None:
        rows = self.rows_together(units)
        counts = {name: self.count(name, rows) for name in self.profile.measures}
        figures = self.scope_figures(prefix, counts)
        shown = {column.value for column in table.columns}
        self.figures |= {key: figure for key, figure in figures.items()
                         if key.removeprefix(f"{prefix}.").removesuffix("@table") in shown}  # fmt: skip


def bounded(points: Fraction, rule: Any) -> Fraction:
    """Points between the floor and the cap of a term or a score."""
    if rule.least is not None and points < rule.least:
        return Fraction(rule.least)
    return Fraction(rule.most) if rule.most is not None and points > rule.most else points


def fits(value: Any, condition: Any) -> bool:
    """Whether a cell is what a condition asks for."""
    wanted = (
        condition.any_of is None or (value is not None and value in condition.any_of),
        condition.none_of is None or value is None or value not in condition.none_of,
        condition.present is None or (value is not None) == condition.present,
        condition.at_least is None or (value is not None and value >= condition.at_least),
        condition.at_most is None or (value is not None and value <= condition.at_most),
    )
    return all(wanted)


def whole(number: int) -> Printed:
    """A whole number as a figure."""
    return str(number), Fraction(number)
