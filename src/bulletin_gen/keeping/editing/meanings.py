"""What an odd value of a column means, written into a profile so that all that it knew before is known still."""

from __future__ import annotations

from bulletin_gen.canonical import VOCABULARIES
from bulletin_gen.county.workspace import PROFILE
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.written.yamledit import with_value
from bulletin_gen.written.yamlfile import parse_yaml


def with_meaning(text: str, column: str, written: str, meaning: str) -> str:
    """The text of a profile in which ``written``, found in ``column``, means ``meaning``. Values that a profile gives
    for a column take the place of the usual ones, so these are written down with the first.

    Raises ``BulletinError`` where what is left would not hold together, unless it did not before.
    """
    values = ((parse_yaml(text, PROFILE).data.get("intake") or {}).get("values") or {}).get(column) or {}
    changed = text
    for word in () if values else VOCABULARIES.get(column, ()):
        changed = with_value(changed, ["intake", "values", column, word], [word])
    known = values.get(meaning) or []
    known = [known] if isinstance(known, str) else [str(each) for each in known]
    listed = list(dict.fromkeys([*known, meaning, written]))
    changed = with_value(changed, ["intake", "values", column, meaning], listed)
    if _holds(text):
        parse_profile(changed)
    return changed


def _holds(text: str) -> bool:
    try:
        parse_profile(text)
    except BulletinError:
        return False  # other things are still to be filled in
    return True
