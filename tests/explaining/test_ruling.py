"""The rules of a profile in sentences, each kind once, and the same worked on a unit of every example."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from bulletin_gen.cli.app import app
from bulletin_gen.explaining.practice import practice_of
from bulletin_gen.explaining.ruling import rulings
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile.load import load_profile, parse_profile

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/20*"))

PROFILE = """\
kind: 热线周报
county: 甲县
document: {title: 通报}
intake:
  cut_off: period_end+3d
  deadlines: {days: {咨询: 1, 默认: 5}, urgent_days: {特急: 2}, start: same_day}
units: {groups: [县直, 乡镇], outside: 其他单位}
styles: {cut: {digits: 0, rounding: down}}
measures:
  due: {label: 应办, time: deadline_at, where: {dispatched: true}}
  done: {label: 办结, of: due, where: {closed: true}}
  late: {label: 超期, of: due, where: {overdue: true, excused: false}}
  calls: {label: 来电, supplied: true}
  seconds: {label: 用时, of: done, sum: handling_seconds}
  level: {label: 加权, levels: {满意: 1, 基本满意: 0.8}}
  all: {label: 合计数, plus: [done, calls], less: [late]}
rates:
  rate: {label: 办结率, numerator: done, denominator: due, style: cut}
  lateness: {label: 超期率, numerator: late, denominator: due, empty: {show: /}}
  mean: {label: 平均时长, numerator: seconds, denominator: done, per: day, style: number}
score:
  县直:
    from: exact
    digits: 1
    least: 0
    minimum: {due: 3}
    terms:
      - {rate: rate, points: 60, digits: 0}
      - {rate: lateness, points: 20, line: {full_to: 5%, off: 2}}
      - {name: 快, label: 办理快, rate: mean, steps: [{from: 1, points: 5}, {from: 3, points: 2}]}
      - {measure: late, per_item: -0.5, least: -5}
      - {name: 量, share_of_group: due, points: 10}
      - {name: 手工, label: 加减分, entries: {base: 10}}
  default: {terms: [{rate: rate, points: 100}]}
grades: [{grade: A, from: 90, bonus: 1}, {grade: B, from: 80}, {grade: C, deduct: 2}]
ranking: {by: score, ties: broken, then: [-due], minimum: {due: 5}}
lists:
  worst:
    {label: 靠后单位, where: {lateness: {above: 10%}, due: {at_least: 5}}, order: [-lateness], top: 3, ties: include}
  named: {label: 点名单位, any_list: [worst], add: 批评, remove: 撤销批评}
breakdowns:
  kinds: {label: 诉求类别, measure: due, by: category_1, base: done, top: 5, rest: 其他}
"""


def sentences(text: str = PROFILE) -> dict[str, tuple[str, ...]]:
    return {each.heading: each.sentences for each in rulings(parse_profile(text), parse_period("2024-05"))}


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("数据范围", "数据截至2024年6月3日24时，此后的办结、回访不计入本期。"),
        ("数据范围", "导出表没有办理时限的，按规则推算：咨询1个工作日，其他5个工作日；紧急的特急2日，派单当日起算，"
         "到期日24时为限。"),
        ("数据范围", "名册以外的承办单位合并计入“其他单位”。"),
        ("计数", "应办：按派单计件：办理时限在本期内；已派单为是。"),
        ("计数", "来电：由人工提供。"),
        ("计数", "合计数：办结＋来电－超期。"),
        ("比率", "办结率＝办结÷应办，舍去尾数，取整数，百分数；分母为零的印“—”。"),
        ("比率", "超期率＝超期÷应办，四舍五入，2位小数，去尾零，百分数；分母为零的印“/”。"),
        ("评分", "县直：得分＝60×办结率（四舍五入到整数）＋超期率（超期率不高于5%得满分，每差1个百分点扣2分，满分20分）"
         "＋办理快（3以上2分，1以上5分）＋超期（每件减0.5分，最低-5分）＋10×应办占本组比重＋加减分（10分，按记录的"
         "“加分”、“扣分”增减）；率按准确值进入评分，满分105分，总分四舍五入，1位小数，去尾零，总分最低0分，"
         "应办不足3件的不评分。"),
        ("评分", "得分＝100×办结率；率按印出的数进入评分，满分100分，总分四舍五入，2位小数，去尾零。"),
        ("等级和排名", "90分以上（含）为A，加1分；80分以上（含）、不足90分为B；不足80分为C，扣2分。"),
        ("等级和排名", "按组按得分从高到低排名，相同的再比（应办从高到低）；应办不足5件的不排。"),
        ("名单", "靠后单位：超期率高于10%且应办不少于5；按超期率从高到低；取前3个，末位并列的都列出。"),
        ("名单", "点名单位：并入靠后单位；加上记录的“批评”；除去记录的“撤销批评”。"),
        ("类别", "诉求类别：应办按一级分类分，占比以办结为分母，只列前5项，其余合并为其他。"),
    ],
)  # fmt: skip
def test_every_kind_of_rule_is_a_sentence(heading: str, sentence: str) -> None:
    assert sentence in sentences()[heading], "\n".join(sentences()[heading])


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.parent.name)
def test_every_measure_rate_and_list_of_an_example_has_its_sentence(folder: Path) -> None:
    profile = load_profile(folder.parent / "profile.yaml")
    said = {each.heading: each.sentences for each in rulings(profile, parse_period(folder.name))}
    assert len(said["计数"]) == len(profile.measures)
    assert len(said.get("比率", ())) == len(profile.rates)
    assert len(said.get("名单", ())) == len(profile.lists)
    english = re.compile(r"[a-z]{3,}")
    assert not [
        line for key in ("数据范围", "计数", "比率", "评分") for line in said.get(key, ()) if english.search(line)
    ]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.parent.name)
def test_the_rules_are_worked_on_one_units_own_figures(folder: Path) -> None:
    practice = practice_of(folder.parent, folder.name)
    assert practice.worked is not None
    quotients = [line for line in practice.worked.sentences if "÷" in line]
    assert quotients
    for line in quotients:
        if found := re.fullmatch(r"[^＝]+＝(\d+)÷(\d+)＝([\d.]+)%。", line):
            part, whole, printed = int(found[1]), int(found[2]), float(found[3])
            assert abs(100 * part / whole - printed) < 1


def test_the_page_is_a_word_file_with_all_of_it(tmp_path: Path) -> None:
    county = EXAMPLES[0].parent
    out = tmp_path / "考核口径说明.docx"
    run = CliRunner().invoke(app, ["explain", str(county), "--rules", "--out", str(out)])
    assert run.exit_code == 0, run.output
    page = "\n".join(paragraph.text for paragraph in Document(str(out)).paragraphs)
    practice = practice_of(county, None)
    assert all(line in page for part in practice.parts for line in part.sentences)


def test_without_readable_orders_the_rules_are_told_and_the_reason(tmp_path: Path) -> None:
    county = tmp_path / "甲县"
    shutil.copytree(EXAMPLES[0].parent, county)
    for export in (county / EXAMPLES[0].name).glob("工单*.xlsx"):
        export.write_bytes(b"no workbook")
    practice = practice_of(county, None)
    assert practice.worked is None
    assert practice.hindered
    assert practice.rules
