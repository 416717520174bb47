"""What the bulletin looks like: its kind, elements, tables and wording choices."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from bulletin_gen.profile.base import MeasureName, MeasureNames, Names, ProfilePart

#: What supplied.yaml says of one bulletin, as texts of the document may print it: ``{{ document.issue_number }}``.
DOCUMENT_NAMES = ("issue_number", "running_number", "number", "dated", "printed_on", "year")
#: The same by the words under which a county's own sentences print them: {期号}.
DOCUMENT_LABELS = {
    "期号": "issue_number", "总期号": "running_number", "文号": "number", "成文日期": "dated", "印发日期": "printed_on",
    "发文年份": "year",
}  # fmt: skip


#: Behind the name of a number of which a table prints a column a period.
EACH = "各期"
#: Behind the name of a count of which a table prints the share in that of the whole.
SHARE_OF_WHOLE = "占比"


class Document(ProfilePart):
    """The fixed elements of one county's bulletin. Texts may use ``{{ … }}`` with the period's facts."""

    layout: Literal["std", "classic"] = Field(
        "std", description="版式：标准（上白边37、订口28毫米，每面22行28字）或传统（天头37、地脚35毫米）"
    )
    latin_font: str = Field("", description="西文字体；留空与中文同字体")
    mark: Names = Field((), description="发文机关标志（红头）；联合行文时每个机关一行")
    mark_suffix: str = Field("", description="多个发文机关时右侧的“文件”二字")
    copy_number: str = Field("", description="份号，6位数字")
    secrecy: str = Field("", description="密级和保密期限，如 秘密★1年")
    urgency: str = Field("", description="紧急程度，如 特急")
    signatory: Names = Field((), description="签发人（上行文）")
    title: str = Field(description="标题，可写 {期间}、{月份}")
    issuer: str = Field("", description="编发单位（期号下一行）")
    signatures: Names = Field((), description="署名机关，可多个")
    seal: bool = Field(False, description="是否加盖印章（影响署名位置）")
    addressees: str = Field("", description="主送机关")
    document_number: str = Field(
        "",
        description="发文字号或期号，如 第{期号}期、〔{发文年份}〕{文号}号",
    )
    running_number: str = Field("", description="总期号，如 （总第{总期号}期）")
    copied_to: Names = Field((), description="抄送机关")
    reports: dict[str, str] = Field(default_factory=dict, description="报/送/发 → 单位")
    printed_by: str = Field("", description="印发机关；留空则没有印发行")
    copies: int | None = Field(None, description="印数，写作（共印60份）")
    even_page: bool = Field(False, description="版记是否必须在偶数页")
    note: str = Field("", description="附注，如 此件公开发布")
    living_figures: bool = Field(
        True, description="Word 里印出的每个数字是否带看不见的书签，供核对、刷新改过的稿件；不影响版面"
    )
    head: Literal["", "bare", "brief", "document"] = Field(
        "", description="用正文文件时的版头：只有标题、期号式、发文字号式；默认同该种类的样子"
    )
    signature: Literal["", "none", "dated", "signed"] = Field(
        "", description="用正文文件时的落款：没有、只有日期、署名和日期；默认同该种类的样子"
    )
    annex_word: Literal["附件", "附表"] = Field("附件", description="附件的叫法")
    annex_in_attachment_list: bool = Field(True, description="正文之后是否写附件说明")


class ColumnRule(ProfilePart):
    """A column of a table. ``head``: one name, or a list from the top level down; equal neighbours are merged.

    ``value``: ``unit`` (table name), ``group`` (merged down its units), ``serial``, ``rank``, ``grade``, ``score``,
    ``deduct``, ``bonus``, a measure, a rate, a term of the score (``term.NAME``), or for breakdown tables ``name``,
    ``count``, ``share``.
    """

    head: Names = Field(description="列名；多级表头从上到下写成列表，相邻同名的上级自动合并")
    value: MeasureName = Field(
        description="列内容：单位、分组、序号、名次、等级、得分、扣分、加分、计数名、率名、评分项.名称；类别表"
        "用 名称、件数、占比 和计数名、率名；指标表用 名称、数值；工单表用 序号、单位、分组 和工单"
        "的列（编号、受理时间、受理时间：日…）；比较写 名称：同比、名称：环比、名称：较市平均（类"
        "别表里 件数：同比），印带负号的数；上一期、上年同期的数写 名称：上期、名称：上年同期；占"
        "全部的比重写 名称：占比；一期一列写 名称：各期；期间表用 名称、计数名、率名，年初以来的写"
        " 名称：累计"
    )
    align: Literal["", "left", "center", "right"] = Field("", description="对齐：左、中、右；留空按内容定")
    blank: str = Field("", description="没有这个值时显示什么（如不参加考核的分组的得分）")
    style: str = Field("rate", description="名称：占比 的列用的样式")

    @property
    def compared(self) -> tuple[str, str]:
        """What the column prints, and with what it is compared: 受理：同比 is (受理, 同比), others have no base."""
        name, _, against = self.value.replace(":", "：").rpartition("：")
        return (name, against) if name else (self.value, "")


class TotalRow(ProfilePart):
    """A 合计 row (or a subtotal per group): which columns it fills; the others print ``blank``."""

    label: str = Field("合计", description="合计行的名称")
    columns: MeasureNames = Field((), description="填合计的列的内容；留空表示所有计数和率")
    blank: str = Field("", description="不填合计的格子显示什么")
    first: bool = Field(False, description="写在各行之前：合计行排在全表第一行，小计行排在每组第一行；默认排在各行之后")


class TableRule(ProfilePart):
    """A table of the body or an annex."""

    title: str = Field("", description="表题，可写 {期间}；正文中的表可以没有")
    rows: str = Field(
        "units",
        description="每行是什么：单位、分组、全部（一行）、指标（列在“指标”）、类别.名称、名单.名称、工单清"
        "单.名称（清单里的工单）、期间（一期一行，几期写在期数）",
    )
    span: str = Field("year", description="行是期间或有“各期”的列时是哪几期：本年（本年各期）、近12期，都到本期为止")
    figures: MeasureNames = Field((), description="行是指标时，逐行列出的计数、率")
    beside: Names = Field((), description="把这几张表（位置各写 并排中）左右并排成一张；写了就不写行、列")
    groups: Names = Field((), description="只列这些分组；默认全部")
    order: MeasureNames = Field(
        ("group", "registered"),
        description="排序：分组、正文分组、登记顺序、计数、率、得分、评分项.名称、等级（高的在前）、名次；降序"
        "前加 -；类别表按类别自己的先后，不写",
    )
    columns: tuple[ColumnRule, ...] = Field((), description="各列，从左到右")
    outside: bool = Field(False, description="末行列出未登记单位合计（单位 → 未登记单位）")
    group_rows: bool = Field(False, description="分组名作为小标题行（左侧合并的分组列写 内容: 分组）")
    serial_from: Literal["group", "table"] = Field("group", description="序号每组重新编（每组）还是全表连续（全表）")
    subtotal: TotalRow | None = Field(None, description="每组之后的小计")
    total: TotalRow | None = Field(None, description="合计行；不写则没有")
    merged: MeasureNames = Field((), description="全表合并成一格、填合计数的列（列出它们的内容）")
    notes: Names = Field((), description="表下的备注，每条一行")
    halves: int = Field(1, ge=1, le=3, description="分成几栏并排")
    place: Literal["annex", "body", "part"] = Field(
        "annex", description="附件、正文，或并排中（并排表里的一部分，表题印在它的列上面）"
    )
    landscape: Literal["auto", "yes", "no"] = Field("auto", description="纸张：自动（放不下时横排）、横、竖")
    skip_without: MeasureName = Field("", description="该计数为零的单位不列")

    @property
    def shape(self) -> tuple[str, str]:
        """What its rows are, and which breakdown, list or order list they come from: ("list", "前五")."""
        kind, _, name = self.rows.partition(".")
        return ("beside", "") if self.beside else (kind, name)

    @property
    def words_of_periods(self) -> tuple[str, ...] | None:
        """What stands behind the numbers of a table that looks at several periods; None for one that does not."""
        words = tuple(column.compared[1] for column in self.columns)
        return words if self.rows == "periods" or EACH in words else None

    @property
    def of_units(self) -> bool:
        """Whether its rows are units or groups of them."""
        return self.shape[0] in ("units", "list", "groups")

    @property
    def called(self) -> str:
        """The title without what it fills in and without blanks: how sentences name the table."""
        return called(self.title)


class ChartRule(ProfilePart):
    """A chart of the body: its rows are those that a table can have, each with one or several numbers."""

    title: str = Field(description="图题，印在图下面“图1”之后，可写 {期间}")
    form: Literal["column", "stacked", "bar", "polyline", "ring"] = Field(
        "column", description="图形：柱形、堆积柱形、条形、折线、环形"
    )
    rows: str = Field(
        description="每根柱、每个点是什么：单位、分组、类别.名称、名单.名称、指标（几个指标）、期间（几期写在期数）"
    )
    span: str = Field("year", description="行是期间时是哪几期：本年（本年各期）、近12期，都到本期为止")
    split: str = Field(
        "",
        description="行是期间时一个数分几个系列画（折线就是几条线）：单位（每个单位）、分组（每个分组）、类别"
        ".名称（类别的每一项）、名单.名称（名单里的每个单位）；不写就是每个数一个系列",
    )
    values: MeasureNames = Field(
        description="画什么数，一个或几个：计数、率，类别用 件数、占比，指标用 数值；与上期比，再写 名称：上期、"
        "名称：上年同期；期间图还有 名称：累计"
    )
    series: Names = Field((), description="图例里各个数的叫法，与“数”一一对应；不写按数的称呼；写了“分别画”的不写")
    figures: MeasureNames = Field((), description="行是指标时，逐个画的计数、率")
    groups: Names = Field((), description="行（或分别画）是单位时只画这些分组；默认全部")
    order: Literal["size", "registered"] = Field(
        "size", description="行（或分别画）是单位、分组时的先后：大小（本期第一个数从大到小）、登记顺序"
    )
    top: int | None = Field(None, ge=1, description="行是单位时只画排在前面的几个；写了“分别画”的最多6个")
    skip_without: MeasureName = Field("", description="行（或分别画）是单位时，该计数为零的单位不画")
    notes: Names = Field((), description="图下的备注，每条一行")

    @property
    def shape(self) -> tuple[str, str]:
        """What its rows are, and which breakdown or list they come from: ("breakdown", "类型")."""
        kind, _, name = self.rows.partition(".")
        return kind, name

    @property
    def parted(self) -> tuple[str, str]:
        """What each of its series is one of, and from which breakdown or list: ("breakdown", "类型"); ("", "") where
        each is a number."""
        kind, _, name = self.split.partition(".")
        return kind, name

    @property
    def of_units(self) -> bool:
        """Whether what it draws is of units or groups of them."""
        return not {self.shape[0], self.parted[0]}.isdisjoint(("units", "groups", "list"))

    @property
    def words_of_periods(self) -> tuple[str, ...] | None:
        """What stands behind the numbers of a chart over periods; None for another one."""
        return tuple(column.compared[1] for column in self.columns) if self.rows == "periods" else None

    @property
    def columns(self) -> tuple[ColumnRule, ...]:
        """Its numbers as columns of a table, which can be asked with what they compare."""
        return tuple(ColumnRule.model_construct(head=(value,), value=value) for value in self.values)

    @property
    def called(self) -> str:
        """The title without what it fills in and without blanks: how sentences name the chart."""
        return called(self.title)


def called(title: str) -> str:
    """A title without what it fills in and without blanks."""
    return "".join(re.sub(r"\{.*?\}+", "", title).split())


class PublicVersion(ProfilePart):
    """What the version for the public leaves as it is, and what it hides besides citizens' data."""

    officials: Names = Field((), description="职务行为中的工作人员，公开稿里姓名不遮")
    small_cells: int = Field(
        0, ge=0, le=100, description="公开稿的表格里少于这个数的件数印作 *，由合计、比率推得出的一并隐去；0 不隐"
    )


