"""Invented months counted and held against each other without files: the whole digest but for reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
from msgspec.structs import replace

from bulletin_gen.canonical import COLUMNS, ColumnType
from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.county.workspace import County as Folder
from bulletin_gen.digest.find import digest_of
from bulletin_gen.digest.model import Digest, KeptOrders, PastRun, Scene
from bulletin_gen.facts import Facts
from bulletin_gen.facts.changes import Base
from bulletin_gen.inputs import Inputs, Rules
from bulletin_gen.intake.read import Intake
from bulletin_gen.leaves.periods import Period, month
from bulletin_gen.pipeline import assess, count
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile
from digest.counties import PROFILE, is_closed
from digest.months import DISTRICTS, UNITS, Order

_TYPES = {
    ColumnType.TEXT: pl.String,
    ColumnType.WHOLE: pl.Int64,
    ColumnType.FLAG: pl.Boolean,
    ColumnType.MOMENT: pl.Datetime("us"),
}
SCHEMA = {name: _TYPES[kind] for name, kind in COLUMNS.items()}
_GROUPS = ("县直单位", "乡镇")


def profile_of(more: str = "") -> Profile:
    """The invented county's rules."""
    return parse_profile(PROFILE + more)


def _registry() -> Registry:
    units = tuple(
        Unit(name, _GROUPS[1] if name in DISTRICTS else _GROUPS[0], index) for index, name in enumerate(UNITS)
    )
    return Registry(units, _GROUPS, {unit.name: unit for unit in units})


def frame_of(key: str, orders: Sequence[Order]) -> pl.DataFrame:
    """Orders as canonical dispatches."""
    rows = [
        {
            "order_id": f"{key}-{index:05d}", "unit": order.unit,
            "group": _GROUPS[1] if order.unit in DISTRICTS else _GROUPS[0], "channel": order.channel,
            "request_type": order.kind, "category_1": order.category, "category_2": order.sub,
            "district": order.district, "accepted_at": order.accepted, "dispatched_at": order.accepted,
            "closed_at": order.accepted + timedelta(days=2 if order.in_time else 8) if is_closed(order) else None,
            "dispatched": True, "closed": is_closed(order),
            "closed_on_time": order.in_time, "overdue": not order.in_time, "excluded": False, "excused": False,
            "result_opinion": None if order.content is None else "满意" if order.content else "不满意",
            "role": "主办", "source_file": "orders.csv", "source_row": index + 2,
        }
        for index, order in enumerate(orders)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA)


class Run:
    """One county, month after month; what each month had is known to the ones after it."""

    def __init__(self, more: str = "") -> None:
        self.profile = profile_of(more)
        self.past: list[PastRun] = []
        self.before: pl.DataFrame | None = None
        self.kept: list[KeptOrders] = []

    def month(self, when: tuple[int, int], orders: Sequence[Order], *, look: bool) -> Digest | None:
        """Counts a month, keeps what it had, and gives its digest where one is asked for."""
        period = month(*when)
        frame = frame_of(period.key, orders)
        scene = self.scene(period, frame)
        found = digest_of(scene) if look else None
        scene.facts.desk.keep_for_comparisons(scene.facts.units, _GROUPS)
        self.past.append(PastRun(period, _base(period, scene.facts)))
        self.before = frame
        self.kept.append(KeptOrders(period, frame))
        return found

    def scene(self, period: Period, frame: pl.DataFrame) -> Scene:
        """All that a digest of a month looks at."""
        bases = {"previous": self.past[-1].base} if self.past else {}
        year_ago = [run.base for run in self.past if run.period == period.year_ago()]
        inputs = Inputs(
            _registry(), (), Supplied.model_validate({"document": {"dated": "2034-12-31"}}), {}, "narrative.md",
            bases | ({"year_ago": year_ago[0]} if year_ago else {}), {}, {}, {},
        )  # fmt: skip
        rules = Rules(Folder(Path("无")), self.profile)
        facts, _ = assess(rules, period, inputs, count(rules, period, inputs, frame, by_value=True))
        intake = Intake(frame, (), ())
        return Scene(self.profile, period, inputs, intake, facts, tuple(self.past[-36:]), self.before, tuple(self.kept))


def _base(period: Period, facts: Facts) -> Base:
    figures = facts.figures.items()
    values = {key: Fraction(figure.value) for key, figure in figures if figure.value is not None}
    return Base(values, f"facts/{period.key}.json", {key: figure.rule for key, figure in figures if figure.rule})


def without(scene: Scene, column: str) -> Scene:
    """A scene whose exports had nothing in a column."""
    frame = scene.intake.dispatches.with_columns(pl.lit(None, dtype=SCHEMA[column]).alias(column))
    return replace(scene, intake=replace(scene.intake, dispatches=frame))
