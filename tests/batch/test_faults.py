"""What goes wrong with real processes and real disks: nothing half-made is left, nobody else is harmed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from batch.factory import PERIOD, make_counties, make_county
from batch.running import bulletins, check_whole, identities, run_batch, start_batch

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="进程的父子关系从 /proc 读取")

COUNTIES, KILLS = 6, 30


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("counties")
    make_counties(folder, COUNTIES)
    return folder


@pytest.fixture(scope="module")
def reference(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    out = tmp_path_factory.mktemp("reference")
    assert run_batch(root, out, PERIOD, "--jobs", "2").returncode == 0
    return bulletins(out)


def _workers(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


def _kill_worker(process: subprocess.Popen[bytes], rng: random.Random) -> None:
    with suppress(FileNotFoundError, ProcessLookupError):  # it may have ended by itself
        pids = _workers(process.pid)
        workers = [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if workers:
            os.kill(rng.choice(workers), signal.SIGKILL)


def _kill_at_random(root: Path, out: Path, rng: random.Random, *more: str) -> int:
    """One run with a kill of its parent (code -9) or of a worker at a random moment: once some bulletins are written,
    and a little later, so that a slow machine and a fast one are hit in all parts of a run alike."""
    before = identities(out)
    left = COUNTIES if "--force" in more else COUNTIES - len(before)
    process = start_batch(root, out, PERIOD, "--jobs", "2", *more)
    written = rng.randrange(max(left, 1))
    while process.poll() is None and len(identities(out).items() - before.items()) < written:
        time.sleep(0.005)
    time.sleep(rng.uniform(0, 0.3))
    if rng.random() < 0.5:
        process.kill()
    else:
        _kill_worker(process, rng)
    return process.wait(120)


@pytest.mark.slow
def test_thirty_kills_leave_no_partial_bulletin_and_lose_nothing(
    root: Path, reference: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    rng = random.Random(20240531)
    codes: list[int] = []
    for number in range(KILLS):
        # Beside the reference: links to the counties' files are relative.
        out = tmp_path.with_name(f"{tmp_path.name}-out{number // 2}")
        before = identities(out)
        codes.append(_kill_at_random(root, out, rng))
        assert check_whole(out) >= set(before), "a bulletin was lost"
        after = identities(out)
        assert {name: after[name] for name in before} == before, "a bulletin was written twice"
    assert codes.count(-9) >= 5  # the parent
    for out in sorted(tmp_path.parent.glob(f"{tmp_path.name}-out*")):
        before = identities(out)
        assert run_batch(root, out, PERIOD).returncode == 0
        assert bulletins(out) == reference
        assert {name: identities(out)[name] for name in before} == before
        assert not (out / ".staging").exists()


@pytest.mark.slow
def test_kills_while_everything_is_written_anew_lose_nothing(
    root: Path, reference: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    rng = random.Random(7)
    assert run_batch(root, tmp_path, PERIOD).returncode == 0
    for _ in range(6):
        _kill_at_random(root, tmp_path, rng, "--force")
        for name in check_whole(tmp_path):
            assert bulletins(tmp_path)[name] == reference[name]
    assert run_batch(root, tmp_path, PERIOD).returncode == 0
    assert bulletins(tmp_path) == reference


def test_a_killed_worker_is_reported_with_its_county_and_the_rest_goes_on(root: Path, tmp_path: Path) -> None:
    process = start_batch(root, tmp_path, PERIOD, "--jobs", "1", "--log-json", str(tmp_path / "log"))
    while not identities(tmp_path):
        time.sleep(0.02)
        assert process.poll() is None
    _kill_worker(process, random.Random(1))
    assert process.wait(120) == 1
    assert len(check_whole(tmp_path)) == COUNTIES - 1
    rows = list(openpyxl.load_workbook(tmp_path / "批量汇总.xlsx")["各县"].iter_rows(min_row=2, values_only=True))
    failed = [row for row in rows if row[4] == "未写出"]
    assert len(failed) == 1
    assert "处理进程中途被结束" in str(failed[0][-1])
    assert str(failed[0][1]) in str(failed[0][-1])


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _truncated_workbook(county: Path) -> None:
    example = Path(__file__).parents[2] / "examples/pingjiang/2024-05/letters.xlsx"
    (county / PERIOD / "orders.csv").unlink()
    (county / PERIOD / "orders.xlsx").write_bytes(example.read_bytes()[:9000])


#: Ten kinds of bad input, and what the reason must say.
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "甲": (lambda county: (county / "profile.yaml").unlink(), "缺少文件"),
    "乙": (lambda county: _replace(county / "profile.yaml", "order_id: 工单编号", "order_ids: 工单编号"), "order_ids"),
    "丙": (lambda county: (county / PERIOD / "narrative.md").write_bytes("# 下步".encode("gbk")), "编码不是 UTF-8"),
    "丁": (lambda county: shutil.rmtree(county / PERIOD), "找不到期间文件夹"),
    "戊": (lambda county: (county / PERIOD / "orders.csv").unlink(), "没有工单文件"),
    "己": (_truncated_workbook, "损坏"),
    "庚": (lambda county: (county / PERIOD / "orders.csv").write_bytes(b""), "空"),
    "辛": (lambda county: _replace(county / PERIOD / "orders.csv", "甲局", "某某局"), "未登记的单位；读到：某某局"),
    "壬": (lambda county: _replace(county / PERIOD / "supplied.yaml", "2024-06-05", "六月五日"), "supplied.yaml"),
    "癸": (lambda county: _replace(county / PERIOD / "orders.csv", "受理时间", "什么时间"), "列名不认识"),
}


@pytest.mark.slow
def test_ten_kinds_of_bad_input_among_forty_good_ones(tmp_path: Path) -> None:
    root, out = tmp_path / "counties", tmp_path / "out"
    good = make_counties(root, 40)
    for name, (spoil, _) in BAD.items():
        spoil(make_county(root, f"{name}县").folder)
    done = run_batch(root, out, PERIOD, "--jobs", "2")
    assert done.returncode == 1
    assert check_whole(out) == {f"{name}/{PERIOD}" for name in good}
    rows = openpyxl.load_workbook(out / "批量汇总.xlsx")["各县"].iter_rows(min_row=2, values_only=True)
    reasons = {str(row[1]): str(row[-1]) for row in rows if row[4] == "未写出"}
    assert set(reasons) == {f"{name}县" for name in BAD}
    for name, (_, reason) in BAD.items():
        assert reason in reasons[f"{name}县"], reasons[f"{name}县"]


@pytest.fixture
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk that holds three bulletins or so."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("只有 root 能装小磁盘")
    folder = tmp_path_factory.mktemp("disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", folder], check=False).returncode:
        pytest.skip("这里不能装 tmpfs")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(root: Path, reference: dict[str, dict[str, bytes]], small_disk: Path) -> None:
    done = run_batch(root, small_disk, PERIOD, "--jobs", "2")
    assert done.returncode == 1
    whole = check_whole(small_disk)
    assert 0 < len(whole) < COUNTIES
    assert "磁盘" in done.stdout + done.stderr
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    before = identities(small_disk)
    assert run_batch(root, small_disk, PERIOD).returncode == 0
    assert bulletins(small_disk) == reference
    assert {name: identities(small_disk)[name] for name in before} == before


def test_a_folder_that_cannot_be_written_stops_its_county_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "第002县").write_text("", encoding="utf-8")  # a file where the county's folder should be
    done = run_batch(root, tmp_path, PERIOD, "--jobs", "2")
    assert done.returncode == 1
    assert len(check_whole(tmp_path)) == COUNTIES - 1
    assert "第002县 2024-05 未写出" in done.stderr
    assert "无法写入输出文件" in done.stderr


def test_folders_in_the_way_stop_their_counties_alone_in_every_run(root: Path, tmp_path: Path) -> None:
    (tmp_path / "第002县").mkdir()
    (tmp_path / "第002县" / PERIOD).write_text("", encoding="utf-8")
    for _ in range(2):
        done = run_batch(root, tmp_path, PERIOD, "--jobs", "2", "--force")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert len(check_whole(tmp_path)) == COUNTIES - 1
        assert "有一个同名的文件" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_a_log_that_cannot_be_written_stops_nobody(root: Path, tmp_path: Path) -> None:
    done = run_batch(root, tmp_path, PERIOD, "--only", "第001县", "--log-json", "/dev/full")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("记录文件写不下去") == 1
    assert len(check_whole(tmp_path)) == 1


def test_a_county_with_a_name_in_gbk_stops_alone(root: Path, tmp_path: Path) -> None:
    for name in ("第001县", "第002县"):
        shutil.copytree(root / name, tmp_path / "counties" / name)
    odd = os.fsdecode(os.fsencode(tmp_path / "counties") + b"/" + "乙县".encode("gbk"))
    (tmp_path / "counties" / "第002县").rename(odd)
    done = run_batch(tmp_path / "counties", tmp_path / "out", PERIOD, "--log-json", str(tmp_path / "log"))
    assert done.returncode == 1
    assert "乙县 未写出" in done.stderr.replace("  ", " ")
    assert "名称的编码不是 UTF-8" in (tmp_path / "log").read_text(encoding="utf-8")
    assert len(check_whole(tmp_path / "out")) == 1
