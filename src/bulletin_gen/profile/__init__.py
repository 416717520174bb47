"""The county's rules as data: ``Profile`` and its parts."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from bulletin_gen.profile import graph
from bulletin_gen.profile.base import ProfilePart
from bulletin_gen.profile.document import ChartRule, Document, PublicVersion, TableRule, Wording
from bulletin_gen.profile.intake import IntakeRules, Units
from bulletin_gen.profile.measures import Breakdown, Comparison, Measure, Quotient, Rate, StyleRule
from bulletin_gen.profile.scoring import GradeBand, OrderList, Ranking, Scores, UnitList

__all__ = ["Profile"]


class Profile(ProfilePart):
    """One county's profile.yaml, validated."""

    kind: str = Field(description="通报种类：自带的种类名，或县文件夹 templates 里自己的模板名")
    county: str = Field(description="地区全称，如 某某县")
    hotline: str = Field("12345政务服务热线", description="热线名称")
    stem: str = Field("{county}{period}{kind}", description="输出文件名，可用 {地区} {期间} {种类}")
    document: Document = Field(description="公文要素")
    intake: IntakeRules = Field(default_factory=IntakeRules, description="怎样读导出表")
    units: Units = Field(description="单位分组")
    styles: dict[str, StyleRule] = Field(
        default_factory=dict, description="数字样式：名称 → 位数和取舍；率、整数、小数 三种不写也有"
    )
    measures: dict[str, Measure] = Field(description="计数：名称 → 规则")
    rates: dict[str, Rate] = Field(default_factory=dict, description="率：名称 → 分子、分母")
    quotients: dict[str, Quotient] = Field(default_factory=dict, description="正文用的日均、占比等商")
    breakdowns: dict[str, Breakdown] = Field(default_factory=dict, description="类别：名称 → 按哪一列分解哪个计数")
    comparisons: dict[str, Comparison] = Field(default_factory=dict, description="同比、环比")
    score: Scores = Field(default_factory=dict, description="评分；各组不同时写成 分组名 → 评分，其余的组写 其余")
    grades: tuple[GradeBand, ...] = Field((), description="等级，从高到低")
    ranking: Ranking | None = Field(None, description="排名；不写则不排")
    lists: dict[str, UnitList] = Field(default_factory=dict, description="单位名单：名称 → 规则")
    order_lists: dict[str, OrderList] = Field(default_factory=dict, description="工单清单：名称 → 规则")
    tables: dict[str, TableRule] = Field(default_factory=dict, description="表格：名称 → 行、列")
    charts: dict[str, ChartRule] = Field(default_factory=dict, description="图：名称 → 图形、行、数")
    wording: Wording = Field(default_factory=Wording, description="措辞")
    public: PublicVersion = Field(default_factory=PublicVersion, description="公开稿：不遮的人名、不印的小数目")

    @model_validator(mode="before")
    @classmethod
    def _called_by_their_names(cls, data: Any) -> Any:
        """What has a Chinese name and no label is called by its name."""
        if not isinstance(data, dict):
            return data
        return data | {part: _labelled(data[part]) for part in _LABELLED if isinstance(data.get(part), dict)}

    def style(self, name: str) -> StyleRule:
        """The style of that name; ``rate`` and ``whole`` exist without being written."""
        return self.styles.get(name) or BUILT_IN[name]

    @property
    def drawn(self) -> tuple[TableRule | ChartRule, ...]:
        """All tables and charts."""
        return (*self.tables.values(), *self.charts.values())

    @property
    def spans(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The span of each table and chart that looks at several periods, with the words behind its numbers."""
        return tuple((rule.span, words) for rule in self.drawn if (words := rule.words_of_periods) is not None)

    @property
    def asks_values(self) -> bool:
        """Whether a table or a chart of a breakdown prints more of its values than their count and share."""
        return any(chart.parted[0] == "breakdown" for chart in self.charts.values()) or any(
            column.value not in PLAIN_COLUMNS
            for rule in self.drawn
            if rule.rows.startswith("breakdown.")
            for column in rule.columns
        )

    def asked_of_orders(self, order_list: str) -> tuple[str, ...]:
        """The columns of orders that tables of this order list print, each once; empty where it is no table's rows."""
        known = self.intake.printed_columns
        tables = [table for table in self.tables.values() if table.shape == ("orders", order_list)]
        asked = [known.get(column.compared[0], "") for table in tables for column in table.columns]
        kept = dict.fromkeys(name for name in asked if name not in ("", "unit", "group", "order_id"))
        return ("order_id", *kept) if tables else ()

    def by_orders(self, name: str) -> bool:
        """Whether a measure or a rate is worked out from one that counts an order of several units once, so that what
        single units have does not add up to what they have together."""
        return any(self.measures[each].count == "orders" for each in graph.counted_for(self, name))

    def counted_values(self, column: str) -> list[Any]:
        """The values of a column by which counts go, in their order; some more than once."""
        rules = (measure.where.get(column) for measure in self.measures.values())
        return [value for rule in rules if rule is not None for value in rule.any_of or ()]


_LABELLED = ("measures", "rates", "quotients", "breakdowns", "lists", "order_lists")


def _labelled(entries: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"label": name, **rule} if isinstance(rule, dict) and not str(name).isascii() else rule
        for name, rule in entries.items()
    }


#: What a breakdown's own counts are enough for.
PLAIN_COLUMNS = ("serial", "name", "count", "share")

#: Styles that exist without being written.
BUILT_IN = {"rate": StyleRule(), "whole": StyleRule(digits=0, percent=False), "number": StyleRule(percent=False)}
