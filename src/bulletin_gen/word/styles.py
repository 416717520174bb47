"""What the styles of a Word file say of a paragraph: heading level, list, hidden, bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from bulletin_gen.leaves.frugal import late

if TYPE_CHECKING:
    from docx.document import Document

_HEADING = late(r"(?:heading|标题|toc heading)\s*([1-9])", re.IGNORECASE)
_TITLE = late(r"title|标题|文档标题", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_BODY_LEVEL = 9


def switched_on(properties: Any, name: str) -> bool | None:
    """Whether a switch such as ``w:vanish`` is on in these properties; none where they do not say."""
    found = properties.find(qn(name)) if properties is not None else None
    return None if found is None else found.get(qn("w:val")) not in _OFF


def value(parent: Any, path: str) -> str | None:
    """The ``w:val`` of the element at ``path`` (``w:numPr/w:ilvl``) below ``parent``, if it is there."""
    found = parent
    for name in path.split("/"):
        found = found.find(qn(name)) if found is not None else None
    return None if found is None else found.get(qn("w:val"))


class StyleBook:
    """The styles of one file, each read with what it is based on."""

    def __init__(self, document: Document) -> None:
        styles = document.part.styles.element
        self._by_id = {each.get(qn("w:styleId")): each for each in styles.findall(qn("w:style"))}
        defaults = (each for each in self._by_id.values() if each.get(qn("w:default")) in ("1", "true", "on"))
        self._default = next(
            (each.get(qn("w:styleId")) for each in defaults if each.get(qn("w:type")) == "paragraph"), None
        )

    def chain(self, style_id: str | None) -> Iterator[Any]:
        """The style and what it is based on, nearest first; a circle of styles ends where it closes."""
        wanted, seen = style_id or self._default, set[str | None]()
        while wanted in self._by_id and wanted not in seen:
            seen.add(wanted)
            yield self._by_id[wanted]
            wanted = value(self._by_id[wanted], "w:basedOn")

    def name(self, style_id: str | None) -> str:
        """The name of the style that a paragraph of this ``w:pStyle`` has."""
        found = next(self.chain(style_id), None)
        return (value(found, "w:name") or "") if found is not None else ""

    def level(self, style_id: str | None, properties: Any) -> int | None:
        """The level of heading that a paragraph's own outline level or its style gives; 0 for a title."""
        own = value(properties, "w:outlineLvl") if properties is not None else None
        if own is not None and own.isdigit():
            return int(own) + 1 if int(own) < _BODY_LEVEL else None
        for style in self.chain(style_id):
            name = value(style, "w:name") or ""
            if found := _HEADING.fullmatch(name.strip()):
                return int(found[1])
            if _TITLE.fullmatch(name.strip()):
                return 0
            outline = value(style, "w:pPr/w:outlineLvl")
            if outline is not None and outline.isdigit():
                return int(outline) + 1 if int(outline) < _BODY_LEVEL else None
        return None

    def switch(self, name: str, properties: Any, run_style: str | None, style_id: str | None) -> bool:
        """Whether a run's own properties, its character style or its paragraph's style switch ``name`` on."""
        own = switched_on(properties, name)
        if own is not None:
            return own
        styles = [*(self.chain(run_style) if run_style else ()), *self.chain(style_id)]
        said = (switched_on(style.find(qn("w:rPr")), name) for style in styles)
        return next((each for each in said if each is not None), False)

    def list_of(self, style_id: str | None, properties: Any) -> tuple[str, int] | None:
        """The number of the list and the level from 0 that a paragraph, or its style, belongs to."""
        sources = [properties, *(style.find(qn("w:pPr")) for style in self.chain(style_id))]
        number = next((found for each in sources if (found := value(each, "w:numPr/w:numId")) is not None), None)
        level = next((found for each in sources if (found := value(each, "w:numPr/w:ilvl")) is not None), "0")
        return None if number in (None, "0") else (str(number), int(level) if level.isdigit() else 0)
