"""Offices' own Word files with a letterhead, made in LibreOffice in the manner of real ones, and their sentences."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from ruamel.yaml import YAML

from drafts.bulletins import EXAMPLES
from drafts.corpus.writer import edit_in_writer
from drafts.picture import red_square
from english import in_english

#: What each has: 1 header and footer with a picture; 2 text box and red rule; 3 a section on its side.
KINDS = (1, 2, 3)
HEAD, FACE = "平江县人民政府办公室文件", "楷体_GB2312"


def _set(paragraph: Any, text: str, size: float, face: str = FACE, *, red: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), face
    run.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    if red:
        run.font.color.rgb = RGBColor(255, 0, 0)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)


def draft(sentences: list[str], path: Path) -> None:
    """A bulletin as an office types it: its head, its title, the sentences, its date; in faces of its own."""
    document = docx.Document()
    _page(document)
    for text, size, red in ((HEAD, 36, True), ("关于{期间}热线办理情况的通报", 22, False)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set(line, text, size, "黑体", red=red)
    for text in sentences:
        line = document.add_paragraph()
        line.paragraph_format.first_line_indent = Pt(32)
        line.paragraph_format.line_spacing = Pt(28)
        _set(line, text, 16, "黑体" if text.startswith(("一、", "二、", "三、", "四、")) else FACE)
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _set(line, "{成文日期}　　", 16)
    document.save(str(path))


def county_with(folder: Path, kinds: tuple[int, ...] = KINDS, county: str = "pingjiang") -> dict[int, Path]:
    """Kind of letterhead → a copy of the county's folder whose sentences stand in it."""
    sentences = (EXAMPLES / county / "正文.txt").read_text(encoding="utf-8-sig").splitlines()
    sentences = [each for each in sentences if each.strip() and not each.startswith("〔说明")]
    letters = folder / "letters"
    letters.mkdir()
    for kind in kinds:
        draft(sentences, letters / f"{kind}.docx")
        (letters / f"{kind}.steps").write_text(f"letterhead\t{kind}\n", "utf-8")
    assert edit_in_writer(letters) == {}
    if 1 in kinds:
        document = docx.Document(str(letters / "1.docx"))
        document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(red_square()), Cm(1.5))
        document.save(str(letters / "1.docx"))
    return {kind: _county(folder / f"{county}-{kind}", letters / f"{kind}.docx", county) for kind in kinds}


def _county(target: Path, letter: Path, county: str) -> Path:
    in_english(Path(shutil.copytree(EXAMPLES / county, target)), county)
    (target / "正文.txt").unlink()
    shutil.copyfile(letter, target / "正文.docx")
    allow(target, "某路1号")
    return target


def allow(county: Path, *words: str) -> None:
    """Lists words with digits as the office's own in its rules."""
    yaml = YAML()
    rules = yaml.load((county / "profile.yaml").read_text(encoding="utf-8"))
    section = rules.setdefault("wording", {})
    section["own_numbers"] = [*section.get("own_numbers", []), *words]
    with (county / "profile.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(rules, file)
