"""What ``check`` says of an edited draft against what was done to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulletin_gen.drafts.check import check_draft, hold_draft
from bulletin_gen.drafts.holding.lines import squeezed
from bulletin_gen.drafts.model import DraftFinding, Verdict
from bulletin_gen.marks import digits_of
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, WordParagraph
from drafts.corpus.typed import Letter, Line, Typed, said

_UNCHANGED = (Verdict.RIGHT, Verdict.REWORDED)
_PLACED = (Verdict.RIGHT, Verdict.REWORDED, Verdict.CHANGED)


@dataclass
class Measured:
    """Counts of figures and typed numbers, and everything that is wrong, in words."""

    figures: int = 0  # figures that still stand in the draft
    placed: int = 0
    changed: int = 0  # of them with other digits than printed
    traced: int = 0  # of these called changed, with what stands there now
    noticed: int = 0  # of these called changed, deleted or not placed
    added: int = 0  # numbers typed by hand
    reported: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def __iadd__(self, other: Measured) -> Measured:
        for name in ("figures", "placed", "changed", "traced", "noticed", "added", "reported"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong
        self.missed += other.missed
        return self


def texts_of(file: WordFile) -> list[str]:
    """The paragraphs of the body that are not empty, without white space."""
    found = (squeezed(each.text) for each in file.body if isinstance(each, WordParagraph))
    return [each for each in found if each]


def same_words(draft: Typed, file: WordFile) -> str:
    """Where the program's file says other words than the truth; "" where it does not."""
    ours = [each for each in (squeezed(said(line)) for line in draft.lines) if each]
    for one, other in zip([*ours, ""], [*texts_of(file), ""], strict=False):
        if one != other:
            return f"{one!r} != {other!r}"
    if len(ours) != len(texts_of(file)):
        return f"{len(ours)} != {len(texts_of(file))} paragraphs"
    left = list(file.tables)
    for table in draft.tables:
        found = next((each for each in left if squeezed(each.cells[0].text) == squeezed(said(table.rows[0][1]))), None)
        if found is None:
            return f"no table {table.first}"
        left.remove(found)
        cells = Counter(squeezed(each.text) for each in found.cells)
        wanted = Counter(squeezed(said(line)) for row in table.rows for line in row.values())
        cells[""] = wanted[""] = 0
        if +cells != +wanted:
            return f"table {table.first}: {wanted - cells} {cells - wanted}"
    return ""


def measure(draft: Typed, file: WordFile, run: RecordedRun) -> Measured:
    """``check`` on the draft that a program wrote, held to the truth."""
    found = Measured()
    checked = check_draft(file, run)
    lines = hold_draft(file, run).paragraphs
    truth = _truth(draft)
    wanted = {each.mark: line.text[each.start : each.end] for line in run.printed for each in line.figures if each.mark}
    findings = {each.mark: each for each in checked.findings if each.mark}
    assert set(findings) == set(wanted), "every figure has a finding"
    for mark, was in wanted.items():
        _figure(found, draft, findings[mark], was, truth.get(mark), [each.text for each in lines])
    _typed_numbers(found, draft, [*checked.findings], [each.text for each in lines])
    return found


def _truth(draft: Typed) -> dict[str, list[tuple[Line, int, int]]]:
    """Mark → line, start and end of each stretch that is the figure, changes accepted."""
    found: dict[str, list[tuple[Line, int, int]]] = {}
    everything = (
        draft.lines + draft.rest + [line for table in draft.tables for row in table.rows for line in row.values()]
    )
    for whole in everything:
        line = [each for each in whole if not each.deleted]
        for at, letter in enumerate(line):
            if letter.mark:
                spans = found.setdefault(letter.mark, [])
                if spans and spans[-1][2] == at and squeezed(said(spans[-1][0])) == squeezed(said(line)):
                    spans[-1] = (spans[-1][0], spans[-1][1], at + 1)
                else:
                    spans.append((line, at, at + 1))
    return found


def _is_copied(draft: Typed, mark: str, there: str) -> bool:
    """Whether a line has a copy of the figure: where its own sentence was edited, the copy is the one as printed."""
    return any(
        squeezed(said(line)) == squeezed(there) and any(each.source == mark for each in line) for line in draft.lines
    )


def _figure(
    found: Measured,
    draft: Typed,
    finding: DraftFinding,
    was: str,
    spans: list[tuple[Line, int, int]] | None,
    lines: list[str],
) -> None:
    words = f"{finding.figure} {was} {finding.verdict.name} {finding.now!r} {finding.place} {finding.sentence!r}"
    if not spans:
        if finding.verdict in _UNCHANGED:
            found.wrong.append(f"gone, yet {words}")
        return
    line, first, last = spans[0]
    found.figures += 1
    found.placed += finding.verdict in _PLACED
    if finding.verdict not in _PLACED:
        found.missed.append(f"not placed: {words}")
    found.wrong += [f"{reason}: {words}" for reason in _value(found, finding, was, spans[0])]
    if finding.verdict in _PLACED and finding.spot:
        there = lines[finding.spot.line]
        if squeezed(there) != squeezed(said(line)):
            if not _is_copied(draft, finding.mark, there):
                found.wrong.append(f"stands in {said(line)[:40]!r}: {words}")
        elif not (finding.spot.start <= first and last <= finding.spot.end) and len(said(line)) == len(there):
            found.wrong.append(f"stands at {first}, found at {finding.spot.start}: {words}")


def _value(found: Measured, finding: DraftFinding, was: str, span: tuple[Line, int, int]) -> Iterator[str]:
    """What is wrong in what was said of a figure's digits."""
    line, first, last = span
    start, end = digits_of(was)
    now, told = squeezed(said(line[first:last])), squeezed(finding.now)
    if now != squeezed(was[start:end]):
        found.changed += 1
        found.traced += finding.verdict is Verdict.CHANGED and now in told
        found.noticed += finding.verdict not in _UNCHANGED
        if finding.verdict in _UNCHANGED or (finding.verdict is Verdict.CHANGED and now not in told):
            yield f"is {now} now"
    elif finding.verdict is Verdict.CHANGED and (told == squeezed(was) or not _within(line, first, last, was)):
        yield f"is still {now}"


def _within(line: Line, first: int, last: int, was: str) -> bool:
    """Whether the words of the figure around its digits (2024年5月) are others now, so that it was changed."""
    start, end = digits_of(was)
    return squeezed(said(line[max(0, first - start) : last + len(was) - end])) != squeezed(was)


def _typed_numbers(found: Measured, draft: Typed, findings: list[DraftFinding], lines: list[str]) -> None:
    """Numbers that somebody typed and that are no figure's must be told of."""
    told = Counter(
        number
        for each in findings
        if each.verdict in (Verdict.ADDED, Verdict.DUPLICATED, Verdict.CHANGED)
        for number in re.findall(r"[0-9]+", each.now)
    )
    for whole in draft.lines:
        line: list[Letter] = [each for each in whole if not each.deleted]
        for number in re.finditer(r"[0-9]+", said(line)):
            letters = line[number.start() : number.end()]
            if all(each.typed and not each.mark for each in letters):
                found.added += 1
                if told[number[0]]:
                    found.reported += 1
                    told[number[0]] -= 1
                else:
                    found.missed.append(f"typed {number[0]} not told: {said(line)[:60]!r}")
