"""An edited draft against the facts of the run that wrote it: nothing is called right that is not as it was printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from bulletin_gen.drafts.charts import chart_findings
from bulletin_gen.drafts.holding.bench import Bench, FoundFigure
from bulletin_gen.drafts.holding.called import limits
from bulletin_gen.drafts.holding.cells import DraftTable, hold_tables
from bulletin_gen.drafts.holding.lines import (
    Line,
    Printed,
    Sentence,
    draft_line,
    is_revised,
    printed_line,
    same_number,
    turned,
)
from bulletin_gen.drafts.holding.names import name_findings
from bulletin_gen.drafts.holding.prose import place_prose
from bulletin_gen.drafts.holding.said import said_findings
from bulletin_gen.drafts.holding.tables import ComparedGrid, is_like, joined, pair_tables, printed_grid
from bulletin_gen.drafts.holding.words import Rescaled, rescaled, unit_changes
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Spot, Verdict
from bulletin_gen.drafts.spoken import amounts_in_words, is_spoken
from bulletin_gen.leaves.frugal import late
from bulletin_gen.marks import PrintedLine
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word.model import WordBlock, WordFile, WordParagraph, WordPlace, WordTable, paragraphs

#: What the ids of figures of the whole county begin with.
_WHOLE = "total."
_IN_DATES = late("[年月]")
_AMOUNT = late(r"[0-9０-９][0-9０-９,，.．]*(?:%|％|万?[件个条次起宗]|个?百分点)")


class HeldDraft(Struct, frozen=True):
    """A draft laid beside a run: the bench of its prose; for each printed table its cells, its grid, and the table of
    the draft that it has become; ``paragraphs`` are those that ``Spot.line`` counts; ``twins``: the numbers of tables
    that stand in the draft once too often."""

    bench: Bench
    printed_tables: tuple[list[PrintedLine], ...]
    grids: tuple[ComparedGrid, ...]
    tables: tuple[DraftTable | None, ...]
    paragraphs: tuple[WordParagraph, ...]
    twins: frozenset[int] = frozenset()


def hold_draft(draft: WordFile, run: RecordedRun) -> HeldDraft:
    """Lays ``draft`` beside what ``run`` printed."""
    printed_tables = tables_of(run.printed)
    grids = tuple(printed_grid(lines) for lines in printed_tables)
    pairs = pair_tables(grids, draft.tables)
    parts = {index: [draft.tables[each] for each in pairs.get(index, ())] for index in range(len(grids))}
    held = {id(table) for part in parts.values() for table in part}
    lines = tuple(draft_line(number, each) for number, each in enumerate(_prose((*draft.body, *draft.notes), held)))
    ours = [DraftTable(joined(parts[index], grid), 0) if parts[index] else None for index, grid in enumerate(grids)]
    tables = _numbered_tables(ours, len(lines))
    twins = frozenset(each.number for each in draft.tables if id(each) not in held and is_like(grids, each))
    prose = tuple(each.paragraph for each in lines if each.paragraph)
    cells = tuple(paragraph for table in tables if table for paragraph in table.paragraphs)
    bench = place_prose(prose_of(run.printed), lines, _measures(run), _names(run), _groups(run))
    return HeldDraft(
        bench, tuple(printed_tables), grids, tuple(tables), prose + cells, twins,
    )  # fmt: skip


def _measures(run: RecordedRun) -> tuple[str, ...]:
    """The names of what a run counted, by its figures of the whole: total.办结率."""
    names = (key.removeprefix(_WHOLE) for key in run.figures if key.startswith(_WHOLE))
    return tuple(each for each in names if each.isalpha() and not each.isascii())


def _groups(run: RecordedRun) -> tuple[str, ...]:
    """The groups of units of which a run counted something, by its figures: groups.乡镇.办结率."""
    return tuple(dict.fromkeys(key.split(".")[1] for key in run.figures if key.startswith("groups.")))


def prose_of(printed: Sequence[PrintedLine]) -> tuple[Line, ...]:
    """The printed lines outside of tables."""
    return tuple(printed_line(number, line) for number, line in enumerate(each for each in printed if not each.cell))


def check_draft(draft: WordFile, run: RecordedRun) -> CheckedDraft:
    """What has become of every figure of ``run`` in ``draft``, and every number in it that is none of them.

    Tracked changes are read as accepted. A finding is ``RIGHT`` only where the whole sentence, or the name and head of
    a cell, is as it was printed too.
    """
    held = hold_draft(draft, run)
    bench = held.bench
    cells = hold_tables(held.printed_tables, held.grids, held.tables, bench.measures)
    drawn = chart_findings(draft.charts, run)
    names, more = name_findings(bench, _names(run)), added_findings(bench, held.twins)
    said = said_findings(bench)
    moved = _moved_titles(bench)
    findings = chain(said, _prose_findings(bench), moved, names, more, cells.findings, drawn, _around(draft))
    return CheckedDraft(tuple(_in_order(findings)), _spots(bench) | cells.spots)


def draft_paragraphs(draft: WordFile, run: RecordedRun) -> tuple[WordParagraph, ...]:
    """The paragraphs that ``Spot.line`` counts."""
    return hold_draft(draft, run).paragraphs


def _numbered_tables(tables: Sequence[DraftTable | None], first: int) -> list[DraftTable | None]:
    """The tables with their paragraphs numbered on behind those of prose."""
    numbered: list[DraftTable | None] = []
    for table in tables:
        numbered.append(DraftTable(table.table, first) if table else None)
        first += len(table.paragraphs) if table else 0
    return numbered


def tables_of(printed: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """The cells of each printed table."""
    tables: dict[int, list[PrintedLine]] = {}
    for line in printed:
        if line.cell is not None:
            tables.setdefault(line.cell[0], []).append(line)
    return list(tables.values())


def _prose(blocks: Iterable[WordBlock], held: set[int]) -> Iterator[WordParagraph]:
    """Every paragraph that is not in a table of figures: also those in tables that only lay out, and in text boxes."""
    for block in blocks:
        if isinstance(block, WordTable) and id(block) in held:
            continue
        for paragraph in paragraphs((block,)):
            yield paragraph
            yield from paragraph.boxes


def _names(run: RecordedRun) -> frozenset[str]:
    return frozenset(
        figure.text for key, figure in run.figures.items() if key.startswith("units.") and key.endswith(".name")
    )


def _in_order(findings: Iterable[DraftFinding]) -> list[DraftFinding]:
    """Prose first, then tables, each as it was read."""
    return sorted(findings, key=lambda each: bool(each.place and each.place.table))


def _prose_findings(bench: Bench) -> Iterator[DraftFinding]:
    units, scaled = unit_changes(bench), rescaled(bench)
    near = {at: (each.was, each.now) for at, each in limits(bench).items() if each.fits}
    for line in bench.printed:
        for figure in line.figures:
            at = (figure.line, figure.start)
            if figure.tokens:
                yield _finding(bench, figure, units.get(at), scaled.get(at), near.get(at))
        yield from fixed_findings(bench, line)


def _finding(
    bench: Bench, figure: Printed, unit: tuple[str, str] | None, scaled: Rescaled | None, near: tuple[str, str] | None
) -> DraftFinding:
    """What became of a figure; ``unit``: number and unit as printed and as they are, where that is another; ``scaled``:
    the same where it is said in another unit (万); ``near``: number as printed and as people rightly round it."""
    if not bench.is_placed(figure):
        return _lost(bench, figure)
    found = bench.placed[figure.line, figure.start]
    line = bench.draft[found.spot.line]
    equal = same_number(found.now, figure.text) or bool(scaled and scaled.exact) or _is_this_year(figure, line, found)
    verdict = Verdict.CHANGED if not equal else Verdict.RIGHT if found.same else Verdict.REWORDED
    was, now = figure.text, found.now
    if not equal and near is not None:
        verdict, was, now = Verdict.ROUNDED, *near
    elif not equal and scaled is not None:
        was, now = scaled.was, scaled.now
    if unit is not None:
        verdict, was, now = Verdict.CHANGED, *unit
    elif equal and is_turned(bench, figure):
        verdict, was, now = (
            Verdict.CHANGED,
            _led(bench.printed[figure.line], figure.start, figure.end),
            _led(line, found.spot.start, found.spot.end),
        )
    return DraftFinding(
        verdict, figure.figure, was, now, _place(line), line.sentence_at(found.spot.start), found.moved,
        is_revised(line, found.spot.start, found.spot.end), found.spot, figure.mark,
    )  # fmt: skip


def _is_this_year(figure: Printed, line: Line, found: FoundFigure) -> bool:
    """Whether people have put 今年 instead of the year of a period (2024年5月)."""
    _, year, rest = figure.text.partition("年")
    if not year or not rest or not figure.figure.startswith("period."):
        return False
    start = found.spot.start
    said = line.text[:start].rstrip().endswith(("今年", "本年"))
    return said and same_number(line.text[start : start + len(rest)], rest)


def _moved_titles(bench: Bench) -> Iterator[DraftFinding]:
    """Lines without a figure, such as titles of annexes, that stand in another order than they were printed in."""
    for line in bench.printed:
        target = bench.pairs.get(line.number)
        if target is not None and not line.figures and bench.is_moved(line.number):
            draft = bench.draft[target]
            yield DraftFinding(Verdict.RIGHT, place=_place(draft), sentence=draft.text.strip(), moved=True)


def is_turned(bench: Bench, figure: Printed) -> bool:
    """Whether a placed figure stands behind a word of the other direction than it was printed behind."""
    spot = bench.placed[figure.line, figure.start].spot
    return turned(bench.printed[figure.line], figure.start, bench.draft[spot.line], spot.start)


def _led(line: Line, start: int, end: int) -> str:
    """A number with the word before it."""
    return line.text[max(0, start - 2) : end]


def _place(line: Line) -> WordPlace | None:
    return line.paragraph.place if line.paragraph else None


def _lost(bench: Bench, figure: Printed) -> DraftFinding:
    """A figure that was not found: deleted, unless a number is left over where it may have gone."""
    target = bench.pairs.get(figure.line)
    sentence = bench.printed[figure.line].sentence_at(figure.start)
    if target is not None:
        line = bench.draft[target]
        verdict = Verdict.UNPLACED if bench.free(target) else Verdict.DELETED
        revised = _any_revised(line)
        return DraftFinding(
            verdict, figure.figure, figure.text, "", _place(line), sentence, revised=revised, mark=figure.mark
        )
    paired = set(bench.pairs.values())
    strangers = any(line.number not in paired and bench.free(line.number) for line in bench.draft)
    verdict = Verdict.UNPLACED if strangers else Verdict.DELETED
    return DraftFinding(verdict, figure.figure, figure.text, "", None, sentence, mark=figure.mark)


def _any_revised(line: Line) -> bool:
    return bool(line.paragraph and line.paragraph.changed)


def fixed_findings(bench: Bench, line: Line) -> Iterator[DraftFinding]:
    """Numbers that are no figures, in sentences that are otherwise as printed."""
    figures = {token for figure in line.figures for token in figure.tokens}
    for sentence in line.sentences:
        where = bench.paired.get((line.number, sentence.start))
        if where is None:
            continue
        other = bench.draft[where[0]]
        twin = next(each for each in other.sentences if each.start == where[1])
        for mine, theirs in zip(sentence.tokens, twin.tokens, strict=True):
            was, now = line.tokens[mine], other.tokens[theirs]
            if mine in figures or _numbers_the_paragraph(other, now.start, now.end):
                continue  # that items are numbered through is checked elsewhere
            if not same_number(was.text, now.text):
                place, said = _place(other), other.sentence_at(now.start)
                revised = is_revised(other, now.start, now.end)
                spot = Spot(other.number, now.start, now.end)
                # A number of the wording, such as the limit of a list.
                yield DraftFinding(Verdict.CHANGED, "", was.text, now.text, place, said, revised=revised, spot=spot)


def added_findings(bench: Bench, twins: frozenset[int] = frozenset()) -> Iterator[DraftFinding]:
    """Numbers that nothing explains; in ``twins``, tables that stand in the draft once too often, they are copies."""
    for line in bench.draft:
        counting = amounts_in_words(line.text)
        for index, end in _dates_whole(line, bench.free(line.number)):
            token = line.tokens[index]
            if _numbers_the_paragraph(line, token.start, token.end):
                continue
            idle = not any(start <= token.start < stop for start, stop in counting)
            if is_spoken(token.text) and (idle or bench.is_in_name(line, token.start)):
                continue  # 一件, 统一, 三家店镇: it counts nothing
            sentence = next((each for each in line.sentences if each.start <= token.start < each.end), None)
            copied = bench.copies.get((line.number, sentence.start)) if sentence else None
            again = copied is not None or _is_in(line, twins)
            verdict = Verdict.DUPLICATED if again else Verdict.ADDED
            was = _was(bench, copied, sentence, index) if copied and sentence else ""
            revised = is_revised(line, token.start, end)
            spot, now = Spot(line.number, token.start, end), line.text[token.start : end]
            said = line.sentence_at(token.start)
            yield DraftFinding(verdict, "", was, now, _place(line), said, revised=revised, spot=spot)
    yield from _copied_words(bench)
    yield from _in_words(bench)


def _dates_whole(line: Line, free: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The free numbers of a line, each with where it ends; those of one date (2024年7月11日) are one."""
    left = [*free]
    while left:
        first = last = left.pop(0)
        while left and left[0] == last + 1 and _IN_DATES.fullmatch(_between(line, last)):
            last = left.pop(0)
        end = line.tokens[last].end
        yield first, end + (last > first and line.text[end : end + 1] in ("日", "月", "号"))


