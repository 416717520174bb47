"""Names in sentences and rankings: those that were printed, and units that somebody has put in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import OPENING, Line, Printed, leading_name
from bulletin_gen.drafts.model import DraftFinding, Verdict
from bulletin_gen.leaves.frugal import late

#: Figures without digits that say who or what; others (本月, the county, a group) are words of the sentence.
_CLAUSES, _CLAUSE_ENDS = late(r"[^，,；;。：:]+"), late(r"[，,；;。：:]")
_NAMED = late(r"(?:units|breakdowns|grades|lists|order_lists)\..*")


def name_findings(bench: Bench, units: Collection[str]) -> Iterator[DraftFinding]:
    """What became of each printed name, and names of ``units`` that stand in edited sentences without being printed
    there. In a sentence that was edited, a name that is still there is ``REWORDED``: its place may mean another thing.
    """
    for line in bench.printed:
        names = [figure for figure in line.figures if not figure.tokens and _NAMED.fullmatch(figure.figure)]
        edited = [figure for figure in names if not _is_untouched(bench, figure)]
        yield from (_untouched(bench, figure) for figure in names if figure not in edited)
        target = bench.pairs.get(line.number)
        yield from _in_edited(bench, edited, bench.draft[target] if target is not None else None)
        if target is not None and units:
            yield from _put_in(line, bench.draft[target], units)


def _is_untouched(bench: Bench, figure: Printed) -> bool:
    return _sentence(bench, figure) in bench.paired


def _sentence(bench: Bench, figure: Printed) -> tuple[int, int]:
    sentences = bench.printed[figure.line].sentences
    start = next((each.start for each in sentences if each.start <= figure.start < each.end), -1)
    return figure.line, start


def _untouched(bench: Bench, figure: Printed) -> DraftFinding:
    number, start = bench.paired[_sentence(bench, figure)]
    line = bench.draft[number]
    place = line.paragraph.place if line.paragraph else None
    moved = bench.pairs.get(figure.line) != number
    said = line.sentence_at(start)
    return DraftFinding(Verdict.RIGHT, figure.figure, figure.text, figure.text, place, said, moved)


def _in_edited(bench: Bench, names: list[Printed], target: Line | None) -> Iterator[DraftFinding]:
    left = Counter({figure.text: target.text.count(figure.text) if target else 0 for figure in names})
    place = target.paragraph.place if target and target.paragraph else None
    instead = _in_other_order(bench, names, target) if target else {}
    for figure in names:
        said = bench.printed[figure.line].sentence_at(figure.start)
        if left[figure.text] > 0:
            left[figure.text] -= 1
            now = instead.get(figure.start, figure.text)
            verdict = Verdict.REWORDED if now == figure.text else Verdict.CHANGED
            yield DraftFinding(verdict, figure.figure, figure.text, now, place, said)
        else:
            yield DraftFinding(Verdict.DELETED, figure.figure, figure.text, "", place, said)


def _in_other_order(bench: Bench, names: Sequence[Printed], target: Line) -> dict[int, str]:
    """Where a printed list of names stands in the draft with the same names in another order: the start of each printed
    name → the name that has its place now. A place in such a list says who was first."""
    found: dict[int, str] = {}
    for _, each in groupby(names, lambda figure: _sentence(bench, figure)):
        listed = [*each]
        if _in_own_clauses(bench, listed, target):
            continue
        if _with_own_numbers(bench, listed, target):
            continue
        wanted = [figure.text for figure in listed]
        pattern = re.compile("|".join(map(re.escape, sorted(set(wanted), key=len, reverse=True))))
        parts = (pattern.findall(target.text[one.start : one.end]) for one in target.sentences)
        there: list[str] = max(parts, key=len, default=[])
        if there != wanted and Counter(there) == Counter(wanted):
            found |= {figure.start: now for figure, now in zip(listed, there, strict=True)}
    return found


def _with_own_numbers(bench: Bench, names: Sequence[Printed], target: Line) -> bool:
    """Whether each of the names was printed before a figure of its own, and stands before that in the draft: then the
    list may be in any order, since no place in it says who was first."""
    line = bench.printed[names[0].line]
    numbers = {figure.start: figure for figure in line.figures if figure.tokens}
    for name in names:
        behind = line.text[name.end :]
        number = numbers.get(name.end + len(behind) - len(behind.lstrip(OPENING)))
        placed = bench.placed.get((number.line, number.start)) if number else None
        if placed is None or placed.spot.line != target.number:
            return False
        if leading_name(target.text, placed.spot.start, bench.names) != name.text:
            return False
    return True


def _in_own_clauses(bench: Bench, names: Sequence[Printed], target: Line) -> bool:
    """Whether the names of each printed clause stand in a clause of the draft, all of them and in their order: then
    clauses may have changed places, and no list has."""
    text = bench.printed[names[0].line].text
    there = [found[0] for found in _CLAUSES.finditer(target.text)]
    for _, each in groupby(names, lambda figure: len(_CLAUSE_ENDS.findall(text[: figure.start]))):
        wanted = [figure.text for figure in each]
        pattern = re.compile("|".join(map(re.escape, sorted({figure.text for figure in names}, key=len, reverse=True))))
        if not any(pattern.findall(clause) == wanted for clause in there):
            return False
    return True


def _put_in(line: Line, target: Line, units: Collection[str]) -> Iterator[DraftFinding]:
    if line.text == target.text:
        return
    pattern = re.compile("|".join(map(re.escape, sorted(units, key=len, reverse=True))))
    more = Counter(pattern.findall(target.text)) - Counter(pattern.findall(line.text))
    for found in pattern.finditer(target.text):
        if more[found[0]] > 0:
            more[found[0]] -= 1
            place = target.paragraph.place if target.paragraph else None
            yield DraftFinding(Verdict.ADDED, "", "", found[0], place, target.sentence_at(found.start()))
