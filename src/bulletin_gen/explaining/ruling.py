"""What a profile's rules mean, in Chinese sentences that an office can publish: by which time and condition each number
is counted, how rates, scores, grades, ranks and lists follow. Nothing of a period but its name is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from msgspec import Struct

from bulletin_gen.canonical import LABELS
from bulletin_gen.facts.saved.explain import measure_label, rounding_text, rule_of
from bulletin_gen.grading.terms import plain
from bulletin_gen.leaves.numbers import NumberStyle
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import Deadlines
from bulletin_gen.profile.scoring import Bound, GradeBand, Score, ScoreLine, Term, UnitList

_NAMES = {"score": "得分", "rank": "名次", "grade": "等级", "group": "分组", "count": "件数"}
_PLACES = ("group", "prose_group", "registered")


class Ruling(Struct, frozen=True):
    """One heading of the rules with its sentences."""

    heading: str
    sentences: tuple[str, ...]


def rulings(profile: Profile, period: Period) -> tuple[Ruling, ...]:
    """All rules of a profile, heading by heading; a heading that would have nothing under it is left out."""
    found = (
        Ruling("数据范围", tuple(_data(profile, period))),
        Ruling("计数", tuple(_measures(profile))),
        Ruling("比率", tuple(_rates(profile))),
        Ruling("评分", tuple(_scores(profile))),
        Ruling("等级和排名", (*_grades(profile), *_ranking(profile))),
        Ruling("名单", tuple(_lists(profile))),
        Ruling("类别", tuple(_breakdowns(profile))),
    )
    return tuple(each for each in found if each.sentences)


def _data(profile: Profile, period: Period) -> Iterator[str]:
    intake = profile.intake
    moment = intake.cut_off_moment(period)
    midnight = (moment.hour, moment.minute) == (0, 0)
    yield f"数据截至{_day(moment, midnight)}，此后的办结、回访不计入本期。"
    if intake.void_statuses:
        yield f"状态为{_or(intake.void_statuses)}的派单不计入，另行列数。"
    same = "、".join(LABELS.get(name, name) for name in intake.dispatch_identity)
    yield f"{same}相同的视为同一次派单，重复导出的取后一状态。"
    if intake.deadlines is not None:
        yield from _deadlines(intake.deadlines)
    if profile.units.outside:
        yield f"名册以外的承办单位合并计入“{profile.units.outside}”。"


def _day(moment: object, midnight: bool) -> str:
    from datetime import datetime, timedelta

    assert isinstance(moment, datetime)
    if midnight:
        last = moment - timedelta(days=1)
        return f"{last.year}年{last.month}月{last.day}日24时"
    return f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"


def _deadlines(rules: Deadlines) -> Iterator[str]:
    unit = {"workday": "个工作日", "calendar_day": "日"}[rules.unit]
    days = "，".join(f"{'其他' if name == '默认' else name}{count}{unit}" for name, count in rules.days.items())
    urgent = "，".join(f"{name}{count}日" for name, count in rules.urgent_days.items())
    start = {"same_day": "派单当日起算", "next_day": "派单次日起算"}[rules.start]
    until = {"end_of_day": "到期日24时为限", "same_time": "到期日同一时刻为限"}[rules.until]
    given = "；".join(part for part in (days, urgent and f"紧急的{urgent}") if part)
    yield f"导出表没有办理时限的，按规则推算：{given}，{start}，{until}。"


def _measures(profile: Profile) -> Iterator[str]:
    for name in profile.measures:
        yield f"{measure_label(profile, name)}：{rule_of(profile, name, '本期')}。"


def _rates(profile: Profile) -> Iterator[str]:
    for rate in profile.rates.values():
        rule = rule_of(profile, next(name for name, each in profile.rates.items() if each is rate), "本期")
        rounding = rounding_text(profile.style(rate.table_style or rate.style).number_style())
        yield f"{rule}，{rounding}；分母为零的印“{rate.empty.show}”。"


def _scores(profile: Profile) -> Iterator[str]:
    for group, score in profile.score.items():
        who = "" if group == "default" else f"{group}："
        terms = "＋".join(_term(each, profile) for each in score.terms)
        yield f"{who}得分＝{terms}；{'，'.join(_whole(score, profile))}。"


def _term(term: Term, profile: Profile) -> str:
    name = term.label or measure_label(profile, term.key)
    if term.entries is not None:
        base = f"{plain(term.entries.base)}分，按" if term.entries.base else "按"
        return f"{name}（{base}记录的{_or(term.entries.kinds)}增减）"
    if term.constant is not None:
        return f"{plain(term.constant)}"
    if term.measure is not None:
        each = term.per_item or Decimal(0)
        start = f"{plain(term.points)}分，" if term.points is not None else ""
        return f"{name}（{start}每件{'加' if each > 0 else '减'}{plain(abs(each))}分{_bounds_of(term)}）"
    if term.share_of_group is not None:
        return f"{plain(term.points or Decimal(0))}×{measure_label(profile, term.share_of_group)}占本组比重"
    return _rate_term(term, name, profile)


def _rate_term(term: Term, name: str, profile: Profile) -> str:
    called = measure_label(profile, term.rate or "")
    used = f"（1－{called}）" if term.inverted else called
    said = _share if term.rate and _is_percentage(term.rate, profile) else plain
    if term.steps:
        steps = "，".join(f"{said(each.from_)}以上{plain(each.points)}分" for each in reversed(term.steps))
        return f"{name}（{steps}{_bounds_of(term)}）"
    if term.line is not None:
        return f"{name}（{_line(term.line, used, said)}，满分{plain(term.points or Decimal(0))}分{_bounds_of(term)}）"
    return f"{plain(term.points or Decimal(0))}×{used}{_after(term)}"


def _after(term: Term) -> str:
    """What is done to the points of one term by itself."""
    parts = [part for part in _bounds_of(term).split("，") if part]
    if term.digits is not None:
        parts.insert(0, f"四舍五入到{term.digits}位小数" if term.digits else "四舍五入到整数")
    return f"（{'，'.join(parts)}）" if parts else ""


def _line(line: ScoreLine, used: str, said: Callable[[Decimal], str]) -> str:
    unit = "个百分点" if said is _share else ""
    by = f"每差{plain(line.per)}{unit}扣{plain(line.off)}分" + ("，不足的不扣" if line.whole_steps else "")
    if line.full_from is not None:
        return f"{used}达到{said(line.full_from)}得满分，{by}"
    return f"{used}不高于{said(line.full_to or Decimal(0))}得满分，{by}"


def _bounds_of(term: Term) -> str:
    least = f"，最低{plain(term.least)}分" if term.least is not None else ""
    return least + (f"，最高{plain(term.most)}分" if term.most is not None else "")


def _whole(score: Score, profile: Profile) -> Iterator[str]:
    yield {"rounded": "率按印出的数进入评分", "exact": "率按准确值进入评分"}[score.from_]
    yield f"满分{plain(score.full_marks)}分"
    style = NumberStyle(score.digits, score.rounding, score.zeros)
    yield f"总分{rounding_text(style)}"
    if score.least is not None or score.most is not None:
        limits = (("最低", score.least), ("最高", score.most))
        yield "，".join(f"总分{word}{plain(value)}分" for word, value in limits if value is not None)
    for name, count in score.minimum.items():
        yield f"{measure_label(profile, name)}不足{count}件的不评分"


def _grades(profile: Profile) -> Iterator[str]:
    for groups in dict.fromkeys(band.groups for band in profile.grades):
        bands = [band for band in profile.grades if band.groups == groups]
        who = f"{'、'.join(groups)}：" if groups else ""
        yield f"{who}{'；'.join(_band(band, before) for band, before in zip(bands, [None, *bands], strict=False))}。"


def _band(band: GradeBand, above: GradeBand | None) -> str:
    floor = f"{plain(band.from_)}分以上（含）" if band.from_ is not None else ""
    top = f"不足{plain(above.from_)}分" if above is not None and above.from_ is not None else ""
    carried = [f"{word}{plain(value)}分" for word, value in (("扣", band.deduct), ("加", band.bonus)) if value]
    return f"{'、'.join(part for part in (floor, top) if part)}为{band.grade}{''.join(f'，{each}' for each in carried)}"


def _ranking(profile: Profile) -> Iterator[str]:
    rule = profile.ranking
    if rule is None:
        return
    within = "按组" if rule.within == "group" else "全部单位一起"
    direction = "从高到低" if rule.descending else "从低到高"
    ties = {"shared": "相同的并列，后面的名次空出", "dense": "相同的并列，后面的名次接排", "broken": "相同的再比"}[
        rule.ties
    ]
    then = "、".join(_key(key, profile) for key in rule.then)
    least = "".join(f"；{measure_label(profile, name)}不足{count}件的不排" for name, count in rule.minimum.items())
    yield f"{within}按{_called(rule.by, profile)}{direction}排名，{ties}{then and f'（{then}）'}{least}。"


def _lists(profile: Profile) -> Iterator[str]:
    for name, rule in profile.lists.items():
        yield f"{rule.label or name}：{'；'.join(_list_parts(rule, profile)) or '全部单位'}。"


def list_rules(profile: Profile) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of every list its rule in a sentence, and the names of the figures by which units come into it, or are put in
    order there."""
    rules = profile.lists.values()
    keys = [dict.fromkeys((*rule.where, *(each.removeprefix("-") for each in rule.order))) for rule in rules]
    return tuple(zip(_lists(profile), (tuple(each) for each in keys), strict=True))


