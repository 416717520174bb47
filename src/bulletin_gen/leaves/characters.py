"""Characters that a spreadsheet or a text can hold and a document cannot, or cannot be sure to print."""

from __future__ import annotations

import re

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.personal import masked

#: What turns the direction of text: a name or a number would be printed in another order than it is stored in.
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
#: Not allowed in XML 1.0, whatever the escape, and the controls that XML allows and nothing prints.
_NEVER = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_TURNS}\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_FORBIDDEN = late(f"[{_NEVER}]")
#: Halves of characters beyond U+FFFF as spreadsheets write what they cannot hold; two together are one character.
_HALF = "_x[dD][89a-fA-F][0-9a-fA-F]{2}_"
_HALVES = late(f"(?:{_HALF})+")
_SUSPECT = late(f"[{_NEVER}\r\u2028\u2029]|_x000[dD]_|{_HALF}")
_RETURNS = late("\r\n?|[\x85\u2028\u2029]|_x000[dD]_\n?")
_PRIVATE = late("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: Stands for a character that is lost in the source.
REPLACEMENT = "\ufffd"


class Oddity(Struct, frozen=True):
    """What is odd about a text: which characters (U+E000…), what they are, and what to do about them."""

    code: str
    kind: str
    names: tuple[str, ...]
    advice: str

    def found_in(self, text: str) -> str:
        """What an issue says was found: the characters, and the beginning of the text that holds them, fit for a
        message: telephone and identity numbers masked."""
        return f"{'、'.join(self.names)}（{masked(cleaned(text))[:30]}）"


def cleaned(text: str) -> str:
    """The text as a document can hold it: line ends unified, lone surrogates shown as �, control characters gone.

    What is written is compared with this (``verify``).
    """
    if _is_harmless(text) or not _SUSPECT.search(text):
        return text
    text = _HALVES.sub(_joined, _RETURNS.sub("\n", text))
    return _FORBIDDEN.sub(lambda match: REPLACEMENT if match[0] >= "\ud800" else "", text)


def _is_harmless(text: str) -> bool:
    return text.isascii() and text.isprintable() and "_x" not in text


def _joined(halves: re.Match[str]) -> str:
    units = (int(half[2:6], 16).to_bytes(2, "big") for half in re.findall(_HALF, halves[0]))
    return b"".join(units).decode("utf-16-be", "replace")


def odd_in(text: str) -> Oddity | None:
    """The characters of ``text`` that cannot be printed or, if there are none, those that need a special font."""
    if _is_harmless(text):
        return None
    broken = _FORBIDDEN.findall(text) + re.findall(REPLACEMENT, text) or re.findall(REPLACEMENT, cleaned(text))
    if broken:
        return Oddity("text.unprintable", "不能打印的字符", _named(broken), "请在原始表格中改正该处文字后重新生成")
    if private := _PRIVATE.findall(text):
        advice = "本机有相应字库才能显示；请核对成文，或改用规范汉字"
        return Oddity("text.private_use", "自造字", _named(private), advice)
    return None


def _named(characters: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"U+{ord(character):04X}" for character in characters))
