"""A bulletin of ours that contradicts itself is told of before anybody signs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import Issue, Severity
from bulletin_gen.pipeline import survey
from bulletin_gen.proof.own import contradictions, publication_of
from bulletin_gen.tree import (
    Annex,
    Bulletin,
    Cell,
    Head,
    HeadForm,
    Paragraph,
    Properties,
    Table,
    text,
)

EXAMPLES = Path(__file__).parents[2] / "examples"


def bulletin(*sentences: str, table: Table | None = None) -> Bulletin:
    annexes = (Annex("附件", text("附表"), (table,)),) if table else ()
    body = tuple(Paragraph(text(each)) for each in sentences)
    return Bulletin(Properties("甲县通报"), Head(HeadForm.BARE), text("甲县热线通报"), body, annexes=annexes)


def found(*sentences: str, accepted: dict[str, str] | None = None, table: Table | None = None) -> list[Issue]:
    return list(contradictions(bulletin(*sentences, table=table), accepted or {}))


SHARE = "5月共受理1200件。其中，咨询类600件，占50%；投诉类300件，占35%；求助类300件，占25%。"
POINTS = "满意率95.02%，同比下降7.59%。"


def test_sentences_that_agree_are_left_alone() -> None:
    assert found("5月共受理1200件。其中，咨询类600件，占50%；投诉类300件，占25%；求助类300件，占25%。") == []


def test_a_share_that_does_not_follow_is_a_warning_with_its_words() -> None:
    (issue,) = found("各位同事：", SHARE)
    assert issue.severity is Severity.WARNING
    assert issue.kind == "通报里前后不一致（占比）"
    assert (issue.place.key, issue.found, issue.expected) == ("正文第2段", "投诉类300件，占35%", "25.00%")
    assert "300÷1200" in issue.advice


def test_findings_of_one_kind_in_one_paragraph_are_one_issue() -> None:
    (issue,) = found(SHARE.replace("占50%", "占40%").replace("占25%", "占20%"))
    assert issue.found.count("；") == 2


def test_an_office_may_have_it_so_and_says_why() -> None:
    assert found(POINTS)[0].kind == "通报里前后不一致（应用百分点）"
    assert found(POINTS, accepted={"应用百分点": "与上年的写法一致"}) == []
    assert found(POINTS, accepted={"同比下降7.59%": "与上年的写法一致"}) == []


def test_what_is_accepted_and_stands_nowhere_is_told() -> None:
    (issue,) = found("5月共受理1200件。", accepted={"满意绿": "写错了"})
    assert issue.severity is Severity.NOTE
    assert issue.found == "满意绿"
    # A kind may be absent this month and there again the next.
    assert found("5月共受理1200件。", accepted={"应用百分点": "与上年的写法一致"}) == []


def test_the_text_is_held_against_the_tables() -> None:
    rows = (("甲局", "40", "1"), ("乙局", "30", "0"), ("丙局", "25", "2"), ("丁局", "16", "0"), ("戊局", "11", "0"))
    cells = tuple(tuple(Cell(text(each)) for each in row) for row in rows)
    table = Table(text("情况表"), 3, (tuple(Cell(text(each)) for each in ("单位", "受理数", "退回数")),), cells)
    sentence = "办件较多的是：甲局40件、乙局30件、丙局25件、丁局16件、戊局11件。"
    assert found(sentence, table=table) == []
    (issue,) = found(sentence.replace("戊局11件", "戊局12件"), table=table)
    assert (issue.kind, issue.found) == ("通报里前后不一致（文表不一）", "戊局12件")


def test_merged_cells_stand_in_each_row_that_they_cover() -> None:
    head = ((Cell(text("单位"), down=2), Cell(text("件数"), span=2)), (Cell(text("受理")), Cell(text("办结"))))
    body = ((Cell(text("局"), down=2), Cell(text("1")), Cell(text("2"))), (Cell(text("3")), Cell(text("4"))))
    printed = publication_of(bulletin(table=Table(text("表"), 3, head, body))).tables[-1]
    assert [row.cells for row in printed.rows] == [("局", "1", "2"), ("局", "3", "4")]


@pytest.mark.parametrize("folder", sorted(EXAMPLES.glob("*/20*")), ids=lambda folder: folder.parent.name)
def test_the_examples_say_nothing_against_themselves_but_what_their_offices_have_so(folder: Path) -> None:
    survey_of = survey(folder.parent, folder.name)
    accepted = survey_of.rules.profile.wording.accepted_findings
    told = contradictions(survey_of.bulletin, {})
    assert {issue.kind.partition("（")[2].rstrip("）") for issue in told} == set(accepted)
