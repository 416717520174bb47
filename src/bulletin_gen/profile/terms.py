"""The one table of terms: how keys and fixed values of profile.yaml and supplied.yaml may be written in Chinese.

English is the inner vocabulary, and keeps working in files. A Chinese word is looked up only where its key or value may
stand, so one word may mean two things in two places (满分: a key of a score, a value of ``empty.score``), never two in
one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args

from msgspec.structs import replace
from pydantic import BaseModel

from bulletin_gen.canonical import AUXILIARY_COLUMNS, COLUMNS, LABELS, ColumnType
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.profile.base import NamesMeasure
from bulletin_gen.profile.vocabulary import CHECKS, KEYS, KEYS_OF, STANDING, VALUES, VALUES_OF
from bulletin_gen.written.spelling import TermPlace, Terms

_COLUMNS = LABELS | {name: label for name, (label, _) in AUXILIARY_COLUMNS.items()}
#: Keys whose values (or whose mappings' keys) are columns of orders.
_COLUMN_KEYS = {
    ("Measure", "time"), ("Measure", "where"), ("Measure", "sum"), ("Measure", "level_column"), ("Breakdown", "by"),
    ("Breakdown", "about"), ("IntakeRules", "columns"), ("IntakeRules", "values"), ("IntakeRules", "constants"),
    ("IntakeRules", "dispatch_identity"),
}  # fmt: skip
_STYLES = {"rate": "率", "whole": "整数", "number": "小数"}
_STYLE_WORDS = {word: style for style, word in _STYLES.items()}
#: Mappings some of whose entries have names of the inner vocabulary.
_ENTRIES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("IntakeRules", "checks"): {word: check for check, word in CHECKS.items()},
    ("Profile", "score"): {"其余": "default"},
    ("Profile", "styles"): _STYLE_WORDS,
}
_STYLE_KEYS = ("style", "table_style", "score_style", "total_style", "change_style")
_ROWS = {"breakdown": "类别", "list": "名单", "orders": "工单清单"}
_WHOLE_ROWS = {"单位": "units", "分组": "groups", "全部": "whole", "指标": "figures", "期间": "periods"}
_ALONE = {"true": "是", "false": "否", "default": "其余", "total": "全部", "year": "本年"}
_LAST = late(r"last (\d{1,2})")
_PERIOD_END = late(r"period_end(?:\+(\d{1,3})([dh]))?")
_STEM = {"county": "地区", "period": "期间", "kind": "种类"}


def row_in_chinese(words: str) -> str:
    """What names the rows of tables and charts (breakdown.NAME, figures) in Chinese; other words stay."""
    kinds = {f"{key}.": f"{word}." for key, word in _ROWS.items()} | {key: word for word, key in _WHOLE_ROWS.items()}
    return _ROW.sub(lambda found: kinds[found[0]], words)


_ROW = late(rf"(?<![\w.])(?:(?:{'|'.join(_ROWS)})\.|(?:{'|'.join(_WHOLE_ROWS.values())})(?!\w))")


def chinese_of(model: type[BaseModel], key: str) -> tuple[str, ...]:
    """How ``key`` of ``model`` may be written in Chinese, the usual spelling first; empty for a key without a term."""
    spellings = KEYS_OF.get(model.__name__, {}).get(key, KEYS.get(key, ""))
    return tuple(spellings.split())


def chinese_choice(model: str, key: str, choice: str) -> str:
    """How a fixed value is usually written in Chinese; "" for one without a term."""
    return VALUES_OF.get((model, key), {}).get(choice, VALUES.get(choice, ""))


def terms_of(data: object) -> Terms:
    """The terms for one file, ``data`` being its values as they are written: what the file itself calls by a name is
    never taken for a term."""
    names, own = _own_names(data), _held(_held(data, "intake"), "own_columns")
    flags = _flags(own)
    standing = {word: key for key, word in STANDING.items() if word not in names}
    columns = {label: key for key, label in _COLUMNS.items() if label not in own}

    def name(where: TermPlace, text: str) -> str:
        place = (where.model, where.key)
        if place == ("Measure", "where") or where.model == "Condition":
            return _flag(text) if where.entry in flags else text
        if place in _COLUMN_KEYS:
            return text if where.entry else columns.get(text, text)
        if where.key in _STYLE_KEYS:
            return _STYLE_WORDS.get(text, text)
        if place in _naming():
            return _measure_word(text, standing)
        return _SPECIAL[place](text) if place in _SPECIAL else text

    def entry(where: TermPlace, text: str) -> str:
        place = (where.model, where.key)
        if place in _COLUMN_KEYS and not where.entry:
            return columns.get(text, text)
        if place in _ENTRIES:
            return _ENTRIES[place].get(text, text)
        return _measure_word(text, standing) if place in _naming() else text

    return Terms(_keys, _choices, name, entry, in_chinese, _spellings, frozenset([("Measure", "where")]))


def key_in_words(key: str) -> str:
    """A key of a profile as messages outside of it speak of it, measures.返工 as 计数“返工”; other words stay."""
    found = _KEY.fullmatch(key)
    if found is None or found[1] not in KEYS:
        return f"评分项“{key.removeprefix(_TERMS)}”" if key.startswith(_TERMS) else key
    return f"{KEYS[found[1]].split()[0]}“{found[2]}”{found[3]}"


def placed_in_words(issue: Issue) -> Issue:
    """An issue whose place in profile.yaml is told by Chinese keys; others as they are."""
    if issue.place.file != "profile.yaml" or not issue.place.key:
        return issue
    return replace(issue, place=replace(issue.place, key=place_in_words(issue.place.key)))


def place_in_words(place: str) -> str:
    """The place of an entry of a profile, its keys in Chinese: 表格 → 情况 → 列 → 第3项, 名单.超期单位. Names that the
    office gives stay, whatever they are."""
    sign = " → " if " → " in place else "."
    keys = place.split(sign)
    return sign.join(_key_at(keys, at) for at in range(len(keys)))


#: Parts of a profile whose entries have names of the inner vocabulary, none that the office gives.
_OF_FIXED_KEYS = ("document", "wording", "intake", "ranking", "units")


def _key_at(keys: Sequence[str], at: int) -> str:
    key = keys[at]
    if (at == 1 and keys[0] not in _OF_FIXED_KEYS) or key not in KEYS:
        return key
    own = KEYS_OF.get("ColumnRule", {}) if "columns" in keys[:at] else {}
    return own.get(key, KEYS[key]).split()[0]


_KEY = late(r"([a-z_]+)\.(\S+)(.*)")
_TERMS = "score.terms 的 "


def in_chinese(message: str) -> str:
    """A message's English keys, values and columns in Chinese: each as a whole word."""
    return _WORD.sub(lambda found: _spoken().get(found.group(), found.group()), message)


