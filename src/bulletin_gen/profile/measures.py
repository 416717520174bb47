"""Measures (whole counts), rates of two measures, breakdowns by a column, comparisons between periods."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bulletin_gen.numbers import NumberStyle, Rounding, Zeros
from bulletin_gen.profile.base import ExactNumber, Names, Part, as_list

Scalar = str | int | bool

#: One value or a list of values; always read as a list.
Scalars = Annotated[tuple[Scalar, ...], BeforeValidator(as_list)]


class Style(Part):
    """How a number is printed; see ``numbers.NumberStyle``."""

    digits: int = Field(2, ge=0, le=6)
    rounding: Rounding = Rounding.HALF_UP
    zeros: Zeros = Zeros.DROP
    percent: bool = True

    def number_style(self, *, signed: bool = False) -> NumberStyle:
        """The same as ``numbers`` takes it."""
        return NumberStyle(self.digits, self.rounding, self.zeros, self.percent, signed)


class Condition(Part):
    """What one column must be. Exactly one of the keys; a scalar or a list in YAML is short for ``any_of``."""

    any_of: Scalars | None = Field(None, description="是这些值之一")
    none_of: Scalars | None = Field(None, description="不是这些值（空值也算不是）")
    present: bool | None = Field(None, description="true：有值；false：空")
    at_least: int | None = None
    at_most: int | None = None


def _condition(value: Any) -> Any:
    if isinstance(value, (str, int, bool)):
        return {"any_of": [value]}
    if isinstance(value, list):
        return {"any_of": value}
    return value


Where = dict[str, Annotated[Condition, BeforeValidator(_condition)]]
When = Literal["period", "before", "until_end", "until_cut_off"]


def _time(value: Any) -> Any:
    return {value: "period"} if isinstance(value, str) else value


class Measure(Part):
    """A whole number counted from canonical dispatches.

    Either a count (``time``, ``where``, or ``of`` another measure with more conditions), a ``sum`` of a whole
    column over the same rows, ``levels`` (values per opinion), or a formula of others (``plus``, ``less``).
    """

    label: str = ""
    of: str | None = Field(None, description="在另一个计数的基础上再加条件")
    time: Annotated[dict[str, When], BeforeValidator(_time)] = Field(
        default_factory=dict, description="按哪个时间落在本期内（受理 accepted_at、应办 deadline_at…）"
    )
    where: Where = Field(default_factory=dict)
    count: Literal["dispatches", "orders"] = "dispatches"
    sum: str | None = Field(None, description="对整数列求和，而不是计件")
    levels: dict[str, ExactNumber] = Field(
        default_factory=dict, description="按 level_column 的取值加权：满意: 1, 基本满意: 0.8…"
    )
    level_column: str = "result_opinion"
    plus: Names = ()
    less: Names = ()
    assessed: bool = Field(False, description="true：剔除（不纳入考核）的工单不计")
    supplied: bool = Field(False, description="不由工单计得，由 supplied.yaml 提供")


class Empty(Part):
    """What an empty denominator prints and what the score takes for it."""

    show: str = "—"
    score: Literal["zero", "full", "rescale", "leave_out"] = "zero"


class Rate(Part):
    """``numerator``/``denominator`` (or one minus it, ``complement``), exact until printed.

    ``per`` turns a sum of seconds into days (``day``); otherwise it is a plain quotient. ``style`` names an entry
    of the profile's ``styles`` for prose, ``table_style`` for tables, ``score_style`` for the rounded rate that
    enters a score.
    """

    label: str = ""
    numerator: str
    denominator: str
    complement: bool = False
    per: Literal["", "day"] = ""
    style: str = "rate"
    table_style: str = ""
    score_style: str = ""
    empty: Empty = Field(default_factory=Empty)


class Breakdown(Part):
    """Counts of one measure by the values of one or two columns, largest first."""

    label: str = ""
    measure: str
    by: Names
    join: str = Field("—", description="两级分类之间的连接号")
    base: str = Field("", description="占比以哪个计数为分母；默认是 measure 自己")
    top: int | None = None
    order: Literal["count", "listed"] = "count"
    listed: Names = Field((), description="order: listed 时的先后，也是必须列出的值")
    blank: str = Field("", description="空值归入的名称；留空则空值不列")
    rest: str = Field("", description="前 top 项以外合并成的名称；留空则不合并")
    style: str = "rate"
    table_style: str = ""
    total_share: Literal["of_counts", "sum_of_shares"] = "of_counts"
    largest_remainder: bool = False
    about: str = Field("", description="每项再按此列列出主要内容")
    about_top: int = 4


class Comparison(Part):
    """With which period a measure or a rate is compared, and how the change is expressed."""

    of: str
    scope: str = Field("total", description="total，或某个分组名")
    against: Literal["previous", "year_ago"] = "previous"
    change: Literal["relative", "points", "count"] = "relative"
    from_: Literal["rounded", "exact"] = Field(
        "rounded", alias="from", description="率的百分点之差按印出的数（rounded）还是按精确值（exact）相减"
    )
    style: str = "rate"


class Quotient(Part):
    """A share or a daily mean that prose prints: ``numerator``/``denominator`` or ``numerator``/days."""

    label: str = ""
    numerator: str
    denominator: str = Field("", description="分母的计数名；days 表示本期天数")
    style: str = "rate"
