"""An edited draft with the figures of now, or of another period, and the orders behind each change."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.drafts.refresh import Refreshed
from bulletin_gen.runs.record import RecordedRun

if TYPE_CHECKING:
    from bulletin_gen.leaves.periods import Period
    from bulletin_gen.outputs import Recording
    from bulletin_gen.pipeline import Survey


class RenewedDraft(Struct, frozen=True):
    """The run whose figures the draft has now, what was done to it, which inputs have changed since it was written, and
    because of which orders a figure differs: figure → the orders in words. ``period``: that of the draft before."""

    run: RecordedRun
    refreshed: Refreshed
    changed: tuple[str, ...]
    because: dict[str, str]
    recorded: Recording
    period: str


def renewed_draft(county: Path, period: str, path: Path, tell: Callable[[str], None]) -> RenewedDraft:
    """The draft at ``path`` with what the present inputs of ``period`` give; ``BulletinError`` where it is of no run
    that is known, or the inputs are wrong. ``tell`` hears the steps."""
    from bulletin_gen.drafts.find import find_runs
    from bulletin_gen.drafts.refresh import best_run, refresh_draft
    from bulletin_gen.pipeline import Options, rehearsed, survey
    from bulletin_gen.runs.record import as_record
    from bulletin_gen.word import open_word, read_word

    draft = read_word(path)
    old = best_run(draft, find_runs(path, draft, county))
    found = survey(county, period, Options(progress=tell))
    facts = rehearsed(found)
    new = as_record(facts)
    refreshed = refresh_draft(open_word(path), draft, old, new)
    figures = dict.fromkeys(each.figure for each in refreshed.changes if each.figure)
    return RenewedDraft(new, refreshed, *_since(old, found, figures), _recorded(found, facts), old.period.key)


def _recorded(found: Survey, facts: bytes) -> Recording:
    """What is kept of the run, as ``generate`` keeps it: the refreshed draft is held against it, and signed by it."""
    from bulletin_gen.county.workspace import period_inputs
    from bulletin_gen.leaves.content import digest
    from bulletin_gen.outputs import recording
    from bulletin_gen.pipeline import keeper

    county = found.rules.county
    files = period_inputs(county, found.period)
    kept = keeper(found.rules, files, files.orders, found.intake.dispatches)(digest(facts))
    return recording(county, found.period, facts, kept=kept)


def _since(old: RecordedRun, found: Survey, figures: Collection[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Which inputs have changed since the draft's run, and the orders behind ``figures``; nothing of another period's,
    and where nothing was kept."""
    from bulletin_gen.explaining.account import named_orders
    from bulletin_gen.explaining.differing import OrdersBehind
    from bulletin_gen.explaining.told import changes_of, kept_beside, recorded_run, told_of
    from bulletin_gen.leaves.content import digest_of
    from bulletin_gen.runs.kept import recorded_runs

    county = found.rules.county
    runs = recorded_runs(county, found.period) if old.period.key == found.period.key else ()
    facts = next((path for path in runs if digest_of(path) == old.recorded_as), None)
    if facts is None or (beside := kept_beside(county, facts)) is None:
        return (), {}
    changed = changes_of(found.rules, found.period, beside[1])
    if not figures:
        return changed, {}
    behind = OrdersBehind(recorded_run(county, facts, found.rules.profile), told_of(found))
    return changed, {each: named_orders(behind(each)) for each in figures}


def write_renewed(draft: Path, out: Path, done: RenewedDraft) -> tuple[Path, ...]:
    """The new draft and 刷新清单, written into ``out`` under free names that say its period; the paths. The draft stays
    as it is. The run whose figures it has now is recorded."""
    from bulletin_gen.county.workspace import refuse_inputs
    from bulletin_gen.drafts.refresh import account_workbook
    from bulletin_gen.leaves.filenames import free_name
    from bulletin_gen.leaves.periods import parse_period
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.outputs import in_order

    refuse_inputs(out)
    stem = renamed(draft.stem, parse_period(done.period), parse_period(done.run.period.key))
    files = {
        free_name(out / f"{stem}{draft.suffix}", "刷新"): done.refreshed.content,
        free_name(out / f"{stem}.xlsx", "刷新清单"): account_workbook(done.refreshed.changes, done.because),
    }
    publish(in_order(done.recorded.aside | done.recorded.files | files, tuple(files)), done.recorded.stale)
    return tuple(files)


def renamed(stem: str, old: Period, new: Period) -> str:
    """The name of a file with the ``new`` period in place of the ``old`` one, however it is called there: 2024年5月,
    5月, 五月, 2024-05; a name without any stays."""
    if old.key == new.key:
        return stem
    said = {_in_name(one): _in_name(other) for one, other in zip(_called(old), _called(new), strict=True) if one}
    known = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
    return re.sub(rf"(?<![0-9十])(?:{known})(?!-?[0-9])", lambda found: said[found[0]] or found[0], stem)


def _called(period: Period) -> tuple[str, ...]:
    """What a period is called in names of files, always in the same order; "" where it has no name of that kind. Of
    weeks the days may be left out."""
    from bulletin_gen.leaves.periods import PeriodKind

    first, is_month = period.first, period.kind is PeriodKind.MONTH
    month = (f"{first:%Y%m}", f"{first:%Y.%m}", f"{first:%Y}年{first:%m}月", f"{first:%m}月", period.month_name)
    bare = tuple(each.partition("（")[0] for each in (period.name, period.short_name))
    return (period.key, *(month if is_month else ("",) * len(month)), *bare, period.name, period.short_name)


def _in_name(text: str) -> str:
    from bulletin_gen.leaves.filenames import safe_name

    return safe_name(text) if text else ""
