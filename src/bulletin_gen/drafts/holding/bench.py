"""The bench on which the figures of a bulletin are laid beside the numbers of a draft, one pairing after another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from bulletin_gen.drafts.holding.lines import Line, Printed, Sentence, is_name, leading_name, squeezed
from bulletin_gen.drafts.holding.owners import Owner, Owners
from bulletin_gen.drafts.model import Spot

#: A name is no longer than this.
_LONGEST = 30


class FoundFigure(Struct, frozen=True):
    """Where a printed figure was found. ``now``: what stands there; ``same``: its whole sentence is as printed;
    ``moved``: it is in another paragraph."""

    spot: Spot
    now: str
    same: bool
    moved: bool


def moved_from(order: Mapping[int, int]) -> Iterator[int]:
    """The keys of ``order`` whose values do not rise with the others': the fewest that explain it."""
    tails: list[int] = []  # the last value of the best sequence of each length
    best: dict[int, tuple[int, ...]] = {}
    for key in sorted(order):
        value = order[key]
        length = bisect_left(tails, value)
        before = best[tails[length - 1]] if length else ()
        best[value] = (*before, key)
        tails[length : length + 1] = [value]
    kept = set(best[tails[-1]]) if tails else set()
    return (key for key in order if key not in kept)


class Bench:
    """Printed figures that are placed so far, and the numbers of the draft that are explained."""

    def __init__(
        self, printed: Sequence[Line], draft: Sequence[Line], pairs: dict[int, int], measures: Sequence[str] = (),
        units: Collection[str] = (), groups: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.printed, self.draft, self.pairs = printed, draft, pairs
        self.measures, self.groups = measures, groups  # the names of what the county counts, and of its groups
        self.placed: dict[tuple[int, int], FoundFigure] = {}  # (line, start) of a printed figure → where it is
        self.taken: set[tuple[int, int]] = set()  # (line, number) of the draft
        self.paired: dict[tuple[int, int], tuple[int, int]] = {}  # sentence of the bulletin → sentence of the draft
        # Sentences of the draft that are there once too often → the printed one that they repeat.
        texts = {each.text for line in printed for each in line.figures if is_name(each)}
        self.names = sorted(texts, key=len, reverse=True)
        self.known = sorted({*texts, *units}, key=len, reverse=True)  # and units that no sentence names
        self._moved = set(moved_from(pairs))
        self.copies: dict[tuple[int, int], Sentence] = {}
        self._owners: dict[int, Owners] = {}

    def is_in_name(self, line: Line, at: int) -> bool:
        """Whether a character of a draft's line belongs to a name that is known."""
        around = line.text[max(0, at - _LONGEST) : at + _LONGEST]
        here = min(at, _LONGEST)
        return any(0 <= here - around.find(each) < len(each) for each in self.known if each in around)

    def is_moved(self, line: int) -> bool:
        """Whether a printed line stands in another order in the draft."""
        return line in self._moved

    def is_placed(self, figure: Printed) -> bool:
        """Whether this printed figure has been found."""
        return (figure.line, figure.start) in self.placed

    def is_led_otherwise(self, figure: Printed, line: int, token: int) -> bool:
        """Whether a number of the draft stands behind one name and the printed figure behind another, or is called what
        another number of the printed line is: then it is not the figure, whatever mark is on it."""
        source, target = self.printed[figure.line], self.draft[line]
        ours = leading_name(source.text, source.tokens[figure.tokens[0]].start, self.names)
        theirs = leading_name(target.text, target.tokens[token].start, self.names)
        if ours and theirs:
            return ours != theirs
        one, other = self.owner(figure), self.owners(figure.line).of(target, token)
        return self.owners(figure.line).differ(one, other, there=one.whose in target.text)

    def owners(self, line: int) -> Owners:
        """How whose a number is is known in what a printed line has become."""
        if line not in self._owners:
            self._owners[line] = Owners(self.printed[line], self.names)
        return self._owners[line]

    def owner(self, figure: Printed) -> Owner:
        """What a printed figure is called, and whose it is."""
        return self.owners(figure.line).of(self.printed[figure.line], figure.tokens[0])

    def same_owner(self, figure: Printed, line: int) -> list[int]:
        """The free numbers of a draft's line that are called what the printed figure is, and are the same one's."""
        owners, wanted = self.owners(figure.line), self.owner(figure)
        return [each for each in self.free(line) if owners.of(self.draft[line], each) == wanted]

    def led_by_its_name(self, figure: Printed, line: int) -> list[int]:
        """The free number of a draft's line that stands behind the name which the printed figure stood behind; none
        where there are several, or the figure is more than a number."""
        source, target = self.printed[figure.line], self.draft[line]
        name = leading_name(source.text, source.tokens[figure.tokens[0]].start, self.names)
        if not name or len(figure.tokens) > 1:
            return []
        starts = {each: target.tokens[each].start for each in self.free(line)}
        found = [each for each, start in starts.items() if leading_name(target.text, start, self.names) == name]
        return found if len(found) == 1 else []

    def place(self, figure: Printed, line: int, tokens: Sequence[int], *, same: bool) -> None:
        """Says that ``figure`` stands in the draft where these numbers of ``line`` are, with the words around its
        digits that belong to it."""
        target, source = self.draft[line], self.printed[figure.line]
        first, last = target.tokens[tokens[0]], target.tokens[tokens[-1]]
        one, other = source.tokens[figure.tokens[0]].start, source.tokens[figure.tokens[-1]].end
        before, after = source.text[figure.start : one], source.text[other : figure.end]
        # A sign behind the figure (7.59 and %) may belong to its number, in the draft too.
        sign = source.text[figure.end : other]
        start = first.start + max(0, figure.start - one) - _reach(target.text[: first.start][::-1], before)
        end = last.end - _signs(last.text, sign) + _reach(target.text[last.end :], after)
        now = target.text[start:end]
        if squeezed(now) != squeezed(figure.text) and len(tokens) != len(figure.tokens):
            start, end = first.start, last.end
            now = target.text[start:end]
        moved = self.pairs.get(figure.line) != line or figure.line in self._moved
        self.placed[figure.line, figure.start] = FoundFigure(Spot(line, start, end), now, same, moved)
        self.taken |= {(line, token) for token in tokens}

    def free(self, line: int) -> list[int]:
        """The numbers of a line of the draft that nothing explains yet."""
        return [index for index in range(len(self.draft[line].tokens)) if (line, index) not in self.taken]


def _signs(number: str, sign: str) -> int:
    """How many characters at the end of a number are the sign that is none of its figure's."""
    return len(number) - len(number.rstrip("%％‰")) if sign else 0


def _reach(text: str, words: str) -> int:
    """How many characters of a text hold as many that are no blanks as ``words``: a line may end within a figure."""
    wanted = len(squeezed(words))
    if not wanted:
        return len(words) if text.startswith(words) else 0
    places = [at for at, each in enumerate(text, 1) if squeezed(each)]
    return places[min(wanted, len(places)) - 1] if places else 0
