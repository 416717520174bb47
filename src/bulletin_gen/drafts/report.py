"""What a checked draft is worth telling: a word for each finding, a list as a workbook, a copy with comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bulletin_gen.drafts.check import draft_paragraphs
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Verdict
from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word.model import WordFile
from bulletin_gen.word.pen import Pen, Stroke

if TYPE_CHECKING:
    from docx.document import Document

#: What a clerk must look at; the others are told in numbers.
GRAVE = (Verdict.CHANGED, Verdict.UNPLACED, Verdict.AGAINST)
#: So many characters of a sentence say which one is meant.
_SHOWN = 24
_NOTABLE = (*GRAVE, Verdict.DUPLICATED, Verdict.ADDED, Verdict.SAID)
#: Of whole sentences, not of numbers.
_SENTENCES = (Verdict.SAID, Verdict.AGAINST)


def counted(checked: CheckedDraft) -> dict[Verdict, int]:
    """How many numbers there are of each verdict, all verdicts in their order; names and sentences are not counted."""
    counts = Counter(each.verdict for each in checked.findings if each.is_number)
    return {verdict: counts[verdict] for verdict in Verdict if verdict not in _SENTENCES}


def sentences_told(checked: CheckedDraft) -> str:
    """How many printed sentences and heads of columns people have put into other words, and how many of them are false
    now; "" for none."""
    told = []
    for head, words, unit in ((False, "说法改过的句子", "句"), (True, "改过的表头", "个")):
        said, false = (sum(each.head is head for each in found) for found in (
            checked.of(*_SENTENCES), checked.of(Verdict.AGAINST)
        ))  # fmt: skip
        if said:
            told.append(f"{words} {said} {unit}" + (f"，其中改动后与数据不符 {false} {unit}" if false else ""))
    return "；".join(told)


def names_told(checked: CheckedDraft) -> str:
    """How many names and grades people have changed, in sentences and tables; "" for none."""
    changed = sum(not each.is_number for each in checked.of(Verdict.CHANGED))
    return f"名称、等级改过 {changed} 处" if changed else ""


def explained(finding: DraftFinding, run: RecordedRun) -> str:
    """A finding in words, without its place."""
    words = _words(finding)
    notes = [words, *(["移到了别处"] if finding.moved and finding.verdict is not Verdict.DELETED else [])]
    if finding.revised:
        notes.append("有没有接受或拒绝的修订")
    if origin := origin_of(finding, run):
        notes.append(origin)
    return "；".join(notes)


def _words(finding: DraftFinding) -> str:
    if finding.verdict in _SENTENCES:
        return _sentence_words(finding)
    if finding.verdict is Verdict.CHANGED:
        return f"印出时是 {finding.was}，现在是 {finding.now}"
    if finding.verdict is Verdict.ROUNDED:
        return f"{finding.was} 改成约数“{finding.now}”，与数据相符"
    if finding.verdict is Verdict.DELETED:
        return f"{finding.was} 删去了"
    if finding.verdict is Verdict.UNPLACED:
        return f"印出的 {finding.was} 在稿件里没有对上，请人工看"
    if finding.verdict is Verdict.ADDED:
        return f"{finding.now} 是手工加的，没有数据可核对"
    if finding.verdict is Verdict.DUPLICATED:
        if finding.now == finding.sentence:
            return f"这一句重复出现：{_short(finding.sentence)}"
        other = f"，这里与印出的 {finding.was} 不同" if finding.was and finding.was != finding.now else ""
        return f"{finding.now} 所在的句子重复出现{other}"
    return f"{finding.was} {finding.verdict}"


def _sentence_words(finding: DraftFinding) -> str:
    if finding.head:
        false = f"，改动后与数据不符（{finding.against}）" if finding.against else ""
        return f"表头“{finding.printed}”改成“{finding.now}”{false}"
    if finding.verdict is Verdict.AGAINST:
        return f"改动后与数据不符（{finding.against}）；印出时：{finding.printed}"
    if not finding.sentence:
        return f"整句删去了：{finding.printed}"
    changed = "“{}”改成“{}”" if finding.was and finding.now else "删去“{}”{}" if finding.was else "{}加了“{}”"
    return f"说法改过：{changed.format(finding.was, finding.now)}；印出时：{finding.printed}"


def origin_of(finding: DraftFinding, run: RecordedRun) -> str:
    """Which figure it is, and how it came about: its id, rule and source."""
    known = run.figures.get(finding.figure)
    if known is None:
        return ""
    return f"数据 {finding.figure}" + (f"（{known.rule}）" if known.rule else "")


def moved_lines(checked: CheckedDraft) -> tuple[str, ...]:
    """What stands elsewhere than it was printed, a line for each paragraph and each row of a table."""
    found: dict[str, str] = {}
    for each in checked.findings:
        if not each.moved or each.place is None or each.verdict is Verdict.DELETED:
            continue
        if each.place.table:
            found[f"表{each.place.table}第{each.place.row}行"] = f"“{each.sentence.partition('，')[0]}”这一行"
        else:
            found.setdefault(str(each.place), f"“{_short(each.sentence)}”")
    return tuple(f"{place}：{what}不在印出时的位置" for place, what in found.items())


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN]}……"


def list_rows(findings: Iterable[DraftFinding], run: RecordedRun) -> Iterator[tuple[str, ...]]:
    """A row for each finding: verdict, place, was, now, sentence, figure, rule, remark."""
    for each in findings:
        known = run.figures.get(each.figure)
        remarks = [*(["移到了别处"] if each.moved else []), *(["修订未接受"] if each.revised else [])]
        yield (
            each.verdict, str(each.place or ""), each.was, each.now, each.sentence, each.figure,
            known.rule if known else "", "、".join(filter(None, (each.against, *remarks))), each.printed,
        )  # fmt: skip


def list_workbook(checked: CheckedDraft, run: RecordedRun) -> bytes:
    """核对清单.xlsx: what is to be looked at on the first sheet, everything on the second."""
    from bulletin_gen.render.books.gridbook import BookSheet, write_grids

    heads = ("结论", "位置", "印出时", "现在", "句子", "数据", "规则", "备注", "印出的句子")
    widths = (22, 14, 14, 14, 44, 30, 30, 20, 44)
    notable = [each for each in checked.findings if each.verdict is not Verdict.RIGHT or each.moved]
    sheets = [
        BookSheet(name, heads, tuple(list_rows(findings, run)), widths)
        for name, findings in (("要看的", notable), ("全部", checked.findings))
    ]
    return write_grids(sheets, "稿件核对清单")


def commented_copy(document: Document, draft: WordFile, checked: CheckedDraft, run: RecordedRun) -> bytes:
    """A copy of the draft with a comment on each number that was changed, added, repeated or not placed."""
    paragraphs = draft_paragraphs(draft, run)
    numbers = {each.place: number for number, each in reversed([*enumerate(paragraphs)]) if each.text.strip()}
    strokes = []
    for finding in checked.findings:
        number = numbers.get(finding.place) if finding.place else None
        words = explained(finding, run)
        if finding.verdict in _NOTABLE and finding.spot:
            strokes.append(Stroke(finding.spot.line, finding.spot.start, finding.spot.end, words))
        elif finding.verdict in _NOTABLE and number is not None:
            strokes.append(Stroke(number, 0, 1, words))
    pen = Pen(document, paragraphs)
    pen.comment(strokes)
    return pen.saved()
