"""The findings of sentences: which of the printed ones say something in other words now, and which the opposite."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.called import against_names
from bulletin_gen.drafts.holding.lines import Line, is_revised
from bulletin_gen.drafts.holding.words import UNITS, Against, WordChange, unit_changes, word_changes
from bulletin_gen.drafts.model import DraftFinding, Spot, Verdict
from bulletin_gen.word.model import WordPlace


def said_findings(bench: Bench) -> Iterator[DraftFinding]:
    """A finding for each printed sentence whose words, numbers aside, people have changed or taken out."""
    for change, against in said_changes(bench):
        yield _finding(bench, change, against)


def said_changes(bench: Bench) -> Iterator[tuple[WordChange, tuple[Against, ...]]]:
    """Each printed sentence with other words in the draft, with what is wrong in it now: the one answer, of checks and
    of refreshing, to what a sentence says against its figures."""
    units, names = unit_changes(bench), against_names(bench)
    for change in word_changes(bench):
        found = list(change.against)
        for each in bench.printed[change.line].figures:
            at = (change.line, each.start)
            if change.sentence.start <= each.start < change.sentence.end:
                found += [Against(UNITS, *units[at])] if at in units else []
                found += names.get(at, ())
        yield change, tuple(dict.fromkeys(found))


def in_words(against: tuple[Against, ...]) -> str:
    """What is opposed, in words: 升降：“增长”改成“下降”."""
    changed = (f"“{each.was}”改成“{each.now}”" if each.was else f"多了“{each.now}”" for each in against)
    return "；".join(f"{each.group}：{words}" for each, words in zip(against, changed, strict=True))


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
