"""The county's rules as data: ``Profile`` and its parts."""

from __future__ import annotations

from pydantic import Field

from bulletin_gen.profile.base import Part
from bulletin_gen.profile.document import Document, Table, Wording
from bulletin_gen.profile.intake import Intake, Units
from bulletin_gen.profile.measures import Breakdown, Comparison, Measure, Quotient, Rate, Style
from bulletin_gen.profile.scoring import GradeBand, OrderList, Ranking, Scores, UnitList

__all__ = ["Profile"]


class Profile(Part):
    """One county's profile.yaml, validated."""

    kind: str = Field(description="通报种类：templates 里的模板名，或县文件夹 templates/ 里的")
    county: str = Field(description="地区全称，如 平江县")
    hotline: str = "12345政务服务热线"
    stem: str = Field("{county}{period}{kind}", description="输出文件名，可用 {county} {period} {kind}")
    document: Document
    intake: Intake = Field(default_factory=Intake)
    units: Units
    styles: dict[str, Style] = Field(default_factory=dict)
    measures: dict[str, Measure]
    rates: dict[str, Rate] = Field(default_factory=dict)
    quotients: dict[str, Quotient] = Field(default_factory=dict)
    breakdowns: dict[str, Breakdown] = Field(default_factory=dict)
    comparisons: dict[str, Comparison] = Field(default_factory=dict)
    score: Scores = Field(default_factory=dict)
    grades: tuple[GradeBand, ...] = ()
    ranking: Ranking | None = None
    lists: dict[str, UnitList] = Field(default_factory=dict)
    order_lists: dict[str, OrderList] = Field(default_factory=dict)
    tables: dict[str, Table] = Field(default_factory=dict)
    wording: Wording = Field(default_factory=Wording)

    def style(self, name: str) -> Style:
        """The style of that name; ``rate`` and ``whole`` exist without being written."""
        return self.styles.get(name) or _STYLES[name]


#: Styles that exist without being written.
_STYLES = {"rate": Style(), "whole": Style(digits=0, percent=False), "number": Style(percent=False)}
