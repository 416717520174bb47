"""When a count or a rate has moved beyond what its own past varies: one rule for all series of a county.

Counts are looked at by twice their square roots, rates by twice the arcsine of their square roots: on these scales
chance alone is of one size at every level, and what goes beyond chance grows with the size of the series. Real counts
vary more than chance would have them; how much more is learnt from each series' own past and from all series of the
county together, since a dozen months tell little about one.

Floats decide here what is told; none is ever printed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, median

from msgspec import Struct

#: How often a quiet period may be taken for a loud one: once in so many periods, all series of the county together.
QUIET = 36
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
#: A count of so many orders (fewer are such multiples by chance) that is so many times its mean of the last periods and
#: of the highest of all is told however it swings; of a category (they are large, units are small) fewer times are
#: enough.
_PLAIN_COUNT, _PLAIN, _PLAIN_MOST = 30, 3.0, 1.8
_PLAIN_CATEGORY, _PLAIN_CATEGORY_MOST = 2.3, 1.3
#: A rate that is as a rule this high, of so many orders, and falls by so much is told however it swings.
_HIGH, _HIGH_BASE, _FALL = 0.94, 40, 0.15
#: Fewer series than this do not say what the whole county did.
_FAMILY = 6
#: What the variance of a median adds to that of a period, times its number of periods.
_OF_MANY = math.pi / 2
#: What swings count for where fewer than a year's periods are known, since these do not say well how much is usual.
_UNSURE = 0.8
#: Of rates: so much off (as a multiple of the variance of chance) a single period may say of how much they scatter, and
#: what they scatter at least.
_FAR_OFF, _LEAST_RHO = 16.0, 0.002
#: Below this usual count a series says nothing about how much others vary.
_TELLING = 5


class Track(Struct, frozen=True):
    """A series: ``hits`` out of ``of`` in each earlier period, oldest first, and last in this one; None where a period
    did not know it. A count has no ``of``. ``year_ago``: the places of the same period in years before.
    ``category``: of one value of a category."""

    key: str
    hits: tuple[float | None, ...]
    of: tuple[float | None, ...] = ()
    year_ago: tuple[int, ...] = ()
    category: bool = False


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
    if common.rates:
        return _rate_stands(seen, common)
    swings = [_Swing(each, common) for each in seen]
    shared = _shared([(each.spread, each.size) for each in swings])
    return tuple(each.stand(shared) for each in swings)


def _shared(spreads: Sequence[tuple[Spread, float]]) -> float:
    """What series of the county vary beyond chance, in relation to their size: the middle of those that tell."""
    telling = [(spread.variance - 1) / size for spread, size in spreads if size >= _TELLING]
    return max(median(telling), 0.0) if telling else 0.0


def _sure(periods: int) -> float:
    """What the swings of a series with so many earlier periods count for."""
    return 1.0 if periods >= _USUAL else _UNSURE


def _rate_stands(seen: Sequence[_SeenTrack], common: _Common) -> tuple[Stand, ...]:
    """Where rates stand: how the county's rates scatter beyond chance is learnt from all series together, each order
    due weighing alike."""
    rates = [_Rate(each, common) for each in seen]
    shared = max(sum(each.excess for each in rates) / max(sum(each.pairs for each in rates), 1.0), 0.0)
    return tuple(each.stand(shared) for each in rates)


class _Rate:
    """A rate held against its own past: orders of a period share a chance that is a beta variate, so that those that
    meet the rate are beta-binomial; what correlates them (``rho``) is learnt, not taken from the worst period."""

    def __init__(self, seen: _SeenTrack, common: _Common) -> None:
        self.seen, self.common = seen, common
        self.now = len(seen.values) - 1
        excess = [self._excess(index) for index in seen.past]
        self.excess, self.pairs = sum(each for each, _ in excess), sum(pairs for _, pairs in excess)

    def _of(self, index: int) -> tuple[float, float]:
        return self.seen.track.hits[index] or 0.0, self.seen.weights[index]

    def _chance(self, places: Sequence[int], at: int) -> float:
        """The rate of all orders of some periods, as it would have been in another one by what the county did."""
        hits, of = (sum(each) for each in zip(*(self._of(index) for index in places), strict=True))
        steps = self.common.steps
        moved = steps[at] - sum(steps[index] * self.seen.weights[index] for index in places) / of
        angle = 2 * math.asin(math.sqrt((hits + 0.5) / (of + 1))) + moved
        return math.sin(min(max(angle, 0.02), math.pi - 0.02) / 2) ** 2

    def _excess(self, index: int) -> tuple[float, float]:
        """By how much a period is farther off than chance has it, and for how many pairs of its orders that speaks. No
        period counts for more than a far one."""
        hits, of = self._of(index)
        chance = self._chance(self.seen.past, index)
        off = (hits - of * chance) ** 2 / (of * chance * (1 - chance)) * len(self.seen.past) / (len(self.seen.past) - 1)
        return min(off, _FAR_OFF) - 1, of - 1

    def _rho(self, shared: float) -> float:
        """Its own and the county's, as much of the one as it has periods."""
        own, known = self.excess / max(self.pairs, 1.0), len(self.seen.past)
        return max((_BORROWED * shared + known * own) / (_BORROWED + known), shared / 2, _LEAST_RHO)

    def stand(self, shared: float) -> Stand:
        """How unlikely this period is by the rates of the last periods and of late, whichever is nearer."""
        hits, of = self._of(self.now)
        rho, past = self._rho(shared), self.seen.past
        found = [self._swings(places, rho) for places in (past[-_USUAL:], past[-_LATE:])]
        swings = 0.0 if min(found) < 0 < max(found) else min(found, key=abs)
        usual = self._chance(past[-_USUAL:], self.now)
        off = abs(hits - of * usual)
        far = off >= LEAST_OTHERS and off >= LEAST_POINTS * of and self._is_new()
        return Stand(self.seen.track.key, swings * _sure(len(past)), of >= LEAST_BASE, far, self._plain())

    def _plain(self) -> bool:
        """Whether it was as a rule high, as it stood there, and has fallen by much."""
        hits, of = self._of(self.now)
        had, whole = (sum(each) for each in zip(*map(self._of, self.seen.past[-_USUAL:]), strict=True))
        usual = had / whole
        return len(self.seen.past) >= _USUAL and usual >= _HIGH and of >= _HIGH_BASE and usual - hits / of >= _FALL

    def _swings(self, places: Sequence[int], rho: float) -> float:
        hits, of = self._of(self.now)
        chance = self._chance(places, self.now)
        weights = [self.seen.weights[index] for index in places]
        unsure = sum(each * (1 + (each - 1) * rho) for each in weights) / sum(weights) ** 2
        spread = 1 / min(rho + unsure, 0.5) - 1
        side = 1 if hits > of * chance else -1
        met, others = (hits, chance) if side < 0 else (of - hits, 1 - chance)
        return -side * NormalDist().inv_cdf(min(max(fewer_chance(met, of, others, spread), 1e-290), 0.5))

    def _is_new(self) -> bool:
        """Whether no earlier period of some size was as far to that side."""
        hits, of = self._of(self.now)
        pairs = [self._of(index) for index in self.seen.past]
        rates = [had / whole for had, whole in pairs if whole >= of / 2]
        return not rates or not min(rates) <= hits / of <= max(rates)


