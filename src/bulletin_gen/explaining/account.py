"""What differs between two runs of a period, figure by figure, and the orders behind it: lines and a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.explaining.differing import OrderChange, OrdersBehind
from bulletin_gen.explaining.naming import called
from bulletin_gen.explaining.told import ToldRun
from bulletin_gen.runs.comparing import Difference, compare_runs
from bulletin_gen.runs.record import RecordedRun

#: So many orders are named beside a figure; the sheet of orders has all of them.
_NAMED = 3


class ExplainedDifference(Struct, frozen=True):
    """A difference, what people call the thing that differs, and the orders because of which it does."""

    difference: Difference
    called: str
    orders: tuple[OrderChange, ...] = ()

    @property
    def because(self) -> str:
        """The first few orders, and how many there are."""
        return named_orders(self.orders)


def named_orders(orders: Sequence[OrderChange]) -> str:
    """The first few of ``orders`` with what has become of them, and how many there are."""
    named = "、".join(str(each) for each in orders[:_NAMED])
    return f"{named}等{len(orders)}件" if len(orders) > _NAMED else named


def explained_differences(
    compared: tuple[RecordedRun, RecordedRun], told: tuple[ToldRun, ToldRun]
) -> tuple[ExplainedDifference, ...]:
    """What differs between two runs, the older one first, and why; ``told`` are the same runs with their orders."""
    behind, found = OrdersBehind(*told), []
    for each in compare_runs(*compared):
        if each.kind != "数据":
            found.append(ExplainedDifference(each, each.name))
            continue
        run = told[1] if each.name in told[1].figures else told[0]
        found.append(ExplainedDifference(each, called(each.name, run), behind(each.name)))
    return tuple(found)


def difference_line(each: ExplainedDifference) -> str:
    """One difference on one line."""
    said = each.difference
    notes = "；".join(filter(None, (said.note, f"因为 {each.because}" if each.orders else "")))
    return f"{said.kind}：{each.called}：{said.was or '无'} → {said.now or '无'}" + (f"（{notes}）" if notes else "")


def differences_workbook(found: Sequence[ExplainedDifference]) -> bytes:
    """差异清单.xlsx: what differs, and every order behind it."""
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    heads = ("类别", "名称", "原来", "现在", "备注", "因为哪些工单", "数据")
    rows = tuple(
        (
            each.difference.kind, each.called, each.difference.was, each.difference.now, each.difference.note,
            each.because, each.difference.name if each.difference.kind == "数据" else "",
        )
        for each in found
    )  # fmt: skip
    listed = tuple(
        (each.called, one.order, one.unit, one.words, one.place) for each in found for one in each.orders
    )  # fmt: skip
    return write_grids(
        [
            BookSheet("差异", heads, rows, (10, 30, 18, 18, 26, 40, 24)),
            BookSheet("工单", ("数据", "工单编号", "承办单位", "变化", "来源"), listed, (30, 20, 18, 40, 30)),
        ],
        "两次运行的差异",
    )
