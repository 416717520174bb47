"""Rows that are taken as usual in one look are such in which the other looks would find nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_gen.intake.files import guards
from bulletin_gen.intake.files.package.usual import Usual, stretches
from bulletin_gen.intake.files.package.windows import Window
from intake.sample import kinds, read
from intake.test_guards import _SAID, BROKEN, END, FAR, HEAD, cell, put, row, rows

#: So many orders are more than what is looked at without the engine.
COUNT = 600


def usual(xml: str) -> Usual | None:
    found = [said for _, said in stretches(Window(xml.encode())) if said]
    assert len(found) < 2
    return found[0] if found else None


def test_rows_of_most_programs_are_usual() -> None:
    plain = '<row r="1" spans="1:3" ht="15.75" customHeight="1" x14ac:dyDescent="0.25">'
    plain += '<c r="A1" s="1" t="s"><v>26</v></c><c r="B1" s="2"/><c r="C1"><v>45413.5</v></c></row>'
    assert usual(plain) == Usual(99_999, 2)
    calc = '<row r="2" customFormat="false" ht="12.8" hidden="false" outlineLevel="0" collapsed="false">'
    assert usual(plain + calc + '<c r="CZ2" s="0" t="n"><v>1</v></c></row>') == Usual(99_999, 3)
    poi = '<row r="123456">\n<c r="A123456" t="inlineStr"><is><t>甲 > 乙</t></is></c>\n</row>\n'.replace(
        " > ", " &gt; "
    )
    assert usual(poi) == Usual(199_999, 1)
    assert usual('<row r="7"><c r="A7" s="1"></c><c r="B7" t="str"><v>2024-05-01 08:03</v></c></row>') == Usual(
        99_999, 1
    )


@pytest.mark.parametrize("odd", [xml for xml, said in _SAID.items() if any(said)])
def test_what_another_look_would_find_is_not_usual(odd: str) -> None:
    inner = odd if odd.startswith(("<row", "<x:row")) else f'<row r="9">{odd}'
    assert usual("".join(rows(3)) + inner + "</row>" + "".join(rows(3)[1:])) is None


@pytest.mark.parametrize(
    "far", [*FAR.values(), cell("DA9", "x"), cell("A100000", "x"), cell("a9", "x"), "<c><v>1</v></c>"]
)
def test_far_and_nameless_cells_are_not_usual(far: str) -> None:
    assert usual("".join(rows(3)) + f'<row r="9">{far}</row>' + row(99_999, "x")) is None


@pytest.mark.parametrize("change", BROKEN[:-1], ids=lambda change: change[1])
def test_broken_tags_are_not_usual(change: tuple[str, str]) -> None:
    assert usual("".join(rows(5)).replace(*change, 1)) is None


def test_what_stands_before_and_behind_rows_is_looked_at_apart() -> None:
    found = [*stretches(Window((HEAD + "".join(rows(3)) + END).encode()))]
    assert [(window.data[:5], bool(said)) for window, said in found] == [
        (b"<?xml", False), (b"<row ", True), (b"</she", False)
    ]  # fmt: skip
    assert b"".join(window.data for window, _ in found).decode() == HEAD + "".join(rows(3)) + END


TWICE: dict[str, Callable[[list[str]], None]] = {
    "in one row": lambda written: written.insert(300, row(1001, "x").replace("</row>", cell("A1001", "y") + "</row>")),
    "in two rows": lambda written: written.insert(300, row(1001, "x") + row(1001, "y")),
    "far apart": lambda written: written.append(row(17, "x")),
    "under another row's number": lambda written: written.append(row(1002, "x").replace("A1002", "A17")),
}


@pytest.mark.parametrize("name", TWICE)
def test_a_cell_that_is_there_twice_is_refused(tmp_path: Path, name: str) -> None:
    written = rows(COUNT)
    TWICE[name](written)
    assert usual("".join(written))
    assert kinds(read(tmp_path, put(tmp_path, HEAD + "".join(written) + END))) == ["file.broken"]


def test_cells_that_hold_nothing_are_no_reason_to_refuse(tmp_path: Path) -> None:
    written = [*rows(COUNT)[:-1], row(COUNT + 1, "B9999", "2024-05-01 08:03:00", "公安局", " ")]
    written[5] = written[5].replace("</row>", '<c r="E6" s="0"/><c r="F6" s="0"></c></row>')
    got = read(tmp_path, put(tmp_path, HEAD + "".join(written) + END))
    assert not [issue for issue in got.issues if issue.code.startswith("file.")]
    assert got.dispatches.height == COUNT


def mutated(sheet: str, chance: random.Random) -> str:
    """The sheet with a slip in a tag, a name, a number or a text, or a piece twice or not at all."""
    place = chance.choice([match.start() for match in re.finditer(r'[<>"=/]|r="|[A-D]\d', sheet[len(HEAD) :])]) + len(
        HEAD
    )
    length = chance.choice((1, 1, 2, 40))
    piece = sheet[place : place + length]
    other = chance.choice(("", piece * 2, chance.choice('<>"/& A1\t'), '<c r="A7"/>', " hidden='1'", "&#65;", "<f/>"))
    return sheet[:place] + other + sheet[place + length :]


def test_with_and_without_the_one_look_the_same_is_read_and_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, sheet, refused = random.Random(11), HEAD + "".join(rows(COUNT)) + END, 0
    assert len(sheet) > 1 << 16
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = put(folder, mutated(sheet, chance))
        quick = read(folder, path)
        with monkeypatch.context() as patched:
            patched.setattr(guards, "stretches", lambda window: iter([(window, None)]))
            slow = read(folder, path)
        assert quick.issues == slow.issues
        assert quick.dispatches.equals(slow.dispatches)
        refused += any(issue.code.startswith("file.") for issue in quick.issues)
    assert 10 < refused < 55
