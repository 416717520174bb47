"""What people decided: the record, a new entry for orders that are found by their number, a pasted column of them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import polars as pl
from starlette.responses import Response

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.county.registry import Registry
from bulletin_gen.county.workspace import ADJUSTMENTS, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.explaining.rows import shown_rows
from bulletin_gen.grading.decisions import unheard
from bulletin_gen.intake.kept.adjustments import read_adjustments
from bulletin_gen.intake.kept.recording import record_decisions
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.keeping.handing import changing, hand_out
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.profile.load import load_profile
from bulletin_gen.scaffold import RULES

#: So many orders are shown for a number that is searched for.
_MOST_FOUND = 20
_SHORTEST_SEARCH = 3


def decisions(call: Call) -> Response:
    """The decisions of the period and a form for more."""
    if call.posted:
        return _record(call)
    path = call.file(ADJUSTMENTS, call.folder)
    registry, handed = _registry(call), hand_out(path)
    made, issues = read_adjustments(path, registry) if handed.hash else ((), ())
    wanted, profile = call.query.get("order", "").strip(), load_profile(_county(call).profile)
    return page(
        call, "decisions.html", period=call.period, made=made, issues=issues, hash=handed.hash, rules=RULES,
        wanted=wanted, found=_found(call, wanted), units=[unit.name for unit in registry.units],
        today=call.desk.today().isoformat(), grades=[band.grade for band in profile.grades],
        unheard={kind: words for kind in RULES if (words := unheard(kind, profile))},
    )  # fmt: skip


def _county(call: Call) -> County:
    return County(call.county)


def _registry(call: Call) -> Registry:
    county, period = _county(call), call.period
    return load_registry(county.units, load_profile(county.profile).units, period.first, period.last)[0]


def _found(call: Call, wanted: str) -> list[tuple[str | int, ...]]:
    """The orders whose number holds ``wanted``; nothing of a citizen."""
    if len(wanted) < _SHORTEST_SEARCH:
        return []
    try:
        dispatches = call.desk.surveys.gathered(call.county, call.period.key).intake.dispatches
    except BulletinError:
        return []  # what stands against reading is on the page of issues
    rows = dispatches.filter(pl.col("order_id").str.contains(wanted, literal=True)).head(_MOST_FOUND)
    return [tuple(row) for row in shown_rows(rows)]


def _record(call: Call) -> Response:
    path, registry = call.file(ADJUSTMENTS, call.folder), _registry(call)
    orders = list(dict.fromkeys(order.strip() for order in call.long_text("orders").split() if order.strip()))
    changing(call.county, path, call.text("hash"))
    record_decisions(path, [_decision(call, order) for order in orders or [""]], registry)
    return go_to(call.here("decisions"), "decided")


def _decision(call: Call, order: str) -> Adjustment:
    kind, unit, reason = AdjustmentKind(call.text("kind")), call.text("unit"), call.text("reason")
    if not reason:
        raise stop("decide.reason", "没有写理由", Place(file=ADJUSTMENTS), advice="写明为什么，如 退回前未超期")
    if not order and not unit:
        raise stop(
            "decide.about", "没有写工单编号，也没有选单位", Place(file=ADJUSTMENTS), advice="写一个工单编号，或选单位"
        )
    return Adjustment(
        kind, order, unit, _points(call.text("points")), call.text("grade"), reason, call.text("by"), call.desk.today()
    )


def _points(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation as reason:
        raise stop("decide.points", "分值不是数", Place(file=ADJUSTMENTS), found=text, expected="如 0.5") from reason
