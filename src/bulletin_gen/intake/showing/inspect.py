"""What files hold, as far as the program can tell: for ``inspect``, before a profile is right or even there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
from msgspec import Struct, field

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.cells.grids import Grid, column_letters
from bulletin_gen.intake.cells.rawcolumns import AS_TEXT
from bulletin_gen.intake.cells.spans import unread_spans
from bulletin_gen.intake.cells.text import NOTHING, shown, tidy
from bulletin_gen.intake.cells.told import slipped_rows, told, told_name
from bulletin_gen.intake.cells.unitcells import split_cell
from bulletin_gen.intake.cells.values import Unread, read_values
from bulletin_gen.intake.dispatches.gather import stack
from bulletin_gen.intake.files.opening import open_file
from bulletin_gen.intake.head.columns import meant
from bulletin_gen.intake.head.guess import Guess, guesses
from bulletin_gen.intake.head.heads import HeadWords, TableHead
from bulletin_gen.intake.head.nearest import NearHead, nearest_head, without_orders
from bulletin_gen.intake.head.sheets import Sheet, read_sheet, take_sheet
from bulletin_gen.intake.head.synonyms import PERSONAL, head_key, head_of
from bulletin_gen.intake.kept.resolve import UnitNames
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import IntakeRules

#: How a column was recognised; what users read.
BY_PROFILE, BY_SYNONYM, BY_GUESS, PRIVATE, IGNORED, UNKNOWN = (
    "按 profile", "按常见列名", "猜测，要确认", "个人信息，不读", "不用", "不认识",
)  # fmt: skip
#: A guess from this (of 100) on is written with others; a lesser one only where a person names it.
SURE = 80
#: Distinct values shown of a coded column.
MOST_VALUES = 30
_FREE = ("order_id", "unit", "co_units")


class Value(Struct, frozen=True):
    """A distinct value of a coded column; ``known``: understood as it stands."""

    text: str
    count: int
    known: bool = True


class SeenColumn(Struct, frozen=True):
    """One column of a sheet. ``sureness`` is of 100; ``values`` only for coded columns, never for citizens' data."""

    letter: str
    name: str
    how: str
    column: str = ""  # canonical
    label: str = ""  # its usual head
    sureness: int = 0
    filled: int = 0
    blank: int = 0
    first: datetime | None = None
    last: datetime | None = None
    values: tuple[Value, ...] = ()


class UnitName(Struct, frozen=True):
    """A unit as written: registered under ``unit``, or unknown with the nearest registered names."""

    text: str
    count: int
    unit: str = ""
    nearest: tuple[str, ...] = ()


class SheetReport(Struct, frozen=True):
    """One sheet: where its head is (rows from 1; None: no head of orders), its columns, rows and units."""

    file: str
    sheet: str
    hidden: bool = False
    head: tuple[int, int] | None = None
    rows: int = 0
    set_aside: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[SeenColumn, ...] = ()
    units: tuple[UnitName, ...] = ()
    repeated_ids: int = 0
    near: NearHead | None = None  # where no head was recognised


