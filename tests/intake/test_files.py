"""Every kind of file that clerks hand in, and the hostile ones: right, or one clear message."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from intake.sample import kinds, read, table, write_xlsx

ORDERS = table(
    """
    工单编号 | 受理时间 | 承办单位 | 回访结果
    A1 | 2024-05-01 08:03:00 | 公安局 | 满意
    A2 | 2024-05-02 09:00:00 | 城关镇 |
    """
)
EXPECTED = [
    ("A1", datetime(2024, 5, 1, 8, 3), "甲县公安局", "满意"),
    ("A2", datetime(2024, 5, 2, 9), "城关镇", None),
]


def rows_of(folder: Path, path: Path) -> list[tuple[object, ...]]:
    got = read(folder, path)
    assert got.issues == ()
    assert sum(one.used for one in got.accounts) == 2
    return got.dispatches.select("order_id", "accepted_at", "unit", "result_opinion").rows()


def html() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ORDERS)
    style = "<html><meta charset=gb2312><style>td{}</style>"
    return f"{style}<table border=1><tr><th colspan=4>工单</th></tr>{rows}</table>"


def xml_2003() -> str:
    cells = [[f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row] for row in ORDERS]
    rows = "".join("<Row>" + "".join(row) + "</Row>" for row in cells)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="工单"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def delimited(mark: str) -> str:
    return "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in ORDERS) + "\r\n"


TEXTS: dict[str, tuple[str, bytes]] = {
    "utf-8": ("a.csv", delimited(",").encode()),
    "utf-8 with BOM": ("a.csv", delimited(",").encode("utf-8-sig")),
    "gb18030": ("a.csv", delimited(",").encode("gb18030")),
    "tsv": ("a.tsv", delimited("\t").encode("gb18030")),
    "utf-16 tabs, as Excel's Unicode text": ("a.txt", delimited("\t").encode("utf-16")),
    "semicolons": ("a.csv", delimited(";").encode()),
    "csv named xls": ("a.xls", delimited(",").encode("gb18030")),
    "html named xls": ("a.xls", html().encode("gb18030")),
    "xml 2003 named xls": ("a.xls", xml_2003().encode()),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_files(tmp_path: Path, name: str) -> None:
    file, data = TEXTS[name]
    (tmp_path / file).write_bytes(data)
    assert rows_of(tmp_path, tmp_path / file) == EXPECTED


def test_html_with_merged_cells_keeps_columns(tmp_path: Path) -> None:
    text = (
        "<table><tr><th rowspan=2>工单编号</th><th colspan=2>受理</th></tr><tr><th>受理时间</th><th>承办单位</th></tr>"
        "<tr><td>A1<td>2024-05-01 08:03<td>公安局</table>"
    )
    (tmp_path / "a.xls").write_text(text, encoding="utf-8")
    got = read(tmp_path, tmp_path / "a.xls")
    assert got.dispatches.select("order_id", "accepted_at", "unit").rows() == [EXPECTED[0][:3]]


def workbook(folder: Path, name: str = "a.xlsx") -> Path:
    return write_xlsx(folder / name, {"工单": ORDERS})


def test_an_xlsx_named_xls_is_read_by_its_content(tmp_path: Path) -> None:
    assert rows_of(tmp_path, workbook(tmp_path).rename(tmp_path / "b.xls")) == EXPECTED


def test_a_zip_with_a_gbk_name_and_macos_dross(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("__MACOSX/._a.xlsx", b"\x00\x05")
        archive.write(path, "导出/五月.xlsx")
    got = read(tmp_path, tmp_path / "a.zip")
    assert [one.file for one in got.accounts] == ["a.zip/五月.xlsx"]
    assert got.dispatches.height == 2


def test_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame(ORDERS[1:], schema=ORDERS[0], orient="row")
    frame.with_columns(pl.col("受理时间").str.to_datetime().dt.replace_time_zone("Asia/Shanghai")).write_parquet(
        tmp_path / "a.parquet"
    )
    assert rows_of(tmp_path, tmp_path / "a.parquet") == EXPECTED


def test_several_files_and_sheets_are_one_period(tmp_path: Path) -> None:
    first = write_xlsx(tmp_path / "1.xlsx", {"上": ORDERS[:2], "说明": [["怎样导出"]], "下": [ORDERS[0], ORDERS[2]]})
    got = read(tmp_path, first, write_xlsx(tmp_path / "2.xlsx", {"x": [ORDERS[0], ["A3", "2024-05-03", "公安局", ""]]}))
    assert got.dispatches["order_id"].to_list() == ["A1", "A2", "A3"]
    assert [(one.sheet, one.read, one.used) for one in got.accounts] == [
        ("上", 1, 1), ("下", 1, 1), ("x", 1, 1), ("说明", 1, 0),
    ]  # fmt: skip


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    import openpyxl

    path = write_xlsx(tmp_path / "a.xlsx", {"工单": ORDERS, "旧": ORDERS})
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    got = read(tmp_path, path)
    assert kinds(got) == ["sheet.hidden"]
    assert got.dispatches.height == 2


# --- hostile files ---------------------------------------------------------------------------------------------------


def rezipped(path: Path, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with every part passed through ``change``; None drops the part."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if (data := change(part, source.read(part))) is not None:
                target.writestr(part, data)
    return out.getvalue()


def replaced(old: bytes, new: bytes, part: str = "sheet1.xml") -> Callable[[str, bytes], bytes | None]:
    def change(name: str, data: bytes) -> bytes:
        if not name.endswith(part):
            return data
        assert old in data
        return data.replace(old, new, 1)

    return change


def cut(name: str, data: bytes) -> bytes:
    """The sheet ends after its second row, between two tags."""
    return data[: data.index(b"</row>", data.index(b"</row>") + 1) + 6] if name.endswith("sheet1.xml") else data


def bomb(path: Path) -> bytes:
    """A sheet of 300 MB of nothing, some 300 KB packed."""
    filler = b" " * (300 << 20)
    return rezipped(path, replaced(b"</sheetData>", filler + b"</sheetData>"))


def lying_bomb(path: Path) -> bytes:
    """The same, but the directory says that it is small."""
    data = bytearray(bomb(path))
    size = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(data).replace(struct.pack("<I", size), struct.pack("<I", 5000))


def ole(*streams: str) -> bytes:
    names = b"".join(stream.encode("utf-16-le").ljust(64, b"\x00") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names + bytes(2048)


def flipped(path: Path) -> bytes:
    data = bytearray(path.read_bytes())
    part = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml")
    data[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 0x41
    return bytes(data)


HOSTILE: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "empty": (lambda path: b"", "file.empty"),
    "blank": (lambda path: b"\r\n \r\n", "file.empty"),
    "truncated": (lambda path: path.read_bytes()[:3000], "file.broken"),
    "only the signature": (lambda path: b"PK\x03\x04", "file.broken"),
    "flipped bits": (flipped, "file.broken"),
    "no sheet": (lambda path: rezipped(path, lambda name, data: None if "sheet1" in name else data), "file.broken"),
    "no types": (lambda path: rezipped(path, lambda name, data: None if "Types" in name else data), "file.broken"),
    "no strings": (lambda path: rezipped(path, lambda name, data: None if "sharedS" in name else data), "file.broken"),
    "cut XML": (lambda path: rezipped(path, cut), "file.broken"),
    "bomb": (bomb, "file.bomb"),
    "lying bomb": (lying_bomb, "file.broken"),
    "cell far to the right": (lambda path: rezipped(path, replaced(b'r="A2"', b'r="ZZZZZZZ2"')), "file.broken"),
    "stray cell far away": (lambda path: rezipped(path, replaced(b'r="D3"', b'r="XFD1048576"')), "file.scattered"),
    "password": (lambda path: ole("EncryptionInfo", "EncryptedPackage"), "file.password"),
    "word 97": (lambda path: ole("WordDocument"), "file.type"),
    "broken xls": (lambda path: ole("Workbook"), "file.broken"),
    "pdf": (lambda path: b"%PDF-1.7\n%\xe2\xe3", "file.type"),
    "picture": (lambda path: b"\x89PNG\r\n\x1a\n" + bytes(100), "file.type"),
    "binary": (lambda path: bytes(range(256)) * 10, "file.type"),
    "parquet cut": (lambda path: b"PAR1" + b"x" * 100, "file.broken"),
    "text of no encoding": (lambda path: "工单".encode() + b"\xff\xff" + "编号".encode("gbk"), "file.encoding"),
    "a text without a head": (lambda path: "今天天气很好\n".encode(), "file.no_orders"),
    "html without a table": (lambda path: "<html><body>请登录</body></html>".encode(), "file.no_orders"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_one_clear_message(tmp_path: Path, name: str) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "五月.xlsx"
    path.write_bytes(make(workbook(tmp_path, "good.xlsx")))
    got = read(tmp_path, path)
    assert [issue.code for issue in got.issues] == [code], got.issues
    assert "五月.xlsx" in str(got.issues[0])
    assert got.dispatches.height == 0


def test_a_locked_zip_and_a_zip_in_a_zip(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "工单编号")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert kinds(read(tmp_path, tmp_path / "outer.zip")) == ["file.type"]
    locked = bytearray(inner.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + offset] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert kinds(read(tmp_path, tmp_path / "locked.zip")) == ["file.password"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, tmp_path / "没有.xlsx")) == ["file.unreadable"]


def test_one_bad_file_does_not_hide_what_is_wrong_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "1.xlsx").write_bytes(b"")
    (tmp_path / "2.pdf").write_bytes(b"%PDF-1.7")
    assert kinds(read(tmp_path, tmp_path / "1.xlsx", tmp_path / "2.pdf")) == ["file.empty", "file.type"]


def test_a_head_without_rows_says_so(tmp_path: Path) -> None:
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"工单": ORDERS[:1]}))
    assert kinds(got) == ["file.no_rows"]
    assert [(one.read, one.used) for one in got.accounts] == [(0, 0)]


def test_an_ods_filled_down_to_the_last_row_is_refused(tmp_path: Path) -> None:
    cell = b'<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    row = b'<table:table-row table:number-rows-repeated="1048000">' + cell + b"</table:table-row></table:table>"
    source = Path(__file__).parent / "corpus" / "libreoffice-平常.ods"
    path = tmp_path / "a.ods"
    path.write_bytes(rezipped(source, replaced(b"</table:table>", row, "content.xml")))
    assert kinds(read(tmp_path, path)) == ["file.scattered"]
