"""What a batch is to write: which counties, which periods, and where each bulletin goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.filenames import check_names, readable
from bulletin_gen.county.workspace import PROFILE, UNITS, County, find_period, unreadable
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, stop
from bulletin_gen.leaves.periods import Period, PeriodKind, parse_period

#: The longest series in periods: a slip in the year would otherwise plan for centuries.
LONGEST = 400
_REGULAR = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR)


class Item(Struct, frozen=True):
    """One bulletin: the county's folder, the period, and the folder that it goes to."""

    county: Path
    period: Period
    target: Path

    @property
    def name(self) -> str:
        """The county's folder name, by which the batch calls it."""
        return self.county.name


class Unplanned(Struct, frozen=True):
    """A county for which there is nothing to write, and why."""

    name: str
    issues: tuple[Issue, ...]


class Plan(Struct, frozen=True):
    """Chains of bulletins, one chain a county, each to be written in order; and counties without any."""

    chains: tuple[tuple[Item, ...], ...]
    unplanned: tuple[Unplanned, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every bulletin, county by county."""
        return tuple(item for chain in self.chains for item in chain)


def find_counties(root: Path, patterns: Sequence[str] = ()) -> tuple[Path, ...]:
    """The county folders under ``root`` in order of name, or ``root`` itself when it is one.

    A folder with profile.yaml or units.csv is a county's: one that lost the other file is reported, not passed over.
    ``patterns`` (names or wildcards) choose among them. ``BulletinError`` when there is none, or when a pattern
    means none.
    """
    if not root.is_dir():
        raise stop("batch.root", "找不到文件夹", Place(file=str(root)), expected="各县文件夹所在的文件夹")
    counties = [root] if is_county(root) else sorted(path for path in root.iterdir() if is_county(path))
    if not counties:
        raise stop(
            "batch.no_county", "没有县文件夹", Place(file=str(root)),
            expected="每县一个文件夹，内有 profile.yaml、units.csv 和期间文件夹",
        )  # fmt: skip
    for pattern in patterns:
        if not any(fnmatchcase(county.name, pattern) for county in counties):
            names = "、".join(county.name for county in counties[:20])
            raise stop("batch.pattern", "没有这样的县文件夹", found=pattern, expected=f"{root} 下的 {names}")
    return tuple(
        county for county in counties if not patterns or any(fnmatchcase(county.name, each) for each in patterns)
    )


def is_county(folder: Path) -> bool:
    """Whether a folder is a county's, though perhaps not a whole one."""
    try:
        return folder.is_dir() and ((folder / PROFILE).is_file() or (folder / UNITS).is_file())
    except OSError:
        return not folder.name.startswith(_SYSTEM)  # most likely one, and whose it is must not be passed over


#: Folders of the system's own, which lie at the top of disks.
_SYSTEM = (".", "$", "lost+found", "System Volume Information")


def plan_one(counties: Sequence[Path], wanted: str | None, out: Path) -> Plan:
    """One bulletin a county: of the period ``wanted``, or of each county's newest one."""
    chains: list[tuple[Item, ...]] = []
    unplanned: list[Unplanned] = []
    if wanted is not None:
        _period(wanted)  # when its name is wrong, it is so for every county
    for county in counties:
        try:
            check_names([county])
            chains.append((_item(county, find_period(County(county), wanted), out),))
        except OSError as reason:
            unplanned.append(Unplanned(county.name, unreadable(county, reason).issues))
        except BulletinError as reason:
            unplanned.append(Unplanned(readable(Path(county.name)), reason.issues))
    return Plan(tuple(chains), tuple(unplanned))


def plan_series(counties: Sequence[Path], first: str, last: str, out: Path) -> Plan:
    """Every period from ``first`` to ``last`` for each county, oldest first."""
    periods = series(_period(first), _period(last))
    chains: list[tuple[Item, ...]] = []
    unplanned: list[Unplanned] = []
    for county in counties:
        try:
            check_names([county])
        except BulletinError as reason:
            unplanned.append(Unplanned(readable(Path(county.name)), reason.issues))
        else:
            chains.append(tuple(_item(county, period, out) for period in periods))
    return Plan(tuple(chains), tuple(unplanned))


def series(first: Period, last: Period) -> tuple[Period, ...]:
    """The periods from ``first`` to ``last``, both of one kind; ``BulletinError`` when that is no series."""
    if first.kind is not last.kind or first.kind not in _REGULAR:
        raise stop(
            "batch.series", "起止期间不是同一种", found=f"{first.key} 至 {last.key}",
            expected="都是月、周、季度、半年或年，如 --from 2023-01 --to 2023-12",
        )  # fmt: skip
    if last.first < first.first:
        raise stop("batch.series", "起始期间晚于结束期间", found=f"{first.key} 至 {last.key}")
    return tuple(reversed(list(_back_to(first, last))))


def _back_to(first: Period, last: Period) -> Iterator[Period]:
    period = last
    for _ in range(LONGEST):
        if period.first < first.first:
            return
        yield period
        period = period.previous()
    raise stop("batch.series", "期数太多", found=f"{first.key} 至 {last.key}", expected=f"不超过 {LONGEST} 期")


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError as reason:
        raise stop("workspace.period", "期间写法不对", found=text, advice=str(reason)) from reason


def _item(county: Path, period: Period, out: Path) -> Item:
    return Item(county, period, out / county.name / period.key)
