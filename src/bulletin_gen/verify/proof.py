"""Step 8: reopens what was written and proves that every number in it is the fact it stands for.

The .docx is read with a plain XML parser, the .xlsx with python-calamine, the web page with Python's own parser, the
PDF with pdfplumber or pdftotext: none of them knows how they were written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from msgspec.structs import replace

from bulletin_gen.facts import Figure
from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.tree import (
    Block,
    Bulletin,
    Cell,
    Run,
    Table,
    block_texts,
    charts,
    drawn_texts,
    is_fact,
    plain,
    texts,
)
from bulletin_gen.verify.around import lost, printed_around
from bulletin_gen.verify.charts import chart_issues, displayed, same_value
from bulletin_gen.verify.fault import fault
from bulletin_gen.verify.letterhead import letterhead_issues, spoken
from bulletin_gen.verify.marks import main_part, mark_issues
from bulletin_gen.verify.page import page_issues
from bulletin_gen.verify.printed import pdf_issues
from bulletin_gen.verify.recompute import figure_issues

#: The formats that are proved here.
PROVED = frozenset({"docx", "xlsx", "html", "pdf"})
#: Row and column of a cell, from 0.
Spot = tuple[int, int]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET_PART = late(r"xl/worksheets/sheet[0-9]+\.xml")
_BUILT_IN = {"0": "", "1": "0", "2": "0.00", "9": "0%", "10": "0.00%"}
_BLANKS = late(r"\s+")
#: What the renderer adds to the texts of the tree by itself.
_FURNITURE = late(r"(?:签发人|主送|印发|[：:。；（）])*")

#: What the renderer itself may number: 附件 labels and their list, 共印 N 份 is a figure already.
_LABELS = late(r"附[件表][:：]?(?:[0-9]+[.．]?)?|[0-9]{1,2}[.．]")


def verify(
    bulletin: Bulletin, figures: Mapping[str, Figure], written: Mapping[str, bytes], office: Path | None = None
) -> tuple[Issue, ...]:
    """Raises ``BulletinError`` when the files do not say what the tree says or the tree not what the facts say. Such a
    finding is a fault of the program, never of the clerk: the message says so.

    Returns what stands against the PDF, which another program makes of a proved .docx: an error where it must not be
    written, a warning where nothing on the machine can read it.

    ``written``: format → content, docx and xlsx always; a format that nothing here proves is a fault.
    ``office``: the Word file with the letterhead on which the .docx was written.
    """
    docx, xlsx = written["docx"], written["xlsx"]
    main = main_part(docx)
    printed = pdf_issues(bulletin, written["pdf"], office=office is not None) if "pdf" in written else ()
    issues = [
        *figure_issues(figures.values()),
        *_run_issues(bulletin, figures),
        *(letterhead_issues(docx, office.read_bytes()) if office else ()),
        *_document_issues(bulletin, squeeze(spoken(docx, office.read_bytes())) if office else document_text(main)),
        *_workbook_issues(bulletin, xlsx),
        *mark_issues(bulletin, docx, main),
        *chart_issues(bulletin, docx, xlsx, main),
        *(page_issues(bulletin, written["html"]) if "html" in written else ()),
        *(
            fault(each, found="没有核对这种格式的程序", expected="、".join(sorted(PROVED)))
            for each in written.keys() - PROVED
        ),
    ]
    if issues:
        raise BulletinError(issues)
    return printed


def document_text(main: ElementTree.Element) -> str:
    """All text of a document's main part, in order, without white space."""
    return squeeze("".join(element.text or "" for element in main.iter(f"{_WORD}t")))


def squeeze(text: str) -> str:
    """As a document can hold it, without white space: lines are broken where the page wants it."""
    return _BLANKS.sub("", cleaned(text))


def _run_issues(bulletin: Bulletin, figures: Mapping[str, Figure]) -> Iterator[Issue]:
    for run in _runs(bulletin):
        if not run.figure or not is_fact(run.figure):
            continue
        figure = figures.get(run.figure)
        if figure is None or figure.text != run.text:
            yield fault(run.figure, found=run.text, expected=figure.text if figure else "（没有这一数据）")


