"""Checks of scores, grades and ranks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bulletin_gen.adjustments import AdjustmentKind
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import (
    PLACES,
    Path,
    Slip,
    conflict,
    group_names,
    not_added,
    sortable,
    unknown,
    unknown_keys,
    unknowns,
)
from bulletin_gen.profile.scoring import GradeBand, Score, Step, Term

_WITH_POINTS = (AdjustmentKind.BONUS.value, AdjustmentKind.PENALTY.value)
_DEFAULT = "default"


def scores(profile: Profile) -> Iterator[Slip]:
    """Which groups have a score, and what its terms refer to."""
    yield from _scored_groups(profile)
    for group, score in profile.score.items():
        path: Path = ("score", group)
        yield from _limits(path, score)
        yield from unknown_keys((*path, "minimum"), score.minimum, profile.measures, "计数")
        for index, term in enumerate(score.terms):
            yield from _term((*path, "terms", index), term, profile)


def _scored_groups(profile: Profile) -> Iterator[Slip]:
    names = group_names(profile)
    yield from unknown_keys(("score",), profile.score, [*names, _DEFAULT], "分组")
    for index, group in enumerate(profile.units.groups):
        if not group.scored and group.name in profile.score:
            path: Path = ("score", group.name)
            yield conflict(path, "不评分的分组有评分规则", "scored: false 的分组不写规则", "删去其中一处")
        if group.scored and profile.score and not {group.name, _DEFAULT} & set(profile.score):
            path = ("units", "groups", index)
            expected = f"score 里写“{group.name}”或 default，或这里写 scored: false"
            yield conflict(path, "分组没有评分规则", expected, found=group.name)


def _limits(path: Path, score: Score) -> Iterator[Slip]:
    if score.least is not None and score.most is not None and score.least > score.most:
        yield conflict((*path, "least"), "least 大于 most", f"不大于 {score.most}")


def _term(path: Path, term: Term, profile: Profile) -> Iterator[Slip]:
    if term.rate is not None:
        yield from unknown((*path, "rate"), term.rate, profile.rates, "率")
        yield from _thresholds(path, term, term.rate, profile)
    for key in ("measure", "share_of_group"):
        if (name := getattr(term, key)) is not None:
            yield from unknown((*path, key), name, profile.measures, "计数")
    if term.share_of_group is not None:
        yield from not_added((*path, "share_of_group"), term.share_of_group, profile)
    if term.entries is not None:
        yield from unknowns((*path, "entries", "kinds"), term.entries.kinds, _WITH_POINTS, "有分值的记录类型")
    yield from _steps((*path, "steps"), term.steps)


def _thresholds(path: Path, term: Term, rate: str, profile: Profile) -> Iterator[Slip]:
    if term.line is not None:
        for key in ("full_from", "full_to"):
            yield from threshold((*path, "line", key), rate, getattr(term.line, key), profile)
    for index, step in enumerate(term.steps):
        yield from threshold((*path, "steps", index, "from"), rate, step.from_, profile)


def threshold(path: Path, name: str, value: Decimal | None, profile: Profile) -> Iterator[Slip]:
    """A finding when a bound on a percentage lies past 100%: 45 was typed for 45%."""
    if value is not None and past_the_whole(name, value, profile):
        yield conflict(path, "率的界限超过100%", f"百分数，如 {value.normalize():f}%", "补上百分号", str(value))


def past_the_whole(name: str, value: Decimal, profile: Profile) -> bool:
    """Whether ``value`` (a fraction) is more than the whole of the rate ``name`` that is printed in percent."""
    rate = profile.rates.get(name)
    if rate is None or rate.per != "" or abs(value) <= 1:
        return False
    style = profile.styles.get(rate.style)
    return style.percent if style else rate.style == "rate"


def _steps(path: Path, steps: tuple[Step, ...]) -> Iterator[Slip]:
    first: dict[Decimal, int] = {}
    for index, step in enumerate(steps):
        if first.setdefault(step.from_, index) != index:
            here = (*path, index, "from")
            yield conflict(here, "两档的起点相同", f"与第{first[step.from_] + 1}项不同", found=str(step.from_))


def grades(profile: Profile) -> Iterator[Slip]:
    """Bands that follow each other without overlap or gap, the last one open; for every group by itself."""
    if profile.grades and not profile.score:
        yield conflict(("grades",), "有等级而没有评分规则", "写 score，等级按得分划定", found="grades")
    names = group_names(profile)
    for index, band in enumerate(profile.grades):
        yield from unknowns(("grades", index, "groups"), band.groups, names, "分组")
    told: set[Slip] = set()
    for group in names:
        bands = [(i, band) for i, band in enumerate(profile.grades) if not band.groups or group in band.groups]
        for finding in _bands(bands):
            if finding not in told:
                told.add(finding)
                yield finding


def _bands(bands: list[tuple[int, GradeBand]]) -> Iterator[Slip]:
    lowest: Decimal | None = None
    named: set[str] = set()
    for place, (index, band) in enumerate(bands):
        path: Path = ("grades", index)
        if band.grade in named:
            yield conflict((*path, "grade"), "等级重复", "每个等级只写一次", found=band.grade)
        named.add(band.grade)
        last = place == len(bands) - 1
        if (band.from_ is None) != last:
            expected = "最后一档不写 from（以下的都归它）" if last else "写 from；只有最后一档不写"
            yield conflict((*path, "from"), "等级分数段有缺口或重叠", expected, found=band.grade)
        elif band.from_ is not None and lowest is not None and band.from_ >= lowest:
            expected = f"低于上一档的 {lowest}（从高到低写）"
            yield conflict((*path, "from"), "等级分数段重叠", expected, found=str(band.from_))
        lowest = band.from_ if band.from_ is not None else lowest


def ranking(profile: Profile) -> Iterator[Slip]:
    """What ranks are by, and what breaks ties."""
    rule = profile.ranking
    if rule is None:
        return
    ranked = [name for name in sortable(profile) if name not in (*PLACES, "rank", "grade")]
    yield from unknown(("ranking", "by"), rule.by, ranked, "排名依据")
    keys = [name for name in sortable(profile) if name != "rank"]
    for index, key in enumerate(rule.then):
        yield from unknown(("ranking", "then", index), key.removeprefix("-"), keys, "排序依据")
    yield from unknown_keys(("ranking", "minimum"), rule.minimum, profile.measures, "计数")
