"""Digits that a person typed: known names may hold them, anything else is a number without an origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bulletin_gen.compose.vocabulary import own_words
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.leaves.frugal import late

#: Telephone numbers of the state's hotlines, and how platforms call their hours.
HOTLINES = (
    *("12345", "12319", "12315", "12328", "12369", "12388", "12380", "12333", "12393", "8890"),
    *("110", "119", "120", "122"),
)
_HOURS = ("7×24小时", "7*24小时", "24小时")
#: Behind these a hotline's number would be a count.
_MEASURE_WORDS = "[件宗个家分次条天位人封起户项名万%％.．,，]"
_DIGIT = late("[0-9０-９]")
_NUMBER = late(r"[0-9０-９][0-9０-９.,，:：%％]*")


class OwnNumbers:
    """The words with digits that an office may write: its own, hotlines, names of units and categories."""

    def __init__(self, words: Iterable[str]) -> None:
        self._own = sorted({*_HOURS, *(word for word in words if _DIGIT.search(word))}, key=len, reverse=True)

    def marked(self, text: str, at: int) -> str:
        """``text`` with the words that hold digits marked as the office's own.

        Raises ``SlipError`` at a digit that none of them holds; ``at`` is where the text stands in its paragraph.
        """
        return "".join(self._pieces(text, at)) if _DIGIT.search(text) else text

    def _pieces(self, text: str, at: int) -> Iterator[str]:
        end = 0
        for found in self._known_in(text):
            yield _without_digits(text[end : found.start()], at + end)
            yield own_words(found[0])
            end = found.end()
        yield _without_digits(text[end:], at + end)

    def _known_in(self, text: str) -> Iterator[re.Match[str]]:
        """Where the known words stand. A pattern of the few that do is made faster than one of all."""
        own = [_standing_alone(word) for word in self._own if word in text]
        hotlines = [f"{_standing_alone(each)}(?!{_MEASURE_WORDS})" for each in HOTLINES if each in text]
        yield from re.finditer("|".join([*own, *hotlines]), text) if own or hotlines else ()


def _standing_alone(word: str) -> str:
    # 110 is no part of 1103, nor 12345 of 123456; 100% is none of 1100%.
    before = "(?<![0-9０-９.])" if _DIGIT.match(word) else ""
    after = "(?![0-9０-９]|[.][0-9０-９])" if _DIGIT.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _without_digits(text: str, at: int) -> str:
    if found := _NUMBER.search(text):
        number = found[0].rstrip(".,，:：")
        raise SlipError(
            at + found.start(), f"写了数字“{number}”", text[max(0, found.start() - 8) : found.end() + 4],
            "由程序算出的数写名称，如{受理}",
            f"确是本办自己的话就写成{{“{number}”}}，或在 profile.yaml 的 措辞 → 自有数字 里列一次",
        )  # fmt: skip
    return text
