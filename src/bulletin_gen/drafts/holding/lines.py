"""Lines of text as they are compared: their numbers, and their sentences with the numbers taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from unicodedata import normalize

from msgspec import Struct

from bulletin_gen.drafts.spoken import SPOKEN, amount_spoken, in_digits, is_share, is_spoken
from bulletin_gen.leaves.frugal import late
from bulletin_gen.marks import PrintedLine
from bulletin_gen.word.model import Bookmark, Revision, WordParagraph

#: A number as people write it, with its percent sign: also full-width, with thousands, in Chinese characters.
_NUMBER = late(rf"[0-9０-９]+(?:[,，][0-9０-９]{{3}}(?![0-9０-９]))*(?:[.．][0-9０-９]+)*[%％‰]?|{SPOKEN}")
_ENDS = late(r"[；;。！？!?]")
_BLANKS = late(r"[\s\u3000]+")
_THOUSANDS = late(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
#: What stands for 至 between two days or months.
_DASHES = late(r"(?<=[月日])[—–~～-]{1,2}(?=[0-9])")
#: Noughts behind the point of a rate that say nothing: 17.40%, 96.00%.
_NOUGHTS = late(r"(?<=\.[0-9])0+(?=%)|(?<=\.[0-9][1-9])0+(?=%)|\.0+(?=%)")
_COPY = "_Copy_"
#: What may stand between a name and its number.
OPENING = "（( 　"
#: Words that say which way something has gone, before a number in the same clause.
_WAYS = {
    "up": ("增长", "上升", "增加", "提高", "提升", "上涨", "增幅", "多"),
    "down": ("下降", "减少", "降低", "回落", "下滑", "下跌", "降幅", "少"),
}
_BEFORE = late(r"[，、；。：,;:]")
_NEAR = 6
#: Figures without digits that are no names: which way something went, what a period is called.
_NO_NAMES = ("asked.change.", "period.", "document.", "hotline", "changes.")
#: Stands for a number in the key of a sentence.
HOLE = "\x00"


class TypedNumber(Struct, frozen=True):
    """A number in a line."""

    start: int
    end: int
    text: str


class Sentence(Struct, frozen=True):
    """A piece of a line between 。；！？: its ``key`` is its words, each number a hole; ``tokens`` are those numbers,
    by their place in the line's."""

    line: int
    start: int
    end: int
    key: str
    tokens: tuple[int, ...]


class Printed(Struct, frozen=True):
    """A figure where it was printed: its line, characters and numbers there, id and mark."""

    line: int
    start: int
    end: int
    figure: str
    mark: str
    text: str
    tokens: tuple[int, ...]


def is_name(figure: Printed) -> bool:
    """Whether a printed figure says who or what, and not how many or which way."""
    return not figure.tokens and len(figure.text) > 1 and not figure.figure.startswith(_NO_NAMES)


