"""narrative.md, or narrative.docx: what people write, slot by slot. Each level-1 heading names a slot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.written.textfile import read_text
from bulletin_gen.written.yamlfile import PLACEHOLDER, shorten

#: The ending of a narrative that is written in Word.
WORD_ENDING = ".docx"

_HEADING = late(r"#(?!#)\s*(.*?)\s*#*\s*")
_COMMENT = late(r"<!--.*?-->", re.DOTALL)


def read_narrative(path: Path) -> tuple[Mapping[str, str], tuple[Issue, ...]]:
    """The slots of a narrative, written as text or in Word, and what its writer should know.

    Raises ``BulletinError`` with every finding that would lose words.
    """
    if path.suffix != WORD_ENDING:
        return load_narrative(path), ()
    from bulletin_gen.county.wordnarrative import read_word_narrative  # python-docx, where there is a Word file

    return read_word_narrative(path)


def load_narrative(path: Path) -> Mapping[str, str]:
    """Slot → its Markdown text (without the heading; "" for an empty slot). HTML comments are hints and dropped.

    Raises ``BulletinError`` with every finding: text before the first heading, a heading twice, a placeholder.
    """
    return parse_narrative(read_text(path), path.name)


def parse_narrative(text: str, label: str = "narrative.md") -> Mapping[str, str]:
    """Like ``load_narrative`` for a text; ``label`` is how messages call the file."""
    slots: dict[str, list[str]] = {}
    issues: list[Issue] = []
    current: list[str] | None = None
    for number, line in enumerate(_without_comments(text).split("\n"), start=1):
        place = Place(label, row=number)
        if found := _HEADING.fullmatch(line):
            if not found.group(1):
                issues.append(error("narrative.nameless", "标题没有名称", place, found="#", expected="# 工作要求"))
            elif found.group(1) in slots:
                issues.append(_twice(place, found.group(1)))
            current = slots.setdefault(found.group(1), [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            issues.append(_homeless(place, line))
        if PLACEHOLDER in line:
            issues.append(error("file.unfilled", "还没有填写", place, found=shorten(line), advice="写好后删去提示"))
    if issues:
        raise BulletinError(issues)
    return {slot: "\n".join(lines).strip("\n") for slot, lines in slots.items()}


def _without_comments(text: str) -> str:
    # Line numbers of messages must stay those of the file.
    return _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)


def _twice(place: Place, heading: str) -> Issue:
    return error(
        "narrative.twice", "同名标题出现两次", place, found=f"# {heading}", advice="合并成一处，或改正其中一个标题"
    )


def _homeless(place: Place, line: str) -> Issue:
    return error(
        "narrative.no_heading",
        "文字前没有一级标题",
        place,
        found=shorten(line),
        expected="以“# 标题”开头的一行",
        advice="在文字上方写明它属于哪一部分，如“# 工作要求”",
    )
