"""The same bulletin in every format brings the same findings; what cannot be read says so in one line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import docx
import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.proof.examine import Examination, examine
from bulletin_gen.proof.reading.files import read_publication
from bulletin_gen.render.pdf import find_libreoffice

PARAGRAPHS = (
    "某某县12345热线3月份情况通报",
    "一、基本情况",
    "3月份，全县共受理群众诉求2000件，环比上升25.00%，其中咨询类600件，占30.00%；求助类1000件，占50.00%；投诉类400件，占21.00%。"
    "应办结1500件，按期办结1470件，按期办结率98.00%，比上月提高1.20%。",
    "三、工作要求",
    "各单位要按期办结，不得超期。",
)
ROWS = (
    ("单位", "应办数", "按期办结数", "按期办结率"),
    ("甲局", "40", "39", "97.50%"),
    ("乙局", "30", "27", "90.00%"),
    ("丙局", "25", "24", "96.00%"),
    ("丁局", "16", "12", "75.00%"),
    ("戊局", "8", "7", "87.50%"),
    ("己局", "50", "49", "98.00%"),
    ("庚局", "60", "57", "95.00%"),
    ("合计", "229", "215", "93.98%"),
)
FOUND = [
    ("numbering", "三、"),
    ("pp_unit", "1.20%"),
    ("rate", "93.98%"),
    ("share", "21.00%"),
]


def _docx(folder: Path) -> Path:
    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    table = document.add_table(len(ROWS), len(ROWS[0]), style="Table Grid")
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("（完）")  # a .doc cannot end with a table
    path = folder / "通报.docx"
    document.save(str(path))
    return path


def _text(folder: Path) -> Path:
    path = folder / "通报.txt"
    path.write_text("\n".join([*PARAGRAPHS, *(" | ".join(row) for row in ROWS)]), encoding="utf-8")
    return path


def _html(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    body = "".join(f"<p>{text}</p>\n" for text in PARAGRAPHS)
    path = folder / "通报.html"
    page = f"<html><head><title>别的</title><style>p{{}}</style></head><body>{body}<table>{rows}</table></body></html>"
    path.write_text(page, encoding="utf-8")
    return path


def _kinds(examination: Examination) -> list[tuple[str, str]]:
    return sorted((each.kind, "".join(each.printed.split())) for each in examination.objections)


@pytest.mark.parametrize("make", [_docx, _text, _html], ids=["docx", "txt", "html"])
def test_each_format_brings_the_same(make: object, tmp_path: Path) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    assert _kinds(examine(read_publication(path))) == FOUND


@pytest.mark.rendered
@pytest.mark.skipif(
    not find_libreoffice() and "BULLETIN_GEN_REQUIRE_RENDERED" not in os.environ, reason="LibreOffice is not installed"
)
@pytest.mark.parametrize("ending", ["pdf", "doc", "odt", "rtf"])
def test_formats_that_libreoffice_writes(ending: str, tmp_path: Path) -> None:
    source = _docx(tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        find_libreoffice(),
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert _kinds(examine(read_publication(source.with_suffix(f".{ending}")))) == FOUND


#: Numbers that find no room at the end of a line leave it short; no paragraph is set in.
RAGGED = (
    "11月份，12345政务服务便民热线共受理群众各类诉求284406件。其中，甲类诉求124599件，占63.72%；乙类诉求56672件，占28.98%；丙类诉求1983件，占1.01%；"
    "丁类诉求1182件，占0.6%；戊类890件，占0.46%；己类415件，占0.21%；其它类诉求9791件，占5.01%。11月份，群众来电总体接通率100%，直接办结率85.86%。"
)


@pytest.mark.rendered
@pytest.mark.skipif(
    not find_libreoffice() and "BULLETIN_GEN_REQUIRE_RENDERED" not in os.environ, reason="LibreOffice is not installed"
)
def test_ragged_lines_of_a_pdf_are_one_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].font.size = docx.shared.Pt(16)
    document.add_paragraph(RAGGED)
    document.save(str(tmp_path / "通报.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [find_libreoffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "通报.docx")], check=True, capture_output=True, timeout=120)
    passages = read_publication(tmp_path / "通报.pdf").passages
    assert ["".join(each.text.split()) for each in passages] == [RAGGED]


def test_a_workbook_is_its_tables(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "附表.xlsx")
    assert _kinds(examine(read_publication(tmp_path / "附表.xlsx"))) == [("rate", "93.98%")]


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".xlsx", ".doc", ".xls"])
def test_broken_files_are_told_in_one_line(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"坏{ending}"
    path.write_bytes(b"PK\x03\x04 not whole \xff\x00" * 20)
    try:
        read_publication(path)
    except BulletinError as reason:
        assert len(reason.issues) == 1
        assert reason.issues[0].advice
    else:  # LibreOffice makes of anything a text: nothing in it is a finding
        assert ending == ".doc"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(70_000_000)
    with pytest.raises(BulletinError, match="太大"):
        read_publication(path)
