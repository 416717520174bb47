"""What a bulletin states in prose, as sequences of names and figures that must stand together in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

#: Alternatives for a name: every way in which the registry allows it to be written.
Spellings = Callable[[str], Sequence[str]]

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NEAR = r"[^0-9，。；、]{0,12}?"  # 汉昌街道6件, 市长信箱满意率为94.62%
_CLAUSE = r"[^，；。]*?"  # 梅仙镇2件（工单编号：233459、242019）
_SENTENCE = r"[^。]*?"


@dataclass(frozen=True)
class Statement:
    """Tokens that follow one another, with what may stand between them."""

    path: str
    tokens: tuple[str, ...]
    between: str = _SENTENCE

    def found_in(self, text: str, spellings: Spellings) -> bool:
        """Whether one sentence of ``text`` says it."""
        return re.search(self.between.join(_pattern(token, spellings) for token in self.tokens), text) is not None


def _pattern(token: str, spellings: Spellings) -> str:
    if re.fullmatch(r"[0-9.]+%?", token):
        # 7.59 may be printed as 7.59%, a count never.
        return rf"(?<![0-9.]){re.escape(token)}(?![0-9{'' if '.' in token else '%'}]|\.[0-9])"
    return "(?:" + "|".join(map(re.escape, spellings(token))) + ")"


def printed(value: Any) -> str:
    """A fact as prose prints it."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float):
        return str(abs(value))
    return str(value).removeprefix("+")


def _simple(value: Any) -> bool:
    return isinstance(value, int | float | str | date)


def statements(facts: dict[str, Any], unordered: Sequence[str] = ()) -> Iterator[Statement]:
    """Everything that ``facts`` states. Lists under a path of ``unordered`` are one statement a name."""
    for key, value in facts.items():
        for one in _of(key, value):
            if any(one.path == path or one.path.startswith(f"{path}.") for path in unordered):
                yield from (Statement(one.path, (token,)) for token in one.tokens)
            else:
                yield one


def _of(path: str, value: Any) -> Iterator[Statement]:
    if _simple(value):
        yield Statement(path, (printed(value),))
    elif isinstance(value, list):
        yield from _of_list(path, value)
    elif isinstance(value, dict):
        yield from _of_dict(path, value)


def _of_list(path: str, values: list[Any]) -> Iterator[Statement]:
    if all(map(_simple, values)):
        yield Statement(path, tuple(map(printed, values)))
        return
    for number, value in enumerate(values, 1):
        yield from _of(f"{path}.{number}", value)


def _of_dict(path: str, values: dict[str, Any]) -> Iterator[Statement]:
    """Values under English keys belong together; a Chinese key is a name that its value is about."""
    together = tuple(printed(value) for key, value in values.items() if _simple(value) and not _CHINESE.search(key))
    named = path.rsplit(".", 1)[-1]
    if together:
        yield Statement(path, (named, *together) if _CHINESE.search(named) else together)
    for key, value in values.items():
        inner = f"{path}.{key}"
        if not _CHINESE.search(key):
            if not _simple(value):
                yield from _of(inner, value)
        elif _simple(value):
            yield Statement(inner, (key, printed(value)), _NEAR)
        elif isinstance(value, list) and all(str(each).isdigit() for each in value):
            yield from (Statement(inner, (key, str(each)), _CLAUSE) for each in value)
        elif isinstance(value, list):
            yield from _of_list(inner, value)
        else:
            yield from _of_dict(inner, value)
