"""Several that words name as one (后三类, 两个镇, 周末两天): the numbers of a list or a column that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.portions import portions
from bulletin_gen.proof.checks.relations.pool import Wholes
from bulletin_gen.proof.checks.relations.series import NamedRow, all_series
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"\d{1,2}|[两二三四五六七八九十]"
_LAST = late(
    rf"(?:排名|排在|居|列)?(?P<side>前|后|末|最后|倒数)(?P<count>{_COUNT})(?:位|名|类|个|项|家)(?![\u4e00-\u9fff]*(?:季度|月))"
)
_CLASS = late(
    rf"^(?:其中|全[市县区镇])?,?(?P<count>{_COUNT})(?:个|家)(?P<noun>[\u4e00-\u9fff]{{1,8}}?)"
    r"(?=(?:承办|受理|诉求|转办|工单|派单|办理|接件|数量|总量|件数)*(?:合计|共计|总计|合共|累计|一共|共|占|总量|的|$))"
)
_WEEKEND, _WORKDAYS = late(r"(?:周末|双休日)(?:两天|两日|二天)?"), late(r"(?:五个|5个)?工作日(?:五天|5天)?")
_DAYS = "一二三四五六日"
#: What counts as one of a kind: the endings of its names.
_KINDS = {
    "乡镇": ("乡", "镇"),
    "镇街": ("镇", "街道", "乡"),
    "街镇": ("镇", "街道", "乡"),
    "乡镇街道": ("乡", "镇", "街道"),
    "镇乡": ("乡", "镇"),
    "县区": ("县", "区"),
    "区县": ("县", "区"),
    "县市区": ("县", "区", "市"),
}


class NamedGroup(Struct, frozen=True):
    """What words call a group: ``values`` holds the members' numbers, once for each list that may be meant."""

    said: str
    values: tuple[tuple[Fraction, ...], ...]
    percents: tuple[tuple[Fraction, ...], ...] = ()


def group_named(discourse: Discourse, utterance: Utterance, before: int, words: str) -> NamedGroup | None:
    """The group with which ``words``, which end at the place ``before``, begin; ``None`` where they name none."""
    words = re.sub(r"^(?:而|且|但|同时|其中|以上|上述|这)", "", words)
    rows = list(all_series(discourse, utterance, before))
    if (match := _LAST.match(words)) and match["side"] != "前":
        return _made(match[0], (each for row in rows for each in _lasts(row, numeral(match["count"]))))
    if match := _CLASS.match(words):
        return _made(match[0], (each for row in rows if (each := _of_class(row, match)) is not None))
    for pattern, days in ((_WEEKEND, "六日"), (_WORKDAYS, _DAYS[:5])):
        if match := pattern.match(words):
            names = [f"周{day}" for day in days]
            return _made(match[0], (each for row in rows if (each := _called(row, names)) is not None))
    return None


def _made(said: str, found: Iterator[tuple[NamedRow, tuple[int, ...]]]) -> NamedGroup | None:
    counts: list[tuple[Fraction, ...]] = []
    percents: list[tuple[Fraction, ...]] = []
    for row, places in found:
        (percents if row.unit == "%" else counts).append(tuple(row.values[place] for place in places))
    if not counts:
        return None
    return NamedGroup(said, tuple(dict.fromkeys(counts)), tuple(dict.fromkeys(percents)))


def _lasts(row: NamedRow, count: int) -> Iterator[tuple[NamedRow, tuple[int, ...]]]:
    """The last so many as they stand, and the smallest; the rest, 其他, is no name of one."""
    size = len(row.values)
    if not 1 < count < size:
        return
    yield row, tuple(range(size - count, size))
    named = [i for i, name in enumerate(row.names) if not re.match("其[他它余]", name)]
    for places in (named, list(range(size))):
        yield row, tuple(sorted(places, key=lambda each: row.values[each])[:count])
    if len(named) < size and count < len(named):
        yield row, tuple(named[-count:])


def _of_class(row: NamedRow, match: re.Match[str]) -> tuple[NamedRow, tuple[int, ...]] | None:
    """两个镇: the names of a list that end so, where they are as many and not all."""
    noun = re.sub("[()（）]", "", match["noun"])
    ends = _KINDS.get(noun, (noun,))
    places = tuple(i for i, name in enumerate(row.names) if name.rstrip("0123456789").endswith(ends))
    return (row, places) if 1 < len(places) == numeral(match["count"]) < len(row.names) else None


def _called(row: NamedRow, names: Sequence[str]) -> tuple[NamedRow, tuple[int, ...]] | None:
    """The members of these names, 星期六 as 周六."""
    known = {re.sub("星期|礼拜", "周", name): i for i, name in enumerate(row.names)}
    if all(name in known for name in names):
        return row, tuple(known[name] for name in names)
    return None


def bases_of(discourse: Discourse, wholes: Wholes, values: Sequence[Fraction], name: str) -> list[Fraction]:
    """Of which counts the shares are that the text prints for all of ``values``, where they name the same whole."""
    common: set[Fraction] | None = None
    for value in values:
        own: set[Fraction] = set()
        for utterance in discourse.utterances:
            for each in portions(utterance):
                shown = each.share.quantity.shown
                if each.part.amount == value and not each.together and shown.digits and each.share.name in ("", name):
                    unit = each.part.quantity.unit
                    borne = wholes.bearing(value, unit, shown, utterance, near=False)
                    own |= {one.value for one in borne if one.start >= 0 or one.passage < 0}
        common = own if common is None else common & own
    return sorted(common or ())
