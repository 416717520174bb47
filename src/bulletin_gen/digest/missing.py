"""What the period before had and this one has not: units, categories and channels without an order, columns that are
empty, measures that count nothing."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from bulletin_gen.digest.model import Notice, NoticeKind, Scene
from bulletin_gen.digest.past import TrackedSeries, Tracks
from bulletin_gen.digest.saying import Sayer
from bulletin_gen.facts.saved.filling import emptier
from bulletin_gen.leaves.issues import Issue

#: Fewer of something, last time or as a rule, may well be none the next time.
MANY = 10
#: So many earlier periods say how blank columns are as a rule.
_YEAR = 12


def vanished(scene: Scene, tracks: Tracks) -> tuple[TrackedSeries, ...]:
    """The units and values of categories that had many orders the period before, and as a rule, and have none now."""
    last = scene.last
    if last is None:
        return ()
    own = (rule.measure for rule in scene.profile.breakdowns.values())
    names = dict.fromkeys((*tracks.counts, *own))
    first: dict[str, TrackedSeries] = {}
    for series in (each for name in names for each in tracks.parts(name)):
        before = tracks.was(series, last)
        if series.now.value == 0 and before is not None and before >= MANY and _usually(tracks, series):
            first.setdefault(series.prefix, series)
    return tuple(first.values())


def _usually(tracks: Tracks, series: TrackedSeries) -> bool:
    return median(tracks.known(series)) >= MANY


def notices_of(
    scene: Scene, tracks: Tracks, sayer: Sayer, gone: tuple[TrackedSeries, ...], issues: tuple[Issue, ...]
) -> Iterator[Notice]:
    """A finding for each of them, for each measure that counts nothing any more (among ``issues``), and for each column
    that is emptier."""
    for series in gone:
        text = f"{sayer.called(series)}本期一件也没有，{sayer.against(series)}"
        advice = "看看是否漏放了文件、平台换了叫法，或确实没有"
        yield Notice(
            NoticeKind.MISSING, sayer.called(series), f"{text}；{advice}", note=f"{text}。", figures=(series.now.id,)
        )
    earlier = [run.base.blank for run in scene.past[-_YEAR:]]
    emptied = emptier(scene.intake.accounts, scene.period, scene.inputs.bases, earlier)
    for issue in (*(each for each in issues if each.code == "measure.vanished"), *emptied):
        about = issue.place.key or issue.place.column
        yield Notice(NoticeKind.MISSING, about, f"“{about}”{issue.kind}：{issue.found}；{issue.advice}")
