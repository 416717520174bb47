"""A small county for the tests of intake: profile, registry and orders typed as text tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.read import Intake, read_orders
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile

PERIOD = parse_period("2024-05")

UNITS = """单位名称,分组,简称,表内名称,别名,启用日期,停用日期
甲县公安局,县直单位,公安局,,县公安局；公安,,
甲县住房和城乡建设局,县直单位,住建局,,,,
甲县税务局,县直单位,税务局,,,,
城关镇,乡镇,,,城关镇人民政府,,
东山乡,乡镇,,,,,
"""


def profile(**intake: Any) -> Profile:
    """A profile with one measure (or with ``measures`` beside it), whose reading rules are ``intake``."""
    measures = intake.pop("measures", {})
    units = intake.pop("units", {"groups": ["县直单位", "乡镇"]})
    return Profile.model_validate(
        {
            "kind": "通报",
            "county": "甲县",
            "document": _document(),
            "intake": intake,
            "units": units,
            "measures": {"accepted": {"time": "accepted_at"}, **measures},
        }
    )


def _document() -> dict[str, Any]:
    from bulletin_gen.profile.document import Document

    given = {"issuer": "甲县", "title": "通报", "mark": "甲县", "issuer_mark": "甲县"}
    needed = [name for name, field in Document.model_fields.items() if field.is_required()]
    return {name: given.get(name, "甲县") for name in needed}


def table(text: str) -> list[list[str]]:
    """Rows of a text table: cells separated by ``|``, blanks around them dropped; ⏎ is a line break in a cell."""
    return [[cell.strip().replace("⏎", "\n") for cell in line.split("|")] for line in text.strip().splitlines()]


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> Path:
    """A workbook of ``sheets``; datetimes become date cells."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss", **options})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


def read(folder: Path, *files: Path, registered: str = UNITS, adjustments: Sequence[Any] = (), **intake: Any) -> Intake:
    """Reads ``files`` with the sample registry and the reading rules ``intake``."""
    (folder / "units.csv").write_text(registered, encoding="utf-8")
    rules = profile(**intake)
    registry, issues = load_registry(folder / "units.csv", rules.units, PERIOD.first, PERIOD.last)
    assert not issues
    return read_orders(files, rules, registry, PERIOD, adjustments, county=folder)


def read_table(folder: Path, text: str, **intake: Any) -> Intake:
    """Reads one workbook whose first sheet is the text table ``text``."""
    return read(folder, write_xlsx(folder / "工单.xlsx", {"工单": table(text)}), **intake)


def kinds(intake: Intake) -> list[str]:
    """The codes of the issues, sorted."""
    return sorted(issue.code for issue in intake.issues)
