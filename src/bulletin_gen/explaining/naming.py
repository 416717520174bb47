"""What people call a figure: whose it is and what it is, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bulletin_gen.facts.book import TABLE
from bulletin_gen.facts.changes import BASE_KEYS
from bulletin_gen.facts.saved.explain import measure_label

if TYPE_CHECKING:
    from bulletin_gen.explaining.told import ToldRun
    from bulletin_gen.profile import Profile

_ENDS = {
    "score": "得分", "grade": "等级", "rank": "名次", "deduct": "扣分", "bonus": "加分", "name": "名称",
    "table_name": "表内名称", "full_name": "全称", "label": "名称", "count": "件数", "share": "占比", "total": "合计",
    "total_share": "合计的占比", "unit_count": "单位数", "base": "占比的分母", "per_item": "每件扣分",
}  # fmt: skip
_WHOLES = {
    "period.name": "期间", "period.short_name": "期间（简称）", "document.dated": "成文日期",
    "document.issue_number": "期号", "hotline": "热线名称",
}  # fmt: skip


def called(figure: str, run: ToldRun) -> str:
    """What people call ``figure`` in ``run``: 某局：按期办结率; its rule, or its id, where it has no other name."""
    plain = figure.removesuffix(TABLE)
    if plain in _WHOLES:
        return _WHOLES[plain]
    scope, _, last = plain.rpartition(".")
    known = run.figures.get(figure)
    namer = _NAMERS.get(plain.partition(".")[0])
    named = namer(scope, last, run) if namer else ""
    return named or (known.rule if known else "") or figure


def _measured(last: str, profile: Profile) -> str:
    if last in profile.measures or last in profile.rates:
        return measure_label(profile, last)
    return _ENDS.get(last, "")


def _of_whole(scope: str, last: str, run: ToldRun) -> str:
    said = _measured(last, run.profile)
    return f"{'全部' if scope == 'total' else run.profile.units.outside or '未登记单位'}：{said}" if said else ""


def _of_scope(scope: str, last: str, run: ToldRun) -> str:
    who = scope.partition(".")[2]
    if who.endswith(".term"):
        labels = {term.key: term.label for score in run.profile.score.values() for term in score.terms}
        said = labels.get(last) or _measured(last, run.profile) or last
        return f"{who.removesuffix('.term')}：评分项“{said}”"
    said = _measured(last, run.profile)
    return f"{who}：{said}" if said else ""


def _of_breakdown(scope: str, last: str, run: ToldRun) -> str:
    parts = scope.split(".")
    rule = run.profile.breakdowns.get(parts[1]) if len(parts) > 1 else None
    if rule is None:
        return ""
    said = _ENDS.get(last, "")
    item = run.figures.get(f"{scope}.name")
    which = f"“{item.text}”（第{parts[2]}项）" if item and len(parts) > 2 else ""
    return f"{rule.label or parts[1]}{which}：{said}" if said else ""


def _of_value(scope: str, last: str, run: ToldRun) -> str:
    value, said = scope.split(".", 2)[-1], _measured(last, run.profile)
    return f"{value}：{said}" if said else ""


def _of_orders(scope: str, last: str, run: ToldRun) -> str:
    _, _, rest = scope.partition(".")
    name, _, unit = rest.partition(".")
    rule = run.profile.order_lists.get(name)
    if rule is None:
        return ""
    whose, listed = unit.removesuffix(".orders"), rule.label or name
    said = f"第{last}件的编号" if unit.endswith(".orders") else _ENDS.get(last, "")
    return "：".join(filter(None, (listed, whose, said))) if said else ""


def _of_list(scope: str, last: str, run: ToldRun) -> str:
    _, name, *rest = scope.split(".")
    rule = run.profile.lists.get(name)
    if rule is None:
        return ""
    said = f"{_measured(last, run.profile)}合计" if rest == ["sums"] else {"count": "单位数"}.get(last, "")
    return f"名单“{rule.label or name}”：{said}" if said else ""


def _worked_out(scope: str, last: str, run: ToldRun) -> str:
    """What was worked out from other figures, by what these are called: one and the last word of the rule, part and
    whole, or how many were added up."""
    known = run.figures.get(f"{scope}.{last}")
    parts = [part for part in known.parts if part in run.figures] if known else []
    if known is None or not parts:
        return ""
    first = called(parts[0], run)
    if scope.startswith("asked.change."):
        return f"{first}：与{BASE_KEYS.get(scope.split('.')[2], scope.split('.')[2])}相比"
    if scope.startswith("asked.daily."):
        return f"{first}：每天平均"
    if len(parts) == 2 and known.numerator == run.figures[parts[0]].value:
        return f"{first}占{called(parts[1], run)}的比重"
    said = _measured(last, run.profile)
    kind = "平均" if scope.startswith("mean.") else "合计"
    return f"{said}：{first.partition('：')[0]}等{len(parts)}个的{kind}" if said else ""


_NAMERS: Mapping[str, Callable[[str, str, ToldRun], str]] = {
    "total": _of_whole, "outside": _of_whole, "units": _of_scope, "groups": _of_scope, "breakdowns": _of_breakdown,
    "values": _of_value, "order_lists": _of_orders, "lists": _of_list, "asked": _worked_out, "mean": _worked_out,
    "tables": _worked_out, "quotients": _worked_out, "changes": _worked_out,
}  # fmt: skip
