"""What all parts of a profile share: strict frozen models and exact numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Part(BaseModel):
    """A part of a profile: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _exact(value: Any) -> Any:
    # YAML gives 0.5 as a float; its shortest text is what the clerk typed.
    return Decimal(str(value)) if isinstance(value, float) else value


def _share(value: Any) -> Any:
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        return Decimal(value.strip()[:-1]) / 100
    return _exact(value)


#: A number exactly as typed.
ExactNumber = Annotated[Decimal, BeforeValidator(_exact)]

#: A number that may be typed as a percentage: ``45%`` is 0.45, ``0.45`` too.
Threshold = Annotated[Decimal, BeforeValidator(_share)]


def _listed(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


#: One name or a list of names; always read as a list.
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
