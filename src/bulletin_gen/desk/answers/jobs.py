"""Work that takes longer than a page: in a thread, with the step at hand, its result kept until it is fetched."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

from msgspec import Struct

from bulletin_gen.leaves.issues import BulletinError, Issue, stop, system_reason

Tell = Callable[[str], None]
#: Finished work is remembered for so many jobs.
_MOST_KEPT = 50


class Job(Struct):
    """Work under way or done. ``next``: the address to go to when it is done; ``back``: when it failed; ``failed``:
    what the page says then."""

    number: int
    title: str
    back: str
    failed: str = "没有写出"
    next: str = ""
    step: str = "准备"
    done: bool = False
    issues: tuple[Issue, ...] = ()
    fault: str = ""


class Jobs:
    """All work of one desk; of the same ``key`` only one piece at a time."""

    def __init__(self) -> None:
        self._numbers, self._lock = itertools.count(1), threading.Lock()
        self._jobs: dict[int, Job] = {}
        self._busy: dict[str, int] = {}

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._busy)

    def get(self, number: int) -> Job | None:
        """The job of that number, if it is remembered."""
        return self._jobs.get(number)

    def start(self, key: str, title: str, back: str, work: Callable[[Tell], str], failed: str = "没有写出") -> Job:
        """Begins ``work``, which is told how to say its step and returns the address to go to; where the same is under
        way already, gives that."""
        with self._lock:
            if key in self._busy:
                return self._jobs[self._busy[key]]
            job = Job(next(self._numbers), title, back, failed)
            self._jobs[job.number] = job
            self._busy[key] = job.number
            self._jobs.pop(job.number - _MOST_KEPT, None)
        threading.Thread(target=self._run, args=(key, job, work), daemon=True).start()
        return job

    def _run(self, key: str, job: Job, work: Callable[[Tell], str]) -> None:
        def tell(step: str) -> None:
            job.step = step

        try:
            job.next = work(tell)
        except BulletinError as reason:
            job.issues = reason.issues
        except OSError as reason:
            job.issues = stop("file.unreadable", "文件或文件夹无法读写", found=system_reason(reason)).issues
        except Exception as reason:  # noqa: BLE001  # a fault of the program must be seen on the page, not in a thread
            job.fault = type(reason).__name__
        finally:
            with self._lock:
                self._busy.pop(key, None)
            job.done = True
