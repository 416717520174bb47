"""A batch from plan to outcomes: workers draft, the parent puts in place, nobody stops anybody else."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.batch.crew import Crew, Lost
from bulletin_gen.batch.lock import sole_use
from bulletin_gen.batch.place import STAGING, denied, keep_facts, put_in_place, recover
from bulletin_gen.batch.plan import Item, Plan
from bulletin_gen.batch.records import Record, read_record
from bulletin_gen.batch.sources import Supplier, Supply, own_files
from bulletin_gen.batch.work import Drafted, Drafting, Task, draft
from bulletin_gen.county.workspace import County, refuse_inputs
from bulletin_gen.leaves.content import digest, digest_of
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, errors
from bulletin_gen.outputs import FACTS_FILE, recording


class Status(StrEnum):
    """What became of one bulletin."""

    WRITTEN = "已写出"
    KEPT = "无变化"
    FAILED = "未写出"
    EARLIER = "以前写出"  # by a run for other counties: in the summary only


class Outcome(Struct, frozen=True):
    """What became of one bulletin: why it was not written, or what people should know of one that was. ``period`` is
    empty where none was found."""

    county: str
    period: str
    status: Status
    target: Path | None = None
    record: Record | None = None
    issues: tuple[Issue, ...] = ()
    seconds: float = 0.0
    trace: str = ""  # where the program failed: for the log


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
    with sole_use(out) as unlocked:
        found = recover(out, (item.target for item in plan.items))
        try:
            supply = supplier(plan.items, out / STAGING, jobs)
            for outcome in _work(plan, out, how, jobs, tell, supply):
                outcome = _with(outcome, found)
                tell(outcome)
                if outcome.target is not None:
                    outcomes[outcome.target] = outcome
        finally:
            shutil.rmtree(out / STAGING, ignore_errors=True)
    unplanned = [Outcome(each.name, "", Status.FAILED, issues=each.issues) for each in plan.unplanned]
    for each in unplanned:
        tell(each)
    every = (*(outcomes[item.target] for item in plan.items), *unplanned)
    return Report(every, supply.unassigned, supply.read, (*unlocked, *supply.issues))


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


def _with(outcome: Outcome, found: Mapping[Path, tuple[Issue, ...]]) -> Outcome:
    """The outcome, and what was found at its place when the run began."""
    more = found.get(outcome.target, ()) if outcome.target else ()
    return replace(outcome, issues=(*outcome.issues, *more)) if more else outcome


def _work(plan: Plan, out: Path, how: Drafting, jobs: int, tell: Tell, supply: Supply) -> Iterator[Outcome]:
    waiting = deque(deque(chain) for chain in plan.chains)
    following: dict[Path, deque[Item]] = {}
    with Crew[Task, Drafted](draft, jobs) as crew:
        while waiting or crew.busy:
            while waiting and crew.has_room:
                chain = waiting.popleft()
                item = chain.popleft()
                if item.target in supply.missing:
                    yield from _go_on(item, _failed(item, supply.missing[item.target], 0.0), chain, waiting)
                    continue
                following[item.target] = chain
                tell(Started(item))
                crew.give(Task(item, _draft_of(item, out), how, supply.sources.get(item.target)))
            for task, result in crew.collect() if crew.busy else ():
                yield from _go_on(task.item, _settle(task, result), following.pop(task.item.target), waiting)


def _go_on(item: Item, outcome: Outcome, chain: deque[Item], waiting: deque[deque[Item]]) -> Iterator[Outcome]:
    """The outcome; then the next period of the county, which compares itself with this one, may begin. Where this one
    has failed the others cannot be right: what they would be compared with is missing, or of an earlier run. A period
    without a folder is none that was to be written."""
    yield outcome
    if (outcome.record is None or errors(outcome.issues)) and _is_there(item.county / item.period.key):
        yield from (_failed(later, (_held(later, item),), 0.0) for later in chain)
    elif chain:
        waiting.appendleft(chain)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return True  # it cannot be looked at, so there is something


def _held(item: Item, base: Item) -> Issue:
    return error(
        "batch.base", "前面有一期没有写出，本期没有做", Place(file=str(item.county / item.period.key)),
        found=f"{base.period.key} 没有写出，与它比较的数字无从算起",
        advice=f"改好 {base.period.key} 再运行，会接着做；不必等它的，用 --from {item.period.key} 从本期做起",
    )  # fmt: skip


def _draft_of(item: Item, out: Path) -> Path:
    # The process's number: a draft of a killed run that could not be removed must not end up in this one's.
    return out / STAGING / f"{item.name} {item.period.key} {os.getpid()}"


def _settle(task: Task, result: Drafted | Lost) -> Outcome:
    """Puts a draft in its place; what cannot be put in place counts as not written."""
    if isinstance(result, Lost):
        shutil.rmtree(task.draft, ignore_errors=True)
        return replace(_failed(task.item, (_lost(task.item, result),), 0.0), trace=result.trace)
    if result.record is None:
        return _failed(task.item, result.issues, result.seconds)
    try:
        issues = () if result.kept else put_in_place(task.draft, task.item.target)
    except BulletinError as reason:
        shutil.rmtree(task.draft, ignore_errors=True)
        return _failed(task.item, reason.issues, result.seconds)
    issues = (*issues, *_record_facts(task.item, result.record, result.counted))
    status = Status.KEPT if result.kept else Status.WRITTEN
    return Outcome(
        task.item.name, task.item.period.key, status, task.item.target, result.record, issues, result.seconds
    )


def _record_facts(item: Item, record: Record, counted: bytes) -> tuple[Issue, ...]:
    """Sees to it that the county's facts are those of the bulletin in place, new or kept, with what was ``counted``
    beside them; what they replace stays among the earlier ones. Says when they cannot be."""
    county = County(item.county)
    try:
        facts = (item.target / FACTS_FILE).read_bytes()
        recorded = recording(county, item.period, facts, kept=counted)
    except BulletinError as reason:
        return reason.issues
    except OSError as reason:
        return denied(item.target / FACTS_FILE, reason).issues
    if all(_is_as(path, content) for path, content in recorded.files.items()):
        return recorded.issues
    try:
        keep_facts(recorded, county.facts_of(item.period))
    except BulletinError as reason:
        return (*recorded.issues, *reason.issues)
    return recorded.issues


def _is_as(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and digest_of(path) == digest(content)
    except OSError:
        return False  # what cannot be read is written anew


def _failed(item: Item, issues: tuple[Issue, ...], seconds: float) -> Outcome:
    return Outcome(item.name, item.period.key, Status.FAILED, item.target, None, issues, seconds)


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
