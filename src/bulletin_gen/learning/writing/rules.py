"""The rules of a county as they come together while its bulletin is learnt."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.learning.finding.board import Rule
from bulletin_gen.learning.reading.orders import OUTSIDE
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import NumberStyle, Rounding, Zeros
from bulletin_gen.leaves.periods import Period

_UNIT_OF_HEAD = late(r"[（(](?:件|个|%|％|分|天|家|次)[)）]|[（()）/]")
_USUAL = NumberStyle(2, percent=True)


class LearntRules(Struct):
    """The parts of a profile as they come together. ``notes``: the evidence of each path; ``placed``: the
    tables that stand in the text, with their place there; ``missed``: titles of tables that were not learnt;
    ``excused``: orders that the text says nobody answers for; ``outside``: what it calls the units without a row;
    ``prose_order``: the groups as it names them, where that is not the annex's order;
    ``bases``: what other offices have (市平均 → rate → as printed); ``cut_ties``: lists of the first three name three,
    though the next has as much; ``words``: how it says that something rose or fell;
    ``drops_zeros``: the tables write 27% for 27.0%, and the text says nothing else; ``ranking``: of the units;
    ``left_out``: tables with the heads of columns that are not printed again; ``unsummed``: rows of sums (table, head,
    printed) that are no sums of what people give, and are left blank; ``unsure``: numbers of the text with the time
    that they were taken to go by and the others that give them too; ``usual``: how rates are written where nothing
    else is said; ``column_styles``: how shares in tables are written, by the value of their column;
    ``remarks``: what is printed otherwise than it was; ``change``: how it writes changes; ``ways``: the ways in which
    it says that something went (of a rate or a count, upwards or not); ``roundings``: how each percentage of the text
    is rounded that tells, ``open_roundings``: those that do not; ``shown``: head of a table's column → the name of
    what it prints; ``alone``: numbers of the text (number, what it was taken for, how many others come near) that
    nothing but this one number tells; ``period``: that of the bulletin."""

    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    rates: dict[str, dict[str, Any]] = field(default_factory=dict)
    styles: dict[str, dict[str, Any]] = field(default_factory=dict)
    breakdowns: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    score: dict[str, Any] = field(default_factory=dict)
    grades: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[tuple[str, ...], str] = field(default_factory=dict)
    unit_figures: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    entries: list[tuple[str, Fraction]] = field(default_factory=list)
    placed: list[tuple[int, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    order_lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    excused: list[str] = field(default_factory=list)
    outside: str = OUTSIDE
    prose_order: list[str] = field(default_factory=list)
    bases: dict[str, dict[str, str]] = field(default_factory=dict)
    cut_ties: bool = False
    words: dict[str, str] = field(default_factory=dict)
    drops_zeros: bool = False
    ranking: dict[str, Any] = field(default_factory=dict)
    left_out: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unsummed: list[tuple[str, str, str]] = field(default_factory=list)
    unsure: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    usual: NumberStyle = _USUAL
    column_styles: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    change: NumberStyle | None = None
    ways: set[tuple[bool, bool]] = field(default_factory=set)
    roundings: list[Rounding] = field(default_factory=list)
    open_roundings: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    alone: list[tuple[str, str, int]] = field(default_factory=list)
    period: Period | None = None

    def measure(self, rule: Rule, name: str, *, orders: bool = False, handed: bool = True) -> str:
        """The name of the measure with this rule, made where there is none. ``orders``: an order of several units
        counts once; ``handed``: only what was handed to a unit."""
        said = rule.said()
        if handed:
            said["where"] = {"dispatched": True} | said.get("where", {})
        if orders:
            said["count"] = "orders"
        key = repr(said)
        if key not in self.known:
            self.known[key] = name = free_name(name, {*self.measures, *self.rates})
            self.measures[name] = {"label": name, **said}
        return self.known[key]

    def free(self, name: str) -> str:
        """The name, or it with a number where something else has it."""
        return free_name(name, {*self.measures, *self.rates, *self.breakdowns})

    def free_table(self, head: str) -> str:
        """A name for a table under a head."""
        return free_name(table_name(head), {*self.tables, *self.lists})

    def styled(self, style: NumberStyle) -> dict[str, str]:
        """How a rate is written, as a profile says it: percentages without a sign have one in sentences."""
        if style.bare:
            prose = self.style(replace(style, bare=False))
            return {"table_style": self.style(style)} | ({"style": prose} if prose != "rate" else {})
        name = self.style(style)
        return {"style": name} if name != "rate" else {}

    def style(self, style: NumberStyle) -> str:
        """The name of a style; the usual one has one already."""
        if self.drops_zeros and style.percent and style.zeros is Zeros.KEEP:
            style = replace(style, zeros=Zeros.DROP)
        if style == self.usual:
            return "rate"
        rounding = {Rounding.HALF_UP: "", Rounding.DOWN: "舍去尾数", Rounding.HALF_EVEN: "五成双"}[style.rounding]
        kind = "不带号百分" if style.bare else "百分" if style.percent else ""
        name = f"{kind}{style.digits}位{rounding}{'留零' if style.zeros is Zeros.KEEP else ''}"
        self.styles[name] = style_rule(style)
        return name


def style_rule(style: NumberStyle) -> dict[str, Any]:
    """A style as a profile says it."""
    return {
        "digits": style.digits,
        "rounding": style.rounding.value,
        "zeros": style.zeros.value,
        "percent": style.percent,
        **({"bare": True} if style.bare else {}),
    }


def free_name(name: str, taken: set[str]) -> str:
    """The name, or it with a number where it is taken."""
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free


def label_of(head: str) -> str:
    """A head as prose calls the number and rules name it: without its unit and brackets (数量(件) → 数量), and without
    digits before it (12345热线办结 → 热线办结)."""
    bare = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9_]", "", _UNIT_OF_HEAD.sub("", head))
    return bare.lstrip("0123456789") or f"数{bare}" if bare else head


def table_name(title: str) -> str:
    """The name of a table by its title: words and digits alone."""
    return re.sub(r"\{.*?\}|[^\u4e00-\u9fffA-Za-z0-9]|^\d+", "", title) or "附表"
