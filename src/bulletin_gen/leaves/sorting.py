"""Orders of Chinese names: by pinyin, or by strokes (笔画), character by character.

Characters of equal strokes stay in the order of their code points, which for the common ones is that of the 214
radicals; the order of stroke kinds (横竖撇点折) that printed lists of persons use is not known to this program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TypeAlias

from bulletin_gen.leaves.issues import stop

#: What ``sorted`` compares: names that begin alike are decided by the first character that differs.
NameKey: TypeAlias = tuple[tuple[object, ...], ...]

_BLANK = 32  # a sign's own code less this is a number of strokes


def stroke_key() -> Callable[[str], NameKey]:
    """A key that orders names by the strokes of each character in turn; other signs stand before Chinese ones."""
    strokes = stroke_counts()
    return lambda name: tuple((strokes.get(sign, 0), sign) for sign in name)


def pinyin_key() -> Callable[[str], NameKey]:
    """A key that orders names by the syllable and then the tone of each character in turn.

    Raises ``BulletinError`` when pypinyin, which knows the readings, is not installed.
    """
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError as reason:
        raise stop(
            "sort.no_pinyin",
            "没有安装拼音数据，不能按拼音排序",
            expected="已安装 pypinyin",
            advice='运行 pip install "bulletin-gen[pinyin]"，或在 profile.yaml 里改 单位 → 单位顺序',
        ) from reason

    def key(name: str) -> NameKey:
        # ``errors``: a sign without a reading stands for itself, each by itself.
        readings = lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True, errors=list)  # type: ignore[arg-type]
        return tuple(_reading(text, sign) for text, sign in zip(readings, name, strict=True))

    return key


def _reading(text: str, sign: str) -> tuple[object, ...]:
    if text == sign:  # no reading: digits, letters, brackets stand before characters
        return ("", 0, sign)
    return (text.rstrip("12345"), int(text[-1]), sign)


def stroke_counts() -> Mapping[str, int]:
    """How many strokes each Chinese character has, by Unihan's kTotalStrokes."""
    text = (files("bulletin_gen") / "data" / "strokes.txt").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            first, signs = int(line[:5], 16), line[6:]
            counts.update((chr(first + i), ord(sign) - _BLANK) for i, sign in enumerate(signs) if sign != " ")
    return counts
