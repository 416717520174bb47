"""The groups of a table that does not name them: its places begin again with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.leaves.frugal import late

_PLACES = late(r"排名|名次|位次|排序")
#: A group has so many units at least; of three places two may fall as they do by chance.
_FEWEST = 3


def groups_by_places(table: UnitTable, forms: Mapping[str, str]) -> dict[str, str]:
    """Unit → group, where a column of places counts each of several groups from 1 on: the ``forms`` of the names (town,
    office …) if these are the groups, else runs of rows, called by the form that most of each have. Nothing where the
    table names groups, or where two runs would be called the same; where all are placed together no part has every
    place from 1 on."""
    if len({line.group for line in table.lines}) > 1:
        return {}
    for column in (i for i, head in enumerate(table.heads) if _PLACES.search(head)):
        places = table.column(column)
        if not all(place.isdigit() for place in places):
            continue
        names, numbers = [line.name for line in table.lines], [int(place) for place in places]
        by_form = [forms.get(name, "") for name in names]
        for sorts in (by_form, list(_runs(numbers, by_form))):
            parts = {each: [n for n, sort in zip(numbers, sorts, strict=True) if sort == each] for each in sorts}
            if "" not in parts and len(parts) > 1 and all(map(_is_count, parts.values())):
                return dict(zip(names, sorts, strict=True))
    return {}


def _is_count(places: Sequence[int]) -> bool:
    """Whether these are all the places of a group, equal ones shared or not: 1, 2, 2, 4 or 1, 2, 2, 3."""
    ordered = sorted(places)
    shared = all(place == ordered.index(place) + 1 for place in ordered)
    dense = sorted(set(ordered)) == list(range(1, len(set(ordered)) + 1))
    return len(ordered) >= _FEWEST and (shared or dense) and len(set(ordered)) * 2 > len(ordered)


def _runs(numbers: Sequence[int], forms: Sequence[str]) -> Iterator[str]:
    """For each row the form that most rows of its run have; a run begins where the places begin again."""
    starts = [i for i, number in enumerate(numbers) if number == 1 and (i == 0 or numbers[i - 1] > 1)]
    for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True):
        run = forms[start:end]
        yield from [max(run, key=run.count)] * len(run)
