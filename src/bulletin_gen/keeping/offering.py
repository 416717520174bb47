"""Mended sentences of the shipped wording, offered to an office whose own copy says which version it came from.

Earlier versions of a kind's wording lie beside it (``以前/第1版.txt``). Nothing of the office's is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.workspace import WORDING, WORDING_WORD, County
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.scaffold import skeletons
from bulletin_gen.written.textfile import read_text

#: What the first line of a shipped wording says of itself.
_ORIGIN = late(r"〔说明：这是“(?P<kind>[^”]+)”自带写法的第(?P<version>\d+)版")
_NOTE = "〔说明："
EARLIER = "以前"


class MendedSentence(Struct, frozen=True):
    """A change between two shipped versions: lines as they were and as they are, and how the office's copy stands to
    it, in words."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    state: str


class SentenceOffer(Struct, frozen=True):
    """``kind`` is "" for wording that does not say where it came from; versions count from 1."""

    file: str
    kind: str = ""
    taken: int = 0
    now: int = 0
    changes: tuple[MendedSentence, ...] = ()


def offered(folder: Path, shipped: Mapping[str, Path] | None = None) -> SentenceOffer:
    """What has been mended in the shipped wording since the county in ``folder`` took its copy.

    ``shipped``: kind → the folder of what ``new`` lays out (default: the program's own). Changes that the copy has
    already are left out. Raises ``BulletinError`` where there is no wording, or it names a kind or a version that was
    never shipped.
    """
    path = _wording(folder)
    lines = _lines(path)
    found = _origin(lines)
    if found is None:
        return SentenceOffer(path.name)
    kind, taken = found["kind"], int(found["version"])
    library = skeletons() if shipped is None else shipped
    if kind not in library:
        raise stop(
            "offer.kind", "没有这种自带写法", Place(path.name), found=kind, expected="、".join(library),
            advice="把说明那一行改回来，或删去这一行",
        )  # fmt: skip
    now_lines = read_text(library[kind] / WORDING).splitlines()
    now = version_of(now_lines)
    old = now_lines if taken == now else _earlier(library[kind], taken, now, path)
    changes = tuple(_changes(_printed(old), _printed(now_lines), _printed(lines), _numbered(lines)))
    return SentenceOffer(path.name, kind, taken, now, changes)


def version_of(lines: Sequence[str]) -> int:
    """The version that a shipped wording calls itself; 0 where it does not say."""
    found = _origin(lines)
    return int(found["version"]) if found else 0


def _origin(lines: Sequence[str]) -> re.Match[str] | None:
    return next((match for line in lines if (match := _ORIGIN.match(line.strip()))), None)


def _wording(folder: Path) -> Path:
    if found := County(folder).wordings:
        return found[0]
    raise stop(
        "offer.wording", "缺少文件", Place(file=str(folder / WORDING)), expected=f"{WORDING} 或 {WORDING_WORD}",
        advice="没有自己的写法的县，用的就是现在的自带写法",
    )  # fmt: skip


def _lines(path: Path) -> list[str]:
    if path.suffix != ".docx":
        return read_text(path).splitlines()
    from bulletin_gen.word import WordParagraph, open_word, word_file

    body = word_file(open_word(path), path.name).body
    return [line for block in body if isinstance(block, WordParagraph) for line in block.text.split("\n")]


def _earlier(folder: Path, taken: int, now: int, path: Path) -> list[str]:
    earlier = folder / EARLIER / f"第{taken}版.txt"
    if not earlier.is_file():
        raise stop(
            "offer.version", "没有这一版自带写法", Place(path.name), found=f"第{taken}版", expected=f"1 到 {now}",
            advice="把说明那一行里的版次改回来；改不回来的删去这一行",
        )  # fmt: skip
    return read_text(earlier).splitlines()


def _printed(lines: Sequence[str]) -> list[str]:
    """Lines that are printed: neither blank nor notes."""
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith(_NOTE)]


def _numbered(lines: Sequence[str]) -> dict[str, int]:
    return {line.strip(): number for number, line in reversed([*enumerate(lines, start=1)])}


def _changes(
    old: Sequence[str], new: Sequence[str], own: Sequence[str], places: Mapping[str, int]
) -> Iterator[MendedSentence]:
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before, after = tuple(old[old_from:old_to]), tuple(new[new_from:new_to])
        if after and all(line in own for line in after):
            continue  # taken over already
        if not after and not any(line in own for line in before):
            continue  # left out already
        yield MendedSentence(before, after, _state(before, old[:old_from], places))


def _state(before: Sequence[str], above: Sequence[str], places: Mapping[str, int]) -> str:
    """Where the sentence stands in the office's copy, as it was shipped or no longer so."""
    if not before:
        after = next((places[line] for line in reversed(above) if line in places), 0)
        return f"新加的，原在第{after}行之后" if after else "新加的，原在开头"
    known = [places[line] for line in before if line in places]
    if len(known) == len(before):
        return f"本县第{'、'.join(map(str, known))}行，和自带的原句一样"
    return "本县这一句已经改过或删去，要不要照改，自己比较"
