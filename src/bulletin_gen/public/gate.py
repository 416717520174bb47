"""The gate: a Word file taken apart, cleaned and put together anew, or the places that keep it back."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree
from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.public.cells import hide_small_cells
from bulletin_gen.public.clean import TextPiece, cleaned_part, text_pieces, write_masks
from bulletin_gen.public.numbers import Private
from bulletin_gen.public.people import unsure_in
from bulletin_gen.public.scan import cell_of, private_in
from bulletin_gen.word import open_word
from bulletin_gen.word.styles import StyleBook, switched_on

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
#: Parts that a published bulletin needs; everything else (comments, authors, embedded files, own data) stays behind.
_KEPT = late(
    r"^(?:\[Content_Types\]\.xml|_rels/\.rels|word/_rels/[^/]+\.rels|word/(?:document|styles|numbering|settings|fontTable|"
    r"footnotes|endnotes|webSettings|header\d*|footer\d*)\.xml|word/theme/[^/]+\.xml|word/media/[^/]+)$"
)
_TEXTS = late(r"^word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml$")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class PublicCopy(Struct, frozen=True):
    """What the gate made: the copy, how many of each kind were masked, what else was taken out, and the places that
    look like a name that was not masked (part, paragraph). No value is in it."""

    content: bytes
    masked: dict[str, int]
    removed: tuple[str, ...]
    unsure: tuple[str, ...]


def make_public(path: Path, officials: Collection[str] = (), *, small_cells: int = 0) -> PublicCopy:
    """The public copy of the Word file at ``path``; ``officials`` keep their names, counts below ``small_cells`` are
    hidden in tables. Raises ``BulletinError`` as ``open_word`` does."""
    document = open_word(path)
    styles = StyleBook(document)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    kept = {name: content for name, content in parts.items() if _KEPT.match(name)}
    trees = {name: etree.fromstring(content) for name, content in kept.items() if name.endswith((".xml", ".rels"))}
    for name, root in trees.items():
        if _TEXTS.match(name) or name == "word/settings.xml":
            cleaned_part(root, lambda run, paragraph: _is_hidden(styles, run, paragraph))
    small = sum(hide_small_cells(root, small_cells) for name, root in trees.items() if _TEXTS.match(name))
    found, unsure = _masked(trees, officials)
    _drop_links(trees, kept)
    values = {value for values in found.values() for value in values}
    content = _packed(kept, trees)
    left = [value for value in values if len(value) >= 4 and _is_in(content, value)]
    unsure += [f"{len(left)}处数据处理后仍在文件中"] if left else []
    counts = {kind: len(texts) for kind, texts in found.items()}
    counts |= {"小数目": small} if small else {}
    return PublicCopy(content, counts, tuple(_removed(parts, kept)), tuple(unsure))


def _is_hidden(styles: StyleBook, run: Any, paragraph: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    own = switched_on(properties, "w:vanish") if properties is not None else None
    if own is not None:
        return own
    style = _style(properties, "rStyle")
    return styles.switch("w:vanish", properties, style, _style(paragraph.find(f"{_W}pPr"), "pStyle"))


def _style(properties: Any, tag: str) -> str | None:
    element = properties.find(f"{_W}{tag}") if properties is not None else None
    return element.get(f"{_W}val") if element is not None else None


def _masked(trees: dict[str, Any], officials: Collection[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Masks all texts, first to learn the names, then to find them everywhere."""
    pieces = [
        (name, piece, kind) for name, root in trees.items() if _TEXTS.match(name) for piece, kind in text_pieces(root)
    ]
    known = {piece.text[each.start : each.end] for _, piece, kind in pieces for each in _names(piece, kind, officials)}
    found: dict[str, list[str]] = {}
    unsure: list[str] = []
    for number, (name, piece, kind) in enumerate(pieces, 1):
        private = cell_of(kind, piece.text, officials) if kind else []
        private = private or private_in(piece.text, officials, known)
        for each in private:
            found.setdefault(each.kind, []).append(piece.text[each.start : each.end])
        spots = unsure_in(piece.text, officials)
        if any(not any(one.start <= start < one.end for one in private) for start, _ in spots):
            unsure.append(f"{_part_name(name)}第{number}段")
        write_masks(piece, private)
    return found, unsure


def _names(piece: TextPiece, kind: str, officials: Collection[str]) -> Iterator[Private]:
    cells = cell_of(kind, piece.text, officials) if kind else []
    for each in cells or private_in(piece.text, officials):
        if each.kind == "姓名" and each.end - each.start >= 2:
            yield each


def _part_name(name: str) -> str:
    stem = PurePosixPath(name).stem.rstrip("0123456789")
    names = {"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
    return names.get(stem, stem)


def _drop_links(trees: dict[str, Any], kept: dict[str, bytes]) -> None:
    """Relations to what stays behind or lies outside go, and what needs them."""
    for name, root in trees.items():
        if name.endswith(".rels"):
            gone = {each.get("Id") for each in [*root] if not _is_kept(name, each, kept)}
            for each in [one for one in root if one.get("Id") in gone]:
                root.remove(each)
            owner = name.replace("_rels/", "").removesuffix(".rels")
            if owner in trees:
                _drop_users(trees[owner], gone)
        elif name == "[Content_Types].xml":
            for each in [one for one in root if (part := one.get("PartName")) and part.lstrip("/") not in kept]:
                root.remove(each)


def _is_kept(rels: str, relation: Any, kept: dict[str, bytes]) -> bool:
    if relation.get("TargetMode") == "External":
        return False
    folder = PurePosixPath(rels).parent.parent
    target = str(relation.get("Target"))
    path = target.lstrip("/") if target.startswith("/") else str(folder / target).removeprefix("./")
    return path in kept


def _drop_users(root: Any, gone: Collection[str | None]) -> None:
    for each in [*root.iter()]:
        if isinstance(each.tag, str) and any(
            "relationships" in key and value in gone for key, value in each.attrib.items()
        ):
            holder = next(
                (one for one in each.iterancestors() if etree.QName(one).localname in ("drawing", "pict", "object")),
                each,
            )
            if holder.getparent() is not None:
                holder.getparent().remove(holder)


def _packed(kept: dict[str, bytes], trees: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(kept, key=lambda each: (each != "[Content_Types].xml", each)):
            content = kept[name]
            if name in trees:
                content = etree.tostring(trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return buffer.getvalue()


def _is_in(content: bytes, value: str) -> bool:
    """Whether a value that was masked is left in any part, also where tags divide it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            text = package.read(name).decode("utf-8", "replace") if name.endswith(".xml") else ""
            if value in text or value in re.sub(r"<[^>]+>", "", text):
                return True
    return False


def _removed(parts: dict[str, bytes], kept: dict[str, bytes]) -> Iterator[str]:
    """What was left behind, in words."""
    gone = Counter(_what(name) for name in parts if name not in kept)
    yield from (what for what in gone if what)
    if any(name.startswith("word/media/") for name in kept):
        yield "（保留了图片，图片里的内容请人工查看）"


def _what(name: str) -> str:
    words = (
        ("word/comments", "批注"), ("word/people", "修订人"), ("docProps/", "文档属性"), ("customXml/", "自定义数据"),
        ("word/embeddings/", "嵌入的文件"), ("word/charts/", "图表"), ("word/vbaProject", "宏"),
    )  # fmt: skip
    return next((word for start, word in words if name.startswith(start)), "其他部分" if "rels" not in name else "")
