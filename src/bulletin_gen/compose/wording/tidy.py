"""Marks around clauses that fell away, and words before lists of one."""

from __future__ import annotations

import re

#: Stands where a clause fell away until the sentence is whole. Clean text holds no control characters.
FALLEN = "\x01"

_BEFORE_MARK = re.compile(f"[、，；]{FALLEN}+(?=[、，；。：])")
_AT_BEGINNING = re.compile(f"(^|[。！？：\n]){FALLEN}+[、，；]")
_BEFORE_END = re.compile(f"[、，；]{FALLEN}+$")
_MARKS_ALONE = re.compile(f"(?:(?<=^)|(?<=[。！？])){FALLEN}+[。！？]")
_ONLY_MARKS = re.compile(f"[{FALLEN}、，；。：！？\\s]*")
_RESPECTIVELY = re.compile(r"(?:分别|依次)(?=(?:为|是|由|有|在)?：?$)")


def tidied(text: str) -> str:
    """``text`` without the marks that clauses left behind; untouched where none fell."""
    if FALLEN not in text:
        return text
    if _ONLY_MARKS.fullmatch(text):
        return ""
    text = _BEFORE_MARK.sub(FALLEN, text)
    text = _AT_BEGINNING.sub(r"\1", text)
    text = _MARKS_ALONE.sub("", text)
    text = _BEFORE_END.sub("", text)
    return text.replace(FALLEN, "")


def without_respectively(words: str) -> str:
    """分别为 → 为, before a list of one."""
    return _RESPECTIVELY.sub("", words)
