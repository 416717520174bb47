"""compare: what differs from the recorded run, no more and no less."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from bulletin_gen.leaves.content import digest_of
from bulletin_gen.marks import PrintedFigure, PrintedLine
from bulletin_gen.pipeline import generate
from bulletin_gen.runs.comparing import compare_runs
from bulletin_gen.runs.record import RecordedFigure, RecordedPeriod, RecordedRun
from cli.calls import EXAMPLES, call

MONTH = "2024-05"


def facts_in(path: Path) -> dict[str, str]:
    said = json.loads(path.read_text(encoding="utf-8"))
    printed = {each[2] for line in said["printed"] for each in line.get("figures", ())}
    return {name: figure["text"] for name, figure in said["figures"].items() if name in printed}


def test_a_decision_and_just_the_figures_it_moves_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county, out = tmp_path / "平江县", tmp_path / "出"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    generate(county, MONTH, out)
    assert "没有不同" in call(capsys, "compare", str(county), MONTH).out
    before = facts_in(county / "facts" / f"{MONTH}.json")
    call(capsys, "decide", str(county), MONTH, "免责", "233459", "--reason", "退回前未超期")
    said = call(capsys, "compare", str(county), MONTH, "--out", str(tmp_path / "更正"))
    assert said.code == 0 and "免责 233459 退回前未超期（新增）" in said.out
    generate(county, MONTH, out)
    after = facts_in(county / "facts" / f"{MONTH}.json")
    moved = {name for name in before | after if before.get(name) != after.get(name)}
    book = openpyxl.load_workbook(next((tmp_path / "更正").glob("*差异清单*.xlsx")))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    listed = {str(row[6]): (row[2] or "", row[3] or "") for row in rows if row[0] == "数据"}
    assert moved and set(listed) == moved
    assert all(listed[name] == (before.get(name, ""), after.get(name, "")) for name in moved)


def test_facts_of_another_period_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county, other = tmp_path / "平江县", tmp_path / "别的.json"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    other.write_text(
        json.dumps({"county": "平江县", "period": {"key": "2024-04", "name": "2024年4月"}, "figures": {}}), "utf-8"
    )
    said = call(capsys, "compare", str(county), MONTH, "--run", str(other))
    assert said.code == 1 and "不是同一县同一期" in said.err


def facts_of(county: Path) -> Path:
    return county / "facts" / f"{MONTH}.json"


def differences(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """What the list of differences says, and its sheet of orders."""
    book = openpyxl.load_workbook(max(folder.glob("*差异清单*.xlsx"), key=lambda path: path.stat().st_mtime_ns))
    found = []
    for sheet in book.worksheets:
        heads, *rows = sheet.values
        found.append([dict(zip(heads, (str(cell or "") for cell in row), strict=True)) for row in rows])
    return found[0], found[1]


def rewritten(path: Path, change: Callable[[list[list[object]]], list[list[object]]]) -> None:
    """The orders as ``change`` makes them of all rows, the head first."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("工单明细")
    for number, row in enumerate(change(rows)):
        sheet.write_row(number, 0, row)
    book.close()


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    county = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", county)
    generate(county, MONTH, tmp_path / "出")
    return county


