"""What ``refresh`` does to an edited draft against what ``generate`` prints now, and against what it must not touch."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from bulletin_gen.drafts.check import check_draft, prose_of
from bulletin_gen.drafts.holding.lines import key_of, squeezed, tokens_of
from bulletin_gen.drafts.model import DraftFinding, Verdict
from bulletin_gen.drafts.refresh import Refreshed, refresh_draft
from bulletin_gen.drafts.refreshing.plan import RefreshStep
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, WordParagraph, open_word, paragraphs, read_word, word_file

#: What may be added or renamed without being seen on the page.
_ANCHORS = (
    qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:commentRangeStart"), qn("w:commentRangeEnd"),
)  # fmt: skip
_FREE_PARTS = re.compile(r"word/(document|comments\w*)\.xml|word/_rels/document\.xml\.rels|\[Content_Types\]\.xml")
_NUMBER = re.compile(r"[0-9.,]*")
_ENDS = re.compile(r"(?<=[。；！？])")
_TOLD = (RefreshStep.SAID, RefreshStep.LEFT)
_PLACED = (Verdict.RIGHT, Verdict.REWORDED, Verdict.CHANGED)


@dataclass
class Renewed:
    """Counts of a refreshed draft, and everything that is wrong, in words."""

    sentences: int = 0  # that nobody edited
    renewed: int = 0  # of them now as generate prints them
    commented: int = 0  # of them told of instead
    numbers: int = 0  # placed figures in edited sentences that were looked at
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: Renewed) -> Renewed:
        for name in ("sentences", "renewed", "commented", "numbers"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong
        return self


def renew(path: Path, old: RecordedRun, new: RecordedRun) -> Renewed:
    """The draft at ``path``, refreshed from ``old`` to ``new`` and held to what must be."""
    before = read_word(path)
    result = refresh_draft(open_word(path), before, old, new)
    after = word_file(docx.Document(io.BytesIO(result.content)), path.name)
    found = Renewed()
    found.wrong += _touched(path.read_bytes(), result.content)
    _prose(found, before, after, result, old, new)
    found.wrong += _cells(before, after, result, old, new)
    return found


# ---- what must stay ------------------------------------------------------------------------------------------------
def _touched(before: bytes, after: bytes) -> Iterator[str]:
    """Parts and elements that are others now; texts are compared elsewhere."""
    with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(io.BytesIO(after)) as two:
        for name in one.namelist():
            if _FREE_PARTS.fullmatch(name) or name.endswith("/"):
                continue
            if name.endswith(".rels") and b"<Relationship " not in one.read(name):
                continue
            if name not in two.namelist():
                yield f"{name} is gone"
            elif _canonical(one.read(name), name) != _canonical(two.read(name), name):
                yield f"{name} is another"
        ours, theirs = (etree.fromstring(each.read("word/document.xml")) for each in (one, two))
    if (one_text := _skeleton(ours)) != (two_text := _skeleton(theirs)):
        at = next((n for n, (x, y) in enumerate(zip(one_text, two_text, strict=False)) if x != y), 0)
        yield f"the elements of the body are others: {one_text[at - 80 : at + 120]} / {two_text[at - 80 : at + 120]}"


def _canonical(content: bytes, name: str) -> bytes | str:
    if not name.endswith((".xml", ".rels")):
        return content
    root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True))
    if name.endswith(".rels"):
        return str(sorted((str(each.get("Type")), str(each.get("Target")).lstrip("/")) for each in root))
    return etree.tostring(root, method="c14n").decode()


def _skeleton(root: Any) -> str:
    root = copy.deepcopy(root)
    for element in [*root.iter(qn("w:commentReference"))]:
        run = element.getparent()
        run.getparent().remove(run)
    for element in [*root.iter(*_ANCHORS)]:
        element.getparent().remove(element)
    for element in root.iter(qn("w:t")):
        element.text = ""
        element.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    return etree.tostring(root, method="c14n").decode()


# ---- prose ---------------------------------------------------------------------------------------------------------
def _sentences(text: str) -> list[str]:
    return [each for each in _ENDS.split(text) if each.strip()]


def _prose(
    found: Renewed, before: WordFile, after: WordFile, result: Refreshed, old: RecordedRun, new: RecordedRun
) -> None:
    printed = {squeezed(each) for line in old.printed if not line.cell for each in _sentences(line.text)}
    now = {squeezed(each) for line in new.printed if not line.cell for each in _sentences(line.text)}
    whole, whole_now = ({squeezed(line.text) for line in run.printed if not line.cell} for run in (old, new))
    told = {each.place for each in result.changes if each.step in _TOLD}
    rewritten = {each.place for each in result.changes if each.step is RefreshStep.REWRITTEN}
    said = " ".join(f"{each.was} {each.now}" for each in result.changes if each.step is not RefreshStep.REPLACED)
    texts = _texts(new)
    placed = _placed(before, old)
    excused = _Excused(old, result)
    for one, two in zip(_body(before), _body(after), strict=True):
        place = str(one.place)
        if key_of(one.text) != key_of(two.text) and place not in rewritten:
            found.wrong.append(f"{place}: other words: {one.text!r} / {two.text!r}")
        if squeezed(one.text) in whole and squeezed(two.text) not in whole_now and place not in told:
            found.wrong.append(f"{place}: nobody touched it, yet it is not as printed now: {two.text!r}")
        for was, then in zip(_sentences(one.text), _sentences(two.text), strict=False):
            if squeezed(was) not in printed or not any(each.isdigit() for each in was):
                continue
            found.sentences += 1
            if squeezed(then) in now:
                found.renewed += 1
            elif place in told or squeezed(was) in squeezed(said):
                found.commented += 1
            else:
                found.wrong.append(f"{place}: neither as now nor commented: {was!r} / {then!r}")
        if place not in rewritten:
            found.wrong += _numbers(found, one, two, placed, texts, excused)
    typed = {(each.mark, squeezed(each.was)) for each in placed if each.verdict is Verdict.CHANGED}
    found.wrong += _changed_still(result, told, typed)


def _changed_still(result: Refreshed, told: set[str], typed: set[tuple[str, str]]) -> Iterator[str]:
    """Figures of prose that the refreshed draft still has otherwise than they would be printed, and nobody said so;
    ``typed``: what people made another of, which stays where the figure itself is as before."""
    for each in result.checked.findings:
        prose = each.verdict is Verdict.CHANGED and each.figure and each.place and not each.place.table
        if prose and str(each.place) not in told and (each.mark, squeezed(each.was)) not in typed:
            yield f"{each.place}: {each.figure} is {each.now}, printed would be {each.was}; not told"


class _Excused:
    """Figures that stay as they are because it was said so: of the figure, or of its printed sentence."""

    def __init__(self, old: RecordedRun, result: Refreshed) -> None:
        told = [each for each in result.changes if each.step in _TOLD]
        self._words = {squeezed(each.was) for each in told}
        self._figures = {(each.figure, squeezed(each.was)) for each in told if each.figure}
        self._sentences = {
            figure.mark: squeezed(line.sentence_at(figure.start))
            for line in prose_of(old.printed)
            for figure in line.figures
            if figure.mark
        }

    def __contains__(self, one: DraftFinding) -> bool:
        sentence = self._sentences.get(one.mark, "")
        said = (one.figure, squeezed(one.was)) in self._figures
        return said or bool(sentence and any(sentence in words for words in self._words))


def _body(file: WordFile) -> list[WordParagraph]:
    return [each for each in file.body if isinstance(each, WordParagraph)]


def _texts(run: RecordedRun) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in run.printed:
        for each in line.figures:
            found[each.figure].add(squeezed(line.text[each.start : each.end]))
    return found


def _placed(file: WordFile, run: RecordedRun) -> list[DraftFinding]:
    """The figures of prose that are found, each with its spot."""
    found = check_draft(file, run).findings
    return [
        each for each in found
        if each.verdict in _PLACED and each.spot and each.place and not each.place.table and each.figure
    ]  # fmt: skip


def _numbers(
    found: Renewed, one: WordParagraph, two: WordParagraph, placed: list[DraftFinding],
    texts: dict[str, set[str]], excused: _Excused,
) -> Iterator[str]:  # fmt: skip
    """Of each placed figure, what stands there now."""
    twins = dict(zip((each.start for each in tokens_of(one.text)), tokens_of(two.text), strict=False))
    for each in placed:
        start, was = each.spot.start if each.spot else 0, each.was
        token = next((twins[at] for at in (start, start + 1) if at in twins), None)
        if each.place != one.place or token is None or not was[:1].isdigit():
            continue
        found.numbers += 1
        wanted = {_digits(text) for text in texts.get(each.figure, set())}
        if _digits(squeezed(token.text)) not in wanted and each not in excused:
            yield f"{one.place}: {each.figure} is {token.text}, printed would be {sorted(wanted)}; was {was}"


def _digits(text: str) -> str:
    found = _NUMBER.match(text)
    return found[0] if found else ""


# ---- tables --------------------------------------------------------------------------------------------------------
def _cells(before: WordFile, after: WordFile, result: Refreshed, old: RecordedRun, new: RecordedRun) -> Iterator[str]:
    """Cells that are others now without being told, and cells that say of a figure what is not printed now."""
    replaced = {each.place: each for each in result.changes if each.step is RefreshStep.REPLACED}
    ours, theirs = ([*paragraphs(each.tables)] for each in (before, after))
    for one, two in zip(ours, theirs, strict=True):
        if squeezed(one.text) != squeezed(two.text):
            change = replaced.get(str(one.place))
            # In a table that only lays out a line, part of a cell is the figure.
            wanted = squeezed(one.text).replace(squeezed(change.was), squeezed(change.now), 1) if change else ""
            if wanted != squeezed(two.text):
                yield f"{one.place}: {one.text!r} became {two.text!r} without being told"
    left = " ".join(f"{each.was} {each.now} {each.note}" for each in result.changes if each.step is RefreshStep.LEFT)
    for each in result.checked.findings:
        if each.place and each.place.table and each.figure and each.verdict is Verdict.CHANGED:
            label = each.sentence.split("，")[0]
            if not left or (label not in left and "先后" not in left and each.now not in left):
                yield f"{each.place}: {each.figure} is {each.now}, printed would be {each.was} ({each.sentence})"
