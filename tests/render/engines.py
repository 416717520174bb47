"""Pages by a second layout engine (ONLYOFFICE's, in the package document-builder), to hold against LibreOffice's."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

from bulletin_gen.render.faces import stand_ins
from bulletin_gen.render.pdf import convert_folder
from render import pages

_CONVERT = """
import sys
import docbuilder
builder = docbuilder.CDocBuilder()
for path in sys.argv[1:]:
    if builder.OpenFile(path, "") or builder.SaveFile("pdf", path + ".second.pdf"):
        sys.exit("not converted: " + path)
    builder.CloseFile()
"""


def why_not() -> str:
    """Why a document cannot be laid out by both engines here, or ""."""
    if importlib.util.find_spec("docbuilder") is None:
        return "document-builder is not installed (group engines of pyproject.toml)"
    if shutil.which("pdftotext") is None:
        return "pdftotext is not installed"
    return pages.why_not()


def by_both(documents: Mapping[str, bytes], folder: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words of each page that has any, of every .docx file, by LibreOffice and by ONLYOFFICE."""
    _require()
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{number}.docx" for number, name in enumerate(documents)}
    for name, path in paths.items():
        path.write_bytes(documents[name])
    convert_folder(folder, seconds=300)
    second = {name: path.with_suffix(".second") for name, path in paths.items()}
    printed = _by_onlyoffice({second[name]: document for name, document in documents.items()})
    return {name: (_words(path.with_suffix(".pdf")), _words(printed[second[name]])) for name, path in paths.items()}


class PlacedWord(NamedTuple):
    """A word of a page and where it begins, in points from the page's upper left corner."""

    text: str
    left: float
    top: float


def words_in_onlyoffice(documents: Mapping[str, bytes], folder: Path) -> dict[str, list[list[PlacedWord]]]:
    """The words of each page of every .docx file as ONLYOFFICE lays it out, with their places."""
    _require()
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{number}.second" for number, name in enumerate(documents)}
    printed = _by_onlyoffice({paths[name]: document for name, document in documents.items()})
    return {name: _placed_words(printed[path]) for name, path in paths.items()}


def _require() -> None:
    reason = why_not()
    if reason and os.environ.get("BULLETIN_GEN_REQUIRE_ENGINES"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def _by_onlyoffice(documents: Mapping[Path, bytes]) -> dict[Path, Path]:
    """Each document printed; path that it is put at → its PDF."""
    for path, document in documents.items():
        path.write_bytes(in_installed_faces(document))
    subprocess.run([sys.executable, "-c", _CONVERT, *map(str, documents)], check=True, timeout=600, capture_output=True)
    return {path: path.with_name(f"{path.name}.second.pdf") for path in documents}


def _placed_words(pdf: Path) -> list[list[PlacedWord]]:
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8")
    pages = etree.fromstring(done.stdout.encode()).iter("{http://www.w3.org/1999/xhtml}page")
    return [
        [PlacedWord(str(word.text), float(word.get("xMin", "0")), float(word.get("yMin", "0"))) for word in page]
        for page in pages
    ]


def in_installed_faces(document: bytes) -> bytes:
    """A .docx that names the faces which stand in for its own: ONLYOFFICE does not ask fontconfig, and takes for 仿宋
    a face whose digits are wider than half a square, which breaks lines where nobody's Word does."""
    faces = {f'"{face}"'.encode(): f'"{name}"'.encode() for face, name in stand_ins(last_resort=True).items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts.namelist():
            content = parts.read(part)
            for face, name in faces.items():
                content = content.replace(face, name)
            written.writestr(part, content)
    return made.getvalue()


def _words(pdf: Path) -> tuple[str, ...]:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8")
    # ONLYOFFICE leaves out the blank page before an even one.
    return tuple(" ".join(page.split()) for page in done.stdout.split("\f") if page.strip())
