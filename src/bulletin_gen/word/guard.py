"""Opens a Word file, or says in plain words what is in its place."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_gen.leaves.content import content_of_file
from bulletin_gen.leaves.issues import BulletinError, Place, stop, system_reason

if TYPE_CHECKING:
    from docx.document import Document

#: Bytes of the file, and of all its parts or of one XML part unpacked: far above what bulletins need, far below what
#: stops a PC.
_LARGEST_FILE, _LARGEST_WHOLE, _LARGEST_PART = 100_000_000, 400_000_000, 60_000_000
_MOST_PARTS = 5_000
_LOCK_MARKS = ("~$", ".~")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”"
_OTHER_KINDS = (
    (b"{\\rtf", "RTF 文档"), (b"%PDF", "PDF 文件"), (b"<html", "网页"), (b"<!DOCTYPE html", "网页"),
    (b"<?xml", "XML 文件（或旧式 Word XML 文档）"), (b"MIME-Version", "单一文件网页"),
    (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"),
)  # fmt: skip
_MAIN_PARTS = {
    "word/document.xml": "", "xl/workbook.xml": "Excel 表格", "ppt/presentation.xml": "演示文稿",
    "content.xml": "LibreOffice（ODF）文档", "Document.xml": "OFD 版式文件", "OFD.xml": "OFD 版式文件",
}  # fmt: skip


def open_word(path: Path) -> Document:
    """The file as python-docx holds it, for reading and for writing a copy.

    Raises ``BulletinError``: no such file, the lock file of an open document, a legacy ``.doc``, an encrypted, broken
    or huge file, or one of another kind — each with what to do.
    """
    if path.name.startswith(_LOCK_MARKS):
        raise _refused(
            path, "这是打开文档时产生的临时文件，不是文档", found=path.name,
            advice=f"改用没有“{path.name[:2]}”开头的那个文件；找不到就先关闭 Word 或 WPS",
        )  # fmt: skip
    raw = _bytes(path)
    _check_kind(path, raw)
    _check_package(path, raw)
    return _parsed(path, raw)


def _refused(path: Path, kind: str, *, found: str = "", advice: str = _SAVE_AS) -> BulletinError:
    return stop("word.unreadable", kind, Place(file=path.name), found=found, expected="", advice=advice)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _refused(path, "这是文件夹，不是 Word 文档", advice="写出文件夹里那个文档的名称")
    try:
        if path.stat().st_size > _LARGEST_FILE:
            size = f"{path.stat().st_size // 1_000_000} MB"
            raise _refused(path, "文件太大", found=size, advice="删去或压缩其中的图片后再试")
        return content_of_file(path)
    except FileNotFoundError as reason:
        raise stop("file.missing", "文件不存在", Place(str(path)), advice="检查文件名和所在文件夹") from reason
    except OSError as reason:
        advice = "关闭打开着它的程序，检查权限，然后重试"
        raise _refused(path, "文件无法读取", found=system_reason(reason), advice=advice) from reason


def _check_kind(path: Path, raw: bytes) -> None:
    """Refuses what is no zip at all."""
    if not raw:
        raise _refused(path, "文件是空的", found="0 字节", advice="重新复制或另存这个文档")
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            raise _refused(path, "文档有密码", advice="在 Word 或 WPS 里打开，去掉密码（文件→信息→保护文档）后保存")
        raise _refused(path, "这是旧式文档（.doc、.wps），不是 .docx", found="Word 97-2003 格式")
    if raw.startswith(b"PK"):
        return
    start = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    kind = next((name for mark, name in _OTHER_KINDS if start.startswith(mark.lower())), "不能识别的内容")
    raise _refused(path, "不是 Word 文档", found=kind)


def _check_package(path: Path, raw: bytes) -> None:
    """Refuses broken and swollen zips, and those of another kind of file."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            entries = package.infolist()
            _check_size(path, entries)
            names = {entry.filename for entry in entries}
            kinds = [kind for name, kind in _MAIN_PARTS.items() if name in names]
            if kinds and "" not in kinds:
                raise _refused(path, "不是 Word 文档", found=kinds[0])
            if "[Content_Types].xml" not in names:
                found = "压缩包" if names else "空的压缩包"
                raise _refused(path, "不是 Word 文档", found=found)
            if damaged := package.testzip():
                raise _broken(path, f"{damaged} 损坏")
    except BulletinError:
        raise
    except RuntimeError as reason:
        raise _refused(path, "文档有密码", found="压缩包加密", advice="去掉密码后保存") from reason
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as reason:
        raise _broken(path, "压缩结构损坏，多半没有传完或复制完") from reason


def _check_size(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    whole = sum(entry.file_size for entry in entries)
    part = max((entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))), default=0)
    if whole > _LARGEST_WHOLE or part > _LARGEST_PART or len(entries) > _MOST_PARTS:
        size = f"解开后 {whole // 1_000_000} MB，{len(entries)} 个部分"
        raise _refused(path, "文件太大", found=size, advice="删去或压缩其中的图片，或把要用的部分复制到新文档")


def _broken(path: Path, found: str) -> BulletinError:
    return _refused(
        path, "文档已损坏", found=found, advice="重新复制或下载；能用 Word 打开并修复的，修复后另存为 .docx"
    )


def _parsed(path: Path, raw: bytes) -> Document:
    import docx
    from docx.oxml.exceptions import InvalidXmlError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(raw))
        if document.element.find(".//{*}body") is None:
            raise _broken(path, "没有正文")
    except BulletinError:
        raise
    except ValueError as reason:
        raise _refused(path, "不是普通的 Word 文档", found="带宏的文档、模板或别的格式") from reason
    except (KeyError, AttributeError, InvalidXmlError) as reason:
        strict = "“严格 Open XML”格式，或缺少必要的部分"
        raise _refused(path, "文档的格式读不了", found=strict) from reason
    except XMLSyntaxError as reason:
        raise _broken(path, "其中的 XML 不完整") from reason
    return document
