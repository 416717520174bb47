"""Rule cases of the tests as a clerk reads them: the rule, the counts, what comes out, and the working by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases"

#: What a part of ``expect`` is called.
RESULTS = {
    "lists": "名单",
    "added": "人工列入",
    "removed": "人工移出",
    "grades": "各等级的单位",
    "moves": "升降",
    "issues": "问题清单",
    "sums": "名单合计",
    "shares": "名单占比",
}

_BLOCK = re.compile(r"(<!-- 算例：(\S+) -->\n).*?(<!-- 算例完 -->)", re.DOTALL)


def fill_cases(text: str) -> str:
    """``text`` with every marked block replaced by its case as it stands in the tests."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{case(found[2])}\n{found[3]}", text)


def named_cases(text: str) -> list[str]:
    """Names of the cases that a page shows."""
    return [found[2] for found in _BLOCK.finditer(text)]


def case(name: str) -> str:
    """One case as Markdown."""
    text = (CASES / f"{name}.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = YAML(typ="safe").load(text)
    parts = [f"**{data['title']}**", fence("yaml", data["rule"])]
    if "previous" in data:
        parts.append("上期等级：" + "、".join(f"{unit} {grade}" for unit, grade in data["previous"].items()))
    for key, label in (("counts", "各单位件数"), ("orders", "工单"), ("adjustments", "adjustments.xlsx")):
        if key in data:
            parts.append(f"{label}：\n\n{table(data[key])}")
    parts += ["算得：", *_results(data["expect"])]
    parts.append(f"<details><summary>手工怎样算</summary>\n\n{fence('text', _comments(text))}\n\n</details>")
    return "\n\n".join(parts) + "\n"


def fence(language: str, text: str) -> str:
    """A fenced block."""
    return f"```{language}\n{text.strip()}\n```"


def table(text: str) -> str:
    """A text table as a Markdown table."""
    heads, *rows = [line.replace("|", " ").split() for line in text.strip().splitlines()]
    return markdown_table(heads, rows)


def markdown_table(heads: list[str], rows: list[list[str]]) -> str:
    """Rows under heads."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _comments(text: str) -> str:
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.splitlines() if line.startswith("#"))


def _results(expect: Mapping[str, Any]) -> Iterator[str]:
    if "units" in expect:
        yield table(expect["units"])
    lines = [f"- {RESULTS[key]}：{_said(wanted)}" for key, wanted in expect.items() if key in RESULTS and wanted]
    if lines:
        yield "\n".join(lines)


def _said(wanted: Any) -> str:
    if isinstance(wanted, list):
        return "、".join(map(str, wanted))
    return "；".join(f"{name}——{_inner(value)}" for name, value in wanted.items())


def _inner(value: Any) -> str:
    if isinstance(value, Mapping):
        return "、".join(f"{name} {number}" for name, number in value.items())
    return "、".join(map(str, value)) or "无"
