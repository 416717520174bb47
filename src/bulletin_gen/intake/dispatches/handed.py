"""Who an order was handed to: one row per unit, leading or assisting, or one row for an order settled on the line."""

from __future__ import annotations

import polars as pl
from msgspec import Struct

from bulletin_gen.canonical import ASSIST, LEAD
from bulletin_gen.intake.cells.text import NOTHING, key_of, tidy
from bulletin_gen.intake.cells.unitcells import split_cell
from bulletin_gen.intake.kept.resolve import UnitNames
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import IntakeRules

#: Column that marks rows whose unit is not registered and not meant to be outside.
UNKNOWN = "unit~unknown"
#: Column that identifies a source row through all that follows.
ROW = "row~"
#: Column that tells units outside of the registry, which share one label, apart; null for all others.
OUTSIDE = "unit~outside"
#: Column that marks rows with a status that voids them.
VOID = "status~void"
_WRITTEN = "unit~written"


class _Part(Struct, frozen=True):
    """One unit in a cell."""

    unit: str | None
    group: str | None
    unknown: str | None
    outside: str | None = None


def _with_void(raw: pl.DataFrame, rules: IntakeRules) -> pl.DataFrame:
    return raw.with_columns(pl.col("status").is_in(list(rules.void_statuses)).fill_null(value=False).alias(VOID))


def hand_out(raw: pl.DataFrame, profile: Profile, names: UnitNames) -> pl.DataFrame:
    """``raw`` with ``VOID``, ``unit``, ``group``, ``role``, ``UNKNOWN`` and ``OUTSIDE``: one row per unit of each
    order's cells, each unit of a row once.

    What a row says of a unit among 协办 is left out where the same sheet has the unit's own row of the order.
    """
    raw = _with_void(raw, profile.intake)
    lead = _explode(raw, "unit", LEAD, profile, names)
    if "co_units" not in raw.columns:
        return lead
    helped = raw.filter(pl.col("co_units").str.strip_chars().fill_null("").is_in(list(NOTHING)).not_())
    if not helped.height:
        return lead.drop("co_units")
    assist = _explode(helped, "co_units", ASSIST, profile, names)
    # Unknown names are kept apart, so that each is reported where it stands.
    known = assist.filter(pl.col("unit").is_not_null())
    for same, own in ((_SAME_ROW, lead), (_SAME_SHEET, _never_void(lead))):
        known = known.join(own.select(same), on=same, how="anti", nulls_equal=True, maintain_order="left")
    rest = assist.filter(pl.col(UNKNOWN).is_not_null())
    return pl.concat([lead, known, rest]).drop("co_units").sort(ROW, maintain_order=True)


_SAME_ROW = [ROW, "unit", OUTSIDE]
_SAME_SHEET = ["source_file", "source_sheet", "order_id", "unit", OUTSIDE]


def _never_void(lead: pl.DataFrame) -> pl.DataFrame:
    """The dispatches of units' own rows without those that a row of the same sheet voids."""
    void = lead.filter(lead[VOID]).select(_SAME_SHEET)
    return lead.join(void, on=_SAME_SHEET, how="anti", nulls_equal=True, maintain_order="left")


def _explode(raw: pl.DataFrame, column: str, role: str, profile: Profile, names: UnitNames) -> pl.DataFrame:
    written = raw[column].fill_null("")
    cells: list[str] = []
    parts: list[_Part] = []
    for cell in written.unique(maintain_order=True).to_list():
        found = split_units(cell, profile, names)
        cells += [cell] * len(found)
        parts += found
    meanings = pl.DataFrame(
        {
            _WRITTEN: cells,
            "unit": [part.unit for part in parts],
            "group": [part.group for part in parts],
            UNKNOWN: [part.unknown for part in parts],
            OUTSIDE: [part.outside for part in parts],
        },
        schema=dict.fromkeys((_WRITTEN, "unit", "group", UNKNOWN, OUTSIDE), pl.String),
    )
    rows = raw.with_columns(written.alias(_WRITTEN)).drop("unit")
    joined = rows.join(meanings, on=_WRITTEN, how="left", maintain_order="left_right")
    return joined.drop(_WRITTEN).with_columns(pl.when(pl.col("unit").is_not_null()).then(pl.lit(role)).alias("role"))


def split_units(cell: str, profile: Profile, names: UnitNames) -> list[_Part]:
    """The units that one cell names, each once; a blank cell gives one part without unit."""
    whole = tidy(cell)
    if whole in NOTHING:
        return [_Part(None, None, None)]
    written = split_cell(cell, profile.intake, lambda name: bool(names.find(name)) or _is_outside(name, profile))
    return list(dict.fromkeys(_part(text, profile, names) for text in written or [whole]))


def _is_outside(text: str, profile: Profile) -> bool:
    named = {key_of(name) for name in (*profile.units.outside_names, profile.units.outside) if name}
    return bool(profile.units.outside) and key_of(text) in named


def _part(text: str, profile: Profile, names: UnitNames) -> _Part:
    unit = names.find(text)
    if unit is not None:
        return _Part(unit.name, unit.group, None)
    rules = profile.units
    if rules.outside and (not rules.outside_names or _is_outside(text, profile)):
        return _Part(rules.outside, None, None, key_of(text))
    return _Part(None, None, text)
