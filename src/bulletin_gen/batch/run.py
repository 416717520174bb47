"""A batch from plan to outcomes: workers draft, the parent puts in place, nobody stops anybody else."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from bulletin_gen.batch.crew import Crew, Lost
from bulletin_gen.batch.lock import sole_use
from bulletin_gen.batch.place import STAGING, keep_facts, put_in_place, recover
from bulletin_gen.batch.plan import Item, Plan
from bulletin_gen.batch.records import Record, read_record
from bulletin_gen.batch.sources import Supplier, Supply, own_files
from bulletin_gen.batch.work import Drafted, Drafting, Task, draft
from bulletin_gen.issues import BulletinError, Issue, Place, error
from bulletin_gen.outputs import FACTS_FILE
from bulletin_gen.workspace import County, refuse_inputs


class Status(StrEnum):
    """What became of one bulletin."""

    WRITTEN = "已写出"
    KEPT = "无变化"
    FAILED = "未写出"
    EARLIER = "以前写出"  # by a run for other counties: in the summary only


class Outcome(Struct, frozen=True):
    """What became of one bulletin, and why where it was not written. ``period`` is empty where none was found."""

    county: str
    period: str
    status: Status
    target: Path | None = None
    record: Record | None = None
    issues: tuple[Issue, ...] = ()
    seconds: float = 0.0


class Started(Struct, frozen=True):
    """A worker begins with a bulletin."""

    item: Item


Event = Started | Outcome
Tell = Callable[[Event], None]


class Report(Struct, frozen=True):
    """All outcomes in the plan's order; where one workbook was divided, its rows and those of no county."""

    outcomes: tuple[Outcome, ...]
    unassigned: Mapping[str, int] | None = None
    read: int = 0
    issues: tuple[Issue, ...] = ()


def run(plan: Plan, out: Path, how: Drafting, jobs: int, tell: Tell, supplier: Supplier = own_files) -> Report:
    """Writes what ``plan`` names, ``jobs`` at a time; ``tell`` hears of every start and every end.

    Raises ``BulletinError`` when ``out`` would put bulletins among the orders, when another run holds it, when it
    cannot be written at all, and when ``supplier`` finds nothing to divide or count.
    """
    outcomes: dict[Path, Outcome] = {}
    for folder in (out, *(item.target for item in plan.items)):
        refuse_inputs(folder)
    with sole_use(out):
        recover(out, (item.target for item in plan.items), (_facts(item) for item in plan.items))
        try:
            supply = supplier(plan.items, out / STAGING, jobs)
            for outcome in _work(plan, out, how, jobs, tell, supply):
                tell(outcome)
                if outcome.target is not None:
                    outcomes[outcome.target] = outcome
        finally:
            shutil.rmtree(out / STAGING, ignore_errors=True)
    unplanned = [Outcome(each.name, "", Status.FAILED, issues=each.issues) for each in plan.unplanned]
    for each in unplanned:
        tell(each)
    every = (*(outcomes[item.target] for item in plan.items), *unplanned)
    return Report(every, supply.unassigned, supply.read, supply.issues)


def with_earlier(outcomes: Iterable[Outcome], plan: Plan, out: Path) -> tuple[Outcome, ...]:
    """The outcomes of a run for some of the counties, with the others' bulletins for its periods that are in place."""
    outcomes = list(outcomes)
    names = {outcome.county for outcome in outcomes}
    periods = dict.fromkeys(item.period.key for item in plan.items)
    for folder in out.iterdir():
        if folder.name not in names and folder.is_dir():
            outcomes += (found for period in periods if (found := _in_place(folder, period)))
    return tuple(sorted(outcomes, key=lambda outcome: outcome.county))  # periods of a county stay in order


def _in_place(folder: Path, period: str) -> Outcome | None:
    target = folder / period
    record = read_record(target)
    if record is None or not record.is_whole(target):
        return None
    return Outcome(folder.name, period, Status.EARLIER, target, record)


def _work(plan: Plan, out: Path, how: Drafting, jobs: int, tell: Tell, supply: Supply) -> Iterator[Outcome]:
    waiting = deque(_chain(chain) for chain in plan.chains)
    following: dict[Path, deque[Item]] = {}
    with Crew[Task, Drafted](draft, jobs) as crew:
        while waiting or crew.busy:
            while waiting and crew.has_room:
                chain = waiting.popleft()
                item = chain.popleft()
                if item.target in supply.missing:
                    yield _failed(item, supply.missing[item.target], 0.0)
                    if chain:
                        waiting.appendleft(chain)
                    continue
                following[item.target] = chain
                tell(Started(item))
                crew.give(Task(item, _draft_of(item, out), how, supply.sources.get(item.target)))
            for task, result in crew.collect() if crew.busy else ():
                yield _settle(task, result)
                # The next period of a county compares itself with this one, so it waits for it.
                if chain := following.pop(task.item.target):
                    waiting.appendleft(chain)


def _chain(items: Iterable[Item]) -> deque[Item]:
    return deque(items)


def _draft_of(item: Item, out: Path) -> Path:
    return out / STAGING / f"{item.name} {item.period.key}"


def _settle(task: Task, result: Drafted | Lost) -> Outcome:
    """Puts a draft in its place; what cannot be put in place counts as not written."""
    if isinstance(result, Lost):
        shutil.rmtree(task.draft, ignore_errors=True)
        return _failed(task.item, (_lost(task.item, result),), 0.0)
    if result.record is None:
        return _failed(task.item, result.issues, result.seconds)
    try:
        _place(task.item, None if result.kept else task.draft)
    except BulletinError as reason:
        shutil.rmtree(task.draft, ignore_errors=True)
        return _failed(task.item, reason.issues, result.seconds)
    status = Status.KEPT if result.kept else Status.WRITTEN
    return Outcome(task.item.name, task.item.period.key, status, task.item.target, result.record, (), result.seconds)


def _place(item: Item, fresh: Path | None) -> None:
    """Records the facts with the county and moves a fresh draft to its place; a kept bulletin only lends its facts."""
    if fresh is not None:
        keep_facts(fresh / FACTS_FILE, _facts(item))
        put_in_place(fresh, item.target)
    elif not _facts(item).exists():
        keep_facts(item.target / FACTS_FILE, _facts(item))


def _failed(item: Item, issues: tuple[Issue, ...], seconds: float) -> Outcome:
    return Outcome(item.name, item.period.key, Status.FAILED, item.target, None, issues, seconds)


def _facts(item: Item) -> Path:
    return County(item.county).facts_of(item.period)


def _lost(item: Item, lost: Lost) -> Issue:
    place = Place(file=str(item.county / item.period.key))
    if lost.fault:
        return error(
            "batch.fault", "程序出错", place, found=lost.fault, advice="请把这条信息连同 --log-json 的记录发给维护人员"
        )
    found = f"退出码 {lost.exit_code}" + ("（可能是内存不足，被系统结束）" if lost.exit_code == -9 else "")
    return error(
        "batch.killed", "处理进程中途被结束", place, found=found, advice="减少 --jobs 后重新运行，会接着做没做完的"
    )
