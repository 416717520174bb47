"""The examples as pages: nothing lost on the way to paper, the faces of official documents, no page too many."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bulletin_gen.pipeline import Options, generate
from render.pages import Document, Page, render_documents, stand_ins

pytestmark = pytest.mark.rendered

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = sorted(path.parent.name for path in EXAMPLES.glob("*/profile.yaml"))

#: Pages each example fills in the official layout: body and annexes.
PAGES = {"pingjiang": 7, "junan": 6}

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = tmp_path_factory.mktemp("examples")
    documents = {}
    for county in COUNTIES:
        result = generate(EXAMPLES / county, None, folder / county, Options(record=False))
        documents[county] = next(path for path in result.files if path.suffix == ".docx").read_bytes()
    return documents


@pytest.fixture(scope="module")
def rendered(written: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Document]:
    return render_documents(written, tmp_path_factory.mktemp("pages"))


def _characters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def _page_text(page: Page) -> str:
    upright = "".join(line.text for line in page.body)
    turned = "".join(char["text"] for char in page.chars if not char["upright"])
    return upright + re.sub(r"—\d+—", "", re.sub(r"\s", "", turned))


@pytest.mark.parametrize("county", COUNTIES)
def test_no_text_is_lost(written: Mapping[str, bytes], rendered: Mapping[str, Document], county: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written[county])) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    document = _characters("".join(each.text or "" for each in root.iter(f"{_WORD}t")))
    printed = _characters("".join(_page_text(page) for page in rendered[county].pages))
    # Repeated head rows print more than is written; nothing may be printed less.
    assert not document - printed


@pytest.mark.parametrize("county", COUNTIES)
def test_only_the_faces_of_official_documents_are_used(rendered: Mapping[str, Document], county: str) -> None:
    allowed = {_root(name) for name in stand_ins().values()}
    pages = rendered[county].pages
    used = {_root(char["fontname"]) for page in pages for char in page.chars if char["text"].strip()}
    assert used <= allowed


def _root(face: str) -> str:
    """Enough of a face's name to tell families apart: PDF adds a subset tag, weight and variant to it."""
    return re.sub(r"[^a-z]", "", face.partition("+")[2].lower() or face.lower())[:8]


@pytest.mark.parametrize("county", sorted(PAGES))
def test_the_number_of_pages(rendered: Mapping[str, Document], county: str) -> None:
    assert len(rendered[county].pages) == PAGES[county]


@pytest.mark.parametrize("county", COUNTIES)
def test_page_one_shows_body_text_and_every_page_shows_something(rendered: Mapping[str, Document], county: str) -> None:
    pages = rendered[county].pages
    assert len(pages[0].body) >= 6
    assert all(len(page.chars) > 20 for page in pages)
