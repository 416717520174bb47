"""The whole corpus: ``python tests/drafts/corpus/run.py [seeds]``; prints a table by theme.

A seed is 60 drafts by LibreOffice and 15 by ONLYOFFICE.

For each theme: drafts, figures that still stand in them, how many were placed; numbers that were changed, how many
were told with what stands there now, and noticed in any way; numbers typed by hand, how many were told of; what is
wrong.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from drafts.altered import altered
from drafts.bulletins import COUNTIES
from drafts.corpus.made import made, made_in_onlyoffice
from drafts.corpus.measure import Measured, measure, same_words
from drafts.corpus.onlyoffice import why_not
from drafts.corpus.recipes import IN_ONLYOFFICE, THEMES
from drafts.corpus.refreshing import Renewed, renew

_HEADS = ("theme", "drafts", "figures", "placed", "%", "changed", "told", "noticed", "typed", "told", "wrong")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def main(seeds: int) -> int:
    """Makes and measures the corpus; 1 where anything is wrong."""
    wanted = [(county, theme, seed) for seed in range(1, seeds + 1) for county in COUNTIES for theme in THEMES]
    totals: defaultdict[str, Measured] = defaultdict(Measured)
    refreshed: defaultdict[str, Renewed] = defaultdict(Renewed)
    drafts: Counter[str] = Counter()
    folder = Path(tempfile.mkdtemp(prefix="corpus"))
    edited = made(folder, wanted)
    if reason := why_not():
        _say(f"without ONLYOFFICE: {reason}")
    else:
        more = [(county, theme, seed) for seed in range(1, seeds + 1) for county in COUNTIES for theme in IN_ONLYOFFICE]
        edited += made_in_onlyoffice(folder, more)
    for draft in edited:
        if other := same_words(draft.truth, draft.file):
            _say(f"{draft.path.stem}: the program did something else: {other}")
            continue
        found = measure(draft.truth, draft.file, draft.run)
        renewed = renew(draft.path, draft.run, altered(draft.county, 1 + len(draft.path.stem) % 3, 0.04))
        refreshed[draft.theme] += renewed
        refreshed["all"] += renewed
        for words in renewed.wrong:
            _say(f"{draft.path.stem}: refresh: {words}")
        for words in (*found.wrong, *found.missed):
            _say(f"{draft.path.stem}: {words}")
        for name in (draft.theme, "all"):
            totals[name] += found
            drafts[name] += 1
    _say(" | ".join(_HEADS))
    for name, each in totals.items():
        share = f"{100 * each.placed / each.figures:.2f}"
        cells = (name, drafts[name], each.figures, each.placed, share, each.changed, each.traced, each.noticed)
        _say(" | ".join(map(str, (*cells, each.added, each.reported, len(each.wrong)))))
    _say("\nrefresh: theme | sentences nobody edited | as printed now | commented | figures in edited ones | wrong")
    for name, one in refreshed.items():
        cells = (name, one.sentences, one.renewed, one.commented, one.numbers, len(one.wrong))
        _say(" | ".join(map(str, cells)))
    return bool(totals["all"].wrong or refreshed["all"].wrong)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2))
