"""Lists of values in a sentence: categories, channels, types with their counts and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Atom, Rule
from bulletin_gen.learning.reading.printedcells import styles_of
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph, before
from bulletin_gen.learning.tying.shares import Shares
from bulletin_gen.learning.tying.totals import HANDED, Totals, first_time
from bulletin_gen.learning.tying.values.breakdowns import Breakdowns
from bulletin_gen.learning.tying.values.names import (
    RESPECTIVE,
    ListedValue,
    named_otherwise,
    pattern_of,
    place_said,
    ranks_before,
    value_runs,
)
from bulletin_gen.learning.tying.values.parts import ValueParts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, format_number

#: The columns by which sentences sort orders, with what such a list is called.
SORTS = {
    "category_1": "诉求类别",
    "request_type": "诉求类型",
    "channel": "受理渠道",
    "category_2": "诉求小类",
    "stream": "登记来源",
    "group": "责任单位",
}
#: Those by whose values sentences speak in words of their own.
_TOPICS = ("category_1", "category_2")
#: So many of a list's values must have their counts; so many characters before it say what they are counts of.
_HITS, _LEAD = 2, 30
_BEFORE_LIST = late(r"([\u4e00-\u9fff]{2,6}?)(\d+)件[，,：:；;]?(?:其中)?[，,：:]?$")
#: A single value with a smaller count and no share proves nothing.
_ALONE = 30
#: What stands between the members of a list; other words (其次为) say which place each has.
_SEPARATORS = frozenset(("、", "，", "；", "和", "及", "以及"))
#: One that the sentence calls otherwise, with a smaller count and no share that fits.
_MANY = 100


class ValueLists(Struct):
    """Finds lists of values, and of which orders they are. ``left``: where the paragraph ranks values, and the orders
    do not give all of them in this order: whom it names another month is not known of any of them."""

    totals: Totals
    ties: list[Tie]
    left: list[tuple[int, int]] = field(default_factory=list)

    def put(self, work: WorkParagraph) -> None:
        """Puts names in place of the lists and the single values of a paragraph."""
        for column, called in SORTS.items():
            for run in value_runs(work, self.totals.board.columns.get(column, {})):
                if len(run) > 1:
                    self._sorted_list(work, column, called, run)
        self.left = [span for column in SORTS for span in self._ranked_runs(work, column)]
        for column, called in SORTS.items():
            for run in value_runs(work, self.totals.board.columns.get(column, {})):
                for item in run:
                    self._single(work, column, called, item)
        for column in _TOPICS:
            for item in named_otherwise(work, self.totals.board.columns.get(column, {})):
                self._single(work, column, SORTS[column], item, least=_MANY)
        for column in SORTS:
            ValueParts(self.totals, self.ties).put(work, column, self.tried())
        self._respective(work)

    def _single(self, work: WorkParagraph, column: str, called: str, item: ListedValue, least: int = _ALONE) -> None:
        """One value with its count, and its share where that is printed: both must be of the same orders."""
        if not work.free(item.start, item.end) or (item.count < least and not item.share):
            return
        if any(start <= item.start < end for start, end in self.left):
            return
        ranked = ranks_before(work.text, item.start, item.end)
        only_handed = bool(HANDED.search(work.text[item.start : item.end]))
        time = self._time_said(work.text, item.start)
        # Of all orders that give the number those are meant of whose time the sentence speaks.
        tried = self.tried()
        if self.totals.doubtful and not item.share:
            tried = tried[: len(self.totals.bases)]  # one number alone proves no total that nothing else has told
        for rule, handed, orders in sorted(tried, key=lambda one: bool(time) and one[0].time != time):
            if only_handed and not handed:
                continue
            if self.count(column, item.value, rule, handed=handed, orders=orders) != item.count:
                continue
            base = self.share_base(rule, handed=handed, orders=orders, run=[item]) if item.share else None
            if item.share and base is None:
                continue
            place = self._place(column, rule, item, handed=handed, orders=orders)
            if ranked and place != place_said(ranked):
                return  # whom the ranking names another month is not known
            name = self._breakdown(work, column, called, (rule, handed, orders), base, [item])
            if ranked:
                self._put_ranked(work, f"{name}：{'前1' if place == 1 else f'第{place}'}", item)
                return
            self._remember(column, item.value, rule, handed=handed, orders=orders)
            self._put_single(work, column, name, item)
            return

    def _ranked_runs(self, work: WorkParagraph, column: str) -> Iterator[tuple[int, int]]:
        """Where several values that a ranking names stand, and nothing was put for them."""
        for run in value_runs(work, self.totals.board.columns.get(column, {})):
            start, end = run[0].start, run[-1].bare
            between = {work.text[one.bare : other.start] for one, other in zip(run, run[1:], strict=False)}
            if between and between <= _SEPARATORS and work.free(start, end) and ranks_before(work.text, start, end):
                yield start, end

    def _time_said(self, text: str, place: int) -> str:
        """The time of which the words before a value speak; of what was handed out that of the tables' counts."""
        sentence = re.split("。", text[:place])[-1]
        usual = self.totals.usual_time()
        return usual if usual and HANDED.search(sentence) else first_time(sentence[-_LEAD:]) or first_time(sentence)

    def _place(self, column: str, rule: Rule, item: ListedValue, *, handed: bool, orders: bool) -> int:
        """Which place a value has by its count; -1 where another has as much."""
        values = self.totals.board.columns[column]
        counts = [self.count(column, value, rule, handed=handed, orders=orders) for value in values]
        return 1 + sum(count > item.count for count in counts) if counts.count(item.count) == 1 else -1

    def _put_ranked(self, work: WorkParagraph, which: str, item: ListedValue) -> None:
        """The value of a place, with its count and share."""
        words, said = work.text[item.start : item.end], item.value.removesuffix("类")
        at = item.start + words.index(said)
        work.put(at, at + len(said), f"{{{which}}}")
        self.ties.append(Tie(said, f"{{{which}}}", "按件数排出的一项", work.text))
        for printed, word in ((str(item.count), "件数"), (item.share, "占比")):
            place = work.text.find(printed, at + len(said)) if printed else -1
            if place >= 0:
                work.put(place, place + len(printed), f"{{{which}：{word}}}")
                self.ties.append(Tie(printed, f"{{{which}：{word}}}", f"它的{word}", work.text))

    def _respective(self, work: WorkParagraph) -> None:
        """Shares that stand together behind the counts of single values: 求助407件、咨询371件，分别占34%、31%."""
        for found in RESPECTIVE.finditer(work.text):
            printed = re.findall(r"\d+(?:\.\d+)?[%％]", found["shares"])
            before = [
                one
                for one in sorted(work.taken)
                if one[1] <= found.start() and re.fullmatch(r"\{[^：{}]+：[^：{}]+\}", one[2])
            ]
            names = [one[2][1:-1] for one in before[-len(printed) :]]
            if len(names) < len(printed) or "。" in work.text[before[-len(printed)][1] : found.start()]:
                continue
            for name, share in zip(names, re.finditer(r"\d+(?:\.\d+)?[%％]", found["shares"]), strict=True):
                at = found.start("shares") + share.start(), found.start("shares") + share.end()
                if work.free(*at):
                    work.put(*at, f"{{{name}：占比}}")
                    self.ties.append(Tie(share[0], f"{{{name}：占比}}", f"{name.rpartition('：')[2]}的占比", work.text))

    def _put_single(self, work: WorkParagraph, column: str, name: str, item: ListedValue) -> None:
        words = work.text[item.start : item.end]
        said = item.value.removesuffix("类")
        start = item.start + words.index(str(item.count), len(said) - 1 if words.startswith(said) else 0)
        work.put(start, start + len(str(item.count)), f"{{{name}：{item.value}}}")
        self.ties.append(Tie(str(item.count), f"{{{name}：{item.value}}}", f"{item.value}的件数", work.text))
        if item.share:
            at = work.text.index(item.share, start)
            work.put(at, at + len(item.share), f"{{{name}：{item.value}：占比}}")
            self.ties.append(Tie(item.share, f"{{{name}：{item.value}：占比}}", f"{item.value}的占比", work.text))

    def _remember(self, column: str, value: str, rule: Rule, *, handed: bool, orders: bool) -> None:
        """Of one value's orders the sentence may go on to say more."""
        bits = self.totals.board.columns[column][value]
        if rule.subset is None or rule.subset.column == column:
            part = Atom(column, [value], bits)
            self.totals.valued[value] = (Rule(rule.time, rule.states, part, rule.bits & bits), orders, handed)

    def _sum(
        self, work: WorkParagraph, column: str, rule: Rule, run: Sequence[ListedValue], *, orders: bool, handed: bool
    ) -> None:
        """The number before a list that is the sum of it: a measure of its own, where it is not all orders."""
        found = _BEFORE_LIST.search(work.text[: run[0].start])
        if found is None or not work.free(*found.span(2)) or rule.subset is not None:
            return
        bits = 0
        for item in run:
            bits |= self.totals.board.columns[column][item.value]
        part = Atom(column, sorted(item.value for item in run), bits)
        some = Rule(rule.time, rule.states, part, rule.bits & bits)
        if (
            self.totals.size(some, orders=orders, handed=handed)
            == int(found[2])
            != self.totals.size(rule, orders=orders, handed=handed)
        ):
            known = self.totals.new_base(some, found[1], orders=orders, handed=handed)
            work.put(*found.span(2), known.name)
            self.ties.append(Tie(found[2], known.name, "所列各项之和", work.text))

    def _breakdown(
        self, work: WorkParagraph, column: str, called: str, of: tuple[Rule, bool, bool],
        base: tuple[str, NumberStyle] | None, run: Sequence[ListedValue],
    ) -> str:  # fmt: skip
        made = Breakdowns(self.totals)
        return made.breakdown(column, called, made.measure(work.text, of[0], handed=of[1], orders=of[2]), base, run)

    def tried(self) -> list[tuple[Rule, bool, bool]]:
        """The orders of which a list may be: the known totals first, then all by each time."""
        tried = [(rule, handed, orders) for rule, _, orders, handed in self.totals.bases]
        return tried + [
            (whole, handed, orders)
            for whole in self.totals.wholes()
            for handed in (False, True)
            for orders in (True, False)
        ]

    def _sorted_list(self, work: WorkParagraph, column: str, called: str, run: Sequence[ListedValue]) -> None:
        found = self.counted(column, run, before(work.text, run[0].start, _LEAD))
        if found is None or not work.free(run[0].start, run[-1].end):
            return
        rule, handed, orders, matched = found
        first = self._is_top(column, rule, run, handed=handed, orders=orders)
        ranked = bool(ranks_before(work.text, run[0].start, run[-1].end))
        some = len(run) < len(self.totals.board.columns[column])
        if matched < len(run) or (ranked and some and not first):
            return  # whom a ranking names another month is not known
        if ranked and first:
            run = _together(run)
        shares = [item.share for item in run]
        base = self.share_base(rule, handed=handed, orders=orders, run=run) if any(shares) else None
        if any(shares) and base is None:
            return
        name = self._breakdown(work, column, called, (rule, handed, orders), base, run)
        rest = not ranked and ValueParts(self.totals, self.ties).rest(work, column, run, (rule, handed, orders))
        if not ranked and (rest or self._leaves_some(column, run, found)):
            # Beside what is left of them, or where no ranking chose them, the listed ones are always these.
            self._each(work, column, name, run, found)
            return
        pattern, like = pattern_of(work.text, name, run, first)
        if like:
            self._put_list(work, column, name, run, found, pattern)
        elif not ranked:
            self._each(work, column, name, run, found)

    def _put_list(
        self, work: WorkParagraph, column: str, name: str, run: Sequence[ListedValue],
        of: tuple[Rule, bool, bool, int], pattern: str,
    ) -> None:  # fmt: skip
        """The list by its pattern, with the share that all have together behind it, and their sum before."""
        rule, handed, orders, _ = of
        work.put(run[0].start, run[-1].end, pattern)
        if (top := f"{name}：前{len(run)}") in pattern:
            whole = self.totals.size(rule, orders=orders, handed=handed)
            self.ties += Shares(self.totals).of_first(work, run[-1].end, top, sum(item.count for item in run), whole)
        self._sum(work, column, rule, run, orders=orders, handed=handed)
        for item in run:
            self._remember(column, item.value, rule, handed=handed, orders=orders)
            self.ties.append(Tie(str(item.count), f"{{{name}}}", f"{item.value}的件数", work.text))
            if item.share:
                self.ties.append(Tie(item.share, f"{{{name}：占比}}", f"{item.value}的占比", work.text))

    def _leaves_some(self, column: str, run: Sequence[ListedValue], of: tuple[Rule, bool, bool, int]) -> bool:
        """Whether other values have orders too, which a list does not name."""
        rule, handed, orders, _ = of
        values = self.totals.board.columns[column]
        had = sum(self.count(column, value, rule, handed=handed, orders=orders) > 0 for value in values)
        return had > len(run)

    def _each(
        self, work: WorkParagraph, column: str, name: str, run: Sequence[ListedValue], of: tuple[Rule, bool, bool, int]
    ) -> None:
        """Members that have each words of their own: they stay, with names for the numbers alone."""
        rule, handed, orders, _ = of
        for item in run:
            self._put_single(work, column, name, item)
            self._remember(column, item.value, rule, handed=handed, orders=orders)
        self._sum(work, column, rule, run, orders=orders, handed=handed)

    def counted(self, column: str, run: Sequence[ListedValue], words: str = "") -> tuple[Rule, bool, bool, int] | None:
        """The orders of which the listed values have the printed counts: the rule that gives the most of them; of equal
        ones that of the time of which the words before speak first."""
        found: list[tuple[Rule, bool, bool, int]] = []
        for rule, handed, orders in self.tried():
            if column == "group" and not handed:
                continue  # only what was handed to a unit is of a group
            hits = sum(self.count(column, item.value, rule, handed=handed, orders=orders) == item.count for item in run)
            if hits >= _HITS:
                found.append((rule, handed, orders, hits))
        time = first_time(words)
        return max(found, key=lambda one: (one[3], bool(time) and one[0].time == time), default=None)

    def is_count(self, column: str, item: ListedValue, counted: tuple[Rule, bool, bool, int]) -> bool:
        """Whether a value's printed count is that of the orders."""
        rule, handed, orders, _ = counted
        return self.count(column, item.value, rule, handed=handed, orders=orders) == item.count

    def count(self, column: str, value: str, rule: Rule, *, handed: bool, orders: bool) -> int:
        """How many orders or dispatches of a rule have a value."""
        bits = rule.bits & self.totals.board.columns[column][value]
        bits = bits & self.totals.board.dispatched if handed else bits
        return self.totals.board.single(bits) if orders else bits.bit_count()

    def share_base(
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

    def _is_top(self, column: str, rule: Rule, run: Sequence[ListedValue], *, handed: bool, orders: bool) -> bool:
        counts = sorted(
            (
                self.count(column, value, rule, handed=handed, orders=orders)
                for value in self.totals.board.columns[column]
            ),
            reverse=True,
        )
        top = [item.count for item in run] == counts[: len(run)] and len(run) < len(counts)
        if top and counts[len(run)] == counts[len(run) - 1]:
            self.totals.rules.cut_ties = True  # the bulletin stops at the number, whichever has as much
        return top


def _together(run: Sequence[ListedValue]) -> list[ListedValue]:
    """A list behind which one share stands: it is of all of them, not of the last."""
    *others, last = run
    if not last.share or any(item.share for item in others):
        return list(run)
    return [*others, replace(last, share="", end=last.bare)]
