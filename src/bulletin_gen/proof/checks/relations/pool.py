"""The numbers that may be the whole of something: printed counts, sums of neighbours, tables' totals."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown, between_fit, fit
from bulletin_gen.proof.checks.adding.addends import alike, sentence_runs
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableView, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.sentences.mentions import Mention, Role

#: Passages so far back are near.
NEAR = 2
#: What stands in a table is near to every passage.
_ANYWHERE = -1


#: A number of another time: of the year before, of last month.
_EARLIER = late(r"去年|上年|同期|上一?个?[月周季期]|上一个?旬|前一?[月周季期]|上季度|前期|往年|历史")
#: In brackets right behind a change: 环比增长6.05%(二季度17200件).
_BEHIND_CHANGE = late(
    r"(?:增|升|降|减|多|少|高|低|长|短)[^,;。()\d]{0,4}[\d.]+(?:%|个?百分点|件|个|条|次|位|分|日|天|个工作日)[,(]"
    r"[^,;。()\d]{0,6}(?:\d{1,2}月|20\d\d年|[一二三四]季度|[上下]半年)[^,;。()\d]{0,8}$"
)


_PERIOD = r"(?:(?:20\d\d年)?\d{1,2}月份?|20\d\d年(?:同期)?|第?[一二三四]季度|[上下]半年|第\d+周)"
#: 环比3月(249件), 与上年同期6981件相比: what is compared with.
_COMPARED = late(
    rf"(?:环比|同比|较|比|与|同)[^,;。()]{{0,8}}?\(?(?:上年|去年)?(?:{_PERIOD}|同期|同月|上[月年周季期])[^,;。()\d]{{0,6}}[(]?$"
)
#: 4672件,12月为4141件,环比…; 720件(二季度695件),环比…
_BESIDE = late(rf"\d(?:万|千)?(?:件|个|条|封|次|起|人次|家|分)[,(]{_PERIOD}(?:为|是|有|仅)?$")
_THEN_CHANGE = late(r"^[)]?,?(?:环比|同比|今年|本月|增|减|上升|下降|上涨)")


_IN_BRACKETS = late(rf"(?:{_PERIOD}|同期|同月|上[月年周季期])[^,;。()\d]{{0,6}}\([^()]*$")


def is_of_another_time(utterance: Utterance, mention: Mention) -> bool:
    """Whether a number is named as another period's, in its own words or in brackets behind a change."""
    if re.search(r"结转|遗留|转入|存量", mention.words):
        return False
    own = mention.lead[-16:] + mention.words
    own = own[max(own.rfind(sign) for sign in ",;。)") + 1 :] if _EARLIER.search(own) else own
    if _EARLIER.search(own):
        return True
    before = utterance.text[max(mention.start - 30, 0) : mention.start]
    if (_COMPARED.search(before) or _IN_BRACKETS.search(before)) and mention.role is not Role.CHANGE:
        return True
    if _BESIDE.search(before) and _THEN_CHANGE.match(utterance.text[mention.end : mention.end + 8]):
        return True
    return bool(_BEHIND_CHANGE.search(before))


def has_grown_from(utterance: Utterance, base: Mention, change: Mention) -> bool:
    """年末48人,年初40人,增长20%: whether the count before ``base`` has grown so from it."""
    before = [each for each in utterance.counts() if each.end <= base.start and each.sentence == base.sentence]
    if not before or not base.amount:
        return False
    rise = 100 * (before[-1].amount - base.amount) / base.amount
    return rise * change.direction > 0 and bool(fit(rise, change.quantity.shown))


class PossibleWhole(Struct, frozen=True):
    """A number that may be a whole: its unit, where it stands (-1: in a table), how far it may be off."""

    value: Fraction
    unit: str
    passage: int
    slack: Fraction = Fraction(0)
    total: bool = False
    start: int = -1
    label: str = ""


