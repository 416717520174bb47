"""How many findings quiet months have, and how many planted events are found, over whole digests of invented counties.

    python tests/digest/measure.py [FIRST SEED] [COUNTIES]

Judged are months 13 to 24 of each county: as they are, and with each kind of event planted. Some minutes a dozen
counties.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bulletin_gen.digest.find import digest_of
from bulletin_gen.digest.model import Digest, Notice, NoticeKind
from bulletin_gen.leaves.periods import month
from digest.frail import FrailCounty, Sown
from digest.running import Run, frame_of

#: What tells of chance where there is nothing: the others (open orders, units at a line, records) are simply so.
STATISTICAL = (NoticeKind.COUNT, NoticeKind.RATE, NoticeKind.PLACE, NoticeKind.MISSING)
KINDS = ("tripled", "late", "repeated", "at_line")
FIRST = 12
#: Less than this of its mean is not called tripled, whatever was added.
TRIPLED = 2.5


@dataclass
class Score:
    """Over some counties: quiet months and what was said of them; of each kind how many events there were and how many
    were found; what was missed, in words."""

    months: int = 0
    false: list[str] = field(default_factory=list)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def rate(self) -> float:
        """False findings of a quiet month."""
        return len(self.false) / self.months

    def add(self, kind: str, sown: Sown, digest: Digest, called: str) -> None:
        """Counts a planted event."""
        kinds = [kind] + [f"{kind} (really {TRIPLED} times its mean)"] * (kind == "tripled" and sown.times >= TRIPLED)
        is_found = was_found(kind, sown, digest)
        self.planted.update(kinds)
        self.found.update(kinds if is_found else [])
        if not is_found:
            times = f", {sown.times:.1f} times its mean" if sown.times else ""
            self.missed.append(f"{called} {kind} {'、'.join(sown.what)}{times}")


def was_found(kind: str, sown: Sown, digest: Digest) -> bool:
    """Whether a digest names what was planted."""
    about = {each: [notice.about for notice in digest.of_kind(each)] for each in NoticeKind}
    if kind == "tripled":
        return f"{sown.what[0]}（热点问题）受理" in about[NoticeKind.COUNT]
    if kind == "late":
        return f"{sown.what[0]}按期办结率" in about[NoticeKind.RATE]
    if kind == "at_line":
        return all(f"{unit}按期办结率" in about[NoticeKind.BOUND] for unit in sown.what)
    place, category, subject = sown.what
    return f"{place or '各地'}“{category}—{subject}”" in about[NoticeKind.PLACE]


def judged(seed: int, months: Iterable[int], kinds: Iterable[str], score: Score) -> None:
    """Adds to ``score`` what is said of these months (by their index) of a county, quiet and with each kind planted."""
    county, run, wanted = FrailCounty(seed), Run(), set(months)
    for index in range(max(wanted) + 1):
        when, orders = county.when[index], county.months[index]
        called = f"{seed} {when[0]}-{when[1]:02d}"
        for kind in kinds if index in wanted else ():
            sown: Sown | None = getattr(county, kind)(index)
            if sown is not None:
                period = month(*when)
                score.add(kind, sown, digest_of(run.scene(period, frame_of(period.key, sown.orders))), called)
        quiet = run.month(when, orders, look=index in wanted)
        if quiet is not None:
            score.months += 1
            score.false += [f"{called} {each.text}" for each in _false(quiet)]


def _false(digest: Digest) -> Iterator[Notice]:
    for kind in STATISTICAL:
        yield from digest.of_kind(kind)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(first: int = 1, counties: int = 20) -> None:
    """Measure and say."""
    score = Score()
    for seed in range(first, first + counties):
        judged(seed, range(FIRST, 24), KINDS, score)
        _say(f"{seed}: {len(score.false)} false in {score.months} months")
    for line in (*score.false, *(f"missed {each}" for each in score.missed)):
        _say(line)
    _say(f"{len(score.false)} false in {score.months} quiet months: {score.rate():.3f} a month (at most 0.100)")
    for kind, number in score.planted.items():
        _say(f"{kind}: {score.found[kind]} of {number}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
