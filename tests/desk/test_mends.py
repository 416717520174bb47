"""Mends beside the issues, and what is said where they cannot be made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.datastructures import FormData, QueryParams

from bulletin_gen.desk.answers.calls import Call, OpenDesk
from bulletin_gen.desk.answers.replies import GroupedIssues
from bulletin_gen.desk.pages.month.issues import mend_of
from bulletin_gen.keeping.confined import Confined
from bulletin_gen.keeping.handing import hand_out
from bulletin_gen.leaves.issues import Severity
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
    assert "返工率" not in load_profile(profile).rates


def test_what_the_text_prints_does_not_go_by_itself(desk: RunningDesk, profile: Path) -> None:
    before = profile.read_bytes()
    wording = profile.parent / "正文.txt"
    words = wording.read_bytes()
    wording.unlink()  # a county that uses the kind's own text
    fields: dict[str, str | list[str]] = {
        "mend": "absent", "column": "category_1", "profile_hash": hand_out(profile).hash
    }  # fmt: skip
    answer = desk.post(MEND, fields)
    wording.write_bytes(words)
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


def test_what_is_missing_is_said_in_a_clerks_words(desk: RunningDesk) -> None:
    export = desk.folder / "平江县" / "2024-05" / "另一份.csv"
    export.write_text("工单编号,承办单位,受理时间\nX1,平江县公安局,2024-05-03 08:00\n", encoding="utf-8")
    try:
        shown = desk.get(quote("/c/平江县/2024-05/issues")).text
    finally:
        export.unlink()
    group = shown.partition("缺少需要的列")[2].partition("</section>")[0]
    assert "本县没有这一列，去掉用它的规则" in group and "计数“" in group
    assert "measures" not in group and "profile.yaml" not in group


def test_totals_that_an_office_wants_so_are_accepted_beside_the_issue() -> None:
    files = Confined(EXAMPLES)
    call = Call(
        OpenDesk(files, date.today), "GET", "/", {"county": "平江县", "period": "2024-05"}, QueryParams(), FormData()
    )
    for code, kind, accepted in (
        ("totals.differ", "总数前后不一致", "总数"), ("bulletin.contradiction", "与自己的数不符（占比）", "占比")
    ):  # fmt: skip
        offered = mend_of(call, GroupedIssues(kind, code, Severity.WARNING))
        assert (offered.kind, offered.column) == ("accept", accepted)
