"""Steps 1 and 2 as one function: files in; canonical dispatches, an account of every row, and issues out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.cells.spans import unread_spans
from bulletin_gen.intake.cells.values import polars_type, read_values
from bulletin_gen.intake.dispatches.deadlines import with_deadlines, with_workdays
from bulletin_gen.intake.dispatches.decisions import apply_adjustments
from bulletin_gen.intake.dispatches.derive import derive, whole_day_deadlines
from bulletin_gen.intake.dispatches.duplicates import once_each
from bulletin_gen.intake.dispatches.gather import gather, stack
from bulletin_gen.intake.dispatches.handed import UNKNOWN, VOID, hand_out
from bulletin_gen.intake.dispatches.ledger import Ledger, SheetAccount
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.intake.doubts.findings import unknown_units
from bulletin_gen.intake.doubts.places import Places
from bulletin_gen.intake.doubts.register import run_checks
from bulletin_gen.intake.head.needs import counts_settled_closings, filled, looked_at
from bulletin_gen.intake.kept.resolve import UnitNames
from bulletin_gen.intake.kept.workdays import calendar_of
from bulletin_gen.leaves.issues import Issue, error, errors
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import IntakeRules

if TYPE_CHECKING:
    from bulletin_gen.intake.head.parts import CountyPart


class Intake(Struct, frozen=True):
    """The canonical dispatches (columns and types of ``canonical.COLUMNS``), the accounts and the issues.

    ``filled``: the columns that are null only where nothing is known, because every sheet had them or the profile
    asked for them. Others say nothing.
    """

    dispatches: pl.DataFrame
    accounts: tuple[SheetAccount, ...]
    issues: tuple[Issue, ...]
    filled: frozenset[str] = frozenset()


def read_orders(
    files: Sequence[Path | CountyPart],
    profile: Profile,
    registry: Registry,
    period: Period,
    adjustments: Sequence[Adjustment] = (),
    county: Path | None = None,
    tell: Callable[[], None] = lambda: None,
) -> Intake:
    """All orders of ``files`` as canonical dispatches, sorted by acceptance, id and unit.

    ``county`` is the county's folder, for a calendar of its own; ``tell`` is called when all files are read.
    Whatever is not understood is an issue; files that cannot be read are error issues too. Rows that are no orders,
    void orders, repeats and earlier states are set aside and counted.
    """
    rules = profile.intake
    sheets, unused, issues = gather(files, profile)
    tell()
    places, names = Places.of(sheets), UnitNames.of(registry)
    raw = stack(sheets)
    typed, unread = read_values(raw, rules)
    ledger = Ledger(sheets)
    handed = hand_out(whole_day_deadlines(typed), profile, names)
    strange = handed.filter(pl.col(UNKNOWN).is_not_null() & ~pl.col(VOID))
    issues += unknown_units(strange, raw, places, names)
    once = once_each(handed, ledger, rules)
    cut_off, calendar = (
        rules.cut_off_moment(period),
        calendar_of(rules.deadlines, county),
    )
    timed = with_deadlines(once.dispatches, rules.deadlines, calendar)
    final = derive(apply_adjustments(timed, adjustments), rules, cut_off)
    final = with_workdays(final, profile, calendar)
    issues += run_checks(
        Evidence(
            sheets=sheets,
            places=places,
            profile=profile,
            period=period,
            cut_off=cut_off,
            settled=counts_settled_closings(profile),
            raw=raw,
            typed=typed,
            unread=[*unread, *unread_spans(raw)],
            repeated=once.repeated,
            earlier=once.earlier,
            dispatches=final,
            adjustments=adjustments,
            waiting=frozenset(strange["order_id"]),
            whole=bool(sheets) and not _unreadable(issues) and not any(sheet.second_heads for sheet in sheets),
        )
    )
    if not final.height and not errors(issues):
        issues.append(_no_rows(files))
    return Intake(
        _canonical(final, rules),
        (*ledger.accounts(final, looked_at(profile)), *unused),
        tuple(issues),
        filled(profile, (sheet.frame.columns for sheet in sheets)),
    )


def _unreadable(issues: Sequence[Issue]) -> bool:
    """Whether a file was given up as a whole."""
    return any(issue.code.startswith("file.") for issue in errors(issues))


def _no_rows(files: Sequence[Path | CountyPart]) -> Issue:
    names = "、".join(path.name for path in files)
    return error("file.no_rows", "工单表里没有工单", found=names, advice="确认导出时选对了期间和条件")


def _canonical(frame: pl.DataFrame, rules: IntakeRules) -> pl.DataFrame:
    ordered = frame.sort("accepted_at", "order_id", "unit", nulls_last=True, maintain_order=True)
    return ordered.select(pl.col(column).cast(polars_type(kind)) for column, kind in rules.every_column.items())
