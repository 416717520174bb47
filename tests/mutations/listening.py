"""A plugin of pytest: through which lines of one file each test passes, and how long it takes.

``MUTATIONS_FILE`` names the file, ``MUTATIONS_NOTED`` where the list is written as JSON. What runs while the file is
imported belongs to every test.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

_FILE = os.environ["MUTATIONS_FILE"]
_LINES: set[int] = set()
_NOTED: list[tuple[str, float, list[int]]] = []


def _line(frame: FrameType, event: str, _said: Any) -> Any:
    if event == "line":
        _LINES.add(frame.f_lineno)
    return _line


def _call(frame: FrameType, _event: str, _said: Any) -> Any:
    return _line if frame.f_code.co_filename == _FILE else None


sys.settrace(_call)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Notes one test, with what its fixtures do."""
    _LINES.clear()
    start = time.perf_counter()
    try:
        return (yield)
    finally:
        _NOTED.append((item.nodeid, time.perf_counter() - start, sorted(_LINES)))


def pytest_sessionfinish() -> None:
    """Writes the list."""
    Path(os.environ["MUTATIONS_NOTED"]).write_text(json.dumps(_NOTED), encoding="utf-8")
