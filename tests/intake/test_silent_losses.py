"""What used to be read wrongly without a word: merged cells, error values, formulas never computed, open quotation
marks, odd separators, times with a zone, totals, second heads, hidden rows, the wrong month."""

from __future__ import annotations

import io
import math
import os
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import olefile
import openpyxl
import pytest
import xlwt

from bulletin_gen.intake.cells import text as celltext
from bulletin_gen.intake.files.xlsstream import _container
from bulletin_gen.leaves.issues import Severity
from intake.sample import kinds, read, read_table, table, write_xlsx

HEAD = ["工单编号", "受理时间", "承办单位", "派单时间", "办结时间"]
UNITS = ("公安局", "公安局", "城关镇", "城关镇", "城关镇", "住建局")
ROWS = [[f"A{n}", f"2024-05-{n + 10} 08:00:00", unit, f"2024-05-{n + 10} 09:00:00", ""] for n, unit in enumerate(UNITS)]
#: First and last row of each run of equal units, counted from 0 with the head as row 0.
RUNS = ((1, 2), (3, 5))
BY_UNIT = {"甲县公安局": 2, "城关镇": 3, "甲县住房和城乡建设局": 1}


def by_unit(folder: Path, path: Path) -> dict[str, int]:
    got = read(folder, path)
    assert [issue for issue in got.issues if issue.severity is Severity.ERROR] == []
    units = got.dispatches["unit"].to_list()
    return {unit: units.count(unit) for unit in units if unit}


def openpyxl_merged(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEAD, *ROWS):
        sheet.append(row)
    for first, last in RUNS:
        sheet.merge_cells(start_row=first + 1, end_row=last + 1, start_column=3, end_column=3)
    book.save(path)


def with_spans(down: str) -> list[list[str]]:
    """The rows as markup: the first cell of a run reaches down, the others are left out."""
    covered = {row for first, last in RUNS for row in range(first + 1, last + 1)}
    begins = {first: last - first + 1 for first, last in RUNS}
    return [
        [
            f"{cell}" + (down.format(begins[number], begins[number] - 1) if index == 2 and number in begins else "")
            for index, cell in enumerate(row)
            if not (index == 2 and number in covered)
        ]
        for number, row in enumerate([HEAD, *ROWS])
    ]


def html_merged(path: Path) -> None:
    rows = with_spans("\0{0}")
    cells = [[(cell.partition("\0")) for cell in row] for row in rows]
    body = "".join(
        "<tr>" + "".join(f"<td rowspan={span or 1}>{text}</td>" for text, _, span in row) + "</tr>" for row in cells
    )
    path.write_text(f"<html><table>{body}</table></html>", encoding="utf-8")


def xml_merged(path: Path) -> None:
    covered = {row for first, last in RUNS for row in range(first + 1, last + 1)}
    begins = {first: last - first for first, last in RUNS}
    body = ""
    for number, row in enumerate([HEAD, *ROWS]):
        body += "<Row>"
        for index, cell in enumerate(row):
            if index == 2 and number in covered:
                continue
            place = f' ss:Index="{index + 1}"'
            down = f' ss:MergeDown="{begins[number]}"' if index == 2 and number in begins else ""
            comment = '<Comment><ss:Data xmlns="x">东山乡</ss:Data></Comment>' if index == 2 else ""
            body += f'<Cell{place}{down}><Data ss:Type="String">{cell}</Data>{comment}</Cell>'
        body += "</Row>"
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_bytes(
        f'<?xml version="1.0" encoding="gb2312"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="工单"><Table>{body}</Table></Worksheet></Workbook>'.encode("gb2312")
    )


