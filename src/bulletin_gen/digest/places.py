"""Many orders about the same thing at the same place (or with the same unit, where exports name no places): more than
the place and the thing by themselves would bring; about one thing at all places, or of one place, more than ever."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import polars as pl
from msgspec import Struct

from bulletin_gen.digest.model import Notice, NoticeKind, Scene
from bulletin_gen.digest.rows import shown
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.personal import masked_id

_PLACE, _UNIT, _SUBJECTS = "district", "unit", ("category_1", "category_2", "category_3")
#: So many orders at least, so many times what was to be expected, and so unlikely where such counts scatter as real
#: ones do.
LEAST, TIMES, UNLIKELY = 8, 2.5, 5e-5
#: The shape of the negative binomial by which they scatter: who handles a subject changes more than where it arises.
_SHAPES = {_PLACE: 16.0, _UNIT: 5.0}
#: So many earlier periods are looked at, fewer tell nothing; what is expected is known better then, so that the scatter
#: of the orders themselves is left, and what was the most so far must be passed by so much.
PERIODS, _FEWEST = 12, 6
_SHAPE, _PASSED = {_PLACE: 8.0, _UNIT: 5.0}, 1.3
#: How the orders of one subject at all places together scatter, and those of all subjects at one place; both are held
#: against their own past only.
_ALONE, _ALONE_UNLIKELY = {"subject": 8.0, "place": 20.0}, 2e-4
#: A subject of which more are usual has seasons and growth of its own, and is looked at with its category.
_RARE = 6
#: A subject or a place is not told where what is told of both has this part of its orders.
_EXPLAINED = 0.5
#: No place is taken to have had all of a subject.
_MOST_SHARE = 0.9
#: From a few orders elsewhere no growth is read.
_FEW = 5
#: How long a wave is, and how many order numbers a note names.
_WAVE, _NAMED = timedelta(days=7), 20

_Subject = tuple[str, ...]
_Cell = tuple[str, _Subject]


class Cluster(Struct, frozen=True):
    """So many orders of one subject at one place (of a subject anywhere: no ``place``; of anything at a place: no
    ``subject``), in how many there were the period before (None: not known), and the week in which most came."""

    place: str
    subject: _Subject
    count: int
    before: int | None
    wave: int
    wave_from: datetime


def place_column(scene: Scene) -> str:
    """The column that says where: the district; where exports have none the unit, if the period before is known (each
    unit has subjects of its own, which are nothing new); else nothing."""
    districts = scene.intake.dispatches[_PLACE]
    if districts.null_count() < len(districts):
        return _PLACE
    return "" if scene.before is None else _UNIT


def clusters(scene: Scene) -> tuple[Cluster, ...]:
    """The places and subjects that stand out, the most orders first; none where there is no column for places."""
    by = place_column(scene)
    if not by:
        return ()
    frame = _accepted(scene.intake.dispatches, by, scene.period)
    now, before = _PlaceTable(_cells(frame, by)), None
    if scene.before is not None:
        before = _PlaceTable(_cells(_accepted(scene.before, by, scene.period.previous()), by))
    past = [_PlaceTable(_cells(_accepted(each.orders, by, each.period), by)) for each in scene.kept[-PERIODS:]]
    cells = [cell for cell, count in now.cells.items() if count >= LEAST and _is_new(cell, now, before, past, by)]
    alone = [each for each in _alone(now, past) if by == _PLACE and not _explained(each, now, cells)]
    found = [_cluster(frame, by, cell, now.of(cell), before) for cell in (*cells, *alone)]
    return tuple(sorted(found, key=lambda each: (-each.count, each.place, each.subject)))


def _alone(now: _PlaceTable, past: Sequence[_PlaceTable]) -> Iterator[_Cell]:
    """Subjects that have more orders than ever, wherever these came from, and places that have more of all."""
    if len(past) < _FEWEST:
        return
    subjects = (("", subject) for subject in now.subjects if len(subject) > 1)
    for cell in (*subjects, *((place, ()) for place in now.places)):
        count, had = now.of(cell), [table.of(cell) for table in past]
        expected = (1 + sum(had)) / (1 + len(had)) + 0.25
        shape = _ALONE["place" if cell[0] else "subject"]
        common = not cell[0] and expected > _RARE
        likely = common or count < LEAST or count < TIMES * expected or count <= _PASSED * max(had)
        if not likely and chance_of(count, expected, shape) < _ALONE_UNLIKELY:
            yield cell


def _explained(alone: _Cell, now: _PlaceTable, cells: Sequence[_Cell]) -> bool:
    """Whether most of the orders of a subject, or of a place, are told where both are."""
    told = sum(now.cells[cell] for cell in cells if alone[0] == cell[0] or alone[1] == cell[1])
    return told >= _EXPLAINED * now.of(alone)


def _accepted(frame: pl.DataFrame, by: str, period: Period) -> pl.DataFrame:
    """Each order of a period once, with a place."""
    inside = pl.col("accepted_at").is_between(period.start, period.end, closed="left")
    return frame.filter(inside & pl.col(by).is_not_null()).unique("order_id", keep="first", maintain_order=True)


def _cells(frame: pl.DataFrame, by: str) -> Counter[_Cell]:
    rows = frame.select(by, *_SUBJECTS).iter_rows()
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

    def of(self, cell: _Cell) -> int:
        """The orders of a place and a subject, or of the one that is named."""
        place, subject = cell
        if not place:
            return self.subjects[subject]
        return self.cells[cell] if subject else self.places[place]


def _expected(cell: _Cell, now: _PlaceTable, before: _PlaceTable | None) -> float:
    """How many orders a place would bring of a subject: by the size of both, by the part that it had of the subject's
    category in the period before, and by how many it had then, grown as the subject has elsewhere. The largest."""
    expected = _by_size(cell, now, before)
    if before is not None:
        subject, had = cell[1], before.cells[cell]
        elsewhere = now.subjects[subject] - now.cells[cell]
        grown = (elsewhere + _FEW) / (before.subjects[subject] - had + _FEW)
        expected.append(had * max(grown, 1.0))
    return max(expected) + 0.5


def _by_size(cell: _Cell, now: _PlaceTable, before: _PlaceTable | None) -> list[float]:
    """How many orders a place would bring of a subject by the size of both, and by the part that it had of the
    subject's category in the period before."""
    place, subject = cell
    elsewhere, rest = now.subjects[subject] - now.cells[cell], now.every - now.cells[cell]
    expected = [(now.places[place] - now.cells[cell]) * elsewhere / rest if rest else 0.0]
    if before is not None:
        share = min(before.wide[place, subject[:1]] / max(before.widest[subject[0]], 1), _MOST_SHARE)
        expected.append(elsewhere * share / (1 - share))
    return expected


