"""Every example's profile and supplied figures are accepted as they stand, and its folder lacks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.reading import EXAMPLES
from bulletin_gen.county.supplied import load_supplied
from bulletin_gen.profile.load import load_profile

FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/profile.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_profile_and_supplied_figures_hold(folder: Path) -> None:
    profile = load_profile(folder / "profile.yaml")
    assert profile.county and profile.measures
    for supplied in folder.glob("*/supplied.yaml"):
        assert load_supplied(supplied).document.dated
    assert list(folder.glob("*/narrative.md"))
