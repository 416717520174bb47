"""What all parts of a profile share: strict frozen models and exact numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from msgspec import Struct
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.numbers import ungrouped


class ProfilePart(BaseModel):
    """A part of a profile: unknown keys are errors, values are frozen, a key left empty counts as not written."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        defer_build=True,  # only whole files are validated: their parts' validators are built within the file's
    )

    @model_validator(mode="before")
    @classmethod
    def _written_only(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        # A key that nobody knows stays, to be refused: {grade: B, deduct 2} has an empty key "deduct 2".
        known = {*cls.model_fields, *(field.alias for field in cls.model_fields.values())}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class NamesMeasure(Struct, frozen=True):
    """Marks a key of the profile that names measures or rates: itself, each of its list, the keys of its mapping (and
    the values of that, ``values_too``). ``profile.graph.uses`` finds them all by this mark."""

    values_too: bool = False


def _exact(value: Any) -> Any:
    if isinstance(value, str) and _COMMA.search(value):
        value = ungrouped(value)
        if _COMMA.search(value):
            raise ValueError("写成不带逗号的数，如 1430（1,430 这样的千分位也行）")
    # YAML gives 0.5 as a float; its shortest text is what the clerk typed.
    return Decimal(str(value)) if isinstance(value, float) else value


_COMMA = late("[,，]")


def _share(value: Any) -> Any:
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        return _percentage(value.strip()[:-1])
    return _exact(value)


def _percentage(text: str) -> Decimal:
    try:
        return Decimal(ungrouped(text)) / 100
    except ArithmeticError as reason:  # what Decimal raises for a text that is no number
        raise ValueError("写成数字或百分数，如 0.45 或 45%") from reason


def _sensible(value: Decimal) -> Decimal:
    # 1e999999999 is a number too; worked out exactly it would fill the memory.
    if value and not -_MOST_PLACES <= value.adjusted() <= _MOST_PLACES:
        raise ValueError(f"写通常大小的数（整数部分和小数部分各不超过{_MOST_PLACES}位）")
    if int(value.as_tuple().exponent) < -_MOST_PLACES:
        raise ValueError(f"小数部分不超过{_MOST_PLACES}位")
    return value


_MOST_PLACES = 15

#: A number exactly as typed.
ExactNumber = Annotated[Decimal, BeforeValidator(_exact), AfterValidator(_sensible)]

#: A number that may be typed as a percentage: ``45%`` is 0.45, ``0.45`` too.
Threshold = Annotated[Decimal, BeforeValidator(_share), AfterValidator(_sensible)]


def as_list(value: Any) -> Any:
    """A scalar as a list of one, anything else as it is."""
    return [value] if isinstance(value, (str, int, float, Decimal)) else value


#: One name or a list of names; always read as a list.
Names = Annotated[
    tuple[str, ...], BeforeValidator(as_list, json_schema_input_type=str | int | float | list[str | int | float])
]

#: The same as texts that name a measure or a rate, for the keys of a profile that do.
MeasureName = Annotated[str, NamesMeasure()]
MeasureNames = Annotated[Names, NamesMeasure()]
