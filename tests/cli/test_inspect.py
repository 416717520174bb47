"""``inspect``: what an export looks like, on the terminal and as a workbook; the mapping goes into the profile."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.profile.load import load_profile
from cli.calls import EXAMPLES, call, held

COUNTY = EXAMPLES / "pingjiang"
ORDERS = COUNTY / "2024-05" / "orders.xlsx"

STRANGE = "工单编号,受理时间,经办科室,满意程度\n" + "".join(
    f"2024050{n:03},2024-05-{n % 28 + 1:02} 10:00,公安局,{'满意' if n % 3 else '不满意'}\n" for n in range(40)
)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COUNTY, tmp_path / "county"))


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """An export with a head that nobody knows, whose values tell what it is."""
    path = tmp_path / "导出.csv"
    path.write_text(STRANGE, encoding="utf-8-sig")
    return path


def test_a_sheet_is_told_column_by_column(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "inspect", str(ORDERS))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("orders.xlsx 工作表“工单明细”：表头在第1行，工单 2470 行\n")
    assert re.search(r"^H +受理时间 +受理时间 +按常见列名 +0 +2024-04-08", said.out, re.MULTILINE)
    assert re.search(r"^F +联系电话 +个人信息，不读 *$", said.out, re.MULTILINE)


def test_nothing_of_a_citizen_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(ORDERS, read_only=True)
    rows = book.worksheets[0].iter_rows(min_row=2, max_row=200, values_only=True)
    private = {str(cell) for row in rows for cell in (row[1], row[2], row[3], row[5], row[6]) if cell}
    out = call(capsys, "inspect", str(ORDERS)).out
    assert len(private) > 500
    assert not [text for text in private if text in out]


def test_with_a_profile_units_are_known_and_unknown(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = county / "units.csv"
    units.write_text(re.sub(r"平江县民政局.*\n", "", units.read_text(encoding="utf-8-sig")), encoding="utf-8")
    out = call(capsys, "inspect", str(ORDERS), "--profile", str(county)).out
    assert re.search(r"^单位：已登记的 \d+ 种写法，没有登记的 [1-9]\d* 种$", out, re.MULTILINE)
    assert re.search(r"^  平江县民政局 \d+ 件，相近的有：", out, re.MULTILINE)


def test_the_workbook_has_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "检查.xlsx"
    said = call(capsys, "inspect", str(ORDERS), "--out", str(path))
    assert said.out.endswith(f"已写出：{path}\n")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["工作表", "列", "取值", "单位"]
    assert [cell.value for cell in book["工作表"][2]] == ["orders.xlsx", "工单明细", "第1行", 2470, ""]
    channels = {row[3]: row[4] for row in book["取值"].iter_rows(values_only=True) if row[2] == "受理渠道"}
    assert sum(int(count) for count in channels.values()) == 2470


def test_a_guess_is_marked_and_written_into_the_profile_on_demand(
    county: Path, strange: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = county / "profile.yaml"
    before = profile.read_text(encoding="utf-8")
    said = call(capsys, "inspect", str(strange), "--profile", str(county))
    assert "猜测，要确认" in said.out
    assert profile.read_text(encoding="utf-8") == before
    said = call(capsys, "inspect", str(strange), "--profile", str(county), "--write-profile")
    assert "的 读表 → 列：" in said.out
    after = profile.read_text(encoding="utf-8")
    assert "满意程度" in str(load_profile(profile).intake.columns)
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in after.splitlines() if line.startswith("#")
    ]


def test_a_profile_that_cannot_be_replaced_stays_as_it_is(
    county: Path, strange: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = county / "profile.yaml"
    before, beside = profile.read_bytes(), sorted(county.iterdir())
    monkeypatch.setattr(Path, "replace", held)
    said = call(capsys, "inspect", str(strange), "--profile", str(county), "--write-profile")
    assert said.code == 1
    assert said.err.startswith(f"错误 {profile}：文件改不了，没有改动；")
    assert (profile.read_bytes(), sorted(county.iterdir())) == (before, beside)


def test_an_unfinished_profile_does_not_stand_in_the_way(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = county / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("地区: 平江县", "地区: 〔请填写：县名〕"), encoding="utf-8")
    said = call(capsys, "inspect", str(ORDERS), "--profile", str(county))
    assert said.code == 0
    assert "工单 2470 行" in said.out
    assert said.err == "profile.yaml 还有 1 处要填写或改正（generate 会逐条指出），先按常见列名来看。\n"


@pytest.mark.parametrize(
    ("content", "said_of_it"),
    [("单位名称,分组\n", "名册里还没有单位"), ("名称,组\n", "单位名册的表头不对"), (None, "缺少单位名册")],
)
def test_a_registry_that_is_not_filled_in_yet_does_not_stand_in_the_way(
    county: Path, strange: Path, content: str | None, said_of_it: str, capsys: pytest.CaptureFixture[str]
) -> None:
    units = county / "units.csv"
    units.unlink() if content is None else units.write_text(content, encoding="utf-8")
    said = call(capsys, "inspect", str(strange), "--profile", str(county), "--write-profile")
    assert (said.code, said.err) == (0, f"units.csv：{said_of_it}，先不核对单位。\n")
    assert "已写进" in said.out
    assert re.search(
        r"^单位：共 \d+ 种写法$", call(capsys, "inspect", str(ORDERS), "-p", str(county)).out, re.MULTILINE
    )


def test_writing_needs_a_county(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "inspect", str(ORDERS), "--write-profile")
    assert (said.code, said.out) == (2, "")


def test_a_file_that_cannot_be_read_is_an_error_and_the_others_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    said = call(capsys, "inspect", str(broken), str(ORDERS))
    assert said.code == 1
    assert "坏.xlsx" in said.err
    assert "工单 2470 行" in said.out


def test_a_folder_stands_for_the_orders_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    out = call(capsys, "inspect", str(COUNTY / "2024-05")).out
    assert re.findall(r"^(\w+\.xlsx) ", out, re.MULTILINE) == ["letters.xlsx", "orders.xlsx"]


def test_a_county_stands_for_its_newest_period(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for earlier in ("2024-03", "2024-04"):
        (county / earlier).mkdir()
    said = call(capsys, "inspect", str(county))
    assert re.findall(r"^(\w+\.\w+) ", said.out, re.MULTILINE) == ["letters.xlsx", "orders.xlsx"]
    assert said.err == (
        f"{county} 是县文件夹，看最新一期 2024-05；要看其他期间，写 {county / '期间'}，另有 2024-03、2024-04。\n"
    )


def test_a_folder_without_exports_is_said_to_hold_none(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (county / "2024-06").mkdir()
    for folder in (county, county / "2024-06"):
        said = call(capsys, "inspect", str(folder))
        assert (said.code, said.out) == (1, "")
        assert f"错误 {county / '2024-06'}：没有工单文件；应为：平台导出的工单" in said.err
    shutil.rmtree(county / "2024-05")
    shutil.rmtree(county / "2024-06")
    assert f"错误 {county}：没有期间文件夹" in call(capsys, "inspect", str(county)).err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "inspect", str(tmp_path / "无.xlsx"))
    assert (said.code, said.out) == (1, "")
    assert said.err == "错误 无.xlsx：文件打不开；读到：没有这个文件或文件夹\n"