_WORD = late(r"(?<![A-Za-z0-9_./{])[a-z][a-z0-9_]*(?![A-Za-z0-9_/}]|\.[a-z])")


@cache
def _spoken() -> Mapping[str, str]:
    return {key: words.split()[0] for key, words in (VALUES | STANDING | KEYS | _COLUMNS).items()} | {"term": "评分项"}


@cache
def _keys(model: type[BaseModel]) -> Mapping[str, str]:
    fields = [field.alias or name for name, field in model.model_fields.items()]
    return {word: key for key in fields for word in chinese_of(model, key)}


def _choices(where: TermPlace, choices: tuple[str, ...]) -> Mapping[str, str]:
    return {word: each for each in choices if (word := chinese_choice(where.model, where.key, each))}


def _own_names(data: object) -> set[str]:
    """What the file itself calls by a name: measures, rates … styles."""
    names: set[str] = set()
    for key in ("measures", "rates", "quotients", "breakdowns", "lists", "styles"):
        names |= set(_held(data, key))
    return names


def _flags(own: Mapping[str, Any]) -> set[str]:
    """The columns of yes and no."""
    flags = {column for column, kind in COLUMNS.items() if kind is ColumnType.FLAG}
    return flags | {column for column, rule in own.items() if _kind(rule) in ("yes_no", VALUES["yes_no"])}


def _kind(rule: Mapping[str, object]) -> object:
    return rule.get("type", rule.get("类型"))


