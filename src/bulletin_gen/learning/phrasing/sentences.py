"""A bulletin's sentences with names in braces where the orders give the numbers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from bulletin_gen.learning.finding.wholes import PrintedWhole
from bulletin_gen.learning.phrasing.changes import CHANGE, Changes, changes_in
from bulletin_gen.learning.phrasing.falling import may_fall_away
from bulletin_gen.learning.phrasing.fixed import Fixed
from bulletin_gen.learning.phrasing.gradelists import GradeLists
from bulletin_gen.learning.phrasing.namedorders import NamedOrders
from bulletin_gen.learning.phrasing.singled import SingledOut
from bulletin_gen.learning.phrasing.thresholds import Thresholds
from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.tying.derived import Derived
from bulletin_gen.learning.tying.labelled import Labelled, label_before
from bulletin_gen.learning.tying.paragraph import NUMBER, Tie, WorkParagraph, before
from bulletin_gen.learning.tying.shares import Shares
from bulletin_gen.learning.tying.totals import KnownNumber, Totals
from bulletin_gen.learning.tying.unitlists import UnitLists
from bulletin_gen.learning.tying.values.lists import ValueLists
from bulletin_gen.learning.tying.values.tops import ValueTops
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import format_number

_COUNT = late(r"(?<![\d.\[〔【A-Za-z])(\d+)(?=件|起|个?工单|人次|次|宗|条)")
#: Behind such words a percentage is a threshold, and so is one that tells which units are meant (100%的单位).
_PERCENT = late(
    r"(?<![\d.])(?<!低于)(?<!高于)(?<!超过)(?<!不足)(?<!不到)(?<!未达)(?<!大于)(?<!小于)(\d+(?:\.\d+)?)[%％]"
    r"(?!以[上下]|的?(?:有|单位|部门|乡镇|镇街|街道|乡镇街道|县区|区县|县市区))"
)
#: A share that stands so near behind a list is of it.
_NEXT = 16
#: So many characters before a number may name its group.
_GROUP_WORDS = 40


class Writer(Struct):
    """Turns paragraphs into sentences with names; what it needs of rules it adds to those of ``totals``. ``figures``:
    numbers that people have to give."""

    totals: Totals
    lists: UnitLists
    graded: GradeLists
    named: NamedOrders
    ties: list[Tie]
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def paragraph(self, text: str) -> str:
        """``text`` with names for its numbers; as it is where none of them is known."""
        work = WorkParagraph(text)
        values = ValueLists(self.totals, self.ties)
        values.put(work)
        ValueTops(self.totals, values, self.ties).put(work)
        self.graded.put(work)
        self.named.put(work)
        Thresholds(self.lists, self.ties).put(work)
        self.lists.put(work)
        self._totals(work)
        Thresholds(self.lists, self.ties).put(work)
        self._of_groups(work)
        follows = (found for found in CHANGE.finditer(text) if self._follows(work, found.start()))
        Changes(self.totals, self.ties).put(work, follows)
        if not work.taken:
            self.ties += [
                Tie(found[0], "", "不是工单里的数，或认不出", text)
                for found in NUMBER.finditer(text)
                if _says(text, found)
            ]
            return text
        Fixed(self.totals, self.lists, self.ties, self.figures).put(work)
        may_fall_away(work)
        return work.written()

    def _totals(self, work: WorkParagraph) -> None:
        numbers = [*_COUNT.finditer(work.text), *_PERCENT.finditer(work.text)]
        for found in sorted(numbers, key=lambda each: each.start()):
            if not work.free(*found.span()) or self._is_change(work, found.start()):
                continue
            percent = found[0].endswith(("%", "％"))
            near = before(work.text, found.start())
            column = self.totals.column(label_before(work.text, found.start()))
            if column is not None and "占" not in near and self._stands_beside(work, found, column):
                continue
            hit = self._share_of_list(work, found) if percent and "占" in near else None
            hit = hit or (self._share_of_count(work, found) if percent and "占" in near else None)
            # A count is what its own label says; a rate first of all of the counts that its sentence has named.
            hit = hit or (None if percent else self._labelled(work, found, percent=False))
            hit = hit or self.totals.best(found[1] + ("%" if percent else ""), near, percent=percent)
            hit = hit or self._derived(work, found, percent=percent)
            hit = hit or (self._labelled(work, found, percent=True) if percent else None)
            hit = hit or (self._share_of_count(work, found) if percent and "占" not in near else None)
            if hit is not None:
                work.put(*found.span(), hit.name)
                self.ties.append(Tie(found[0], hit.name, hit.how, work.text))

    def _stands_beside(self, work: WorkParagraph, found: re.Match[str], column: PrintedWhole) -> bool:
        """Whether a number is settled by the column beside it: tied to what the column prints; or left to people, where
        the orders do not give the column, since they do not give its whole then either."""
        printed = found[0].replace("％", "%")
        if printed in column.wholes and column.name and (column.given or column.exact):
            work.put(*found.span(), f"{{{column.name}}}")
            how = f"全部单位的{column.name}" if column.exact else f"附表“{column.name}”的合计，附表由人填"
            self.ties.append(Tie(found[0], f"{{{column.name}}}", how, work.text))
            return True
        if column.exact and printed.endswith("%"):
            # A rate is the column's own over all units, or one group's; no other rule's.
            return all(each.name != f"{{{column.name}}}" for each in self.totals.known_rates(printed))
        if column.exact and not column.whole_is_known:
            return False
        # Another number than the column's whole is one group's, or of orders counted once; no other rule's.
        rule = self.totals.measures.get(column.name)
        if column.exact and rule is not None and printed.isdigit():
            if self.totals.size(rule, orders=True, handed=True) == int(printed):
                known = self.totals.new_base(rule, column.label, orders=True, handed=True)
                work.put(*found.span(), known.name)
                self.ties.append(Tie(found[0], known.name, f"全部{column.label}，一件只计一次", work.text))
            return bool(rule.states)
        return True

    def _labelled(self, work: WorkParagraph, found: re.Match[str], *, percent: bool) -> KnownNumber | None:
        """A number that its own label tells."""
        label, named = label_before(work.text, found.start()), work.names_before(found.start())
        if not label:
            near = before(work.text, found.start())
            return None if percent else Labelled(self.totals).sum(int(found[1]), near, named)
        if percent:
            return Labelled(self.totals).rate(found[0].replace("％", "%"), label, named)
        return Labelled(self.totals).count(int(found[1]), label, named)

    def _derived(self, work: WorkParagraph, found: re.Match[str], *, percent: bool) -> KnownNumber | None:
        """A number made of one before it in the paragraph."""
        named = work.names_before(found.start())
        if percent:
            return Derived(self.totals).rate(found[0].replace("％", "%"), work.text, found.start(), named)
        return Derived(self.totals).count(int(found[1]), work.text, found.start(), named)

    def _share_of_list(self, work: WorkParagraph, found: re.Match[str]) -> KnownNumber | None:
        """What the units of a list just before have of all."""
        for end, name, whole in work.listed:
            if 0 <= found.start() - end <= _NEXT:
                for rule, base, orders, handed in self.totals.bases:
                    size = self.totals.size(rule, orders=orders, handed=handed)
                    for style in styles_of([found[0]], percent=True):
                        # Such a share is written as rates are where nothing else is said.
                        if (
                            size
                            and style.digits == self.totals.rules.usual.digits
                            and format_number(Fraction(whole, size), style) == found[0].replace("％", "%")
                        ):
                            return KnownNumber(f"{{{name}：占{base}}}", found[0], (), f"名单里的单位占{base}")
        return None

    def _share_of_count(self, work: WorkParagraph, found: re.Match[str]) -> KnownNumber | None:
        """What the count right before has of another."""
        ended = [(end, words) for _, end, words in work.taken if end <= found.start()]
        end, words = max(ended, default=(0, ""))
        if not re.fullmatch(r"\{[^：{}]+\}", words):
            return None
        between, named = work.text[end : found.start()], work.names_before(found.start())
        return Shares(self.totals).of_count(found[0].replace("％", "%"), between, words[1:-1], named)

    def _is_change(self, work: WorkParagraph, place: int) -> bool:
        return any(match.start() <= place < match.end() for match in changes_in(work.text))

    def _of_groups(self, work: WorkParagraph) -> None:
        """Counts and rates of the group that the words before them name: 街道（镇）到期612件，按时办结率82.68%."""
        singled = SingledOut(self.lists, self.ties)
        singled.put(work)
        for found in sorted(
            [*_COUNT.finditer(work.text), *_PERCENT.finditer(work.text)], key=lambda each: each.start()
        ):
            if not work.free(*found.span()) or self._is_change(work, found.start()):
                continue
            near = before(work.text, found.start(), _GROUP_WORDS)
            name, how = singled.of_group(found[0].replace("％", "%"), near)
            if name:
                work.put(*found.span(), f"{{{name}}}")
                self.ties.append(Tie(found[0], f"{{{name}}}", how, work.text))

    def _follows(self, work: WorkParagraph, place: int) -> bool:
        """Whether the last number before a change is one that has a name: of another's change nothing is known."""
        numbers = [*_COUNT.finditer(work.text, 0, place), *_PERCENT.finditer(work.text, 0, place)]
        own = [each for each in numbers if not self._is_change(work, each.start())]
        last = max(own, key=lambda each: each.start(), default=None)
        return last is not None and not work.free(*last.span())


def _says(text: str, found: re.Match[str]) -> bool:
    """Whether a number says something: not a hotline's, a date's, or one that numbers paragraphs."""
    after, lead = text[found.end() : found.end() + 1], text[: found.start()]
    listed = re.match(r"[.．]\D", text[found.end() :]) is not None
    told = found[0] not in ("12345", "12315") and after not in tuple("年月日号时、．")
    return told and not listed and not lead.endswith("第")
