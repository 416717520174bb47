"""The PDF opened again, by pdfplumber (the extra ``pdf``) or by pdftotext, whichever the machine has.

Paragraphs stand in it in order. What is left between them must be the bulletin's tables, head and imprint: as many of
each number and of each character as the bulletin has, no other, but for what a new page says again (heads of tables,
names of groups) and page numbers. What stands inside of charts is proved in the .docx: labels of a drawing are turned,
or lie so near to each other that no reader tells them apart; here they only may not bring in what the charts have not.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, error, warning
from bulletin_gen.leaves.programs import run_program
from bulletin_gen.tree import Bulletin, Table, block_texts, blocks, drawn_texts, plain

_NUMBER = late(r"[0-9]+(?:\.[0-9]+)?")
_SECONDS = 60
#: What the renderer adds by itself: words around names, and marks.
_FURNITURE = "签发人：主送：。。。；（）印发"


def pdf_issues(bulletin: Bulletin, pdf: bytes, *, office: bool = False) -> tuple[Issue, ...]:
    """A fault for the first paragraph that is not in its place, and for numbers and characters that are missing or come
    from nowhere; a warning where the machine has nothing that reads a PDF.

    ``office``: it is printed from the office's own Word file, whose headers and footers stand between lines and whose
    words are its own: then only what is missing is looked for.
    """
    try:
        pages = read_pages(pdf)
    except Exception as reason:  # noqa: BLE001 - whatever a broken file makes a reader of PDFs raise
        return (_fault(f"打不开：{type(reason).__name__}", "能重新打开的PDF"),)
    if pages is None:
        advice = "PDF由核对过的.docx转成；要连PDF也核对，运行 pip install bulletin-gen[pdf] 后重新生成"
        return (warning("pdf.unproved", "PDF没有核对", found="本机没有能读出PDF文字的程序", advice=advice),)
    return tuple(_missing_issues(bulletin, pages) if office else _issues(bulletin, pages))


def read_pages(pdf: bytes) -> tuple[str, ...] | None:
    """The text of each page; None where no reader is installed."""
    try:
        import pdfplumber
    except ImportError:
        return by_pdftotext(pdf)
    from io import BytesIO

    with pdfplumber.open(BytesIO(pdf)) as document:
        upright = (page.filter(lambda each: each.get("upright", True)) for page in document.pages)
        return tuple(page.extract_text() for page in upright)


def by_pdftotext(pdf: bytes) -> tuple[str, ...] | None:
    """The text of each page by the program pdftotext; None where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    told = run_program([program, "-layout", "-enc", "UTF-8", "-", "-"], _SECONDS, given=pdf)
    return tuple(told.decode("utf-8").removesuffix("\f").split("\f"))


def _fault(found: str, expected: str) -> Issue:
    advice = "PDF没有写出，其余文件已核对；用WPS、Word打开.docx另存为PDF，并把本条信息反馈给开发者"
    return error("pdf.mismatch", "PDF与核对过的.docx不符", found=found, expected=expected, advice=advice)


def _folded(text: str) -> str:
    """As both readers give it: signs that look alike are one."""
    return unicodedata.normalize("NFKC", cleaned(text))


def _issues(bulletin: Bulletin, pages: tuple[str, ...]) -> Iterator[Issue]:
    numbered = [_without_number(page, number) for number, page in enumerate(pages, 1)]
    said = "\n".join(page for page, _ in numbered)
    turned = [f"—{number}—" for number, (_, found) in enumerate(numbered, 1) if not found]
    places = [index for index, sign in enumerate(said) if not sign.isspace()]
    written = "".join(said[index] for index in places)
    position, between = 0, []
    for wanted in _prose(bulletin):
        start = written.find(wanted, position)
        if start < 0:
            yield _fault(written[position : position + 60], wanted[:60])
            return
        between.append(_span(said, places, position, start))
        position = start + len(wanted)
    between.append(_span(said, places, position, len(written)))
    yield from _rest_issues("\n".join(between), bulletin, turned, len(pages))


