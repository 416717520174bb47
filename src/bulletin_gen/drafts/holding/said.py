"""The findings of sentences: which of the printed ones say something in other words now, and which the opposite."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import Line, is_revised
from bulletin_gen.drafts.holding.words import UNITS, Against, WordChange, unit_changes, word_changes
from bulletin_gen.drafts.model import DraftFinding, Spot, Verdict
from bulletin_gen.word.model import WordPlace


def said_findings(bench: Bench) -> Iterator[DraftFinding]:
    """A finding for each printed sentence whose words, numbers aside, people have changed or taken out."""
    units = unit_changes(bench)
    for change in word_changes(bench):
        yield _finding(bench, change, contradictions(bench.printed[change.line], change, units))


def contradictions(
    line: Line, change: WordChange, units: dict[tuple[int, int], tuple[str, str]]
) -> tuple[Against, ...]:
    """What is wrong in a changed sentence of a printed line; ``units``: see ``unit_changes``."""
    within = (
        Against(UNITS, *units[line.number, each.start])
        for each in line.figures
        if (line.number, each.start) in units and change.sentence.start <= each.start < change.sentence.end
    )
    return (*change.against, *within)


def in_words(against: tuple[Against, ...]) -> str:
    """What is opposed, in words: 升降：“增长”改成“下降”."""
    return "；".join(f"{each.group}：“{each.was}”改成“{each.now}”" for each in against)


def _finding(bench: Bench, change: WordChange, against: tuple[Against, ...]) -> DraftFinding:
    verdict = Verdict.AGAINST if against else Verdict.SAID
    was = "；".join(filter(None, (one for one, _ in change.pieces))) if change.spot else change.was
    now = "；".join(filter(None, (two for _, two in change.pieces)))
    if change.spot is None:
        target = bench.pairs.get(change.line)
        place = _place(bench.draft[target]) if target is not None else None
        return DraftFinding(verdict, "", was, "", place, "", printed=change.was)
    number, start, end = change.spot
    line = bench.draft[number]
    return DraftFinding(
        verdict, "", was, now, _place(line), change.now, revised=is_revised(line, start, end),
        spot=Spot(number, start, end), printed=change.was, against=in_words(against),
    )  # fmt: skip


def _place(line: Line) -> WordPlace | None:
    return line.paragraph.place if line.paragraph else None