def _runs(bulletin: Bulletin) -> Iterator[Run]:
    for text in (*texts(bulletin), *drawn_texts(bulletin)):
        yield from text


def _document_issues(bulletin: Bulletin, written: str) -> Iterator[Issue]:
    """Every text of the tree stands in the document, body and annexes in order; nothing else stands between them but
    head, signature and imprint, and no digit that is not theirs."""
    position = 0
    between: list[str] = []
    for wanted, follows, names in _in_order(bulletin):
        # A group that goes on to another page is named there again.
        position += next((len(name) for name in names if written.startswith(name + wanted, position)), 0)
        start = written.find(wanted, position)
        if start < 0 or (follows and start > position):
            yield fault("document.xml", found=written[position : position + 60], expected=wanted[:60])
            return
        between.append(written[position:start])
        position = start + len(wanted)
    between.append(written[position:])
    fixed = [squeeze(plain(text)) for text in _fixed(bulletin)]
    for piece in between:
        if not _FURNITURE.fullmatch(left := _without(piece, fixed)):
            yield fault("document.xml", found=left[:60], expected="没有来历不明的文字")
    for text in lost(map(squeeze, printed_around(bulletin, listed=True)), between):
        yield fault("document.xml", found="（缺少这段文字）", expected=text[:60])


def _in_order(bulletin: Bulletin) -> Iterator[tuple[str, bool, Collection[str]]]:
    """The texts of body and annexes, whether each follows upon the one before without anything between, and the names
    of its table's groups."""
    yield from _joined(bulletin.body)
    for annex in bulletin.annexes:
        title = squeeze(plain(annex.title))
        # A table is not given the title that the annex has just been given.
        blocks = [
            replace(block, title=()) if isinstance(block, Table) and squeeze(plain(block.title)) == title else block
            for block in annex.blocks
        ]
        # With what follows it: a title that says 附件 itself is found in the list of annexes too.
        inner = [(text, True, names) for text, _, names in _joined(blocks)]
        yield squeeze(annex.label) + title + "".join(text for text, _, _ in inner[:1]), False, ()
        yield from inner[1:]


def _joined(blocks: Iterable[Block]) -> Iterator[tuple[str, bool, Collection[str]]]:
    first = True
    for block in blocks:
        names = _group_names(block) if isinstance(block, Table) else ()
        for found in block_texts(block):
            if text := squeeze(plain(found)):
                yield text, not first, names
                first = False


def _group_names(table: Table) -> Collection[str]:
    return {squeeze(plain(cell.text)) for row in table.rows for cell in row if cell.down > 1} - {""}


def _fixed(bulletin: Bulletin) -> Iterator[tuple[Run, ...]]:
    """Texts that stand at places of the renderer's choice: head, title, signature, list of annexes, imprint."""
    head = bulletin.head
    yield from (head.number, head.running_number, head.issuer, head.dated, bulletin.title)
    yield (Run(plain(bulletin.addressees).rstrip("：:")),)  # in the imprint they end with a full stop
    yield from (bulletin.signature.dated, bulletin.note)
    yield from (annex.title for annex in bulletin.annexes)
    restricted = (head.copy_number, head.secrecy, head.urgency)
    names = (*head.mark, head.mark_suffix, *restricted, *head.signatory, *bulletin.signature.bodies)
    yield from ((Run(name),) for name in names)
    if bulletin.imprint:
        yield from (part for label, line in bulletin.imprint.lines for part in ((Run(label),), line))
        yield from (bulletin.imprint.printed_by, bulletin.imprint.printed_on, bulletin.imprint.copies)


def _without(piece: str, known: Iterable[str]) -> str:
    for text in sorted(filter(None, known), key=len, reverse=True):
        piece = piece.replace(text, "")
    return _LABELS.sub("", piece)


