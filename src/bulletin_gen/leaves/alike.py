"""Names that somebody may have meant: the one way in which misspelt words are answered."""

from __future__ import annotations

from collections.abc import Iterable


def alike(word: str, names: Iterable[str], count: int = 1, least: int = 50) -> list[str]:
    """Up to ``count`` of ``names`` that ``word`` most resembles, the nearest first, letter case aside; ``least`` is the
    resemblance, of 100, below which a name is not offered (twice the letters in common over all letters of both)."""
    from rapidfuzz import fuzz, process

    found = process.extract(word, list(names), scorer=fuzz.ratio, processor=str.lower, limit=count, score_cutoff=least)
    return [str(name) for name, _, _ in found]
