"""What the period before had and this one has not at all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.saved.vanished import vanished
from bulletin_gen.indicators import Indicators, Scope
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile

PROFILE: dict[str, Any] = {
    "kind": "k",
    "county": "c",
    "document": {"mark": "m", "title": "t"},
    "units": {"groups": ["镇"]},
    "measures": {
        "accepted": {"label": "受理"},
        "letters": {"label": "信箱来信", "where": {"channel": "信箱"}},
        "very_satisfied": {"of": "letters"},
        "both": {"plus": ["accepted", "letters"]},
        "calls": {"supplied": True},
    },
}


def messages(before: dict[str, int], now: dict[str, int]) -> list[str]:
    base = Base({f"total.{name}": Fraction(count) for name, count in before.items()}, "facts/2024-04.json")
    counts = dict.fromkeys(PROFILE["measures"], 0) | now
    indicators = Indicators((), {}, Scope("total", counts, {}))
    profile = Profile.model_validate(PROFILE)
    return [
        f"{each.place}：{each.found}"
        for each in vanished(profile, parse_period("2024-05"), indicators, {"previous": base})
    ]


def test_a_file_that_nobody_put_into_the_folder_is_asked_after() -> None:
    before = {"accepted": 1200, "letters": 146, "very_satisfied": 20, "both": 1346, "calls": 900}
    assert messages(before, {"accepted": 1263}) == ["信箱来信：2024年4月 146 件，2024年5月 0 件"]


def test_what_was_rare_may_be_gone() -> None:
    assert messages({"letters": 9}, {"accepted": 1}) == []
    assert messages({}, {"accepted": 1}) == []


def test_without_the_period_before_nothing_is_asked() -> None:
    indicators = Indicators((), {}, Scope("total", dict.fromkeys(PROFILE["measures"], 0), {}))
    assert list(vanished(Profile.model_validate(PROFILE), parse_period("2024-05"), indicators, {})) == []
