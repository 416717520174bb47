"""facts.json: every figure with its origin, saved for people, for machines and for the next period's comparisons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from bulletin_gen import __version__
from bulletin_gen.adjustments import Adjustment
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.filling import SheetCounts, blank_shares
from bulletin_gen.facts.saved.identity import labels_of, rule_codes
from bulletin_gen.facts.saved.renamed import in_present_names
from bulletin_gen.facts.saved.standing import standing_id
from bulletin_gen.leaves.issues import Issue, Place, count_by_kind, stop, system_reason
from bulletin_gen.leaves.numbers import Exact
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.personal import masked_id
from bulletin_gen.profile import Profile

#: Names the layout of the file; a new number means that old readers cannot read it.
FORMAT = "bulletin-gen/facts/1"


class FactsRecord(msgspec.Struct, frozen=True):
    """What facts.json says beside the figures. ``accounts`` say for each file and sheet what was read, used and set
    aside; ``printed`` are the lines of the bulletin, with where each figure stands, ``charts`` what is drawn in it;
    ``files``: name → SHA-256 of what was written, by which a later run knows what people have edited; ``identifiers``:
    name of a rule → under which other programs read its figures, which stand there once more."""

    accounts: Sequence[SheetCounts] = ()
    adjustments: Sequence[Adjustment] = ()
    issues: Sequence[Issue] = ()
    printed: Sequence[msgspec.Struct] = ()
    charts: Sequence[msgspec.Struct] = ()
    files: Mapping[str, str] = {}
    identifiers: Mapping[str, str] = {}


def facts_json(facts: Facts, period: Period, record: FactsRecord) -> str:
    """The text of facts.json."""
    content = {
        "format": FORMAT,
        "program": f"bulletin-gen {__version__}",
        "county": facts.county.text,
        "period": {
            "key": period.key,
            "name": period.name,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
        },
        "inputs": [_account(each) for each in record.accounts],
        "adjustments": [_adjustment(each) for each in record.adjustments],
        "issues": count_by_kind(record.issues),
        "grades": {unit.key: unit["grade"].text for unit in facts.units if "grade" in unit},
        "rules": rule_codes(facts.desk.book.profile),
        "names": labels_of(facts.desk.book.profile),
        "files": dict(record.files),
    }
    head = json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}")
    figures, lines = _figure_lines(facts.figures, record.identifiers), _printed(record.printed)
    drawn = f',\n "charts": [\n{_printed(record.charts)}\n ]' if record.charts else ""
    return f'{head},\n "figures": {{\n{figures}\n }},\n "printed": [\n{lines}\n ]{drawn}\n}}\n'


def _figure_lines(figures: Mapping[str, Figure], identifiers: Mapping[str, str]) -> str:
    """A line a figure: people find one quickly, and a comparison of two files shows what changed."""
    lines = [(key, _line(key, figure)) for key, figure in figures.items()]
    for key, figure in figures.items() if identifiers else ():
        if (standing := standing_id(key, identifiers)) not in figures:
            lines.append((standing, _line(standing, figure, same=key)))
    return ",\n".join(f"  {line}" for _, line in sorted(lines))


def _line(key: str, figure: Figure, *, same: str = "") -> str:
    """A figure under its id; written here and not by a library, as there are thousands and most of their words are the
    same. Blanks after commas and colons: a line is read by people too. ``same``: under which id it stands besides."""
    return (
        f'{_quoted(key)}: {{"text": {_quoted(figure.text)}, "value": {_exact_json(figure.value)},'
        f' "numerator": {_exact_json(figure.numerator)}, "denominator": {_exact_json(figure.denominator)},'
        f' "rounding": {_quoted_often(figure.rounding)}, "rule": {_quoted_often(figure.rule)},'
        f' "source": {_quoted_often(figure.source)}'
        + (f', "parts": [{", ".join(map(_quoted_often, figure.parts))}]' if figure.parts else "")
        + (f', "same": {_quoted(same)}}}' if same else "}")
    )


_ENCODER = msgspec.json.Encoder()


def _quoted(text: str) -> str:
    return _ENCODER.encode(text).decode()


#: The same for words that many figures share.
_quoted_often = lru_cache(maxsize=4096)(_quoted)


def _exact_json(value: Exact | None) -> str:
    exact = exact_text(value)
    return "null" if exact is None else str(exact) if isinstance(exact, int) else f'"{exact}"'


def _printed(lines: Sequence[msgspec.Struct]) -> str:
    return ",\n".join("  " + msgspec.json.format(msgspec.json.encode(line), indent=0).decode() for line in lines)


def exact_text(value: Exact | None) -> int | str | None:
    """A value as JSON keeps it exactly: whole numbers as such, ``"31/32"``, ``"97.4"``."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return str(value)


