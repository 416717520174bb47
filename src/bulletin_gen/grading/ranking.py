"""Ranks within groups or over all, with a minimum of orders and three ways to treat equal results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from bulletin_gen.grading.model import Assessment
from bulletin_gen.grading.ordering import Values, sort_key
from bulletin_gen.grading.score import falls_short
from bulletin_gen.indicators import Indicators, Scope
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import Ranking


def rank_units(
    assessments: Mapping[str, Assessment], indicators: Indicators, profile: Profile
) -> dict[str, Assessment]:
    """The assessments with ranks by the profile's ``ranking``; unchanged where it has none."""
    rule = profile.ranking
    if rule is None:
        return dict(assessments)
    values = Values(assessments, profile, rule.compare)
    reasons = {scope.name: _why_unranked(scope, rule, values) for scope in indicators.units}
    ranked = dict(assessments)
    for scopes in _fields(indicators.units, rule):
        taking_part = [scope for scope in scopes if not reasons[scope.name]]
        how = _how(rule, len(taking_part), profile)
        for name, rank in ranks_of(taking_part, rule, values).items():
            ranked[name] = replace(ranked[name], rank=rank, rank_how=how)
    return {name: replace(assessment, unranked=reasons[name]) for name, assessment in ranked.items()}


def ranks_of(scopes: Sequence[Scope], rule: Ranking, values: Values) -> dict[str, int]:
    """Ranks from 1 of these units among themselves."""
    best = f"-{rule.by}" if rule.descending else rule.by
    result = sort_key([best], values)
    breaking = sort_key([best, *rule.then, "registered"], values)
    in_order = sorted(scopes, key=breaking)
    if rule.ties == "broken":
        return {scope.name: place for place, scope in enumerate(in_order, 1)}
    return _equal_ranks([[scope.name for scope in tied] for _, tied in groupby(in_order, key=result)], rule.ties)


def _equal_ranks(tied_names: Sequence[Sequence[str]], ties: Literal["shared", "dense", "broken"]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for place, names in enumerate(tied_names, 1):
        rank = place if ties == "dense" else len(ranks) + 1
        ranks |= dict.fromkeys(names, rank)
    return ranks


def _fields(scopes: Sequence[Scope], rule: Ranking) -> list[list[Scope]]:
    """The units that compete with each other."""
    if rule.within == "all":
        return [list(scopes)]
    groups = dict.fromkeys(scope.group for scope in scopes)
    return [[scope for scope in scopes if scope.group == group] for group in groups]


def _how(rule: Ranking, rivals: int, profile: Profile) -> str:
    field_of_units = "本组" if rule.within == "group" else "全部"
    direction = "从高到低" if rule.descending else "从低到高"
    ties = _TIES[rule.ties]
    if rule.ties == "broken":
        ties = f"相同的依次看{'、'.join([*(_label(key, profile) for key in rule.then), '登记顺序'])}"
    return f"{field_of_units}{rivals}个单位参加排名，按{_label(rule.by, profile)}{direction}，{ties}"


_TIES = {"shared": "相同的名次并列、后面的名次空出", "dense": "相同的名次并列、后面的名次接着排", "broken": ""}


def _label(key: str, profile: Profile) -> str:
    name = key.removeprefix("-")
    rule = profile.measures.get(name) or profile.rates.get(name)
    return (rule.label if rule else {"score": "得分"}.get(name, "")) or name


def _why_unranked(scope: Scope, rule: Ranking, values: Values) -> str:
    if short := falls_short(scope.counts, rule.minimum, values.profile):
        return short
    if values.number(rule.by, scope) is not None:
        return ""
    return values.assessments[scope.name].unscored or "没有可比的数值"
