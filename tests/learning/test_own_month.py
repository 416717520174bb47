"""The learnt rules print the published month again, sentence by sentence, or say in which they do not; heads of times
that nobody calls so, tables in the text, lists of some values, and the next month counted by itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.learning.fit import CellFit, ColumnFit, FitVerdict, agreeing
from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.learning.reproduced import PrintedOtherwise, differences, in_sentences
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.proof.reading.files import read_publication
from bulletin_gen.proof.reading.text import read_lines
from learning.small_office import (
    HEADS,
    UNITS,
    Row,
    Table,
    annexed,
    bulletin,
    export,
    in_text,
    next_folder,
    orders,
    share,
)

MAY, JUNE = orders(5, 5), orders(6, 6, 250)
PERIOD = parse_period("2024-05")


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    place = tmp_path_factory.mktemp("own")
    files = (bulletin(place / "五月.docx", in_text(MAY, 5)),)
    return learn(Request(place / "某某区", files, (export(place / "五月.csv", MAY),), PERIOD, "某某区"))


def file_of(learnt: Learnt, name: str) -> str:
    return next(path for path in learnt.files if path.name == name).read_text(encoding="utf-8")


def test_which_column_tells_when_an_order_came_is_asked(learnt: Learnt) -> None:
    """接单时间 is usually the unit's own; where nothing else tells it is the time of all counts, and that is asked."""
    (asked,) = (question for question in learnt.questions if question.about == "受理时间")
    assert asked.answers[0].startswith("“接单时间”（240行有值，2024-05-01至")
    assert "受理时间: 接单时间" in file_of(learnt, "profile.yaml")
    assert not any("没有时间条件" in line for line in learnt.lines())


def test_counts_without_a_time_are_named(tmp_path: Path) -> None:
    files = (bulletin(tmp_path / "五月.docx", in_text(MAY, 5)),)
    answers = {"受理时间": 2}
    found = learn(Request(tmp_path / "某某区", files, (export(tmp_path / "五月.csv", MAY),), PERIOD, "某某区", answers))
    assert all(question.about != "受理时间" for question in found.questions)
    (line,) = (line for line in found.lines() if "没有时间条件" in line)
    assert "接单量" in line
    told = openpyxl.load_workbook(found.report)["说明"]
    assert line in [row[0] for row in told.iter_rows(values_only=True)]


def test_a_table_of_the_text_stays_in_it_behind_its_sentence(learnt: Learnt) -> None:
    wording = file_of(learnt, "正文.txt").splitlines()
    table = wording.index("{表：附表1}")
    assert wording[table - 1].startswith("{文字：") or "见下表" in wording[table - 1]
    profile = file_of(learnt, "profile.yaml")
    assert "位置: 正文" in profile
    assert (learnt.fit.equal, len(learnt.fit.cells)) == (6, 6)


def test_a_list_of_some_channels_names_these_alone(learnt: Learnt) -> None:
    wording = file_of(learnt, "正文.txt")
    assert "网络{受理渠道：网络}件，占{受理渠道：网络：占比}" in wording
    assert "【{名称}" not in wording


def test_every_sentence_of_the_month_is_printed_again(learnt: Learnt) -> None:
    assert learnt.trial is not None
    assert (learnt.trial.given, learnt.trial.left) == ((), ())
    assert any("一字不差" in line for line in learnt.lines())