def _list_parts(rule: UnitList, profile: Profile) -> Iterator[str]:
    if rule.groups:
        yield f"只取{'、'.join(rule.groups)}"
    if rule.where:
        yield "且".join(f"{_called(name, profile)}{_bound(bound, name, profile)}" for name, bound in rule.where.items())
    if rule.any_list:
        yield f"并入{'、'.join(profile.lists[name].label or name for name in rule.any_list if name in profile.lists)}"
    if order := [_key(key, profile) for key in rule.order if key.removeprefix("-") not in _PLACES]:
        yield f"按{'、'.join(order)}"
    if rule.top is not None:
        ties = "，末位并列的都列出" if rule.ties == "include" else ""
        yield f"{'每组' if rule.within == 'group' else ''}取前{rule.top}个{ties}"
    if rule.add:
        yield f"加上记录的{_or(rule.add)}"
    if rule.remove:
        yield f"除去记录的{_or(rule.remove)}"


_BOUNDS = {"below": "低于", "at_most": "不高于", "at_least": "不低于", "above": "高于", "equals": "等于"}
_BOUNDS_OF_COUNTS = {"below": "少于", "at_most": "不多于", "at_least": "不少于", "above": "多于", "equals": "为"}


def _bound(bound: Bound, name: str, profile: Profile) -> str:
    said = _share if name in profile.rates and _is_percentage(name, profile) else plain
    words = _BOUNDS_OF_COUNTS if name in profile.measures else _BOUNDS
    parts = [f"{word}{said(value)}" for key, word in words.items() if (value := getattr(bound, key)) is not None]
    parts += [f"{word}全部" for word, than in (("低于", bound.below_whole), ("高于", bound.above_whole)) if than]
    if bound.in_ is not None:
        parts.append(f"为{_or(bound.in_)}")
    if bound.empty is not None:
        parts.append("分母为零" if bound.empty else "分母不为零")
    return "且".join(parts)


