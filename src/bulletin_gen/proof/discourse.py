"""A publication as it is understood: every passage folded, with its mentions; what all checks work on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import Any, Self, TypeVar

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.reading.publication import Passage, PrintedTable, Publication
from bulletin_gen.proof.sentences.folding import FoldedText, fold
from bulletin_gen.proof.sentences.mentions import Mention, Role, mentions
from bulletin_gen.proof.sentences.turns import with_turns

T = TypeVar("T")
_BRACKET = late("[()]")


class _Once:
    """What several checks need of the same text is made at the first call and goes with the text."""

    def __init__(self) -> None:
        self._made: dict[Callable[[Any], Any], Any] = {}

    def once(self, make: Callable[[Self], T]) -> T:
        """What ``make`` makes of this, made at the first call."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made


class Utterance(_Once):
    """One passage, read. ``mentions`` are its quantities in order."""

    def __init__(self, passage: Passage, index: int) -> None:
        """``index`` is its place among the passages."""
        super().__init__()
        self.passage = passage
        self.index = index
        self.folded: FoldedText = fold(passage.text)
        self.mentions: list[Mention] = with_turns(self.folded.text, mentions(self.folded))

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def counts(self) -> Sequence[Mention]:
        """The plain counts, in order."""
        return self._counts

    @cached_property
    def _counts(self) -> list[Mention]:
        """Nearly every check asks for them, some once for each mention."""
        return [each for each in self.mentions if each.role is Role.COUNT]

    def words(self, start: int, end: int) -> str:
        """The words as they stand between two folded places."""
        return self.folded.words(start, end)

    def depth(self, place: int) -> int:
        """In how many brackets a folded place stands."""
        places, depths = self._brackets
        return depths[bisect_left(places, place)]

    @cached_property
    def _brackets(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where brackets stand; the depth before the first of them and behind each."""
        found = [(match.start(), 1 if match[0] == "(" else -1) for match in _BRACKET.finditer(self.text)]
        return tuple(place for place, _ in found), tuple(accumulate((step for _, step in found), initial=0))


class Discourse(_Once):
    """A publication with all its utterances and tables."""

    def __init__(self, publication: Publication) -> None:
        """Reads every passage of ``publication``."""
        super().__init__()
        self.publication = publication
        self.utterances = [Utterance(each, i) for i, each in enumerate(publication.passages)]

    @property
    def tables(self) -> tuple[PrintedTable, ...]:
        """The tables, in order."""
        return self.publication.tables

    def all_counts(self) -> Iterator[tuple[Utterance, Mention]]:
        """Every plain count with its utterance, in the order of the text."""
        for utterance in self.utterances:
            for mention in utterance.counts():
                yield utterance, mention

    @cached_property
    def large_counts(self) -> tuple[Fraction, ...]:
        """The counts from fifty on, each once: what may be a whole."""
        values = (mention.quantity.value for _, mention in self.all_counts())
        return tuple(dict.fromkeys(value for value in values if value >= 50))

    @cached_property
    def whole_text(self) -> str:
        """All passages, folded, a line each."""
        return "\n".join(each.text for each in self.utterances)
