"""How far each county is: seen from its files alone, so that hundreds are looked at in a moment."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.workspace import (
    ADJUSTMENTS,
    NARRATIVE,
    PROFILE,
    SUPPLIED,
    UNITS,
    County,
    narratives,
    order_files,
    same_period,
)
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import Period
from bulletin_gen.written.yamlfile import PLACEHOLDER


class Progress(StrEnum):
    """How far a period is; the value is what users read."""

    SETTING_UP = "还在设置"
    NO_PERIOD = "没有期间"
    NO_ORDERS = "没有工单"
    UNFILLED = "还有要填的"
    ISSUES = "有错误"
    READY = "可以生成"
    CHANGED = "写出后有改动"
    WRITTEN = "已写出"
    BROKEN = "读不了"


#: What the files of a period are called by people.
_CALLED = {SUPPLIED: "期号、日期和数字", NARRATIVE: "人写的文字"}


class CountyState(Struct, frozen=True):
    """A county and its newest period, or the one asked for. ``why``: in what way it is not finished."""

    name: str
    progress: Progress
    period: str = ""
    period_name: str = ""
    orders: int = 0
    why: str = ""


def county_state(folder: Path, wanted: Period | None = None) -> CountyState:
    """The state of the county in ``folder``; never raises: what cannot be read is a state too."""
    try:
        return _state(folder, wanted)
    except OSError as reason:
        return CountyState(folder.name, Progress.BROKEN, why=str(reason.strerror or "文件夹无法读取"))
    except BulletinError as reason:
        return CountyState(folder.name, Progress.BROKEN, why=reason.issues[0].kind)


def _state(folder: Path, wanted: Period | None) -> CountyState:
    county = County(folder)
    missing = [name for name in (PROFILE, UNITS) if not (folder / name).is_file()]
    if missing:
        return CountyState(folder.name, Progress.BROKEN, why=f"缺少 {'、'.join(missing)}")
    setup = not_set_up(county)
    periods = county.periods()
    period = same_period(periods, wanted) if wanted else (periods[-1] if periods else None)
    if period is None or period not in periods:
        why = "、".join(setup) if setup else "新建一期，放入导出的工单"
        return CountyState(folder.name, Progress.SETTING_UP if setup else Progress.NO_PERIOD, why=why)
    orders = order_files(folder / period.key)
    progress, why = _progress(county, period, orders, setup)
    return CountyState(folder.name, progress, period.key, period.name, len(orders), why)


def _progress(county: County, period: Period, orders: tuple[Path, ...], setup: tuple[str, ...]) -> tuple[Progress, str]:
    if setup:
        return Progress.SETTING_UP, "、".join(setup)
    if not orders:
        return Progress.NO_ORDERS, "把导出的工单放进来"
    if not (county.folder / period.key / SUPPLIED).is_file():
        return Progress.UNFILLED, f"缺少 {SUPPLIED}（期号、成文日期）"
    if unfilled := unfilled_files(county.folder / period.key):
        return Progress.UNFILLED, f"{'、'.join(_CALLED.get(name, name) for name in unfilled)}还有要填的"
    facts = county.facts_of(period)
    if not facts.is_file():
        return Progress.READY, ""
    newer = [path.name for path in _read_by_run(county, period, orders) if _time(path) > _time(facts)]
    return (Progress.CHANGED, f"{'、'.join(newer[:3])} 改过") if newer else (Progress.WRITTEN, "")


def not_set_up(county: County) -> tuple[str, ...]:
    """What of a county's own files is still to be filled in, in words."""
    found = []
    if _is_unfilled(county.profile):
        found.append("县名、公文要素还没有填完")
    if len([line for line in _text(county.units).splitlines() if line.strip(" ,\ufeff")]) < 2:
        found.append("名册里还没有单位")
    return tuple(found)


def unfilled_files(folder: Path) -> tuple[str, ...]:
    """The files of a period in which something is still to be filled in."""
    written = (path for path in (folder / SUPPLIED, *narratives(folder)) if path.suffix != ".docx")
    return tuple(path.name for path in written if path.is_file() and _is_unfilled(path))


def _is_unfilled(path: Path) -> bool:
    """Whether a value is still to be filled in; what the comments of a YAML file say of such places is none."""
    lines = _text(path).splitlines()
    if path.suffix == ".yaml":
        lines = ["" if line.lstrip().startswith("#") else line.partition(" #")[0] for line in lines]
    return any(PLACEHOLDER in line for line in lines)


def _read_by_run(county: County, period: Period, orders: tuple[Path, ...]) -> list[Path]:
    folder = county.folder / period.key
    by_hand = (folder / ADJUSTMENTS, folder / SUPPLIED, *narratives(folder))
    return [path for path in (county.profile, county.units, *by_hand, *orders, *_wordings(county)) if path.is_file()]


def _wordings(county: County) -> tuple[Path, ...]:
    found = county.wording
    return (found,) if found else ()


def _time(path: Path) -> float:
    return path.stat().st_mtime


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
