"""What is put off or left out so that a run is short: searches for cycles among objects, compiling of expressions.

``re.compile`` takes a third of a millisecond. What a text is read by is eight hundred expressions, half of which an
ordinary bulletin never comes to: to compile them all where they stand took a tenth of the time of one bulletin.
"""

from __future__ import annotations

import gc
import re
import sys
from typing import Any, cast

_ASKED = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "split",
    "sub",
    "subn",
    "groups",
    "groupindex",
    "flags",
)
#: Libraries that count their objects when the process ends and complain, in English, of those that are left.
_COUNTING = ("duckdb",)
#: New objects between two searches. Nearly everything here is freed as soon as nothing refers to it; at Python's 700,
#: a tenth of a run went into walking through modules and tables that stay to its end.
_SEARCHED_AFTER = 1_000_000


def collect_seldom() -> None:
    """Lets this process search for cycles seldom; best called before anything heavy is imported."""
    gc.set_threshold(_SEARCHED_AFTER)


def collect_no_more() -> None:
    """Takes everything made so far out of all searches to come: it stays to the end of the process."""
    gc.freeze()


def collect_not_at_the_end() -> None:
    """To be called last: spares the two searches before the process ends, where no library misses its objects then."""
    if not any(name in sys.modules for name in _COUNTING):
        collect_no_more()


class _Late:
    """Stands for a compiled expression; from the first question on, its answers are the expression's own methods."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._given)
        self.__dict__ |= {each: getattr(compiled, each) for each in _ASKED}
        return self.__dict__[name]


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(pattern, flags)``, put off to the first use; ``re.error`` comes then, so a test asks them all."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
