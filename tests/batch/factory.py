"""Small invented counties: the rules of an example, a handful of units, some dozens of orders from a seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from english import ENGLISH

EXAMPLE = Path(__file__).parents[2] / "examples" / "pingjiang"
PERIOD = "2024-05"
HEADS = (
    "工单编号", "受理时间", "受理渠道", "诉求类型", "一级分类", "二级分类", "紧急程度",
    "派单时间", "承办单位", "签收时间", "办理时限", "办结时间", "工单状态", "是否超期",
    "延期次数", "退回重办次数", "退单次数", "回访时间", "是否接通", "办理结果满意度", "是否解决",
)  # fmt: skip
BUREAUS = ("甲局", "乙局", "丙局", "丁局")
TOWNS = ("东镇", "西镇", "南乡")
CHANNELS = ("电话", "电话", "电话", "微信", "市长信箱", "县长信箱")
CATEGORIES = ("城乡建设类", "市场管理类", "环境保护类", "公共服务类", "")
OPINIONS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意", "未评价", "")
_START = datetime(2024, 4, 10)


@dataclass(frozen=True)
class Made:
    """A made county: its folder's name is its name."""

    folder: Path
    rows: tuple[dict[str, str], ...]


def make_county(root: Path, name: str, *, orders: int = 30, period: str = PERIOD, seed: str = "") -> Made:
    """A county's folder with one period under ``root``."""
    folder = root / name
    (folder / period).mkdir(parents=True)
    profile = (
        (ENGLISH / "pingjiang" / "profile.yaml").read_text(encoding="utf-8").replace("平江", name.removesuffix("县"))
    )
    (folder / "profile.yaml").write_text(profile, encoding="utf-8")
    write_units(folder)
    rows = tuple(order_rows(f"{name} {period} {seed}", orders, period))
    write_period(folder / period, rows)
    return Made(folder, rows)


def add_period(folder: Path, period: str, *, orders: int = 30) -> None:
    """Another period for a made county."""
    (folder / period).mkdir()
    write_period(folder / period, order_rows(f"{folder.name} {period}", orders, period))


def make_counties(root: Path, count: int, *, orders: int = 30) -> list[str]:
    """``count`` counties; their names in order."""
    names = [f"第{number:03d}县" for number in range(1, count + 1)]
    for name in names:
        make_county(root, name, orders=orders)
    return names


def write_units(folder: Path) -> None:
    lines = ["单位名称,分组,简称,表内名称,别名,启用日期,停用日期"]
    lines += [f"{name},县直单位,,,,," for name in BUREAUS] + [f"{name},乡镇（街道）,,,,," for name in TOWNS]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_period(folder: Path, rows: Iterable[dict[str, str]]) -> None:
    write_orders(folder / "orders.csv", rows)
    (folder / "adjustments.xlsx").write_bytes((EXAMPLE.parent / "junan/2021-W43/adjustments.xlsx").read_bytes())
    (folder / "supplied.yaml").write_text("document:\n  issue_number: 5\n  dated: 2024-06-05\n", encoding="utf-8")
    (folder / "narrative.md").write_bytes((EXAMPLE / PERIOD / "narrative.md").read_bytes())


def write_orders(path: Path, rows: Iterable[dict[str, str]], heads: Sequence[str] = HEADS) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)


def order_rows(seed: str, count: int, period: str = PERIOD) -> Iterator[dict[str, str]]:
    """Orders accepted around ``period``, in every state that an order can be in."""
    rng = random.Random(seed)
    start = datetime.strptime(period, "%Y-%m") - timedelta(days=20)  # noqa: DTZ007
    for number in range(count):
        yield _row(rng, f"{period.replace('-', '')}{number:06d}", start + timedelta(minutes=rng.randrange(50 * 1440)))


def _row(rng: random.Random, order_id: str, accepted: datetime) -> dict[str, str]:
    row = dict.fromkeys(HEADS, "")
    row |= {
        "工单编号": order_id,
        "受理时间": _text(accepted),
        "受理渠道": rng.choice(CHANNELS),
        "诉求类型": rng.choice(("咨询", "求助", "投诉")),
        "一级分类": rng.choice(CATEGORIES),
        "紧急程度": "一般",
        "工单状态": "已办结",
        "延期次数": "0",
        "退回重办次数": rng.choice("000001"),
        "退单次数": "0",
    }
    if rng.random() < 0.2:
        return row
    deadline = accepted + timedelta(days=rng.randrange(2, 12))
    row |= {"承办单位": rng.choice(BUREAUS + TOWNS), "派单时间": _text(accepted), "办理时限": _text(deadline)}
    if rng.random() < 0.9:
        closed = accepted + timedelta(days=rng.randrange(1, 14))
        row |= {"办结时间": _text(closed), "是否超期": "是" if closed > deadline else "否"}
        row |= {"回访时间": _text(closed + timedelta(days=1)), "是否接通": "是", "办理结果满意度": rng.choice(OPINIONS)}
    return row


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
