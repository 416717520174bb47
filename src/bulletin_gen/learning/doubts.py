"""What is said where a bulletin and its orders do not fit: refusals, and doubts beside what was learnt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from bulletin_gen.canonical import LABELS
from bulletin_gen.learning.finding.tables import LearntTable
from bulletin_gen.learning.reading.orders import Orders
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, stop
from bulletin_gen.leaves.numbers import Rounding
from bulletin_gen.leaves.periods import Period

#: An export that goes on for so many days more was taken later than the bulletin's.
_LATE = 3
#: Heads of columns that count what has no time of its own.
_TIMELESS_HEAD = late("返工|重办|延期|退单|退回|超期|逾期")
#: Where so few units miss, it is their names that do not fit, not the orders.
_FEW_UNITS = 3
#: So much of a passage is shown, and of so many.
_SHOWN, _MOST_SHOWN = 24, 8
#: More than one in so many orders whose times stand crosswise; so many percentages tell how all are rounded.
_MANY_CROSSED, _ENOUGH_TOLD = 3, 5


def doubts_of(orders: Orders, tables: Sequence[LearntTable], period: Period, days: int) -> tuple[str, ...]:
    """What the fit says of the export itself: many columns that nearly fit are another day's, or another's, orders."""
    every = [each for table in tables for each in table.found()]
    near = [each for each in every if each.rule is not None and each.misses]
    said = [f"数据截至期末后{days}天时吻合得最好，口径里照此写了。"] if days else []
    if (ahead := _taken_late(orders, period, days)) and any(_without_time(table) for table in tables):
        said.append(
            f"导出里有{ahead}的时间，比期末晚：返工、延期、退单这类没有时间的列，数到的是导出那天的，数不回期末。"
            f"有{period.name}统计当天的导出，请用它再学一遍。"
        )
    same = _same_units(tables)
    if len(near) * 2 > len(every) and same:
        said.append(
            f"差的都是同样几个单位（{'、'.join(same)}）：多半是它们在工单里另有写法，没有对上。"
            "把那种写法写进 units.csv 里它的“别名”，再生成。"
        )
    elif len(near) * 2 > len(every):
        latest = str(orders.frame["accepted_at"].max())
        said.append(
            f"多数列都只差几个单位：导出的多半不是那一期通报所用的工单（晚了几天，或后来改过）。"
            f"请找{period.name}统计当天的导出再学一遍。这份导出最晚的受理时间是{latest}。"
        )
    return tuple(said)


def _without_time(table: LearntTable) -> bool:
    """Whether a column does not come out that goes by what the orders hold without a time: how often they came back."""
    missed = [*table.unknown]
    missed += [head for head, each in table.chosen.found.items() if each.rule is None or each.misses]
    missed += [head for head, each in table.rates.items() if each.rule is None or each.misses]
    return any(_TIMELESS_HEAD.search(head) for head in missed)


def timeless_of(measures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The learnt counts that go by no time."""
    return [name for name, rule in measures.items() if not rule.get("time") and not rule.get("supplied")]


