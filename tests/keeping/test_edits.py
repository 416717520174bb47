"""Units, narratives, exports and states: what is typed changes what it should, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bulletin_gen.intake.kept.units import parse_units
from bulletin_gen.keeping.confined import Confined, plain_name
from bulletin_gen.keeping.editing.narrativeedit import slot_texts, with_slots
from bulletin_gen.keeping.editing.registryedit import pasted_units, with_aliases, with_pasted, with_unit_row, with_units
from bulletin_gen.keeping.packing import packed_bytes, trouble_report
from bulletin_gen.keeping.peeking import peek, peek_row
from bulletin_gen.keeping.receiving import receive
from bulletin_gen.keeping.states import Progress, county_state
from bulletin_gen.leaves.issues import BulletinError, Place, error
from bulletin_gen.leaves.periods import following, parse_period
from bulletin_gen.profile.intake import IntakeRules

EXAMPLES = Path(__file__).parents[2] / "examples"
CSV = "\ufeff单位名称,分组,简称,表内名称,别名,启用日期,停用日期\r\n甲局,县直单位,,,甲单位,,\r\n乙镇,乡镇,,,,,\r\n"


def units(data: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(u.name, u.group, u.aliases) for u in parse_units(data.decode("utf-8-sig"), "units.csv")[0]]


def test_units_are_registered_merged_changed_and_taken_out() -> None:
    data = with_units(CSV.encode(), ["丙局", "丁,局"], "县直单位")
    assert units(data)[2:] == [("丙局", "县直单位", ()), ("丁,局", "县直单位", ())]
    assert data.startswith(CSV.encode()) and data.count(b"\r\n") == 5
    assert units(with_aliases(data, "甲局", ["县甲局", "甲局（县）"]))[0][2] == ("甲单位", "县甲局", "甲局（县）")
    assert units(with_unit_row(data, "乙镇", {"单位名称": "乙街道"}))[1] == ("乙街道", "乡镇", ())
    assert [name for name, _, _ in units(with_unit_row(data, "乙镇", {}))] == ["甲局", "丙局", "丁,局"]
    with pytest.raises(BulletinError):
        with_units(data, ["甲单位"], "县直单位")
    with pytest.raises(BulletinError):
        with_unit_row(data, "没有", {"单位名称": "x"})
    with pytest.raises(BulletinError):
        with_unit_row(data, "乙镇", {"分组": ""})


def test_units_keep_their_encoding() -> None:
    data = CSV.removeprefix("\ufeff").replace("\r\n", "\n").encode("gb18030")
    assert with_units(data, ["丙局"], "县直单位") == data + "丙局,县直单位,,,,,\n".encode("gb18030")


def test_a_pasted_list() -> None:
    pairs = pasted_units("单位名称\t分组\n戊局\t县直单位\n己镇\n\n 庚镇 ，乡镇\n", "乡镇")
    assert pairs == (("戊局", "县直单位"), ("己镇", "乡镇"), ("庚镇", "乡镇"))
    assert [name for name, _, _ in units(with_pasted(CSV.encode(), pairs))] == ["甲局", "乙镇", "戊局", "己镇", "庚镇"]


NARRATIVE = "<!-- 提示\n# 不是标题\n-->\n\n# 典型案例\n\n一段。\n二段。\n\n# 工作要求\n\n〔请填写：工作要求〕\n"


def test_a_slot_changes_alone() -> None:
    assert [(each.name, each.text) for each in slot_texts(NARRATIVE)] == [
        ("典型案例", "一段。\n二段。"), ("工作要求", "〔请填写：工作要求〕")
    ]  # fmt: skip
    changed = with_slots(NARRATIVE, {"工作要求": "抓紧。\r\n落实。"})
    assert changed == NARRATIVE.replace("〔请填写：工作要求〕", "抓紧。\n落实。")
    assert with_slots(NARRATIVE, {"典型案例": "一段。\n二段。"}) == NARRATIVE
    assert slot_texts(with_slots(NARRATIVE, {"典型案例": ""}))[0].text == ""


EXPORT = "工单编号,承办单位,来电人,联系电话,受理时间,备用\n20240501001,甲局,张三,13812345678,2024-05-01 08:00,甲路5号\n"


def test_exports_come_in_once(tmp_path: Path) -> None:
    folder = tmp_path / "2024-05"
    folder.mkdir()
    assert receive(tmp_path, folder, "导出.csv", EXPORT.encode()).path.read_text(encoding="utf-8") == EXPORT
    assert receive(tmp_path, folder, "导出.csv", EXPORT.encode()).same
    for name, content in (("另存.csv", EXPORT), ("导出.csv", EXPORT + "x"), ("a.docx", EXPORT), ("空.csv", "")):
        with pytest.raises(BulletinError):
            receive(tmp_path, folder, name, content.encode())
    receive(tmp_path, folder, "导出.csv", (EXPORT + "20240501002,甲局,,,,\n").encode(), replace=True)
    assert (tmp_path / "以前的版本" / "2024-05" / "导出.csv" / "0001.csv").read_text(encoding="utf-8") == EXPORT


def test_a_peek_shows_nothing_of_a_citizen(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    path.write_text(EXPORT + "20240501002,13812345678,x,y,李四住甲小区3栋,z\n", encoding="utf-8")
    (found,) = peek([path], IntakeRules())
    assert found.rows[0] == ("20240501001", "甲局", "••••", "••••", "2024-05-01 08:00", "••••")
    row = peek_row(path, "", 3, IntakeRules())
    for shown in (str(found), str(row)):
        for secret in ("张三", "13812345678", "甲路", "李四", "小区"):
            assert secret not in shown
    assert row is not None and row.rows[0][0] == "20240501002"
    assert peek_row(path, "", 99, IntakeRules()) is not None


def test_how_far_a_county_is(tmp_path: Path) -> None:
    county = tmp_path / "某县"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    assert county_state(county).progress is Progress.READY
    supplied = county / "2024-05" / "supplied.yaml"
    supplied.write_text(supplied.read_text(encoding="utf-8").replace("9", "〔请填写：期号〕"), encoding="utf-8")
    assert county_state(county).progress is Progress.UNFILLED
    for path in (county / "2024-05").glob("*.xlsx"):
        if path.name != "adjustments.xlsx":
            path.unlink()
    assert county_state(county).progress is Progress.NO_ORDERS
    assert county_state(county, parse_period("2024-06")).progress is Progress.NO_PERIOD
    (county / "units.csv").unlink()
    assert county_state(county).progress is Progress.BROKEN


@pytest.mark.parametrize(
    ("period", "next_one"),
    [
        ("2024-05", "2024-06"), ("2024-12", "2025-01"), ("2021-W52", "2022-W01"), ("2024-Q4", "2025-Q1"),
        ("2024-H1", "2024-H2"), ("2024", "2025"), ("2024-01~04", "2024-01~05"), ("2024-01~12", "2025-01"),
        ("2021-10-26~2021-11-25_11月", "2021-11-26~2021-12-25_12月"),
        ("2021-10-25~2021-11-25", "2021-11-26~2021-12-27"),
    ],
)  # fmt: skip
def test_the_period_after(period: str, next_one: str) -> None:
    assert following(parse_period(period)).key == next_one


def test_one_county_or_many(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "pingyu", tmp_path / "甲县")
    assert [each.name for each in Confined(tmp_path).counties()] == ["甲县"]
    alone = Confined(tmp_path / "甲县")
    assert alone.is_one_county and alone.county("甲县") == tmp_path / "甲县"
    assert Confined(tmp_path / "甲县" / "2022-01").counties() == ()
    for name in ("", ".", "..", "a/b", "a\\b", "con", "a\n"):
        with pytest.raises(BulletinError):
            plain_name(name)


def test_the_report_of_trouble_names_nobody(tmp_path: Path) -> None:
    county = tmp_path / "某县"
    shutil.copytree(EXAMPLES / "pingyu", county)
    (county / "2022-01" / "张三13812345678.docx").write_bytes(b"x")
    issue = error("a.b", "某类问题", Place("李四.xlsx", "王五", 3, "承办单位"), found="赵六 13812345678")
    text = trouble_report(county, "2022-01", [issue])
    assert "某类问题 1" in text and "a.b" in text and "bulletin-gen" in text
    for secret in ("张三", "李四", "王五", "赵六", "13812345678"):
        assert secret not in text


def test_archives_of_the_same_files_are_the_same() -> None:
    assert packed_bytes({"乙.txt": b"2", "甲.txt": b"1"}) == packed_bytes({"甲.txt": b"1", "乙.txt": b"2"})
