"""Sentences that people have edited in a draft, taken over into 正文.txt: the words change, the names in braces stay.

A paragraph of the wording is said piece by piece, so that every character that was printed is known to come from the
writer's own words or from a name. What the draft has otherwise is carried over only where it concerns the own words, or
a name as a whole; and only where the new line then really says the draft's paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from bulletin_gen.compose.wording import ParsedLine, speaker_of
from bulletin_gen.compose.wording.parse import SlipError, parse_paragraph
from bulletin_gen.compose.wording.say import Speaker
from bulletin_gen.compose.wording.syntax import Bracketed, Clause, Named, Part, Plain, Verbatim
from bulletin_gen.compose.wording.things import Weight
from bulletin_gen.compose.wordlist.entries import plain_text
from bulletin_gen.county.workspace import WORDING
from bulletin_gen.drafts.check import hold_draft
from bulletin_gen.drafts.holding.lines import squeezed
from bulletin_gen.leaves.frugal import late
from bulletin_gen.pipeline import Survey
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word.model import WordFile

#: What counts a paragraph: it is typed in the draft and made anew by the program.
_NUMBER = late(r"(?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,2}[.．、](?!\d))\s*")
_HOLLOW = late("【[、，；]?】")

_NO_LINE = "这一段不是从正文写法来的（人写的文字、表、公文要素），到那里去改"
_OTHER_DATA = "工单或认定后来变了，这一段现在印出的数不同：先把稿件的数换成新的，再来取"
_NUMBERS = "改的是程序写的数或名称，每期会变，不能照稿件写死；要改说法，到正文写法里改"
_NOT_ALIKE = "这样改不能原样印出稿件里的话，到正文写法里自己改"


class EditedSentence(Struct, frozen=True):
    """A paragraph that the draft has otherwise than it was printed. ``line``: of 正文.txt, from 1; ``written`` what
    stands there; ``rewritten`` what is to stand there, empty where ``why`` says that it cannot be taken over."""

    was: str
    now: str
    line: int = 0
    written: str = ""
    rewritten: str = ""
    why: str = ""


class _SaidPiece(Struct, frozen=True):
    """A stretch of a wording line, what it printed, and whether that is the writer's own words."""

    start: int
    end: int
    printed: str
    own: bool


def edited_sentences(draft: WordFile, run: RecordedRun, survey: Survey) -> tuple[EditedSentence, ...]:
    """The paragraphs of ``draft`` whose words differ from what ``run`` printed, with the lines of the wording that say
    them in ``survey``, the period as it is now."""
    bench = hold_draft(draft, run).bench
    wording = survey.rules.wording
    lines = wording.lines if wording is not None and wording.name == WORDING else ()
    taker = _Taker(survey, lines)
    found = []
    for line in bench.printed:
        target = bench.pairs.get(line.number)
        now = bench.draft[target].text if target is not None else ""
        if target is not None and squeezed(now) != squeezed(line.text):
            found.append(taker.taken(line.text, now))
    return tuple(found)


