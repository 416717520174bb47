"""日均: a period's count ÷ its days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.evidence import number, objection, printed, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import MEAN

_RANGE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?[至到—~-]+(?:(?:20\d\d)年)?(?P<until>\d{1,2})月(?P<last>\d{1,2})日"
)
_WEEK = re.compile(r"本周|第\d+周")
_MONTH = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:份|(?!\d))")


def check_means(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Every 日均 with a count right before it."""
    for utterance in discourse.utterances:
        for before, mean in zip(utterance.mentions, utterance.mentions[1:], strict=False):
            if mean.role is Role.COUNT and before.role is Role.COUNT and MEAN.search(mean.words):
                yield from _mean(discourse, utterance, before, mean)


def _mean(discourse: Discourse, utterance: Utterance, whole: Mention, mean: Mention) -> Iterator[Objection | Proven]:
    days = _days(utterance.text[: mean.start]) or _days(discourse.whole_text[:300])
    if not days or whole.quantity.scale != 1 or mean.quantity.scale != 1:
        return
    exact = whole.quantity.value / days
    if fit(exact, mean.quantity.shown):
        yield proven("mean", utterance, (whole.begin, mean.end))
        return
    words = (printed(utterance, mean), number(Fraction(round(exact))), f"{number(whole.quantity.value)}÷{days}天")
    yield objection("mean", Gravity.DOUBTFUL, utterance, (mean.begin, mean.end), words)


def _days(text: str) -> int:
    """How many days the period has that a text names; 0 where it names none."""
    if match := _RANGE.search(text):
        return _between(match)
    if _WEEK.search(text):
        return 7
    months = list(_MONTH.finditer(text))
    if len(months) == 1 and 1 <= int(months[0]["month"]) <= 12:
        return monthrange(int(months[0]["year"] or 2023), int(months[0]["month"]))[1]
    return 0


def _between(match: re.Match[str]) -> int:
    year = int(match["year"] or 2023)
    try:
        first = date(year, int(match["month"]), int(match["day"]))
        last = date(year, int(match["until"]), int(match["last"]))
    except ValueError:
        return 0
    return max((last - first).days + 1, 0)
