"""Edits of a draft with the truth of what each does: to which printed numbers, and in which paragraphs."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from bulletin_gen.marks import PREFIX, RUN_PREFIX


@dataclass
class Truth:
    """What was done: mark → the digits that stand there now ("" where they are gone); paragraphs whose words changed,
    by the marks that stood in them; marks that changed places."""

    digits: dict[str, str] = field(default_factory=dict)
    reworded: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    swapped: set[str] = field(default_factory=set)


class Draft:
    """A written bulletin under the hands of somebody who edits it."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))
        self.truth = Truth()
        self.body = self.document.element.body

    def paragraphs(self) -> list[Any]:
        """The paragraphs of the body with marked numbers, outside tables, that still stand as a whole."""
        return [each for each in self.body.findall(qn("w:p")) if self.marks(each)]

    def marks(self, paragraph: Any) -> list[str]:
        names = [each.get(qn("w:name")) for each in paragraph.iter(qn("w:bookmarkStart"))]
        return [name for name in names if name.startswith(PREFIX) and not name.startswith(RUN_PREFIX)]

    def runs(self, mark: str) -> tuple[Any, Any, list[Any]]:
        """The bookmark's start and end and the runs between."""
        start = next(each for each in self.body.iter(qn("w:bookmarkStart")) if each.get(qn("w:name")) == mark)
        found, at = [], start.getnext()
        while at.tag != qn("w:bookmarkEnd"):
            found.append(at)
            at = at.getnext()
        return start, at, found

    def digits(self, mark: str) -> str:
        return "".join(text.text for run in self.runs(mark)[2] for text in run.iter(qn("w:t")))

    def retype(self, mark: str, digits: str, *, keep: bool) -> None:
        """Other digits, with the bookmark still around them or lost."""
        start, end, runs = self.runs(mark)
        text = next(runs[0].iter(qn("w:t")))
        text.text = digits
        for run in runs[1:]:
            run.getparent().remove(run)
        if not keep:
            start.getparent().remove(start)
            end.getparent().remove(end)
        self.truth.digits[mark] = digits

    def track(self, mark: str, digits: str, identity: int) -> None:
        """Other digits as a tracked change that is still open."""
        _, end, runs = self.runs(mark)
        inserted = copy.deepcopy(runs[0])
        next(inserted.iter(qn("w:t"))).text = digits
        gone, new = (end.makeelement(qn(f"w:{tag}"), {qn("w:id"): str(identity + step), qn("w:author"): "科长"})
                     for step, tag in enumerate(("del", "ins")))  # fmt: skip
        runs[0].addprevious(gone)
        for run in runs:
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")
            gone.append(run)
        gone.addnext(new)
        new.append(inserted)
        self.truth.digits[mark] = digits

    def drop(self, marks: list[str]) -> None:
        """Bookmarks lost; the words as they were."""
        for mark in marks:
            start, end, _ = self.runs(mark)
            start.getparent().remove(start)
            end.getparent().remove(end)

    def remove(self, paragraph: Any) -> None:
        for mark in self.marks(paragraph):
            self.truth.digits[mark] = ""
        paragraph.getparent().remove(paragraph)

    def move(self, paragraph: Any, behind: Any) -> None:
        self.truth.moved |= set(self.marks(paragraph))
        behind.addnext(paragraph)

    def put_words(self, paragraph: Any, words: str, chance: random.Random) -> None:
        """Words typed at the start of a run between the numbers."""
        texts = [each for each in paragraph.iter(qn("w:t")) if each.text and not each.text[0].isdigit()]
        text = chance.choice(texts)
        at = chance.randrange(len(text.text))
        text.text = text.text[:at] + words + text.text[at:]
        self.truth.reworded |= set(self.marks(paragraph))

    def swap(self, one: str, other: str) -> None:
        """Two numbers change places with their bookmarks, as cut and paste does."""
        first, second = self.runs(one), self.runs(other)
        if self.digits(one) == self.digits(other):
            return
        here, there = first[0].getprevious(), second[0].getprevious()
        if here is None or there is None or second[0].getprevious() is first[1]:
            return
        for anchor, (start, end, runs) in ((here, second), (there, first)):
            at = anchor
            for element in (start, *runs, end):
                at.addnext(element)
                at = element
        self.truth.swapped |= {one, other}

    def flatten(self, paragraph: Any) -> None:
        """Every word in one run and no bookmark left, as retyping a paragraph leaves it."""
        runs = paragraph.findall(qn("w:r"))
        whole = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for child in list(paragraph):
            if child.tag != qn("w:pPr") and child is not runs[0]:
                paragraph.remove(child)
        texts = [*runs[0].iter(qn("w:t"))]
        texts[0].text = whole

    def save(self, path: Path) -> Path:
        self.document.save(str(path))
        return path
