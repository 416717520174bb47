"""The XML of one part of a Word file, as it may be published: changes accepted, nothing hidden, no comments, no marks,
no names of who wrote it, and every text masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.public.numbers import Private
from bulletin_gen.public.scan import kind_of_head

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What a tracked change took away, and what only says that there was one.
_GONE = (
    "del moveFrom delText delInstrText rPrChange pPrChange tblPrChange trPrChange tcPrChange sectPrChange "
    "tblGridChange tblPrExChange numberingChange cellDel cellMerge commentRangeStart commentRangeEnd "
    "commentReference annotationRef bookmarkStart bookmarkEnd proofErr permStart permEnd moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd "
    "customXmlMoveToRangeStart customXmlMoveToRangeEnd sdtPr sdtEndPr customXmlPr smartTagPr tblCaption "
    "tblDescription docVars rsids attachedTemplate mailMerge object altChunk subDoc ffData trackRevisions "
    "writeProtection"
)
#: What stands around text and goes, while the text stays.
_AROUND = "ins moveTo sdt sdtContent smartTag customXml hyperlink fldSimple"
_KEPT_FIELDS = late(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b")
_TOLD = ("descr", "title", "alt", "tooltip")


class TextPiece(Struct):
    """A paragraph's text elements with where each begins in its text."""

    elements: list[tuple[int, Any]]
    text: str


def cleaned_part(root: Any, is_hidden: Callable[[Any, Any], bool]) -> None:
    """Takes out of a part all that is not printed; ``is_hidden`` says so of a run in its paragraph."""
    for each in [*root.iter(etree.Comment, etree.PI)]:
        _remove(each)
    _accept_rows(root)
    for run in [*root.iter(f"{_W}r")]:
        paragraph = next((above for above in run.iterancestors(f"{_W}p")), None)
        if paragraph is not None and is_hidden(run, paragraph):
            _remove(run)
    _flatten_fields(root)
    for name in _GONE.split():
        for each in [*root.iter(f"{_W}{name}")]:
            _remove(each)
    for name in _AROUND.split():
        for each in [*root.iter(f"{_W}{name}")]:
            _unwrap(each)
    _strip_attributes(root)


def _accept_rows(root: Any) -> None:
    for row in [*root.iter(f"{_W}tr")]:
        if row.find(f"{_W}trPr/{_W}del") is not None:
            _remove(row)


def _flatten_fields(root: Any) -> None:
    """Fields leave their results, but for page numbers, which word processors must count."""
    for scope in (*root.iter(f"{_W}body"), root):
        open_fields: list[list[Any]] = []
        for each in [*scope.iter(f"{_W}fldChar", f"{_W}instrText")]:
            kind = each.get(f"{_W}fldCharType")
            if kind == "begin":
                open_fields.append([each])
            elif open_fields:
                open_fields[-1].append(each)
                if kind == "end":
                    _end_field(open_fields.pop())
        break


def _end_field(parts: list[Any]) -> None:
    instruction = "".join(each.text or "" for each in parts if each.tag == f"{_W}instrText")
    if not _KEPT_FIELDS.match(instruction):
        for each in parts:
            _remove(each)


def _strip_attributes(root: Any) -> None:
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        for name in [*each.attrib]:
            plain = etree.QName(name).localname
            if plain.startswith("rsid") or plain in ("paraId", "textId", "author", "initials", *_TOLD):
                del each.attrib[name]
        if etree.QName(each).localname in ("docPr", "cNvPr") and "name" in each.attrib:
            each.set("name", "图")


def _remove(each: Any) -> None:
    parent = each.getparent()
    if parent is None:
        return
    if each.tail:  # text after a comment or an instruction belongs to what stands before it
        before = each.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + each.tail
        else:
            parent.text = (parent.text or "") + each.tail
    parent.remove(each)


def _unwrap(each: Any) -> None:
    parent = each.getparent()
    if parent is None:
        return
    place = parent.index(each)
    for child in [*each]:
        parent.insert(place, child)
        place += 1
    parent.remove(each)


def text_pieces(root: Any) -> Iterator[tuple[TextPiece, str]]:
    """Every paragraph of a part with its text, and what kind of column it stands in (empty outside of such)."""
    kinds = _column_kinds(root)
    for tag, text_tag, gaps in ((f"{_W}p", f"{_W}t", ("tab", "br", "cr")), (f"{_A}p", f"{_A}t", ("br",))):
        for paragraph in root.iter(tag):
            yield _piece(paragraph, tag, text_tag, gaps), kinds.get(paragraph, "")


def _piece(paragraph: Any, tag: str, text_tag: str, gaps: tuple[str, ...]) -> TextPiece:
    elements, parts, at = [], [], 0
    for each in paragraph.iter():
        if not isinstance(each.tag, str) or next(each.iterancestors(tag), None) is not paragraph:
            continue
        if each.tag == text_tag:
            elements.append((at, each))
            parts.append(each.text or "")
        elif etree.QName(each).localname in gaps:
            parts.append("\n")
        else:
            continue
        at += len(parts[-1])
    return TextPiece(elements, "".join(parts))


def _column_kinds(root: Any) -> dict[Any, str]:
    """The paragraphs of cells whose column's head names a person's data."""
    kinds: dict[Any, str] = {}
    for table in root.iter(f"{_W}tbl"):
        rows = cells_of(table)
        heads = [kind_of_head(words_of(cell)) for cell in rows[0]] if rows else []
        for row in rows[1:]:
            for head, cell in zip(heads, row, strict=False):
                if head:
                    kinds |= dict.fromkeys(cell.iter(f"{_W}p"), head)
    return kinds


def cells_of(table: Any) -> list[list[Any]]:
    """The cells of a table, by rows."""
    return [row.findall(f"{_W}tc") for row in table.findall(f"{_W}tr")]


def words_of(cell: Any) -> str:
    """What a cell says, its paragraphs one after another."""
    return "".join(cell.itertext(f"{_W}t"))


def write_masks(piece: TextPiece, found: list[Private]) -> None:
    """Puts the masks into a paragraph's text elements; each takes the format of the first sign that it hides."""
    for each in reversed(found):
        mask = each.mask
        for start, element in piece.elements:
            text = element.text or ""
            first, last = max(each.start - start, 0), min(each.end - start, len(text))
            if first < last:
                element.text = text[:first] + mask + text[last:]
                element.set(_SPACE, "preserve")
                mask = ""
