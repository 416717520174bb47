"""County folders of tests that are written as a clerk would write them, and what their bulletins print."""

from __future__ import annotations

import shutil
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook

from bulletin_gen.pipeline import Options, generate

_DECISIONS = ["类型", "工单编号", "单位", "分值", "等级", "理由", "决定人", "决定日期"]


def copied(source: Path, target: Path) -> Path:
    """A county's folder with an empty sheet of decisions in each period that has none."""
    county = target / source.name
    shutil.copytree(source, county)
    for period in (path for path in county.iterdir() if path.is_dir() and path.name[0].isdigit()):
        if not (period / "adjustments.xlsx").exists():
            book = Workbook()
            assert book.active is not None
            book.active.append(_DECISIONS)
            book.save(period / "adjustments.xlsx")
    return county


def printed(path: Path) -> str:
    """All that a reader sees: paragraphs, and each row of a table as its cells with blanks between."""
    lines = []
    for element in Document(str(path)).element.body.iter(qn("w:p"), qn("w:tr")):
        if element.tag == qn("w:p"):
            lines.append("".join(text.text or "" for text in element.iter(qn("w:t"))))
        else:
            cells = element.iter(qn("w:tc"))
            lines.append(" ".join("".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in cells))
    return "\n".join(lines)


def bulletin(county: Path, period: str | None, out: Path) -> str:
    """What the county's bulletin of that period prints; its facts are recorded for the periods after it."""
    result = generate(county, period, out, Options(record=True))
    return printed(next(path for path in result.files if path.suffix == ".docx"))
