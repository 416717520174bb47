"""Small months of the five examples, at the edges of their sentences: one order, none late, all late, nobody rated,
nothing closed, equal numbers, one group only. Their orders are made here and count as little as can be looked over."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import yaml
from msgspec import Struct

from bulletin_gen.county.workspace import County
from bulletin_gen.pipeline import survey
from bulletin_gen.tree import Heading, Table, plain

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = ("huaibei", "junan", "pingjiang", "pingyu", "ruzhou")


class Usual(Struct, frozen=True):
    """What an ordinary order of an example says: when it came, by which channel, as which type and category."""

    day: str
    channel: str
    type: str = "求助"
    category: str = "城乡建设"
    joined: str = ""  # what a category says behind its first level


USUAL = {
    "huaibei": Usual("2022-02-10", "来电"),
    "junan": Usual("2021-10-26", "市级热线"),
    "pingjiang": Usual("2024-05-13", "电话"),
    "pingyu": Usual("2022-01-11", "电话", category="城乡建设类"),
    "ruzhou": Usual("2022-07-12", "电话", "咨询类", "城市管理-市容市政", "-其他"),
}


class Order(Struct, frozen=True):
    """One order: whose, and what is unusual about it. ``days``: how long it took; with ``limit`` days allowed."""

    unit: str
    days: int = 2
    limit: int = 8
    opinion: str = "满意"
    closed: bool = True
    channel: str = ""
    category: str = ""
    type: str = ""
    origin: str = "本级登记"

    @property
    def late(self) -> bool:
        return self.days > self.limit


def groups(county: str) -> dict[str, list[str]]:
    """The registered units of an example by their group."""
    found: dict[str, list[str]] = {}
    with (EXAMPLES / county / "units.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["分组"], []).append(row["单位名称"])
    return found


def _row(county: str, number: int, order: Order) -> dict[str, str]:
    usual = USUAL[county]
    came = dt.datetime.fromisoformat(f"{usual.day} 09:00:00")
    done = came + dt.timedelta(days=order.days)
    said = order.opinion if order.closed else ""
    sent = str(came) if order.unit else ""
    return {
        "工单编号": f"A{number:04d}", "受理时间": str(came), "受理渠道": order.channel or usual.channel,
        "诉求类型": order.type or usual.type, "一级分类": order.category or usual.category, "二级分类": "供水",
        "派单时间": sent, "承办单位": order.unit, "签收时间": sent,
        "办理时限": str(came + dt.timedelta(days=order.limit)), "办结时间": str(done) if order.closed else "",
        "工单状态": "已办结" if order.closed else "办理中", "超期标识": "是" if order.late else "否",
        "延期次数": "0", "返工次数": "0", "退单次数": "0", "是否联系群众": "是",
        "回访时间": str(done + dt.timedelta(hours=2)) if said else "", "回访是否接通": "接通" if said else "",
        "服务过程评价": said, "办理结果评价": said, "登记来源": order.origin,
    }  # fmt: skip


def lay_out(county: str, orders: list[Order], folder: Path) -> Path:
    """A copy of an example with these orders in place of its own and no decisions about them."""
    shutil.copytree(EXAMPLES / county, folder, ignore=shutil.ignore_patterns("*.xlsx", "热线*.csv"))
    period = County(EXAMPLES / county).periods()[-1].key
    workbook = openpyxl.load_workbook(EXAMPLES / county / period / "adjustments.xlsx")
    workbook.worksheets[0].delete_rows(2, 1000)
    workbook.save(folder / period / "adjustments.xlsx")
    heads = yaml.safe_load((folder / "profile.yaml").read_text(encoding="utf-8"))["读表"]["列"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads.values())
    for number, order in enumerate(orders, 1):
        row = _row(county, number, order)
        writer.writerow(row.get(name, "") for name in heads)
    (folder / period / "工单.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


class Printed(Struct, frozen=True):
    """What a month says: paragraphs with their level (0 for text), kinds of issues, and what its figures are."""

    lines: tuple[tuple[int, str], ...]
    issues: tuple[str, ...]
    orders: tuple[Order, ...]

    @property
    def text(self) -> str:
        return "\n".join(words for _, words in self.lines)


def printed(county: str, orders: list[Order], folder: Path) -> Printed:
    """The body of the bulletin of ``orders``."""
    found = survey(lay_out(county, orders, folder), None)
    blocks = found.bulletin.body
    lines = [
        (block.level if isinstance(block, Heading) else 0, "表" if isinstance(block, Table) else plain(block.text))
        for block in blocks
    ]
    return Printed(tuple(lines), tuple(issue.kind for issue in found.issues), tuple(orders))


def _all(county: str) -> list[str]:
    """Six units of each of the first two groups."""
    return [unit for units in list(groups(county).values())[:2] for unit in units[:6]]


def _categories(county: str) -> list[str]:
    if county == "pingyu":
        return ["城市综合类", "经济综合类", "社会事业类", "城乡建设类", "自然资源类", "农业农村类", "行风政风类"]
    return [f"{name}类{USUAL[county].joined}" for name in "甲乙丙丁戊己庚"]


def _each(**more: object) -> Callable[[str], list[Order]]:
    return lambda county: [Order(unit, **more) for unit in _all(county)]  # type: ignore[arg-type]


def _rising(county: str) -> Iterator[Order]:
    """The first unit has one order, the second two…; the first is late, the first two are not content."""
    for number, unit in enumerate(_all(county)):
        yield from [
            Order(unit, 9 if number == 0 else 2 + number % 5, opinion="不满意" if number < 2 else "满意",
                  category=_categories(county)[number % 7])
        ] * (number + 1)  # fmt: skip


#: The edges that every example has.
EDGES: dict[str, Callable[[str], list[Order]]] = {
    "one": lambda county: [Order(_all(county)[0])],
    "one late": lambda county: [Order(_all(county)[0], 9)],
    "none late, all content": _each(),
    "all late, nobody content": _each(days=9, opinion="不满意"),
    "nobody rated": _each(opinion=""),
    "nothing closed": _each(closed=False),
    "first group only": lambda county: [Order(unit) for unit in next(iter(groups(county).values()))[:5]],
    "second group only, late": lambda county: [Order(unit, 9) for unit in list(groups(county).values())[1][:2]],
    "seven categories alike": lambda county: [
        Order(unit, category=each)
        for unit, each in zip(itertools.cycle(_all(county)), _categories(county), strict=False)
    ],
    "two categories": lambda county: [
        Order(unit, category=_categories(county)[n % 2]) for n, unit in enumerate(_all(county))
    ],
    "rising": lambda county: list(_rising(county)),
    "one bad": lambda county: [
        Order(unit, 9 if n == 0 else 2, opinion="不满意" if n == 0 else "满意")
        for n, unit in enumerate(_all(county))
        for _ in range(3)
    ],
}
#: Those that only one has.
OWN: dict[tuple[str, str], Callable[[str], list[Order]]] = {
    ("huaibei", "no calls"): lambda county: [Order(_all(county)[0], channel="人民网给市长留言")],
    ("junan", "another type"): lambda county: [Order(_all(county)[0], type="表扬")],
    ("junan", "another channel"): lambda county: [Order(_all(county)[0], channel="省“网络问政”")],
    ("pingjiang", "letters"): lambda county: [
        *(Order(unit) for unit in _all(county)),
        Order(_all(county)[0], channel="市长信箱", opinion="非常满意"),
        Order(_all(county)[1], channel="县长信箱"),
    ],
    ("pingjiang", "letters late"): lambda county: [
        *(Order(unit) for unit in _all(county)), Order(_all(county)[0], 9, opinion="不满意", channel="市长信箱")
    ],
    ("pingjiang", "letters only"): lambda county: [Order(_all(county)[0], opinion="", channel="县长信箱")],
    ("pingjiang", "outside only"): lambda county: [Order("中国移动平江分公司", 9), Order(_all(county)[0])],
    ("ruzhou", "from above"): lambda county: [
        *(Order(unit) for unit in _all(county)), Order(_all(county)[0], origin="上级交办", channel="平观新闻APP留言")
    ],
    ("ruzhou", "from above only"): lambda county: [
        Order(_all(county)[0], closed=False, origin="上级交办", channel="平观新闻APP留言")
    ],
}  # fmt: skip
CASES = [*((county, edge) for county in COUNTIES for edge in EDGES), *OWN]


def orders_of(county: str, edge: str) -> list[Order]:
    """The orders of one edge of an example."""
    return EDGES[edge](county) if edge in EDGES else OWN[county, edge](county)
