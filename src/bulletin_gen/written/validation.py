"""What Pydantic finds wrong with a hand-written file, said in Chinese: where, what was found, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.written.annotations import fields_of, fixed_values, is_model, opened
from bulletin_gen.written.yamlfile import EMPTY, KeyPath, YamlFile

Model = TypeVar("Model", bound=BaseModel)
Said: TypeAlias = tuple[str, str, str]  # code, kind, what is expected


def validated(model: type[Model], file: YamlFile) -> Model:
    """The file's values as ``model``. Raises ``BulletinError`` with every finding, placeholders first named as such."""
    unfilled = file.placeholders()
    try:
        value = model.model_validate(file.data)
    except ValidationError as reason:
        issues = [*unfilled, *_findings(model, file, reason, {issue.place for issue in unfilled})]
        raise BulletinError(sorted(issues, key=lambda issue: issue.place.row or 0)) from None
    if unfilled:
        raise BulletinError(unfilled)
    return value


def nearest(word: str, allowed: Sequence[str]) -> str:
    """The allowed word that ``word`` most resembles, or "" when none is near."""
    return next(iter(alike(word, allowed)), "")


#: Words for bounds that people write, and what such a bound is called: the first that is allowed. A word that looks
#: alike may say the opposite (大于, 低于).
_BOUNDS = {
    "大于 多于 超过 超出": ("高于", "不低于"),
    "小于 少于 不足 不到 未达到": ("低于", "不高于"),
    "大于等于 大于或等于 至少 达到 以上 不小于": ("不低于",),
    "小于等于 小于或等于 至多 最多 不超过 以下 不大于": ("不高于",),
    "等于 为": ("等于", "是"),
}


def _bound_meant(word: str, allowed: Sequence[str]) -> str:
    for words, meant in _BOUNDS.items():
        near = next((each for each in meant if each in allowed), "")
        if near and word in words.split():
            other = near != meant[0] and len(meant) > 1 and near != "是"
            return f"写“{near}”" + ("：这里是整数，大于0写 不低于: 1，小于3写 不高于: 2" if other else "")
    return ""


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """Advice that names the nearest allowed word, or "" when none is near."""
    if bound := _bound_meant(word, allowed):
        return bound
    near = nearest(word, allowed)
    return f"是不是要写“{near}”？" if near else ""


def listed(words: Sequence[str], most: int = 40) -> str:
    """Words as a Chinese list; a very long list is cut and says how long it is."""
    text = "、".join(words[:most])
    return text if len(words) <= most else f"{text}…（共{len(words)}个）"


def _findings(model: type[BaseModel], file: YamlFile, reason: ValidationError, known: set[Place]) -> Iterator[Issue]:
    seen: set[tuple[Place, str]] = set()
    for details in reason.errors(include_url=False, include_input=False):
        issue = _issue(model, file, details)
        # The members of a union each complain about the same value: one of them is enough.
        if issue.place not in known and (issue.place, issue.code) not in seen:
            seen.add((issue.place, issue.code))
            yield issue


def _issue(model: type[BaseModel], file: YamlFile, details: ErrorDetails) -> Issue:
    path = details["loc"]
    if details["type"] == "extra_forbidden":
        return _unknown_key(model, file, path)
    if details["type"] == "missing":
        return _missing_key(model, file, path)
    place, found = file.place(path), file.written(path)
    if details["type"] == "value_error":
        return error("file.value", "内容不合要求", place, found=found, advice=_own_message(details))
    code, kind, expected = _said(_types_at(model, path), details)
    return error(
        code, kind, place, found=found, expected=file.spoken(expected), advice=_colon_advice(file, place, path)
    )


def _colon_advice(file: YamlFile, place: Place, path: KeyPath) -> str:
    """What to do when the colon after a key seems to be wrong, or to be missing: ``{deduct 2}``."""
    key = str(path[-1]) if path else ""
    if re.fullmatch("[0-9]{3}", key) and not file.word(path):
        return "花括号里的逗号把一个数断成了两项：1,430 写成 1430，或一行写一个"
    if "：" in key:  # {属于：受理}: to YAML it is one word
        name, _, value = key.partition("：")
        return f"“{key}”里的全角冒号“：”改成半角冒号“:”，后面空一格，如 {name}: {value}"
    if " " in key and file.written(path) == EMPTY:
        return f"“{key}”里是不是漏了冒号？"
    return file.colon_hint(place.row)


