"""The committed spreadsheets are what the script makes, cell by cell, and making them twice gives the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from acceptance.reading import EXAMPLES

COUNTIES = ("pingjiang", "junan", "pingyu", "ruzhou", "huaibei")


def make(county: str, out: Path) -> dict[str, bytes]:
    script = EXAMPLES / "make_examples.py"
    subprocess.run([sys.executable, str(script), "--out", str(out), county], check=True, capture_output=True)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("county", COUNTIES)
def test_the_script_makes_what_is_committed(county: str, tmp_path: Path) -> None:
    made = make(county, tmp_path)
    assert made
    for name in made:
        if name.endswith(".xlsx"):  # another zlib or writer may pack the same cells otherwise
            assert cells(tmp_path / name) == cells(EXAMPLES / name), name
        else:
            assert made[name] == (EXAMPLES / name).read_bytes(), name


def test_making_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = make("junan", tmp_path / "first")
    assert first == make("junan", tmp_path / "second")


def cells(path: Path) -> dict[str, list[list[object]]]:
    with path.open("rb") as source:
        book = CalamineWorkbook.from_filelike(source)
        return {name: list(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}
