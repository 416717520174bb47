"""The page on charts: every example draws the numbers that it says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import parsed
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.tree import charts, plain
from compose.factory import table_lines
from compose.wording.worlds import ORDINARY

PAGE = Path(__file__).parents[2] / "docs" / "charts.zh-CN.md"
_EXAMPLE = re.compile(r"```yaml\n(.*?)```\n\n((?:\|[^\n]*\n)+)", re.DOTALL)
EXAMPLES = _EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))


JANUARY = {"受理": "1100", "青石镇：转办": "30", "白杨镇：转办": "26", "柳林乡：转办": "21"}


def test_there_are_examples_of_every_form() -> None:
    forms = {form for rule, _ in EXAMPLES for form in re.findall("图形: (.*)", rule)}
    assert forms >= {"柱形", "条形", "堆积柱形", "环形", "折线"}


@pytest.mark.parametrize(("rule", "table"), EXAMPLES, ids=[rule.split()[1] for rule, _ in EXAMPLES])
def test_an_example_draws_what_it_says(rule: str, table: str) -> None:
    world = replace(ORDINARY, profile_more=rule, history={"2031-01": JANUARY})
    (name,) = world.profile().charts
    file = parsed(text_lines(f"{{图：{name}}}\n{{表：各单位情况}}", "正文.txt"), "正文.txt")
    (chart,) = charts(compose(world.facts(), world.profile(), {}, wording=file))
    rows = ["|".join(cell.strip() for cell in line.strip()[1:-1].split("|")) for line in table.strip().splitlines()]
    assert table_lines(chart.table) == [rows[0], *rows[2:]]


_SENTENCE = re.compile(r"^\| `(\{图：[^`]*\})` \| (.*?) \| (.*?) \|$", re.MULTILINE)
SENTENCES = _SENTENCE.findall(PAGE.read_text(encoding="utf-8"))


def test_there_are_sentences() -> None:
    assert len(SENTENCES) > 4


@pytest.mark.parametrize(("wording", "caption", "drawn"), SENTENCES, ids=[each[0] for each in SENTENCES])
def test_a_sentence_draws_what_it_says(wording: str, caption: str, drawn: str) -> None:
    file = parsed(text_lines(f"{wording}\n{{表：各单位情况}}", "正文.txt"), "正文.txt")
    (chart,) = charts(compose(ORDINARY.facts(), ORDINARY.profile(), {}, wording=file))
    assert plain(chart.caption) == f"图1　{caption}"
    numbers = chart.series[0].points
    said = [f"{plain(name)} {plain(each.text)}" for name, each in zip(chart.categories, numbers, strict=True)]
    assert drawn.split("、") == said
