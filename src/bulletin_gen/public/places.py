"""Addresses down to the door, masked to the street, the village or the community."""

from __future__ import annotations

import re

from bulletin_gen.leaves.frugal import late
from bulletin_gen.public.numbers import OF_OFFICE, Private

_NUMBER = r"(?:[\dA-Za-z]+|[一二三四五六七八九十百]+)(?:-\d+)*"
_PART = rf"{_NUMBER}\s*(?:号楼|栋|幢|座|单元|门|楼|层|室|房|号院|号房|户)"
#: 3栋2单元501室, 12号楼1单元302, 3-2-501.
_DOOR = late(
    rf"(?:{_NUMBER}\s*(?:期|区|号院)\s*)?(?:{_PART}\s*)+(?:\d{{2,4}}(?!\d|件|人|户|年|月|元|个|次|%))?"
    r"|(?<!\d)\d{1,3}-\d{1,2}-\d{3,4}(?![\d件])"
)
#: …路12号: of a person's home, not of an office.
_STREET = late(
    rf"(?<=[路街巷道弄村组里坊院园苑庭城湾区社屯寨庄郡府居])\s*(?:\d+(?:-\d+)?(?:号|弄)(?!线|文|令|公告|地块|楼))(?:{_PART})*"
    r"(?:(?:之|附)[一二三四五六七八九十\d]+号?)?"
)
_HOME = late(
    r"家住|住在|居住|住址|地址|住户|居民|市民|村民|业主|房前|屋前|屋后|房后|家门|反映|来电|投诉|举报|诉求|门牌|租住|户籍"
)
#: Doors that are told by themselves: a unit, a room, a building with a room behind it.
_TELLING = late(
    r"单元|室|\d+(?:栋|幢|座|号楼|楼)\s*\d+(?:房|户|号)|\d{3,4}号?房|\d+(?:栋|幢|座|号楼)\s*\d{2,4}$|\d+-\d+-\d+"
)


def doors_in(text: str) -> list[Private]:
    """The parts of addresses that lead to a door. A building alone (3栋) stays: it is no one's."""
    found = [
        Private("住址", match.start(), match.end(), "**")
        for match in _DOOR.finditer(text)
        if _TELLING.search(match[0])
        and not OF_OFFICE.search(text[: match.start()])
        and not re.search(r"^\d+室?$", match[0])
    ]
    if not _HOME.search(text):
        return found
    streets = [match.span() for match in _STREET.finditer(text)]
    for start, end in streets:
        doors = [each for each in found if each.start <= end and start < each.end]
        found = [each for each in found if each not in doors]
        found.append(Private("住址", start, max([end, *(each.end for each in doors)]), "**号"))
    return found
