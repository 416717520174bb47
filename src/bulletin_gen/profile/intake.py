"""How a county's exports are read: which columns, which words mean what, which checks, which deadlines."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bulletin_gen.canonical import COLUMNS, LABELS, SOURCE_COLUMNS, ColumnType
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.periods import Period, month
from bulletin_gen.profile.base import Names, ProfilePart, Threshold

#: Columns that say where a row was read, that engines need, or whose texts are free.
_NOT_PRINTED = frozenset(["source_file", "source_sheet", "source_row", "handling_seconds", "district"])

CheckSeverity = Literal["error", "warning", "off"]

_AFTER_END = late(r"period_end(?:\s*\+\s*(\d{1,3})\s*([dh]))?")


def cut_off_moment(text: str, period: Period) -> datetime:
    """The moment that a profile's ``cut_off`` means for ``period``; ``ValueError`` when it means none.

    A bare day is meant with all its hours: 2024-06-03 is that day's 24:00.
    """
    found = _AFTER_END.fullmatch(text.strip() or "period_end")
    if not found:
        moment = datetime.fromisoformat(text.strip())
        return moment if ":" in text else moment + timedelta(days=1)
    count, unit = int(found[1] or 0), found[2]
    return period.end + (timedelta(hours=count) if unit == "h" else timedelta(days=count))


def _check_cut_off(text: str) -> str:
    try:
        cut_off_moment(text, month(2000, 1))
    except ValueError as reason:
        raise ValueError(f"“{text}”不是截止时刻；可写 期末、期末+3天、2024-06-03 18:00") from reason
    return text


class Deadlines(ProfilePart):
    """Deadlines computed where the export has none, and compared with the export's own where it has.

    ``days`` maps 诉求类型 (or ``默认``) to a number of workdays; ``urgent_days`` maps 紧急程度 and wins over it.
    """

    days: dict[str, int] = Field(
        description="诉求类型（或 默认）→ 几个工作日（或日）；咨询类即咨询；导出表写了办理天数的，按它"
    )
    urgent_days: dict[str, int] = Field({}, description="紧急程度 → 几日；先于“天数”")
    unit: Literal["workday", "calendar_day"] = Field(
        "workday", description="工作日或自然日；导出表写了时限单位的，按它"
    )
    start: Literal["same_day", "next_day"] = Field(
        "next_day", description="从派单当天起算（当日，当天是第 1 日）还是次日起算"
    )
    until: Literal["end_of_day", "same_time"] = Field("end_of_day", description="到期日的当天24时还是同一时刻")
    calendar: str = Field("", description="县里自己的工作日调整表（CSV：日期,是否工作日），相对于县文件夹")


class OwnColumn(ProfilePart):
    """A column of the office's exports that no standard one stands for."""

    heads: Names = Field((), description="导出表里的列名；默认同名称")
    type: Literal["text", "yes_no", "number", "time", "date"] = Field(
        "text",
        description="取值：文字、是否、整数（可以求和、比大小）、时间、日期（后二者可以写进计数的时间）",
    )
    values: dict[str, Names] = Field(
        default_factory=dict,
        description="文字列：{统一写法: 表中出现的各种写法}，写了就只认这些；是否列写 是、否 各种写法",
    )

    @property
    def column_type(self) -> ColumnType:
        """The type that engines know."""
        return _TYPES[self.type]


_TYPES = {
    "text": ColumnType.TEXT,
    "yes_no": ColumnType.FLAG,
    "number": ColumnType.WHOLE,
    "time": ColumnType.MOMENT,
    "date": ColumnType.MOMENT,
}


