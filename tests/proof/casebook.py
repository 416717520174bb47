"""Cases that a clerk can read: a text (文：), a table (表：), what is wrong (错：疑：) and what is proved (对：)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bulletin_gen.proof.examine import Examination, examine
from bulletin_gen.proof.reading.text import read_lines

CASES = Path(__file__).parent / "cases"


@dataclass
class Case:
    """One case: its title, the lines of its text, what must be found (level, kind, words) and proved (kind, words)."""

    title: str
    lines: list[str] = field(default_factory=list)
    found: list[tuple[str, str, str]] = field(default_factory=list)
    proved: list[tuple[str, str]] = field(default_factory=list)

    def examined(self) -> Examination:
        """What the program says of the text."""
        return examine(read_lines("case", "\n".join(self.lines)))


def cases() -> list[Case]:
    """All cases of all files."""
    return [_case(path, block) for path in sorted(CASES.glob("*.txt")) for block in _blocks(path)]


def _blocks(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    return [block.splitlines() for block in text.strip().split("\n\n")]


def _case(path: Path, lines: list[str]) -> Case:
    case = Case(f"{path.stem}：{lines[0]}")
    for line in lines[1:]:
        mark, _, rest = line.partition("：")
        if mark in ("文", "表"):
            case.lines.append(rest)
        elif mark in ("错", "疑"):
            kind, _, words = rest.partition(" ")
            case.found.append((mark, kind, words))
        elif mark == "对":
            kind, _, words = rest.partition(" ")
            case.proved.append((kind, words))
        else:
            raise ValueError(f"{path.name}: {line}")
    return case