class Line(Struct, frozen=True):
    """A line of the bulletin as printed, or a paragraph of a draft."""

    number: int
    text: str
    tokens: tuple[TypedNumber, ...]
    sentences: tuple[Sentence, ...]
    key: str
    figures: tuple[Printed, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    paragraph: WordParagraph | None = None

    def sentence_at(self, position: int) -> str:
        """The sentence that a character belongs to, as it is written."""
        found = next((each for each in self.sentences if each.start <= position < each.end), None)
        return self.text[found.start : found.end].strip() if found else self.text.strip()


def key_of(text: str) -> str:
    """The words of a text, each number a hole, without white space."""
    return _BLANKS.sub("", _NUMBER.sub(HOLE, text))


def squeezed(text: str) -> str:
    """A text without white space."""
    return _BLANKS.sub("", text)


def same_number(one: str, other: str) -> bool:
    """Whether two texts are the same, but for white space and how numbers are written: full-width, with thousands, in
    Chinese characters, where a share says percent by itself (百分之五 for the 5 of 5%), with noughts at the end of a
    rate (17.40%, 17.4%)."""
    ours, theirs = _folded(one), _folded(other)
    if is_share(squeezed(one)) != is_share(squeezed(other)):
        ours, theirs = ours.rstrip("%"), theirs.rstrip("%")
    return ours == theirs or _NOUGHTS.sub("", ours) == _NOUGHTS.sub("", theirs)


def _folded(text: str) -> str:
    return _DASHES.sub("至", _THOUSANDS.sub("", normalize("NFKC", in_digits(squeezed(text)))))


def amount_of(number: str) -> Fraction | None:
    """The amount of a number as it is written, shares in percent; none of a date with points (2024.5.3)."""
    if is_spoken(number):
        return amount_spoken(number)
    text = _folded(number).rstrip("%‰")
    return Fraction(text) if text.count(".") < 2 else None


def grain_of(number: str) -> Fraction:
    """What one is worth at the last place that a number says: 100 of 1300, 0.1 of 67.7%, ten (percent) of 七成."""
    if is_spoken(number) and ("成" in number or not number.startswith(("百分之", "千分之")) and "分之" in number):
        return Fraction(5 if "成" in number and not number.endswith("成") else 10)
    text = _folded(number)
    whole, _, decimals = text.rstrip("%‰").partition(".")
    if decimals:
        return Fraction(1, 10 ** len(decimals))
    zeros = 0 if text.endswith(("%", "‰")) else len(whole) - len(whole.rstrip("0"))
    return Fraction(10**zeros)


def tokens_of(text: str) -> tuple[TypedNumber, ...]:
    """The numbers of a text."""
    return tuple(TypedNumber(found.start(), found.end(), found[0]) for found in _NUMBER.finditer(text))


def _sentences(number: int, text: str, tokens: Sequence[TypedNumber]) -> Iterator[Sentence]:
    start = 0
    for end in (*(found.end() for found in _ENDS.finditer(text)), len(text)):
        if text[start:end].strip():
            within = tuple(index for index, token in enumerate(tokens) if start <= token.start < end)
            yield Sentence(number, start, end, key_of(text[start:end]).rstrip("；;。！？!?"), within)
        start = end


def printed_line(number: int, line: PrintedLine) -> Line:
    """A line as it was printed."""
    tokens = tokens_of(line.text)
    figures = tuple(
        Printed(
            number, each.start, each.end, each.figure, each.mark, line.text[each.start : each.end],
            tuple(
                index
                for index, token in enumerate(tokens)
                if each.start <= token.start < each.end
                # A name may have a numeral in it: 三家店镇.
                if not (each.figure.endswith(".name") and is_spoken(token.text))
            ),
        )
        for each in line.figures
    )  # fmt: skip
    return Line(number, line.text, tokens, tuple(_sentences(number, line.text, tokens)), key_of(line.text), figures)


def marks_of(paragraph: WordParagraph) -> tuple[Bookmark, ...]:
    """The bookmarks of a paragraph; those that LibreOffice renamed, when it set a floating table anew, by their own
    names, behind the others."""
    own = [each for each in paragraph.bookmarks if _COPY not in each.name]
    names = {each.name for each in own}
    copies = (Bookmark(each.name.partition(_COPY)[0], each.start, each.end) for each in paragraph.bookmarks)
    return (*own, *(each for each in copies if each.name not in names))


def draft_line(number: int, paragraph: WordParagraph) -> Line:
    """A paragraph of a draft, all tracked changes accepted."""
    text = paragraph.text
    tokens = tokens_of(text)
    sentences = tuple(_sentences(number, text, tokens))
    return Line(number, text, tokens, sentences, key_of(text), (), marks_of(paragraph), paragraph)


def turned(one: Line, start: int, other: Line, there: int) -> bool:
    """Whether a number that was led by a word of rising (增长) in ``one`` is led by one of falling in ``other``, or the
    other way round."""
    ours, theirs = _direction(one.text[:start]), _direction(other.text[:there])
    return bool(ours and theirs and ours != theirs)


def _direction(before: str) -> str:
    words = _BEFORE.split(before)[-1][-_NEAR:]
    found = [(words.rfind(word), way) for way, said in _WAYS.items() for word in said if word in words]
    return max(found)[1] if found else ""


def leading_name(text: str, start: int, names: Sequence[str]) -> str:
    """The name, of ``names`` with the longest first, that stands directly before a number; "" where none does."""
    before = text[:start].rstrip(OPENING)
    return next((name for name in names if before.endswith(name)), "")


def is_revised(line: Line, start: int, end: int) -> bool:
    """Whether an open tracked change touches these characters of a draft's line."""
    at = 0
    for stretch in line.paragraph.stretches if line.paragraph else ():
        length = len(stretch.text) if stretch.printed else 0
        if stretch.revision is not Revision.NONE and at <= end and at + length >= start:
            return True
        at += length
    return False