def fewer_chance(hits: float, of: float, chance: float, spread: float) -> float:
    """How likely so few or fewer of some orders are, where each has that chance by a beta variate of that spread."""
    a, b = chance * spread, (1 - chance) * spread
    number, found = int(hits), 0.0
    term = math.exp(
        math.lgamma(of + 1) - math.lgamma(number + 1) - math.lgamma(of - number + 1) + math.lgamma(number + a)
        + math.lgamma(of - number + b) - math.lgamma(of + spread) + math.lgamma(spread) - math.lgamma(a)
        - math.lgamma(b)
    )  # fmt: skip
    while number >= 0 and term > found * 1e-12:
        found += term
        term *= number * (of - number + b) / ((of - number + 1) * (number - 1 + a)) if number else 0.0
        number -= 1
    return found


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
        self.year_ago = [index for index in seen.track.year_ago if index in seen.past]
        self.level = common.level(seen, seen.past)
        self.size = _count(self.level)
        self.spread = self._spread()

    def _at(self, index: int) -> float:
        return self.common.without(self.seen.at(index), index)

    def _spread(self) -> Spread:
        """How much its own past varies."""
        whole = [self._at(at) - self.level for at in self.seen.past]
        every = Spread(sum(each * each for each in whole) / (len(whole) - 1), len(whole) - 1)
        near = self._by_neighbours()
        return near if self.year_ago or near.variance > every.variance else every

    def _by_neighbours(self) -> Spread:
        """Each period against the two beside it, so that seasons and trends do not count as swings."""
        past = self.seen.past
        threes = zip(past, past[1:], past[2:], strict=False)
        near = [(self._at(at) - (self._at(a) + self._at(b)) / 2) ** 2 for a, at, b in threes]
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
        found = [(usual, of_usual), (late, of_usual), (self.year_ago, 1 + 1 / max(len(self.year_ago), 1))]
        return [
            (self.common.with_it(self.common.level(self.seen, places), self.now), wide)
            for places, wide in found
            if places
        ]

    def stand(self, shared: float) -> Stand:
        """Its distance from the nearest of the levels that would be nothing new; none where it lies between them."""
        value = self.seen.at(self.now)
        found = []
        for level, wide in self._levels():
            variance = self._variance(self.spread, shared, _count(level))
            found.append(((value - level) / math.sqrt(wide * variance), level))
        swings, level = min(found, key=lambda each: abs(each[0]))
        between = min(found)[0] < 0 < max(found)[0]
        swings = math.copysign(max(abs(swings) + _WEIGHT * (self._reach() - _USUAL_REACH), 0.0), swings)
        weighty, enough = self._measured(_count(level))
        swings *= _sure(len(self.seen.past))
        return Stand(self.seen.track.key, 0.0 if between else swings, weighty, enough and self._beyond(), self._plain())

    def _plain(self) -> bool:
        """Whether a count is so many times its mean of late, and beyond the highest of all its past by so much."""
        hits = [self.seen.track.hits[index] or 0.0 for index in self.seen.past]
        now = self.seen.track.hits[-1] or 0.0
        if len(hits) < _USUAL or now < _PLAIN_COUNT:
            return False
        is_category = self.seen.track.category
        times, most = (_PLAIN_CATEGORY, _PLAIN_CATEGORY_MOST) if is_category else (_PLAIN, _PLAIN_MOST)
        return now >= times * sum(hits[-_USUAL:]) / _USUAL and now >= most * max(hits)

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
        now = self.seen.track.hits[-1] or 0.0
        off = abs(now - usual)
        return max(now, usual) >= LEAST_COUNT, off >= LEAST_DIFFERENCE and off >= LEAST_PART * usual
