"""Which way things went, in words without a number (较上年有所增加), against the numbers beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.claims.columns import beyond_bound, large_tables, score_column
from bulletin_gen.proof.checks.evidence import number, objection
from bulletin_gen.proof.checks.relations.series import NamedRow, all_series
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Role
from bulletin_gen.proof.sentences.numerals import numeral

_RISES, _FALLS = "增加|上升|增长|提高|提升|升高|走高", "减少|下降|降低|回落|下滑|走低"
_SAID = late(
    rf"(?:较|比|与)(?P<when>上年|去年|上月|上周|上季度)(?:同期|同月)?(?:相比)?,?(?:有所|略有|明显|继续|大幅|小幅|均|呈|又有)*(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))(?=[,;。]|$)"
)
_GOES_ON = late(rf"(?:延续|保持|继续|仍呈|呈现?)(?:了)?(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))(?:势头|态势|趋势)")
_AGAINST_MEAN = late(
    r"(?P<what>[^,;。:]{2,14}?)(?P<way>高于|低于|超过)(?P<of>[^,;。:\d]{0,6}?(?:[月日周季]均|平均))(?:水平|值|数)?"
)
_REACHING = late(
    r"(?P<bound>\d+(?:\.\d+)?)(?P<unit>分|%|件)(?:\(含\))?(?P<side>及以上|以上|及以下|以下)(?:\(含[^()]{0,6}\))?的?(?:单位|部门|乡镇|镇街)?(?:共有|共|有|为)(?P<count>\d{1,3}|[一二两三四五六七八九十])[个家]"
)
_REFERENCES = {"上年": "year", "去年": "year", "上月": "period", "上周": "period", "上季度": "period"}


def check_trends(discourse: Discourse) -> Iterator[Objection]:
    """Every direction in words that a number contradicts, and every count of those that reach a bound."""
    for utterance in discourse.utterances:
        for match in _SAID.finditer(utterance.text):
            yield from _said(utterance, match, _REFERENCES[match["when"]])
        for match in _GOES_ON.finditer(utterance.text):
            yield from _said(utterance, match, "")
        for match in _AGAINST_MEAN.finditer(utterance.text):
            yield from _against_mean(utterance, match)
        for match in _REACHING.finditer(utterance.text):
            yield from _reaching(discourse, utterance, match)


def _said(utterance: Utterance, match: re.Match[str], reference: str) -> Iterator[Objection]:
    begin = utterance.text.rfind("。", 0, match.start()) + 1
    before = [each for each in utterance.mentions if begin <= each.start and each.end <= match.start()]
    changes = [each for each in before if each.role is Role.CHANGE and each.direction]
    alike = [each for each in changes if not reference or each.reference in (reference, "")]
    if alike and alike[-1].quantity.value and (alike[-1].direction > 0) != bool(match["up"]):
        way = "上升" if alike[-1].direction > 0 else "下降"
        shown = utterance.words(alike[-1].begin, alike[-1].end)
        words = (utterance.words(*match.span()), way, f"前面说的是{shown}")
        yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)


def _against_mean(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """7月份受理量低于月均水平: the first count of the passage, and its mean."""
    means = [each for each in utterance.mentions if re.search("[月日周季]均", each.words) and each.end <= match.start()]
    counts = [each for each in utterance.counts() if each.end <= match.start() and each not in means]
    month = re.match(r"\d{1,2}月", match["what"])
    counts = [each for each in counts if not month or month[0] in each.label]
    means = [each for each in means if match["of"][-2:] in each.words] if len(means) > 1 else means
    if len(means) != 1 or not counts or means[0].quantity.unit != counts[0].quantity.unit:
        return
    value, mean = counts[0].amount, means[0].quantity.value
    if value != mean and (value > mean) != (match["way"] != "低于"):
        words = (match["way"], "高于" if value > mean else "低于", f"{number(value)}与平均的{number(mean)}相比")
        yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)


def _reaching(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """98分以上的有2个: of the list of the text."""
    bound, said = Fraction(match["bound"]), numeral(match["count"])
    if match["unit"] == "分" and any(score_column(seen) for seen, _ in discourse.once(large_tables)):
        return  # of the tables' scores, where every row stands
    rows = [each for each in all_series(discourse, utterance, match.start()) if _may_be(each, match["unit"])]
    if not rows:
        return
    row = rows[0]
    beyond, equal = beyond_bound(row.values, bound, low="下" in match["side"])
    allowed = {beyond + equal} if "及" in match["side"] or "含" in match[0] else {beyond, beyond + equal}
    if said not in allowed:
        follows = "或".join(str(each) for each in sorted(allowed))
        words = (match["count"], follows, f"列出的数里这样的有{follows}个")
        yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)


def _may_be(row: NamedRow, unit: str) -> bool:
    return row.passage >= 0 and row.unit == unit and len(row.values) >= 3
