"""Numbers that a sentence derives from one before: of these, so many closed; their rate of completion."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.learning.finding.board import Atom, Rule
from bulletin_gen.learning.finding.heads import NARROW, names
from bulletin_gen.learning.finding.rates import RateRule
from bulletin_gen.learning.tying.labelled import closed_too
from bulletin_gen.learning.tying.paragraph import before
from bulletin_gen.learning.tying.totals import HANDED, KnownNumber, Totals
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle

_SETTLED = late(r"协调|直接|当场|在线|自行|即时|直办")
#: A part of a count that is smaller than this proves nothing.
_FEWEST = 10
#: A rate is of one of so many counts before it.
_NEAREST = 2
_WORD = late(r"[\u4e00-\u9fff]{2,8}$")
_LEAD = late(r"^(?:其中|共|已|均|全部|目前|截至|累计|的)+")


class _Base(Struct, frozen=True):
    """A count that a sentence has named: what it counts."""

    name: str
    rule: Rule
    orders: bool
    handed: bool


class Derived(Struct):
    """Finds counts and rates of a count that stands before."""

    totals: Totals

    def count(self, number: int, text: str, place: int, named: list[str]) -> KnownNumber | None:
        """The part of a count before that has ``number``, by the state that the words before it name."""
        near = before(text, place)[-8:]
        if number < _FEWEST or self.totals.doubtful:
            return None
        for base in self._bases(named, before(text, place)):
            for atom in self._states(near, base.rule):
                rule = closed_too(self.totals.board, _with(base.rule, atom), near)
                if self._size(base, rule) == number:
                    name = self._measure(base, rule, _called(near) or base.name)
                    return KnownNumber(f"{{{name}}}", str(number), (), f"{base.name}中的{name}")
        return None

    def rate(self, printed: str, text: str, place: int, named: list[str]) -> KnownNumber | None:
        """The rate of a count before that is printed so, by the words before it."""
        near = before(text, place)[-8:]
        if "率" not in near or self.totals.doubtful:
            return None
        counts = [name for name in named if self._known(name) and not self._narrow(name, near)][:_NEAREST]
        # Satisfaction is of what was handed out, not of what of it is closed, where both would do; a count of another
        # kind (协调办理) stands before its own.
        nearest = counts[::-1] if "满意" in near and any(map(self._closed, counts[:1])) else counts
        for base in self._bases(nearest, before(text, place)):
            for upper, lower in self._shares(base, near):
                style = self._style(base, upper, lower, printed)
                if style is not None:
                    name = self._rate(base, upper, lower, style, _called(near) or "率")
                    return KnownNumber(f"{{{name}}}", printed, (), f"{base.name}的{name}", percent=True)
        return None

    def _narrow(self, name: str, near: str) -> bool:
        """Whether a count is of what went wrong, or right: no rate is of it but one that says so."""
        states = [atom for rule in self._rules(name) for atom in rule.states]
        return any(atom.column in NARROW and not names(near, atom) for atom in states)

    def _closed(self, name: str) -> bool:
        """Whether a count is of what is closed, by its state or its time."""
        rules = self._rules(name)
        return any(rule.time == "closed_at" or any("closed" in atom.column for atom in rule.states) for rule in rules)

    def _rules(self, name: str) -> list[Rule]:
        rules = [rule for rule, known, _, _ in self.totals.bases if known == name]
        return rules + [rule for known, rule in self.totals.measures.items() if known == name]

    def _known(self, name: str) -> bool:
        counted = name in self.totals.measures or any(name == each for _, each, _, _ in self.totals.bases)
        return counted or name.rpartition("：")[2] in self.totals.valued

    def _bases(self, named: list[str], near: str) -> Iterator[_Base]:
        """The values that the words before name, then the counts named before, the last first."""
        valued = {value: _Base(value, *found) for value, found in self.totals.valued.items()}
        yield from (base for value, base in valued.items() if value in near)
        known = {name: _Base(name, rule, orders, handed) for rule, name, orders, handed in self.totals.bases}
        known |= {name: _Base(name, rule, False, True) for name, rule in self.totals.measures.items()}
        for name in named:
            base = known.get(name) or valued.get(name.rpartition("：")[2])
            if base is not None:
                yield base

    def _states(self, near: str, base: Rule) -> Iterator[Atom]:
        """The states that words name, but those that the base has already: of what is closed all is closed."""
        board, had = self.totals.board, {atom.column for atom in base.states}
        had |= {"closed"} if "closed_on_time" in had else set()  # what is closed in time is closed
        if _SETTLED.search(near) and "dispatched" not in had:
            yield Atom("dispatched", False, board.everything & ~board.dispatched)
        if HANDED.search(near) and "dispatched" not in had:
            yield Atom("dispatched", True, board.dispatched)
        yield from (atom for atom in board.states if names(near, atom) and atom.column not in had)

    def _shares(self, base: _Base, near: str) -> Iterator[tuple[Rule, Rule]]:
        for atom in self._states(near, base.rule):
            upper = closed_too(self.totals.board, _with(base.rule, atom), near)
            if "opinion" not in atom.column or not isinstance(atom.condition, list):
                yield upper, base.rule
                continue
            for rated in self.totals.board.states:
                wider = isinstance(rated.condition, list) and len(rated.condition) > len(atom.condition)
                if rated.column == atom.column and wider and set(atom.condition) < set(rated.condition):
                    yield upper, _with(base.rule, rated)

    def _style(self, base: _Base, upper: Rule, lower: Rule, printed: str) -> NumberStyle | None:
        whole = self._size(base, lower)
        if not whole:
            return None
        share = Fraction(self._size(base, upper), whole)
        return self.totals.settled(share, printed, self.totals.styles(printed))

    def _size(self, base: _Base, rule: Rule) -> int:
        handed = base.handed and not any(atom.column == "dispatched" for atom in rule.states)
        return self.totals.size(rule, orders=base.orders, handed=handed)

    def _measure(self, base: _Base, rule: Rule, called: str) -> str:
        handed = base.handed and not any(atom.column == "dispatched" for atom in rule.states)
        plain = self.totals.board.single(rule.bits) == rule.bits.bit_count()
        name = self.totals.rules.measure(rule, called, orders=base.orders and not plain, handed=handed)
        self.totals.rules.notes.setdefault(("measures", name), "与正文印出的数相等")
        if all(name != known for _, known, _, _ in self.totals.bases):
            self.totals.bases.append((rule, name, base.orders, handed))
        return name

    def _rate(self, base: _Base, upper: Rule, lower: Rule, style: NumberStyle, called: str) -> str:
        stem = called.removesuffix("率")
        whole = base.name if base.name in self.totals.rules.measures else self._measure(base, base.rule, base.name)
        below = whole if lower is base.rule else self._measure(base, lower, f"{base.name}{stem}基数")
        above = self._measure(base, upper, f"{base.name}{stem}件数")
        name = self.totals.rules.free(_joined(base.name, called))
        rule = {"label": name, "numerator": above, "denominator": below}
        named = self.totals.rules.style(style)
        self.totals.rules.rates[name] = rule | ({"style": named} if named != "rate" else {})
        self.totals.rules.notes["rates", name] = "与正文印出的数相等"
        if base.handed and not base.orders:
            self.totals.rates.setdefault(name, RateRule(upper, lower, False, style))
        return name


def _joined(base: str, called: str) -> str:
    """The name of a rate of a count, what both say said once: 市长信箱群众满意率 of 市长信箱 and 信箱群众满意率."""
    size = next((size for size in range(len(called), 0, -1) if base.endswith(called[:size])), 0)
    return base + called[size:]


def _with(rule: Rule, atom: Atom) -> Rule:
    return Rule(rule.time, (*rule.states, atom), rule.subset, rule.bits & atom.bits)


def _called(near: str) -> str:
    """The word before a number by which a name is made: 已办结 is 办结."""
    found = _WORD.search(near.rstrip("为达到约：:"))
    return _LEAD.sub("", found[0]) if found else ""
