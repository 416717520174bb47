"""Tables: where nobody edited one, every row is as it would be printed now; elsewhere cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_gen.drafts.check import HeldDraft
from bulletin_gen.drafts.holding.cells import DraftTable, cell_marks, heads_against
from bulletin_gen.drafts.holding.lines import same_number, squeezed, tokens_of
from bulletin_gen.drafts.holding.said import in_words
from bulletin_gen.drafts.holding.tables import (
    ComparedGrid,
    addressed,
    changed_heads,
    draft_grid,
    hold_cells,
    printed_grid,
    renamed_rows,
    with_heads,
)
from bulletin_gen.drafts.refreshing.plan import FigureChange, RefreshPlan, RefreshStep, least_stroke
from bulletin_gen.marks import PrintedLine
from bulletin_gen.word.pen import Stroke


def plan_tables(held: HeldDraft, new: Sequence[list[PrintedLine]], plan: RefreshPlan) -> None:
    """Adds to ``plan`` what is to be done to the tables of a draft when ``new`` would be printed now."""
    left = [(printed_grid(lines), lines) for lines in new]
    for lines, grid, table in zip(held.printed_tables, held.grids, held.tables, strict=True):
        found = next((each for each in left if _heads(each[0]) == _heads(grid)), None)
        if found is not None:
            left.remove(found)
        if table is None:
            continue
        if found is None:
            _left(table, "", "", "按现在的数据没有这张表", plan)
            continue
        _table(lines, grid, table, found[0], found[1], plan)
        _heads_told(lines, grid, table, held.bench.measures, plan)
    for grid, _ in left:
        heads = "、".join(_heads(grid))
        plan.changes.append(FigureChange(RefreshStep.LEFT, "", "", heads, note="按现在的数据多一张表"))


def _heads_told(
    lines: list[PrintedLine], grid: ComparedGrid, table: DraftTable, measures: Sequence[str], plan: RefreshPlan
) -> None:
    """Says of each head that people made another column's, or the opposite, what its column's figures are."""
    heads = changed_heads(grid, draft_grid(table.table, grid), table.marks(), cell_marks(lines))
    for each, against in heads_against(heads, grid, lines, measures):
        if against:
            words = f"表头改得与数据不符（{in_words(against)}），没有动；这一列的数是“{each.was}”"
            _left(table, each.was, each.now, words, plan, (each.row, each.column))


def _heads(grid: ComparedGrid) -> tuple[str, ...]:
    return tuple(text for (row, _), text in sorted(grid.texts.items()) if row <= grid.heads)


def _table(
    lines: list[PrintedLine],
    grid: ComparedGrid,
    table: DraftTable,
    new: ComparedGrid,
    now: list[PrintedLine],
    plan: RefreshPlan,
) -> None:
    written = draft_grid(table.table, grid)
    heads = changed_heads(grid, written, table.marks(), cell_marks(lines))
    theirs = with_heads(written, heads)
    untouched = all(squeezed(theirs.texts.get(at, "")) == squeezed(text) for at, text in grid.texts.items())
    if untouched and theirs.rows == grid.rows and set(grid.texts) == set(new.texts):
        said = {(each.row, each.column) for each in heads}
        _in_place([each for each in lines if each.cell and each.cell[1:] not in said], table, now, plan)
        return
    _by_address(lines, grid, theirs, table, new, now, plan)


def _in_place(lines: list[PrintedLine], table: DraftTable, now: list[PrintedLine], plan: RefreshPlan) -> None:
    """Every cell takes what would stand there now: so rows change places, and their format stays."""
    news = {each.cell: each for each in now}
    by_place = {each.cell[1:]: each for each in now if each.cell}
    for line in lines:
        if line.cell is None:
            continue
        other = news.get(line.cell) or by_place[line.cell[1:]]
        _cell(line, other, table, line.cell[1], line.cell[2], plan)


def _cell(line: PrintedLine, new: PrintedLine, table: DraftTable, row: int, column: int, plan: RefreshPlan) -> None:
    ours = [each.mark for each in line.figures if each.mark]
    theirs = [each.mark for each in new.figures if each.mark]
    if len(ours) == len(theirs):
        plan.renamed |= {one: other for one, other in zip(ours, theirs, strict=True) if one != other}
    else:
        plan.dropped |= set(ours)
    target = table.line(row, column)
    if target is None:
        if new.text:
            place = f"表{table.table.number}第{row}行第{column}列"
            plan.changes.append(FigureChange(RefreshStep.LEFT, place, line.text, new.text, note="格子是空的"))
        return
    number, paragraph = target
    by_hand = not same_number(line.text, paragraph.text)
    if squeezed(line.text) == squeezed(new.text) and not tokens_of(line.text):
        if by_hand:  # a grade, or a name that people spell otherwise
            words = f"印出时是 {line.text}，手工改成 {paragraph.text}，没有动；按数据仍是 {line.text}"
            _left(table, line.text, paragraph.text, words, plan, (row, column), _figure(new))
        return
    stroke = least_stroke(number, 0, paragraph.text, new.text)
    if stroke and squeezed(paragraph.text) != squeezed(new.text):
        plan.strokes.append(stroke)
        note = ""
        if by_hand:
            note = f"稿件里手工改过，印出时是 {line.text}"
            words = f"印出时是 {line.text}，手工改成过 {paragraph.text}，现在换成按数据的 {new.text}"
            plan.comments.append(Stroke(number, 0, len(paragraph.text), words))
        place = str(paragraph.place)
        plan.changes.append(FigureChange(RefreshStep.REPLACED, place, paragraph.text, new.text, _figure(new), note))


def _figure(line: PrintedLine) -> str:
    return line.figures[0].figure if line.figures else ""


def _left(
    table: DraftTable, was: str, now: str, note: str, plan: RefreshPlan,
    cell: tuple[int, int] | None = None, figure: str = "",
) -> None:  # fmt: skip
    """A line of the account for what is left alone in a table, and a comment in the cell (row, column) that it is
    about, or at the table's beginning."""
    there = table.line(*cell) if cell else None
    place = str(there[1].place) if there else f"表{table.table.number}"
    plan.changes.append(FigureChange(RefreshStep.LEFT, place, was, now, figure, note))
    beside = there or table.first
    if beside is not None:
        said = "" if there and now == beside[1].text else "：" + (f"{was} → {now}" if was and now else was or now)
        number, paragraph = beside
        end = len(paragraph.text) if there else 1
        plan.comments.append(Stroke(number, 0, end, note + said.rstrip("：")))


