"""How a county's exports are read: which columns, which words mean what, which checks, which deadlines."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bulletin_gen.profile.base import Names, Part

CheckSeverity = Literal["error", "warning", "off"]


class Deadlines(Part):
    """Deadlines computed where the export has none, and compared with the export's own where it has.

    ``days`` maps 诉求类型 (or ``默认``) to a number of workdays; ``urgent_days`` maps 紧急程度 and wins over it.
    """

    days: dict[str, int]
    urgent_days: dict[str, int] = {}
    unit: Literal["workday", "calendar_day"] = "workday"
    start: Literal["same_day", "next_day"] = Field(
        "next_day", description="从派单当天起算（same_day）还是次日起算（next_day）"
    )
    until: Literal["end_of_day", "same_time"] = "end_of_day"
    calendar: str = Field("", description="县里自己的工作日调整表（CSV：日期,是否工作日），相对于县文件夹")


class Intake(Part):
    """The reading rules of one county."""

    columns: dict[str, Names] = Field(default_factory=dict, description="标准列名 → 本县导出表里的列名（一个或多个）")
    ignore_columns: Names = Field((), description="明确不用的列")
    values: dict[str, dict[str, Names]] = Field(
        default_factory=dict, description="标准列名 → {统一写法: 表中出现的各种写法}"
    )
    constants: dict[str, str] = Field(default_factory=dict, description="标准列名 → 全部工单取同一个值")
    category_separators: str = Field("-—/－／", description="一格写多级分类时的分隔符")
    unit_separators: str = Field("、，,；;/／\n", description="一格写多个单位时的分隔符")
    void_statuses: Names = Field(("已作废", "作废", "无效"), description="这些状态的工单不计入，单列")
    dispatch_identity: Names = Field(
        ("order_id", "unit"), description="哪些列相同即视为同一次派单（重复导出时取后一状态）"
    )
    handling_from: Literal["dispatched_at", "accepted_at"] = "dispatched_at"
    checks: dict[str, CheckSeverity] = Field(default_factory=dict, description="数据检查项 → error/warning/off")
    deadlines: Deadlines | None = None
    cut_off: str = Field("", description="数据截止时刻，如 period_end、period_end+3d；默认期末24时")


def _group(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Group(Part):
    """A group of units. ``label`` is how prose calls it, ``noun`` how prose calls one of its members."""

    name: str
    label: str = ""
    noun: str = "单位"
    scored: bool = True


class Units(Part):
    """Which groups there are and what happens with units outside the registry."""

    groups: tuple[Annotated[Group, BeforeValidator(_group)], ...]
    prose_order: Names = Field((), description="正文里分组的先后；默认同 groups")
    outside: str = Field("", description="未登记单位统一计入的名称（如 无系统单位）；留空则未登记单位是错误")
    outside_names: Names = Field((), description="哪些承办单位写法属于 outside；留空表示所有未登记的")
    sort: Literal["registered", "pinyin", "stroke"] = "registered"
