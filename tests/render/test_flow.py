"""The estimate of where pages end, and what is decided by it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bulletin_gen.render.docx.head import mark_type, set_head
from bulletin_gen.render.docx.imprint import Placement, imprint_height, place_imprint
from bulletin_gen.render.docx.paging.flow import count_lines, estimates, piece_height
from bulletin_gen.render.docx.paging.rows import RULE, PagesTaken, Rows, rows_extent
from bulletin_gen.render.docx.values import Piece, SetParagraph
from bulletin_gen.render.layout import EM_3, STD
from bulletin_gen.tree import Imprint, text
from render import samples

LINE = "字" * 28
IMPRINT = Imprint((("抄送", text("县委办公室。")),), text("县政府办公室"), text("2024年7月10日印发"))


def body(*lengths: int) -> tuple[Piece, ...]:
    return tuple((SetParagraph("GwBody", text("字" * length)),) for length in lengths)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("字" * 26, 1),  # two characters of indent
        ("字" * 27, 2),
        ("字" * 54, 2),
        ("字" * 25 + "1660件", 2),  # a number is not divided
        ("字" * 26 + "。", 2),  # a full stop takes the character before it along
        ("甲\n乙", 2),
        ("a" * 100, 2),  # a word longer than a line is divided: 52 on the first, 56 on the next
        ("字" * 25 + "a" * 60, 3),
        ("", 1),
    ],
)
def test_lines_of_a_body_paragraph(words: str, lines: int) -> None:
    assert count_lines(words, STD.width, 2 * EM_3, EM_3) == lines


def test_a_page_holds_22_lines() -> None:
    full = estimates(body(*[26] * 22), STD, STD.height)[0]
    assert (full.pages, full.used) == (1, 22 * STD.pitch)
    assert estimates(body(*[26] * 23), STD, STD.height)[0] == PagesTaken(2, STD.pitch)


def test_a_mark_with_its_word_beside_is_as_high_as_its_names() -> None:
    joint = samples.joint()
    one = replace(joint, head=replace(joint.head, mark=joint.head.mark[:1]))
    more = piece_height(set_head(joint, STD), STD) - piece_height(set_head(one, STD), STD)
    assert more == sum(
        sign * mark_type(each.head, STD).line * len(each.head.mark) for sign, each in ((1, joint), (-1, one))
    )


@pytest.mark.parametrize("name", ["某县人民政府", "某县政务服务便民热线办公室"])
def test_a_mark_of_any_length_is_one_line(name: str) -> None:
    notice = samples.notice()
    named = replace(notice, head=replace(notice.head, mark=(name,)))
    line = mark_type(named.head, STD).line
    (mark,) = (each for each in set_head(named, STD) if getattr(each, "style", "") == "GwMark")
    assert piece_height((mark,), STD) == line + (mark.setting.before or 0)


def test_what_is_kept_together_moves_together() -> None:
    pieces = (*body(*[26] * 20), sum(body(26, 26), ()), *body(26))
    assert estimates(pieces, STD, STD.height, kept=2)[0] == PagesTaken(2, 3 * STD.pitch)


def test_a_repeated_head_counts_on_every_page() -> None:
    rows = Rows(1000, (500,) * 10, 500)
    assert rows_extent(rows, PagesTaken(1, 0), 3000 + RULE) == PagesTaken(3, 1000 + 2 * 500)
    assert rows_extent(rows, PagesTaken(1, 0), 3000) == PagesTaken(
        4, 1000 + 500
    )  # the rule below the last row has no room


def test_the_imprint_shares_the_last_page_where_it_fits() -> None:
    room = STD.height - imprint_height(IMPRINT, STD) - STD.pitch
    assert place_imprint(IMPRINT, [PagesTaken(3, room)], STD) == Placement()
    assert place_imprint(IMPRINT, [PagesTaken(3, room + 1)], STD) == Placement(new_page=True)
    assert place_imprint(IMPRINT, [PagesTaken(3, 0), PagesTaken(3, room + 1)], STD).new_page


@pytest.mark.parametrize(
    ("ends", "placed"),
    [
        ([PagesTaken(4, 2000)] * 3, Placement()),
        ([PagesTaken(3, 2000)] * 3, Placement(even_section=True)),
        ([PagesTaken(4, STD.height)] * 3, Placement(even_section=True, numbered=False)),  # a blank page comes between
        ([PagesTaken(3, 2000), PagesTaken(3, 2000), PagesTaken(4, 2000)], Placement(even_section=True)),
    ],
)
def test_an_imprint_on_an_even_page(ends: list[PagesTaken], placed: Placement) -> None:
    even = Imprint(IMPRINT.lines, IMPRINT.printed_by, IMPRINT.printed_on, even_page=True)
    assert place_imprint(even, ends, STD) == placed
