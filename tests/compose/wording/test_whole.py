"""Every kind of sentence in one bulletin, laid out, marked and proven as any other."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import parsed
from bulletin_gen.compose.wording.files import text_lines
from bulletin_gen.marks import marked, printed_lines
from bulletin_gen.outputs import render
from bulletin_gen.tree import is_fact, plain, texts
from bulletin_gen.verify.proof import verify
from compose.wording.worlds import ORDINARY

KINDS = (Path(__file__).parent / "kinds.txt").read_text(encoding="utf-8")


def test_all_kinds_of_sentences_are_laid_out_and_proven() -> None:
    sentences = [line[2:] for line in KINDS.splitlines() if line.startswith("写 ")]
    file = parsed(text_lines("\n".join([*sentences, "{文字：空着的}"]), "正文.txt"), "正文.txt")
    facts = ORDINARY.facts()
    bulletin = marked(compose(facts, ORDINARY.profile(), ORDINARY.narrative, wording=file))
    rendered = render(bulletin, ("docx", "html"))
    verify(bulletin, facts.figures, rendered)
    assert len(printed_lines(bulletin)) >= len(sentences)
    runs = [run for text in texts(bulletin) for run in text]
    assert all(run.figure in facts.figures for run in runs if is_fact(run.figure))
    assert plain(bulletin.title) == "关于4月份热线办理情况的通报"
