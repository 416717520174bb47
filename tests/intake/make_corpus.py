"""Makes the corpus of exports: the same few orders in many dresses, by programs that are not ours.

Run as ``python tests/intake/make_corpus.py`` (LibreOffice needed); the result is committed. Beside each file stands
what must be read from it: the canonical columns as a text table.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import polars as pl
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

FOLDER = Path(__file__).parent / "corpus"

HEADS = [
    "工单编号",
    "诉求内容",
    "来电人",
    "来电号码",
    "受理时间",
    "派单时间",
    "受理渠道",
    "诉求类型",
    "一级分类",
    "二级分类",
    "承办单位",
    "办理时限",
    "办结时间",
    "工单状态",
    "是否超期",
    "退回重办次数",
    "回访时间",
    "办理结果满意度",
]
OTHER_HEADS = [
    "受理编号",
    "主要内容",
    "姓名",
    "联系电话",
    "登记时间",
    "转办时间",
    "诉求来源",
    "工单类型",
    "问题分类",
    "二级类别",
    "责任单位",
    "截止时间",
    "办理完成时间",
    "办理状态",
    "超期标识",
    "重办次数",
    "回访日期",
    "是否满意",
]
MOMENTS = (4, 5, 11, 12, 16)
FLAG, COUNT, TYPE = 14, 15, 7


def at(text: str) -> datetime:
    return datetime.strptime(f"2024-{text}", "%Y-%m-%d %H:%M").replace(second=0)


def _orders() -> list[list[Any]]:
    lines = """
    PJ240501000101|路灯不亮，夜里看不见|张某某|13800000001|05-01 08:03|05-01 09:10|电话|求助|城市管理|市政设施|甲县住房和城乡建设局|05-13 23:59|05-06 16:20|已办结|否|0|05-07 10:00|满意
    PJ240502000102|噪声扰民，"每晚"到一点|李某某|13800000002|05-02 22:41|05-06 08:30|微信|投诉|生态环境|噪声|甲县公安局|05-11 23:59|05-13 09:00|已办结|是|1|05-14 15:30|不满意
    PJ240506000103|咨询个税<汇算>&退税|王某某|13800000003|05-06 10:00|||||||||||||
    PJ240506000104|村道被水冲毁|赵某某|13800000004|05-06 15:20|05-06 16:00|电话|求助|交通运输|农村公路|东山乡|06-06 23:59||办理中|否|0||
    PJ240508000105|自来水浑浊|钱某某|13800000005|05-08 07:55|05-08 09:00|省平台|投诉|水务|水质|城关镇|05-15 23:59|05-15 23:58|已办结|否|2|05-20 09:00|基本满意
    PJ240508000105|自来水浑浊|钱某某|13800000005|05-08 07:55|05-08 09:05|省平台|投诉|水务|水质|甲县住房和城乡建设局|05-15 23:59|05-14 11:00|已办结|否|0|05-20 09:00|基本满意
    PJ240531000106|请求补发社保卡|孙某某|13800000006|05-31 17:59|05-31 18:00|网站|咨询|社会保障|社保卡|甲县税务局|06-07 23:59||办理中|否|0||
    """.strip().splitlines()
    return [[_cell(index, text) for index, text in enumerate(line.strip().split("|"))] for line in lines]


def _cell(index: int, text: str) -> Any:
    if index in MOMENTS:
        return at(text) if text else None
    return int(text) if index == COUNT and text else text or None


ORDERS = _orders()
ORDERS[2][6:10] = ["电话", "咨询", "税务", "个税"]

EXPECTED = [
    "order_id",
    "unit",
    "accepted_at",
    "dispatched_at",
    "deadline_at",
    "closed_at",
    "callback_at",
    "channel",
    "request_type",
    "category_1",
    "category_2",
    "status",
    "overdue_mark",
    "rework_count",
    "result_opinion",
]
_PLACES = dict(zip(EXPECTED, (0, 10, 4, 5, 11, 12, 16, 6, 7, 8, 9, 13, 14, 15, 17), strict=True))


def expected(orders: Sequence[Sequence[Any]] = ORDERS) -> str:
    """The text table of what must be read, sorted as the reader sorts."""
    rows = sorted(orders, key=lambda row: (row[4], row[0], row[10] or ""))
    lines = [" | ".join(EXPECTED)]
    lines += [" | ".join(_told(row[place]) for place in _PLACES.values()) for row in rows]
    return "\n".join(lines) + "\n"


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


# --- dresses: what a table looks like before it is written -------------------------------------------------------------

Rows = list[list[Any]]


def table(heads: Sequence[str] = HEADS, dates: Callable[[datetime], Any] = lambda moment: moment) -> Rows:
    return [list(heads)] + [[dates(cell) if isinstance(cell, datetime) else cell for cell in row] for row in ORDERS]


def words(flags: dict[str, Any], kinds: Callable[[str], str] = str) -> Rows:
    rows = table()
    for row in rows[1:]:
        row[FLAG] = flags.get(row[FLAG], row[FLAG])
        row[TYPE] = kinds(row[TYPE]) if row[TYPE] else None
    return rows


def reordered(order: Sequence[int]) -> Rows:
    return [[row[index] for index in order] for row in table()]


def around(above: Rows, rows: Rows, below: Rows) -> Rows:
    width = len(rows[0])
    return [[*row, *[None] * (width - len(row))] for row in (*above, *rows, *below)]


def serial(moment: datetime) -> float:
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1)


DATES: dict[str, Callable[[datetime], Any]] = {
    "斜杠": lambda moment: f"{moment:%Y}/{moment.month}/{moment.day} {moment.hour}:{moment:%M}",
    "ISO": lambda moment: moment.isoformat(),
    "中文": lambda moment: f"{moment.year}年{moment.month}月{moment.day}日 {moment.hour}时{moment.minute}分",
    "连写": lambda moment: f"{moment:%Y%m%d%H%M%S}",
    "序列数": serial,
    "序列数文本": lambda moment: f"{serial(moment):.9f}",
    "全角": lambda moment: f"{moment:%Y-%m-%d %H:%M}".translate(
        str.maketrans("0123456789-:", "０１２３４５６７８９－：")
    ),
    "上下午": lambda moment: (
        f"{moment:%Y-%m-%d} {'下午' if moment.hour >= 12 else '上午'}{moment.hour % 12}:{moment:%M}"
    ),
    "带毫秒时区": lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}.000+08:00",
    "混用": lambda moment: list(DATES.values())[moment.day % 7](moment),
}
TITLE: Rows = [["甲县12345热线工单明细表"], ["导出时间：2024-06-03 09:00　导出人：某某"]]
TOTAL: Rows = [["合计", None, None, None, "7件"]]
NOTES: Rows = [[], ["注：1.本表由平台自动导出；2.办理时限已含延期。"], ["制表人：某某", None, None, "审核人：某某"]]


def two_levels() -> Rows:
    upper = [
        "工单编号", "诉求人信息", None, None, "受理派单", None, None, "诉求分类", None, None, "办理信息", None, None, None,
        None, None, "回访", None,
    ]  # fmt: skip
    lower = [None, *HEADS[1:]]
    return [upper, lower, *table()[1:]]


def repeated() -> Rows:
    rows = table()
    return [*rows[:4], list(HEADS), *rows[4:]]


def spaced() -> Rows:
    rows = table()
    return [*rows[:3], [None] * len(HEADS), *rows[3:6], [None] * len(HEADS), *rows[6:]]


DRESSES: dict[str, Rows] = {
    "平常": table(),
    "别的列名": table(OTHER_HEADS),
    "列序打乱": reordered([17, 3, 10, 0, 12, 5, 1, 16, 14, 2, 11, 4, 13, 9, 8, 7, 6, 15]),
    "标题在上": around(TITLE, table(), []),
    "两级表头": two_levels(),
    "标题加两级表头": around(TITLE, two_levels(), TOTAL),
    "表头换行": table([head[:2] + "\n" + head[2:] for head in HEADS]),
    "表头空格": table([" ".join(head) + "　" for head in HEADS]),
    "合计行": around([], table(), TOTAL),
    "表下说明": around([], table(), NOTES),
    "重复表头": repeated(),
    "空行": spaced(),
    "前后空白": [[f" {cell}　" if isinstance(cell, str) else cell for cell in row] for row in table()],
    "是否写作数字": words({"是": 1, "否": 0}),
    "红绿灯": words({"是": "红灯", "否": "绿灯"}),
    "带类字": words({}, lambda kind: kind + "类"),
    "左边空列": [[None, None, *row] for row in table()],
    "空单元格写作横线": [["—" if cell is None else cell for cell in row] for row in table()],
} | {f"日期{name}": table(dates=dates) for name, dates in DATES.items()}  # fmt: skip


# --- writers -----------------------------------------------------------------------------------------------------------


def by_xlsxwriter(
    path: Path, sheets: dict[str, Rows], date_format: Any = "yyyy-mm-dd hh:mm:ss", **options: Any
) -> None:
    book = xlsxwriter.Workbook(str(path), options)
    dates, bold = book.add_format(), book.add_format({"bold": True, "border": 1})
    dates.set_num_format(date_format)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, dates)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell, bold)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    book.close()


def by_openpyxl(path: Path, rows: Rows, *, epoch: datetime | None = None, date_format: str = "yyyy/m/d h:mm") -> None:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet.title = "工单"
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, datetime):
                cell.number_format = date_format
    sheet.auto_filter.ref = sheet.dimensions
    sheet.row_dimensions[4].hidden = True
    sheet.freeze_panes = "A2"
    book.save(path)


def by_office(source: Path, target: Path, convert: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", convert]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True)
        [made] = [path for path in Path(folder).iterdir() if path.is_file()]
        shutil.move(made, target)


_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""  # noqa: E501
_RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""  # noqa: E501
_BOOK_RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""  # noqa: E501
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def by_hand(
    path: Path, rows: Rows, *, prefix: str = "", refs: bool = True, dimension: str = "", quotes: str = '"',
    compression: int = zipfile.ZIP_DEFLATED, styles: str = "", strict: bool = False, tail: str = "",
) -> None:  # fmt: skip
    """A workbook as platforms write it: the least XML that Excel opens, everything inline."""
    mark = f"{prefix}:" if prefix else ""
    name = f":{prefix}" if prefix else ""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for index, cell in enumerate(row):
            where = f' r="{column_name(index)}{number}"' if refs else ""
            if cell is None:
                cells.append("" if refs else f"<{mark}c/>")
            elif isinstance(cell, str):
                text = escape(cell)
                cells.append(
                    f'<{mark}c{where} t="inlineStr"><{mark}is><{mark}t xml:space="preserve">{text}</{mark}t></{mark}is></{mark}c>'
                )  # noqa: E501
            else:
                value = serial(cell) if isinstance(cell, datetime) else cell
                cells.append(f"<{mark}c{where}><{mark}v>{value!r}</{mark}v></{mark}c>")
        at_row = f' r="{number}"' if refs else ""
        lines.append(f"<{mark}row{at_row}>{''.join(cells)}</{mark}row>")
    main = _MAIN if not strict else "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?><{mark}worksheet xmlns{name}="{main}">{dimension}'
        f"<{mark}sheetData>{''.join(lines)}{tail}</{mark}sheetData></{mark}worksheet>"
    )
    book = (
        f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{main}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="工单" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet if quotes == '"' else sheet.replace('"', quotes))
        if styles:
            archive.writestr("xl/styles.xml", styles)


def column_name(index: int) -> str:
    return chr(65 + index) if index < 26 else column_name(index // 26 - 1) + column_name(index % 26)


def delimited(rows: Rows, mark: str) -> str:
    def cell(value: Any) -> str:
        text = f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in f'{mark}"\n') else text

    return "\r\n".join(mark.join(map(cell, row)) for row in rows) + "\r\n"


def html(rows: Rows) -> str:
    def cell(value: Any) -> str:
        text = f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else "" if value is None else str(value)
        return f"<td style='mso-number-format:\"\\@\"'>{escape(text)}</td>"

    body = "".join("<tr>" + "".join(map(cell, row)) + "</tr>\n" for row in rows)
    return (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gbk"></head><table>{body}</table>'
    )


def make() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        if not path.name.startswith(("sheetjs-", "exceljs-")):  # corpus_by_node.mjs makes those
            path.unlink()
    for name, rows in DRESSES.items():
        by_xlsxwriter(FOLDER / f"xlsxwriter-{name}.xlsx", {"工单": rows})
    for number in (27, 31, 36, 50, 57, 58):  # built-in formats that only Chinese Excel and WPS choose
        by_xlsxwriter(FOLDER / f"xlsxwriter-内置格式{number}.xlsx", {"工单": table()}, number)
    by_xlsxwriter(FOLDER / "xlsxwriter-内嵌文本.xlsx", {"工单": table()}, constant_memory=True)
    by_xlsxwriter(FOLDER / "xlsxwriter-1904.xlsx", {"工单": table()}, date_1904=True)
    halves = {"说明": [["怎样导出工单"]], "上半月": table()[:6], "空表": [], "下半月": [HEADS, *table()[6:]]}
    by_xlsxwriter(FOLDER / "xlsxwriter-几张工作表.xlsx", halves)
    by_xlsxwriter(FOLDER / "xlsxwriter-实为xlsx.xls", {"工单": table()})
    make_openpyxl()
    make_by_hand()
    make_texts()
    make_office()
    for path in sorted(FOLDER.iterdir()):
        path.with_name(path.name + ".expected").write_text(expected(), encoding="utf-8")
    print(len(list(FOLDER.iterdir())) // 2, "files")  # noqa: T201


def make_openpyxl() -> None:
    for name in ("平常", "两级表头", "合计行", "日期斜杠", "别的列名"):
        by_openpyxl(FOLDER / f"openpyxl-{name}.xlsx", DRESSES[name])
    by_openpyxl(FOLDER / "openpyxl-1904.xlsx", table(), epoch=CALENDAR_MAC_1904)
    by_openpyxl(FOLDER / "openpyxl-中文日期格式.xlsx", table(), date_format='yyyy"年"m"月"d"日" h"时"mm"分"')
    by_openpyxl(FOLDER / "openpyxl-宏.xlsm", table())


def make_by_hand() -> None:
    rows = table(dates=DATES["ISO"])
    by_hand(FOLDER / "手工-最简.xlsx", rows)
    by_hand(FOLDER / "手工-没有坐标.xlsx", rows, refs=False)
    by_hand(FOLDER / "手工-带前缀.xlsx", rows, prefix="x")
    by_hand(FOLDER / "手工-范围写错.xlsx", rows, dimension='<dimension ref="A1:B2"/>')
    by_hand(FOLDER / "手工-单引号.xlsx", rows, quotes="'")
    by_hand(FOLDER / "手工-不压缩.xlsx", rows, compression=zipfile.ZIP_STORED)
    by_hand(FOLDER / "手工-日期无格式.xlsx", table())
    by_hand(
        FOLDER / "手工-样式残缺.xlsx", rows, styles=f'<styleSheet xmlns="{_MAIN}"><cellXfs count="9"/></styleSheet>'
    )
    by_hand(FOLDER / "手工-严格格式.xlsx", rows, strict=True)
    by_hand(
        FOLDER / "手工-末尾空行.xlsx",
        rows,
        tail="".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(9, 5000)),
    )


def make_texts() -> None:
    comma, tab = delimited(table(), ","), delimited(table(), "\t")
    texts: dict[str, bytes] = {
        "文本-utf8.csv": comma.encode(),
        "文本-utf8bom.csv": comma.encode("utf-8-sig"),
        "文本-gb18030.csv": comma.encode("gb18030"),
        "文本-制表符.tsv": tab.encode("gb18030"),
        "文本-unicode.txt": tab.encode("utf-16"),
        "文本-分号.csv": delimited(table(), ";").encode("gb18030"),
        "文本-实为csv.xls": comma.encode("gb18030"),
        "文本-标题说明.csv": delimited(around(TITLE, table(), [*TOTAL, *NOTES]), ",").encode("gb18030"),
        "文本-日期混用.csv": delimited(DRESSES["日期混用"], ",").encode("gb18030"),
        "文本-表头换行.csv": delimited(DRESSES["表头换行"], ",").encode("utf-8-sig"),
        "网页-实为html.xls": html(table()).encode("gbk"),
        "网页-标题.xls": html(around(TITLE, table(), TOTAL)).encode(),
    }
    for name, data in texts.items():
        (FOLDER / name).write_bytes(data)
    frame = pl.DataFrame(table()[1:], schema=list(HEADS), orient="row", infer_schema_length=None)
    frame.write_parquet(FOLDER / "polars.parquet")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.write(FOLDER / "文本-gb18030.csv", "导出/一.csv")
        archive.writestr("导出/二.csv", delimited([HEADS], ",").encode())
    (FOLDER / "压缩包.zip").write_bytes(out.getvalue())


def make_office() -> None:
    for name in ("平常", "两级表头", "日期中文", "合计行"):
        source = FOLDER / f"xlsxwriter-{name}.xlsx"
        by_office(source, FOLDER / f"libreoffice-{name}.ods", "ods")
        by_office(source, FOLDER / f"libreoffice-{name}.xls", "xls:MS Excel 97")
    source = FOLDER / "xlsxwriter-平常.xlsx"
    by_office(source, FOLDER / "libreoffice-另存.xlsx", "xlsx:Calc MS Excel 2007 XML")
    # Filter options: comma, double quotes, encoding 85 (GB18030), from the first line.
    by_office(source, FOLDER / "libreoffice-gb18030.csv", "csv:Text - txt - csv (StarCalc):44,34,85,1")
    by_office(source, FOLDER / "libreoffice-网页.xls", "html:HTML (StarCalc)")
    by_office(FOLDER / "xlsxwriter-1904.xlsx", FOLDER / "libreoffice-1904.xls", "xls:MS Excel 97")
    make_1904_without_formats()


def make_1904_without_formats() -> None:
    """An .xls that counts from 1904 and shows its dates as numbers."""
    shift = (datetime(1904, 1, 1) - datetime(1899, 12, 30)).days
    rows = [[cell - shift if isinstance(cell, float) else cell for cell in row] for row in DRESSES["日期序列数"]]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.xlsx"
        by_xlsxwriter(source, {"工单": rows}, date_1904=True)
        by_office(source, FOLDER / "libreoffice-1904无格式.xls", "xls:MS Excel 97")


if __name__ == "__main__":
    make()
