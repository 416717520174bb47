"""Single kinds of findings, by small cases that can be worked out by hand."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from bulletin_gen.county.workspace import County as Folder
from bulletin_gen.digest.find import digest_of
from bulletin_gen.digest.model import Digest, NoticeKind, Scene
from bulletin_gen.digest.moved import beaten
from bulletin_gen.digest.past import TrackedSeries, Tracks, earlier_runs
from bulletin_gen.digest.places import chance_of
from bulletin_gen.digest.rule import FEWEST, Track, fewer_chance, level_for, stands
from bulletin_gen.facts.asked.values import own_names
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.save import FORMAT
from bulletin_gen.leaves.periods import month, parse_period
from bulletin_gen.profile.load import parse_profile
from digest.counties import PROFILE
from digest.months import County, Order, history
from digest.running import Run, frame_of, without

MONTHS = history(County(7), 10)


def _digest(orders: list[Order], column: str = "", months: int = 9, more: str = "") -> Digest:
    """What is told of these orders as the tenth month of a county."""
    run = Run(more)
    for when, own in MONTHS[9 - months : 9]:
        run.month(when, own, look=False)
    period = month(*MONTHS[9][0])
    scene = run.scene(period, frame_of(period.key, orders))
    return digest_of(without(scene, column) if column else scene)


@pytest.mark.parametrize("expected", [0.5, 2.0, 7.5])
@pytest.mark.parametrize("count", [1, 8, 14])
def test_chances_are_those_of_a_negative_binomial(count: int, expected: float) -> None:
    shape, share = 16, 16 / (16 + expected)
    masses = [
        math.comb(number + shape - 1, number) * share**shape * (1 - share) ** number for number in range(count, 400)
    ]
    assert chance_of(count, expected, shape) == pytest.approx(sum(masses), rel=1e-6, abs=1e-14)


@pytest.mark.parametrize(("hits", "of"), [(0, 10), (8, 10), (40, 50), (50, 50)])
def test_chances_of_rates_are_those_of_a_beta_binomial(hits: int, of: int) -> None:
    a, b = 19, 1  # whole numbers, so that the masses are fractions of binomial coefficients
    masses = [math.comb(n + a - 1, n) * math.comb(of - n + b - 1, of - n) for n in range(of + 1)]
    assert fewer_chance(hits, of, a / (a + b), a + b) == pytest.approx(sum(masses[: hits + 1]) / sum(masses), rel=1e-9)


@pytest.mark.parametrize("months", [13, 20])
def test_a_mediocre_month_of_the_past_hides_no_fall_of_a_rate(months: int) -> None:
    calm = [Track(str(number), (49.0, 50.0) * 10 + (49.0,), (50.0,) * 21) for number in range(8)]
    past = (49.0, 50.0) * 10
    own, of = [*past[:months], 40.0], [50.0] * months + [50.0]
    own[2], own[5], of[5] = 44.0, 15.0, 20.0  # 88 %; and 75 % of few orders
    series = [Track(each.key, each.hits[-months - 1 :], each.of[-months - 1 :]) for each in calm]
    assert [each.key for each in stands([*series, Track("甲", tuple(own), tuple(of))]) if each.told(3.5)] == ["甲"]
    own[2] = 40.0  # it was so once
    assert not any(each.told(3.5) for each in stands([*series, Track("甲", tuple(own), tuple(of))]))


def test_a_category_that_doubled_and_more_is_told_however_it_swings() -> None:
    calm = [Track(str(number), (50.0,) * 13) for number in range(8)]
    swinging = (40.0, 80.0, 30.0, 75.0, 45.0, 85.0, 35.0, 70.0, 30.0, 80.0, 45.0, 60.0)
    one, other = (Track("甲", (*swinging, 150.0), category=known) for known in (True, False))
    assert [stands([*calm, each])[-1].told(9.0) for each in (one, other)] == [True, False]


def test_with_less_than_a_year_more_is_asked_for() -> None:
    short, long = (Track("甲", (50.0, 54.0, 46.0, 52.0) * times + (90.0,)) for times in (2, 3))
    (few,), (many,) = (stands([each], apart=True) for each in (short, long))
    assert many.swings > few.swings * 1.2


def test_the_more_series_are_judged_the_further_one_must_have_gone() -> None:
    assert level_for(1) < level_for(100) < level_for(10_000)
    assert level_for(100) == pytest.approx(3.63, abs=0.02)  # 1 in 36 periods, two-sided: 1 in 7200 a side


def test_a_series_without_enough_past_is_not_judged() -> None:
    short = Track("短", (10.0,) * (FEWEST - 1) + (900.0,))
    gone = Track("缺", (10.0,) * FEWEST + (None,))
    assert stands([short, gone], apart=True) == ()
    (found,) = stands([Track("够", (10.0,) * FEWEST + (900.0,))], apart=True)
    assert found.told(3.5)


def test_what_all_series_did_is_nobodys_own() -> None:
    calm = (50.0, 52.0, 47.0, 51.0, 49.0, 53.0, 48.0, 50.0, 52.0)
    doubled = [Track(str(number), (*calm, 100.0)) for number in range(9)]
    assert not any(each.told(3.0) for each in stands(doubled))
    one = [*(Track(str(number), (*calm, 50.0)) for number in range(9)), Track("甲", (*calm, 150.0))]
    assert [each.key for each in stands(one) if each.told(3.0)] == ["甲"]


def test_a_season_that_comes_each_year_is_nothing_new() -> None:
    year = (40.0, 42.0, 60.0, 95.0, 150.0, 160.0, 140.0, 90.0, 60.0, 45.0, 41.0, 39.0)
    calm = [Track(str(number), (50.0,) * 25, (), (0, 12)) for number in range(8)]
    peak = Track("供暖", (*year, *year, 43.0), (), (0, 12))
    assert not any(each.told(2.0) for each in stands([*calm, peak]))
    odd = Track("供暖", (*year, *year, 140.0), (), (0, 12))
    assert [each.key for each in stands([*calm, odd]) if each.told(3.0)] == ["供暖"]


def test_small_numbers_are_not_told() -> None:
    calm = [Track(str(number), (50.0,) * 13) for number in range(8)]
    small = Track("小", (1.0,) * 12 + (12.0,))
    rates = [Track(str(number), (45.0,) * 13, (50.0,) * 13) for number in range(8)]
    rate = Track("率", (10.0,) * 12 + (4.0,), (10.0,) * 13)
    assert not any(each.told(2.0) for each in (*stands([*calm, small]), *stands([*rates, rate])))


def test_a_channel_and_a_unit_without_orders_are_missed() -> None:
    orders = [order for order in MONTHS[9][1] if order.channel != "电话"]
    channel, *_ = _digest(orders).of_kind(NoticeKind.MISSING)
    assert channel.text.startswith("电话（受理渠道）受理本期一件也没有，以前9期在")
    assert [each for each in _digest(orders).of_kind(NoticeKind.COUNT) if "电话" in each.about] == []  # told once
    (largest,) = {max({order.unit for order in orders}, key=[order.unit for order in orders].count)}
    gone = _digest([order for order in MONTHS[9][1] if order.unit != largest])
    assert [each.about for each in gone.of_kind(NoticeKind.MISSING)] == [f"{largest}受理"]


def _rare(orders: list[Order]) -> Order:
    """An order of which there is no other with its place and subject."""
    return next(each for each in orders if sum(_cell(each) == _cell(other) for other in orders) == 1)


def _cell(order: Order) -> tuple[str, str, str]:
    return order.district, order.category, order.sub


def test_without_places_clusters_are_those_of_units_and_that_is_said() -> None:
    one = _rare(MONTHS[9][1])
    crowd = [replace(one, accepted=datetime(2029, 10, 3, 8, minute)) for minute in range(20)]
    (found,) = _digest([*MONTHS[9][1], *crowd]).of_kind(NoticeKind.PLACE)
    assert found.text.startswith(f"{one.district}“{one.category}—{one.sub}”集中反映21件，上月")
    blind = _digest([*MONTHS[9][1], *crowd], column="district")
    assert [each.about for each in blind.of_kind(NoticeKind.PLACE)] == [f"{one.unit}“{one.category}—{one.sub}”"]
    assert any("没有“所属区域”列" in each for each in blind.remarks)


def test_a_rare_subject_that_comes_from_everywhere_is_told() -> None:
    one = _rare(MONTHS[9][1])
    districts = sorted({order.district for order in MONTHS[9][1]})
    crowd = [
        replace(
            one, category="鲜见", sub="丁类", district=districts[number % 7], accepted=datetime(2029, 10, 3, 8, number)
        )
        for number in range(14)
    ]
    found = _digest([*MONTHS[9][1], *crowd]).of_kind(NoticeKind.PLACE)
    (told,) = [each for each in found if each.about == "各地“鲜见—丁类”"]
    assert told.text.startswith("各地“鲜见—丁类”集中反映14件，上月0件")
    assert len(told.orders) == 14
    assert [
        each for each in _digest([*MONTHS[9][1], *crowd[:7]]).of_kind(NoticeKind.PLACE) if "鲜见" in each.about
    ] == []
    place = [replace(each, district="无名乡", sub=each.sub + str(number % 9)) for number, each in enumerate(crowd)]
    found = _digest([*MONTHS[9][1], *place]).of_kind(NoticeKind.PLACE)
    assert "无名乡各类诉求" in [each.about for each in found]


def test_what_is_always_so_at_a_place_is_no_cluster() -> None:
    moments = [datetime(2029, number, 3, 8, minute) for number in (9, 10) for minute in range(20)]
    crowd = [replace(_rare(MONTHS[9][1]), accepted=moment) for moment in moments]
    run = Run()
    run.month(MONTHS[8][0], [*MONTHS[8][1], *crowd[:20]], look=False)
    found = run.month(MONTHS[9][0], [*MONTHS[9][1], *crowd[20:]], look=True)
    assert found is not None and found.of_kind(NoticeKind.PLACE) == ()


_GRADES = """
评分:
  评分项: [{按率: 按期办结率, 满分: 100}]
