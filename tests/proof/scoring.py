"""Holds the findings for published texts against what readers judged of them, kind by kind.

python -m proof.scoring [HALF]      (with src and tests on the path; HALF is first, second or nothing for all)
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bulletin_gen.proof.examine import Examination, examine
from bulletin_gen.proof.reading.files import read_publication

TEXTS = Path(__file__).parents[3] / "shared" / "texts"
#: Offices whose texts the checks were tuned on first; the other half was looked at late.
FIRST = ("pingjiang", "ruzhou", "bozhou", "hengdong", "gaoan", "daying", "lianyungang", "changji", "yangling")


@dataclass
class Score:
    """Entries of the list and how many were found or proved, by verdict and kind; what was said beside the list."""

    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    false_wrong: list[str] = field(default_factory=list)
    false_doubt: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def recall(self, verdict: str, *kinds: str) -> float:
        """The part of the entries of a verdict that was met."""
        wanted = sum(n for (v, k), n in self.wanted.items() if v == verdict and (not kinds or k in kinds))
        met = sum(n for (v, k), n in self.met.items() if v == verdict and (not kinds or k in kinds))
        return met / wanted if wanted else 1.0

    def table(self) -> str:
        """The score by kind."""
        lines = [f"{v:9}{k:18}{self.met[v, k]:4}/{n}" for (v, k), n in sorted(self.wanted.items())]
        return "\n".join([*lines, *self.missed, *self.false_wrong, *self.false_doubt])


def entries() -> list[dict[str, Any]]:
    """The judged statements that arithmetic or a rule of form can decide."""
    loaded = yaml.safe_load((TEXTS / "gold.yaml").read_text(encoding="utf-8"))
    return [each for each in loaded["entries"] if each["checkable"] == "yes"]


def names(half: str = "") -> list[str]:
    """The files of a half, or all."""
    found = sorted({each["file"] for each in entries()})
    return [each for each in found if not half or each.startswith(FIRST) == (half == "first")]


def score(half: str = "") -> Score:
    """The score of a half, or of all."""
    result, gold = Score(), entries()
    for name in names(half):
        mine = [each for each in gold if each["file"] == name]
        examination = examine(read_publication(TEXTS / name))
        _against(result, name, [each for each in mine if each["verdict"] != "right"], examination)
        _proved(result, [each for each in mine if each["verdict"] == "right"], examination)
    return result


def _plain(text: object) -> str:
    return re.sub(r"[\s|，,（）():：]", "", str(text))


def _against(result: Score, name: str, gold: list[dict[str, Any]], examination: Examination) -> None:
    used: set[int] = set()
    for entry in gold:
        fitting = [i for i, each in enumerate(examination.objections) if _fits(entry, each.quote, each.printed)]
        free = [i for i in fitting if i not in used] or (fitting if entry["verdict"] == "doubtful" else [])
        used |= set(free[:1])
        result.wanted[entry["verdict"], entry["kind"]] += 1
        result.met[entry["verdict"], entry["kind"]] += bool(free)
        if not free and entry["verdict"] != "doubtful":
            result.missed.append(f"missed {name} {entry['kind']} {entry['quote']}")
    for i, each in enumerate(examination.objections):
        if i not in used:
            kept = result.false_wrong if each.gravity == "错" else result.false_doubt
            kept.append(f"beside {name} {each.gravity} {each.kind} {each.quote} {each.follows}")


def _fits(entry: dict[str, Any], quote: str, printed: str) -> bool:
    keys, words = [_plain(key) for key in entry.get("key", [])], _plain(entry["quote"])
    said, plain = _plain(quote) + _plain(printed), _plain(quote)
    return any(key in said for key in keys) or (len(plain) > 3 and (plain in words or words in plain))


def _proved(result: Score, gold: list[dict[str, Any]], examination: Examination) -> None:
    used: set[int] = set()
    for entry in gold:
        words = _plain(entry["quote"])
        quotes = [(i, _plain(each.quote)) for i, each in enumerate(examination.proven) if each.kind == entry["kind"]]
        free = [i for i, quote in quotes if i not in used and (quote in words or words in quote)]
        used |= set(free[:1])
        result.wanted["right", entry["kind"]] += 1
        result.met["right", entry["kind"]] += bool(free)


if __name__ == "__main__":
    sys.stdout.write(score(*sys.argv[1:]).table() + "\n")
