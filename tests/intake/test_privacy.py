"""Citizens' data are dropped at reading: nothing that intake hands on contains them, whatever else is wrong."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.intake.inspect import inspect_files
from bulletin_gen.intake.synonyms import PERSONAL
from bulletin_gen.intake.units import load_registry
from intake.sample import PERIOD, UNITS, profile, read, write_xlsx

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
