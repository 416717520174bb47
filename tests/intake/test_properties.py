"""What must not matter does not: order of columns, rows, sheets, files; names within the synonyms; forms of dates.

And one cell of rubbish touches its own order only.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bulletin_gen.intake.cells.text import key_of
from bulletin_gen.intake.head.synonyms import SYNONYMS
from bulletin_gen.intake.read import Intake
from intake.make_corpus import DATES, HEADS, ORDERS, table
from intake.sample import read, write_xlsx

COLUMNS = {
    "工单编号": "order_id", "受理时间": "accepted_at", "派单时间": "dispatched_at", "受理渠道": "channel",
    "诉求类型": "request_type", "一级分类": "category_1", "二级分类": "category_2", "承办单位": "unit",
    "办理时限": "deadline_at", "办结时间": "closed_at", "工单状态": "status", "是否超期": "overdue_mark",
    "退回重办次数": "rework_count", "回访时间": "callback_at", "办理结果满意度": "result_opinion",
}  # fmt: skip
SOURCE = ["source_file", "source_sheet", "source_row"]
FORMS = [*(form for name, form in DATES.items() if name != "混用"), lambda moment: moment]
KNOWN = {key_of(name) for names in SYNONYMS.values() for name in names}
quick = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck), derandomize=True)


def read_sheets(sheets: Sequence[Sequence[Sequence[Any]]], files: int = 1) -> Intake:
    """Reads ``sheets`` spread over some files."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(files):
            own = {f"表{index}": rows for index, rows in enumerate(sheets[number::files])}
            if own:
                paths.append(write_xlsx(Path(folder) / f"{number}.xlsx", own))
        return read(Path(folder), *paths)


def facts(intake: Intake) -> pl.DataFrame:
    return intake.dispatches.drop(SOURCE)


@pytest.fixture(scope="module")
def plain() -> pl.DataFrame:
    got = read_sheets([table()])
    assert got.issues == ()
    return facts(got)


@quick
@given(chance=st.integers(0, 2**32).map(random.Random), files=st.integers(1, 3), sheets=st.integers(1, 4))
def test_order_names_and_dates_do_not_matter(
    plain: pl.DataFrame, chance: random.Random, files: int, sheets: int
) -> None:
    rows = [[chance.choice(FORMS)(cell) if isinstance(cell, datetime) else cell for cell in row] for row in ORDERS]
    chance.shuffle(rows)
    parts = []
    for number in range(sheets):
        order = list(range(len(HEADS)))
        chance.shuffle(order)
        heads = [chance.choice(SYNONYMS[COLUMNS[head]]) if head in COLUMNS else head for head in HEADS]
        heads = ["重办次数" if head in ("是否延期", "发回重办") else head for head in heads]
        own = [heads, *rows[number::sheets]]
        parts.append([[row[index] for index in order] for row in own])
    got = read_sheets(parts, files)
    assert got.issues == ()
    assert facts(got).equals(plain)
    assert sum(account.used for account in got.accounts) == len(ORDERS)


RUBBISH = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(
        ["合计", "工单编号", "-", "?", "=1+1", "2024-13-45", "99999999999999999999", "1E+400", "\x00", "\ufffe"]
    ),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)),
    st.none(),
)


@settings(quick, max_examples=100)
@given(row=st.integers(0, len(ORDERS) - 1), column=st.integers(0, len(HEADS) - 1), rubbish=RUBBISH)
def test_one_cell_of_rubbish_touches_its_own_order_only(
    plain: pl.DataFrame, row: int, column: int, rubbish: Any
) -> None:
    rows = table()
    rows[row + 1][column] = rubbish
    got = read_sheets([rows])
    touched = {ORDERS[row][0], *({str(rubbish)} if column == 0 else set())}
    others = ~pl.col("order_id").is_in(list(touched))
    kept = plain.filter(others)
    seen = facts(got).filter(others & pl.col("order_id").is_in(kept["order_id"].implode()))
    assert seen.equals(kept)
    [account] = got.accounts
    assert account.read == account.used + sum(account.set_aside.values())
    assert account.read == len(ORDERS)
    if HEADS[column] not in COLUMNS:
        assert facts(got).equals(plain)
        assert got.issues == ()


@settings(quick, max_examples=30)
@given(column=st.integers(0, len(HEADS) - 1), rubbish=RUBBISH)
def test_a_head_of_rubbish_is_reported_or_does_not_matter(plain: pl.DataFrame, column: int, rubbish: Any) -> None:
    rows = table()
    rows[0][column] = rubbish
    got = read_sheets([rows])
    assume(key_of(str(rubbish)) not in KNOWN)  # another head is no rubbish
    if HEADS[column] in ("工单编号", "承办单位", "受理时间"):
        assert any(
            issue.code in ("column.missing", "column.guess", "file.head", "file.no_orders") for issue in got.issues
        )
    if HEADS[column] not in COLUMNS:
        assert facts(got).equals(plain)