class Wording(ProfilePart):
    """Choices of words that recur."""

    rise: str = Field("上升", description="率上升怎么说")
    fall: str = Field("下降", description="率下降怎么说")
    year_ago: str = Field("同比", description="与上年同期相比怎么说")
    previous: str = Field("环比", description="与上一期相比怎么说，如 较上周")
    same: str = Field("持平", description="持平怎么说；两数不等而印出的增减为零时前面加“基本”")
    counts_rise: str = Field("增长", description="件数增加怎么说")
    counts_fall: str = Field("下降", description="件数减少怎么说")
    change_style: str = Field("", description="正文文件里增减幅度用的样式；默认 率，率的百分点之差同率的样式")
    ties: Literal["name", "include", "stop"] = Field(
        "name",
        description="正文文件里“前几位”末位并列：列出并注明（含并列）、都列出（不注）、到数为止",
    )
    own_numbers: Names = Field((), description="正文文件里可以照写的、自己的带数字的词，如 100%、一站式110")
    accepted_findings: dict[str, str] = Field(
        default_factory=dict,
        description="生成时提示“前后不一致”而本单位认可的：提示里的种类名，或句中原话 → 理由",
    )
    points: Literal["个百分点", "%"] = Field("个百分点", description="率的增减用“个百分点”还是“%”")
