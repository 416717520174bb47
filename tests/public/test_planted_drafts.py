"""Two hundred drafts with planted data: none is left in a copy, none is shown, and what is no one's stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.public.gate import make_public
from cli.calls import call
from public.planting import CONTROL, Planted, draft, left_in, visible

DRAFTS = 200


def _written(folder: Path, seed: int) -> tuple[Path, list[Planted]]:
    made = draft(seed)
    path = folder / f"稿件{seed}.docx"
    path.write_bytes(made.bytes())
    return path, made.planted


def test_what_is_planted_is_really_there(tmp_path: Path) -> None:
    for seed in range(20):
        path, planted = _written(tmp_path, seed)
        assert left_in(path.read_bytes(), planted) == planted


def test_nothing_is_left(tmp_path: Path) -> None:
    left, stopped = [], []
    for seed in range(DRAFTS):
        path, planted = _written(tmp_path, seed)
        made = make_public(path)
        if made.unsure:
            stopped.append(seed)  # nothing is written then
        else:
            left += [(seed, one) for one in left_in(made.content, planted)]
            assert set(CONTROL) <= set(visible(made.content))
    assert left == []
    assert len(stopped) <= DRAFTS // 50


def test_nothing_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in range(25):
        path, planted = _written(tmp_path, seed)
        said = call(capsys, "public", str(path), "--out", str(tmp_path))
        shown = [one for one in planted if any(variant in said.out + said.err for variant in one.variants())]
        assert shown == []


def test_a_draft_without_persons_keeps_every_word(tmp_path: Path) -> None:
    path, _ = _written(tmp_path, -1)
    made = make_public(path)
    assert made.masked == {} and made.unsure == ()
    assert [text for text in visible(made.content) if text] == list(CONTROL)
