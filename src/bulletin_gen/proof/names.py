"""Names of units in text and table: the same unit with and without its county, in short and in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from bulletin_gen.leaves.frugal import late

_SUFFIX = late(r"(?:人民政府|街道办事处|街道办|街办|办事处|管委会|管理委员会|政府)$")
_PLACE = late(r"^(?P<stem>[\u4e00-\u9fff]{1,4}?)(?:市|县|区|州|旗)(?=[\u4e00-\u9fff]{2})")
_TOWN = late(r"(?:镇|乡|街道|街办|办事处|街道办|农场|林场)$")


def is_town(name: str) -> bool:
    """Whether a name is a town's, a township's or a street's."""
    return bool(_TOWN.search(re.sub(r"(?:人民)?政府$", "", name)))


class NameBook:
    """The names of a table's rows, to be looked up by what a text calls them."""

    def __init__(self, names: Sequence[str]) -> None:
        """``names`` in the order of the rows; blanks stay blanks."""
        self._place = _common_place(names)
        self._rows: dict[str, int] = {}
        self._asked: dict[str, int | None] = {}
        for row, name in enumerate(names):
            if name:
                self._rows.setdefault(self._plain(name), row)
        self.names = names

    def _plain(self, name: str) -> str:
        name = re.sub(r"\s", "", name)
        for place in self._place:
            if name.startswith(place) and len(name) - len(place) >= 2:
                name = name[len(place) :]
                break
        plain = _SUFFIX.sub(lambda match: "街道" if match[0].startswith("街") else "", name)
        return plain if len(plain) >= 2 else name

    def row(self, name: str) -> int | None:
        """The row of a unit; ``None`` for a name that the table does not have."""
        if name not in self._asked:
            self._asked[name] = self._rows.get(self._plain(name))
        return self._asked[name]

    def like(self, name: str) -> list[str]:
        """The table's names that may be meant by one that it does not have."""
        plain = self._plain(name)
        return [self.names[row] for known, row in self._rows.items() if is_like(plain, known)]


def _common_place(names: Sequence[str]) -> list[str]:
    """The county that two names at least begin with: with 县, then without."""
    stems = Counter(match[0] for name in names if (match := _PLACE.match(name)))
    found = [place for place, times in stems.most_common(2) if times >= 2]
    return [*found, *(place[:-1] for place in found if len(place) > 2)]


def is_like(one: str, other: str) -> bool:
    """Whether one name may be short for the other: its characters in order, the last the same, or the same ending."""
    short, full = sorted((one, other), key=len)
    if len(short) < 3 or short[-1] != full[-1] or short == full:
        return False
    rest = iter(full)
    return all(sign in rest for sign in short) or (len(short) >= 5 and short[-4:] == full[-4:])


def known(book: NameBook, names: Iterable[str]) -> list[tuple[str, int]]:
    """The names that the book has, with their rows."""
    return [(name, row) for name in names if (row := book.row(name)) is not None]
