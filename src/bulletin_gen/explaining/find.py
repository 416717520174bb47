"""Which figures somebody means: a number, an id, a unit with what is said of it, a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import normalize

from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.frugal import late
from bulletin_gen.marks import PrintedLine
from bulletin_gen.profile import Profile

#: A phrase of a sentence has at least so many characters; shorter words without a number are names.
_PHRASE = 5
#: What stands for words that were left out of a quoted sentence.
_LEFT_OUT = late(r"…+|\.{3,}")
_NUMBER = late(r"([0-9][0-9,]*(?:\.[0-9]+)?)[^0-9]{0,5}")
_NAMES = ("name", "table_name", "full_name")


def find_figures(
    wanted: str, figures: Mapping[str, Figure], profile: Profile, printed: Sequence[PrintedLine]
) -> tuple[str, ...]:
    """The ids of the figures that ``wanted`` means, those that are printed first; none where it means no figure."""
    if wanted in figures:
        return (wanted,)
    named = _of_unit(wanted, figures, profile) or _of_number(wanted, figures)
    found = named or _of_words(wanted, printed, [label for label, _ in labels(profile)])
    where = {each.figure for line in printed for each in line.figures}
    return tuple(dict.fromkeys(sorted(found, key=lambda figure: figure not in where)))


def _of_number(wanted: str, figures: Mapping[str, Figure]) -> list[str]:
    if not any(character.isdigit() for character in wanted):
        return []
    same = [key for key, figure in figures.items() if figure.text == wanted]
    digits = _digits(wanted)
    return same or ([key for key, figure in figures.items() if _digits(figure.text) == digits] if digits else [])


def _digits(text: str) -> str:
    """A number without its unit, however it is written: 94.62 of 94.62%, ９４.62％ and 94.62个百分点; "" for others."""
    found = _NUMBER.fullmatch(normalize("NFKC", text.strip()))
    return found[1].replace(",", "") if found else ""


def _of_unit(wanted: str, figures: Mapping[str, Figure], profile: Profile) -> list[str]:
    """``某局 综合指标值``: what a unit, a group or the whole is called, a blank, what a column or measure is."""
    who, _, what = wanted.strip().partition(" ")
    names = labels(profile)
    asked = [name for label, name in names if what.strip() in (label, name)]
    scopes = [scope for scope in _scopes(figures) if who in _called(scope, figures)]
    found = (f"{scope}.{name}{table}" for scope in scopes for name in asked for table in ("", "@table"))
    return [key for key in found if key in figures]


def _scopes(figures: Mapping[str, Figure]) -> Iterator[str]:
    yield "total"
    if "outside.name" in figures:
        yield "outside"
    for key in figures:
        prefix, _, last = key.rpartition(".")
        if last == "name" and prefix.startswith(("units.", "groups.")):
            yield prefix


def _called(scope: str, figures: Mapping[str, Figure]) -> set[str]:
    texts = {figures[f"{scope}.{name}"].text for name in _NAMES if f"{scope}.{name}" in figures}
    return texts | {scope.partition(".")[2]} | ({"全县", "合计"} if scope == "total" else set())


def labels(profile: Profile) -> tuple[tuple[str, str], ...]:
    """(what people call it, its name) of every measure, rate and column of a table."""
    rules: Mapping[str, object] = {**profile.measures, **profile.rates}
    named = [(str(getattr(rule, "label", "") or name), name) for name, rule in rules.items()]
    columns = [(column.head[-1], column.value) for table in profile.tables.values() for column in table.columns]
    return (*named, *((head, value) for head, value in columns if head))


def _of_words(wanted: str, printed: Sequence[PrintedLine], names: Sequence[str]) -> list[str]:
    """Words as they are printed: the numbers in them; of a longer phrase without any the numbers of its sentence, or
    where it has none either its names. A short word without a number, and what a rule is called, mean no sentence."""
    plain = _squeezed(wanted)[0]
    phrase = len(plain) >= _PHRASE and not any(plain in name for name in names)
    found: list[str] = []
    for line in printed:
        if span := _span(wanted, line):
            numbers = _inside(line, span, marked=True)
            if not numbers and phrase and not line.cell:
                whole = _sentence_around(line.text, span)
                numbers = _inside(line, whole, marked=True) or _names(line, span) or _names(line, whole)
            found += numbers
    return found


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The signs of ``text`` that are no blanks, in their plain form, and where each of them stands."""
    plain = [(normalize("NFKC", sign)[:1], at) for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(sign for sign, _ in plain), [at for _, at in plain]


def _span(wanted: str, line: PrintedLine) -> tuple[int, int] | None:
    """From where to where ``wanted`` stands in the line, with … for what was left out; no part of a number."""
    text, places = _squeezed(line.text)
    parts = [part for part in (_squeezed(each)[0] for each in _LEFT_OUT.split(wanted)) if part]
    if not parts:
        return None
    left, right = (r"(?<![0-9.])" if parts[0][0].isdigit() else ""), (r"(?![0-9])" if parts[-1][-1].isdigit() else "")
    found = re.search(left + ".*?".join(map(re.escape, parts)) + right, text)
    return (places[found.start()], places[found.end() - 1] + 1) if found else None


def _inside(line: PrintedLine, span: tuple[int, int], *, marked: bool = False) -> list[str]:
    start, end = span
    return [each.figure for each in line.figures if each.start < end and each.end > start and (each.mark or not marked)]


def _names(line: PrintedLine, span: tuple[int, int]) -> list[str]:
    """What is named there, groups of units behind the rest."""
    return sorted(_inside(line, span), key=lambda figure: figure.startswith("groups."))


def _sentence_around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, span[0]) for mark in "。；") + 1
    return start, min((at for mark in "。；" if (at := text.find(mark, span[1])) >= 0), default=len(text))


def sentences_with(figure: str, printed: Sequence[PrintedLine]) -> Iterator[str]:
    """Where a figure is printed: the sentence, or the table and the cell."""
    for line in printed:
        for each in line.figures:
            if each.figure == figure:
                if line.cell:
                    yield f"表{line.cell[0]}第{line.cell[1]}行第{line.cell[2]}列"
                else:
                    start, end = _sentence_around(line.text, (each.start, each.end))
                    yield line.text[start:end]
