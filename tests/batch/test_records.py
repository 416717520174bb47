"""What makes a bulletin be written again, and what does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from batch.factory import PERIOD, make_county
from bulletin_gen.batch import records
from bulletin_gen.batch.account import BatchAccount, Definition, MeasureLine
from bulletin_gen.batch.plan import Item
from bulletin_gen.batch.records import RECORD_FILE, Record, fingerprint, program_digest, read_record, write_record
from bulletin_gen.leaves.periods import parse_period


@pytest.fixture
def item(tmp_path: Path) -> Item:
    county = make_county(tmp_path, "某县", orders=3).folder
    (county / "templates").mkdir()
    (county / "facts").mkdir()
    return Item(county, parse_period(PERIOD), tmp_path / "out")


def _append(path: Path) -> None:
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")


COUNT = {
    "orders": f"{PERIOD}/orders.csv",
    "one more file of orders": f"{PERIOD}/more.csv",
    "adjustments": f"{PERIOD}/adjustments.xlsx",
    "supplied figures": f"{PERIOD}/supplied.yaml",
    "narrative": f"{PERIOD}/narrative.md",
    "profile": "profile.yaml",
    "units": "units.csv",
    "a calendar of the county": "调休.csv",
    "the county's template": "templates/inspection.md.j2",
    "facts of the month before": "facts/2024-04.json",
    "facts of the year before": "facts/2023-05.json",
}
DO_NOT_COUNT = {
    "facts of another month": "facts/2024-03.json",
    "its own facts": f"facts/{PERIOD}.json",
    "another period": "2024-04/orders.csv",
    "a workbook open in Excel": f"{PERIOD}/~$orders.xlsx",
}


@pytest.mark.parametrize("what", COUNT)
def test_what_goes_in_counts(item: Item, what: str) -> None:
    before = fingerprint(item, "")
    _append(item.county / COUNT[what])
    assert fingerprint(item, "") != before


@pytest.mark.parametrize("what", DO_NOT_COUNT)
def test_what_does_not_go_in_does_not(item: Item, what: str) -> None:
    before = fingerprint(item, "")
    (item.county / "2024-04").mkdir()
    _append(item.county / DO_NOT_COUNT[what])
    assert fingerprint(item, "") == before


def test_a_calendar_outside_of_the_county_counts(item: Item) -> None:
    profile = item.county / "profile.yaml"
    lines = "intake:\n  deadlines: {days: {默认: 2}, calendar: ../日历.csv}\n"
    text = profile.read_text(encoding="utf-8")
    assert "\nintake:" in text
    profile.write_text(text.replace("intake:\n", lines, 1), encoding="utf-8")
    before = fingerprint(item, "")
    (item.county.parent / "日历.csv").write_text("日期,是否工作日\n2024-05-07,是\n", encoding="utf-8")
    there = fingerprint(item, "")
    _append(item.county.parent / "日历.csv")
    assert len({before, there, fingerprint(item, "")}) == 3


def test_options_and_program_count(item: Item) -> None:
    assert fingerprint(item, "one") != fingerprint(item, "other")


def test_a_changed_packaged_template_is_another_program(tmp_path: Path) -> None:
    templates = Path(__file__).parents[2] / "templates"
    copy = Path(shutil.copytree(templates, tmp_path / "templates"))
    assert program_digest(copy) == program_digest(templates)
    _append(copy / "inspection.md.j2")
    assert program_digest(copy) != program_digest(templates)


def test_changed_code_and_another_calendar_are_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates, code = tmp_path / "templates", tmp_path / "code"
    for folder in (templates, code / "tally"):
        folder.mkdir(parents=True)
    (code / "tally" / "count.py").write_text("x = 1\n", encoding="utf-8")
    digests = [program_digest(templates, code), program_digest(templates, code)]
    _append(code / "tally" / "count.py")
    digests.append(program_digest(templates, code))
    monkeypatch.setattr(records, "version", lambda name: "2027.1" if name == "chinesecalendar" else "1")
    digests.append(program_digest(templates, code))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_where_a_county_lies_does_not_count(item: Item, tmp_path: Path) -> None:
    moved = Item(Path(shutil.move(item.county, tmp_path / "elsewhere")), item.period, item.target)
    assert fingerprint(moved, "") == fingerprint(Item(moved.county, item.period, tmp_path / "another"), "")


LINE = MeasureLine(Definition("应办", "ab"), "按派单计件", 2)
RECORD = Record(
    "abc",
    {"一.docx": "1"},
    BatchAccount(
        "某县",
        "通报",
        3,
        2,
        {"合计行": 1},
        {},
        {"A": 1},
        {"due": LINE},
    ),
)


def test_a_record_reads_as_it_was_written(tmp_path: Path) -> None:
    write_record(tmp_path, RECORD)
    assert read_record(tmp_path) == RECORD


SPOILED: dict[str, Callable[[str], str]] = {
    "another version": lambda text: text.replace("record/2", "record/1"),
    "cut short": lambda text: text[:-9],
    "a key missing": lambda text: text.replace('"fingerprint"', '"print"'),
    "something else": lambda text: "[]",
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_record_is_none(tmp_path: Path, how: str) -> None:
    write_record(tmp_path, RECORD)
    path = tmp_path / RECORD_FILE
    path.write_text(SPOILED[how](path.read_text(encoding="utf-8")), encoding="utf-8")
    assert read_record(tmp_path) is None
