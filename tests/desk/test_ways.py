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
    assert "缺少 “期号、日期和数字”" in desk.get("/").text
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


HEADS = "工单编号,承办单位,受理时间,办结时间,办结时限,办理结果评价"
SPELT = ("教育局", "新设县教育局", "东岭镇", "新设县东岭镇人民政府", "人社局", "新设县人力资源和社会保障局")


def test_spellings_that_are_surely_one_unit_are_merged_by_one_click(desk: RunningDesk) -> None:
    for name in ("甲.csv", "乙.csv"):
        lines = [HEADS] + [
            f"{name[0]}{place},{unit},2024-05-02 09:00,2024-05-03 09:00,2024-05-09,打不通"
            for place, unit in enumerate(SPELT)
        ]
        desk.upload(f"{NEW}/2024-05/files/upload", "files", {name: "\n".join(lines).encode()})
    assert desk.get(f"{NEW}/columns").text.count('aria-label="打不通 等于"') == 1  # asked for once, though in two files
    units = desk.folder / "新设县" / "units.csv"

    def send(**fields: str | list[str]) -> int:
        told = re.search(r'name="hash" value="([^"]*)"', desk.get(f"{NEW}/units").text)
        assert told is not None
        return desk.post(f"{NEW}/units", {"hash": told[1], **fields}).status

    assert "只差县名" not in desk.get(f"{NEW}/units").text and "先勾正式的名称" in desk.get(f"{NEW}/units").text
    assert send(to="group:县直单位", name=["新设县教育局", "新设县人力资源和社会保障局"]) == 303
    assert send(to="group:乡镇（街道）", name=["东岭镇"]) == 303
    page = desk.get(f"{NEW}/units").text
    assert "2 种写法只差县名" in page
    surely, _, likely = page.partition("看来是名册里单位的简称")
    sure = re.findall(r'name="sure" value="([^"]*)"', surely)
    assert sorted(sure) == sorted(["教育局", "新设县东岭镇人民政府"])
    likely_ones = re.findall(r'name="sure" value="([^"]*)"', likely)
    assert likely_ones == ["人社局"]
    assert send(do="sure", sure=[*sure, "不相干局"]) == 303  # what is not sure is not merged, though it is sent
    text = units.read_text(encoding="utf-8-sig")
    assert "教育局" in text.split("新设县教育局,")[1].split("\n")[0] and "人社局" not in text
    assert send(do="sure", sure=["不相干局"]) == 400
    assert send(do="sure", sure=likely_ones) == 303 and "人社局" in units.read_text(encoding="utf-8-sig")


def test_a_period_may_be_typed_as_people_write_it(desk: RunningDesk) -> None:
    sent = {"name": "别的县", "kind": "督查通报", "period": "2024年5月", "hotline": "12345热线"}
    assert desk.post("/new", sent).status == 303
    assert (desk.folder / "别的县" / "2024-05").is_dir()
    front = desk.get(quote("/c/别的县/front")).text
    assert 'value="某督通报〔{发文年份}〕{文号}号"' in front and "“某”换成" in front
