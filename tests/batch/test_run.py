"""Batches from end to end: isolation, resuming, series, the account."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from batch.factory import PERIOD, add_period, make_counties, make_county
from batch.running import bulletins, check_whole, identities, run_batch, start_batch
from bulletin_gen.batch.lock import LOCK_FILE, sole_use
from bulletin_gen.batch.place import STAGING
from bulletin_gen.batch.plan import find_counties, plan_one
from bulletin_gen.batch.run import run
from bulletin_gen.batch.summary import SUMMARY_FILE
from bulletin_gen.batch.work import Drafting
from bulletin_gen.leaves.issues import BulletinError


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("counties")
    make_counties(folder, 5)
    return folder


@pytest.fixture(scope="module")
def written(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("serial")
    done = run_batch(root, out, PERIOD, "--jobs", "1", "--log-json", str(out / "log.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout


def test_serial_and_parallel_give_the_same_bytes(root: Path, written: tuple[Path, str], tmp_path: Path) -> None:
    assert run_batch(root, tmp_path, PERIOD, "--jobs", "2").returncode == 0
    assert len(bulletins(tmp_path)) == 5
    assert bulletins(tmp_path) == bulletins(written[0])


def test_a_second_run_does_nothing_and_says_so(root: Path, written: tuple[Path, str]) -> None:
    before = identities(written[0])
    again = run_batch(root, written[0], PERIOD)
    assert again.returncode == 0
    assert "已写出 0、无变化 5、未写出 0" in again.stdout
    assert identities(written[0]) == before


def test_the_log_tells_every_start_and_end(written: tuple[Path, str]) -> None:
    lines = [json.loads(line) for line in (written[0] / "log.json").read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["begin", *["started", "written"] * 5, "end"]
    assert lines[-1]["orders"] == 150


def sheet(out: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(out / "批量汇总.xlsx")
    return list(book[name].iter_rows(values_only=True))


def test_the_summary_has_a_row_for_each_county(written: tuple[Path, str]) -> None:
    heads, *rows = sheet(written[0], "各县")
    assert heads[:8] == ("序号", "县文件夹", "地区", "期间", "结果", "读入工单", "使用", "不计")
    assert [row[1] for row in rows] == [f"第00{number}县" for number in range(1, 6)]
    assert {row[4] for row in rows} == {"已写出", "无变化"} & {rows[0][4]}


def test_the_city_sums_are_those_of_the_counties(written: tuple[Path, str]) -> None:
    facts = [json.loads(files["facts.json"])["figures"] for files in bulletins(written[0]).values()]
    totals = {row[1]: row[2:] for row in sheet(written[0], "合计")[1:]}
    assert totals["应办理"][0] == sum(each["total.due"]["value"] for each in facts)
    closed, due = (sum(each[f"total.{name}"]["value"] for each in facts) for name in ("closed", "due"))
    assert totals["办结率"][1:4] == (5, closed, due)


def test_the_counties_are_ranked_by_each_rate(written: tuple[Path, str]) -> None:
    rows = [row for row in sheet(written[0], "排名")[1:] if row[1] == "办结率"]
    values = [row[5] / row[6] for row in rows]  # type: ignore[operator]
    assert values == sorted(values, reverse=True)
    assert [row[2] for row in rows] == [1 + sum(other > value for other in values) for value in values]
    low = [row[5] / row[6] for row in sheet(written[0], "排名")[1:] if row[1] == "返工率" and row[6]]  # type: ignore[operator]
    assert low == sorted(low)


@pytest.fixture
def own(root: Path, written: tuple[Path, str], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the counties with everything written."""
    counties, out = tmp_path / "counties", tmp_path / "out"
    shutil.copytree(root, counties)
    shutil.copytree(written[0], out)
    return counties, out


