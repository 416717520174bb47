"""Counties × 60 units from counts to .docx and .xlsx, beside docxtpl with its template kept loaded and bare zipping.

    python benchmarks/many.py [--counties 2000]

No order is read: rules, units and counts are at hand, as when a store has been counted.
"""

from __future__ import annotations

import argparse
import copy
import io
import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from _table import Row, at_least, at_most, show
from batch import UNITS, make

PERIOD = "2024-05"
CHUNK = 16


@cache
def _county(folder: str) -> tuple[Any, Any]:
    """The rules and the handwritten inputs of the county that all are made after."""
    from bulletin_gen.inputs import open_period, read_inputs

    rules, files = open_period(Path(folder), PERIOD)
    return rules, read_inputs(rules, files)


def counts_of(profile: Any, seed: int) -> Any:
    """Invented counts of 60 units that hang together."""
    from bulletin_gen.tally import Counts, ValueCount

    rng = random.Random(seed)
    units = {unit: _measures(profile, rng) for unit in UNITS}
    groups = {
        "县直单位": _sum([units[unit] for unit in UNITS[:30]]),
        "乡镇（街道）": _sum([units[unit] for unit in UNITS[30:]]),
    }
    values = tuple(ValueCount((f"第{number}类",), 200 - number) for number in range(12))
    boxes = tuple(ValueCount((box,), 9) for box in ("中国政府网", "省长信箱", "市长信箱", "县长信箱"))
    breakdowns = {"事件类别": values, "信箱": boxes}
    together = _sum(list(units.values()))
    return Counts(units, groups, together, breakdowns, {"无故超期工单": {}}, together, together)


def _measures(profile: Any, rng: random.Random) -> dict[str, Any]:
    counts: dict[str, Any] = dict.fromkeys(profile.measures, 0)
    due = rng.randrange(5, 90)
    late, rework, called = rng.randrange(3), rng.randrange(4), rng.randrange(1, due)
    counts |= {"登记诉求": due + 4, "受理案件": due + 2, "应办理": due, "办理": due, "按期办理": due - late}
    counts |= {"返工": rework, "超期": late, "回访": called, "回访不满意": rng.randrange(called)}
    return counts


def _sum(all_counts: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(counts[name] for counts in all_counts) for name in all_counts[0]}


def bulletin_of(folder: str, seed: int) -> Any:
    """Steps 4 to 6 for one county."""
    from bulletin_gen.compose import compose
    from bulletin_gen.leaves.periods import parse_period
    from bulletin_gen.pipeline import assess

    rules, inputs = _county(folder)
    facts, _ = assess(rules, parse_period(PERIOD), inputs, counts_of(rules.profile, seed))
    return compose(facts, rules.profile, inputs.narrative, rules.templates)


def chunk(task: tuple[str, int, int]) -> int:
    """Bulletins from ``first`` to ``last``: bytes written, as a worker does it."""
    from bulletin_gen.render.books.xlsx import write_xlsx
    from bulletin_gen.render.docx import write_docx

    folder, first, last = task
    written = 0
    for seed in range(first, last):
        bulletin = bulletin_of(folder, seed)
        written += len(write_docx(bulletin)) + len(write_xlsx(bulletin))
    return written


def with_workers(folder: str, counties: int, jobs: int) -> float:
    """Seconds for all counties in ``jobs`` processes, their start not counted."""
    from bulletin_gen.batch.crew import Crew, Lost

    tasks = [(folder, first, min(first + CHUNK, counties)) for first in range(0, counties, CHUNK)]
    with Crew[tuple[str, int, int], int](chunk, jobs) as crew:
        for warm in range(jobs):
            crew.give((folder, warm, warm + 1))
        for _ in range(jobs):
            crew.collect()
        while crew.busy:
            crew.collect()
        begun = time.perf_counter()
        while tasks or crew.busy:
            while tasks and crew.has_room:
                crew.give(tasks.pop())
            assert not any(isinstance(result, Lost) for _, result in crew.collect())
        return time.perf_counter() - begun


def documents(folder: str, counties: int) -> Mapping[str, float]:
    """Seconds a .docx: ours, docxtpl with the same rows, zipping the same parts."""
    from docxtpl import DocxTemplate

    from bulletin_gen.render.docx import docx_parts, write_docx
    from usual.one_county import HEADS
    from usual.template import make as make_template

    bulletins = [bulletin_of(folder, seed) for seed in range(counties)]
    parts = [docx_parts(bulletin) for bulletin in bulletins]
    path = Path(folder).parent / "template.docx"
    make_template(path, HEADS)
    template = DocxTemplate(path)
    template.init_docx()
    loaded = copy.deepcopy(template.docx)
    context = _context()

    def usual() -> None:
        template.docx = copy.deepcopy(loaded)
        template.is_rendered = False
        template.render(context)
        template.save(io.BytesIO())

    jobs = {
        "ours": lambda at: write_docx(bulletins[at]),
        "usual": lambda at: usual(),
        "zip": lambda at: _zipped(parts[at]),
    }
    return _in_turns(jobs, counties)


def _in_turns(jobs: Mapping[str, Callable[[int], object]], counties: int) -> dict[str, float]:
    """Seconds of CPU a document of each: taking turns, they are slowed alike by whatever else runs."""
    spent = dict.fromkeys(jobs, 0.0)
    for at in range(counties):
        for name, job in jobs.items():
            begun = time.process_time()
            job(at)
            spent[name] += time.process_time() - begun
    return {name: seconds / counties for name, seconds in spent.items()}


def _zipped(parts: Mapping[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _context() -> dict[str, Any]:
    cells = ["县直单位", "某某单位", "12", "12", "12", "100%", "11", "91.67%", "0", "0%", "1", "8.33%", "95.8", "A"]
    text = "各单位要压实责任，对反映集中的问题逐件核实、限时答复，切实提高群众满意度。" * 3
    return {
        "number": 9, "dated": "2024年6月5日", "accepted": 2000, "categories": [("第一类", 200, "10%")] * 5,
        "volume": [("县直单位", "甲、乙、丙")] * 2, "scores": [("县直单位", "甲、乙、丙")] * 2, "overdue_total": 60,
        "overdue": [("某某单位", 2)] * 40, "letters": 36, "boxes": [("市长信箱", 9)] * 4, "mayor": "95%",
        "unexcused": [], "grades": [("B", ["甲", "乙"])] * 3, "narrative": [text] * 6, "rows": [cells] * len(UNITS),
    }  # fmt: skip


def bench(counties: int) -> bool:
    """Whether the bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "counties", 1, 10)
        county = str(next((Path(folder) / "counties").iterdir()))
        each = documents(county, min(counties, 100))
        one, two = with_workers(county, counties, 1), with_workers(county, counties, 2)
    rows = [
        Row(".docx by docxtpl, template kept loaded", each["usual"]),
        at_least(".docx by the program", each["ours"], each["usual"], 3),
        Row(".docx: zipping the same parts", each["zip"]),
        at_most(".docx by the program, against zipping", each["ours"], each["zip"], 6),
        Row(f"{counties:,} counties, counts → .docx + .xlsx, 1 process", one),
        at_least(f"{counties:,} counties, 2 processes", two, one, 1.7),
    ]
    return show(f"(b) {counties:,} counties × {len(UNITS)} units from counts", rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=2000)
    raise SystemExit(not bench(parser.parse_args().counties))
