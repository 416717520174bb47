"""What stands in one paragraph: text in its states, bookmarks, comments, pictures, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.word.model import Bookmark, Revision, Stretch
from bulletin_gen.word.styles import StyleBook, value

#: Elements that hold text; ``Stretch.spot`` counts them in a part.
TEXT_TAGS = (qn("w:t"), qn("w:delText"))

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{urn:schemas-microsoft-com:office:office}OLEObject",
)
_BOX = qn("w:txbxContent")
_CHANGES = {
    qn("w:ins"): Revision.INSERTED, qn("w:moveTo"): Revision.INSERTED,
    qn("w:del"): Revision.DELETED, qn("w:moveFrom"): Revision.DELETED,
}  # fmt: skip
_FIXED = {
    qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): "",
}  # fmt: skip
#: What is read elsewhere, or is no text.
_PASSED = {qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:sdtEndPr"), qn("w:rt"), qn("w:instrText"), _FALLBACK}


class Inline(Struct, frozen=True):
    """What was found in a paragraph. ``boxes``: the contents of its text boxes, as elements."""

    stretches: tuple[Stretch, ...]
    bookmarks: tuple[Bookmark, ...]
    comments: tuple[str, ...]
    pictures: int
    boxes: tuple[Any, ...]


class _Context(Struct, frozen=True):
    """What holds for the text within an element."""

    revision: Revision = Revision.NONE
    by: str = ""
    hidden: bool = False
    bold: bool = False


class InlineReader:
    """Reads the paragraphs of one part from first to last: fields and comments may reach over several."""

    def __init__(self, root: Any, styles: StyleBook) -> None:
        self._spots = {element: number for number, element in enumerate(root.iter(*TEXT_TAGS))}
        self._styles = styles
        self._fields: list[list[str]] = []  # [instruction, "instruction" or "result"] of the fields that are open
        self._open_comments: dict[str, None] = {}
        self._quoted: dict[str, str] = {}

    @property
    def quoted(self) -> dict[str, str]:
        """Comment → the text it is on, so far."""
        return self._quoted

    def read(self, paragraph: Any, style_id: str | None) -> Inline:
        """The contents of one ``w:p``."""
        self._stretches: list[Stretch] = []
        self._starts: dict[str, tuple[str, int]] = {}
        self._bookmarks: list[Bookmark] = []
        self._comments = dict(self._open_comments)
        self._count, self._length = 0, 0
        self._boxes: list[Any] = []
        self._style_id = style_id
        self._walk(paragraph, _Context())
        left = [Bookmark(name, start, self._length) for name, start in self._starts.values()]
        return Inline(
            tuple(self._stretches), (*self._bookmarks, *left), tuple(self._comments), self._count, tuple(self._boxes)
        )

    def _walk(self, element: Any, context: _Context) -> None:
        for child in element:
            tag = child.tag
            if tag in _PASSED:
                if tag == qn("w:instrText") and self._fields:
                    self._fields[-1][0] += child.text or ""
            elif tag in TEXT_TAGS or tag == _MATH_TEXT:
                self._add(child.text or "", context, self._spots.get(child, -1))
            elif tag in _CHANGES:
                self._walk(child, _changed(child, context))
            elif tag == qn("w:r"):
                self._walk(child, self._in_run(child, context))
            elif not self._mark(child, tag, context):
                self._walk_other(child, tag, context)

    def _walk_other(self, child: Any, tag: Any, context: _Context) -> None:
        if tag == _BOX:
            self._boxes.append(child)
        elif tag in _PICTURES:
            self._count += 1
        elif tag == qn("w:fldSimple"):
            self._fields.append([child.get(qn("w:instr")) or "", "result"])
            self._walk(child, context)
            self._fields.pop()
        elif isinstance(tag, str):
            self._walk(child, context)

    def _mark(self, child: Any, tag: Any, context: _Context) -> bool:
        """Deals with what is a point in the text; says whether it was one."""
        if tag in _FIXED:
            self._add(_FIXED[tag], context)
        elif tag == qn("w:br"):
            self._add("\n" if child.get(qn("w:type")) in (None, "textWrapping") else "", context)
        elif tag == qn("w:sym"):
            self._add(_symbol(child), context)
        elif tag == qn("w:fldChar"):
            self._field(child.get(qn("w:fldCharType")))
        elif tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
            self._bookmark(child, tag == qn("w:bookmarkStart"))
        elif tag in (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference")):
            self._comment(child, tag)
        else:
            return False
        return True

    def _in_run(self, run: Any, context: _Context) -> _Context:
        properties = run.find(qn("w:rPr"))
        style = value(properties, "w:rStyle") if properties is not None else None
        hidden = context.hidden or self._styles.switch("w:vanish", properties, style, self._style_id)
        return replace(context, hidden=hidden, bold=self._styles.switch("w:b", properties, style, self._style_id))

    def _add(self, text: str, context: _Context, spot: int = -1) -> None:
        if not text or any(state == "instruction" for _, state in self._fields):
            return
        field = self._fields[-1][0].strip() if self._fields else ""
        stretch = Stretch(text, spot, context.revision, context.hidden, context.bold, field, context.by)
        self._stretches.append(stretch)
        if stretch.printed:
            self._length += len(text)
            for comment in self._open_comments:
                self._quoted[comment] = self._quoted.get(comment, "") + text

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(["", "instruction"])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _bookmark(self, child: Any, starts: bool) -> None:
        mark = child.get(qn("w:id")) or ""
        if starts:
            self._starts[mark] = (child.get(qn("w:name")) or "", self._length)
        elif mark in self._starts:
            name, start = self._starts.pop(mark)
            self._bookmarks.append(Bookmark(name, start, self._length))

    def _comment(self, child: Any, tag: Any) -> None:
        mark = child.get(qn("w:id")) or ""
        self._comments[mark] = None
        if tag == qn("w:commentRangeStart"):
            self._open_comments[mark] = None
        elif tag == qn("w:commentRangeEnd"):
            self._open_comments.pop(mark, None)


def _changed(element: Any, context: _Context) -> _Context:
    """Within a tracked change. What one reviewer inserts and another deletes is on no page, whatever is accepted."""
    both = {context.revision, _CHANGES[element.tag]} == {Revision.INSERTED, Revision.DELETED}
    revision = Revision.DELETED if context.revision is Revision.DELETED else _CHANGES[element.tag]
    return replace(context, revision=revision, by=element.get(qn("w:author")) or "", hidden=context.hidden or both)


def _symbol(element: Any) -> str:
    """A character of a symbol font; those that only such a font has come as the replacement character."""
    try:
        code = int(element.get(qn("w:char")) or "", 16)
    except ValueError:
        return "\ufffd"
    return "\ufffd" if 0xE000 <= code <= 0xF8FF else chr(code)


def own_paragraphs(box: Any) -> Iterator[Any]:
    """The ``w:p`` of a text box in order, tables within it included, boxes within it left out."""
    for child in box:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag != _BOX and isinstance(child.tag, str):
            yield from own_paragraphs(child)
