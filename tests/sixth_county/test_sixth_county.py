"""A county that nobody foresaw: set up by its folder alone, it uses the rules that the five real ones do not.

A quarter; three groups with full marks of 150, 100 and none; points by a line and by steps; points for the share of
the group's volume; levels of satisfaction; a bonus that cancels deductions but does not pass full marks; at least ten
orders to be ranked; shared ranks; excluded orders; re-grading; moves since the quarter before; two-level heads.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import docx
import openpyxl
import pytest

from bulletin_gen.facts.saved.save import load_base
from bulletin_gen.grading import Grading, grade
from bulletin_gen.indicators import Indicators, compute
from bulletin_gen.intake.kept.adjustments import read_adjustments
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.read import read_orders
from bulletin_gen.leaves.issues import Issue, errors
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Result, generate
from bulletin_gen.profile.load import load_profile
from bulletin_gen.tally import tally
from ruletable import rows_of
from sixth_county.second_opinion import work_out

HERE = Path(__file__).parent
PERIOD = parse_period("2023-Q3")


def text_table(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return rows_of("\n".join(line for line in lines if not line.startswith("#")))


def write_workbook(path: Path, sheet: str, rows: Sequence[Mapping[str, str]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(list(rows[0]))
    for row in rows:
        page.append([None if cell == "-" else cell for cell in row.values()])
    book.save(path)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's folder with its two workbooks made from the text tables beside this file."""
    folder = tmp_path_factory.mktemp("sixth") / "临澜县"
    shutil.copytree(HERE / "county", folder)
    write_workbook(folder / PERIOD.key / "三季度工单.xlsx", "工单", text_table("orders.txt"))
    write_workbook(folder / PERIOD.key / "adjustments.xlsx", "调整记录", text_table("adjustments.txt"))
    return folder


Worked = tuple[Indicators, Grading, tuple[Issue, ...]]


@pytest.fixture(scope="module")
def worked(county: Path) -> Worked:
    """Steps 1 to 5 on the folder."""
    profile = load_profile(county / "profile.yaml")
    registry, wrong_units = load_registry(county / "units.csv", profile.units, PERIOD.first, PERIOD.last)
    folder = county / PERIOD.key
    adjustments, wrong_lines = read_adjustments(folder / "adjustments.xlsx", registry)
    intake = read_orders([folder / "三季度工单.xlsx"], profile, registry, PERIOD, adjustments)
    counts = tally(intake.dispatches, profile, PERIOD, profile.intake.cut_off_moment(PERIOD))
    indicators = compute(counts, registry, profile)
    _, previous = load_base(county / "facts" / "2023-Q2.json")
    grading, wrong_decisions = grade(indicators, registry, profile, adjustments, previous)
    return indicators, grading, (*wrong_units, *wrong_lines, *intake.issues, *wrong_decisions)


def test_nothing_stands_against_it(worked: Worked) -> None:
    assert errors(worked[2]) == ()


COLUMNS = {
    "受理": "accepted",
    "剔除": "removed",
    "考核": "assessed",
    "办结": "closed",
    "按期": "closed_on_time",
    "超期": "overdue",
}


def test_counts_scores_grades_and_ranks_are_those_worked_by_hand(worked: Worked) -> None:
    indicators, grading, _ = worked
    found = []
    for scope in indicators.units:
        result = grading.assessments[scope.name]
        assessed = {"得分": result.score, "等级": result.grade, "排名": result.rank}
        cells = {head: scope.counts[measure] for head, measure in COLUMNS.items()} | assessed
        shown = {head: "-" if cell in (None, "") else f"{cell}" for head, cell in cells.items()}
        found.append(numbers({"单位": scope.name} | shown))
    assert found == [numbers(row) for row in text_table("expected.txt")]


def numbers(row: Mapping[str, str]) -> dict[str, object]:
    return {head: Fraction(cell) if cell[0].isdigit() else cell for head, cell in row.items()}


