"""Tables from their description in the profile: every form that real annexes have."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent, indent

import pytest
from msgspec.structs import replace

from bulletin_gen.compose import compose
from bulletin_gen.compose.cells import figure_cell
from bulletin_gen.compose.markdown import read_text
from bulletin_gen.compose.tablerows import with_periods
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.figure import Figure
from bulletin_gen.profile.document import TableRule
from bulletin_gen.tree import NUMBERING, PROFILE_WORDS, Align, Cell, Table, plain
from compose.factory import Case, table_lines

PROFILE = """
kind: 热线周报
county: 某县
document: {title: 表}
units: {groups: [局, 镇, {name: 企业, scored: false}]}
styles: {kept: {zeros: keep}}
measures:
  accepted: {time: accepted_at}
  overdue: {time: accepted_at}
  closed: {time: accepted_at}
rates:
  completion_rate: {numerator: closed, denominator: accepted, style: kept, table_style: rate, empty: {show: "-"}}
breakdowns:
  channels: {measure: accepted, by: channel, style: kept, table_style: rate}
  types: {measure: accepted, by: request_type}
  hot: {measure: accepted, by: category_1}
score:
  局: {terms: [{name: done, rate: completion_rate, points: 100}], digits: 1}
  镇: {terms: [{name: done, rate: completion_rate, points: 150}], digits: 1}
grades: [{grade: B, from: 99}, {grade: A, from: 85}, {grade: C}]
lists:
  late: {where: {overdue: {at_least: 1}}, order: [-overdue], sums: [overdue]}
tables:
"""

UNITS = """
    单位 | 分组 | accepted | overdue | closed
    甲局 | 局   | 10       | 0       | 8
    乙局 | 局   | 20       | 2       | 20
    丙局 | 局   | 8        | 1       | 7
    丁镇 | 镇   | 0        | 0       | 0
    戊镇 | 镇   | 40       | 3       | 39
    己厂 | 企业 | 5        | 0       | 5
"""

CASE = Case(
    profile=PROFILE,
    units=UNITS,
    breakdowns={"channels": {"电话": 60, "网络": 23}},
    narrative={"热线信息": ""},
)


def table(rules: str) -> Table:
    """The annex of a table's description."""
    case = CASE.but(profile=PROFILE + indent("t:\n" + indent(dedent(rules), "  "), "  "))
    (annex,) = case.bulletin().annexes
    (made,) = annex.blocks
    assert isinstance(made, Table)
    return made


def rows(rules: str) -> list[str]:
    """Its printed rows."""
    return table_lines(table(rules))


UNIT_AND_COUNT = "columns: [{head: 单位, value: unit}, {head: 件数, value: accepted}]\n"


@pytest.mark.parametrize(
    ("order", "units"),
    [
        ("registered", "甲局 乙局 丙局 丁镇 戊镇 己厂"),
        ("-accepted", "戊镇 乙局 甲局 丙局 己厂 丁镇"),
        ("[group, -accepted]", "乙局 甲局 丙局 戊镇 丁镇 己厂"),
        ("[-group, accepted]", "己厂 丁镇 戊镇 丙局 甲局 乙局"),
        ("completion_rate", "甲局 丙局 戊镇 乙局 己厂 丁镇"),  # 丁镇 has no rate: last
        ("-completion_rate", "乙局 己厂 戊镇 丙局 甲局 丁镇"),
        ("[grade, registered]", "乙局 戊镇 丙局 甲局 丁镇 己厂"),  # the best first, whatever it is called
        ("[-grade]", "甲局 丁镇 丙局 乙局 戊镇 己厂"),
        ("-term.done", "戊镇 乙局 丙局 甲局 丁镇 己厂"),
        ("-score", "戊镇 乙局 丙局 甲局 丁镇 己厂"),  # 丁镇 scores 0, 己厂 is not scored: last
    ],
)
def test_order(order: str, units: str) -> None:
    printed = rows(f"order: {order}\n{UNIT_AND_COUNT}")[1:]
    assert [line.split("|")[0] for line in printed] == units.split()


def test_equal_printed_rates_are_ordered_by_the_exact_ones() -> None:
    units = "单位 | 分组 | accepted | closed\n甲 | 局 | 30000 | 29998\n乙 | 局 | 30000 | 29999"
    rules = "order: -completion_rate\n  columns: [{head: 单位, value: unit}, {head: 率, value: completion_rate}]"
    case = CASE.but(profile=f"{PROFILE}  t:\n    {rules.replace(chr(10), chr(10) + '  ')}", units=units)
    (made,) = case.bulletin().annexes[0].blocks
    assert isinstance(made, Table)
    assert table_lines(made)[1:] == ["乙|100%", "甲|99.99%"]


