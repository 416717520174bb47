"""How full the columns of the exports are, now and in the period before: a column that somebody no longer fills, or of
which an export has lost a part, changes figures without any error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from bulletin_gen.facts.changes import Bases
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.numbers import NumberStyle, format_number
from bulletin_gen.leaves.periods import Period

#: What is told: this many blanks at least, this much more of all cells, and half as many again as before.
_FEWEST, _MORE, _TIMES = 5, Fraction(5, 100), Fraction(3, 2)
_STYLE = NumberStyle(1, percent=True)


class CellCounts(Protocol):
    """How many cells of a column are blank, of those that could hold something."""

    @property
    def blank(self) -> int: ...
    @property
    def of(self) -> int: ...


class SheetCounts(Protocol):
    """What became of the rows of one sheet."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def read(self) -> int: ...
    @property
    def used(self) -> int: ...
    @property
    def set_aside(self) -> Mapping[str, int]: ...
    @property
    def filling(self) -> Mapping[str, CellCounts]: ...


def blank_shares(inputs: Iterable[Mapping[str, Any]]) -> dict[str, Fraction]:
    """The share of blank cells by column (its label), from the inputs of a facts.json."""
    said = (each for account in inputs for each in account.get("filling", {}).items())
    sums = _together((label, int(each["blank"]), int(each["of"])) for label, each in said)
    return {label: Fraction(blank, of) for label, (blank, of) in sums.items() if of}


def _together(parts: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for label, blank, of in parts:
        before = sums.get(label, (0, 0))
        sums[label] = (before[0] + blank, before[1] + of)
    return sums


def emptier(
    accounts: Iterable[SheetCounts], period: Period, bases: Bases, earlier: Sequence[Mapping[str, Fraction]] = ()
) -> Iterator[Issue]:
    """A warning for each column of which far more cells are blank than in the period before, and than in any of some
    ``earlier`` ones (what closes after the month ends is blank in every export, in some months more than in others);
    nothing where the period before was not recorded."""
    before = bases["previous"].blank if "previous" in bases else {}
    parts = ((label, each.blank, each.of) for account in accounts for label, each in account.filling.items())
    for label, (blank, of) in _together(parts).items():
        was, now = before.get(label), Fraction(blank, of) if of else Fraction(0)
        if was is None:
            continue
        known = [each[label] for each in earlier if label in each]
        if blank >= _FEWEST and now - max((was, *known)) >= _MORE and now >= was * _TIMES:
            most = f"；以前{len(known)}期最多占{_percent(max(known))}" if len(known) > 1 else ""
            yield warning(
                "column.emptier",
                "空白比上一期多得多的列",
                Place(column=label),
                found=f"{blank} 处空白，占{_percent(now)}；{period.previous().name}占{_percent(was)}{most}",
                advice="看看导出是否漏了这一列的内容，或平台改了写法；确实没有填的，可以不管",
            )


def _percent(share: Fraction) -> str:
    return format_number(share, _STYLE)
