"""Lists of values in a sentence: categories, channels, types with their counts and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct

from bulletin_gen.learning.finding.board import Rule
from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.writing.paragraph import Tie, WorkParagraph
from bulletin_gen.learning.writing.totals import Totals, word_of
from bulletin_gen.leaves.numbers import NumberStyle, format_number

#: The columns by which sentences sort orders, with what such a list is called.
_SORTS = {
    "category_1": "诉求类别",
    "request_type": "诉求类型",
    "channel": "受理渠道",
    "category_2": "诉求小类",
    "stream": "登记来源",
}


class ListedValue(Struct, frozen=True):
    """A value named in a sentence with its count, its share ("" without one), and where it stands."""

    value: str
    count: int
    share: str
    start: int
    end: int


class ValueLists(Struct):
    """Finds lists of values, and of which orders they are."""

    totals: Totals
    ties: list[Tie]

    def put(self, work: WorkParagraph) -> None:
        for column, called in _SORTS.items():
            values = self.totals.board.columns.get(column, {})
            if not values:
                continue
            for run in _runs(work, values):
                self._sorted_list(work, column, called, run)

    def _sorted_list(self, work: WorkParagraph, column: str, called: str, run: Sequence[ListedValue]) -> None:
        found = self._counted_base(column, run)
        if found is None or not work.free(run[0].start, run[-1].end):
            return
        rule, handed, orders, matched = found
        if matched < len(run):
            return
        shares = [item.share for item in run]
        base = self._share_base(rule, handed=handed, orders=orders, run=run) if any(shares) else None
        if any(shares) and base is None:
            return
        known = [n for r, n, o, h in self.totals.bases if (r.bits, o, h) == (rule.bits, orders, handed)]
        measure = (
            known[0]
            if known
            else self.totals.new_base(rule, word_of(work.text, rule), orders=orders, handed=handed).name[1:-1]
        )
        name = self._breakdown(column, called, measure, base, run)
        work.put(
            run[0].start, run[-1].end, _pattern(work.text, name, run, self._is_top(column, rule, run, handed=handed))
        )
        for item in run:
            self.ties.append(Tie(str(item.count), f"{{{name}}}", f"{item.value}的{measure}", work.text))
            if item.share:
                self.ties.append(Tie(item.share, f"{{{name}：占比}}", f"{item.value}占{measure}", work.text))

    def _counted_base(self, column: str, run: Sequence[ListedValue]) -> tuple[Rule, bool, bool, int] | None:
        """The orders of which the listed values have the printed counts: the rule that gives the most of them."""
        best: tuple[Rule, bool, bool, int] | None = None
        tried = [(rule, handed, orders) for rule, _, orders, handed in self.totals.bases]
        tried += [
            (self.totals.whole(time, part), handed, orders)
            for time in (*self.totals.board.times, "")
            for part in self.totals.parts()
            for handed in (False, True)
            for orders in (True, False)
        ]
        for rule, handed, orders in tried:
            hits = sum(
                self._count(column, item.value, rule, handed=handed, orders=orders) == item.count for item in run
            )
            if hits >= 2 and (best is None or hits > best[3]):
                best = (rule, handed, orders, hits)
        return best

    def _count(self, column: str, value: str, rule: Rule, *, handed: bool, orders: bool) -> int:
        bits = rule.bits & self.totals.board.columns[column][value]
        bits = bits & self.totals.board.dispatched if handed else bits
        return self.totals.board.single(bits) if orders else bits.bit_count()

    def _share_base(
        self, rule: Rule, *, handed: bool, orders: bool, run: Sequence[ListedValue]
    ) -> tuple[str, NumberStyle] | None:
        """Of what the printed shares are: the same orders, or another total that is known; and how they are written."""
        tried = [("", self.totals.size(rule, orders=orders, handed=handed))]
        tried += [(name, self.totals.size(each, orders=o, handed=h)) for each, name, o, h in self.totals.bases]
        printed = [item.share for item in run if item.share]
        for name, whole in tried:
            for style in styles_of(printed, percent=True):
                if whole and all(
                    not item.share or format_number(Fraction(item.count, whole), style) == item.share.replace("％", "%")
                    for item in run
                ):
                    return name, style
        return None

    def _is_top(self, column: str, rule: Rule, run: Sequence[ListedValue], *, handed: bool) -> bool:
        counts = sorted(
            (
                self._count(column, value, rule, handed=handed, orders=False)
                for value in self.totals.board.columns[column]
            ),
            reverse=True,
        )
        return [item.count for item in run] == counts[: len(run)] and len(run) < len(counts)

    def _breakdown(
        self, column: str, called: str, measure: str, base: tuple[str, NumberStyle] | None, run: Sequence[ListedValue]
    ) -> str:
        name = called
        number = 2
        while name in self.totals.rules.breakdowns or name in self.totals.rules.measures:
            name, number = f"{called}{number}", number + 1
        rule: dict[str, Any] = {"label": name, "measure": measure, "by": [column]}
        if base and base[0] and base[0] != measure:
            rule["base"] = base[0]
        if base and (style := self.totals.rules.style(base[1])) != "rate":
            rule["style"] = style
        counts = [item.count for item in run]
        if counts != sorted(counts, reverse=True):
            rule |= {"order": "listed", "listed": [item.value for item in run]}
        self.totals.rules.breakdowns[name] = rule
        self.totals.rules.notes["breakdowns", name] = f"正文印出的{len(run)}项全部吻合"
        return name


def _runs(work: WorkParagraph, values: Mapping[str, int]) -> Iterator[list[ListedValue]]:
    """Values with a count behind each, one after the other within a sentence."""
    names = {value.removesuffix("类"): value for value in values if len(value.removesuffix("类")) >= 2}
    if not names:
        return
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    each = re.compile(
        rf"[“\"]?({said})[”\"]?(?:类|件|问题|事项|交办事项|平台)*[：:（(]?(\d+)件[)）]?(?:[，、（(]?占?比?[^，。；\d]{{0,6}}?(\d+(?:\.\d+)?[%％])[)）]?)?"
    )
    run: list[ListedValue] = []
    for found in each.finditer(work.text):
        item = ListedValue(names[found[1]], int(found[2]), found[3] or "", *found.span())
        if run and (len(work.text[run[-1].end : item.start]) > 4 or "。" in work.text[run[-1].end : item.start]):
            if len(run) > 1:
                yield run
            run = []
        run.append(item)
    if len(run) > 1:
        yield run


def _pattern(text: str, name: str, run: Sequence[ListedValue], top: bool) -> str:
    """The list as a pattern: the words of its first member, with those that only it has in 〔〕."""
    first = run[0]
    words = text[first.start : first.end]
    stem = first.value.removesuffix("类")
    head, _, rest = words.partition(stem)
    rest = rest.removeprefix("类") if first.value.endswith("类") else rest
    before, _, after = rest.partition(str(first.count))
    if first.share:
        between, _, behind = after.partition(first.share)
        after = f"{between}{{占比}}{behind}"
    separator = text[first.end : run[1].start].strip() or "、"
    put = f"{head}{{名称}}{before}{{件数}}{after}"
    if not top:
        put = f"【{put}】"
    return f"{{{name}：{f'前{len(run)}：' if top else ''}{put}{separator if len(separator) == 1 else '、'}}}"
