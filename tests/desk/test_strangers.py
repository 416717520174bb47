"""What strangers stumbled over: a month without last year's numbers, orders looked up early, decisions unheard."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from bulletin_gen.adjustments import AdjustmentKind
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.county.workspace import County, find_period
from bulletin_gen.desk.answers.places import on_desk
from bulletin_gen.desk.pages.setup.columns import ColumnChoice, once
from bulletin_gen.grading.decisions import unheard
from bulletin_gen.intake.cells.text import shortens
from bulletin_gen.intake.head.synonyms import PERSONAL, SYNONYMS, head_key
from bulletin_gen.intake.kept.resolve import UnitNames
from bulletin_gen.intake.showing.inspect import SeenColumn, Value
from bulletin_gen.keeping.confined import period_named
from bulletin_gen.keeping.editing.leavingout import names_of_rules, without_column
from bulletin_gen.keeping.editing.samenames import abbreviated
from bulletin_gen.keeping.editing.wordingedit import without_name
from bulletin_gen.keeping.states import county_state
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import load_profile, parse_profile
from bulletin_gen.runs.kept import kept_path, written_at
from bulletin_gen.scaffold import kind_in_words, skeletons
from desk.browser import browsing
from desk.running import EXAMPLES, RunningDesk, running

COUNTY, MONTH = quote("/c/平舆县"), quote("/c/平舆县/2022-02")
ASKED = """公文:
  文号: 〔请填写：发文字号里的序号〕
  成文日期: 〔请填写：成文日期〕
基数: # 没有记录的那一期的数
  上年同期:
    出处: 〔请填写：出自何处，如上年同期的通报〕
    数字: {"办理结果满意率": 〔请填写：数〕, "某单位：满意率": 〔请填写：数〕}
  市平均:
    出处: 〔请填写：出自何处，如市平均的通报〕
    数字: {"办理结果满意率": 〔请填写：数〕}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    copytree(EXAMPLES / "pingyu", tmp_path / "平舆县")
    with running(tmp_path) as opened:
        opened.post(f"{COUNTY}/period", {"period": "2022年2月"})
        yield opened


def supplied(desk: RunningDesk) -> Path:
    path = desk.folder / "平舆县" / "2022-02" / "supplied.yaml"
    path.write_text(ASKED, encoding="utf-8")
    return path


def save(desk: RunningDesk, **typed: str) -> None:
    page = desk.get(f"{MONTH}/supplied").text
    fields = dict.fromkeys(re.findall(r'<input name="([^"]+//[^"]+)"', page), "")
    told = re.search(r'name="hash" value="([^"]*)"', page)
    assert told is not None
    sent = {**fields, "document///number": "2", "document///dated": "2022-03-02", **typed, "hash": told[1]}
    assert desk.post(f"{MONTH}/supplied", {name: sent[name] for name in sent}).status == 303


def test_a_base_that_nobody_has_is_left_empty_and_gone(desk: RunningDesk) -> None:
    path = supplied(desk)
    save(desk)
    assert set(yaml.safe_load(path.read_text(encoding="utf-8"))) == {"公文"}


def test_of_a_base_only_what_is_typed_is_kept(desk: RunningDesk) -> None:
    path = supplied(desk)
    page = desk.get(f"{MONTH}/supplied").text
    field = "bases//year_ago//figures//"
    fields = re.findall(rf'name="({field}[^"]+)"', page)
    name = next(each for each in fields if page.split(each)[0].endswith('办理结果满意率 <input name="'))
    save(desk, **{name: "88.5%", "bases//year_ago//source": "2021年2月通报"})
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said["基数"] == {"上年同期": {"出处": "2021年2月通报", "数字": {"办理结果满意率": "88.5%"}}}


def test_the_number_of_the_last_period_stands_beside_the_field(desk: RunningDesk) -> None:
    supplied(desk)
    assert "上一期是" in desk.get(f"{MONTH}/supplied").text


