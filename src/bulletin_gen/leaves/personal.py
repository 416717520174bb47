"""Telephone and identity numbers in texts: told from other numbers, and masked wherever a text is shown or kept."""

from __future__ import annotations

from bulletin_gen.leaves.frugal import late

# Digits may be full-width: \d takes them as well.
_MOBILE = r"(?:(?:00|[+＋])?[8８][6６][- ]?|[0０])?[1１][3-9３-９]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})"
_IDENTITY = r"\d{17}[\dXxＸｘ]"
_MOBILES, _IDENTITIES = (late(rf"(?<!\d){number}(?!\d)") for number in (_MOBILE, _IDENTITY))
_NUMBERS = late(f"{_MOBILES.pattern}|{_IDENTITIES.pattern}")
# Orders may be numbered by region, day and count in 18 digits as well; few people who call were born after 2019. Ids
# are compared without blanks: numbers may follow each other closely.
_IN_ID = late(
    r"(?<![0-9A-Za-z])(?:1[3-9]\d(?:\d{8}|-\d{4}-\d{4})"
    r"|[1-9]\d{5}(?:19\d\d|20[01]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])+(?![0-9A-Za-z])"
)
#: Whatever ``masked_id`` changes holds one of these; a pattern without looks around, for engines that know none.
MAY_HOLD_NUMBER = (
    r"[^\x00-\x7f]|1[3-9]\d(?:\d{8}|-\d{4}-\d{4})"
    r"|[1-9]\d{5}(?:19\d\d|20[01]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
_MASK = "…"
_IDENTITY_LENGTH = 18
#: No such number has fewer characters.
SHORTEST = 11


def masked(text: str) -> str:
    """``text`` with … in place of every mobile telephone number and identity number."""
    return _NUMBERS.sub(_MASK, text)


def masked_id(order_id: str) -> str:
    """An order's number fit for a message: … where it is, or holds, a citizen's number that slipped into its column, or
    is a name, without any digit. Of such a cell nothing is shown: beside the number there may be a name."""
    named = not order_id.isascii() and not any(sign.isdigit() for sign in order_id)
    return _MASK if named or _IN_ID.search(order_id) else order_id


def citizens_number(order_id: str, first_year: int) -> str:
    """What people call the citizen's number that an order's number is or holds; empty when it holds none.

    Orders may be numbered by region, day and count in as many digits as people: nobody born since ``first_year``
    calls a hotline in that year.
    """
    for found in _IN_ID.finditer(order_id):
        whole = found[0]
        if len(whole) < _IDENTITY_LENGTH:
            return "手机号码"
        if int(whole[6:10]) < first_year:
            return "身份证号码"
    return ""


def kind_of_number(text: str) -> str:
    """What people call the citizen's number that ``text`` holds; empty when it holds none."""
    return "手机号码" if _MOBILES.search(text) else "身份证号码" if _IDENTITIES.search(text) else ""
