"""supplied.yaml: numbers and dates of the document itself, figures from elsewhere, bases of comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from bulletin_gen.county.basekeys import figure_id, ways
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, error
from bulletin_gen.profile import Profile
from bulletin_gen.profile.base import ProfilePart, Threshold
from bulletin_gen.profile.checks.scoring import past_the_whole
from bulletin_gen.profile.document import DOCUMENT_LABELS
from bulletin_gen.profile.terms import terms_of
from bulletin_gen.profile.vocabulary import KEYS
from bulletin_gen.written.textfile import read_text
from bulletin_gen.written.translation import translated
from bulletin_gen.written.validation import did_you_mean, listed, validated
from bulletin_gen.written.yamlfile import YamlFile, parse_yaml

_DAY = late(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?")
_CHINESE = late("[\u4e00-\u9fff]")
_OWN_NAME = late(r"[{｛]\s*([^{}｛｝：:]+?)\s*[}｝]")
_DOCUMENT_NAME = late(r"\{\{-?\s*document\.(\w+)")


def _day(value: object) -> object:
    # As people write dates: 2024-7-10, 2024/7/10, 2024年7月10日.
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    # Pydantic would take a bare number for seconds since 1970; with a sign behind it is no date to anybody.
    return f"{value}?" if str(value).strip().replace(".", "", 1).isdigit() else value


def _number(value: object) -> object:
    # Pydantic would take true for 1, and 1.0 as well.
    if isinstance(value, bool):
        raise ValueError("应为整数，如 7")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[int, BeforeValidator(_number)]


def _text(value: object) -> object:
    # YAML reads a bare 1.1 or 2024 as a number; what is printed is what was typed.
    return value if isinstance(value, str) else str(value)


class DocumentFacts(ProfilePart):
    """Numbers and dates of one bulletin."""

    issue_number: Number | None = Field(None, ge=1, description="期号")
    running_number: Number | None = Field(None, ge=1, description="总期号")
    number: Number | None = Field(None, ge=1, description="发文字号里的序号")
    dated: Day = Field(description="成文日期，如 2024-07-10")
    printed_on: Day | None = Field(None, description="印发日期；默认同成文日期")


class SuppliedFigure(ProfilePart):
    """A figure that is not counted from orders. ``value`` is its exact value, ``text`` how it is printed."""

    text: Annotated[str, BeforeValidator(_text)] = Field(description="印在通报里的写法，如 约1.1万人次")
    value: Threshold | None = Field(None, description="精确值，如 11000；百分数可写 96%")
    source: str = Field(description="由谁提供、出自何处")


class SuppliedBase(ProfilePart):
    """Base figures of another period, by measure or rate name, or by figure id (``groups.某组.accepted``)."""

    source: str = Field(description="出自何处，如 上年同期通报")
    figures: dict[str, Threshold] = Field(description="计数名或率名 → 数值（率可写 95.02%）")


class SuppliedBases(ProfilePart):
    """Bases for both comparisons, and others by names that contain Chinese: 市平均, 目标值."""

    previous: SuppliedBase | None = Field(None, description="上期（环比）")
    year_ago: SuppliedBase | None = Field(None, description="上年同期（同比）")
    named: dict[str, SuppliedBase] = Field(
        default_factory=dict,
        description="别的基数：名称 → 数，正文里写{满意率：较市平均}；名称也可以直接写在“基数”下面",
    )

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {"上期": "previous", "环比": "previous", "上年同期": "year_ago", "同比": "year_ago"}
        own = {key: value for key, value in data.items() if isinstance(key, str) and _CHINESE.search(key)}
        rest = {key: value for key, value in data.items() if key not in own}
        rest |= {known[key]: own.pop(key) for key in list(own) if key in known}
        return {**rest, "named": {**rest.get("named", {}), **own}} if own else rest

    def by_name(self) -> dict[str, SuppliedBase]:
        """Every base that is given, by what it is for."""
        given = {"previous": self.previous, "year_ago": self.year_ago, **self.named}
        return {name: base for name, base in given.items() if base is not None}


class Supplied(ProfilePart):
    """One period's supplied.yaml, validated."""

    document: DocumentFacts = Field(description="期号、成文日期等")
    figures: dict[str, SuppliedFigure] = Field(default_factory=dict, description="人工提供的数字")
    bases: SuppliedBases = Field(default_factory=SuppliedBases, description="同比、环比的基数")


def load_supplied(path: Path, profile: Profile | None = None) -> Supplied:
    """The file's contents, checked against the rules of ``profile`` where it is given: what these ask for must be
    there, and what is there must be something that they know.

    Raises ``BulletinError`` with every finding, each with line and key.
    """
    file = read_supplied_file(read_text(path), path.name)
    supplied = validated(Supplied, file)
    if profile is not None and (issues := [*_checked(file, supplied, profile)]):
        raise BulletinError(issues)
    return supplied


