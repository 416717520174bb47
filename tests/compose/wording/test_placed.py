"""Tables, charts, heads and signatures as a wording places them: ``placed.txt`` is for clerks to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import parsed
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.tree import Block, Bulletin, Chart, Table, Text, plain
from compose.factory import table_lines
from compose.wording.world import BASE, with_rules
from compose.wording.worlds import WORLDS

HERE = Path(__file__).parent
#: Every kind of statement of 24 published texts, by the marks that cases have: totals, breakdowns, changes, lists,
#: grades, rates, units, orders, supplied figures, nothing, tables and charts, what people write.
ALL_KINDS = {
    f"{letter}{number}"
    for letter, last in {
        "T": 7,
        "B": 13,
        "C": 8,
        "L": 11,
        "G": 7,
        "R": 4,
        "U": 3,
        "O": 1,
        "S": 4,
        "N": 3,
        "F": 11,
        "P": 5,
    }.items()
    for number in range(1, last + 1)
}


def _cases() -> Iterator[tuple[str, str, str, str, list[str]]]:
    """Name, rules, wording, world, the lines that are printed."""
    for case in re.split(r"\n\n(?=[A-Z]\d)", (HERE / "placed.txt").read_text(encoding="utf-8")):
        name, *lines = case.strip().splitlines()
        parts: dict[str, list[str]] = {}
        wording, part = [], ""
        for line in lines:
            if line.startswith("写 "):
                wording.append(line[2:])
            elif line.startswith("  "):
                parts[part].append(line[2:])
            else:
                part = line
                parts[part] = []
        rules = "\n".join(parts.pop("规则", []))
        for world, printed in parts.items():
            yield name, rules, "\n".join(wording), world, printed


CASES = [case for case in _cases() if re.match(r"[A-Z]\d", case[0])]


@pytest.mark.parametrize(("name", "rules", "wording", "world", "printed"), CASES, ids=lambda value: str(value)[:20])
def test_it_prints_what_it_should(name: str, rules: str, wording: str, world: str, printed: list[str]) -> None:
    told = replace(WORLDS[world], rules=with_rules(BASE, rules))
    file = parsed(text_lines(wording, "正文.txt"), "正文.txt")
    bulletin = compose(told.facts(), told.profile(), {}, wording=file)
    assert [*_around(bulletin, rules)[0], *_lines(bulletin.body), *_around(bulletin, rules)[1]] == printed, name


def _around(bulletin: Bulletin, rules: str) -> tuple[list[str], list[str]]:
    """What stands before and after the body, where the case is about that."""
    if "公文:" not in rules:
        return [], []
    before = {"文号": bulletin.head.number, "标题": bulletin.title, "主送": bulletin.addressees}
    signed = "、".join(bulletin.signature.bodies)
    return _named(before), [f"落款：{signed} {plain(bulletin.signature.dated)}"]


def _named(texts: Mapping[str, Text]) -> list[str]:
    return [f"{name}：{plain(text)}" for name, text in texts.items() if text]


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Chart):
            yield from (plain(block.caption), *table_lines(block.table), *map(plain, block.notes))
        elif isinstance(block, Table):
            yield from (*table_lines(block), *map(plain, block.notes))
        else:
            yield plain(block.text)


def test_every_kind_of_statement_has_a_case() -> None:
    text = "".join((HERE / name).read_text(encoding="utf-8") for name in ("kinds.txt", "placed.txt"))
    assert len(ALL_KINDS) == 77
    assert ALL_KINDS - set(re.findall(r"(?m)^([A-Z]\d+) ", text)) == set()