class Inspection(Struct, frozen=True):
    """Everything found in the files, and the files that could not be read."""

    sheets: tuple[SheetReport, ...]
    issues: tuple[Issue, ...]

    def guessed(self) -> dict[str, str]:
        """Canonical column → head, for every guess; which of them are true, a person must say."""
        return self._mapping((BY_GUESS,))

    def sure_guesses(self) -> dict[str, str]:
        """Those guesses that may be taken together: from ``SURE`` on, and no yes or no, whose sense may be inverted."""
        doubtful = {
            column.column
            for sheet in self.sheets
            for column in sheet.columns
            if column.how == BY_GUESS
            and (column.sureness < SURE or SOURCE_COLUMNS.get(column.column) is ColumnType.FLAG)
        }
        return {column: head for column, head in self.guessed().items() if column not in doubtful}

    def recognised(self) -> dict[str, str]:
        """Canonical column → head, for what the synonyms and guesses say."""
        return self._mapping((BY_SYNONYM, BY_GUESS))

    def _mapping(self, ways: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for sheet in self.sheets:
            for column in sheet.columns:
                if column.column and column.how in ways:
                    found.setdefault(column.column, column.name)
        return found


def inspect_files(
    files: Sequence[Path],
    profile: Profile | None = None,
    registry: Registry | None = None,
    reading: IntakeRules | None = None,
) -> Inspection:
    """What ``files`` hold. Without a profile the rules of ``reading`` are the measure, or the usual names and words."""
    rules = profile.intake if profile else reading or IntakeRules()
    vocabulary = HeadWords.of(rules)
    sheets: list[SheetReport] = []
    issues: list[Issue] = []
    for path in files:
        try:
            seen = [_report(grid, rules, vocabulary, registry) for grid in open_file(path)]
        except BulletinError as reason:
            issues += reason.issues
            continue
        sheets += seen
        issues += _without_orders(path.name, seen)
    return Inspection(tuple(sheets), tuple(issues))


def _without_orders(file: str, seen: Sequence[SheetReport]) -> list[Issue]:
    """What to say of a file in which no sheet of orders was recognised: which row comes nearest, what to write."""
    if any(sheet.head for sheet in seen):
        return []
    near = [sheet.near for sheet in seen if sheet.near]
    return [without_orders(file, max(near, key=lambda each: each.known) if near else None)]


def _report(grid: Grid, rules: IntakeRules, vocabulary: HeadWords, registry: Registry | None) -> SheetReport:
    head, rows, top = take_sheet(grid, vocabulary)
    if head is None:
        count = sum(1 for row in (*top, *rows) if any(value not in ("", None) for value in row))
        return SheetReport(grid.file, grid.sheet, grid.hidden, rows=count, near=nearest_head(top, vocabulary))
    places = meant(head, top, vocabulary)
    below = top[head.last :]
    guessed = guesses(head, below, vocabulary, places)
    chosen = {column: indexes[:1] for column, indexes in places.items()}
    chosen |= {column: [guess.index] for column, guess in guessed.items()}
    sheet = read_sheet(grid, head, rows, chosen, vocabulary)
    raw = stack([sheet])
    typed, unread = read_values(raw, rules)
    unread += unread_spans(raw)
    meanings = {indexes[0]: column for column, indexes in chosen.items()}
    bad = slipped_rows(raw)
    columns = [
        _column(index, head, vocabulary, meanings.get(index, ""), guessed, sheet, typed, unread, raw.filter(~bad))
        for index, name in enumerate(head.names)
        if name
    ]
    units = _units(sheet, rules, registry, raw.filter(~bad)) if "unit" in sheet.heads else ()
    repeated = sheet.frame.height - sheet.frame["order_id"].n_unique()
    return SheetReport(
        grid.file, grid.sheet, grid.hidden, (head.first, head.last), sheet.read, sheet.set_aside,
        tuple(columns), units, repeated,
    )  # fmt: skip


def _column(
    index: int, head: TableHead, vocabulary: HeadWords, column: str, guessed: Mapping[str, Guess],
    sheet: Sheet, typed: pl.DataFrame, unread: Sequence[Unread], sound: pl.DataFrame,
) -> SeenColumn:  # fmt: skip
    name, letter = head.names[index], column_letters(sheet.left + index)
    if not column:
        return SeenColumn(letter, name, _why_not(name, vocabulary))
    how, sureness = _how(index, head, vocabulary, guessed.get(column))
    raw = sheet.frame[column]
    if column + AS_TEXT in sheet.frame.columns:
        raw = typed[column]
    blank = int((raw.is_null() | (raw.cast(str).str.strip_chars().is_in(list(NOTHING)))).sum())
    first, last = _range(typed, column)
    return SeenColumn(
        letter, name, how, column, head_of(column), sureness, raw.len() - blank, blank, first, last,
        _values(sheet.frame, column, unread, sound),
    )  # fmt: skip


def _how(index: int, head: TableHead, vocabulary: HeadWords, guess: Guess | None) -> tuple[str, int]:
    if guess is not None and guess.index == index:
        return BY_GUESS, guess.sureness
    mapped = any(head_key(title) in vocabulary.mapped for title in head.titles(index))
    return (BY_PROFILE if mapped else BY_SYNONYM), 100


def _why_not(name: str, vocabulary: HeadWords) -> str:
    if head_key(name) in {head_key(known) for known in PERSONAL}:
        return PRIVATE
    return IGNORED if vocabulary.knows(name) else UNKNOWN


def _range(typed: pl.DataFrame, column: str) -> tuple[datetime | None, datetime | None]:
    if SOURCE_COLUMNS.get(column) is not ColumnType.MOMENT:
        return None, None
    first, last = typed[column].min(), typed[column].max()
    return (first if isinstance(first, datetime) else None), (last if isinstance(last, datetime) else None)


def _values(frame: pl.DataFrame, column: str, unread: Sequence[Unread], sound: pl.DataFrame) -> tuple[Value, ...]:
    """The distinct values of a coded column by count; of a column of moments only those not understood. What stands
    only in rows whose cells slipped, not in ``sound`` ones, is told by its length."""
    missed = next((set(one.texts) for one in unread if one.column == column), set[str]())
    moment = SOURCE_COLUMNS.get(column) is ColumnType.MOMENT
    if column in _FREE or (moment and not missed):
        return ()
    written = column + AS_TEXT if moment else column
    texts, fit = frame[written].drop_nulls(), set(sound[written])
    counts = texts.value_counts(sort=True, name="n").rows()
    kept = [(text, count) for text, count in counts if tidy(text) not in NOTHING and (not moment or text in missed)]
    kept.sort(key=lambda one: (one[0] not in missed, -one[1], one[0]))
    return tuple(
        Value(_told(text, column, missed, fit), count, text not in missed) for text, count in kept[:MOST_VALUES]
    )


def _told(text: str, column: str, missed: set[str], fit: set[str]) -> str:
    if text in missed or text not in fit:
        return told(text, column, slipped=text not in fit)
    return shown(text)


def _units(sheet: Sheet, rules: IntakeRules, registry: Registry | None, sound: pl.DataFrame) -> tuple[UnitName, ...]:
    names = UnitNames.of(registry) if registry else None
    counts: dict[str, int] = {}
    fit = set(sound["unit"])
    slid: set[str] = set()
    for cell, count in sheet.frame["unit"].drop_nulls().value_counts(name="n").rows():
        for text in split_cell(cell, rules, lambda name: names is not None and names.find(name) is not None):
            counts[text] = counts.get(text, 0) + count
            slid |= {text} if cell not in fit else set()
    found = [_unit(text, count, names, text in slid) for text, count in counts.items()]
    return tuple(sorted(found, key=lambda one: (bool(one.unit), -one.count, one.text)))


def _unit(text: str, count: int, names: UnitNames | None, slid: bool) -> UnitName:
    unit = names.find(text) if names else None
    if names is None or unit is not None:
        return UnitName(told_name(text, slipped=slid), count, unit.name if unit else "")
    return UnitName(told_name(text, slipped=slid), count, "", tuple(names.nearest(text)))
