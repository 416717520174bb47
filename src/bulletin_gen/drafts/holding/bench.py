"""The bench on which the figures of a bulletin are laid beside the numbers of a draft, one pairing after another."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from bulletin_gen.drafts.holding.lines import Line, Printed, squeezed
from bulletin_gen.drafts.model import Spot


class FoundFigure(Struct, frozen=True):
    """Where a printed figure was found. ``now``: what stands there; ``same``: its whole sentence is as printed;
    ``moved``: it is in another paragraph."""

    spot: Spot
    now: str
    same: bool
    moved: bool


class Bench:
    """Printed figures that are placed so far, and the numbers of the draft that are explained."""

    def __init__(self, printed: Sequence[Line], draft: Sequence[Line], pairs: dict[int, int]) -> None:
        self.printed, self.draft, self.pairs = printed, draft, pairs
        self.placed: dict[tuple[int, int], FoundFigure] = {}  # (line, start) of a printed figure → where it is
        self.taken: set[tuple[int, int]] = set()  # (line, number) of the draft
        self.paired: dict[tuple[int, int], tuple[int, int]] = {}  # sentence of the bulletin → sentence of the draft
        self.copies: set[tuple[int, int]] = set()  # sentences of the draft that are there once too often

    def is_placed(self, figure: Printed) -> bool:
        """Whether this printed figure has been found."""
        return (figure.line, figure.start) in self.placed

    def place(self, figure: Printed, line: int, tokens: Sequence[int], *, same: bool) -> None:
        """Says that ``figure`` stands in the draft where these numbers of ``line`` are, with the words around its
        digits that belong to it."""
        target, source = self.draft[line], self.printed[figure.line]
        first, last = target.tokens[tokens[0]], target.tokens[tokens[-1]]
        one, other = source.tokens[figure.tokens[0]].start, source.tokens[figure.tokens[-1]].end
        before, after = source.text[figure.start : one], source.text[other : figure.end]
        # A sign behind the figure (7.59 and %) may belong to its number.
        start = first.start + max(0, figure.start - one) - _reach(target.text[: first.start][::-1], before)
        end = last.end - max(0, other - figure.end) + _reach(target.text[last.end :], after)
        now = target.text[start:end]
        if squeezed(now) != squeezed(figure.text) and len(tokens) != len(figure.tokens):
            start, end = first.start, last.end
            now = target.text[start:end]
        moved = self.pairs.get(figure.line) != line
        self.placed[figure.line, figure.start] = FoundFigure(Spot(line, start, end), now, same, moved)
        self.taken |= {(line, token) for token in tokens}

    def free(self, line: int) -> list[int]:
        """The numbers of a line of the draft that nothing explains yet."""
        return [index for index in range(len(self.draft[line].tokens)) if (line, index) not in self.taken]


def _reach(text: str, words: str) -> int:
    """How many characters of a text hold as many that are no blanks as ``words``: a line may end within a figure."""
    wanted = len(squeezed(words))
    if not wanted:
        return len(words) if text.startswith(words) else 0
    places = [at for at, each in enumerate(text, 1) if squeezed(each)]
    return places[min(wanted, len(places)) - 1] if places else 0
