"""How the results of ``check`` are shown: on the terminal by gravity, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from bulletin_gen.proof.examine import Examination
    from bulletin_gen.proof.findings import Objection

_COLOURS = {"错": "red", "疑": "yellow"}


def as_json_text(examinations: Sequence[Examination], drafts: Sequence[dict[str, Any]] = ()) -> str:
    """One object: ``findings`` with level, kind, quote, printed, follows, why; ``confirmed`` with kind and quote;
    ``drafts``, where a file is one, with every figure and what became of it."""
    findings = [
        {
            "file": each.file,
            "level": str(one.gravity),
            "kind": one.kind,
            "quote": one.quote,
            "printed": one.printed,
            "follows": one.follows,
            "why": one.why,
        }
        for each in examinations
        for one in each.objections
    ]
    confirmed = [
        {"file": each.file, "kind": one.kind, "quote": one.quote} for each in examinations for one in each.proven
    ]
    whole = {"findings": findings, "confirmed": confirmed} | ({"drafts": list(drafts)} if drafts else {})
    return json.dumps(whole, ensure_ascii=False, indent=1)


def show_examinations(console: Console, examinations: Sequence[Examination]) -> None:
    """File by file: the grave findings first, each with place, words, what follows and why; then what was proved."""
    for each in examinations:
        wrong = sum(1 for one in each.objections if one.gravity == "错")
        doubtful = len(each.objections) - wrong
        found = f"错 {wrong} 处，疑 {doubtful} 处" if each.objections else "没有发现问题"
        console.print(Text(f"{each.file}：{found}；算对 {len(each.proven)} 处", style="bold"), soft_wrap=True)
        for one in each.objections:
            _show(console, one)


def _show(console: Console, one: Objection) -> None:
    from bulletin_gen.proof.wording import kind_name

    head = Text(f"{one.gravity} ", style=_COLOURS[one.gravity])
    head.append(f"{one.where} {kind_name(one.kind)}：“{one.quote}”", style="default")
    console.print(head, soft_wrap=True)
    console.print(f"   印的是 {one.printed}；应为 {one.follows}；{one.why}", soft_wrap=True, markup=False)
