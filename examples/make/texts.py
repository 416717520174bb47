"""Request texts composed from topics, slots and turns of phrase, so that no two thousand read alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from make.people import village
from make.words import word

Slots = dict[str, Callable[[], str]]


@dataclass(frozen=True)
class Topic:
    """What requests of one subject say: situations with what is asked for in each."""

    matter: str
    situations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Text:
    """The title and the content of a request."""

    title: str
    content: str


@cache
def topics() -> dict[str, Topic]:
    """All topics by name."""
    raw = YAML(typ="safe").load(Path(__file__).with_name("topics.yaml"))
    return {name: Topic(part["事项"], tuple(part["情况"].items())) for name, part in raw.items()}


def _slots(rng: random.Random, town: str, day: datetime) -> Slots:
    def earlier() -> str:
        then = day - timedelta(days=rng.randint(1, 25))
        return f"{then.month}月{then.day}日"

    def money() -> str:
        return str(rng.choice((1, 2, 3, 5, 6, 8, 12, 15, 18, 24, 36, 58)) * rng.choice((100, 100, 120, 1000)))

    return {
        "place": lambda: f"{town}{village(rng)}",
        "road": lambda: word(rng, "roads"),
        "estate": lambda: word(rng, "estate_heads", "estate_tails"),
        "building": lambda: f"{rng.randint(1, 32)}{rng.choice(('栋', '号楼'))}",
        "shop": lambda: word(rng, "shop_heads", "shop_tails"),
        "eatery": lambda: word(rng, "shop_heads", "eatery_tails"),
        "market": lambda: word(rng, "shop_heads", "market_tails"),
        "food": lambda: word(rng, "foods"),
        "item": lambda: word(rng, "items"),
        "school": lambda: word(rng, "schools"),
        "n": lambda: word(rng, "numerals"),
        "days": lambda: str(rng.randint(6, 45)),
        "small": lambda: str(rng.randint(8, 95)),
        "money": money,
        "hour": lambda: str(rng.randint(9, 11)),
        "date": earlier,
    }


def _fill(pattern: str, slots: Slots) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: slots[found[1]](), pattern)


#: Calls that are no matter of their own: noted in one sentence.
BRIEF = "其他来电"
_SPECIAL = {"咨询": "questions", "建议": "proposals", "表扬": "praise"}


def compose(rng: random.Random, topic: str, request_type: str, town: str, accepted: datetime) -> Text:
    """A request about ``topic`` from someone in ``town``; ``request_type`` decides how it is put."""
    subject = topics()[topic]
    slots = _slots(rng, town, accepted)
    slots["matter"] = lambda: subject.matter
    kind = request_type.rstrip("类")
    if kind in _SPECIAL:
        return Text(f"{kind}{subject.matter}", _fill(word(rng, _SPECIAL[kind]), slots).rstrip("。") + "。")
    situation, ask = rng.choice(subject.situations)
    if topic == BRIEF:
        return Text(subject.matter, f"{_fill(situation, slots)}，{_fill(ask, slots)}。")
    ask = ask if rng.random() < 0.6 else word(rng, "asks")
    body = f"{_fill(situation, slots)}，{_fill(ask, slots)}"
    title = f"{kind if kind in ('投诉', '举报') else '反映'}{town}{subject.matter}"
    return Text(title, f"{word(rng, 'openings')}{body}{word(rng, 'endings')}")


def answer(rng: random.Random, *, settled: bool) -> str:
    """What the hotline (``settled``) or the unit answered."""
    return word(rng, "on_the_line" if settled else "answers")
