"""Where a learnt table is printed, and of which units: annexed with all of them, or in the text with the first few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from bulletin_gen.learning.finding.board import Board, Rule
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.reading.front import FrontMatter, plain
from bulletin_gen.learning.reading.members import Members
from bulletin_gen.learning.reading.printed import UnitTable


class TablePlaces(Struct, frozen=True):
    """What tells where a table stands: the dispatches of all units, the units, the text."""

    board: Board
    members: Members
    front: FrontMatter

    def in_text(self, part: UnitTable) -> bool:
        """Whether text goes on behind a table."""
        return part.file == self.front.file and part.order < self.front.end

    def cut(self, learnt: LearntTable, parts: Sequence[UnitTable]) -> bool:
        """Whether a table prints only some units of a group and nothing says which: it cannot be printed again."""
        return any(len(part.lines) < self._size(part) and self.first_of(learnt, part) is None for part in parts)

    def _size(self, part: UnitTable) -> int:
        groups = {line.group for line in part.lines}
        return sum(1 for unit in self.members.units if unit.group in groups)

    def first_of(self, learnt: LearntTable, part: UnitTable) -> tuple[str, dict[str, Any]] | None:
        """Where a table prints only some units of a group: the column that says which, and the list's rule (without its
        order): the first few, or those from a number on (that its title says, or from the first on). None where it
        prints them all, or others."""
        printed = [line.name for line in part.lines]
        groups = tuple(dict.fromkeys(line.group for line in part.lines))
        every = [unit.name for unit in self.members.units if unit.group in groups]
        if len(printed) >= len(every):
            return None
        for head, rule in _counted(learnt):
            counts = dict(zip(self.board.units, self.board.counts(rule.bits & self.board.region), strict=True))
            ordered = sorted(every, key=lambda name: (-counts[name], every.index(name)))
            if bound := self._bound(part, counts, printed, every):
                return head, {"groups": list(groups), "where": {head: {"at_least": bound}}}
            # By a number that the last of them lacks they are not chosen.
            if ordered[: len(printed)] == printed and counts[printed[-1]]:
                return head, {"groups": list(groups), "top": len(printed)}
        return None

    def _bound(self, part: UnitTable, counts: Mapping[str, int], printed: Sequence[str], every: Sequence[str]) -> int:
        """From which number on units are printed: the one that the words over the table say, or one, where the others
        have none; 0 where nothing tells, or others are printed."""
        least = min(counts[name] for name in printed)
        most_left = max((counts[name] for name in every if name not in printed), default=0)
        if most_left >= least:
            return 0
        said = [int(number) for number in re.findall(r"(\d+)(?:件|起|次)?(?:（含）)?及?以上", self._over(part))]
        fitting = [number for number in said if most_left < number <= least]
        return fitting[0] if fitting else 0 if most_left else 1

    def _over(self, part: UnitTable) -> str:
        """The title of a table and the words right before it."""
        before = [plain(each.text) for each in self.front.body if part.order - 2 <= each.order < part.order]
        return "".join((part.caption, *before))


def _counted(learnt: LearntTable) -> Iterator[tuple[str, Rule]]:
    for head in learnt.table.heads:
        found = learnt.chosen.found.get(head)
        if found is not None and found.rule is not None:
            yield head, found.rule
