"""What is printed around body and annexes, and whether any of it is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bulletin_gen.tree import Bulletin, HeadForm, plain

#: What a line around the body may end with in the tree, and ends with otherwise in print.
_ENDS = "。：:；;，, 　"


def printed_around(bulletin: Bulletin, *, listed: bool) -> Iterator[str]:
    """What is printed around body and annexes, each as often as it is; of a letterhead of the office's, the titles.

    ``listed``: whether the annexes are listed by their titles below the body, where the bulletin wants it.
    """
    head, sign, imprint = bulletin.head, bulletin.signature, bulletin.imprint
    texts = [bulletin.title, *(annex.title for annex in (bulletin.annexes if listed and bulletin.list_annexes else ()))]
    words: list[str] = []
    if not bulletin.seats:
        texts += [bulletin.addressees, sign.dated, bulletin.note]
        words += sign.bodies
        if head.mark and head.form is not HeadForm.BARE:
            words += (*head.mark, head.copy_number, head.secrecy, head.urgency)
            texts.append(head.number)
            words += head.signatory if head.form is HeadForm.DOCUMENT else ()
            texts += () if head.form is HeadForm.DOCUMENT else (head.running_number, head.issuer, head.dated)
        if imprint:
            texts += (*(line for _, line in imprint.lines), imprint.printed_by, imprint.printed_on, imprint.copies)
    # Lines end with a mark of their own.
    found = (text.rstrip(_ENDS) for text in (*map(plain, texts), *words))
    yield from (text for text in found if text.strip())


def lost(wanted: Iterable[str], between: Sequence[str]) -> Iterator[str]:
    """What of ``wanted`` is in none of these pieces of what was written, each as often as it is wanted."""
    left = list(between)
    # The longest first: a date stands in 某日印发 too.
    for text in sorted(wanted, key=len, reverse=True):
        place = next((index for index, piece in enumerate(left) if text in piece), None)
        if place is None:
            yield text
        else:
            left[place] = left[place].replace(text, "\n", 1)
