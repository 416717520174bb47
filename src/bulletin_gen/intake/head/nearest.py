"""Sheets in which no head of orders was recognised: which row most resembles one, what it lacks, what to write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.text import Cell, cell_text
from bulletin_gen.intake.head.guess import guesses, is_moment
from bulletin_gen.intake.head.heads import DEPTH, HeadWords, TableHead, candidates
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error

#: A row with so many known names, and no fewer than half of its names known, is the head of an export of orders.
_SURE = 4
_MOST_NAMED = 8
#: Rows without a head are orders' where so many cells are filled, and so many of them hold times: when it came, when it
#: was handed on, until when, when it was closed.
_FEWEST_CELLS, _FEWEST_TIMES = 5, 2
_TIME = late(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
#: Names of numbers, where what stands below them does not tell: long numbers may be times as well.
_NUMBERED = late(r"(?:编号|编码|单号|号码|流水号?|ID)$", re.IGNORECASE)
_EXPECTED = "至少一张表有工单编号等表头"


class NearHead(Struct, frozen=True):
    """The row that most resembles a head: ``known`` names of ``count``, those that are not, and the name that may stand
    for 工单编号 (empty when none does)."""

    row: int
    known: int
    count: int
    unknown: tuple[str, ...]
    order_id: str = ""

    @property
    def is_export(self) -> bool:
        """Whether the sheet surely holds orders."""
        return self.known >= _SURE and self.known * 2 >= self.count

    @property
    def found(self) -> str:
        """What was seen of it, in words."""
        names = [f"“{name}”" for name in self.unknown[:_MOST_NAMED]]
        more = f" 等{len(self.unknown)}个" if len(self.unknown) > _MOST_NAMED else ""
        strange = f"，不认识的有 {'、'.join(names)}{more}" if names else ""
        return f"第{self.row}行最像表头：{self.count}个列名认得{self.known}个{strange}；其中没有工单编号"

    @property
    def advice(self) -> str:
        """What to do about it."""
        name = self.order_id or "本县的列名"
        whether = f"“{self.order_id}”就是工单编号的，" if self.order_id else "有一列是工单编号的，"
        return f"{whether}在 profile.yaml 的 读表 → 列 里写 工单编号: {name}；没有的，重新导出带编号的工单"


def nearest_head(top: Sequence[Sequence[Cell]], vocabulary: HeadWords) -> NearHead | None:
    """The row among the first ones that most resembles a head of orders. Where no name is known in any row, it is the
    first whose columns hold numbers of orders and times; None where there is no such row either."""
    texts = [tuple(cell_text(value) for value in row) for row in top[:DEPTH]]
    best: tuple[int, TableHead] | None = None
    for head in candidates(texts):
        known = sum(1 for name in head.names if name and vocabulary.knows(name))
        if known > (best[0] if best else 0):
            best = known, head
    if best is not None:
        return _near(best[1], best[0], top, vocabulary)
    if not any(is_moment(value) for row in top[:DEPTH] for value in row):
        return None  # guessing at each row of a wide table of numbers takes long
    for head in candidates(texts):
        if _holds_times(head, top, vocabulary) and (near := _near(head, 0, top, vocabulary)).order_id:
            return near
    return None


def _near(head: TableHead, known: int, top: Sequence[Sequence[Cell]], vocabulary: HeadWords) -> NearHead:
    unknown = tuple(name for name in head.names if name and not vocabulary.knows(name))
    guess = guesses(head, top[head.last :], vocabulary, head.places(vocabulary)).get("order_id")
    named = guess.name if guess else next(filter(_NUMBERED.search, unknown), "")
    return NearHead(head.last, known, known + len(unknown), unknown, named)


def _holds_times(head: TableHead, top: Sequence[Sequence[Cell]], vocabulary: HeadWords) -> bool:
    """Whether one of the columns below a head is guessed to be a time of orders."""
    return any(name.endswith("_at") for name in guesses(head, top[head.last :], vocabulary, {}))


def not_recognised(grid: Grid, near: NearHead) -> Issue:
    """A sheet that surely holds orders, and whose head lacks their number."""
    return error(
        "file.head", "像是工单表，没有认出工单编号", Place(grid.file, grid.sheet, near.row),
        found=near.found, expected="工单编号", advice=near.advice,
    )  # fmt: skip


def headless(grid: Grid, top: Sequence[Sequence[Cell]], count: int) -> Issue | None:
    """An error where a sheet beside one of orders has rows that are as orders are, and no head that says what they
    mean: so many filled cells, and times among them. ``count``: how many rows it has."""
    rows = [texts for row in top if (texts := [text for cell in row if (text := cell_text(cell))])]
    alike = [texts for texts in rows if len(texts) >= _FEWEST_CELLS and sum(map(_is_time, texts)) >= _FEWEST_TIMES]
    if not alike or len(alike) * 2 < len(rows):
        return None
    return error(
        "file.headless", "像是工单，没有表头", Place(grid.file, grid.sheet), found=f"{count}行没有列名",
        expected="第一行是列名", advice="是工单就把别的工作表的表头那一行拷到它上面；不是就删除这张工作表",
    )  # fmt: skip


def _is_time(text: str) -> bool:
    return _TIME.match(text) is not None


def without_orders(file: str, near: NearHead | None, hidden: bool = False) -> Issue:
    """A file none of whose sheets is one of orders."""
    if hidden:
        found, advice = "工单表所在的工作表是隐藏的", "确要统计就取消隐藏再运行；不用的文件移出期间文件夹"
    elif near is None:
        found = "没有一行像工单的表头"
        advice = "多半不是工单导出（如登录页面、说明），重新从平台导出；不是工单的文件移出期间文件夹"
    else:
        found, advice = near.found, f"{near.advice}；不是工单的文件移出期间文件夹"
    return error("file.no_orders", "没有找到工单表", Place(file), found=found, expected=_EXPECTED, advice=advice)
