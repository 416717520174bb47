"""Type annotations of the models, taken apart: what a place of a hand-written file may hold."""

from __future__ import annotations

from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel


def opened(annotation: Any) -> list[Any]:
    """The members of a union without what annotates them; nothing for what may only be absent."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return opened(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [kind for member in get_args(annotation) for kind in opened(member)]
    return [] if annotation is None or annotation is type(None) else [annotation]


def is_model(annotation: Any) -> TypeGuard[type[BaseModel]]:
    """Whether it is one of the models."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """The keys of a model as files write them, each with its annotation."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def fixed_values(annotation: Any) -> list[str]:
    """The words among which one may be written; empty where any value may."""
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return []
