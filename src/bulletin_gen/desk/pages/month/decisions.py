"""What people decided: the record, a new entry for orders that are found by their number, a pasted column of them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import polars as pl
from starlette.responses import Response

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.appeals.deciding import refuse_unknown
from bulletin_gen.county.registry import Registry
from bulletin_gen.county.workspace import ADJUSTMENTS, PROFILE, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.explaining.rows import shown_rows
from bulletin_gen.grading.decisions import unheard
from bulletin_gen.intake.kept.adjustments import read_adjustments
from bulletin_gen.intake.kept.recording import record_decisions
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.keeping.editing.scoreedit import with_entries
from bulletin_gen.keeping.handing import changing, hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import BulletinError, Place, errors, stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import load_profile, parse_profile, with_rule
from bulletin_gen.scaffold import RULES

#: So many orders are shown for a number that is searched for.
_MOST_FOUND = 20
_SHORTEST_SEARCH = 3
#: Issues for which orders may be missing from what was read.
_UNREAD = ("file.", "column.")
#: Decisions that add points to a score or take some away.
_POINTS = (AdjustmentKind.BONUS, AdjustmentKind.PENALTY)
#: Decisions about orders: where a count says that it leaves such orders out, and the condition of the counts that do.
_HEARD = {AdjustmentKind.EXCUSED: (("where", "excused"), "overdue"), AdjustmentKind.EXCLUDED: (("assessed",), "")}


def decisions(call: Call) -> Response:
    """The decisions of the period and a form for more."""
    if call.posted:
        return _hear(call) if call.text("hear") else _record(call)
    path = call.file(ADJUSTMENTS, call.folder)
    registry, handed = _registry(call), hand_out(path)
    made, issues = read_adjustments(path, registry) if handed.hash else ((), ())
    wanted, profile = call.query.get("order", "").strip(), load_profile(_county(call).profile)
    found, unread = _found(call, wanted)
    return page(
        call, "decisions.html", period=call.period, made=made, issues=issues, hash=handed.hash, rules=RULES,
        wanted=wanted, found=found, unread=unread, units=[unit.name for unit in registry.units],
        today=call.desk.today().isoformat(), grades=[band.grade for band in profile.grades],
        unheard={kind: words for kind in RULES if (words := unheard(kind, profile))},
        hearing=_hearing(profile), scoring=_scoring(profile), scored=bool(profile.score),
        profile_hash=hand_out(_county(call).profile).hash,
    )  # fmt: skip


def _county(call: Call) -> County:
    return County(call.county)


def _registry(call: Call) -> Registry:
    county, period = _county(call), call.period
    return load_registry(county.units, load_profile(county.profile).units, period.first, period.last)[0]


def _found(call: Call, wanted: str) -> tuple[list[tuple[str | int, ...]], bool]:
    """The orders whose number holds ``wanted``, nothing of a citizen; and whether they cannot be read yet."""
    if len(wanted) < _SHORTEST_SEARCH:
        return [], False
    try:
        intake = call.desk.surveys.orders(call.county, call.period)
    except BulletinError:
        return [], True  # what stands against reading is on the page of issues
    rows = intake.dispatches.filter(pl.col("order_id").str.contains(wanted, literal=True)).head(_MOST_FOUND)
    found = [tuple(row) for row in shown_rows(rows)]
    unread = any(each.code.startswith(_UNREAD) for each in errors(intake.issues)) or intake.dispatches.is_empty()
    return found, not found and unread


def _hearing(profile: Profile) -> dict[AdjustmentKind, list[tuple[str, str, bool]]]:
    """Of the decisions about orders that no rule takes in: the counts that may, each with its label and whether it is
    the one that is usually meant."""
    counted = {name: rule for name, rule in profile.measures.items() if not rule.supplied}
    return {
        kind: [(name, rule.label or name, usual in rule.where) for name, rule in counted.items()]
        for kind, (_, usual) in _HEARD.items()
        if unheard(kind, profile)
    }


def _scoring(profile: Profile) -> list[AdjustmentKind]:
    """The decisions with points that no score takes in."""
    return [kind for kind in RULES if kind in _POINTS and unheard(kind, profile)]


def _hear(call: Call) -> Response:
    """From now on scores take in such points, or the chosen counts leave out the orders that people decided so."""
    county, kind = _county(call), AdjustmentKind(call.text("hear"))
    if kind in _POINTS:
        return _hear_points(call, kind)
    handed, known = hand_out(county.profile), load_profile(county.profile).measures
    chosen = [name for name in call.texts("measure") if name in known]
    if not chosen or kind not in _HEARD:
        raise stop("decide.hear", "没有勾选计数", Place(file=PROFILE), advice="勾选要减去这些工单的计数，再点按钮")
    text, value = text_of(handed), kind is AdjustmentKind.EXCLUDED
    for name in chosen:
        text = with_rule(text, ["measures", name, *_HEARD[kind][0]], value)
    parse_profile(text)
    write_back(call.county, handed.path, like_before(text, handed), call.text("profile_hash"))
    return go_to(call.here("decisions"), "saved")


def _hear_points(call: Call, kind: AdjustmentKind) -> Response:
    handed = hand_out(_county(call).profile)
    text = with_entries(text_of(handed), kind.value)
    parse_profile(text)
    write_back(call.county, handed.path, like_before(text, handed), call.text("profile_hash"))
    return go_to(call.here("decisions"), "saved")


def _units_of(call: Call, orders: list[str]) -> dict[str, str]:
    """The unit of each order that has just one: points are a unit's, and who pastes order numbers means theirs."""
    if AdjustmentKind(call.text("kind")) not in _POINTS or call.text("unit") or not orders:
        return {}
    try:
        rows = call.desk.surveys.orders(call.county, call.period).dispatches
    except BulletinError:
        return {}  # what stands against reading is on the page of issues; the record is told to lack its unit
    if rows.is_empty():
        return {}
    held = rows.filter(pl.col("order_id").is_in(orders)).select("order_id", "unit").unique().drop_nulls()
    found: dict[str, list[str]] = {}
    for order, unit in held.iter_rows():
        found.setdefault(str(order), []).append(str(unit))
    return {order: units[0] for order, units in found.items() if len(units) == 1}


def _record(call: Call) -> Response:
    path, registry = call.file(ADJUSTMENTS, call.folder), _registry(call)
    orders = list(dict.fromkeys(order.strip() for order in call.long_text("orders").split() if order.strip()))
    changing(call.county, path, call.text("hash"))
    units = _units_of(call, orders)
    made = [_decision(call, order, units.get(order, "")) for order in orders or [""]]
    if orders and not call.text("ahead"):
        refuse_unknown(made, call.desk.surveys.orders(call.county, call.period), "工单以后才导出的，勾选“先记入”再记")
    record_decisions(path, made, registry)
    return go_to(call.here("decisions"), "decided")


def _decision(call: Call, order: str, its_unit: str = "") -> Adjustment:
    kind, unit, reason = AdjustmentKind(call.text("kind")), call.text("unit") or its_unit, call.text("reason")
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