def read_supplied_file(text: str, label: str) -> YamlFile:
    """The values of a supplied.yaml with their lines, whichever language its keys are in; not yet validated."""
    file = parse_yaml(text, label)
    return translated(file, Supplied, terms_of(file.data))


def _checked(file: YamlFile, supplied: Supplied, profile: Profile) -> Iterator[Issue]:
    yield from _document_issues(file, supplied.document, profile)
    for name, measure in profile.measures.items():
        if measure.supplied and not measure.by_unit:
            yield from _count_issues(file, name, measure.label or name, supplied.figures.get(name))
        elif name in supplied.figures:
            yield _counted_already(file, name, measure.label or name)
    for against, base in supplied.bases.by_name().items():
        yield from _base_issues(file, against, base, profile)


def asked_of_document(profile: Profile) -> dict[str, str]:
    """The names of ``DocumentFacts`` that the elements of the document print, each with the element that does."""
    found = {
        name: key
        for key, text in profile.document.model_dump().items()
        for name in _names_in(str(text))
        if name in DocumentFacts.model_fields
    }
    return {name: found[name] for name in DocumentFacts.model_fields if name in found}


def _names_in(text: str) -> list[str]:
    """What a text of the profile prints of the document, in a template's braces or in the office's own: {期号}."""
    own = (DOCUMENT_LABELS.get(name) for name in _OWN_NAME.findall(text))
    return [*_DOCUMENT_NAME.findall(text), *(name for name in own if name)]


def _in_chinese(key: str) -> str:
    """How a key of the profile's document is written in Chinese."""
    return " → ".join(KEYS.get(step, step).split()[0] for step in key.split("."))


def _document_issues(file: YamlFile, document: DocumentFacts, profile: Profile) -> Iterator[Issue]:
    """Numbers that the document's elements print and nobody gave."""
    for name, key in asked_of_document(profile).items():
        if getattr(document, name) is None:
            meaning = DocumentFacts.model_fields[name].description or name
            yield error(
                "supplied.document",
                f"缺少{meaning.partition('；')[0]}",
                file.missing(("document", name)),
                expected=f"{name}：{meaning}",
                advice=f"补上；profile.yaml 的 公文 → {_in_chinese(key)} 要用",
            )


def _count_issues(file: YamlFile, name: str, label: str, figure: SuppliedFigure | None) -> Iterator[Issue]:
    """A count that the profile leaves to people and that nobody gave would otherwise be zero."""
    if figure is None or figure.value is None:
        path = ("figures", name) if figure is None else ("figures", name, "value")
        expected = f"{name}: {{text: 印在通报里的写法, value: 整数, source: 出处}}"
        advice = "补上；profile.yaml 里写明它由人工提供（supplied: true）"
        yield error("supplied.count", f"缺少“{label}”的数", file.missing(path), expected=expected, advice=advice)
    elif figure.value < 0 or figure.value != int(figure.value):
        path = ("figures", name, "value")
        found = file.written(path)
        yield error("supplied.count", f"“{label}”不是件数", file.place(path), found=found, expected="0 或正整数")


def _counted_already(file: YamlFile, name: str, label: str) -> Issue:
    return error(
        "supplied.counted",
        f"“{label}”由工单计得，不能另外提供",
        file.place(("figures", name)),
        found=name,
        advice="给这个数换一个名称；要改计得的数，改工单或 adjustments.xlsx",
    )


def _base_issues(file: YamlFile, against: str, base: SuppliedBase, profile: Profile) -> Iterator[Issue]:
    names = [*profile.measures, *profile.rates]
    labels = [rule.label for each in (profile.measures, profile.rates) for rule in each.values() if rule.label]
    groups = [group.name for group in profile.units.groups]
    allowed = {*names, *(f"total.{name}" for name in names)}
    allowed |= {f"groups.{group}.{name}" for group in groups for name in names}
    for name, value in base.figures.items():
        place, known = file.place(("bases", against, "figures", name)), figure_id(profile, name)
        if past_the_whole((known or name).rpartition(".")[2], value, profile):  # 99.5 was typed for 99.5%
            advice, found = f"补上百分号：{value.normalize():f}%", f"{value:f}"
            yield error("supplied.base", "率的基数超过100%", place, found=found, expected="百分数", advice=advice)
        if name not in allowed and ("." in name or known is None):
            near = did_you_mean(re.split("[：:]", name)[-1].strip(), [*names, *labels])
            advice = f"{near}{ways(profile)}"
            yield error("supplied.base", "不存在的计数或率", place, found=name, expected=listed(names), advice=advice)
