"""Numbers in Chinese numerals beside the figures that they speak of: 约三成, 九成以上, 一千三百七十件, 近两千件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meant
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.choosing.tenths import TENTHS, fraction, whole_of
from bulletin_gen.compose.wording.syntax import Clause, Named, Part, Plain

_COUNT = Sought(
    "(?P<each>每(?:受理|办理)?)?(?P<about>约|近|将近|接近|超过?|逾)?"
    "(?P<number>[一二两三四五六七八九十百千万零〇]{2,})(?P<more>余|多)?(?:件|宗|个工单|人次|件次)",
    "百 千 万 十",
)
#: How far from a figure a rounded share may be, either way.
_NEAR = Fraction(6, 100)


class _Share(Struct, frozen=True):
    """A share in words, and how far from it a figure may be, below and above."""

    words: str
    at: int
    least: Fraction
    most: Fraction


def numeral_doubts(parts: Sequence[Part], fields: Sequence[Meant]) -> Iterator[Doubt]:
    """Shares and counts in Chinese numerals that no figure of their sentence is."""
    for words, at, names in _sentences(parts):
        values = [_value(field) for field in fields if field.spoken.named in names]
        known = [value for value in values if value is not None] + list(_shares_of_members(fields, names))
        for share in _shares(words, at):
            rates = [value for value in known if isinstance(value, Fraction) and 0 <= value <= 1]
            if not any(share.least <= value <= share.most for value in rates):
                yield _doubt(share.at, share.words, "这一句里没有这样的率、占比", rates=bool(rates))
        for found in _COUNT.finditer(words):
            counts = [int(value) for value in known if isinstance(value, int)]
            if not found["each"] and not _is_said(found, counts):
                yield _doubt(at + found.start(), found[0], "这一句里没有这个数", rates=bool(counts))


def _shares_of_members(fields: Sequence[Meant], names: Sequence[Named]) -> Iterator[Fraction]:
    """What the named values are of the whole, which a sentence may say in words alone: 近七成来自{…：第1}."""
    for field in fields:
        if field.spoken.named in names and field.listing is not None:
            shares = [each.share.value for each in field.listing.members if each.share is not None]
            yield from (Fraction(value) for value in shares if value is not None)
            yield sum((Fraction(value) for value in shares if value is not None), Fraction(0))


def _is_said(found: re.Match[str], counts: Sequence[int]) -> bool:
    number = whole_of(found["number"])
    if not number or number < 10:
        return True
    rough = bool(found["about"] or found["more"])
    return any(abs(each - number) * 5 <= number if rough else each == number for each in counts)


def _shares(words: str, at: int) -> Iterator[_Share]:
    for found in TENTHS.finditer(words):
        value = fraction(found)
        above = found["bound"] in ("以上", "多", "之多") or found["about"] in ("超", "超过", "逾") or "过半" in found[0]
        below = found["bound"] == "以下"
        if _is_bound(words, found):
            continue  # a bound of a list is its rule's
        least = value if above else Fraction(0) if below else value - _NEAR
        most = Fraction(1) if above else value if below else value + _NEAR
        yield _Share(found[0], at + found.start(), least, most)


def _is_bound(words: str, found: re.Match[str]) -> bool:
    return bool(re.search("(?:低于|高于|不足|不到|超过|达到|不低于|不高于)$", words[: found.start()]))


def _value(field: Meant) -> Fraction | int | None:
    figure = field.figure
    if figure is None and field.thing is not None:
        figure = getattr(field.thing, "figure", None)
    if figure is None or figure.value is None or isinstance(figure.value, bool):
        return None
    if isinstance(figure.value, int):
        return figure.value
    return Fraction(figure.value)


def _sentences(parts: Sequence[Part]) -> Iterator[tuple[str, int, list[Named]]]:
    """Each run of the writer's words with its place and the braces of its sentence."""
    runs: list[tuple[str, int]] = []
    names: list[Named] = []
    for part in _flat(parts):
        if isinstance(part, Named):
            names.append(part)
            continue
        start = 0
        for stop in re.finditer("[。！？；\n]", part.text):
            runs.append((part.text[start : stop.start()], part.at + start))
            yield from ((words, at, names) for words, at in runs)
            runs, names, start = [], [], stop.end()
        runs.append((part.text[start:], part.at + start))
    yield from ((words, at, names) for words, at in runs)


def _flat(parts: Sequence[Part]) -> Iterator[Named | Plain]:
    for part in parts:
        if isinstance(part, Clause):
            yield from _flat(part.parts)
        elif isinstance(part, (Named, Plain)):
            yield part


def _doubt(at: int, words: str, found: str, *, rates: bool) -> Doubt:
    kind = "汉字写的数和这一句的数不一样" if rates else "汉字写的数没有出处"
    advice = f"随期变的写名称，如{{受理}}；确是不变的话写成{{“{words}”}}"
    return Doubt(at, "wording.numeral", kind, f"写的是“{words}”，{found}", advice)
