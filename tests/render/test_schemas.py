"""Documents, workbooks and forms with charts are valid by the schemas of Office Open XML (ISO/IEC 29500).

The schemas are those of Microsoft's Open XML SDK, as the package openxml-audit carries them: which elements, in which
order, how often, with which attributes and values, of every part.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from bulletin_gen.render.books.xlsx import write_xlsx
from bulletin_gen.render.docx import write_docx
from render import drawn, samples
from render.test_chart_counties import COUNTIES, _bulletin

VALIDATOR = OpenXmlValidator()
BULLETIN = drawn.bulletin()
#: Said of every .docx without a theme, though no schema asks for one.
_NO_SCHEMA = ("theme' is missing",)


def slips(content: bytes, name: str, folder: Path) -> list[str]:
    """What the validator says of a file, and of the workbooks inside of it."""
    path = folder / name
    path.write_bytes(content)
    found = [f"{name}: {each}" for each in VALIDATOR.validate(path).errors]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for inside in package.namelist():
            if inside.endswith(".xlsx"):
                found += slips(package.read(inside), Path(inside).name, folder)
    return [each for each in found if not any(words in each for words in _NO_SCHEMA)]


def test_every_form_of_chart_is_valid(tmp_path: Path) -> None:
    assert slips(write_docx(BULLETIN), "charts.docx", tmp_path) == []
    assert slips(write_xlsx(BULLETIN), "charts.xlsx", tmp_path) == []


@pytest.mark.parametrize("county", COUNTIES)
def test_every_form_with_every_kind_of_rows_is_valid(county: str, tmp_path: Path) -> None:
    bulletin = _bulletin(county)
    assert slips(write_docx(bulletin), f"{county}.docx", tmp_path) == []
    assert slips(write_xlsx(bulletin), f"{county}.xlsx", tmp_path) == []


@pytest.mark.parametrize("name", samples.ALL)
def test_documents_without_charts_are_valid(name: str, tmp_path: Path) -> None:
    assert slips(write_docx(samples.ALL[name]()), "sample.docx", tmp_path) == []


def _swapped(text: str) -> str:
    return re.sub("(<c:cat>.*?</c:cat>)(<c:val>.*?</c:val>)", r"\2\1", text, count=1, flags=re.DOTALL)


@pytest.mark.parametrize(
    "change",
    [
        _swapped,
        lambda text: text.replace('<c:barDir val="col"/>', "", 1),
        lambda text: text.replace('<c:barDir val="col"/>', '<c:barDir val="up"/>', 1),
        lambda text: text.replace('<c:gapWidth val="60"/>', '<c:gapWidth val="9999"/>', 1),
        lambda text: text.replace("<c:plotVisOnly", '<c:dispBlanksAs val="gap"/><c:plotVisOnly', 1),
        lambda text: text.replace("<c:idx ", "<c:index ", 1),
        lambda text: text.replace('<c:showVal val="1"/>', '<c:showVal val="maybe"/>', 1),
    ],
)
def test_a_slip_in_a_chart_is_told(change: Callable[[str], str], tmp_path: Path) -> None:
    """The validator is awake: what breaks a schema is told, in the document and in the workbook."""
    files = {"a.docx": ("word", write_docx(BULLETIN)), "a.xlsx": ("xl", write_xlsx(BULLETIN))}
    for name, (folder, content) in files.items():
        part = f"{folder}/charts/chart1.xml"
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as changed:
            for each in source.namelist():
                text = source.read(each)
                wrong = change(text.decode()).encode() if each == part else text
                assert each != part or wrong != text
                changed.writestr(each, wrong)
        assert any("chart1.xml" in each for each in slips(target.getvalue(), name, tmp_path)), name
