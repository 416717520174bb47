"""Checks of how exports are read: columns, words, deadlines, groups, and what conditions ask of a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bulletin_gen.canonical import (
    AUXILIARY_COLUMNS,
    COLUMNS,
    LABELS,
    OPEN_COLUMNS,
    SOURCE_COLUMNS,
    VOCABULARIES,
    ColumnType,
    request_type_name,
)
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import (
    Path,
    Slip,
    columns_of,
    conflict,
    group_names,
    unknown,
    unknown_keys,
    unknowns,
)
from bulletin_gen.profile.measures import Condition, Scalar

_DEFAULT_TYPE = "默认"
_YES_OR_NO = ("是", "否")
#: Columns of how often something happened, in which exports write 0 where it never did.
_COUNTED = ("extension_count", "rework_count", "returned_count")
_TEXT_COLUMNS = tuple(name for name, kind in SOURCE_COLUMNS.items() if kind is ColumnType.TEXT)
_NAMED_ELSEWHERE = {"order_id": "工单编号照原样读", "unit": "单位的其他写法写在 units.csv 的“别名”"}


def columns(profile: Profile) -> Iterator[Slip]:
    """Names of canonical columns in the reading rules."""
    intake = profile.intake
    for key in ("values", "constants"):
        yield from unknown_keys(("intake", key), getattr(intake, key), SOURCE_COLUMNS, "标准列")
    yield from unknown_keys(("intake", "columns"), intake.columns, (*SOURCE_COLUMNS, *AUXILIARY_COLUMNS), "标准列")
    yield from unknowns(("intake", "dispatch_identity"), intake.dispatch_identity, SOURCE_COLUMNS, "标准列")
    yield from _own_columns(profile)
    for column in intake.constants:
        if SOURCE_COLUMNS.get(column, ColumnType.TEXT) is not ColumnType.TEXT:
            path: Path = ("intake", "constants", column)
            yield conflict(path, "这一列不能取固定值", "、".join(_TEXT_COLUMNS), found=column)
    used = {head for heads in intake.columns.values() for head in heads}
    for index, head in enumerate(intake.ignore_columns):
        if head in used:
            path = ("intake", "ignore_columns", index)
            yield conflict(path, "同一列既要用又不用", "columns 和 ignore_columns 里只写一处", "删去其中一处")


def _own_columns(profile: Profile) -> Iterator[Slip]:
    """Names of the office's own columns that are taken, and words that such a column cannot have."""
    taken = {*COLUMNS, *AUXILIARY_COLUMNS, *LABELS.values()}
    for name, own in profile.intake.own_columns.items():
        path: Path = ("intake", "own_columns", name)
        if name in taken:
            yield conflict(path, "自有的列与标准列同名", "另外的名称", "换一个名称，或用标准列", name)
        if own.type == "yes_no":
            yield from unknown_keys((*path, "values"), own.values, _YES_OR_NO, "是否列取值")
        elif own.type not in ("text", "yes_no") and own.values:
            yield conflict((*path, "values"), "整数列、时间列没有统一写法", "只有文字列、是否列写 values", "删去这一项")


def vocabulary(profile: Profile) -> Iterator[Slip]:
    """Meanings that such a column can have, and no written form with two of them."""
    for column, meanings in profile.intake.values.items():
        yield from _meanings(column, meanings)
        first: dict[str, str] = {}
        for meaning, forms in meanings.items():
            for index, form in enumerate(forms):
                if first.setdefault(form, meaning) != meaning:
                    path = ("intake", "values", column, meaning, index)
                    expected = f"“{form}”只对应一个统一写法；它已对应“{first[form]}”"
                    yield conflict(path, "同一写法对应两个意思", expected, "删去其中一处")


def _meanings(column: str, meanings: Mapping[str, object]) -> Iterator[Slip]:
    path: Path = ("intake", "values", column)
    kind = SOURCE_COLUMNS.get(column)
    if kind is ColumnType.MOMENT:
        yield conflict(path, "时间列没有统一写法", "文字列和是否列", "删去这一项", column)
    elif kind in (ColumnType.FLAG, ColumnType.WHOLE):
        yield from unknown_keys(path, meanings, _YES_OR_NO, "是否列取值")
    elif column in _NAMED_ELSEWHERE:
        yield conflict(path, "这一列不在这里统一写法", _NAMED_ELSEWHERE[column], "删去这一项", column)


def deadlines(profile: Profile) -> Iterator[Slip]:
    """Types and urgencies that deadlines are given for."""
    rule = profile.intake.deadlines
    if rule is None:
        return
    for key, days, column in (
        ("days", rule.days, "request_type"),
        ("urgent_days", rule.urgent_days, "urgency"),
    ):
        path: Path = ("intake", "deadlines", key)
        if column == "request_type":
            yield from _types_twice(path, days, profile)
        for word, number in days.items():
            if word != _DEFAULT_TYPE:
                yield from _unknown_word((*path, word), column, word, profile)
            if number < 0:
                yield conflict((*path, word), "办理期限不能是负数", "0 或正整数")
            if number == 0 and rule.start == "same_day":
                expected = "1 或更大的整数：start: same_day 时当天就是第 1 日"
                yield conflict((*path, word), "当天起算的办理期限不能是 0", expected, "当天办结的写 1", "0")