def test_a_second_calculation_agrees(worked: Worked) -> None:
    indicators, grading, _ = worked
    second = work_out(text_table("orders.txt"), text_table("adjustments.txt"))
    assert set(second) == {scope.name for scope in indicators.units}
    for scope in indicators.units:
        mine, result = second[scope.name], grading.assessments[scope.name]
        counts = (mine.accepted, mine.removed, mine.assessed, mine.closed, mine.on_time, mine.overdue, mine.rated)
        measures = [*COLUMNS.values(), "rated"]
        assert (scope.name, *counts) == (scope.name, *(scope.counts[measure] for measure in measures))
        assert scope.counts["satisfied"] == Fraction(mine.satisfied)
        assert (scope.name, result.score, result.grade, result.rank) == (scope.name, mine.score, mine.grade, mine.rank)


def test_each_rule_can_be_explained(worked: Worked) -> None:
    terms = worked[1].assessments["临澜县教育局"].terms
    assert {name: (term.points, term.how) for name, term in terms.items()} == {
        "completion": (45, "50×90%"),
        "on_time": (Fraction("12.5"), "60%，比95%低35个百分点，每1个百分点扣0.5分：25－17.5，不低于12.5分"),
        "satisfaction": (25, "76%，达到75%，得25分"),
        "volume": (Fraction("7.2"), "30×12÷50"),
        "late": (-4, "4件×（-1分）"),
        "penalty": (0, "0"),
        "bonus": (0, "0"),
    }
    town = worked[1].assessments["西岭镇"]
    assert town.how == "40＋25＋35＋0－2＋3＝101，加分后不超过满分100分，四舍五入到2位小数"


def test_moves_since_the_quarter_before(worked: Worked) -> None:
    assert [(move.unit.name, move.before, move.after, move.direction) for move in worked[1].moves] == [
        ("西岭镇", "良好", "优秀", "up"),
        ("南塘乡", "优秀", "良好", "down"),
        ("临澜县城市管理局", "良好", "优秀", "up"),
        ("临澜县住房和城乡建设局", "优秀", "良好", "down"),
    ]


def test_the_regraded_unit_keeps_both_grades_and_the_reason(worked: Worked) -> None:
    result = worked[1].assessments["临澜县档案馆"]
    assert (result.grade_by_score, result.grade, result.score) == ("优秀", "良好", Decimal("121.20"))
    assert result.regraded is not None
    assert result.regraded.reason == "件数过少不评优秀"


def test_lists(worked: Worked) -> None:
    lists = {name: [scope.name for scope in result.scopes] for name, result in worked[1].lists.items()}
    assert lists == {
        "volume_top": ["东河镇", "南塘乡", "临澜县城市管理局", "临澜县住房和城乡建设局"],
        "score_top": ["东河镇", "西岭镇", "临澜县城市管理局", "临澜县档案馆"],
        "overdue": ["南塘乡", "北坪乡", "临澜县教育局", "临澜县住房和城乡建设局"],
        "removed": ["南塘乡", "临澜县教育局", "临澜县住房和城乡建设局"],
        "without_orders": ["沙洲镇"],
        "few_orders": ["北坪乡", "临澜县档案馆"],
    }
    assert worked[1].lists["removed"].sums == {"removed": 4}


def test_exclusion_changes_the_assessed_rate_and_not_the_volume(worked: Worked) -> None:
    scope = next(scope for scope in worked[0].units if scope.name == "南塘乡")
    assert scope.counts["accepted"] == 11
    assert scope.rates["all_on_time_rate"].value == Fraction(9, 11)
    assert scope.rates["on_time_rate"].value == Fraction(9, 10)


def test_unscored_units_say_why(worked: Worked) -> None:
    results = worked[1].assessments
    assert results["临澜县供电公司"].unscored == "本组不评分"
    assert results["沙洲镇"].unscored == "受理0件，少于1件"
    assert results["北坪乡"].unranked == "受理9件，少于10件"


