"""Scores, grades, ranks and lists: the rules of assessment as data."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bulletin_gen.numbers import Rounding, Zeros
from bulletin_gen.profile.base import ExactNumber, Names, Part, Threshold


class Line(Part):
    """Points for a rate by a line: full marks from ``full_from``, ``off`` points per percentage point below it."""

    full_from: Threshold
    off: ExactNumber
    per: ExactNumber = Field(1, description="每低多少个百分点扣 off 分")  # type: ignore[assignment]
    whole_steps: bool = Field(False, description="不足一个 per 的部分不扣")


class Step(Part):
    """From this rate on (until the next higher step), these points."""

    from_: Threshold = Field(alias="from")
    points: ExactNumber


class Entries(Part):
    """Points recorded by hand in adjustments.xlsx: 加分 adds, 扣分 subtracts."""

    kinds: Names = ("加分", "扣分")
    base: ExactNumber = Field(0, description="起评分")  # type: ignore[assignment]


class Term(Part):
    """One term of a score; exactly one of ``rate`` (with or without ``line``/``steps``), ``measure`` with
    ``per_item``, ``share_of_group``, ``entries`` or ``constant``.

    ``points``: full marks of a rate term; for ``per_item``, points for each item (negative: off).
    ``digits``: rounds this term by itself (half up). ``least``/``most``: floor and cap of this term.
    """

    name: str = ""
    label: str = ""
    rate: str | None = None
    inverted: bool = False
    points: ExactNumber | None = None
    line: Line | None = None
    steps: tuple[Step, ...] = ()
    measure: str | None = Field(None, description="按件计分的计数")
    per_item: ExactNumber | None = Field(None, description="每件加（正）减（负）多少分")
    share_of_group: str | None = Field(None, description="按该计数占本组比重乘 points 得分")
    entries: Entries | None = None
    constant: ExactNumber | None = None
    least: ExactNumber | None = None
    most: ExactNumber | None = None
    digits: int | None = None
    bonus: bool = Field(False, description="加分项：可抵扣分，但总分是否可超满分由 bonus_beyond_full 定")


class Score(Part):
    """A weighted sum of terms. ``from``: rates enter rounded (as printed for the score) or exact."""

    from_: Literal["rounded", "exact"] = Field("rounded", alias="from")
    terms: tuple[Term, ...]
    digits: int = 2
    rounding: Rounding = Rounding.HALF_UP
    zeros: Zeros = Zeros.DROP
    full: ExactNumber | None = Field(None, description="满分；默认为各项 points 之和")
    bonus_beyond_full: bool = True
    least: ExactNumber | None = None
    most: ExactNumber | None = None


def _scores(value: Any) -> Any:
    return {"default": value} if isinstance(value, dict) and "terms" in value else value


#: One score for all, or ``{group name: score}`` with ``default`` for the other groups.
Scores = Annotated[dict[str, Score], BeforeValidator(_scores)]


class GradeBand(Part):
    """A grade from this score on; the last band has no ``from``. ``deduct``/``bonus``: points it carries."""

    grade: str
    from_: ExactNumber | None = Field(None, alias="from")
    deduct: ExactNumber | None = None
    bonus: ExactNumber | None = None


class Ranking(Part):
    """A rank for each unit. ``ties``: shared (1,1,3), dense (1,1,2) or broken by ``then``/registered order."""

    by: str = "score"
    within: Literal["group", "all"] = "group"
    descending: bool = True
    then: Names = ()
    ties: Literal["shared", "dense", "broken"] = "shared"
    minimum: dict[str, int] = Field(default_factory=dict, description="至少多少件才参加排名：{计数: 件数}")
    unranked: str = Field("—", description="不参加排名的显示")


class Bound(Part):
    """A bound on a measure, rate, score or grade of a unit."""

    below: Threshold | None = None
    at_most: Threshold | None = None
    at_least: Threshold | None = None
    above: Threshold | None = None
    equals: Threshold | None = None
    in_: tuple[str, ...] | None = Field(None, alias="in")
    empty: bool | None = Field(None, description="true：分母为零；false：分母不为零")

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if all(value is None for value in self.model_dump().values()):
            raise ValueError("要写 below、at_most、at_least、above、equals、in、empty 之一")
        return self


def _bound(value: Any) -> Any:
    return value if isinstance(value, dict) else {"equals": value}


class UnitList(Part):
    """A list of units by rule, with what people added and removed.

    ``order``: keys, ``-`` in front for descending; ``group`` is the registered order of groups, ``prose_group``
    that of the prose, ``registered`` the order of the registry. ``within: group`` takes ``top`` in each group.
    """

    label: str = ""
    where: dict[str, Annotated[Bound, BeforeValidator(_bound)]] = Field(default_factory=dict)
    any_list: Names = Field((), description="并入这些名单的单位")
    order: Names = ("prose_group", "registered")
    top: int | None = None
    ties: Literal["include", "stop"] = Field("stop", description="末位并列：都列出（include）或到数为止（stop）")
    within: Literal["group", "all"] = "all"
    groups: tuple[str, ...] = Field((), description="只取这些分组；默认全部")
    outside: bool = Field(False, description="是否列入未登记单位合计")
    add: Names = Field((), description="并入 adjustments.xlsx 里此类记录的单位，如 批评")
    remove: Names = Field((), description="移出 adjustments.xlsx 里此类记录的单位，如 撤销批评")
    sums: tuple[str, ...] = Field((), description="名单内合计的计数")
    share_of: dict[str, str] = Field(default_factory=dict, description="名单合计占总数的比重：{计数: 分母计数}")


class OrderList(Part):
    """Order numbers of a measure by unit, for naming them in prose."""

    label: str = ""
    measure: str
    order: Names = ("prose_group", "-count", "registered")
    per_item: ExactNumber | None = Field(None, description="每件扣（负）加（正）多少分，只用于正文说明")
