"""The office's sections: how much room a table has on their pages, and pages more in the same manner."""

from __future__ import annotations

import copy
from typing import Any

from docx.oxml.ns import qn
from msgspec.structs import replace

from bulletin_gen.render.layout import LANDSCAPE, LAYOUTS, Layout
from bulletin_gen.tree import PageLayout

_SIDES = ("top", "right", "bottom", "left")


def layout_at(element: Any, named: PageLayout) -> Layout:
    """The page on which a block of the body stands."""
    while element.getparent().tag != qn("w:body"):
        element = element.getparent()
    for each in (element, *element.itersiblings()):
        section = each if each.tag == qn("w:sectPr") else each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            return layout_of(section, named)
    return LAYOUTS[named]


def layout_of(section: Any, named: PageLayout) -> Layout:
    """The page that a section is set up for; what it does not say is as in the layout named."""
    known = LAYOUTS[named]
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    found: dict[str, int] = {}
    if size is not None:
        found |= {"page_width": int(size.get(qn("w:w"))), "page_height": int(size.get(qn("w:h")))}
    if margins is not None:
        found |= {side: abs(int(float(margins.get(qn(f"w:{side}"), 0)))) for side in _SIDES}
    return replace(known, **found)


def is_wide(layout: Layout) -> bool:
    """Whether its pages lie on their side."""
    return layout.page_width > layout.page_height


def next_section(section: Any, *, turned: bool) -> Any:
    """A section more in the manner of the office's last one, on a new page; ``turned``: on its side."""
    made = copy.deepcopy(section)
    for name in ("w:type", "w:titlePg"):
        for each in made.findall(qn(name)):
            made.remove(each)
    if (numbers := made.find(qn("w:pgNumType"))) is not None:
        numbers.attrib.pop(qn("w:start"), None)
    size, margins = made.find(qn("w:pgSz")), made.find(qn("w:pgMar"))
    if turned and size is not None:
        wide, high = size.get(qn("w:h")), size.get(qn("w:w"))
        for name, found in (("w:w", wide), ("w:h", high), ("w:orient", "landscape")):
            size.set(qn(name), found)
        if margins is not None:
            for side in _SIDES:
                margins.set(qn(f"w:{side}"), str(getattr(LANDSCAPE, side)))
    return made
