"""When a count or a rate has moved beyond what its own past varies: one rule for all series of a county.

Counts are looked at by twice their square roots, rates by twice the arcsine of their square roots: on these scales
chance alone is of one size at every level, and what goes beyond chance grows with the size of the series. Real counts
vary more than chance would have them; how much more is learnt from each series' own past and from all series of the
county together, since a dozen months tell little about one.

Floats decide here what is told; none is ever printed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist, median

from msgspec import Struct

#: How often a quiet period may be taken for a loud one: once in so many periods, all series of the county together.
QUIET = 18
#: Fewer earlier periods than this say nothing about what is usual.
FEWEST = 8
#: As many periods of a series' own past as what all series vary weighs beside it.
_BORROWED = 12
#: The periods that make the usual level, and those that make the level of late.
_USUAL, _LATE = 12, 3
#: Of counts: no fewer orders than this, no smaller a difference, and none that is a smaller part of the usual.
LEAST_COUNT, LEAST_DIFFERENCE, LEAST_PART = 15, 10, 0.3
#: Of rates: of no fewer orders than this, no fewer of them other than usual, and no fewer points.
LEAST_BASE, LEAST_OTHERS, LEAST_POINTS = 20, 5, 0.05
#: What tells of chance is mostly just beyond the past: a series that is farther beyond all that it ever was than this
#: part of the span of its past needs fewer swings to be told, one that is not needs more.
_USUAL_REACH, _FARTHEST, _WEIGHT = 0.4, 1.3, 1.5
#: A count that is so many times its mean of the last periods and of the highest of all is told however it swings.
_PLAIN, _PLAIN_MOST = 3.0, 1.8
#: Fewer series than this do not say what the whole county did.
_FAMILY = 6
#: What the variance of a median adds to that of a period, times its number of periods: of many, of three.
_OF_MANY, _OF_THREE = math.pi / 2, 1.35
#: Below this usual count a series says nothing about how much others vary.
_TELLING = 5


class Track(Struct, frozen=True):
    """A series: ``hits`` out of ``of`` in each earlier period, oldest first, and last in this one; None where a period
    did not know it. A count has no ``of``. ``year_ago``: the places of the same period in years before."""

    key: str
    hits: tuple[float | None, ...]
    of: tuple[float | None, ...] = ()
    year_ago: tuple[int, ...] = ()


class Stand(Struct, frozen=True):
    """Where a series stands: ``swings`` usual swings from the usual, with a sign; more of them the farther it is
    beyond its past. ``weighty``: it is large enough to be judged at all; ``far``: it is beyond its past, and by enough
    orders to matter; ``plain``: so many times what it ever was that no swings need be looked at."""

    key: str
    swings: float
    weighty: bool
    far: bool
    plain: bool = False

    def told(self, level: float) -> bool:
        """Whether it is to be told where so many swings are."""
        return self.weighty and self.far and (self.plain or abs(self.swings) >= level)


class Spread(Struct, frozen=True):
    """A ``variance`` as a multiple of what chance alone gives, and as how many periods it weighs."""

    variance: float
    known: float


class _SeenTrack(Struct, frozen=True):
    """A series on the scale of the rule. ``values``: None where unknown; ``weights``: one over the variance that chance
    alone gives each value; ``past``: the places of known earlier values."""

    track: Track
    values: tuple[float | None, ...]
    weights: tuple[float, ...]
    past: tuple[int, ...]

    def at(self, index: int) -> float:
        """A value that is known."""
        value = self.values[index]
        assert value is not None
        return value


def level_for(judged: int) -> float:
    """How many swings are told where so many series are judged at once: so many that, were all of them normal, chance
    would have one told in ``QUIET`` periods."""
    return NormalDist().inv_cdf(1 - 1 / (2 * QUIET * max(judged, 1)))


def stands(tracks: Sequence[Track], *, apart: bool = False) -> tuple[Stand, ...]:
    """Where the series of one kind (counts of a measure, or one rate, of all units and categories) stand in this
    period. What all of them did together is taken out, but where each is the whole itself (``apart``). Series that are
    too short, or unknown in this period, are left out."""
    seen = [each for each in map(_seen, tracks) if each.values[-1] is not None and len(each.past) >= FEWEST]
    if not seen:
        return ()
    common = _Common(bool(seen[0].track.of), len(seen[0].values))
    if not apart and len(seen) >= _FAMILY:
        common.learn(seen)
    swings = [_Swing(each, common) for each in seen]
    shared = {side: _shared([(each.spreads[side], each.size) for each in swings]) for side in (-1, 1)}
    return tuple(each.stand(shared) for each in swings)


def _shared(spreads: Sequence[tuple[Spread, float]]) -> float:
    """What series of the county vary beyond chance, in relation to their size: the middle of those that tell."""
    telling = [(spread.variance - 1) / size for spread, size in spreads if size >= _TELLING]
    return max(median(telling), 0.0) if telling else 0.0


def _one_sided(swings: Sequence[float], side: int) -> Spread:
    """The variance of swings to one side, as if those to the other were alike."""
    return Spread(2 * sum(each * each for each in swings if each * side > 0) / (len(swings) - 1), (len(swings) - 1) / 2)


def _seen(track: Track) -> _SeenTrack:
    values: tuple[float | None, ...]
    weights = (1.0,) * len(track.hits)
    if track.of:
        pairs = list(zip(track.hits, track.of, strict=True))
        values = tuple(_arcsine(hits, of) if hits is not None and of else None for hits, of in pairs)
        weights = tuple(of or 0.0 for of in track.of)
    else:
        values = tuple(None if hits is None else _root(hits) for hits in track.hits)
    return _SeenTrack(track, values, weights, tuple(i for i, value in enumerate(values[:-1]) if value is not None))


def _root(count: float) -> float:
    # Anscombe's three eighths: of small counts too the variance is 1.
    return 2 * math.sqrt(max(count, 0.0) + 3 / 8)


def _count(root: float) -> float:
    return max((root / 2) ** 2 - 3 / 8, 0.0)


def _arcsine(hits: float, of: float) -> float:
    return 2 * math.asin(math.sqrt((min(max(hits, 0.0), of) + 3 / 8) / (of + 3 / 4)))


class _Common:
    """What all series did together in each period: a factor of counts, a shift of rates."""

    def __init__(self, rates: bool, length: int) -> None:
        self.rates = rates
        self.steps = [0.0 if rates else 1.0] * length

    def without(self, value: float, index: int) -> float:
        """A value as it would have been had the county not moved."""
        return value - self.steps[index] if self.rates else value / self.steps[index]

    def with_it(self, value: float, index: int) -> float:
        """The other way round."""
        return value + self.steps[index] if self.rates else value * self.steps[index]

    def level(self, seen: _SeenTrack, places: Sequence[int]) -> float:
        """The middle of a series in some periods, the county's moves taken out."""
        return median(self.without(seen.at(index), index) for index in places)

    def learn(self, seen: Sequence[_SeenTrack]) -> None:
        """Levels of the series and steps of the county in turns, each the median given the other."""
        for _ in range(3):
            levels = [self.level(each, each.past) for each in seen]
            self.steps = [self._step(seen, levels, index) for index in range(len(self.steps))]

    def _step(self, seen: Sequence[_SeenTrack], levels: Sequence[float], index: int) -> float:
        """The median of what the series did, larger ones weighing more."""
        found = []
        for each, level in zip(seen, levels, strict=True):
            value = each.values[index]
            if value is not None:
                found.append((value - level, each.weights[index]) if self.rates else (value / level, level))
        return _weighted_median(found) if len(found) >= _FAMILY else self.steps[index]


