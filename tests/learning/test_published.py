"""The published annexes of four offices, from their workbooks and orders alone: which rules print them."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bulletin_gen.learning.fit import FitVerdict
from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.periods import parse_period
from learning.next_months import ANSWERS, learnt_county, other_month
from learning.other_seeds import by_both, wrong_cells
from learning.published_annexes import OFFICES, SHARED, annex_workbook, orders_of

#: Cells that the bulletins themselves print wrong, with what the orders give.
ERRATA = {
    "pingyu": {
        ("住建局", "办理结果满意率", "86.5%", "86.05%"),
        ("发改委", "办理结果满意率", "83.33", "83.33%"),
        ("电信公司", "服务过程满意率", "99.1%", "50%"),
        ("应急管理局", "服务过程满意率", "98.5%", "未回访"),
    }
}
#: What each count goes by and each rate is made of, as those rules say it that were recovered by hand.
RULES = {
    "pingjiang": {
        "受理案件数": "受理时间在本期",
        "应办理数": "办理时限在本期",
        "办理数": "办理时限在本期、已办结",
        "按期办理数": "办理时限在本期、按期办结",
        "返工数": "办理时限在本期、返工次数不少于1",
        "回访不满意数": "回访时间在本期、办理结果评价为不满意或非常不满意",
    },
    "pingyu": {"承办件数": "派单时间在本期", "超期件数": "派单时间在本期、超期"},
    "huaibei": {"转办": "派单时间在本期", "逾期件数": "派单时间在本期、超期"},
    "ruzhou": {
        "办结率得分": "40分×〔受理时间在本期、已办结、登记来源为本级登记〕÷〔受理时间在本期、登记来源为本级登记〕",
        "合计": "办结率得分＋响应率得分＋满意率得分＋附加分",
    },
    "junan": {"承办量": "派单时间在本期", "办结量": "派单时间在本期、已办结"},
}


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Learnt]:
    """Each office learnt once."""
    folder = tmp_path_factory.mktemp("learnt")
    found: dict[str, Learnt] = {}
    for county, office in OFFICES.items():
        annex = annex_workbook(office, folder / f"{county}.xlsx")
        text = (SHARED / "texts" / office.text,) if office.text else ()
        period = parse_period(office.period)
        found[county] = learn(Request(folder / county, (*text, annex), orders_of(county), period, office.county))
    return found


pytestmark = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("BULLETIN_GEN_REQUIRE_SHARED"),
    reason="the published annexes are not beside the project (../shared/cases)",
)


@pytest.mark.parametrize("county", OFFICES)
def test_the_annex_is_printed_again(learnt: dict[str, Learnt], county: str) -> None:
    fit = learnt[county].fit
    other = {(cell.unit, cell.head, cell.published, cell.printed) for cell in fit.cells if not cell.same}
    assert other == ERRATA.get(county, set())
    assert len(fit.cells) == {"pingjiang": 588, "pingyu": 196, "huaibei": 180, "junan": 240, "ruzhou": 215}[county]
    assert not learnt[county].stopped


@pytest.mark.parametrize("county", OFFICES)
def test_the_counts_go_by_the_rules_of_the_office(learnt: dict[str, Learnt], county: str) -> None:
    said = {column.head: column.rule.split("、受理渠道不是")[0] for column in learnt[county].fit.columns}
    assert {head: said[head] for head in RULES[county]} == RULES[county]


def test_the_score_of_pingjiang_and_its_bands(learnt: dict[str, Learnt]) -> None:
    score, grade = (column for column in learnt["pingjiang"].fit.columns if column.head in ("综合指标值", "等级评价"))
    assert score.rule == "办结率×30＋按期办结率×30＋（1－返工率）×20＋（1－回访不满意率）×20，各率按印出的数计"
    assert score.verdict is FitVerdict.PROVED
    assert grade.rule == "A级从90分起，B级从85分起，C级从80分起"


@pytest.mark.parametrize("county", OFFICES)
def test_few_questions_are_asked(learnt: dict[str, Learnt], county: str) -> None:
    assert len(learnt[county].questions) <= 5


def test_errors_of_the_bulletin_are_told(learnt: dict[str, Learnt]) -> None:
    columns = {column.head: column for column in learnt["pingyu"].fit.columns}
    assert columns["服务过程满意率"].verdict is FitVerdict.CONTRADICTED
    assert columns["服务过程满意率"].missed == (("电信公司", "99.1%"), ("应急管理局", "98.5%"))


def test_sentences_have_names_for_their_numbers(learnt: dict[str, Learnt]) -> None:
    wording = next(path for path in learnt["pingjiang"].files if path.name == "正文.txt").read_text(encoding="utf-8")
    for said in ("{县直单位：办理数前3}", "{乡镇（街道）：得分前3}", "{诉求类别：", "{名称}{件数}件，占比{占比}"):
        assert said in wording


@pytest.mark.parametrize(
    ("county", "said"),
    [
        ("junan", "共受理市民诉求{受理}件，日均{日均受理}件【，较上周{受理：环比}】"),
        ("junan", "{镇街：承办量前5}，占诉求总量的{镇街：承办量前5：承办量：占受理}"),
        ("junan", "居民生活问题{诉求类别：居民生活}件，占受理量的{诉求类别：居民生活：占比}"),
        ("pingjiang", "{有超期的单位：{单位}{超期}件；}"),
        ("pingjiang", "排行前五的是：{诉求类别：前5：{名称}{件数}件，占比{占比}；}"),
        ("pingjiang", "非常满意信件{非常满意}件，其中：{单位：有非常满意：{单位}{非常满意}件、}"),
        ("pingjiang", "还有{无故超期}个工单无故超期。分别是{无故超期工单：{单位}{工单：[{编号}]、}，}"),
        ("pingjiang", "{等级：有扣分：{单位}考核等级为 {等级} 类，扣{扣分}分；}"),
        ("junan", "{诉求类别：前5：{名称}、}五个方面诉求量较大，占诉求总量的{诉求类别：前5：占比}"),
        ("junan", "投诉举报类{诉求类型：投诉举报类}件，占{诉求类型：投诉举报类：占比}"),
        ("pingjiang", "群众来信{受理群众来信}件"),
        ("ruzhou", "交办处理{办结基数}件，已办结{办结件数}件，办结率{办结基数办结率}"),
    ],
)
def test_numbers_are_tied_to_what_the_sentence_says(learnt: dict[str, Learnt], county: str, said: str) -> None:
    wording = next(path for path in learnt[county].files if path.name == "正文.txt")
    assert said in wording.read_text(encoding="utf-8")


@pytest.mark.parametrize(("county", "least"), [("pingjiang", 57), ("junan", 28), ("ruzhou", 17)])
def test_most_numbers_that_orders_can_give_are_tied(learnt: dict[str, Learnt], county: str, least: int) -> None:
    assert sum(1 for tie in learnt[county].fit.ties if tie.name) >= least


def test_numbers_that_three_texts_print_are_mostly_tied(learnt: dict[str, Learnt]) -> None:
    ties = [tie for county in ("pingjiang", "junan", "ruzhou") for tie in learnt[county].fit.ties]
    assert sum(1 for tie in ties if tie.name) >= 0.9 * len(ties)


def test_units_that_only_helped_are_not_counted_where_the_annex_does_not(learnt: dict[str, Learnt]) -> None:
    profile = next(path for path in learnt["pingjiang"].files if path.name == "profile.yaml")
    assert "不用的列: [协办单位]" in profile.read_text(encoding="utf-8")


def test_an_answer_takes_the_other_rule(learnt: dict[str, Learnt], tmp_path: Path) -> None:
    office = OFFICES["pingjiang"]
    (question,) = (each for each in learnt["pingjiang"].questions if each.about == "按期办理数")
    files = (SHARED / "texts" / office.text, annex_workbook(office, tmp_path / "附表.xlsx"))
    period = parse_period(office.period)
    request = Request(tmp_path / "county", files, orders_of("pingjiang"), period, office.county, {"按期办理数": 2})
    again = learn(request)
    column = next(each for each in again.fit.columns if each.head == "按期办理数")
    assert column.rule == question.answers[1]
    assert all(each.about != "按期办理数" for each in again.questions)


@pytest.mark.parametrize("county", ["pingyu", "junan"])
def test_another_month_is_printed_as_the_true_rules_print_it(county: str, tmp_path: Path) -> None:
    folder = learnt_county(county, tmp_path, ANSWERS[county])
    true, printed = other_month(county, folder, 1, tmp_path)
    assert len(true) >= 196
    assert {key: cell for key, cell in true.items() if printed.get(key) != cell} == {}


@pytest.mark.parametrize("county", ["pingjiang", "pingyu"])
def test_orders_by_another_seed_are_printed_as_the_true_rules_print_them(county: str, tmp_path: Path) -> None:
    folder = learnt_county(county, tmp_path, ANSWERS[county])
    true, printed = by_both(county, folder, 1, tmp_path)
    assert len(true) >= 196
    assert wrong_cells(true, printed) == []


def test_orders_that_have_changed_since_prove_nothing_wrong(tmp_path: Path) -> None:
    """Three in a hundred orders are gone from the export: no column is called proved, and the export is doubted."""
    office, (export,) = OFFICES["pingyu"], orders_of("pingyu")
    lines = export.read_bytes().split(b"\n")
    chance = random.Random(3)
    some = tmp_path / export.name
    some.write_bytes(b"\n".join(line for i, line in enumerate(lines) if i < 3 or chance.random() > 0.03))
    annex = annex_workbook(office, tmp_path / "附表.xlsx")
    again = learn(Request(tmp_path / "county", (annex,), (some,), parse_period(office.period), office.county))
    verdicts = {column.head: column.verdict for column in again.fit.columns}
    assert verdicts["承办件数"] is not FitVerdict.PROVED
    assert FitVerdict.CONTRADICTED in verdicts.values() or FitVerdict.SUPPLIED in verdicts.values()
    for column in again.fit.columns:
        if column.verdict is FitVerdict.PROVED:
            assert column.rule.startswith(RULES["pingyu"].get(column.head, "〔派单时间在本期"))
