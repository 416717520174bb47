"""Invented citizens: names, sexes, addresses; telephone numbers whose prefix no operator has."""

from __future__ import annotations

import random
from dataclasses import dataclass

from make.words import word


@dataclass(frozen=True)
class Citizen:
    """Someone who calls; nobody who exists."""

    name: str
    sex: str
    phone: str


def citizen(rng: random.Random) -> Citizen:
    """An invented caller; now and then one who leaves only a surname, or no name."""
    sex = rng.choice("男女")
    given = word(rng, *["male" if sex == "男" else "female"] * rng.choice((1, 2, 2)))
    surname = word(rng, "surnames")
    draw = rng.random()
    polite = f"{surname}{'先生' if sex == '男' else '女士'}"
    name = polite if draw < 0.25 else "匿名" if draw < 0.28 else surname + given
    return Citizen(name, sex, f"10{rng.randrange(10**8, 10**9)}")


def village(rng: random.Random) -> str:
    """An invented village or community."""
    if rng.random() < 0.3:
        return word(rng, "communities") + "社区"
    return word(rng, "village_heads", "village_tails") + "村"


def address(rng: random.Random, town: str) -> str:
    """An invented address in a town."""
    home = village(rng)
    detail = f"{rng.randint(1, 28)}栋{rng.randint(1, 3)}单元" if home.endswith("社区") else f"{rng.randint(1, 18)}组"
    return f"{town}{home}{detail}"
