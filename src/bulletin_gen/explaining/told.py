"""A run to be explained: the one that the present inputs give, or a recorded one with what it counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.filling import SheetCounts
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.leaves.periods import Period, parse_period
from bulletin_gen.marks import PrintedLine, printed_lines
from bulletin_gen.profile import Profile
from bulletin_gen.runs.kept import KeptRun, changed_since, input_digests, kept_path, read_dispatches, read_kept
from bulletin_gen.runs.record import RecordedDecision, RecordedFigure, RecordedRun, read_record

if TYPE_CHECKING:
    import polars as pl

    from bulletin_gen.county.workspace import County
    from bulletin_gen.inputs import Rules
    from bulletin_gen.pipeline import Survey


class ToldRun(Struct, frozen=True):
    """All that explaining and comparing look at. ``dispatches``: None where the run kept none; ``recorded``: the facts
    file that it was read from, None for the present inputs."""

    county: str
    period: Period
    profile: Profile
    figures: Mapping[str, Figure]
    printed: tuple[PrintedLine, ...]
    accounts: Sequence[SheetCounts]
    adjustments: tuple[Adjustment, ...]
    dispatches: pl.DataFrame | None
    recorded: Path | None = None


def told_of(found: Survey) -> ToldRun:
    """The run that the present inputs give."""
    return ToldRun(
        found.rules.profile.county, found.period, found.rules.profile, found.facts.figures,
        printed_lines(found.bulletin), found.intake.accounts, found.inputs.adjustments, found.intake.dispatches,
    )  # fmt: skip


def kept_beside(county: County, facts: Path) -> tuple[Path, KeptRun] | None:
    """What was kept beside the recorded ``facts`` and where; None where nothing was. ``BulletinError`` where the facts
    are no record."""
    return _beside(county, read_record(facts))


def _beside(county: County, run: RecordedRun) -> tuple[Path, KeptRun] | None:
    path = kept_path(county, parse_period(run.period.key), run.recorded_as)
    kept = read_kept(path)
    return (path, kept) if kept else None


def recorded_run(county: County, facts: Path, profile: Profile) -> ToldRun:
    """The run that ``facts`` record, with the rules and the dispatches that were kept of it; ``profile``: the rules to
    name its figures by where none were kept.

    ``BulletinError`` where the file is no record, or what is kept beside it is damaged.
    """
    from bulletin_gen.profile.load import parse_profile

    run = read_record(facts)
    beside = _beside(county, run)
    try:
        rules = parse_profile(beside[1].profile) if beside else profile
    except BulletinError as reason:
        raise _other_rules(facts) from reason
    dispatches = read_dispatches(beside[0]) if beside and beside[1].has_orders else None
    figures = {key: _figure(key, each) for key, each in run.figures.items()}
    decisions = tuple(_adjustment(each) for each in run.adjustments)
    return ToldRun(
        run.county, parse_period(run.period.key), rules, figures, run.printed, run.inputs, decisions, dispatches, facts,
    )  # fmt: skip


def inputs_now(rules: Rules, period: Period) -> dict[str, str]:
    """SHA-256 of every input of the period as it is now, under the names of ``KeptRun.inputs``."""
    from bulletin_gen.county.workspace import period_inputs
    from bulletin_gen.inputs import input_files

    files = period_inputs(rules.county, period, need_orders=False)
    return input_digests(rules.county.folder, input_files(rules, files))


def refuse_outdated(county: County, period: Period) -> None:
    """``BulletinError`` where the recorded run of the period is older than what it would be made from now: orders,
    decisions, rules. Nothing is said where nothing was kept, or no run is recorded."""
    from bulletin_gen.inputs import open_period

    path = county.facts_of(period)
    beside = kept_beside(county, path) if path.is_file() else None
    if beside is None:
        return
    if changed := changes_of(open_period(county.folder, period.key)[0], period, beside[1]):
        raise stop(
            "signed.outdated", "存下的数据比工单、认定、规则旧，没有定稿", Place(file=str(path)),
            found="存下以后：" + "、".join(changed), expected="由现在的工单、认定、规则算出的数据",
            advice=f"{_anew(county, period)}；印发的就是存下的这一稿，写 sign --as-recorded",
        )  # fmt: skip


def _anew(county: County, period: Period) -> str:
    """How to come by data of the present inputs: where a run was signed, none that comes later takes its place."""
    from bulletin_gen.runs.signed import signed_run

    if signed_run(county, period):
        return "本期已定稿，再生成、刷新都不换存下的：要以现在的为准，先运行 generate --replace-signed 再定稿"
    return "先运行 generate 或 refresh 再定稿"


def changes_of(rules: Rules, period: Period, kept: KeptRun) -> tuple[str, ...]:
    """What has changed of the inputs since the run that was ``kept``, in words."""
    return changed_since(kept.inputs, inputs_now(rules, period))


def _other_rules(facts: Path) -> BulletinError:
    return stop(
        "kept.rules", "这一次的规则，现在的程序读不懂", Place(file=str(facts)),
        found="当时的 profile.yaml，和程序的版本不合",
        advice="说明现在的数用 explain --now；要看这一次的，用当时的程序",
    )  # fmt: skip


def _figure(key: str, said: RecordedFigure) -> Figure:
    numbers = (_exact(said.value), _exact(said.numerator), _exact(said.denominator))
    return Figure(key, said.text, *numbers, said.rounding, said.rule, said.source, parts=said.parts)


def _exact(value: int | str | None) -> int | Fraction | None:
    if value is None or isinstance(value, int):
        return value
    return Fraction(value)


def _adjustment(said: RecordedDecision) -> Adjustment:
    points = None if said.points is None else Decimal(str(said.points))
    return Adjustment(
        AdjustmentKind(said.kind), said.order_id, said.unit, points, said.grade, said.reason, said.decided_by,
        said.decided_on, Place(file=said.source),
    )  # fmt: skip
