"""A draft held against its facts: nothing is called right that is wrong, and nearly everything is placed."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_gen.drafts.check import check_draft
from bulletin_gen.drafts.find import find_run
from bulletin_gen.drafts.holding.lines import draft_line, printed_line, squeezed
from bulletin_gen.drafts.holding.prose import place_prose
from bulletin_gen.drafts.model import CheckedDraft, DraftFinding, Verdict
from bulletin_gen.marks import RUN_PREFIX, PrintedFigure, PrintedLine, digits_of
from bulletin_gen.word import Bookmark, Stretch, WordFile, WordParagraph, WordPlace, read_word
from drafts.bulletins import COUNTIES, written
from drafts.edits import Draft

PLACED = (Verdict.RIGHT, Verdict.REWORDED, Verdict.CHANGED)


def checked(county: str, draft: Draft, folder: Path) -> CheckedDraft:
    return check_draft(read_word(draft.save(folder / "稿件.docx")), written(county)[1])


def by_mark(result: CheckedDraft) -> dict[str, DraftFinding]:
    return {each.mark: each for each in result.findings if each.mark}


def hold_to_truth(draft: Draft, result: CheckedDraft) -> None:
    """What was changed is never called right or unchanged; where it is placed, what stands there now is said."""
    found = by_mark(result)
    for mark, digits in draft.truth.digits.items():
        finding = found[mark]
        start, end = digits_of(finding.was)
        if digits == finding.was[start:end]:
            continue
        assert finding.verdict not in (Verdict.RIGHT, Verdict.REWORDED), (mark, digits, finding)
        if finding.verdict is Verdict.CHANGED and digits:
            assert digits in finding.now, (mark, digits, finding)
    for mark in draft.truth.swapped:
        assert found[mark].verdict is not Verdict.RIGHT, found[mark]
    for mark, finding in found.items():
        if finding.verdict is Verdict.CHANGED and mark not in draft.truth.swapped:
            # Words may have been put into a date or a name that has digits.
            assert mark in draft.truth.digits or (mark in draft.truth.reworded and not finding.was.isdigit()), finding


def share_placed(draft: Draft, result: CheckedDraft) -> float:
    """Of the printed numbers that still stand somewhere, how many were placed."""
    there = [each for mark, each in by_mark(result).items() if draft.truth.digits.get(mark, "?") != ""]
    return sum(each.verdict in PLACED for each in there) / len(there)


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("lost", [False, True])
def test_an_untouched_bulletin_is_right(county: str, lost: bool, tmp_path: Path) -> None:
    path, _ = written(county)
    draft = Draft(path)
    if lost:
        draft.drop([mark for each in draft.body.iter("{*}p") for mark in draft.marks(each)])
    result = checked(county, draft, tmp_path)
    assert {each.verdict for each in result.findings} == {Verdict.RIGHT}
    assert len(result.spots) > 100


def edited(county: str, chance: random.Random, heavy: int) -> Draft:
    """Somebody's work on a bulletin: numbers retyped, paragraphs moved and taken out, words put in, marks lost."""
    draft = Draft(written(county)[0])
    for number in range(heavy):
        # Where a mark is lost or a change is open, the truth of a further edit would be hard to say.
        known = set(draft.truth.digits) | draft.truth.reworded | draft.truth.swapped
        paragraphs = [each for each in draft.paragraphs() if not set(draft.marks(each)) & known]
        if len(paragraphs) >= 3:
            edit(draft, *chance.sample(paragraphs, 2), chance, number)
    return draft


def edit(draft: Draft, paragraph: Any, other: Any, chance: random.Random, number: int) -> None:
    """One edit of any kind."""
    mark = chance.choice(draft.marks(paragraph))
    digits = re.sub(
        "[0-9](?=[^0-9]*$)", lambda last: str((int(last[0]) + chance.randint(1, 9)) % 10), draft.digits(mark)
    )
    kinds: dict[str, Callable[[], object]] = {
        "retype": lambda: draft.retype(mark, digits, keep=True),
        "lose": lambda: draft.retype(mark, digits, keep=False),
        "track": lambda: draft.track(mark, digits, 9000 + 2 * number),
        "move": lambda: draft.move(paragraph, other),
        "remove": lambda: draft.remove(paragraph) if number % 3 == 0 else None,
        "words": lambda: draft.put_words(
            paragraph, chance.choice(["切实", "据统计，", "（含转办）", "较好地"]), chance
        ),
        "flatten": lambda: draft.flatten(paragraph),
        "drop": lambda: draft.drop(draft.marks(paragraph)),
        "swap": lambda: draft.swap(mark, chance.choice(draft.marks(paragraph))),
    }
    kinds[chance.choice([*kinds])]()


@pytest.mark.parametrize("county", COUNTIES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**9), heavy=st.integers(1, 12))
def test_whatever_is_edited_nothing_wrong_is_called_right(
    tmp_path_factory: pytest.TempPathFactory, county: str, seed: int, heavy: int
) -> None:
    draft = edited(county, random.Random(seed), heavy)
    hold_to_truth(draft, checked(county, draft, tmp_path_factory.mktemp("draft")))


