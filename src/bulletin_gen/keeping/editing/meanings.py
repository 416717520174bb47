"""What an odd value of a column means and who is not assessed, written into a profile beside what it knew before."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_gen.canonical import VOCABULARIES
from bulletin_gen.county.workspace import PROFILE
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import parse_profile, read_profile_file, with_rule


def with_meaning(text: str, column: str, written: str, meaning: str) -> str:
    """The text of a profile in which ``written``, found in ``column``, means ``meaning``. Values that a profile gives
    for a column take the place of the usual ones, so these are written down with the first.

    Raises ``BulletinError`` where what is left would not hold together, unless it did not before.
    """
    values = ((read_profile_file(text, PROFILE).data.get("intake") or {}).get("values") or {}).get(column) or {}
    changed = text
    for word in () if values else VOCABULARIES.get(column, ()):
        changed = with_rule(changed, ["intake", "values", column, word], [word])
    known = values.get(meaning) or []
    known = [known] if isinstance(known, str) else [str(each) for each in known]
    listed = list(dict.fromkeys([*known, meaning, written]))
    changed = with_rule(changed, ["intake", "values", column, meaning], listed)
    if _holds(text):
        parse_profile(changed)
    return changed


def with_outside(text: str, names: Sequence[str]) -> str:
    """The text of a profile in which ``names`` stand outside the registry, behind those that do."""
    rules = read_profile_file(text, PROFILE).data.get("units") or {}
    text = text if rules.get("outside") else with_rule(text, ["units", "outside"], "其他单位")
    known = rules.get("outside_names") or []
    known = [known] if isinstance(known, str) else [str(each) for each in known]
    return with_rule(text, ["units", "outside_names"], list(dict.fromkeys([*known, *names])))


def _holds(text: str) -> bool:
    try:
        parse_profile(text)
    except BulletinError:
        return False  # other things are still to be filled in
    return True
