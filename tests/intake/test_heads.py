"""Heads wherever they are, under whatever names; what is not sure is asked, never assumed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bulletin_gen.intake.head.guess import sureness_of
from intake.sample import kinds, read, read_table, table, write_xlsx

BODY = "\nA1 | 2024-05-01 08:00 | 公安局"


@pytest.mark.parametrize(
    "text",
    [
        "工单编号 | 受理时间 | 承办单位" + BODY,
        "受理编号 | 来电时间 | 责任单位" + BODY,
        "甲县工单表 | |\n导出时间：2024-06-01 | |\n工 单 编号 | 受理　时间 | 承办⏎单位" + BODY,
        "编号信息 | 受理 |\n工单编号 | 受理时间 | 承办单位" + BODY,
        "工单编号 | 受理信息 |\n | 受理时间 | 承办单位" + BODY,
        "工单编号 | 受理时间 | 承办单位\n | |" + BODY,
        "ＩＤ | x | y\n" * 3 + "流水号 | 登记时间 | 办理单位" + BODY,
    ],
)
def test_a_head_is_found(tmp_path: Path, text: str) -> None:
    got = read_table(tmp_path, text)
    assert got.issues == ()
    assert got.dispatches.select("order_id", "accepted_at", "unit").rows() == [
        ("A1", datetime(2024, 5, 1, 8), "甲县公安局")
    ]


def test_levels_of_a_head_tell_columns_of_one_name_apart(tmp_path: Path) -> None:
    text = """
    工单编号 | 受理时间 | 承办单位 | 首次办理 | | 末次办理 |
    | | | 派单时间 | 办结时间 | 派单时间 | 办结时间
    A1 | 2024-05-01 | 公安局 | 2024-05-01 | 2024-05-02 | 2024-05-03 | 2024-05-04
    """
    measures = {"columns": {"closed_at": ["末次办理办结时间"], "dispatched_at": ["首次办理派单时间"]}}
    got = read_table(tmp_path, text, **measures)
    assert got.issues == ()
    assert got.dispatches.select("dispatched_at", "closed_at").rows() == [(datetime(2024, 5, 1), datetime(2024, 5, 4))]


def test_the_profile_comes_before_the_synonyms_and_a_renamed_column_is_reported(tmp_path: Path) -> None:
    columns = {"accepted_at": ["诉求登记时刻"]}
    both = "工单编号 | 受理时间 | 承办单位 | 诉求登记时刻\nA1 | 2024-05-01 | 公安局 | 2024-05-02"
    got = read_table(tmp_path, both, columns=columns)
    assert got.dispatches["accepted_at"].to_list() == [datetime(2024, 5, 2)]
    assert got.issues == ()
    renamed = read_table(tmp_path, "工单编号 | 来电时间 | 承办单位" + BODY, columns=columns)
    assert kinds(renamed) == ["column.renamed"]
    assert renamed.dispatches["accepted_at"].to_list() == [datetime(2024, 5, 1, 8)]


def test_two_columns_for_one_meaning_are_asked_about(tmp_path: Path) -> None:
    text = "工单编号 | 受理时间 | 承办单位 | 责任单位\nA1 | 2024-05-01 | 公安局 | 城关镇"
    [issue] = read_table(tmp_path, text).issues
    assert issue.code == "column.ambiguous"
    assert "承办单位、责任单位" in issue.found
    assert read_table(tmp_path, text, columns={"unit": ["责任单位"]}).dispatches["unit"].to_list() == ["城关镇"]


def test_an_extended_deadline_comes_before_the_first_one(tmp_path: Path) -> None:
    text = """
    工单编号 | 受理时间 | 承办单位 | 办理时限 | 延期后截止时间
    A1 | 2024-05-01 | 公安局 | 2024-05-08 18:00 | 2024-05-15 18:00
    A2 | 2024-05-01 | 公安局 | 2024-05-08 18:00 |
    """
    got = read_table(tmp_path, text)
    assert got.dispatches["deadline_at"].to_list() == [datetime(2024, 5, 15, 18), datetime(2024, 5, 8, 18)]


def test_a_guess_is_shown_and_not_acted_upon(tmp_path: Path) -> None:
    got = read_table(tmp_path, "工单编号 | 诉求受理时刻 | 承办单位" + BODY)
    issue = next(issue for issue in got.issues if issue.code == "column.guess")
    assert "诉求受理时刻" in issue.found
    assert "受理时间: 诉求受理时刻" in issue.advice
    assert got.dispatches["accepted_at"].null_count() == 1


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("要求办完时间 | 实际办完时间", {"办理时限: 要求办完时间", "办结时间: 实际办完时间"}),
        ("诉求应办完的时间 | 诉求办完的时间", {"办理时限: 诉求应办完的时间", "办结时间: 诉求办完的时间"}),
        ("限定办结时间 | 备注二", {"办理时限: 限定办结时间", "办结时间: 本县的列名"}),
        ("实际办结的时间 | 备注二", {"办理时限: 本县的列名", "办结时间: 实际办结的时间"}),
    ],
)
def test_a_time_that_was_set_is_never_guessed_to_be_one_that_happened(
    tmp_path: Path, heads: str, said: set[str]
) -> None:
    body = "A1 | 2024-05-01 08:00 | 公安局 | 2024-05-08 18:00 | 2024-05-06 18:00"
    rules = {"overdue": {"time": "closed_at", "where": {"overdue": True}}}
    text = f"工单编号 | 受理时间 | 承办单位 | {heads}\n{body}"
    got = read_table(tmp_path, text, measures=rules)
    asked = [issue.advice for issue in got.issues if issue.code in ("column.guess", "column.missing")]
    assert {words for advice in asked for words in said if words in advice} == said
    assert len(asked) == len(said)


def test_set_and_actual_times_are_known_by_their_usual_heads(tmp_path: Path) -> None:
    text = """
    工单编号 | 受理时间 | 承办单位 | 要求办结时间 | 实际办结时间
    A1 | 2024-05-01 | 公安局 | 2024-05-08 18:00 | 2024-05-09 09:00
    """
    got = read_table(tmp_path, text)
    assert got.issues == ()
    assert got.dispatches.select("deadline_at", "closed_at", "overdue").rows() == [
        (datetime(2024, 5, 8, 18), datetime(2024, 5, 9, 9), True)
    ]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("要求办完时间", "closed_at"),
        ("规定时间", "accepted_at"),
        ("实际完成的时间", "deadline_at"),
        ("办完时间", "deadline_at"),
        ("实际办理天数", "deadline_days"),
        ("签收时限", "deadline_at"),
    ],
)
def test_words_of_a_head_rule_a_meaning_out(name: str, column: str) -> None:
    assert sureness_of(name, ["2024-05-08 18:00"], column) == 0


def test_a_response_is_no_time_limit() -> None:
    assert sureness_of("单位响应时间", ["2024-05-08 18:00"], "acknowledged_at") > 0


def test_sheets_of_other_columns_stand_beside_each_other(tmp_path: Path) -> None:
    first = table("工单编号 | 受理时间 | 承办单位" + BODY)
    second = table("承办单位 | 是否满意 | 受理时间 | 工单编号\n城关镇 | 满意 | 2024-05-02 | A2")
    got = read(tmp_path, write_xlsx(tmp_path / "a.xlsx", {"一": first, "二": second}))
    assert got.dispatches.select("order_id", "unit", "result_opinion").rows() == [
        ("A1", "甲县公安局", None),
        ("A2", "城关镇", "满意"),
    ]


@pytest.mark.parametrize(
    ("wanted", "codes", "day"),
    [
        ({}, [], 20),  # by their usual names: what has been extended comes first
        ({"deadline_at": "办理时限"}, ["column.extension"], 10),
        ({"deadline_at": ["办理时限", "延期后截止时间"]}, ["column.extension"], 10),
        ({"deadline_at": ["延期后截止时间", "办理时限"]}, [], 20),
    ],
)
def test_a_deadline_that_was_extended_is_not_passed_over_in_silence(
    tmp_path: Path, wanted: dict[str, object], codes: list[str], day: int
) -> None:
    text = """
    工单编号 | 受理时间 | 承办单位 | 办理时限 | 延期后截止时间
    A1 | 2024-05-06 08:00 | 公安局 | 2024-05-10 18:00 | 2024-05-20 18:00
    """
    got = read_table(tmp_path, text, columns=wanted, measures={"due": {"time": "deadline_at"}})
    assert [code for code in kinds(got) if code.startswith("column.")] == codes
    assert got.dispatches["deadline_at"].to_list() == [datetime(2024, 5, day, 18)]


def test_a_deadline_that_is_left_out_on_purpose_is_left_in_peace(tmp_path: Path) -> None:
    text = (
        "工单编号 | 受理时间 | 承办单位 | 办理时限 | 延期后截止时间\nA1 | 2024-05-06 | 公安局 | 2024-05-10 | 2024-05-20"
    )
    measures = {"due": {"time": "deadline_at"}}
    rules = {"columns": {"deadline_at": "办理时限"}, "ignore_columns": ["延期后截止时间"], "measures": measures}
    assert "column.extension" not in kinds(read_table(tmp_path, text, **rules))
