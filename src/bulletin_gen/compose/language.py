"""Chinese phrases from lists and whole numbers that the program derives; nothing here knows facts or profiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bulletin_gen.leaves.numbers import numeral


def quantity(number: int) -> str:
    """A numeral before a measure word: 2 → 两 (两个), others as ``numeral``."""
    return "两" if number == 2 else numeral(number)


def listed(items: Iterable[object], last: str = "") -> str:
    """甲、乙、丙 — or, with ``last="和"``, 甲、乙和丙. Nothing for no items."""
    words = [str(item) for item in items]
    if last and len(words) > 1:
        return "、".join(words[:-1]) + last + words[-1]
    return "、".join(words)


def clauses(items: Iterable[object], end: str = "") -> str:
    """一；二；三 with ``end`` behind the last; empty clauses are dropped, and nothing for no clauses."""
    words = [str(item) for item in items if str(item)]
    return "；".join(words) + end if words else ""


def respectively(items: Sequence[object]) -> str:
    """分别是甲、乙、丙; 是甲 for one; nothing for none."""
    if not items:
        return ""
    return ("分别是" if len(items) > 1 else "是") + listed(items)


def counted(number: int, noun: str, measure_word: str = "个") -> str:
    """两个单位; a noun that is itself counted needs no measure word: ``counted(3, "", "家")`` → 三家."""
    return f"{quantity(number)}{measure_word}{noun}"


def and_others(items: Sequence[object], noun: str, shown: int | None = None, measure_word: str = "个") -> str:
    """甲、乙、丙等三个单位; one item stands alone, several get 等N个; ``shown`` names only the first so many."""
    names = list(items)[:shown]
    if len(items) <= 1:
        return listed(names)
    return f"{listed(names)}等{counted(len(items), noun, measure_word)}"


def places(top: int | None, named: int) -> str:
    """第一位 / 前三位 / 前三位（含并列） for ``named`` items of a list of the best ``top``."""
    if named <= 1:
        return "第一位"
    if top is not None and named > top:
        return f"{'第一位' if top == 1 else f'前{quantity(top)}位'}（含并列）"
    return f"前{quantity(named)}位"


def firstly(items: Iterable[object]) -> str:
    """一是甲；二是乙；三是丙。 — for one item, the item itself; nothing for none."""
    words = [str(item).rstrip("；。") for item in items if str(item)]
    if len(words) == 1:
        return words[0] + "。"
    return clauses((f"{numeral(number)}是{word}" for number, word in enumerate(words, 1)), "。")
