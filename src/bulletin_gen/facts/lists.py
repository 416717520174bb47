"""Facts of unit lists, order lists, grades, moves and decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import (
    ByName,
    DecisionFacts,
    GradeFacts,
    ListFacts,
    MoveFacts,
    OrderListEntry,
    OrderListFacts,
    ScopeFacts,
)
from bulletin_gen.grading import GradeGroup, Grading, UnitListResult, order_scopes
from bulletin_gen.indicators import Indicators, Scope
from bulletin_gen.leaves.numbers import Count
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import OrderList, UnitList
from bulletin_gen.tally import Counts

#: How facts find the unit of a name ("" where it is nobody's: units outside the registry).
FindUnit = Callable[[str], ScopeFacts]


def list_facts(book: Book, name: str, rule: UnitList, result: UnitListResult, find: FindUnit) -> ListFacts:
    """The units of one list with its sums and shares."""
    prefix = f"lists.{name}"
    units = tuple(find(entry.scope.name) for entry in result.entries)
    sums = {key: _sum_figure(book, prefix, key, value, units) for key, value in result.sums.items()}
    return ListFacts(
        rule.label,
        units,
        book.whole(f"{prefix}.count", len(units), f"名单“{rule.label or name}”的单位数", "考核规则"),
        ByName(sums),
        ByName(_share_figures(book, prefix, rule, result, units)),
        tuple(find(entry.scope.name) for entry in result.entries if entry.added_by),
    )


def _sum_figure(book: Book, prefix: str, key: str, value: Count, units: Sequence[ScopeFacts]) -> Figure:
    return book.measure(f"{prefix}.sums.{key}", key, value, [unit.prose[key] for unit in units if key in unit.prose])


def _share_figures(
    book: Book, prefix: str, rule: UnitList, result: UnitListResult, units: Sequence[ScopeFacts]
) -> Mapping[str, Figure]:
    return {
        key: book.share(
            f"{prefix}.shares.{key}",
            ratio.numerator,
            ratio.denominator,
            rule.style,
            f"名单合计÷{rule.share_of[key]}",
            (_sum_figure(book, prefix, key, ratio.numerator, units), f"total.{rule.share_of[key]}"),
        )  # fmt: skip
        for key, ratio in result.shares.items()
    }


def order_list_facts(
    book: Book, name: str, rule: OrderList, counts: Counts, indicators: Indicators, grading: Grading, find: FindUnit
) -> OrderListFacts:
    """Order numbers by unit, units in the order of the rule (``count`` is how many orders each has)."""
    prefix = f"order_lists.{name}"
    by_unit = counts.orders[name]
    scopes = _with_orders(indicators, book.profile, by_unit)
    ordered = order_scopes(scopes, rule.order, grading.assessments, book.profile)
    entries = tuple(
        _order_entry(book, prefix, find(scope.name), by_unit[_tally_name(scope, book.profile)]) for scope in ordered
    )
    # Orders settled on the line are nobody's.
    orders = [order.text for entry in entries for order in entry.orders]
    named = len(set(orders)) if book.profile.by_orders(rule.measure) else len(orders)
    per_item = rule.per_item
    return OrderListFacts(
        rule.label,
        entries,
        book.whole(f"{prefix}.count", named, rule.label, "工单"),
        book.points(f"{prefix}.per_item", abs(per_item), "每件分值", "profile.yaml") if per_item is not None else None,
    )


def _order_entry(book: Book, prefix: str, unit: ScopeFacts, orders: Sequence[str]) -> OrderListEntry:
    prefix = f"{prefix}.{unit.key}"
    return OrderListEntry(
        unit,
        tuple(book.name(f"{prefix}.orders.{i}", order, "工单编号") for i, order in enumerate(orders, start=1)),
        book.whole(f"{prefix}.count", len(orders), "件数", "工单"),
    )


def grade_facts(book: Book, grading: Grading, find: FindUnit) -> Mapping[str, GradeFacts]:
    """Every grade of the profile with its units, empty ones too."""
    return {group.grade: _grade(book, group, find) for group in grading.grades}


def _grade(book: Book, group: GradeGroup, find: FindUnit) -> GradeFacts:
    grade, deduct, bonus = group.grade, group.band.deduct, group.band.bonus
    prefix = f"grades.{grade}"
    return GradeFacts(
        book.name(f"{prefix}.name", grade, "profile.yaml"),
        tuple(find(unit.name) for unit in group.units),
        book.whole(f"{prefix}.count", len(group.units), f"评为{grade}的单位数", "考核规则"),
        book.points(f"{prefix}.deduct", deduct, f"评为{grade}扣分", "profile.yaml") if deduct is not None else None,
        book.points(f"{prefix}.bonus", bonus, f"评为{grade}加分", "profile.yaml") if bonus is not None else None,
    )


def move_facts(book: Book, grading: Grading, find: FindUnit) -> tuple[MoveFacts, ...]:
    """Units whose grade differs from the period before, upward moves first in the order of grading."""
    return tuple(
        MoveFacts(
            find(move.unit.name),
            book.name(f"moves.{move.unit.name}.before", move.before, "上期等次"),
            book.name(f"moves.{move.unit.name}.after", move.after, "本期等次"),
            move.direction,
        )
        for move in grading.moves
    )


def decision_facts(book: Book, adjustments: Sequence[Adjustment], find: FindUnit) -> tuple[DecisionFacts, ...]:
    """The recorded decisions in the order of the sheet."""
    return tuple(_decision(book, i, each, find) for i, each in enumerate(adjustments, start=1))


def _decision(book: Book, number: int, adjustment: Adjustment, find: FindUnit) -> DecisionFacts:
    prefix = f"decisions.{number}"
    points, order_id = adjustment.points, masked_id(adjustment.order_id)
    return DecisionFacts(
        str(adjustment.kind),
        find(adjustment.unit) if adjustment.unit else None,
        book.name(f"{prefix}.order", order_id, "adjustments.xlsx") if order_id else None,
        book.points(f"{prefix}.points", points, adjustment.reason, "adjustments.xlsx") if points is not None else None,
        adjustment.reason,
    )


def _with_orders(indicators: Indicators, profile: Profile, by_unit: Mapping[str, Sequence[str]]) -> list[Scope]:
    scopes = [*indicators.units, *([indicators.outside] if indicators.outside else [])]
    return [
        replace(scope, counts={**scope.counts, "count": len(by_unit[name])})
        for scope in scopes
        if (name := _tally_name(scope, profile)) in by_unit
    ]


def _tally_name(scope: Scope, profile: Profile) -> str:
    return scope.name if scope.unit else profile.units.outside