def test_the_next_month_of_a_wider_export_is_counted_by_its_own_orders(learnt: Learnt, tmp_path: Path) -> None:
    """Two months in one export: what is printed of June is what June's orders give."""
    county = learnt.report.parent
    channels, units = Counter(row[2] for row in JUNE), Counter(row[3] for row in JUNE).most_common(3)
    wide = export(tmp_path / "两月.csv", [*MAY, *JUNE])
    first = sum(count for _, count in units)
    words = {"总体情况": f"接单量前三的单位见下表，三家合计{first}件，占{share(first, len(JUNE))}。"}
    next_folder(county, "2024-06", wide, {}, words)
    made = generate(county, "2024-06", tmp_path / "out", Options(record=False)).files
    printed = read_publication(next(path for path in made if path.suffix == ".docx"))
    text = "".join(passage.text for passage in printed.passages)
    assert f"全区共接收群众诉求{len(JUNE)}件" in text
    assert f"网络{channels['网络']}件，占{share(channels['网络'], len(JUNE))}" in text
    (table,) = (table for table in printed.tables if "接单量" in table.heads)
    rows = [row.cells[1:4] for row in table.rows]
    assert rows == [(unit, str(n), share(n, len(JUNE))) for unit, n in units]


def test_nothing_of_last_month_is_printed_without_being_asked(learnt: Learnt, tmp_path: Path) -> None:
    """A folder of the next month as it is laid out: date, numbers and words are asked for, one by one."""
    from bulletin_gen.scaffold import new_period

    county = learnt.report.parent
    new_period(county, parse_period("2024-07"))
    export(county / "2024-07" / "七月.csv", orders(7, 7))
    with pytest.raises(BulletinError) as refused:
        generate(county, "2024-07", tmp_path / "out", Options(record=False))
    assert any("成文日期" in str(issue) for issue in refused.value.issues)
    assert all("还没有填写" in str(issue) for issue in refused.value.issues)


def test_short_captions_of_annexed_tables_are_their_titles(tmp_path: Path) -> None:
    quality = dict(zip(UNITS, ("98.0", "96.5", "97.0", "92.5", "100.0", "88.0"), strict=True))
    files = (bulletin(tmp_path / "五月.docx", annexed(MAY, 5, quality)),)
    found = learn(Request(tmp_path / "某某区", files, (export(tmp_path / "五月.csv", MAY),), PERIOD, "某某区"))
    profile = file_of(found, "profile.yaml")
    assert "标题: 街道" in profile
    assert "标题: 区直部门" in profile
    assert "# 通报里没有认出" in file_of(found, "supplied.yaml")


SAID = """一、总体情况
本月共受理{受理}件，其中{渠道：【{名称}{件数}件】、}。已办结{办结}件。
"""


@pytest.mark.parametrize(
    ("published", "printed", "found"),
    [
        ("已办结7件。", "已办结7件。", []),
        ("已办结7件。", "已办结8件。", [("已办结7件。", "已办结8件。", "")]),
        ("甲镇5件、乙镇3件。", "乙镇3件、甲镇5件。", [("甲镇5件、乙镇3件。", "乙镇3件、甲镇5件。", "先后")]),
        ("甲镇5件、乙镇3件。", "甲镇3件、乙镇5件。", [("甲镇5件、乙镇3件。", "甲镇3件、乙镇5件。", "")]),
        ("甲5件、乙3件。", "甲镇5件、乙镇3件。", [("甲5件、乙3件。", "甲镇5件、乙镇3件。", "单位的写法")]),
        ("甲镇、乙镇评为良，扣1分；丙镇评为差，扣2分。", "丙镇评为差，扣2分；乙镇、甲镇评为良，扣1分。", "先后"),
        ("甲镇、乙镇评为良，扣1分；丙镇评为差，扣2分。", "丙镇评为差，扣1分；乙镇、甲镇评为良，扣2分。", ""),
        ("共7件，同比上升5%。", "共7件。", "缺上期或同期的数，增减没有印"),
        ("共7件，其中甲镇5件。", "共7件。", ""),
        ("二、工作要求", "一、工作要求", "序号"),
    ],
)
def test_what_is_printed_otherwise_is_told_by_what_differs(
    published: str, printed: str, found: list[tuple[str, str, str]] | str
) -> None:
    spellings = {"甲": "甲镇", "乙": "乙镇", "甲镇": "甲镇", "乙镇": "乙镇", "丙镇": "丙镇"}
    lines = ["共{受理}件【，{受理：同比}】。"]
    made = differences({1: published}, lines, read_lines("通报.txt", f"标题\n{printed}\n"), spellings)
    if isinstance(found, str):
        assert [each.why for each in made] == [found]
    else:
        assert [(each.published, each.printed, each.why) for each in made] == found