def test_an_order_is_found_before_everything_is_filled_in(desk: RunningDesk) -> None:
    supplied(desk)
    orders = next((desk.folder / "平舆县" / "2022-01").glob("*.csv"))
    copytree(orders.parent, desk.folder / "平舆县" / "2022-02", dirs_exist_ok=True, ignore=only(orders.name))
    page = desk.get(f"{MONTH}/decisions?order=203417").text
    assert "ZMD211203417408" in page
    assert "没有编号含“9999999”的" in desk.get(f"{MONTH}/decisions?order=9999999").text
    (desk.folder / "平舆县" / "2022-02" / orders.name).write_bytes(b"")
    assert "工单还读不了" in desk.get(f"{MONTH}/decisions?order=203417").text


def only(name: str) -> Callable[[str, list[str]], list[str]]:
    return lambda folder, names: [each for each in names if each != name]


def test_rules_are_made_to_hear_a_decision(desk: RunningDesk) -> None:
    page = desk.get(f"{MONTH}/decisions").text
    assert "让“免责”起作用" in page
    assert re.search(r'value="超期件" checked', page) and not re.search(r'value="承办件" checked', page)
    told = re.search(r'name="profile_hash" value="([^"]*)"', page)
    assert told is not None
    sent = {"hear": "免责", "profile_hash": told[1]}
    assert "没有勾选计数" in desk.post(f"{MONTH}/decisions", sent).text
    assert desk.post(f"{MONTH}/decisions", {**sent, "measure": "超期件"}).status == 303
    profile = load_profile(desk.folder / "平舆县" / "profile.yaml")
    assert not unheard(AdjustmentKind.EXCUSED, profile)
    assert "让“免责”起作用" not in desk.get(f"{MONTH}/decisions").text


def test_decisions_with_points_are_made_to_count(desk: RunningDesk) -> None:
    county = MONTH.rpartition("/")[0]
    path = desk.folder / "平舆县" / "profile.yaml"
    assert "先在“规则”里加评分项" in desk.get(f"{MONTH}/decisions").text and not load_profile(path).score
    told = re.search(r'name="hash" value="([^"]*)"', desk.get(f"{county}/rules").text)
    assert told is not None
    rate = next(iter(load_profile(path).rates))
    term = {"term_kind": "rate", "term_of": rate, "term_points": "40", "hash": told[1]}
    assert desk.post(f"{county}/rules/term", term).status == 303
    page = desk.get(f"{MONTH}/decisions").text
    told = re.search(r'name="profile_hash" value="([^"]*)"', page)
    assert told is not None and "让“扣分”起作用" in page
    assert desk.post(f"{MONTH}/decisions", {"hear": "扣分", "profile_hash": told[1]}).status == 303
    assert not unheard(AdjustmentKind.PENALTY, load_profile(path))
    assert "让“扣分”起作用" not in desk.get(f"{MONTH}/decisions").text


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("2026年4月26日至5月25日", "2026-04-26~2026-05-25"),
        ("2026.4.26-2026.5.25", "2026-04-26~2026-05-25"),
        ("2026年5月（4月26日至5月25日）", "2026-04-26~2026-05-25_5月"),
        ("2026年1月(12月26日-1月25日)", "2025-12-26~2026-01-25_1月"),
        ("2024年12月（12月6日—1月5日）", "2024-12-06~2025-01-05_12月"),
        ("2026年4月26日到5月25日（5月）", "2026-04-26~2026-05-25_5月"),
        ("2025年12月26日至1月25日", "2025-12-26~2026-01-25"),
        ("2024年1至4月", "2024-01~04"),
        ("2024年1-4月", "2024-01~04"),
        ("2026-04-26~2026-05-25_5月", "2026-04-26~2026-05-25_5月"),
    ],
)
def test_periods_as_people_write_them(said: str, key: str) -> None:
    assert period_named(said).key == key


@pytest.mark.parametrize(
    "said", ["4月26日至5月25日", "2026年5月（一整月）", "2026年2月（1月26日至2月30日）", "2026年5月25日"]
)
def test_what_is_no_period_is_refused_in_the_words_of_people(said: str) -> None:
    with pytest.raises(BulletinError) as refused:
        period_named(said)
    (issue,) = refused.value.issues
    assert "2024年5月（4月26日至5月25日）" in issue.expected and not re.search("[A-Za-z_~]", str(issue))


