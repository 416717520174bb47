"""The short way through ordinary text gives what the long way gives, for every character there is."""

from __future__ import annotations

import unicodedata

from bulletin_gen.intake.cells import text

#: Letters without anything to fold, and codes without meaning, are all alike.
CODES = [
    code
    for code in range(0x30000)
    if unicodedata.category(chr(code)) not in ("Lo", "Co", "Cn") or 0x3000 <= code < 0x3400 or 0xF900 <= code < 0x10000
]


def test_every_character_in_every_neighbourhood() -> None:
    for code in CODES:
        for written in (f"甲{chr(code)}Ａ", f" {chr(code)} "):
            plain = text._UNWANTED.sub("", written)
            narrow = text._UNWANTED.sub("", written.translate(text._NARROW))
            assert text.tidy(written) == text._BLANKS.sub(" ", narrow).strip(), hex(code)
            key = text._BLANKS.sub("", unicodedata.normalize("NFKC", plain)).casefold()
            assert text.key_of(written) == key, hex(code)
