"""Numbers in folded text: what is a date, a code or a place in a list is passed over; the rest are quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown
from bulletin_gen.proof.sentences.words import COUNTED, MEASURES, SPANS

_PASSED = "|".join(
    (
        r"(?:19|20)\d\d年(?:\d{1,2}月(?:份|\d{1,2}日)?)?",
        r"(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d|%)",
        r"\d{1,2}月\d{1,2}日",
        r"\d{1,2}(?:[-—~至]\d{1,2})?月份?(?!\d*个)",
        r"\d{1,2}日(?=[,;。)、(—\-~至—]|上午|下午|起|前|后|会议|，|$)",
        r"\d{1,2}:\d\d(?::\d\d)?",
        r"[〔\[(](?:19|20)\d\d[〕\])](?:第?\d+[号期]?)?",
        r"(?:总)?第?\d+号",
        r"总?第\d+(?:期|次|届|条|季度?|周|批|名|位|至)?",
        r"7[×xX*]24(?:小时)?",
        r"[\[]\d{4,}[\]]",
        r"\d{3,4}-\d{7,8}",
        r"(?<!\d)1\d{10}(?!\d)",
        rf"[A-Za-z]+\d[A-Za-z0-9.-]*(?![A-Za-z0-9.]*(?:万|{COUNTED}))",
        r"\d+\.\d+版|\d+版",
        r"(?<!\d)12[3]\d\d(?!\d|件|个|次|万|\.)",
        r"(?<!\d)\d{10,}(?!\d)",
        r"\d+[+]\d+|\d+\+",
        r"[十百千万亿]分之\d+(?:\.\d+)?",
    )
)
_SCAN = late(
    rf"(?P<passed>{_PASSED})|"
    r"(?P<number>(?:(?<![\d日月年%件)])[-+])?(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
    r"(?P<scale>[万亿千](?!元))?(?P<more>余|多)?"
    rf"(?P<unit>%+|‰|个?百分点|{SPANS}|{MEASURES}|分(?!别|类|析|局|公司|中心|管|支|级|组|布|行)|{COUNTED})?"
)
#: The number of a heading or of an item: 1. 2、(3) at the beginning of a line or a sentence, 1.2023年.
_LISTED = late(r"(?:^|(?<=[。;:!?]))(?:\(\d{1,2}\)[.、]?|\d{1,2}(?:[、)]|[.](?=\D|(?:19|20)\d\d年)))")
_OF_OFFICES = late(
    r"(?:[\u4e00-\u9fff]{0,4})(?:单位|部门|乡镇|镇街|街道|企业|公司|区县|县区|乡|镇|市州|省份|社区|村)(?![\u4e00-\u9fff]*(?:问题|诉求|事项|工单|案件))"
)
_SCALES = {"千": 1000, "万": 10_000, "亿": 100_000_000}


class Quantity(Struct, frozen=True):
    """A number with its unit, from ``start`` to ``end`` of the folded text. ``shown`` is as printed; ``value`` with
    万 multiplied out; ``step`` the smallest difference that the print could show."""

    shown: Shown
    value: Fraction
    unit: str
    scale: int
    start: int
    end: int
    number_end: int
    approximate: bool = False

    @property
    def step(self) -> Fraction:
        """The smallest difference that the print could show."""
        return self.shown.step * self.scale if self.scale > 1 else self.shown.step

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit.startswith("%")

    @property
    def is_points(self) -> bool:
        """Whether it is in percentage points."""
        return self.unit.endswith("百分点")


def quantities(text: str) -> list[Quantity]:
    """The quantities of a folded text, in order. In 3.67、3.56、1.02个百分点 all three are percentage points."""
    listed = {match.start(): match.end() for match in _LISTED.finditer(text)}
    return _with_shared_units(text, list(_scanned(text, listed)))


def _scanned(text: str, listed: dict[int, int]) -> Iterator[Quantity]:
    place = 0
    while match := _SCAN.search(text, place):
        place = listed.get(match.start(), match.end())
        if match.start() not in listed and match["number"] and not _is_in_a_name(text, match):
            yield _quantity(match, text)


def _is_in_a_name(text: str, match: re.Match[str]) -> bool:
    """Digits that belong to a name in Latin letters (A1, 4G) and the numbers of a heading like (1)."""
    at, end = match.start("number"), match.end()
    if match["unit"]:
        return False
    if at and text[at - 1] == "(" and text[end : end + 1] == ")":
        return len(match["number"]) == 1
    return bool(at and text[at - 1].isascii() and text[at - 1].isalpha())


def _quantity(match: re.Match[str], text: str) -> Quantity:
    number = match["number"]
    start = match.start()
    digits = len(number.partition(".")[2])
    scale = _SCALES.get(match["scale"] or "", 1)
    plain = number.replace(",", "")
    value = Fraction(int(plain) if plain.isdecimal() else plain)
    unit = match["unit"] or ""
    if unit == "个" and _OF_OFFICES.match(text, match.end()):
        unit = "家"  # 23个单位 are no part of 23个诉求
    approximate = bool(match["more"]) or text[max(0, start - 1) : start] in ("约", "近", "逾", "超")
    return Quantity(
        Shown(value, digits), value * scale, unit, scale, start, match.end(), match.end("number"), approximate
    )


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    shared = list(found)
    for i in range(len(found) - 2, -1, -1):
        one, after = shared[i], shared[i + 1]
        if not one.unit and after.unit and text[one.end : after.start] in ("、", "和", "及", "与", "/"):
            shared[i] = Quantity(
                one.shown, one.value, after.unit, one.scale, one.start, one.end, one.number_end, one.approximate
            )
    return shared
