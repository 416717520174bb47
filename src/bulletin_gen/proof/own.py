"""A bulletin of ours before it is written: does it contradict itself, as a reader would find who has only its text?

Figures are proved elsewhere (``verify``); this reads the sentences. Tables are read for comparing the text with them:
their own sums and rates are facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bulletin_gen.leaves.issues import Issue, Place, Severity
from bulletin_gen.proof.examine import examine
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.reading.grids import Gathered, joined
from bulletin_gen.proof.reading.publication import Passage, PrintedRow, Publication
from bulletin_gen.proof.wording import KINDS, kind_name
from bulletin_gen.tree import Block, Bulletin, Cell, Chart, Table, plain

_GRAVITIES = {Gravity.WRONG: Severity.WARNING, Gravity.DOUBTFUL: Severity.NOTE}
_SHOWN = 3
#: The doubts that are told of: other doubts rest on guesses about rules, and ours are known.
_TOLD = ("base_unstated", "order")


def contradictions(bulletin: Bulletin, accepted: Mapping[str, str]) -> tuple[Issue, ...]:
    """What the bulletin's sentences say against each other: what is wrong as warnings, what is doubtful as notes, those
    of one kind in one paragraph together.

    ``accepted``: the Chinese name of a kind, or words of the sentence, → why the office has it so; what is accepted is
    not told. Words that are in no sentence of this bulletin are told of, since they accept nothing.
    """
    publication = publication_of(bulletin)
    objections = examine(publication, between_sentences=True).objections
    told = [each for each in objections if each.gravity is Gravity.WRONG or each.kind in _TOLD]
    left = [each for each in told if not any(is_meant(word, each) for word in accepted)]
    left.sort(key=lambda each: (each.line, each.kind, each.start))
    issues = [_issue(list(alike)) for _, alike in groupby(left, key=lambda each: (each.line, each.kind, each.gravity))]
    return (*issues, *_idle(accepted, publication))


def is_meant(word: str, objection: Objection) -> bool:
    """Whether an accepted ``word``, the name of a kind or words of a sentence, is about an objection."""
    return word == kind_name(objection.kind) or word in objection.quote


def _issue(alike: Sequence[Objection]) -> Issue:
    first = alike[0]
    quotes = "；".join(each.quote for each in alike[:_SHOWN]) + (f"……等{len(alike)}处" if len(alike) > _SHOWN else "")
    advice = f"{first.why}。改正文里的说法；确是本单位的算法，在 profile.yaml 的“措辞”里写 认可的发现: " + (
        f"{{{kind_name(first.kind)}: 理由}}"
    )
    return Issue(
        "bulletin.contradiction",
        f"通报里前后不一致（{kind_name(first.kind)}）",
        _GRAVITIES[first.gravity],
        Place(file="通报", key=first.where),
        quotes,
        first.follows,
        advice,
    )


def _idle(accepted: Mapping[str, str], publication: Publication) -> Iterator[Issue]:
    for word in accepted:
        if word not in KINDS.values() and not any(word in passage.text for passage in publication.passages):
            yield Issue(
                "bulletin.accepted_idle",
                "接受的发现在通报里找不到",
                Severity.NOTE,
                Place(file="profile.yaml", key="wording.accepted_findings"),
                word,
                "、".join(sorted(set(KINDS.values()))) + "之一，或通报某句里的原话",
                "照提示里的字样改，或删去这一条",
            )


def publication_of(bulletin: Bulletin) -> Publication:
    """The bulletin as the checks read one: a passage a paragraph, ``line`` counting them from the title on."""
    gathered: list[Passage | Gathered] = []
    _add_text(gathered, plain(bulletin.title), "标题")
    for number, block in enumerate(bulletin.body, 1):
        _add(gathered, block, f"正文第{number}段")
    for annex in bulletin.annexes:
        _add_text(gathered, plain(annex.title), annex.label)
        for block in annex.blocks:
            _add(gathered, block, annex.label)
    return joined("通报", gathered)


def _add(gathered: list[Passage | Gathered], block: Block, place: str) -> None:
    if isinstance(block, Chart):
        for text in (block.caption, *block.notes):
            _add_text(gathered, plain(text), place)
        return
    if not isinstance(block, Table):
        _add_text(gathered, plain(block.text), place)
        return
    _add_text(gathered, plain(block.title), place)
    gathered.append(Gathered(list(_rows(block, place)), len(gathered)))
    for note in block.notes:
        _add_text(gathered, plain(note), place)


def _add_text(gathered: list[Passage | Gathered], text: str, place: str) -> None:
    if text.strip():
        gathered.append(Passage(text.strip(), len(gathered) + 1, len(gathered), place))


def _rows(table: Table, place: str) -> Iterator[PrintedRow]:
    """The rows as drawn: a cell that covers several rows has its text in each, one that covers several columns in the
    first."""
    above: dict[int, tuple[str, int]] = {}
    for number, row in enumerate((*table.head, *table.rows), 1):
        cells: list[str] = []
        given = iter(row)
        while len(cells) < table.columns:
            column = len(cells)
            text, left = above.get(column, ("", 0))
            if left:
                above[column] = (text, left - 1)
                cells.append(text)
                continue
            cell = next(given, Cell())
            text = " ".join(plain(cell.text).split())
            for covered in range(column, column + cell.span):
                above[covered] = (text if covered == column else "", cell.down - 1)
            cells += [text, *[""] * (cell.span - 1)]
        yield PrintedRow(tuple(cells), " | ".join(cells), number, f"{place}表第{number}行")
