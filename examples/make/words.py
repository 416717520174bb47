"""The words of words.yaml, to draw from."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML


@cache
def _lists() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("words.yaml"))
    return loaded


def word(rng: random.Random, *names: str) -> str:
    """One word of each named list, joined."""
    return "".join(rng.choice(_lists()[name]) for name in names)
