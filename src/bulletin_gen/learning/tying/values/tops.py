"""Values that a sentence names, without counts, as those with the most orders: 供水、供暖、物业三方面诉求量较大."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bulletin_gen.learning.reading.matching import any_of, by_stem
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph, before
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.learning.tying.values.breakdowns import Breakdowns
from bulletin_gen.learning.tying.values.lists import SORTS, ValueLists
from bulletin_gen.learning.tying.values.names import ListedValue
from bulletin_gen.leaves.frugal import late

_FEWEST = 3
#: A share so near behind the names is of them together.
_NEAR = 40
_SHARE = late(r"占[^，。；\d]{0,14}?(\d+(?:\.\d+)?[%％])")
_TOP = late(r"前[一二三四五六七八九十\d]|较大|较多|最多|集中|居多|突出|靠前|热点")


class ValueTops(Struct):
    """Ties such names to the values that have the most orders, and the share that they have together."""

    totals: Totals
    lists: ValueLists
    ties: list[Tie]

    def put(self, work: WorkParagraph) -> None:
        """Puts names in place of the listed values and of their share."""
        for column, called in SORTS.items():
            for start, end, values in _named(work.text, self.totals.board.columns.get(column, {})):
                if work.free(start, end):
                    self._put(work, column, called, (start, end), values)

    def _put(self, work: WorkParagraph, column: str, called: str, at: tuple[int, int], values: Sequence[str]) -> None:
        share = _SHARE.search(work.text, at[1], at[1] + _NEAR)
        if share is not None and ("。" in work.text[at[1] : share.start()] or not work.free(*share.span(1))):
            share = None
        if share is None and not _TOP.search(before(work.text, at[0], _NEAR) + work.text[at[1] : at[1] + _NEAR]):
            return
        for rule, handed, orders in self.lists.tried():
            if column == "group" and not handed:
                continue
            every = {
                value: self.lists.count(column, value, rule, handed=handed, orders=orders)
                for value in self.totals.board.columns[column]
            }
            counts = [every[value] for value in values]
            if not _are_first(counts, values, every):
                continue
            base = None
            if share is not None:
                together = ListedValue("", sum(counts), share[1], *share.span(1))
                base = self.lists.share_base(rule, handed=handed, orders=orders, run=[together])
                if base is None:
                    continue
            run = [ListedValue(value, every[value], "", 0, 0) for value in values]
            name = Breakdowns(self.totals).breakdown_of(
                column, called, (rule, handed, orders, len(run)), base, run, work.text
            )
            top = f"{name}：前{len(values)}"
            work.put(*at, f"{{{top}：{{名称}}、}}")
            self.ties.append(Tie("、".join(values), f"{{{top}}}", f"{called}按件数排出的名单", work.text))
            if share is not None:
                work.put(*share.span(1), f"{{{top}：占比}}")
                self.ties.append(Tie(share[1], f"{{{top}：占比}}", "所列各项合计的占比", work.text))
            return


def _are_first(counts: Sequence[int], values: Sequence[str], every: Mapping[str, int]) -> bool:
    """Whether values are those with the most, in falling order, and no other has as many as the last."""
    others = [count for value, count in every.items() if value not in values]
    falling = list(counts) == sorted(counts, reverse=True)
    return falling and bool(others) and max(others) < counts[-1]


def _named(text: str, values: Mapping[str, int]) -> Iterator[tuple[int, int, list[str]]]:
    """Values one after the other without a number: where they stand, and which they are."""
    names = by_stem(values)
    if not names:
        return
    said = any_of(names)
    for found in re.finditer(rf"[“\"]?(?:{said})[”\"]?类?(?:(?:、|和|，)[“\"]?(?:{said})[”\"]?类?){{2,}}(?!\d)", text):
        run = [names[each] for each in re.findall(said, found[0])]
        if len(run) >= _FEWEST and len(set(run)) == len(run):
            yield *found.span(), run
