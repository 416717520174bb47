"""A county learnt on the desk from a published bulletin and its export; nothing is left of what was sent."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from urllib.parse import quote

import pytest

from bulletin_gen.keeping.scratch import scratch_place
from bulletin_gen.learning.learn import Learnt, Request
from bulletin_gen.leaves.issues import stop
from bulletin_gen.pipeline import generate
from desk.browser import browsing, needs_browser, turning
from desk.running import EXAMPLES, running
from learning.published_annexes import OFFICES, SHARED, annex_workbook, orders_of

UNITS = [f"{name}局" for name in ("教育", "民政", "水利", "司法", "财政", "审计", "统计", "林业", "商务", "应急管理")]
HEADS = "工单编号,承办单位,受理时间,办结时间,办结时限"


def small() -> tuple[bytes, bytes]:
    """An invented month: orders as they are exported, and a bulletin with a table of how many each unit got."""
    lines, rows = [HEADS], []
    for place, unit in enumerate(UNITS):
        many = 7 + place * 3
        for i in range(many):
            day, done = f"2024-05-{1 + i % 28:02} 09:00:00", f"2024-05-{2 + i % 28:02} 10:00:00"
            lines.append(f"G{place:02}{i:03},{unit},{day},{done},2024-05-31 18:00:00")
        rows.append(f"<tr><td>{unit}</td><td>{many}</td></tr>")
    table = "<table><tr><th>单位</th><th>受理数</th></tr>" + "".join(rows) + "</table>"
    page = f"<html><body><h1>关于2024年5月热线办理情况的通报</h1><p>现将情况通报如下。</p>{table}</body></html>"
    return "\n".join(lines).encode("utf-8-sig"), page.encode()


def test_a_county_is_learnt_shown_and_written_whole(tmp_path: Path) -> None:
    orders, bulletin = small()
    files = [("bulletin", "五月通报.html", bulletin), ("orders", "工单.csv", orders)]
    with running(tmp_path) as desk:
        assert "我有上个月的通报" in desk.get("/new").text and desk.get("/learn").status == 200
        sent = desk.upload_all("/learn/upload", files, name="新设县", period="2024-05")
        assert sent.status == 303, sent.text
        address = desk.done(sent.headers["location"])
        shown = desk.get(address).text
        assert "受理数" in shown and "附表10格中10格" in shown
        assert not list(tmp_path.iterdir())  # nothing is in the counties' folder before it is asked for
        assert desk.get(f"{address}/report").body.startswith(b"PK")
        assert desk.post(address, {}).status == 303
        led = desk.post(f"{address}/write")
        assert led.status == 303 and led.headers["location"] == quote("/c/新设县/2024-05")
        assert (tmp_path / "新设县" / "2024-05" / "工单.csv").read_bytes() == orders
        assert desk.get(address).status == 400  # what was sent is gone
        assert desk.upload_all("/learn/upload", files, name="新设县", period="2024-05").status == 400
    assert generate(tmp_path / "新设县", None, tmp_path / "out").files


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("../外面", [("bulletin", "a.html", b"x"), ("orders", "b.csv", b"x")]),
        ("新设县", [("bulletin", "a.exe", b"x"), ("orders", "b.csv", b"x")]),
        ("新设县", [("bulletin", "a.html", b"x")]),
        ("新设县", [("bulletin", "~$a.docx", b"x"), ("orders", "b.csv", b"x")]),
    ],
)
def test_names_that_lead_out_and_missing_files_are_refused(
    tmp_path: Path, name: str, files: list[tuple[str, str, bytes]]
) -> None:
    with running(tmp_path) as desk:
        assert desk.upload_all("/learn/upload", files, name=name, period="2024-05").status == 400
    assert not list(tmp_path.iterdir())


def test_a_killed_desk_leaves_nothing_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scratch places tell the port of their desk: those of desks that answer no more are removed at the next start."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as other, scratch_place(other.getsockname()[1]) as kept:
        alive = Path(kept)
        with socket.create_server(("127.0.0.1", 0)) as gone:
            port = gone.getsockname()[1]
        dead = tmp_path / f"bulletin-desk-{port}-abc"
        dead.mkdir()
        (dead / "工单.csv").write_text("李某某,13800000000", encoding="utf-8")
        root = tmp_path / "全市"
        root.mkdir()
        with running(root):
            assert not dead.exists() and alive.is_dir()


def test_what_was_sent_is_removed_when_the_desk_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    orders, bulletin = small()
    root = tmp_path / "全市"
    root.mkdir()
    with running(root) as desk:
        files = [("bulletin", "五月通报.html", bulletin), ("orders", "工单.csv", orders)]
        desk.done(desk.upload_all("/learn/upload", files, name="新设县", period="2024-05").headers["location"])
        assert list(tmp_path.glob("bulletin-desk-*"))
    assert not list(tmp_path.glob("bulletin-desk-*"))


def test_a_failed_second_try_leaves_the_first_with_its_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders, bulletin = small()
    files = [("bulletin", "五月通报.html", bulletin), ("orders", "工单.csv", orders)]
    with running(tmp_path) as desk:
        sent = desk.upload_all("/learn/upload", files, name="新设县", period="2024-05")
        address = desk.done(sent.headers["location"])
        before = desk.get(address).text

        def refuse(request: Request) -> Learnt:
            raise stop("learn.test", "学不成")

        monkeypatch.setattr("bulletin_gen.desk.pages.setup.learning.learn", refuse)
        again = desk.post(address, {"answer/受理数": "2"}).headers["location"]
        told = desk.done(again)
        assert "没有学成" in told and "学不成" in told
        assert desk.get(address).text == before


def test_what_stands_out_is_told_when_it_is_opened(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "平江县")
    with running(tmp_path) as desk:
        assert "data-part" in desk.get(quote("/c/平江县/2024-05/texts")).text
        told = desk.get(quote("/c/平江县/2024-05/digest"))
        assert told.status == 200 and "存下的以前各期" in told.text


@needs_browser
@pytest.mark.skipif(not SHARED.is_dir(), reason="the published bulletins are not here")
def test_from_last_months_bulletin_to_the_word_file(tmp_path: Path) -> None:
    office = OFFICES["pingjiang"]
    annex = annex_workbook(office, tmp_path / "附表.xlsx")
    root = tmp_path / "全市"
    root.mkdir()
    with running(root) as desk, browsing() as page:
        page.goto(desk.opened.address)
        for words in ("新建一个县", "我有上个月的通报"):
            with turning(page):
                page.get_by_role("link", name=words).first.click()
        page.get_by_label("县（市、区）全称").fill(office.county)
        page.get_by_label("那一期", exact=False).first.fill(office.period)
        page.locator("input[name=bulletin]").set_input_files(SHARED / "texts" / str(office.text))
        page.locator("input[name=annex]").set_input_files(annex)
        page.locator("input[name=orders]").set_input_files(list(orders_of("pingjiang")))
        page.get_by_text("附表.xlsx").wait_for()
        page.get_by_role("button", name="开始学").click()
        page.wait_for_url("**/learn/1", timeout=120_000)
        if page.get_by_role("button", name="按所选的再学一遍").count():
            with turning(page):
                page.get_by_role("button", name="按所选的再学一遍").click()
            page.wait_for_url("**/learn/1", timeout=120_000)
        with turning(page):
            page.get_by_role("button", name="写出县文件夹").click()
        page.wait_for_url("**/preview")
        page.get_by_role("button", name="生成 Word 和 Excel").click()
        page.wait_for_url("**/results**", timeout=60_000)
    assert list((root / office.county / "out").glob("*.docx"))


def test_columns_that_are_not_recognised_are_told_and_it_is_learnt_again(tmp_path: Path) -> None:
    """Heads that nobody knows: the files stay, the page asks which column is what, and the road goes on."""
    orders, bulletin = small()
    strange = orders.decode("utf-8-sig").replace(HEADS, "流水号码,交办对象,登记时点,实际办结时点,应办结日", 1)
    files = [("bulletin", "五月通报.html", bulletin), ("orders", "工单.csv", strange.encode())]
    with running(tmp_path) as desk:
        sent = desk.upload_all("/learn/upload", files, name="新设县", period="2024年5月")
        failed = desk.done(sent.headers["location"])
        assert "没有学成" in failed and 'href="/learn/1/columns"' in failed and "bulletin-gen inspect" not in failed
        asked = desk.get("/learn/1/columns").text
        assert 'name="meaning/交办对象"' in asked and 'name="meaning/流水号码"' in asked
        assert asked.count("selected>工单编号") == 1  # guessed by its name
        told: dict[str, str | list[str]] = {
            "head": ["流水号码", "交办对象", "登记时点", "实际办结时点", "应办结日"], "meaning/流水号码": "order_id",
            "meaning/交办对象": "unit", "meaning/登记时点": "accepted_at", "meaning/实际办结时点": "closed_at",
            "meaning/应办结日": "deadline_at",
        }  # fmt: skip
        twice = desk.post("/learn/1/columns", {**told, "meaning/应办结日": "closed_at"})
        assert twice.status == 400 and "两列都选了" in twice.text
        address = desk.done(desk.post("/learn/1/columns", told).headers["location"])
        assert address == "/learn/1" and "附表10格中10格" in desk.get(address).text
        assert not list(tmp_path.iterdir())
        assert desk.post(f"{address}/write").status == 303
        assert desk.get("/learn/1/columns").status == 400
    assert generate(tmp_path / "新设县", None, tmp_path / "out").files
