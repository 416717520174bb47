"""What a data check is: a named, graded question to what was read, and everything that it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import polars as pl
from msgspec import Struct

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.intake.cells.values import Unread
from bulletin_gen.intake.doubts.places import Finding, Places
from bulletin_gen.intake.head.sheets import Sheet
from bulletin_gen.leaves.issues import Issue, Place, Severity
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import CheckSeverity


class Where(StrEnum):
    """What a check looks at; the value is what the documentation says."""

    SHEETS = "表里的行"
    CELLS = "单元格的原文"
    VALUES = "认出的取值"
    STATES = "同一派单的几行"
    DISPATCHES = "计入的派单"
    DECISIONS = "调整记录"


class Evidence(Struct, frozen=True):
    """Everything that was read, as far as checks look at it.

    ``raw`` holds texts as typed, ``typed`` the same rows with their values, ``unread`` what was not understood,
    ``repeated`` and ``earlier`` the rows that another row repeats or outdates, ``dispatches`` what counts in the end.
    ``settled``: closings of orders settled on the line are counted too. ``waiting``: orders of which something else
    has to be put right first. ``whole``: no file was given up, so that what is missing is missing.
    """

    sheets: Sequence[Sheet]
    places: Places
    profile: Profile
    period: Period
    cut_off: datetime
    settled: bool
    raw: pl.DataFrame
    typed: pl.DataFrame
    unread: Sequence[Unread]
    repeated: pl.DataFrame
    earlier: pl.DataFrame
    dispatches: pl.DataFrame
    adjustments: Sequence[Adjustment]
    waiting: frozenset[str]
    whole: bool


#: A check that makes its issues itself.
Finder = Callable[[Evidence, CheckSeverity], Iterable[Issue]]


class RowRule(Struct, frozen=True):
    """A check that says of each dispatch whether it is doubtful: by an expression, so that all of them run together.

    ``column`` is to blame, ``shown`` are the columns told as found; ``kind`` is the issue's name where it is not the
    check's meaning.
    """

    doubtful: Callable[[Evidence], pl.Expr]
    column: str
    shown: tuple[str, ...]
    expected: str
    advice: str = ""
    kind: str = ""


def rows(
    column: str, shown: tuple[str, ...], expected: str, advice: str = "", kind: str = ""
) -> Callable[[Callable[[Evidence], pl.Expr]], RowRule]:
    """Makes a check of dispatches of a function that tells the doubtful ones."""
    return lambda doubtful: RowRule(doubtful, column, shown, expected, advice, kind)


#: Fewer orders than this may well leave days without any, and come to an end days before the period does.
FEW_ORDERS = 20
#: Where more of a column is blank than this, it is not one that is usually filled.
USUALLY_FILLED = 0.2


def whole_issue(code: str, kind: str, severity: CheckSeverity, place: Place, *said: str) -> Issue:
    """What is said of a sheet, a column or a file as a whole; ``said``: what was found, was expected, is to be done."""
    found, expected, advice = said
    grave = Severity.ERROR if severity == "error" else Severity.WARNING
    return Issue(code, kind, grave, place, found, expected, advice)


class DataCheck(Struct, frozen=True):
    """One line of the register: the ``name`` that a profile writes, how grave its findings usually are, what it looks
    for (Chinese), what it looks at, and the function."""

    name: str
    usual: CheckSeverity
    meaning: str
    where: Where
    finds: Finder | RowRule

    def finding(self, rule: RowRule) -> Finding:
        """What is said of each row that ``rule`` finds."""
        return Finding(self.name, rule.kind or self.meaning, rule.expected, rule.advice)
