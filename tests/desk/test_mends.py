"""Mends beside the issues, and what is said where they cannot be made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from bulletin_gen.keeping.handing import hand_out
from bulletin_gen.profile.load import load_profile
from desk.running import EXAMPLES, RunningDesk, running

MEND = quote("/c/平江县/2024-05/issues/mend")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    city = tmp_path_factory.mktemp("mends")
    shutil.copytree(EXAMPLES / "pingjiang", city / "平江县")
    with running(city) as opened:
        yield opened


@pytest.fixture
def profile(desk: RunningDesk) -> Iterator[Path]:
    path = desk.folder / "平江县" / "profile.yaml"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_a_column_that_a_county_has_not_got_goes_with_its_rules(desk: RunningDesk, profile: Path) -> None:
    fields: dict[str, str | list[str]] = {
        "mend": "absent", "column": "rework_count", "profile_hash": hand_out(profile).hash
    }  # fmt: skip
    assert desk.post(MEND, fields).status == 303
    assert "rework_rate" not in load_profile(profile).rates


def test_what_the_text_prints_does_not_go_by_itself(desk: RunningDesk, profile: Path) -> None:
    before = profile.read_bytes()
    (profile.parent / "正文.txt").unlink(missing_ok=True)  # a county that uses the kind's own text
    fields: dict[str, str | list[str]] = {
        "mend": "absent", "column": "category_1", "profile_hash": hand_out(profile).hash
    }  # fmt: skip
    answer = desk.post(MEND, fields)
    assert answer.status == 400 and "正文写法" in answer.text
    assert profile.read_bytes() == before


def test_a_values_meaning_is_kept(desk: RunningDesk, profile: Path) -> None:
    for name in ("很好", "好极了"):
        fields: dict[str, str | list[str]] = {
            "mend": "value", "column": "result_opinion", "name": name, "meaning": "满意",
            "profile_hash": hand_out(profile).hash,
        }  # fmt: skip
        assert desk.post(MEND, fields).status == 303
    values = load_profile(profile).intake.values["result_opinion"]
    assert values["满意"] == ("满意", "很好", "好极了")
    assert values["不满意"] == ("不满意",)  # what was known before is known still


def test_what_an_office_wants_so_is_kept_with_its_reason(desk: RunningDesk, profile: Path) -> None:
    fields: dict[str, str | list[str]] = {
        "mend": "accept", "kind": "占比", "reason": "办公会定的", "profile_hash": hand_out(profile).hash
    }  # fmt: skip
    assert desk.post(MEND, {**fields, "reason": ""}).status == 400
    assert desk.post(MEND, fields).status == 303
    assert load_profile(profile).wording.accepted_findings["占比"] == "办公会定的"


@pytest.mark.parametrize("mend", ["", "unknown", "alias", "value"])
def test_a_mend_that_says_nothing_is_refused(desk: RunningDesk, profile: Path, mend: str) -> None:
    before = profile.read_bytes()
    assert desk.post(MEND, {"mend": mend, "profile_hash": hand_out(profile).hash}).status == 400
    assert profile.read_bytes() == before
