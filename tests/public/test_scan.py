"""What is somebody's in a text, and what is not: each line of cases.txt with its masked form."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.public.people import unsure_in
from bulletin_gen.public.scan import masked_text, private_in

LINES = (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_masks(line: str) -> None:
    text, _, wanted = line.partition(" => ")
    assert masked_text(text, private_in(text)) == wanted


@pytest.mark.parametrize("line", LINES)
def test_masked_texts_hold_nothing_more(line: str) -> None:
    wanted = line.partition(" => ")[2]
    assert masked_text(wanted, private_in(wanted)) == wanted


def test_officials_keep_their_names() -> None:
    text = "网友王建国反映路灯不亮"
    assert masked_text(text, private_in(text)) == "网友王某某反映路灯不亮"
    assert private_in(text, ("王建国",)) == []


def test_a_name_is_found_again_where_nothing_gives_it_away() -> None:
    assert masked_text("已答复李小明。", private_in("已答复李小明。", known=("李小明",))) == "已答复李某某。"


def test_what_is_not_sure_is_told() -> None:
    assert unsure_in("居民李小明深夜打来") != []
    assert unsure_in("居民高度关注") == []
    assert unsure_in("居民李小明深夜打来", ("李小明",)) == []


def test_comrades_without_an_office_are_told() -> None:
    assert unsure_in("经查郑宇慧同志的房屋被淹") != []
    assert unsure_in("由副县长李国明同志牵头，常委同志参加，各单位同志列席，有关负责同志协调处理") == []
