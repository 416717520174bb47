"""What one month's export and bulletin leave open is asked or told: two columns of limits, times taken crosswise,
answers about nothing, the way in which nothing went, roundings that do not show."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from bulletin_gen.learning.doubts import crossed, of_one_rounding
from bulletin_gen.learning.finding.wholes import PrintedWhole
from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.learning.reading.orders import seen_in
from bulletin_gen.learning.taking import day_by_text
from bulletin_gen.learning.unseen import one_way
from bulletin_gen.learning.writing.rules import LearntRules
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.numbers import Rounding
from bulletin_gen.leaves.periods import parse_period
from learning.invented.noisy import UNITS, Month
from learning.small_office import Table, bulletin, share

MAY = Month(2025, 5)
HEADS = ("工单编号", "进线时刻", "派单时间", "承办单位", "办结时限", "延期后办结时限", "办结时间", "处理进度")


def _export(path: Path) -> Path:
    """Every fifth order has been given more time."""
    rows = []
    for i, row in enumerate(MAY.rows):
        if row.sent < MAY.until:
            moved = row.due + timedelta(days=4) if i % 5 == 0 else None
            done = row.done if row.done < MAY.until else None
            state = "已作废" if i % 50 == 7 else "已办结" if done else "办理中"
            rows.append((row.number, row.taken, row.sent, row.unit, row.due, moved, done, state))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for row in rows:
            writer.writerow([f"{c:%Y-%m-%d %H:%M:%S}" if isinstance(c, datetime) else c or "" for c in row])
    return path


def _parts() -> list[str | Table]:
    """A bulletin by the later limit; the last column is no count of orders, and keeps its zeros."""
    rows = [row for i, row in enumerate(MAY.rows) if row.sent < MAY.until and i % 50 != 7]
    moved = {row.number for i, row in enumerate(MAY.rows) if i % 5 == 0}
    table = [["序号", "单位", "应办结数", "按期办结数", "按期办结率", "资料分"]]
    whole, kept = 0, 0
    for i, unit in enumerate(UNITS, 1):
        limits = {row.number: row.due + timedelta(days=4 * (row.number in moved)) for row in rows if row.unit == unit}
        due = [row for row in rows if row.unit == unit and MAY.within(limits[row.number])]
        done = [row for row in due if row.done < MAY.until and row.done <= limits[row.number]]
        whole, kept = whole + len(due), kept + len(done)
        table.append([str(i), unit, str(len(due)), str(len(done)), share(len(done), len(due), 2), f"{90 + i}.0"])
    return [
        "某县热线办理情况通报",
        "一、办理情况",
        f"本月应办结{whole}件，按期办结{kept}件，按期办结率{share(kept, whole, 2)}，环比提高0.52个百分点。",
        "附件：各单位办理情况",
        table,
    ]


def _learnt(place: Path, **answers: int) -> Learnt:
    files = (bulletin(place / "五月.docx", _parts()),)
    orders = _export(place / "五月.csv")
    return learn(Request(place / "某县", files, (orders,), parse_period("2025-05"), "某县", answers))


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    return _learnt(tmp_path_factory.mktemp("told"))


def _text(learnt: Learnt, name: str) -> str:
    return next(path for path in learnt.files if path.name == name).read_text(encoding="utf-8")


def test_two_columns_of_limits_are_asked_for_with_the_cells_that_decide(learnt: Learnt) -> None:
    """The later one where it is filled in: by it all cells come out, and that is said."""
    (asked,) = (question for question in learnt.questions if question.about == "办理时限")
    assert asked.answers[0].startswith("“延期后办结时限”有值的按它")
    assert "第1种差0格；第2种差" in asked.differ
    assert "办理时限: [延期后办结时限, 办结时限]" in _text(learnt, "profile.yaml")
    assert {each.verdict.value for each in learnt.fit.columns if each.head != "资料分"} <= {"已证实", "几种都吻合"}


def test_the_first_limit_alone_is_an_answer(tmp_path: Path) -> None:
    found = _learnt(tmp_path, 办理时限=2)
    assert all(question.about != "办理时限" for question in found.questions)
    profile = _text(found, "profile.yaml")
    assert "办理时限: [办结时限]" in profile
    assert "不用的列: [延期后办结时限]" in profile


def test_columns_are_known_by_what_stands_in_them(learnt: Learnt) -> None:
    """处理进度 holds 已办结 and 已作废; 进线时刻 is the first time of all."""
    read = {each.head: each.label for each in learnt.heads}
    assert (read["处理进度"], read["进线时刻"]) == ("工单状态", "受理时间")


def test_figures_that_people_give_keep_their_zeros(learnt: Learnt) -> None:
    """91.0, not 91; the rows are numbered on through the table."""
    assert all(cell.same for cell in learnt.fit.cells if cell.head == "资料分")
    assert '人工提供: 是, 逐个单位: 是, 样式: "1位留零"' in _text(learnt, "profile.yaml")


def test_how_the_other_way_is_said_is_told(learnt: Learnt) -> None:
    assert "率降怎么说，本期没有印过，现在写“降低”；不是的，在 profile.yaml 的“措辞”里改。" in learnt.lines()


def test_an_answer_about_nothing_is_refused_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="没有这一列，也没有这个问题") as refused:
        _learnt(tmp_path, 按时办结数=2)
    assert "按期办结数" in str(refused.value.issues[0])


def test_the_next_period_shows_the_last_words(learnt: Learnt) -> None:
    from bulletin_gen.county.narrative import read_narrative
    from bulletin_gen.scaffold import new_period

    county = learnt.report.parent
    narrative = county / "2025-05" / "narrative.md"
    narrative.write_text("# 工作要求\n\n各单位要抓紧。\n", encoding="utf-8")
    new_period(county, parse_period("2025-06"))
    text = (county / "2025-06" / "narrative.md").read_text(encoding="utf-8")
    assert "各单位要抓紧。" in text
    (county / "2025-06" / "narrative.md").write_text(text.replace("〔请填写：工作要求；没有则删去这一行〕", "好。"))
    assert dict(read_narrative(county / "2025-06" / "narrative.md")[0]) == {"工作要求": "好。"}


def test_times_that_stand_crosswise_are_told() -> None:
    day = datetime(2025, 5, 1)  # noqa: DTZ001 - exports have no zone
    times = {"accepted_at": [day + timedelta(days=2)] * 3, "dispatched_at": [day] * 3}
    frame = pl.DataFrame({**times, "closed_at": [None] * 3, "callback_at": [None] * 3}).with_columns(
        pl.col("closed_at", "callback_at").cast(pl.Datetime)
    )
    (line,) = crossed(frame)
    assert line.startswith("3件里有3件的派单时间早于受理时间")
    assert list(crossed(frame.with_columns(pl.col("dispatched_at").dt.offset_by("5d")))) == []


def test_a_rounding_that_does_not_show_is_told_where_the_others_do_not_agree() -> None:
    up, down = Rounding.HALF_UP, Rounding.DOWN
    assert list(of_one_rounding(["7.20%"], [up] * 5)) == []
    assert "7.20%" in next(of_one_rounding(["7.20%"], [up] * 4 + [down]))
    assert "7.20%" in next(of_one_rounding(["7.20%"], [up]))


def test_a_later_day_is_told_by_several_numbers() -> None:
    assert day_by_text({0: 10, 1: 11, 5: 11}) == 0
    assert day_by_text({0: 10, 1: 11, 5: 13}) == 5


def test_words_that_say_another_number_call_no_column() -> None:
    column = PrintedWhole("满意", ("414",), "满意数", exact=True, given=False)
    assert column.likeness("群众满意") == len("满意")
    assert column.likeness("不满意") == column.likeness("满") == 0


def test_both_ways_that_are_seen_are_not_told() -> None:
    rules = LearntRules()
    rules.ways |= {(True, True), (True, False)}
    assert list(one_way(rules)) == []


def test_two_limits_are_not_asked_for_where_people_say_which(tmp_path: Path) -> None:
    orders = _export(tmp_path / "五月.csv")
    assert len(seen_in((orders,)).limits) == 3
    assert seen_in((orders,), {"deadline_at": "办结时限"}).limits == ()
