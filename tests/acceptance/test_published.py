"""The published bulletins, made again: every table cell as printed and in its order, every figure of the prose."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import docx
import docx.document
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from ruamel.yaml import YAML

from acceptance.reading import DATA, EXAMPLES, facts, names, table
from acceptance.statements import Statement, statements
from bulletin_gen.pipeline import generate

COUNTIES = ("pingjiang", "pingyu", "ruzhou", "huaibei", "junan")
Cells = list[list[str]]


@dataclass(frozen=True)
class Made:
    """A county's bulletin, read back, beside what was published."""

    county: str
    paragraphs: tuple[str, ...]
    tables: tuple[Cells, ...]
    sheets: tuple[Cells, ...]
    figures: dict[str, Any]
    rules: dict[str, Any]

    @property
    def stated(self) -> list[Statement]:
        """What the published prose states."""
        left_out = {"errata", *self.rules["unprinted"]}
        apart = {f"issue.{key}": value for key, value in self.figures.get("issue", {}).items()}
        told = {key: value for key, value in self.figures.items() if key not in {*left_out, "issue"}}
        return list(statements(apart | told, self.rules.get("unordered", ())))


@pytest.fixture(scope="module", params=COUNTIES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    county: str = request.param
    folder = tmp_path_factory.mktemp(county)
    document = bulletin(copied(county, folder), folder / "out")
    return Made(
        county,
        tuple(paragraph.text for paragraph in document.paragraphs),
        tuple([[cell.text for cell in row.cells] for row in part.rows] for part in document.tables),
        tuple(map(shown, openpyxl.load_workbook(next((folder / "out").glob("*附表.xlsx"))).worksheets)),
        facts(county),
        YAML(typ="safe").load(DATA / county / "published.yaml"),
    )


def copied(county: str, folder: Path) -> Path:
    """The county's folder elsewhere, since a run leaves its facts in it."""
    return Path(shutil.copytree(EXAMPLES / county, folder / county))


def bulletin(county: Path, out: Path) -> docx.document.Document:
    """The bulletin of the county's newest period, read back."""
    generate(county, None, out)
    return docx.Document(str(next(out.glob("*.docx"))))


def shown(sheet: Worksheet) -> Cells:
    """A sheet as a spreadsheet program shows it: number formats applied, merged cells filled."""
    cells = [[printed(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        for row, column in ((row, column) for row, column in area.cells):
            cells[row - 1][column - 1] = cells[area.min_row - 1][area.min_col - 1]
    return cells


def printed(cell: Any) -> str:
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    assert re.fullmatch(r"0(\.0+)?%?", cell.number_format), cell.number_format
    percent = cell.number_format.endswith("%")
    digits = len(cell.number_format.rstrip("%").partition(".")[2])
    value = Decimal(str(cell.value)) * (100 if percent else 1)
    assert value == round(value, digits), "the workbook holds what is printed"
    return f"{value:.{digits}f}{'%' if percent else ''}"


def expected(made: Made, rule: dict[str, Any]) -> Cells:
    """One published table with its head, as it is to be printed."""
    rows = [
        row
        for row in table(DATA / made.county / rule["csv"])
        if all(row[head] == value for head, value in rule.get("where", {}).items())
    ]
    heads = [head for head in rows[0] if "推算" not in head and head not in rule.get("without", ())]
    cells = [[corrected(made, row, head) for head in heads] for row in rows]
    return [heads, *cells, *([rule["after"]] if "after" in rule else [])]


def corrected(made: Made, row: dict[str, str], head: str) -> str:
    """A published cell, or what it should have been where it is an erratum."""
    for erratum in made.figures["errata"] or ():
        if isinstance(erratum, dict) and erratum["unit"] in row.values() and erratum["column"] == head:
            assert row[head] == erratum["printed"]
            return str(erratum["expect"])
    return row[head]


def test_every_cell_of_every_table_is_as_published(made: Made) -> None:
    wanted = [expected(made, rule) for rule in made.rules["tables"]]
    assert [cells[0] for cells in made.tables[: len(wanted)]] == [cells[0] for cells in wanted]
    for found, cells in zip(made.tables, wanted, strict=False):
        assert len(found) == len(cells)
        for line, (ours, published) in enumerate(zip(found, cells, strict=True)):
            assert ours == published, f"row {line}"


def test_the_workbook_shows_the_same_tables(made: Made) -> None:
    for rule in made.rules["tables"]:
        cells = expected(made, rule)
        assert any(sheet[1 : 1 + len(cells)] == cells for sheet in made.sheets), rule


def spellings(made: Made, name: str) -> Sequence[str]:
    """Every name of the unit that ``name`` names, or ``name`` itself."""
    name = made.rules.get("instead", {}).get(name, name)
    known = names(made.county)
    return [other for other, unit in known.items() if unit == known[name]] if name in known else [name]


def test_every_published_figure_stands_in_the_prose(made: Made) -> None:
    text = "\n".join(made.paragraphs)
    assert len(made.stated) > 12
    missing = [one for one in made.stated if not one.found_in(text, partial(spellings, made))]
    assert not missing


def test_the_comparison_would_notice_another_figure(made: Made) -> None:
    text = "\n".join(made.paragraphs)
    for one in made.stated:
        for place, token in enumerate(one.tokens):
            if re.fullmatch(r"[0-9.]+%?", token):
                other = (*one.tokens[:place], f"7{token}", *one.tokens[place + 1 :])
                assert not Statement(one.path, other, one.between).found_in(text, partial(spellings, made)), other


def test_head_and_fixed_words(made: Made) -> None:
    for paragraph in made.rules["says"]:
        assert paragraph.replace("\\t", "\t") in made.paragraphs
    text = "\n".join(made.paragraphs)
    for words in made.rules.get("contains", ()):
        assert words in text


@pytest.mark.parametrize(
    ("made", "old", "new", "printed_before", "printed_after"),
    [
        ("pingjiang", "起点: 印出的数", "起点: 准确值", "2 3.85% 3 6.52% 97.4 A", "2 3.85% 3 6.52% 97.3 A"),
        ("pingjiang", "等级: B, 起点: 85", "等级: B, 起点: 86", "2 28.57% 85.7 B", "2 28.57% 85.7 C"),
        ("ruzhou", "合计占比: 占比相加", "合计占比: 按件数算", "合计 1511 33.8%", "合计 1511 33.7%"),
        (
            "huaibei",
            "率: {小数位数: 2, 取舍: 舍去尾数}",
            "率: {小数位数: 2}",
            "138 100% 96.87% 0",
            "138 100% 96.88% 0",
        ),
        ("junan", "正文: {小数位数: 2, 末尾的零: 保留}", "正文: {小数位数: 2}", "环比增长17.40%", "环比增长17.4%"),
    ],
    indirect=["made"],
)
def test_the_rules_are_data(
    tmp_path: Path, made: Made, old: str, new: str, printed_before: str, printed_after: str
) -> None:
    """One word of the profile changes what is printed, and nothing else has to be touched."""
    folder = copied(made.county, tmp_path)
    profile = (folder / "profile.yaml").read_text(encoding="utf-8")
    assert profile.count(old) == 1
    (folder / "profile.yaml").write_text(profile.replace(old, new), encoding="utf-8")
    document = bulletin(folder, tmp_path / "out")
    rows = [" ".join(cell.text for cell in row.cells) for part in document.tables for row in part.rows]
    after = "\n".join([paragraph.text for paragraph in document.paragraphs] + rows)
    before = "\n".join([*made.paragraphs, *(" ".join(row) for part in made.tables for row in part)])
    assert printed_before in before and printed_after not in before
    assert printed_after in after and printed_before not in after
