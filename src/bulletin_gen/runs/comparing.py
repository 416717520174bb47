"""Two runs of one period held against each other: printed figures, grades, decisions."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.runs.record import RecordedDecision, RecordedFigure, RecordedRun

_UNIT_NAME = late(r"units\.(?P<unit>.+)\.(?:table_|full_)?name")


class Difference(Struct, frozen=True):
    """One thing that differs: what kind of thing, its name, before and now ("" where it is missing), a remark."""

    kind: str
    name: str
    was: str
    now: str
    note: str = ""


def compare_runs(old: RecordedRun, new: RecordedRun) -> tuple[Difference, ...]:
    """What differs: decisions, then grades, ranks and places in tables, then every figure that either run prints, in
    the order of printing.

    ``BulletinError`` where the two are not of one county and period."""
    if (old.county, old.period.key) != (new.county, new.period.key):
        raise _others(old, new)
    return (*_decisions(old, new), *_grades(old, new), *_ranks(old, new), *_places(old, new), *_figures(old, new))


def _decisions(old: RecordedRun, new: RecordedRun) -> Iterator[Difference]:
    before, after = ({_about(each) for each in run.adjustments} for run in (old, new))
    for each in old.adjustments:
        if _about(each) not in after:
            yield Difference("人工认定", each.unit or each.order_id, str(each), "", "去掉了")
    for each in new.adjustments:
        if _about(each) not in before:
            yield Difference("人工认定", each.unit or each.order_id, "", str(each), "新增")


def _about(each: RecordedDecision) -> tuple[object, ...]:
    """What a decision says, wherever it stands in its sheet."""
    return each.kind, each.order_id, each.unit, each.points, each.grade, each.reason


def _grades(old: RecordedRun, new: RecordedRun) -> Iterator[Difference]:
    for unit in dict.fromkeys((*old.grades, *new.grades)):
        was, now = old.grades.get(unit, ""), new.grades.get(unit, "")
        if was != now:
            yield Difference("等级", unit, was, now)


def _ranks(old: RecordedRun, new: RecordedRun) -> Iterator[Difference]:
    for name in dict.fromkeys((*old.figures, *new.figures)):
        if name.startswith("units.") and name.endswith(".rank"):
            was, now = (run.figures[name].text if name in run.figures else "" for run in (old, new))
            if was != now:
                yield Difference("名次", name.removeprefix("units.").removesuffix(".rank"), was, now)


def _places(old: RecordedRun, new: RecordedRun) -> Iterator[Difference]:
    """Units that stand in another row of a printed table: where nobody is given a rank, this is their rank."""
    before, after = _rows(old), _rows(new)
    for table, unit in dict.fromkeys((*before, *after)):
        was, now = before.get((table, unit)), after.get((table, unit))
        if was != now:
            said = (f"第{number}行" if number else "" for number in (was, now))
            yield Difference("表中位置", f"{unit}（第{table}张表）", *said)


def _rows(run: RecordedRun) -> dict[tuple[int, str], int]:
    """Table and unit → which row of units it is there, from 1."""
    found: dict[tuple[int, str], int] = {}
    counts: dict[int, int] = {}
    for line in run.printed:
        names = (each.figure.removesuffix("@table") for each in line.figures)
        unit = next((match for name in names if (match := _UNIT_NAME.fullmatch(name))), None)
        if line.cell and unit and (key := (line.cell[0], unit["unit"])) not in found:
            found[key] = counts[line.cell[0]] = counts.get(line.cell[0], 0) + 1
    return found


def _figures(old: RecordedRun, new: RecordedRun) -> Iterator[Difference]:
    for name in dict.fromkeys((*_printed(old), *_printed(new))):
        was, now = old.figures.get(name), new.figures.get(name)
        if was is None or now is None or was.text != now.text or was.rule != now.rule:
            yield Difference("数据", name, was.text if was else "", now.text if now else "", _note(was, now))


def _printed(run: RecordedRun) -> Iterator[str]:
    for line in run.printed:
        for each in line.figures:
            yield each.figure


def _note(was: RecordedFigure | None, now: RecordedFigure | None) -> str:
    """By how much a count differs, and whether it is counted by another rule."""
    if was is None or now is None:
        return ""
    parts = []
    if isinstance(was.value, int) and isinstance(now.value, int) and was.value != now.value:
        parts.append(f"{now.value - was.value:+d}")
    if was.rule != now.rule:
        parts.append(f"口径由“{was.rule}”改为“{now.rule}”")
    return "，".join(parts)


def _others(old: RecordedRun, new: RecordedRun) -> BulletinError:
    return stop(
        "compare.other", "不是同一县同一期的数据，不能比较", found=f"{old.county}{old.period.name}",
        expected=f"{new.county}{new.period.name}", advice="用 --run 指明同一县同一期的文件",
    )  # fmt: skip