class Wholes:
    """All numbers of a publication that may be wholes."""

    def __init__(self, discourse: Discourse) -> None:
        """Gathers them from ``discourse``, once."""
        self.discourse = discourse
        self.all = list(dict.fromkeys([*_printed(discourse), *_neighbours(discourse), *_of_tables(discourse)]))
        self._sorted = sorted((each for each in self.all if not each.slack), key=lambda each: each.value)
        self._values = [each.value for each in self._sorted]
        self._rough = [each for each in self.all if each.slack]

    def bear(self, part: Fraction, unit: str, shown: Shown, around: Utterance, *, near: bool) -> bool:
        """Whether any number gives ``shown`` as the percentage that ``part`` in ``unit`` is of it; ``near`` as in
        ``of``."""
        return any(True for _ in self.bearing(part, unit, shown, around, near=near))

    def bearing(
        self, part: Fraction, unit: str, shown: Shown, around: Utterance, *, near: bool
    ) -> Iterator[PossibleWhole]:
        """The numbers of which ``part`` is the shown percentage."""
        if part <= 0 or shown.value <= 0:
            return
        least = bisect_left(self._values, max(100 * part / (shown.value + shown.step), part))
        most = 100 * part / (shown.value - shown.step) if shown.value > shown.step else None
        end = len(self._values) if most is None else bisect_right(self._values, most)
        for each in (*self._sorted[least:end], *self._rough):
            told = each.value >= part and self._may_be(each, unit, around, near=near)
            if told and between_fit((part, Fraction(0)), (each.value, each.slack), shown):
                yield each

    @staticmethod
    def _may_be(each: PossibleWhole, unit: str, utterance: Utterance, *, near: bool) -> bool:
        if each.unit and unit and not alike(each.unit, unit):
            return False
        around = each.passage == _ANYWHERE or abs(each.passage - utterance.index) <= NEAR or each.total
        summed = each.passage != _ANYWHERE and each.start < 0
        return around and not summed if near else True

    def of(self, unit: str, utterance: Utterance, *, near: bool) -> Iterator[PossibleWhole]:
        """Those that a part in ``unit`` may be of; ``near``: of the passages around only, totals of anywhere."""
        return (each for each in self.all if self._may_be(each, unit, utterance, near=near))

    def nearest_total(self, unit: str, utterance: Utterance, least: Fraction) -> Fraction | None:
        """The total printed last before a passage that is more than ``least``; else the greatest count of all."""
        known = [each for each in self.of(unit, utterance, near=False) if each.start >= 0 and each.value > least]
        before = [each.value for each in known if each.total and each.passage <= utterance.index]
        return before[-1] if before else max((each.value for each in known), default=None)


def wholes_of(discourse: Discourse) -> Wholes:
    """The numbers of a publication that may be wholes, gathered once for all checks."""
    return discourse.once(Wholes)


def _printed(discourse: Discourse) -> Iterator[PossibleWhole]:
    for utterance, each in discourse.all_counts():
        if not is_of_another_time(utterance, each):
            yield PossibleWhole(
                each.amount, each.quantity.unit, utterance.index, each.slack, each.total, each.start, each.label
            )


def _neighbours(discourse: Discourse) -> Iterator[PossibleWhole]:
    """Sums of two counts side by side, and of all counts of a sentence."""
    for utterance in discourse.utterances:
        for run in sentence_runs(utterance.counts()):
            pairs = [run[i : i + 2] for i in range(len(run) - 1)]
            for each in [*pairs, run] if pairs else []:
                total = sum((one.amount for one in each), Fraction(0))
                slack = sum((one.slack for one in each), Fraction(0))
                yield PossibleWhole(total, run[0].quantity.unit, utterance.index, slack)


def _of_tables(discourse: Discourse) -> Iterator[PossibleWhole]:
    """The total of every column of counts, printed or added up."""
    for seen in discourse.once(views):
        for value in column_totals(seen):
            yield PossibleWhole(value, "", _ANYWHERE)


def column_totals(seen: TableView) -> Iterator[Fraction]:
    """What the columns of counts of a table come to, printed or added up."""
    for column in seen.of(ColumnContent.COUNT):
        yield from (figure.value for row, figure in enumerate(column.figures) if figure and seen.totals[row])
        yield sum(column.values(seen.data()).values(), Fraction(0))