class _Taker:
    """The wording of one period, every line with what it says now."""

    def __init__(self, survey: Survey, lines: Sequence[ParsedLine]) -> None:
        self.speaker: Speaker = speaker_of(survey.facts, survey.rules.profile, survey.inputs.narrative)
        self.said = [(each, self._said(each.parts)) for each in lines if not _placing(each.parts)]

    def _said(self, parts: Sequence[Part]) -> str:
        """What parts print, "" where they cannot be said alone."""
        self.speaker.slips = []
        text = plain_text(self.speaker.paragraph(parts))
        return "" if self.speaker.slips else text

    def taken(self, was: str, now: str) -> EditedSentence:
        """What becomes of one paragraph."""
        one, other = _uncounted(was), _uncounted(now)
        each = next((line for line, said in self.said if said and squeezed(_uncounted(said)) == squeezed(one)), None)
        if each is None:
            return EditedSentence(was, now, why=self._why_none(one))
        number, written = each.line.place.row or 0, each.line.text
        pieces = tuple(self._pieces(each.parts, written))
        if "".join(piece.printed for piece in pieces) != self._said(each.parts):
            return EditedSentence(was, now, number, written, why=_NOT_ALIKE)
        counted = _NUMBER.match(written)
        lead = counted[0] if counted and not each.line.level else ""
        rewritten = _carried(written, pieces, lead + other)
        if rewritten is None:
            return EditedSentence(was, now, number, written, why=_NUMBERS)
        if not self._says(rewritten, other):
            return EditedSentence(was, now, number, written, why=_NOT_ALIKE)
        return EditedSentence(was, now, number, written, rewritten)

    def _why_none(self, printed: str) -> str:
        """Why no line says it now: it stands elsewhere, or says it with other numbers."""
        alike = SequenceMatcher(autojunk=False)
        alike.set_seq2(squeezed(printed))
        for _, said in self.said:
            alike.set_seq1(squeezed(said))
            if said and alike.real_quick_ratio() > _ALIKE and alike.ratio() > _ALIKE:
                return _OTHER_DATA
        return _NO_LINE

    def _says(self, written: str, wanted: str) -> bool:
        try:
            said = self._said(parse_paragraph(written))
        except SlipError:
            return False
        return squeezed(_uncounted(said)) == squeezed(wanted)

    def _pieces(self, parts: Sequence[Part], written: str) -> Iterator[_SaidPiece]:
        """The stretches of a line in order, those of clauses that are printed one by one."""
        for part in parts:
            said = self.speaker.alone(part)
            if isinstance(part, Plain):
                yield _SaidPiece(part.at, part.at + len(part.text), part.text, own=True)
            elif isinstance(part, Clause) and said.weight is Weight.FULL:
                yield _SaidPiece(part.at, part.at + 1, "", own=False)
                inner = tuple(self._pieces(part.parts, written))
                yield from inner
                yield _SaidPiece(inner[-1].end, part.at + len(part.written), "", own=False)
            else:
                printed = plain_text(said.text).replace("\x01", "")
                yield _SaidPiece(part.at, _end_of(part, written), printed, own=False)


#: Lines are the same one with other numbers when so much of them is alike.
_ALIKE = 0.8


def _placing(parts: Sequence[Part]) -> bool:
    """Whether a line is only the place of a table, a chart or what people wrote."""
    alone = parts[0] if len(parts) == 1 else None
    return isinstance(alone, Named) and alone.steps[0].text in ("表", "图", "文字")


def _end_of(part: Part, written: str) -> int:
    """Where a part that is no plain words ends in its line."""
    if isinstance(part, Verbatim):
        return _closed(written, part.at)
    if isinstance(part, Bracketed):
        return written.index("】", part.at) + 1
    assert not isinstance(part, Plain)
    return part.at + len(part.written)


def _closed(written: str, at: int) -> int:
    """Behind the brace that closes the one before ``at``."""
    return next(place for place in range(at, len(written)) if written[place] in "}｝") + 1


def _uncounted(text: str) -> str:
    """A paragraph without the number that it begins with."""
    text = text.strip()
    counted = _NUMBER.match(text)
    return text[counted.end() :] if counted else text


def _carried(written: str, pieces: Sequence[_SaidPiece], now: str) -> str | None:
    """The line with the changes from what the pieces printed to ``now``; None where one touches part of a name."""
    printed = "".join(piece.printed for piece in pieces)
    cuts: list[tuple[int, int, str]] = []
    for kind, first, last, start, end in SequenceMatcher(None, printed, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        found = _cuts(pieces, first, last)
        if found is None:
            return None
        cuts += [*found, (_place(pieces, first), _place(pieces, first), now[start:end])]
    text = written
    for start, end, words in sorted(cuts, key=lambda cut: (cut[0], cut[1]), reverse=True):
        text = text[:start] + words + text[end:]
    return _HOLLOW.sub("", text)


def _cuts(pieces: Sequence[_SaidPiece], first: int, last: int) -> list[tuple[int, int, str]] | None:
    """What goes from the line where the printed characters from ``first`` to ``last`` go."""
    found, at = list[tuple[int, int, str]](), 0
    for piece in pieces:
        start, end = max(first, at), min(last, at + len(piece.printed))
        if start < end and piece.own:
            found.append((piece.start + start - at, piece.start + end - at, ""))
        elif start < end:
            if (start, end) != (at, at + len(piece.printed)):
                return None
            found.append((piece.start, piece.end, ""))
        at += len(piece.printed)
    return found


def _place(pieces: Sequence[_SaidPiece], printed: int) -> int:
    """Where in the line words go that come in before the printed character at that place: into own words, if any
    reach there, else behind what ends there."""
    at, behind = 0, pieces[0].start if pieces else 0
    for piece in pieces:
        end = at + len(piece.printed)
        if piece.own and at <= printed <= end:
            return piece.start + printed - at
        if end <= printed and piece.printed:
            behind = piece.end
        at = end
    return behind