def test_sentences_of_a_wording_are_those_of_its_text() -> None:
    line = "共{受理}件。【超期的有{单位：有超期：{单位}。}。】其余{其余}件。"
    assert in_sentences(line) == ["共{受理}件。", "【超期的有{单位：有超期：{单位}。}。】", "其余{其余}件。"]


def test_a_sentence_that_is_missing_is_told() -> None:
    (one,) = differences({1: "甲多。乙少。"}, ["甲多。乙少。"], read_lines("通报.txt", "标题\n甲多。\n"), {})
    assert one == PrintedOtherwise(1, 1, "乙少。", "")


def test_a_column_is_not_proved_that_is_printed_otherwise() -> None:
    column = ColumnFit("附表", "受理数", FitVerdict.PROVED, "受理时间在本期", "9个单位全部吻合")
    cells = [CellFit("附表", "甲镇", "受理数", "5", "6"), CellFit("附表", "乙镇", "办结数", "5", "6")]
    (made,) = agreeing([column], cells)
    assert made.verdict is FitVerdict.CONTRADICTED
    assert made.missed == (("甲镇", "5"),)


TWINS = dict(zip(UNITS, ("南门街道", "东园街道", "河湾街道", "区水利局", "区财政局", "区司法局"), strict=True))


def _scored(rows: list[Row], quality: dict[str, str]) -> list[str | Table]:
    """A table of the office with points for each order too late, and times that add up."""
    table = [["单位", "接单量", "办结量", "超期量", "返工次数", "得分", "资料分"]]
    for unit in quality:
        mine = [row for row in rows if row[3] == unit]
        late = sum(1 for row in mine if row[5] and row[5] > row[4])
        numbers = (len(mine), sum(1 for row in mine if row[5]), late, sum(map(again, mine)), 100 - late)
        table.append([unit, *map(str, numbers), quality[unit]])
    text = ["某某区热线办理情况通报", "一、总体情况", f"全区共接收群众诉求{len(rows)}件。", "附件：各单位办理情况"]
    return [*text, table]


def again(row: Row) -> int:
    """How often an order came back: some twice."""
    return (0, 0, 1, 0, 2)[int(row[0][3:]) % 5]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    place = tmp_path_factory.mktemp("scored")
    rows = [(*row[:3], TWINS[row[3]] if int(row[0][3:]) % 3 else row[3], *row[4:]) for row in orders(11, 5, 700)]
    quality = {unit: f"{90 + i * 7 % 11}.{i % 2 * 5}" for i, unit in enumerate((*UNITS, *TWINS.values()))}
    export(place / "五月.csv", [(*row, str(again(row))) for row in rows], (*HEADS, "返工次数"))  # type: ignore[misc]
    files = (bulletin(place / "五月.docx", _scored(rows, quality)),)
    return learn(Request(place / "某某区", files, (place / "五月.csv",), PERIOD, "某某区"))


def test_times_that_add_up_are_summed(scored: Learnt) -> None:
    (column,) = (column for column in scored.fit.columns if column.head == "返工次数")
    assert (column.verdict, column.rule) == (FitVerdict.PROVED, "受理时间在本期的返工次数之和")
    assert "求和: 返工次数" in file_of(scored, "profile.yaml")


def test_closed_ones_that_two_times_give_are_asked_for(scored: Learnt) -> None:
    (asked,) = (question for question in scored.questions if question.about == "办结时间")
    assert "办结量" in asked.text
    (column,) = (column for column in scored.fit.columns if column.head == "办结量")
    assert column.verdict is not FitVerdict.PROVED
