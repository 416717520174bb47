"""Finding the head of a table, wherever it is, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bulletin_gen.intake.synonyms import IDLE, PERSONAL, SYNONYMS
from bulletin_gen.intake.text import Cell, cell_text, key_of
from bulletin_gen.profile.intake import Intake

#: How many rows from the top a head may be below titles.
DEPTH = 40


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Head names of one county: normalised head → canonical column, the profile's names first."""

    mapped: Mapping[str, str]  # by the profile
    usual: Mapping[str, str]  # by the synonyms
    idle: frozenset[str]  # known and not wanted

    @classmethod
    def of(cls, rules: Intake) -> Vocabulary:
        """The vocabulary of a profile. A column that the profile maps is found by the profile's names only."""
        mapped = {key_of(name): column for column, names in rules.columns.items() for name in names}
        ignored = {key_of(name) for name in rules.ignore_columns}
        usual = {
            key_of(name): column
            for column, names in SYNONYMS.items()
            if column not in rules.columns
            for name in names
            if key_of(name) not in mapped and key_of(name) not in ignored
        }
        idle = frozenset(ignored | {key_of(name) for name in PERSONAL | IDLE} - mapped.keys() - usual.keys())
        return cls(mapped, usual, idle)

    def meaning(self, head: str) -> str | None:
        """The canonical column that ``head`` means for certain."""
        key = key_of(head)
        return self.mapped.get(key) or self.usual.get(key)

    def knows(self, head: str) -> bool:
        """Whether ``head`` is any known head."""
        key = key_of(head)
        return key in self.mapped or key in self.usual or key in self.idle


@dataclass(frozen=True, slots=True)
class Head:
    """A found head: ``first``…``last`` are its rows (from 1), ``names`` the full name of each column."""

    first: int
    last: int
    names: tuple[str, ...]
    upper: tuple[str, ...] = ()  # the upper level, where there are two

    def places(self, vocabulary: Vocabulary) -> dict[str, list[int]]:
        """Canonical column → where it is; in the profile's order of names, then from the left."""
        places: dict[str, list[int]] = {}
        for index, name in enumerate(self.names):
            if column := vocabulary.meaning(name):
                places.setdefault(column, []).append(index)
        order = list(vocabulary.mapped)
        for indexes in places.values():
            indexes.sort(key=lambda index: _rank(order, key_of(self.names[index])))
        return places


def _rank(order: list[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def find_head(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> Head | None:
    """The head among the first ``rows``: the row, or pair of rows, with the most known names; None without one."""
    texts = [tuple(cell_text(value) for value in row) for row in rows[:DEPTH]]
    best: Head | None = None
    most = 0
    for head in _candidates(texts):
        known = len({key_of(name) for name in head.names if name and vocabulary.knows(name)})
        if known > most and _is_head(head, vocabulary, known):
            best, most = head, known
    return best


def _candidates(texts: Sequence[tuple[str, ...]]) -> list[Head]:
    single = [Head(row, row, names) for row, names in enumerate(texts, 1)]
    double = [
        Head(row, row + 1, tuple(low or high for high, low in zip(upper, lower, strict=True)), upper)
        for row, (upper, lower) in enumerate(zip(texts, texts[1:], strict=False), 1)
        if len(upper) == len(lower)
    ]
    return single + double


def _is_head(head: Head, vocabulary: Vocabulary, known: int) -> bool:
    columns = {vocabulary.meaning(name) for name in head.names}
    return "order_id" in columns and known >= 2
