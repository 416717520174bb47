"""PDFs with text, through pdfplumber (the extra ``pdf``): lines become paragraphs again, ruled tables rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import Struct

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.proof.reading.grids import Gathered, joined
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, Publication
from bulletin_gen.proof.reading.refusing import refused

#: No bulletin is as long.
_PAGES = 300
#: In widths of a character: so far from the left edge a line begins a paragraph, so far from the right it ends one.
_INDENT, _SHORT = 1.2, 1.6
#: The width of a digit, in widths of a character.
_LATIN = 0.6
#: So much of the width a line takes that breaks off in the middle of a sentence.
_NEARLY = 0.9


class PageLine(Struct, frozen=True):
    """A line of a page: text, left and right end and height, in points, and the width of its characters."""

    text: str
    left: float
    right: float
    top: float
    size: float


def read_pdf(path: Path) -> Publication:
    """The publication in the PDF at ``path``; a passage's ``line`` is its page. Raises ``BulletinError`` where
    pdfplumber is missing, the file is broken or needs a password, or holds pictures instead of text."""
    pages = _pages(path)
    gathered: list[Passage | Gathered] = []
    for number, (lines, tables) in enumerate(pages, 1):
        _add_page(gathered, number, lines, tables)
    if not gathered:
        raise refused(path, "PDF里没有文字", "可能是扫描件", "用文字识别软件转成文字后再检查")
    return joined(path.name, gathered)


Ruled = tuple[float, list[list[str]]]


def _pages(path: Path) -> list[tuple[list[PageLine], list[Ruled]]]:
    try:
        import pdfplumber
    except ImportError as reason:
        advice = "运行 pip install bulletin-gen[pdf] 后重试，或先把 PDF 另存为 Word"
        raise refused(path, "不能读PDF", "没有安装pdfplumber", advice) from reason
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > _PAGES:
                raise refused(path, "PDF太长，不像通报", f"{len(document.pages)}页", "只检查通报本身")
            return [_page(page) for page in document.pages]
    except BulletinError:
        raise
    except Exception as reason:  # noqa: BLE001 - whatever a broken file makes the reader of PDFs raise
        raise refused(path, "PDF读不了", type(reason).__name__, "文件可能损坏或加了密码，重新导出后再检查") from reason


def _page(page: Any) -> tuple[list[PageLine], list[Ruled]]:
    found = page.find_tables()
    tables: list[Ruled] = [
        (table.bbox[1], [["".join((cell or "").split()) for cell in row] for row in table.extract()]) for table in found
    ]
    boxes = [table.bbox for table in found]
    outside = page.filter(lambda each: not any(_inside(each, box) for box in boxes)) if boxes else page
    lines = [_line(each) for each in outside.extract_text_lines(return_chars=True)]
    return [line for line in lines if line.text], tables


def _inside(each: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _line(each: dict[str, Any]) -> PageLine:
    size = max((char["size"] for char in each["chars"]), default=10.0)
    return PageLine(each["text"].strip(), each["x0"], each["x1"], each["top"], size)


def _add_page(gathered: list[Passage | Gathered], number: int, lines: list[PageLine], tables: list[Ruled]) -> None:
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    before: PageLine | None = None
    waiting = sorted(tables, key=lambda each: each[0])
    for line in [each for each in lines if not _is_page_number(each.text)]:
        while waiting and waiting[0][0] < line.top:
            _add_table(gathered, waiting.pop(0)[1], number)
            before = None
        _add_line(gathered, line, before, (left, right, number))
        before = line
    for _, rows in waiting:
        _add_table(gathered, rows, number)


def _is_page_number(text: str) -> bool:
    return text.strip("—-－– 　").isdigit() and len(text) <= 9


def _add_line(
    gathered: list[Passage | Gathered], line: PageLine, before: PageLine | None, page: tuple[float, float, int]
) -> None:
    """Adds a line to the paragraph before it where that filled its line and this one is not set in."""
    left, right, number = page
    last = gathered[-1] if gathered else None
    filled = before is None or _is_filled(before, line, left, right)
    set_in = line.left > left + _INDENT * line.size
    same = before is None or abs(before.size - line.size) < 1
    goes_on = isinstance(last, Passage) and filled and not set_in and same and not (before is None and _ends(last.text))
    if goes_on and isinstance(last, Passage):
        gathered[-1] = Passage(last.text + line.text, last.line, last.order, last.place)
    else:
        gathered.append(Passage(line.text, number, len(gathered), f"第{number}页"))


def _is_filled(before: PageLine, line: PageLine, left: float, right: float) -> bool:
    """Whether a line had no room for what the next begins with, or breaks off in the middle near the edge."""
    if before.right + _unbroken(line) >= right - _SHORT * before.size:
        return True
    return before.right - left >= _NEARLY * (right - left) and before.text[-1:] not in "。；：！？;:!?"


def _unbroken(line: PageLine) -> float:
    """How wide the number or Latin word is with which a line begins: it had no room at the end of the line before."""
    match = re.match(r"[(（“]?[0-9A-Za-z.,+-]+[%％]?[)）]?[,，、;；。]?", line.text)
    return len(match[0]) * line.size * _LATIN if match else 0.0


def _ends(text: str) -> bool:
    """Whether a text at the foot of a page is at its end."""
    return len(text) < 20 or text[-1] in "。；：！？;:!?）)”"


def _add_table(gathered: list[Passage | Gathered], rows: list[list[str]], number: int) -> None:
    printed = [PrintedRow(tuple(row), " | ".join(row), number, f"第{number}页") for row in rows]
    if printed and max(len(row.cells) for row in printed) > 1:
        gathered.append(Gathered(printed, len(gathered)))
    else:
        gathered.extend(
            Passage(row.cells[0], number, len(gathered) + i)
            for i, row in enumerate(printed)
            if row.cells and row.cells[0]
        )