def open_document(rows: list[list[str]], merged: bool, indent: str = "") -> str:
    covered = {row for first, last in RUNS for row in range(first + 1, last + 1)} if merged else set()
    begins = {first: last - first + 1 for first, last in RUNS} if merged else {}
    body = ""
    for number, row in enumerate(rows):
        body += "<table:table-row>"
        for index, cell in enumerate(row):
            tag = "table:covered-table-cell" if index == 2 and number in covered else "table:table-cell"
            span = f' table:number-rows-spanned="{begins[number]}"' if index == 2 and number in begins else ""
            text = "" if tag.startswith("table:covered") else f"<text:p><![CDATA[{cell}]]></text:p>"
            body += f'{indent}<{tag} office:value-type="string"{span}>{text}</{tag}>{indent}'
        body += "</table:table-row>"
    names = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    return (
        f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="工单">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def ods(path: Path, *, mimetype: bool = False, indent: str = "") -> None:
    with zipfile.ZipFile(path, "w") as package:
        if mimetype:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", open_document([HEAD, *ROWS], merged=True, indent=indent))
        package.writestr("META-INF/manifest.xml", "<manifest/>")


def fods(path: Path) -> None:
    text = open_document([HEAD, *ROWS], merged=True).replace("office:document-content", "office:document")
    path.write_text('<?xml version="1.0" encoding="UTF-8"?>' + text, encoding="utf-8")


MERGED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "xlsx": ("a.xlsx", openpyxl_merged),
    "html": ("a.xls", html_merged),
    "xml of 2003, gb2312, with comments": ("a.xml.xls", xml_merged),
    "ods": ("a.ods", lambda path: ods(path, mimetype=True)),
    "ods without mimetype": ("a.ods", ods),
    "ods, indented": ("a.ods", lambda path: ods(path, indent="\n    ")),
    "flat ods": ("a.ods", fods),
}


@pytest.mark.parametrize("name", MERGED)
def test_every_row_of_a_merged_cell_says_what_it_says(tmp_path: Path, name: str) -> None:
    file, write = MERGED[name]
    write(tmp_path / file)
    assert by_unit(tmp_path, tmp_path / file) == BY_UNIT


@pytest.mark.parametrize("said", ["'{0}px'", '" {0} "', "+{0}", "{0}.9"])
def test_a_span_is_the_number_that_it_begins_with(tmp_path: Path, said: str) -> None:
    html_merged(tmp_path / "a.xls")
    page = (tmp_path / "a.xls").read_text(encoding="utf-8")
    page = re.sub(r"rowspan=(\d)", lambda found: f"rowspan={said.format(found[1])}", page)
    (tmp_path / "b.xls").write_text(page, encoding="utf-8")
    assert by_unit(tmp_path, tmp_path / "b.xls") == BY_UNIT


ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "=NA()", "=VLOOKUP(A2,X:Y,2,0)")


@pytest.mark.parametrize("cell", ERRORS)
@pytest.mark.parametrize("column", [1, 2])
def test_an_error_value_or_a_formula_never_computed_is_an_error_in_its_place(
    tmp_path: Path, cell: str, column: int
) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.active.cell(4, column + 1).value = cell
    book.save(tmp_path / "a.xlsx")
    [issue] = [one for one in read(tmp_path, tmp_path / "a.xlsx").issues if one.severity is Severity.ERROR]
    assert (issue.code, issue.place.row, issue.place.column) == ("error_value", 4, HEAD[column])


@pytest.mark.parametrize("cell", ERRORS[:4])
def test_an_error_value_in_a_text_table_is_one_too(tmp_path: Path, cell: str) -> None:
    rows = [row[:2] + [cell if index == 2 else row[2]] + row[3:] for index, row in enumerate(ROWS)]
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in (HEAD, *rows)), encoding="utf-8")
    assert "error_value" in kinds(read(tmp_path, tmp_path / "a.csv"))


def test_an_error_value_that_no_measure_needs_is_a_warning(tmp_path: Path) -> None:
    got = read_table(tmp_path, "工单编号 | 受理时间 | 承办单位 | 所属区域\nA1 | 2024-05-01 08:00 | 公安局 | #N/A")
    assert [(issue.code, issue.severity) for issue in got.issues] == [("error_value", Severity.WARNING)]


@pytest.mark.parametrize(
    "nothing",
    [
        "无",
        "-",
        "--",
        "/",
        "N/A",
        "null",
        "None",
        "nan",
        "NaN",
        "—",
        "暂无",
        "#N/A",
        "0",
        0,
        "（空白）",
        "暂无编号",
        "未编号",
    ],
)
def test_an_id_that_says_nothing_is_none(tmp_path: Path, nothing: str | int) -> None:
    rows = [[nothing, *row[1:]] if index in (1, 2, 4) else row for index, row in enumerate(ROWS)]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *rows]}))
    assert [(issue.code, issue.place.row) for issue in got.issues] == [("missing_id", row) for row in (3, 4, 6)]


