"""Chinese numerals of one or two signs: 三, 十二, 二十."""

from __future__ import annotations

_NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def numeral(text: str) -> int:
    """The number that 3, 三, 十二, 二十 stand for."""
    if text.isdigit():
        return int(text)
    if len(text) == 2 and text[1] == "十":
        return 10 * _NUMERALS[text[0]]
    return 10 + _NUMERALS[text[1]] if len(text) == 2 else _NUMERALS[text]
