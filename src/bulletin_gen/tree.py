"""The bulletin as a typed tree: what compose writes and render reads. It knows nothing of hotlines or of Word.

Text is a tuple of ``Run``s. A run with a ``figure`` id prints that figure; verification finds it again. Three ids say
that a run is no fact (``is_fact``): numbers that the program counts while it lays out (headings, 序号, annexes), the
profile's own words, and what people wrote (``narrative.SLOT``).

Texts are complete: 主送 ends with ：, 抄送 with 。, 印发 dates with 印发, 附注 has its brackets.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

NUMBERING = "numbering"
PROFILE_WORDS = "profile"
NARRATIVE = "narrative."
_NO_FACTS = ("", NUMBERING, PROFILE_WORDS)


def is_fact(figure: str) -> bool:
    """Whether a run's id is that of a figure in ``Facts.figures``."""
    return figure not in _NO_FACTS and not figure.startswith(NARRATIVE)


class Emphasis(StrEnum):
    """The faces that official text uses inside a paragraph."""

    PLAIN = ""
    KAI = "kai"  # run-in （一） headings and names of signatories
    HEI = "hei"
    BOLD = "bold"


class Run(Struct, frozen=True):
    """A piece of text in one face; ``figure`` is the id of the fact it prints, or ""; ``mark`` the name under which its
    digits are found again in an edited document (``marks``), or ""."""

    text: str
    figure: str = ""
    emphasis: Emphasis = Emphasis.PLAIN
    mark: str = ""


Text = tuple[Run, ...]


def plain(text: Text) -> str:
    """The characters of a text."""
    return text[0].text if len(text) == 1 else "".join(run.text for run in text)


def text(characters: str, emphasis: Emphasis = Emphasis.PLAIN) -> Text:
    """A text of one run."""
    return (Run(characters, emphasis=emphasis),) if characters else ()


class Paragraph(Struct, frozen=True):
    """A body paragraph: first line indented by two characters."""

    text: Text


class Heading(Struct, frozen=True):
    """A heading on its own line; its number (一、（一）1.（1）) is part of the text. ``level`` 1 to 4."""

    level: int
    text: Text


class ColumnTitle(Struct, frozen=True):
    """A centred bracketed column title of a weekly (【每周纵览】)."""

    text: Text


