"""What is to be done to a draft when figures have changed: which characters become which, what is only said."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from bulletin_gen.word.pen import Stroke


class RefreshStep(StrEnum):
    """What happened to a figure or a sentence; the value is what users read."""

    REPLACED = "换成新数"
    REWRITTEN = "整句换新"
    SAID = "句子要人改（见批注）"
    LEFT = "没有对上，没有动"


class FigureChange(Struct, frozen=True):
    """One line of the account: what was done, where, to which figure; what stood there and what stands there now."""

    step: RefreshStep
    place: str
    was: str
    now: str
    figure: str = ""
    note: str = ""


class RefreshPlan(Struct):
    """Collected while a draft is gone through. ``strokes`` replace characters, ``comments`` only say something;
    ``renamed``: marks whose figure is another now; ``dropped``: marks of sentences that are written anew; ``accepted``:
    where words are that people are asked about this time and not again, with the mark that says so."""

    strokes: list[Stroke] = field(default_factory=list)
    comments: list[Stroke] = field(default_factory=list)
    changes: list[FigureChange] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    accepted: list[Stroke] = field(default_factory=list)


def least_stroke(paragraph: int, start: int, was: str, now: str) -> Stroke | None:
    """The stroke that makes ``was``, which begins at ``start``, into ``now`` and touches the fewest characters."""
    if was == now:
        return None
    before = next((at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), None)
    before = min(len(was), len(now)) if before is None else before
    after = 0
    while after < min(len(was), len(now)) - before and was[-1 - after] == now[-1 - after]:
        after += 1
    if before + after >= len(was):
        # Something is only put in: it takes the format of the character beside it.
        before, after = (before - 1, after) if before else (before, after - 1)
    return Stroke(paragraph, start + before, start + len(was) - after, now[before : len(now) - after])