def timeless(measures: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is said of them: an export of more than the period is counted whole."""
    if names := timeless_of(measures):
        yield (
            f"这些计数没有时间条件，工单里有几件就数几件：{'、'.join(names)}。导出的工单宽于本期就会数多："
            "每期只导出本期的，或在 profile.yaml 里给它们写“时间”。"
        )


def _same_units(tables: Sequence[LearntTable]) -> tuple[str, ...]:
    """The units that miss in one column after the other, where there are only a few of them."""
    missed = {
        table.table.lines[i].name: None for table in tables for each in table.found() if each.rule for i in each.misses
    }
    return tuple(missed) if 0 < len(missed) <= _FEW_UNITS else ()


def _taken_late(orders: Orders, period: Period, days: int) -> str:
    """The last day on which anything happened, where the export was taken days after the data that count."""
    frame = orders.frame
    ends = [moment for name in ("closed_at", "callback_at") if isinstance(moment := frame[name].max(), datetime)]
    latest = max(ends, default=period.start)
    late = latest >= period.end + timedelta(days=days + _LATE)
    return f"{latest.month}月{latest.day}日" if late else ""


def left_out(table: str, heads: Sequence[str]) -> str:
    """What is said of columns that the learnt table does not print."""
    return (
        f"表“{table[:30]}”的{'、'.join(heads)}没有学会，生成的表里没有这{'一列' if len(heads) == 1 else '几列'}："
        "由人在 profile.yaml 的“表格”里另写，或在印出的表里补上。"
    )


def unsummed(sums: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """What is said of rows of sums (table, head, printed) that are no sums of what people give."""
    for table in dict.fromkeys(table for table, _, _ in sums):
        cells = "、".join(f"{head}（印{cell}）" for each, head, cell in sums if each == table)
        yield f"表“{table[:30]}”合计行的{cells}不是各单位填的数之和，合计行里这格空着，印出后由人补上。"


def unsure(numbers: Sequence[tuple[str, str, Sequence[str]]]) -> Iterator[str]:
    """What is said of numbers of the text that several times give: which one was taken."""
    for number, taken, others in numbers[:_MOST_SHOWN]:
        yield (
            f"正文的“{number}”按{taken}、{'、'.join(others)}数都对，现在按{taken}；"
            "不是的，在 profile.yaml 里改这个计数的“时间”，或用 --also 再给一期。"
        )


def crossed(frame: pl.DataFrame) -> Iterator[str]:
    """What is said of times that stand crosswise in many orders: one was taken for the other."""
    for earlier, later in pairwise(("accepted_at", "dispatched_at", "closed_at", "callback_at")):
        both = frame.filter(pl.col(earlier).is_not_null() & pl.col(later).is_not_null())
        wrong = both.filter(pl.col(later) < pl.col(earlier)).height
        if wrong * _MANY_CROSSED > both.height:
            yield (
                f"{both.height}件里有{wrong}件的{LABELS[later]}早于{LABELS[earlier]}：这两列多半认反了，或认错了。"
                f"删掉这个文件夹再学一遍，加 --column {LABELS[earlier]}=列名 --column {LABELS[later]}=列名。"
            )


def of_one_rounding(numbers: Sequence[str], told: Sequence[Rounding]) -> Iterator[str]:
    """What is said of percentages of the text that are printed alike rounded and cut, where the others (``told``: how
    each of them is rounded) do not all say the same."""
    if numbers and (len(told) < _ENOUGH_TOLD or len(set(told)) > 1):
        listed = "、".join(dict.fromkeys(numbers[:_MOST_SHOWN]))
        more = f"等{len(numbers)}处" if len(numbers) > _MOST_SHOWN else ""
        yield (
            f"正文的{listed}{more}，四舍五入和舍去尾数印出来一样，看不出是哪一种，现在按四舍五入；"
            "不是的，在 profile.yaml 那个率的“样式”里改。"
        )


def not_asked(abouts: Sequence[str], known: Sequence[str]) -> BulletinError:
    """The refusal of answers to what is not asked."""
    return stop(
        "learn.answer", "没有这一列，也没有这个问题", found="、".join(abouts),
        expected="、".join(known),
        advice="--answer 写成 列=第几个，列名照附表的表头写；先不加 --answer 学一遍，看屏幕上的问题",
    )  # fmt: skip


def by_one_number(numbers: Sequence[tuple[str, str, int]]) -> Iterator[str]:
    """What is said of numbers of the text that one equal number alone tells, though other counts come near."""
    if numbers:
        listed = "；".join(f"“{number}”当作{taken}" for number, taken, _ in dict.fromkeys(numbers[:_MOST_SHOWN]))
        more = f"等{len(numbers)}处" if len(numbers) > _MOST_SHOWN else ""
        yield (
            f"这些数只凭本期一个数相等认出，差不多大的别的数法也有，可能是碰巧：{listed}{more}。"
            "请核对，或用 --also 再给一期。"
        )


def doubtful_orders() -> str:
    """What is said where the orders are not those that the bulletin was made from."""
    return (
        "附表里好几列照这份工单数不出来，工单多半不是那一期通报所用的：正文里带条件的数（按期、超期、满意、返工…）"
        "只凭一个数相等不算数，没有照规则写，由人每期填。"
    )


def unplaced(passages: Sequence[str]) -> Iterator[str]:
    """What is said of passages of the bulletin that stand nowhere in what was written."""
    if passages:
        more = f"等{len(passages)}处" if len(passages) > _MOST_SHOWN else ""
        yield f"通报里的{quoted(passages[:_MOST_SHOWN])}{more}没有写进县文件夹；要印的，写进 正文.txt，或表的“备注”。"


def quoted(passages: Iterable[str]) -> str:
    """The beginnings of passages, as a list."""
    return "；".join(f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" for text in passages)


def not_learnt(table: str) -> str:
    """What is said of a table of this title that was not learnt."""
    return (
        f"表“{table[:30]}”没有学会：它的行不是全部单位，也看不出是按什么选的；不是工单里某一列的取值，或数对不上。"
        "每期由人放进 narrative.docx，或在 profile.yaml 的“表格”里另写。"
    )


def no_units(orders: Sequence[Path]) -> BulletinError:
    """The refusal of exports without a column of units."""
    return stop(
        "learn.no_units", "工单里没有认出承办单位", found="、".join(path.name for path in orders),
        expected="一列承办单位（或承办部门、责任单位、处理单位）",
        advice="指明哪一列是：工作台里点“回去改”；命令里写 --column 承办单位=表里的列名",
    )  # fmt: skip


def nothing_counted(bulletins: Sequence[Path], orders: Sequence[Path], period: Period) -> BulletinError:
    """The refusal of orders that give no number of the bulletin."""
    return stop(
        "learn.nothing", f"通报里没有一个数是这些工单数得出的：多半不是{period.name}的工单，或不是这个地方的",
        found="、".join(path.name for path in (*bulletins, *orders)),
        expected="那一期通报，和那一期统计当天导出的工单", advice="核对期间和文件，再学一遍",
    )  # fmt: skip


def one_of_a_kind(issues: Sequence[Issue]) -> tuple[str, ...]:
    """What stands against trying the learnt rules: of each kind of finding the first, with how many there are."""
    kinds: dict[tuple[str, str, str], list[Issue]] = {}
    for issue in issues:
        kinds.setdefault((issue.code, issue.kind, issue.place.column), []).append(issue)
    return tuple(
        str(same[0]) + (f"（共 {len(same)} 处，这是第一处）" if len(same) > 1 else "") for same in kinds.values()
    )
