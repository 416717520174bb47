"""Citizens' numbers are masked in every dress, and nothing else is."""

from __future__ import annotations

import random

import polars as pl
import pytest

from bulletin_gen.leaves.characters import odd_in
from bulletin_gen.leaves.personal import MAY_HOLD_NUMBER, kind_of_number, masked, masked_id

NUMBERS = (
    "13912345678",
    "１３９１２３４５６７８",
    "+8613912345678",
    "008613912345678",
    "86 13912345678",
    "013912345678",
    "139-1234-5678",
    "139 1234 5678",
    "430626199001011234",
    "43062619900101123X",
    "４３０６２６１９９００１０１１２３Ｘ",
)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_masked_wherever_it_stands(number: str) -> None:
    for text in ("{}", "张三{}幸福路", "电话：{}；{}", "（{}）"):
        assert masked(text.replace("{}", number)) == text.replace("{}", "…")
        assert kind_of_number(text.replace("{}", number)) in ("手机号码", "身份证号码")


@pytest.mark.parametrize(
    "text", ["2024-05-01 08:03:00", "12345", "0730-6222345", "20240501000123", "139123456789", "12912345678", "第139号"]
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text
    assert kind_of_number(text) == ""


@pytest.mark.parametrize(
    "order_id",
    [
        "13912345678",
        "139-1234-5678",
        "430626199001011234",
        "43062619900101123X",
        "张三13912345678",
        "13912345678430626199001011234",
        "张三13912345678430626199001011234",
    ],
)
def test_an_id_that_is_a_citizens_number_is_masked(order_id: str) -> None:
    assert masked_id(order_id) in ("…", "张三…")


@pytest.mark.parametrize(
    "order_id", ["A1", "202405000123", "GD13912345678", "430626202405010001", "202405010000123456", "平政热20240501号"]
)
def test_ids_of_orders_stay(order_id: str) -> None:
    assert masked_id(order_id) == order_id


@pytest.mark.parametrize("number", NUMBERS)
def test_a_text_with_odd_characters_is_shown_without_numbers(number: str) -> None:
    text = f"\ue000张三{number}幸福路九号"
    oddity = odd_in(text)
    assert oddity is not None
    assert oddity.found_in(text) == "U+E000（\ue000张三…幸福路九号）"


def test_whatever_is_masked_in_an_order_number_is_found_by_the_quick_look() -> None:
    chance, masked_ones = random.Random(5), 0
    pieces = (
        "13800001234",
        "138-0000-1234",
        "430626199003071234",
        "43062619900307123x",
        "20240501",
        "A",
        "-",
        "张",
        "１",
        " ",
    )
    for _ in range(4000):
        order_id = "".join(chance.choices(pieces, k=chance.randint(1, 3)))
        if chance.random() < 0.5:
            place = chance.randrange(len(order_id))
            order_id = order_id[:place] + chance.choice("0123456789x张") + order_id[place + 1 :]
        if masked_id(order_id) != order_id:
            masked_ones += 1
            assert pl.Series([order_id]).str.contains(MAY_HOLD_NUMBER)[0], order_id
    assert masked_ones > 500
