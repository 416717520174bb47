"""The excerpts that four more offices published, from text and orders alone: no annex, first fives, columns of their
own, narrow punctuation."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulletin_gen.learning.fit import FitVerdict
from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from learning import ties_next
from learning.published_annexes import SHARED

OFFICES = SHARED / "offices"
COUNTIES = {
    "gaoan-2023-10": "高安市",
    "yichun-2023-05": "宜春市",
    "ningguo-2022-04": "宁国市",
    "lianyungang-2017-04": "连云港市",
}
pytestmark = pytest.mark.skipif(
    not OFFICES.is_dir() and not os.environ.get("BULLETIN_GEN_REQUIRE_SHARED"),
    reason="the offices' orders are not beside the project (../shared/offices)",
)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Learnt]:
    folder = tmp_path_factory.mktemp("offices")
    found: dict[str, Learnt] = {}
    for office, county in COUNTIES.items():
        period = office[-7:]
        place = OFFICES / office
        orders = tuple(path for path in (place / period).iterdir() if "工单" in path.name)
        request = Request(folder / office, (place / "bulletin.txt",), orders, parse_period(period), county)
        found[office] = learn(request)
    return found


def wording(learnt: Learnt) -> str:
    return next(path for path in learnt.files if path.name == "正文.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("office", COUNTIES)
def test_the_county_generates_at_once(learnt: dict[str, Learnt], office: str) -> None:
    assert not learnt[office].stopped
    assert len(learnt[office].questions) <= 5


def test_a_bulletin_without_a_table_has_no_workbook_of_annexes(learnt: dict[str, Learnt], tmp_path: Path) -> None:
    county = next(path for path in learnt["lianyungang-2017-04"].files if path.name == "profile.yaml").parent
    made = generate(county, "2017-04", tmp_path, Options(record=False)).files
    assert [path.name for path in made if path.suffix in (".docx", ".xlsx") and "附表" in path.name] == []
    assert len([path for path in made if path.suffix == ".docx"]) == 1


def test_tables_of_the_first_five_print_the_same_five(learnt: dict[str, Learnt]) -> None:
    fit = learnt["gaoan-2023-10"].fit
    assert (fit.equal, len(fit.cells)) == (70, 70)
    said = {column.head: (column.verdict, column.rule) for column in fit.columns}
    early = "〔办结时间在本期、是否提前办结为是〕÷〔办结时间在本期、是否提前办结有值〕"
    assert said["提前办结率"] == (FitVerdict.PROVED, early)
    solved = "〔回访时间在本期、纳入考核、解决情况为已解决〕÷〔回访时间在本期、纳入考核〕"
    assert said["解决率"] == (FitVerdict.PROVED, solved)
    assert said["延期次数"] == (FitVerdict.UNDECIDED, "派单时间在本期、延期次数不少于1")


@pytest.mark.parametrize(
    ("office", "sentences"),
    [
        (
            "gaoan-2023-10",
            [
                "上月未办结工单{上月未办结}件",
                "纳入解决率考核{解决基数}件，其中已解决{解决}件，解决率{解决率}",
                "本月重复派件{重复派件}件，重派率{重派率}，",
                "{表：工单量排名前五的市直单位}",
            ],
        ),
        (
            "yichun-2023-05",
            [
                "在线解答群众诉求{在线解答群众诉求}件，向各成员单位转派{转派}件",
                "{表：诉求来源与工单类型}",
                "{表：责任单位}",
                "转派县（市、区）及“三区”{责任单位：县（市、区）及“三区”}件、转派市直单位{责任单位：市直单位}件",
            ],
        ),
        (
            "ningguo-2022-04",
            [
                "自行处理{自行处理}件，派单{派遣案件总数}件，",
                "其中热线派单{热线派单}件",
                "前三的市直部门：{市直部门：派遣案件总数前3：{单位}{派遣案件总数}件；}",
                "较上月同比{受理：环比}",
                "来电{诉求类别2：疫情防控}件",
            ],
        ),
        (
            "lianyungang-2017-04",
            [
                "应结案数{应结案}件，结案数{结案}件",
                "结案率{应结案率}，按期结案数{按期结案}件，按期结案率{按期结案率}，一次完成率{一次完成率}",
                "12345热线电话{受理渠道：电话}件，占案卷总数的{受理渠道：电话：占比}；",
                "群众来访{受理渠道：群众来访}件。",
                "批评投诉类{诉求类型：批评投诉类}件，占总数的{诉求类型：批评投诉类：占比}；",
            ],
        ),
    ],
)
def test_sentences_keep_their_words_and_name_their_numbers(
    learnt: dict[str, Learnt], office: str, sentences: list[str]
) -> None:
    said = wording(learnt[office])
    assert [sentence for sentence in sentences if sentence not in said] == []


@pytest.mark.parametrize(
    ("office", "least"),
    [("gaoan-2023-10", 27), ("yichun-2023-05", 7), ("ningguo-2022-04", 26), ("lianyungang-2017-04", 30)],
)
def test_numbers_of_the_text_are_tied(learnt: dict[str, Learnt], office: str, least: int) -> None:
    assert sum(1 for tie in learnt[office].fit.ties if tie.name) >= least


def test_a_head_of_three_rows_that_copying_pushed_aside(learnt: dict[str, Learnt]) -> None:
    """The page's text has the heads of all rows at the left edge: each column has its own again, and its rule."""
    fit = learnt["ningguo-2022-04"].fit
    assert (fit.equal, len(fit.cells)) == (70, 70)
    said = {column.head: column.rule for column in fit.columns}
    assert said["政民互动按时办结"] == "受理时间在本期、按期办结、受理渠道为政民互动"
    assert said["按时办结数"] == "受理时间在本期、按期办结"


