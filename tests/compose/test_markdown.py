"""The Markdown of templates and people, read into blocks."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_gen.compose.markdown import read_blocks, read_text
from bulletin_gen.compose.narrative import Narrative, beneath
from bulletin_gen.facts.figure import Figure
from bulletin_gen.tree import NUMBERING, ColumnTitle, Emphasis, Heading, Paragraph, Run, Table, plain
from compose.factory import block_lines


def no_table(name: str) -> Table:
    raise AssertionError(f"no table was asked for, and yet {name}")


def lines(text: str) -> list[str]:
    """The printed lines of a text."""
    return [line for block in read_blocks(dedent(text), no_table) for line in block_lines(block)]


def written(text: str) -> list[str]:
    """The printed lines of what people wrote."""
    return lines(Narrative({"一节": dedent(text)})["一节"])


def test_headings_are_numbered_by_level_and_start_again_under_each_parent() -> None:
    text = "# 甲\n## 乙\n### 丙\n#### 丁\n正文。\n#### 戊\n正文。\n## 己\n正文。\n# 庚\n## 辛\n正文。"
    assert lines(text) == [
        "一、甲", "（一）乙", "1.丙", "（1）丁", "正文。", "（2）戊", "正文。",
        "（二）己", "正文。", "二、庚", "（一）辛", "正文。",
    ]  # fmt: skip


def test_headings_without_anything_below_are_left_out_and_leave_no_gap() -> None:
    assert lines("# 甲\n## 空\n# 乙\n## 空\n## 丙\n正文。\n# 丁") == ["一、乙", "（一）丙", "正文。"]


def test_a_column_title_starts_the_numbers_again() -> None:
    text = "【甲】\n## 一件\n正文。\n【空】\n【乙】\n## 二件\n正文。"
    blocks = read_blocks(text, no_table)
    assert [type(block) for block in blocks] == [ColumnTitle, Heading, Paragraph] * 2
    assert lines(text) == ["【甲】", "（一）一件", "正文。", "【乙】", "（一）二件", "正文。"]


def test_lines_of_a_paragraph_are_joined_without_a_blank_between_chinese() -> None:
    assert lines("全县共受理\n12件，\n其中\n\n第二段。") == ["全县共受理12件，其中", "第二段。"]
    assert lines("见 Excel\nand Word") == ["见 Excel and Word"]


def test_items_are_counted_wherever_their_numbers_come_from() -> None:
    assert lines("1. 甲\n1. 乙\n\n说明。\n\n1. 丙") == ["1.甲", "2.乙", "说明。", "3.丙"]
    assert lines("1、甲\n2、乙\n说明。\n\n1、丙") == ["1.甲", "2.乙说明。", "1.丙"]
    assert lines("### 甲\n1. 乙\n1. 丙") == ["1.甲", "（1）乙", "（2）丙"]
    assert lines("1. 甲\n（1）乙\n（2）丙\n1. 丁\n（1）戊") == ["1.甲", "（1）乙", "（2）丙", "2.丁", "（1）戊"]


@pytest.mark.parametrize("text", ["3.5万件诉求已办结。", "2024、2025年", "12345热线运行平稳。", "-5℃以下"])
def test_a_line_that_begins_with_a_number_is_no_item(text: str) -> None:
    assert lines(text) == [text]


def test_numbers_are_marked_as_counted_here() -> None:
    (heading, item) = read_blocks("# 甲\n1. 乙", no_table)
    assert isinstance(heading, Heading)
    assert heading.text == (Run("一、", NUMBERING), Run("甲"))
    assert isinstance(item, Paragraph)
    assert item.text == (Run("1.", NUMBERING), Run("乙"))


def test_a_heading_loses_its_full_stop() -> None:
    assert lines("## 提高认识。\n正文。") == ["（一）提高认识", "正文。"]


def test_a_run_in_head_ends_at_a_full_stop_before_a_character() -> None:
    assert read_text("**一是加强督办。**各单位要落实。") == (
        Run("一是加强督办。", emphasis=Emphasis.KAI),
        Run("各单位要落实。"),
    )
    assert read_text("**一是加强督办。** 各单位") == (Run("一是加强督办。", emphasis=Emphasis.KAI), Run("各单位"))


@pytest.mark.parametrize(
    "typed",
    ["1. **办理质量。**各单位", "（1）**办理质量。**各单位", "**1.办理质量。**各单位", "**（1）办理质量。** 各单位"],
)
def test_a_run_in_head_of_the_third_or_fourth_level_is_set_as_the_body(typed: str) -> None:
    (block,) = read_blocks(typed, no_table)
    assert isinstance(block, Paragraph)
    assert {run.emphasis for run in block.text} == {Emphasis.PLAIN}
    assert plain(block.text).lstrip("（）1.") == "办理质量。各单位"


def test_a_number_at_the_beginning_is_no_head() -> None:
    (block,) = read_blocks("1.1万人次，**其中。**各单位", no_table)
    assert isinstance(block, Paragraph)
    assert block.text[1] == Run("其中。", emphasis=Emphasis.KAI)


@pytest.mark.parametrize("text", ["张**来电称，李**也来电。", "张**来电", "**未完", "5*8小时"])
def test_asterisks_that_hide_a_name_are_printed(text: str) -> None:
    assert read_text(text) == (Run(text),)


def test_figures_keep_their_ids_wherever_a_template_puts_them() -> None:
    count, name = Figure("total.accepted", "12", 12), Figure("units.甲.name", "甲*局")
    (block,) = read_blocks(f"# {name}受理{count}件\n**{name}**：{count}", no_table)[1:]
    assert isinstance(block, Paragraph)
    assert block.text == (
        Run("甲*局", "units.甲.name", Emphasis.KAI),
        Run("："),
        Run("12", "total.accepted"),
    )


def test_a_name_of_two_lines_stays_whole() -> None:
    name = Figure("units.甲.name", "甲局\n（乙局）")
    (block,) = read_blocks(f"由{name}承办。", no_table)
    assert isinstance(block, Paragraph)
    assert [run.text for run in block.text] == ["由", "甲局\n（乙局）", "承办。"]


def test_people_may_write_one_paragraph_a_line_or_let_an_editor_wrap_it() -> None:
    assert written("第一段。\n第二段，\n接着写。\n\n第三段。") == ["第一段。", "第二段，接着写。", "第三段。"]


def test_people_may_type_numbers_of_headings_and_items_themselves() -> None:
    assert written("## （一）提高认识\n1、抓部署。\n2、抓督办。\n## 二、压实责任\n正文。") == [
        "（一）提高认识",
        "1.抓部署。",
        "2.抓督办。",
        "（二）压实责任",
        "正文。",
    ]
    assert written("（一）提高认识\n各单位要重视。\n（二）压实责任，狠抓落实\n正文。") == [
        "（一）提高认识",
        "各单位要重视。",
        "（二）压实责任，狠抓落实",
        "正文。",
    ]


def test_a_typed_number_within_a_sentence_stays_text() -> None:
    assert written("（一）要提高认识。各单位要重视。") == ["（一）要提高认识。各单位要重视。"]


def test_control_characters_that_people_paste_are_dropped() -> None:
    assert written("甲\x02伪造\x1f12\x03乙。") == ["甲伪造12乙。"]


def test_what_people_wrote_below_an_item_runs_on_or_becomes_sub_items() -> None:
    one = beneath(Narrative({"节": "某局拖延。"})["节"])
    assert lines(f"1. 责任方面。{one}") == ["1.责任方面。某局拖延。"]
    several = beneath(Narrative({"节": "1.某局拖延。\n2.某镇敷衍。"})["节"])
    assert lines(f"1. 责任方面。{several}\n1. 其他。") == [
        "1.责任方面。",
        "（1）某局拖延。",
        "（2）某镇敷衍。",
        "2.其他。",
    ]


TYPED = st.text("甲乙，。：；（）“”—、.%‰ 0123456789【】-+", min_size=1, max_size=30).map(lambda text: "丙" + text)


@given(st.lists(TYPED, min_size=1, max_size=5))
def test_nothing_that_people_wrote_is_lost(typed: list[str]) -> None:
    printed = "".join(written("\n".join(typed)))
    assert printed.replace(" ", "") == "".join(typed).replace(" ", "")


@given(st.text(st.characters(exclude_characters="\x02\x03\x1e\x1f\r", exclude_categories=["Cs"]), min_size=1))
def test_whatever_a_figure_prints_is_printed(text: str) -> None:
    (block,) = read_blocks(f"{Figure('total.x', text)}，甲。", no_table)
    assert isinstance(block, Paragraph)
    assert block.text == (Run(text, "total.x"), Run("，甲。"))