def test_groups_in_rows_are_each_called_by_their_own_name() -> None:
    printed = rows("{title: 表, rows: groups, columns: [{head: 分组, value: group}, {head: 件数, value: accepted}]}")
    assert printed[1:] == ["局|38", "镇|40", "企业|5"]


def test_only_some_groups_and_no_units_without_orders() -> None:
    assert rows(f"groups: [镇, 企业]\nskip_without: accepted\n{UNIT_AND_COUNT}") == ["单位|件数", "戊镇|40", "己厂|5"]


def test_a_group_column_is_merged_down_its_units() -> None:
    printed = rows("columns: [{head: 分组, value: group}, {head: 单位, value: unit}, {head: 件数, value: accepted}]")
    assert printed == ["分组|单位|件数", "局v3|甲局|10", "乙局|20", "丙局|8", "镇v2|丁镇|0", "戊镇|40", "企业|己厂|5"]


def test_group_rows_subtotals_and_a_total() -> None:
    made = table(
        """
        group_rows: true
        subtotal: {label: 小计}
        total: {columns: [accepted], blank: "/"}
        columns:
          - {head: 序号, value: serial}
          - {head: 单位, value: unit}
          - {head: 件数, value: accepted}
          - {head: 办结率, value: completion_rate}
        """
    )
    assert table_lines(made) == [
        "序号|单位|件数|办结率",
        "局>4",
        "1|甲局|10|80%",
        "2|乙局|20|100%",
        "3|丙局|8|87.5%",
        "小计>2|38|92.11%",
        "镇>4",
        "1|丁镇|0|-",
        "2|戊镇|40|97.5%",
        "小计>2|40|97.5%",
        "企业>4",
        "1|己厂|5|100%",
        "小计>2|5|100%",
        "合计>2|83|/",
    ]
    assert made.strong_rows == {4, 8, 11, 12}


def test_sums_may_stand_before_what_they_add_up() -> None:
    made = table(
        "group_rows: true\nsubtotal: {label: 小计, first: true}\ntotal: {label: 全县, first: true}\n" + UNIT_AND_COUNT
    )
    assert table_lines(made) == [
        "单位|件数", "全县|83",
        "局>2", "小计|38", "甲局|10", "乙局|20", "丙局|8",
        "镇>2", "小计|40", "丁镇|0", "戊镇|40",
        "企业>2", "小计|5", "己厂|5",
    ]  # fmt: skip
    assert made.strong_rows == {0, 2, 7, 11}


def test_serial_numbers_through_the_whole_table() -> None:
    printed = rows("serial_from: table\ncolumns: [{head: 序号, value: serial}, {head: 单位, value: unit}]")
    assert [line.split("|")[0] for line in printed[1:]] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("[group, -accepted]", "1 2 3 1 2 1"),
        ("-group", "1 1 2 1 2 3"),
        ("prose_group", "1 2 3 1 2 1"),
        ("-accepted", "1 2 3 4 5 6"),
        ("registered", "1 2 3 4 5 6"),
    ],
)
def test_serial_numbers_begin_anew_only_where_groups_stay_together(order: str, numbers: str) -> None:
    printed = rows(f"order: {order}\ncolumns: [{{head: 序号, value: serial}}, {{head: 单位, value: unit}}]")
    assert [line.split("|")[0] for line in printed[1:]] == numbers.split()


@pytest.mark.parametrize(
    ("rules", "numbers"),
    [("", "1 2 3"), ("order: [group]", "1 2 1"), ("subtotal: {label: 小计}", "1 1 2")],
)
def test_serial_numbers_of_a_lists_table(rules: str, numbers: str) -> None:
    printed = rows(f"rows: list.late\n{rules}\ncolumns: [{{head: 序号, value: serial}}, {{head: 单位, value: unit}}]")
    assert [line.split("|")[0] for line in printed[1:] if "小计" not in line] == numbers.split()


def test_a_list_that_is_cut_in_each_group_is_numbered_in_each_group() -> None:
    profile = PROFILE.replace("order: [-overdue], sums", "order: [-overdue], top: 2, within: group, sums")
    rule = "rows: list.late\ncolumns: [{head: 序号, value: serial}, {head: 单位, value: unit}]"
    (made,) = CASE.but(profile=profile + indent("t:\n" + indent(rule, "  "), "  ")).bulletin().annexes[0].blocks
    assert isinstance(made, Table)
    assert table_lines(made)[1:] == ["1|乙局", "2|丙局", "1|戊镇"]


def test_heads_of_two_levels() -> None:
    printed = rows(
        """
        groups: [企业]
        columns:
          - {head: 单位, value: unit}
          - {head: [件数, 受理], value: accepted}
          - {head: [件数, 超期], value: overdue}
          - {head: [质量, 办结率], value: completion_rate}
          - {head: [件数, 办结], value: closed}
        """
    )
    # 件数 stands twice: only neighbours are merged.
    assert printed[:2] == ["单位v2|件数>2|质量|件数", "受理|超期|办结率|办结"]


