"""Lists of the units past a threshold: 满意率低于75%的有2个：甲镇（50%）、乙镇（60.71%）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct

from bulletin_gen.learning.finding.rates import RateRule, exact_of, joint_rate
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph, ends_alike, is_named, sentence_around, stem
from bulletin_gen.learning.tying.unitlists import UnitLists, is_printed
from bulletin_gen.learning.tying.unitnames import pattern_around, unit_runs
from bulletin_gen.leaves.frugal import late

_BELOW, _ABOVE = "低于|不足|不到|未达到?|小于|少于", "高于|超过|大于|多于"
_THRESHOLD = late(
    rf"(?P<word>{_BELOW}|{_ABOVE}|不低于|不高于|不少于|不超过|达到?|在|为)?(?P<number>\d+(?:\.\d+)?)(?P<unit>[%％]|件|起|次|分)?"
    r"(?:（含）)?(?P<tail>及?以上|及?以下)?"
)
#: So many characters before a list may hold its threshold; a label is one of so many right before that.
_NEAR, _LABEL, _ALIKE, _SHORTEST = 60, 14, 4, 3
_HOW_MANY = late(r"(?<![\d.])(\d+)(?=[个家])")

#: Units are held against what all have together: 按期办结率低于全县平均水平.
_AVERAGE = late(
    r"(?P<word>低于|高于|超过)(?:全[市县区旗州]|全部|总体|各单位)?(?:平均|均值|总体)(?:水平|值|办结率|满意率)?"
)

Values = Sequence[Fraction | int | None]


class Thresholds(Struct):
    """Finds such lists and makes lists of the profile of them."""

    lists: UnitLists
    ties: list[Tie]

    def put(self, work: WorkParagraph) -> None:
        """Puts names in place of them."""
        for start, end, run in unit_runs(work, self.lists.units, fewest=1):
            places = [self.lists.board.units.index(name) for name, _ in run if name in self.lists.board.units]
            if len(places) == len(run) and work.free(start, end):
                self._list(work, (start, end), places, [number for _, number in run])
        self._averages(work)

    def _averages(self, work: WorkParagraph) -> None:
        """How many units of a group are under, or over, the rate of all, with their names where these follow."""
        for found in _AVERAGE.finditer(work.text):
            first, last = sentence_around(work.text, *found.span())
            label = re.split("[，。；、：\\d]", work.text[first : found.start()])[-1][-_LABEL:]
            many = next(iter(_HOW_MANY.finditer(work.text, first, last)), None)
            run = next((each for each in unit_runs(work, self.lists.units, fewest=1) if first <= each[0] < last), None)
            if many is None or not work.free(*many.span(1)):
                continue
            below = found["word"] == "低于"
            for name, rule in self.lists.totals.rates.items():
                if not (label.endswith(stem(name)) or ends_alike(name, label, _ALIKE)):
                    continue
                if self._past_average(work, name, rule, many, run, below=below):
                    break

    def _past_average(
        self, work: WorkParagraph, name: str, rule: RateRule, many: re.Match[str],
        run: tuple[int, int, list[tuple[str, str | None]]] | None, *, below: bool,
    ) -> bool:  # fmt: skip
        board = self.lists.board
        values, whole = exact_of(board, rule), joint_rate(board, rule, range(len(board.units)))
        if whole is None:
            return False
        named = {board.units.index(unit) for unit, _ in run[2] if unit in board.units} if run else set()
        near = work.text[max(0, many.start() - _NEAR) : many.end()]
        named_groups = [(group, members) for group, members in self.lists.groups.items() if is_named(group, near)]
        for group, members in named_groups or [("单位", tuple(range(len(board.units))))]:
            some = {i for i in members if (v := values[i]) is not None and (v < whole if below else v > whole)}
            if len(some) != int(many[1]) or (named and named != some):
                continue
            bound: dict[str, Any] = {"below_whole" if below else "above_whole": True}
            order = _order(name, values, [board.units.index(unit) for unit, _ in run[2]] if run else [])
            words = f"{'低于' if below else '高于'}平均"
            called = self._rule(name, words, bound, order, group, f"正文说有{many[1]}个，吻合")
            work.put(*many.span(1), f"{{{called}：个数}}")
            self.ties.append(
                Tie(many[1], f"{{{called}：个数}}", f"{name}{'低于' if below else '高于'}全部的单位", work.text)
            )
            if run and work.free(run[0], run[1]):
                put = f"{{{called}：{pattern_around(work.text[run[0] : run[1]], name)}}}"
                work.put(run[0], run[1], put)
                self.ties.append(Tie(work.text[run[0] : run[1]], put, f"{name}过了平均的单位", work.text))
            return True
        return False

    def _list(
        self, work: WorkParagraph, at: tuple[int, int], places: Sequence[int], printed: Sequence[str | None]
    ) -> None:
        first = max(0, at[0] - _NEAR, work.text.rfind("。", 0, at[0]) + 1)
        for found in reversed([*_THRESHOLD.finditer(work.text, first, at[0])]):
            near = re.split("[，。；、：]", work.text[first : found.start()])[-1][-_LABEL:]
            for name, values, bound in self._chosen(near, found, places, work.text[first : at[0]]):
                if all(
                    number is None or is_printed(values[i], number) for i, number in zip(places, printed, strict=True)
                ):
                    self._put(work, at, found, name, values, bound, places)
                    return

    def _chosen(
        self, label: str, found: re.Match[str], places: Sequence[int], near: str
    ) -> Iterator[tuple[str, Values, dict[str, Any]]]:
        """The numbers that the words before a threshold name and by which it chooses just these units, and the rule."""
        number = Fraction(found["number"]) / (100 if found["unit"] in ("%", "％") else 1)
        for name, values, _ in self.lists.ordered_values(label):
            spoken = (
                label.endswith(stem(name)) or stem(name) in label or (len(label) >= _SHORTEST and name.endswith(label))
            )
            for bound in _bounds(found) if spoken else ():
                for group, members in self.lists.of_groups(near, places):
                    some = {i for i in members if (value := values[i]) is not None and _holds(value, bound, number)}
                    if some == {*places}:
                        yield name, values, {"bound": bound, "value": _said(found), "group": group}

    def _put(
        self, work: WorkParagraph, at: tuple[int, int], found: re.Match[str], name: str, values: Values,
        rule: Mapping[str, Any], places: Sequence[int],
    ) -> None:  # fmt: skip
        words = f"{found['word'] or ''}{found['number']}{found['tail'] or ''}"
        bound, note = {rule["bound"]: rule["value"]}, f"正文列出的{len(places)}个单位全部吻合"
        order = _order(name, values, places)
        called = self._rule(name, words, bound, order, rule["group"], note)
        if len({values[i] for i in places}) == 1:
            self.lists.totals.rules.remarks.append(
                f"名单“{called}”本期{'只有一个' if len(places) == 1 else '的数都一样'}，先后按什么排看不出，现在按名册"
            )
        put = f"{{{called}：{pattern_around(work.text[at[0] : at[1]], name)}}}"
        work.put(*at, put)
        self.ties.append(Tie(work.text[at[0] : at[1]], put, f"{name}过了线的单位", work.text))
        if work.free(*found.span("number")):
            end = found.end("unit") if found["unit"] in ("%", "％") else found.end("number")
            work.put(found.start("number"), end, f"{{“{work.text[found.start('number') : end]}”}}")
        for many in _HOW_MANY.finditer(work.text, *sentence_around(work.text, *at)):
            if int(many[1]) == len(places) and work.free(*many.span(1)):
                work.put(*many.span(1), f"{{{called}：个数}}")
                self.ties.append(Tie(many[1], f"{{{called}：个数}}", "这些单位的个数", work.text))
                break

    def _rule(
        self, name: str, words: str, bound: Mapping[str, Any], order: Sequence[str], group: str, note: str
    ) -> str:
        """A list of the units of a group (单位: of all) for which a number is past a bound; its name."""
        rules = self.lists.totals.rules
        called = rules.free_table(f"{name}{words}的单位")
        groups = {"groups": [group]} if group != "单位" else {}
        rules.lists[called] = {"label": called, "where": {name: dict(bound)}, "order": [*order], **groups}
        rules.notes["lists", called] = note
        return called


def _bounds(found: re.Match[str]) -> list[str]:
    """What words may ask: 75%以下 may or may not mean 75% too."""
    word, tail = found["word"] or "", found["tail"] or ""
    if tail:
        return ["at_least", "above"] if "上" in tail else ["at_most", "below"]
    if re.fullmatch(_BELOW, word):
        return ["below"]
    if re.fullmatch(_ABOVE, word):
        return ["above"]
    return {"不低于": ["at_least"], "不少于": ["at_least"], "不高于": ["at_most"], "不超过": ["at_most"]}.get(
        word, ["equals", "at_least"]
    )


def _holds(value: Fraction | int, bound: str, number: Fraction) -> bool:
    return {
        "below": value < number,
        "above": value > number,
        "at_least": value >= number,
        "at_most": value <= number,
        "equals": value == number,
    }[bound]


def _said(found: re.Match[str]) -> str | int:
    if found["unit"] in ("%", "％"):
        return f"{found['number']}%"
    return int(found["number"]) if found["number"].isdigit() else found["number"]


def _order(name: str, values: Values, places: Sequence[int]) -> list[str]:
    """How the listed units stand: by their numbers, the lower or the higher first, or as registered."""
    listed = [value for i in places if (value := values[i]) is not None]
    if listed == sorted(listed, reverse=True) and len(set(listed)) > 1:
        return [f"-{name}", "registered"]
    if listed == sorted(listed) and len(set(listed)) > 1:
        return [name, "registered"]
    return ["group", "registered"]
