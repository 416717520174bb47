"""Two runs of one period held against each other: printed figures, grades, decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.marks import PrintedLine

_UNIT_NAME = re.compile(r"units\.(?P<unit>.+)\.(?:table_|full_)?name")


class ComparedFigure(Struct, frozen=True):
    """A figure as facts.json keeps it; ``value``: a whole number, or another exact one as text."""

    text: str
    value: int | str | None = None
    rule: str = ""


class ComparedDecision(Struct, frozen=True):
    """A decision as facts.json keeps it; ``order_id`` is masked where it was personal."""

    kind: str
    order_id: str = ""
    unit: str = ""
    points: str | int | None = None
    grade: str = ""
    reason: str = ""

    def __str__(self) -> str:
        about = (self.kind, self.order_id, self.unit, str(self.points or ""), self.grade, self.reason)
        return " ".join(part for part in about if part)


class ComparedPeriod(Struct, frozen=True):
    """How a run's period is called."""

    key: str
    name: str


class ComparedRun(Struct, frozen=True):
    """What of a facts.json is compared."""

    county: str
    period: ComparedPeriod
    figures: dict[str, ComparedFigure]
    adjustments: tuple[ComparedDecision, ...] = ()
    grades: dict[str, str] = {}
    printed: tuple[PrintedLine, ...] = ()


class Difference(Struct, frozen=True):
    """One thing that differs: what kind of thing, its name, before and now ("" where it is missing), a remark."""

    kind: str
    name: str
    was: str
    now: str
    note: str = ""


def read_run(path: Path) -> ComparedRun:
    """The run that ``path``, a facts.json, records; ``BulletinError`` when it is none."""
    try:
        return as_run(path.read_bytes())
    except (OSError, msgspec.DecodeError) as reason:
        raise no_record(path) from reason


def no_record(path: Path) -> BulletinError:
    """What to say of a file that is no facts.json, or is not there."""
    return stop(
        "compare.facts", "没有可以比较的数据", Place(file=str(path)),
        found="文件读不懂" if path.exists() else "没有这个文件", expected="以前生成时存下的 facts.json",
        advice="先运行 generate，或用 --run 指明县文件夹 facts 里的一个文件",
    )  # fmt: skip


def as_run(content: bytes) -> ComparedRun:
    """The run in the content of a facts.json; ``msgspec.DecodeError`` when it is none."""
    return msgspec.json.decode(content, type=ComparedRun)


def compare_runs(old: ComparedRun, new: ComparedRun) -> tuple[Difference, ...]:
    """What differs: decisions, then grades, ranks and places in tables, then every figure that either run prints, in
    the order of printing.

    ``BulletinError`` where the two are not of one county and period."""
    if (old.county, old.period.key) != (new.county, new.period.key):
        raise _others(old, new)
    return (*_decisions(old, new), *_grades(old, new), *_ranks(old, new), *_places(old, new), *_figures(old, new))


def _decisions(old: ComparedRun, new: ComparedRun) -> Iterator[Difference]:
    for each in old.adjustments:
        if each not in new.adjustments:
            yield Difference("人工认定", each.unit or each.order_id, str(each), "", "去掉了")
    for each in new.adjustments:
        if each not in old.adjustments:
            yield Difference("人工认定", each.unit or each.order_id, "", str(each), "新增")


def _grades(old: ComparedRun, new: ComparedRun) -> Iterator[Difference]:
    for unit in dict.fromkeys((*old.grades, *new.grades)):
        was, now = old.grades.get(unit, ""), new.grades.get(unit, "")
        if was != now:
            yield Difference("等级", unit, was, now)


def _ranks(old: ComparedRun, new: ComparedRun) -> Iterator[Difference]:
    for name in dict.fromkeys((*old.figures, *new.figures)):
        if name.startswith("units.") and name.endswith(".rank"):
            was, now = (run.figures[name].text if name in run.figures else "" for run in (old, new))
            if was != now:
                yield Difference("名次", name.removeprefix("units.").removesuffix(".rank"), was, now)


def _places(old: ComparedRun, new: ComparedRun) -> Iterator[Difference]:
    """Units that stand in another row of a printed table: where nobody is given a rank, this is their rank."""
    before, after = _rows(old), _rows(new)
    for table, unit in dict.fromkeys((*before, *after)):
        was, now = before.get((table, unit)), after.get((table, unit))
        if was != now:
            said = (f"第{number}行" if number else "" for number in (was, now))
            yield Difference("表中位置", f"{unit}（第{table}张表）", *said)


def _rows(run: ComparedRun) -> dict[tuple[int, str], int]:
    """Table and unit → which row of units it is there, from 1."""
    found: dict[tuple[int, str], int] = {}
    counts: dict[int, int] = {}
    for line in run.printed:
        names = (each.figure.removesuffix("@table") for each in line.figures)
        unit = next((match for name in names if (match := _UNIT_NAME.fullmatch(name))), None)
        if line.cell and unit and (key := (line.cell[0], unit["unit"])) not in found:
            found[key] = counts[line.cell[0]] = counts.get(line.cell[0], 0) + 1
    return found


def _figures(old: ComparedRun, new: ComparedRun) -> Iterator[Difference]:
    for name in dict.fromkeys((*_printed(old), *_printed(new))):
        was, now = old.figures.get(name), new.figures.get(name)
        if was is None or now is None or was.text != now.text or was.rule != now.rule:
            yield Difference("数据", name, was.text if was else "", now.text if now else "", _note(was, now))


def _printed(run: ComparedRun) -> Iterator[str]:
    for line in run.printed:
        for each in line.figures:
            yield each.figure


def _note(was: ComparedFigure | None, now: ComparedFigure | None) -> str:
    """By how much a count differs, and whether it is counted by another rule."""
    if was is None or now is None:
        return ""
    parts = []
    if isinstance(was.value, int) and isinstance(now.value, int) and was.value != now.value:
        parts.append(f"{now.value - was.value:+d}")
    if was.rule != now.rule:
        parts.append(f"口径由“{was.rule}”改为“{now.rule}”")
    return "，".join(parts)


def _others(old: ComparedRun, new: ComparedRun) -> BulletinError:
    return stop(
        "compare.other", "不是同一县同一期的数据，不能比较", found=f"{old.county}{old.period.name}",
        expected=f"{new.county}{new.period.name}", advice="用 --run 指明同一县同一期的文件",
    )  # fmt: skip