def _held(data: object, key: str) -> Mapping[str, Any]:
    """The mapping under a key, whichever way the key is spelled; empty where there is none."""
    if isinstance(data, Mapping):
        for spelling in (key, *KEYS[key].split()):
            if isinstance(held := data.get(spelling), Mapping):
                return {str(name): rule if isinstance(rule, Mapping) else {} for name, rule in held.items()}
    return {}


def _flag(text: str) -> str:
    return {"是": "true", "否": "false"}.get(text, text)


def _measure_word(text: str, standing: Mapping[str, str]) -> str:
    """A standing word among measures and rates, with the sign of an order, a comparison behind it, or as a term."""
    sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
    word, colon, against = rest.partition("：") if "：" in rest else rest.partition(":")
    if word.startswith("评分项."):
        return f"{sign}term.{word.removeprefix('评分项.')}{colon}{against}"
    return f"{sign}{standing.get(word, word)}{colon}{against}"


def _spellings(word: str) -> Iterator[str]:
    """How an inner word is spelled in Chinese in any place where it may stand; which of them means it there is for the
    place to say."""
    sign, rest = ("-", word[1:]) if word.startswith("-") else ("", word)
    name, colon, against = rest.partition(":")
    if name.startswith("term."):
        yield f"{sign}评分项.{name.removeprefix('term.')}{colon}{against}"
    if name in STANDING:
        yield f"{sign}{STANDING[name]}{colon}{against}"
    for words in (_COLUMNS, CHECKS, _STYLES, _ALONE, {key: term for term, key in _WHOLE_ROWS.items()}):
        if word in words:
            yield words[word]
    kind, dot, rest = word.partition(".")
    if dot and kind in _ROWS:
        yield f"{_ROWS[kind]}.{rest}"
    if found := _PERIOD_END.fullmatch(word):
        yield "期末" + (f"+{found[1]}{'小时' if found[2] == 'h' else '天'}" if found[1] else "")
    if found := _LAST.fullmatch(word):
        yield f"近{found[1]}期"
    yield _with_terms(word)


def _with_terms(stem: str) -> str:
    for key, word in _STEM.items():
        stem = stem.replace(f"{{{key}}}", f"{{{word}}}")
    return stem


def _rows(text: str) -> str:
    kind, dot, rest = text.partition(".")
    return next(
        (f"{key}{dot}{rest}" for key, word in _ROWS.items() if word == kind and dot),
        _WHOLE_ROWS.get(text, text),
    )


def _span(text: str) -> str:
    found = re.fullmatch(r"[近最][近后]?\s*([0-9]+)\s*(?:期|个?月|周)", text.strip())
    return f"last {found[1]}" if found else "year" if text.strip() == "本年" else text


def _cut_off(text: str) -> str:
    found = re.fullmatch(r"期末(?:\s*[+＋]\s*(\d{1,3})\s*(天|日|小时))?", text.strip())
    if not found:
        return text
    return "period_end" + (f"+{found[1]}{'h' if found[2] == '小时' else 'd'}" if found[1] else "")


def _stem(text: str) -> str:
    for key, word in _STEM.items():
        text = text.replace(f"{{{word}}}", f"{{{key}}}")
    return text


_SPECIAL: dict[tuple[str, str], Callable[[str], str]] = {
    ("TableRule", "rows"): _rows,
    ("ChartRule", "rows"): _rows,
    ("ChartRule", "split"): _rows,
    ("TableRule", "span"): _span,
    ("ChartRule", "span"): _span,
    ("IntakeRules", "cut_off"): _cut_off,
    ("Profile", "stem"): _stem,
    ("Comparison", "scope"): lambda text: "total" if text == "全部" else text,
}


@cache
def _naming() -> frozenset[tuple[str, str]]:
    """The keys that name measures or rates, where standing words may stand too."""
    from bulletin_gen.profile import Profile

    return frozenset(
        (model.__name__, field.alias or key)
        for model in models_of(Profile)
        for key, field in model.model_fields.items()
        if any(isinstance(mark, NamesMeasure) for mark in field.metadata)
    )


def models_of(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """``model`` and every model that its fields hold."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[Any] = [model]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind not in found:
                found[kind] = None
                waiting += [field.annotation for field in kind.model_fields.values()]
        else:
            waiting += get_args(kind)
    return tuple(found)
