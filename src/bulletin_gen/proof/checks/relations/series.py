"""Numbers of one kind that stand together under names: the counts of a sentence, a column of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.relations.names import plain
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.checks.tables.columns import ColumnContent, head_and_stem, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.names import is_town
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import MEAN

_KINDS = (ColumnContent.COUNT, ColumnContent.RATE, ColumnContent.NUMBER, ColumnContent.SHARE)
_OWN = late(r"合计|共计|总计|累计|占")


class NamedRow(Struct, frozen=True):
    """Names with their values, in the order of the text; ``head`` is what a column is called, or what stands before a
    list; ``passage`` is -1 for a table."""

    names: tuple[str, ...]
    values: tuple[Fraction, ...]
    head: str
    unit: str
    passage: int

    def place(self, name: str) -> int | None:
        """Where a name stands; ``None`` where it does not, or not alone."""
        wanted = plain(name)
        exact = [i for i, each in enumerate(self.names) if plain(each) == wanted]
        if exact:
            return exact[0] if len(exact) == 1 else None
        like = [i for i, each in enumerate(self.names) if len(wanted) >= 2 and _may_be(plain(each), wanted)]
        return like[0] if len(like) == 1 else None

    def rank(self, place: int, *, least: bool = False) -> int:
        """The place by size of what stands at ``place``: one more than how many are greater (or smaller)."""
        value = self.values[place]
        return 1 + sum(1 for each in self.values if (each < value if least else each > value))


def _may_be(known: str, wanted: str) -> bool:
    return len(known) >= 2 and (known.endswith(wanted) or known.startswith(wanted) or wanted.startswith(known))


def all_series(discourse: Discourse, utterance: Utterance, before: int) -> Iterator[NamedRow]:
    """The lists up to a place of the text, the nearest first: of the passage, of the two above, of the tables."""
    for other in reversed(discourse.utterances[max(utterance.index - 2, 0) : utterance.index + 1]):
        end = before if other is utterance else len(other.text)
        yield from _of_passage(other, end)
    yield from discourse.once(_of_tables)


def _of_passage(utterance: Utterance, end: int) -> Iterator[NamedRow]:
    groups: dict[tuple[int, str, str], list[Mention]] = {}
    for each in utterance.mentions:
        listed = each.role in (Role.COUNT, Role.SCORE, Role.RATE, Role.OTHER, Role.SHARE) and bool(each.quantity.unit)
        other = each.total or _OWN.search(each.words) or MEAN.search(each.words)
        if listed and each.end <= end and each.label and not other and not is_of_another_time(utterance, each):
            role = "%" if each.quantity.is_percent else "n"
            groups.setdefault((each.sentence, role, each.quantity.unit), []).append(each)
    for (_, _, unit), row in sorted(groups.items(), reverse=True):
        if len(row) >= 2:
            yield NamedRow(
                tuple(each.label for each in row),
                tuple(each.quantity.value for each in row),
                row[0].lead + row[0].words,
                unit,
                utterance.index,
            )


def _of_tables(discourse: Discourse) -> tuple[NamedRow, ...]:
    """Every column of numbers of every table."""
    return tuple(_columns(discourse))


def _columns(discourse: Discourse) -> Iterator[NamedRow]:
    for seen in discourse.once(views):
        for column in seen.of(*_KINDS):
            values = column.values(row for row in seen.data() if seen.names[row])
            if len(values) >= 2:
                unit = "%" if column.content in (ColumnContent.RATE, ColumnContent.SHARE) else ""
                names = tuple(seen.names[row] for row in values)
                yield NamedRow(names, tuple(values.values()), column.head, unit, -1)


def of_sort(series: NamedRow, town: bool) -> NamedRow:
    """Only the towns of a list, or only the others."""
    kept = [i for i, name in enumerate(series.names) if is_town(name) == town]
    names, values = tuple(series.names[i] for i in kept), tuple(series.values[i] for i in kept)
    return NamedRow(names, values, series.head, series.unit, series.passage)


def is_of(series: NamedRow, what: str) -> bool:
    """Whether words name what a column counts: 得分 and 综合得分, 转办量 and 转办件数."""
    head, stem = head_and_stem(series.head)
    scores = re.search(r"得分|分数|总分|成绩", head) and re.search(r"得分|分数|总分|成绩|分$", what)
    return bool(scores) or (len(stem) >= 2 and stem in what)
