"""What must go from a profile when a measure goes: named by key, in the profile's order."""

from __future__ import annotations

import pytest

from bulletin_gen.profile.load import parse_profile
from bulletin_gen.profile.resting import keys_resting_on

PROFILE = """\
kind: 督查通报
county: 某县
document: {mark: 某县, title: 通报}
units: {groups: [县直单位]}
measures:
  accepted: {label: 受理, time: accepted_at}
  dispatched: {label: 交办, of: accepted, where: {dispatched: true}}
  responded: {label: 响应, of: dispatched, where: {responded: true}}
  quickly: {label: 当日响应, of: responded, where: {urgency: 紧急}}
  unanswered: {label: 未响应, plus: dispatched, less: responded}
rates:
  response_rate: {label: 响应率, numerator: responded, denominator: dispatched}
  handed: {label: 交办率, numerator: dispatched, denominator: accepted}
quotients:
  daily: {numerator: responded, denominator: days}
breakdowns:
  types: {measure: quickly, by: request_type}
  kinds: {measure: accepted, by: category_1}
comparisons:
  rise: {of: response_rate, change: points}
  more: {of: accepted}
score:
  terms:
    - {name: 响应, rate: response_rate, points: 60}
    - {rate: handed, points: 40}
ranking: {by: score, then: [-response_rate]}
lists:
  best: {order: [-response_rate], top: 3}
  low: {where: {handed: {below: 45%}}}
order_lists:
  late: {measure: quickly}
tables:
  units:
    columns: [{head: 单位, value: unit}, {head: 响应率, value: response_rate}, {head: 得分, value: term.响应}]
  types: {rows: breakdown.types, columns: [{head: 类别, value: name}]}
  kinds: {rows: breakdown.kinds, columns: [{head: 类别, value: name}]}
"""


def test_everything_made_of_a_measure_rests_on_it() -> None:
    assert keys_resting_on(parse_profile(PROFILE), ["measures.responded"]) == (
        "measures.responded",
        "measures.quickly",
        "measures.unanswered",
        "rates.response_rate",
        "breakdowns.types",
        "quotients.daily",
        "comparisons.rise",
        "order_lists.late",
        "score.terms 的 响应",
        "ranking",
        "lists.best",
        "tables.units 的 response_rate、term.响应 列",
        "tables.types",
    )


@pytest.mark.parametrize(
    ("key", "resting"),
    [
        ("breakdowns.kinds", ("breakdowns.kinds", "tables.kinds")),
        ("measures.quickly", ("breakdowns.types", "order_lists.late", "tables.types")),
    ],
)
def test_nothing_else_does(key: str, resting: tuple[str, ...]) -> None:
    assert keys_resting_on(parse_profile(PROFILE), [key]) == tuple(dict.fromkeys((key, *resting)))