def _weighted_median(found: list[tuple[float, float]]) -> float:
    half, passed = sum(weight for _, weight in found) / 2, 0.0
    for value, weight in sorted(found):
        passed += weight
        if passed >= half:
            return value
    return found[-1][0]


class _Swing:
    """A series held against its own past."""

    def __init__(self, seen: _SeenTrack, common: _Common) -> None:
        self.seen, self.common = seen, common
        self.now = len(seen.values) - 1
        # Rates have no seasons worth the uncertainty of a single period.
        self.year_ago = [] if common.rates else [index for index in seen.track.year_ago if index in seen.past]
        self.level = common.level(seen, seen.past)
        self.size = median(seen.weights[i] for i in seen.past) if common.rates else _count(self.level)
        self.spreads = self._spreads()

    def _at(self, index: int) -> float:
        return self.common.without(self.seen.at(index), index)

    def _spreads(self) -> dict[int, Spread]:
        """How much its own past varies, down (-1) and up (1): of counts alike, of rates each way by itself, since what
        is near 100 % has room one way only."""
        past, weights = self.seen.past, self.seen.weights
        whole = [(self._at(at) - self.level) * math.sqrt(weights[at]) for at in past]
        if self.common.rates:
            return {side: _one_sided(whole, side) for side in (-1, 1)}
        every = Spread(sum(each * each for each in whole) / (len(whole) - 1), len(whole) - 1)
        near = self._by_neighbours()
        return dict.fromkeys((-1, 1), near if self.year_ago or near.variance > every.variance else every)

    def _by_neighbours(self) -> Spread:
        """Each period against the two beside it, so that seasons and trends do not count as swings."""
        past = self.seen.past
        threes = zip(past, past[1:], past[2:], strict=False)
        near = [(self._at(at) - (self._at(a) + self._at(b)) / 2) ** 2 * self.seen.weights[at] for a, at, b in threes]
        return Spread(sum(near) / len(near) / 1.5, len(near) * 2 / 3)  # neighbours share what they tell

    def _variance(self, own: Spread, shared: float, size: float) -> float:
        """The variance to be expected at a size, own past and county together, as a multiple of chance."""
        usual = (_BORROWED * (1 + self.size * shared) + own.known * own.variance) / (_BORROWED + own.known)
        return 1 + max(usual - 1, 0.0) / max(self.size, 1.0) * size

    def _levels(self) -> list[tuple[float, float]]:
        """The levels that would be nothing new, as they would be in this period (the usual, that of late, that of a
        year ago), each with the variance of a single period's distance from it."""
        past = self.seen.past
        usual, late = past[-_USUAL:], past[-_LATE:]
        of_usual = 1 + _OF_MANY / len(usual)
        # Counts drift and rates swing: of rates the level of late is asked for as much as it can say.
        of_late = 1 + _OF_THREE / len(late) if self.common.rates else of_usual
        found = [(usual, of_usual), (late, of_late), (self.year_ago, 1 + 1 / max(len(self.year_ago), 1))]
        return [
            (self.common.with_it(self.common.level(self.seen, places), self.now), wide)
            for places, wide in found
            if places
        ]

    def stand(self, shared: Mapping[int, float]) -> Stand:
        """Its distance from the nearest of the levels that would be nothing new; none where it lies between them."""
        value, weight = self.seen.at(self.now), self.seen.weights[self.now]
        found = []
        for level, wide in self._levels():
            size, side = weight if self.common.rates else _count(level), 1 if value > level else -1
            variance = self._variance(self.spreads[side], shared[side], size)
            found.append(((value - level) * math.sqrt(weight / wide / variance), level))
        swings, level = min(found, key=lambda each: abs(each[0]))
        between = min(found)[0] < 0 < max(found)[0]
        swings = math.copysign(max(abs(swings) + _WEIGHT * (self._reach() - _USUAL_REACH), 0.0), swings)
        usual = math.sin(level / 2) ** 2 if self.common.rates else _count(level)
        weighty, enough = self._measured(usual)
        far = enough and self._beyond()
        return Stand(self.seen.track.key, 0.0 if between else swings, weighty, far, self._is_plain())

    def _is_plain(self) -> bool:
        """Whether a count is so many times its mean of late, and beyond the highest of all its past by so much."""
        hits = [self.seen.track.hits[index] or 0.0 for index in self.seen.past]
        now = self.seen.track.hits[-1] or 0.0
        if self.common.rates or len(hits) < _USUAL:
            return False
        return now >= _PLAIN * sum(hits[-_USUAL:]) / _USUAL and now >= _PLAIN_MOST * max(hits)

    def _beyond(self) -> bool:
        past = [self._at(index) for index in self._comparable()]
        return not min(past) <= self._at(self.now) <= max(past)

    def _reach(self) -> float:
        """How far it is beyond the highest or the lowest of its past, in spans between these two: nothing within them,
        at most ``_FARTHEST``. As it is: what all series did together is part of what it ever was."""
        past = [self.seen.at(index) for index in self.seen.past]
        now, low, high = self.seen.at(self.now), min(past), max(past)
        beyond = max(now - high, low - now, 0.0)
        return min(beyond / (high - low), _FARTHEST) if high > low else _FARTHEST * (beyond > 0)

    def _comparable(self) -> list[int]:
        """All of its past where no year ago is known, else what was of late and what was around it a year ago."""
        if not self.year_ago:
            return list(self.seen.past)
        around = {index + off for index in self.year_ago for off in (-1, 0, 1)}
        return [index for index in self.seen.past if index in around or index in self.seen.past[-_LATE:]]

    def _measured(self, usual: float) -> tuple[bool, bool]:
        """Whether it is large enough to be judged, and other than usual by enough orders."""
        track = self.seen.track
        now = track.hits[-1] or 0.0
        if track.of:
            of = track.of[-1] or 0.0
            off = abs(now - of * usual)
            return of >= LEAST_BASE, off >= LEAST_OTHERS and off >= LEAST_POINTS * of
        off = abs(now - usual)
        return max(now, usual) >= LEAST_COUNT, off >= LEAST_DIFFERENCE and off >= LEAST_PART * usual
