"""Doubts about whole sheets, columns and files: the wrong month, an export made too early, hidden rows, error values,
heads that come again in another order, rows whose cells have slipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

import polars as pl

from bulletin_gen.canonical import SOURCE_COLUMNS, ColumnType
from bulletin_gen.intake.cells.rawcolumns import AS_TEXT
from bulletin_gen.intake.cells.text import ERRORS, NOT_NUMBERS
from bulletin_gen.intake.dispatches.ledger import OF_HANDLING
from bulletin_gen.intake.doubts.checks import outside
from bulletin_gen.intake.doubts.evidence import FEW_ORDERS, USUALLY_FILLED, Evidence, whole_issue
from bulletin_gen.intake.doubts.places import Finding
from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.intake.head.synonyms import head_of
from bulletin_gen.leaves.issues import Issue, Place
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile.intake import CheckSeverity
from bulletin_gen.profile.terms import key_in_words

_EVENTS = ("accepted_at", "dispatched_at", "acknowledged_at", "closed_at", "callback_at")
#: Days without any time before a period's end that are no chance: of a month and more, of shorter periods.
_MONTH, _QUIET_MONTH, _QUIET_WEEK = timedelta(days=28), timedelta(days=3), timedelta(days=2)
#: Seconds that times on the whole minute come to, by an old web exporter that took Shanghai's local time of 1900.
_SHIFTED, _ENOUGH, _NEARLY_ALL = (17, 43), 5, Fraction(4, 5)
#: What every error value begins with: few columns have it anywhere.
_SIGN = "#"
#: Columns beside the canonical ones that are read.
_HELPING = ("co_units", "deadline_days", "deadline_unit")


def second_heads(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Heads that come again with their names in other places: the rows below would be read under the first."""
    advice = "把下面的表移到另一张工作表或另一个文件"
    for sheet in evidence.sheets:
        for row in sheet.second_heads:
            place = Place(sheet.file, sheet.sheet, row)
            kind = "表里又有一个表头，列的顺序与第一个不同"
            yield whole_issue("second_head", kind, severity, place, "", "一张表一个表头", advice)


