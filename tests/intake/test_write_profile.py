"""Guesses that go into a profile.yaml: only those that are chosen, and not a character of the rest moves."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from bulletin_gen.intake.kept.profiling import with_columns, write_columns
from bulletin_gen.profile.load import load_profile
from cli.calls import EXAMPLES, call

LISTED = "intake:\n  columns:\n    unit:\n"
PROFILES = sorted(EXAMPLES.glob("*/profile.yaml"))

EXPORT = "工单编号,受理时间,经办科室,满意程度,是否按时办结了吗\n" + "".join(
    f"2024050{n:03},2024-05-{n % 28 + 1:02} 10:00,公安局,{'满意' if n % 3 else '不满意'},{'是' if n % 5 else '否'}\n"
    for n in range(40)
)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "县"))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "导出.csv"
    path.write_text(EXPORT, encoding="utf-8-sig")
    return path


def moved(before: str, after: str) -> list[str]:
    """Lines that were taken out or put in, each with its end; ``-`` and ``+`` before them."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "-+"]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.parent.name)
def test_a_column_moves_one_line_of_any_profile(path: Path, end: str) -> None:
    text = path.read_text(encoding="utf-8")
    blank = text.replace("intake:\n", "intake:\n\n\n  # 空行和注释\n   \n", 1).replace("\n", end)
    changed = moved(blank, with_columns(blank, {"source": "来源渠道名"}))
    put = [line for line in changed if line[0] == "+"]
    assert len(put) == 1
    assert "来源渠道名" in put[0]
    assert put[0].endswith(end)
    assert len(changed) <= 2


def test_mixed_line_ends_and_the_mark_at_the_front_stay(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    before = "county: 甲县\r\nintake:\n\n  columns: # 列\r\n    order_id: '流水号'   # 引号\n\nmeasures: {}"
    path.write_bytes(b"\xef\xbb\xbf" + before.encode())
    write_columns(path, {"unit": "科室"})
    after = before.replace("# 引号\n", "# 引号\n    unit: 科室\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + after.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("intake:\n  columns:\n    unit: 科室 # 甲\n", "intake:\n  columns:\n    unit: [科室, 单位] # 甲\n"),
        (
            "intake:\n  columns:\n    unit:\n      - 科室 # 甲\n",
            "intake:\n  columns:\n    unit:\n      - 科室 # 甲\n      - 单位\n",
        ),
        ("intake:\n  columns: {unit: [科室]}\n", "intake:\n  columns: {unit: [科室, 单位]}\n"),
        ("intake:\n  columns: {}\n", "intake:\n  columns: {unit: 单位}\n"),
        ("county: 甲县\n\n\n# 完\n", "county: 甲县\nintake: {columns: {unit: 单位}}\n\n\n# 完\n"),
        ("intake: # 空\nunits: {}\n", "intake: {columns: {unit: 单位}} # 空\nunits: {}\n"),
        ("intake:\n  columns:\n    unit: 单位\n", "intake:\n  columns:\n    unit: 单位\n"),
        ("读表:\n  列:\n    承办单位: 科室\n", "读表:\n  列:\n    承办单位: [科室, 单位]\n"),
    ],
)
def test_wherever_columns_stand(before: str, after: str) -> None:
    assert with_columns(before, {"unit": "单位"}) == after


def test_only_sure_guesses_are_written_together(county: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (county / "profile.yaml").read_text(encoding="utf-8")
    said = call(capsys, "inspect", str(export), "--profile", str(county), "--write-profile")
    after = (county / "profile.yaml").read_text(encoding="utf-8")
    assert "满意程度" in after
    assert "是否按时办结了吗" not in after  # yes and no may be meant the other way round
    assert "没有写进：是否按时办结了吗（猜是" in said.out
    assert "加 --take 是否按时办结了吗" in said.out
    assert all("满意程度" in line for line in moved(before, after) if line[0] == "+")


def test_a_named_guess_alone_is_written(county: Path, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "inspect", str(export), "--profile", str(county), "--take", "是否按时办结了吗")
    assert said.code == 0
    columns = load_profile(county / "profile.yaml").intake.columns
    assert "是否按时办结了吗" in str(columns)
    assert "满意程度" not in str(columns)


@pytest.mark.parametrize("head", ["工单编号", "没有这一列"])
def test_what_is_no_guess_cannot_be_taken(
    head: str, county: Path, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (county / "profile.yaml").read_bytes()
    said = call(capsys, "inspect", str(export), "--profile", str(county), "--take", head)
    assert (said.code, (county / "profile.yaml").read_bytes()) == (1, before)
    assert f"没有对这一列的猜测，没有改动；读到：{head}；应为：" in said.err
