"""Workers: each task has its result or its loss, and one death costs one task."""

from __future__ import annotations

import os
import re
import signal
import time
from weakref import WeakSet

import pytest

from bulletin_gen.batch.crew import Crew, Lost


class Knot:
    """Something that only a search for cycles frees."""

    def __init__(self) -> None:
        self.itself = self


KNOTS: WeakSet[Knot] = WeakSet()


def work(task: str) -> str:
    """What the tests let workers do."""
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "fail":
        raise ValueError("坏了: '张三 幸福路9号', 13912345678")
    if task == "sleep":
        time.sleep(60)
    if task.startswith("knot"):
        left = len(KNOTS)
        for _ in range(100):
            KNOTS.add(Knot())
        return str(left)
    return task.upper()


def outcomes(tasks: list[str], size: int) -> list[tuple[str, str | Lost]]:
    found: list[tuple[str, str | Lost]] = []
    waiting = list(tasks)
    with Crew[str, str](work, size) as crew:
        while waiting or crew.busy:
            while waiting and crew.has_room:
                crew.give(waiting.pop(0))
            found += crew.collect()
    return found


def test_every_task_comes_back_once() -> None:
    assert sorted(outcomes(["a", "b", "c", "d", "e"], 2)) == [(name, name.upper()) for name in "abcde"]  # type: ignore[type-var]


def test_a_killed_worker_costs_its_task_alone() -> None:
    found = dict(outcomes(["a", "die", "b", "die ", "c"], 2))
    assert found["die"] == Lost(-signal.SIGKILL)
    assert {name: found[name] for name in ("a", "b", "c")} == {"a": "A", "b": "B", "c": "C"}


def test_a_failing_program_says_what_failed() -> None:
    lost = dict(outcomes(["fail", "a"], 1))["fail"]
    assert isinstance(lost, Lost)
    assert re.fullmatch(r"ValueError（batch/test_crew.py:\d+）", lost.fault)
    assert "in work" in lost.trace
    assert "坏了: …" in lost.trace
    for secret in ("张三", "13912345678"):  # an exception may quote a citizen's cell
        assert secret not in lost.trace.partition("ValueError: ")[2]


def test_cycles_are_freed_after_the_first_task_and_then_after_every_eight() -> None:
    left = dict(outcomes([f"knot {task:02}" for task in range(20)], 1))
    counted = [int(str(left[f"knot {task:02}"])) for task in range(20)]
    by_eight = [100 * (task % 8) for task in range(8)]
    assert counted == [0, *by_eight, *by_eight, 0, 100, 200]


def test_nobody_is_left_when_the_crew_goes() -> None:
    with pytest.raises(KeyboardInterrupt), Crew[str, str](work, 1) as crew:
        crew.give("sleep")
        assert crew.collect(timeout=0.1) == []
        pid = crew._workers[0].process.pid
        raise KeyboardInterrupt
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