UNITS = {
    name: (name,)
    for name in (
        "县住房和城乡建设局",
        "县城市管理局",
        "县市场监督管理局",
        "县人力资源和社会保障局",
        "县公安局",
        "云岭街道",
    )
}


@pytest.mark.parametrize(
    ("short", "unit"),
    [
        ("住建局", "县住房和城乡建设局"), ("云岭县住建局", "县住房和城乡建设局"), ("人社局", "县人力资源和社会保障局"),
        ("云岭县人社局", "县人力资源和社会保障局"), ("城管局", "县城市管理局"), ("市场监管局", "县市场监督管理局"),
        ("移动公司", ""), ("县局", ""), ("管理局", ""), ("县住房和城乡建设局", ""), ("公交局", ""),
    ],
)  # fmt: skip
def test_short_forms_are_one_units(short: str, unit: str) -> None:
    assert abbreviated([short], UNITS, "云岭县") == ({short: unit} if unit else {})
    registry = Registry(
        units := tuple(Unit(name, "组", at) for at, name in enumerate(UNITS)),
        ("组",),
        dict(zip(UNITS, units, strict=True)),
    )
    if unit:
        assert UnitNames.of(registry).nearest(short)[0] == unit


def test_a_short_form_of_two_units_is_nobodys() -> None:
    assert abbreviated(["住建局"], {"住房建设局": ("住房建设局",), "住房和城乡建设局": ("住房和城乡建设局",)}, "") == {}
    assert not shortens("", "公安局") and not shortens("公安局", "公安局")


def test_each_kind_says_what_it_computes() -> None:
    said = {kind: kind_in_words(folder) for kind, folder in skeletons().items()}
    assert "不评分" in said["督查通报"] and "评分，分 A、B、C、D 等" in said["政务督查"]
    assert all(re.search("率|时长", words) for words in said.values())


def test_free_text_and_persons_are_never_guessed_at() -> None:
    assert {"诉求概述", "事项详情", "来信人手机号", "留言原文", "市民姓名"} <= PERSONAL
    assert not {head_key(each) for each in PERSONAL} & {head_key(name) for names in SYNONYMS.values() for name in names}


def test_columns_of_two_sheets_are_told_together() -> None:
    days = [datetime(2024, 5, day) for day in (1, 3, 9)]  # noqa: DTZ001

    def choice(**seen: Any) -> ColumnChoice:
        return ColumnChoice(SeenColumn("A", "来源", "猜测", "channel", **seen), "channel", sure=False)

    one = choice(filled=3, blank=1, values=(Value("电话", 2), Value("网站", 1)), first=days[1])
    two = choice(filled=4, values=(Value("网站", 4),), first=days[0], last=days[2])
    (seen,) = (each.seen for each in once([one, two]))
    assert (seen.filled, seen.blank, seen.first, seen.last) == (7, 1, days[0], days[2])
    assert [(each.text, each.count) for each in seen.values] == [("网站", 5), ("电话", 2)]


def test_messages_speak_of_pages() -> None:
    told = on_desk("facts/2025-04-26~2025-05-25_5月.json；在本期 supplied.yaml 的 基数 中填写")
    assert told == "2025年5月的记录；在本期 “期号、日期和数字” 的 基数 中填写"


def test_what_was_typed_is_not_left_behind_unasked(desk: RunningDesk) -> None:
    with browsing() as page:
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(desk.opened.address)
        page.goto(f"{desk.base}{COUNTY}/front")
        page.get_by_label("主送").fill("各单位：")
        page.get_by_role("link", name="单位名册").click()
        page.get_by_role("heading", name="单位名册").wait_for()
        assert asked == ["beforeunload"]
        page.get_by_role("link", name="公文要素").click()
        page.get_by_label("主送").fill("各有关单位")
        page.get_by_role("button", name="保存").click()
        page.get_by_text("已保存").wait_for()
        assert asked == ["beforeunload"]