def test_a_score_term_and_a_group_that_is_not_scored() -> None:
    printed = rows(
        """
        columns:
          - {head: 单位, value: unit}
          - {head: 办结得分, value: term.done, blank: 不考核}
          - {head: 总分, value: score, blank: "—"}
        """
    )
    assert printed[1:] == [
        "甲局|80|80",
        "乙局|100|100",
        "丙局|87.5|87.5",
        "丁镇|0|0",
        "戊镇|146.25|146.3",
        "己厂|不考核|—",
    ]


def test_two_halves_side_by_side() -> None:
    made = table(f"halves: 2\ntotal: {{}}\n{UNIT_AND_COUNT}")
    assert made.columns == 4
    assert table_lines(made) == [
        "单位|件数|单位|件数",
        "甲局|10|戊镇|40",
        "乙局|20|己厂|5",
        "丙局|8|合计|83",
        "丁镇|0||",
    ]


def test_a_total_merged_down_one_side() -> None:
    printed = rows(
        """
        merged: [completion_rate]
        columns: [{head: 单位, value: unit}, {head: 件数, value: accepted}, {head: 全县办结率, value: completion_rate}]
        """
    )
    assert printed[1:] == ["甲局|10|95.18%v6", "乙局|20", "丙局|8", "丁镇|0", "戊镇|40", "己厂|5"]


def test_a_breakdown_with_its_total_in_the_style_of_tables() -> None:
    printed = rows(
        """
        rows: breakdown.channels
        total: {}
        columns: [{head: 渠道, value: name}, {head: 件数, value: count}, {head: 占比, value: share}]
        """
    )
    assert printed == ["渠道|件数|占比", "电话|60|72.29%", "网络|23|27.71%", "合计|83|100%"]


def test_a_breakdown_without_counts_of_its_values_asks_for_nothing_more() -> None:
    plain = "rows: breakdown.channels\ncolumns: [{head: 渠道, value: name}, {head: 件数, value: count}]\n"
    case = CASE.but(profile=PROFILE + indent("t:\n" + indent(plain, "  "), "  "))
    facts = case.facts()
    compose(facts, case.read_profile(), case.narrative, None)
    assert not [name for name in facts.figures if name.startswith("values.")]


def test_a_list_keeps_its_own_order() -> None:
    printed = rows(
        """
        rows: list.late
        total: {}
        columns: [{head: 序号, value: serial}, {head: 单位, value: unit}, {head: 超期, value: overdue}]
        """
    )
    # Numbers begin anew with each group only where groups stay together.
    assert printed == ["序号|单位|超期", "1|戊镇|3", "2|乙局|2", "3|丙局|1", "合计>2|6"]


LATE = """
rows: list.late
total: {}
columns: [{head: 单位, value: unit}, {head: 超期, value: overdue}, {head: 办结率, value: completion_rate}]
"""


def test_the_total_of_a_list_is_that_of_the_units_that_its_table_shows() -> None:
    # 戊镇 is on the list but not in this table: 3 late orders of 28, 27 closed.
    assert rows("groups: [局]" + LATE)[1:] == ["乙局|2|100%", "丙局|1|87.5%", "合计|3|96.43%"]
    assert rows("skip_without: accepted" + LATE)[-1] == "合计|6|97.06%"


def test_a_list_may_have_subtotals_though_it_is_not_ordered_by_groups() -> None:
    printed = rows("order: [-completion_rate]\nsubtotal: {label: 小计}" + LATE)
    assert printed[1:] == [
        "乙局|2|100%",
        "丙局|1|87.5%",
        "小计|3|96.43%",
        "戊镇|3|97.5%",
        "小计|3|97.5%",
        "合计|6|97.06%",
    ]


def test_a_group_has_one_heading_and_one_subtotal_whatever_the_order() -> None:
    printed = rows(f"order: [-accepted]\ngroup_rows: true\nsubtotal: {{label: 小计}}\n{UNIT_AND_COUNT}")
    assert printed[1:] == [
        "镇>2", "戊镇|40", "丁镇|0", "小计|40",
        "局>2", "乙局|20", "甲局|10", "丙局|8", "小计|38",
        "企业>2", "己厂|5", "小计|5",
    ]  # fmt: skip


def test_the_total_of_one_group_is_that_of_the_group() -> None:
    assert rows(f"groups: [局]\ntotal: {{}}\n{UNIT_AND_COUNT}")[-1] == "合计|38"