def _types_twice(path: Path, days: Mapping[str, int], profile: Profile) -> Iterator[Slip]:
    """咨询 and 咨询类 are one type, unless the profile has its own words for types."""
    first: dict[str, str] = {}
    for word in days if "request_type" not in profile.intake.values else ():
        if (other := first.setdefault(request_type_name(word), word)) != word:
            yield conflict((*path, word), "同一诉求类型写了两次", f"“{word}”和“{other}”是一类", "删去其中一个", word)


def groups(profile: Profile) -> Iterator[Slip]:
    """Groups named once, and named wherever they are referred to."""
    names = group_names(profile)
    for index, name in enumerate(names):
        if name in names[:index]:
            yield conflict(("units", "groups", index), "分组重复", "每个分组只写一次", "删去重复的分组", name)
    yield from unknowns(("units", "prose_order"), profile.units.prose_order, names, "分组")
    if profile.units.outside_names and not profile.units.outside:
        path = ("units", "outside_names")
        yield conflict(path, "写了 outside_names 而没有 outside", "同时写 outside：统一计入的名称")


def conditions(path: Path, where: dict[str, Condition], profile: Profile) -> Iterator[Slip]:
    """Columns that conditions name, and whether such a column can be what they ask."""
    for column, condition in where.items():
        here = (*path, column)
        kind = profile.intake.every_column.get(column)
        if kind is not None:
            yield from _fitting(here, column, kind, condition)
            yield from _known_values(here, column, condition, profile)
        else:
            yield from unknown(here, column, profile.intake.every_column, "标准列")


def _fitting(path: Path, column: str, kind: ColumnType, condition: Condition) -> Iterator[Slip]:
    if not condition.model_dump(exclude_none=True):
        yield conflict(path, "条件没有内容", "写 any_of、none_of、present、at_least、at_most 之一")
    if condition.present and column in _COUNTED:
        advice = f"次数不是0的，写 {LABELS[column]}: {{不低于: 1}}"
        yield conflict((*path, "present"), "0次也是有值，每一行都会计入", "不低于", advice, LABELS[column])
    for key in ("at_least", "at_most"):
        if getattr(condition, key) is not None and kind is not ColumnType.WHOLE:
            allowed = "、".join(columns_of(ColumnType.WHOLE))
            yield conflict((*path, key), f"{key} 只用于整数列", allowed, "改用 any_of 或换一列", column)
    if condition.at_least is not None and condition.at_most is not None and condition.at_least > condition.at_most:
        yield conflict(path, "条件自相矛盾", "at_least 不大于 at_most")


_VALUE_WORDS: dict[ColumnType, tuple[tuple[type, ...], str]] = {
    ColumnType.TEXT: ((str,), "文字（数字和 true、false 请加引号）"),
    ColumnType.WHOLE: ((int,), "整数"),
    ColumnType.FLAG: ((bool,), "true 或 false"),
    ColumnType.MOMENT: ((), "时间列只能写 present: true（有）或 present: false（空）"),
}


def _known_values(path: Path, column: str, condition: Condition, profile: Profile) -> Iterator[Slip]:
    for key in ("any_of", "none_of"):
        for index, value in enumerate(getattr(condition, key) or ()):
            here = (*path, key, index)
            kinds, expected = _VALUE_WORDS[profile.intake.every_column[column]]
            if type(value) not in kinds:
                yield Slip(here, "profile.value_type", f"“{column}”列不会有这样的值", expected, found=_spoken(value))
            elif isinstance(value, str):
                yield from _unknown_word(here, column, value, profile)


def words(path: Path, column: str, values: dict[str, object], profile: Profile) -> Iterator[Slip]:
    """Findings for keys of a mapping that ought to be values of a column."""
    for value in values:
        yield from _unknown_word((*path, value), column, value, profile)


def listed_words(path: Path, column: str, values: Sequence[str], profile: Profile) -> Iterator[Slip]:
    """Findings for items of a list that ought to be values of a column."""
    for index, value in enumerate(values):
        yield from _unknown_word((*path, index), column, value, profile)


def _unknown_word(path: Path, column: str, word: str, profile: Profile) -> Iterator[Slip]:
    allowed = _vocabulary_of(column, profile)
    if column == "request_type" and column not in profile.intake.values:
        word, allowed = request_type_name(word), list(map(request_type_name, allowed))
    if allowed:
        yield from unknown(path, word, allowed, f"“{column}”取值")


def _vocabulary_of(column: str, profile: Profile) -> list[str]:
    """The values that the column can have; empty where the profile gives no vocabulary for it."""
    if column == "group":
        return group_names(profile)
    own = profile.intake.own_columns.get(column)
    if column in OPEN_COLUMNS:
        return []  # whatever words a profile has for some values, orders may have others
    written = own.values if own else profile.intake.values.get(column, VOCABULARIES.get(column, ()))
    known = list(written)
    constant = profile.intake.constants.get(column)
    return list(dict.fromkeys([*known, *([constant] if constant else [])]))


def _spoken(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
