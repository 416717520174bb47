"""The small steps of learning: names, tables, bands, sentences' surroundings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bulletin_gen.learning.finding.scoring.scores import RateColumn, bands_of, found_score
from bulletin_gen.learning.reading.front import front_of, plain, with_period
from bulletin_gen.learning.reading.matching import matched
from bulletin_gen.learning.reading.printed import unit_tables
from bulletin_gen.learning.writing.yamlwriting import flow
from bulletin_gen.leaves.numbers import NumberStyle
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.proof.reading.text import read_lines


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("平江县住建局", "平江县住房和城乡建设局"),
        ("人社局", "县人力资源和社会保障局"),
        ("天岳街道", "天岳街道办事处"),
        ("平江县市场监督管理局", "市场监管局"),
        ("平江县交警大队", "平江县公安局交通警察大队"),
        ("平江县高新区", "平江高新区管委会"),
        ("伍市镇", "伍市镇人民政府"),
    ],
)
def test_spellings_of_one_unit(printed: str, written: str) -> None:
    others = ["平江县教育局", "长寿镇", "平江县民政局", "加义镇"]
    assert matched([printed, *others], [written, "县民政局"], "平江县") == {
        written: printed,
        "县民政局": "平江县民政局",
    }


@pytest.mark.parametrize("written", ["中国移动平江分公司", "平江县人民法院", "城关镇", "平江县邮政公司"])
def test_other_units_are_not_taken_for_printed_ones(written: str) -> None:
    printed = ["平江县教育局", "平江县人民医院", "平江县电信公司", "长寿镇"]
    assert matched(printed, [written], "平江县") == {}


TABLE = """<table><tr><th rowspan=2>单位</th><th colspan=2>办理</th></tr><tr><th>受理数</th><th>办结率</th></tr>
<tr><td>教育局</td><td>3</td><td>100%</td></tr><tr><td>民政局</td><td>2</td><td>50%</td></tr>
<tr><td>水利局</td><td>1</td><td>0%</td></tr><tr><td>合计</td><td>6</td><td>66.67%</td></tr></table>"""


def test_folded_heads_and_totals() -> None:
    from bulletin_gen.proof.reading.html import read_html

    (table,) = unit_tables([read_html("通报.html", TABLE)], {"教育局", "民政局", "水利局"}.__contains__)
    assert table.heads == ("办理受理数", "办理办结率")
    assert [line.name for line in table.lines] == ["教育局", "民政局", "水利局"]
    assert table.total is not None
    assert table.total.cells == ("6", "66.67%")


def test_bands_are_the_roundest_numbers_that_fit() -> None:
    bands = bands_of(["98.2", "90", "89.8", "85.5", "82.7"], ["A", "A", "B", "B", "C"])
    assert bands is not None
    assert [(band.grade, band.start) for band in bands] == [("A", Decimal(90)), ("B", Decimal(85)), ("C", None)]


def test_grades_that_do_not_follow_the_scores_have_no_bands() -> None:
    assert bands_of(["98", "97", "96"], ["A", "B", "A"]) is None


def test_a_score_that_no_weights_give_is_not_found() -> None:
    from fractions import Fraction

    rate = RateColumn("办结率", tuple(Fraction(i, 20) for i in range(20)), NumberStyle(2, percent=True))
    cells = [str(37 + (i * 31) % 60) for i in range(20)]
    assert found_score("得分", cells, [rate]).rule is None


FRONT = """平江政务督查
第 9 期
平江县人民政府督查室
2024 年 7 月 10 日
2024 年 5 月份平江县热线办理情况通报
一、基本情况
5 月份，共受理工单 1263 件。
附件：评价表
"""


def test_what_stands_around_the_text() -> None:
    front = front_of(read_lines("通报.txt", FRONT).passages, parse_period("2024-05"), 10**6)
    assert front.document == {
        "document_number": "第{期号}期",
        "title": "{期间}份平江县热线办理情况通报",
        "mark": "平江政务督查",
        "issuer": "平江县人民政府督查室",
    }
    assert front.supplied["issue_number"] == 9
    assert str(front.supplied["dated"]) == "2024-07-10"
    assert [plain(each.text) for each in front.body] == ["一、基本情况", "5月份，共受理工单1263件。"]


def test_names_of_the_period() -> None:
    assert with_period("2024年5月，较4月；15月", parse_period("2024-05")) == "{期间}，较{上期月份}；15月"


def test_texts_that_yaml_would_misread_are_quoted() -> None:
    assert flow({"印": "0%", "是": True, "名": "no", "列": ["县直单位", "a: b"]}) == (
        '{印: "0%", 是: 是, 名: "no", 列: [县直单位, "a: b"]}'
    )
