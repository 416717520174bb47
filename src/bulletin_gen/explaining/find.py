"""Which figures somebody means: a number, an id, a unit with what is said of it, a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from unicodedata import normalize

from bulletin_gen.facts.figure import Figure
from bulletin_gen.marks import PrintedLine
from bulletin_gen.profile import Profile

#: A sentence has at least so many characters; shorter words are names.
_SENTENCE = 8
_NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)[^0-9]{0,5}")
_NAMES = ("name", "table_name", "full_name")


def find_figures(
    wanted: str, figures: Mapping[str, Figure], profile: Profile, printed: Sequence[PrintedLine]
) -> tuple[str, ...]:
    """The ids of the figures that ``wanted`` means, those that are printed first; none where it means no figure."""
    if wanted in figures:
        return (wanted,)
    found = _of_unit(wanted, figures, profile) or _of_number(wanted, figures) or _of_sentence(wanted, printed)
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
    for key in figures:
        prefix, _, last = key.rpartition(".")
        if last == "name" and prefix.startswith(("units.", "groups.")):
            yield prefix


def _called(scope: str, figures: Mapping[str, Figure]) -> set[str]:
    texts = {figures[f"{scope}.{name}"].text for name in _NAMES if f"{scope}.{name}" in figures}
    return texts | {scope.partition(".")[2] or "全县", "合计" if scope == "total" else ""}


def labels(profile: Profile) -> tuple[tuple[str, str], ...]:
    """(what people call it, its name) of every measure, rate and column of a table."""
    rules: Mapping[str, object] = {**profile.measures, **profile.rates}
    named = [(str(getattr(rule, "label", "") or name), name) for name, rule in rules.items()]
    columns = [(column.head[-1], column.value) for table in profile.tables.values() for column in table.columns]
    return (*named, *((head, value) for head, value in columns if head))


def _of_sentence(wanted: str, printed: Sequence[PrintedLine]) -> list[str]:
    if len(wanted) < _SENTENCE:
        return []
    found: list[str] = []
    for line in printed:
        start = line.text.find(wanted)
        if start >= 0:
            end = start + len(wanted)
            found += [each.figure for each in line.figures if each.mark and start <= each.start < end]
    return found


def sentences_with(figure: str, printed: Sequence[PrintedLine]) -> Iterator[str]:
    """Where a figure is printed: the sentence, or the table and the cell."""
    for line in printed:
        for each in line.figures:
            if each.figure == figure:
                if line.cell:
                    yield f"表{line.cell[0]}第{line.cell[1]}行第{line.cell[2]}列"
                else:
                    start = max(line.text.rfind(mark, 0, each.start) for mark in "。；") + 1
                    ends = [at for mark in "。；" if (at := line.text.find(mark, each.end)) >= 0]
                    yield line.text[start : min(ends, default=len(line.text))]
