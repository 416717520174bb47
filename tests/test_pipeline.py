"""The whole way for one county: the same bytes each time, and nothing written when anything is wrong."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bulletin_gen.facts.saved.save import facts_schema
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import STEPS, Options, Result, generate
from english import in_english

EXAMPLE = Path(__file__).parent.parent / "examples" / "pingjiang"
PERIOD = "2024-05"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "平江县"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("published")
    county = Path(shutil.copytree(EXAMPLE, folder / "county"))
    return folder, generate(county, PERIOD, folder / "out")


def refused(county: Path, period: str | None = PERIOD) -> str:
    """The message of a run that must fail; proves that it left no file behind."""
    before = _contents(county)
    with pytest.raises(BulletinError) as caught:
        generate(county, period, county.parent / "out")
    assert not (county.parent / "out").exists()
    assert _contents(county) == before
    return str(caught.value)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_files_are_those_that_are_promised(published: tuple[Path, Result]) -> None:
    folder, result = published
    stem = "平江县2024年5月政务督查"
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "facts.json",
        f"{stem}.docx",
        f"{stem}附表.xlsx",
    ]
    assert (folder / "county" / "facts" / "2024-05.json").read_bytes() == (folder / "out" / "facts.json").read_bytes()
    assert not result.issues


def test_every_row_read_is_used_or_set_aside(published: tuple[Path, Result]) -> None:
    _, result = published
    assert result.accounts
    for account in result.accounts:
        assert account.read == account.used + sum(account.set_aside.values())


def test_the_same_run_gives_the_same_bytes(published: tuple[Path, Result], county: Path) -> None:
    folder, _ = published
    generate(county, PERIOD, county.parent / "out")
    assert _contents(county.parent / "out") == _contents(folder / "out")


def test_facts_are_valid_by_their_schema_and_say_where_each_figure_is_from(published: tuple[Path, Result]) -> None:
    folder, _ = published
    facts = json.loads((folder / "out" / "facts.json").read_text(encoding="utf-8"))
    Draft202012Validator(facts_schema()).validate(facts)
    rate = facts["figures"]["units.平江县公安局.按期办结率"]
    assert rate == {
        "text": "98.08%",
        "value": "51/52",
        "numerator": 51,
        "denominator": 52,
        "rounding": "四舍五入，2位小数，去尾零，百分数",
        "rule": "按期办结率＝按期办理÷应办理",
        "source": "工单",
    }
    assert all(figure["source"] for figure in facts["figures"].values())


def test_scores_take_rounded_or_exact_rates_as_the_profile_says(published: tuple[Path, Result], county: Path) -> None:
    _, result = published
    assert result.facts.unit("平江县公安局")["score"].value == Decimal("97.4")
    _edit(in_english(county, "pingjiang") / "profile.yaml", "from: rounded", "from: exact")
    exact = generate(county, PERIOD, county.parent / "out")
    assert exact.facts.unit("平江县公安局")["score"].value == Decimal("97.3")


def test_changing_a_bound_of_the_grades_changes_the_bulletin(county: Path) -> None:
    _edit(in_english(county, "pingjiang") / "profile.yaml", "{grade: B, from: 85,", "{grade: B, from: 86,")
    facts = generate(county, PERIOD, county.parent / "out").facts
    assert [unit.name.text for unit in facts.grades["C"].units] == ["木金乡", "三阳乡", "加义镇", "梅仙镇"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    ["profile.yaml", "units.csv", "2024-05/orders.xlsx", "2024-05/adjustments.xlsx", "2024-05/supplied.yaml",
     "2024-05/narrative.md"],
)  # fmt: skip
def test_a_missing_input_is_named_with_its_place(county: Path, name: str) -> None:
    (county / name).unlink()
    if name.endswith("orders.xlsx"):
        (county / "2024-05" / "letters.xlsx").unlink()
        assert str(county / "2024-05") in refused(county)
    else:
        assert str(county / name) in refused(county)


def test_an_unknown_unit_is_named_with_its_row_and_the_nearest_names(county: Path) -> None:
    from openpyxl import load_workbook

    path = county / "2024-05" / "orders.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "承办单位")
    row = next(row for row in range(2, 100) if sheet.cell(row, column).value)
    sheet.cell(row, column, "平江县城关管理局")
    book.save(path)
    message = refused(county)
    assert "平江县城关管理局" in message
    assert f"第{row}行" in message
    assert "城管局" in message


def test_a_misspelt_key_is_named_with_its_line(county: Path) -> None:
    _edit(in_english(county, "pingjiang") / "profile.yaml", "  digits: 1", "  digts: 1")
    message = refused(county)
    assert "digts" in message
    assert "digits" in message


def test_a_template_that_uses_an_unknown_name_is_named_with_its_line(county: Path) -> None:
    (county / "正文.txt").unlink()
    (county / "templates").mkdir()
    (county / "templates" / "inspection.md.j2").write_text(
        '{% extends "kinds/inspection.md.j2" %}\n{% block requirements %}\n'
        "# 工作要求\n共受理{{ total.acepted }}件。\n{% endblock %}\n",
        encoding="utf-8",
    )
    message = refused(county)
    assert "inspection.md.j2" in message
    assert "第4行" in message
    assert "acepted" in message


def test_a_template_beside_a_wording_file_would_not_be_used(county: Path) -> None:
    (county / "templates").mkdir()
    (county / "templates" / "inspection.md.j2").write_text("{# kind: 政务督查 #}", encoding="utf-8")
    message = refused(county)
    assert "inspection.md.j2" in message
    assert "正文.txt" in message


def test_an_output_folder_that_cannot_be_made_is_named(county: Path) -> None:
    (county.parent / "file").write_text("", encoding="utf-8")
    with pytest.raises(BulletinError, match="无法写入输出文件"):
        generate(county, PERIOD, county.parent / "file" / "out", Options(record=False))


def test_a_period_without_orders_is_refused(county: Path) -> None:
    (county / PERIOD).rename(county / "2023-01")
    assert "多半放错了月份" in refused(county, "2023-01")


def test_a_cut_off_that_has_outlived_its_period_stops_the_run(county: Path) -> None:
    _edit(in_english(county, "pingjiang") / "profile.yaml", "\nintake:\n", "\nintake:\n  cut_off: 2024-05-03 18:00\n")
    assert "数据截止时刻早于期末；读到：2024-05-03 18:00；应为：不早于 2024-06-01 00:00" in refused(county)


def test_another_county_does_not_write_over_this_one(county: Path) -> None:
    out = county.parent / "out"
    generate(county, PERIOD, out)
    before = _contents(out)
    other = Path(shutil.copytree(EXAMPLE.parent / "pingyu", county.parent / "平舆县"))
    with pytest.raises(BulletinError, match="输出文件夹里是另一个县的结果；读到：平江县2024年5月的"):
        generate(other, None, out)
    assert _contents(out) == before
    generate(other, None, out / "平舆县")
    assert before.items() <= _contents(out).items()
    assert generate(county, PERIOD, out).files


def test_every_step_is_announced_once_and_in_its_order(county: Path, tmp_path: Path) -> None:
    told: list[str] = []
    generate(county, PERIOD, tmp_path / "out", Options(record=False, progress=told.append))
    assert tuple(told) == STEPS


@pytest.mark.parametrize("read", [("另一份文件",), None])
def test_a_pdf_that_says_otherwise_is_not_written_and_one_that_nobody_can_read_is_told(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: tuple[str, ...] | None
) -> None:
    monkeypatch.setattr("bulletin_gen.outputs._pdf_of", lambda docx: b"%PDF-1.7")
    monkeypatch.setattr("bulletin_gen.verify.printed.read_pages", lambda pdf: read)
    result = generate(county, PERIOD, tmp_path / "out", Options(record=False, formats=("docx", "pdf")))
    endings = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert endings == [".docx", ".json", *([] if read else [".pdf"]), ".xlsx"]
    assert [issue.code for issue in result.unmade] == (["pdf.mismatch"] if read else [])
    assert any(issue.code == ("pdf.mismatch" if read else "pdf.unproved") for issue in result.issues)
