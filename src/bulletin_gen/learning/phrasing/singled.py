"""Numbers of a group that a sentence names, and the one unit that has the most or the fewest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.finding.rates import RateRule, joint_rate
from bulletin_gen.learning.tying.labelled import label_before
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph, ends_alike, is_named, stem
from bulletin_gen.learning.tying.totals import first_time
from bulletin_gen.learning.tying.unitlists import UnitLists, is_printed
from bulletin_gen.learning.tying.unitnames import lone_units
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import format_number

#: A group's number smaller than this proves nothing.
_FEW = 3
#: So many same characters at the end of a name and of the words before a number.
_ALIKE = 3
#: Words that single one unit out, and those by which it has the fewest.
_MOST = late(r"最[多少大小高低]|居首|首位|第一|末位|垫底|倒数第一|其次")
_FEWEST_WORDS = late(r"最[少小低]|末位|垫底|倒数")
_ITS_NUMBER = late(r"([，（(]?)(?:共|为|达|有|共计|得分)?(\d+(?:\.\d+)?)(件|起|次|分|[%％])([）)]?)")
_SINGLE = 24
#: Right before a unit: it comes second.
_SECOND, _JUST_BEFORE = late("其次"), 8
#: A smaller number behind a unit is of too many things.
_TELLING = 10


class SingledOut(Struct):
    """Finds them by what ``lists`` knows of the units."""

    lists: UnitLists
    ties: list[Tie]

    def of_group(self, printed: str, near: str) -> tuple[str, str]:
        """The name of a group's count or rate that is printed so, by the words before it; "" for none."""
        named = [(name, members) for name, members in self.lists.groups.items() if len(self.lists.groups) > 1]
        places = {name: at for name, _ in named if (at := _named_last(name, near)) >= 0}
        if not places:
            return "", ""
        group = max(places, key=lambda name: places[name])
        members, own = self.lists.groups[group], near[places[group] :]
        if printed.endswith("%"):
            for name, rule in self.lists.totals.rates.items():
                label = label_before(own, len(own))
                told = stem(name) in own or (bool(label) and ends_alike(name, label, _ALIKE))
                if told and self._group_rate(rule, members, printed):
                    return f"{group}：{name}", f"{group}的{name}"
            return "", ""
        for name, counted in self.lists.counted():
            counts = self.lists.board.counts(counted.bits & self.lists.board.region)
            told = stem(name) in own or ends_alike(stem(name), label_before(own, len(own)), _ALIKE)
            if told and sum(counts[i] for i in members) == int(printed) >= _FEW:
                return f"{group}：{name}", f"{group}的{name}"
        return "", ""

    def _group_rate(self, rule: RateRule, members: Sequence[int], printed: str) -> bool:
        share = joint_rate(self.lists.board, rule, members)
        return share is not None and format_number(share, replace(rule.style, bare=False)) == printed

    def put(self, work: WorkParagraph) -> None:
        """One unit that has the most, or the fewest, of what the sentence speaks of: 承办量最大的是甲镇，88件."""
        for start, end, unit in lone_units(work, self.lists.units):
            sentence = (
                re.split("[。；]", work.text[:start])[-1][-_SINGLE:]
                + re.split("[。；，]", work.text[end:])[0][:_SINGLE]
            )
            if not _MOST.search(sentence) or unit not in self.lists.board.units or not work.free(start, end):
                continue
            place = self.lists.board.units.index(unit)
            further = _SECOND.search(re.split("[。；]", work.text[:start])[-1][-_JUST_BEFORE:])
            which = "第2" if further else "后1" if _FEWEST_WORDS.search(sentence) else "前1"
            for name, values in self._spoken_of(sentence) or self._printed_behind(work, end, place):
                if group := self._placed_in(_own_clause(work.text[:start]), values, place, which):
                    self._put_single(work, (start, end), unit, name, f"{group}：{name}{which}", values[place])
                    break

    def _placed_in(self, sentence: str, values: Sequence[Fraction | int | None], place: int, which: str) -> str:
        """The group in which a unit alone has the most, the fewest, or comes second: the one that the sentence names,
        or all; where another has as much nothing tells which of them is named."""
        own = values[place]
        if own is None:
            return ""
        for group, members in self.lists.of_groups(sentence, [place])[:1]:
            known = [value for i in members if (value := values[i]) is not None]
            better = sum(value < own if which == "后1" else value > own for value in known)
            if known.count(own) == 1 and better == (1 if which == "第2" else 0):
                return group
        return ""

    def _put_single(
        self, work: WorkParagraph, at: tuple[int, int], unit: str, name: str, which: str, value: Fraction | int | None
    ) -> None:
        """The unit, with its number where that stands behind it: in brackets in one pattern, else by itself."""
        number = _ITS_NUMBER.match(work.text, at[1])
        whole = f"{number[2]}{number[3]}" if number else ""
        if number is None or not is_printed(value, whole.rstrip("件起次")) or not work.free(at[0], number.end()):
            work.put(*at, f"{{{which}}}")
        elif number[1] in ("（", "("):
            sign = "" if number[3] in ("%", "％") else number[3]
            work.put(at[0], number.end(), f"{{{which}：{{单位}}{number[1]}{{{name}}}{sign}{number[4]}}}")
            self.ties.append(Tie(number[2], f"{{{which}}}", f"它的{name}", work.text))
        else:
            work.put(*at, f"{{{which}}}")
            if whole.isdigit() or number[3] in ("件", "起", "次"):
                work.put(*number.span(2), f"{{{which}：{name}}}")
                self.ties.append(Tie(number[2], f"{{{which}：{name}}}", f"它的{name}", work.text))
        self.ties.append(Tie(unit, f"{{{which}}}", f"按{name}排出的单位", work.text))

    def _printed_behind(
        self, work: WorkParagraph, end: int, place: int
    ) -> list[tuple[str, tuple[Fraction | int | None, ...]]]:
        """The counts of units that are the number printed behind the one named."""
        number = _ITS_NUMBER.match(work.text, end)
        if number is None or number[3] not in ("件", "起", "次") or int(number[2]) < _TELLING:
            return []
        return [(name, values) for name, values, _ in self.lists.ordered_values("") if values[place] == int(number[2])]

    def _spoken_of(self, sentence: str) -> list[tuple[str, tuple[Fraction | int | None, ...]]]:
        """The numbers by which units may be told apart that a sentence names, or whose time it names."""
        told = [(name, values) for name, values, said in self.lists.ordered_values(sentence) if said]
        rules = dict(self.lists.counted())
        plain = [name for name, rule in rules.items() if not rule.atoms and rule.time == first_time(sentence)]
        values = {name: values for name, values, _ in self.lists.ordered_values(sentence)}
        return told or [(name, values[name]) for name in plain if name in values]


def _own_clause(before: str) -> str:
    """The words before a unit that speak of it: its own part of the sentence, with the part before that where this only
    says of whom it is (乡镇中，…)."""
    parts = re.split("，", re.split("[。；]", before)[-1])
    return parts[-2] + parts[-1] if len(parts) > 1 and not re.search(r"\d", parts[-2]) else parts[-1]


def _named_last(group: str, near: str) -> int:
    """Where words name a group last, brackets aside; -1 where they do not."""
    bare = re.sub(r"[（）()、]", "", group)
    places = [near.rfind(group), near.rfind(bare)]
    return max(*places, near.rfind(group[:2]) if len(group) >= 2 and is_named(group, near) else -1)
