"""Sentences that people write, line by line, whatever file they are kept in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bulletin_gen.county.narrative import WORD_ENDING
from bulletin_gen.intake.files.tabletext import read_text
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, warning

#: A sign of half width at a Chinese character, where the standard (GB/T 15834) asks for one of full width. A short
#: stroke is none of them: it may join the parts of a name.
_HALF = late(r"(?<=[\u4e00-\u9fff])[(),;:?!]|[()](?=[\u4e00-\u9fff])")
_FULL = {half: chr(ord(half) + 0xFEE0) for half in "(),;:?!"}
#: What is no sentence in the files that people write: names in braces, remarks, addresses, code.
_NO_SENTENCE = late(r"\{[^{}]*\}|〔说明.*|<!--.*?-->|\bhttps?://\S+|`[^`]*`")


def lines_of(file: Path) -> Iterator[tuple[Place, str]]:
    """Each line of a text file, or each paragraph of a Word file, with its place."""
    if file.suffix == WORD_ENDING:
        from bulletin_gen.county.wordnarrative import word_lines

        yield from word_lines(file)
        return
    for number, line in enumerate(read_text(file).split("\n"), 1):
        yield Place(file.name, row=number), line.rstrip("\r")


def half_width(files: Iterable[Path], names: Iterable[str]) -> Iterator[Issue]:
    """A warning for each line of ``files``, sentences that people write, with punctuation of half width among Chinese.
    It is printed as it stands. ``names`` are those of units: how an office is called is its own affair."""
    own = [name for name in names if _HALF.search(name)]
    for file in files:
        for place, line in lines_of(file) if file.is_file() else ():
            words = _NO_SENTENCE.sub("", line)
            for name in own:
                words = words.replace(name, "")
            if signs := dict.fromkeys(_HALF.findall(words)):
                yield warning(
                    "text.half_width", "汉字旁边用了半角标点", place, found=" ".join(signs),
                    expected=" ".join(_FULL[sign] for sign in signs), advice="照您写的印出；公文用全角，改好再生成",
                )  # fmt: skip
