"""How a count that is not there yet is defined, from the columns that exports have: 退单 from 退单次数."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.canonical import LABELS, ColumnType
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.profile import Profile

_NOT_COUNTED = (
    "order_id",
    "unit",
    "group",
    "role",
    "excluded",
    "dispatched",
    "source_file",
    "source_sheet",
    "source_row",
)
_CUT = ("次数", "时间", "标识", "情况", "是否")


def way_to(name: str, profile: Profile) -> str:
    """The line of profile.yaml that would define a count of that name; "" where no column is called like it."""
    labels = {column: LABELS.get(column, column) for column in _columns(profile)}
    near = [column for column, label in labels.items() if len(name) > 1 and (name in label or _stem(label) in name)]
    if not near:
        return ""
    column = min(near, key=lambda each: abs(len(labels[each]) - len(name)))
    return f"在 profile.yaml 的“计数”里加一行 {_line(name, column, profile)}，再写{{{name}}}"


def unused_columns(profile: Profile) -> Iterator[tuple[str, str]]:
    """The columns that the profile reads and no count uses: what each is called, and a line that would count by it."""
    rules = profile.measures.values()
    used = {column for rule in rules for column in (*rule.where, *rule.time, rule.sum)}
    used |= {column for rule in profile.breakdowns.values() for column in rule.by}
    for column in (*profile.intake.columns, *profile.intake.own_columns):
        label = LABELS.get(column, column)
        if column in _columns(profile) and column not in used:
            yield label, _line(_stem(label), column, profile)


def _columns(profile: Profile) -> list[str]:
    return [column for column in profile.intake.every_column if column not in _NOT_COUNTED]


def _stem(label: str) -> str:
    stem = label
    for word in _CUT:
        stem = stem.removesuffix(word).removeprefix(word)
    return stem or label


def _line(name: str, column: str, profile: Profile) -> str:
    label, kind = LABELS.get(column, column), profile.intake.every_column[column]
    counted = (each for each, rule in profile.measures.items() if not (rule.supplied or rule.plus or rule.less))
    of = measure_label(profile, next(counted, next(iter(profile.measures))))
    if kind is ColumnType.MOMENT:
        return f"{name}: {{时间: {label}}}"
    wanted = {ColumnType.WHOLE: "{不低于: 1}", ColumnType.FLAG: "是"}.get(kind, "某一个值")
    return f"{name}: {{属于: {of}, 条件: {{{label}: {wanted}}}}}"
