"""Tables with comparisons, and tables of categories with counts and rates, placed where a wording names them."""

from __future__ import annotations

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import parsed
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.tree import Table
from compose.factory import table_lines
from compose.wording.world import World
from compose.wording.worlds import NOTHING, ORDINARY

MORE = """
  类型表:
    place: body
    rows: breakdown.诉求类型
    columns:
      - {head: 类型, value: name}
      - {head: 受理, value: count}
      - {head: 同比, value: count：同比, blank: /}
      - {head: 转办, value: 转办}
      - {head: 满意率, value: 满意率}
      - {head: 较市平均, value: 满意率：较市平均, blank: —}
    total: {label: 合计}
  转办表:
    place: body
    rows: breakdown.诉求类型
    columns: [{head: 转办, value: 转办}]
  乡镇表:
    place: body
    groups: [乡镇]
    columns: [{head: 单位, value: unit}, {head: 名次, value: rank}, {head: 环比, value: rank：环比, blank: /}]
"""


def _rows(world: World, name: str) -> list[str]:
    world = World(**{key: getattr(world, key) for key in World.__dataclass_fields__} | {"profile_more": MORE})
    # Every table of the body has to stand somewhere; the wanted one stands first.
    others = [each for each, rule in world.profile().tables.items() if rule.place == "body" and each != name]
    file = parsed(text_lines("\n".join(f"{{表：{each}}}" for each in (name, *others)), "正文.txt"), "正文.txt")
    bulletin = compose(world.facts(), world.profile(), {}, wording=file)
    table = next(block for block in bulletin.body if isinstance(block, Table))
    return table_lines(table)


def test_categories_have_counts_rates_and_comparisons() -> None:
    assert _rows(ORDINARY, "类型表") == [
        "类型|受理|同比|转办|满意率|较市平均",
        "咨询类|700|-12.5%|100|98%|—",
        "求助类|300|0%|200|90%|—",
        "投诉类|188|/|110|100%|—",
        "建议类|10|/|8|100%|—",
        "其他|2|/|2|—|—",
        "合计|1200|-20%|420|96%|1.8",
    ]


def test_without_bases_the_blank_words_stand() -> None:
    assert _rows(NOTHING, "类型表") == ["类型|受理|同比|转办|满意率|较市平均", "咨询类|5|/|0|—|—", "合计|5||0|—|"]


def test_a_units_rank_is_compared() -> None:
    assert _rows(ORDINARY, "乡镇表")[1:] == ["青石镇|3|2", "白杨镇|1|-2", "柳林乡|2|/", "石桥乡|—|/"]


@pytest.mark.parametrize("column", ["name：同比", "没有：环比"])
def test_a_column_that_cannot_be_compared_is_refused(column: str) -> None:
    with pytest.raises(BulletinError):
        World(units="", values="", profile_more=MORE.replace("count：同比", column)).profile()


def test_a_table_of_categories_may_print_a_measure_alone() -> None:
    assert _rows(ORDINARY, "转办表") == ["转办", "100", "200", "110", "8", "2"]