def _is_new(cell: _Cell, now: _PlaceTable, before: _PlaceTable | None, past: Sequence[_PlaceTable], by: str) -> bool:
    """Whether a place has more orders of a subject than it ever brings: by its own past where that is known, else by
    the period before and by what the place and the subject bring elsewhere."""
    count = now.cells[cell]
    if len(past) < _FEWEST:
        return _stands_out(count, _expected(cell, now, before), _SHAPES[by])
    had = [table.cells[cell] for table in past]
    return count > _PASSED * max(had) and _stands_out(count, _expected_over_time(cell, now, past, had), _SHAPE[by])


def _expected_over_time(cell: _Cell, now: _PlaceTable, past: Sequence[_PlaceTable], had: Sequence[int]) -> float:
    """How many orders a place would bring of a subject by what it had in every earlier period, where what it would
    bring by the size of both now counts like one more; never less than half of that."""
    by_size = max(_by_size(cell, now, past[-1])) + 0.5
    mean = (1 + sum(had)) / (1 / by_size + len(had))
    return max(mean, by_size / 2) + 0.25


def _stands_out(count: int, expected: float, shape: float) -> bool:
    return count >= TIMES * expected and chance_of(count, expected, shape) < UNLIKELY


def chance_of(count: int, expected: float, shape: float) -> float:
    """How likely so many or more are where so many are expected: of a negative binomial of that shape."""
    share = shape / (shape + expected)
    below, term = 0.0, math.pow(share, shape)
    for number in range(count):
        below += term
        term *= (shape + number) / (number + 1) * (1 - share)
    return max(1.0 - below, 0.0)


def _cluster(frame: pl.DataFrame, by: str, cell: _Cell, count: int, before: _PlaceTable | None) -> Cluster:
    moments = sorted(_rows(frame, by, *cell)["accepted_at"].to_list())
    waves = [(sum(start <= each < start + _WAVE for each in moments), start) for start in moments]
    wave, start = max(waves, key=lambda each: (each[0], -each[1].toordinal()))
    return Cluster(cell[0], cell[1], count, None if before is None else before.of(cell), wave, start)


def _rows(frame: pl.DataFrame, by: str, place: str, subject: _Subject) -> pl.DataFrame:
    named = pl.concat_str([pl.col(each) for each in _SUBJECTS], separator="\x1f", ignore_nulls=True)
    there = pl.col(by) == place if place else pl.lit(value=True)
    about = named == "\x1f".join(subject) if subject else named != ""
    return frame.filter(there & about)


def notices_of(scene: Scene, found: tuple[Cluster, ...]) -> Iterator[Notice]:
    """A finding for each cluster, with a note for the narrative."""
    by = place_column(scene)
    frame = _accepted(scene.intake.dispatches, by, scene.period) if found else scene.intake.dispatches
    for each in found:
        rows = _rows(frame, by, each.place, each.subject)
        about = f"{each.place or '各地'}“{'—'.join(each.subject)}”" if each.subject else f"{each.place}各类诉求"
        before = "" if each.before is None else f"，{scene.period.last_word}{each.before}件"
        wave = "" if each.wave == each.count else f"，其中{_week(each.wave_from, scene.period)}{each.wave}件"
        units = [unit for unit, _ in Counter(filter(None, rows["unit"].to_list())).most_common(3)]
        handled = f"，承办单位：{'、'.join(units)}" if units and by != _UNIT else ""
        said = f"{about}集中反映{each.count}件{before}{wave}{handled}"
        numbers = [masked_id(str(each)) for each in rows["order_id"].to_list()]
        more = "等" if len(numbers) > _NAMED else ""
        note = f"{said}。工单：{'、'.join(numbers[:_NAMED])}{more}。"
        yield Notice(NoticeKind.PLACE, about, said, note=note, orders=shown(rows), orders_are="工单")


def _week(start: datetime, period: Period) -> str:
    last = min(start + _WAVE - timedelta(days=1), period.end - timedelta(days=1))
    return f"{_day(start)}至{_day(last)}"


def _day(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日"
