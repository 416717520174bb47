"""Published texts, judged by readers: what is wrong is found, what is right is left alone and proved."""

from __future__ import annotations

import os
import time

import pytest

from bulletin_gen.proof.examine import examine
from bulletin_gen.proof.reading.files import read_publication
from proof.scoring import TEXTS, names, score

pytestmark = pytest.mark.skipif(
    not TEXTS.is_dir() and "BULLETIN_GEN_REQUIRE_SHARED" not in os.environ,
    reason=f"the judged texts are not beside the project ({TEXTS})",
)


@pytest.mark.parametrize("half", ["first", "second"])
def test_what_is_wrong_is_found(half: str) -> None:
    result = score(half)
    assert result.recall("wrong") >= 0.95, result.table()


def test_what_is_right_is_left_alone() -> None:
    result = score()
    assert result.false_wrong == [], result.table()
    assert len(result.false_doubt) <= 3, result.table()


@pytest.mark.parametrize(
    ("kinds", "part"), [(("share",), 0.95), (("rate",), 0.8), (("sum", "row_sum"), 0.85), (("text_table",), 0.75)]
)
def test_what_is_right_is_proved(kinds: tuple[str, ...], part: float) -> None:
    result = score()
    assert result.recall("right", *kinds) >= part, result.table()


def test_all_texts_take_less_than_three_seconds() -> None:
    start = time.process_time()
    for name in names():
        examine(read_publication(TEXTS / name))
    assert time.process_time() - start < 3
