"""What every printed page must show by GB/T 9704-2012, as checks of one document. Lengths are millimetres."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bulletin_gen.render.faces import stand_ins
from bulletin_gen.tree import Bulletin, HeadForm, Paragraph, Table, plain
from render import pages
from render.pages import Document, Line, Page

Check = Callable[[Bulletin, Document], None]


def em_top(line: Line) -> float:
    return line.base - 0.88 * line.size * pages.MM


def em_bottom(line: Line) -> float:
    return line.base + 0.12 * line.size * pages.MM


def head_line(document: Document, wanted: str) -> Line:
    found = document.pages[0].find(wanted)
    assert found is not None, wanted
    return found


def red_rule(page: Page) -> float:
    reds = [rule for rule in page.rules if rule.color in ((1.0, 0.0, 0.0), (1, 0, 0))]
    assert reds, "no red rule"
    return min(rule.y for rule in reds)


def upright(document: Document) -> Iterator[Page]:
    return (page for page in document.pages if page.width < page.height)


def first_annex(bulletin: Bulletin, document: Document) -> int:
    """Number of the page on which the annexes begin; one past the last page without any."""
    labels = {annex.label for annex in bulletin.annexes}
    starts = (page.number for page in document.pages if page.body and page.body[0].text in labels)
    return next(starts, len(document.pages) + 1)


def faces_are_those_asked_for(bulletin: Bulletin, document: Document) -> None:
    wanted = {family.replace(" ", "").removesuffix("R").removesuffix("Black") for family in stand_ins().values()}
    wanted |= {"NotoSerifCJK", "LiberationSerif", "TimesNewRoman"} if bulletin.latin_font else {"NotoSerifCJK"}
    for page in document.pages:
        for char in page.chars:
            family = char["fontname"].partition("+")[2]
            assert any(family.startswith(face) for face in wanted), (family, char["text"])


def the_mark_stands_at_72_mm(bulletin: Bulletin, document: Document) -> None:
    mark = max(document.pages[0].lines, key=lambda line: round(line.size))  # of several the first
    assert em_top(mark) == pytest.approx(72, abs=1)


def the_red_line_stands_4_mm_below_the_number(bulletin: Bulletin, document: Document) -> None:
    head = bulletin.head
    above = head.number if head.form is HeadForm.DOCUMENT else head.dated
    assert red_rule(document.pages[0]) - em_bottom(head_line(document, plain(above))) == pytest.approx(4, abs=0.5)


def the_title_stands_two_lines_below_the_red_line(bulletin: Bulletin, document: Document) -> None:
    first = document.pages[0]
    title = next(line for line in first.lines if round(line.size) == 22)
    assert em_top(title) - red_rule(first) == pytest.approx(20.78, abs=0.7)


def the_body_begins_on_the_first_page(bulletin: Bulletin, document: Document) -> None:
    first = document.pages[0]
    start = next(plain(block.text) for block in bulletin.body if isinstance(block, Paragraph))
    assert any(start.startswith(line.text[:8]) for line in first.body)


def lines_hold_28_characters_at_most_between_the_edges(bulletin: Bulletin, document: Document) -> None:
    for page in upright(document):
        for line in page.body:
            if round(line.size) == 16:
                assert len(line.text) <= 28 or sum(2 if char > "\x7f" else 1 for char in line.text) <= 57, line.text
            assert line.x0 >= 28 - 0.7
            assert line.x1 <= 184 + 0.7


def page_numbers_alternate_in_the_outer_corners(bulletin: Bulletin, document: Document) -> None:
    for page in upright(document):
        line = page.number_line
        if line is None:
            assert not page.body or page.number == len(document.pages), "only a 版记 after a blank page"
            continue
        assert line.text.replace(" ", "") == f"—{page.number}—"
        if page.number % 2:
            assert line.x1 == pytest.approx(184 - 4.94, abs=0.7)
        else:
            assert line.x0 == pytest.approx(28 + 4.94, abs=0.7)


def the_signature_shares_its_page_with_two_lines_of_the_body(bulletin: Bulletin, document: Document) -> None:
    dated = plain(bulletin.signature.dated)
    (page,) = [page for page in document.pages if any(line.text == dated for line in page.body)]
    whole = "".join(plain(block.text) for block in bulletin.body if not isinstance(block, Table))
    above = next(line.base for line in page.body if line.text == dated)
    own = [line for line in page.body if line.base < above and line.text in whole]
    assert len(own) >= 2
    for signing in bulletin.signature.bodies:
        assert any(signing in line.text for line in page.body if line.base < above)


def annexes_begin_on_pages_of_their_own_with_the_listed_names(bulletin: Bulletin, document: Document) -> None:
    for annex in bulletin.annexes:
        own = [page for page in document.pages if page.body and page.body[0].text == annex.label]
        assert len(own) == 1
        title = "".join(line.text for line in own[0].body if round(line.size) == 22)
        assert title == plain(annex.title)
        listed = "".join(
            line.text for page in document.pages[: first_annex(bulletin, document) - 1] for line in page.body
        )
        assert plain(annex.title) in listed


def head_rows_stand_on_every_page_of_an_annex(bulletin: Bulletin, document: Document) -> None:
    tables = [block for annex in bulletin.annexes for block in annex.blocks if isinstance(block, Table)]
    heads = [[plain(cell.text)[:2] for cell in table.head[0]] for table in tables]
    for page in document.pages[first_annex(bulletin, document) - 1 :]:
        rows = [line.text for line in page.body if 7 <= line.size <= 12.5]
        top = "".join(rows[:6])
        assert not rows or any(all(begins in top for begins in head) for head in heads)


def the_name_of_a_group_stands_beside_its_rows_on_every_page(bulletin: Bulletin, document: Document) -> None:
    tables = [block for annex in bulletin.annexes for block in annex.blocks if isinstance(block, Table)]
    tables = [table for table in tables if any(row[0].down > 1 for row in table.rows)]
    names = {plain(row[0].text) for table in tables for row in table.rows if row[0].down > 1}
    heads = {plain(table.head[0][0].text) for table in tables}
    pages_of_groups = 0
    for page in document.pages[first_annex(bulletin, document) - 1 :]:
        cells = list(page.first_column())
        if any(cell in heads for cell in cells):
            pages_of_groups += 1
            assert set(cells) - heads <= names, (page.number, cells)
    assert bool(pages_of_groups) == bool(tables)


def the_last_rule_of_the_imprint_stands_at_262_mm(bulletin: Bulletin, document: Document) -> None:
    imprint = bulletin.imprint
    assert imprint
    last = document.pages[-1]
    assert last.find(plain(imprint.printed_on))
    assert max(rule.y for rule in last.rules) == pytest.approx(262, abs=1)
    assert not imprint.even_page or last.number % 2 == 0
    lines = [line for line in last.body if round(line.size) == 14 and line.base > 150]
    top = min(line.base for line in lines) - 8
    assert all(line.base < top for line in last.body if line not in lines), "nothing runs into the imprint"


def no_page_is_empty_but_before_an_unnumbered_imprint(bulletin: Bulletin, document: Document) -> None:
    for page in document.pages:
        if not page.body and page.width < page.height:
            assert page.number == len(document.pages) - 1
            assert page.number_line is None
            assert document.pages[-1].number_line is None


def turned_numbers_stand_where_upright_ones_do(bulletin: Bulletin, document: Document) -> None:
    for page in (page for page in document.pages if page.width > page.height):
        number = [char for char in page.chars if not char["upright"]]
        words = "".join(char["text"] for char in sorted(number, key=lambda char: char["top"]))
        assert words.replace(" ", "") == f"—{page.number}—"
        assert pages.ink_middle_x(document, page, (22, 30, 34, 182)) == pytest.approx(28, abs=1)
        top, bottom = min(char["top"] for char in number), max(char["bottom"] for char in number)
        if page.number % 2:
            assert bottom * pages.MM == pytest.approx(179.06, abs=0.7)
        else:
            assert top * pages.MM == pytest.approx(32.94, abs=0.7)


def the_dashes_stand_at_269_mm(bulletin: Bulletin, document: Document) -> None:
    first = document.pages[0]
    line = first.number_line
    assert line is not None
    middle = pages.ink_middle(document, first, (line.x0 - 1, 264, line.x0 + 4.5, 274))
    assert middle == pytest.approx(269, abs=1)


#: What must hold for every document.
ALWAYS: tuple[Check, ...] = (
    faces_are_those_asked_for,
    the_body_begins_on_the_first_page,
    lines_hold_28_characters_at_most_between_the_edges,
    page_numbers_alternate_in_the_outer_corners,
    the_dashes_stand_at_269_mm,
    no_page_is_empty_but_before_an_unnumbered_imprint,
)
_HEAD: tuple[Check, ...] = (
    the_mark_stands_at_72_mm,
    the_red_line_stands_4_mm_below_the_number,
    the_title_stands_two_lines_below_the_red_line,
)
_ANNEXES: tuple[Check, ...] = (
    annexes_begin_on_pages_of_their_own_with_the_listed_names,
    head_rows_stand_on_every_page_of_an_annex,
    the_name_of_a_group_stands_beside_its_rows_on_every_page,
    turned_numbers_stand_where_upright_ones_do,
)


def checks_of(bulletin: Bulletin) -> tuple[Check, ...]:
    """The checks that apply to a document with the elements that this one has."""
    return (
        *ALWAYS,
        *(_HEAD if bulletin.head.mark else ()),
        *(_ANNEXES if bulletin.annexes else ()),
        *((the_signature_shares_its_page_with_two_lines_of_the_body,) if bulletin.signature.bodies else ()),
        *((the_last_rule_of_the_imprint_stands_at_262_mm,) if bulletin.imprint else ()),
    )
