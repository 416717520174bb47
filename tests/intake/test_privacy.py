"""Citizens' data are dropped at reading: nothing that intake hands on contains them, whatever else is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.intake.head.synonyms import PERSONAL
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.showing.inspect import inspect_files
from bulletin_gen.leaves.issues import Place, Severity
from intake.sample import PERIOD, UNITS, profile, read, read_table, write_xlsx

MARK = "私密标记"


def test_marked_values_are_nowhere(tmp_path: Path) -> None:
    private = sorted(PERSONAL)
    heads = ["工单编号", "受理时间", "承办单位", "是否满意", *private, "不认识的列", ""]
    marks = [f"{MARK}{name}13812345678" for name in (*private, "x", "y")]
    rows = [
        ["A1", "2024-05-01", "公安局", "满意", *marks],
        ["A1", "2024-05-01", "公安局", "满意", *marks],  # a repeat
        ["A2", "哪天", "公安厅", "还行", *marks],  # three slips
        ["", "2024-05-01", "公安局", "满意", *marks],  # no id
        [f"注：{MARK}说明"],
        ["合计", MARK],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"工单": [heads, *rows], "说明": [[MARK]]})
    got = read(tmp_path, path)
    assert {issue.code for issue in got.issues} >= {"duplicate_row", "unreadable_time", "unit.unknown", "missing_id"}
    assert MARK not in got.dispatches.write_json() + repr(got)
    registry, _ = load_registry(tmp_path / "units.csv", profile().units, PERIOD.first, PERIOD.last)
    assert MARK not in repr(inspect_files([path], profile(), registry))
    assert UNITS


def test_telephone_and_identity_numbers_are_masked_where_a_value_must_be_shown(tmp_path: Path) -> None:
    heads = ["工单编号", "受理时间", "承办单位", "是否满意"]
    for secret in ("13812345678", "430626199001011234", "43062619900101123X"):
        path = write_xlsx(tmp_path / "a.xlsx", {"a": [heads, ["A1", secret, f"公安厅{secret}", secret]]})
        got = read(tmp_path, path)
        assert len(got.issues) >= 3
        assert secret not in " ".join(map(str, got.issues))
        assert secret not in repr(inspect_files([path]))


HEAD = "工单编号 | 受理时间 | 受理渠道 | 诉求类型 | 一级分类 | 二级分类 | 三级分类 | 承办单位 | 协办单位 | 紧急程度"
HEAD += " | 工单状态 | 所属区域 | 登记来源 | 解决情况"
KEPT = HEAD.split(" | ")[2:]


@pytest.mark.parametrize("column", KEPT)
@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("13812345678", "手机号码"),
        ("＋86 １３８１２３４５６７８", "手机号码"),
        ("138-1234-5678", "手机号码"),
        ("43062619900101123X", "身份证号码"),
    ],
)
def test_a_number_in_a_column_that_is_kept_is_an_error(tmp_path: Path, column: str, secret: str, kind: str) -> None:
    cell = f"张三 {secret} 幸福路"
    sound = dict.fromkeys(KEPT, "") | {"受理渠道": "电话", "承办单位": "公安局", "二级分类": "甲类2024"}
    rows = [
        f"A{number} | 2024-05-01 | {' | '.join(cells.values())}"
        for number, cells in enumerate([sound, sound | {column: cell}])
    ]
    text = "\n".join([HEAD, *rows])
    units = {"groups": ["县直单位", "乡镇"], "outside": "其他单位"}
    got = read_table(tmp_path, text, units=units)
    [issue] = [issue for issue in got.issues if issue.code == "personal_data"]
    assert issue.severity is Severity.ERROR
    assert (issue.place.row, issue.place.column, issue.found) == (3, column, kind)
    assert issue.place.cell == f"{'ABCDEFGHIJKLMNOP'[HEAD.split(' | ').index(column)]}3"
    assert secret not in str(issue)
    assert "张三" not in str(issue)
    assert all(issue.code != "personal_data" for issue in read_table(tmp_path, "\n".join([HEAD, rows[0]])).issues)
    softer = read_table(tmp_path, text, units=units, checks={"personal_data": "off"})
    assert all(issue.code != "personal_data" for issue in softer.issues)


@pytest.mark.parametrize("secret", ["13812345678", "430626199001011234", "43062619900101123X"])
def test_an_order_id_that_is_a_citizens_number_is_masked(tmp_path: Path, secret: str) -> None:
    rows = [f"{secret} | 2024-05-02 | 公安局 | 2024-05-01", f"{secret} | 哪天 | 公安局 |", "A1 | 2024-05-02 | 公安厅 |"]
    text = "\n".join(["工单编号 | 受理时间 | 承办单位 | 办结时间", *rows])
    decision = Adjustment(AdjustmentKind.EXCUSED, order_id=secret, unit="甲县税务局", place=Place(row=2))
    got = read_table(tmp_path, text, adjustments=[decision])
    codes = {issue.code for issue in got.issues}
    assert codes >= {"closed_before_accepted", "unreadable_time", "unit.unknown", "unmatched_adjustment"}
    assert secret not in " ".join(map(str, got.issues))
    assert any("第3行" in str(issue) and "工单…" in str(issue) for issue in got.issues)
