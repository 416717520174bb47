"""The examples' rules with English keys: what they themselves say in Chinese, for tests of that spelling."""

from __future__ import annotations

import shutil
from pathlib import Path

from bulletin_gen.county.workspace import County

ENGLISH = Path(__file__).parent / "data" / "english"


def in_english(folder: Path, county: str) -> Path:
    """``folder``, a copy of an example, with the rules and the supplied figures of ``county`` in English keys."""
    shutil.copyfile(ENGLISH / county / "profile.yaml", folder / "profile.yaml")
    shutil.copyfile(ENGLISH / county / "supplied.yaml", folder / County(folder).periods()[-1].key / "supplied.yaml")
    return folder
