"""Steps 1 and 2 as one function: files in; canonical dispatches, an account of every row, and issues out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from msgspec import Struct

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.canonical import SOURCE_COLUMNS
from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.cells.spans import unread_spans
from bulletin_gen.intake.cells.values import polars_type, read_values
from bulletin_gen.intake.dispatches.deadlines import handling_workdays, with_deadlines
from bulletin_gen.intake.dispatches.decisions import apply_adjustments
from bulletin_gen.intake.dispatches.derive import derive, start_of_handling, whole_day_deadlines
from bulletin_gen.intake.dispatches.duplicates import earlier_states, identity_of, never_live, repeated
from bulletin_gen.intake.dispatches.gather import gather, stack
from bulletin_gen.intake.dispatches.handed import ROW, UNKNOWN, VOID, hand_out, with_void
from bulletin_gen.intake.dispatches.ledger import Ledger, SheetAccount
from bulletin_gen.intake.doubts.evidence import Evidence
from bulletin_gen.intake.doubts.findings import unknown_units
from bulletin_gen.intake.doubts.places import Places
from bulletin_gen.intake.doubts.register import run_checks
from bulletin_gen.intake.head.needs import asked_of, counts_settled_closings, needs_of, uses
from bulletin_gen.intake.head.sheets import Sheet
from bulletin_gen.intake.kept.resolve import UnitNames
from bulletin_gen.intake.kept.workdays import Calendar, all_days, calendar_files, official_calendar
from bulletin_gen.leaves.issues import Issue, error, errors
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import IntakeRules

if TYPE_CHECKING:
    from bulletin_gen.intake.head.parts import CountyPart

_VOID = "作废工单"


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
    handed = hand_out(with_void(whole_day_deadlines(typed), rules), profile, names)
    strange = handed.filter(pl.col(UNKNOWN).is_not_null() & ~pl.col(VOID))
    issues += unknown_units(strange, raw, places, names)
    single, again, earlier = _once(handed, ledger, rules)
    cut_off, calendar = rules.cut_off_moment(period), _calendar(rules, county)
    timed = with_deadlines(single, rules.deadlines, calendar)
    final = derive(apply_adjustments(timed, adjustments), rules, cut_off)
    final = final.with_columns(_workdays(final, profile, calendar).alias("handling_workdays"))
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
            repeated=again,
            earlier=earlier,
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
        (*ledger.accounts(final, _looked_at(profile)), *unused),
        tuple(issues),
        _filled(sheets, profile),
    )


def _looked_at(profile: Profile) -> list[str]:
    """The columns of the exports that the profile's rules look at."""
    return [column for column in needs_of(profile).columns if column in SOURCE_COLUMNS]


def _filled(sheets: Sequence[Sheet], profile: Profile) -> frozenset[str]:
    every = frozenset(profile.intake.source_columns).intersection(*(sheet.frame.columns for sheet in sheets))
    marked = {"overdue"} if every & {"deadline_at", "overdue_mark"} else set()
    return every | marked | asked_of(profile)


def _calendar(rules: IntakeRules, county: Path | None) -> Calendar:
    own = rules.deadlines.calendar if rules.deadlines else ""
    return official_calendar(all_days(calendar_files(county, own) if county else [Path(own)] if own else []))


def _workdays(frame: pl.DataFrame, profile: Profile, calendar: Calendar) -> pl.Series:
    """Workdays of handling, only where a measure asks for them: they need the calendar of every year concerned."""
    if not uses(profile, "handling_workdays"):
        return pl.Series([None], dtype=pl.Int64).new_from_index(0, frame.height)
    return handling_workdays(frame, start_of_handling(profile.intake), calendar)


def _unreadable(issues: Sequence[Issue]) -> bool:
    """Whether a file was given up as a whole."""
    return any(issue.code.startswith("file.") for issue in errors(issues))


def _no_rows(files: Sequence[Path | CountyPart]) -> Issue:
    names = "、".join(path.name for path in files)
    return error("file.no_rows", "工单表里没有工单", found=names, advice="确认导出时选对了期间和条件")


def _once(frame: pl.DataFrame, ledger: Ledger, rules: IntakeRules) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Each dispatch of a known unit once, in its latest state, not at all where that is void; then the rows that were
    exact repeats, and those that were earlier states."""
    identity = identity_of(rules.dispatch_identity)
    # Of what is void from first to last nothing has to be put right.
    frame = ledger.keep(_VOID, frame, ~(never_live(frame, identity) | (frame[VOID] & frame[UNKNOWN].is_not_null())))
    frame = ledger.keep("单位未登记", frame, frame[UNKNOWN].is_null())
    again = repeated(frame, rules.own_columns)
    repeats = _rows(frame, again)
    frame = ledger.keep("完全重复", frame, ~again)
    outdated = earlier_states(frame, identity)
    earlier = _rows(frame, outdated)
    frame = ledger.keep("同一派单的较早状态", frame, ~outdated)
    return ledger.keep(_VOID, frame, ~frame[VOID]), repeats, earlier


def _rows(frame: pl.DataFrame, chosen: pl.Series) -> pl.DataFrame:
    """The chosen dispatches, one a source row."""
    return frame.filter(chosen).unique(ROW, keep="first", maintain_order=True)


def _canonical(frame: pl.DataFrame, rules: IntakeRules) -> pl.DataFrame:
    ordered = frame.sort("accepted_at", "order_id", "unit", nulls_last=True, maintain_order=True)
    return ordered.select(pl.col(column).cast(polars_type(kind)) for column, kind in rules.every_column.items())
