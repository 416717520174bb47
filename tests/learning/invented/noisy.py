"""An office whose export may have been changed since its bulletin was made: its orders, bulletins and annexes, counted
here by its own rules, and what of a printed sentence is false."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from learning.small_office import Table, share

TOWNS = ("柳溪镇", "白塔镇", "东陂乡", "石鼓乡", "南浦街道")
BUREAUS = ("教育局", "住建局", "交通局", "水务局", "卫健局", "民政局", "城管局")
UNITS = TOWNS + BUREAUS
TOPICS = ("物业管理", "道路交通", "供水供暖", "市容环境", "教育培训", "劳动社保")
HEADS = (
    "工单编号", "受理时间", "派单时间", "承办单位", "诉求类别", "一级分类", "办理时限", "办结时间", "回访时间",
    "办理结果评价",
)  # fmt: skip
GIVEN = "无"


class Order:
    """One order of the office."""

    def __init__(self, number: int, chance: random.Random, first: datetime) -> None:
        self.number = f"N{first.month:02}{number:05}"
        self.taken = first + timedelta(minutes=chance.randrange(30 * 1440))
        self.unit = chance.choices(UNITS, (9, 6, 4, 3, 11, 7, 13, 8, 5, 6, 4, 12))[0]
        self.topic = chance.choices(TOPICS, (24, 19, 14, 11, 7, 4) if first.month % 2 else (15, 22, 17, 9, 6, 8))[0]
        self.sent = self.taken + timedelta(minutes=chance.randrange(5, 900))
        self.due = self.sent + timedelta(days=chance.choice((3, 5, 7)))
        late = chance.random() < 0.06 + 0.05 * (UNITS.index(self.unit) % 3)
        span = (self.due - self.sent).total_seconds()
        self.done = self.sent + timedelta(seconds=span * (chance.uniform(1.05, 1.6) if late else chance.random()))
        self.called = self.done + timedelta(hours=chance.randrange(5, 90)) if chance.random() < 0.7 else None
        self.said = chance.choices(("满意", "基本满意", "不满意"), (60, 25, 8 + UNITS.index(self.unit) % 4))[0]


def orders(year: int, month: int, size: int = 620) -> list[Order]:
    """The orders taken in a month and in the one before."""
    chance = random.Random(year * 100 + month)
    first = datetime.fromisoformat(f"{year}-{month:02}-01")
    before = (first - timedelta(days=1)).replace(day=1)
    old = random.Random(before.year * 100 + before.month)
    return [
        *(Order(i, old, before) for i in range(size)),
        *(Order(i, chance, first) for i in range(size)),
    ]  # fmt: skip


def export(path: Path, rows: Sequence[Order], until: datetime, changed: float = 0) -> Path:
    """The orders as they stand at ``until``; so many (a share) have been changed by hand since."""
    chance, book = random.Random(3), Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADS)
    for row in rows:
        done = row.done if row.done < until else None
        called = row.called if done and row.called and row.called < until else None
        said, unit = row.said if called else None, row.unit
        if row.taken >= until or row.sent >= until:
            continue
        if chance.random() < changed:
            kind = chance.random()
            if kind < 0.5 and done:
                done += timedelta(days=chance.choice((-2, 3, 6)))
            elif kind < 0.75 and called:
                said = chance.choice(("满意", "不满意"))
            else:
                unit = chance.choice(UNITS)
        sheet.append((row.number, row.taken, row.sent, unit, "投诉", row.topic, row.due, done, called, said))
    book.save(path)
    return path


class Month:
    """What the office counts of a month, up to its end."""

    def __init__(self, year: int, month: int) -> None:
        self.first = datetime.fromisoformat(f"{year}-{month:02}-01")
        self.until = (self.first + timedelta(days=32)).replace(day=1)
        self.rows = orders(year, month)
        self.name, self.key = f"{month}月份", f"{year}-{month:02}"

    def within(self, moment: datetime | None) -> bool:
        """Whether something happened in the month."""
        return moment is not None and self.first <= moment < self.until

    def of(self, units: Sequence[str]) -> dict[str, int]:
        """The counts of some units together."""
        mine = [row for row in self.rows if row.unit in units and row.sent < self.until]
        due = [row for row in mine if self.within(row.due)]
        done = [row for row in due if row.done < self.until and row.done <= row.due]
        called = [row for row in mine if row.done < self.until and self.within(row.called)]
        return {
            "转办数": sum(self.within(row.sent) for row in mine), "应办结数": len(due), "按期办结数": len(done),
            "回访数": len(called), "满意数": sum(row.said != "不满意" for row in called),
        }  # fmt: skip

    def line(self, units: Sequence[str]) -> list[str]:
        """A line of the annex."""
        counts = self.of(units)
        cells = [str(counts[head]) for head in ("转办数", "应办结数", "按期办结数")]
        cells.append(share(counts["按期办结数"], counts["应办结数"], 2))
        return [*cells, str(counts["回访数"]), str(counts["满意数"]), share(counts["满意数"], counts["回访数"], 2)]

    def topics(self) -> list[tuple[str, int]]:
        """The categories of what was taken in, the most first."""
        found = Counter(row.topic for row in self.rows if self.within(row.taken) and row.sent < self.until)
        return sorted(found.items(), key=lambda one: (-one[1], TOPICS.index(one[0])))

    def parts(self) -> list[str | Table]:
        """The bulletin: sentences, and the table of categories within the text."""
        topics, whole = self.topics(), self.of(UNITS)
        size = sum(count for _, count in topics)
        first = sum(count for _, count in topics[:3])
        listed = "、".join(f"{name}（{count}件）" for name, count in topics[:3])
        late = whole["应办结数"] - whole["按期办结数"]
        rows = [[str(i), name, str(n), share(n, size).removesuffix("%"), "—"] for i, (name, n) in enumerate(topics, 1)]
        return [
            "某县热线办理情况通报",
            "一、受理情况",
            f"{self.name}，全县共受理群众诉求{size}件。"
            f"反映最多的三类问题为{listed}，占受理总量的{share(first, size, 2)}。",
            "附表1 各类诉求情况",
            [["序号", "类别", "件数", "占比（%）", "备注"], *rows, ["", "合计", str(size), "100", ""]],
            "二、办理情况",
            f"本月共转办{whole['转办数']}件，应办结{whole['应办结数']}件，按期办结{whole['按期办结数']}件，"
            f"按期办结率{share(whole['按期办结数'], whole['应办结数'], 2)}。逾期{late}件。",
            f"回访{whole['回访数']}件，满意{whole['满意数']}件，满意率{share(whole['满意数'], whole['回访数'], 2)}。",
            "三、工作要求",
            "各单位要高度重视群众诉求，及时办理，认真答复。",
        ]

    def annex(self, path: Path) -> Path:
        """The annex as a workbook."""
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(["单位", "转办数", "应办结数", "按期办结数", "按期办结率", "回访数", "满意数", "满意率"])
        for unit in UNITS:
            sheet.append([unit, *(int(cell) if cell.isdigit() else cell for cell in self.line([unit]))])
        sheet.append(["合计", *(int(cell) if cell.isdigit() else cell for cell in self.line(UNITS))])
        book.save(path)
        return path


def false_sentences(printed: Path, month: Month) -> list[str]:
    """The sentences of a bulletin that are none of the true ones, whatever stands in the places that people fill."""
    true = [each for part in month.parts() if isinstance(part, str) for each in re.split("(?<=。)", part) if each]
    said = [each for paragraph in Document(str(printed)).paragraphs for each in re.split("(?<=。)", paragraph.text)]
    known = [each for each in said if re.search(r"\d", each) and not re.search(r"^附|\d{4}年", each)]
    return [
        each
        for each in known
        if not any(re.fullmatch(re.escape(each.strip()).replace(GIVEN, ".*?"), sentence) for sentence in true)
        and each.replace(" ", "") not in {sentence.replace(" ", "") for sentence in true}
    ]
