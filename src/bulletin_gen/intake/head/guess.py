"""Guesses what an unknown head may mean, from its name and from the values below it. A guess is never acted upon."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from bulletin_gen.canonical import OPINIONS, REQUEST_TYPES, SOURCE_COLUMNS, ColumnType, request_type_name
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.text import NOTHING, Cell, cell_text, key_of
from bulletin_gen.intake.cells.values import flag_words
from bulletin_gen.intake.head.heads import HeadWords, TableHead
from bulletin_gen.intake.head.synonyms import SYNONYMS
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile.intake import IntakeRules

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
    head: TableHead, below: Sequence[Sequence[Cell]], vocabulary: HeadWords, placed: Collection[str]
) -> dict[str, Guess]:
    """For each canonical column that is not ``placed`` the head that may be it, among those nothing is known about.

    The surest guess goes first and takes both its head and its column: no head is guessed to be two columns.
    """
    best: dict[str, Guess] = {}
    taken: set[int] = set()
    for guess in sorted(_candidates(head, below, vocabulary, placed), key=lambda each: -each.sureness):
        if guess.column not in best and guess.index not in taken:
            best[guess.column] = guess
            taken.add(guess.index)
    return best


def _candidates(
    head: TableHead, below: Sequence[Sequence[Cell]], vocabulary: HeadWords, placed: Collection[str]
) -> Iterator[Guess]:
    for index, name in enumerate(head.names):
        if not name or vocabulary.knows(name) or head.meaning(index, vocabulary):
            continue
        values = [row[index] for row in below if index < len(row) and cell_text(row[index]) not in NOTHING]
        for column in SYNONYMS:
            if column not in placed and (sureness := sureness_of(name, values, column)) >= LEAST:
                yield Guess(index, name, column, sureness)


def sureness_of(name: str, values: Sequence[Cell], column: str) -> int:
    """How likely (of 100) a column of that name with those values is ``column``."""
    from rapidfuzz import fuzz

    if _contradicts(name, column):
        return 0
    alike = max(fuzz.ratio(*_told_apart(key_of(name), key_of(known))) for known in SYNONYMS[column])
    fits = _FITS.get(column) or _BY_TYPE[SOURCE_COLUMNS.get(column, ColumnType.TEXT)]
    fit = sum(map(fits, values)) / len(values) if values else 0.5
    weight = _WORD_NAME_WEIGHT if fits is _is_word else _NAME_WEIGHT
    return round(weight * alike + (100 - 100 * weight) * fit)


def _told_apart(name: str, known: str) -> tuple[str, str]:
    """What two heads are told apart by: 是否退回 and 是否超期 have but the question in common."""
    asks = name.startswith(_WHETHER) and known.startswith(_WHETHER)
    return (name.removeprefix(_WHETHER), known.removeprefix(_WHETHER)) if asks else (name, known)


def _contradicts(name: str, column: str) -> bool:
    """Whether a head's own words rule ``column`` out: a time that was set is never one at which something happened,
    however alike the names (要求办结时间, 实际办结时间) and the values are."""
    if column in ("deadline_days", "deadline_unit"):
        return _HAPPENED in name
    if SOURCE_COLUMNS.get(column) is not ColumnType.MOMENT:
        return False
    if column == "deadline_at":
        return not _SET.search(name) or _HAPPENED in name or any(word in name for word in _BEFORE_CLOSING)
    return _SET.search(name) is not None and _HAPPENED not in name


#: What heads of times set in advance say; 应 not as in 响应, 反应, 对应, 相应.
_SET = late(r"限|截止|截至|要求|规定|延期|到期|最迟|(?<![响反对相])应")
_HAPPENED = "实际"
_WHETHER = "是否"
_BEFORE_CLOSING = ("派单", "转办", "签收", "接收", "接单", "回访")  # steps whose time limits are not the deadline


def is_moment(value: Cell) -> bool:
    """Whether a cell can be a time, as a date or as a text."""
    return isinstance(value, date) or parse_moment(cell_text(value)) is not None


def _is_whole(value: Cell) -> bool:
    return cell_text(value).isdigit() and len(cell_text(value)) < 4


def _is_flag(value: Cell) -> bool:
    return key_of(cell_text(value)) in _USUAL_FLAGS


def _is_id(value: Cell) -> bool:
    text = cell_text(value)
    return len(text) >= 6 and any(sign.isdigit() for sign in text) and not is_moment(value)


def _is_opinion(value: Cell) -> bool:
    return cell_text(value) in OPINIONS


def _is_type(value: Cell) -> bool:
    return request_type_name(cell_text(value)) in REQUEST_TYPES


def _is_word(value: Cell) -> bool:
    text = cell_text(value)
    return 0 < len(text) <= 20 and not text.isdigit() and not is_moment(value)


_USUAL_FLAGS = frozenset(flag_words("", IntakeRules()))
_FITS: Mapping[str, Callable[[Cell], bool]] = {
    "order_id": _is_id,
    "deadline_days": _is_whole,
    "request_type": _is_type,
    "result_opinion": _is_opinion,
    "process_opinion": _is_opinion,
}
_BY_TYPE: Mapping[ColumnType, Callable[[Cell], bool]] = {
    ColumnType.MOMENT: is_moment,
    ColumnType.WHOLE: _is_whole,
    ColumnType.FLAG: _is_flag,
    ColumnType.TEXT: _is_word,
}
