"""Lists of units in a sentence: the first of a group, those that have any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.learning.finding.board import Board, Rule
from bulletin_gen.learning.finding.heads import names, weight
from bulletin_gen.learning.finding.rates import exact_of
from bulletin_gen.learning.saying import said_state
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph, before, is_named, sentence_around, stem
from bulletin_gen.learning.tying.totals import Totals
from bulletin_gen.learning.tying.unitnames import pattern_around, unit_runs
from bulletin_gen.leaves.frugal import late

_LAST = late(r"末|[后末倒][数]?[一二三两四五六七八九十\d]+[位名个家]|倒数|最低|靠后|较低|较差")
_TOTAL = late(r"(\d+)件[，,；;：:]?(?:其中)?[，,：:]?$")
#: Units without a row of their own, named together behind a list.
_OUTSIDE = late(r"[、，；]([^，。；、\d]{2,8}(?:单位|部门))(\d+)(?:件|起|次)")
#: So many listed units with their numbers prove a count that no table prints.
_ENOUGH = 4
#: Of the busiest units three are enough, where they have so many together.
_FEW, _BUSY = 3, 60
#: A group in words of the sentence's own.
_OF_A_GROUP = late(r"乡镇|镇街|街道|乡（镇|各[乡镇]|部门|[县市区州]直|直属|委办局|局委|园区|开发区|企业|公司")
#: Words of a line that units are past, and of a ranking.
_PAST_A_LINE = late(
    r"(?:低于|高于|超过|不足|不到|少于|多于|大于|小于)[^，。；]{0,8}\d|\d+(?:\.\d+)?(?:[%％]|件|起|次|分)?(?:（含）)?及?以[上下]"
)
_RANKING = late(r"前[一二两三四五六七八九十\d]|[后末倒][数]?[一二两三四五六七八九十\d]|最[多少大小高低]|位列|居")
#: So few words before a list say only which part of the numbers it has; so many before them are looked at.
_BRIEF, _WHOLE = 8, 120
#: How many units have any: 本月共有12个单位出现超期工单.
_HOW_MANY = late(
    r"(?<![\d.])(\d+)(?=[个家](?:承办)?(?:单位|部门|乡镇|镇街))|(?:(?<=单位)|(?<=部门)|(?<=单位有)|(?<=单位为)|(?<=单位共))(\d+)(?=[个家])"
)


class UnitLists(Struct):
    """Finds lists of units, and by which number they are chosen. ``units``: name in prose → printed unit; ``groups``:
    group → places of its units."""

    board: Board
    units: Mapping[str, str]
    groups: Mapping[str, tuple[int, ...]]
    measures: dict[str, Rule]
    totals: Totals
    scores: tuple[Fraction, ...] | None
    ties: list[Tie]

    def put(self, work: WorkParagraph) -> None:
        for start, end, run in unit_runs(work, self.units):
            if work.free(start, end):
                self._unit_list(work, start, end, run)

    def _unit_list(self, work: WorkParagraph, start: int, end: int, run: Sequence[tuple[str, str | None]]) -> None:
        places = [self.board.units.index(name) for name, _ in run if name in self.board.units]
        near = self._about(work.text, start) + work.text[end : end + 12]
        if len(places) < len(run) or (_PAST_A_LINE.search(near) and not _RANKING.search(near)):
            return  # a line chooses them, which no ranking does
        numbered = [number for _, number in run]
        counted = [(name, int(number)) for name, number in run if number is not None and number.isdigit()]
        if len(counted) == len(run):
            self._count_of(
                counted, places, near, int(total[1]) if (total := _TOTAL.search(work.text[:start])) else None
            )
        for name, values, told in self.ordered_values(near):
            if not any(number is not None for number in numbered):
                put = self._top(name, values, places, near) if told else ""
            elif _are_printed(values, places, numbered, told=told or len(counted) == len(run)):
                put = self._with_numbers(work, name, values, places, start, end)
            else:
                continue
            if put.startswith(f"{{单位：有{name}："):
                self._how_many(work, name, len(run), start, end)
                had = [value or 0 for value in values]
                put, end = self._in_printed_order(work, name, had, places, put, end)
            if put:
                work.put(start, end, put)
                if "前" in put and "得分" not in put:
                    work.listed.append(
                        (end, f"{put[1:-1].split('：{')[0]}：{name}", int(sum(values[i] or 0 for i in places)))
                    )
                self.ties += [Tie(str(n), put, f"{u}的{name}", work.text) for u, n in run if n is not None]
                if numbered.count(None) == len(run):
                    self.ties.append(Tie("、".join(u for u, _ in run), put, f"按{name}排出的名单", work.text))
                return

    def _about(self, text: str, start: int) -> str:
        """The words before a list: of its own part of the sentence; where that names no number, of the whole of it
        (得分前三名：…；后两名：…)."""
        near = before(text, start, 40)
        if len(near) > _BRIEF or not _LAST.search(near):
            return near
        whole = re.split("。", text[:start])[-1]
        return re.sub(r"前[一二三四五六七八九十\d]+[位名个家]", "", whole)[-_WHOLE:]

    def _how_many(self, work: WorkParagraph, name: str, size: int, start: int, end: int) -> None:
        """The number of all units that have any, where the sentence of their list prints it."""
        for found in _HOW_MANY.finditer(work.text, *sentence_around(work.text, start, end)):
            if int(found[0]) == size and work.free(*found.span()):
                put = f"{{单位：有{name}：个数}}"
                work.put(*found.span(), put)
                self.ties.append(Tie(found[0], put, f"有{name}的单位个数", work.text))

    def _in_printed_order(
        self,
        work: WorkParagraph,
        name: str,
        values: Sequence[Fraction | int],
        places: Sequence[int],
        put: str,
        end: int,
    ) -> tuple[str, int]:
        """A list of all units that have any, as a list of the profile where it does not go by numbers alone or has the
        units without a row at its end; what to put and up to where."""
        order = self._order_of(values, places)
        rule = next((rule for known, rule in self.counted() if known == name), None)
        outside = _OUTSIDE.match(work.text, end)
        rest = rule.bits & self.board.dispatched & ~self.board.region if rule else 0
        if outside and (outside[1] in self.units or int(outside[2]) != rest.bit_count()):
            outside = None
        if not order or (outside is None and order == ["-"]):
            return put, end
        rules = self.totals.rules
        listed = rules.free_table(f"有{name}的单位")
        rules.lists[listed] = {
            "label": listed,
            "where": {name: {"at_least": 1}},
            "order": [*order[:-1], f"-{name}", "registered"],
        }
        if outside:
            rules.lists[listed]["outside"] = True
            rules.outside = outside[1]
            end = outside.end()
            self.ties.append(Tie(outside[2], f"{{{listed}}}", f"没有列表的单位的{name}", work.text))
        return put.replace(f"单位：有{name}", listed, 1), end

    def _order_of(self, values: Sequence[Fraction | int], places: Sequence[int]) -> list[str]:
        """How the units of a list stand: by their numbers, or by groups as the text has them; empty for neither."""
        if [values[i] for i in places] == sorted((values[i] for i in places), reverse=True):
            return ["-"]
        group = {i: name for name, members in self.groups.items() for i in members}
        seen = list(dict.fromkeys(group[i] for i in places))
        keys = [(seen.index(group[i]), -values[i]) for i in places]
        if keys != sorted(keys):
            return []
        rules = self.totals.rules
        order = [*seen, *(name for name in self.groups if name not in seen)]
        if order != list(self.groups):
            if rules.prose_order not in ([], order):
                return []
            rules.prose_order = order
        return ["prose_group", "-"]

    def _count_of(self, run: Sequence[tuple[str, int]], places: Sequence[int], near: str, total: int | None) -> None:
        """Makes a measure of the count that the sentence names, where no table prints it and all the listed units, and
        no others, have just the listed numbers. Of several rules the one with the ``total`` that is printed before."""
        if self.totals.doubtful:
            return  # of orders that are not the bulletin's a few units prove no count
        board, wanted = self.board, {i: number for i, (_, number) in zip(places, run, strict=True)}
        known = [board.counts(rule.bits & board.region) for _, rule in self.counted()]
        if len(run) < _FEW or any(all(each[i] == n for i, n in wanted.items()) for each in known):
            return
        fitting = [rule for rule in self._stated(near) if _some(board.counts(rule.bits & board.region)) == wanted]
        usual = self.totals.usual_time()
        # Where the numbers tell no time, that by which the tables count: of each month alike.
        fitting.sort(key=lambda rule: ((rule.bits & board.dispatched).bit_count() != total, rule.time != usual))
        # Fewer units are enough where the sentence prints what they have together.
        summed = bool(fitting) and (fitting[0].bits & board.dispatched).bit_count() == total
        if fitting and (len(run) >= _ENOUGH or summed):
            name = self.totals.rules.measure(fitting[0], said_state(fitting[0].states[0]))
        elif not fitting and (wholes := list(self._wholes(wanted))):
            fitting, name = wholes, self.totals.new_base(wholes[0], "办件", orders=False, handed=True).name[1:-1]
        else:
            return
        self.totals.rules.notes["measures", name] = f"正文印出的{len(run)}个单位全部吻合"
        self.measures[name] = fitting[0]

    def _stated(self, near: str) -> Iterator[Rule]:
        """The counts of a state that words name, by each time; of what sentences have counted first."""
        wholes = [rule for rule, _, _, _ in reversed(self.totals.bases) if not rule.states]
        for time in ("accepted_at", "dispatched_at", "deadline_at", "closed_at", ""):
            wholes += [self.totals.whole(time, part) for part in self.totals.parts()]
        told = sorted((atom for atom in self.board.states if names(near, atom)), key=lambda atom: weight(near, (atom,)))
        for whole in wholes:
            for atom in told:
                yield whole.and_state(atom)

    def _wholes(self, wanted: Mapping[int, int]) -> Iterator[Rule]:
        """All that units got, by each time, as those of the numbers ``wanted`` alone: lists of the busiest."""
        if sum(wanted.values()) < _BUSY:
            return
        for time in self.board.times:
            rule = self.totals.whole(time, None)
            counts = self.board.counts(rule.bits & self.board.region)
            if all(counts[i] == number for i, number in wanted.items()):
                yield rule

    def ordered_values(self, near: str) -> list[tuple[str, tuple[Fraction | int | None, ...], bool]]:
        """The numbers by which units may be listed, with whether the sentence speaks of them; those first."""
        found: list[tuple[str, tuple[Fraction | int | None, ...]]] = []
        found += [(name, self.board.counts(rule.bits & self.board.region)) for name, rule in self.counted()]
        if self.scores is not None:
            found.append(("得分", self.scores))
        found += [(name, exact_of(self.board, rule)) for name, rule in self.totals.rates.items()]
        near = re.sub(r"综合|指标", "得分", near)
        told = [(name, values, stem(name) in near) for name, values in found]
        return sorted(told, key=lambda one: not one[2])

    def counted(self) -> Iterator[tuple[str, Rule]]:
        """The counts of units that are known: the tables' and what sentences have named of all that was handed out."""
        yield from self.measures.items()
        yield from ((name, rule) for rule, name, _, handed in self.totals.bases if handed and name not in self.measures)

    def of_groups(self, near: str, places: Sequence[int]) -> list[tuple[str, tuple[int, ...]]]:
        """The groups that hold all these units: the one that the sentence names; where it names none, all units
        together first, since the last of all may be of one group this time and of another the next."""
        everybody = ("单位", tuple(range(len(self.board.units))))
        inside = [(name, members) for name, members in self.groups.items() if set(places) <= set(members)]
        if len(self.groups) < 2:
            return [everybody]
        inside.sort(key=lambda one: not is_named(one[0], near))
        if any(is_named(name, near) for name, _ in inside):
            return inside[:1]
        return [*inside, everybody] if _OF_A_GROUP.search(near) else [everybody, *inside]

    def _top(self, name: str, values: Sequence[Fraction | int | None], places: Sequence[int], near: str) -> str:
        for group, members in self.of_groups(near, places):
            if which := self._chosen(name, values, places, members, last=bool(_LAST.search(near))):
                return f"{{{group}：{which}}}"
        return ""

    def _chosen(
        self,
        name: str,
        values: Sequence[Fraction | int | None],
        places: Sequence[int],
        members: Sequence[int],
        *,
        last: bool,
    ) -> str:
        """How a group's first or last units are chosen by their numbers: 转办前3; "" where they are neither."""
        known = [(value, i) for i in members if (value := values[i]) is not None]
        if len(places) == len(known):
            return ""
        size = len(places)
        for word, ordered in (
            ("前", sorted(known, key=lambda each: (-each[0], each[1]))),
            *((("后", sorted(known)), ("末", sorted(known, key=lambda each: (each[0], -each[1])))) if last else ()),
        ):
            chosen = [i for _, i in ordered[:size]]
            if list(places) == (chosen[::-1] if word == "末" else chosen):
                if ordered[size][0] == ordered[size - 1][0]:
                    self.totals.rules.cut_ties = True  # the bulletin stops at the number, whoever has as much
                return f"{name}{word}{size}"
        return ""

    def _with_numbers(
        self,
        work: WorkParagraph,
        name: str,
        values: Sequence[Fraction | int | None],
        places: Sequence[int],
        start: int,
        end: int,
    ) -> str:
        pattern = pattern_around(work.text[start:end], name)
        near = self._about(work.text, start)
        everybody = ("单位", tuple(range(len(values))))
        groups = self.of_groups(near, places)
        for group, members in (everybody, *groups):
            if set(places) == {i for i in members if values[i]} and len(places) > 1:
                return f"{{{group}：有{name}：{pattern}}}"
        for group, members in groups:
            if which := self._chosen(name, values, places, members, last=bool(_LAST.search(near))):
                return f"{{{group}：{which}：{pattern}}}"
        return ""


def _are_printed(
    values: Sequence[Fraction | int | None], places: Sequence[int], printed: Sequence[str | None], *, told: bool
) -> bool:
    """Whether units have the numbers that are printed behind them; points and percents, which are of too many things,
    only where they are told to be these."""
    pairs = zip(places, printed, strict=True)
    return told and all(number is None or is_printed(values[i], number) for i, number in pairs)


def is_printed(value: Fraction | int | None, printed: str) -> bool:
    """Whether a number is printed so: as a count, as points (97.40分), as a percentage."""
    if value is None:
        return False
    text = printed.rstrip("分%％")
    number = Fraction(text) / (100 if printed[-1] in "%％" else 1)
    step = Fraction(1, 10 ** (len(text.partition(".")[2]) + (2 if printed[-1] in "%％" else 0)))
    return value == number if printed.isdigit() else abs(value - number) * 2 <= step


def _some(counts: Sequence[int]) -> dict[int, int]:
    return {place: count for place, count in enumerate(counts) if count}
