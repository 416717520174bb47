"""Scores, grades, ranks and lists: the rules of assessment as data."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import Rounding, Zeros
from bulletin_gen.profile.base import (
    ExactNumber,
    MeasureName,
    MeasureNames,
    Names,
    NamesMeasure,
    ProfilePart,
    Threshold,
)


class ScoreLine(ProfilePart):
    """Points for a rate by a line: full marks up to a threshold, ``off`` points per ``per`` percentage points past it.

    ``full_from``: the higher the better; ``full_to``: the lower the better (返工率不高于 5% 得满分). For a rate that
    is no percentage (平均办结时长) ``per`` is in the rate's own unit.
    """

    full_from: Threshold | None = Field(None, description="达到此值得满分（越高越好的率）")
    full_to: Threshold | None = Field(None, description="不高于此值得满分（越低越好的率）")
    off: ExactNumber = Field(gt=0, description="每差一个“每差”扣多少分（写正数）")
    per: ExactNumber = Field(Decimal(1), gt=0, description="每差多少个百分点扣一次")
    whole_steps: bool = Field(False, description="不足一个“每差”的部分不扣")

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if (self.full_from is None) == (self.full_to is None):
            raise ValueError("full_from（达到即满分）和 full_to（不高于即满分）要写且只写一个")
        return self


class Step(ProfilePart):
    """From this rate on (until the next higher step), these points. Below the lowest step: none."""

    from_: Threshold = Field(alias="from", description="率达到多少起（含）")
    points: ExactNumber = Field(description="得多少分")


class Entries(ProfilePart):
    """Points recorded by hand in adjustments.xlsx: 加分 adds, 扣分 subtracts."""

    kinds: Names = Field(("加分", "扣分"), description="采用 adjustments.xlsx 里的哪类记录：加分、扣分")
    base: ExactNumber = Field(Decimal(0), description="起评分")
    reasons: Names = Field((), description="只取理由里含有其中一个词的记录（如 答复不规范）；默认全部")


class Term(ProfilePart):
    """One term of a score; exactly one of ``rate`` (with or without ``line``/``steps``), ``measure`` with
    ``per_item``, ``share_of_group``, ``entries`` or ``constant``.

    ``points``: full marks of a rate or share term; for ``per_item`` what a unit without any item gets.
    ``least``/``most``: floor and cap of this term. ``digits``: rounds this term by itself (half up).
    """

    name: str = Field("", description="评分项的名称，表格里写 评分项.名称；默认同所用的率或计数")
    label: str = Field("", description="评分项的中文名称")
    rate: Annotated[str | None, NamesMeasure()] = Field(None, description="按哪个率计分")
    inverted: bool = Field(False, description="是：按 1 减去率计分（返工率、不满意率等）")
    points: ExactNumber | None = Field(None, description="满分（按件计分时为没有任何一件时的分）")
    line: ScoreLine | None = Field(None, description="按线计分：达到即满分，不足按差距扣分")
    steps: tuple[Step, ...] = Field((), description="分档计分")
    measure: Annotated[str | None, NamesMeasure()] = Field(None, description="按件计分的计数")
    per_item: ExactNumber | None = Field(None, description="每件加（正）减（负）多少分")
    share_of_group: Annotated[str | None, NamesMeasure()] = Field(None, description="按该计数占本组比重乘满分得分")
    entries: Entries | None = Field(None, description="手工记录的加分、扣分")
    constant: ExactNumber | None = Field(None, description="固定分")
    least: ExactNumber | None = Field(None, description="此项最低得分")
    most: ExactNumber | None = Field(None, description="此项最高得分")
    digits: int | None = Field(None, ge=0, le=6, description="此项单独四舍五入到几位小数；不写则不舍入")
    bonus: bool = Field(False, description="加分项：可抵扣分，但总分是否可超满分由“加分可超满分”定")

    @model_validator(mode="before")
    @classmethod
    def _called_by_its_name(cls, data: Any) -> Any:
        named = isinstance(data, dict) and not str(data.get("name") or "").isascii()
        return {"label": data["name"], **data} if named else data

    @property
    def key(self) -> str:
        """The name by which the term is spoken of: as written, or that of its rate or measure."""
        kind = "entries" if self.entries else "constant"
        return self.name or self.rate or self.measure or self.share_of_group or kind

    @property
    def full(self) -> Decimal | None:
        """Full marks of this term: what a unit without fault gets; None where it has none (a mere deduction)."""
        if self.points is not None:
            return self.points
        if self.steps:
            return max(step.points for step in self.steps)
        if self.entries is not None:
            return self.entries.base
        return self.constant

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        sources = [self.rate, self.measure, self.share_of_group, self.entries, self.constant]
        if sum(source is not None for source in sources) != 1:
            raise ValueError("每一项要写且只写 rate、measure、share_of_group、entries、constant 之一")
        return self

    @model_validator(mode="after")
    def _whole_rule(self) -> Self:
        if message := _what_is_missing(self):
            raise ValueError(message)
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"least（{self.least}）大于 most（{self.most}）")
        return self


def _what_is_missing(term: Term) -> str:
    if term.rate and term.points is None and not term.steps:
        return "按率计分的项要写 points（满分）或 steps（分档）"
    if term.line and term.steps:
        return "line（按线扣分）和 steps（分档）只能写一种"
    if (term.line or term.steps or term.inverted) and not term.rate:
        return "line、steps、inverted 只用于按率计分的项"
    if (term.measure is None) != (term.per_item is None):
        return "measure（计数）和 per_item（每件分值）要一起写"
    if term.share_of_group and term.points is None:
        return "按占本组比重计分的项要写 points"
    if term.points is not None and (term.entries or term.constant is not None):
        return "points 不用于 entries（起评分写在 entries.base）和 constant"
    return ""


class Score(ProfilePart):
    """A weighted sum of terms. ``from``: rates enter rounded (as printed for the score) or exact."""

    from_: Literal["rounded", "exact"] = Field("rounded", alias="from", description="率以印出的数还是准确值进入评分")
    terms: tuple[Term, ...] = Field(description="各评分项")
    digits: int = Field(2, ge=0, le=6, description="总分的小数位数")
    rounding: Rounding = Field(Rounding.HALF_UP, description="总分的取舍")
    zeros: Zeros = Field(Zeros.DROP, description="总分末尾的零")
    full: ExactNumber | None = Field(None, description="满分；默认为各项（加分项除外）满分之和")
    bonus_beyond_full: bool = Field(True, description="加分后总分是否可超过满分")
    least: ExactNumber | None = Field(None, description="总分最低")
    most: ExactNumber | None = Field(None, description="总分最高")
    minimum: Annotated[dict[str, int], NamesMeasure()] = Field(
        default_factory=dict, description="至少多少件才评分：{计数: 件数}；不足的单位没有得分和等级"
    )

    @property
    def full_marks(self) -> Decimal:
        """``full``, or what its terms give a unit without fault, bonus terms left out."""
        if self.full is not None:
            return self.full
        return sum((term.full or Decimal(0) for term in self.terms if not term.bonus), Decimal(0))

    @model_validator(mode="after")
    def _terms_have_different_names(self) -> Self:
        if not self.terms:
            raise ValueError("terms 至少要写一项")
        keys = [term.key for term in self.terms]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"有两项同名（{'、'.join(twice)}）：请给其中一项写 name")
        return self


def _scores(value: Any) -> Any:
    return {"default": value} if isinstance(value, dict) and "terms" in value else value


#: One score for all, or ``{group name: score}`` with ``default`` for the other groups.
Scores = Annotated[dict[str, Score], BeforeValidator(_scores, json_schema_input_type=Score | dict[str, Score])]


class GradeBand(ProfilePart):
    """A grade from this score on; the last band has no ``from``. ``deduct``/``bonus``: points it carries.

    ``groups``: only for these groups (where full marks differ); the default is all.
    """

    grade: str = Field(description="等级名称")
    from_: ExactNumber | None = Field(None, alias="from", description="总分达到多少（含）；最后一档不写")
    deduct: ExactNumber | None = Field(None, description="此等级扣多少分")
    bonus: ExactNumber | None = Field(None, description="此等级加多少分")
    groups: Names = Field((), description="只用于这些分组；默认全部")


class Ranking(ProfilePart):
    """A rank for each unit. ``ties``: shared (1,1,3), dense (1,1,2) or broken by ``then``/registered order."""

    by: MeasureName = Field("score", description="按什么排名：得分、计数或率")
    within: Literal["group", "all"] = Field("group", description="组内还是全部单位一起排")
    descending: bool = Field(True, description="是：大的在前")
    compare: Literal["exact", "rounded"] = Field("exact", description="率按准确值还是按印出的值比较")
    then: MeasureNames = Field((), description="相同时再比什么；降序前加 -")
    ties: Literal["shared", "dense", "broken"] = Field(
        "shared", description="并列：名次空出（1、1、3）、名次接排（1、1、2）、分出先后（按“相同再比”和登记顺序）"
    )
    minimum: Annotated[dict[str, int], NamesMeasure()] = Field(
        default_factory=dict, description="至少多少件才参加排名：{计数: 件数}"
    )
    unranked: str = Field("—", description="不参加排名的显示")


class Bound(ProfilePart):
    """A bound on a measure, rate, score or grade of a unit."""

    below: Threshold | None = Field(None, description="小于")
    at_most: Threshold | None = Field(None, description="不大于")
    at_least: Threshold | None = Field(None, description="不小于")
    above: Threshold | None = Field(None, description="大于")
    equals: Threshold | None = Field(None, description="等于")
    below_whole: bool | None = Field(None, description="是：低于全部（率：全部的率；计数、得分：各单位的平均）")
    above_whole: bool | None = Field(None, description="是：高于全部（同上）")
    in_: Names | None = Field(None, alias="in", description="是其中之一（等级、分组）")
    empty: bool | None = Field(None, description="是：分母为零；否：分母不为零")

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if all(value is None for value in self.model_dump().values()):
            raise ValueError("要写 below、at_most、at_least、above、equals、below_whole、above_whole、in、empty 之一")
        return self


def _bound(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    if isinstance(value, (list, tuple)) or (isinstance(value, str) and not _NUMBER.fullmatch(value.strip())):
        return {"in": value}
    return {"equals": value}


_NUMBER = late(r"[-+]?\d+(\.\d+)?\s*[%％]?")


_BoundInput = Bound | str | int | float | list[str]
Bounds = dict[str, Annotated[Bound, BeforeValidator(_bound, json_schema_input_type=_BoundInput)]]


class UnitList(ProfilePart):
    """A list of units by rule, with what people added and removed.

    ``where`` and ``top`` choose from all units; with neither, a list that has ``any_list`` or ``add`` holds only
    those, any other all units. Units removed by hand leave before ``top`` is cut, those added come after it.
    ``order``: keys, ``-`` in front for descending; ``group`` is the registered order of groups, ``prose_group``
    that of the prose, ``registered`` the order of the registry. ``within: group`` takes ``top`` in each group.
    """

    label: str = Field("", description="名单的中文名称")
    where: Annotated[Bounds, NamesMeasure()] = Field(
        default_factory=dict, description="入选条件：计数、率、得分、名次、等级、分组 → 界限"
    )
    any_list: Names = Field((), description="并入这些名单的单位")
    compare: Literal["exact", "rounded"] = Field("exact", description="率按准确值还是按印出的值比较")
    order: MeasureNames = Field(("prose_group", "registered"), description="印出的先后；降序前加 -")
    top: int | None = Field(None, ge=1, description="只取前几个；默认全部。按件数从多到少取的，一件也没有的单位不取")
    ties: Literal["include", "stop"] = Field("stop", description="末位并列：都列出，或到数为止")
    within: Literal["group", "all"] = Field("all", description="前几位是组内各取（组内）还是全部一起取（全部）")
    groups: Names = Field((), description="只取这些分组；默认全部")
    outside: bool = Field(False, description="是否列入未登记单位合计")
    add: Names = Field((), description="并入 adjustments.xlsx 里此类记录的单位，如 批评")
    remove: Names = Field((), description="移出 adjustments.xlsx 里此类记录的单位，如 撤销批评")
    sums: MeasureNames = Field((), description="名单内合计的计数")
    style: str = Field("rate", description="名单比重的数字样式")
    share_of: Annotated[dict[str, str], NamesMeasure(values_too=True)] = Field(
        default_factory=dict, description="名单合计占总数的比重：{计数: 分母计数}"
    )


class OrderList(ProfilePart):
    """Order numbers of a measure by unit, for naming them in prose."""

    label: str = Field("", description="清单的中文名称")
    measure: MeasureName = Field(description="列出哪个计数的工单编号")
    order: MeasureNames = Field(
        ("prose_group", "-count", "registered"), description="单位的先后：正文分组、登记顺序、件数；降序前加 -"
    )
    per_item: ExactNumber | None = Field(
        None, description="正文里说每件几分，不改得分（扣写负数；要改得分，在评分项里写每件加减）"
    )
