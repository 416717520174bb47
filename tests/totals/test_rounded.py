"""Numbers of sentences that rounding has made nought, or the whole: told with what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import load_wording
from bulletin_gen.totals.rounded import rounded_away
from compose.factory import Case

PROFILE = """
kind: 政务督查
county: 甲县
hotline: 热线
document: {title: 甲县通报, head: bare, signature: none, mark: []}
units: {groups: [局]}
intake: {columns: {order_id: 编号, accepted_at: 时间, unit: 单位}}
measures:
  accepted: {label: 受理, time: accepted_at}
  closed: {label: 办结, of: accepted, where: {closed: true}}
rates:
  completion: {label: 办结率, numerator: closed, denominator: accepted}
quotients:
  per_day: {label: 日均, numerator: accepted, denominator: days, style: whole}
"""


@pytest.mark.parametrize(
    ("accepted", "closed", "words", "truth"),
    [
        (12, 0, "日均{日均}件。", "12÷31"),
        (15, 0, "日均{日均}件。", "15÷31"),
        (16, 0, "日均{日均}件。", ""),
        (0, 0, "日均{日均}件。", ""),
        (99_999, 99_998, "办结率{办结率}。", "99998÷99999"),
        (99_999, 99_999, "办结率{办结率}。", ""),
        (99_999, 99_000, "办结率{办结率}。", ""),
        (99_999, 1, "办结率{办结率}。", "1÷99999"),
        (99_999, 0, "办结率{办结率}。", ""),
        (99_999, 99_999, "受理{受理}件，办结{办结}件。", ""),
    ],
)
def test_what_rounding_has_made_untrue_is_told(
    tmp_path: Path, accepted: int, closed: int, words: str, truth: str
) -> None:
    units = f"""
        单位 | 分组 | accepted | closed
        水务局 | 局 | {accepted} | {closed}
    """
    for more, told in (("", bool(truth)), ("wording: {accepted_findings: {舍入: 惯例}}", False)):
        case = Case(PROFILE + more, units)
        rules, facts = case.read_profile(), case.facts()
        (tmp_path / "正文.txt").write_text(words + "\n", encoding="utf-8")
        found = rounded_away(compose(facts, rules, {}, wording=load_wording(tmp_path / "正文.txt")), facts, rules)
        assert [issue.found.rpartition("实为")[2] for issue in found] == ([truth] if told else [])
