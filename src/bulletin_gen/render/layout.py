"""Page layouts and type sizes of official documents, as data. Lengths are twips (1/20 pt) unless named otherwise.

Sources: GB/T 9704-2012 (clauses in brackets) and GB/T 33476.2-2016, which says how the same page is set up in a word
processor.
"""

from __future__ import annotations

from msgspec import Struct

from bulletin_gen.tree import PageLayout

#: Type sizes in points: 2号, 3号, 4号, 小四.
SIZE_2, SIZE_3, SIZE_4, SIZE_4S = 22, 16, 14, 12
#: One 字 of 3号 and of 4号 as set on the page (3号 is tracked by -0.25 pt so that 28 stand on a line).
EM_3, EM_4 = 315, 280
#: Red of marks and rules (7.2.4).
RED = "FF0000"
#: Sizes of rules in eighths of a point: the red one, the first and last of the imprint, those between (7.4.1).
RULE_RED, RULE_THICK, RULE_THIN = 12, 8, 6


def mm(length: float) -> int:
    """Millimetres as twips."""
    return round(length * 1440 / 25.4)


def pt(length: float) -> int:
    """Points as twips."""
    return round(length * 20)


class TableSize(Struct, frozen=True):
    """One type size of tables, in points: ``line`` is exact, ``rows`` the usual height of a row and lower ones.

    ``margin``: left and right of the text in a cell, in twips. ``name`` and ``suffix`` end the names and ids of the
    styles.
    """

    line: float
    rows: tuple[float, ...]
    margin: int
    name: str
    suffix: str

    @property
    def padding(self) -> int:
        """What a column needs beside its text: both margins and a rule."""
        return 2 * self.margin + 24


#: Type size in points → how a table is set in it. 小四, 五号, 小五, 六号; nobody reads less on paper.
TABLE_SIZES = {
    12.0: TableSize(18.0, (24, 23, 22, 21, 20), 57, "", ""),
    10.5: TableSize(15.75, (21, 20, 19, 18), 50, "（五号）", "5"),
    9.0: TableSize(13.5, (18, 17, 16), 40, "（小五）", "5S"),
    7.5: TableSize(11.25, (15, 14, 13), 25, "（六号）", "6"),
}


class Faces(Struct, frozen=True):
    """The East-Asian type faces of official documents."""

    song: str = "宋体"
    fang: str = "仿宋_GB2312"
    kai: str = "楷体_GB2312"
    hei: str = "黑体"
    title: str = "方正小标宋简体"


FACES = Faces()


class Layout(Struct, frozen=True):
    """One page geometry: A4, a type area of 156 × 225 mm, 22 lines of 28 characters (5.2.1, 5.2.3).

    ``top`` to ``right`` are the margins of the word processor; ``pitch`` is the exact line of 3号 text;
    ``area_bottom`` is the type area's own edge, from the top of the page.
    """

    name: PageLayout
    top: int
    bottom: int
    pitch: int
    title_pitch: int = 709
    small_pitch: int = 554
    left: int = mm(28)
    right: int = mm(26)
    track: int = -5
    page_width: int = 11906
    page_height: int = 16838
    area_bottom: int = mm(262)
    number_base: int = 1482  # base line of page numbers above the page's foot: their dashes stand 7 mm below the area
    mark_top: int = mm(72)
    lines: int = 22
    line_gap: int = mm(10.39)  # 空一行, from the foot of one character to the head of the next

    @property
    def width(self) -> int:
        """Width of the type area."""
        return self.page_width - self.left - self.right

    @property
    def height(self) -> int:
        """Height that the word processor fills with lines."""
        return self.page_height - self.top - self.bottom

    @property
    def red_line_before(self) -> int:
        """Above the red line, which stands 4 mm below the number (7.2.7)."""
        return mm(4) - foot_below(self.pitch, SIZE_3)

    @property
    def title_before(self) -> int:
        """Above the title, which stands 空二行 below the red line, whose own paragraph is 1 pt high (7.3.1)."""
        return 2 * self.line_gap - 20 - head_above(self.title_pitch, SIZE_2)

    @property
    def addressees_before(self) -> int:
        """Above what stands 空一行 below the title (7.3.2)."""
        return self.line_gap - foot_below(self.title_pitch, SIZE_2) - head_above(self.pitch, SIZE_3)

    @property
    def footer_line(self) -> int:
        """Exact line of a page number: it fills the footer up to the page's lines, so that no program adds room."""
        return (self.bottom - self.number_base) * 5 // 4

    @property
    def footer(self) -> int:
        """Distance of the footer from the page's foot."""
        return self.bottom - self.footer_line


#: Half a gap stands above the first and below the last line, so the margins are smaller than 37 and 35 mm.
STD = Layout(PageLayout.STD, top=1960, bottom=1847, pitch=589)
#: What most units' templates use: 37 and 35 mm with 22 lines of 28.95 pt.
CLASSIC = Layout(PageLayout.CLASSIC, top=mm(37), bottom=mm(35), pitch=579)

LAYOUTS = {layout.name: layout for layout in (STD, CLASSIC)}


class Landscape(Struct, frozen=True):
    """A page turned by clause 8: the table's head lies along the left edge of the upright page."""

    top: int = mm(28)
    bottom: int = mm(26)
    left: int = mm(35)
    right: int = mm(37)
    number_x: int = mm(28)  # centre of the page number's dashes
    number_top: int = mm(32.94)
    number_bottom: int = mm(179.06)

    def width(self, layout: Layout) -> int:
        """Width of the type area on a landscape page."""
        return layout.page_height - self.left - self.right

    def height(self, layout: Layout) -> int:
        """Height of the type area on a landscape page."""
        return layout.page_width - self.top - self.bottom


LANDSCAPE = Landscape()


def head_above(line: int, size: float) -> int:
    """From the top of an exact ``line`` to the head of a character of ``size`` pt: the base line lies at 0.8 of it."""
    return round(0.8 * line - 0.88 * size * 20)


def foot_below(line: int, size: float) -> int:
    """From the foot of a character of ``size`` pt to the bottom of its exact ``line``."""
    return round(0.2 * line - 0.12 * size * 20)
