"""What names stand for while a sentence is printed: figures, holders of figures, lists, changes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.facts.asked.changes import AskedChange, Lacking, NoChange
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ScopeFacts


class Weight(Enum):
    """What a printed thing does to the clause around it."""

    FULL = auto()  # keeps it up
    NONE = auto()  # nothing to speak of, but it can be printed: 0件, —
    MISSING = auto()  # nothing, and nothing that could be printed
    NEUTRAL = auto()  # neither: dates, names, numbers of the rules


HolderKind = Literal["whole", "unit", "group", "value", "grade", "orders", "order", "move"]


class Holder(Struct, frozen=True):
    """What figures are of: the whole, a unit, a group, a value of a category, a grade, the orders of a unit.

    ``own`` names the measure that 件数 prints, ``count`` that figure and ``share`` its share. ``words``: figures that
    only holders of this kind have, by their Chinese names. ``inner``: a group's or a grade's units, a value's
    sub-values, a unit's orders. ``key`` makes ids of figures that are asked for.
    """

    kind: HolderKind
    key: str
    name: Figure | None = None
    scope: ScopeFacts | None = None
    own: str = ""
    count: Figure | None = None
    share: Figure | None = None
    words: Mapping[str, Figure] = field(default_factory=dict)
    inner: tuple[Holder, ...] = ()
    breakdown: str = ""

    @property
    def called(self) -> str:
        """How messages call it."""
        return self.name.text if self.name else "全部"


ListKind = Literal["units", "groups", "values", "grades", "orders", "order", "moves"]


class Listing(Struct, frozen=True):
    """Members in the order to be named.

    ``own``: the measure by which they were picked, or that a breakdown counts. ``within``: how many were asked for
    where more are there because the last tie. ``shown``: how many are named before 等. ``wanted``: N of 前N.
    ``order``: by what they stand in a row, as the profile says it. ``lacking``: what was not picked because it has no
    base; ``rest``: the others of the list that it was picked from. ``alike``: nobody was picked because all have
    the same.
    """

    kind: ListKind
    key: str
    members: tuple[Holder, ...]
    own: str = ""
    tied: bool = False
    shown: int | None = None
    apart: bool = False
    wanted: int | None = None
    parent: Holder | None = None
    label: str = ""
    order: tuple[str, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    rest: tuple[Holder, ...] | None = None
    alike: bool = False

    @property
    def ranked(self) -> bool:
        """Whether they stand in the order of a figure, so that the first of them are the foremost: group by group they
        do where all are of one group."""
        keys = [key.removeprefix("-") for key in self.order]
        if len({each.group for each in self.scopes}) <= 1:
            keys = [key for key in keys if key not in ("group", "prose_group")]
        return bool(keys) and keys[0] not in ("group", "prose_group", "registered")

    @property
    def scopes(self) -> list[ScopeFacts]:
        """The members' counts and rates."""
        return [each.scope for each in self.members if each.scope is not None]


class Amount(Struct, frozen=True):
    """One figure, or why there is none. ``name`` is its measure, rate or score; ``whose`` what it is of.
    ``parts``: what a share is a share of, part and whole; ``ending`` is printed with it: 万; ``lacks``: the base that
    it would come from."""

    figure: Figure | None
    weight: Weight
    name: str = ""
    whose: Holder | None = None
    reason: str = ""
    list_count: Listing | None = None
    parts: tuple[Figure, Figure] | None = None
    ending: str = ""
    lacks: Lacking | None = None
    share: bool = False


class Change(Struct, frozen=True):
    """A comparison of an amount, with the words and the unit that the sentence gives it."""

    amount: Amount
    against: str
    result: AskedChange | NoChange
    unit: str = ""
    words: tuple[str, ...] = ()

    @property
    def lacks(self) -> Lacking | None:
        """The base that is not known, or is 0, if it is that for which there is nothing to say."""
        figure = self.amount.figure
        if figure is None or not isinstance(self.result, NoChange) or not self.result.lacks:
            return None
        return Lacking(self.against, self.amount.name, figure, zero=self.result.lacks == "zero")


Thing = Amount | Holder | Listing | Change


class Said(Struct, frozen=True):
    """What stands on the page, with ids around its figures; ``one``: it is a list of a single member."""

    text: str
    weight: Weight
    one: bool = False
    ending: str = ""
    reason: str = ""


def share_amount(
    share: Figure | None, whose: Holder, part: Figure | None = None, whole: Figure | None = None
) -> Amount:
    """A share as it weighs: nothing where it is a share of nothing, or of what is none."""
    if share is None:
        return Amount(None, Weight.MISSING, whose=whose, reason="分母是0")
    parts = (part, whole) if part is not None and whole is not None else None
    return Amount(share, Weight.FULL if share.value else Weight.NONE, whose=whose, parts=parts, share=True)


def inner_named(holder: Holder, name: str) -> Holder | None:
    """What a holder has within it under that name."""
    return next((each for each in holder.inner if each.called == name), None)


def of_group(listing: Listing, group: Holder) -> Listing:
    """Those members of a list that belong to a group."""
    names = {each.key for each in group.inner}
    members = tuple(each for each in listing.members if each.key in names)
    return replace(listing, key=f"{group.key}.{listing.key}", members=members, parent=group)