def _account(account: SheetCounts) -> dict[str, Any]:
    return {
        "file": account.file,
        "sheet": account.sheet,
        "read": account.read,
        "used": account.used,
        "set_aside": dict(account.set_aside),
        "filling": {label: {"blank": each.blank, "of": each.of} for label, each in account.filling.items()},
    }


def _adjustment(adjustment: Adjustment) -> dict[str, Any]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "kind": str(adjustment.kind),
        "order_id": masked_id(adjustment.order_id),
        "unit": adjustment.unit,
        "points": exact_text(adjustment.points),
        "grade": adjustment.grade,
        "reason": adjustment.reason,
        "decided_by": adjustment.decided_by,
        "decided_on": day(adjustment.decided_on),
        "source": str(adjustment.place),
    }


def load_base(
    path: Path, county: str = "", period: Period | None = None, profile: Profile | None = None
) -> tuple[Base, Mapping[str, str]]:
    """The figures of an earlier run as a base of comparisons, and the units' grades then. With ``profile``, what that
    calls otherwise than the earlier run did, though by the same label, has its present name.

    Raises ``BulletinError`` when the file is not a facts file of this format, or not of ``county`` and ``period``,
    where these are given.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        if content["format"] != FORMAT:
            raise ValueError(f"format: {content['format']}")
        _refuse_others(path, content, county, period)
        # What stands under another program's id as well is read once.
        figures = {key: each for key, each in content["figures"].items() if "same" not in each}
        values = {key: Fraction(str(each["value"])) for key, each in figures.items() if each["value"] is not None}
        rules = {key: str(each["rule"]) for key, each in figures.items() if each.get("rule")}
        grades = {str(unit): str(grade) for unit, grade in content["grades"].items()}
        codes = {str(name): str(code) for name, code in content.get("rules", {}).items()}
        labels = {str(name): str(label) for name, label in content.get("names", {}).items()}
        blank = blank_shares(content.get("inputs", ()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError) as reason:
        raise _unreadable(path, _amiss(reason)) from reason
    base = Base(values, f"facts/{path.name}", rules, blank, codes)
    return (in_present_names(base, labels, profile) if profile else base), grades


def _refuse_others(path: Path, content: Mapping[str, Any], county: str, period: Period | None) -> None:
    """Figures of another county or another time are no base, whatever the file is called."""
    said, span = content.get("county"), content.get("period", {})
    if county and said != county:
        raise _of_another(path, "历史数据是别的县的", str(said), county)
    days = (span.get("first"), span.get("last"))
    if period and days != (period.first.isoformat(), period.last.isoformat()):
        expected = f"{period.name}，{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d}"
        raise _of_another(path, "历史数据是别的期间的", f"{span.get('name')}，{days[0]} 至 {days[1]}", expected)


def _of_another(path: Path, kind: str, found: str, expected: str) -> Exception:
    return stop(
        "facts.other", kind, Place(file=f"facts/{path.name}"), found=found, expected=expected,
        advice="换成那一期自己的 facts.json，或移走这个文件，在 supplied.yaml 的“基数”中填写",
    )  # fmt: skip


def _amiss(reason: Exception) -> str:
    """What is wrong with a facts file, in words for who put it there."""
    if isinstance(reason, json.JSONDecodeError):
        return f"不是完整的 JSON（第{reason.lineno}行）"
    if isinstance(reason, KeyError):
        return f"缺少“{reason.args[0]}”"
    if isinstance(reason, UnicodeDecodeError):
        return "不是 UTF-8 文字"
    if isinstance(reason, OSError):
        return system_reason(reason)
    return str(reason) if str(reason).startswith("format: ") else "内容不是以前生成时写出的样子"


def _unreadable(path: Path, found: str) -> Exception:
    return stop(
        "facts.unreadable",
        "历史数据文件无法读取",
        Place(file=f"facts/{path.name}"),
        found=found,
        expected=f"以前生成通报时写出的 facts.json（format: {FORMAT}）",
        advice="用当时的工单重新生成该期通报，或删去此文件并在 supplied.yaml 的“基数”中填写",
    )


def _account_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["file", "sheet", "read", "used", "set_aside"],
        "properties": {
            "file": {"type": "string"},
            "sheet": {"type": "string"},
            "read": {"type": "integer"},
            "used": {"type": "integer"},
            "set_aside": {"type": "object", "additionalProperties": {"type": "integer"}},
            "filling": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["blank", "of"],
                    "properties": {"blank": {"type": "integer"}, "of": {"type": "integer"}},
                },
            },
        },
    }


def _printed_schema() -> dict[str, Any]:
    places = {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3}
    return {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "description": "印出的文字"},
            "figures": {"type": "array", "description": "其中的数据：起、止、数据名、书签名（没有数字的为空）"},
            "cell": {**places, "description": "第几张表、行、列"},
            "head": {"type": "boolean", "description": "是否表头"},
        },
    }


def facts_schema() -> dict[str, Any]:
    """The JSON Schema of facts.json (``bulletin-gen schema facts``)."""
    exact = {
        "type": ["integer", "string", "null"],
        "description": '精确值：整数、小数（如 "97.4"）或分数（如 "31/32"）',
        "pattern": r"^-?\d+(\.\d+)?(/\d+)?$",
    }
    texts = {"type": "string"}
    figure = {
        "type": "object",
        "required": ["text", "value", "numerator", "denominator", "rounding", "rule", "source"],
        "additionalProperties": False,
        "properties": {
            "text": {**texts, "description": "印在通报里的写法"},
            "value": exact,
            "numerator": exact,
            "denominator": exact,
            "rounding": {**texts, "description": "舍入规则"},
            "rule": {**texts, "description": "计算规则"},
            "source": {**texts, "description": "由何而来"},
            "parts": {"type": "array", "items": texts, "description": "由哪些数算来（数据名）"},
            "same": {**texts, "description": "这一行是给别的程序读的，数据名见此；同一个数另有一行"},
        },
    }
    keys = [
        "format",
        "program",
        "county",
        "period",
        "inputs",
        "adjustments",
        "issues",
        "grades",
        "figures",
    ]  # files and printed: only since drafts are held against their facts
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "通报数据（facts.json）",
        "type": "object",
        "required": keys,
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "program": texts,
            "county": texts,
            "period": {"type": "object", "required": ["key", "name", "first", "last"]},
            "inputs": {"type": "array", "items": _account_schema()},
            "adjustments": {"type": "array", "items": {"type": "object"}},
            "issues": {"type": "object", "additionalProperties": {"type": "integer"}},
            "grades": {"type": "object", "additionalProperties": texts},
            "rules": {"type": "object", "additionalProperties": texts, "description": "各计数、各率的规则代码"},
            "names": {"type": "object", "additionalProperties": texts, "description": "各计数、率、类别的中文名称"},
            "files": {"type": "object", "additionalProperties": texts, "description": "写出的文件及其 SHA-256"},
            "figures": {"type": "object", "additionalProperties": figure},
            "printed": {"type": "array", "items": _printed_schema(), "description": "印出的每一段、每一格"},
            "charts": {"type": "array", "items": {"type": "object"}, "description": "每张图的图题、类别和数"},
        },
    }