class Align(StrEnum):
    """Horizontal alignment in a cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Cell(Struct, frozen=True):
    """A table cell. ``span``: columns covered; ``down``: rows covered (the covered cells are simply absent).

    ``value``: the exact value for a workbook cell (number as text of a decimal, e.g. ``"0.9757"``) with
    ``number_format`` (Excel's), so that a workbook can calculate with what the document prints.
    """

    text: Text = ()
    align: Align = Align.CENTER
    span: int = 1
    down: int = 1
    value: str = ""
    number_format: str = ""


class Table(Struct, frozen=True):
    """A table: ``head`` rows repeat on every page. ``columns`` is the number of grid columns.

    ``strong_rows`` are indexes (in ``rows``) of total rows. ``landscape``: None lets the renderer decide by width.
    ``name``: what the profile calls it; never printed.
    """

    title: Text
    columns: int
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Text, ...] = ()
    strong_rows: frozenset[int] = frozenset()
    landscape: bool | None = None
    name: str = ""


class ChartForm(StrEnum):
    """How a chart draws its numbers."""

    COLUMNS = "column"
    STACKED = "stacked"  # columns of several series on top of each other
    BARS = "bar"  # lying, first category on top
    LINES = "polyline"
    RING = "ring"


class Series(Struct, frozen=True):
    """The numbers of one series, one for each category of its chart; one without a ``value`` is a gap."""

    name: Text
    points: tuple[Cell, ...]


class Chart(Struct, frozen=True):
    """A chart: its data, and how they are drawn. ``number``: its place among the charts of the document, from 1;
    ``caption`` stands below it and has 图 and the number already. Every number is printed beside its mark, but where
    ``ends``: then each line has its name and its last number at its end, since the numbers of several lines would lie
    on each other.

    ``name``: what the profile calls it; never printed.
    """

    number: int
    caption: Text
    form: ChartForm
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    notes: tuple[Text, ...] = ()
    name: str = ""
    ends: bool = False

    @property
    def table(self) -> Table:
        """Its data as a table: what a workbook shows beside it."""
        head = (Cell(), *(Cell(each.name) for each in self.series))
        rows = tuple(
            (Cell(category), *(each.points[index] for each in self.series))
            for index, category in enumerate(self.categories)
        )
        return Table(self.caption, len(head), (head,), rows, self.notes, name=self.name)


Block = Paragraph | Heading | ColumnTitle | Table | Chart


class Annex(Struct, frozen=True):
    """An annex; begins a new page. ``label``: 附件, 附件1, 附表1; ``title`` equals the one in the list of annexes."""

    label: str
    title: Text
    blocks: tuple[Block, ...]

    @property
    def word(self) -> str:
        """What annexes are called here: the label without its number."""
        return self.label.rstrip("0123456789")


class HeadForm(StrEnum):
    """What stands between the red mark and the title."""

    DOCUMENT = "document"  # 发文字号 centred, red line (督查通报)
    BRIEF = "brief"  # 期号 centred, then issuer left and date right, red line (简报、督查、周报)
    BARE = "bare"  # title only


class Head(Struct, frozen=True):
    """The head: red mark and what belongs to it. Unused texts are empty."""

    form: HeadForm
    mark: tuple[str, ...] = ()  # several issuing bodies: one line each
    mark_suffix: str = ""  # "文件", vertically centred beside several names
    copy_number: str = ""  # 份号
    secrecy: str = ""  # 密级和保密期限
    urgency: str = ""  # 紧急程度
    number: Text = ()  # 发文字号, or 期号
    running_number: Text = ()  # （总第262期）
    signatory: tuple[str, ...] = ()  # 签发人
    issuer: Text = ()  # 编发单位
    dated: Text = ()


class Signature(Struct, frozen=True):
    """署名 and 成文日期 at the end of the body. Empty bodies: the date stands alone (or nothing, without date)."""

    bodies: tuple[str, ...] = ()
    dated: Text = ()
    seal: bool = False


class Imprint(Struct, frozen=True):
    """版记: rules, 抄送 or 报/送/发 lines, 印发 line."""

    lines: tuple[tuple[str, Text], ...] = ()  # (label, text): ("抄送", …), ("报", …)
    printed_by: Text = ()
    printed_on: Text = ()
    copies: Text = ()
    even_page: bool = False


class PageLayout(StrEnum):
    """Page geometries; the renderer holds their measures."""

    STD = "std"
    CLASSIC = "classic"


class Properties(Struct, frozen=True):
    """Properties of the file."""

    title: str
    subject: str = ""
    author: str = ""
    keywords: str = ""
    created: date | None = None


class Seat(Struct, frozen=True, array_like=True):
    """Where a block of the body stands in the office's own Word file: in place of block ``at`` of its body, set as
    block ``like`` is; both from 0."""

    at: int
    like: int


class Bulletin(Struct, frozen=True):
    """The whole document. ``seats``: of each block of the body, where the office has a letterhead of its own; then
    head, title, signature and imprint are the letterhead's."""

    properties: Properties
    head: Head
    title: Text
    body: tuple[Block, ...]
    addressees: Text = ()
    signature: Signature = field(default_factory=Signature)
    annexes: tuple[Annex, ...] = ()
    list_annexes: bool = True  # 附件说明 below the body
    note: Text = ()  # 附注
    imprint: Imprint | None = None
    layout: PageLayout = PageLayout.STD
    latin_font: str = ""
    mark: str = ""  # the name under which the whole document is known again
    seats: tuple[Seat, ...] = ()


def texts(bulletin: Bulletin) -> Iterable[Text]:
    """Every text of the tree in the order of the document, tables by rows."""
    head = bulletin.head
    yield from (head.number, head.running_number, head.issuer, head.dated)
    yield from (bulletin.title, bulletin.addressees)
    for block in bulletin.body:
        yield from block_texts(block)
    yield from (bulletin.signature.dated, bulletin.note)
    for annex in bulletin.annexes:
        yield annex.title
        for block in annex.blocks:
            yield from block_texts(block)
    if bulletin.imprint:
        yield from (line for _, line in bulletin.imprint.lines)
        yield from (bulletin.imprint.printed_by, bulletin.imprint.printed_on, bulletin.imprint.copies)


def block_texts(block: Block) -> Iterable[Text]:
    """The texts of one block, in the order of the document; what stands inside of a chart is not among them."""
    if isinstance(block, Chart):
        yield from (block.caption, *block.notes)
        return
    if not isinstance(block, Table):
        yield block.text
        return
    yield block.title
    for row in (*block.head, *block.rows):
        yield from (cell.text for cell in row)
    yield from block.notes


def blocks(bulletin: Bulletin) -> tuple[Block, ...]:
    """Every block of the body and of the annexes, in the order of the document."""
    return (*bulletin.body, *(block for annex in bulletin.annexes for block in annex.blocks))


def charts(bulletin: Bulletin) -> tuple[Chart, ...]:
    """Every chart, in the order of the document."""
    return tuple(block for block in blocks(bulletin) if isinstance(block, Chart))


def drawn_texts(bulletin: Bulletin) -> Iterable[Text]:
    """Every text that stands inside of a chart: names of series, categories, numbers."""
    for chart in charts(bulletin):
        yield from chart.categories
        for series in chart.series:
            yield series.name
            yield from (point.text for point in series.points)
