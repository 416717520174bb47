"""From whatever stands against a page, a link leads to where it is put right: no page of a county is a dead end."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from desk.running import EXAMPLES, RunningDesk, running

NEW, OLD = quote("/c/新设县"), quote("/c/平江县")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "平江县")
    with running(tmp_path) as opened:
        opened.post("/new", {"name": "新设县", "kind": "政务督查", "period": "2024-05", "hotline": "12345热线"})
        yield opened


def links(page: str) -> dict[str, str]:
    """Words of links and where they lead."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>', page)
    return {words.strip(): html.unescape(address) for address, words in found}


@pytest.mark.parametrize("part", ["/2024-05/supplied", "/2024-05/decisions", "/tables"])
def test_a_page_that_needs_the_front_leads_to_it(desk: RunningDesk, part: str) -> None:
    answer = desk.get(NEW + part)
    assert answer.status == 400 and links(answer.text)["去填公文要素"] == f"{NEW}/front"
    assert "删去" not in answer.text  # what is advised is about the file; here a page does it
    assert "单位名册" in answer.text or "人工认定" in answer.text  # the steps stay beside it


def test_what_is_to_be_filled_in_is_told_page_by_page(desk: RunningDesk) -> None:
    page = desk.get(f"{NEW}/2024-05/issues").text
    ways = links(page)
    assert ways["去填公文要素"] == f"{NEW}/front"
    assert ways["去填写"] == f"{NEW}/2024-05/supplied"
    assert ways["去写文字"] == f"{NEW}/2024-05/texts"
    assert ways["去放工单"] == f"{NEW}/2024-05/files"
    assert ways["去改名册"] == f"{NEW}/units"
    assert page.count("还没有填写") == 3 and "写好后删去" not in page


def test_settings_and_the_period_lead_to_each_other(desk: RunningDesk) -> None:
    assert links(desk.get(f"{OLD}/units").text)["回到 2024年5月"] == f"{OLD}/2024-05/files"
    assert links(desk.get(f"{OLD}/2024-05/files").text)["本县的设置"] == f"{OLD}/columns"


def test_errors_of_the_period_do_not_bury_the_wording(desk: RunningDesk) -> None:
    units = desk.folder / "平江县" / "units.csv"
    units.write_bytes(units.read_bytes().replace("平江县民政局,".encode(), "平江县民政部门,".encode()))
    page = desk.get(f"{OLD}/wording").text
    assert "9 处错误" in page and "平江县民政局" not in page
    assert links(page)["去看问题"] == f"{OLD}/2024-05/issues"
    tried = desk.post(f"{OLD}/wording/try", {"text": "本期共有{没有的数}件。"})
    assert tried.status == 422 and "平江县民政局" not in tried.text and "去看问题" in tried.text


def test_the_city_view_knows_the_errors_that_were_met(desk: RunningDesk) -> None:
    units = desk.folder / "平江县" / "units.csv"
    kept = units.read_bytes()
    units.write_bytes(kept.replace("平江县民政局,".encode(), "平江县民政部门,".encode()))
    assert "有错误" not in desk.get("/").text
    desk.get(f"{OLD}/2024-05/preview")
    assert "9 处错误，改好才能生成" in desk.get("/").text
    units.write_bytes(kept)
    assert "9 处错误" not in desk.get("/").text
    (desk.folder / "平江县" / "2024-05" / "supplied.yaml").unlink()
    assert "缺少 supplied.yaml" in desk.get("/").text
    assert links(desk.get(f"{OLD}/2024-05/issues").text)["去填写"] == f"{OLD}/2024-05/supplied"
    assert desk.get(f"{OLD}/2024-05/supplied").status == 200


def test_a_batch_tells_the_same_fault_once_and_leads_to_it(desk: RunningDesk) -> None:
    units = desk.folder / "平江县" / "units.csv"
    units.write_bytes(units.read_bytes().replace("平江县民政局,".encode(), "平江县民政部门,".encode()))
    desk.done(desk.post("/batch", {"county": "平江县"}).headers["location"])
    page = desk.get("/batch/done").text
    assert "未登记的单位 9 处" in page and page.count("平江县民政局") == 1
    assert links(page)["去看问题"] == f"{OLD}/2024-05/issues" and "2024年5月" in page
    assert "9 处错误，改好才能生成" in desk.get("/").text
