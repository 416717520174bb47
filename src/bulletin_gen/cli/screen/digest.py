"""A digest on the terminal, and the same with all orders behind it as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bulletin_gen.canonical import LABELS
from bulletin_gen.digest.model import NoticeKind
from bulletin_gen.explaining.rows import SHOWN

if TYPE_CHECKING:
    from bulletin_gen.digest.model import Digest, Notice

#: How many findings of a kind the terminal shows.
_MOST = 8
#: Of which kinds the terminal shows the sentences; the workbook has all.
_WORTH_A_SENTENCE = (NoticeKind.COUNT, NoticeKind.RATE, NoticeKind.RECORD)


def show_digest(console: Console, found: Digest) -> None:
    """Kind by kind: each finding, and the sentence or the note that it can become."""
    console.print(Text(_headline(found), style="bold"), soft_wrap=True)
    for remark in found.remarks:
        console.print(f"  说明：{remark}", soft_wrap=True)
    for kind in NoticeKind:
        _show_kind(console, kind, found.of_kind(kind))
    if not found.notices:
        console.print("没有看到异常。", soft_wrap=True)


def _headline(found: Digest) -> str:
    return f"{found.county}{found.period}有什么异常（{_past(found)}）"


def _past(found: Digest) -> str:
    if not found.past:
        return "没有以前各期的记录可比"
    if len(found.past) == 1:
        return f"与{found.past[0]}的记录比"
    return f"与{found.past[0]}至{found.past[-1]}的{len(found.past)}期记录比"


def _show_kind(console: Console, kind: NoticeKind, notices: tuple[Notice, ...]) -> None:
    if not notices:
        return
    console.print()
    console.print(Text(f"{kind}（{len(notices)}）", style="bold"))
    for number, each in enumerate(notices[:_MOST], 1):
        console.print(f"{number}. {each.text}", soft_wrap=True)
        if each.sentence and kind in _WORTH_A_SENTENCE:
            console.print(Text(f"   可写进正文：{each.sentence}", style="cyan"), soft_wrap=True)
            console.print(f"   现在印出：{each.printed}", soft_wrap=True)
    if len(notices) > _MOST:
        console.print(f"……另有 {len(notices) - _MOST} 条（用 --out 存成工作簿看全部）")


def digest_workbook(found: Digest) -> bytes:
    """All findings, and the orders behind each."""
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    rows = tuple(
        (number, str(each.kind), each.text, each.sentence, each.printed, each.note, len(each.orders))
        for number, each in enumerate(found.notices, 1)
    )
    orders = tuple(
        (number, each.about, each.orders_are, *line)
        for number, each in enumerate(found.notices, 1)
        for line in each.orders
    )
    heads = tuple(LABELS[name] for name in SHOWN)
    widths = (20, 20, 12, 8, 12, 16, 16, *(18,) * 4, 10, 10, 10, 10, 14, 14, 24, 16, 8)
    remarks = ((_headline(found),), *((each,) for each in found.remarks))
    return write_grids(
        [
            BookSheet("发现", _FOUND, rows, (6, 18, 60, 50, 50, 50, 8)),
            BookSheet("工单", ("发现序号", "关于", "是什么", *heads), orders, (8, 24, 14, *widths)),
            BookSheet("说明", ("说明",), remarks, (100,)),
        ],
        f"{found.county}{found.period}有什么异常",
    )


_FOUND = ("序号", "类别", "发现", "可写进正文的句子", "现在印出", "可写进热点问题的话", "工单数")
