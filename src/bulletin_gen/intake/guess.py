"""Guesses what an unknown head may mean, from its name and from the values below it. A guess is never acted upon."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from bulletin_gen.canonical import OPINIONS, SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.heads import Head, Vocabulary
from bulletin_gen.intake.moments import parse_moment
from bulletin_gen.intake.synonyms import SYNONYMS
from bulletin_gen.intake.text import NOTHING, Cell, cell_text, key_of
from bulletin_gen.intake.values import flag_words
from bulletin_gen.profile.intake import Intake

#: A guess below this (of 100) is none.
LEAST = 50
_NAME_WEIGHT = 0.6
_WORD_NAME_WEIGHT = 0.9  # that a column holds words says little


class Guess(Struct, frozen=True):
    """Column ``index`` with head ``name`` may be ``column``; ``sureness`` is of 100."""

    index: int
    name: str
    column: str
    sureness: int


def guesses(
    head: Head, below: Sequence[Sequence[Cell]], vocabulary: Vocabulary, wanted: Sequence[str]
) -> dict[str, Guess]:
    """For each wanted canonical column the best guess among the heads that nothing is known about."""
    best: dict[str, Guess] = {}
    for index, name in enumerate(head.names):
        if not name or vocabulary.knows(name) or head.meaning(index, vocabulary):
            continue
        values = [row[index] for row in below if index < len(row) and cell_text(row[index]) not in NOTHING]
        for column in wanted:
            sureness = sureness_of(name, values, column)
            if sureness >= LEAST and (column not in best or sureness > best[column].sureness):
                best[column] = Guess(index, name, column, sureness)
    return best


def sureness_of(name: str, values: Sequence[Cell], column: str) -> int:
    """How likely (of 100) a column of that name with those values is ``column``."""
    from rapidfuzz import fuzz

    alike = max(fuzz.ratio(key_of(name), key_of(known)) for known in SYNONYMS[column])
    fits = _FITS.get(column) or _BY_TYPE[SOURCE_COLUMNS.get(column, ColumnType.TEXT)]
    fit = sum(map(fits, values)) / len(values) if values else 0.5
    weight = _WORD_NAME_WEIGHT if fits is _is_word else _NAME_WEIGHT
    return round(weight * alike + (100 - 100 * weight) * fit)


def _is_moment(value: Cell) -> bool:
    return isinstance(value, date) or parse_moment(cell_text(value)) is not None


def _is_whole(value: Cell) -> bool:
    return cell_text(value).isdigit() and len(cell_text(value)) < 4


def _is_flag(value: Cell) -> bool:
    return key_of(cell_text(value)) in _USUAL_FLAGS


def _is_id(value: Cell) -> bool:
    text = cell_text(value)
    return len(text) >= 6 and any(sign.isdigit() for sign in text) and not _is_moment(value)


def _is_opinion(value: Cell) -> bool:
    return cell_text(value) in OPINIONS


def _is_word(value: Cell) -> bool:
    text = cell_text(value)
    return 0 < len(text) <= 20 and not text.isdigit() and not _is_moment(value)


_USUAL_FLAGS = frozenset(flag_words("", Intake()))
_FITS: Mapping[str, Callable[[Cell], bool]] = {
    "order_id": _is_id,
    "deadline_days": _is_whole,
    "result_opinion": _is_opinion,
    "process_opinion": _is_opinion,
}
_BY_TYPE: Mapping[ColumnType, Callable[[Cell], bool]] = {
    ColumnType.MOMENT: _is_moment,
    ColumnType.WHOLE: _is_whole,
    ColumnType.FLAG: _is_flag,
    ColumnType.TEXT: _is_word,
}
