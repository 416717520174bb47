"""A second month's bulletin settles the questions that the first leaves, as the true rules answer them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.learning.learn import Another, Request, learn
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from learning.another_month import another_month
from learning.published_annexes import EXAMPLES, OFFICES, SHARED, annex_workbook, orders_of

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("BULLETIN_GEN_REQUIRE_SHARED"),
    reason="the published annexes are not beside the project (../shared/cases)",
)
SAID = {
    "pingjiang": {
        "返工率": "〔办理时限在本期、返工次数不少于1、已办结〕÷〔办理时限在本期、已办结〕",
        "按期办理数": "办理时限在本期、按期办结",
    },
    "junan": {"承办量": "受理时间在本期"},
}


def _second(county: str, place: Path) -> Another:
    """Another month of the county, as its true rules print it, with its orders."""
    office = OFFICES[county]
    true = place / "true"
    shutil.copytree(EXAMPLES / county, true)
    orders = [true / office.period / path.name for path in orders_of(county)]
    for source, target in zip(orders_of(county), orders, strict=True):
        target.unlink()
        another_month(source, target, 5)
    decided = openpyxl.load_workbook(true / office.period / "adjustments.xlsx")
    decided.worksheets[0].delete_rows(2, decided.worksheets[0].max_row)
    decided.save(true / office.period / "adjustments.xlsx")
    files = generate(true, office.period, place / "out", Options(record=False)).files
    printed = tuple(path for path in files if path.suffix == ".docx")
    return Another(printed, tuple(orders), parse_period(office.period))


@pytest.mark.parametrize("county", SAID)
def test_a_second_month_answers_what_is_asked(county: str, tmp_path: Path) -> None:
    office = OFFICES[county]
    files = (SHARED / "texts" / office.text, annex_workbook(office, tmp_path / "附表.xlsx"))
    period = parse_period(office.period)
    another = _second(county, tmp_path)
    found = learn(Request(tmp_path / "县", files, orders_of(county), period, office.county, another=another))
    rules = {column.head: column.rule for column in found.fit.columns}
    told = {
        head: rules[head].replace("、受理渠道不是中国政府网、县长信箱、市长信箱、省长信箱", "") for head in SAID[county]
    }
    assert found.questions == ()
    assert told == SAID[county]
    assert found.second[-1].endswith("列照这些规则全部吻合。")
    assert all(cell.same for cell in found.fit.cells)
