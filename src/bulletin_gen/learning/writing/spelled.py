"""Values of a profile, or a part of one, spelt in Chinese: the inverse of reading it (``terms.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from bulletin_gen.canonical import AUXILIARY_COLUMNS, LABELS
from bulletin_gen.profile.terms import chinese_choice, chinese_of
from bulletin_gen.profile.vocabulary import CHECKS, STANDING

_COLUMNS = LABELS | {name: label for name, (label, _) in AUXILIARY_COLUMNS.items()}
_COLUMN_KEYS = {"time", "where", "sum", "level_column", "by", "about", "columns", "values", "constants"}


def in_chinese(data: Any, model: type[BaseModel]) -> Any:
    """``data`` of a file of ``model`` in Chinese."""
    return _of(data, model, ("", ""))


def _of(data: Any, annotation: Any, where: tuple[str, str]) -> Any:
    kinds = list(_opened(annotation))
    if isinstance(data, Mapping):
        return _mapping(data, kinds, where)
    if isinstance(data, list):
        inner = next((get_args(kind)[0] for kind in kinds if get_origin(kind) is tuple), str)
        return [_of(item, inner, where) for item in data]
    return _word(data, kinds, where)


def _mapping(data: Mapping[str, Any], kinds: list[Any], where: tuple[str, str]) -> Any:
    entries = next((get_args(kind)[1] for kind in kinds if get_origin(kind) is dict), None)
    for model in (*kinds, *(_opened(entries) if entries else ())):
        if isinstance(model, type) and issubclass(model, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
            if model in kinds or set(data) <= set(fields):
                return {
                    chinese_of(model, key)[0]: _of(value, fields[key], (model.__name__, key))
                    for key, value in data.items()
                }
    return {_entry(key, where): _of(value, entries, (where[0], "")) for key, value in data.items()}


def _entry(key: str, where: tuple[str, str]) -> str:
    if where in (("Measure", "time"), ("Measure", "where")) or (where[0] == "IntakeRules" and where[1] in _COLUMN_KEYS):
        return _COLUMNS.get(key, key)
    if where == ("IntakeRules", "checks"):
        return CHECKS.get(key, key)
    return STANDING.get(key, key) if where == ("UnitList", "where") else key


def _word(data: Any, kinds: list[Any], where: tuple[str, str]) -> Any:
    if isinstance(data, bool):
        return "是" if data else "否"
    choices = [str(getattr(each, "value", each)) for kind in kinds for each in _choices(kind)]
    if str(data) in choices:
        return chinese_choice(*where, str(data)) or data
    if where[0] in ("Measure", "Breakdown") and where[1] in _COLUMN_KEYS and isinstance(data, str):
        return _COLUMNS.get(data, data)
    if where in (("ColumnRule", "value"), ("TableRule", "order"), ("UnitList", "order"), ("Ranking", "by")):
        sign, word = ("-", data[1:]) if str(data).startswith("-") else ("", str(data))
        word, mark, kind = word.partition("：")
        return sign + STANDING.get(word, word.replace("term.", "评分项.")) + mark + kind
    if where[1] in ("style", "table_style", "score_style", "total_style", "change_style"):
        return {"rate": "率", "whole": "整数", "number": "小数"}.get(data, data)
    if where == ("TableRule", "rows"):
        return str(data).replace("breakdown.", "类别.").replace("list.", "名单.").replace("units", "单位")
    return data


def _choices(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, Enum) else ()


def _opened(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _opened(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for member in get_args(annotation) for kind in _opened(member)]
    return [annotation]
