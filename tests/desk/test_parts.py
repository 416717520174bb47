"""Tables by picking, runs side by side, true pages, edited sentences, rules of lists, the digest in the texts."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bulletin_gen.keeping.truepages import can_print
from bulletin_gen.pipeline import generate
from bulletin_gen.profile.load import load_profile
from desk.running import EXAMPLES, RunningDesk, running

COUNTY, MONTH = quote("/c/平江县"), quote("/c/平江县/2024-05")
PICKED = {
    "table": "", "title": "{期间}各单位按期情况", "rows": "units", "columns": "4", "place": "annex",
    "order": "受理案件",
    "at/0": "2", "value/0": "受理案件", "head/0": "", "at/1": "1", "value/1": "unit", "head/1": "部门",
    "at/2": "3", "value/2": "按期办结率", "head/2": "按期/按期率", "total": "1",
}  # fmt: skip


@pytest.fixture
def county(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "全市" / "平江县")
    return tmp_path / "全市" / "平江县"


@pytest.fixture
def desk(county: Path) -> Iterator[RunningDesk]:
    with running(county.parent) as opened:
        yield opened


def hidden(desk: RunningDesk, path: str, *names: str) -> dict[str, str]:
    text = desk.get(path).text
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in names}  # type: ignore[index]


def seen(desk: RunningDesk) -> dict[str, str]:
    return hidden(desk, f"{COUNTY}/tables", "hash", "wording_hash")


def test_a_table_is_picked_drawn_and_printed(desk: RunningDesk, county: Path) -> None:
    before = (county / "profile.yaml").read_text(encoding="utf-8")
    tried = desk.post(f"{COUNTY}/tables/try", PICKED)
    assert tried.status == 200 and "各单位按期情况" in tried.text
    assert (county / "profile.yaml").read_text(encoding="utf-8") == before
    assert desk.post(f"{COUNTY}/tables", PICKED | seen(desk)).status == 303
    after = (county / "profile.yaml").read_text(encoding="utf-8")
    lines = after.split("\n")
    assert [line for line in lines if not line.startswith("  各单位按期情况: {")] == before.split("\n")
    rule = load_profile(county / "profile.yaml").tables["各单位按期情况"]
    assert [(each.head, each.value) for each in rule.columns] == [
        (("部门",), "unit"), (("受理案件",), "受理案件"), (("按期", "按期率"), "按期办结率"),
    ]  # fmt: skip
    assert rule.order == ("-受理案件",) and rule.total is not None
    assert "各单位按期情况" in desk.get(f"{MONTH}/paper").text
    assert desk.post(f"{COUNTY}/tables", PICKED | seen(desk)).status == 400  # the name is taken


def test_a_table_of_the_body_gets_its_place_in_the_wording(desk: RunningDesk, county: Path) -> None:
    sections = re.search(r'name="after">(.*?)</select>', desk.get(f"{COUNTY}/tables").text, re.DOTALL)
    assert sections is not None
    after = re.findall(r'value="(\d+)"', sections[1])[1]
    picked = PICKED | {"place": "body", "after": after}
    assert "各单位按期情况" in desk.post(f"{COUNTY}/tables/try", picked).text
    assert desk.post(f"{COUNTY}/tables", picked | seen(desk)).status == 303
    lines = (county / "正文.txt").read_text(encoding="utf-8").split("\n")
    assert lines[int(after)] == "{表：各单位按期情况}"
    assert desk.get(f"{MONTH}/paper").text.count("各单位按期情况") >= 1
    gone = desk.post(f"{COUNTY}/tables/remove", {"table": "各单位按期情况"} | seen(desk))
    assert gone.status == 400 and "正文里还放着这张表" in gone.text


def test_of_a_table_that_is_there_only_what_is_picked_changes(desk: RunningDesk, county: Path) -> None:
    before = (county / "profile.yaml").read_text(encoding="utf-8")
    text = desk.get(f"{COUNTY}/tables?table={quote('综合评价')}").text
    fields = {
        f"{name}/{place}": html.unescape(value)
        for name, place, value in re.findall(r'<input name="(at|head)/(\d+)" value="([^"]*)"', text)
    }
    chosen = re.findall(r'<select name="value/(\d+)".*?</select>', text, re.DOTALL)
    for place in chosen:
        one = re.search(rf'<select name="value/{place}".*?</select>', text, re.DOTALL)
        picked = re.search(r'value="([^"]*)" selected', one[0]) if one else None
        fields[f"value/{place}"] = picked[1] if picked else ""
    groups = re.findall(r'name="group" value="([^"]*)" checked', text)
    same: dict[str, str | list[str]] = {
        **fields, "table": "综合评价", "title": "{期间}份12345政务服务热线综合评价表", "rows": "units",
        "place": "annex", "group": groups, "order": "", "columns": "18", **seen(desk),
    }  # fmt: skip
    assert desk.post(f"{COUNTY}/tables", same).status == 303
    assert (county / "profile.yaml").read_text(encoding="utf-8") == before
    assert desk.post(f"{COUNTY}/tables", same | {"title": "{期间}综合评价表"}).status == 303
    after = (county / "profile.yaml").read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b]
    assert changed == [('    标题: "{期间}份12345政务服务热线综合评价表"', '    标题: "{期间}综合评价表"')]


@pytest.mark.parametrize(
    "odd",
    [
        {"value/0": "没有的数"}, {"rows": "没有的"}, {"title": ""}, {"value/0": "", "value/1": "", "value/2": ""},
        {"place": "body", "after": "999"}, {"rows": "figures"}, {"order": "没有的"}, {"table": "没有"},
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(desk: RunningDesk, county: Path, odd: dict[str, str]) -> None:
    before = (county / "profile.yaml").read_bytes(), (county / "正文.txt").read_bytes()
    assert desk.post(f"{COUNTY}/tables/try", PICKED | odd).status == 422
    assert desk.post(f"{COUNTY}/tables", PICKED | seen(desk) | odd).status == 400
    assert ((county / "profile.yaml").read_bytes(), (county / "正文.txt").read_bytes()) == before


def test_two_runs_are_held_side_by_side(desk: RunningDesk, county: Path) -> None:
    assert "没有可以比的" in desk.get(f"{MONTH}/compared").text
    generate(county, "2024-05", county / "out")
    assert "只生成过一次" in desk.get(f"{MONTH}/compared").text
    decision = {"kind": "调整等级", "unit": "三墩乡", "grade": "A", "reason": "复核后调整", "by": "督查室"}
    decision |= {"decided": "2024-06-04", **hidden(desk, f"{MONTH}/decisions", "hash")}
    assert desk.post(f"{MONTH}/decisions", decision).status == 303
    generate(county, "2024-05", county / "out")
    page = desk.get(f"{MONTH}/compared").text
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr><td>.*?</tr>", page, re.DOTALL)]
    assert any(row[0] == "人工认定" and "复核后调整" in row for row in rows)
    assert any(row[0] in ("数据", "等级") and "三墩乡" in row[1] and row[2:4] == ["D", "A"] for row in rows), rows
    assert not re.search(r"units\.|total\.|lists\.", " ".join(map(" ".join, rows)))  # no id is shown to a clerk
    assert desk.get(f"{MONTH}/compared.xlsx").body.startswith(b"PK")
    turned = re.search(r'compared.xlsx\?old=([^&]*)&amp;new=([^"]*)"', page)
    assert turned is not None
    assert desk.get(f"{MONTH}/compared?old={turned[2]}&new={turned[1]}").status == 200
    assert desk.get(f"{MONTH}/compared?old=..%2f..%2fprofile").status == 400


def test_a_decision_about_an_order_that_is_not_there_is_refused_unless_insisted(desk: RunningDesk) -> None:
    about = {"kind": "免责", "orders": "999999", "reason": "退回前未超期", **hidden(desk, f"{MONTH}/decisions", "hash")}
    refused = desk.post(f"{MONTH}/decisions", about)
    assert refused.status == 400 and "本期的工单里没有这个编号" in refused.text
    assert "<td>999999</td>" not in desk.get(f"{MONTH}/decisions").text
    assert desk.post(f"{MONTH}/decisions", about | {"ahead": "1"}).status == 303
    assert "<td>999999</td>" in desk.get(f"{MONTH}/decisions").text


@pytest.mark.skipif(not can_print(), reason="LibreOffice is not here")
def test_the_true_pages_are_printed_once_and_told_when_they_are_old(desk: RunningDesk, county: Path) -> None:
    assert "<img" not in desk.get(f"{MONTH}/pages").text and desk.get(f"{MONTH}/pages/1.png").status == 400
    assert desk.get(f"{MONTH}/pages.pdf").status == 400
    assert desk.done(desk.post(f"{MONTH}/pages").headers["location"]) == f"{MONTH}/pages"
    page = desk.get(f"{MONTH}/pages").text
    assert desk.get(f"{MONTH}/pages.pdf").body.startswith(b"%PDF")
    drawn = re.findall(r'src="([^"]*pages/\d+\.png[^"]*)"', page)
    assert all(desk.get(html.unescape(each)).body.startswith(b"\x89PNG") for each in drawn)
    assert desk.get(f"{MONTH}/pages/{len(drawn) + 1}.png").status == 400
    assert "文件改过" not in page
    (county / "正文.txt").write_bytes((county / "正文.txt").read_bytes() + "\n另外说明。\n".encode())
    assert "文件改过" in desk.get(f"{MONTH}/pages").text


def test_without_libreoffice_it_is_said(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin_gen.keeping.truepages.find_libreoffice", lambda: "")
    page = desk.get(f"{MONTH}/pages").text
    assert "没有 LibreOffice" in page and "排出来看" not in page


def test_an_edited_sentence_is_written_into_the_wording(desk: RunningDesk, county: Path, tmp_path: Path) -> None:
    from docx import Document

    generate(county, "2024-05", county / "out")
    document = Document(str(next((county / "out").glob("*.docx"))))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("共受理交办工单", "一共收到工单")
    document.save(str(tmp_path / "改.docx"))
    page = desk.upload(f"{MONTH}/drafts/upload", "draft", {"改.docx": (tmp_path / "改.docx").read_bytes()}).text
    assert "改过的句子" in page
    sent = dict(re.findall(r'type="hidden" name="(name|hash|new/\d+)" value="([^"]*)"', page))
    line = re.findall(r'name="line" value="(\d+)"', page)
    assert line == ["3"]
    assert desk.post(f"{MONTH}/drafts/take", {**sent, "line": line, "new/3": "{月份}另一句。"}).status == 400
    before = (county / "正文.txt").read_text(encoding="utf-8").split("\n")
    sent = {name: html.unescape(value) for name, value in sent.items()}
    assert desk.post(f"{MONTH}/drafts/take", {**sent, "line": line}).status == 303
    after = (county / "正文.txt").read_text(encoding="utf-8").split("\n")
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ["{月份}，{热线名称}一共收到工单{受理案件}件。"]


def test_what_stands_out_is_put_behind_the_chosen_section(desk: RunningDesk, county: Path) -> None:
    took = desk.post(f"{MONTH}/digest/take", {"sentence": "本期共受理{受理案件}件。", "after": "7"})
    assert took.status == 200 and "基本情况" in took.text
    assert (county / "正文.txt").read_text(encoding="utf-8").split("\n")[7] == "本期共受理{受理案件}件。"
    assert "已经有" in desk.post(f"{MONTH}/digest/take", {"sentence": "本期共受理{受理案件}件。", "after": "8"}).text
    assert desk.post(f"{MONTH}/digest/take", {"sentence": "多了}件。", "after": "8"}).status == 422
    assert desk.post(f"{MONTH}/digest/take", {"sentence": "一句。", "after": "99"}).status == 422


def test_a_rule_is_added_to_its_list_and_taken_away(desk: RunningDesk, county: Path) -> None:
    told = hidden(desk, f"{COUNTY}/rules", "hash")
    place = '["rates"]'
    new = {
        "add": place, f"name:{place}": "新的率", f'new:{place}:["label"]': "重办率",
        f'new:{place}:["numerator"]': "返工", f'new:{place}:["denominator"]': "办理",
    }  # fmt: skip
    assert desk.post(f"{COUNTY}/rules/add", new).status == 409  # without the hash of what was shown
    assert desk.post(f"{COUNTY}/rules/add", new | told).status == 303
    assert load_profile(county / "profile.yaml").rates["新的率"].label == "重办率"
    told = hidden(desk, f"{COUNTY}/rules", "hash")
    assert desk.post(f"{COUNTY}/rules/add", new | told).status == 400  # the name is taken
    before = (county / "profile.yaml").read_bytes()
    refused = desk.post(f"{COUNTY}/rules/remove", {"remove": '["measures", "返工"]', **told})
    assert refused.status == 400 and (county / "profile.yaml").read_bytes() == before  # others are made of it
    assert desk.post(f"{COUNTY}/rules/remove", {"remove": '["rates", "新的率"]', **told}).status == 303
    assert "新的率" not in load_profile(county / "profile.yaml").rates


def test_a_guess_is_struck_out(desk: RunningDesk, county: Path) -> None:
    told = hidden(desk, f"{COUNTY}/columns", "hash")
    fields = {"head": "乱猜的列", "meaning/乱猜的列": "closed_at", "was/乱猜的列": "closed_at", "no/乱猜的列": "1"}
    assert desk.post(f"{COUNTY}/columns", fields | told).status == 303
    assert "乱猜的列" in load_profile(county / "profile.yaml").intake.ignore_columns
