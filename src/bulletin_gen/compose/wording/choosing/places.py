"""The place of a unit or a value among its like by any figure: {某局：满意率：名次}."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import NameStep
from bulletin_gen.compose.wording.things import Amount, Holder, Weight
from bulletin_gen.facts.saved.explain import measure_label

_PLACES, _OF_ALL = ("名次", "排名", "位次"), ("总名次", "总排名")


def place_asked(amount: Amount, step: NameStep, lexicon: Lexicon) -> Amount | None:
    """Which place an amount has among those of the other units of the group (名次), of all units (总名次), of the other
    groups, or of the other values of the category, from the highest down, equal ones sharing the better place; None for
    other words.

    Raises ``SlipError`` where nobody else has such a figure.
    """
    if step.text not in (*_PLACES, *_OF_ALL):
        return None
    whose = amount.whose
    if whose is None or whose.kind not in ("unit", "value", "group") or not amount.name:
        raise SlipError(
            step.at, "只有单位、分组、类别的数有名次", step.text, advice="写明是谁的，如{某单位：满意率：名次}"
        )
    rivals, among = _rivals(whose, step.text in _OF_ALL, lexicon)
    figure = amount.figure
    if figure is None or figure.value is None:
        return Amount(None, Weight.MISSING, "rank", whose, amount.reason or f"“{whose.called}”没有这个数")
    others = [each.scope.prose[amount.name] for each in rivals if each.scope and amount.name in each.scope]
    label = measure_label(lexicon.profile, amount.name) if amount.name in _counted(lexicon) else amount.name
    placed = lexicon.facts.desk.placed(figure, others, f"{among}按{label}从高到低的名次")
    return Amount(placed, Weight.FULL, "rank", whose)


def _counted(lexicon: Lexicon) -> Sequence[str]:
    return [*lexicon.profile.measures, *lexicon.profile.rates]


def _rivals(whose: Holder, of_all: bool, lexicon: Lexicon) -> tuple[Sequence[Holder], str]:
    if whose.kind == "value":
        names = lexicon.facts.desk.values.names(whose.breakdown)
        values = [value for name in names if (value := lexicon.value(whose.breakdown, name)) is not None]
        return values, lexicon.facts.breakdowns[whose.breakdown].label or whose.breakdown
    if whose.kind == "group":
        return lexicon.groups().members, "各组"
    units = lexicon.units().members
    group = whose.scope.group if whose.scope is not None else ""
    if of_all or not group:
        return units, "全部单位"
    return [each for each in units if each.scope is not None and each.scope.group == group], "本组"
