"""An invented county: the orders of a month under heads of its own, and the bulletin that is true of them, counted here
by plain Python and by nothing of the program."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from msgspec import Struct
from openpyxl import Workbook

TOWNS = ("城关镇", "云岭镇", "白沙镇", "石桥镇", "柳河镇", "双河乡", "青山乡", "大坪乡", "马鞍镇", "南渡镇")
OFFICES = (
    "县住建局",
    "县公安局",
    "县人社局",
    "县城管局",
    "县市场监管局",
    "县教体局",
    "县卫健局",
    "县民政局",
    "县水利局",
)
UNITS = TOWNS + OFFICES
_CHANNELS = {"12345电话": 62, "微信小程序": 17, "政府网站": 9, "手机APP": 8, "省平台转办": 4}
_TYPES = {"咨询": 34, "求助": 30, "投诉": 26, "举报": 5, "建议": 5}
_TOPICS = {"城乡建设": 22, "市容环境": 18, "劳动社保": 14, "交通出行": 11, "消费维权": 10, "教育医疗": 9, "其他": 3}
_HEADS = (
    *("受理单号", "诉求人", "诉求登记时间", "来源渠道", "诉求性质", "诉求大类", "网格编码", "派发时间", "主办单位"),
    *("办理截止时间", "实际办结时间", "当前环节", "回访时间", "回访结果"),
)
_CONTENT = ("满意", "基本满意")
_NETWORK = ("微信小程序", "政府网站", "手机APP")
#: What no export tells.
PRAISED = "柳河镇31次、县公安局27次"
#: Percent of orders closed in time under which a unit is named.
SLOW = 95
_GRADES = (("优秀", 95), ("良好", 90), ("合格", 85), ("较差", 0))


class InventedOrder(Struct):
    """An order as the county keeps it; ``opinion`` may be 未接通, which is none."""

    number: str
    taken: datetime
    channel: str
    kind: str
    topic: str
    grid: str
    unit: str | None = None
    sent: datetime | None = None
    due: datetime | None = None
    closed: datetime | None = None
    called: datetime | None = None
    opinion: str | None = None


def orders_of_month(year: int, month: int, seed: str, size: int = 1500) -> list[InventedOrder]:
    """Orders taken in from half a month before the month to its end."""
    chance = random.Random(seed)
    first = datetime(year, month, 1)  # noqa: DTZ001 - exports have no zones
    following = datetime(year, month + 1, 1)  # noqa: DTZ001
    busy = {unit: chance.randint(2, 30) for unit in UNITS}
    late = {unit: chance.choice([0, 0, 0.03, 0.06, 0.1]) for unit in UNITS}
    good = {unit: chance.uniform(0.7, 0.97) for unit in UNITS}
    start = first - timedelta(days=14)
    seconds = int((following - start).total_seconds())
    taken = sorted(start + timedelta(seconds=chance.randrange(seconds)) for _ in range(size))
    orders = []
    for place, at in enumerate(taken):
        order = InventedOrder(
            f"QL{at:%y%m%d}{place + 10001}", at, _drawn(chance, _CHANNELS), _drawn(chance, _TYPES),
            _drawn(chance, _TOPICS), f"G{chance.randint(100, 999)}-{chance.randint(1, 40):02d}",
        )  # fmt: skip
        if chance.random() < 0.82:
            _handle(order, _drawn(chance, busy), chance, late, good, following)
        orders.append(order)
    return orders


def _drawn(chance: random.Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _handle(
    order: InventedOrder, unit: str, chance: random.Random, late: Mapping[str, float], good: Mapping[str, float],
    end: datetime,
) -> None:  # fmt: skip
    order.unit, order.sent = unit, order.taken + timedelta(minutes=chance.randint(10, 900))
    order.due = (order.sent + timedelta(days=chance.choice([5, 5, 7, 10]))).replace(hour=18, minute=0, second=0)
    hours = chance.randint(2, 90)
    share = chance.uniform(0.1, 0.98)
    done = order.due + timedelta(hours=hours) if chance.random() < late[unit] else None
    done = done or order.sent + (order.due - order.sent) * share
    order.closed = done.replace(microsecond=0) if done < end else None
    if order.closed and chance.random() < 0.85:
        called = order.closed + timedelta(hours=chance.randint(5, 60))
        if called < end:
            content = good[unit]
            order.called = called
            order.opinion = _drawn(
                chance, {"满意": content * 0.75, "基本满意": content * 0.25, "不满意": 1 - content, "未接通": 0.12}
            )


def export(orders: Sequence[InventedOrder], path: Path) -> Path:
    """The orders as the platform exports them."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(_HEADS))
    for each in orders:
        step = "直接答复" if each.unit is None else "已办结" if each.closed else "办理中"
        sheet.append([
            each.number, "某人", _moment(each.taken), each.channel, each.kind, each.topic, each.grid,
            _moment(each.sent), each.unit, _moment(each.due), _moment(each.closed), step, _moment(each.called),
            each.opinion,
        ])  # fmt: skip
    book.save(path)
    return path


