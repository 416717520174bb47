"""The month in a real browser: from the dropped export to the files, what is clicked, what is mended."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.pipeline import Options, generate
from desk.browser import browsing, needs_browser, turning
from desk.running import EXAMPLES, RunningDesk, running

pytestmark = needs_browser
COUNTIES = {"淮北市": "huaibei", "莒南县": "junan", "平江县": "pingjiang", "平舆县": "pingyu", "汝州市": "ruzhou"}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    for name, example in COUNTIES.items():
        shutil.copytree(EXAMPLES / example, tmp_path / "全市" / name)
    return tmp_path / "全市"


@pytest.fixture
def desk(city: Path) -> Iterator[RunningDesk]:
    with running(city) as opened:
        yield opened


def generated(page: Any) -> None:
    page.get_by_role("button", name="生成 Word 和 Excel").click()
    page.wait_for_url("**/results**", timeout=60_000)


def test_the_five_examples_are_written_as_the_command_writes_them(
    city: Path, desk: RunningDesk, tmp_path: Path
) -> None:
    with browsing() as page:
        page.goto(desk.opened.address)
        for name in COUNTIES:
            page.goto(desk.base)
            page.get_by_role("link", name=name).click()
            assert page.frame_locator("iframe.paper").locator("h1").inner_text()
            generated(page)
    for name, example in COUNTIES.items():
        shutil.copytree(EXAMPLES / example, tmp_path / "命令" / name)
        done = generate(
            tmp_path / "命令" / name, None, tmp_path / "命令" / name / "out", Options(formats=("docx", "html"))
        )
        for path in done.files:
            beside = city / name / path.relative_to(tmp_path / "命令" / name)
            assert beside.read_bytes() == path.read_bytes(), path.name


def test_a_number_is_clicked_and_its_orders_are_counted(desk: RunningDesk) -> None:
    with browsing() as page:
        page.goto(desk.opened.address)
        page.goto(desk.base + "/c/平江县/2024-05/preview")
        page.frame_locator("iframe.paper").locator("[data-figure]", has_text=re.compile("^1263$")).first.click()
        page.locator("#figure table").first.wait_for()
        assert page.locator("#figure h2").first.inner_text() == "1263"
        assert page.locator("#figure table").first.get_attribute("data-orders") == "1263"
        assert page.locator("#figure table").first.locator("tbody tr").count() == 200
        with page.expect_download() as saved:
            page.get_by_role("link", name="下载这些工单").click()
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(saved.value.path().read_bytes()), read_only=True)
        assert sum(1 for _ in book.worksheets[0].rows) - 1 == 1263
        page.get_by_label("找一个数或单位").fill("公安局 综合指标值")
        page.get_by_role("button", name="查找").click()
        page.locator("#figure .found button").first.click()
        page.get_by_text("30＋29.424＋19.23＋18.696＝97.35").wait_for()


def test_a_quiet_month_takes_eight_clicks_to_the_files(city: Path, desk: RunningDesk) -> None:
    county = city / "平江县"
    (county / "2024-05").rename(county / "2024-04")
    clicks = 0

    with browsing() as page:

        def click(place: Any) -> None:
            nonlocal clicks
            with turning(page):
                place.click()
            clicks += 1

        page.goto(desk.opened.address)
        (county / "facts").mkdir(exist_ok=True)
        (county / "facts" / "2024-04.json").write_text("{}", encoding="utf-8")  # the month before is written
        page.reload()
        click(page.get_by_role("button", name="平江县新的一期"))
        (county / "facts" / "2024-04.json").unlink()
        files = [path for path in (county / "2024-04").glob("*.xlsx") if path.name != "adjustments.xlsx"]
        with turning(page):
            page.locator("input[type=file]").set_input_files(files)
        clicks += 1
        click(page.get_by_role("link", name="下一步"))
        page.get_by_label("期号").fill("10")
        page.get_by_label("成文日期").fill("2024-06-08")
        click(page.get_by_role("button", name="保存，下一步"))
        click(page.get_by_role("button", name="保存，下一步"))
        click(page.get_by_role("link", name="预览").last)
        click(page.get_by_role("button", name="生成 Word 和 Excel"))
        page.wait_for_url("**/results**", timeout=60_000)
        with page.expect_download() as saved:
            page.get_by_role("link", name="全部下载").click()
        clicks += 1
        import zipfile

        assert any(name.endswith(".docx") for name in zipfile.ZipFile(saved.value.path()).namelist())
    assert clicks <= 8
    assert "期号: 10" in (county / "2024-05" / "supplied.yaml").read_text(encoding="utf-8")


def test_a_decision_is_added_and_counts(city: Path, desk: RunningDesk) -> None:
    with browsing() as page:
        page.goto(desk.opened.address)
        page.goto(desk.base + "/c/平江县/2024-05/preview")
        before = page.frame_locator("iframe.paper").locator("main").inner_text()
        page.goto(desk.base + "/c/平江县/2024-05/decisions?order=2405")
        page.get_by_role("button", name="记入下面").first.click()
        order = page.locator("#orders").input_value()
        assert order
        page.locator("select[name=kind]").select_option("剔除")
        page.get_by_label("理由").fill("申诉成立")
        with turning(page):
            page.get_by_role("button", name="记入", exact=True).click()
        page.get_by_text("已记入 adjustments.xlsx").wait_for()
        assert page.locator("td", has_text=order).count() >= 1
        page.locator("select[name=kind]").select_option("调整等级")
        page.locator("select[name=unit]").select_option("三墩乡")
        page.locator("select[name=grade]").select_option("A")
        page.get_by_label("理由").fill("复核后调整")
        page.get_by_role("button", name="记入", exact=True).click()
        page.locator("td", has_text="复核后调整").wait_for()
        page.goto(desk.base + "/c/平江县/2024-05/preview")
        assert page.frame_locator("iframe.paper").locator("main").inner_text() != before
    kept = sorted((city / "平江县" / "以前的版本" / "2024-05" / "adjustments.xlsx").iterdir())
    assert kept[0].name == "0001.xlsx" and len(kept) == 2
    assert [kept[0].read_bytes()] == [(EXAMPLES / "pingjiang/2024-05/adjustments.xlsx").read_bytes()]


def test_an_unknown_unit_is_mended_beside_the_issue(city: Path, desk: RunningDesk) -> None:
    units = city / "平江县" / "units.csv"
    before = units.read_bytes()
    units.write_bytes(before.replace("平江县民政局,县直单位".encode(), "平江县民政部门,县直单位".encode()))
    with browsing() as page:
        page.goto(desk.opened.address)
        page.goto(desk.base + "/c/平江县/2024-05/issues")
        page.get_by_role("button", name="看这一行").first.click()
        page.locator(".row-here table").first.wait_for()
        form = page.locator(".mend").first
        assert form.get_by_label("就是").input_value() == "平江县民政部门"
        form.get_by_role("button", name="加为别名").click()
        page.get_by_text("没有问题").wait_for()
        page.goto(desk.base + "/c/平江县/kept")
        page.get_by_role("button", name="撤销上一次修改").first.click()
        page.get_by_text("已撤销").wait_for()
    assert units.read_bytes() == before.replace("平江县民政局,县直单位".encode(), "平江县民政部门,县直单位".encode())


def test_a_draft_is_proved_and_refreshed(city: Path, desk: RunningDesk, tmp_path: Path) -> None:
    from docx import Document

    with browsing() as page:
        page.goto(desk.opened.address)
        page.goto(desk.base + "/c/平江县/2024-05/preview")
        generated(page)
        written = next((city / "平江县" / "out").glob("*.docx"))
        document = Document(str(written))
        run = next(run for paragraph in document.paragraphs for run in paragraph.runs if run.text == "1263")
        run.text = "1236"
        document.save(str(tmp_path / "改过.docx"))
        with turning(page):
            page.get_by_role("link", name="改过的稿件").first.click()
        page.locator("input[type=file]").set_input_files([tmp_path / "改过.docx"])
        page.get_by_text("印出时是 1263，现在是 1236").wait_for()
        page.get_by_role("button", name="把数换成").click()
        page.wait_for_url("**/drafts?said=written", timeout=60_000)
    assert (city / "平江县" / "稿件" / "改过（刷新）.docx").is_file()
    assert (city / "平江县" / "稿件" / "改过（刷新清单）.xlsx").is_file()


def test_the_city_with_one_broken_county(city: Path, desk: RunningDesk) -> None:
    (city / "莒南县" / "2021-W43" / "supplied.yaml").unlink()
    with browsing() as page:
        page.goto(desk.opened.address)
        page.get_by_role("button", name="生成所选的县").click()
        page.wait_for_url("**/batch/done", timeout=120_000)
        rows = [row.inner_text() for row in page.locator("table.list tbody tr").all()]
        assert "莒南县" in rows[0] and "缺少文件" in rows[0] and len(rows) == 5
        assert all("已写出" in row for row in rows[1:])
        with page.expect_download() as saved:
            page.get_by_role("link", name="下载全部成果").click()
        import zipfile

        names = zipfile.ZipFile(saved.value.path()).namelist()
        assert len([name for name in names if name.endswith(".docx")]) == 4 and "批量汇总.xlsx" in names