@pytest.fixture(scope="module")
def written(county: Path) -> Result:
    """The whole run, through ``generate``."""
    return generate(county, None, county.parent / "out")


def test_the_whole_run_finds_nothing_wrong(written: Result) -> None:
    """But that one of its lists is in no sentence."""
    assert [(issue.kind, issue.place.key) for issue in written.issues] == [("名单没有用上", "名单.few_orders")]
    assert [path.name for path in written.files] == [
        "临澜县2023年三季度政务督查.docx",
        "临澜县2023年三季度政务督查附表.xlsx",
        "facts.json",
        "2023-Q3.json",
        "问题清单.xlsx",
    ]


def test_every_cell_of_the_scored_annex_is_as_worked_by_hand(written: Result) -> None:
    scored, _ = docx.Document(str(written.files[0])).tables
    rows = [[cell.text for cell in row.cells] for row in scored.rows]
    assert rows[0] == ["分组", "单位", *["件数"] * 3, *["办理情况"] * 4, *["得分"] * 8, "等级", "排名"]
    assert rows[1][2:7] == ["受理", "剔除", "考核", "剔除前按期办结率", "办结率"]
    expected = [list(row.values()) for row in text_table("annex.txt")]
    assert rows[2:] == [["" if cell == "·" else cell for cell in row] for row in expected]


def test_units_that_are_not_scored_have_a_table_without_scores(written: Result) -> None:
    _, unscored = docx.Document(str(written.files[0])).tables
    assert [[cell.text for cell in row.cells] for row in unscored.rows][2:] == [
        ["临澜县供电公司", "5", "5", "100%"],
        ["临澜县邮政公司", "1", "1", "100%"],
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "关于2023年三季度12345政务服务热线办理情况的通报",
        "98件，环比增长22.5%",
        "东河镇、西岭镇居前两位",
        "经认定不纳入考核的工单共4件，其中南塘乡1件、县教育局2件、县住建局1件。",
        "与上季度相比，西岭镇由“良好”等次升为“优秀”等次，",
        "没有工单的单位：沙洲镇",
        "县教育局等级为“合格”，扣2分。",
    ],
)
def test_the_prose_says(written: Result, sentence: str) -> None:
    # A title may be broken over several lines.
    text = "".join("".join(p.text.split("\n")) for p in docx.Document(str(written.files[0])).paragraphs)
    assert sentence in text


def test_facts_say_how_each_came_about_and_keep_every_decision(written: Result) -> None:
    facts = json.loads(written.files[2].read_text(encoding="utf-8"))
    score = facts["figures"]["units.西岭镇.score"]
    assert (score["text"], "加分后不超过满分100分" in score["rule"]) == ("100", True)
    said = ("临澜县档案馆.grade", "南塘乡.rank", "北坪乡.rank")
    rules = {name: facts["figures"][f"units.{name}"]["rule"] for name in said}
    assert rules == {
        "临澜县档案馆.grade": "得分121.2，达到120分，评为优秀；人工调整为良好（件数过少不评优秀，李县长）",
        "南塘乡.rank": "本组3个单位参加排名，按得分从高到低，相同的名次并列、后面的名次空出",
        "北坪乡.rank": "受理9件，少于10件",
    }
    assert [(each["kind"], each["decided_by"]) for each in facts["adjustments"]] == [
        (row["类型"], row["决定人"]) for row in text_table("adjustments.txt")
    ]
    assert facts["grades"]["临澜县档案馆"] == "良好"


def test_the_program_knows_nothing_of_this_county() -> None:
    source = HERE.parents[1]
    programs = [*(source / "src").rglob("*.py"), *(source / "templates").rglob("*.j2")]
    names = ["临澜", *(row["单位"] for row in text_table("expected.txt"))]
    assert len(programs) > 20
    for path in programs:
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if name in text] == [], path
