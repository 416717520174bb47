"""Reading example folders without the program: spreadsheets, units, the published facts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from ruamel.yaml import YAML

EXAMPLES = Path(__file__).parents[2] / "examples"
DATA = Path(__file__).parent / "data"

Row = dict[str, Any]


@cache
def sheet(path: Path, name: str = "", above: int = 0) -> tuple[Row, ...]:
    """The rows of one sheet (the first by default) below ``above`` title rows, by head."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list((book[name] if name else book.worksheets[0]).iter_rows(values_only=True))[above:]
    book.close()
    return tuple(dict(zip(rows[0], row, strict=True)) for row in rows[1:])


def table(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a CSV."""
    with path.open(encoding=encoding, newline="") as source:
        return list(csv.DictReader(source))


def facts(county: str) -> dict[str, Any]:
    """What the county's bulletin states in prose."""
    loaded: dict[str, Any] = YAML(typ="safe").load(DATA / county / "figures.yaml")
    return loaded


@cache
def names(county: str) -> dict[str, str]:
    """Every name of a registered unit → its registered name."""
    found = {}
    for row in table(EXAMPLES / county / "units.csv"):
        for name in (row["单位名称"], row["简称"], row["表内名称"], *row["别名"].split("；")):
            if name:
                found[name] = row["单位名称"]
    return found


def within(row: Row, head: str, month: str) -> bool:
    """Whether the moment under ``head`` falls in ``month`` (2024-05)."""
    moment = row[head]
    return isinstance(moment, datetime) and f"{moment:%Y-%m}" == month


def tallied(rows: Iterable[Row], unit: Callable[[Row], str], *conditions: Callable[[Row], bool]) -> Counter[str]:
    """How many rows of each unit meet all conditions."""
    return Counter(unit(row) for row in rows if all(condition(row) for condition in conditions))