def _moment(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else None


class UnitCounts(Struct, frozen=True):
    """What a unit's row prints; ``score`` and ``grade`` follow."""

    sent: int
    due: int
    in_time: int
    called: int
    content: int

    @property
    def score(self) -> Decimal:
        """60 points for what was closed in time, 40 for what was content."""
        shares = [
            Fraction(a, b) if b else Fraction(1) for a, b in ((self.in_time, self.due), (self.content, self.called))
        ]
        return _rounded(shares[0] * 60 + shares[1] * 40)

    @property
    def grade(self) -> str:
        """By the score."""
        return next(name for name, least in _GRADES if self.score >= least)


class Counted(Struct, frozen=True):
    """A month as it was counted: the orders taken in, the rows of the units."""

    taken: list[InventedOrder]
    rows: dict[str, UnitCounts]

    def sum(self, name: str) -> int:
        """What all units have together."""
        return sum(getattr(row, name) for row in self.rows.values())


def counted(orders: Sequence[InventedOrder], year: int, month: int) -> Counted:
    """The month's counts."""

    def within(at: datetime | None) -> bool:
        return at is not None and (at.year, at.month) == (year, month)

    rows = {}
    for unit in UNITS:
        own = [each for each in orders if each.unit == unit]
        due = [each for each in own if within(each.due)]
        called = [each for each in own if within(each.called) and each.opinion != "未接通"]
        rows[unit] = UnitCounts(
            sum(within(each.taken) for each in own),
            len(due),
            sum(each.closed is not None and each.due is not None and each.closed <= each.due for each in due),
            len(called),
            sum(each.opinion in _CONTENT for each in called),
        )
    return Counted([each for each in orders if within(each.taken)], rows)


def _rounded(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _percent(some: int, whole: int) -> str:
    return f"{_rounded(Fraction(some * 100, whole))}%" if whole else "—"


def sentences(month: Counted, name: str, before: Counted) -> list[str]:
    """The bulletin's sentences with numbers. ``before``: the month before."""
    rows, whole, earlier = month.rows, len(month.taken), len(before.taken)
    direct = sum(each.unit is None for each in month.taken)
    channels = Counter(each.channel for each in month.taken).most_common()
    kinds = Counter(each.kind for each in month.taken)
    topics = Counter(each.topic for each in month.taken).most_common(3)
    late = {unit: row.due - row.in_time for unit, row in rows.items() if row.due > row.in_time}
    listed = sorted(late, key=lambda unit: -late[unit])
    change = f"{'增长' if whole > earlier else '下降'}{_percent(abs(whole - earlier), earlier)}"
    sent = whole - direct
    return [
        f"{name}，全县12345热线共受理群众诉求{whole}件，环比{change}。其中，坐席直接答复{direct}件，"
        f"占{_percent(direct, whole)}；转派承办单位{sent}件，占{_percent(sent, whole)}。",
        f"从来源渠道看，{'；'.join(f'{key}{size}件，占比{_percent(size, whole)}' for key, size in channels)}。",
        f"从诉求性质看，{'、'.join(f'{key}类{kinds[key]}件（{_percent(kinds[key], whole)}）' for key in _TYPES)}。",
        f"群众反映最集中的前三类问题依次为{'、'.join(f'{key}{size}件' for key, size in topics)}，"
        f"合计占受理总量的{_percent(sum(size for _, size in topics), whole)}。",
        f"本月应办结工单{month.sum('due')}件，按时办结{month.sum('in_time')}件，"
        f"按时办结率{_percent(month.sum('in_time'), month.sum('due'))}。",
        f"承办工单量居前三位的乡镇是{_first(TOWNS, rows)}。承办工单量居前三位的县直部门是{_first(OFFICES, rows)}。",
        f"综合得分排名后三位的单位是{'、'.join(f'{unit}（{rows[unit].score}分）' for unit in _lowest(rows))}。",
        f"县直部门综合得分前两名：{_best(rows)}；后两名：{_worst(rows)}。",
        f"本月共有{len(late)}个单位出现超期工单{sum(late.values())}件，"
        f"分别是：{'、'.join(f'{unit}{late[unit]}件' for unit in listed)}。",
        *_further(month, name, before),
    ]


def _further(month: Counted, name: str, before: Counted) -> list[str]:
    """Sentences of groups, of one unit, past a line, with the last day, with a change in orders."""
    rows, more = month.rows, len(month.taken) - len(before.taken)
    most = max(UNITS, key=lambda unit: rows[unit].sent)
    slow = sorted(
        (unit for unit in UNITS if rows[unit].in_time * 100 < rows[unit].due * SLOW),
        key=lambda unit: Fraction(rows[unit].in_time, rows[unit].due),
    )
    shown = "、".join(f"{unit}（{_percent(rows[unit].in_time, rows[unit].due)}）" for unit in slow)
    ranked = sorted(TOWNS, key=lambda unit: -rows[unit].score)
    topics = Counter(each.topic for each in month.taken).most_common(2)
    network = sum(each.channel in _NETWORK for each in month.taken)
    kinds = Counter(each.kind for each in month.taken)
    mean = Fraction(month.sum("in_time"), month.sum("due"))
    under = sum(1 for unit in OFFICES if rows[unit].due and Fraction(rows[unit].in_time, rows[unit].due) < mean)
    day = {6: 30, 7: 31}[int(name[5:6])]
    due, in_time = (
        {g: sum(getattr(rows[u], what) for u in g) for g in (TOWNS, OFFICES)} for what in ("due", "in_time")
    )
    return [
        f"截至{name[5:6]}月{day}日24时，全县共受理群众诉求{len(month.taken)}件，"
        f"较上月{'增加' if more > 0 else '减少'}{abs(more)}件。",
        f"承办工单量最多的是{most}，共{rows[most].sent}件。",
        f"乡镇应办结工单{due[TOWNS]}件，按时办结率{_percent(in_time[TOWNS], due[TOWNS])}；"
        f"县直部门应办结工单{due[OFFICES]}件，按时办结率{_percent(in_time[OFFICES], due[OFFICES])}。",
        f"按时办结率低于{SLOW}%的单位有{len(slow)}个：{shown}。",
        f"乡镇综合得分后三名的是{'、'.join(ranked[-3:])}。",
        f"诉求最多的类别为{topics[0][0]}，共{topics[0][1]}件；其次为{topics[1][0]}，{topics[1][1]}件。",
        f"县直部门中有{under}个单位按时办结率低于全县平均水平。",
        f"网络渠道（{'、'.join(_NETWORK)}）受理{network}件，占受理总量的{_percent(network, len(month.taken))}。",
        f"全部诉求中，咨询{kinds['咨询']}件，求助{kinds['求助']}件，"
        f"其他类型{len(month.taken) - kinds['咨询'] - kinds['求助']}件。",
    ]


def _first(units: Sequence[str], rows: Mapping[str, UnitCounts]) -> str:
    ordered = sorted(units, key=lambda unit: -rows[unit].sent)
    return "、".join(f"{unit}（{rows[unit].sent}件）" for unit in ordered[:3])


def _best(rows: Mapping[str, UnitCounts]) -> str:
    ordered = sorted(OFFICES, key=lambda unit: -rows[unit].score)
    return "、".join(f"{unit}（{rows[unit].score}分）" for unit in ordered[:2])


def _worst(rows: Mapping[str, UnitCounts]) -> str:
    ordered = sorted(OFFICES, key=lambda unit: rows[unit].score)
    return "、".join(f"{unit}（{rows[unit].score}分）" for unit in ordered[:2])


def _lowest(rows: Mapping[str, UnitCounts]) -> list[str]:
    return sorted(UNITS, key=lambda unit: rows[unit].score)[:3]


def graded(month: Counted) -> dict[str, set[str]]:
    """Grade → its units."""
    grades: dict[str, set[str]] = {}
    for unit, row in month.rows.items():
        grades.setdefault(row.grade, set()).add(unit)
    return grades


def bulletin(month: Counted, said: Sequence[str], year: int, number: int, path: Path) -> Path:
    """The bulletin with its annex, the note of the annex before signature and date, as official documents have it."""
    document = Document()
    document.add_paragraph(f"关于{year}年{number}月份12345热线办理情况的通报").alignment = WD_ALIGN_PARAGRAPH.CENTER
    grades = [
        f"评为{name}等次的{len(units)}个：{'、'.join(unit for unit in UNITS if unit in units)}"
        for name, _ in _GRADES
        if (units := graded(month).get(name, set()))
    ]
    for text in (
        *("各乡镇人民政府，县直各部门：", f"现将{year}年{number}月份热线诉求办理情况通报如下。", "一、办理情况", *said),
        f"本月受理的{len(month.taken)}件诉求中，收到锦旗的单位有{PRAISED}。",
        *(f"按照考核办法，{'；'.join(grades)}。", "二、工作要求"),
        "各单位要压实责任，对反映强烈的问题举一反三，坚决防止推诿扯皮、敷衍应付，切实提高办理质量。",
        *("附件：各单位工单办理情况统计表", "某县人民政府办公室", f"{year}年{number + 1}月4日"),
    ):
        document.add_paragraph(text)
    document.add_page_break()
    document.add_paragraph("附件")
    document.add_paragraph("各单位工单办理情况统计表")
    table = document.add_table(2, 11)
    upper = ("类别", "承办单位", "转派件数", "办结情况", "", "", "回访情况", "", "综合得分", "名次", "等次")
    lower = ("", "", "", "应办结", "按时办结", "按时办结率", "回访数", "满意率", "", "", "")
    for place, (over, under) in enumerate(zip(upper, lower, strict=True)):
        table.cell(0, place).text, table.cell(1, place).text = over, under
    for first, last in (((0, 3), (0, 5)), ((0, 6), (0, 7)), *(((0, i), (1, i)) for i in (0, 1, 2, 8, 9, 10))):
        text = table.cell(*first).text
        table.cell(*first).merge(table.cell(*last)).text = text
    for row in (*(row_of(month, unit) for unit in UNITS), sums_of(month)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def sums_of(month: Counted) -> list[str]:
    """The row of sums of the annex, its name in the first column."""
    due, in_time, called, content = (month.sum(name) for name in ("due", "in_time", "called", "content"))
    counts = [str(month.sum("sent")), str(due), str(in_time), _percent(in_time, due), str(called)]
    return ["合计", "", *counts, _percent(content, called), "", "", ""]


def row_of(month: Counted, unit: str) -> list[str]:
    """A unit's row of the annex."""
    row = month.rows[unit]
    group = "乡镇" if unit in TOWNS else "县直部门"
    return [
        group, unit, str(row.sent), str(row.due), str(row.in_time), _percent(row.in_time, row.due), str(row.called),
        _percent(row.content, row.called), str(row.score),
        str(1 + sum(other.score > row.score for other in month.rows.values())), row.grade,
    ]  # fmt: skip
