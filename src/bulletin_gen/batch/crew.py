"""Worker processes, one task each at a time, so that a process that dies takes exactly one task with it.

``concurrent.futures`` gives up every task at work when one of its processes dies, and does not say which one it was
at. Here each worker has its own pipe: the parent always knows who works on what, and the others go on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct

from bulletin_gen.leaves.frugal import collect_no_more, collect_seldom, late
from bulletin_gen.leaves.personal import masked

#: What an exception's words may quote.
_QUOTED = late(r"""(["'`]).*?\1|“.*?”|‘.*?’|\[.*?\]|\(.*?\)|\{.*?\}""", re.DOTALL)
#: A worker looks for cycles after its first task and then after so many.
_SEARCHED_EVERY = 8
_MOST_WORDS, _LONGEST_TRACE = 120, 200

Task = TypeVar("Task")
Result = TypeVar("Result")


class Lost(Struct, frozen=True):
    """A task without a result: its process died (``exit_code``, negative for a signal) or the program failed."""

    exit_code: int | None
    fault: str = ""  # what failed, and in which line of the program; empty when the process was killed
    trace: str = ""  # how the program came there, for whoever mends it


class _Worker(Generic[Task, Result]):
    def __init__(self, work: Callable[[Task], Result], threads: int) -> None:
        # spawn everywhere: fork is unsafe once Polars has threads, and Windows has nothing else.
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, threads), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None

    def take(self) -> Result | Lost:
        """What the worker has to say of its task; to be called when it has spoken or died."""
        self.task = None
        try:
            result: Result | Lost = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(5)
            return Lost(self.process.exitcode)
        return result

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join(5)


class Crew(Generic[Task, Result]):
    """At most ``size`` processes that call ``work`` (a module's function). Processes start with their first task."""

    def __init__(self, work: Callable[[Task], Result], size: int) -> None:
        self._work, self._size = work, size
        self._threads = max(1, (os.cpu_count() or 1) // size)
        self._workers: list[_Worker[Task, Result]] = []

    def __enter__(self) -> Crew[Task, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    @property
    def busy(self) -> bool:
        """Whether any worker has a task."""
        return any(worker.task is not None for worker in self._workers)

    @property
    def has_room(self) -> bool:
        """Whether a task can be given at once."""
        return sum(worker.task is not None for worker in self._workers) < self._size

    def give(self, task: Task) -> None:
        """Hands ``task`` to a free worker; only when there is room."""
        worker = next((each for each in self._workers if each.task is None), None)
        if worker is None:
            worker = _Worker(self._work, self._threads)
            self._workers.append(worker)
        worker.task = task
        try:
            worker.pipe.send(task)
        except OSError:
            return  # it has died since: ``collect`` finds out and says so

    def collect(self, timeout: float | None = None) -> list[tuple[Task, Result | Lost]]:
        """Waits until a worker is done or dead, or for ``timeout`` seconds: the tasks with their results."""
        by_sign: dict[Any, _Worker[Task, Result]] = {}
        for worker in self._workers:
            if worker.task is not None:
                by_sign |= {worker.pipe: worker, worker.process.sentinel: worker}
        found = {id(worker): worker for sign in wait(list(by_sign), timeout) if (worker := by_sign[sign])}
        return [self._collect(worker) for worker in found.values()]

    def _collect(self, worker: _Worker[Task, Result]) -> tuple[Task, Result | Lost]:
        task = worker.task
        assert task is not None  # only busy workers are waited for
        result = worker.take()
        if isinstance(result, Lost):
            worker.end()
            self._workers.remove(worker)
        return task, result


def _serve(pipe: Connection, work: Callable[[Any], Any], threads: int) -> None:
    """The life of a worker: tasks in, results out, until the parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    collect_seldom()
    threading.Thread(target=_die_with_parent, daemon=True).start()
    done = 0
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            result = work(task)
        except Exception as reason:
            pipe.send(Lost(1, *_described(reason)))
            raise SystemExit(1) from reason  # a program that has failed once is not trusted with more
        pipe.send(result)
        done += 1
        if done % _SEARCHED_EVERY == 1:
            # Cycles (XlsxWriter's) else live until a search is due: a worker grew from 100 to 350 MB in 500 bulletins.
            gc.collect()
        if not gc.get_freeze_count():
            # What the first task has loaded stays: it need not be looked through ever again, so a search takes 4 ms.
            collect_no_more()


def _described(reason: BaseException) -> tuple[str, str]:
    """The kind and the line of a failure, which anybody may see; and the way there, for the log. What an exception says
    may quote cells, so it is in neither but for a few words without quotations and numbers of citizens."""
    frames = traceback.extract_tb(reason.__traceback__)  # the first is the worker's own loop
    last = [*frames, *(frame for frame in frames[1:] if "bulletin_gen" in Path(frame.filename).parts)][-1]
    place = f"{'/'.join(Path(last.filename).parts[-2:])}:{last.lineno}"
    lines: list[str] = []
    cause: BaseException | None = reason
    while cause is not None and len(lines) < _LONGEST_TRACE:
        lines += traceback.StackSummary.from_list(traceback.extract_tb(cause.__traceback__)).format()
        words = masked(_QUOTED.sub("…", str(cause)))[:_MOST_WORDS]
        lines.append(f"{type(cause).__name__}: {words}\n")
        cause = cause.__cause__ or cause.__context__
    return f"{type(reason).__name__}（{place}）", "".join(lines)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
