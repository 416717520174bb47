"""Two recorded runs of a period side by side: what is printed otherwise, and the orders because of which it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.county.workspace import County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import download, page
from bulletin_gen.explaining.account import ExplainedDifference, differences_workbook, explained_differences
from bulletin_gen.explaining.told import recorded_run
from bulletin_gen.inputs import open_rules
from bulletin_gen.leaves.issues import stop
from bulletin_gen.runs.kept import recorded_runs, written_at
from bulletin_gen.runs.record import read_record


class RunOnDisk(Struct, frozen=True):
    """A recorded run: the name that the page sends back, its file, when it was written, whether it is the period's."""

    name: str
    path: Path
    written: float
    current: bool


def compared(call: Call) -> Response:
    """The choice of two runs, and what differs between them."""
    runs = _recorded(call)
    if len(runs) < 2:
        return page(call, "compared.html", period=call.period, runs=runs, old=None, new=None, shown=())
    old, new = _chosen(call, runs)
    return page(
        call, "compared.html", period=call.period, runs=runs, old=old, new=new, shown=_differing(call, old, new)
    )


def workbook(call: Call) -> Response:
    """The differences as a workbook."""
    runs = _recorded(call)
    if len(runs) < 2:
        raise stop("desk.nothing", "只有一次生成的数据，没有可以比的", advice="改了再生成一次以后来比")
    found = _differing(call, *_chosen(call, runs))
    return download(f"{call.county.name}{call.period.name}差异清单.xlsx", differences_workbook(found))


def _recorded(call: Call) -> list[RunOnDisk]:
    """The runs of the period that the county has kept, the period's own first, then the newest."""
    county, period = County(call.county), call.period
    own = county.facts_of(period)
    return [
        RunOnDisk(path.stem, path, written_at(county, period, path), path == own)
        for path in recorded_runs(county, period)
        if call.desk.files.below(call.county, *path.relative_to(call.county).parts).is_file()
    ]


def _differing(call: Call, old: RunOnDisk, new: RunOnDisk) -> tuple[ExplainedDifference, ...]:
    county = County(call.county)
    profile = open_rules(county).profile
    one, other = (recorded_run(county, each.path, profile) for each in (old, new))
    return explained_differences((read_record(old.path), read_record(new.path)), (one, other))


def _chosen(call: Call, runs: list[RunOnDisk]) -> tuple[RunOnDisk, RunOnDisk]:
    """The two that the address names, else the newest earlier one and the period's own."""
    known = {each.name: each for each in runs}
    new = _named(known, call.query.get("new", ""), runs[0])
    return _named(known, call.query.get("old", ""), next(each for each in runs if each is not new)), new


def _named(known: Mapping[str, RunOnDisk], name: str, usual: RunOnDisk) -> RunOnDisk:
    if not name:
        return usual
    if name not in known:
        raise stop("desk.nothing", "没有这次生成的数据", advice="回到这一页重新选")
    return known[name]