def _by_address(
    lines: list[PrintedLine], grid: ComparedGrid, theirs: ComparedGrid, table: DraftTable,
    new: ComparedGrid, now: list[PrintedLine], plan: RefreshPlan,
) -> None:  # fmt: skip
    """Cells known by the name of their row and the head of their column; rows that are new or gone are told."""
    news = {(each.label, each.head): (each.row, each.column) for each in addressed(new)}
    by_place = {each.cell[1:]: each for each in now if each.cell}
    old = {each.cell[1:]: each for each in lines if each.cell}
    renamed = renamed_rows(grid, theirs, table.marks(), cell_marks(lines))
    theirs = ComparedGrid(theirs.texts | renamed, theirs.heads, theirs.naming)
    known = {each.label for each in addressed(theirs)}
    for each in hold_cells(grid, _with_heads_of(grid, theirs), {}, {}):
        at = news.get((each.printed.label, each.printed.head))
        line = old[each.printed.row, each.printed.column]
        if not line.figures and line.text.isdecimal():
            continue  # it counts the rows, and these stay where they are
        if each.draft is not None and each.sure and at is not None:
            _cell(line, by_place[at], table, each.draft.row, each.draft.column, plan)
        elif at is not None and each.printed.label in known and squeezed(by_place[at].text) != squeezed(line.text):
            note = f"{each.printed.label}，{each.printed.head}"
            cell = (each.draft.row, each.draft.column) if each.draft else None
            _left(table, line.text, by_place[at].text, note, plan, cell)
    ours, labels = {each.label for each in addressed(theirs)}, {each.label for each in addressed(new)}
    for label in sorted(labels - ours):
        _left(table, "", label, "按现在的数据多一行，请人工加上", plan)
    homes = {each.label: (each.row, each.column) for each in reversed(addressed(theirs))}
    for label in sorted(ours & {each.label for each in addressed(grid)} - labels):
        _left(table, label, "", "按现在的数据没有这一行，请人工删去", plan, homes.get(label))
    was = [grid.label(row, max(grid.naming, default=1)) for row in grid.rows]
    then = [new.label(row, max(new.naming, default=1)) for row in new.rows]
    if set(was) == set(then) and was != then:
        _left(table, "", "", "按现在的数据行的先后变了；表改过，没有重排", plan)


def _with_heads_of(grid: ComparedGrid, theirs: ComparedGrid) -> ComparedGrid:
    """A draft's grid with the heads that were printed, where somebody has only put some of them in other words."""
    ours = {at: text for at, text in grid.texts.items() if at[0] <= grid.heads}
    said = {at: text for at, text in theirs.texts.items() if at[0] <= theirs.heads}
    other = [at for at in ours if squeezed(ours[at]) != squeezed(said.get(at, ""))]
    words = {squeezed(ours[at]) for at in other} & {squeezed(text) for text in said.values()}
    if set(ours) != set(said) or len(other) * 2 > len(ours) or words:
        return theirs  # columns were put in, taken out or changed places
    return ComparedGrid(theirs.texts | ours, theirs.heads, theirs.naming)
