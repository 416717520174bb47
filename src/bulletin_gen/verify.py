"""Step 8: reopens what was written and proves that every number in it is the fact it stands for.

The .docx is read with a plain XML parser and the .xlsx with the intake's reader: neither knows how they were written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from xml.etree import ElementTree

from bulletin_gen.facts import Figure
from bulletin_gen.issues import BulletinError, Issue, Place, error
from bulletin_gen.tree import Bulletin, Run, Table, block_texts, is_fact, plain, texts

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS = re.compile(r"\s+")
_DIGIT = re.compile(r"[0-9]")

#: What the renderer itself may number: 附件 labels and their list, 共印 N 份 is a figure already.
_LABELS = re.compile(r"附[件表][:：]?(?:[0-9]+[.．]?)?|[0-9]{1,2}[.．]")


def verify(bulletin: Bulletin, figures: Mapping[str, Figure], docx: bytes, xlsx: bytes) -> None:
    """Raises ``BulletinError`` when the files do not say what the tree says or the tree not what the facts say.

    Such a finding is a fault of the program, never of the clerk: the message says so.
    """
    issues = [
        *_figure_issues(figures.values()),
        *_run_issues(bulletin, figures),
        *_document_issues(bulletin, document_text(docx)),
        *_workbook_issues(bulletin, xlsx),
    ]
    if issues:
        raise BulletinError(issues)


def document_text(docx: bytes) -> str:
    """All text of the main document part, in order, without white space."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    return squeeze("".join(element.text or "" for element in root.iter(f"{_WORD}t")))


def squeeze(text: str) -> str:
    """Without white space: lines are broken where the page wants it."""
    return _BLANKS.sub("", text)


def _figure_issues(figures: Iterable[Figure]) -> Iterator[Issue]:
    for figure in figures:
        if not (_prints_value(figure) and _follows(figure)):
            yield _fault(figure.id, found=figure.text, expected=str(figure.value))


def _prints_value(figure: Figure) -> bool:
    """Whether the printed number is the value, rounded once more here by the ``decimal`` module."""
    if figure.value is None:
        return True
    if not (rounding := _ROUNDING.match(figure.rounding)):
        return (
            not isinstance(figure.value, int) or figure.id.startswith("supplied.") or figure.text == str(figure.value)
        )
    mode, digits, percent = rounding["mode"], int(rounding["digits"]), figure.rounding.endswith("百分数")
    again = _rounded(Fraction(figure.value) * (100 if percent else 1), digits, _MODES[mode])
    text = f"{again:f}"
    if "去尾零" in figure.rounding and "." in text:
        text = text.rstrip("0").rstrip(".")
    return figure.text.removeprefix("+") == text + ("%" if percent else "")


_ROUNDING = re.compile(r"(?P<mode>四舍五入|截尾|四舍六入五成双)，(?P<digits>\d)位小数")
_MODES = {"四舍五入": ROUND_HALF_UP, "截尾": ROUND_DOWN, "四舍六入五成双": ROUND_HALF_EVEN}


def _rounded(value: Fraction, digits: int, mode: str) -> Decimal:
    with localcontext() as context:
        context.prec = 60  # ties are finite decimals, far within this
        rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-digits), mode)
    return rounded or abs(rounded)


def _follows(figure: Figure) -> bool:
    """Whether the value is its numerator over its denominator (or one minus that, or scaled to days)."""
    if figure.value is None or not figure.denominator or figure.numerator is None:
        return True
    quotient = Fraction(figure.numerator) / Fraction(figure.denominator)
    value = Fraction(figure.value)
    candidates = (quotient, 1 - quotient, quotient / 86400)
    return value in candidates or figure.rounding.startswith("最大余数")


def _run_issues(bulletin: Bulletin, figures: Mapping[str, Figure]) -> Iterator[Issue]:
    for run in _runs(bulletin):
        if not is_fact(run.figure):
            continue
        figure = figures.get(run.figure)
        if figure is None or figure.text != run.text:
            yield _fault(run.figure, found=run.text, expected=figure.text if figure else "（没有这一数据）")


def _runs(bulletin: Bulletin) -> Iterator[Run]:
    for text in texts(bulletin):
        yield from text


