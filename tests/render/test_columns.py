"""How tables fit pages."""

from __future__ import annotations

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.render.columns import plan
from bulletin_gen.render.docx.paging.rows import PagesTaken, chosen_rows, lines_in_cell, row_lines
from bulletin_gen.render.layout import CLASSIC, LANDSCAPE, STD, TABLE_SIZES, Layout
from bulletin_gen.tree import Cell, Table, text
from render import samples


def numbers(columns: int, head: str = "数", cell: str = "100") -> Table:
    return Table(text("表"), columns, (samples.row(*[head] * columns),), (samples.row(*[cell] * columns),) * 3)


@pytest.mark.parametrize("layout", [STD, CLASSIC])
@pytest.mark.parametrize("columns", [1, 3, 7, 13])
def test_widths_fill_the_type_area(layout: Layout, columns: int) -> None:
    planned = plan(numbers(columns), layout)
    assert sum(planned.widths) == layout.width
    assert len(planned.widths) == columns
    assert not planned.landscape


def test_a_chinese_character_counts_two_digits() -> None:
    table = Table(text("表"), 2, (), (samples.row("一二三四五六七八九十" * 2, "1234567890" * 2),))
    wide, narrow = plan(table, STD).widths
    assert wide > narrow * 1.3


def test_many_columns_turn_the_page_before_they_shrink_much() -> None:
    planned = plan(numbers(16, "办结率", "97.57%"), STD)
    assert planned.landscape
    assert sum(planned.widths) == LANDSCAPE.width(STD)
    assert planned.size >= 9


def test_forty_narrow_columns_still_fit_and_forty_wide_ones_are_refused() -> None:
    planned = plan(numbers(40, "数", "9"), STD)
    assert planned.size >= 7.5
    with pytest.raises(BulletinError) as refused:
        plan(numbers(40, "回访不满意率", "97.57%"), STD)
    (issue,) = refused.value.issues
    assert issue.code == "table.too_wide"
    assert "40列" in issue.found
    assert issue.advice


def test_the_profile_may_force_the_orientation() -> None:
    assert plan(Table((), 2, (), (samples.row("甲", "1"),), landscape=True), STD).landscape
    forced = Table((), 20, (), (samples.row(*["100"] * 20),), landscape=False)
    assert not plan(forced, STD).landscape


def test_digits_stand_under_digits() -> None:
    table = Table((), 2, (samples.row("单位", "件数"),), (samples.row("甲", "7"), samples.row("乙", "1660")))
    name, count = plan(table, STD).insets
    assert name == 0
    assert count > 0


def test_words_among_numbers_leave_the_digits_aligned() -> None:
    rates = ("85%", "81.13%", "未回访", "100%", "暂不考核单位")
    rows = tuple(samples.row("甲", rate, grade) for rate, grade in zip(rates, "ABCDA", strict=True))
    table = Table((), 3, (samples.row("单位", "满意率", "等级"),), rows)
    planned = plan(table, STD)
    assert [inset > 0 for inset in planned.insets] == [False, True, False]
    assert planned.widths[1] > planned.insets[1] + 7 * 120  # 81.13% and the space that a percent sign may want


def test_low_rows_spare_a_page_for_the_total_row() -> None:
    table = Table((), 2, (samples.row("单位", "件数"),), (samples.row("甲", "1"),) * 27)
    planned = plan(table, STD)
    rows = chosen_rows(row_lines(planned, notes=False), PagesTaken(1, 0), STD.height, below=20, foot=0)
    assert rows.least < 480
    assert rows.head + sum(rows.heights) <= STD.height


def test_rows_keep_their_height_where_it_spares_nothing() -> None:
    table = Table((), 2, (samples.row("单位", "件数"),), (samples.row("甲", "1"),) * 40)
    assert (
        chosen_rows(row_lines(plan(table, STD), notes=False), PagesTaken(1, 0), STD.height, below=20, foot=0).least
        == 480
    )


@pytest.mark.parametrize(
    ("words", "room", "lines"), [("县公安局", 8, 1), ("县公安局", 6, 2), ("甲\n乙", 10, 2), ("", 4, 1)]
)
def test_lines_in_a_cell(words: str, room: int, lines: int) -> None:
    assert lines_in_cell(words, room) == lines


def test_merged_cells_leave_room_for_their_text() -> None:
    head = ((Cell(text("序号"), down=2), Cell(text("回访满意情况统计"), span=2)), samples.row("率", "数"))
    table = Table((), 3, head, (samples.row("1", "2%", "3"),))
    planned = plan(table, STD)
    assert sum(planned.widths[1:]) > 8 * 240


#: Heads of published tables, what stands below them, and the lines in which they may stand.
HEADS = {
    "应办理数": ("25", {"应办理数", "应办理|数"}),
    "按期办结率": ("97.57%", {"按期办结率", "按期办结|率"}),
    "回访不满意率": ("11.11%", {"回访不满意率", "回访不满意|率", "回访不|满意率"}),
    "回访不满意数": ("4", {"回访不满意数", "回访不满意|数", "回访不|满意数"}),
    "综合指标值": ("95.1", {"综合指标值", "综合指标|值", "综合|指标|值"}),
    "受理案件数": ("42", {"受理案件数", "受理案件|数", "受理|案件|数"}),
}


def head_lines(table: Table, layout: Layout) -> list[str]:
    """The heads of a table as their lines break."""
    planned = plan(table, layout)
    found = []
    for column, _, words in planned.head[0]:
        room = (planned.widths[column] - 2 * TABLE_SIZES[planned.size].margin) / (planned.size * 20)
        per_line = int(room + 0.01)
        found.append("|".join(words[start : start + per_line] for start in range(0, len(words), per_line)))
    return found


@pytest.mark.parametrize("layout", [STD, CLASSIC])
@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("name", ["南江镇", "平江县人力资源和社会保障局"])
def test_heads_break_between_words(layout: Layout, count: int, name: str) -> None:
    for first in range(len(HEADS)):
        chosen = [list(HEADS)[(first + place) % len(HEADS)] for place in range(count)]
        cells = [HEADS[head][0] for head in chosen]
        heads, body = samples.row("单位", *chosen), samples.row(name, *cells)
        table = Table(text("表"), count + 1, (heads,), (body,) * 3)
        for head, lines in zip(chosen, head_lines(table, layout)[1:], strict=True):
            assert lines in HEADS[head][1], (chosen, lines)


def test_a_head_that_has_no_room_for_its_words_breaks_within_them() -> None:
    table = numbers(30, "回访不满意率", "9")
    assert sum(plan(table, STD).widths) == LANDSCAPE.width(STD)