def _missing_issues(bulletin: Bulletin, pages: tuple[str, ...]) -> Iterator[Issue]:
    wanted = [_folded(plain(text)) for block in blocks(bulletin) for text in block_texts(block)]
    for kind, count in (("数字", _numbers), ("字符", _characters)):
        if missing := count(wanted) - count(map(_folded, pages)):
            yield _fault(f"缺少{kind}", _told(missing))
            return


def _span(said: str, places: list[int], start: int, end: int) -> str:
    return said[places[start] : places[end - 1] + 1] if start < end else ""


def _without_number(page: str, number: int) -> tuple[str, bool]:
    """A page without its number, and whether it was found; the numbers of turned pages stand in pieces, or nowhere."""
    text, found = re.subn(rf"^\s*—\s*{number}\s*—\s*$", "", _folded(page), count=1, flags=re.MULTILINE)
    return text, bool(found)


def _prose(bulletin: Bulletin) -> Iterator[str]:
    """What stands in lines of its own, in order."""
    for block in blocks(bulletin):
        texts = [block.title, *block.notes] if isinstance(block, Table) else [*block_texts(block)]
        if isinstance(block, Table) and plain(block.title) in {plain(annex.title) for annex in bulletin.annexes}:
            texts = texts[1:]
        yield from filter(None, ("".join(_folded(plain(text)).split()) for text in texts))


def _rest_issues(rest: str, bulletin: Bulletin, turned: Sequence[str], pages: int) -> Iterator[Issue]:
    once, again = [*map(_folded, _once(bulletin))], [*map(_folded, _again(bulletin))] * (pages - 1)
    own = [*map(_folded, (_FURNITURE, *turned))]
    drawn = _characters(map(_folded, map(plain, drawn_texts(bulletin))))
    for kind, count in (("数字", _numbers), ("字符", _characters)):
        found, wanted = count([rest]), count(once)
        missing, strange = wanted - found, found - wanted - count(again) - count(own)
        if missing or _characters(strange.elements()) - drawn:
            yield _fault(f"多出的{kind}：{_told(strange)}", f"缺少的{kind}：{_told(missing)}")
            return


def _told(counted: Counter[str]) -> str:
    return "、".join(list(counted)[:8]) or "无"


def _numbers(texts: Iterable[str]) -> Counter[str]:
    return Counter(number for text in texts for number in _NUMBER.findall(text))


def _characters(texts: Iterable[str]) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if not sign.isspace())


def _once(bulletin: Bulletin) -> Iterator[str]:
    """What is printed beside prose, each as often as it is said here."""
    head, sign, imprint = bulletin.head, bulletin.signature, bulletin.imprint
    texts = [head.number, head.running_number, head.issuer, head.dated, bulletin.title, sign.dated]
    yield from map(plain, texts)
    yield from (*(name + head.mark_suffix for name in head.mark[:1]), *head.mark[1:])
    yield from (head.copy_number, head.secrecy, head.urgency, *head.signatory, *sign.bodies)
    yield from (annex.label for annex in bulletin.annexes)
    yield from (plain(annex.title) for annex in bulletin.annexes)
    yield from _list(bulletin)
    for block in blocks(bulletin):
        if isinstance(block, Table):
            yield from (plain(cell.text) for row in (*block.head, *block.rows) for cell in row)
    if imprint:
        yield from (part for label, line in imprint.lines for part in (f"{label}:", plain(line)))
        yield from map(plain, (imprint.printed_by, imprint.printed_on, imprint.copies))
    yield plain(bulletin.note)
    yield plain(bulletin.addressees)


def _list(bulletin: Bulletin) -> Iterator[str]:
    """The list of annexes below the body."""
    if not bulletin.list_annexes:
        return
    for number, annex in enumerate(bulletin.annexes, 1):
        yield f"{annex.word}:" if number == 1 else ""
        yield f"{number}." if len(bulletin.annexes) > 1 else ""
        yield plain(annex.title)


def _again(bulletin: Bulletin) -> Iterator[str]:
    """What a new page may say again."""
    for block in blocks(bulletin):
        if isinstance(block, Table):
            yield from (plain(cell.text) for row in block.head for cell in row)
            yield from (plain(cell.text) for row in block.rows for cell in row if cell.down > 1)