def slipped_rows(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Rows of a text table with more cells than its head; what they hold is not shown."""
    advice = "内容里有英文逗号的，连同内容放在英文引号里；或从平台改导 .xlsx"
    for sheet in evidence.sheets:
        for row in sheet.slipped:
            place = Place(sheet.file, sheet.sheet, row)
            kind = "这一行比表头多出格子，后面的格子错了列"
            yield whole_issue("slipped_row", kind, severity, place, "", "每行的格数同表头", advice)


#: So many rows are named one by one.
_NAMED_ROWS = 5


def short_rows(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Orders of a text table with fewer cells than its head, one issue a table: some programs leave out blank cells at
    the end of rows, but a row that lost a separator has its cells in wrong columns."""
    advice = (
        "对照平台看这些行：少了逗号、没有写完的，改正或重新导出（最好导 .xlsx）；只是导出时省去了末尾的空格子，不用改"
    )
    for sheet in evidence.sheets:
        if sheet.short:
            rows = "、".join(map(str, sheet.short[:_NAMED_ROWS])) + ("等" if len(sheet.short) > _NAMED_ROWS else "")
            found, place = f"第{rows}行，共{len(sheet.short)}行", Place(sheet.file, sheet.sheet, sheet.short[0])
            kind = "有的行比表头少格子"
            yield whole_issue("short_row", kind, severity, place, found, "每行的格数同表头", advice)


def similar_ids(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Ids that differ only in the case of letters or in leading noughts, which spreadsheets drop."""
    ids = evidence.dispatches.select("order_id").unique(maintain_order=True)
    folded = pl.col("order_id").str.to_lowercase().str.strip_chars_start("0")
    alike = ids.filter(folded.is_duplicated()).with_columns(folded.alias("folded"))
    if alike.is_empty():
        return
    pairs = alike.group_by("folded", maintain_order=True).agg("order_id")["order_id"].to_list()
    found = "；".join("、".join(map(masked_id, pair)) for pair in pairs[:3])
    files = "、".join(
        evidence.dispatches.filter(pl.col("order_id").is_in(alike["order_id"].implode()))["source_file"]
        .unique(maintain_order=True)
        .to_list()[:3]
    )
    yield whole_issue(
        "similar_ids", "编号只差大小写或前面的0", severity, Place(files, column=head_of("order_id")),
        f"{found}{f'等{len(pairs)}组' if len(pairs) > 1 else ''}", "一张工单一个编号，各表写法一致",
        "是同一张工单的，编号改成一致（编号列设为文本），否则计了两次；确是两张的，不用改",
    )  # fmt: skip


def hidden_rows(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Rows that a filter hides are in the file all the same."""
    advice = "不该计入的，删去或移走；该计入的，取消筛选后再导出，免得下次误会"
    for sheet in evidence.sheets:
        if sheet.hidden_rows:
            found = f"{sheet.hidden_rows}行隐藏（多半是筛选）"
            place = Place(sheet.file, sheet.sheet)
            yield whole_issue(
                "hidden_rows", "表里有隐藏的行，已照样计入", severity, place, found, "全部显示的表", advice
            )


def error_values(evidence: Evidence, severity: CheckSeverity) -> list[Issue]:
    """Cells with an error value or a formula that was never computed: an error where a measure needs the column."""
    issues: list[Issue] = []
    raw, read = evidence.raw, {*evidence.profile.intake.source_columns, *_HELPING}
    needed = {*needs_of(evidence.profile).columns, *_HELPING}
    texts = [
        column
        for column, kind in raw.schema.items()
        if column.removesuffix(AS_TEXT) in read and column != "order_id" and kind == pl.String
    ]
    marked = raw.select(pl.col(column).str.contains(_SIGN, literal=True).any() for column in texts)
    for column in (column for column in texts if marked[column][0]):
        rows = raw.filter(pl.col(column).str.strip_chars().is_in(list(ERRORS)))
        if rows.height:
            name = column.removesuffix(AS_TEXT)
            grave: CheckSeverity = "warning" if name not in needed else severity
            issues += evidence.places.issues(rows, _error_value(name), grave, name, rows[column].to_list())
    for column in (each for each in texts if evidence.profile.intake.source_columns.get(each) is ColumnType.WHOLE):
        rows = raw.filter(pl.col(column).str.strip_chars().is_in(list(NOT_NUMBERS)))
        issues += evidence.places.issues(
            rows, _not_a_number(column), "warning", column, rows[column].str.strip_chars().to_list()
        )
    return issues


def _not_a_number(column: str) -> Finding:
    advice = "改成次数；没有的留空白。现在按空白算"
    return Finding("error_value", f"{head_of(column)}不是数", "次数（整数）", advice)


def _error_value(column: str) -> Finding:
    advice = "在 Excel 或 WPS 里打开，把公式算出来的值改对（或选择性粘贴为数值），保存后再运行"
    return Finding("error_value", f"{head_of(column)}是错误值或没有计算过的公式", head_of(column), advice)


def shifted_times(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Columns of times nearly all of which are 43 seconds off a whole minute."""
    advice = "旧的网页导出程序会差43秒，整点、24时的时限会差一天：与平台核对，请改用平台的其他导出方式"
    moments = [column for column in evidence.raw.columns if SOURCE_COLUMNS.get(column) is ColumnType.MOMENT]
    if not moments:
        return
    second, files = pl.col(moments).dt.second(), evidence.raw.group_by("source_file", maintain_order=True)
    counted = files.agg(pl.col(moments).count(), *((second == each).sum().name.suffix(f" {each}") for each in _SHIFTED))
    for column in moments:
        for row in counted.iter_rows(named=True):
            known, strange = row[column], max(row[f"{column} {each}"] for each in _SHIFTED)
            if known >= _ENOUGH and Fraction(strange, known) >= _NEARLY_ALL:
                found, place = f"{head_of(column)}{known}个里有{strange}个差43秒", Place(str(row["source_file"]))
                yield whole_issue("shifted_times", "时间几乎都差43秒", severity, place, found, "平台上的时间", advice)


def wrong_period(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Files most of whose orders have nothing to do with the period."""
    name = evidence.period.name
    advice = "换成本期的导出；确实没错的，在 profile.yaml 里把 intake.outside_share 调大"
    for file, strange, rows in _wrong_files(evidence):
        first, last = rows["accepted_at"].min(), rows["accepted_at"].max()
        span = f"，受理时间 {_time(first)}—{_time(last)}" if isinstance(first, datetime) else ""
        found = f"{rows.height}件里有{strange}件与{name}无关{span}"
        kind = "大多数工单与本期无关，多半放错了月份"
        yield whole_issue("wrong_period", kind, severity, Place(file), found, f"{name}的工单", advice)


def _wrong_files(evidence: Evidence) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """File, how many of its orders are outside the period, and the orders."""
    strange = outside(evidence).fill_null(value=False).alias("outside")
    doubtful = evidence.dispatches.select("source_file", "accepted_at", strange)
    for (file,), rows in doubtful.group_by("source_file", maintain_order=True):
        count = int(rows["outside"].sum())
        if Fraction(count, rows.height) > Fraction(evidence.profile.intake.outside_share):
            yield str(file), count, rows


def ends_early(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """An export whose last time lies days before the period's end."""
    frame, period = evidence.dispatches, evidence.period
    if frame.height < FEW_ORDERS or not evidence.whole or any(_wrong_files(evidence)):
        return
    last = frame.select(pl.max_horizontal(pl.col(column).max() for column in _EVENTS)).item()
    enough = _QUIET_MONTH if period.end - period.start >= _MONTH else _QUIET_WEEK
    if last is None or period.end - last < enough:
        return
    files = "、".join(frame["source_file"].unique(maintain_order=True).to_list()[:3])
    found = f"最晚的时间 {_time(last)}，期末 {_time(period.end - timedelta(seconds=1))}"
    advice = "多半是期末以前导出的：重新导出；那几天确实没有工单的，不用改"
    kind = "导出里最晚的时间比期末早几天"
    yield whole_issue("ends_early", kind, severity, Place(files), found, "导出到期末的工单", advice)


def _time(moment: object) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if isinstance(moment, datetime) else ""


def partly_blank(evidence: Evidence, severity: CheckSeverity) -> Iterator[Issue]:
    """Columns that the profile counts by, usually full, with some blanks: those rows are counted nowhere. A breakdown
    that has a name for blanks knows of them; a column blank for all orders of a kind was never to be filled."""
    named = {column for rule in evidence.profile.breakdowns.values() if rule.blank for column in rule.by}
    for column, users in needs_of(evidence.profile).columns.items():
        if column in _USUALLY_FULL and column in evidence.dispatches.columns and column not in named:
            yield from _some_blank(evidence, column, users, severity)


#: What an order or a dispatch has or has not from its first day on. Others are blank until something happens.
_USUALLY_FULL = (
    "channel", "request_type", "category_1", "category_2", "district", "urgency", "stream", "dispatched_at",
    "responded", "rework_count", "returned_count", "extension_count",
)  # fmt: skip


def _some_blank(evidence: Evidence, column: str, users: Sequence[str], severity: CheckSeverity) -> Iterator[Issue]:
    frame, handed = evidence.dispatches, pl.col("unit").is_not_null()
    kinds = [handed] if column in OF_HANDLING else [handed, ~handed]
    for kind in kinds:
        rows = frame.filter(kind)
        blank = rows.filter(pl.col(column).is_null())
        if 0 < blank.height < rows.height * USUALLY_FILLED:
            first = blank.row(0, named=True)
            place = Place(first["source_file"], first["source_sheet"], first["source_row"], head_of(column))
            found = f"{rows.height} 行里有 {blank.height} 行空白，如这一行"
            counted = "、".join(map(key_in_words, users[:3]))
            advice = f"补上这一列再生成，否则这些行不计入 {counted}；确实没有的，在类别里用 空格写 给空白起个名称"
            yield whole_issue("partly_blank", "通报要用的列里有空白", severity, place, found, "每行都有内容", advice)
