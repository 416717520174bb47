"""Pages as they are printed: documents rendered by LibreOffice, measured with pdfplumber. Lengths are millimetres."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.faces import STAND_INS, stand_ins
from bulletin_gen.render.pdf import convert_folder, find_libreoffice
from bulletin_gen.tree import Bulletin

MM = 25.4 / 72


def why_not() -> str:
    """Why pages cannot be measured here, or ""."""
    if not find_libreoffice():
        return "LibreOffice is not installed"
    missing = [face for face in STAND_INS if face not in stand_ins()]
    return f"no installed type face can stand in for {'、'.join(missing)} (see .ci/fonts)" if missing else ""


def require() -> None:
    """Skip with the reason, or fail where rendered tests are demanded."""
    reason = why_not()
    if reason and os.environ.get("BULLETIN_GEN_REQUIRE_RENDERED"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def render(bulletins: Mapping[str, Bulletin], folder: Path) -> dict[str, Document]:
    """Every bulletin's pages, all rendered in one run of LibreOffice."""
    return render_documents({name: write_docx(bulletin) for name, bulletin in bulletins.items()}, folder)


def render_documents(documents: Mapping[str, bytes], folder: Path) -> dict[str, Document]:
    """Every .docx file's pages, all rendered in one run of LibreOffice."""
    require()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
    convert_folder(folder, seconds=300)
    return {name: Document.read(folder / f"{name}.pdf") for name in documents}


@dataclass(frozen=True)
class Line:
    """One line of text of a page: its characters, base line and edges."""

    text: str
    base: float
    x0: float
    x1: float
    size: float
    font: str


@dataclass(frozen=True)
class Rule:
    """A horizontal rule."""

    y: float
    x0: float
    x1: float
    color: Any


@dataclass(frozen=True)
class Page:
    """One page: characters and rules as pdfplumber gives them."""

    number: int
    width: float
    height: float
    chars: tuple[dict[str, Any], ...]
    shapes: tuple[dict[str, Any], ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The upright lines of the page from top to bottom."""
        return tuple(_lines(self))

    @cached_property
    def body(self) -> tuple[Line, ...]:
        """Lines above the page number."""
        return tuple(line for line in self.lines if not is_page_number(line.text))

    @cached_property
    def number_line(self) -> Line | None:
        """The line of the page number."""
        return next((line for line in self.lines if is_page_number(line.text)), None)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Horizontal rules at least 50 mm long."""
        return tuple(_rules(self))

    def first_column(self) -> Iterator[str]:
        """What stands in each cell of the first column of the table that reaches furthest left, from the top; cells
        that reach over several columns are left out."""
        upright = [shape for shape in self.shapes if _is_thin(shape, across=False)]
        left, right, *_ = *sorted({round(shape["x0"]) for shape in upright}), 0, 0
        level = {
            round(shape["top"])
            for shape in self.shapes
            if _is_thin(shape, across=True) and shape["x0"] < left + 2 and shape["x1"] > right - 2
        }
        for top, bottom in pairwise(sorted(level)):
            middle = (top + bottom) / 2
            if any(abs(s["x0"] - right) < 2 and s["top"] < middle < s["bottom"] for s in upright):
                yield "".join(
                    char["text"]
                    for char in sorted(self.chars, key=lambda each: (round(each["top"]), each["x0"]))
                    if left < char["x0"]
                    and char["x1"] < right + 1
                    and top < (char["top"] + char["bottom"]) / 2 < bottom
                )

    def find(self, text: str) -> Line | None:
        """The first line that contains ``text``."""
        return next((line for line in self.lines if text in line.text), None)


@dataclass(frozen=True)
class Document:
    """A rendered document."""

    path: Path
    pages: tuple[Page, ...]

    @classmethod
    def read(cls, path: Path) -> Document:
        """The pages of a PDF."""
        with pdfplumber.open(path) as pdf:
            return cls(path, tuple(_page(page, number) for number, page in enumerate(pdf.pages, 1)))

    def page_of(self, text: str) -> Page:
        """The first page with a line that contains ``text``."""
        return next(page for page in self.pages if page.find(text))


def _is_thin(shape: Mapping[str, Any], *, across: bool) -> bool:
    wide, high = shape["x1"] - shape["x0"], shape["bottom"] - shape["top"]
    return bool((wide > 8 and high < 2) if across else (high > 8 and wide < 2))


def is_page_number(text: str) -> bool:
    """Whether a line is a page number between dashes."""
    inner = text.replace(" ", "")
    return inner[:1] == "—" == inner[-1:] and inner[1:-1].isdigit()


def _page(page: Any, number: int) -> Page:
    shapes = (*page.lines, *page.rects, *page.curves)
    return Page(number, page.width * MM, page.height * MM, tuple(page.chars), shapes)


def base_of(char: Mapping[str, Any], page: Page) -> float:
    """The base line of a character from the top of the page."""
    return (page.height / MM - char["matrix"][5]) * MM


def _lines(page: Page) -> Iterator[Line]:
    rows: list[tuple[float, list[dict[str, Any]]]] = []
    upright = [char for char in page.chars if char["upright"] and char["text"].strip()]
    for char in sorted(upright, key=lambda each: (base_of(each, page), each["x0"])):
        base = base_of(char, page)
        if not rows or base - rows[-1][0] > 1.0:
            rows.append((base, []))
        rows[-1][1].append(char)
    for base, row in rows:
        row.sort(key=lambda each: each["x0"])
        text = "".join(char["text"] for char in row)
        yield Line(text, base, row[0]["x0"] * MM, row[-1]["x1"] * MM, row[0]["size"], row[0]["fontname"])


def _rules(page: Page) -> Iterator[Rule]:
    for shape in page.shapes:
        if shape["x1"] - shape["x0"] > 50 / MM and shape["bottom"] - shape["top"] < 2:
            color = shape.get("non_stroking_color") if shape.get("fill") else shape.get("stroking_color")
            yield Rule((shape["top"] + shape["bottom"]) / 2 * MM, shape["x0"] * MM, shape["x1"] * MM, color)


def _ink(document: Document, page: Page, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """What is black inside ``box`` (left, top, right, bottom): its own box."""
    with pdfplumber.open(document.path) as pdf:
        image = pdf.pages[page.number - 1].to_image(resolution=300).original.convert("L")
    scale = 300 / 25.4
    part = image.crop(tuple(round(edge * scale) for edge in box)).point(lambda value: 255 if value < 128 else 0)
    found = part.getbbox()
    assert found, "no ink there"
    left, top, right, bottom = (edge / scale for edge in found)
    return box[0] + left, box[1] + top, box[0] + right, box[1] + bottom


def ink_middle(document: Document, page: Page, box: tuple[float, float, float, float]) -> float:
    """Middle height of the ink inside a box."""
    _, top, _, bottom = _ink(document, page, box)
    return (top + bottom) / 2


def ink_middle_x(document: Document, page: Page, box: tuple[float, float, float, float]) -> float:
    """Middle, from the left, of the ink inside a box."""
    left, _, right, _ = _ink(document, page, box)
    return (left + right) / 2
