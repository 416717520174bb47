"""PDF through LibreOffice, and what a clerk is told where there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from msgspec.structs import replace

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.render import faces, pdf
from bulletin_gen.render.docx import write_docx
from bulletin_gen.render.layout import FACES
from bulletin_gen.tree import Annex, Cell, Table, text
from render import pages, samples


def written(folder: Path) -> Path:
    docx = folder / "平江县 通报（第9期）.docx"
    docx.write_bytes(write_docx(samples.operation()))
    return docx


def told(error: pytest.ExceptionInfo[BulletinError]) -> str:
    return "\n".join(map(str, error.value.issues))


def test_without_libreoffice_the_clerk_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "")
    with pytest.raises(BulletinError) as error:
        pdf.convert_pdf(written(tmp_path), tmp_path / "通报.pdf")
    assert "没有安装LibreOffice" in told(error)
    assert "另存为PDF" in told(error)
    assert not (tmp_path / "通报.pdf").exists()


def test_a_hanging_libreoffice_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(command: list[str], **options: Any) -> None:
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(pdf, "fontconfig", lambda: "")
    monkeypatch.setattr(pdf, "thin_face", lambda: "")
    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(BulletinError) as error:
        pdf.convert_pdf(written(tmp_path), tmp_path / "通报.pdf", seconds=7)
    assert "超过7秒" in told(error)


def test_a_libreoffice_that_writes_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(pdf, "fontconfig", lambda: "")
    monkeypatch.setattr(pdf, "thin_face", lambda: "")
    monkeypatch.setattr(subprocess, "run", lambda *said, **_: subprocess.CompletedProcess(said, 0, b""))
    with pytest.raises(BulletinError) as error:
        pdf.convert_pdf(written(tmp_path), tmp_path / "通报.pdf")
    assert "没有写出PDF" in told(error)


@pytest.mark.rendered
def test_a_document_becomes_a_pdf_of_the_same_pages(tmp_path: Path) -> None:
    pages.require()
    out = tmp_path / "通报.pdf"
    pdf.convert_pdf(written(tmp_path), out)
    document = pages.Document.read(out)
    assert len(document.pages) > 3
    assert document.pages[0].find("便民热线运行情况的通报")


@pytest.mark.rendered
def test_rare_characters_print_and_broken_ones_do_not_break_the_page(tmp_path: Path) -> None:
    names = ("𠅤家庄", "㐂村", "\ue5e5家村", "坏\x07字", "缺\ud842字", "全角－１２３", "“引号”—…")
    table = Table(text("名单"), 1, (samples.row("村名"),), tuple((Cell(text(name)),) for name in names))
    bulletin = replace(samples.notice(annexes=0), annexes=(Annex("附件", text("名单"), (table,)),))
    document = pages.render({"rare": bulletin}, tmp_path)["rare"]
    words = "".join(line.text for page in document.pages for line in page.lines)
    for seen in ("家庄", "㐂村", "家村", "坏字", "缺", "全角－１２３", "“引号”—…"):
        assert seen in words


def test_stand_ins_are_handed_over_as_a_fontconfig_file() -> None:
    config = faces.fontconfig()
    assert config == "" or config.count("<match") == len(faces.stand_ins(last_resort=True))
    assert set(faces.stand_ins()) <= set(faces.STAND_INS)


@pytest.mark.rendered
def test_titles_are_heavy_where_a_thin_face_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.require()
    inked = {}
    for face in ("", FACES.title):
        monkeypatch.setattr(pdf, "thin_face", lambda face=face: face)
        source, target = tmp_path / "a.docx", tmp_path / f"a{len(face)}.pdf"
        source.write_bytes(write_docx(samples.operation()))
        pdf.convert_pdf(source, target)
        with pdfplumber.open(target) as document:
            first = document.pages[0]
            line = first.search("便民热线运行情况的通报")[0]
            box = (line["x0"], line["top"], line["x1"], line["bottom"])
            image = first.crop(box).to_image(resolution=150).original.convert("L")
            inked[face] = sum(image.histogram()[:128])
            texts = [page.extract_text() for page in document.pages]
        assert inked.setdefault("texts", texts) == texts  # the same pages, line by line
    assert inked[FACES.title] > 1.15 * inked[""]


def test_a_face_as_heavy_as_the_own_one_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for names, wanted in (({FACES.title}, ""), ({"Noto Serif CJK SC Black"}, ""), ({"FandolSong"}, FACES.title)):
        monkeypatch.setattr(faces, "installed", lambda names=names: frozenset(names))
        assert faces.thin_face() == wanted
    monkeypatch.setattr(faces, "installed", frozenset)
    assert faces.thin_face() == ""
