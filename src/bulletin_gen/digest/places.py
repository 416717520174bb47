"""Many orders about the same thing at the same place: more than the place and the thing by themselves would bring."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import polars as pl
from msgspec import Struct

from bulletin_gen.digest.model import Notice, NoticeKind, Scene
from bulletin_gen.digest.rows import shown
from bulletin_gen.leaves.personal import masked_id

#: So many orders at least, so many times what was to be expected, and so unlikely where such counts scatter as real
#: ones do (a negative binomial of this shape).
LEAST, TIMES, UNLIKELY, _SHAPE = 8, 2.5, 5e-5, 16.0
#: No place is taken to have had all of a subject.
_MOST_SHARE = 0.9
#: From a few orders elsewhere no growth is read.
_FEW = 5
_PLACE, _SUBJECTS = "district", ("category_1", "category_2", "category_3")
#: How long a wave is, and how many order numbers a note names.
_WAVE, _NAMED = timedelta(days=7), 20

_Subject = tuple[str, ...]
_Cell = tuple[str, _Subject]


class Cluster(Struct, frozen=True):
    """So many orders of one subject at one place, in how many there were the period before (None: not known), and the
    week in which most came."""

    place: str
    subject: _Subject
    count: int
    before: int | None
    wave: int
    wave_from: datetime


def clusters(scene: Scene) -> tuple[Cluster, ...]:
    """The places and subjects that stand out, the most orders first; none where the exports name no district."""
    frame = _accepted(scene.intake.dispatches, scene.period.start, scene.period.end)
    now, before = _PlaceTable(_cells(frame)), None
    if scene.before is not None:
        last = scene.period.previous()
        before = _PlaceTable(_cells(_accepted(scene.before, last.start, last.end)))
    found = [
        _cluster(frame, cell, count, before)
        for cell, count in now.cells.items()
        if count >= LEAST and _stands_out(count, _expected(cell, now, before))
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, each.place, each.subject)))


def _accepted(frame: pl.DataFrame, start: datetime, end: datetime) -> pl.DataFrame:
    """Each order of a period once, with a place."""
    inside = pl.col("accepted_at").is_between(start, end, closed="left")
    return frame.filter(inside & pl.col(_PLACE).is_not_null()).unique("order_id", keep="first", maintain_order=True)


def _cells(frame: pl.DataFrame) -> Counter[_Cell]:
    rows = frame.select(_PLACE, *_SUBJECTS).iter_rows()
    cells = ((place, tuple(each for each in subject if each)) for place, *subject in rows)
    return Counter(cell for cell in cells if cell[1])


class _PlaceTable:
    """The orders of a period by place and subject, and by place and the subject's widest category."""

    def __init__(self, cells: Counter[_Cell]) -> None:
        self.cells, self.every = cells, cells.total()
        self.places, self.subjects = Counter[str](), Counter[_Subject]()
        self.wide, self.widest = Counter[_Cell](), Counter[str]()
        for (place, subject), count in cells.items():
            self.places[place] += count
            self.subjects[subject] += count
            self.wide[place, subject[:1]] += count
            self.widest[subject[0]] += count


def _expected(cell: _Cell, now: _PlaceTable, before: _PlaceTable | None) -> float:
    """How many orders a place would bring of a subject: by the size of both, by the part that it had of the subject's
    category in the period before, and by how many it had then, grown as the subject has elsewhere. The largest."""
    place, subject = cell
    elsewhere, rest = now.subjects[subject] - now.cells[cell], now.every - now.cells[cell]
    expected = [(now.places[place] - now.cells[cell]) * elsewhere / rest if rest else 0.0]
    if before is not None:
        share = min(before.wide[place, subject[:1]] / max(before.widest[subject[0]], 1), _MOST_SHARE)
        expected.append(elsewhere * share / (1 - share))
        had = before.cells[cell]
        grown = (elsewhere + _FEW) / (before.subjects[subject] - had + _FEW)
        expected.append(had * max(grown, 1.0))
    return max(expected) + 0.5


def _stands_out(count: int, expected: float) -> bool:
    return count >= TIMES * expected and chance_of(count, expected) < UNLIKELY


def chance_of(count: int, expected: float) -> float:
    """How likely so many or more are where so many are expected."""
    share = _SHAPE / (_SHAPE + expected)
    below, term = 0.0, math.pow(share, _SHAPE)
    for number in range(count):
        below += term
        term *= (_SHAPE + number) / (number + 1) * (1 - share)
    return max(1.0 - below, 0.0)


def _cluster(frame: pl.DataFrame, cell: _Cell, count: int, before: _PlaceTable | None) -> Cluster:
    moments = sorted(_rows(frame, *cell)["accepted_at"].to_list())
    waves = [(sum(start <= each < start + _WAVE for each in moments), start) for start in moments]
    wave, start = max(waves, key=lambda each: (each[0], -each[1].toordinal()))
    return Cluster(cell[0], cell[1], count, None if before is None else before.cells[cell], wave, start)


def _rows(frame: pl.DataFrame, place: str, subject: _Subject) -> pl.DataFrame:
    named = pl.concat_str([pl.col(each) for each in _SUBJECTS], separator="\x1f", ignore_nulls=True)
    return frame.filter((pl.col(_PLACE) == place) & (named == "\x1f".join(subject)))


def notices_of(scene: Scene, found: tuple[Cluster, ...]) -> Iterator[Notice]:
    """A finding for each cluster, with a note for the narrative."""
    frame = _accepted(scene.intake.dispatches, scene.period.start, scene.period.end)
    for each in found:
        rows = _rows(frame, each.place, each.subject)
        about = f"{each.place}“{'—'.join(each.subject)}”"
        before = "" if each.before is None else f"，{scene.period.last_word}{each.before}件"
        last = each.wave_from + _WAVE - timedelta(days=1)
        wave = f"，其中{_day(each.wave_from)}至{_day(last)}{each.wave}件"
        units = [unit for unit, _ in Counter(filter(None, rows["unit"].to_list())).most_common(3)]
        handled = f"，承办单位：{'、'.join(units)}" if units else ""
        said = f"{about}集中反映{each.count}件{before}{wave}{handled}"
        numbers = [masked_id(str(each)) for each in rows["order_id"].to_list()]
        more = "等" if len(numbers) > _NAMED else ""
        note = f"{said}。工单：{'、'.join(numbers[:_NAMED])}{more}。"
        yield Notice(NoticeKind.PLACE, about, said, note=note, orders=shown(rows), orders_are="工单")


def _day(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日"
