"""An export that is a week late proves no wrong rule, and the report says what is off."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bulletin_gen.learning.fit import FitVerdict

_PLACE = Path(__file__).resolve().parents[2] / "benchmarks" / "learning.py"


@pytest.fixture(scope="module")
def large():
    """The benchmark's large county."""
    spec = importlib.util.spec_from_file_location("large_county", _PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_export_of_the_day_proves_every_column(large, tmp_path: Path) -> None:
    rows = large.orders(1)
    found = large.learnt(rows, large.annex(rows), tmp_path)
    assert found.fit.equal == len(found.fit.cells) == 13 * 60
    assert {column.verdict for column in found.fit.columns} <= {FitVerdict.PROVED, FitVerdict.SEVERAL}
    # The invented bulletin has no date; nothing else is in doubt.
    assert [line for line in found.doubts if not line.startswith("成文日期")] == []


def test_a_week_late_nothing_wrong_is_proved_and_it_is_said(large, tmp_path: Path) -> None:
    rows = large.orders(1)
    right = {c.head: c.rule for c in large.learnt(rows, large.annex(rows), _made(tmp_path / "当天")).fit.columns}
    found = large.learnt(large.late(rows, 7), large.annex(rows), _made(tmp_path / "晚一周"))
    for column in found.fit.columns:
        if column.verdict in (FitVerdict.PROVED, FitVerdict.SEVERAL):
            # A rate of two printed columns says nothing of the orders.
            assert column.rule in (right[column.head], "“返工件数”÷“应办件数”")
    off = {column.head for column in found.fit.columns if column.verdict is FitVerdict.SUPPLIED or column.missed}
    assert off == {"返工件数"}
    assert any("比期末晚" in line for line in found.doubts)


def _made(place: Path) -> Path:
    place.mkdir()
    return place