def test_every_figure_that_differs_names_the_orders_that_did(
    generated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = {str(row[1]) for row in openpyxl.load_workbook(generated / MONTH / "adjustments.xlsx").active.values}
    touched: set[str] = set()

    def change(rows: list[list[object]]) -> list[list[object]]:
        at = next(number for number, row in enumerate(rows) if "工单编号" in row)
        heads = [str(head) for head in rows[at]]
        number = heads.index("工单编号")
        free = [row for row in rows[at + 1 :] if str(row[number]) not in decided]
        chance = random.Random(7)
        gone, changed = chance.sample(free, 5), chance.sample(free, 12)
        for row in changed:
            row[heads.index("办理结果评价" if "办理结果评价" in heads else heads[-1])] = "不满意"
        touched.update(str(row[number]) for row in (*gone, *changed))
        return [row for row in rows if all(row is not each for each in gone)]

    rewritten(generated / MONTH / "orders.xlsx", change)
    said = call(capsys, "compare", str(generated), MONTH, "--out", str(tmp_path / "清单"))
    assert said.code == 0 and f"存下以后：{MONTH}/orders.xlsx 改过" in said.out
    found, orders = differences(tmp_path / "清单")
    assert {each["工单编号"] for each in orders} <= touched
    counts = [each for each in found if each["数据"].startswith(("units.", "total.", "groups."))]
    numbers = [each for each in counts if not each["数据"].endswith(("grade", "rank", "deduct", "bonus"))]
    assert len(numbers) > 10 and all(each["因为哪些工单"] for each in numbers)
    assert not any(each["名称"] == each["数据"] for each in counts)
    assert any(each["变化"] == "现在没有这一件" for each in orders)
    by_figure = {(each["数据"], each["工单编号"]) for each in orders}
    for each in numbers:
        if each["备注"].startswith("-") and each["数据"].endswith(".受理案件"):
            assert len({order for name, order in by_figure if name == each["名称"]}) == -int(each["备注"])


def test_two_recorded_runs_are_compared_by_their_numbers(
    generated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = digest_of(facts_of(generated))[:8]
    call(capsys, "decide", str(generated), MONTH, "免责", "233459", "--reason", "退回前未超期")
    generate(generated, MONTH, tmp_path / "出")
    second = digest_of(facts_of(generated))[:8]
    for path in (generated / MONTH).glob("*s.xlsx"):
        path.unlink()  # nothing but what was kept is looked at
    said = call(capsys, "compare", str(generated), MONTH, "--run", first, "--run", second)
    assert said.code == 0 and f"{MONTH}-{first} → {MONTH}" in said.out
    assert "全部：无故超期：6 → 5（-1；因为 233459（免责否→是））" in said.out
    back = call(capsys, "compare", str(generated), MONTH, "--run", f"{MONTH}.json", "--run", f"{MONTH}-{first}.json")
    assert "全部：无故超期：5 → 6（+1；因为 233459（免责是→否））" in back.out
    wrong = call(capsys, "compare", str(generated), MONTH, "--run", "00000000")
    assert wrong.code == 1 and first in wrong.err and second in wrong.err


def test_without_a_difference_the_run_that_was_replaced_last_is_looked_at(
    generated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(capsys, "decide", str(generated), MONTH, "免责", "233459", "--reason", "退回前未超期")
    generate(generated, MONTH, tmp_path / "出")
    said = call(capsys, "compare", str(generated), MONTH)
    assert "现在的和存下的没有不同" in said.out and "无故超期：6 → 5" in said.out


def test_without_kept_orders_it_is_said_that_none_can_be_named(
    generated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(generated / "facts" / "工单")
    call(capsys, "decide", str(generated), MONTH, "免责", "233459", "--reason", "退回前未超期")
    said = call(capsys, "compare", str(generated), MONTH)
    assert f"{MONTH}没有存下工单，说不出因为哪些工单" in said.out and "无故超期：6 → 5（-1）" in said.out


def test_units_that_moved_in_a_table_are_named() -> None:
    def run(*units: str) -> RecordedRun:
        lines = tuple(
            PrintedLine(unit, (PrintedFigure(0, 1, f"units.{unit}.table_name"),), (1, row, 1))
            for row, unit in enumerate(units, 2)
        )
        ranks = {f"units.{unit}.rank": RecordedFigure(str(place)) for place, unit in enumerate(units, 1)}
        return RecordedRun("某县", RecordedPeriod(MONTH, "2024年5月"), ranks, printed=lines)

    found = compare_runs(run("甲", "乙", "丙"), run("乙", "甲", "丙"))
    moved = [(each.kind, each.name, each.was, each.now) for each in found if each.kind != "数据"]
    assert moved == [
        ("名次", "甲", "1", "2"), ("名次", "乙", "2", "1"),
        ("表中位置", "甲（第1张表）", "第1行", "第2行"), ("表中位置", "乙（第1张表）", "第2行", "第1行"),
    ]  # fmt: skip


def test_a_rule_that_was_changed_is_said_with_the_orders_that_it_lets_in(
    generated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = generated / "profile.yaml"
    before = profile.read_text(encoding="utf-8")
    after = re.sub(r"(\n  回访不满意: .*)\[不满意, 非常不满意\]", r"\1[不满意, 基本满意]", before)
    assert after != before
    profile.write_text(after, encoding="utf-8")
    said = call(capsys, "compare", str(generated), MONTH).out
    assert "存下以后：profile.yaml 改过" in said
    lines = [line for line in said.splitlines() if "回访不满意" in line and "口径由" in line]
    assert lines and any("工单没有变，口径变了" in line for line in lines)
