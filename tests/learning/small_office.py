"""A small office whose bulletins are counted here, by its own rules, for months of its own: to learn from, and to
compare the next month with."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from docx import Document

from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.scaffold import new_period

STREETS = ("东门街道", "西园街道", "北关街道")
BUREAUS = ("区住建局", "区教育局", "区民政局")
UNITS = STREETS + BUREAUS
CHANNELS = ("电话", "网络", "信箱", "窗口")
#: The office's own heads: none of them is called 受理时间 or 派单时间.
HEADS = ("工单号", "接单时间", "进线方式", "处置单位", "截止时间", "完成时间")

Row = tuple[str, datetime, str, str, datetime, datetime | None]
Table = list[list[str]]


def orders(seed: int, month: int, size: int = 240) -> list[Row]:
    """The orders of a month of 2024."""
    chance, rows = random.Random(seed), list[Row]()
    for i in range(size):
        at = datetime.fromisoformat(f"2024-{month:02}-01") + timedelta(minutes=chance.randrange(29 * 1440))
        unit = chance.choices(UNITS, (9, 5, 2, 7, 4, 1))[0]
        done = at + timedelta(hours=chance.randrange(5, 150))
        closed = done if chance.random() < 0.85 and done.month == month else None
        channel = chance.choices(CHANNELS, (6, 3, 2, 1))[0]
        rows.append((f"S{month:02}{i:05}", at, channel, unit, at + timedelta(days=5), closed))
    return rows


def share(some: int, every: int, digits: int = 1) -> str:
    """A percentage as the office prints it."""
    value = Decimal(some * 100) / Decimal(every)
    return f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}%"


def export(path: Path, rows: Sequence[Row], heads: Sequence[str] = HEADS) -> Path:
    """The rows as a platform exports them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(
            [f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else cell or "" for cell in row] for row in rows
        )
    return path


def bulletin(path: Path, parts: Sequence[str | Table]) -> Path:
    """Paragraphs and tables as a Word file."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for line, cells in zip(table.rows, part, strict=True):
            for cell, said in zip(line.cells, cells, strict=True):
                cell.text = said
    document.save(str(path))
    return path


def in_text(rows: Sequence[Row], month: int) -> list[str | Table]:
    """A bulletin with its table in the text, a list of some channels, and a sentence right before the table."""
    size, channels = len(rows), Counter(row[2] for row in rows)
    units = Counter(row[3] for row in rows).most_common()
    first = sum(count for _, count in units[:3])
    return [
        "某某区热线运行简报",
        "一、总体情况",
        f"{month}月份，全区共接收群众诉求{size}件，已办结{sum(1 for row in rows if row[5])}件。",
        f"主渠道仍是12345电话，共{channels['电话']}件，占{share(channels['电话'], size)}；"
        + "；".join(f"{each}{channels[each]}件，占{share(channels[each], size)}" for each in ("网络", "信箱"))
        + "。",
        f"接单量前三的单位见下表，三家合计{first}件，占{share(first, size)}。",
        [
            ["序号", "单位", "接单量", "占比"],
            *([str(i), unit, str(n), share(n, size)] for i, (unit, n) in enumerate(units[:3], 1)),
        ],
    ]


def annexed(rows: Sequence[Row], month: int, quality: Mapping[str, str]) -> list[str | Table]:
    """A bulletin with two annexed tables under the short names of their groups; one column is no count of orders."""
    size = len(rows)
    parts: list[str | Table] = [
        "某某区热线办理情况通报",
        f"现将{month}月份热线办理情况通报如下。",
        "一、总体情况",
        f"{month}月份，全区共接收群众诉求{size}件，已办结{sum(1 for row in rows if row[5])}件。",
        "附件：各单位办理情况",
    ]
    for group, units in (("街道", STREETS), ("区直部门", BUREAUS)):
        table = [["单位", "接单量", "办结量", "资料分"]]
        for unit in units:
            mine = [row for row in rows if row[3] == unit]
            table.append([unit, str(len(mine)), str(sum(1 for row in mine if row[5])), quality[unit]])
        parts += [group, table]
    return parts


def next_folder(county: Path, key: str, export_of: Path, figures: Mapping[str, str], words: Mapping[str, str]) -> None:
    """The folder of the next period, filled in: ``figures`` and ``words`` for what is asked, by its name."""
    new_period(county, parse_period(key))
    place = county / key
    (place / export_of.name).write_bytes(export_of.read_bytes())
    supplied = (place / "supplied.yaml").read_text(encoding="utf-8")
    lines = []
    for line in supplied.splitlines():
        name = line.split(":")[0].strip()
        asked = line.index("〔") if "〔" in line else 0
        said = "2024-07-05" if name == "成文日期" else f'"{figures.get(name, "无")}"'
        lines.append(f"{line[:asked]}{said}{line[line.index('〕') + 1 :]}" if asked else line)
    (place / "supplied.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    narrative = (place / "narrative.md").read_text(encoding="utf-8")
    told: list[str] = []
    for line in narrative.splitlines():
        told.append(words.get(told_of(told), "略。") if line.startswith("〔") else line)
    (place / "narrative.md").write_text("\n".join(told) + "\n", encoding="utf-8")


def told_of(lines: Sequence[str]) -> str:
    """The heading that the next line of a narrative stands under."""
    return next((line.removeprefix("# ") for line in reversed(lines) if line.startswith("# ")), "")
