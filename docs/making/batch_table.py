"""The marked blocks ``<!-- batch -->`` of docs/scale.md: what benchmarks/batch.py has measured and saved."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SAVED = Path(__file__).resolve().parents[1] / "batch.json"
_BLOCK = re.compile(r"(<!-- batch -->\n).*?(<!-- 完 -->)", re.DOTALL)


def fill_batch(text: str) -> str:
    """``text`` with its blocks as the saved measurement gives them."""
    if "<!-- batch -->" not in text:
        return text
    table = _tables(json.loads(SAVED.read_text(encoding="utf-8")))
    return _BLOCK.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)


def _tables(saved: dict[str, Any]) -> str:
    seconds, steps = saved["seconds"], saved["steps"]
    bare, counties = seconds["bare"], saved["counties"]
    whole = steps["all of it"]
    ratios = [
        (f"{counties} counties × {saved['orders']:,} orders", "elapsed", "processor"),
        ("bare python-calamine iteration, one process", f"{bare:.1f} s", f"{seconds['bare_cpu']:.1f} s"),
        *(
            (said, f"{seconds[key] / bare:.2f} times", f"{seconds[f'{key}_cpu'] / seconds['bare_cpu']:.2f} times")
            for key, said in (("two", "batch, two processes"), ("one", "batch, one process"))
        ),
    ]
    rest = whole - sum(cost for name, cost in steps.items() if name != "all of it")
    parts = [
        ("step of one county, all imported", "ms", "share"),
        *((name, f"{cost:.0f}", f"{cost / whole:.0%}") for name, cost in steps.items() if name != "all of it"),
        ("what is between", f"{rest:.0f}", f"{rest / whole:.0%}"),
        ("all", f"{whole:.0f}", "100%"),
    ]
    return f"{_table(ratios)}\n{_table(parts)}"


def _table(rows: list[tuple[str, str, str]]) -> str:
    head, *others = rows
    lines = [f"| {' | '.join(row)} |" for row in (head, ("---",) * 3, *others)]
    return "\n".join(lines) + "\n"
