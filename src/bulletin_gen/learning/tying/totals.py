"""Totals and rates of all units: which of them a printed number is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Atom, Board, Rule
from bulletin_gen.learning.finding.rates import RateRule
from bulletin_gen.learning.finding.wholes import PrintedWhole
from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.tying.paragraph import stem
from bulletin_gen.learning.writing.rules import LearntRules
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, Rounding, format_number, round_exact

_WORDS = {
    "accepted_at": ("受理", "登记", "来电", "收到", "接到", "诉求", "办理"),
    "dispatched_at": ("交办", "转办", "派单", "派发", "承办", "转派", "转交", "移交", "办理"),
    "deadline_at": ("应办", "到期"),
    "closed_at": ("办结", "办理"),
    "callback_at": ("回访",),
    "": ("共有",),
}
#: Words by which sentences say that orders went to units.
HANDED = late(r"交办|转办|派单|转派|下派|派发|分派|转交|移交|流转至|分送")
#: Totals smaller than this are given by too many rules for a sentence to prove one.
_LEAST = 30


class KnownNumber(Struct, frozen=True):
    """A number that the orders give: how it is named, as it is printed, the words by which a sentence calls it."""

    name: str
    printed: str
    words: tuple[str, ...]
    how: str
    percent: bool = False


class Totals(Struct):
    """What all units have together. ``bases``: totals that no table prints, found in sentences: rule, name, whether an
    order of several units counts once, whether only what was handed out counts. ``valued``: the same of single values
    that sentences have named;
    ``sizes``: of every total that a sentence has named;
    ``beside``: the columns of the tables, beside which the text's numbers stand; ``doubtful``: whether the orders are
    not those of the bulletin: then one number alone proves nothing but a plain total;
    ``usual``: how most of the text's rates are written; ``zeros``: how all its percentages are, where they keep their
    zeros."""

    board: Board
    rules: LearntRules
    days: int
    part: Atom | None
    measures: dict[str, Rule]
    rates: dict[str, RateRule]
    bases: list[tuple[Rule, str, bool, bool]] = field(default_factory=list)
    valued: dict[str, tuple[Rule, bool, bool]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    usual: NumberStyle | None = None
    zeros: NumberStyle | None = None
    beside: tuple[PrintedWhole, ...] = ()
    doubtful: bool = False

    def usual_time(self) -> str:
        """The time by which most columns of the tables count; "" without a table."""
        times = [rule.time for rule in self.measures.values() if rule.time]
        return max(dict.fromkeys(times), key=times.count, default="")

    def column(self, label: str) -> PrintedWhole | None:
        """The column of a table that the words right before a number call; the one that gives the number may be
        another."""
        found = [(size, each) for each in self.beside if (size := each.likeness(label))]
        return max(found, key=lambda one: (one[0], one[1].exact), default=(0, None))[1]

    def styles(self, printed: str) -> Iterator[NumberStyle]:
        """How a rate of the text may be written; of 100%, which shows no digits, as the text's others are first."""
        if self.usual is not None and printed in ("100%", "0%"):
            yield self.usual
        yield from styles_of([printed], percent=True)

    def settled(self, share: Fraction, printed: str, styles: Iterable[NumberStyle]) -> NumberStyle | None:
        """The first of these styles by which a share is printed so; whether it tells how the office rounds is kept."""
        style = next((each for each in styles if format_number(share, each) == printed), None)
        if style is not None and share not in (0, 1):
            cut = format_number(share, replace(style, rounding=Rounding.DOWN))
            up = format_number(share, replace(style, rounding=Rounding.HALF_UP))
            if cut == up:
                self.rules.open_roundings.append(printed)
            else:
                self.rules.roundings.append(Rounding.DOWN if printed == cut else Rounding.HALF_UP)
        return style

    def best(self, printed: str, near: str, *, percent: bool) -> KnownNumber | None:
        """What the orders have together that is printed so, the nearest words deciding; None where nothing is."""
        fitting = [each for each in self._known(printed, near, percent=percent) if any(w in near for w in each.words)]
        if not fitting:
            return None
        return max(fitting, key=lambda each: max(near.rfind(w) + len(w) for w in each.words if w in near))

    def _known(self, printed: str, near: str, *, percent: bool) -> Iterator[KnownNumber]:
        if percent:
            yield from self.known_rates(printed)
            return
        number = int(printed)
        for name, rule in self.measures.items():
            if self.size(rule, orders=False, handed=True) == number:
                yield KnownNumber(f"{{{name}}}", printed, (stem(name),), f"全部单位的{name}")
        if number >= _LEAST and (base := self._base(number, near)) is not None:
            yield base
        if "日均" in near[-4:]:
            for rule, name, orders, handed in self.bases:
                if round_exact(Fraction(self.size(rule, orders=orders, handed=handed), self.days), 0) == number:
                    yield KnownNumber(f"{{日均{name}}}", printed, ("日均",), f"{name}÷{self.days}天")

    def _base(self, number: int, near: str) -> KnownNumber | None:
        """A total that the tables do not print: all that was taken in, handed out, settled on the line."""
        for rule, name, orders, handed in self.bases:
            if self.size(rule, orders=orders, handed=handed) == number:
                return KnownNumber(f"{{{name}}}", str(number), (name[:2], *_WORDS[rule.time]), f"全部{name}")
        for time in (*self.board.times, ""):
            words = next((word for word in _WORDS[time] if word in near), "")
            if not words:
                continue
            for part in self.parts():
                for handed in (False, True):
                    for orders in (True, False):
                        rule = self.whole(time, part)
                        if self.size(rule, orders=orders, handed=handed) == number:
                            return self.new_base(rule, words, orders=orders, handed=handed)
        return None

    def parts(self) -> tuple[Atom | None, ...]:
        """The parts of the orders of which a total may be: the table's, or all."""
        return (self.part, None) if self.part else (None,)

    def whole(self, time: str, part: Atom | None) -> Rule:
        """All orders of a part by a time."""
        bits = self.board.times.get(time, self.board.everything)
        return Rule(time, (), part, bits & part.bits if part else bits)

    def wholes(self) -> Iterator[Rule]:
        """All orders by each time that they have, of each part."""
        for time in (*self.board.times, ""):
            yield from (self.whole(time, part) for part in self.parts())

    def new_base(self, rule: Rule, words: str, *, orders: bool, handed: bool) -> KnownNumber:
        """A total of its own measure, called by a word of the sentence."""
        counted = rule.bits & self.board.dispatched if handed else rule.bits
        plain = self.board.single(counted) == counted.bit_count()
        name = self.rules.measure(rule, words, orders=orders and not plain, handed=handed)
        self.rules.notes.setdefault(("measures", name), "与正文印出的总数相等")
        self.bases.append((rule, name, orders, handed))
        self.sizes[name] = self.size(rule, orders=orders, handed=handed)
        return KnownNumber(f"{{{name}}}", "", (words,), f"全部{name}")

    def size(self, rule: Rule, *, orders: bool, handed: bool) -> int:
        """How many orders or dispatches a rule counts of all."""
        bits = rule.bits & self.board.dispatched if handed else rule.bits
        return self.board.single(bits) if orders else bits.bit_count()

    def known_rates(self, printed: str) -> Iterator[KnownNumber]:
        """The rates of the tables that are printed so of all units together."""
        for name, rule in self.rates.items():
            lower = self.size(rule.denominator, orders=False, handed=True)
            upper = self.size(rule.numerator, orders=False, handed=True)
            if not lower:
                continue
            share = Fraction(upper, lower)
            share = 1 - share if rule.complement else share
            for style in (rule.style, *styles_of([printed], percent=True)):
                if format_number(share, style) == printed:
                    yield KnownNumber(f"{{{name}}}", printed, (stem(name),), f"全部单位的{name}", percent=True)
                    break


def first_time(text: str) -> str:
    """The time of which a text speaks first: that of 办结 in 办结上级交办工单; "" where it speaks of none."""
    places = {time: text.find(word) for time, words in _WORDS.items() for word in reversed(words) if word in text}
    return min(places, key=lambda time: places[time], default="")


def word_of(text: str, rule: Rule) -> str:
    """The word by which a text calls the orders that a rule counts."""
    return next((word for word in _WORDS[rule.time] if word in text), "受理")
