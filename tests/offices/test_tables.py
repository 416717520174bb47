"""Tables of any rows: the whole, groups, figures, orders; several lists beside each other; the office's own columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError
from offices.folders import bulletin, copied

COUNTY = Path(__file__).parent / "own" / "tables"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    tmp = tmp_path_factory.mktemp("tables")
    return bulletin(copied(COUNTY, tmp), None, tmp / "out").splitlines()


def after(printed: list[str], first: str, count: int) -> list[str]:
    """The rows of the table that begins with the row ``first``."""
    rows = [line for line in printed[printed.index(first) :] if " " in line]
    return rows[1 : count + 1]


def test_own_columns_of_numbers_times_and_days_are_counted(printed: list[str]) -> None:
    said = "转办6件，本月联系4件，回访4件，三星以下2件；按星级分，5星2件、2星1件、3星1件、4星1件。"
    assert any(said in line for line in printed)


def test_independent_lists_stand_beside_each_other_under_a_cell_as_high_as_both(printed: list[str]) -> None:
    # A covered cell has no text; the shorter list ends above its total.
    assert after(printed, "受理量 来源 类型", 6) == [
        " 渠道 件数 占比 类型 件数",
        "7 电话 5 71.43% 求助 3",
        " 网站 2 28.57% 投诉 2",
        "    咨询 1",
        "    建议 1",
        " 合计 7 100% 合计 7",
    ]


def test_two_ranked_lists_stand_in_one_table(printed: list[str]) -> None:
    assert after(printed, "单位 件数 单位 件数", 2) == ["水利局 2 教育局 1", "青石镇 2 青石镇 1"]


def test_figures_and_groups_are_rows(printed: list[str]) -> None:
    assert after(printed, "序号 指标 本月 上月 环比", 3) == ["1 受理 7 / /", "2 转办 6 / /", "3 按期率 66.67% / /"]
    assert after(printed, "类别 转办 按期率", 3) == ["县直单位 3 66.67%", "乡镇 3 66.67%", "合计 6 66.67%"]


def test_an_order_is_a_row(printed: list[str]) -> None:
    assert after(printed, "序号 编号 单位 受理日期 办结时间 类别 首次联系 回访 星级", 2) == [
        "1 3104005 教育局 4月6日 4月15日16:05 教育 4月7日8:00 4月18日 3",
        "2 3104003 青石镇 4月3日 4月12日10:00 供水 4月4日15:20 4月14日 2",
    ]


def test_a_table_prints_what_was_before(tmp_path: Path) -> None:
    county = copied(COUNTY, tmp_path)
    before = county / "2031-03"
    before.mkdir()
    orders = (county / "2031-04" / "工单.csv").read_text(encoding="utf-8").splitlines()
    fewer = "\n".join(line.replace("2031-04-0", "2031-03-0").replace("31040", "31030") for line in orders[:-1])
    (before / "工单.csv").write_text(fewer, encoding="utf-8")
    for name in ("supplied.yaml", "narrative.md", "adjustments.xlsx"):
        (before / name).write_bytes((county / "2031-04" / name).read_bytes())
    # Two of five were closed on time by the end of March.
    bulletin(county, "2031-03", tmp_path / "march")
    rows = after(bulletin(county, "2031-04", tmp_path / "april").splitlines(), "序号 指标 本月 上月 环比", 3)
    assert rows == ["1 受理 7 6 16.67%", "2 转办 6 5 20%", "3 按期率 66.67% 40% 26.67"]


@pytest.mark.parametrize(
    ("written", "changed", "told"),
    [
        ("并排: [多的, 超期的]", "并排: [多的, 没有的]", "不存在的表格"),
        ("行: 名单.多的, 位置: 并排中", "行: 名单.多的, 位置: 正文", "并排的部分没有写 位置: 并排中"),
        ("并排: [多的, 超期的]", "并排: [多的]", "这个部分没有放进并排的表"),
        ("并排: [多的, 超期的]", "并排: [多的, 超期的], 合计行: {}", "合计行 不起作用"),
        ("行: 指标, 指标: [受理, 转办, 按期率]", "行: 指标", "指标表没有指标"),
        ("内容: 一级分类", "内容: 诉求内容", "不存在的列内容"),
        ("内容: 受理时间：日", "内容: 受理时间：月", "工单的列后面不能这样写"),
        ("数值：环比", "数值：同笔", "不存在的比较"),
        ("首次联系时间: {类型: 时间}", "首次联系时间: {类型: 文字}", "不存在的"),
        ("行: 分组, 位置", "行: 分组, 排序: [-转办], 位置", "排序 不起作用"),
    ],
)
def test_slips_are_told_before_any_order_is_read(written: str, changed: str, told: str, tmp_path: Path) -> None:
    county = copied(COUNTY, tmp_path)
    rules = county / "profile.yaml"
    text = rules.read_text(encoding="utf-8")
    assert written in text
    rules.write_text(text.replace(written, changed), encoding="utf-8")
    with pytest.raises(BulletinError) as stopped:
        bulletin(county, None, tmp_path / "out")
    assert any(told in issue.kind for issue in stopped.value.issues), [each.kind for each in stopped.value.issues]
