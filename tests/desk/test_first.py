"""The first bulletin in a real browser: an empty folder and an export; no file and no terminal is touched."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from desk.browser import browsing, needs_browser, turning
from desk.running import EXAMPLES, running

pytestmark = needs_browser
RENAMED = {"工单编号": "工单流水", "承办单位": "经办部门", "受理时间": "诉求登记时刻", "办理结果满意度": "群众评价"}
OLD = {"平江县民政局": "县民政局（旧）", "平江县公安局": "公安局"}


def export(name: str) -> tuple[list[str], list[list[str]]]:
    """A file of 平江's as another platform would write it: other heads, units in old spellings."""
    from openpyxl import load_workbook

    book = load_workbook(EXAMPLES / "pingjiang" / "2024-05" / name, read_only=True)
    rows = [
        ["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    heads = [RENAMED.get(head, head) for head in rows[0]]
    return heads, [[OLD.get(cell, cell) for cell in row] for row in rows[1:]]


def as_csv(name: str) -> bytes:
    """GBK, as old platforms write."""
    heads, rows = export(name)
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode("gb18030")


def as_workbook(name: str) -> bytes:
    """An ordinary workbook."""
    from openpyxl import Workbook

    heads, rows = export(name)
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [heads, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def register(page: Any, names: list[str], group: str) -> None:
    """Ticks spellings and registers them in a group."""
    for box in page.locator("ul.spellings input").all():
        if box.get_attribute("value") in names:
            box.check()
    follow(page, page.locator("button.bin", has_text=group))
    page.get_by_text("已改好名册").wait_for()


def follow(page: Any, place: Any) -> None:
    """Clicks what leads to another page."""
    with turning(page):
        place.click()


def confirm(page: Any, meanings: dict[str, str]) -> None:
    """Says what columns mean, one by one, and saves."""
    for head, meaning in meanings.items():
        page.get_by_label(f"{head} 是什么").select_option(label=meaning)
        if (ok := page.locator(f'input[name="ok/{head}"]')).count():
            ok.check()
    follow(page, page.get_by_role("button", name="保存", exact=True))
    page.get_by_text("已保存").wait_for()


def spellings(page: Any) -> list[str]:
    return [box.get_attribute("value") for box in page.locator("ul.spellings input").all()]


def test_from_an_empty_folder_to_the_bulletin(tmp_path: Path) -> None:
    with (EXAMPLES / "pingjiang" / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        units = {row["单位名称"]: row["分组"] for row in csv.DictReader(file)}
    files = [
        {"name": "热线工单.xlsx", "mimeType": "application/octet-stream", "buffer": as_workbook("orders.xlsx")},
        {"name": "信箱.csv", "mimeType": "text/csv", "buffer": as_csv("letters.xlsx")},
    ]
    with running(tmp_path) as desk, browsing() as page:
        page.goto(desk.opened.address)
        follow(page, page.get_by_role("link", name="新建一个县").first)
        page.get_by_label("县（市、区）全称").fill("平江县")
        page.get_by_label("第一期").fill("2024-05")
        page.get_by_label("政务督查").check()
        follow(page, page.get_by_role("button", name="建立"))
        page.get_by_label("红头").fill("平江政务督查")
        page.get_by_label("编发单位").fill("平江县人民政府督查室")
        follow(page, page.get_by_role("button", name="保存"))
        with turning(page):
            page.locator("input[type=file]").set_input_files(files)
        page.get_by_text("已放入").wait_for()
        follow(page, page.get_by_role("link", name="有列要确认").first)
        confirm(page, {"工单流水": "工单编号", "经办部门": "承办单位", "诉求登记时刻": "受理时间"})
        confirm(page, {"群众评价": "办理结果评价"})
        follow(page, page.get_by_role("button", name="下一步：单位"))
        page.get_by_role("heading", name="单位名册").wait_for()
        found = spellings(page)
        assert "公安局" in found and len(found) > 40
        register(page, [name for name in found if units.get(name) == "县直单位"], "县直单位")
        register(page, [name for name in found if units.get(name) == "乡镇（街道）"], "乡镇（街道）")
        left = spellings(page)
        assert "县民政局（旧）" in left
        register(page, ["县民政局（旧）", "公安局"], "县直单位")
        page.get_by_role("button", name="全选").click()
        follow(page, page.get_by_role("button", name="不考核"))
        page.get_by_text("都登记了").wait_for()
        follow(page, page.get_by_role("link", name="下一步：规则"))
        page.get_by_text("各单位的得分").wait_for()
        follow(page, page.get_by_role("link", name="平江县"))
        follow(page, page.get_by_role("link", name="2024年5月", exact=True))
        follow(page, page.get_by_role("link", name="期号、日期和数字"))
        page.get_by_label("期号").fill("9")
        page.get_by_label("成文日期").fill("2024-07-10")
        follow(page, page.get_by_role("button", name="保存，下一步"))
        follow(page, page.get_by_role("button", name="保存，下一步"))
        page.get_by_role("heading", name="问题").wait_for()
        while page.get_by_role("button", name="不考核").count():  # those who only assist
            follow(page, page.get_by_role("button", name="不考核").first)
        follow(page, page.get_by_role("link", name="预览").last)
        page.get_by_role("button", name="生成 Word 和 Excel").click()
        page.wait_for_url("**/results**", timeout=60_000)
    from docx import Document

    written = next((tmp_path / "平江县" / "out").glob("*.docx"))
    text = "\n".join(paragraph.text for paragraph in Document(str(written)).paragraphs)
    assert "2024年5月" in text and "平江县" in text
