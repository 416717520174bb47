"""How the numbers of a printed column are written: digits, zeros, what stands where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, Rounding, Zeros

_WHOLE = late(r"^\d{1,3}(?:,\d{3})+$|^\d+$")
_RATE_HEAD, _WHOLE_PERCENT = late(r"率$|占比$|比重$"), 100
_NUMBER = late(r"^[-+]?\d+(?:\.\d+)?[%％]?$")


def is_whole(cell: str) -> bool:
    """Whether a cell holds a whole number."""
    return bool(_WHOLE.match(cell))


def whole(cell: str) -> int:
    """The whole number of a cell."""
    return int(cell.replace(",", ""))


def is_count_column(cells: Sequence[str]) -> bool:
    """Whether a column holds whole numbers; a blank or a dash stands for none."""
    numbers = [cell for cell in cells if is_whole(cell)]
    return len(numbers) * 2 > len(cells) and all(is_whole(cell) or is_nothing(cell) for cell in cells)


def is_number(cell: str) -> bool:
    """Whether a cell holds a number of any kind."""
    return bool(_NUMBER.match(cell))


def is_nothing(cell: str) -> bool:
    """Whether a cell is blank or holds a dash."""
    return cell in ("", "-", "—", "--", "——", "/", "／", "–")


def is_percent_column(cells: Sequence[str]) -> bool:
    """Whether a column's numbers are percentages; words for "nothing to rate" may stand among them."""
    numbers = [cell for cell in cells if is_number(cell)]
    with_sign = [cell for cell in numbers if cell[-1] in "%％"]
    return bool(numbers) and len(with_sign) * 10 >= len(numbers) * 9 and len(numbers) * 3 >= len(cells)


def is_bare_percent_column(head: str, cells: Sequence[str]) -> bool:
    """Whether a column holds percentages without their sign: its head says so, 办结率（%）, or calls it a rate and its
    numbers with decimals lie between 0 and 100."""
    numbers = [cell for cell in cells if is_number(cell)]
    if not numbers or any(cell[-1] in "%％" for cell in numbers) or len(numbers) * 3 < len(cells):
        return False
    within = all(0 <= value_of(cell) <= _WHOLE_PERCENT for cell in numbers)
    said = bool(re.search(r"[（(][%％][)）]", head))
    return within and (said or (bool(_RATE_HEAD.search(head)) and any("." in cell for cell in numbers)))


def is_decimal_column(cells: Sequence[str]) -> bool:
    """Whether a column holds plain numbers, such as scores."""
    numbers = [cell for cell in cells if is_number(cell) and cell[-1] not in "%％"]
    return bool(numbers) and len(numbers) * 3 >= len(cells) * 2


def styles_of(cells: Sequence[str], *, percent: bool) -> Iterator[NumberStyle]:
    """The ways of rounding and writing by which a column's numbers may have been printed, the usual first; percentages
    without a sign where none of them has one."""
    numbers = [cell.rstrip("%％") for cell in cells if is_number(cell)]
    decimals = [len(number.partition(".")[2]) for number in numbers]
    digits = max(decimals, default=0)
    kept = digits > 0 and all(places == digits for places in decimals)
    bare = percent and bool(numbers) and not any(cell[-1] in "%％" for cell in cells if is_number(cell))
    if percent and not digits:
        # Whole percents of whole shares alone say nothing of decimals: those that do not fit are left out by them.
        yield NumberStyle(2, percent=True, bare=bare)
    for rounding in (Rounding.HALF_UP, Rounding.DOWN, Rounding.HALF_EVEN):
        yield NumberStyle(digits, rounding, Zeros.KEEP if kept else Zeros.DROP, percent, bare=bare)


def value_of(cell: str) -> Fraction:
    """The number of a cell as it is printed (97.5% → 0.975)."""
    number = Fraction(cell.rstrip("%％"))
    return number / 100 if cell[-1] in "%％" else number


def normal(cell: str) -> str:
    """A cell's number as the program writes it."""
    return cell.replace("％", "%").lstrip("+").replace(",", "")