def printed_with_outside(rules: str) -> list[str]:
    """The rows of a table of a county with units outside its registry."""
    profile = PROFILE.replace("{name: 企业, scored: false}]}", "{name: 企业, scored: false}], outside: 其他单位}")
    profile += indent("t:\n" + indent(dedent(rules), "  "), "  ")
    (made,) = CASE.but(profile=profile, outside={"accepted": 7, "closed": 1}).bulletin().annexes[0].blocks
    assert isinstance(made, Table)
    return table_lines(made)


RATES = """
order: -accepted
skip_without: accepted
total: {}
columns: [{head: 单位, value: unit}, {head: 件数, value: accepted}, {head: 办结率, value: completion_rate}]
"""


def test_a_total_sums_the_rows_above_it_and_nothing_else() -> None:
    # 7 orders of units outside the registry are in the county's total, not in this table: 83 of 90, 79 closed.
    assert printed_with_outside(RATES)[-2:] == ["己厂|5|100%", "合计|83|95.18%"]
    assert printed_with_outside("groups: [局, 企业]" + RATES)[-1] == "合计|43|93.02%"


def test_units_outside_the_registry_may_be_the_last_row() -> None:
    assert printed_with_outside("outside: true" + RATES)[-3:] == ["己厂|5|100%", "其他单位|7|14.29%", "合计|90|88.89%"]


def test_notes_titles_and_heads_may_name_the_period() -> None:
    made = table(
        """
        title: "{{ period.name }}办理表"
        notes: ["备注：截至{{ period.last }}24:00。"]
        groups: [企业]
        landscape: "yes"
        columns: [{head: 单位, value: unit, align: left}, {head: "{{ period.short_name }}件数", value: accepted}]
        """
    )
    assert plain(made.notes[0]) == "备注：截至2024年5月31日24:00。"
    assert [run.figure for run in made.notes[0]] == ["", "period.last", PROFILE_WORDS]
    assert plain(made.head[0][1].text) == "5月件数"
    assert made.rows[0][0].align is Align.LEFT
    assert made.landscape is True


def test_serial_numbers_are_no_facts() -> None:
    made = table("columns: [{head: 序号, value: serial}, {head: 单位, value: unit}]")
    assert made.rows[0][0].text[0].figure == NUMBERING


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("97.9%", "0.979", "0.0%"),
        ("100%", "1.00", "0%"),
        ("33.80%", "0.3380", "0.00%"),
        ("-7.59", "-7.59", "0.00"),
        ("2040", "2040", "0"),
        ("98.2", "98.2", "0.0"),
        ("约1.1万人次", "", ""),
    ],
)
def test_a_cell_calculates_with_what_it_prints(text: str, value: str, number_format: str) -> None:
    cell = figure_cell(Figure("total.x", text, 1))
    assert (cell.value, cell.number_format) == (value, number_format)


def test_a_name_is_no_number_even_if_it_looks_like_one() -> None:
    cell = figure_cell(Figure("order_lists.x", "240501"))
    assert isinstance(cell, Cell)
    assert cell.value == ""


def test_a_total_in_a_table_without_a_column_of_names_stands_in_its_first_column() -> None:
    printed = rows("total: {label: 合计}\ncolumns: [{head: 件数, value: accepted}, {head: 办结, value: closed}]")
    assert (printed[1], printed[-1]) == ("10|8", "合计|79")


@pytest.mark.parametrize(("groups", "compared"), [("", "66%"), ("groups: [局]\n", "")])
def test_a_total_is_compared_only_where_it_is_that_of_the_whole(groups: str, compared: str) -> None:
    rules = f"""{groups}total: {{label: 合计}}
columns: [{{head: 单位, value: unit}}, {{head: 件数, value: accepted}}, {{head: 环比, value: 'accepted：环比'}}]
"""
    profile = PROFILE + indent("t:\n" + indent(rules, "  "), "  ")
    (annex,) = CASE.but(profile=profile, bases={"previous": {"accepted": "50"}}).bulletin().annexes
    (made,) = annex.blocks
    assert isinstance(made, Table)
    assert table_lines(made)[-1] == f"合计|{83 if compared else 38}|{compared}"


def test_a_column_of_a_period_that_counted_otherwise_is_marked() -> None:
    facts = CASE.facts()
    before = Base({"total.accepted": Fraction(5)}, "facts", rules={"total.accepted": "按派单计件"})
    trends = replace(facts.desk.trends, known={"2024-04": before, "2024-03": Base({"total.accepted": Fraction(7)}, "")})
    column = {"head": "受理", "value": "accepted：各期"}
    rule = TableRule.model_validate({"title": "表", "rows": "units", "columns": [column]})
    found = with_periods(rule, replace(facts, desk=replace(facts.desk, trends=trends))).columns
    assert [plain(read_text(each.head[-1])) for each in found[-2:]] == ["4月*", "5月"]
