"""Numbers without any rule prove none: columns drawn at random over the orders of an example."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from bulletin_gen.county.registry import Unit
from bulletin_gen.learning.finding.board import Board, board_of
from bulletin_gen.learning.finding.counts import candidates_of, chosen_together
from bulletin_gen.learning.finding.rates import found_rate
from bulletin_gen.learning.reading.orders import orders_of, registry_of, seen_in
from bulletin_gen.leaves.periods import parse_period
from learning.published_annexes import orders_of as files_of


@pytest.fixture(scope="module")
def dispatches():
    """平舆's orders, read without rules, and its units by their number of orders."""
    period, files = parse_period("2022-01"), files_of("pingyu")
    seen = seen_in(files)
    names = sorted(seen.units, key=lambda name: -seen.units[name])[:60]
    units = [Unit(name, "单位", i) for i, name in enumerate(names)]
    orders = orders_of(files, seen, registry_of(units, ["单位"]), period)
    return orders.at(period.end + timedelta(days=11)), names, period


def board(dispatches, size: int) -> Board:
    frame, names, period = dispatches
    return board_of(frame, names[:size], period)


@pytest.mark.parametrize("size", [5, 12, 25, 60])
def test_random_columns_prove_nothing(dispatches, size: int) -> None:
    chosen, draw = board(dispatches, size), random.Random(size)
    candidates = candidates_of(chosen)
    for _ in range(60):
        most = draw.choice([1, 2, 5, 20, 150])
        columns = {f"列{i}": [draw.randint(0, most) for _ in range(size)] for i in range(4)}
        for found in chosen_together(candidates, columns).found.values():
            assert found.rule is None or found.misses or not found.telling


@pytest.mark.parametrize("size", [5, 12, 25, 60])
def test_random_percentages_prove_nothing(dispatches, size: int) -> None:
    chosen, draw = board(dispatches, size), random.Random(size)
    for _ in range(12):
        cells = [f"{draw.choice([0, 50, 100, draw.randint(0, 10000) / 100]):g}%" for _ in range(size)]
        found = found_rate(chosen, "办结率", cells, [], "accepted_at", None)
        assert found.rule is None or found.misses or not found.telling


@pytest.mark.parametrize("cell", ["0%", "100%"])
def test_percentages_that_are_all_alike_are_undecided(dispatches, cell: str) -> None:
    found = found_rate(board(dispatches, 40), "超期率", [cell] * 40, [], "accepted_at", None)
    assert not found.telling


def test_a_column_of_zeros_is_undecided(dispatches) -> None:
    candidates = candidates_of(board(dispatches, 40))
    assert not chosen_together(candidates, {"返工数": [0] * 40}).found["返工数"].telling


def test_a_true_column_is_proved(dispatches) -> None:
    chosen = board(dispatches, 40)
    column = chosen.counts(chosen.times["dispatched_at"] & chosen.region)
    found = chosen_together(candidates_of(chosen), {"交办件数": column}).found["交办件数"]
    assert found.telling
    assert not found.misses
    assert found.rule is not None
    assert found.rule.time == "dispatched_at"


@pytest.mark.parametrize("share", [0.01, 0.03])
def test_orders_that_have_changed_prove_no_wrong_rule(dispatches, share: float) -> None:
    """The counts are those of the orders as they were; some of them have since got another time and state."""
    chosen, draw = board(dispatches, 40), random.Random(7)
    closed = next(atom for atom in chosen.states if atom.key == ("closed", "True"))
    true = chosen.times["dispatched_at"] & closed.bits & chosen.region
    changed = true
    for place in range(chosen.region.bit_length()):
        if draw.random() < share:
            changed ^= 1 << place
    found = chosen_together(candidates_of(chosen), {"办结数": chosen.counts(changed)}).found["办结数"]
    assert found.rule is None or found.misses
