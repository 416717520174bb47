"""Everything that can be said about a period, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from bulletin_gen.facts.asked.desk import Desk
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import (
    BreakdownFacts,
    ByName,
    ChangeFacts,
    DecisionFacts,
    GradeFacts,
    GroupFacts,
    ListFacts,
    MoveFacts,
    OrderListFacts,
    ScopeFacts,
    TableFacts,
)


class Facts(Struct, frozen=True):
    """All of it. ``figures`` holds every figure by id: what facts.json saves and verification looks up. At the ``desk``
    sentences ask for what nobody has worked out yet; it is in ``figures`` from then on."""

    county: Figure
    hotline: Figure
    period: ByName[Figure]  # name, short_name, month_name, span, this, last_word, year, number, days, first, last
    previous: ByName[Figure]
    year_ago: ByName[Figure]
    document: ByName[Figure]  # issue_number, running_number, number, dated, printed_on, year — those that exist
    total: ScopeFacts
    outside: ScopeFacts | None
    units: tuple[ScopeFacts, ...]  # registered order
    groups: tuple[GroupFacts, ...]  # prose order
    breakdowns: ByName[BreakdownFacts]
    quotients: ByName[Figure]
    changes: ByName[ChangeFacts]
    lists: ByName[ListFacts]
    order_lists: ByName[OrderListFacts]
    grades: ByName[GradeFacts]
    moves: tuple[MoveFacts, ...]
    supplied: ByName[Figure]
    tables: ByName[TableFacts]  # of units or of a list
    decisions: tuple[DecisionFacts, ...]
    figures: Mapping[str, Figure]
    desk: Desk
    dated: date | None = None  # 成文日期

    def group(self, name: str) -> GroupFacts:
        """The group of that name; ``KeyError`` when there is none."""
        for group in self.groups:
            if group.scope.key == name:
                return group
        raise KeyError(name)

    def unit(self, name: str) -> ScopeFacts:
        """The unit of that registered name; ``KeyError`` when there is none."""
        for unit in self.units:
            if unit.key == name:
                return unit
        raise KeyError(name)
