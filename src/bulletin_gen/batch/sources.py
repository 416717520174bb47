"""Where a batch's orders come from when not from the counties' own folders: one workbook for all, or a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from msgspec import Struct, field, json

from bulletin_gen.batch.crew import Crew, Lost
from bulletin_gen.batch.plan import Item
from bulletin_gen.canonical import LABELS
from bulletin_gen.county.workspace import County
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, stop

if TYPE_CHECKING:
    from bulletin_gen.intake.head.parts import CountyPart, Division
    from bulletin_gen.profile import Profile
    from bulletin_gen.store import Stored
    from bulletin_gen.tally import Counts


class Counted(Struct, frozen=True):
    """A county's counts from a store, with what the store knows of the rows behind them."""

    counts: Counts
    stored: Stored

    @property
    def digest(self) -> str:
        """What stands for the counts in a fingerprint."""
        # Engines bring rows in any order: sorted, the same counts always give the same text.
        return hashlib.sha256(json.encode(self, enc_hook=str, order="deterministic")).hexdigest()


class Supply(Struct, frozen=True):
    """The sources of a batch by bulletin (its target folder); why some have none; rows that belong to no county."""

    sources: Mapping[Path, CountyPart | Counted] = field(default_factory=dict)
    missing: Mapping[Path, tuple[Issue, ...]] = field(default_factory=dict)
    unassigned: Mapping[str, int] | None = None
    read: int = 0
    issues: tuple[Issue, ...] = ()


class Supplier(Protocol):
    """Finds the sources of all bulletins before the first is drafted. ``staging`` may be used on the way."""

    def __call__(self, items: Sequence[Item], staging: Path, jobs: int) -> Supply: ...


def own_files(items: Sequence[Item], staging: Path, jobs: int) -> Supply:
    """The ordinary case: each county has its own files."""
    return Supply()


class Workbook(Struct, frozen=True):
    """One export for all counties, divided by the column ``by``; order files in a county's own folder come on top."""

    files: tuple[Path, ...]
    by: str

    def __call__(self, items: Sequence[Item], staging: Path, jobs: int) -> Supply:
        """Reads the workbook once; each county's rows become its part."""
        from bulletin_gen.intake.head.heads import HeadWords
        from bulletin_gen.intake.head.parts import divide
        from bulletin_gen.profile.intake import IntakeRules

        described, faulty = _describe_all(items, jobs)
        rules = {each.profile.intake.model_dump_json(): each.profile.intake for each in described.values()}
        vocabularies = [HeadWords.of(intake) for intake in rules.values()] or [HeadWords.of(IntakeRules())]
        division = divide(self.files, self.by, _names(items, described), vocabularies, staging)
        return _supply(items, division, faulty)


def _supply(items: Sequence[Item], division: Division, faulty: Mapping[Path, tuple[Issue, ...]]) -> Supply:
    """A county without rows is missing: for what is wrong with its rules, which may be why it was not recognised."""
    sources = {item.target: division.parts[item.name] for item in items if item.name in division.parts}
    without = [item for item in items if item.name not in division.parts]
    missing = {item.target: faulty.get(item.target) or (_no_rows(item),) for item in without}
    return Supply(sources, missing, division.unassigned, division.read, division.issues)


def _no_rows(item: Item) -> Issue:
    return error(
        "batch.no_rows", "总表里没有这个县的工单", Place(file=item.name), advice="检查 --by 那一列里本县的写法"
    )


def _names(items: Sequence[Item], described: Mapping[Path, Described]) -> dict[str, str]:
    """Every name under which the workbook may speak of a county → the county. Two counties with one name stop all."""
    from bulletin_gen.intake.cells.text import key_of

    full: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for item in items:
        known = described.get(item.target)
        for name in filter(None, (item.name, known.profile.county if known else "")):
            full.setdefault(key_of(name), set()).add(item.name)
            if len(name) > 2 and name[-1] in "县市区旗":
                short.setdefault(key_of(name[:-1]), set()).add(item.name)
    for name, counties in full.items():
        if len(counties) > 1:
            raise stop("batch.names", "两个县文件夹是同一个地区", found=f"{name}：{'、'.join(sorted(counties))}")
    # 某县 and 某市 side by side: then neither may be called 某.
    unique = {name: counties for name, counties in short.items() if len(counties) == 1}
    return {name: next(iter(counties)) for name, counties in (unique | full).items()}


class Described(Struct, frozen=True):
    """What counting from a store needs of a county."""

    profile: Profile
    supplied: Mapping[str, int]
    basis: str
    asked: frozenset[str]


def describe(item: Item) -> Described | tuple[Issue, ...]:
    """The rules of a county and its figures from elsewhere, or what stands against them."""
    from bulletin_gen.inputs import open_period, read_inputs
    from bulletin_gen.intake.head.needs import asked_of
    from bulletin_gen.store import basis_of

    try:
        rules, files = open_period(item.county, item.period.key, need_orders=False)
        supplied = read_inputs(rules, files).supplied_counts()
        return Described(rules.profile, supplied, basis_of(rules, files), asked_of(rules.profile))
    except BulletinError as reason:
        return reason.issues


