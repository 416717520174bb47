"""Orders that were changed since prove nothing by one number; lists, tables and captions of the text are learnt whole
or told; the next month says nothing false."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from learning.invented.noisy import UNITS, Month, export, false_sentences
from learning.small_office import bulletin, next_folder

MAY, JUNE = Month(2025, 5), Month(2025, 6)
#: How many orders were changed, and by how many days the export is late.
EXPORTS = {"clean": (0.0, 0), "changed": (0.02, 0), "late": (0.0, 7)}


def _learnt(place: Path, changed: float = 0, late: int = 0, parts: object = None) -> Learnt:
    from datetime import timedelta

    place.mkdir(parents=True, exist_ok=True)
    files = (bulletin(place / "五月.docx", parts or MAY.parts()), MAY.annex(place / "附表.xlsx"))  # type: ignore[arg-type]
    orders = export(place / "五月工单.xlsx", MAY.rows, MAY.until + timedelta(days=late), changed)
    return learn(Request(place / "某县", files, (orders,), parse_period("2025-05"), "某县"))


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Learnt]:
    place = tmp_path_factory.mktemp("noisy")
    return {kind: _learnt(place / kind, *how) for kind, how in EXPORTS.items()}


def _text(learnt: Learnt, name: str) -> str:
    return next(path for path in learnt.files if path.name == name).read_text(encoding="utf-8")


def _next(learnt: Learnt, place: Path) -> Path:
    county = learnt.report.parent
    orders = export(place / "六月工单.xlsx", JUNE.rows, JUNE.until)
    if not (county / "2025-06").exists():
        next_folder(county, "2025-06", orders, {}, {})
        _fill_units(county / "2025-06" / "单位数据.xlsx")
        narrative = county / "2025-06" / "narrative.md"
        narrative.write_text(narrative.read_text(encoding="utf-8").replace("略。", "无"), encoding="utf-8")
    files = generate(county, "2025-06", place / "out", Options(record=False)).files
    return next(path for path in files if path.suffix == ".docx")


def _fill_units(path: Path) -> None:
    if path.is_file():
        book = load_workbook(path)
        sheet = book.worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            counts = JUNE.of([row[0].value])
            for cell, head in zip(row[1:], heads[1:], strict=True):
                cell.value = counts[head]
        book.save(path)


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_next_month_says_nothing_false(learnt: dict[str, Learnt], kind: str, tmp_path: Path) -> None:
    assert false_sentences(_next(learnt[kind], tmp_path), JUNE) == []


@pytest.mark.parametrize("kind", ["clean", "changed"])
def test_no_later_day_is_written_from_changes_alone(learnt: dict[str, Learnt], kind: str) -> None:
    assert "数据截止" not in _text(learnt[kind], "profile.yaml")


def test_numbers_beside_a_column_that_is_not_proved_are_its_own_or_peoples(learnt: dict[str, Learnt]) -> None:
    """No rule that only this one number tells stands in the text, and it is said why."""
    found, wording = learnt["changed"], _text(learnt["changed"], "正文.txt")
    verdicts = {column.head: column.verdict.value for column in found.fit.columns}
    assert (verdicts["应办结数"], verdicts["按期办结数"]) == ("不由工单算得", "有出入")
    assert "应办结{应办结数}件，按期办结{提供按期办结}件，按期办结率{提供按期办结率}" in wording
    assert "逾期{提供逾期}件" in wording
    assert any("只凭一个数相等不算数" in line for line in found.lines())


def test_sentences_that_nothing_was_counted_of_are_not_claimed(learnt: dict[str, Learnt]) -> None:
    """四句有程序算的数; headings and the office's own words are none of them."""
    (line,) = (line for line in learnt["clean"].lines() if "一字不差" in line)
    assert line.startswith("照学得的规则生成，正文有程序算的数的5句中，5句与印出的一字不差（另有")


def test_a_list_of_three_is_learnt_as_three(learnt: dict[str, Learnt]) -> None:
    wording = _text(learnt["clean"], "正文.txt")
    assert "三类问题为{类别：前3：{名称}（{件数}件）、}，占受理总量的{类别：前3：占比}" in wording


def test_a_list_that_the_orders_do_not_give_stays_whole(tmp_path: Path) -> None:
    """One of three counts is another: none of the names is tied to a place."""
    parts = MAY.parts()
    said = str(parts[2])
    count = re.search(r"、(\D+)（(\d+)件）、", said)
    assert count is not None
    parts[2] = said.replace(f"（{count[2]}件）", f"（{int(count[2]) + 2}件）")
    wording = _text(_learnt(tmp_path, parts=parts), "正文.txt")
    assert "：前" not in wording
    assert "三类问题为{提供名单}" in wording


def test_a_table_called_an_annex_within_the_text_is_learnt(learnt: dict[str, Learnt], tmp_path: Path) -> None:
    """With its numbers of rows, and percentages without their sign; the column of remarks is told."""
    found = learnt["clean"]
    assert "附表{“1”} 各类诉求情况" in _text(found, "正文.txt") or "附表{“1”}各类诉求情况" in _text(found, "正文.txt")
    assert any("附表1 各类诉求情况" in line and "备注" in line for line in found.lines())
    tables = Document(str(_next(found, tmp_path))).tables
    rows = [[cell.text.strip() for cell in row.cells] for row in tables[0].rows]
    (true,) = (part for part in JUNE.parts() if not isinstance(part, str))
    assert rows[0] == [head for head in true[0] if head != "备注"]
    assert [row[1:] for row in rows[1:]] == [row[1:4] for row in true[1:]]
    assert [row[0] for row in rows[1:-1]] == [row[0] for row in true[1:-1]]


def test_every_unit_of_the_next_month_is_true(learnt: dict[str, Learnt], tmp_path: Path) -> None:
    for kind, found in learnt.items():
        (tmp_path / kind).mkdir()
        table = Document(str(_next(found, tmp_path / kind))).tables[-1]
        rows = {row.cells[0].text.strip(): [cell.text.strip() for cell in row.cells][1:] for row in table.rows}
        heads = rows["单位"]
        true = ["转办数", "应办结数", "按期办结数", "按期办结率", "回访数", "满意数", "满意率"]
        wrong = {
            (unit, head, cell)
            for unit in UNITS
            for head, cell in zip(heads, rows[unit], strict=True)
            if cell != JUNE.line([unit])[true.index(head)]
        }
        contradicted = {column.head for column in found.fit.columns if column.verdict.value == "有出入"}
        assert {head for _, head, _ in wrong} <= contradicted
