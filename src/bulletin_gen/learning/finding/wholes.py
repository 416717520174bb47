"""What the printed tables have of each column altogether, and whether the orders are the bulletin's at all: by that the
numbers of the text are judged that stand beside a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.rates import FoundRate, PrintedRate
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.reading.printedcells import is_nothing, is_number, is_whole, normal, whole
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import format_number

#: A head of two rows begins with its group: 完成情况超时完成数.
_GROUP = late(r"^[\u4e00-\u9fff]{2,8}?(?:情况|方面|环节|指标)(?=[\u4e00-\u9fff]{2})")
_COUNTED = late(r"(?:案?件)?(?:次数|数|量)$|件次?$")
#: One line in so many may be printed wrong by the bulletin itself.
_MISPRINTED = 25
#: Orders are in doubt where more than one in so many of the telling columns do not come out, and so many at least.
_SHARE_OFF, _FEWEST_OFF = 3, 2
_SHORTEST = 2
#: Before the words for a column these make another number of it: 不满意, 未办结, 超期办结.
_OTHER_WAY = late("(?:不|未|非|没有?|无|超期?|逾期|重复?|再次?|应|待|应当|直接|当场|自行)$")


class PrintedWhole(Struct, frozen=True):
    """A column: how sentences call it, how its whole is printed (all ways that the table itself gives), the name by
    which the rules print it ("" where they do not); ``exact``: whether the orders give it, ``given``: whether people
    do, or it is a rate of such columns."""

    label: str
    wholes: tuple[str, ...]
    name: str
    exact: bool
    given: bool

    @property
    def whole_is_known(self) -> bool:
        """Whether the table says what all have together."""
        return bool(self.wholes)

    def likeness(self, label: str) -> int:
        """How many characters of ``label``, the words before a number, call this column; 0 where they call another."""
        said = stem_of(label)
        if len(self.label) < _SHORTEST or not said.endswith(self.label):
            return 0
        return 0 if _OTHER_WAY.search(said.removesuffix(self.label)) else len(self.label)


def stem_of(head: str) -> str:
    """A head as sentences say it: without its group, 数 and 件."""
    return _COUNTED.sub("", _GROUP.sub("", head)) or head


def wholes_of(tables: Sequence[LearntTable], names: Mapping[str, str], units: int) -> tuple[PrintedWhole, ...]:
    """Every column of counts and rates; ``names``: head → the name by which the rules print it; ``units``: how many
    there are: a table of the first few says nothing of all."""
    strict = is_off(tables)
    return tuple(
        each if len(table.table.lines) >= units else replace(each, wholes=())
        for table in tables
        for each in _of_table(table, names, doubtful=strict)
    )


def is_off(tables: Sequence[LearntTable]) -> bool:
    """Whether any column that says enough does not come out: then a line that misses is no misprint."""
    return bool(_off(tables)[0])


def is_exact(found: Found | FoundRate, lines: int, *, doubtful: bool) -> bool:
    """Whether the orders give a column, but for a line that the bulletin may have printed wrong where the other columns
    come out."""
    return found.rule is not None and len(found.misses) <= (0 if doubtful else max(1, lines // _MISPRINTED))


def is_doubtful(tables: Sequence[LearntTable]) -> bool:
    """Whether the orders are not those that the bulletin was made from: too many columns that say enough do not come
    out."""
    off, every = _off(tables)
    return off >= _FEWEST_OFF and off * _SHARE_OFF > every


def _off(tables: Sequence[LearntTable]) -> tuple[int, int]:
    """How many of the columns that say enough do not come out, and how many there are."""
    telling = [(each, len(table.table.lines)) for table in tables for each in _telling(table)]
    return sum(1 for each, lines in telling if not is_exact(each, lines, doubtful=False)), len(telling)


def _telling(table: LearntTable) -> Iterator[Found]:
    yield from (each for head, each in table.chosen.found.items() if each.telling and head not in table.sums)


def _of_table(table: LearntTable, names: Mapping[str, str], *, doubtful: bool) -> Iterator[PrintedWhole]:
    lines = len(table.table.lines)
    for place, head in enumerate(table.table.heads):
        cells = table.table.column(place)
        name = names.get(head, "")
        printed = table.printed.get(head)
        found: Found | FoundRate | None = table.chosen.found.get(head) or table.rates.get(head)
        if printed is not None:
            said = tuple(_with_total(table, place, _quotient(table, printed)))
            made_of = [table.chosen.found.get(part) for part in (printed.upper, printed.lower) if part]
            sound = all(each is None or each.rule is None or not each.misses for each in made_of)
            yield PrintedWhole(stem_of(_bare(head)), said, name, exact=False, given=sound and bool(name))
        elif isinstance(found, FoundRate):
            exact = is_exact(found, lines, doubtful=doubtful)
            yield PrintedWhole(stem_of(_bare(head)), tuple(_with_total(table, place, "")), name, exact, given=False)
        elif found is not None:
            exact = head in table.sums or is_exact(found, lines, doubtful=doubtful)
            said = tuple(_with_total(table, place, _sum(cells)))
            yield PrintedWhole(stem_of(_bare(head)), said, name, exact, given=found.rule is None and bool(name))


def _bare(head: str) -> str:
    return re.sub(r"[（(][^（()）]*[)）]|\s", "", head)


def _sum(cells: Sequence[str]) -> str:
    if not all(is_whole(cell) or is_nothing(cell) for cell in cells):
        return ""
    return str(sum(whole(cell) for cell in cells if is_whole(cell)))


def _quotient(table: LearntTable, rate: PrintedRate) -> str:
    """What a rate of two printed columns is of all lines together."""
    heads = table.table.heads
    if not rate.lower or rate.upper not in heads or rate.lower not in heads:
        return ""
    upper, lower = (_sum(table.table.column(heads.index(each))) for each in (rate.upper, rate.lower))
    if not upper or not lower or lower == "0":
        return ""
    share = Fraction(int(upper), int(lower))
    return format_number(1 - share if rate.complement else share, rate.style)


def _with_total(table: LearntTable, place: int, said: str) -> Iterator[str]:
    """What the lines have together, and what the row of sums prints."""
    if said:
        yield said
    total = table.table.total
    if total is not None and is_number(cell := total.cells[place]) and normal(cell) != said:
        yield normal(cell)