def _unknown_key(model: type[BaseModel], file: YamlFile, path: KeyPath) -> Issue:
    holders = [holder for holder in _types_at(model, path[:-1]) if is_model(holder)]
    allowed = [file.spelling.key(holder, key) for holder in holders for key in fields_of(holder)]
    place = file.place(path)
    word = str(path[-1])
    return error(
        "file.unknown_key",
        "不认识的键",
        place,
        found=word,
        expected=listed(allowed),
        advice=_colon_advice(file, place, path) or did_you_mean(word, allowed) or "删去这一行，或改成允许的键",
    )


def _missing_key(model: type[BaseModel], file: YamlFile, path: KeyPath) -> Issue:
    holders = _types_at(model, path[:-1])
    meaning = next((text for holder in holders if (text := _meaning(holder, path[-1]))), "")
    written = file.written(path[:-1])
    key = next((file.spelling.key(holder, str(path[-1])) for holder in holders if is_model(holder)), str(path[-1]))
    place = file.missing((*path[:-1], key))
    return error(
        "file.missing_key",
        "缺少必填的键",
        place,
        found=written,
        expected=f"{key}：{meaning}" if meaning else key,
        advice=file.colon_hint(place.row) or f"补上 {key}",
    )


def _said(types: Sequence[Any], details: ErrorDetails) -> Said:
    kind = details["type"]
    choices = [choice for annotation in types for choice in fixed_values(annotation)]
    if kind in ("literal_error", "enum") and choices:
        return "file.choice", "不在允许的取值之内", listed([choice or "（留空）" for choice in choices])
    expected = next((text for kinds, text in _EXPECTED.items() if kind in kinds), "")
    return ("file.type", "内容的类型不对", expected) if expected else _bounds(details)


def _own_message(details: ErrorDetails) -> str:
    # Validators of our own raise ValueError with a Chinese sentence.
    return str(details.get("ctx", {}).get("error", "")) or "对照说明改正"


def _bounds(details: ErrorDetails) -> Said:
    context = details.get("ctx", {})
    parts = [f"{word} {context[name]}" for name, word in _BOUND_WORDS.items() if name in context]
    return "file.value", "内容不合要求", "、".join(parts) or "符合说明的内容"


_BOUND_WORDS = {
    "ge": "不小于",
    "gt": "大于",
    "le": "不大于",
    "lt": "小于",
    "min_length": "项数（字数）不少于",
    "max_length": "项数（字数）不多于",
}

#: Pydantic's error types → what should have been written.
_EXPECTED: dict[tuple[str, ...], str] = {
    ("string_type", "string_sub_type", "string_unicode"): "文字（像日期、true 这样的文字请加引号）",
    ("int_type", "int_parsing", "int_from_float", "int_parsing_size"): "整数",
    ("bool_type", "bool_parsing"): "true（是）或 false（否）",
    (
        "decimal_type",
        "decimal_parsing",
        "finite_number",
        "is_instance_of",
        "float_type",
        "float_parsing",
    ): "数字，如 0.5",
    ("dict_type", "mapping_type", "model_type", "model_attributes_type", "dataclass_type"): (
        "下一层“键: 值”（每个键一行，比上一行多缩进两格）"
    ),
    ("tuple_type", "list_type", "set_type", "iterable_type"): "列表（[甲, 乙]，或每项一行、以“- ”开头）",
    ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"): "日期，如 2024-07-10",
    ("none_required",): "不写",
}


def _types_at(model: type[BaseModel], path: KeyPath) -> list[Any]:
    """The annotations of what ``path`` leads to, unions opened; empty where the models know no such place."""
    here: list[Any] = [model]
    for step in path:
        inner = [kind for annotation in here for kind in opened(_inside(annotation, step))]
        here = inner or here  # union members are steps of Pydantic's path and not of ours
    return here


def _inside(annotation: Any, step: str | int) -> Any:
    if is_model(annotation):
        return next((f.annotation for name, f in annotation.model_fields.items() if step in (name, f.alias)), None)
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return arguments[0 if step == "[key]" else 1]
    return arguments[0] if get_origin(annotation) is tuple and isinstance(step, int) else None


def _meaning(annotation: Any, key: str | int) -> str:
    if not is_model(annotation):
        return ""
    fields = annotation.model_fields
    return next((f.description or "" for name, f in fields.items() if key in (name, f.alias)), "")