def test_tables_of_categories_stand_in_the_text_again(learnt: dict[str, Learnt]) -> None:
    """Two lists side by side, and the groups with their changes and their row of sums."""
    fit = learnt["yichun-2023-05"].fit
    assert (fit.equal, len(fit.cells)) == (30, 30)
    profile = next(path for path in learnt["yichun-2023-05"].files if path.name == "profile.yaml").read_text("utf-8")
    assert "{并排: [诉求来源, 工单类型], 位置: 正文}" in profile
    assert '{列名: 同比, 内容: "件数：同比", 空格写: "/"}' in profile


@pytest.mark.parametrize(("wrong", "said"), [(1, "cell"), (3, "table")])
def test_what_the_orders_do_not_give_is_named(tmp_path: Path, wrong: int, said: str) -> None:
    """One wrong cell is shown beside the right one; a table of wrong numbers is not learnt, and named."""
    place = OFFICES / "yichun-2023-05"
    text = (place / "bulletin.txt").read_text(encoding="utf-8")
    for old, new in (("| 15042 |", "| 15043 |"), ("| 592 |", "| 599 |"), ("| 649 |", "| 694 |"))[:wrong]:
        text = text.replace(old, new)
    (tmp_path / "通报.txt").write_text(text, encoding="utf-8")
    orders = (place / "2023-05" / "工单.xlsx",)
    found = learn(Request(tmp_path / "县", (tmp_path / "通报.txt",), orders, parse_period("2023-05"), "宜春市"))
    other = {(cell.unit, cell.published, cell.printed) for cell in found.fit.cells if not cell.same}
    assert other == ({("投诉类", "15043", "15042")} if said == "cell" else set())
    assert any("没有学会：它的行" in line for line in found.doubts) == (said == "table")


def test_the_orders_of_another_place_teach_nothing(tmp_path: Path) -> None:
    """A bulletin beside another county's orders: refused in words where no number fits, and nothing is written."""
    orders = (OFFICES / "ningguo-2022-04" / "2022-04" / "工单.xlsx",)
    bulletin = OFFICES / "yichun-2023-05" / "bulletin.txt"
    with pytest.raises(BulletinError, match="没有一个数是这些工单数得出的"):
        learn(Request(tmp_path / "县", (bulletin,), orders, parse_period("2022-04"), "宜春市"))
    assert not (tmp_path / "县").exists()


def test_a_table_of_some_units_that_nothing_chooses_is_named(tmp_path: Path) -> None:
    """Four of many, and not the first four by any number."""
    place = OFFICES / "gaoan-2023-10"
    lines = (place / "bulletin.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("市监局"))
    (tmp_path / "通报.txt").write_text(text, encoding="utf-8")
    orders = (place / "2023-10" / "宜春下派工单.xlsx",)
    found = learn(Request(tmp_path / "县", (tmp_path / "通报.txt",), orders, parse_period("2023-10"), "高安市"))
    assert not found.stopped
    assert any("没有学会" in line for line in found.doubts)


def test_a_change_of_a_number_without_a_name_is_not_tied_to_another(learnt: dict[str, Learnt]) -> None:
    """本月共有工单2138件，同比降低2.20%: the change is of 2138, not of the count before it."""
    ties = {tie.printed: tie.name for tie in learnt["gaoan-2023-10"].fit.ties}
    assert ties["6.02%"] == "{办件数量：同比}"
    assert ties["2.20%"] == "{共有：同比：提高、降低}"
    assert ties["7.05%"] == "{提前办结率：较宜春市平均值：高、低}"


@pytest.mark.parametrize("name", ["gaoan-2023-10", "ningguo-2022-04"])
def test_numbers_mean_in_another_month_what_the_true_rules_mean(name: str, tmp_path: Path) -> None:
    county, true, period, ties = ties_next.office(name, tmp_path)
    found = list(ties_next.judged(county, true, period, ties, tmp_path))
    assert len(found) >= 12
    assert [(printed, said) for printed, said, right in found if not right] == []
