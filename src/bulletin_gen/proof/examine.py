"""A publication in, what stands against it and what is proved out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.proof.checks.register import CHECKS
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.reading.publication import Publication

#: Doubts about the order of one list stand no further apart, in characters.
_BESIDE = 60


class Examination(Struct, frozen=True):
    """What checking one file brought: the objections, the graver first, and the proved statements."""

    file: str
    objections: tuple[Objection, ...]
    proven: tuple[Proven, ...]

    @property
    def wrong(self) -> bool:
        """Whether anything is wrong, not only doubtful."""
        return any(each.gravity is Gravity.WRONG for each in self.objections)


def examine(publication: Publication, *, between_sentences: bool = False) -> Examination:
    """Runs every check on ``publication``; ``between_sentences``: only those that read sentences, not those that work
    out each table by itself or only ask."""
    discourse = Discourse(publication)
    checks = [check for check in CHECKS if not (between_sentences and (check.within_tables or check.asks))]
    results = [each for check in checks for each in check.run(discourse)]
    proven = [each for each in results if isinstance(each, Proven)]
    objections = _causes_only(_once(_first_said([each for each in results if isinstance(each, Objection)])))
    if _cuts_off(proven):
        objections = [each for each in objections if each.kind != "rounding"]
    return Examination(publication.name, tuple(_graver_first(objections)), tuple(dict.fromkeys(proven)))


def _cuts_off(proven: Sequence[Proven]) -> bool:
    """Whether the office cuts off: more of the numbers that tell were cut than rounded."""
    cut = sum(1 for each in proven if each.fit == "cut")
    return cut >= 2 and cut > sum(1 for each in proven if each.fit == "rounded")


def _causes_only(objections: Sequence[Objection]) -> list[Objection]:
    """Without what follows from another finding: where shares have a base of their own, the sum differs too; where a
    rate is above a hundred, it does not follow from its columns either."""
    unnamed = {each.line for each in objections if each.kind == "base_unstated"}
    beyond = {(each.line, each.quote) for each in objections if each.kind == "rate_possible"}
    mixed = {each.line for each in objections if each.kind == "unit_mismatch"}
    months = {each.printed for each in objections if each.kind == "title_month"}
    return [
        each
        for each in objections
        if not (
            each.kind == "title_month"
            and each.gravity is Gravity.WRONG
            and any(one.startswith(each.follows) for one in months)
        )
        and not (each.kind == "share" and each.gravity is Gravity.DOUBTFUL and each.line in mixed)
        and not (each.kind == "sum" and each.line in unnamed)
        and not (each.kind == "rate" and (each.line, each.quote) in beyond)
    ]


def _first_said(objections: Sequence[Objection]) -> list[Objection]:
    """Without doubts about a printed number of which something was said before, in the same words."""
    kept: list[Objection] = []
    for each in objections:
        said = (one for one in kept if one.line == each.line and one.where == each.where)
        if each.gravity is Gravity.WRONG:
            again = (one for one in kept if one.gravity is Gravity.WRONG and one.line == each.line)
            if not any(
                one.kind == each.kind and one.follows == each.follows and _is_of_the_same(one, each) for one in again
            ):
                kept.append(each)
        elif not any(_is_of_the_same(one, each) for one in said):
            kept.append(each)
    return kept


def _is_of_the_same(one: Objection, other: Objection) -> bool:
    if one.kind == other.kind == "sum" and one.printed.startswith(other.follows):
        return True  # the whole against its parts, and the parts against their whole
    if one.kind == other.kind == "sum" and other.quote in one.quote:
        return True
    if one.kind == other.kind == "order" and abs(one.start - other.start) <= _BESIDE:
        return True
    if other.kind == "le" and other.printed in one.quote:
        return True
    number = one.printed.endswith(other.printed) or other.printed.endswith(one.printed)
    return number and (one.quote in other.quote or other.quote in one.quote)


def _once(objections: Sequence[Objection]) -> list[Objection]:
    """One objection for a kind and place."""
    kept: dict[tuple[str, int, str], Objection] = {}
    for each in objections:
        kept.setdefault((each.kind, each.line, each.quote), each)
    return list(kept.values())


def _graver_first(objections: Sequence[Objection]) -> list[Objection]:
    return sorted(objections, key=lambda each: (each.gravity is not Gravity.WRONG, each.line, each.start))
