"""A figure explained from end to end: its words, and the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.explaining.naming import called
from bulletin_gen.explaining.rows import CountedRows, added, counted_rows, scoped
from bulletin_gen.explaining.ruling import list_rules
from bulletin_gen.explaining.told import ToldRun
from bulletin_gen.explaining.words import count_lines, counted_lines, decision_lines, figure_lines
from bulletin_gen.facts.figure import Figure
from bulletin_gen.profile import Profile

#: What follows from a unit's whole score.
_OF_SCORES = ("score", "rank", "grade", "deduct", "bonus")
#: So many parts of a figure are named; more are counted.
_MOST_PARTS = 6


class ExplainedFigure(Struct, frozen=True):
    """A figure's text and id, what is said of it line by line, and the counts behind it with their rows."""

    id: str
    text: str
    lines: tuple[str, ...]
    counted: tuple[CountedRows, ...]


def explain_figure(found: ToldRun, key: str) -> ExplainedFigure:
    """Everything that is known of the figure ``key`` of ``found``."""
    from bulletin_gen.explaining.touching import touching

    figure = found.figures[key]
    counted = rows_behind(found, key)
    of_one = bool(figure.parts) or scoped(key, found.profile, found.figures) is not None
    plain = key.removesuffix("@table")
    of_score = not of_one and (plain.endswith(".score") or ".term." in plain)
    lines = (
        *figure_lines(figure, dict(found.figures), found.printed),
        *_part_lines(found, figure),
        *_list_lines(found, plain),
        *count_lines(found.accounts, found.dispatches, counted if of_one else ()),
        *(counted_lines(counted) if of_score else ()),
        *decision_lines(touching(found, key)),
    )
    return ExplainedFigure(key, figure.text, lines, tuple(counted))


def _list_lines(found: ToldRun, key: str) -> Iterator[str]:
    """Of a unit's name: by what the lists are made, and what the unit has of it."""
    scope, _, last = key.rpartition(".")
    if last not in ("name", "table_name") or not scope.startswith("units."):
        return
    for sentence, keys in list_rules(found.profile):
        own = [(part, found.figures[part].text) for name in keys if (part := f"{scope}.{name}") in found.figures]
        said = "，".join(f"{called(part, found)} {text}" for part, text in own)
        yield f"名单：{sentence}" + (f"（{said}）" if said else "")


def _part_lines(found: ToldRun, figure: Figure) -> Iterator[str]:
    """What a figure was worked out from, each by what people call it."""
    known = [part for part in figure.parts if part in found.figures]
    for part in known[:_MOST_PARTS]:
        yield f"由：{called(part, found)} {found.figures[part].text}"
    if len(known) > _MOST_PARTS:
        yield f"由：……共 {len(known)} 个数"


def rows_behind(found: ToldRun, key: str) -> Sequence[CountedRows]:
    """The counts that a figure is made of, with their rows: of a measure or rate its own, of a score and its terms
    those that it is given by, of what was worked out from other figures theirs; none of other figures, and where no
    dispatches were kept."""
    if found.dispatches is None:
        return ()
    of = scoped(key, found.profile, found.figures)
    if of is not None:
        return counted_rows(found.dispatches, found.profile, found.period, of)
    figure = found.figures.get(key)
    if figure is not None and figure.parts:
        return _of_parts(found, figure)
    scope, _, last = key.removesuffix("@table").rpartition(".")
    if not scope.endswith(".term") and last not in _OF_SCORES:
        return ()
    names, unit = _scored(found.profile, "" if last in _OF_SCORES else last), scope.removesuffix(".term")
    parts = [scoped(f"{unit}.{name}", found.profile) for name in names] if unit.startswith("units.") else []
    rows = (counted_rows(found.dispatches, found.profile, found.period, each) for each in parts if each is not None)
    return list({each.measure: each for counted in rows for each in counted}.values())


def _of_parts(found: ToldRun, figure: Figure) -> Sequence[CountedRows]:
    """The rows of all parts: those of a part before those of the whole, those of what was added up together."""
    behind = [rows_behind(found, part) for part in figure.parts if part != figure.id]
    counted = [each for rows in behind for each in rows]
    if _is_share(found, figure):
        return counted
    together: dict[str, list[CountedRows]] = {}
    for each in counted:
        together.setdefault(each.measure, []).append(each)
    return [added(each, by_orders=found.profile.measures[name].count == "orders") for name, each in together.items()]


def _is_share(found: ToldRun, figure: Figure) -> bool:
    """Whether the parts are a part and its whole, not what is added up."""
    values = [found.figures[part].value for part in figure.parts if part in found.figures]
    return values == [figure.numerator, figure.denominator]


def _scored(profile: Profile, term: str) -> tuple[str, ...]:
    """The measures and rates by which a ``term`` of a score is given, or all terms."""
    terms = (each for score in profile.score.values() for each in score.terms if term in ("", each.key))
    return tuple(dict.fromkeys(each.rate or each.measure or each.share_of_group or "" for each in terms))