def _between(line: Line, token: int) -> str:
    return line.text[line.tokens[token].end : line.tokens[token + 1].start]


def _copied_words(bench: Bench) -> Iterator[DraftFinding]:
    """Sentences with names but no number that stand in the draft once too often."""
    for number, start in sorted(bench.copies):
        line = bench.draft[number]
        sentence = next(each for each in line.sentences if each.start == start)
        if not sentence.tokens:
            said, spot = line.sentence_at(start), Spot(number, start, sentence.end)
            revised = is_revised(line, start, sentence.end)
            yield DraftFinding(Verdict.DUPLICATED, "", "", said, _place(line), said, revised=revised, spot=spot)


def _in_words(bench: Bench) -> Iterator[DraftFinding]:
    """Amounts that are said without a number (过半, 近半) and were not printed."""
    known = Counter(line.text[start:end] for line in bench.printed for start, end in amounts_in_words(line.text))
    for line in bench.draft:
        for start, end in amounts_in_words(line.text):
            text = line.text[start:end]
            known[text] -= 1
            if known[text] < 0 and not any(start <= each.start < end for each in line.tokens):
                revised, spot = is_revised(line, start, end), Spot(line.number, start, end)
                said = line.sentence_at(start)
                yield DraftFinding(Verdict.ADDED, "", "", text, _place(line), said, revised=revised, spot=spot)


def _around(draft: WordFile) -> Iterator[DraftFinding]:
    """Amounts in headers and footers: the program prints none there; other numbers (pages, telephones) are theirs."""
    for paragraph in draft.around:
        for found in _AMOUNT.finditer(paragraph.text):
            yield DraftFinding(Verdict.ADDED, "", "", found[0], paragraph.place, paragraph.text.strip())


def _was(bench: Bench, copied: Sentence, sentence: Sentence, token: int) -> str:
    """The printed number that stands in the place of one of a copy."""
    line = bench.printed[copied.line]
    return line.tokens[copied.tokens[sentence.tokens.index(token)]].text


def _is_in(line: Line, tables: frozenset[int]) -> bool:
    return bool(line.paragraph and line.paragraph.place.table in tables)


def _numbers_the_paragraph(line: Line, start: int, end: int) -> bool:
    before, after = line.text[:start].strip(), line.text[end : end + 1]
    return before in ("", "（", "(") and bool(after) and after in ".．、）)"


def _spots(bench: Bench) -> dict[str, Spot]:
    return {
        figure.mark: bench.placed[figure.line, figure.start].spot
        for line in bench.printed
        for figure in line.figures
        if figure.mark and bench.is_placed(figure)
    }
