"""Charts from profile and sentences: which rows, which numbers, which names; and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import parsed
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.tree import Chart, charts, plain
from compose.factory import table_lines
from compose.wording.world import World
from compose.wording.worlds import NOTHING, ORDINARY


def drawn(rule: str, world: World = ORDINARY, wording: str = "{图：甲}") -> Chart:
    """The only chart of a bulletin whose profile has one chart 甲 with these lines."""
    more = "图:\n  甲:\n" + "\n".join(f"    {line}" for line in ("标题: 某图", *rule.strip().splitlines()))
    world = replace(world, profile_more=more)
    file = parsed(text_lines(f"{wording}\n{{表：各单位情况}}", "正文.txt"), "正文.txt")
    (chart,) = charts(compose(world.facts(), world.profile(), {}, wording=file))
    return chart


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (
            "行: 类别.诉求类型\n数: 件数",
            ["|受理", "咨询类|700", "求助类|300", "投诉类|188", "建议类|10", "其他|2"],
        ),
        (
            "行: 类别.诉求类型\n数: [件数, 件数：上年同期]",
            [
                "|2031年4月|2030年4月", "咨询类|700|800", "求助类|300|300", "投诉类|188|", "建议类|10|", "其他|2|",
            ],
        ),
        ("行: 分组\n数: [转办, 办结]", ["|转办|办结", "县直单位|320|303", "乡镇|100|93"]),
        ("行: 单位\n分组: 乡镇\n数: 满意率", ["|满意率", "白杨镇|100%", "柳林乡|91.67%", "青石镇|85%"]),
        ("行: 单位\n数: 得分\n前几: 2", ["|得分", "教育局|100", "水利局|100"]),
        (
            "行: 单位\n分组: 乡镇\n数: 转办\n为零不列: 转办\n排序: 登记顺序",
            ["|转办", "青石镇|40", "白杨镇|35", "柳林乡|25"],
        ),
        ("行: 名单.不达标单位\n数: 满意率", ["|满意率", "青石镇|85%"]),
        ("行: 指标\n指标: [转办, 办结]\n数: [数值, 数值：上期]", ["|4月|3月", "转办|420|420", "办结|396|"]),
        ("行: 类别.诉求类型\n图形: 环形\n数: 占比", ["|占比", "咨询类|58.33%", "求助类|25%", "投诉类|15.67%"]),
    ],
)  # fmt: skip
def test_rows_and_numbers(rule: str, lines: list[str]) -> None:
    assert table_lines(drawn(rule).table)[: len(lines)] == lines


MARCH = {"青石镇：转办": "33", "白杨镇：转办": "20", "柳林乡：转办": "25", "诉求类型：咨询类：受理": "500"}
FEBRUARY = {"青石镇：转办": "30", "柳林乡：转办": "12", "县直单位：转办": "300", "乡镇：转办": "90"}
EARLIER = {
    "history": {"2031-02": FEBRUARY},
    "bases": {**ORDINARY.bases, "previous": {**ORDINARY.bases["previous"], **MARCH}},
}


@pytest.mark.parametrize(
    ("rule", "lines", "notes"),
    [
        (
            "行: 期间\n图形: 折线\n期数: 近3期\n分别画: 单位\n分组: 乡镇\n数: 转办\n前几: 3",
            ["|青石镇|白杨镇|柳林乡", "2月|30||12", "3月|33|20|25", "4月|40|35|25"],
            ["注：白杨镇2031年2月没有数据。"],
        ),
        (
            "行: 期间\n图形: 折线\n期数: 近3期\n分别画: 单位\n排序: 登记顺序\n为零不列: 转办\n分组: 乡镇\n数: 转办",
            ["|青石镇|白杨镇|柳林乡", "2月|30||12", "3月|33|20|25", "4月|40|35|25"],
            ["注：白杨镇2031年2月没有数据。"],
        ),
        (
            "行: 期间\n图形: 堆积柱形\n期数: 近3期\n分别画: 分组\n数: 转办",
            ["|县直单位|乡镇|企业", "2月|300|90|", "3月|||", "4月|320|100|0"],
            ["注：县直单位、乡镇2031年3月没有数据。", "注：企业2031年2月、3月没有数据。"],
        ),
        (
            "行: 期间\n图形: 柱形\n期数: 近2期\n分别画: 类别.诉求类型\n数: 件数",
            ["|咨询类|求助类|投诉类|建议类|其他", "3月|500||||", "4月|700|300|188|10|2"],
            ["注：求助类、投诉类、建议类、其他2031年3月没有数据。"],
        ),
        (
            "行: 期间\n期数: 近2期\n分别画: 名单.不达标单位\n数: 转办",
            ["|青石镇", "3月|33", "4月|40"],
            [],
        ),
        (
            "行: 期间\n期数: 近2期\n分别画: 单位\n图形: 折线\n数: 转办",
            ["|城管局|教育局|水利局|民政局|青石镇|白杨镇", "3月|||||33|20", "4月|120|80|60|60|40|35"],
            ["注：只画前6个，另3个没有画。", "注：城管局、教育局、水利局、民政局2031年3月没有数据。"],
        ),
    ],
)  # fmt: skip
def test_each_unit_group_or_value_has_a_line(rule: str, lines: list[str], notes: list[str]) -> None:
    chart = drawn(rule, replace(ORDINARY, **EARLIER))
    assert table_lines(chart.table) == lines
    assert [plain(note) for note in chart.notes] == notes
    assert chart.ends == (chart.form == "polyline")


def test_lines_of_nobody_are_an_empty_chart_that_says_so() -> None:
    chart = drawn("行: 期间\n图形: 折线\n期数: 近2期\n分别画: 名单.不达标单位\n数: 转办", NOTHING)
    assert table_lines(chart.table) == ["|转办", "3月|", "4月|"]
    assert "注：本期没有可画的数。" in [plain(note) for note in chart.notes]


def test_the_caption_counts_and_is_filled_in() -> None:
    chart = drawn("行: 分组\n数: 转办")
    assert plain(chart.caption) == "图1　某图"


def test_series_are_called_as_the_profile_says() -> None:
    chart = drawn("行: 分组\n数: [转办, 转办：上期]\n图例: [本月, 上月]")
    assert [plain(series.name) for series in chart.series] == ["本月", "上月"]


def test_a_month_without_anything_has_a_chart_all_the_same() -> None:
    chart = drawn("行: 类别.热点\n数: 件数", NOTHING)
    assert table_lines(chart.table) == ["|受理"]
    assert [plain(note) for note in chart.notes] == ["注：本期没有可画的数。"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("行: 类别.没有\n数: 件数", "不存在的图的行"),
        ("行: 分组\n数: 没有", "不存在的图里的数"),
        ("行: 分组\n数: [转办, 办结率]", "一张图里的数要同一种单位"),
        ("行: 分组\n数: 转办：同比", "不存在的比较"),
        ("行: 分组\n图形: 环形\n数: 办结率", "环形图画的是各部分占多少"),
        ("行: 分组\n图形: 堆积柱形\n数: 转办", "堆积柱形要几个能相加的计数"),
        ("行: 名单.满分单位\n图形: 环形\n数: 转办", "环形图要画全部，这里只有一部分"),
        ("行: 分组\n前几: 3\n数: 转办", "只有按单位画的图能写这一项"),
        ("行: 分组\n数: 转办\n图例: [甲, 乙]", "图例的叫法和数的个数不同"),
        ("行: 分组\n图形: 饼形\n数: 转办", "不在允许的取值之内"),
        ("行: 指标\n数: 数值", "指标图没有指标，或写了指标而行不是指标"),
        ("行: 分组\n分别画: 单位\n数: 转办", "只有各期的图能分别画"),
        ("行: 期间\n分别画: 单位\n数: [转办, 办结]", "分别画的图只画一个数"),
        ("行: 期间\n分别画: 单位\n数: 转办：累计", "分别画的图只画一个数"),
        ("行: 期间\n分别画: 没有\n数: 转办", "不存在的分别画的对象"),
        ("行: 期间\n分别画: 单位\n前几: 7\n数: 转办", "一张图里的线太多，分不清"),
        ("行: 期间\n分别画: 单位\n图例: [甲]\n数: 转办", "分别画的图不写图例"),
        ("行: 期间\n分别画: 单位\n图形: 堆积柱形\n数: 办结率", "堆积柱形要几个能相加的计数"),
        ("行: 期间\n分别画: 单位\n图形: 环形\n数: 转办", "环形图要画全部，这里只有一部分"),
    ],
)
def test_what_no_chart_can_show_is_refused(rule: str, told: str) -> None:
    with pytest.raises(BulletinError) as caught:
        drawn(rule)
    assert told in [issue.kind for issue in caught.value.issues], str(caught.value)


def test_a_chart_without_a_place_is_told() -> None:
    with pytest.raises(BulletinError) as caught:
        drawn("行: 分组\n数: 转办", wording="受理{受理}件。")
    (issue,) = caught.value.issues
    assert (issue.kind, issue.place.key) == ("图没有放进正文", "图 → 甲")


def test_a_chart_nobody_knows_is_told_with_those_there_are() -> None:
    with pytest.raises(BulletinError) as caught:
        drawn("行: 分组\n数: 转办", wording="{图：乙：转办}")
    assert "乙" in str(caught.value) and "某图" in str(caught.value)


def described(wording: str, **changes: object) -> Chart:
    """The chart that the only line of a wording describes."""
    world = replace(ORDINARY, **changes)
    file = parsed(text_lines(f"{wording}\n{{表：各单位情况}}", "正文.txt"), "正文.txt")
    (chart,) = charts(compose(world.facts(), world.profile(), {}, wording=file))
    return chart


@pytest.mark.parametrize(
    ("wording", "caption", "form", "lines"),
    [
        ("{图：诉求类型}", "图1　2031年4月诉求类型件数", "column", ["|受理", "咨询类|700"]),
        ("{图：诉求类型：占比：环形}", "图1　2031年4月诉求类型占比", "ring", ["|占比", "咨询类|58.33%"]),
        ("{图：乡镇：满意率：条形}", "图1　2031年4月乡镇满意率", "bar", ["|满意率", "白杨镇|100%"]),
        (
            "{图：诉求类型：件数、上年同期}", "图1　2031年4月诉求类型件数与上年同期相比", "column",
            ["|2031年4月|2030年4月", "咨询类|700|800"],
        ),
        (
            "{图：分组：办结、超期：堆积柱形}", "图1　2031年4月分组办结、超期", "stacked",
            ["|办结|超期", "县直单位|303|2"],
        ),
        ("{图：近2期：受理}", "图1　近2期受理", "polyline", ["|受理", "3月|1150", "4月|1200"]),
        (
            "{图：乡镇：转办：近2期}", "图1　乡镇近2期转办", "polyline",
            ["|青石镇|白杨镇|柳林乡|石桥乡", "3月|33|20|25|"],
        ),
        ("{图：分组：办结率：各期：柱形}", "图1　分组各期办结率", "column", ["|县直单位|乡镇", "1月||"]),
        ("{图：不达标单位：满意率}", "图1　2031年4月不达标单位满意率", "column", ["|满意率", "青石镇|85%"]),
    ],
)  # fmt: skip
def test_a_sentence_describes_a_chart_by_what_it_shows(wording: str, caption: str, form: str, lines: list[str]) -> None:
    chart = described(wording, **EARLIER)
    assert (plain(chart.caption), chart.form) == (caption, form)
    assert table_lines(chart.table)[: len(lines)] == lines


def test_rows_that_are_not_there_are_told_in_chinese() -> None:
    with pytest.raises(BulletinError) as caught:
        drawn("行: 类别.没有\n数: 件数")
    (issue,) = caught.value.issues
    assert issue.found == "类别.没有" and issue.expected.startswith("单位、分组、指标、期间、类别.")
    assert not re.search("[a-z]", f"{issue.expected}{issue.advice}")


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        ("{图：诉求类型：没有}", "不存在的图里的数"),
        ("{图：没有：件数}", "不存在的图或图的行"),
        ("{图：诉求类型：件数：饼形}", "不存在的图形"),
        ("{图：乡镇：转办、满意率}", "一张图里的数要同一种单位"),
        ("{图：乡镇}", "没有说画什么数"),
        ("{图：乡真}", "不存在的图或图的行"),
        ("{图：不达标单位：转办：环形}", "环形图要画全部，这里只有一部分"),
        ("{图：诉求类型：办结率：环形}", "环形图画的是各部分占多少"),
        ("{图：各期：未办结、累计}", "不能逐期相加的数"),
        ("见{图：诉求类型}。", "{图：…}要单独一段"),
    ],
)
def test_what_describes_no_chart_is_told_with_its_place(wording: str, told: str) -> None:
    with pytest.raises(BulletinError) as caught:
        described(wording)
    (issue,) = caught.value.issues
    assert issue.kind == told and issue.place.row == 1
    assert not re.search("[a-z]", f"{issue.found}{issue.expected}{issue.advice}")  # no word of the inner vocabulary


def test_a_ring_is_whole_where_some_orders_have_none_of_the_values() -> None:
    more = "图:\n  甲: {标题: 某图, 行: 类别.热点, 图形: 环形, 数: 占比}\n"
    rows = table_lines(described("{图：甲}", profile_more=more).table)
    assert rows[-1] == "未列入|50%"  # 600 of 1200


def test_too_many_marks_are_warned_of() -> None:
    from bulletin_gen.compose import Composer

    units = "单位 | 分组 | 受理\n" + "\n".join(f"第{number}镇 | 乡镇 | {number}" for number in range(1, 50))
    world = World(units=units, values="类别 | 名称 | 受理\n诉求类型 | 咨询类 | 5")
    file = parsed(text_lines("{图：单位：受理}\n{表：各单位情况}", "正文.txt"), "正文.txt")
    composer, facts, profile = Composer(), world.facts(), world.profile()
    bulletin = composer.compose(facts, profile, {}, wording=file)
    kinds = [issue.kind for issue in composer.unused(bulletin, facts, profile, file)]
    assert "图里画得太多，看不清" in kinds


def test_sentences_name_a_chart_by_its_number() -> None:
    more = "图:\n  甲: {标题: 某图, 行: 分组, 数: 转办}\n"
    world = replace(ORDINARY, profile_more=more)
    lines = ["见{图号：某图}、{图号：甲}和{图号：诉求类型}。", "{图：诉求类型}", "{图：甲}", "{表：各单位情况}"]
    file = parsed(text_lines("\n".join(lines), "正文.txt"), "正文.txt")
    bulletin = compose(world.facts(), world.profile(), {}, wording=file)
    assert plain(bulletin.body[0].text) == "见图2、图2和图1。"  # type: ignore[union-attr]


def test_a_number_of_a_chart_that_is_not_there_is_told() -> None:
    with pytest.raises(BulletinError) as caught:
        described("{图：诉求类型}\n见{图号：乡镇}。")
    assert "正文里没有放“乡镇”这张图" in str(caught.value)


def test_an_annex_without_a_title_is_told() -> None:
    from msgspec.structs import replace as changed

    from bulletin_gen.compose import Composer
    from bulletin_gen.tree import Annex, Table, text

    file = parsed(text_lines("受理{受理}件。\n{表：各单位情况}", "正文.txt"), "正文.txt")
    composer, facts, profile = Composer(), ORDINARY.facts(), ORDINARY.profile()
    bulletin = composer.compose(facts, profile, {}, wording=file)
    for title, told in (((), True), (text(" "), True), (text("名单"), False)):
        annexed = changed(bulletin, annexes=(Annex("附件", title, (Table((), 1, (), (), name="名单表"),)),))
        issues = [issue for issue in composer.unused(annexed, facts, profile, file) if issue.code == "annex.untitled"]
        assert bool(issues) == told
        assert not told or issues[0].place.key == "表格 → 名单表 → 标题"


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("附表1：各单位办理情况", "附表1："),
        ("附表一 各单位办理情况", "附表一"),
        ("附件2.各单位办理情况", "附件2."),
        ("附表：各单位办理情况", "附表："),
        ("各单位办理情况", ""),
        ("附表所列单位办理情况", ""),
        ("附件办理情况", ""),
    ],
)
def test_the_title_of_an_annex_with_a_number_of_its_own_is_told(title: str, cut: str) -> None:
    from msgspec.structs import replace as changed

    from bulletin_gen.compose import Composer
    from bulletin_gen.tree import Annex, Table, text

    file = parsed(text_lines("受理{受理}件。\n{表：各单位情况}", "正文.txt"), "正文.txt")
    composer, facts, profile = Composer(), ORDINARY.facts(), ORDINARY.profile()
    bulletin = composer.compose(facts, profile, {}, wording=file)
    annex = Annex("附件1", text(title), (Table((), 1, (), (), name="名单表"),))
    annexed = changed(bulletin, annexes=(annex,))
    issues = [issue for issue in composer.unused(annexed, facts, profile, file) if issue.code == "annex.numbered"]
    assert [(issue.found, issue.place.key) for issue in issues] == ([(title, "表格 → 名单表 → 标题")] if cut else [])
    assert all(f"删去标题里的“{cut}”" in issue.advice and "“附件1”" in issue.expected for issue in issues)
