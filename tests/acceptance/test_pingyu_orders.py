"""The example orders of 平舆, counted without the program: what they come to is what was published, errata apart."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from functools import cache

from jsonschema import validate

from acceptance.reading import DATA, EXAMPLES, facts, names, sheet, table
from bulletin_gen.facts.saved.save import facts_schema

FOLDER = EXAMPLES / "pingyu/2022-01"
FIGURES = facts("pingyu")
TextRow = dict[str, str]


@cache
def january() -> tuple[TextRow, ...]:
    """What the city centre handed over in January, void orders apart."""
    rows = table(FOLDER / "热线工单导出.csv", "gb18030")
    return tuple(row for row in rows if moment(row["交办时间"]).month == 1 and row["当前状态"] != "已作废")


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y/%m/%d %H:%M")  # noqa: DTZ007 - the export's own clock


def unit(row: TextRow) -> str:
    return names("pingyu")[row["责任单位"]]


def late(row: TextRow) -> bool:
    return bool(row["回复时间"]) and moment(row["回复时间"]) > moment(row["办理截止时间"])


def rate(head: str, rows: list[TextRow]) -> str:
    said = [row[head] for row in rows if row[head] in ("满意", "基本满意", "不满意")]
    if not said:
        return "未回访"
    return f"{100 * (len(said) - said.count('不满意')) / len(said):.2f}".rstrip("0").rstrip(".") + "%"


def published(row: TextRow, head: str) -> str:
    for erratum in FIGURES["errata"]:
        if (erratum["unit"], erratum["column"]) == (row["承办单位"], head):
            assert row[head] == erratum["printed"]
            return str(erratum["expect"])
    return row[head]


def test_each_unit_has_the_published_counts_and_rates() -> None:
    annex = table(DATA / "pingyu/annex.csv")
    assert len(annex) == 49
    for row in annex:
        own = [order for order in january() if unit(order) == row["承办单位"]]
        assert (str(len(own)), str(sum(map(late, own)))) == (row["承办件数"], row["超期件数"]), row["承办单位"]
        assert rate("办理结果是否满意", own) == published(row, "办理结果满意率"), row["承办单位"]
        assert rate("服务过程是否满意", own) == published(row, "服务过程满意率"), row["承办单位"]


def test_totals_and_categories() -> None:
    rows = list(january())
    assert len({row["流水号"] for row in rows}) == len(rows) == FIGURES["accepted"]
    assert Counter(row["问题分类"] for row in rows) == FIGURES["categories"]
    assert rate("办理结果是否满意", rows) == FIGURES["result_satisfaction"]["value"]
    assert rate("服务过程是否满意", rows) == FIGURES["process_satisfaction"]["value"]


def test_the_year_before_gives_the_published_changes() -> None:
    content = json.loads((EXAMPLES / "pingyu/facts/2021-01.json").read_text(encoding="utf-8"))
    validate(content, facts_schema())
    changes = (("result_satisfaction", "办理结果满意率", -7.59), ("process_satisfaction", "服务过程满意率", 15.28))
    for name, called, change in changes:
        earlier = content["figures"][f"total.{called}"]
        assert earlier["text"] == f"{100 * earlier['numerator'] / earlier['denominator']:.2f}%"
        assert round(float(FIGURES[name]["value"][:-1]) - float(earlier["text"][:-1]), 2) == change
        assert FIGURES[name]["year_on_year"] == change


def test_units_named_by_hand_complete_the_criticised() -> None:
    named = {row["单位"] for row in sheet(FOLDER / "adjustments.xlsx") if row["类型"] == "批评"}
    low = {part["unit"] for part in [*FIGURES["low_process"], *FIGURES["low_result"]]}
    assert named | low == set(FIGURES["criticised"]) and not named & low
