"""What is not there: days without an order, values that nobody has, blanks beside cells that are filled together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.intake.read import Intake
from bulletin_gen.leaves.issues import Issue
from intake.sample import read, table, write_xlsx

HEAD = "工单编号 | 受理时间 | 承办单位 | 受理渠道 | 办结时间 | 回访时间 | 办理结果满意度"
FOLLOWING = {"never_there", "ends_early"}
OPINIONS = {
    "rated": {"time": "callback_at", "where": {"result_opinion": ["满意", "不满意"]}},
    "letters": {"label": "来信", "time": "accepted_at", "where": {"channel": ["市长信箱", "县长信箱"]}},
}


def orders(days: list[int], *, opinions: int = 100, callbacks: int = 100, channel: str = "市长信箱") -> str:
    """Eight orders a day, each closed and called back on its day; of the last ``100 - …`` the cell is blank."""
    rows = []
    for day in days:
        for number in range(8):
            serial = len(rows)
            opinion = "满意" if serial < opinions else ""
            called = f"2024-05-{day:02} 17:00" if serial < callbacks else ""
            rows.append(
                f"A{serial:04} | 2024-05-{day:02} 08:{number:02} | 公安局 | {channel} | 2024-05-{day:02} 12:00 "
                f"| {called} | {opinion}"
            )
    return "\n".join([HEAD, *rows])


def found(folder: Path, text: str, code: str, **intake: object) -> list[Issue]:
    got: Intake = read(folder, write_xlsx(folder / "a.xlsx", {"工单": table(text)}), measures=OPINIONS, **intake)
    return [issue for issue in got.issues if issue.code == code]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (range(1, 16), "2024-05-01 至 2024-05-15"),
        (range(10, 14), "2024-05-10 至 2024-05-13"),
        (range(27, 31), "2024-05-27 至 2024-05-30"),
    ],
)
def test_days_without_an_order_are_asked_after(missing: range, said: str, tmp_path: Path) -> None:
    [issue] = found(tmp_path, orders([day for day in range(1, 32) if day not in missing]), "quiet_days")
    assert issue.found.startswith(said)
    assert "少放了一个文件" in issue.advice


@pytest.mark.parametrize("missing", [[], [1, 2, 3], [4, 5, 11, 12, 18, 19], [29, 30, 31]])
def test_free_days_are_nothing_to_ask_after(missing: list[int], tmp_path: Path) -> None:
    assert found(tmp_path, orders([day for day in range(1, 32) if day not in missing]), "quiet_days") == []


def test_few_orders_leave_days_out_by_chance(tmp_path: Path) -> None:
    rows = [f"A{day} | 2024-05-{day:02} 08:00 | 公安局 | 电话 | | |" for day in (1, 9, 17, 30)]
    assert found(tmp_path, "\n".join([HEAD, *rows]), "quiet_days") == []


@pytest.mark.parametrize(
    ("opinions", "callbacks", "column"),
    [(90, 100, "办理结果满意度"), (99, 100, "办理结果满意度"), (100, 95, "回访时间"), (100, 60, "回访时间")],
)
def test_a_blank_beside_what_is_filled_with_it_is_named(
    opinions: int, callbacks: int, column: str, tmp_path: Path
) -> None:
    days = [*range(1, 13)]  # 96 orders
    text = orders(days, opinions=opinions - 4, callbacks=callbacks - 4)
    [issue] = found(tmp_path, text, "blank_beside")
    assert issue.place.column == column
    assert f"有 {100 - min(opinions, callbacks)} 行没有" in issue.found


@pytest.mark.parametrize(("opinions", "callbacks"), [(100, 100), (40, 100), (0, 0)])
def test_columns_that_are_filled_apart_are_no_doubt(opinions: int, callbacks: int, tmp_path: Path) -> None:
    assert found(tmp_path, orders([*range(1, 13)], opinions=opinions, callbacks=callbacks), "blank_beside") == []


def test_values_that_nobody_has_are_named_with_the_count_that_is_nought(tmp_path: Path) -> None:
    assert found(tmp_path, orders([*range(1, 13)]), "never_there") == []
    [issue] = found(tmp_path, orders([*range(1, 13)], channel="电话"), "never_there")
    assert issue.found == "没有一行是市长信箱、县长信箱，“来信”因此是 0"


TYPED = {
    "roads": {"label": "交通", "time": "accepted_at", "where": {"category_1": "交通秩续"}},
    "others": {"label": "其他", "time": "accepted_at", "where": {"category_1": ["住房保障", "环境卫声"]}},
}


def test_a_value_that_is_misspelt_is_told_with_what_the_export_has(tmp_path: Path) -> None:
    """One that nobody has is told with the nearest, one of several where another is all but the same."""
    values = ["交通秩序", "住房保障", "环境卫生", "交通秩序"]
    rows = [f"A{number} | 2024-05-02 08:00 | 公安局 | {value}" for number, value in enumerate(values)]
    sheet = table("\n".join(["工单编号 | 受理时间 | 承办单位 | 一级分类", *rows]))
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"工单": sheet}), measures=TYPED)
    first, second = [issue for issue in got.issues if issue.code == "never_there"]
    assert first.found == "没有一行是交通秩续，“交通”因此是 0"
    assert first.expected == "至少有一行；相近的有：交通秩序；这一列有：交通秩序、住房保障、环境卫生"
    assert second.found == "“其他”要数的“环境卫声”一行也没有，表里有“环境卫生”"


def test_values_of_other_meaning_are_no_misspelling(tmp_path: Path) -> None:
    """满意 is not 不满意, and a value that another rule names is its own."""
    rules = {
        "a": {"time": "accepted_at", "where": {"category_1": ["住房保障", "交通运输"]}},
        "b": {"time": "accepted_at", "where": {"category_1": ["交通运管"]}},
        "c": {"time": "accepted_at", "where": {"result_opinion": ["非常满意"]}},
    }
    rows = ["A1 | 2024-05-02 08:00 | 公安局 | 住房保障 | 满意", "A2 | 2024-05-02 08:00 | 公安局 | 交通运管 | 满意"]
    sheet = table("\n".join(["工单编号 | 受理时间 | 承办单位 | 一级分类 | 办理结果满意度", *rows]))
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"工单": sheet}), measures=rules)
    assert [issue for issue in got.issues if issue.code == "never_there"] == []


@pytest.mark.parametrize(("until", "said"), [(15, True), (20, True), (21, False), (25, False)])
def test_a_later_half_that_is_missing_is_seen_through_what_was_handled_in_it(
    until: int, said: bool, tmp_path: Path
) -> None:
    """Orders of the first half are closed and called back until the end of the month."""
    rows = [
        f"A{day:02}{number} | 2024-05-{day:02} 08:00 | 公安局 | 电话 | 2024-05-{min(31, day + 3 * number):02} 12:00 | |"
        for day in range(1, until + 1)
        for number in range(6)
    ]
    issues = found(tmp_path, "\n".join([HEAD, *rows]), "quiet_days")
    assert bool(issues) == said
    if said:
        assert issues[0].found == f"2024-05-{until + 1} 至 2024-05-31 没有一件工单受理"


def test_what_only_follows_from_a_file_that_was_not_read_is_not_said(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "a.xlsx", {"a": table(orders([1, 2, 3], channel="电话"))})
    (tmp_path / "b.xlsx").write_bytes(good.read_bytes()[:3000])
    # Of no file and of no order that it might hold is anything known.
    for files, codes in (((good, tmp_path / "b.xlsx"), set()), ((good,), FOLLOWING)):
        got = {issue.code for issue in read(tmp_path, *files, measures=OPINIONS).issues}
        assert got & FOLLOWING == codes, got
