"""Sentences that name orders by their numbers: 还有6个工单无故超期，分别是甲镇[242019]、[233459]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bulletin_gen.learning.finding.board import Atom, Board, Rule, ones
from bulletin_gen.learning.finding.heads import names
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.leaves.frugal import late

ORDER_NUMBER = late(r"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9-]{4,24}(?![A-Za-z0-9])")
CLOSING = late(r"[\]）)】〕]")
_BETWEEN = late(r"(?P<close>[\]）)】〕]?)(?P<separator>[、，；,和]?)(?P<rest>.*)")
_OPEN = late(r"^(?:(?:\d+[件个起宗条])?(?:[\[（(【〔])?(?:工单)?(?:编号|号)?[为：:]?)$")
#: How many orders of a unit are named, where that stands before them.
_THEIR_NUMBER = late(r"^\d+(?=[件个起宗条])")
#: Words by which a sentence says that others of the same state are excused.
_UNEXCUSED = late(r"无故|无正当理由|无正当原因|无客观原因|未经批准|未报备")
_EACH = late(r"每[件个起](?:工单)?各?扣(\d+(?:\.\d+)?)分")
_NEAR, _BEFORE = 30, 60


class _Named(Struct, frozen=True):
    """The numbers that stand behind one unit, and what stands around them."""

    unit: str
    numbers: tuple[str, ...]


class _NumberRun(Struct, frozen=True):
    """Orders named one after the other; ``pattern``: how each unit and number is written."""

    members: tuple[_Named, ...]
    pattern: str
    start: int
    end: int

    @property
    def count(self) -> int:
        """How many orders."""
        return sum(len(each.numbers) for each in self.members)


class NamedOrders(Struct):
    """Ties lists of orders that are named by number. ``units``: name in prose → printed unit."""

    board: Board
    units: Mapping[str, str]
    totals: Totals
    ties: list[Tie]

    def put(self, work: WorkParagraph) -> None:
        """Puts names in place of such a list, of its count before it and of what each order costs behind it."""
        for run in self._runs(work.text):
            if not work.free(run.start, run.end):
                continue
            bits = self._bits(run)
            label = work.text[max(0, run.start - _BEFORE) : run.start]
            name = self._measure(label, bits, run.count)
            if name:
                self._write(work, run, name)

    def _write(self, work: WorkParagraph, run: _NumberRun, measure: str) -> None:
        rules = self.totals.rules
        listed = f"{measure}工单" if not measure.endswith("工单") else f"{measure}清单"
        rules.order_lists[listed] = {"label": listed, "measure": measure}
        rules.notes["order_lists", listed] = f"正文点名的{run.count}件全部吻合"
        work.put(run.start, run.end, f"{{{listed}：{run.pattern}}}")
        for each in run.members:
            self.ties += [Tie(one, f"{{{listed}}}", f"{each.unit}的{measure}工单", work.text) for one in each.numbers]
        number = re.compile(rf"(?<!\d){run.count}(?=[件个起宗条])")
        before = list(number.finditer(work.text, max(0, run.start - _BEFORE), run.start))
        if before and work.free(*before[-1].span()):
            work.put(*before[-1].span(), f"{{{measure}}}")
            self.ties.append(Tie(before[-1][0], f"{{{measure}}}", "点名的工单件数", work.text))
        cost = _EACH.search(work.text, run.end, run.end + _NEAR)
        if cost and work.free(*cost.span(1)):
            rules.order_lists[listed]["per_item"] = f"-{cost[1]}"
            work.put(*cost.span(1), f"{{{listed}：每件分值}}")
            self.ties.append(Tie(cost[1], f"{{{listed}：每件分值}}", "每件扣的分", work.text))

    def _bits(self, run: _NumberRun) -> int:
        bits = 0
        wanted = {(each.unit, number) for each in run.members for number in each.numbers}
        for unit, (first, length) in zip(self.board.units, self.board.spans, strict=True):
            for place in range(first, first + length):
                if (unit, self.board.orders[place]) in wanted:
                    bits |= 1 << place
        return bits

    def _measure(self, label: str, bits: int, count: int) -> str:
        """The count of just these dispatches, known or of a state that the words before name; or what is left of one
        when all its other orders are excused, where the words say so."""
        if bits.bit_count() != count:
            return ""
        known = list(self._known())
        exact = [name for name, rule in known if rule.bits & self.board.dispatched == bits]
        if exact:
            return exact[0]
        stated = [(name, rule) for name, rule in known if any(names(label, atom) for atom in rule.states)]
        excused = _UNEXCUSED.search(label)
        if excused:
            wider = [
                (name, rule)
                for name, rule in stated
                if rule.bits & bits == bits and any(atom.column == "overdue" for atom in rule.states)
            ]
            wider = wider or list(self._printed(label, bits))
            if not wider:
                return ""
            return self._excused(excused[0], *min(wider, key=lambda one: one[1].bits.bit_count()), bits)
        return self._stated(label, bits)

    def _known(self) -> Iterator[tuple[str, Rule]]:
        yield from self.totals.measures.items()
        yield from ((name, rule) for rule, name, _, _ in self.totals.bases)

    def _of_states(self) -> Iterator[tuple[Atom, Rule]]:
        """The counts of every state by every time."""
        for whole in self.totals.wholes():
            yield from ((atom, whole.and_state(atom)) for atom in self.board.states)

    def _stated(self, label: str, bits: int) -> str:
        for atom, rule in self._of_states():
            if names(label, atom) and rule.bits & self.board.dispatched == bits:
                return self.totals.new_base(rule, "点名", orders=False, handed=True).name[1:-1]
        return ""

    def _printed(self, label: str, bits: int) -> Iterator[tuple[str, Rule]]:
        """The count of all that were too late, where the words before print it: the named ones are of these."""
        printed = {int(number) for number in re.findall(r"(?<!\d)(\d+)(?=[件个起宗])", label)}
        for atom, rule in self._of_states():
            late = atom.column == "overdue" and atom.condition is True and rule.bits & bits == bits
            if late and self.totals.size(rule, orders=False, handed=True) in printed:
                yield self.totals.new_base(rule, "超期", orders=False, handed=True).name[1:-1], rule
                return

    def _excused(self, word: str, name: str, rule: Rule, bits: int) -> str:
        """A count of the orders that nobody excused; the others become decisions of the period."""
        rules = self.totals.rules
        own = rules.free(f"{word}超期")
        rules.measures[own] = {"label": own, "of": name, "where": {"excused": False}}
        rules.notes["measures", own] = "其余超期工单正文没有点名，记作免责，在 adjustments.xlsx"
        rest = rule.bits & self.board.dispatched & ~bits
        rules.excused += sorted({self.board.orders[place] for place in ones(rest)})
        return own

    def _runs(self, text: str) -> Iterator[_NumberRun]:
        """Numbers of orders one after the other, each with the unit that is named before it."""
        there = set(self.board.orders)
        found = [each for each in ORDER_NUMBER.finditer(text) if each[0] in there]
        run: list[tuple[str, re.Match[str], str]] = []
        for each in found:
            unit, gap = self._unit_before(text, run[-1][1].end() if run else 0, each.start(), first=not run)
            if run and gap is None:
                yield from self._finished(text, run)
                run = []
                unit, gap = self._unit_before(text, 0, each.start(), first=True)
            if gap is not None:
                run.append((unit or run[-1][0], each, gap))
        yield from self._finished(text, run)

    def _unit_before(self, text: str, start: int, end: int, *, first: bool) -> tuple[str, str | None]:
        """The unit named between two numbers ("" for the same), and the words between it and the number; None where
        something else stands there."""
        between = text[start:end]
        hits = [(between.rfind(name), name) for name in self.units if name in between]
        place, name = max(hits, key=lambda hit: (hit[0] + len(hit[1]), len(hit[1])), default=(-1, ""))
        rest = between[place + len(name) :] if name else between
        if name and _OPEN.match(rest) and (first or len(between) - len(rest) - len(name) <= 3):
            return self.units[name], rest
        if not first and not name and re.fullmatch(r"[\]）)】〕]?[、，,和][\[（(【〔]?", between):
            return "", between
        return "", None

    def _finished(self, text: str, run: Sequence[tuple[str, re.Match[str], str]]) -> Iterator[_NumberRun]:
        if not run:
            return
        first, last = run[0], run[-1]
        opened = first[2]
        start = max(
            text.rfind(name, 0, first[1].start() - len(opened)) for name, u in self.units.items() if u == first[0]
        )
        closed = CLOSING.match(text, last[1].end())
        close = closed[0] if closed else ""
        members: dict[str, list[str]] = {}
        for unit, number, _ in run:
            members.setdefault(unit, []).append(number[0])
        same = next((gap for (unit, _, _), (other, _, gap) in zip(run, run[1:], strict=False) if unit == other), None)
        each, between = "{编号}", "、"
        if same is not None and close and same.startswith(close):
            each, between = f"{opened}{{编号}}{close}", same[len(close) : len(same) - len(opened)] or "、"
            pattern = f"{{单位}}{{工单：{each}{between}}}"
        else:
            between = same or "、"
            pattern = f"{{单位}}{_THEIR_NUMBER.sub('{件数}', opened)}{{工单：{each}{between}}}{close}"
        separator = self._separator(text, run, close)
        named = tuple(_Named(unit, tuple(numbers)) for unit, numbers in members.items())
        yield _NumberRun(named, f"{pattern}{separator}", start, last[1].end() + len(close))

    def _separator(self, text: str, run: Sequence[tuple[str, re.Match[str], str]], close: str) -> str:
        for (unit, number, _), (other, _, _) in zip(run, run[1:], strict=False):
            if unit != other:
                behind = text[number.end() + len(close) :][:1]
                return behind if behind in "、，；" else "、"
        return "、"
