"""Text of cells: what a clerk typed, without the blanks and dress that carry no meaning."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.personal import masked

#: What a spreadsheet cell can hold. An empty cell is ``""`` (or ``None`` from other readers).
Cell = str | int | float | bool | datetime | date | time | timedelta | None

# Control characters, zero-width marks, byte order mark, non-characters and lone surrogates: never meant, and some of
# them cannot be written to XML.
_UNWANTED = late(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = late(r"[\s\u3000\u00a0]+")
# Full-width letters and digits; full-width punctuation is proper Chinese and stays as typed.
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}

#: What stands for a formula that no program has computed yet. Error values stand as spreadsheets show them.
NOT_COMPUTED = "#未计算"
#: Cells that say that a formula came to nothing.
ERRORS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
    | {"#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CONNECT!", NOT_COMPUTED}
)
#: What a computation leaves that came to no number: beside numbers it is no mere blank.
NOT_NUMBERS = frozenset({"nan", "NaN", "NAN", "Nan"})
#: Texts that stand for an empty cell.
NOTHING = ERRORS | NOT_NUMBERS | {
    "", "-", "--", "---", "—", "——", "/", "//", "\\", "无", "空", "暂无", "null", "NULL", "Null", "None", "none",
    "NONE", "N/A", "n/a", "nil", "undefined", "(null)", "<null>",
}  # fmt: skip


def tidy(text: str) -> str:
    """``text`` with letters and digits narrow, unwanted characters dropped, blanks single and none around it."""
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        text = text[2:-1]  # by this, exports keep spreadsheets from taking a text for a number
    if text.isprintable() and "  " not in text:  # then it holds no other blank, and nothing unwanted
        return (text if text.isascii() else text.translate(_NARROW)).strip()
    return _BLANKS.sub(" ", _UNWANTED.sub("", text.translate(_NARROW))).strip()


def id_text(text: str) -> str:
    """An order's number as it is compared: no blanks, letters and digits narrow, none of the marks by which exports
    keep spreadsheets from taking it for a number (``'123``, ``="123"``)."""
    return tidy(tidy(text).replace(" ", "").removeprefix("'").removeprefix("\u2019"))


def key_of(text: str) -> str:
    """What is compared when two names are the same name: no blanks, no width, no case."""
    if text.isprintable():
        return unicodedata.normalize("NFKC", text).replace(" ", "").casefold()
    return _BLANKS.sub("", unicodedata.normalize("NFKC", _UNWANTED.sub("", text))).casefold()


def cell_text(value: Cell) -> str:
    """The text of a cell as a clerk sees it: whole numbers without a point, dates as 2024-05-01 08:03:00."""
    if isinstance(value, str):
        return tidy(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


def shown(text: str, limit: int = 30) -> str:
    """``text`` fit for a message: telephone and identity numbers masked, cut to ``limit`` characters."""
    fit = masked(tidy(text))
    return fit if len(fit) <= limit else fit[: limit - 1] + "…"


def shortens(short: str, long: str) -> bool:
    """Whether ``short`` is ``long`` with characters left out between its first and its last: 甲乙局 of
    甲某乙某某局. What is as long shortens nothing."""
    if not short or len(short) >= len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    left = iter(long)
    return all(sign in left for sign in short)
