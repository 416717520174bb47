"""Several values that a sentence counts together: 网络渠道（微信、网站）受理353件; 其他渠道228件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.learning.finding.board import Atom, Rule
from bulletin_gen.learning.reading.matching import any_of, by_stem
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.learning.tying.values.names import ListedValue
from bulletin_gen.leaves.frugal import late

#: What stands between the bracket that names the values and their number.
_NUMBER = late(r"[^，。；、\d]{0,6}?(\d+)(?=件|起|条)")
#: What is left of a list: 其他渠道228件.
_REST = late(r"[；，、](?P<called>其[他它余][\u4e00-\u9fff]{0,5}?)(?P<number>\d+)(?=件|起|条)")
_CALLED = late(r"[\u4e00-\u9fff]{2,8}$")
_FEWEST = 2

Tried = tuple[Rule, bool, bool]


class ValueParts(Struct):
    """Makes measures of such parts, of the orders of which a sentence counts values."""

    totals: Totals
    ties: list[Tie]

    def put(self, work: WorkParagraph, column: str, tried: Sequence[Tried]) -> None:
        """The values that a bracket names, with the number behind it."""
        values = self.totals.board.columns.get(column, {})
        names = by_stem(values)
        if not names:
            return
        said = any_of(names)
        for found in re.finditer(rf"[（(]((?:{said})(?:类|等)?(?:(?:、|和|及)(?:{said})(?:类|等)?)+)[）)]", work.text):
            listed = [names[each] for each in re.findall(said, found[1])]
            number, called = _NUMBER.match(work.text, found.end()), _CALLED.search(work.text[: found.start()])
            if number is None or called is None or len(set(listed)) < _FEWEST or not work.free(*number.span(1)):
                continue
            bits = 0
            for value in listed:
                bits |= values[value]
            part = Atom(column, sorted(set(listed)), bits)
            if self._put(work, number.span(1), called[0], part, tried):
                work.put(*found.span(1), found[1])  # the bracket says which they are

    def rest(self, work: WorkParagraph, column: str, run: Sequence[ListedValue], of: Tried) -> bool:
        """The orders of none of the listed values, where the text behind a list counts them; whether it does."""
        found = _REST.match(work.text, run[-1].end)
        if found is None or of[0].subset is not None or not work.free(*found.span("number")):
            return False
        values, board = self.totals.board.columns[column], self.totals.board
        bits = board.everything
        for item in run:
            bits &= ~values[item.value]
        part = Atom(column, {"none_of": sorted(item.value for item in run)}, bits)
        return self._put(work, found.span("number"), found["called"], part, [of])

    def _put(self, work: WorkParagraph, at: tuple[int, int], called: str, part: Atom, tried: Sequence[Tried]) -> bool:
        number = int(work.text[at[0] : at[1]])
        for rule, handed, orders in tried:
            some = Rule(rule.time, rule.states, part, rule.bits & part.bits)
            if rule.subset is None and self.totals.size(some, orders=orders, handed=handed) == number:
                known = self.totals.new_base(some, called, orders=orders, handed=handed)
                work.put(*at, known.name)
                self.ties.append(Tie(work.text[at[0] : at[1]], known.name, f"{called}合计", work.text))
                return True
        return False
