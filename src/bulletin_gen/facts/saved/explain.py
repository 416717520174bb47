"""Rules, roundings and sources in Chinese, as facts.json and the annex of explanations give them.

Where an earlier period's record has no codes of its rules (``identity``), these texts tell whether it counted alike:
each must say all that matters, and other words for the same rule would have every such county warned once.
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.canonical import LABELS
from bulletin_gen.leaves.numbers import NumberStyle, Zeros
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import made_of
from bulletin_gen.profile.measures import Condition, Rate

_ZEROS = {Zeros.KEEP: "保留尾零", Zeros.DROP: "去尾零"}
_WHENS = {
    "period": "在{name}内",
    "before": "早于{name}",
    "until_end": "不晚于{name}末",
    "until_cut_off": "不晚于数据截止时刻",
}
#: How a definition speaks of the period.
_ANY_PERIOD = "本期"


def rounding_text(style: NumberStyle) -> str:
    """四舍五入，2位小数，去尾零，百分数; 舍去尾数，取整数."""
    parts = [style.rounding.word, f"{style.digits}位小数" if style.digits else "取整数"]
    if style.digits:
        parts.append(_ZEROS[style.zeros])
    if style.percent:
        parts.append("百分数")
    return "，".join(parts)


def measure_label(profile: Profile, name: str) -> str:
    """What tables and rules call a measure or a rate."""
    rule = profile.measures.get(name) or profile.rates.get(name)
    return (rule.label if rule else "") or name


def rate_rule(profile: Profile, rule: Rate) -> str:
    """办结率＝办理数÷应办理数."""
    quotient = f"{measure_label(profile, rule.numerator)}÷{measure_label(profile, rule.denominator)}"
    if rule.per == "day":
        quotient += "（折合天）"
    if rule.per == "ten_thousand":
        quotient += "×10000"
    return f"{rule.label}＝{'1－' if rule.complement else ''}{quotient}"


def measure_rule(profile: Profile, name: str, period: Period) -> str:
    """Which rows a measure counts, in Chinese."""
    return _measure_rule(profile, name, period.name)


def rule_of(profile: Profile, name: str, period_name: str) -> str:
    """The rule of a measure or a rate, for a period of that name."""
    rate = profile.rates.get(name)
    return rate_rule(profile, rate) if rate else _measure_rule(profile, name, period_name)


def definition(profile: Profile, name: str) -> str:
    """What a measure or a rate is, whatever the period: its rule, then those of all measures behind it.

    Each rule names others by their labels alone, so only all of them together say what is counted; and what the
    profile decides of the columns behind them belongs to it.
    """
    own, *behind = made_of(profile, name)
    rules = [f"{measure_label(profile, each)}＝{_measure_rule(profile, each, _ANY_PERIOD)}" for each in behind]
    return "。".join([rule_of(profile, own, _ANY_PERIOD), *rules, *choices(profile, {own, *behind})])


def choices(profile: Profile, names: set[str]) -> Iterator[str]:
    """What the profile decides of derived columns that these measures look at."""
    measures = [profile.measures[name] for name in names if name in profile.measures]
    columns = {column for rule in measures for column in (*rule.where, rule.sum)}
    if columns & {"handling_seconds", "handling_workdays"}:
        yield f"办理时长从{LABELS[profile.intake.handling_from]}算起"
    if "acknowledged_in_time" in columns:
        yield f"按时签收指派单后{profile.intake.acknowledge_hours}小时内"


def _measure_rule(profile: Profile, name: str, period_name: str) -> str:
    rule = profile.measures[name]
    if rule.supplied:
        return "由人工提供"
    if rule.plus or rule.less:
        plus = "＋".join(measure_label(profile, part) for part in rule.plus)
        less = "".join(f"－{measure_label(profile, part)}" for part in rule.less)
        return plus + less
    parts = [f"“{measure_label(profile, rule.of)}”中"] if rule.of else []
    parts += [f"{_column(column)}{_WHENS[when].format(name=period_name)}" for column, when in rule.time.items()]
    parts += [f"{_column(column)}{_condition_text(condition)}" for column, condition in rule.where.items()]
    if rule.assessed:
        parts.append("剔除的工单不计")
    return f"{_kind_text(profile, name)}：{'；'.join(parts) or '全部工单'}"


def _kind_text(profile: Profile, name: str) -> str:
    rule = profile.measures[name]
    if rule.sum:
        return f"合计{_column(rule.sum)}"
    if rule.levels:
        weights = "、".join(f"{level}{weight}" for level, weight in rule.levels.items())
        return f"按{_column(rule.level_column)}加权计件（{weights}）"
    return "按工单计件" if rule.count == "orders" else "按派单计件"


def _column(name: str) -> str:
    # An office's own column is called by its name.
    return LABELS.get(name, name)


def _condition_text(condition: Condition) -> str:
    parts = []
    if condition.any_of is not None:
        parts.append("为" + "、".join(_scalar_text(value) for value in condition.any_of))
    if condition.none_of is not None:
        parts.append("不为" + "、".join(_scalar_text(value) for value in condition.none_of))
    if condition.present is not None:
        parts.append("有值" if condition.present else "为空")
    if condition.at_least is not None:
        parts.append(f"不少于{condition.at_least}")
    if condition.at_most is not None:
        parts.append(f"不多于{condition.at_most}")
    return "且".join(parts)


def _scalar_text(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
