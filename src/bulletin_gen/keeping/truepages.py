"""The true pages of a bulletin: LibreOffice's print of its .docx, a PDF and, where something draws it, pictures."""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.programs import run_program
from bulletin_gen.outputs import name_files, render
from bulletin_gen.pipeline import Survey
from bulletin_gen.render.pdf import find_libreoffice

#: Pixels for an inch of paper: a line of 3号 text is read without zooming.
_RESOLUTION = 110
_INCH = 72
_SECONDS = 120


class TruePages(Struct, frozen=True):
    """A printed bulletin: the name that its PDF is saved under, the PDF, and its pages as .png, none where nothing here
    can draw them."""

    name: str
    pdf: bytes
    pages: tuple[bytes, ...]


def can_print() -> bool:
    """Whether this PC has what prints a .docx as a PDF."""
    return bool(find_libreoffice())


def true_pages(survey: Survey, tell: Callable[[str], None] = lambda step: None) -> TruePages:
    """The pages of what a run would write. ``BulletinError`` where LibreOffice is missing or fails."""
    rules, period = survey.rules, survey.period
    tell("由 LibreOffice 排版")
    pdf = render(survey.bulletin, ("pdf",), rules.wording.letterhead if rules.wording else None)["pdf"]
    tell("画出各页")
    return TruePages(_name(survey, period), pdf, drawn_pages(pdf))


def _name(survey: Survey, period: Period) -> str:
    return next(iter(name_files(survey.rules.profile, period, {"pdf": b""}, Path()))).name


def drawn_pages(pdf: bytes) -> tuple[bytes, ...]:
    """Each page as a picture, drawn by pypdfium2 or pdftoppm; none where neither is there."""
    if all(map(importlib.util.find_spec, ("pypdfium2", "PIL"))):
        return _by_pdfium(pdf)
    program = shutil.which("pdftoppm")
    return _by_poppler(program, pdf) if program else ()


def _by_pdfium(pdf: bytes) -> tuple[bytes, ...]:
    import pypdfium2

    document, drawn = pypdfium2.PdfDocument(pdf), list[bytes]()
    try:
        for page in document:
            kept = io.BytesIO()
            page.render(scale=_RESOLUTION / _INCH).to_pil().save(kept, "png")
            drawn.append(kept.getvalue())
    finally:
        document.close()
    return tuple(drawn)


def _by_poppler(program: str, pdf: bytes) -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "pages.pdf")
        source.write_bytes(pdf)
        command = [program, "-png", "-r", str(_RESOLUTION), str(source), str(Path(folder, "page"))]
        try:
            run_program(command, _SECONDS)
        except (OSError, subprocess.SubprocessError):
            return ()  # the PDF itself is there
        return tuple(path.read_bytes() for path in sorted(Path(folder).glob("page*.png")))
