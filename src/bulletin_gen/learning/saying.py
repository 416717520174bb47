"""LearntRules that were found, in a clerk's words."""

from __future__ import annotations

from typing import Any

from bulletin_gen.canonical import LABELS
from bulletin_gen.learning.finding.board import Atom, Rule
from bulletin_gen.learning.finding.rates import RateRule

_STATES = {
    ("closed", "True"): "已办结",
    ("closed", "False"): "未办结",
    ("closed_on_time", "True"): "按期办结",
    ("overdue", "True"): "超期",
    ("overdue", "False"): "没有超期",
    ("responded", "True"): "已联系群众",
    ("responded", "False"): "没有联系群众",
    ("callback_connected", "True"): "回访接通",
    ("callback_connected", "False"): "回访没有接通",
    ("excluded", "False"): "纳入考核",
    ("acknowledged_in_time", "True"): "按时签收",
}


def said(rule: Rule) -> str:
    """A count's rule: 办理时限在本期、已办结."""
    parts = [f"{LABELS[rule.time]}在本期"] if rule.time else ["不论时间"]
    parts += [_atom(atom) for atom in rule.atoms]
    return "、".join(parts)


def said_state(atom: Atom) -> str:
    """A condition as a count is called by it: 超期, 办结, 非常满意."""
    if atom.column.endswith("_opinion") and isinstance(atom.condition, list):
        said = [str(value) for value in atom.condition]
        # Of several opinions the plain one stands for all: 满意 for 基本满意, 满意 and 非常满意.
        return min(said, key=len)
    return _atom(atom).removeprefix("已").removesuffix("不少于1").removesuffix("次数")


def _atom(atom: Atom) -> str:
    known = _STATES.get((atom.column, repr(atom.condition)))
    if known:
        return known
    if isinstance(atom.condition, bool) and atom.column != "excluded":
        return f"{atom.column}为{'是' if atom.condition else '否'}"
    return f"{LABELS.get(atom.column, atom.column)}{_condition(atom.condition)}"


def _condition(condition: Any) -> str:
    if isinstance(condition, list):
        return "为" + "或".join(map(str, condition))
    if "none_of" in condition:
        return "不是" + "、".join(map(str, condition["none_of"]))
    if "at_least" in condition:
        return f"不少于{condition['at_least']}"
    return "有值" if condition.get("present") else "空着"


def said_rate(rule: RateRule) -> str:
    """A rate's rule: 〔…〕÷〔…〕."""
    share = f"〔{said(rule.numerator)}〕÷〔{said(rule.denominator)}〕"
    return f"1－{share}" if rule.complement else share