def _breakdowns(profile: Profile) -> Iterator[str]:
    for name, rule in profile.breakdowns.items():
        by = "、".join(LABELS.get(column, column) for column in rule.by)
        base = f"，占比以{measure_label(profile, rule.base)}为分母" if rule.base and rule.base != rule.measure else ""
        top = f"，只列前{rule.top}项" if rule.top else ""
        rest = f"，其余合并为{rule.rest}" if rule.rest else ""
        yield f"{rule.label or name}：{measure_label(profile, rule.measure)}按{by}分{base}{top}{rest}。"


def _key(key: str, profile: Profile) -> str:
    name = key.removeprefix("-")
    return f"{_called(name, profile)}{'从高到低' if key.startswith('-') else '从低到高'}"


def _called(name: str, profile: Profile) -> str:
    if name.startswith("term."):
        return f"{name.removeprefix('term.')}得分"
    return _NAMES.get(name) or measure_label(profile, name)


def _is_percentage(name: str, profile: Profile) -> bool:
    """Whether a rate is printed as a percentage: days and other means are not."""
    return profile.style(profile.rates[name].style).percent


def _share(value: Decimal) -> str:
    return f"{plain(value * 100)}%"


def _or(words: tuple[str, ...]) -> str:
    return "、".join(f"“{word}”" for word in words)