def _workbook_issues(bulletin: Bulletin, xlsx: bytes) -> Iterator[Issue]:
    """Every table of the tree stands in its sheet, cell by cell in its place, and nothing else does."""
    from python_calamine import CalamineError, CalamineWorkbook

    tables = list(_tables(bulletin))
    if not tables:
        return
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
        sheets = [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]
        formats = list(_number_formats(xlsx))
    except (CalamineError, KeyError, IndexError, ElementTree.ParseError) as reason:
        yield fault("附表.xlsx", found=f"{type(reason).__name__} {reason}", expected="能重新打开的工作簿")
        return
    if len(sheets) != len(tables):
        yield fault("附表.xlsx", found=f"{len(sheets)} 个工作表", expected=f"{len(tables)} 个")
        return
    for name, rows, shown, table in zip(workbook.sheet_names, sheets, formats, tables, strict=True):
        found = {(i, j): value for i, row in enumerate(rows) for j, value in enumerate(row) if value != ""}
        yield from _sheet_issues(f"附表.xlsx 工作表“{name}”", found, shown, _cells(table))


def _cells(table: Table) -> dict[Spot, Cell]:
    """The cells of a sheet by row and column: title, head, rows and notes, as merged cells leave them; below the head
    each row says by itself what a cell that reaches down says."""
    title = [Cell(table.title)] if plain(table.title) else []
    lines = [*([cell] for cell in title), *table.head, *table.rows, *([Cell(note)] for note in table.notes)]
    found: dict[Spot, Cell] = {}
    taken: set[Spot] = set()
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            if cell.down > 1 or cell.span > 1:
                taken |= {(row + i, column + j) for i in range(cell.down) for j in range(cell.span)}
            else:
                taken.add((row, column))
            if plain(cell.text):
                below = row >= len(title) + len(table.head)
                found |= {(row + i, column): cell for i in range(cell.down if below else 1)}
    return found


def _sheet_issues(
    name: str, found: Mapping[Spot, object], formats: Mapping[Spot, str], wanted: Mapping[Spot, Cell]
) -> Iterator[Issue]:
    for place in sorted(found.keys() | wanted.keys()):
        cell = wanted.get(place, Cell())
        if not _same_cell(found.get(place, ""), formats.get(place, ""), cell):
            yield fault(f"{name} 第{place[0] + 1}行", found=str(found.get(place, "")), expected=plain(cell.text))
            return


def _same_cell(found: object, number_format: str, cell: Cell) -> bool:
    if not cell.value:
        return squeeze(str(found)) == squeeze(plain(cell.text))
    same = same_value(str(found), cell.value)
    return same and displayed(Decimal(cell.value), number_format) == plain(cell.text).removeprefix("+")


def _number_formats(xlsx: bytes) -> Iterator[dict[Spot, str]]:
    """For each sheet, the number format of every cell."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))
        codes = _BUILT_IN | {
            each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iter(f"{_SHEET}numFmt")
        }
        cell_styles = styles.find(f"{_SHEET}cellXfs")
        used = [codes.get(each.get("numFmtId", ""), "") for each in cell_styles] if cell_styles is not None else []
        names = [name for name in package.namelist() if _SHEET_PART.fullmatch(name)]
        for name in sorted(names, key=lambda each: int(each.removesuffix(".xml").rpartition("sheet")[2])):
            sheet = ElementTree.fromstring(package.read(name))
            cells = ((each.get("r", ""), used[int(each.get("s", "0"))]) for each in sheet.iter(f"{_SHEET}c"))
            yield {_place_of(reference): code for reference, code in cells}


def _place_of(reference: str) -> Spot:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


def _tables(bulletin: Bulletin) -> Iterator[Table]:
    """The tables in the order of the sheets, each with the title that its sheet bears."""
    for annex in bulletin.annexes:
        tables = (block for block in annex.blocks if isinstance(block, Table))
        yield from (replace(table, title=table.title or annex.title) for table in tables)
    yield from (block for block in bulletin.body if isinstance(block, Table))
    yield from (chart.table for chart in charts(bulletin))
