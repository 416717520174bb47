"""Counts and rates that moved beyond what their own past varies, and records broken by the whole county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.digest.model import Notice, NoticeKind, Scene
from bulletin_gen.digest.past import TrackedSeries, Tracks, label_of
from bulletin_gen.digest.rows import NOT_MET, rows_of
from bulletin_gen.digest.rule import Stand, level_for, stands
from bulletin_gen.digest.saying import Sayer

#: A record is one where so many periods are known, and where it is beaten by this part of it (a rate: by a point).
RECORDED, _PART, _POINT = 12, Fraction(1, 20), Fraction(1, 100)


class Moved(Struct, frozen=True):
    """A series with where it stands."""

    series: TrackedSeries
    stand: Stand


def moved(tracks: Tracks) -> tuple[Moved, ...]:
    """The series that are to be told, the furthest first; of several counts of one unit or category the furthest."""
    found = list(_judged(tracks))
    level = level_for(sum(each.stand.weighty for each in found))
    told = [each for each in found if each.stand.told(level)]
    first: dict[tuple[str, bool], Moved] = {}
    for each in sorted(told, key=lambda each: (-abs(each.stand.swings), each.series.key)):
        first.setdefault((each.series.prefix, each.series.of in tracks.rates), each)
    return tuple(first.values())


def _judged(tracks: Tracks) -> Iterator[Moved]:
    own = (rule.measure for rule in tracks.profile.breakdowns.values())
    for name in dict.fromkeys((*tracks.counts, *own, *tracks.rates)):
        yield from _stands(tracks, tracks.parts(name), apart=False)
    for name in (*tracks.counts, *tracks.rates):
        yield from _stands(tracks, tracks.wholes((name,)), apart=True)


def _stands(tracks: Tracks, series: Iterable[TrackedSeries], *, apart: bool) -> Iterator[Moved]:
    by_key = {each.key: each for each in series if each.now.value is not None}
    for stand in stands([tracks.track(each) for each in by_key.values()], apart=apart):
        yield Moved(by_key[stand.key], stand)


def notices_of(scene: Scene, tracks: Tracks, sayer: Sayer, found: Iterable[Moved]) -> Iterator[Notice]:
    """A finding for each series that moved."""
    for each in found:
        series = each.series
        is_rate = series.of in tracks.rates
        way = ("升高" if is_rate else "增多") if each.stand.swings > 0 else ("降低" if is_rate else "减少")
        text = f"{sayer.called(series)}{way}：{sayer.now(series)}，{sayer.against(series)}"
        sentence, printed = sayer.sentence(series)
        yield Notice(
            NoticeKind.RATE if is_rate else NoticeKind.COUNT,
            sayer.called(series),
            f"{text}{_record_words(tracks, series)}",
            sentence,
            printed,
            f"{sayer.called(series)}{sayer.now(series)}，{sayer.against(series)}。",
            (series.now.id,),
            rows_of(scene, series),
            NOT_MET if is_rate else "工单",
        )


def _record_words(tracks: Tracks, series: TrackedSeries) -> str:
    values = tracks.known(series)
    now = series.now.value
    if len(values) < RECORDED or not isinstance(now, (int, Fraction)) or min(values) <= now <= max(values):
        return ""
    return f"，是有记录的{len(values) + 1}期里{'最高' if now > max(values) else '最低'}的"


def records(scene: Scene, tracks: Tracks, sayer: Sayer, told: Iterable[Moved]) -> Iterator[Notice]:
    """Records of the whole county that nothing else has ``told``: of its rates, and of the first of its counts that
    broke one, since the others mostly follow."""
    known = {each.series.key for each in told}
    counts = [each for each in tracks.wholes(tracks.counts) if _breaks(tracks, each)]
    rates = [each for each in tracks.wholes(tracks.rates) if _breaks(tracks, each)]
    for series in (*counts[:1], *rates):
        if series.key not in known:
            yield _record(scene, tracks, sayer, series)


def _breaks(tracks: Tracks, series: TrackedSeries) -> bool:
    values, now = tracks.known(series), series.now.value
    if len(values) < RECORDED or not isinstance(now, (int, Fraction)):
        return False
    return beaten(Fraction(now), values, is_rate=series.of in tracks.rates)


def _record(scene: Scene, tracks: Tracks, sayer: Sayer, series: TrackedSeries) -> Notice:
    label, is_rate = label_of(scene.profile, series), series.of in tracks.rates
    text = f"{label}{sayer.now(series)}{_record_words(tracks, series)}"
    sentence, printed = sayer.sentence(series)
    return Notice(
        NoticeKind.RECORD, label, f"{text}；{sayer.against(series)}", sentence, printed, f"{text}。", (series.now.id,),
        rows_of(scene, series) if is_rate else (), NOT_MET if is_rate else "",
    )  # fmt: skip


def beaten(now: Fraction, values: list[Fraction], *, is_rate: bool) -> bool:
    """Whether a value is beyond all of ``values`` by enough to speak of."""
    high, low = max(values), min(values)
    if is_rate:
        return now >= high + _POINT or now <= low - _POINT
    return now > high * (1 + _PART) or now < low * (1 - _PART)
