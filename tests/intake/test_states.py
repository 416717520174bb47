"""The same dispatch on several rows: the latest state counts, for every unit of an order, and when it is void too."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from bulletin_gen.intake.dispatches.derive import derive
from bulletin_gen.intake.read import Intake
from bulletin_gen.profile.intake import IntakeRules
from intake.sample import kinds, read, read_table, table, write_xlsx

HEAD = "工单编号 | 受理时间 | 承办单位 | 协办单位 | 办结时间 | 工单状态"


def rows(folder: Path, *lines: str, **intake: object) -> Intake:
    """An export of ``lines``, which begin with the unit: all of one order."""
    return read_table(folder, "\n".join([HEAD, *(f"A1 | 2024-05-01 08:00 | {line}" for line in lines)]), **intake)


def left(got: Intake) -> dict[str, tuple[str, int | None]]:
    """Unit → its role and the day of its closing."""
    days = got.dispatches["closed_at"].dt.day().to_list()
    units, roles = got.dispatches["unit"].to_list(), got.dispatches["role"].to_list()
    assert len(set(units)) == len(units)
    return {unit: (role, day) for unit, role, day in zip(units, roles, days, strict=True)}


def aside(got: Intake) -> dict[str, int]:
    """Why rows do not count; the sums of the accounts hold."""
    for account in got.accounts:
        assert account.read == account.used + sum(account.set_aside.values())
    return {reason: count for account in got.accounts for reason, count in account.set_aside.items()}


def test_the_later_state_counts_for_assisting_units_too(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | 城关镇 | | 办理中", "公安局 | 城关镇 | 2024-05-08 10:00 | 办结")
    assert left(got) == {"甲县公安局": ("主办", 8), "城关镇": ("协办", 8)}
    assert (aside(got), kinds(got)) == ({"同一派单的较早状态": 1}, ["two_states"])


@pytest.mark.parametrize(
    ("first", "second"),
    [("公安局", "住建局"), ("住建局", "公安局")],
)
def test_a_unit_assisting_two_leading_ones_counts_once_by_the_later_row(
    tmp_path: Path, first: str, second: str
) -> None:
    got = rows(tmp_path, f"{first} | 城关镇 | 2024-05-08 10:00 | 办结", f"{second} | 城关镇 | 2024-05-07 10:00 | 办结")
    assert left(got)["城关镇"] == ("协办", 8)
    assert aside(got) == {}


def test_a_unit_named_twice_on_one_row_counts_once_and_leads(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局、县公安局 | 公安、城关镇、城关镇 | 2024-05-08 10:00 | 办结")
    assert left(got) == {"甲县公安局": ("主办", 8), "城关镇": ("协办", 8)}
    assert kinds(got) == []


def test_a_units_own_row_stands_before_what_another_row_of_the_export_says_of_it(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | 城关镇 | 2024-05-08 10:00 | 办结", "城关镇 | | 2024-05-06 10:00 | 办结")
    assert left(got) == {"甲县公安局": ("主办", 8), "城关镇": ("主办", 6)}
    assert kinds(got) == []


def test_roles_that_a_later_export_has_changed_are_the_later_ones(tmp_path: Path) -> None:
    old = f"{HEAD}\nA1 | 2024-05-01 08:00 | 城关镇 | | | 办理中"
    new = f"{HEAD}\nA1 | 2024-05-01 08:00 | 公安局 | 城关镇 | 2024-05-08 10:00 | 办结"
    files = [write_xlsx(tmp_path / f"{name}.xlsx", {"a": table(text)}) for name, text in {"1": old, "2": new}.items()]
    assert left(read(tmp_path, *files)) == {"甲县公安局": ("主办", 8), "城关镇": ("协办", 8)}


def test_an_order_whose_latest_state_is_void_is_out_with_its_earlier_states(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | | | 办理中", "公安局 | | | 签收", "公安局 | | | 已作废")
    assert left(got) == {}
    assert aside(got) == {"作废工单": 1, "同一派单的较早状态": 2}
    assert set(kinds(got)) == {"two_states", "file.no_rows"}


def test_a_void_order_that_was_taken_up_again_counts(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | | | 已作废", "公安局 | | 2024-05-08 10:00 | 办结")
    assert left(got) == {"甲县公安局": ("主办", 8)}
    assert aside(got) == {"同一派单的较早状态": 1}


def test_an_order_voided_for_one_unit_lives_on_for_another(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | | | 办理中", "公安局 | | | 已作废", "城关镇 | 公安局 | 2024-05-08 10:00 | 办结")
    assert left(got) == {"甲县公安局": ("协办", 8), "城关镇": ("主办", 8)}
    got = rows(tmp_path, "公安局 | | | 办理中", "公安局 | | | 已作废", "城关镇 | | 2024-05-08 10:00 | 办结")
    assert left(got) == {"城关镇": ("主办", 8)}
    assert aside(got) == {"作废工单": 1, "同一派单的较早状态": 1}


def test_a_void_row_voids_its_assisting_units_too(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | 城关镇 | | 办理中", "公安局 | 城关镇 | | 已作废", "住建局 | | | 办理中")
    assert list(left(got)) == ["甲县住房和城乡建设局"]
    assert aside(got) == {"作废工单": 1, "同一派单的较早状态": 1}


def test_void_rows_repeated_or_of_unknown_units_are_no_findings(tmp_path: Path) -> None:
    got = rows(tmp_path, "公安局 | | | 办理中", *["飞地办 | | | 已作废"] * 2, *["住建局 | 飞地办 | | 已作废"] * 2)
    assert (aside(got), kinds(got)) == ({"作废工单": 4}, [])


OUTSIDE = {"groups": ["县直单位", "乡镇"], "outside": "无系统单位"}


def test_two_units_outside_are_two_dispatches_of_an_order(tmp_path: Path) -> None:
    lines = ["供电公司 | | 2024-05-08 10:00 | 办结", "移动公司 | | 2024-05-08 10:00 | 办结"]
    got = rows(tmp_path, *lines, "供电 公司 | | 2024-05-09 10:00 | 办结", units=OUTSIDE)
    assert got.dispatches.select("unit", "closed_at").to_series(0).to_list() == ["无系统单位"] * 2
    assert sorted(got.dispatches["closed_at"].dt.day().to_list()) == [8, 9]
    assert (aside(got), kinds(got)) == ({"同一派单的较早状态": 1}, ["two_states"])


def test_two_units_outside_in_one_cell_are_two_dispatches(tmp_path: Path) -> None:
    got = rows(tmp_path, "供电公司、移动公司、供电 公司 | 移动公司、广电公司 | | 办理中", units=OUTSIDE)
    assert sorted(got.dispatches["role"].to_list()) == ["主办", "主办", "协办"]


def test_what_no_export_and_no_decision_leaves_out_counts() -> None:
    moment = pl.lit(datetime(2024, 5, 1, 8))
    names = ("accepted_at", "dispatched_at", "acknowledged_at", "closed_at", "deadline_at")
    frame = pl.DataFrame(
        {"unit": ["甲局", "乙局"], "excluded": [None, True]}, schema_overrides={"excluded": pl.Boolean}
    )
    frame = frame.with_columns(moment.alias(name) for name in names).with_columns(overdue_mark=None)
    derived = derive(frame.cast({"overdue_mark": pl.Boolean}), IntakeRules(), datetime(2024, 6, 1))
    assert derived["excluded"].to_list() == [False, True]
