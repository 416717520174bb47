"""An office that takes points off for every order sent back, ranks its towns and its bureaus apart without a column
that says so, and tells how many units have each grade: learnt from May, June is printed as counted here."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin_gen.learning.fit import FitVerdict
from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.proof.reading.files import read_publication
from learning.small_office import Table, bulletin, export, next_folder, share

TOWNS = tuple(f"{name}镇" for name in ("柳泉", "石门", "黄龙", "白沙", "青山", "大河", "三岔", "东岭", "西坝"))
BUREAUS = tuple(f"{name}局" for name in ("教育", "公安", "民政", "水利", "住建", "交通运输", "卫生健康", "城市管理"))
GROUPS = {"乡镇": TOWNS, "县直部门": BUREAUS}
HEADS = ("工单编号", "来电时间", "诉求来源", "承办单位", "派发时间", "办结期限", "办结时间", "是否退回", "办理满意度")
COLUMNS = ("单位", "受理", "办结率", "按时办结率", "满意率", "得分", "等级", "排名")
CONTENT = ("非常满意", "满意", "基本满意")
LINES = (("A", 90), ("B", 80), ("C", 70), ("D", -100))

Order = dict[str, Any]


def orders(seed: int, month: int) -> list[Order]:
    """The orders of a month of 2024: each unit has its own ways."""
    draw, found = random.Random(seed), list[Order]()
    for unit in TOWNS + BUREAUS:
        ways = (draw.uniform(0.9, 1), draw.uniform(0.75, 1), draw.choice((0, 0.02, 0.06)), draw.uniform(0.75, 1))
        for _ in range(draw.randint(40, 110)):
            at = datetime(2024, month, 1) + timedelta(minutes=draw.randrange(29 * 1440))  # noqa: DTZ001
            late = draw.random() > ways[1]
            closed = at + timedelta(days=draw.uniform(5.1, 8) if late else draw.uniform(0.2, 4.9))
            done = closed if draw.random() < ways[0] and closed.month == month else None
            said = draw.choice(CONTENT) if draw.random() < ways[3] else "不满意"
            found.append(
                {"at": at, "from": draw.choice(("电话", "电话", "微信")), "unit": unit, "until": at + timedelta(days=5),
                 "done": done, "back": draw.random() < ways[2], "said": said if done else ""}
            )  # fmt: skip
    return sorted(found, key=lambda each: each["at"])


def rows(found: list[Order]) -> list[tuple[Any, ...]]:
    return [
        (f"Q{each['at']:%m}{i:05}", each["at"], each["from"], each["unit"], each["at"] + timedelta(minutes=20),
         each["until"], each["done"], "是" if each["back"] else "否", each["said"])
        for i, each in enumerate(found)
    ]  # fmt: skip


def table(found: list[Order]) -> Table:
    """The annex, counted here."""
    lines: Table = []
    for units in GROUPS.values():
        made = [_line([each for each in found if each["unit"] == unit]) for unit in units]
        made.sort(key=lambda line: -Decimal(line[5]))
        lines += [[*line, str(1 + sum(Decimal(o[5]) > Decimal(line[5]) for o in made))] for line in made]
    return [list(COLUMNS), *lines]


def _line(own: list[Order]) -> list[str]:
    done = [each for each in own if each["done"]]
    on_time = [each for each in done if each["done"] <= each["until"]]
    heard = [each for each in own if each["said"]]
    content = [each for each in heard if each["said"] in CONTENT]
    score = (
        Fraction(40 * len(done), len(own)) + Fraction(30 * len(on_time), len(done))
        + Fraction(30 * len(content), len(heard)) - Fraction(sum(each["back"] for each in own), 2)
    )  # fmt: skip
    printed = share(score.numerator, score.denominator * 100, 2).rstrip("%")
    grade = next(grade for grade, least in LINES if Decimal(printed) >= least)
    rates = [share(len(done), len(own), 2), share(len(on_time), len(done), 2), share(len(content), len(heard), 2)]
    return [own[0]["unit"], str(len(own)), *rates, printed, grade]


def text(found: list[Order], month: int) -> list[str]:
    annex = table(found)[1:]
    phoned = sum(each["from"] == "电话" for each in found)
    grades = Counter(line[6] for line in annex)
    first = {group: [line[0] for line in annex if line[0] in units][:3] for group, units in GROUPS.items()}
    every = "，".join(f"{grade}等{grades[grade]}个" for grade, _ in LINES)
    return [
        f"关于2024年{month}月某某县12345热线办理情况的通报",
        f"{month}月，某某县12345热线共受理群众诉求{len(found)}件，"
        f"其中电话{phoned}件，占{share(phoned, len(found), 2)}。",
        f"从得分看，乡镇中{'、'.join(first['乡镇'])}居前三位，县直部门中{'、'.join(first['县直部门'])}居前三位。"
        f"全县{len(annex)}个承办单位中，{every}。全月共退回工单{sum(each['back'] for each in found)}件。",
    ]


MAY, JUNE = orders(11, 5), orders(12, 6)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    place = tmp_path_factory.mktemp("scored")
    file = bulletin(place / "五月.docx", [*text(MAY, 5), table(MAY)])
    return learn(
        Request(place / "某某县", (file,), (export(place / "五月.csv", rows(MAY), HEADS),), parse_period("2024-05"))
    )


def test_the_month_has_a_grade_that_nobody_has() -> None:
    """Or the tests below do not show what they are to show."""
    assert "C等0个" in text(MAY, 5)[2] or "D等0个" in text(MAY, 5)[2]


def test_score_grade_and_place_are_found(learnt: Learnt) -> None:
    fits = {fit.head: fit for fit in learnt.fit.columns}
    assert (fits["得分"].verdict, fits["排名"].verdict) == (FitVerdict.PROVED, FitVerdict.PROVED)
    assert "“退回件数”每件扣0.5分" in fits["得分"].rule
    assert "组内" in fits["排名"].rule
    assert learnt.fit.equal == len(learnt.fit.cells) == (len(COLUMNS) - 1) * len(TOWNS + BUREAUS)
    assert all(tie.name for tie in learnt.fit.ties)


def test_the_next_month_is_printed_as_counted(learnt: Learnt, tmp_path: Path) -> None:
    county = learnt.report.parent
    next_folder(county, "2024-06", export(tmp_path / "六月.csv", rows(JUNE), HEADS), {}, {})
    made = generate(county, "2024-06", tmp_path / "out", Options(record=False)).files
    published = read_publication(next(path for path in made if path.suffix == ".docx"))
    printed = [list(row.cells) for each in published.tables for row in each.rows]
    assert printed == table(JUNE)[1:]
    assert [each for each in text(JUNE, 6)[1:] if each not in {passage.text for passage in published.passages}] == []
