"""What a check finds, and the questions that checks share: is this name one of those, is this key an order?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import COLUMNS, ColumnType
from bulletin_gen.profile import BUILT_IN, Profile
from bulletin_gen.profile.graph import Path as Path
from bulletin_gen.profile.terms import row_in_chinese
from bulletin_gen.written.validation import did_you_mean, listed

#: What asks for which unit stands where, not how it did.
PLACES = ("group", "prose_group", "registered")


class Slip(Struct, frozen=True):
    """A slip at ``path`` of the profile. An empty ``found`` stands for what is written there."""

    path: Path
    code: str
    kind: str
    expected: str = ""
    advice: str = ""
    found: str = ""


def unknown(path: Path, word: str, allowed: Collection[str], what: str) -> Iterator[Slip]:
    """A finding when ``word`` is not among ``allowed``, which are the ``what`` (计数, 率, 名单…) of the profile."""
    if word not in allowed:
        names = list(allowed)
        advice = did_you_mean(word, names) or f"改成已有的{what}，或先定义“{word}”"
        yield Slip(path, "profile.unknown_name", f"不存在的{what}", listed(names) or f"（还没有{what}）", advice, word)


def unknown_rows(path: Path, word: str, allowed: Collection[str], what: str) -> Iterator[Slip]:
    """``unknown`` for the rows of a table or a chart, which are said in Chinese: what they are called within is no word
    of anybody's."""
    for slip in unknown(path, word, allowed, what):
        yield replace(slip, expected=row_in_chinese(slip.expected), advice=row_in_chinese(slip.advice), found="")


def unknowns(path: Path, words: Iterable[str], allowed: Collection[str], what: str) -> Iterator[Slip]:
    """``unknown`` for every word of a list."""
    for index, word in enumerate(words):
        yield from unknown((*path, index), word, allowed, what)


def unknown_keys(path: Path, words: Mapping[str, object], allowed: Collection[str], what: str) -> Iterator[Slip]:
    """``unknown`` for every key of a mapping."""
    for word in words:
        yield from unknown((*path, word), word, allowed, what)


def conflict(path: Path, kind: str, expected: str, advice: str = "", found: str = "") -> Slip:
    """A finding of rules that cannot hold together."""
    return Slip(path, "profile.conflict", kind, expected, advice, found)


def not_added(path: Path, name: str, profile: Profile, or_else: str = "") -> Iterator[Slip]:
    """A finding when units' counts would be added up that count an order of several units once with each of them."""
    if profile.by_orders(name):
        kind = "按工单件数计的，不能按单位相加"
        why = f"“{name}”一件派多个单位只计一次，各单位的数不能按单位相加"
        expected = "按派单计的计数（count: dispatches），或其比率"
        yield conflict(path, kind, expected, f"{why}；改用 count: dispatches 的指标{or_else}", name)


def columns_of(*types: ColumnType, profile: Profile | None = None) -> list[str]:
    """Columns of these types: the canonical ones, and the profile's own."""
    known = profile.intake.every_column if profile is not None else COLUMNS
    return [name for name, kind in known.items() if kind in types]


def group_names(profile: Profile) -> list[str]:
    """The groups of units."""
    return [group.name for group in profile.units.groups]


def term_names(profile: Profile) -> list[str]:
    """``term.NAME`` for every term of every score."""
    keys = (term.key for score in profile.score.values() for term in score.terms)
    return list(dict.fromkeys(f"term.{key}" for key in keys))


def assessed_names(profile: Profile) -> list[str]:
    """Everything that the assessment gives a unit, as far as the profile has rules for it."""
    scored = ["score", *term_names(profile)] if profile.score else []
    graded = ["grade"] if profile.grades else []
    return [*scored, *graded, *(["rank"] if profile.ranking else [])]


def sortable(profile: Profile) -> list[str]:
    """What units can be ordered by."""
    return [*PLACES, *assessed_names(profile), *profile.measures, *profile.rates]


def order_keys(path: Path, keys: Iterable[str], allowed: Collection[str]) -> Iterator[Slip]:
    """Findings for keys of an order; a ``-`` in front is no part of the name."""
    for index, key in enumerate(keys):
        yield from unknown((*path, index), key.removeprefix("-"), allowed, "排序依据")


def style_names(profile: Profile) -> list[str]:
    """Styles of the profile and those that exist without being written."""
    return list(dict.fromkeys([*profile.styles, *BUILT_IN]))


def styles(path: Path, holder: object, keys: Iterable[str], profile: Profile) -> Iterator[Slip]:
    """Findings for the style names that ``holder`` has under ``keys``; an empty name asks for none."""
    for key in keys:
        name = getattr(holder, key)
        if name:
            yield from unknown((*path, key), name, style_names(profile), "样式")
