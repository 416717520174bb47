"""The page of shipped sentences leaves none out and tells of each when it is printed."""

from __future__ import annotations

import re

import pytest

from bulletin_gen.compose.wording import load_wording
from bulletin_gen.compose.wording.syntax import Clause, Part
from bulletin_gen.scaffold import skeletons
from making.sentences_page import county_of, examples, rows_of

SHIPPED = skeletons()
KINDS = SHIPPED | {county_of(folder): folder for folder in examples()}


def clauses(parts: tuple[Part, ...]) -> int:
    """Clauses of a paragraph, each and its other half."""
    own = [part for part in parts if isinstance(part, Clause)]
    return sum(1 + bool(part.otherwise) + clauses(part.parts) for part in own)


@pytest.mark.parametrize("kind", KINDS)
def test_every_clause_has_a_row_with_a_condition(kind: str) -> None:
    rows = list(rows_of(KINDS[kind]))
    assert all(condition for _, condition in rows)
    lines = load_wording(KINDS[kind] / "正文.txt").lines
    told = sum(condition not in ("总是印", "下面有话时印") and "narrative.md" not in condition for _, condition in rows)
    always = sum("{各组" in sentence and condition == "总是印" for sentence, condition in rows)
    written = sum(clauses(each.parts) for each in lines)
    # Of the examples one names its groups outside of clauses.
    assert told + always == written if kind in SHIPPED else written <= told + always <= written + 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_stands_on_the_page(kind: str) -> None:
    told = "".join(sentence for sentence, _ in rows_of(KINDS[kind]))
    for each in load_wording(KINDS[kind] / "正文.txt").lines:
        for words in re.findall(r"[\u4e00-\u9fff]+", each.line.text):
            assert words.removeprefix("否则") in told


@pytest.mark.parametrize(
    ("kind", "sentence", "condition"),
    [
        ("督查通报", "，同比{办理结果满意率：同比}", "有上年同期的数可比"),
        ("督查通报", "办理结果满意率为{办理结果满意率}…。", "办理结果评价不是0"),
        ("督查通报", "服务过程满意率低于", "有单位服务过程满意率低于45%"),
        ("督查通报", "予以通报表扬", "有单位承办件不少于1、超期件为0、办理结果满意率为100%"),
        (
            "督查通报",
            "予以通报批评",
            "有单位在“服务过程低单位”里或在“办理结果低单位”里，或 `adjustments.xlsx` 里",
        ),
        ("政务督查", "没有超期的", "上一句不印时"),
        ("政务督查", "经认定免责的", "免责超期不是0"),
        ("工作简报", "办理较差的有", "有单位得分低于85（取3个，并列的都列）"),
        ("淮北市", "└ `县区中有{县区：办结满意率后2}", "县区各单位的办结满意率不都一样"),
        ("淮北市", "└ `县区中有{县区：平均办结时长", "县区有单位平均办结时长高于全部的"),
        ("莒南县", "镇街中，承办量居前五位的", "镇街有单位有承办"),
        ("平江县", "从办理数量看", "任一组有单位有办理（从高的一头）（各组取3个）"),
        ("平江县", "没有收到群众来信", "上一句不印时"),
        ("汝州市", "办理较好的有", "`adjustments.xlsx` 里有“表扬”"),
    ],
)
def test_conditions_say_what_the_rules_say(kind: str, sentence: str, condition: str) -> None:
    found = next(told for words, told in rows_of(KINDS[kind]) if sentence in words)
    assert condition in found
