"""The web page opened again: the texts of the bulletin stand in it in order, and no number is from nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.tree import Bulletin, block_texts, blocks, plain
from bulletin_gen.verify.around import lost, printed_around
from bulletin_gen.verify.drawings import svg_issues
from bulletin_gen.verify.fault import fault

_BLANKS = late(r"\s+")
_DIGITS = late(r"[0-9]+")
#: What charts say is proved apart from the text.
_UNSEEN = ("style", "script", "title", "head", "svg")


class _Seen(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(data)


def page_issues(bulletin: Bulletin, html: bytes) -> Iterator[Issue]:
    """A fault for the first text of body or annexes that is not in its place, and for every number that the page has
    and the bulletin has not."""
    yield from svg_issues(bulletin, html.decode("utf-8"))
    seen = _Seen()
    seen.feed(html.decode("utf-8"))
    seen.close()
    written, position, between = _squeezed("".join(seen.texts)), 0, []
    for wanted in _in_order(bulletin):
        start = written.find(wanted, position)
        if start < 0:
            yield fault("网页", found=written[position : position + 60], expected=wanted[:60])
            return
        between.append(written[position:start])
        position = start + len(wanted)
    between.append(written[position:])
    fixed = {number for text in _fixed(bulletin) for number in _DIGITS.findall(_squeezed(text))}
    strange = [number for piece in between for number in _DIGITS.findall(piece) if number not in fixed]
    if strange:
        yield fault("网页", found="、".join(strange[:5]), expected="没有来历不明的数字")
    for text in lost(map(_squeezed, printed_around(bulletin, listed=False)), between):
        yield fault("网页", found="（缺少这段文字）", expected=text[:60])


def _in_order(bulletin: Bulletin) -> Iterator[str]:
    for block in blocks(bulletin):
        for found in block_texts(block):
            if text := _squeezed(plain(found)):
                yield text


def _fixed(bulletin: Bulletin) -> Iterator[str]:
    """What the page says before, between and after the texts of body and annexes."""
    head, signature = bulletin.head, bulletin.signature
    for text in (bulletin.title, bulletin.addressees, head.number, head.running_number, head.issuer, head.dated):
        yield plain(text)
    yield from (*head.mark, head.mark_suffix, head.copy_number, head.secrecy, head.urgency, *head.signatory)
    yield from (*signature.bodies, plain(signature.dated), plain(bulletin.note))
    yield from (part for annex in bulletin.annexes for part in (annex.label, plain(annex.title)))
    if bulletin.imprint:
        yield from (part for label, line in bulletin.imprint.lines for part in (label, plain(line)))
        yield from map(plain, (bulletin.imprint.printed_by, bulletin.imprint.printed_on, bulletin.imprint.copies))


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", cleaned(text))
