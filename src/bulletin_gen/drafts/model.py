"""What is said of a draft: for each figure that was printed, and each number that was not, a finding."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from bulletin_gen.word.model import WordPlace


class Verdict(StrEnum):
    """What became of a printed figure, or of a number in the draft; the value is what users read."""

    RIGHT = "没有改动"
    REWORDED = "数没有变，所在的句子改过"
    ROUNDED = "改成约数，与数据相符"
    CHANGED = "改过"
    DELETED = "删去了"
    DUPLICATED = "重复出现"
    ADDED = "手工加的"
    UNPLACED = "没有对上"
    SAID = "说法改过"
    AGAINST = "改动后与数据不符"


class Spot(Struct, frozen=True):
    """Where a figure is found in a draft: the line's number and the characters of its text."""

    line: int
    start: int
    end: int


class DraftFinding(Struct, frozen=True):
    """One figure or number. ``was`` is what was printed, ``now`` what the draft says, ``place`` and ``sentence`` where.

    ``moved``: it stands in another paragraph or row than it was printed in. ``revised``: a tracked change that nobody
    has accepted or refused touches it; the draft is read as if all were accepted. ``spot``: its characters there;
    ``mark``: the mark that it was printed with.
    Of ``SAID`` and ``AGAINST`` ``was`` and ``now`` are the words that were changed, ``printed`` is the whole sentence
    as printed; ``against``: what is opposed to what the figures are (升降), by which words; ``head``: it is the head of
    a table's column.
    """

    verdict: Verdict
    figure: str = ""
    was: str = ""
    now: str = ""
    place: WordPlace | None = None
    sentence: str = ""
    moved: bool = False
    revised: bool = False
    spot: Spot | None = None
    mark: str = ""
    printed: str = ""
    against: str = ""
    head: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it has digits; otherwise it is a name, a grade, a word."""
        if self.verdict in (Verdict.SAID, Verdict.AGAINST):
            return False
        return any(character.isdigit() for character in self.was or self.now)


class CheckedDraft(Struct, frozen=True):
    """A checked draft. ``spots``: the mark of a placed figure → where it is; only what is placed with certainty."""

    findings: tuple[DraftFinding, ...]
    spots: dict[str, Spot]

    def of(self, *verdicts: Verdict) -> tuple[DraftFinding, ...]:
        """The findings with one of these verdicts, in the order of the document."""
        return tuple(each for each in self.findings if each.verdict in verdicts)
