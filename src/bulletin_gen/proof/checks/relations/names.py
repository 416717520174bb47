"""What a text calls by name further up: the counts of classes, units, months, in sentences and in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, lru_cache

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableView, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.sentences.mentions import Mention

#: Passages so far back may have counted what is named.
_BACK = 4
_SUFFIX = late(
    r"(?:一[家地项类个]|类?的?(?:诉求|问题|工单|事项|投诉|案件|来电|件)|类别|类|方面|渠道|份|(?:诉求|工单|转办|交办|承办|受理|办理)?[数量])$"
)
_PREFIX = late(r"^(?:其中|同时|而|且|反映|涉及|关于|全[市县区镇]|.*(?:的是|分别是|分别为|依次为))")


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A name without what people leave away: 咨询类诉求 → 咨询."""
    name = _PREFIX.sub("", re.sub(r"[“”\"'《》\s]", "", name))
    before = ""
    while before != name and len(name) > 2:
        before, name = name, _SUFFIX.sub("", name)
    return name


def _key(known: dict[str, Fraction], name: str) -> str:
    """The label that a name means: itself, or the only one that begins with it or that it begins with."""
    if name in known:
        return name
    like = [each for each in known if len(each) >= 2 and (each.startswith(name) or name.startswith(each))]
    return like[0] if len(like) == 1 else ""


def headed(discourse: Discourse) -> tuple[tuple[str, Fraction], ...]:
    """(一)民生服务类7124件…: the first count of each passage that an item's number begins, with its label."""
    found: list[tuple[str, Fraction]] = []
    for utterance in discourse.utterances:
        counts = utterance.counts()
        first = counts[0] if counts else None
        told = re.match(r"[(]?[一二三四五六七八九十\d]{1,2}[)、.]|[一二三四五六七八九]是", utterance.text)
        begins = first is not None and told and first.label and first.begin <= told.end() + 2 and not first.slack
        if first is not None and begins and not is_of_another_time(utterance, first):
            found.append((first.label, first.amount))
    return tuple(found)


class Names:
    """Counts by what they are called, per passage and per table."""

    def __init__(self, discourse: Discourse) -> None:
        """Reads the labels of ``discourse``."""
        self.discourse = discourse
        self._known: dict[int, list[tuple[Mention, str]]] = {}
        self._tables = [(seen, self._rows(seen)) for seen in discourse.once(views) if len(seen.data()) >= 2]

    @cached_property
    def heads(self) -> frozenset[str]:
        """With which two signs the columns of counts begin."""
        columns = [column for seen, _ in self._tables for column in seen.of(ColumnContent.COUNT)]
        return frozenset(column.head[:2] for column in columns if len(column.head) >= 2)

    def _labelled(self, utterance: Utterance) -> list[tuple[Mention, str]]:
        """The counts of a passage with their plain labels, those of another time left out."""
        if utterance.index not in self._known:
            counts = (each for each in utterance.counts() if each.label and not is_of_another_time(utterance, each))
            self._known[utterance.index] = [(each, plain(each.label)) for each in counts]
        return self._known[utterance.index]

    @staticmethod
    def _rows(seen: TableView) -> dict[str, int]:
        rows: dict[str, int] = {}
        for row in seen.data():
            if seen.names[row]:
                rows.setdefault(plain(seen.names[row]), row)
        return rows

    def values(self, names: Sequence[str], utterance: Utterance, before: int) -> list[tuple[Fraction, ...]]:
        """What all these names count, once for each passage or column that has them all: of ``utterance`` up to the
        place ``before``, then of the passages above, then of the tables."""
        wanted = [plain(name) for name in names]
        found: list[tuple[Fraction, ...]] = []
        for other in reversed(self.discourse.utterances[max(utterance.index - _BACK, 0) : utterance.index + 1]):
            known: dict[str, Fraction] = {}
            for each, label in self._labelled(other):
                if other is not utterance or each.end <= before:
                    known.setdefault(label, each.amount)
            keys = [_key(known, name) for name in wanted]
            if all(keys):
                found.append(tuple(known[key] for key in keys if key))
        return found or self._of_heads(wanted) or self._of_tables(wanted)

    def _of_heads(self, wanted: Sequence[str]) -> list[tuple[Fraction, ...]]:
        """Of the passages that items begin, each with its own class."""
        known: dict[str, Fraction] = {}
        for label, amount in self.discourse.once(headed):
            known.setdefault(plain(label), amount)
        keys = [_key(known, name) for name in wanted]
        return [tuple(known[key] for key in keys)] if len(known) > 1 and all(keys) else []

    def tops(self, count: int) -> list[tuple[Fraction, ...]]:
        """The greatest and the first so many of every column of counts."""
        found: list[tuple[Fraction, ...]] = []
        for seen, _ in self._tables:
            for column in seen.of(ColumnContent.COUNT):
                values = list(column.values(seen.data()).values())
                if len(values) > count > 1:
                    found += [tuple(sorted(values, reverse=True)[:count]), tuple(values[:count])]
        return list(dict.fromkeys(found))

    def _of_tables(self, wanted: Sequence[str]) -> list[tuple[Fraction, ...]]:
        found: list[tuple[Fraction, ...]] = []
        for seen, rows in self._tables:
            places = [self._row(rows, name) for name in wanted]
            if None in places:
                continue
            for column in seen.of(ColumnContent.COUNT):
                figures = [column.figures[place] for place in places if place is not None]
                if all(figures):
                    found.append(tuple(figure.value for figure in figures if figure))
        return found

    @staticmethod
    def _row(rows: dict[str, int], name: str) -> int | None:
        if name in rows:
            return rows[name]
        like = [
            row for known, row in rows.items() if len(name) >= 2 and (known.startswith(name) or known.endswith(name))
        ]
        return like[0] if len(like) == 1 else None


def names_of(discourse: Discourse) -> Names:
    """The names of a publication, read once for all checks."""
    return discourse.once(Names)
