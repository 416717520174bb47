"""Counties by somebody who had not seen the rule: planted events are found, quiet months are mostly silent.

Some seeds only, which takes seconds; ``measure.py`` counts over as many as one likes.
"""

from __future__ import annotations

from functools import cache

from digest.frail import FrailCounty
from digest.measure import KINDS, Score, judged

#: Three counties, of each the first months of its second year.
_SEEDS = range(1, 4)


@cache
def _score() -> Score:
    score = Score()
    for seed in _SEEDS:
        judged(seed, (12, 13), KINDS, score)
    return score


def test_planted_events_are_found() -> None:
    score = _score()
    for kind in KINDS:
        assert score.planted[kind] >= 5
    truly = next(kind for kind in score.planted if kind.startswith("tripled ("))
    for kind in ("late", "at_line", "repeated", truly):
        assert score.found[kind] >= score.planted[kind] - 1, score.missed


def test_quiet_months_have_little_to_tell() -> None:
    """At most one in ten months is what many seeds show; of half a dozen months two may have their chance."""
    assert _score().months == 2 * len(_SEEDS)
    assert len(_score().false) <= 2, _score().false


def test_the_same_seed_gives_the_same_months() -> None:
    assert FrailCounty(3, 4).months == FrailCounty(3, 4).months
    assert FrailCounty(3, 4).months != FrailCounty(4, 4).months


def test_what_is_planted_is_there() -> None:
    county = FrailCounty(2)
    late = county.late(20)
    assert late is not None
    own = [order.in_time for order in late.orders if order.unit == late.what[0]]
    assert len(own) >= 40 and sum(own) == round(0.8 * len(own))
    repeated = county.repeated(20)
    assert repeated is not None
    about = [order for order in repeated.orders if (order.category, order.sub) == repeated.what[1:]]
    assert sum(repeated.what[0] in ("", order.district) for order in about) >= 14
    at_line = county.at_line(20)
    assert at_line is not None and len(set(at_line.what)) == 3
    for unit in at_line.what:
        own = [order.in_time for order in at_line.orders if order.unit == unit]
        assert abs(sum(own) - 0.9 * len(own)) <= 1
    tripled = county.tripled(20)
    assert tripled is not None and len(tripled.orders) > len(county.months[20])
