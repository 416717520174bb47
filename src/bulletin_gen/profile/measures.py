"""Measures (whole counts), rates of two measures, breakdowns by a column, comparisons between periods."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bulletin_gen.leaves.numbers import NumberStyle, Rounding, Zeros
from bulletin_gen.profile.base import ExactNumber, MeasureName, MeasureNames, Names, NamesMeasure, ProfilePart, as_list

Scalar = str | int | bool

#: One value or a list of values; always read as a list.
Scalars = Annotated[tuple[Scalar, ...], BeforeValidator(as_list, json_schema_input_type=Scalar | list[Scalar])]


class StyleRule(ProfilePart):
    """How a number is printed; see ``numbers.NumberStyle``."""

    digits: int = Field(2, ge=0, le=6, description="小数位数（百分数指百分号前的小数）")
    rounding: Rounding = Field(Rounding.HALF_UP, description="取舍：四舍五入、舍去尾数、四舍六入五成双")
    zeros: Zeros = Field(Zeros.DROP, description="末尾的零：去掉、保留")
    percent: bool = Field(True, description="是否印成百分数")
    bare: bool = Field(False, description="百分数不带百分号，用于列名已写（%）的表")

    def number_style(self, *, signed: bool = False) -> NumberStyle:
        """The same as ``numbers`` takes it."""
        return NumberStyle(self.digits, self.rounding, self.zeros, self.percent, signed, self.bare)


class Condition(ProfilePart):
    """What one column must be. Exactly one of the keys; a scalar or a list in YAML is short for ``any_of``."""

    any_of: Scalars | None = Field(None, description="是这些值之一")
    none_of: Scalars | None = Field(None, description="不是这些值（空值也算不是）")
    present: bool | None = Field(None, description="是：有值；否：空")
    at_least: int | None = Field(None, description="不小于（整数列）")
    at_most: int | None = Field(None, description="不大于（整数列）")

    def excludes(self, other: Condition) -> bool:
        """Whether no value can meet both."""
        return self._excludes(other) or other._excludes(self)

    def _excludes(self, other: Condition) -> bool:
        if self.any_of is not None:
            mine = set(self.any_of)
            by_values = other.any_of is not None and mine.isdisjoint(other.any_of)
            return by_values or (other.none_of is not None and mine <= set(other.none_of)) or other.present is False
        if self.at_least is not None and other.at_most is not None:
            return self.at_least > other.at_most
        return self.present is True and other.present is False


def _condition(value: Any) -> Any:
    if isinstance(value, (str, int, bool)):
        return {"any_of": [value]}
    if isinstance(value, list):
        return {"any_of": value}
    return value


Where = dict[
    str, Annotated[Condition, BeforeValidator(_condition, json_schema_input_type=Scalar | list[Scalar] | Condition)]
]
When = Literal["period", "before", "until_end", "until_cut_off"]


def _time(value: Any) -> Any:
    return {value: "period"} if isinstance(value, str) else value


class Measure(ProfilePart):
    """A whole number counted from canonical dispatches.

    Either a count (``time``, ``where``, or ``of`` another measure with more conditions), a ``sum`` of a whole
    column over the same rows, ``levels`` (values per opinion), or a formula of others (``plus``, ``less``).
    """

    label: str = Field("", description="计数的中文名称")
    of: Annotated[str | None, NamesMeasure()] = Field(None, description="在另一个计数的基础上再加条件")
    time: Annotated[dict[str, When], BeforeValidator(_time, json_schema_input_type=str | dict[str, When])] = Field(
        default_factory=dict, description="按哪个时间落在本期内（受理看受理时间、应办看办理时限…）"
    )
    where: Where = Field(
        default_factory=dict, description="条件：标准列名 → 取值（一个或几个），或 不是、有值、不低于、不高于"
    )
    count: Literal["dispatches", "orders"] = Field(
        "dispatches",
        description="按派单（次数）还是按工单（件数，一件派多个单位只计一次，因此不能按单位相加）；不写的，同"
        "“属于”的那个计数",
    )
    sum: str | None = Field(None, description="对整数列求和，而不是计件")
    levels: dict[str, ExactNumber] = Field(
        default_factory=dict, description="按加权列的取值加权：满意: 1, 基本满意: 0.8…"
    )
    level_column: str = Field("result_opinion", description="加权按哪个标准列取值")
    plus: MeasureNames = Field((), description="几个计数相加")
    less: MeasureNames = Field((), description="再减去的计数")
    assessed: bool = Field(False, description="是：剔除（不纳入考核）的工单不计")
    supplied: bool = Field(False, description="不由工单计得，由 supplied.yaml 提供")
    style: str = Field(
        "", description="人工提供的数怎么印：数字样式的名称，如要印 98.0；默认去掉末尾的零，至多两位小数"
    )
    by_unit: bool = Field(
        False,
        description="与 人工提供: 是 一起写：逐个单位提供，填在期间文件夹的 单位数据.xlsx 里，各组和全部是各单位之和",
    )

    @property
    def counts_rows(self) -> bool:
        """Whether it is counted from rows by itself: neither supplied nor a formula of others."""
        return not (self.plus or self.less or self.supplied)


class Empty(ProfilePart):
    """What an empty denominator prints and what the score takes for it.

    ``zero``: the rate counts as 0% (an inverted term then gets full marks); ``full``: the term gets full marks;
    ``leave_out``: the term is left out, the others keep their weights; ``rescale``: their weights grow to make up.
    """

    show: str = Field("—", description="分母为零时印什么")
    score: Literal["zero", "full", "rescale", "leave_out"] = Field(
        "zero",
        description="分母为零时得分怎么算：按零（率按0%计，反向计分的项因此得满分）、满分、权重分给其他项（不"
        "计此项）、不计此项",
    )


class Rate(ProfilePart):
    """``numerator``/``denominator`` (or one minus it, ``complement``), exact until printed.

    ``per`` turns a sum of seconds into days (``day``), or counts for each 10,000 of the denominator, of people say
    (``ten_thousand``); otherwise it is a plain quotient. ``style`` names an entry
    of the profile's ``styles`` for prose, ``table_style`` for tables, ``score_style`` for the rounded rate that
    enters a score.
    """

    label: str = Field("", description="率的中文名称")
    numerator: MeasureName = Field(description="分子：计数名")
    denominator: MeasureName = Field(description="分母：计数名")
    complement: bool = Field(False, description="是：取 1 减去商")
    per: Literal["", "day", "ten_thousand"] = Field(
        "", description="天：分子为秒数时换算成天；每万：每万人（户、家）多少件，分母是人数"
    )
    style: str = Field("rate", description="正文用的样式")
    table_style: str = Field("", description="表格用的样式；默认同正文")
    score_style: str = Field("", description="进入评分时的舍入样式；默认同表格")
    empty: Empty = Field(default_factory=Empty, description="分母为零时怎么办")


class Breakdown(ProfilePart):
    """Counts of one measure by the values of one or two columns, largest first."""

    label: str = Field("", description="类别表的中文名称")
    measure: MeasureName = Field(description="按哪个计数分解")
    by: Names = Field(description="按哪个标准列（一级），或哪两列（一级、二级）")
    join: str = Field("—", description="两级分类之间的连接号")
    base: MeasureName = Field("", description="占比以哪个计数为分母；默认是“按计数”那一个")
    top: int | None = Field(None, description="只列前几项；默认全部")
    order: Literal["count", "listed"] = Field("count", description="先后：件数多少，或列出的先后")
    listed: Names = Field((), description="按列出的先后时各项的先后，也是必须列出的值")
    blank: str = Field("", description="空值归入的名称；留空则空值不列")
    rest: str = Field("", description="前几位以外合并成的名称；留空则不合并")
    style: str = Field("rate", description="占比在正文里的样式")
    table_style: str = Field("", description="占比在表格里的样式；默认同正文")
    total_share: Literal["of_counts", "sum_of_shares"] = Field(
        "of_counts", description="合计的占比：按件数算，或各项占比相加"
    )
    total_style: str = Field("", description="合计的占比的样式，如各项写 30.0%、合计写 100%；默认同各项")
    largest_remainder: bool = Field(False, description="是：调整各项占比的末位，使合计正好")
    share_from: int = Field(0, ge=0, description="正文文件里，件数不到几件的项不写占比（写成【，占{占比}】）")
    about: str = Field("", description="每项再按此列列出主要内容")
    about_top: int = Field(4, description="每项主要内容列几个")


class Comparison(ProfilePart):
    """With which period a measure or a rate is compared, and how the change is expressed."""

    of: MeasureName = Field(description="比较哪个计数或率")
    scope: str = Field("total", description="全部，或某个分组名")
    against: Literal["previous", "year_ago"] = Field("previous", description="上期（环比）或上年同期（同比）")
    change: Literal["relative", "points", "count"] = Field("relative", description="增减的算法：百分比、百分点、件数")
    from_: Literal["rounded", "exact"] = Field(
        "rounded", alias="from", description="率的百分点之差按印出的数还是按准确值相减"
    )
    style: str = Field("rate", description="增减的样式")


class Quotient(ProfilePart):
    """A share or a daily mean that prose prints: ``numerator``/``denominator`` or ``numerator``/days."""

    label: str = Field("", description="商的中文名称")
    numerator: MeasureName = Field(description="分子：计数名")
    denominator: MeasureName = Field("", description="分母的计数名；天数 表示本期天数")
    style: str = Field("rate", description="正文用的样式")
