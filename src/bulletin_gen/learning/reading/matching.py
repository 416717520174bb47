"""Which spelling of the orders means which printed unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.leaves.frugal import late

#: How alike two names must be to be one unit's (of 100), and how far ahead of any other.
_SURE, _AHEAD = 88, 8
_BEFORE = late(
    r"^国家税务总局|^(?:[^省市县区旗州]{2,4}(?:省|市(?!场)|县|区|旗|州))+(?=..)|^(?:省|市(?!场)|县|区)(?=.{2})"
)
_FULL = (
    (late(r"(?:人民政府|街道办事处|办事处|管理委员会|管委会)$"), ""),
    (late(r"委员会$"), "委"),
    (late(r"(?:有限)?(?:责任)?公司$"), "公司"),
    (late(r"街道$"), ""),
)


def matched(printed: Sequence[str], written: Iterable[str], county: str = "") -> dict[str, str]:
    """Spelling of the orders → printed name, for those that surely mean one: alike as names, without what stands
    around them, as an abbreviation, or much more alike than any other. What is not sure is left out."""
    found: dict[str, str] = {}
    rest = list(dict.fromkeys(written))
    for way in (key_of, lambda name: core(name, county)):
        known = _unique((way(name), name) for name in printed)
        for text in rest:
            if (hit := known.get(way(text))) is not None:
                found.setdefault(text, hit)
        rest = [text for text in rest if text not in found]
    for guess in (abbreviated, _by_likeness):
        pairs = guess(printed, rest, county)
        found |= pairs
        rest = [text for text in rest if text not in pairs]
    return found


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of these names, the longer ones first: a shorter one may be their beginning."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def by_stem(values: Iterable[str]) -> dict[str, str]:
    """Values by what texts call them, without 类; one character names nothing."""
    return {stem: value for value in values if len(stem := value.removesuffix("类")) > 1}


def core(name: str, county: str = "") -> str:
    """A unit's name without the region before it and the form of office after it: 某县史志局 → 史志局."""
    short = key_of(name)
    if county:
        short = short.removeprefix(key_of(county)).removeprefix(key_of(county)[:-1]) or short
    for form, kept in _FULL:
        short = form.sub(kept, short) or short
    return _BEFORE.sub("", short) or short


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The keys that one name alone has."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for key, name in pairs:
        twice |= {key} if found.get(key, name) != name else set()
        found[key] = name
    return {key: name for key, name in found.items() if key not in twice}


def abbreviated(printed: Sequence[str], written: Sequence[str], county: str) -> dict[str, str]:
    """``written`` → ``printed`` of names of which one is the other with characters left out (史志局 of
    史料和地方志编纂局), each of one only; a printed unit may be written in several ways."""
    short = {name: core(name, county) for name in (*printed, *written)}
    fits = {text: [name for name in printed if _abbreviates(short[name], short[text])] for text in written}
    return {text: names[0] for text, names in fits.items() if len(names) == 1}


def _abbreviates(one: str, other: str) -> bool:
    less, more = sorted((one, other), key=len)
    if len(less) < 3 or less[-1] != more[-1]:
        return False
    # 巡防大队 of 某局巡逻防控大队: where the beginning is another's, the end must be the same for certain.
    if less[0] != more[0] and (len(less) < 4 or less[-2:] != more[-2:]):
        return False
    letters = iter(more)
    return all(letter in letters for letter in less)


def _by_likeness(printed: Sequence[str], written: Sequence[str], county: str) -> dict[str, str]:
    from rapidfuzz import fuzz

    fits: dict[str, list[str]] = {}
    for text in written:
        ranked = sorted(((fuzz.ratio(core(text, county), core(name, county)), name) for name in printed), reverse=True)
        ahead = len(ranked) < 2 or ranked[0][0] - ranked[1][0] >= _AHEAD
        fits[text] = [ranked[0][1]] if ranked and ranked[0][0] >= _SURE and ahead else []
    return _mutual(fits)


def _mutual(fits: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Those that fit one name alone, which no other fits."""
    single = {text: names[0] for text, names in fits.items() if len(names) == 1}
    taken = list(single.values())
    return {text: name for text, name in single.items() if taken.count(name) == 1}