等级: [{等级: A, 起点: 90}, {等级: B}]
"""


def test_a_score_near_a_grade_is_told_with_its_distance() -> None:
    unit = MONTHS[9][1][0].unit
    own = [index for index, order in enumerate(MONTHS[9][1]) if order.unit == unit]
    orders = list(MONTHS[9][1])
    kept = -(-9 * len(own) // 10)
    for place, index in enumerate(own):
        orders[index] = replace(orders[index], in_time=place < kept)
    found = [each for each in _digest(orders, more=_GRADES).of_kind(NoticeKind.BOUND) if each.about == f"{unit}得分"]
    score = Fraction(100 * kept, len(own))
    assert len(found) == (1 if score - 90 <= 1 else 0)
    assert all("A级的线" in each.text and each.printed.startswith(f"{unit}得分9") for each in found)


def test_units_with_few_orders_are_at_no_grade_and_large_ones_come_first() -> None:
    first = MONTHS[9][1][0]
    sizes = {"东山镇": (36, 40), "西河镇": (90, 100), "南坪镇": (4, 4)}
    orders = [
        replace(first, unit=unit, accepted=datetime(2029, 10, 5, 9), in_time=number < hits)
        for unit, (hits, of) in sizes.items()
        for number in range(of)
    ]
    grades = _GRADES.replace("[{等级: A", "[{等级: 特, 起点: 100}, {等级: A")  # that of four orders is at 100
    told = [
        each.about for each in _digest(orders, more=grades).of_kind(NoticeKind.BOUND) if each.about.endswith("得分")
    ]
    assert told == ["西河镇得分", "东山镇得分"]


@pytest.mark.parametrize(
    ("hits", "of", "bound", "told"),
    [
        (89, 100, "below: 90%", "再多1件就到90%"),
        (90, 100, "below: 90%", "正在90%的线上，再少1件就低于90%"),
        (88, 100, "below: 90%", ""),
        (91, 100, "below: 90%", ""),
        (179, 200, "below: 90%", "再多1件就到90%"),
        (178, 200, "below: 90%", "再多2件就到90%"),  # one of a hundred
        (90, 100, "at_most: 90%", "正在90%的线上，再多1件就高于90%"),
        (91, 100, "at_most: 90%", "再少1件就不高于90%"),
        (8, 9, "below: 90%", ""),  # too few orders
        (19, 22, "below: 90%", "再多1件就到90%"),  # however many points that is
        (18, 22, "below: 90%", ""),
    ],
)
def test_a_unit_is_at_a_line_where_an_order_would_cross_it(hits: int, of: int, bound: str, told: str) -> None:
    first = MONTHS[9][1][0]
    others = [order for order in MONTHS[9][1] if order.unit != first.unit]
    own = [replace(first, accepted=datetime(2029, 10, 5, 9), in_time=number < hits) for number in range(of)]
    run = Run()
    run.profile = parse_profile(PROFILE.replace("below: 90%", bound))
    found = run.month(MONTHS[9][0], [*others, *own], look=True)
    assert found is not None
    mine = [each.text for each in found.of_kind(NoticeKind.BOUND) if each.about.startswith(first.unit)]
    assert (told in mine[0] if mine else told == "") and bool(mine) == bool(told)


def test_a_record_is_one_by_enough_to_speak_of() -> None:
    past = [Fraction(each) for each in (100, 120, 110)]
    assert [beaten(Fraction(value), past, is_rate=False) for value in (126, 127, 96, 94)] == [False, True, False, True]
    rates = [Fraction(each, 100) for each in (90, 95)]
    assert [beaten(Fraction(value, 1000), rates, is_rate=True) for value in (955, 960, 895, 880)] == [
        False,
        True,
        False,
        True,
    ]


def test_sub_values_are_no_values_of_their_own() -> None:
    assert own_names(("供水", "供水.停水", "3.5级", "供水.停水.夜间", "供水")) == ("供水", "3.5级")


def test_what_was_there_once_is_nothing_new() -> None:
    calm = [Track(str(number), (50.0,) * 13) for number in range(8)]
    once = (50.0,) * 6 + (120.0,) + (50.0,) * 5
    within, beyond = (stands([*calm, Track("甲", (*once, now))])[-1] for now in (118.0, 125.0))
    assert within.swings > 3.5 and not within.told(3.5)
    assert beyond.told(3.5)


def test_between_the_usual_and_that_of_late_nothing_has_moved() -> None:
    calm = [Track(str(number), (50.0,) * 14) for number in range(8)]
    risen = Track("甲", (50.0,) * 10 + (100.0,) * 3 + (75.0,))
    assert stands([*calm, risen])[-1].swings == 0


def test_a_rate_has_no_room_above_and_falls_all_the_more() -> None:
    calm = [Track(str(number), (180.0,) * 13, (200.0,) * 13) for number in range(8)]
    up = (186.0, 200.0, 187.0, 199.0, 185.0, 200.0, 186.0, 186.0, 200.0, 187.0, 186.0, 186.0)
    down, further_up = (stands([*calm, Track("甲", (*up, now), (200.0,) * 13)])[-1] for now in (150.0, 200.0))
    assert down.told(3.5) and down.swings < 0  # from some 95 % to 75 %: a fall that needs no comparing of swings
    assert further_up.swings < 3


def _more(order: Order, count: int, **changed: str) -> list[Order]:
    """So many orders like one."""
    return [replace(order, accepted=order.accepted.replace(minute=minute), **changed) for minute in range(count)]


def test_a_place_that_has_most_of_a_category_has_most_of_its_new_subjects() -> None:
    first, last = (MONTHS[index][1][0] for index in (8, 9))
    run = Run()
    before = [
        *_more(first, 30, category="新类", district="东山镇"),
        *_more(first, 10, category="新类", district="西河镇"),
    ]
    run.month(MONTHS[8][0], [*MONTHS[8][1], *before], look=False)
    now = [
        *_more(last, 18, category="新类", sub="丁类", district="东山镇"),
        *_more(last, 6, category="新类", sub="丁类", district="西河镇"),
    ]
    found = run.month(MONTHS[9][0], [*MONTHS[9][1], *now], look=True)
    assert found is not None and found.of_kind(NoticeKind.PLACE) == ()


def test_a_category_that_nobody_knew_is_told_as_new() -> None:
    found = _digest([*MONTHS[9][1], *_more(MONTHS[9][1][0], 40, category="新类")])
    (new,) = (each for each in found.of_kind(NoticeKind.COUNT) if "新类" in each.about)
    assert new.text == "新类（热点问题）受理增多：40件，以前9期一件也没有"
    assert new.printed == "新类诉求受理40件。"  # a change from nothing is none


def test_what_came_only_once_is_not_missed() -> None:
    run = Run()
    for when, orders in MONTHS[:8]:
        run.month(when, orders, look=False)
    run.month(MONTHS[8][0], [*MONTHS[8][1], *_more(MONTHS[8][1][0], 30, channel="来访")], look=False)
    found = run.month(*MONTHS[9], look=True)
    assert found is not None and found.of_kind(NoticeKind.MISSING) == ()


def test_a_record_that_is_a_move_is_told_once() -> None:
    run, months = Run(), history(County(7), 14)
    for when, orders in months[:-1]:
        run.month(when, orders, look=False)
    when, orders = months[-1]
    found = run.month(when, orders * 3, look=True)
    assert found is not None
    assert [each.about for each in found.of_kind(NoticeKind.COUNT)][:1] == ["受理"]
    assert "是有记录的14期里最高的" in found.of_kind(NoticeKind.COUNT)[0].text
    assert "受理" not in [each.about for each in found.of_kind(NoticeKind.RECORD)]


@pytest.mark.parametrize(("day", "late", "told"), [(25, True, True), (25, False, False), (1, False, True)])
def test_open_orders_are_told_when_late_or_old(day: int, late: bool, told: bool) -> None:
    run = Run()
    run.profile = parse_profile(PROFILE.replace("期末+30天", "期末"))
    period = month(*MONTHS[9][0])
    closed = [replace(order, in_time=True) for order in MONTHS[9][1]]
    frame = frame_of(period.key, [*closed, replace(closed[0], accepted=datetime(2029, 10, day, 8))])
    is_last = pl.col("order_id") == f"{period.key}-{len(closed):05d}"
    open_one = frame.with_columns(
        closed=pl.col("closed") & ~is_last, overdue=pl.col("overdue") | (is_last & pl.lit(late))
    )
    found = digest_of(run.scene(period, open_one)).of_kind(NoticeKind.OPEN)
    assert [len(each.orders) for each in found] == ([1] if told else [])
    assert all(f"2029-10-{day:02d}受理，已{31 - day}天" in each.text for each in found)


def test_weeks_are_held_against_the_same_week_of_other_years(tmp_path: Path) -> None:
    week = parse_period("2031-W10")
    facts = tmp_path / "facts"
    facts.mkdir()
    period, keys = week, []
    for _ in range(70):
        period = period.previous()
        keys.append(period.key)
        record = {"format": FORMAT, "county": "云溪县", "figures": {}, "grades": {},
                  "period": {"name": "", "first": str(period.first), "last": str(period.last)}}  # fmt: skip
        (facts / f"{period.key}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (facts / f"{keys[4]}.json").unlink()  # a week that nobody generated
    profile = Run().profile
    past = earlier_runs(Folder(tmp_path), profile, week)
    assert [run.period.key for run in past] == [key for key in reversed(keys[:60]) if key != keys[4]]
    now = Figure("total.受理", "9", 9)
    scene = Scene(profile, week, None, None, None, past)  # type: ignore[arg-type]
    track = Tracks(scene).track(TrackedSeries("whole", "", "", "total", "受理", now))
    assert [past[index].period.key for index in track.year_ago] == ["2030-W10"]
    assert track.hits == (*[None] * 59, 9.0)
