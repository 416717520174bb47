"""The sheets of all units: what the bulletin prints of each, and the orders behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bulletin_gen.appeals.behind import behind, is_fault, kinds_of
from bulletin_gen.appeals.model import ListedOrder, UnitFigure, UnitSheet
from bulletin_gen.canonical import LABELS
from bulletin_gen.compose.tablerows import RowMaker, comparisons
from bulletin_gen.compose.tables import figure_key
from bulletin_gen.explaining.rows import SHOWN, shown_rows
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.tree import Table, plain

if TYPE_CHECKING:
    from bulletin_gen.facts.model import ScopeFacts
    from bulletin_gen.pipeline import GatheredPeriod, Survey
    from bulletin_gen.profile import Profile

#: Of what ``explain`` shows of a row, that which a unit knows its orders by; overdue, sent back and how often stand
#: among the figures that it counts in.
SHOWN_TO_UNITS = (
    "channel", "category_1", "category_2", "accepted_at", "dispatched_at", "deadline_at", "closed_at", "excused",
    "result_opinion", "process_opinion",
)  # fmt: skip
#: Columns of a table that say whose row it is.
_NAMES = frozenset({"serial", "unit", "name", "group"})


def unit_sheets(found: Survey) -> tuple[UnitSheet, ...]:
    """A sheet for every unit of the period's registry, in its order; of one without orders too."""
    titles, orders = table_titles(found), orders_of(found)
    profile, period = found.rules.profile, found.period
    printed, unlisted, kinds = _printed(found, titles), _unlisted(profile, titles), kinds_of(profile)
    return tuple(
        UnitSheet(
            profile.county, unit.key, period.key, period.name,
            (*printed.get(unit.key, ()), *_counts(unit, profile, unlisted)),
            tuple(orders.get(unit.key, {}).values()), kinds,
        )
        for unit in found.facts.units
    )  # fmt: skip


def _printed(found: Survey, titles: Mapping[str, str]) -> dict[str, list[UnitFigure]]:
    """What the tables of units print, by unit, in the order of the bulletin."""
    profile, facts = found.rules.profile, found.facts
    figures: dict[str, list[UnitFigure]] = {}
    for name, title in titles.items():
        rule = profile.tables[name]
        if rule.shape[0] in ("breakdown", "figures", "orders", "periods", "whole") or rule.rows == "groups":
            continue
        for row in RowMaker(name, rule, facts, profile).rows():
            if row.scope is None or not row.scope.group:
                continue
            known = {**row.figures, **comparisons(rule.columns, facts, row, f"tables.{name}")}
            figures.setdefault(row.scope.key, []).extend(
                UnitFigure(
                    title,
                    "".join(column.head),
                    known[figure_key(column.value)].text,
                    known[figure_key(column.value)].id,
                )
                for column in rule.columns
                if figure_key(column.value) in known and column.value not in _NAMES
            )
    return figures


def table_titles(found: Survey) -> dict[str, str]:
    """Name of a printed table → its title, or that of the annex that it is."""
    bulletin, known = found.bulletin, found.rules.profile.tables
    blocks = [(block, "") for block in bulletin.body]
    blocks += [(block, plain(annex.title) or annex.label) for annex in bulletin.annexes for block in annex.blocks]
    return {
        block.name: plain(block.title) or title or "附表"
        for block, title in blocks
        if isinstance(block, Table) and block.name in known
    }


def _unlisted(profile: Profile, titles: Mapping[str, str]) -> list[str]:
    """Counts of faults that no printed table has: sentences and scores use them."""
    shown = {column.value for table in titles for column in profile.tables[table].columns}
    return [name for name in profile.measures if is_fault(profile, name) and name not in shown]


def _counts(unit: ScopeFacts, profile: Profile, names: Sequence[str]) -> Iterator[UnitFigure]:
    """Those of the counts that the unit has."""
    for name in names:
        if name in unit:
            yield UnitFigure("", measure_label(profile, name), unit.table[name].text, unit.table[name].id)


def orders_of(found: Survey | GatheredPeriod) -> dict[str, dict[str, ListedOrder]]:
    """Unit → order's number as it is shown → the order; numbers that may be a citizen's show as …, apart by place."""
    rows: dict[tuple[str, str], Mapping[str, Any]] = {}
    counted: dict[tuple[str, str], list[str]] = {}
    for label, frame in behind(found.intake.dispatches, found.rules.profile, found.period):
        listed = frame.filter(frame["unit"].is_not_null())
        for texts in shown_rows(listed):
            row: Mapping[str, Any] = dict(zip(SHOWN, texts, strict=True))
            number = str(row["order_id"])
            key = number if any(sign.isalnum() for sign in number) else f"{number}\n{row['source_row']}"
            labels = counted.setdefault((str(row["unit"]), key), [])
            rows.setdefault((str(row["unit"]), key), row)
            if label not in labels:
                labels.append(label)
    made: dict[str, dict[str, ListedOrder]] = {}
    for (unit, key), known in sorted(rows.items(), key=lambda each: each[0]):
        cells = tuple((LABELS[name], str(known[name])) for name in SHOWN_TO_UNITS)
        made.setdefault(unit, {})[key] = ListedOrder(str(known["order_id"]), cells, tuple(counted[unit, key]))
    return made
