"""units.csv and adjustments.xlsx, with every slip named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bulletin_gen.adjustments import AdjustmentKind
from bulletin_gen.county.registry import Registry
from bulletin_gen.grading.decisions import describe
from bulletin_gen.intake.kept.adjustments import read_adjustments
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.leaves.issues import BulletinError, Issue
from intake.sample import PERIOD, UNITS, profile, read, table, write_xlsx


def load(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Registry, tuple[Issue, ...]]:
    (folder / "units.csv").write_bytes(text.encode(encoding))
    return load_registry(folder / "units.csv", profile().units, PERIOD.first, PERIOD.last)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_units_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    registry, issues = load(tmp_path, UNITS, encoding)
    assert not issues
    assert [unit.name for unit in registry.of_group("乡镇")] == ["城关镇", "东山乡"]
    assert registry.by_name["公安"].name == "甲县公安局"


def test_units_of_other_times_are_retired(tmp_path: Path) -> None:
    text = UNITS + "甲县房产局,县直单位,,,住建局,,2024-04-30\n"
    registry, issues = load(tmp_path, text)
    assert not issues
    assert registry.by_name["住建局"].name == "甲县住房和城乡建设局"
    assert "甲县房产局" in registry.retired


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("丙镇,企业,,,,,", "units.group"),
        (",乡镇,丙,,,,", "units.blank"),
        ("丙镇,乡镇,,,公安局,,", "units.clash"),
        ("城关镇,乡镇,,,,,", "units.clash"),
        ("丙镇,乡镇,,,,2024-13-01,", "units.day"),
        ("丙镇,乡镇,,,,2024-05-01,2023-05-01", "units.dates"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, code: str) -> None:
    _, issues = load(tmp_path, UNITS + line + "\n")
    assert [issue.code for issue in issues] == [code]


def test_a_missing_registry_says_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match=r"units\.csv"):
        load_registry(tmp_path / "units.csv", profile().units, PERIOD.first, PERIOD.last)


DECISIONS = """
类型 | 工单编号 | 单位 | 分值 | 等级 | 理由 | 决定人 | 决定日期
免责 | A1 | | | | 答复由热线办退回 | 王 | 2024-06-01
加分 | | 公安局 | 0.5 | | 经验被推广 | |
调整等级 | | 城关镇 | | A | 复核 | |
"""


def test_adjustments_are_read_with_registered_names(tmp_path: Path) -> None:
    registry, _ = load(tmp_path, UNITS)
    path = write_xlsx(tmp_path / "adjustments.xlsx", {"说明": [["怎样填"]], "调整记录": table(DECISIONS)})
    decisions, issues = read_adjustments(path, registry)
    assert not issues
    assert [(one.kind, one.order_id, one.unit, one.points) for one in decisions] == [
        (AdjustmentKind.EXCUSED, "A1", "", None),
        (AdjustmentKind.BONUS, "", "甲县公安局", Decimal("0.5")),
        (AdjustmentKind.REGRADED, "", "城关镇", None),
    ]
    assert decisions[0].place.row == 2


@pytest.mark.parametrize("secret", ["13812345678", "430626199001011234"])
def test_citizens_numbers_in_decisions_are_masked(tmp_path: Path, secret: str) -> None:
    registry, _ = load(tmp_path, UNITS)
    lines = [
        f"加分 | {secret} | 公安局 | 1 | | 为来电人（{secret}）解困 | 王 {secret} |",
        f"调整等级 | | 公安局 | | {secret} | 复核 |",
        f"加分 | | 公安局 | {secret}元 | | 理由",
        f"加分 | | 公安局 | {secret} | | 理由",
        f"表扬{secret} | | 公安局 | | | 理由",
        f"加分 | | 公安局 | 1 | | 理由 | 王 | {secret}",
        f"加分 | | 公安厅{secret} | 1 | | 理由",
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"a": table("\n".join([DECISIONS.strip().splitlines()[0], *lines]))})
    decisions, issues = read_adjustments(path, registry)
    assert [(one.reason, one.decided_by) for one in decisions] == [("为来电人（…）解困", "王 …"), ("复核", "")]
    assert len(issues) == 5
    said = " ".join([*map(str, issues), *map(describe, decisions)])
    assert secret not in said


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("免职 | A1 | | | | 理由", "adjustments.kind"),
        ("加分 | | 公安局 | 半分 | | 理由", "adjustments.points"),
        ("加分 | | 公安局 | -1 | | 理由", "adjustments.points"),
        ("加分 | | 公安局 | | | 理由", "adjustments.incomplete"),
        ("免责 | | 公安局 | | | 理由", "adjustments.incomplete"),
        ("加分 | | 公安厅 | 1 | | 理由", "unit.unknown"),
        ("免责 | A1 | | | | ", "adjustments.reason"),
        ("免责 | A1 | | | | 理由 | 王 | 昨天", "adjustments.day"),
    ],
)
def test_a_wrong_decision_is_named(tmp_path: Path, line: str, code: str) -> None:
    registry, _ = load(tmp_path, UNITS)
    head = DECISIONS.strip().splitlines()[0]
    path = write_xlsx(tmp_path / "adjustments.xlsx", {"调整记录": table(f"{head}\n{line}")})
    _, issues = read_adjustments(path, registry)
    assert [(issue.code, issue.place.row) for issue in issues] == [(code, 2)]


def test_decisions_mark_their_orders_and_a_stray_one_is_named(tmp_path: Path) -> None:
    registry, _ = load(tmp_path, UNITS)
    text = (
        DECISIONS.strip().splitlines()[0]
        + "\n免责 | A1 | | | | 理由\n剔除 | A2 | 城关镇 | | | 理由\n免责 | A9 | | | | 理由"
    )
    decisions, _ = read_adjustments(write_xlsx(tmp_path / "adjustments.xlsx", {"a": table(text)}), registry)
    orders = "工单编号 | 受理时间 | 承办单位\nA1 | 2024-05-01 | 公安局\nA2 | 2024-05-02 | 城关镇、东山乡"
    got = read(tmp_path, write_xlsx(tmp_path / "o.xlsx", {"o": table(orders)}), adjustments=decisions)
    marks = got.dispatches.select("order_id", "unit", "excused", "excluded").rows()
    assert marks == [
        ("A1", "甲县公安局", True, False),
        ("A2", "东山乡", False, False),
        ("A2", "城关镇", False, True),
    ]
    assert [(issue.code, issue.place.row) for issue in got.issues] == [("unmatched_adjustment", 4)]


def test_decisions_about_orders_that_could_not_be_read_are_no_finding_of_their_own(tmp_path: Path) -> None:
    registry, _ = load(tmp_path, UNITS)
    text = DECISIONS.strip().splitlines()[0] + "\n免责 | A1 | | | | 理由"
    decisions, _ = read_adjustments(write_xlsx(tmp_path / "adjustments.xlsx", {"a": table(text)}), registry)
    stranger = write_xlsx(tmp_path / "o.xlsx", {"o": table("某列 | 另一列\nx | y")})
    assert [issue.code for issue in read(tmp_path, stranger, adjustments=decisions).issues] == ["file.no_orders"]
    orders = write_xlsx(tmp_path / "p.xlsx", {"o": table("工单编号 | 受理时间 | 承办单位\nA2 | 2024-05-01 | 公安局")})
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    got = read(tmp_path, orders, tmp_path / "坏.xlsx", adjustments=decisions)
    assert [issue.code for issue in got.issues] == ["file.broken"]


def test_a_decision_about_an_order_of_an_unknown_unit_waits_until_the_unit_is_known(tmp_path: Path) -> None:
    registry, _ = load(tmp_path, UNITS)
    text = DECISIONS.strip().splitlines()[0] + "\n免责 | A1 | | | | 理由\n剔除 | A2 | 东山乡 | | | 理由"
    decisions, _ = read_adjustments(write_xlsx(tmp_path / "adjustments.xlsx", {"a": table(text)}), registry)
    orders = "工单编号 | 受理时间 | 承办单位\nA1 | 2024-05-01 | 飞地办\nA2 | 2024-05-02 | 城关镇"
    got = read(tmp_path, write_xlsx(tmp_path / "o.xlsx", {"o": table(orders)}), adjustments=decisions)
    assert [(issue.code, issue.place.row) for issue in got.issues] == [
        ("unit.unknown", 2),
        ("unmatched_adjustment", 3),
    ]
