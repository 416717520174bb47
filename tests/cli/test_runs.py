"""What a run shows: one screen on standard output, errors on standard error, progress on a terminal only."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.calls import EXAMPLES, Said, call, environment, run

COUNTY = EXAMPLES / "pingjiang"

SUMMARY = """\
平江县 2024年5月
文件          工作表    读入  使用  不计  不计原因
letters.xlsx  信箱来信   146   146     0
orders.xlsx   工单明细  2470  2470     0
等级：A 39个、B 7个、C 2个、D 1个
人工认定：免责 31
问题：无
"""


def generate(capsys: pytest.CaptureFixture[str], county: Path, out: Path, *more: str) -> Said:
    return call(capsys, "generate", str(county), "--out", str(out), "--no-record", *more)


def copy_of_the_county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COUNTY, tmp_path / "county", ignore=shutil.ignore_patterns("facts")))


def test_a_written_bulletin_is_summed_up_on_one_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = generate(capsys, COUNTY, tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    lines = [line.rstrip() for line in said.out.splitlines()]
    assert len(lines) <= 24
    written = [line for line in lines if line.startswith("已写出：")]
    assert "\n".join(line for line in lines if line not in written) + "\n" == SUMMARY
    assert [Path(line.removeprefix("已写出：")) for line in written] == [
        tmp_path / "out" / name
        for name in ("平江县2024年5月政务督查.docx", "平江县2024年5月政务督查附表.xlsx", "facts.json")
    ]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {Path(line).name for line in written}


def test_what_stands_against_a_bulletin_goes_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = copy_of_the_county(tmp_path)
    (county / "2024-05" / "narrative.md").unlink()
    said = generate(capsys, county, tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "narrative.md" in said.err
    assert said.err.endswith("没有写出任何文件。\n")
    assert not (tmp_path / "out").exists()


def test_one_unknown_unit_in_many_rows_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = without_units(copy_of_the_county(tmp_path), 1)
    said = generate(capsys, county, tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    rows = said.err.splitlines()
    assert "未登记的单位；读到：平江县民政局" in rows[0]
    assert rows[0].endswith("处，这是第一处）")
    assert rows[1:] == ["没有写出任何文件。"]


def test_after_ten_of_a_kind_the_rest_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = without_units(copy_of_the_county(tmp_path), 30)
    said = generate(capsys, county, tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    rows = [row for row in said.err.splitlines() if "未登记的单位；" in row]
    assert len({row.partition("读到：")[2].partition("；")[0] for row in rows}) == len(rows) == 10
    assert re.search(r"^……另有 \d+ 条：.*未登记的单位 \d+", said.err, re.MULTILINE)
    assert len(said.err.splitlines()) <= 32


def test_of_files_written_by_hand_everything_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = tmp_path / "county"
    assert call(capsys, "new", str(county), "--kind", "工作简报", "--period", "2024-05").code == 0
    said = generate(capsys, county, tmp_path / "out")
    texts = [path.read_text(encoding="utf-8") for path in (county / "profile.yaml", *county.glob("2024-05/*.[ym]*"))]
    asked = sum(line.count("〔请填写") for text in texts for line in text.splitlines() if line[:1] != "#")
    assert asked > 10
    assert said.err.count("：还没有填写；") == asked
    assert "另有" not in said.err


def without_units(county: Path, count: int) -> Path:
    """The county with so many units less in its registry, from the third on."""
    units = county / "units.csv"
    lines = units.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    units.write_text("".join(lines[:3] + lines[3 + count :]), encoding="utf-8")
    return county


def test_a_folder_that_is_none_is_an_error_of_the_run_not_of_the_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = generate(capsys, tmp_path / "无此县", tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "找不到县文件夹" in said.err


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_console_of_any_encoding_gets_what_it_can_show(tmp_path: Path, encoding: str) -> None:
    said = run("generate", str(COUNTY), "--out", str(tmp_path / "out"), "--no-record", encoding=encoding)
    assert (said.code, said.err) == (0, "")
    assert "2470" in said.out
    if encoding != "ascii":
        assert "等级：A 39个、B 7个、C 2个、D 1个" in said.out


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_errors_too(tmp_path: Path, encoding: str) -> None:
    # ⼀ is a Kangxi radical that GBK lacks.
    said = run("generate", str(tmp_path / "⼀县"), encoding=encoding)
    assert (said.code, said.out) == (1, "")
    assert said.err.strip()


def test_nothing_but_plain_text_goes_to_a_file(tmp_path: Path) -> None:
    said = run("generate", str(COUNTY), "--out", str(tmp_path / "out"), "--no-record")
    assert "\x1b" not in said.out
    assert "\r" not in said.out.replace("\r\n", "\n")


def test_a_period_completed_by_the_shell_has_a_slash_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for period in ("2024-05/", "2024-05\\"):
        assert call(capsys, "generate", str(COUNTY), period, "--out", str(tmp_path), "--no-record").code == 0


def test_marked_copies_on_demand_also_when_there_is_no_bulletin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = without_units(copy_of_the_county(tmp_path), 1)
    said = generate(capsys, county, tmp_path / "out", "--mark")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[-1] == "没有写出通报。"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "orders（标记）.xlsx",
        "letters（标记）.xlsx",
        "问题清单.xlsx",
    }


def test_marked_copies_beside_a_bulletin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = generate(capsys, EXAMPLES / "pingyu", tmp_path / "out", "--mark")
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "out" / "热线工单导出（标记）.xlsx").is_file()
    told = [line for line in said.out.splitlines() if line.startswith("已写出：")]
    assert sorted(told) == sorted(f"已写出：{path}" for path in (tmp_path / "out").iterdir())


def test_a_web_page_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = generate(capsys, COUNTY, tmp_path / "out", "--format", "html")
    assert said.code == 0
    page = tmp_path / "out" / "平江县2024年5月政务督查.html"
    assert f"已写出：{page}\n" in said.out
    assert "注意" not in said.out
    assert "共受理交办工单1263件" in re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))
    later = generate(capsys, COUNTY, tmp_path / "out")
    assert later.out.endswith(f"注意：{page} 是以前写出的，这次没有更新\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_terminal_sees_the_step_at_work(tmp_path: Path) -> None:
    code, shown = on_a_terminal("generate", str(COUNTY), "--out", str(tmp_path / "out"), "--no-record")
    assert code == 0
    assert "读入…" in shown or "计数…" in shown
    assert shown.rstrip().endswith("facts.json\x1b[0m") or "facts.json" in shown.splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_an_interrupted_run_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        code, shown = on_a_terminal("generate", str(COUNTY), "--out", str(tmp_path / "out"), interrupt_at="…")
        assert not (tmp_path / "out").exists()
        # A signal that meets native code while it sets up its own handlers ends the process at once, as the system
        # does by default: nothing is left then either, but nothing can be said. It is rare; more often is a fault.
        if code != -signal.SIGINT:
            break
    assert code == 1
    assert "已中断。" in shown


def on_a_terminal(*arguments: str, interrupt_at: str = "") -> tuple[int, str]:
    """The command on a pseudo-terminal; Ctrl-C is typed when ``interrupt_at`` shows. Returns exit code and screen."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bulletin_gen", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm", PYTHONIOENCODING="utf-8"),
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other end is closed: the process has ended
            break
        if interrupt_at and interrupt_at.encode() in shown:
            process.send_signal(2)
            interrupt_at = ""
    os.close(ours)
    return process.wait(60), shown.decode()


