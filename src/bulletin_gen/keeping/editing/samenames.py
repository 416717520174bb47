"""Spellings that are a registered unit's name but for the county before it and the government behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bulletin_gen.intake.cells.text import key_of, shortens

#: What an export writes behind a town's or a street's name.
_ENDINGS = ("人民政府", "政府", "办事处")
#: So much of a name must be left: what is shorter names nothing.
_SHORTEST = 2
#: 公司 and 中心 shorten half of all names.
_SHORTEST_ABBREVIATION = 3


def surely_same(spellings: Iterable[str], units: Mapping[str, Iterable[str]], county: str) -> dict[str, str]:
    """Spelling → the registered unit that it surely is. ``units``: each unit's name and everything it is called by.

    A spelling is surely a unit's where both are the same once the county's name (whole, without its last character, or
    that character alone) is taken from the front, and 人民政府, 办事处 or the 办 of a street from the end; and where
    it is one unit's only.
    """
    owners: dict[str, set[str]] = {}
    for unit, names in units.items():
        for name in names:
            for core in _cores(name, county):
                owners.setdefault(core, set()).add(unit)
    found = {}
    for spelling in spellings:
        of = {unit for core in _cores(spelling, county) for unit in owners.get(core, ())}
        if len(of) == 1:
            found[spelling] = of.pop()
    return found


def abbreviated(spellings: Iterable[str], units: Mapping[str, Iterable[str]], county: str) -> dict[str, str]:
    """Spelling → the registered unit of which it is likely the short form: 甲乙局 of 县甲某乙某局.

    The characters of the spelling, without the county before it, stand in the unit's name in this order, the first and
    the last at its two ends; and in no other unit's. Somebody must look: the unit may be one that is not registered.
    """
    owners = {unit: {core for name in names for core in _cores(name, county)} for unit, names in units.items()}
    found = {}
    for spelling in spellings:
        shorts = {core for core in _cores(spelling, county) if len(core) >= _SHORTEST_ABBREVIATION}
        pairs = ((unit, short, long) for unit, longs in owners.items() for long in longs for short in shorts)
        of = list(dict.fromkeys(unit for unit, short, long in pairs if shortens(short, long)))
        if len(of) == 1:
            found[spelling] = of[0]
    return found


def _cores(name: str, county: str) -> Iterator[str]:
    """Everything that a name is without the county or the government, itself among them."""
    key, place = key_of(name), key_of(county)
    fronts = ("", place, place[:-1], place[-1:])
    for front in dict.fromkeys(fronts):
        if front and not key.startswith(front):
            continue
        rest = key[len(front) :]
        for ending in ("", *_ENDINGS):
            core = rest.removesuffix(ending)
            core = core.removesuffix("办") if core.endswith("街道办") else core  # short for 街道办事处
            if len(core) >= _SHORTEST and (not ending or core != rest):
                yield core
