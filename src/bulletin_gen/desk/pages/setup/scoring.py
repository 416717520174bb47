"""Terms of scores, grades and counts added by a form, also in a county that has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.canonical import LABELS
from bulletin_gen.county.workspace import County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.keeping.editing.scoreedit import (
    TERM_KINDS,
    TermKind,
    score_groups,
    typed_points,
    with_count,
    with_grades,
    with_term,
)
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile, read_profile_file

#: Columns of whole numbers that can be counted by.
_WHOLE = ("returned_count", "rework_count", "extension_count")
_GRADES = 5


class ScoreForms(Struct, frozen=True):
    """What the forms offer: kinds of terms, rates and counts with their labels, whose scores there are, columns of
    whole numbers (with whether the county's exports have them), empty rows for grades; ``graded``: there are some."""

    kinds: tuple[tuple[str, str], ...]
    rates: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    columns: tuple[tuple[str, str, bool], ...]
    graded: bool
    rows: int = _GRADES


def score_forms(profile: Profile | None, text: str) -> ScoreForms | None:
    """The forms for a profile; None where it cannot be read."""
    if profile is None:
        return None
    known = profile.intake.columns
    return ScoreForms(
        tuple(TERM_KINDS.items()),
        tuple((name, measure_label(profile, name)) for name in profile.rates),
        tuple((name, measure_label(profile, name)) for name in profile.measures),
        score_groups(read_profile_file(text).data),
        tuple((name, LABELS[name], name in known) for name in _WHOLE),
        bool(profile.grades),
    )


def term_added(call: Call) -> Response:
    """One more term of a score."""
    kind = call.text("term_kind")
    found = next((each for each in get_args(TermKind) if each == kind), None)
    if found is None:
        raise stop("desk.field", "表单里有不认识的项", advice="刷新页面再填")
    points = typed_points(call.text("term_points"))
    return _written(call, lambda text: with_term(text, found, call.text("term_of"), points, call.text("term_group")))


def grades_added(call: Call) -> Response:
    """The grades of a county that has none."""
    rows = [(call.text(f"grade/{row}"), call.text(f"from/{row}")) for row in range(_GRADES)]
    return _written(call, lambda text: with_grades(text, [row for row in rows if row[0]]))


def count_added(call: Call) -> Response:
    """One more count, by a column of whole numbers."""
    column = call.text("count_column")
    if column not in _WHOLE:
        raise stop("desk.field", "没有选列", advice="选一列再加")
    least = call.text("count_least") if call.text("count_how") == "orders" else ""
    if call.text("count_how") == "orders" and not least:
        least = "1"
    return _written(call, lambda text: with_count(text, call.text("count_name"), call.text("count_of"), column, least))


def _written(call: Call, change: Callable[[str], str]) -> Response:
    handed = hand_out(County(call.county).profile)
    text = change(text_of(handed))
    parse_profile(text)  # what does not fit together is refused before it is written
    write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
    return go_to(call.county_address("rules"), "saved")
