"""Values written as YAML that a clerk can read: one thing a line, with the evidence behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from bulletin_gen.leaves.frugal import late

_PLAIN = late(r"[\u4e00-\u9fff（A-Za-z][\u4e00-\u9fffA-Za-z0-9（）、“”〔〕—·_.+/-]*")
#: Words that YAML would take for something else.
_TAKEN = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def written(values: Mapping[str, Any], notes: Mapping[tuple[str, ...], str]) -> str:
    """``values`` as YAML: sections in blocks, what is in them in one line each, with the note of its path behind it."""
    lines: list[str] = []
    for key, value in values.items():
        _section(lines, (key,), value, notes)
    return "\n".join(lines) + "\n"


def _section(lines: list[str], path: tuple[str, ...], value: Any, notes: Mapping[tuple[str, ...], str]) -> None:
    indent, key = "  " * (len(path) - 1), word(path[-1])
    note = f" # {notes[path]}" if path in notes else ""
    if len(path) == 1:
        lines.append("") if isinstance(value, (Mapping, list, tuple)) and lines else None
    if isinstance(value, Mapping) and value and (len(path) < 2 or len(flow(value)) > 110):
        lines.append(f"{indent}{key}:{note}")
        for inner, each in value.items():
            _section(lines, (*path, inner), each, notes)
    elif isinstance(value, (list, tuple)) and value and (len(path) < 2 or len(flow(value)) > 110):
        lines.append(f"{indent}{key}:{note}")
        lines.extend(f"{indent}  - {flow(each)}" for each in value)
    else:
        lines.append(f"{indent}{key}: {flow(value)}{note}")


def flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{word(str(key))}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return word(str(value.value))
    return str(value) if not isinstance(value, str) else word(value)


def word(text: str) -> str:
    """A text, in quotes where YAML would read something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _TAKEN
    return text if plain else json.dumps(text, ensure_ascii=False)


def lines_of(rows: Sequence[Sequence[str]]) -> str:
    """Rows as comma-separated text for Excel: with the mark by which it knows UTF-8."""
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return "\ufeff" + out.getvalue()