class IntakeRules(ProfilePart):
    """The reading rules of one county."""

    columns: dict[str, Names] = Field(default_factory=dict, description="标准列名 → 本县导出表里的列名（一个或多个）")
    ignore_columns: Names = Field((), description="明确不用的列")
    values: dict[str, dict[str, Names]] = Field(
        default_factory=dict, description="标准列名 → {统一写法: 表中出现的各种写法}"
    )
    own_columns: dict[str, OwnColumn] = Field(
        default_factory=dict,
        description="导出表自有的列：名称 → 列名、取值；条件、类别、求和里照这个名称用，如 是否提前办结、星级",
    )
    constants: dict[str, str] = Field(default_factory=dict, description="标准列名 → 全部工单取同一个值")
    category_separators: str = Field("-—/－／", description="一格写多级分类时的分隔符")
    unit_separators: str = Field("、，,；;/／\n", description="一格写多个单位时的分隔符")
    void_statuses: Names = Field(("已作废", "作废", "无效"), description="最后是这些状态的派单不计入，单列")
    dispatch_identity: Names = Field(
        ("order_id", "unit"),
        description="哪些列相同即视为同一次派单（重复导出时取后一状态）；算作未登记单位的按原来的写法区分",
    )
    handling_from: Literal["dispatched_at", "accepted_at"] = Field(
        "dispatched_at", description="办理时长从派单时间还是受理时间算起"
    )
    checks: dict[str, CheckSeverity] = Field(
        default_factory=dict, description="数据检查项 → 错误、警告、不查；各项见“数据检查项”一节"
    )
    deadlines: Deadlines | None = Field(
        None, description="导出表没有办理时限时怎样推算；不写则只按导出表的办理天数、时限单位推算"
    )
    acknowledge_hours: int | None = Field(None, description="派单后几小时内签收算及时；留空则不判断")
    cut_off: Annotated[str, AfterValidator(_check_cut_off)] = Field(
        "", description="数据截止时刻：期末、期末+3天、期末+12小时 或 2024-06-03 18:00；默认期末24时"
    )

    @property
    def source_columns(self) -> dict[str, ColumnType]:
        """Every column that is read from exports with its type, the office's own after the standard ones."""
        return SOURCE_COLUMNS | {name: own.column_type for name, own in self.own_columns.items()}

    @property
    def every_column(self) -> dict[str, ColumnType]:
        """Every column that conditions may name: read or derived, the office's own too."""
        return COLUMNS | {name: own.column_type for name, own in self.own_columns.items()}

    @property
    def printed_columns(self) -> dict[str, str]:
        """How a column of an order may be written in a table of orders → the column itself: by its name, or by what
        clerks call it. Texts only where somebody has listed their values: others may hold a citizen's data."""
        shown = [name for name in COLUMNS if name not in _NOT_PRINTED or name in self.values]
        own = [name for name, rule in self.own_columns.items() if rule.type != "text" or rule.values]
        by_label = {LABELS[name]: name for name in shown} | {"编号": "order_id"}
        return by_label | {name: name for name in (*shown, *own)}

    def prints_day(self, column: str, said: str) -> bool:
        """Whether a time is printed as a day alone: a table says 日 behind it, or the office calls it a date."""
        own = self.own_columns.get(column)
        return said == "日" or (own is not None and own.type == "date")

    outside_share: Threshold = Field(
        Decimal("0.5"), description="一个文件里与本期无关的工单超过这个比例，就当作放错了月份，停下来"
    )

    def cut_off_moment(self, period: Period) -> datetime:
        """The moment up to which data count for ``period``."""
        return cut_off_moment(self.cut_off, period)


def _group(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Group(ProfilePart):
    """A group of units. ``label`` is how prose calls it, ``noun`` how prose calls one of its members."""

    name: str = Field(description="分组名称（units.csv 的“分组”）")
    label: str = Field("", description="正文里怎样称呼这一组；默认同名称")
    noun: str = Field("单位", description="正文里怎样称呼组内一个单位，如 乡镇、部门")
    scored: bool = Field(True, description="否：列出而不评分")


class Units(ProfilePart):
    """Which groups there are and what happens with units outside the registry."""

    groups: tuple[Annotated[Group, BeforeValidator(_group, json_schema_input_type=Group | str)], ...] = Field(
        description="分组，按先后"
    )
    prose_order: Names = Field((), description="正文里分组的先后；默认同“分组”")
    outside: str = Field("", description="未登记单位统一计入的名称（如 无系统单位）；留空则未登记单位是错误")
    outside_names: Names = Field((), description="哪些承办单位写法算未登记单位；留空表示所有未登记的")
    sort: Literal["registered", "pinyin", "stroke"] = Field(
        "registered", description="单位的顺序：登记顺序（按 units.csv）、拼音、笔画（姓氏笔画）"
    )
