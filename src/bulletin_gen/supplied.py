"""supplied.yaml: numbers and dates of the document itself, figures from elsewhere, bases of comparisons."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from bulletin_gen.profile.base import Part, Threshold
from bulletin_gen.textfile import read_text
from bulletin_gen.validation import validated
from bulletin_gen.yamlfile import parse_yaml


def _text(value: object) -> object:
    # YAML reads a bare 1.1 or 2024 as a number; what is printed is what was typed.
    return value if isinstance(value, str) else str(value)


class DocumentFacts(Part):
    """Numbers and dates of one bulletin."""

    issue_number: int | None = Field(None, ge=1, description="期号")
    running_number: int | None = Field(None, ge=1, description="总期号")
    number: int | None = Field(None, ge=1, description="发文字号里的序号")
    dated: date = Field(description="成文日期，如 2024-07-10")
    printed_on: date | None = Field(None, description="印发日期；默认同成文日期")


class SuppliedFigure(Part):
    """A figure that is not counted from orders. ``value`` is its exact value, ``text`` how it is printed."""

    text: Annotated[str, BeforeValidator(_text)] = Field(description="印在通报里的写法，如 约1.1万人次")
    value: Threshold | None = Field(None, description="精确值，如 11000；百分数可写 96%")
    source: str = Field(description="由谁提供、出自何处")


class SuppliedBase(Part):
    """Base figures of another period, by measure or rate name, or by figure id (``groups.某组.accepted``)."""

    source: str = Field(description="出自何处，如 上年同期通报")
    figures: dict[str, Threshold] = Field(description="计数名或率名 → 数值（率可写 95.02%）")


class SuppliedBases(Part):
    """Bases for both comparisons."""

    previous: SuppliedBase | None = Field(None, description="上期（环比）")
    year_ago: SuppliedBase | None = Field(None, description="上年同期（同比）")


class Supplied(Part):
    """One period's supplied.yaml, validated."""

    document: DocumentFacts = Field(description="期号、成文日期等")
    figures: dict[str, SuppliedFigure] = Field(default_factory=dict, description="人工提供的数字")
    bases: SuppliedBases = Field(default_factory=SuppliedBases, description="同比、环比的基数")


def load_supplied(path: Path) -> Supplied:
    """The file's contents. Raises ``BulletinError`` with every finding, each with line and key."""
    return validated(Supplied, parse_yaml(read_text(path), path.name))
