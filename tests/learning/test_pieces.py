"""The small steps of learning that a month's bulletin does not reach: weights, places, quotients of printed columns,
dates, what is left of a bulletin."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin_gen.learning.finding.rates import printed_rate
from bulletin_gen.learning.finding.scoring.points import found_points
from bulletin_gen.learning.finding.scoring.scores import RankRule, RateColumn, found_score, rank_rule
from bulletin_gen.learning.finding.tables import order_of
from bulletin_gen.learning.phrasing.falling import may_fall_away
from bulletin_gen.learning.reading.front import front_of, text_end, with_period
from bulletin_gen.learning.reading.printed import title_of, unit_tables
from bulletin_gen.learning.reading.printedcells import is_bare_percent_column, styles_of
from bulletin_gen.learning.tying.paragraph import WorkParagraph
from bulletin_gen.leaves.numbers import NumberStyle, Zeros, format_number, round_exact
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.proof.reading.text import read_lines

RATE = NumberStyle(2, percent=True)
FIRST = [Fraction(n, 37) for n in (30, 31, 29, 36, 25, 33, 28, 37)]
SECOND = [Fraction(n, 53) for n in (50, 41, 49, 46, 35, 53, 38, 47)]
THIRD = [Fraction(n, 29) for n in (1, 0, 3, 2, 5, 4, 0, 7)]


def _scores(weights: tuple[int, int, int], empty: str = "") -> tuple[list[str], list[RateColumn]]:
    """Scores of these rates, of which the third is one of fewer the better; ``empty``: what the second counts for the
    last unit, which has no base."""
    second: list[Fraction | None] = [*SECOND]
    scores = []
    for i, (one, other, fewer) in enumerate(zip(FIRST, SECOND, THIRD, strict=True)):
        points = [weights[0] * one, weights[1] * other, weights[2] * (1 - fewer)]
        if empty and i == len(FIRST) - 1:
            second[i] = None
            points[1] = Fraction(weights[1]) if empty == "full" else Fraction(0)
            if empty == "rescale":
                points = [each * sum(weights) / (weights[0] + weights[2]) for each in points]
        scores.append(str(round_exact(sum(points), 2)))
    columns = [RateColumn("按期率", tuple(FIRST), RATE), RateColumn("满意率", tuple(second), RATE)]
    return scores, [*columns, RateColumn("返工率", tuple(THIRD), RATE)]


@pytest.mark.parametrize("weights", [(45, 40, 15), (43, 42, 15), (37, 51, 12)])
def test_weights_are_found_whatever_steps_they_go_in(weights: tuple[int, int, int]) -> None:
    scores, rates = _scores(weights)
    rule = found_score("得分", scores, rates).rule
    assert rule is not None
    assert {term.head: term.points for term in rule.terms} == dict(
        zip(("按期率", "满意率", "返工率"), weights, strict=True)
    )


@pytest.mark.parametrize("empty", ["full", "zero", "rescale"])
def test_what_a_unit_without_a_base_gets_is_found(empty: str) -> None:
    scores, rates = _scores((45, 40, 15), empty)
    found = found_score("得分", scores, rates)
    assert not found.misses
    assert found.rule is not None
    assert found.rule.empty == empty


@pytest.mark.parametrize(
    ("ranks", "values", "groups", "rule"),
    [
        ("1 2 2 4", "9 8 8 7", "甲 甲 甲 甲", RankRule("all", "shared")),
        ("1 2 2 3", "9 8 8 7", "甲 甲 甲 甲", RankRule("all", "dense")),
        ("1 2 3 4", "9 8 8 7", "甲 甲 甲 甲", RankRule("all", "broken")),
        ("3 2 1", "9 8 7", "甲 甲 甲", RankRule("all", "shared", descending=False)),
        ("1 2 3 1 2 3", "9 8 7 95% 90% 5%", "甲 甲 甲 乙 乙 乙", RankRule("group", "shared")),
        ("1 2 3", "9 9 9", "甲 甲 甲", None),
        ("2 1 3", "9 8 7", "甲 甲 甲", None),
    ],
)
def test_places_follow_numbers(ranks: str, values: str, groups: str, rule: RankRule | None) -> None:
    assert rank_rule(ranks.split(), values.split(), groups.split()) == rule


COUNTS = {"签收件": (7, 9, 11, 5, 13, 8, 4, 3), "派单": (8, 9, 13, 7, 17, 9, 5, 4)}


def test_a_rate_of_two_printed_columns_is_their_quotient() -> None:
    cells = [format_number(Fraction(a, b), RATE) for a, b in zip(*COUNTS.values(), strict=True)]
    found = printed_rate("签收率", cells, COUNTS)
    assert found is not None
    assert (found.upper, found.lower, found.complement) == ("签收件", "派单", False)


def test_a_share_is_of_what_all_have() -> None:
    cells = [format_number(Fraction(n, sum(COUNTS["派单"])), NumberStyle(1, percent=True)) for n in COUNTS["派单"]]
    found = printed_rate("派单占比", cells, COUNTS)
    assert found is not None
    assert (found.upper, found.lower) == ("派单", "")


def test_percentages_without_a_sign_are_told_by_their_head() -> None:
    cells = ["86.72", "91.4", "100"]
    assert is_bare_percent_column("办结率（%）", cells)
    assert is_bare_percent_column("办结率", cells)
    assert not is_bare_percent_column("得分", cells)
    assert not is_bare_percent_column("办结率", ["86", "91", "100"])
    style = next(styles_of(cells, percent=True))
    assert style == NumberStyle(2, percent=True, bare=True)
    assert format_number(Fraction(9, 10), style) == "90"
    assert format_number(Fraction(9, 10), NumberStyle(2, zeros=Zeros.KEEP, percent=True, bare=True)) == "90.00"


@pytest.mark.parametrize(
    ("period", "text", "said"),
    [
        ("2024-05", "2024年5月1日0时至5月31日24时", "{期初}0时至{期末日}24时"),
        ("2024-05", "（2024年5月1日—5月31日）", "（{年份}年{起止}）"),
        ("2024-05", "5月1日至31日，6月1日至31日", "{起止}，6月1日至31日"),
        ("2024-05", "截至5月底，较4月份多", "截至{月份}底，较{上期月份}份多"),
        ("2024-05", "与2023年5月相比", "与{上年同期}相比"),
        ("2024-05", "2024年5月12345热线", "{期间}12345热线"),
        ("2024-05", "5月14日", "{月份}14日"),
        ("2024-01", "较12月份少，14月", "较{上期月份}份少，14月"),
        ("2024-W19", "本周（5月6日至5月12日）", "本周（{起止}）"),
        ("2024-W19", "第19周比第18周多", "第{期数}周比第{上期数}周多"),
    ],
)
def test_days_and_months_of_the_period_have_names(period: str, text: str, said: str) -> None:
    assert with_period(text, parse_period(period)) == said


BEHIND = """关于某县热线办理情况的通报
（2024年5月）
一、总体情况
5月份，共受理群众诉求1234件，其中办结1200件，办结率为97.24%。
附表：各单位情况
单位 | 受理数 | 办结数
甲局 | 10 | 9
乙镇 | 12 | 11
丙局 | 14 | 13
二、工作要求
各单位要高度重视。
单位 | 得分 | 名次
甲局 | 90.5 | 1
乙镇 | 80.5 | 2
丙局 | 70.5 | 3
本表由热线中心按平台数据制作，仅供参考使用。
某县热线办公室
2024年6月4日
"""


def test_nothing_of_a_bulletin_is_left_without_a_word() -> None:
    """A table that text goes on behind though it is called 附表; signature and date behind the last; what stands in
    neither is told."""
    publication = read_lines("通报.txt", BEHIND)
    end = text_end(publication.passages, publication.tables)
    front = front_of(publication.passages, parse_period("2024-05"), end)
    assert front.document["title"] == "关于某县热线办理情况的通报（{期间}）"
    assert front.document["signatures"] == ["某县热线办公室"]
    assert str(front.supplied["dated"]) == "2024-06-04"
    assert [each.text for each in front.body][-2:] == ["二、工作要求", "各单位要高度重视。"]
    assert front.spare == ("本表由热线中心按平台数据制作，仅供参考使用。",)


SUMS = """组别 | 序号 | 单位 | 受理数 | 办结率
乡镇 | 1 | 甲镇 | 10 | 90%
乡镇 | 2 | 乙镇 | 12 | 80%
乡镇 |  | 小计 | 22 | 84.5%
部门 | 1 | 丙局 | 14 | 70%
部门 | 2 | 丁局 | 15 | 60%
部门 |  | 小计 | 29 | 64.8%
全县总计 |  |  | 51 | 73.3%
"""


def test_rows_of_sums_are_those_of_the_table_and_of_its_groups() -> None:
    (table,) = unit_tables([read_lines("通报.txt", SUMS)], {"甲镇", "乙镇", "丙局", "丁局"}.__contains__)
    assert [line.name for line in table.lines] == ["甲镇", "乙镇", "丙局", "丁局"]
    assert [(row.group, row.cells[0]) for row in table.subtotals] == [("乡镇", "22"), ("部门", "29")]
    assert table.total is not None
    assert (table.total.label, table.total.cells[0]) == ("全县总计", "51")
    assert table.serials == ("1", "2", "1", "2")
    assert not any(table.is_ahead(row) for row in table.sums)


AHEAD = """单位 | 受理数 | 办结率
全县合计 | 51 | 73.3%
一、乡镇 |  |
小计 | 22 | 84.5%
甲镇 | 10 | 90%
乙镇 | 12 | 80%
二、部门 |  |
小计 | 29 | 64.8%
丙局 | 14 | 70%
丁局 | 15 | 60%
"""


def test_groups_may_stand_in_rows_of_their_own_and_sums_before_what_they_add_up() -> None:
    (table,) = unit_tables([read_lines("通报.txt", AHEAD)], {"甲镇", "乙镇", "丙局", "丁局"}.__contains__)
    assert [(line.group, line.name) for line in table.lines] == [
        ("乡镇", "甲镇"), ("乡镇", "乙镇"), ("部门", "丙局"), ("部门", "丁局"),
    ]  # fmt: skip
    assert [(row.group, row.cells[0]) for row in table.subtotals] == [("乡镇", "22"), ("部门", "29")]
    assert table.total is not None
    assert (table.total.label, table.total.cells[0]) == ("全县合计", "51")
    assert table.titled
    assert all(table.is_ahead(row) for row in table.sums)


@pytest.mark.parametrize(
    ("text", "put", "said"),
    [
        (
            "甲多。超期的有甲镇。",
            [("甲镇", "{单位：有超期：{单位}、}")],
            "甲多。【超期的有{单位：有超期：{单位}、}。】",
        ),
        (
            "受理9件，超期的有甲镇。",
            [("9", "{受理}"), ("甲镇", "{单位：有超期：{单位}、}")],
            "受理{受理}件【，超期的有{单位：有超期：{单位}、}】。",
        ),
        ("前三的是甲镇。", [("甲镇", "{单位：转办前3：{单位}、}")], "前三的是{单位：转办前3：{单位}、}。"),
    ],
)
def test_a_list_that_may_be_empty_may_fall_away(text: str, put: list[tuple[str, str]], said: str) -> None:
    work = WorkParagraph(text)
    for printed, words in put:
        at = text.index(printed)
        work.put(at, at + len(printed), words)
    may_fall_away(work)
    assert work.written() == said


FIXED_NUMBERS = [
    ("平均用时较上期缩短0.1天，受理9件。", "9", "{提供平均用时较上期}"),
    ("受理9件，高于目标值（75%）16.60个百分点。", "9", "，{提供"),
    ("受理9件，较上期增加4户。", "9", "较上期{提供较上期}户"),
]


@pytest.mark.parametrize(("text", "tied", "said"), FIXED_NUMBERS)
def test_the_way_in_which_something_moved_is_given_with_its_number(text: str, tied: str, said: str) -> None:
    """Another month it went the other way: no word of it stays."""
    from types import SimpleNamespace

    from bulletin_gen.learning.phrasing.fixed import Fixed

    work = WorkParagraph(text)
    work.put(text.index(tied), text.index(tied) + 1, "{受理}")
    board = SimpleNamespace(columns={}, orders=())
    totals = SimpleNamespace(board=board, rules=SimpleNamespace(measures={}))
    figures: dict[str, dict[str, str]] = {}
    Fixed(totals, SimpleNamespace(units={}), [], figures).put(work)  # type: ignore[arg-type]
    assert said in work.written()
    assert not any(word in work.written() for word in ("缩短", "高于", "增加"))


MEANS = """单位 | 受理数 | 办结率
甲镇 | 10 | 90%
乙镇 | 12 | 80%
丙局 | 14 | 70%
合计 | 36 | 79.4%
平均 | 12 | 80%
"""


def test_a_row_of_means_is_no_row_of_sums() -> None:
    (table,) = unit_tables([read_lines("通报.txt", MEANS)], {"甲镇", "乙镇", "丙局"}.__contains__)
    assert table.total is not None
    assert table.total.label == "合计"
    assert table.means == ("平均",)


def test_the_title_of_an_annex_signs_nothing() -> None:
    text = BEHIND.replace("2024年6月4日\n", "2024年6月4日\n某县5月份办理情况统计表\n")
    publication = read_lines("通报.txt", text)
    end = text_end(publication.passages, publication.tables)
    front = front_of(publication.passages, parse_period("2024-05"), end)
    assert front.document["signatures"] == ["某县热线办公室"]


def test_equal_heads_of_two_rows_are_a_merged_cell() -> None:
    """A Word table repeats them; lower heads of one name stay apart."""
    from bulletin_gen.learning.reading.headrows import with_folded_heads

    upper, lower = "单位 | 受理数 | 态度 | 态度 | 结果 | 结果", "单位 | 受理数 | 件数 | 占比 | 件数 | 占比"
    rows = f"{upper}\n{lower}\n甲局 | 9 | 3 | 30% | 4 | 40%"
    (table,) = with_folded_heads(read_lines("通报.txt", rows).tables)
    assert table.heads == ("单位", "受理数", "态度件数", "态度占比", "结果件数", "结果占比")


LATE_ONES = {
    "超期": (3, 1, 0, 5, 2, 7, 4, 0, 1, 6),
    "不满意": (1, 0, 2, 2, 5, 0, 1, 3, 0, 4),
    "受理": (9, 7, 8, 9, 6, 5, 9, 4, 3, 8),
}


def test_points_for_each_order_are_found() -> None:
    cells = [str(100 - 2 * late - bad) for late, bad in zip(LATE_ONES["超期"], LATE_ONES["不满意"], strict=True)]
    found = found_points("得分", cells, LATE_ONES)
    assert found is not None
    assert found.rule is not None
    assert found.rule.base == 100
    assert [(item.head, item.points) for item in found.rule.items] == [("超期", -2), ("不满意", -1)]


@pytest.mark.parametrize("cells", [[str(90 - i * i % 7) for i in range(10)], ["100"] * 10])
def test_scores_that_no_count_gives_are_not_points(cells: list[str]) -> None:
    assert found_points("得分", cells, LATE_ONES) is None


SECOND_KEY = """单位 | 受理数 | 办结数
甲镇 | 9 | 9
乙镇 | 9 | 7
丙镇 | 9 | 5
丁镇 | 8 | 8
戊镇 | 8 | 6
己镇 | 8 | 2
庚镇 | 7 | 6
辛镇 | 7 | 1
壬镇 | 6 | 3
"""


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (SECOND_KEY, ("-受理数", "-办结数", "registered")),
        (SECOND_KEY.replace("9 | 5", "9 | 8"), ("-受理数", "registered")),
        (SECOND_KEY.replace("辛镇 | 7 | 1\n", ""), ("-受理数", "registered")),
    ],
)
def test_equal_rows_go_by_what_enough_of_them_say(text: str, order: tuple[str, ...]) -> None:
    names = {line.split(" | ")[0] for line in text.splitlines()[1:]}
    (table,) = unit_tables([read_lines("通报.txt", text)], names.__contains__)
    columns = {head: table.column(i) for i, head in enumerate(table.heads)}
    assert order_of(table, columns, set(columns), None) == order


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("一、情况\n各单位接单量见下表，合计9件。\n单位 | 受理数\n甲局 | 4\n乙镇 | 3\n丙局 | 2\n", True),
        ("一、情况\n办理情况如下：\n表1 各单位情况\n单位 | 受理数\n甲局 | 4\n乙镇 | 3\n丙局 | 2\n", True),
        ("一、情况\n共受理9件。\n某县热线办\n各单位情况统计表\n单位 | 受理数\n甲局 | 4\n乙镇 | 3\n丙局 | 2\n", False),
        ("一、情况\n共受理9件。\n附件：各单位情况\n单位 | 受理数\n甲局 | 4\n乙镇 | 3\n丙局 | 2\n", False),
    ],
)
def test_a_table_that_the_text_leads_to_is_part_of_it(text: str, within: bool) -> None:
    publication = read_lines("通报.txt", text)
    (table,) = publication.tables
    assert (text_end(publication.passages, publication.tables) > table.order) is within


@pytest.mark.parametrize(
    ("caption", "title"),
    [
        ("乡镇", "乡镇"),
        ("5月份各单位办理情况统计表（按受理量）", "5月份各单位办理情况统计表（按受理量）"),
        ("五家合计697件，占77.4%。", ""),
        ("接单量前五的单位见下表，五家合计697件", ""),
        ("各单位情况如下：", ""),
    ],
)
def test_a_sentence_is_no_title(caption: str, title: str) -> None:
    assert title_of(caption) == title


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("受理9件，与2023年同期相比增长。", "与{提供年份}年同期"),
        ("受理9件，依据2009年的办法。", "依据{“2009”}年的办法"),
        ("受理9件，按《2023年考核办法》执行。", "《{“2023”}年考核办法》"),
        ("受理9件，110转办7件。", "{“110”}转办{转办}件"),
    ],
)
def test_years_move_with_the_period_and_digits_of_names_stay(text: str, said: str) -> None:
    from types import SimpleNamespace

    from bulletin_gen.learning.phrasing.fixed import Fixed

    work = WorkParagraph(text)
    work.put(text.index("9"), text.index("9") + 1, "{受理}")
    if "7件" in text:
        work.put(text.index("7件"), text.index("7件") + 1, "{转办}")
    board = SimpleNamespace(columns={"channel": {"110转办": 1}}, orders=())
    totals = SimpleNamespace(board=board, rules=SimpleNamespace(measures={}, period=parse_period("2024-05")))
    Fixed(totals, SimpleNamespace(units={}), [], {}).put(work)  # type: ignore[arg-type]
    assert said in work.written()
