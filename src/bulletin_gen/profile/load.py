"""Reading profile.yaml: one ``Profile``, or every reason why there is none."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.profile import Profile
from bulletin_gen.textfile import read_text
from bulletin_gen.validation import validated
from bulletin_gen.yamlfile import parse_yaml


def load_profile(path: Path) -> Profile:
    """The profile written in ``path``.

    Raises ``BulletinError`` with all findings of one stage (reading, syntax, keys and values, names that refer to
    each other), each with file, line, key path, what was found and what is allowed.
    """
    return parse_profile(read_text(path), path.name)


def parse_profile(text: str, label: str = "profile.yaml") -> Profile:
    """Like ``load_profile`` for a text; ``label`` is how messages call the file."""
    return validated(Profile, parse_yaml(text, label))
