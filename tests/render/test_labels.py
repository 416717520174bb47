"""Names of groups, said again on every page that the group goes on to."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bulletin_gen.render.columns import TablePlan, placed
from bulletin_gen.render.docx.paging.labels import Heights, named_on_every_page, steadied, with_names_again
from bulletin_gen.render.docx.paging.rows import RULE, PagesTaken, Rows, kept_rows, page_starts, row_lines
from bulletin_gen.tree import Cell, text


def body_plan(*groups: tuple[str, int]) -> TablePlan:
    rows = [
        (*([Cell(text(name), down=size)] if number == 0 else []), Cell(text(f"{name}{number}")))
        for name, size in groups
        for number in range(size)
    ]
    return TablePlan(12.0, (1000, 4000), (0, 0), False, (), placed(tuple(rows), 2))


def names(plan: TablePlan) -> list[tuple[int, str, int]]:
    return [
        (index, said, cell.down)
        for index, row in enumerate(plan.body)
        for column, cell, said in row
        if column == 0 and said
    ]


def rows(*kept: int) -> Rows:
    return Rows(100, (100,) * 10, 100, frozenset(kept))


def starts(table: Rows, height: int, used: int = 0) -> list[int]:
    return list(page_starts(table, PagesTaken(1, used), height + RULE))


def test_a_page_begins_where_a_row_no_longer_fits() -> None:
    assert starts(rows(), 500) == [4, 8]
    assert starts(rows(), 500, used=200) == [2, 6]
    assert starts(rows(), 1100) == []
    assert starts(rows(), 1099) == [9]


def test_rows_kept_with_the_next_come_along() -> None:
    assert starts(rows(3), 500) == [3, 7]
    assert starts(rows(2, 3), 500) == [2, 6]


def test_a_page_that_is_kept_whole_is_divided_all_the_same() -> None:
    assert starts(rows(*range(10)), 500) == [4, 8]


def test_first_rows_of_a_group_and_last_rows_of_the_table_stay_together() -> None:
    plan = body_plan(("甲", 4), ("乙", 4))
    assert kept_rows(plan.body, notes=False) == {0, 1, 4, 5, 6}
    assert kept_rows(plan.body, notes=True) == {0, 1, 4, 5, 6, 7}


def test_a_group_is_named_on_every_page_that_it_reaches() -> None:
    plan = with_names_again(body_plan(("甲", 5), ("乙", 5)), (2, 4, 8))
    assert names(plan) == [(0, "甲", 2), (2, "甲", 2), (4, "甲", 1), (5, "乙", 3), (8, "乙", 2)]
    assert [len(row) for row in plan.body] == [2, 1, 2, 1, 2, 2, 1, 1, 2, 1]


def test_a_group_that_begins_with_the_page_is_named_once() -> None:
    plan = body_plan(("甲", 5), ("乙", 5))
    assert with_names_again(plan, (5,)) == plan


@pytest.mark.parametrize("spare", [0, 19, 21, 459, 461, 479])
def test_a_page_does_not_end_within_a_hair_of_a_row(spare: int) -> None:
    lines = replace(row_lines(body_plan(("甲", 10), ("乙", 10)), notes=False), kept=frozenset())
    height = 7 * 480 + spare
    table = steadied(lines, lines.rows(480, 0), PagesTaken(1, 0), Heights(height + RULE, height + RULE), 0)
    assert 20 <= height % table.least <= table.least - 20
    assert abs(table.least - 480) <= (0 if 20 < spare < 460 else 8)


def test_a_row_grows_with_the_name_that_is_said_in_it() -> None:
    plan, start = body_plan(("很长的组名", 10)), PagesTaken(1, 0)
    lines = replace(row_lines(plan, notes=False), kept=frozenset())
    # The head of this table has no rows of its own; nine rows fit the first page.
    named, table = named_on_every_page(plan, lines, lines.rows(480, 0), start, Heights(9 * 480 + 240, 9 * 480 + 240), 0)
    assert names(named) == [(0, "很长的组名", 9), (9, "很长的组名", 1)]
    assert table.heights[9] > table.heights[8] == 480


def test_a_table_without_groups_stays_as_it_is() -> None:
    plan = body_plan(*((name, 1) for name in "甲乙丙丁戊己庚辛"))
    lines = row_lines(plan, notes=False)
    usual = lines.rows(480, 0)
    assert named_on_every_page(plan, lines, usual, PagesTaken(1, 0), Heights(2000, 2000), 0) == (plan, usual)
