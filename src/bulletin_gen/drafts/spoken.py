"""Amounts in Chinese characters, as people write them instead of digits: 一千二百六十三件, 百分之九十五, 七成."""

from __future__ import annotations

import re
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import numeral

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2} | {
    sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖", 1)
}  # fmt: skip
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_SIGN = f"[{''.join((*_DIGITS, *_PLACES, *_MYRIADS))}]"
_NUMERAL = rf"{_SIGN}+(?:点{_SIGN}+)?"
_SHARE = rf"百分之{_NUMERAL}|千分之{_NUMERAL}|{_NUMERAL}分之{_NUMERAL}"
#: 成 counts tenths, and begins many words: 三成立 is none.
_TENTHS = r"[一二两三四五六七八九]成[一二三四五六七八九半]?(?![为立效果绩员本熟功都])"
_THINGS = r"件次|人次|件|宗|起|条|次|人|名|户|家|封|倍|天|小时"
_COUNTED = rf"个(?:百分点|单位|部门|乡镇?|镇街?|街道|社区|村|工作日|小时|月)|{_THINGS}"
_SCORED = rf"(?<=[扣加减得记计]){_NUMERAL}(?=分(?![之钟别]))"
#: 五月, 七月十日, 二〇二四年, 第九期: parts of dates, and issues.
_DATED = (
    r"(?:十[一二]?|[一二三四五六七八九])(?=月(?:[份，。、；及和至底末初中上下]|[一二三十]|$))"
    rf"|(?<=月){_SIGN}{{1,3}}(?=日)|[一二][〇零一二三四五六七八九]{{3}}(?=年)"
)
_ISSUE = rf"(?<=第){_SIGN}+(?=期)"
#: Characters before which a numeral is none, or part of one that has begun: 第三次, 3百件.
_ALONE = rf"(?<!第)(?<![0-9０-９.．])(?<!{_SIGN})(?<!点)"
#: A number in Chinese characters: before what it counts, or as a share; a whole text that is one.
SPOKEN = (
    rf"{_ALONE}(?:{_SHARE}|{_TENTHS}|{_DATED}|{_NUMERAL}(?=[余多几]?(?:个|{_THINGS}))|{_SCORED})|{_ISSUE}"
    rf"|(?:\A(?:{_SHARE}|{_NUMERAL}|{_TENTHS})\Z)"
)
_SPOKEN = late(SPOKEN)
_AMOUNT = late(
    rf"{_ALONE}(?:{_SHARE}|{_TENTHS}|{_DATED}|{_NUMERAL}[余多几]?(?:{_COUNTED})|{_SCORED})|{_ISSUE}"
    r"|近半数?|过半|超半数|半数以上|一半以上|大半|翻番|翻一番"
)
#: 一次, 一件, 万家: said without counting anything.
_IDLE = late(r"[一两][次件条个人名家起户天]|[十百千万亿]+[家户人]")
#: Two digits beside each other, no place between: 三四件 are three or four.
_SEVERAL = late(r"(?<!点)[一二两三四五六七八九]{2}")
#: The largest number that is written in characters again.
_LARGEST = 9999


def amounts_in_words(text: str) -> list[tuple[int, int]]:
    """Where amounts are written in Chinese characters: 三十七件, 百分之九十, 近半."""
    return [each.span() for each in _AMOUNT.finditer(text) if not _IDLE.fullmatch(each[0])]


def is_spoken(number: str) -> bool:
    """Whether a number is written in Chinese characters."""
    return bool(_SPOKEN.fullmatch(number))


def is_share(number: str) -> bool:
    """Whether a number in Chinese characters is a share of a whole: 百分之五, 七成, 三分之一."""
    return is_spoken(number) and bool(re.search("分之|成", number))


def in_digits(text: str) -> str:
    """A text with its numbers in Chinese characters written with digits, shares in percent (百分之五 → 5%, 七成 → 70%);
    what is no exact number of digits (三分之一, 三四件) is left."""
    return _SPOKEN.sub(lambda found: _digits(found[0]) or found[0], text)


def amount_spoken(number: str) -> Fraction | None:
    """The amount of a number in Chinese characters, shares in percent; none where it is not exactly one."""
    if "分之" in number:
        whole, _, part = number.partition("分之")
        amounts = [100 if each == "百" else 1000 if each == "千" else _value(each) for each in (whole, part)]
        if any(each is None for each in amounts) or not amounts[0]:
            return None
        return Fraction(100 * (amounts[1] or 0)) / Fraction(amounts[0] or 1)
    if "成" in number:
        tens, _, more = number.partition("成")
        fives = 5 if more == "半" else (_value(more) or 0) if more else 0
        value = _value(tens)
        return None if value is None else value * 10 + fives
    return _value(number)


def spoken_like(was: str, now: str) -> str:
    """``now``, a number of digits, as ``was`` is written: in Chinese characters where that is, and it can be."""
    if not is_spoken(was):
        return now
    lead = "百分之" if now.endswith("%") else ""
    if bool(lead) != was.startswith("百分之") or (is_share(was) and not lead):
        return now
    whole, point, rest = now.rstrip("%").partition(".")
    if not whole.isdecimal() or int(whole) > _LARGEST or (point and not rest.isdecimal()):
        return now
    decimals = f"点{''.join('零一二三四五六七八九'[int(each)] for each in rest)}" if point else ""
    return f"{lead}{numeral(int(whole))}{decimals}"


def _digits(number: str) -> str | None:
    amount = amount_spoken(number)
    if amount is None or 10**9 % amount.denominator:
        return None
    if "千分之" in number:
        return f"{_plain(amount * 10)}‰"
    return _plain(amount) + ("%" if is_share(number) else "")


def _plain(amount: Fraction) -> str:
    text = f"{amount.numerator * 10**9 // amount.denominator:010d}"
    return f"{text[:-9].lstrip('0') or '0'}.{text[-9:]}".rstrip("0").rstrip(".")


def _value(text: str) -> Fraction | None:
    """The value of a numeral: 一千二百零五, 二〇二四, 三百五 (350), 六点八; none of 三四."""
    whole, point, rest = text.partition("点")
    times = 1
    while point and rest and rest[-1] in _MYRIADS:  # 一点一万
        times *= _MYRIADS[rest[-1]]
        rest = rest[:-1]
    number = _whole(whole)
    if number is None or (point and not all(each in _DIGITS for each in rest)):
        return None
    decimals = Fraction(int("".join(str(_DIGITS[each]) for each in rest)), 10 ** len(rest)) if rest else Fraction(0)
    return (number + decimals) * times


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(each in _DIGITS for each in text):
        if len(text) == 2 and _SEVERAL.fullmatch(text):
            return None
        return int("".join(str(_DIGITS[each]) for each in text))
    if _SEVERAL.search(text):
        return None
    total, section, digit, last = 0, 0, 0, 1
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            last = 1 if digit == 0 else last
        elif sign in _PLACES:
            last = _PLACES[sign]
            section += (digit or 1) * last
            digit = 0
        else:
            last = _MYRIADS[sign]
            total = (total + section + digit or 1) * last if last > 10_000 else total + (section + digit or 1) * last
            section = digit = 0
    return total + section + digit * (last // 10 if last > 10 else 1)