def xlwt_formulas(path: Path, computed: bytes = b"") -> None:
    """The orders by xlwt, one unit by a formula; another formula stands beside, which ``computed`` gives a result."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("工单")
    for number, row in enumerate((HEAD, *ROWS)):
        for column, cell in enumerate(row):
            formula = number == 3 and column == 2
            sheet.write(number, column, xlwt.Formula("VLOOKUP(A4,X1:Y9,2,0)") if formula else cell)
    sheet.write(1, len(HEAD) + 1, xlwt.Formula("1+1"))
    book.save(str(path))
    empty = b"\x03\0\0\0\0\0\xff\xff"
    assert path.read_bytes().count(empty) == 2
    path.write_bytes(path.read_bytes().replace(empty, computed or empty, 1))


def test_a_formula_that_xlwt_did_not_compute_is_an_error_in_its_place(tmp_path: Path) -> None:
    xlwt_formulas(tmp_path / "a.xls")
    [issue] = [one for one in read(tmp_path, tmp_path / "a.xls").issues if one.severity is Severity.ERROR]
    assert (issue.code, issue.place.row, issue.place.column) == ("error_value", 4, HEAD[2])


def test_an_empty_text_beside_formulas_with_results_was_computed(tmp_path: Path) -> None:
    xlwt_formulas(tmp_path / "a.xls", struct.pack("<d", 2.0))
    got = read(tmp_path, tmp_path / "a.xls")
    assert [(issue.code, issue.place.row) for issue in got.issues] == [("missing_unit", 4)]


def test_a_dispatch_without_a_unit_is_said(tmp_path: Path) -> None:
    rows = [[*row[:2], "", *row[3:]] if index == 3 else row for index, row in enumerate(ROWS)]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *rows]}))
    assert [(issue.code, issue.place.row) for issue in got.issues] == [("missing_unit", 5)]


def delimited(mark: str, talk: str = "你好") -> str:
    rows = [HEAD + ["诉求内容"], *([*row, f"{talk}{index}"] for index, row in enumerate(ROWS))]
    return "\n".join(mark.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("talk", ["你好", "一,二,三,四,五,六,七,八,九", "a;b;c;d;e;f;g;h"])
def test_the_separator_is_the_one_that_gives_the_columns_of_the_head(tmp_path: Path, mark: str, talk: str) -> None:
    if mark in talk:
        talk = f'"{talk}"'
    (tmp_path / "a.csv").write_text(delimited(mark, talk), encoding="utf-8")
    assert by_unit(tmp_path, tmp_path / "a.csv") == BY_UNIT


@pytest.mark.parametrize("row", [1, 2, 3, 5, 6])
def test_a_quotation_mark_that_takes_in_rows_is_an_error_with_its_row(tmp_path: Path, row: int) -> None:
    lines = delimited(",").splitlines()
    cells = lines[row].split(",")
    lines[row] = ",".join([*cells[:5], '"' + cells[5]])
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    [issue] = read(tmp_path, tmp_path / "a.csv").issues
    assert (issue.code, issue.place.row) == ("file.open_quote", row + 1)


def test_lines_within_a_quoted_cell_are_no_rows(tmp_path: Path) -> None:
    text = delimited(",", "第一行").replace("第一行2", '"第一行\n第二行, 有逗号\n第三行"')
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert by_unit(tmp_path, tmp_path / "a.csv") == BY_UNIT


def test_a_row_with_more_cells_than_the_head_has_slipped_and_is_not_shown(tmp_path: Path) -> None:
    text = delimited(",", "某路").replace("某路3", "幸福里小区三栋,二单元")
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    got = read(tmp_path, tmp_path / "a.csv")
    assert [(issue.code, issue.place.row) for issue in got.issues] == [("slipped_row", 5)]
    assert "幸福里" not in str(got.issues)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, ""),
        ({2: 5}, "第4行，共1行"),
        ({2: 2}, "第4行，共1行"),
        ({5: 3}, "第7行，共1行"),
        ({0: 4, 1: 3, 2: 5}, "第2、3、4行，共3行"),
    ],
)
@pytest.mark.parametrize("mark", [",", "\t"])
@pytest.mark.parametrize("total", ["", "合计", "共6条"])
def test_orders_with_fewer_cells_than_the_head_are_told_in_one_line(
    tmp_path: Path, cells: dict[int, int], told: str, mark: str, total: str
) -> None:
    lines = delimited(mark).splitlines() + ([total] if total else [])
    for row, count in cells.items():
        lines[row + 1] = mark.join(lines[row + 1].split(mark)[:count])
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = [
        (issue.found, issue.severity)
        for issue in read(tmp_path, tmp_path / "a.csv").issues
        if issue.code == "short_row"
    ]
    assert said == ([(told, Severity.WARNING)] if told else [])


def test_a_writer_that_leaves_out_blanks_at_the_end_of_rows_is_told_of_once(tmp_path: Path) -> None:
    rows = [[f"A{n}", "2024-05-11 08:00:00", "公安局", "2024-05-11 09:00:00"] for n in range(3000)]
    text = "\n".join(",".join(row) for row in (HEAD, *rows)) + "\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    got = read(tmp_path, tmp_path / "a.csv")
    assert [issue.found for issue in got.issues if issue.code == "short_row"] == ["第2、3、4、5、6等行，共3000行"]
    assert got.dispatches.height == 3000


def test_separators_behind_the_last_head_need_not_be_repeated(tmp_path: Path) -> None:
    text = ",".join(HEAD) + ",,\n" + "\n".join(",".join([*row[:4], "2024-05-20"]) for row in ROWS) + "\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert "short_row" not in kinds(read(tmp_path, tmp_path / "a.csv"))


ZONES = {
    "2024-04-30T16:30:00Z": datetime(2024, 5, 1, 0, 30),
    "2024-04-30T16:30:00.000Z": datetime(2024, 5, 1, 0, 30),
    "2024-04-30 16:30:00 UTC": datetime(2024, 5, 1, 0, 30),
    "2024-04-30T16:30:00+00:00": datetime(2024, 5, 1, 0, 30),
    "2024-05-01T00:30:00+08:00": datetime(2024, 5, 1, 0, 30),
    "2024-05-01T00:30:00+0800": datetime(2024, 5, 1, 0, 30),
    "2024-05-01T02:00:00+09:30": datetime(2024, 5, 1, 0, 30),
    "2024-04-30T11:30:00-05:00": datetime(2024, 5, 1, 0, 30),
}


@pytest.mark.parametrize("written", ZONES)
def test_a_time_with_a_zone_is_that_of_clocks_in_china(tmp_path: Path, written: str) -> None:
    got = read_table(tmp_path, f"工单编号 | 受理时间 | 承办单位\nA1 | {written} | 公安局")
    assert (got.dispatches["accepted_at"].to_list(), got.issues) == ([ZONES[written]], ())


@pytest.mark.parametrize("year", [1899, 1900, 1904, 1970, 1989, 2101])
@pytest.mark.parametrize("as_date", [True, False])
def test_years_that_stand_for_nothing_are_no_times(tmp_path: Path, year: int, as_date: bool) -> None:
    moment = datetime(year, 1, 1, 8)
    cell = moment if as_date and year > 1900 else moment.isoformat(" ")
    rows = [HEAD, [ROWS[0][0], cell, *ROWS[0][2:]], *ROWS[1:]]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": rows}))
    [issue] = [one for one in got.issues if one.severity is Severity.ERROR]
    assert (issue.code, issue.place.row) == ("unreadable_time", 2)


def test_times_all_43_seconds_off_are_said(tmp_path: Path) -> None:
    def rows(off: int) -> list[list[object]]:
        start = datetime(2024, 5, 11, 8)
        return [[row[0], start + timedelta(hours=n, seconds=off), *row[2:]] for n, row in enumerate(ROWS)]

    for off, said in ((-43, ["shifted_times"]), (43, ["shifted_times"]), (0, []), (12, [])):
        got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *rows(off)]}))
        assert [code for code in kinds(got) if code == "shifted_times"] == said


TITLES = ("合计收费不合理", "总计三次未处理", "共同管理的路段", "小计量表故障", "汇总数据有误", "累计停电三天")
TOTALS = (
    "第1页 共2页", "记录数：6", "条数：6", "∑", "平均", "总工单数", "工单总数：6", "总件数",
    "合计", "总计：6", "汇总", "累计", "共6条", "本页合计", "全县合计", "小计", "共计6件", "总共6件",
)  # fmt: skip


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.parametrize("place", [0, 1])
def test_a_total_row_is_no_order(tmp_path: Path, word: str, place: int) -> None:
    head, rows = ["序号", *HEAD], [[str(n), *row] for n, row in enumerate(ROWS, 1)]
    total = ["", "", "", "6", "", ""]
    total[place] = word
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [head, *rows, total]}))
    assert (got.dispatches.height, got.issues) == (6, ())
    assert got.accounts[0].set_aside == {"合计行": 1}


@pytest.mark.parametrize(
    "title", ["合计收费不合理", "总计三次未处理", "共同管理的路段", "小计量表故障", "汇总数据有误", "累计停电三天"]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_title_that_begins_like_a_total_is_an_order(tmp_path: Path, title: str, first: bool) -> None:
    head = ["工单标题", *HEAD] if first else [HEAD[0], "工单标题", *HEAD[1:]]
    rows = [[title, *row] if first else [row[0], title, *row[1:]] for row in ROWS]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [head, *rows]}))
    assert (got.dispatches.height, got.accounts[0].set_aside) == (6, {})


@pytest.mark.parametrize("title", TITLES)
def test_an_order_without_its_number_is_no_total(tmp_path: Path, title: str) -> None:
    rows = [["" if n == 2 else row[0], title, *row[1:]] for n, row in enumerate(ROWS)]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [[HEAD[0], "工单标题", *HEAD[1:]], *rows]}))
    assert [(issue.code, issue.place.row) for issue in got.issues] == [("missing_id", 4)]


@pytest.mark.parametrize("shown", ["#N/A", "#DIV/0!", "Err:502"])
@pytest.mark.parametrize("kind", ['"string" office:string-value=""', '"float" office:value="0"'])
def test_an_error_of_opendocument_is_one_without_a_type_for_it(tmp_path: Path, shown: str, kind: str) -> None:
    ods(tmp_path / "a.ods")
    with zipfile.ZipFile(tmp_path / "a.ods") as package:
        content = package.read("content.xml").decode()
    unit = content.index("住建局")
    start = content.rindex("<table:table-cell", 0, unit)
    end = content.index("</table:table-cell>", unit)
    wrong = f'<table:table-cell table:formula="of:=X" office:value-type={kind}><text:p>{shown}</text:p>'
    with zipfile.ZipFile(tmp_path / "b.ods", "w") as package:
        package.writestr("content.xml", content[:start] + wrong + content[end:])
    assert "error_value" in kinds(read(tmp_path, tmp_path / "b.ods"))


def test_a_locked_ods_is_said_to_be_locked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", os.urandom(400))
        package.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    assert kinds(read(tmp_path, tmp_path / "a.ods")) == ["file.password"]


@pytest.mark.parametrize("order", [(0, 1, 2, 4, 3), (1, 0, 2, 3, 4), (0, 3, 2, 1, 4), (4, 3, 2, 1, 0)])
def test_a_second_head_in_another_order_is_an_error(tmp_path: Path, order: tuple[int, ...]) -> None:
    below = [[row[index] for index in order] for row in (HEAD, *ROWS[3:])]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *ROWS[:3], *below]}))
    assert [(i.code, i.place.row) for i in got.issues] == [("second_head", 5)]
    assert got.accounts[0].set_aside == {"另一个表头": 1, "另一个表头下面的行": 3}


def test_a_third_table_with_the_first_head_is_read_again(tmp_path: Path) -> None:
    below = [[*row[:3], row[4], row[3]] for row in (HEAD, *ROWS[3:5])]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *ROWS[:3], *below, HEAD, ROWS[5]]}))
    assert (kinds(got), got.dispatches.height) == (["second_head"], 4)


@pytest.mark.parametrize(("named", "said"), [("所属乡镇", True), ("派单时间", False)])
def test_a_column_that_the_profile_names_and_the_export_lacks_is_said(tmp_path: Path, named: str, said: bool) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *ROWS]})
    got = read(tmp_path, path, columns={"district" if said else "dispatched_at": [named]})
    assert [(issue.code, issue.expected) for issue in got.issues] == ([("column.not_there", named)] if said else [])


def test_the_same_head_again_is_only_a_head(tmp_path: Path) -> None:
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *ROWS[:3], HEAD, *ROWS[3:]]}))
    assert (got.dispatches.height, got.issues, got.accounts[0].set_aside) == (6, (), {"重复的表头": 1})


@pytest.mark.parametrize("hidden", [1, 3, 6])
def test_rows_that_a_filter_hides_are_counted_and_said(tmp_path: Path, hidden: int) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    for row in range(2, 2 + hidden):
        book.active.row_dimensions[row].hidden = True
    book.save(tmp_path / "a.xlsx")
    got = read(tmp_path, tmp_path / "a.xlsx")
    assert ([i.code for i in got.issues], got.dispatches.height) == (["hidden_rows"], 6)
    assert got.issues[0].found.startswith(f"{hidden}行")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("000900001", "900001", True), ("PJ01", "pj01", True), ("PJ01", "PJ1", False), ("A-1-23", "A-12-3", False),
        ("900001", "9000010", False),
    ],
)  # fmt: skip
def test_ids_that_a_spreadsheet_may_have_changed_are_said(tmp_path: Path, first: str, second: str, said: bool) -> None:
    text = f"工单编号 | 受理时间 | 承办单位\n{first} | 2024-05-06 | 公安局\n{second} | 2024-05-06 | 公安局"
    issues = [issue for issue in read_table(tmp_path, text).issues if issue.code == "similar_ids"]
    assert len(issues) == said
    assert not said or f"{first}、{second}" in issues[0].found


HIDDEN_ROWS = {
    '<tr style="display:none">': 1,
    "<tr style='height:1px; DISPLAY: none;'>": 1,
    '<tr style="color:red">': 0,
}


@pytest.mark.parametrize("tag", HIDDEN_ROWS)
def test_rows_that_a_page_hides_are_counted_and_said(tmp_path: Path, tag: str) -> None:
    body = "".join(
        (tag if number == 3 else "<tr>") + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for number, row in enumerate([HEAD, *ROWS])
    )
    (tmp_path / "a.xls").write_text(f"<html><table>{body}</table></html>", encoding="utf-8")
    got = read(tmp_path, tmp_path / "a.xls")
    assert got.dispatches.height == len(ROWS)
    assert [issue.code for issue in got.issues if "隐藏" in issue.kind] == ["hidden_rows"] * HIDDEN_ROWS[tag]


def renumbered(folder: Path, old: int, new: int) -> Path:
    """The workbook with a row that says to be another."""
    path = write_xlsx(folder / "a.xlsx", {"工单": [HEAD, *ROWS]})
    made = folder / "改.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if "worksheets/sheet1" in name:
                part = part.replace(b'<row r="%d"' % old, b'<row r="%d"' % new)
                part = re.sub(rb'r="([A-Z]+)%d"' % old, rb'r="\g<1>%d"' % new, part)
            target.writestr(name, part)
    return made


@pytest.mark.parametrize(("new", "whole"), [(4, False), (2, False), (60, True)])
def test_of_two_rows_with_one_number_none_is_lost_in_silence(tmp_path: Path, new: int, whole: bool) -> None:
    got = read(tmp_path, renumbered(tmp_path, 5, new))
    if whole:
        assert got.dispatches.height == len(ROWS)
    else:
        assert "file.broken" in {issue.code for issue in got.issues}


@pytest.mark.parametrize(("month", "said"), [(4, True), (5, False), (6, True), (2, True)])
def test_the_wrong_month_is_an_error(tmp_path: Path, month: int, said: bool) -> None:
    days = [f"2024-{month:02}-{n + 3:02}" for n in range(20)]
    rows = [[f"A{n}", f"{day} 08:00", "公安局", f"{day} 09:00", f"{day} 10:00"] for n, day in enumerate(days)]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *rows]}))
    errors = [issue.code for issue in got.issues if issue.severity is Severity.ERROR]
    assert errors == (["wrong_period"] if said else [])


@pytest.mark.parametrize(("last", "said"), [(31, False), (30, False), (27, True), (20, True)])
def test_an_export_that_ends_days_before_the_period_is_said(tmp_path: Path, last: int, said: bool) -> None:
    rows = [[f"A{n}", f"2024-05-{n % last + 1:02} 08:00", "公安局", "", ""] for n in range(60)]
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *rows]}))
    assert kinds(got) == (["ends_early"] if said else [])


@pytest.mark.parametrize("size", [100, 5000, 70_000, 8_000_000])
def test_a_stream_is_found_whole_in_its_new_container(size: int) -> None:
    stream = os.urandom(size)
    with olefile.OleFileIO(io.BytesIO(_container(stream, "Workbook"))) as container:
        assert container.listdir() == [["Workbook"]]
        assert container.openstream("Workbook").read()[:size] == stream


def test_a_page_that_was_cut_off_is_broken(tmp_path: Path) -> None:
    html_merged(tmp_path / "a.xls")
    whole = (tmp_path / "a.xls").read_text(encoding="utf-8")
    for cut in (len(whole) // 2, len(whole) - 30):
        (tmp_path / "b.xls").write_text(whole[:cut], encoding="utf-8")
        assert kinds(read(tmp_path, tmp_path / "b.xls")) == ["file.broken"]


def test_tables_laid_in_tables_are_read(tmp_path: Path) -> None:
    html_merged(tmp_path / "a.xls")
    inner = (tmp_path / "a.xls").read_text(encoding="utf-8").removeprefix("<html>").removesuffix("</html>")
    page = f"<html><table><tr><td>导出</td><td>{inner}</td></tr></table></html>"
    (tmp_path / "b.xls").write_text(page, encoding="utf-8")
    got = read(tmp_path, tmp_path / "b.xls")
    assert (got.dispatches.height, [i for i in got.issues if i.severity is Severity.ERROR]) == (6, [])


def test_marks_that_keep_texts_from_being_numbers_are_no_part_of_heads_and_cells(tmp_path: Path) -> None:
    rows = [[f'="{cell}"' for cell in row] for row in (HEAD, *ROWS)]
    assert by_unit(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": rows})) == BY_UNIT


def test_the_tables_of_this_file_are_what_they_are_taken_for(tmp_path: Path) -> None:
    assert by_unit(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *ROWS]})) == BY_UNIT
    assert table("a | b") == [["a", "b"]]


@pytest.mark.parametrize("cell", ["NaN", "nan", "NAN", " nan ", math.nan])
def test_what_is_no_number_in_a_column_of_counts_is_told_as_it_stands(tmp_path: Path, cell: str | float) -> None:
    rows = [[*row, cell if number == 2 else "1"] for number, row in enumerate(ROWS)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in ([*HEAD, "返工次数"], *rows)), encoding="utf-8")
    told = [issue for issue in read(tmp_path, path).issues if issue.place.row == 4]
    assert [(issue.code, issue.found, issue.severity) for issue in told] == [
        ("error_value", str(cell).strip(), Severity.WARNING)
    ]


@pytest.mark.parametrize("cell", ["Infinity", "inf", "-inf", "1.#QNAN", "∞"])
def test_what_is_beyond_numbers_in_a_column_of_counts_is_an_error(tmp_path: Path, cell: str) -> None:
    rows = [[*row, cell if number == 2 else "1"] for number, row in enumerate(ROWS)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in ([*HEAD, "返工次数"], *rows)), encoding="utf-8")
    told = [(issue.code, issue.place.row, issue.found) for issue in read(tmp_path, path).issues]
    assert told == [("unknown_value", 4, cell)]


def test_every_error_value_begins_with_the_sign_by_which_columns_are_passed_over() -> None:
    assert {each[0] for each in celltext.ERRORS} == {"#"}
