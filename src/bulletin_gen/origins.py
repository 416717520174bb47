"""Where the odd characters of a document come from: the cell or the line in which somebody can mend them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from bulletin_gen.intake.doubts.oddities import ODD_CHARACTER
from bulletin_gen.intake.kept.sentences import lines_of
from bulletin_gen.leaves.characters import odd_in
from bulletin_gen.leaves.issues import Issue, Place
from bulletin_gen.render.characters import OddText


def traced(odd: Sequence[OddText], known: Iterable[Issue], files: Sequence[Path]) -> Iterator[Issue]:
    """An issue for each odd text of the document, at its line in one of ``files``, which people keep.

    What came with the orders is ``known`` by its cells already and is not said again.
    """
    if not odd:
        return
    told = {name for issue in known if issue.code == ODD_CHARACTER for name in issue.about}
    lines = [*_odd_lines(files)]
    for each in odd:
        if told.issuperset(each.oddity.names):
            continue
        where = next((place for place, names in lines if names & set(each.oddity.names)), None)
        place = replace(where, key=" ".join(filter(None, (where.key, each.place.key)))) if where else each.place
        yield replace(each, place=place).issue()


def _odd_lines(files: Iterable[Path]) -> Iterator[tuple[Place, set[str]]]:
    for file in files:
        if file.is_file():
            for place, line in lines_of(file):
                if oddity := odd_in(line):
                    yield place, set(oddity.names)
