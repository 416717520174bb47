"""Reads 200 corrupted workbooks and prints what became of each; run by test_mutations in a process of its own.

A reader that aborts or takes too much memory ends this process only.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]

from bulletin_gen.leaves.issues import errors
from intake.sample import read

CORPUS = Path(__file__).parent / "corpus"
SOURCES = (
    "xlsxwriter-平常.xlsx",
    "xlsxwriter-内嵌文本.xlsx",
    "openpyxl-平常.xlsx",
    "libreoffice-另存.xlsx",
    "手工-最简.xlsx",
)
Chance = random.Random
Parts = dict[str, bytes]


def flip(data: bytes, chance: Chance) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data))]


def erase(data: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + bytes(min(500, len(data) - start)) + data[start + 500 :]


def insert(data: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + chance.randbytes(chance.choice((1, 40))) + data[start:]


def in_parts(change: Callable[[Parts, Chance], None]) -> Callable[[bytes, Chance], bytes]:
    """A change to unpacked parts, packed again with right checksums."""

    def changed(data: bytes, chance: Chance) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts, chance)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    return changed


def _one(parts: Parts, chance: Chance) -> str:
    return chance.choice(sorted(parts))


def drop(parts: Parts, chance: Chance) -> None:
    del parts[_one(parts, chance)]


def empty(parts: Parts, chance: Chance) -> None:
    parts[_one(parts, chance)] = b""


def cut(parts: Parts, chance: Chance) -> None:
    name = _one(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]


def cut_between_tags(parts: Parts, chance: Chance) -> None:
    name = _one(parts, chance)
    ends = [index + 1 for index, byte in enumerate(parts[name]) if byte == ord(">")]
    parts[name] = parts[name][: chance.choice(ends)]


def break_tag(parts: Parts, chance: Chance) -> None:
    name = _one(parts, chance)
    marks = [index for index, byte in enumerate(parts[name]) if byte in b'<>"/=']
    place = chance.choice(marks)
    parts[name] = parts[name][:place] + chance.choice((b"", b"<", b"&", b"\x00")) + parts[name][place + 1 :]


def far_cell(parts: Parts, chance: Chance) -> None:
    name = next(part for part in parts if "sheet1.xml" in part)
    cells = [index for index in range(len(parts[name])) if parts[name].startswith(b' r="', index)]
    place = chance.choice(cells) + 4
    far = chance.choice((b"XFD1048576", b"ZZZZZZ9", b"A99999999", b"AAAA1", b"-1", b"", b"9", b"A0"))
    parts[name] = parts[name][:place] + far + parts[name][parts[name].index(b'"', place) :]


def swap(parts: Parts, chance: Chance) -> None:
    one, other = _one(parts, chance), _one(parts, chance)
    parts[one], parts[other] = parts[other], parts[one]


KINDS: tuple[Callable[[bytes, Chance], bytes], ...] = (
    flip, flip, flip, truncate, erase, insert,
    *(in_parts(change) for change in (drop, drop, empty, cut, cut_between_tags, break_tag, far_cell, swap)),
)  # fmt: skip
NAMES = (
    *("flip", "flip", "flip", "truncate", "erase", "insert"),
    *("drop", "drop", "empty", "cut", "cut_between_tags", "break_tag", "far_cell", "swap"),
)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        right = {name: read(Path(folder), CORPUS / name).dispatches.drop("source_file") for name in SOURCES}
        for number in range(count):
            chance = random.Random(number)
            name, kind = SOURCES[number % len(SOURCES)], number % len(KINDS)
            path = Path(folder) / "m.xlsx"
            path.write_bytes(KINDS[kind]((CORPUS / name).read_bytes(), chance))
            start = time.monotonic()
            print(json.dumps({"number": number, "kind": NAMES[kind], "source": name}), end="\t", flush=True)
            got = read(Path(folder), path)
            same = got.dispatches.drop("source_file").equals(right[name])
            found = errors(got.issues)
            outcome = "message" if found else "right" if same else "WRONG"
            said = {
                "outcome": outcome,
                "seconds": time.monotonic() - start,
                "messages": [str(one) for one in found[:3]],
            }
            print(json.dumps(said, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
