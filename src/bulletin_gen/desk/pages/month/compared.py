"""Two recorded runs of a period side by side: what is printed otherwise, which grades and decisions differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.county.workspace import EARLIER, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import download, page
from bulletin_gen.leaves.issues import stop
from bulletin_gen.marks import PrintedLine
from bulletin_gen.runs.comparing import ComparedRun, Difference, compare_runs, differences_workbook, read_run

_LONGEST = 90


class RunOnDisk(Struct, frozen=True):
    """A recorded run: the name that the page sends back, its file, when it was written, whether it is the period's."""

    name: str
    path: Path
    written: float
    current: bool


class ShownDifference(Struct, frozen=True):
    """A difference with where it is printed: the sentence, or the row of a table."""

    found: Difference
    where: str


def compared(call: Call) -> Response:
    """The choice of two runs, and what differs between them."""
    runs = recorded(call)
    if len(runs) < 2:
        return page(call, "compared.html", period=call.period, runs=runs, old=None, new=None, shown=())
    old, new = _chosen(call, runs)
    one, other = read_run(old.path), read_run(new.path)
    places = {**_places(one), **_places(other)}
    shown = [ShownDifference(each, places.get(each.name, "")) for each in compare_runs(one, other)]
    return page(call, "compared.html", period=call.period, runs=runs, old=old, new=new, shown=shown)


def workbook(call: Call) -> Response:
    """The differences as a workbook."""
    runs = recorded(call)
    if len(runs) < 2:
        raise stop("desk.nothing", "只有一次生成的数据，没有可以比的", advice="改了再生成一次以后来比")
    old, new = _chosen(call, runs)
    found = compare_runs(read_run(old.path), read_run(new.path))
    return download(f"{call.county.name}{call.period.name}差异清单.xlsx", differences_workbook(found))


def recorded(call: Call) -> list[RunOnDisk]:
    """The runs of the period that the county has kept, the period's own first, then the newest."""
    county, period = County(call.county), call.period
    now = county.facts_of(period)
    folder = call.desk.files.below(call.county, now.parent.name, EARLIER)
    earlier = [path for path in folder.glob(f"{period.key}-*.json") if path.is_file()] if folder.is_dir() else []
    found = [RunOnDisk(path.stem, path, path.stat().st_mtime, current=False) for path in earlier]
    own = [RunOnDisk(now.stem, now, now.stat().st_mtime, current=True)] if now.is_file() else []
    return own + sorted(found, key=lambda each: -each.written)


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


def _places(run: ComparedRun) -> dict[str, str]:
    """Id of a figure → where it was first printed."""
    found: dict[str, str] = {}
    rows, heads = _rows(run.printed), _heads(run.printed)
    for line in run.printed:
        for each in line.figures:
            if each.figure not in found:
                found[each.figure] = _cell_place(line, rows, heads) if line.cell else _shortened(line.text)
    return found


def _rows(printed: tuple[PrintedLine, ...]) -> dict[tuple[int, int], str]:
    """Table and row → its first words that are no number."""
    found: dict[tuple[int, int], str] = {}
    for line in printed:
        if line.cell and not line.head and line.text and not line.text[0].isdigit():
            found.setdefault(line.cell[:2], line.text)
    return found


def _heads(printed: tuple[PrintedLine, ...]) -> dict[tuple[int, int], str]:
    """Table and column → its lowest head."""
    return {(line.cell[0], line.cell[2]): line.text for line in printed if line.cell and line.head and line.text}


def _cell_place(line: PrintedLine, rows: Mapping[tuple[int, int], str], heads: Mapping[tuple[int, int], str]) -> str:
    assert line.cell is not None
    table, row, column = line.cell
    parts = (rows.get((table, row), f"第{row}行"), heads.get((table, column), ""))
    return f"表{table}：{'，'.join(dict.fromkeys(part for part in parts if part))}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
