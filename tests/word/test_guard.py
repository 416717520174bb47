"""What is no Word file, or none that can be read, is named in plain words with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.word import guard, open_word, read_word
from word.made import packed, paragraph, run, saved, with_parts, word

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def told(path: Path) -> str:
    with pytest.raises(BulletinError) as caught:
        read_word(path)
    return str(caught.value)


def sound(folder: Path) -> Path:
    return saved(word(paragraph(run("受理1263件。"))), folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"), (_OLE, "旧式文档（.doc、.wps）"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "文档有密码"),
        (b"{\\rtf1\\ansi", "RTF 文档"), (b"%PDF-1.7", "PDF 文件"), (b"\xef\xbb\xbf<HTML><body>", "网页"),
        ("正文".encode("gbk"), "不能识别的内容"), (b"PK\x03\x04" + bytes(50), "文档已损坏"),
    ],
)  # fmt: skip
def test_other_contents_are_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "稿件.docx"
    path.write_bytes(content)
    message = told(path)
    assert said in message and "处理：" in message and "稿件.docx" in message


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/workbook.xml", "Excel 表格"),
        ("ppt/presentation.xml", "演示文稿"),
        ("content.xml", "ODF"),
        ("甲.txt", "压缩包"),
    ],
)
def test_other_packages_are_named(tmp_path: Path, part: str, said: str) -> None:
    assert said in told(packed(tmp_path / "稿件.docx", [(part, b"<a/>")]))


def test_a_lock_file_is_told_from_the_document(tmp_path: Path) -> None:
    path = tmp_path / "~$稿件.docx"
    path.write_bytes(bytes(162))
    assert "打开文档时产生的临时文件" in told(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "文件不存在" in told(tmp_path / "没有.docx")
    (tmp_path / "夹.docx").mkdir()
    assert "这是文件夹" in told(tmp_path / "夹.docx")


@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
def test_a_file_cut_short_is_broken(tmp_path: Path, share: float) -> None:
    path = sound(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    assert "文档已损坏" in told(path)


def test_a_flipped_byte_is_broken(tmp_path: Path) -> None:
    path = sound(tmp_path)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as package:
        at = package.getinfo("word/document.xml").header_offset + 60
    raw[at] ^= 0xFF
    path.write_bytes(bytes(raw))
    assert "文档已损坏" in told(path)


def test_xml_that_is_cut_short_is_broken(tmp_path: Path) -> None:
    def cut(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = parts["word/document.xml"][:-30]

    assert "XML 不完整" in told(with_parts(sound(tmp_path), cut))


def test_a_missing_main_part_is_named(tmp_path: Path) -> None:
    def drop(parts: dict[str, bytes]) -> None:
        del parts["_rels/.rels"]

    assert "格式读不了" in told(with_parts(sound(tmp_path), drop))


def test_a_document_with_macros_is_named(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(main, macro)

    assert "不是普通的 Word 文档" in told(with_parts(sound(tmp_path), change))


def test_what_swells_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swell(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] += b" " * 70_000_000

    assert "文件太大" in told(with_parts(sound(tmp_path), swell))
    monkeypatch.setattr(guard, "_LARGEST_FILE", 100)
    assert "文件太大" in told(sound(tmp_path))


def test_entities_do_not_swell(tmp_path: Path) -> None:
    def bomb(parts: dict[str, bytes]) -> None:
        text = parts["word/document.xml"].decode()
        head, rest = text.split("?>", 1)
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        parts["word/document.xml"] = f'{head}?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{levels}]>{rest}'.replace(
            "受理", "&a9;"
        ).encode()

    path = with_parts(sound(tmp_path), bomb)
    try:
        assert len(read_word(path).body) == 1
    except BulletinError as refused:
        assert "稿件.docx" in str(refused)


def test_an_open_document_can_be_saved_again(tmp_path: Path) -> None:
    document = open_word(sound(tmp_path))
    document.save(str(tmp_path / "另.docx"))
    assert docx.Document(str(tmp_path / "另.docx")).paragraphs[0].text == "受理1263件。"