def test_nearly_every_number_is_placed(tmp_path: Path) -> None:
    shares, verdicts = [], Counter[str]()
    for county in COUNTIES:
        for seed in range(12):
            draft = edited(county, random.Random(seed), 8)
            result = checked(county, draft, tmp_path)
            shares.append(share_placed(draft, result))
            verdicts.update(each.verdict.name for each in by_mark(result).values())
    assert sum(shares) / len(shares) >= 0.98, (min(shares), verdicts)


def test_sentences_are_compared_without_blanks() -> None:
    assert squeezed(" 受理 1263\u3000件\n") == "受理1263件"


def test_a_figure_whose_mark_looks_like_a_run_s_hides_no_run(tmp_path: Path) -> None:
    path, run = written("pingjiang")
    marks = [each.mark for line in run.printed for each in line.figures if each.mark.startswith(RUN_PREFIX)]
    assert marks, "the codes of some figures begin with the same letter"
    (tmp_path / "facts.json").write_bytes((path.parent / "facts.json").read_bytes())
    first = WordParagraph(WordPlace(), bookmarks=(Bookmark(marks[0], 0, 0),))
    last = WordParagraph(WordPlace(), bookmarks=(Bookmark(run.mark, 0, 0),))
    found = find_run(tmp_path / "稿件.docx", WordFile("稿件.docx", (first, last)))
    assert found is not None
    assert found[1] == run


def test_a_mark_that_has_shrunk_to_nothing_is_not_the_number_beside_it(tmp_path: Path) -> None:
    """So LibreOffice leaves marks behind when a sentence is typed again with tracked changes."""
    draft = Draft(written("junan")[0])
    found = next(each for each in draft.paragraphs() if "占13.41%" in _text(each))
    mark = draft.marks(found)[0]
    whole = _text(found)
    draft.flatten(found)
    start = found.makeelement(qn("w:bookmarkStart"), {qn("w:id"): "9000", qn("w:name"): mark})
    end = found.makeelement(qn("w:bookmarkEnd"), {qn("w:id"): "9000"})
    found.findall(qn("w:r"))[0].addprevious(start)
    start.addnext(end)
    next(found.iter(qn("w:t"))).text = whole.replace("占", "经梳理，占")
    finding = by_mark(checked("junan", draft, tmp_path))[mark]
    assert (finding.verdict, finding.now) == (Verdict.REWORDED, finding.was)


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


WORDS = [
    ("办结率100%，满意率92%。", "经统计，满意率92%，办结率100%。", {"100%": "100%", "92%": "92%"}),
    ("7月共承办197件。", "7月，共承办上级197件。", {"7": "7", "197": "197"}),
    ("居民生活291件，占15.24%。", "居民生活291件，合计占15.46%。", {"291": "291", "15.24%": "15.46%"}),
    ("卫健委（252件）、人社局（140件）。", "分别是卫健委（252件）、人社局（141件）。", {"252": "252", "140": "141"}),
    ("编号：233459、242019。", "单号为：233459、242018。", {"233459": "233459", "242019": ""}),
    ("甲5件、乙6件。", "其中乙6件、甲5件。", {"5": "5", "6": "6"}),
    ("其中，5月超期37件。", "其中，合计5月超期37件。", {"5": "5", "37": "37"}),
    ("1月办结5件、退回5件。", "1月退回5件、办结5件。", {"1": "1", "5": "5"}),
]


@pytest.mark.parametrize(("printed", "edited", "wanted"), WORDS)
def test_numbers_of_an_edited_sentence_are_known_by_the_words_around_them(
    printed: str, edited: str, wanted: dict[str, str]
) -> None:
    figures = tuple(PrintedFigure(each.start(), each.end(), each[0]) for each in re.finditer(r"[\d.]+%?", printed))
    line = printed_line(0, PrintedLine(f"全县情况如下。{printed}", tuple(
        PrintedFigure(each.start + 7, each.end + 7, each.figure) for each in figures
    )))  # fmt: skip
    other = WordParagraph(WordPlace(), (Stretch(f"全县情况如下。{edited}"),))
    bench = place_prose([line], [draft_line(0, other)])
    for figure in line.figures:
        found = bench.placed.get((0, figure.start))
        assert found is None or found.now == wanted[figure.text]
    placed = sum(bench.is_placed(each) for each in line.figures)
    turned = {"甲", "满", "退"} & set(printed)  # clauses have changed places: what stands where may not be known
    assert placed >= sum(bool(each) for each in wanted.values()) - (2 if turned else 0)


def test_a_mark_that_has_grown_over_another_number_still_means_its_own(tmp_path: Path) -> None:
    """So ONLYOFFICE leaves them where somebody types on at the end of a figure."""
    draft = Draft(written("pingjiang")[0])
    found = next(each for each in draft.paragraphs() if "受理交办工单" in _text(each))
    mark = next(each for each in draft.marks(found) if draft.digits(each) == "1263")
    draft.runs(mark)[2][0].addnext(copy.deepcopy(draft.runs(mark)[2][0]))
    next(draft.runs(mark)[2][1].iter(qn("w:t"))).text = "件、其中急办15"
    finding = by_mark(checked("pingjiang", draft, tmp_path))[mark]
    assert (finding.verdict, finding.now) == (Verdict.REWORDED, "1263")
