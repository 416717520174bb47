"""When Python looks for cycles among the objects that it has made."""

from __future__ import annotations

import gc
import sys

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
