"""The corpus: files made by other programs, each with what must be read from it beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from intake.sample import read

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix != ".expected")


def told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return {None: "", True: "是", False: "否"}[value] if value is None or isinstance(value, bool) else str(value)


def as_table(frame: pl.DataFrame, columns: list[str]) -> list[str]:
    return [" | ".join(map(told, row)) for row in frame.select(columns).rows()]


def test_the_corpus_is_large_enough() -> None:
    assert len(FILES) >= 60
    assert {path.suffix for path in FILES} >= {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".zip", ".parquet"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_the_rows_beside_it(tmp_path: Path, path: Path) -> None:
    head, *expected = path.with_name(path.name + ".expected").read_text(encoding="utf-8").splitlines()
    got = read(tmp_path, path)
    # openpyxl's files have one row hidden, as by a filter: it is counted, and said.
    assert [issue.code for issue in got.issues] == ["hidden_rows"] * path.name.startswith("openpyxl")
    assert as_table(got.dispatches, head.split(" | ")) == expected
    for account in got.accounts:
        assert account.read == account.used + sum(account.set_aside.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_citizen_is_in_what_is_handed_on(tmp_path: Path, path: Path) -> None:
    got = read(tmp_path, path)
    everything = got.dispatches.write_csv() + repr(got.accounts) + repr(got.issues)
    for private in ("张某某", "1380000000", "路灯不亮", "个税<汇算>"):
        assert private not in everything
