"""Shares and counts in Chinese numerals: 九成以上, 百分之九十, 一千三百七十."""

from __future__ import annotations

import re
from fractions import Fraction

from bulletin_gen.compose.wording.checking.sought import Sought

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
#: A share in words.
TENTHS = Sought(
    "(?P<about>约|近|将近|接近|超过?|逾|达到?)?(?:(?P<tenths>[一二两三四五六七八九])成(?P<more>[半一二三四五六七八九])?|"
    "(?P<half>半数|过半|一半)|百分之(?P<hundredths>[一二三四五六七八九十]{1,3})|(?P<parts>[二三四五])分之(?P<of>[一二三四]))"
    "(?P<bound>以上|以下|左右|多|之多)?(?!员)",
    "成 半 之",
)


def share_of_words(text: str) -> Fraction | None:
    """九成 as 9/10, 八成五, 百分之九十, 半数; None for anything else."""
    found = TENTHS.match(text)
    return fraction(found) if found else None


def whole_of(text: str) -> int:
    """一千三百七十 as 1370, 五百二 as 520 it is not: only what is written out; 0 for what is no number."""
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _UNITS[character], 0
    return total + section + digit


def fraction(found: re.Match[str]) -> Fraction:
    """The share that a match of ``TENTHS`` says."""
    if found["half"]:
        return Fraction(1, 2)
    if found["parts"]:
        return Fraction(_DIGITS[found["of"]], _DIGITS[found["parts"]])
    if found["hundredths"]:
        return Fraction(whole_of(found["hundredths"]), 100)
    more = found["more"] or "零"
    return Fraction(_DIGITS[found["tenths"]] * 10 + (5 if more == "半" else _DIGITS[more]), 100)
