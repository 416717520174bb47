"""What the bulletin looks like: its kind, elements, tables and wording choices."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bulletin_gen.profile.base import Names, Part


class Document(Part):
    """The fixed elements of one county's bulletin. Texts may use ``{{ … }}`` with the period's facts."""

    layout: Literal["std", "classic"] = "std"
    latin_font: str = Field("", description="西文字体；留空与中文同字体")
    mark: str = Field(description="发文机关标志（红头）")
    title: str = Field(description="标题，可写 {{ period.name }}")
    issuer: str = Field("", description="编发单位（期号下一行）")
    signatures: Names = Field((), description="署名机关，可多个")
    seal: bool = Field(False, description="是否加盖印章（影响署名位置）")
    addressees: str = Field("", description="主送机关")
    document_number: str = Field("", description="发文字号，可写 〔{{ document.year }}〕{{ document.number }}号")
    copied_to: Names = ()
    reports: dict[str, str] = Field(default_factory=dict, description="报/送/发 → 单位")
    printed_by: str = ""
    copies: int | None = None
    even_page: bool = Field(False, description="版记是否必须在偶数页")
    note: str = Field("", description="附注，如 此件公开发布")
    annex_in_attachment_list: bool = True


class Column(Part):
    """A column of a table. ``head``: one name, or a list from the top level down.

    ``value``: ``unit`` (table name), ``group``, ``serial``, ``rank``, ``grade``, ``score``, a measure, a rate, a
    term of the score (``term.NAME``), or for breakdown tables ``name``, ``count``, ``share``.
    """

    head: Names
    value: str
    align: Literal["", "left", "center", "right"] = ""
    style: str = ""


class TotalRow(Part):
    """A 合计 row (or a subtotal per group): which columns it fills; the others print ``blank``."""

    label: str = "合计"
    columns: tuple[str, ...] = Field((), description="填合计的列的 value；留空表示所有计数和率")
    blank: str = ""


class Table(Part):
    """A table of the body or an annex."""

    title: str
    rows: str = Field("units", description="units，或 breakdown.名称、list.名称")
    groups: tuple[str, ...] = ()
    order: Names = ("group", "registered")
    columns: tuple[Column, ...]
    group_column: bool = Field(True, description="分组名作为左侧合并列（true）或小标题行（false）")
    group_rows: bool = False
    subtotal: TotalRow | None = None
    total: TotalRow | None = None
    merged: tuple[str, ...] = Field((), description="全表合并成一格的列（列出 value）")
    notes: Names = ()
    halves: int = Field(1, ge=1, le=3)
    place: Literal["annex", "body"] = "annex"
    landscape: Literal["auto", "yes", "no"] = "auto"
    skip_without: str = Field("", description="该计数为零的单位不列")


class Wording(Part):
    """Choices of words that recur."""

    rise: str = "上升"
    fall: str = "下降"
    same: str = "持平"
    counts_rise: str = "增长"
    counts_fall: str = "下降"
    points: Literal["个百分点", "%"] = "个百分点"