def test_digits_that_are_no_figure_say_who_writes_them(desk: RunningDesk) -> None:
    month = quote("/c/平舆县/2022-01")
    for key, words in (("numbering", "序号"), ("narrative.工作要求", "人写的文字"), ("profile", "固定的字")):
        answer = desk.get(f"{month}/figure?id={quote(key)}")
        assert answer.status == 200 and words in answer.text
    assert desk.get(f"{month}/figure?id=no.such").status == 400
    with browsing() as page:
        page.goto(desk.opened.address)
        page.goto(f"{desk.base}{month}/preview")
        page.frame_locator("iframe.paper").locator("[data-figure=numbering]").first.click()
        page.locator("#figure").get_by_text("序号，由程序按次序编排").wait_for()


def test_scores_stand_beside_the_rules_before_the_period_is_filled_in(tmp_path: Path) -> None:
    copytree(EXAMPLES / "pingjiang", tmp_path / "平江县")
    address = quote("/c/平江县/rules")
    with running(tmp_path) as desk:
        whole = re.findall(r'data-unit="([^"]+)">.*?class="num">([^<]*)<', desk.get(address).text)
        supplied = tmp_path / "平江县" / "2024-05" / "supplied.yaml"
        supplied.write_text("公文:\n  期号: 〔请填写：期号〕\n  成文日期: 〔请填写：日期〕\n", encoding="utf-8")
        page = desk.get(address).text
        assert "先只按工单算" in page
        assert re.findall(r'data-unit="([^"]+)">.*?class="num">([^<]*)<', page) == whole and len(whole) > 40
        fields = re.findall(r'<input name="([^"]+)" value="30">', page)
        assert fields
        name = fields[0].replace("&#34;", '"')
        sent = {name: "10", f"was:{name}": "30"}
        told = json.loads(desk.post(address + "/try", sent).text)
        assert [each[2] for each in told["scores"]] != [score for _, score in whole]


def test_a_table_of_what_the_county_has_not_leaves_the_wording_with_its_rules() -> None:
    rules = (skeletons()["工作简报"] / "profile.yaml").read_text(encoding="utf-8")
    filled = re.sub(r"〔请填写：[^〕]*〕", "某某", rules)
    after = without_column(filled, "category_2")
    gone = names_of_rules(parse_profile(filled)) - names_of_rules(parse_profile(after))
    assert "热点问题" in gone and "热点问题统计表" in gone
    assert without_name("共{办结}件。\n{表：热点问题统计表}\n", "热点问题统计表") == "共{办结}件。\n"


def test_nothing_read_is_not_all_registered(tmp_path: Path) -> None:
    with running(tmp_path) as desk:
        desk.post("/new", {"name": "新县", "kind": "督查通报", "period": "2024年5月", "hotline": "12345热线"})
        page = desk.get(quote("/c/新县/units")).text
        assert "还没有读到承办单位" in page and "都登记了" not in page


def test_a_replaced_run_bears_the_time_at_which_it_was_made(tmp_path: Path) -> None:
    county, period = County(tmp_path), period_named("2024年5月")
    facts = tmp_path / "facts" / "以前" / "2024-05-0123abcd.json"
    kept = kept_path(county, period, "0123abcd")
    for path, seconds in ((facts, 2_000.0), (kept, 1_000.0)):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"{}")
        os.utime(path, (seconds, seconds))
    assert written_at(county, period, facts) == 1_000.0
    kept.unlink()
    assert written_at(county, period, facts) == 2_000.0


def test_a_month_of_the_offices_own_is_meant_by_its_name(tmp_path: Path) -> None:
    copytree(EXAMPLES / "pingyu", tmp_path / "甲县")
    own = "2021-12-26~2022-01-25_1月"
    (tmp_path / "甲县" / "2022-01").rename(tmp_path / "甲县" / own)
    county, month = County(tmp_path / "甲县"), period_named("2022年1月")
    assert find_period(county, "2022-01").key == own and find_period(county, "2022-02").key == "2022-02"
    assert county_state(tmp_path / "甲县", month).period == own
    (tmp_path / "甲县" / "2022-01").mkdir()
    assert find_period(county, "2022-01").key == "2022-01"
