"""What a worker does: draft one bulletin in the staging folder, or find that the one in place is still good."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.batch.plan import Item
from bulletin_gen.batch.records import Record, fingerprint, hash_files, read_record, write_record
from bulletin_gen.batch.sources import Counted
from bulletin_gen.leaves.content import digest_of
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, Severity, stop, system_reason

if TYPE_CHECKING:
    from bulletin_gen.county.workspace import PeriodInputs
    from bulletin_gen.inputs import Rules
    from bulletin_gen.intake.head.parts import CountyPart
    from bulletin_gen.pipeline import Options, Result


class Drafting(Struct, frozen=True):
    """What holds for every bulletin of a batch. ``program`` stands for the program's version and templates;
    ``clock`` tells seconds."""

    program: str
    clock: Callable[[], float]
    dated: date | None = None
    formats: tuple[str, ...] = ()
    force: bool = False

    @property
    def common(self) -> str:
        """What of it goes into every fingerprint."""
        return f"{self.program} {self.dated} {sorted(self.formats)}"


class Task(Struct, frozen=True):
    """One bulletin to draft in the folder ``draft``."""

    item: Item
    draft: Path
    how: Drafting
    source: CountyPart | Counted | None = None


class Drafted(Struct, frozen=True):
    """A task's result: with a record a bulletin, new (in the draft folder) or ``kept``; else why there is none.
    ``counted``: what is kept of a new one beside its facts (``runs.kept``)."""

    record: Record | None
    kept: bool
    issues: tuple[Issue, ...]
    seconds: float
    counted: bytes = b""


def draft(task: Task) -> Drafted:
    """Drafts one bulletin. Whatever stands against it is in the result; nothing is left of it on the disk then."""
    begun = task.how.clock()
    try:
        record, kept, counted = _record_of(task)
    except BulletinError as reason:
        shutil.rmtree(task.draft, ignore_errors=True)
        # What stands against it comes first: only the first one or twenty are shown.
        issues = sorted(reason.issues, key=lambda issue: issue.severity is not Severity.ERROR)
        return Drafted(None, False, tuple(_at_target(issue, task) for issue in issues), task.how.clock() - begun)
    except OSError as reason:  # a folder that cannot be looked into, most likely
        shutil.rmtree(task.draft, ignore_errors=True)
        return Drafted(None, False, _unreadable(task.item.county, reason).issues, task.how.clock() - begun)
    return Drafted(record, kept, (), task.how.clock() - begun, counted)


def _record_of(task: Task) -> tuple[Record, bool, bytes]:
    print_of_inputs = _fingerprint(task)
    known = None if task.how.force else read_record(task.item.target)
    if known and known.fingerprint == print_of_inputs and known.is_whole(task.item.target):
        return known, True, b""
    record, counted = _write(task, print_of_inputs)
    return record, False, counted


def _fingerprint(task: Task) -> str:
    try:
        return fingerprint(task.item, f"{task.how.common} {_digest(task.source)}")
    except OSError as reason:
        raise _unreadable(task.item.county, reason) from reason


def _digest(source: CountyPart | Counted | None) -> str:
    if source is None:
        return ""
    return source.digest if isinstance(source, Counted) else digest_of(source.path)


def _write(task: Task, print_of_inputs: str) -> tuple[Record, bytes]:
    from bulletin_gen.batch.account import account_of
    from bulletin_gen.inputs import open_period

    rules, files = open_period(task.item.county, task.item.period.key, need_orders=task.source is None)
    result = _produce(task, rules, files, _options(task))
    account = account_of(rules.profile, result.facts, result.accounts, result.issues)
    try:
        record = Record(print_of_inputs, hash_files(task.draft), account)
        write_record(task.draft, record)
    except OSError as reason:
        raise _unwritable(task.item.target, reason) from reason
    return record, result.counted


def _options(task: Task) -> Options:
    from bulletin_gen.pipeline import Options

    # The facts are recorded when the bulletin takes its place, not before.
    return Options(dated=task.how.dated, formats=task.how.formats, record=False, keep=True)


def _produce(task: Task, rules: Rules, files: PeriodInputs, options: Options) -> Result:
    from bulletin_gen.inputs import read_inputs
    from bulletin_gen.pipeline import checked, finish, keeper, produce

    source = task.source
    if source is None:
        return produce(rules, files, files.orders, task.draft, options)
    if not isinstance(source, Counted):
        _check_names(source, files)
        return _of_part(produce(rules, files, (source, *files.orders), task.draft, options), source)
    inputs, stored = read_inputs(rules, files, options.dated), source.stored
    counts = checked(rules, files.period, source.counts)
    # The store has the dispatches; of a run from its counts only hashes are kept.
    keep = keeper(rules, files, (), None)
    return finish(rules, files.period, inputs, stored.accounts, stored.issues, counts, task.draft, options, keep)


def _check_names(part: CountyPart, files: PeriodInputs) -> None:
    """A file that lies with the county under the shared workbook's name would be read twice, most likely."""
    for path in files.orders:
        if path.name in part.files or path.name in part.name.split("、"):
            raise stop(
                "batch.twice", "本县期间文件夹里有与总表同名的文件", Place(file=str(path)),
                advice="就是总表的，从县文件夹里拿走；是本县自己的工单，改个名字",
            )  # fmt: skip


def _of_part(result: Result, part: CountyPart) -> Result:
    """The result, if it accounts for every row of the shared workbook that the county was given."""
    read = sum(account.read for account in result.accounts if account.file in part.files)
    if read != part.rows:
        raise stop("batch.sum", "分给本县的行数对不上", found=f"读入 {read} 行", expected=f"{part.rows} 行")
    return result


def _at_target(issue: Issue, task: Task) -> Issue:
    """The issue as people can follow it: the draft's folder is gone by the time they read of it."""
    file = issue.place.file.replace(str(task.draft), str(task.item.target))
    return replace(issue, place=replace(issue.place, file=file))


def _unreadable(folder: Path, reason: OSError) -> BulletinError:
    name = str(reason.filename or folder)
    return stop(
        "file.unreadable", "文件无法读取", Place(file=name), found=system_reason(reason), advice="检查权限或是否被占用"
    )


def _unwritable(target: Path, reason: OSError) -> BulletinError:
    found = system_reason(reason)
    return stop("output.failed", "无法写入输出文件", Place(file=str(target)), found=found, advice="检查磁盘空间")
