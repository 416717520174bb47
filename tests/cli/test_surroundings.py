"""What surrounds the process: a wrong number of threads, a locale without Chinese, a screen that takes nothing, names
that would move the cursor."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_gen.cli.screen.console import SafeConsole
from bulletin_gen.cli.screen.issues import show_issues
from bulletin_gen.cli.screen.surroundings import shown_characters, sound_environment
from bulletin_gen.leaves.issues import Place, error, warning
from cli.calls import EXAMPLES, environment

POSIX = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(EXAMPLES / "pingjiang", tmp_path_factory.mktemp("县") / "平江")


def generate(county: Path, out: Path, stdout: int, flags: tuple[str, ...] = (), **more: str) -> tuple[int, str]:
    """Exit code and what standard error holds."""
    command = [sys.executable, *flags, "-m", "bulletin_gen", "generate", str(county), "--out", str(out), "--no-record"]
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, check=False, env=environment(**more))
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("wanted", ["0", "-1", "两个", "", "1.5", "99999999999999999999"])
def test_a_number_of_threads_that_the_engine_breaks_off_at_is_dropped(
    wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"POLARS_MAX_THREADS": wanted, "OTHER": "1"}
    sound_environment(found)
    assert found == {"OTHER": "1"}
    assert f"POLARS_MAX_THREADS={wanted} 不是" in capsys.readouterr().err


def test_a_sound_number_of_threads_stays(capsys: pytest.CaptureFixture[str]) -> None:
    found = {"POLARS_MAX_THREADS": "2"}
    sound_environment(found)
    sound_environment({})
    assert (found, capsys.readouterr().err) == ({"POLARS_MAX_THREADS": "2"}, "")


def test_a_run_with_no_threads_at_all(county: Path, tmp_path: Path) -> None:
    code, said = generate(county, tmp_path / "出", subprocess.DEVNULL, POLARS_MAX_THREADS="0")
    assert (code, said.count("\n")) == (0, 1)
    assert "没有采用" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_the_screen_undoes_nothing(county: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        code, said = generate(county, tmp_path, full.fileno())
    assert code == 0
    assert said == "屏幕上的内容显示不出来：磁盘已满。文件已经写出。\n"
    assert (tmp_path / "facts.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="a pipe breaks otherwise there")
def test_a_reader_that_has_gone_undoes_nothing(county: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code, said = generate(county, tmp_path, writer)
    os.close(writer)
    assert (code, said, (tmp_path / "facts.json").is_file()) == (0, "", True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has names in UTF-16")
def test_a_locale_without_chinese(county: Path, tmp_path: Path) -> None:
    code, said = generate(county, tmp_path / "出", subprocess.DEVNULL, **POSIX)
    assert (code, said) == (0, "")
    assert (tmp_path / "出" / "facts.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has names in UTF-16")
def test_names_that_cannot_be_written_are_refused_before_anything_is(tmp_path: Path) -> None:
    """``publish`` itself, for whoever calls it in such a process."""
    code = (
        "import sys; from pathlib import Path; from bulletin_gen.leaves.publish import publish\n"
        "from bulletin_gen.leaves.issues import BulletinError\n"
        "try: publish({Path(sys.argv[1], 'a'): b'1', Path(sys.argv[1], chr(0x901a) + '.docx'): b'2'})\n"
        "except BulletinError as reason: print(reason.issues[0].code)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(**POSIX))
    assert (done.stdout, list(tmp_path.iterdir())) == ("output.name\n", [])


POWERS = ["\x1b[35m", "\x9b2J", "\u202e", "\u2066", "\r", "\x07", "\x00", "\u2028", "\u200f"]


@pytest.mark.parametrize("power", POWERS, ids=ascii)
def test_names_move_no_cursor(power: str) -> None:
    screen = io.StringIO()
    console = SafeConsole(file=screen, force_terminal=True, highlight=False, markup=False)
    show_issues(console, [error("x", f"错{power}误", Place(file=f"工单{power}.xlsx", sheet=power), found=power)])
    said = screen.getvalue()
    assert power not in said
    assert f"\\u{ord(power[0]):04x}" in said or power in "\r\x07"  # rich drops some itself
    assert "\x1b[31m错误 \x1b[0m" in said  # the program's own colours work


def test_line_ends_and_ordinary_characters_stay() -> None:
    text = "第一行\n\t〔2024〕1号 𠮷é"
    assert shown_characters(text) == text


def test_errors_come_last_and_have_the_first_right_to_a_line() -> None:
    screen = io.StringIO()
    issues = [error("e", "甲错"), *(warning("w", "警告", found=f"{n}") for n in range(40)), error("e", "乙错")]
    show_issues(SafeConsole(file=screen, width=200, markup=False), issues, most=10)
    lines = screen.getvalue().splitlines()
    assert lines[-2:] == ["错误 甲错", "错误 乙错"]
    assert lines[-3].startswith("……另有 32 条：警告 32")
    assert len(lines) == 11