def test_only_the_county_that_changed_is_written_again(own: tuple[Path, Path]) -> None:
    counties, out = own
    orders = counties / "第003县" / PERIOD / "orders.csv"
    orders.write_text(orders.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (out / "第002县" / PERIOD / "facts.json").unlink()
    before = identities(out)
    assert "已写出 2、无变化 3、未写出 0" in run_batch(counties, out, PERIOD).stdout
    changed = sorted(name for name, identity in identities(out).items() if before[name] != identity)
    assert changed == [f"第002县/{PERIOD}", f"第003县/{PERIOD}"]


def test_the_reason_shown_is_what_stands_against_the_bulletin(own: tuple[Path, Path]) -> None:
    counties, out = own
    for name, old, new in ((f"{PERIOD}/orders.csv", "城乡建设类", "城乡\ue000类"), ("units.csv", "甲局", "子局")):
        path = counties / "第003县" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = run_batch(counties, out, PERIOD, "--log-json", str(out / "log"))
    lines = [json.loads(line) for line in (out / "log").read_text(encoding="utf-8").splitlines()]
    codes = [issue["code"] for line in lines if line["event"] == "failed" for issue in line["issues"]]
    assert codes[0] == "unit.unknown"
    assert "odd_character" in " ".join(codes)
    assert "第003县 2024-05 未写出：orders.csv" in done.stderr


def test_what_people_put_beside_a_bulletin_stays(own: tuple[Path, Path]) -> None:
    counties, out = own
    (out / "第002县" / PERIOD / "领导批示.txt").write_text("已阅", encoding="utf-8")
    assert "共 1 份：已写出 1" in run_batch(counties, out, PERIOD, "--force", "--only", "第002县").stdout
    assert (out / "第002县" / PERIOD / "领导批示.txt").read_text(encoding="utf-8") == "已阅"


def test_a_run_for_some_counties_keeps_the_others_in_the_summary(own: tuple[Path, Path]) -> None:
    counties, out = own
    before = {name: sheet(out, name) for name in ("合计", "排名")}
    (out / "第004县" / PERIOD / "facts.json").unlink()  # no whole bulletin any more
    whole = {"第001县": "以前写出", "第002县": "已写出", "第003县": "以前写出", "第005县": "以前写出"}
    assert (
        "共 1 份：已写出 1、无变化 0、未写出 0"
        in run_batch(counties, out, PERIOD, "--force", "--only", "第002县").stdout
    )
    assert {row[1]: row[4] for row in sheet(out, "各县")[1:]} == whole
    run_batch(counties / "第004县", out, PERIOD)
    assert [row[4] for row in sheet(out, "各县")[1:]] == [*["以前写出"] * 3, "已写出", "以前写出"]
    assert {name: sheet(out, name) for name in before} == before


def test_each_period_of_a_series_is_compared_with_the_one_before(tmp_path: Path) -> None:
    county = make_county(tmp_path / "counties", "某县", period="2024-03").folder
    for period in ("2024-04", "2024-05"):
        add_period(county, period)
    profile = county / "profile.yaml"
    comparison = "comparisons:\n  accepted_period_on_period: {of: accepted}\n"
    profile.write_text(profile.read_text(encoding="utf-8") + comparison, encoding="utf-8")
    done = run_batch(county, tmp_path / "out", "--from", "2024-03", "--to", "2024-05", "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    figures = {}
    for period in ("2024-03", "2024-04", "2024-05"):
        content = json.loads((tmp_path / "out" / "某县" / period / "facts.json").read_text(encoding="utf-8"))
        figures[period] = content["figures"]
    assert not any("accepted_period_on_period" in key for key in figures["2024-03"])
    for period in ("2024-04", "2024-05"):
        assert any("accepted_period_on_period" in key for key in figures[period])


def series(root: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run_batch(root, out, "--from", "2024-03", "--to", "2024-05", *more)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A county with three periods."""
    county = make_county(tmp_path / "counties", "某县", period="2024-03").folder
    for period in ("2024-04", "2024-05"):
        add_period(county, period)
    return county


def test_nothing_is_compared_with_a_period_that_has_failed(three: Path, tmp_path: Path) -> None:
    assert series(three, tmp_path / "out").returncode == 0
    (three / "2024-04" / "narrative.md").unlink()
    (three / "2024-05" / "orders.csv").write_bytes((three / "2024-03" / "orders.csv").read_bytes())
    before = bulletins(tmp_path / "out")
    done = series(three, tmp_path / "out")
    assert done.returncode == 1
    assert "某县 2024-05 未写出" in done.stderr
    assert "2024-04 没有写出，与它比较的数字无从算起" in done.stderr
    assert bulletins(tmp_path / "out") == before


def test_a_period_that_was_never_there_holds_nobody(three: Path, tmp_path: Path) -> None:
    shutil.rmtree(three / "2024-03")
    done = series(three, tmp_path / "out")
    assert "已写出 2、无变化 0、未写出 1" in done.stdout
    assert set(bulletins(tmp_path / "out")) == {"某县/2024-04", "某县/2024-05"}


def test_the_countys_facts_are_those_of_the_bulletin_in_place(three: Path, tmp_path: Path) -> None:
    assert series(three, tmp_path / "out").returncode == 0
    for text in ("", "{}"):  # what a power cut leaves; what a run into another folder left
        (three / "facts" / "2024-03.json").write_text(text, encoding="utf-8")
        assert "已写出 0、无变化 3、未写出 0" in series(three, tmp_path / "out").stdout
        kept = (tmp_path / "out" / "某县" / "2024-03" / "facts.json").read_bytes()
        assert (three / "facts" / "2024-03.json").read_bytes() == kept


def test_facts_that_cannot_be_recorded_are_said_and_hold_what_follows(three: Path, tmp_path: Path) -> None:
    (three / "facts").write_text("", encoding="utf-8")
    done = series(three, tmp_path / "out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "已写出 1、无变化 0、未写出 2" in done.stdout
    assert "数据没有存入县文件夹" in str(sheet(tmp_path / "out", "各县")[1][-1])


def test_an_edited_bulletin_stays_beside_the_new_one(own: tuple[Path, Path]) -> None:
    counties, out = own
    path = next((out / "第002县" / PERIOD).glob("*.docx"))
    path.write_bytes(path.read_bytes() + b"edited")
    done = run_batch(counties, out, PERIOD, "--force", "--only", "第002县")
    assert done.returncode == 0
    assert path.with_name(f"{path.stem}（改动稿）.docx").read_bytes().endswith(b"edited")
    assert f"{path.stem}（改动稿）.docx" in str(sheet(out, "各县")[2][-1])


def test_a_second_run_on_one_folder_says_so_and_stops(root: Path, tmp_path: Path) -> None:
    with sole_use(tmp_path):
        done = run_batch(root, tmp_path, PERIOD)
    assert done.returncode == 1
    assert "另一次批量生成正在使用这个输出文件夹" in done.stderr
    assert bulletins(tmp_path) == {}


def test_an_interrupted_run_leaves_whole_bulletins_and_the_next_goes_on(root: Path, tmp_path: Path) -> None:
    process = start_batch(root, tmp_path, PERIOD, "--jobs", "1")
    while not identities(tmp_path):
        time.sleep(0.02)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 1
    assert not (tmp_path / ".staging").exists()
    done = check_whole(tmp_path)
    before = identities(tmp_path)
    assert 0 < len(done) < 5
    assert f"已写出 {5 - len(done)}、无变化 {len(done)}、未写出 0" in run_batch(root, tmp_path, PERIOD).stdout
    assert {name: identities(tmp_path)[name] for name in before} == before


def test_an_output_folder_that_cannot_be_made(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run_batch(root, tmp_path / "file" / "out", PERIOD)
    assert done.returncode == 1
    assert "无法写入输出文件夹" in done.stderr


def test_an_output_folder_that_is_a_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    done = run_batch(root, tmp_path / "out", PERIOD)
    assert done.returncode == 1
    assert "无法写入输出文件夹；读到：已有同名的文件；" in done.stderr


def test_an_output_folder_that_has_become_read_only(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / LOCK_FILE).touch()  # it can still be opened
    mkdir = Path.mkdir

    def refused(self: Path, *arguments: Any, **more: Any) -> None:
        if self.name == STAGING:
            raise PermissionError(13, "Permission denied", str(self))
        mkdir(self, *arguments, **more)

    monkeypatch.setattr(Path, "mkdir", refused)
    plan = plan_one(find_counties(root), PERIOD, tmp_path)
    with pytest.raises(BulletinError, match="无法写入输出文件夹；读到：没有权限.*检查输出文件夹是否只读"):
        run(plan, tmp_path, Drafting("", time.monotonic), 1, lambda event: None)


def test_a_summary_that_cannot_be_written_does_not_hide_the_bulletins(own: tuple[Path, Path]) -> None:
    counties, out = own
    (out / SUMMARY_FILE).unlink()
    (out / SUMMARY_FILE).mkdir()
    done = run_batch(counties, out, PERIOD, "--force")
    assert done.returncode == 1
    assert "共 5 份：已写出 5、无变化 0、未写出 0" in done.stdout
    assert "汇总表：" not in done.stdout
    assert f"{SUMMARY_FILE}：无法写入输出文件" in "".join(done.stderr.split())
    assert "只有汇总表没有写出：上表中已写出的通报都已就位" in done.stderr
    assert "没有写出任何文件" not in done.stderr
    assert len(check_whole(out)) == 5


def test_wrong_usage(root: Path, tmp_path: Path) -> None:
    for wrong in (["--from", "2024-01"], [PERIOD, "--from", "2024-01", "--to", "2024-02"], ["--jobs", "0"]):
        assert run_batch(root, tmp_path / "out", *wrong).returncode == 2


def test_the_counties_own_folder_is_no_output_folder(root: Path, tmp_path: Path) -> None:
    counties = Path(shutil.copytree(root, tmp_path / "counties"))
    before = sorted(counties.rglob("*"))
    done = run_batch(counties, counties, PERIOD)
    assert done.returncode == 1
    assert "输出文件夹是放工单的期间文件夹" in done.stderr
    assert sorted(counties.rglob("*")) == before
