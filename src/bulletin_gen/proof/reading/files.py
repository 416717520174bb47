"""Any file as a publication: which reader reads which ending, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bulletin_gen.leaves.content import content_of_file
from bulletin_gen.leaves.issues import system_reason
from bulletin_gen.proof.reading.publication import Publication
from bulletin_gen.proof.reading.refusing import refused
from bulletin_gen.proof.reading.text import read_lines

#: No bulletin is as large; a file that is one is something else.
LARGEST = 60_000_000
_MOST_TEXT = 5_000_000


def _text(path: Path) -> Publication:
    return read_lines(path.name, _decoded(path, _bytes(path)))


def _word(path: Path) -> Publication:
    from bulletin_gen.proof.reading.wordfile import read_word_file

    return read_word_file(path)


def _html(path: Path) -> Publication:
    from bulletin_gen.proof.reading.html import read_html

    return read_html(path.name, _decoded(path, _bytes(path)))


def _pdf(path: Path) -> Publication:
    from bulletin_gen.proof.reading.pdf import read_pdf

    _bytes(path)
    return read_pdf(path)


def _office(path: Path) -> Publication:
    from bulletin_gen.proof.reading.office import read_office

    _bytes(path)
    return read_office(path)


def _workbook(path: Path) -> Publication:
    from bulletin_gen.proof.reading.workbook import read_workbook

    _bytes(path)
    return read_workbook(path)


READERS: dict[str, Callable[[Path], Publication]] = {
    ".txt": _text,
    ".md": _text,
    ".docx": _word,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".doc": _office,
    ".wps": _office,
    ".rtf": _office,
    ".odt": _office,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".ods": _workbook,
}


def read_publication(path: Path) -> Publication:
    """The bulletin at ``path``. Raises ``BulletinError`` with what is the matter and what to do."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise refused(
            path, "不能检查这种文件", found=path.suffix or "没有扩展名", advice=f"可以检查的有 {'、'.join(READERS)}"
        )
    return reader(path)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            size = f"{path.stat().st_size // 1_000_000} MB"
            raise refused(path, "文件太大，不像通报", found=size, advice="只检查通报本身")
        return content_of_file(path)
    except OSError as reason:
        raise refused(
            path, "文件读不了", found=system_reason(reason), advice="检查文件名、权限，关闭正打开它的程序"
        ) from reason


def _decoded(path: Path, raw: bytes) -> str:
    """Text in UTF-8, UTF-16 with a mark, or GB18030: published texts come in all of them."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _limited(path, raw.decode("utf-16", "replace"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return _limited(path, text)
    raise refused(path, "文件内容不是文字", found=raw[:4].hex(" "), advice="看看扩展名对不对，用原来的程序另存后再检查")


def _limited(path: Path, text: str) -> str:
    if len(text) > _MOST_TEXT:
        raise refused(path, "文字太多，不像通报", found=f"{len(text)} 字", advice="只检查通报本身")
    return text
