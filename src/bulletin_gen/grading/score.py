"""The score of every unit: its terms added up, bonus and caps applied, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.county.registry import Unit
from bulletin_gen.grading.decisions import Decisions, describe, kinds_in_use
from bulletin_gen.grading.model import Assessment, TermPoints
from bulletin_gen.grading.terms import Subject, is_left_out, is_rescaled, plain, takes, term_points
from bulletin_gen.indicators import Indicators, Scope
from bulletin_gen.leaves.issues import Issue, error, warning
from bulletin_gen.leaves.numbers import Count, round_exact
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import Score

_WITH_POINTS = {AdjustmentKind.BONUS.value, AdjustmentKind.PENALTY.value}


class _Total(Struct, frozen=True):
    """The sum of the terms and how it came about."""

    value: Fraction
    how: str


def score_units(
    indicators: Indicators, profile: Profile, decisions: Decisions
) -> tuple[dict[str, Assessment], tuple[Issue, ...]]:
    """An assessment with a score, or the reason why there is none, for every unit in registered order."""
    assessments: dict[str, Assessment] = {}
    issues: list[Issue] = []
    kinds = kinds_in_use(profile) & _WITH_POINTS
    for scope in indicators.units:
        unit = _unit(scope)
        rule = _rule_for(unit.group, profile)
        entries = decisions.of(unit.name, kinds)
        if rule is None:
            assessment = Assessment(unit, unscored="本组不评分" if profile.score else "")
        else:
            assessment = _assess(unit, Subject(scope, indicators.groups[unit.group], entries, rule, profile))
        assessments[unit.name] = assessment
        issues += [issue for entry in entries for issue in _entry_issues(assessment, rule, entry)]
    return assessments, tuple(issues)


def falls_short(counts: Mapping[str, Count], minimum: Mapping[str, int], profile: Profile) -> str:
    """Why a unit has too few orders (办理数 3 件，少于 10 件); "" when it has enough."""
    for name, least in minimum.items():
        if counts[name] < least:
            return f"{profile.measures[name].label or name}{plain(Fraction(counts[name]))}件，少于{least}件"
    return ""


def _unit(scope: Scope) -> Unit:
    if scope.unit is None:
        raise ValueError(f"the scope {scope.name} among the units has no registered unit")
    return scope.unit


def _rule_for(group: str, profile: Profile) -> Score | None:
    if any(known.name == group and not known.scored for known in profile.units.groups):
        return None
    return profile.score.get(group) or profile.score.get("default")


def _assess(unit: Unit, subject: Subject) -> Assessment:
    if short := falls_short(subject.scope.counts, subject.score.minimum, subject.profile):
        return Assessment(unit, unscored=short)
    terms = _all_terms(subject)
    if _nothing_to_score(subject):
        return Assessment(unit, terms=terms, unscored="各项率均无分母")
    total = _total(subject.score, terms)
    rule = subject.score
    rounded = round_exact(total.value, rule.digits, rule.rounding)
    place = f"{rule.digits}位小数" if rule.digits else "整数"
    return Assessment(unit, rounded, total.value, terms, f"{total.how}，{rule.rounding.word}到{place}")


def _all_terms(subject: Subject) -> dict[str, TermPoints]:
    stretch = _stretch(subject)
    return {term.key: term_points(term, subject, stretch) for term in subject.score.terms}


def _stretch(subject: Subject) -> Fraction:
    """By how much the weights of the remaining rates grow where others are left out and rescaled."""
    rates = [term for term in subject.score.terms if term.rate and not term.bonus]
    gone = [term for term in rates if is_rescaled(term, subject)]
    if not gone:
        return Fraction(1)
    kept = _weight(term.full for term in rates if not is_left_out(term, subject))
    return (kept + _weight(term.full for term in gone)) / kept if kept else Fraction(1)


def _weight(points: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(value) for value in points if value is not None), Fraction(0))


def _nothing_to_score(subject: Subject) -> bool:
    rates = [term for term in subject.score.terms if term.rate]
    return bool(rates) and all(is_left_out(term, subject) for term in rates)


def _total(score: Score, terms: Mapping[str, TermPoints]) -> _Total:
    base = sum((_points(terms[term.key]) for term in score.terms if not term.bonus), Fraction(0))
    bonus = sum((_points(terms[term.key]) for term in score.terms if term.bonus), Fraction(0))
    value, how = base + bonus, f"{_sum_text(terms)}＝{plain(base + bonus)}"
    full = Fraction(score.full_marks)
    if not score.bonus_beyond_full and value > max(full, base):
        value, how = max(full, base), f"{how}，加分后不超过满分{plain(full)}分"
    if score.least is not None and value < score.least:
        value, how = Fraction(score.least), f"{how}，不低于{plain(score.least)}分"
    if score.most is not None and value > score.most:
        value, how = Fraction(score.most), f"{how}，不高于{plain(score.most)}分"
    return _Total(value, how)


def _points(term: TermPoints) -> Fraction:
    return Fraction(0) if term.points is None else term.points


def _sum_text(terms: Mapping[str, TermPoints]) -> str:
    values = [term.points for term in terms.values() if term.points is not None]
    text = "".join(f"{'＋' if value >= 0 else '－'}{plain(abs(value))}" for value in values)
    return text.removeprefix("＋")


def _entry_issues(assessment: Assessment, rule: Score | None, entry: Adjustment) -> Iterable[Issue]:
    terms = [term for term in rule.terms if term.entries and takes(term.entries, entry)] if rule else []
    if assessment.score is None:
        yield _not_taken(entry, f"这个单位没有得分（{assessment.unscored}）")
    elif not terms:
        yield _not_taken(entry, "这个单位的评分规则没有采用此类记录")
    elif entry.points is None:
        yield _no_points(entry)
    if len(terms) > 1:
        yield _taken_twice(entry, "、".join(term.label or term.key for term in terms))


def _not_taken(entry: Adjustment, why: str) -> Issue:
    return warning(
        "adjustments.no_effect",
        "加分扣分记录未起作用",
        entry.place,
        found=f"{describe(entry)}：{why}",
        advice="核对单位，或在 profile.yaml 的“评分”里采用此类记录",
    )


def _no_points(entry: Adjustment) -> Issue:
    return error(
        "adjustments.no_points",
        "加分扣分记录没有分值",
        entry.place,
        found=describe(entry),
        expected="“分值”列里的正数",
        advice="补上分值",
    )


def _taken_twice(entry: Adjustment, terms: str) -> Issue:
    return warning(
        "adjustments.taken_twice",
        "一条记录计入两项得分",
        entry.place,
        found=f"{describe(entry)}：{terms}",
        expected="每条加分扣分只计入一项",
        advice="在 profile.yaml 的 手工记录 里用 记录类型、理由含 分开",
    )