def _document_issues(bulletin: Bulletin, written: str) -> Iterator[Issue]:
    """Every text of the tree stands in the document, body and annexes in order; no digit stands outside of them."""
    rest: list[str] = []
    position = 0
    for text in _in_order(bulletin):
        wanted = squeeze(plain(text))
        if not wanted:
            continue
        start = written.find(wanted, position)
        if start < 0:
            yield _fault("document.xml", found="（缺少这段文字）", expected=wanted[:60])
            return
        rest.append(written[position:start])
        position = start + len(wanted)
    rest.append(written[position:])
    others = [squeeze(plain(text)) for text in _fixed(bulletin)]
    for piece in rest:
        if _DIGIT.search(_without(piece, others)):
            yield _fault("document.xml", found=piece[:60], expected="没有来历不明的数字")


def _in_order(bulletin: Bulletin) -> Iterator[tuple[Run, ...]]:
    for block in bulletin.body:
        yield from block_texts(block)
    for annex in bulletin.annexes:
        yield annex.title
        for block in annex.blocks:
            yield from block_texts(block)


def _fixed(bulletin: Bulletin) -> Iterator[tuple[Run, ...]]:
    """Texts that stand at places of the renderer's choice: head, title, signature, list of annexes, imprint."""
    head = bulletin.head
    yield from (head.number, head.running_number, head.issuer, head.dated, bulletin.title, bulletin.addressees)
    yield from (bulletin.signature.dated, bulletin.note)
    yield from (annex.title for annex in bulletin.annexes)
    names = (*head.mark, head.copy_number, head.secrecy, head.urgency, *head.signatory, *bulletin.signature.bodies)
    yield from ((Run(name),) for name in names)
    if bulletin.imprint:
        yield from (line for _, line in bulletin.imprint.lines)
        yield from (bulletin.imprint.printed_by, bulletin.imprint.printed_on, bulletin.imprint.copies)


def _without(piece: str, known: Iterable[str]) -> str:
    for text in sorted(filter(None, known), key=len, reverse=True):
        piece = piece.replace(text, "")
    return _LABELS.sub("", piece)


def _workbook_issues(bulletin: Bulletin, xlsx: bytes) -> Iterator[Issue]:
    """Every table of the tree stands in its sheet, cell by cell."""
    from python_calamine import CalamineWorkbook

    tables = list(_tables(bulletin))
    if not tables:
        return
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    if len(workbook.sheet_names) != len(tables):
        yield _fault("附表.xlsx", found=f"{len(workbook.sheet_names)} 个工作表", expected=f"{len(tables)} 个")
        return
    for name, table in zip(workbook.sheet_names, tables, strict=True):
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        cells: list[object] = [value for row in rows for value in row if value != ""]
        wanted = [cell for row in (*table.head, *table.rows) for cell in row if plain(cell.text)]
        yield from _sheet_issues(name, cells, [(plain(cell.text), cell.value) for cell in wanted])


def _sheet_issues(name: str, cells: Sequence[object], wanted: list[tuple[str, str]]) -> Iterator[Issue]:
    first = wanted[0][0] if wanted else ""
    skipped = cells[cells.index(first) :] if first in cells else cells  # above the head stand label and title
    for found, (text, value) in zip(skipped, wanted, strict=False):
        if not _same_cell(found, text, value):
            yield _fault(f"附表.xlsx 工作表“{name}”", found=str(found), expected=text)
            return
    if len(skipped) < len(wanted):
        yield _fault(f"附表.xlsx 工作表“{name}”", found=f"{len(skipped)} 格", expected=f"{len(wanted)} 格")


def _same_cell(found: object, text: str, value: str) -> bool:
    if value:
        try:
            # A workbook keeps numbers as binary doubles: 15 significant digits are what it can hold.
            return abs(Decimal(str(found)) - Decimal(value)) <= abs(Decimal(value)) * Decimal("1e-14")
        except InvalidOperation:
            return False
    return squeeze(str(found)) == squeeze(text)


def _tables(bulletin: Bulletin) -> Iterator[Table]:
    annexed = (block for annex in bulletin.annexes for block in annex.blocks)
    yield from (block for block in (*annexed, *bulletin.body) if isinstance(block, Table))


def _fault(key: str, *, found: str, expected: str) -> Issue:
    return error(
        "verify.mismatch",
        "生成后核对不符",
        Place(key=key),
        found=found,
        expected=expected,
        advice="没有写出任何文件。这是程序的错误，请把本条信息和所用模板反馈给开发者",
    )
