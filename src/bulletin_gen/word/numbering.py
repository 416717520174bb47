"""The numbers that Word sets before the items of lists and headings by itself: 一、（一）1. ① a) •"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import numeral
from bulletin_gen.word.styles import value

if TYPE_CHECKING:
    from docx.document import Document

_LEVEL = late(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9
#: Counters beyond this are printed in Arabic digits, whatever the list says.
_LARGEST = 9999


def _roman(number: int) -> str:
    words = ""
    for size, letters in _ROMAN:
        words += letters * (number // size)
        number %= size
    return words


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "none": lambda number: "",
} | dict.fromkeys(
    (
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
        "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital",
    ),
    numeral,
)  # fmt: skip


class Numbering:
    """Counts the items of every list of a file while it is read from top to bottom."""

    def __init__(self, document: Document) -> None:
        # python-docx would make a part where there is none: ask the relations instead.
        relations = document.part.rels.values()
        part = next((each.target_part for each in relations if each.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
        self._abstract: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        self._counts: dict[str, list[int]] = {}
        if part is not None:
            root = part.element
            self._abstract = {each.get(qn("w:abstractNumId")): each for each in root.findall(qn("w:abstractNum"))}
            self._lists = {each.get(qn("w:numId")): each for each in root.findall(qn("w:num"))}

    def label(self, number: str, level: int) -> str:
        """The label of the next item at ``level`` (from 0) of list ``number``; "" for a list that is not defined."""
        rule = self._rule(number, level)
        if rule is None:
            return ""
        if value(rule, "w:numFmt") == "bullet":
            return "•"
        counts = self._counted(number, level)
        return _LEVEL.sub(lambda at: self._form(number, int(at[1]) - 1, counts), value(rule, "w:lvlText") or "")

    def _counted(self, number: str, level: int) -> list[int]:
        # Lists that share one definition are counted on together, unless one says where it starts.
        key = number if self._override(number, level) is not None else self._definition(number)
        counts = self._counts.setdefault(key, [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else self._start(number, level)
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return counts

    def _form(self, number: str, level: int, counts: list[int]) -> str:
        rule = self._rule(number, level)
        form = _FORMS.get(value(rule, "w:numFmt") or "", str) if rule is not None else str
        count = counts[level] or self._start(number, level)
        return form(count) if count <= _LARGEST else str(count)

    def _definition(self, number: str) -> str:
        found = self._lists.get(number)
        return (value(found, "w:abstractNumId") or "") if found is not None else ""

    def _override(self, number: str, level: int) -> Any:
        overrides = self._lists[number].findall(qn("w:lvlOverride")) if number in self._lists else ()
        return next((each for each in overrides if each.get(qn("w:ilvl")) == str(level)), None)

    def _rule(self, number: str, level: int) -> Any:
        override = self._override(number, level)
        own = override.find(qn("w:lvl")) if override is not None else None
        if own is not None:
            return own
        definition = self._abstract.get(self._definition(number))
        rules = definition.findall(qn("w:lvl")) if definition is not None else ()
        return next((each for each in rules if each.get(qn("w:ilvl")) == str(level)), None)

    def _start(self, number: str, level: int) -> int:
        override = self._override(number, level)
        said = value(override, "w:startOverride") if override is not None else None
        rule = self._rule(number, level)
        said = said or (value(rule, "w:start") if rule is not None else None)
        return int(said) if said and said.isdigit() else 1