def test_a_marked_copy_among_the_orders_is_not_read_but_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = copy_of_the_county(tmp_path)
    (county / "2024-05" / "orders（标记）.xlsx").write_bytes((county / "2024-05" / "orders.xlsx").read_bytes())
    said = generate(capsys, county, tmp_path / "out")
    assert said.code == 0
    assert "没有当作工单读取的文件 1" in said.out
    assert [line.rstrip() for line in said.out.splitlines() if "2470" in line] == SUMMARY.splitlines()[3:4]


def test_bulletins_and_marked_copies_are_not_written_among_the_orders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = without_units(copy_of_the_county(tmp_path), 1)
    before = sorted(county.rglob("*"))
    said = generate(capsys, county, county / "2024-05", "--mark")
    assert (said.code, said.out) == (1, "")
    assert "输出文件夹是放工单的期间文件夹" in said.err
    assert sorted(county.rglob("*")) == before


def test_a_marked_copy_that_cannot_be_written_is_an_error_with_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = without_units(copy_of_the_county(tmp_path), 1)
    (tmp_path / "out").write_bytes(b"")
    said = generate(capsys, county, tmp_path / "out", "--mark")
    assert said.code == 1
    assert said.err.endswith("没有写出标记副本。\n")


def test_a_folder_without_permission_ends_a_run_with_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path) -> object:
        raise PermissionError(13, "denied", str(self))

    monkeypatch.setattr(Path, "iterdir", denied)
    said = generate(capsys, COUNTY, tmp_path / "out")
    assert (said.code, said.out) == (1, "")
    assert "文件或文件夹无法读写；读到：没有权限" in said.err