def _describe_all(items: Iterable[Item], jobs: int) -> tuple[dict[Path, Described], dict[Path, tuple[Issue, ...]]]:
    found: dict[Path, Described] = {}
    missing: dict[Path, tuple[Issue, ...]] = {}
    waiting = list(items)
    with Crew[Item, "Described | tuple[Issue, ...]"](describe, jobs) as crew:
        while waiting or crew.busy:
            while waiting and crew.has_room:
                crew.give(waiting.pop())
            for item, result in crew.collect():
                if isinstance(result, Described):
                    found[item.target] = result
                else:
                    missing[item.target] = (_lost(result),) if isinstance(result, Lost) else result
    return found, missing


def _lost(lost: Lost) -> Issue:
    return error("batch.killed", "处理进程中途被结束", found=lost.fault or f"退出码 {lost.exit_code}")


class Store(Struct, frozen=True):
    """A store of canonical dispatches, counted by ``engine``: counties with the same rules in one query."""

    where: str
    engine: str

    def __call__(self, items: Sequence[Item], staging: Path, jobs: int) -> Supply:
        """Counts all counties; those that the store does not have, or has from other rules or without columns that
        are counted by now, are missing."""
        described, missing = _describe_all(items, jobs)
        known: dict[Path, Stored] = {}
        for item in items:
            if item.target in described:
                try:
                    known[item.target] = _checked(self.where, item, described[item.target])
                except BulletinError as reason:
                    missing[item.target] = reason.issues
        ready = [item for item in items if item.target in known]
        counts = self._count(ready, described, missing) if ready else {}
        return Supply({target: Counted(counts[target], known[target]) for target in counts}, missing)

    def _count(
        self, ready: Sequence[Item], described: Mapping[Path, Described], missing: dict[Path, tuple[Issue, ...]]
    ) -> Mapping[Path, Counts]:
        """The counts; where a file cannot be read after all, of the others, and ``missing`` says of which."""
        from bulletin_gen.store import is_of_engine, scan, stored_at, unreadable

        frame = scan(self.where, self.engine)
        try:
            return _count(frame, ready, described)
        except Exception as reason:  # the engines' exceptions have nothing else in common
            if not is_of_engine(reason):
                raise
            if len(ready) == 1:
                where = stored_at(self.where, ready[0].name, ready[0].period)
                missing[ready[0].target] = unreadable(where, reason).issues
                return {}
        return {target: each for item in ready for target, each in self._count([item], described, missing).items()}


def _checked(where: str, item: Item, described: Described) -> Stored:
    from bulletin_gen.store import look_up

    stored = look_up(where, item.name, item.period)
    if stored.basis != described.basis:
        raise stop(
            "store.stale", "入库以后规则、名册、人工认定或工作日调整表改过", Place(file=str(item.county)),
            advice="用 bulletin-gen store 重新入库",
        )  # fmt: skip
    if more := described.asked - stored.filled:
        own = sorted(more - LABELS.keys())
        raise stop(
            "store.columns", "入库时没有读现在规则要用的列", Place(file=str(item.county)),
            expected="、".join([*(label for column, label in LABELS.items() if column in more), *own]),
            advice="自有的列和单位数据不入库：这个县不用 --store" if own else "用 bulletin-gen store 重新入库",
        )  # fmt: skip
    return stored


def _count(frame: object, items: Sequence[Item], described: Mapping[Path, Described]) -> dict[Path, Counts]:
    import narwhals as nw

    from bulletin_gen.tally import tally_counties

    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(_way_of_counting(described[item.target].profile, item), []).append(item)
    lazy = nw.from_native(cast("Any", frame)).lazy()  # whose engine it is only a run can tell
    counts: dict[Path, Counts] = {}
    for group in groups.values():
        profile, period = described[group[0].target].profile, group[0].period
        names = [item.name for item in group]
        rows = lazy.filter((nw.col("period") == period.key) & nw.col("county").is_in(names))
        supplied = {item.name: described[item.target].supplied for item in group}
        cut_off, by_value = profile.intake.cut_off_moment(period), _by_value(profile, group[0])
        found = tally_counties(rows, profile, period, cut_off, names, supplied, by_value=by_value)
        counts |= {item.target: found[item.name] for item in group}
    return counts


def _way_of_counting(profile: Profile, item: Item) -> str:
    """The same for counties that one query can count: period, cut-off, measures, breakdowns, order lists."""
    parts = profile.model_dump_json(include={"measures", "breakdowns", "order_lists"})
    return f"{item.period.key} {profile.intake.cut_off_moment(item.period)} {_by_value(profile, item)} {parts}"


def _by_value(profile: Profile, item: Item) -> bool:
    return profile.asks_values or County(item.county).wording is not None
