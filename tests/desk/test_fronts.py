"""What a first-time clerk fills in: heads and signatures by choice, bases by hand, rules without a word of English."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest

from bulletin_gen.county.supplied import load_supplied
from bulletin_gen.desk.answers.places import on_desk
from bulletin_gen.profile.load import load_profile, read_profile_file
from desk.running import RunningDesk, running

COUNTY, MONTH = quote("/c/新设县"), quote("/c/新设县/2024-05")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running(tmp_path) as opened:
        opened.post("/new", {"name": "新设县", "kind": "运行情况通报", "period": "2024-05", "hotline": "12345热线"})
        yield opened


def document(desk: RunningDesk) -> dict[str, object]:
    text = (desk.folder / "新设县" / "profile.yaml").read_text(encoding="utf-8")
    found: dict[str, object] = read_profile_file(text).data["document"]
    return found


def front(desk: RunningDesk, **typed: str) -> int:
    told = re.search(r'name="hash" value="([^"]*)"', desk.get(f"{COUNTY}/front").text)
    assert told is not None
    fields = {f'["document", "{name}"]': value for name, value in typed.items()}
    before = {f'was:["document", "{name}"]': "" for name in typed}
    before |= {f'list:["document", "{name}"]': "1" for name in typed if name in ("mark", "signatures")}
    return desk.post(f"{COUNTY}/front", {**fields, **before, "hash": told[1]}).status


def test_a_red_head_may_be_left_out(desk: RunningDesk) -> None:
    page = desk.get(f"{COUNTY}/front").text
    field = re.search(r'<input name="\[&#34;document&#34;, &#34;mark&#34;\]"[^>]*>', page)
    assert field is not None and "required" not in field[0] and "没有红头的空着" in page
    assert front(desk, mark="") == 303
    assert "mark" not in document(desk)


def test_head_and_signature_are_chosen(desk: RunningDesk) -> None:
    assert front(desk, mark="新设热线", head="brief", signature="signed", signatures="新设县热线中心") == 303
    said = document(desk)
    assert (said["head"], said["signature"], said["mark"]) == ("brief", "signed", ["新设热线"])
    page = desk.get(f"{COUNTY}/front").text
    assert re.search(r'<option value="brief" selected>简报式', page)


def test_bases_are_typed_with_their_source(desk: RunningDesk) -> None:
    path = desk.folder / "新设县" / "2024-05" / "supplied.yaml"
    assert front(desk, mark="") == 303
    page = desk.get(f"{MONTH}/supplied").text
    assert "bases//year_ago//figures//办理诉求" in page and "supplied.yaml" not in page
    told = re.search(r'name="hash" value="([^"]*)"', page)
    assert told is not None
    before = path.read_bytes()
    typed = {"document//dated": "2024-06-05", "bases//year_ago//figures//办理诉求": "900", "hash": told[1]}
    typed |= {"bases//year_ago//figures//按期办结率": "95.02%"}
    refused = desk.post(f"{MONTH}/supplied", typed)
    assert refused.status == 400 and "出自何处" in refused.text and path.read_bytes() == before
    assert desk.post(f"{MONTH}/supplied", typed | {"bases//year_ago//source": "2023年5月通报"}).status == 303
    base = load_supplied(path).bases.year_ago
    assert base is not None and base.source == "2023年5月通报"
    assert base.figures["办理诉求"] == 900 and float(base.figures["按期办结率"]) == pytest.approx(0.9502)


def test_rules_are_said_without_english(desk: RunningDesk) -> None:
    assert front(desk, mark="") == 303
    page = desk.get(f"{COUNTY}/rules").text
    assert "百分数，1位小数，舍去尾数" in page or "百分数，2位小数，舍去尾数" in page
    assert ">条件：已派单<" in page and "这种通报现在不评分" in page
    shown = re.findall(r"<option[^>]*>([^<]*)</option>", page)
    assert shown and not [words for words in shown if re.fullmatch(r"[A-Za-z_]+", words)]


def test_sentences_about_what_is_missing_leave_the_wording(desk: RunningDesk) -> None:
    assert front(desk, mark="") == 303
    orders = "工单编号,承办单位,受理时间,办理时限,办结时间,工单状态,诉求类型\n" + "\n".join(
        f"A{number},县教育局,2024-05-0{1 + number % 9} 09:00:00,2024-05-20 09:00:00,2024-05-12 09:00:00,已办结,咨询"
        for number in range(30)
    )
    assert desk.upload(f"{MONTH}/files/upload", "files", {"工单.csv": orders.encode("utf-8-sig")}).status == 303
    (desk.folder / "新设县" / "units.csv").write_text("单位名称,分组\n县教育局,县直单位\n", encoding="utf-8")
    supplied = re.search(r'name="hash" value="([^"]*)"', desk.get(f"{MONTH}/supplied").text)
    assert supplied is not None
    assert desk.post(f"{MONTH}/supplied", {"document//dated": "2024-06-05", "hash": supplied[1]}).status == 303
    texts = desk.get(f"{MONTH}/texts").text
    slots = dict.fromkeys(re.findall(r'name="(slot/[^"]*)"', texts), "")
    told = dict(re.findall(r'type="hidden" name="(hash)" value="([^"]*)"', texts))
    assert desk.post(f"{MONTH}/texts", slots | told).status == 303
    for _ in range(20):
        page = desk.get(f"{MONTH}/issues").text
        found = re.search(r'<form[^>]*class="mend"[^>]*>(.*?)value="(absent|unsaid)"', page, re.DOTALL)
        if found is None:
            break
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[1]))
        assert desk.post(f"{MONTH}/issues/mend", {**hidden, "mend": found[2]}).status == 303
    assert "改好才能生成" not in page, re.sub(r"<[^>]+>", "", page)
    wording = (desk.folder / "新设县" / "正文.txt").read_text(encoding="utf-8")
    assert "满意率" not in wording and "办理群众诉求" in wording
    assert "还在设置" not in desk.get("/").text
    assert ">30<" in desk.get(f"{MONTH}/paper").text


def added(desk: RunningDesk, what: str, **typed: str) -> int:
    told = re.search(r'name="hash" value="([^"]*)"', desk.get(f"{COUNTY}/rules").text)
    assert told is not None
    return desk.post(f"{COUNTY}/rules/{what}", {**typed, "hash": told[1]}).status


def test_a_county_without_scores_is_given_them(desk: RunningDesk) -> None:
    assert front(desk, mark="") == 303
    path = desk.folder / "新设县" / "profile.yaml"
    assert not load_profile(path).score
    assert added(desk, "grades", **{"grade/0": "甲", "from/0": "很高"}) == 400
    rates, counts = list(load_profile(path).rates), list(load_profile(path).measures)
    assert added(desk, "term", term_kind="rate", term_of=rates[0], term_points="40") == 303
    assert added(desk, "term", term_kind="penalty", term_of=rates[0], term_points="0.5") == 400  # of a rate, per order
    assert added(desk, "term", term_kind="penalty", term_of=counts[0], term_points="-1") == 400
    how = {"count_how": "sum", "count_column": "returned_count", "count_of": counts[0]}
    assert added(desk, "count", count_name="退回次数", **how) == 303
    assert added(desk, "count", count_name="退回次数", **how) == 400  # the name is taken
    assert added(desk, "count", count_name="退过件", **{**how, "count_how": "orders"}, count_least="2") == 303
    assert added(desk, "term", term_kind="penalty", term_of="退回次数", term_points="0.5") == 303
    assert added(desk, "grades", **{"grade/0": "甲", "from/0": "30", "grade/1": "乙"}) == 303
    profile = load_profile(path)
    terms = profile.score["default"].terms
    assert [(each.rate or each.measure, each.points, each.per_item) for each in terms] == [
        (rates[0], 40, None), ("退回次数", None, Decimal("-0.5")),
    ]  # fmt: skip
    assert [(each.grade, each.from_) for each in profile.grades] == [("甲", 30), ("乙", None)]
    assert profile.measures["退回次数"].sum == "returned_count" and profile.measures["退过件"].where
    page = desk.get(f"{COUNTY}/rules").text
    assert "每件减0.5分" in page and "加等级" not in page.replace("加评分项、等级、计数", "")


def test_settings_are_those_of_the_period_that_was_looked_at(desk: RunningDesk) -> None:
    assert front(desk, mark="") == 303
    shutil.copytree(desk.folder / "新设县" / "2024-05", desk.folder / "新设县" / "2024-06")
    later = quote("/c/新设县/2024-06")
    assert "回到 2024年6月" in desk.get(f"{COUNTY}/wording").text
    desk.get(f"{MONTH}/files")
    for part in ("wording", "rules", "columns", "front"):
        assert "回到 2024年5月" in desk.get(f"{COUNTY}/{part}").text
    desk.get(f"{later}/files")
    assert "回到 2024年6月" in desk.get(f"{COUNTY}/wording").text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("要印就改 document.mark", "要印就改 “公文要素”里的“公文 → 发文机关标志”"),
        ("把 intake.outside_share 调大", "把 “列名和取值”里的“读表 → "),
        ("lists.超期单位", "“规则”里的“名单 → 超期单位”"),
        ("数据截止 period_end+10d", "数据截止 期末后10天"),
        ("www.example.com", "www.example.com"),
        ("2024.5 units", "2024.5 units"),
    ],
)
def test_places_of_the_rules_are_said_in_the_pages_words(said: str, shown: str) -> None:
    assert on_desk(said).startswith(shown) and not (shown != said and re.search("[a-z]{3}", on_desk(said)))
