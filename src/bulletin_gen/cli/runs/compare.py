"""``bulletin-gen compare``: two runs of a period held against each other, and the orders behind what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from bulletin_gen.cli.common import CountyFolder, console_of, progress, reporting_errors
from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from bulletin_gen.county.workspace import County
    from bulletin_gen.explaining.account import ExplainedDifference
    from bulletin_gen.explaining.told import ToldRun
    from bulletin_gen.inputs import Rules
    from bulletin_gen.leaves.periods import Period
    from bulletin_gen.runs.record import RecordedRun


def compare(
    county: CountyFolder,
    period: Annotated[str, typer.Argument(metavar="期间", help="如 2024-05。", show_default=False)],
    run: Annotated[
        list[Path] | None,
        typer.Option(
            "--run",
            metavar="文件|编号",
            help="哪一次，如 facts/以前 里的文件或它的 8 位编号；写两次是两次相比；默认本期存下的。",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="文件夹", help="另存差异清单到哪里。", show_default=False),
    ] = None,
) -> None:
    """比较两次：印出的数、等级、名次、人工认定有哪些不同，因为哪些工单；默认存下的和现在的比，没有不同就和以前的比。"""
    from bulletin_gen.county.workspace import find_period, open_county, refuse_inputs
    from bulletin_gen.explaining.account import difference_line, differences_workbook
    from bulletin_gen.leaves.filenames import free_name
    from bulletin_gen.leaves.publish import publish

    if run and len(run) > 2:
        raise typer.BadParameter("--run 最多写两次：原来的一次，后来的一次")
    with reporting_errors(), progress() as tell:
        opened = open_county(county)
        chosen = find_period(opened, period.rstrip("/\\"))
        told = _compared(opened, chosen, run or [], tell)
        if out:
            refuse_inputs(out)
            path = free_name(out / f"{told.county}{chosen.name}.xlsx", "差异清单")
            publish({path: differences_workbook(told.found)})
    console = console_of()
    said = f"{len(told.found)} 处不同" if told.found else "没有不同"
    for line in (f"{told.county}{chosen.name}，{told.which}：{said}", *told.notes, *map(difference_line, told.found)):
        console.print(line, markup=False, soft_wrap=True)
    if out:
        say(f"已写出：{path}")


class _Compared(Struct, frozen=True):
    """Whose runs, which two, what is to be said of them, and what differs."""

    county: str
    which: str
    notes: tuple[str, ...]
    found: tuple[ExplainedDifference, ...]


class _Side(Struct, frozen=True):
    """One of the two runs. ``name``: how it is called."""

    name: str
    compared: RecordedRun
    told: ToldRun


def _compared(county: County, period: Period, given: Sequence[Path], tell: Callable[[str], None]) -> _Compared:
    """The two runs that are meant. Where nobody names one: the recorded one and that of the present inputs; where
    these are alike, the one that was replaced last and the recorded one."""
    from bulletin_gen.inputs import open_rules
    from bulletin_gen.runs.kept import recorded_runs

    paths = [_record_of(county, period, each) for each in given] or [county.facts_of(period)]
    rules = open_rules(county)
    if len(paths) > 1:
        return _between(_recorded(rules, paths[0]), _recorded(rules, paths[1]))
    first = _recorded(rules, paths[0])
    found = _between(first, _present(county, period, tell), _changed(rules, period, paths[0]))
    earlier = [path for path in recorded_runs(county, period) if path != paths[0]]
    if given or found.found or not earlier:
        return found
    return _between(_recorded(rules, earlier[0]), first, ("现在的和存下的没有不同，以下是上一次存下的和这一次的",))


def _between(old: _Side, new: _Side, notes: tuple[str, ...] = ()) -> _Compared:
    from bulletin_gen.explaining.account import explained_differences

    found = explained_differences((old.compared, new.compared), (old.told, new.told))
    without = "、".join(side.name for side in (old, new) if side.told.dispatches is None)
    if found and without:
        notes = (*notes, f"{without}没有存下工单，说不出因为哪些工单")
    return _Compared(old.told.county, f"{old.name} → {new.name}", notes, found)


def _recorded(rules: Rules, path: Path) -> _Side:
    from bulletin_gen.explaining.told import recorded_run
    from bulletin_gen.runs.record import read_record

    return _Side(path.stem, read_record(path), recorded_run(rules.county, path, rules.profile))


def _present(county: County, period: Period, tell: Callable[[str], None]) -> _Side:
    from bulletin_gen.explaining.told import told_of
    from bulletin_gen.pipeline import Options, rehearsed, survey
    from bulletin_gen.runs.record import as_record

    found = survey(county.folder, period.key, Options(progress=tell))
    return _Side("现在", as_record(rehearsed(found)), told_of(found))


def _changed(rules: Rules, period: Period, path: Path) -> tuple[str, ...]:
    from bulletin_gen.explaining.told import changes_of, kept_beside

    beside = kept_beside(rules.county, path)
    changed = changes_of(rules, period, beside[1]) if beside else ()
    return (f"存下以后：{'、'.join(changed)}",) if changed else ()


def _record_of(county: County, period: Period, given: Path) -> Path:
    """The facts that are meant: a file, its name, or the eight signs that tell runs apart."""
    from bulletin_gen.leaves.content import digest_of
    from bulletin_gen.leaves.issues import stop
    from bulletin_gen.runs.kept import recorded_runs

    if given.is_file():
        return given
    known = {path: (path.name, path.stem, digest_of(path)[:8]) for path in recorded_runs(county, period)}
    for path, names in known.items():
        if str(given) in names:
            return path
    raise stop(
        "compare.run", "没有这一次", found=str(given),
        expected="、".join(f"{names[1]}（{names[2]}）" for names in known.values()) or "本期还没有存下的",
        advice="写其中一个的编号，或 facts、facts/以前 里的文件",
    )  # fmt: skip
