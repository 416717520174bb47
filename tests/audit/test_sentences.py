"""The sentences of the five examples, at the edges: whatever a month is like, what is printed is whole and true, and
what would not be is not printed or is told. ``docs/sentences.zh-CN.md`` lists each sentence with its condition."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from audit.edges import CASES, COUNTIES, Order, Printed, groups, orders_of, printed

#: Marks that only a sentence with a hole has: a list of nothing, a clause without its number, empty brackets.
_HOLES = re.compile(r"[，、；：]{2}|[，、；：]。|。。|（）|[{}〔〕]|的是[；。，]|其中[。；]|分别为[。，]|共件|None")
_MAILBOXES = ("中国政府网", "省长信箱", "市长信箱", "县长信箱")


@cache
def month(county: str, edge: str) -> Printed:
    with TemporaryDirectory() as folder:
        return printed(county, orders_of(county, edge), Path(folder) / county)


def counted(found: Printed, **having: object) -> list[Order]:
    return [order for order in found.orders if all(getattr(order, name) == want for name, want in having.items())]


def hotline(found: Printed) -> list[Order]:
    return [order for order in found.orders if order.channel not in _MAILBOXES]


def short(county: str, text: str) -> list[str]:
    """The units that a text names, by the last characters of their registered names."""
    every = [unit for units in groups(county).values() for unit in units]
    return [unit for unit in every if unit in text or unit.removeprefix("平江县").removesuffix("人民政府") in text]


@pytest.mark.parametrize(("county", "edge"), CASES)
def test_what_is_printed_is_whole(county: str, edge: str) -> None:
    lines = month(county, edge).lines
    for _, text in lines:
        assert not _HOLES.search(text.removeprefix("【").removesuffix("】")), text
    for (level, text), (following, _) in zip(lines, [*lines[1:], (1, "")], strict=True):
        assert not level or following == 0 or following > level, f"nothing under {text}"


@pytest.mark.parametrize(("county", "edge"), CASES)
def test_parts_add_up(county: str, edge: str) -> None:
    for _, text in month(county, edge).lines:
        for whole, parts in re.findall(r"共(?:\D{0,8})?(\d+)件，其中([^。]*?)。", text):
            assert int(whole) == sum(map(int, re.findall(r"(\d+)件", parts))), text


@pytest.mark.parametrize(("county", "edge"), CASES)
def test_what_is_said_of_lateness_is_true(county: str, edge: str) -> None:
    found = month(county, edge)
    late = [order for order in hotline(found) if order.late and order.closed]
    for said in re.findall(r"超期工单共(\d+)件", found.text):
        assert int(said) == len(late)
    if "没有超期工单" in found.text or "没有无正当理由超期的工单" in found.text:
        assert not late
    if "办理不及时" in found.text.replace("或者办理不及时", "") or "办理时效不高" in found.text:
        assert late
    letters = [order for order in found.orders if order.channel in _MAILBOXES]
    if "所有来信均按期办结" in found.text:
        assert letters and not any(order.late for order in letters)
    assert ("没有收到群众来信" in found.text) is (county == "pingjiang" and not letters)


@pytest.mark.parametrize(("county", "edge"), CASES)
def test_who_is_among_the_first_has_something(county: str, edge: str) -> None:
    """居前三位, 居前五位: nobody who has none, and where fewer or more than that many tie it is told."""
    found = month(county, edge)
    have = Counter(order.unit for order in hotline(found) if order.origin == "本级登记")
    for sentence in re.findall(r"[^。]*居前[三五]位[^。]*。", found.text):
        if "类别" not in sentence:
            assert all(have[unit] for unit in short(county, sentence)), sentence
    listed = re.search("承办件数居前三位的是([^。]*)。", found.text)
    if listed and max(Counter(have.values()).values()) > 3 and edge != "rising":
        assert "名单在并列处截断" in found.issues


@pytest.mark.parametrize(("county", "edge"), CASES)
def test_the_low_are_lower_than_others(county: str, edge: str) -> None:
    """用时较长, 满意率较低, 满意率偏低 stand only where somebody is slower, or less content, than somebody else or than
    the line that is named."""
    found = month(county, edge)
    answered = [order for order in found.orders if order.closed and order.unit]
    if "用时较长" in found.text:
        assert len({order.days for order in answered}) > 1
    if "满意率较低" in found.text:
        assert len({order.opinion for order in answered if order.opinion}) > 1
    if "满意率偏低" in found.text.replace("对满意率偏低", ""):
        assert any(order.opinion == "不满意" for order in answered)
    if "通报表扬" in found.text:
        praised = short(county, re.findall(r"均为100%的([^。]*)予以通报表扬", found.text)[0])
        bad = {order.unit for order in answered if order.late or order.opinion != "满意"}
        assert praised and not bad & set(praised)
    if "评为" in found.text:
        graded = short(county, re.findall(r"根据综合指标评价结果，([^。]*)。", found.text)[0])
        assert set(graded) <= {order.unit for order in hotline(found)}


@pytest.mark.parametrize("county", COUNTIES)
def test_categories_that_tie_at_the_cut_are_told(county: str) -> None:
    """Seven with one order each, five of them named: which five is chance."""
    assert ("类别在并列处截断" in month(county, "seven categories alike").issues) is (
        county not in ("pingyu", "ruzhou")
    )
    assert "类别在并列处截断" not in month(county, "two categories").issues


SAID = [
    ("huaibei", "one", "用时最长", False), ("huaibei", "none late, all content", "满意率较低", False),
    ("huaibei", "none late, all content", "全市办结满意率为100%", True), ("huaibei", "nobody rated", "满意率", False),
    ("huaibei", "nothing closed", "平均办结时长", False), ("huaibei", "no calls", "来电的诉求类别", False),
    ("huaibei", "one bad", "满意率最低的，县区中有濉溪县。", True),
    ("huaibei", "rising", "平均办结时长超过全市平均的单位中，用时最长的，县区中有", True),
    ("junan", "another type", "表扬1件", True), ("junan", "first group only", "县直部门单位中", False),
    ("junan", "second group only, late", "镇街中", False), ("junan", "none late, all content", "（含并列）", True),
    ("pingjiang", "one", "没有收到群众来信。", True), ("pingjiang", "one", "来信均按期", False),
    ("pingjiang", "one", "评为", False), ("pingjiang", "letters only", "从登记诉求", False),
    ("pingjiang", "letters only", "从办理数量看", False), ("pingjiang", "nothing closed", "从办理数量看", False),
    ("pingjiang", "letters", "所有来信均按期办结。市长信箱满意率为100%。", True),
    ("pingjiang", "letters late", "超期的来信1件。市长信箱满意率为0%。", True),
    ("pingjiang", "outside only", "超期工单共1件，其中无系统单位1件。", True),
    ("pingjiang", "first group only", "乡镇（街道）中", False),
    ("pingyu", "one", "居前三位的是住建局（1件）。", True), ("pingyu", "nobody rated", "满意率为", False),
    ("pingyu", "all late, nobody content", "予以通报表扬", False),
    ("pingyu", "none late, all content", "通报批评", False), ("pingyu", "one bad", "有1个单位：住建局", True),
    ("ruzhou", "one", "没有上级交办的诉求", True), ("ruzhou", "from above", "其中，平观新闻APP留言1件", True),
    ("ruzhou", "nobody rated", "满意率", False), ("ruzhou", "from above only", "办结0件，办结率0%", True),
]  # fmt: skip


@pytest.mark.parametrize(("county", "edge", "words", "there"), SAID)
def test_a_sentence_is_printed_only_where_it_holds(county: str, edge: str, words: str, there: bool) -> None:
    text = month(county, edge).text
    assert (words in text) is there, text


@pytest.mark.parametrize(("edge", "words"), [("one", "名单不足所写的个数"), ("two categories", "名单不足所写的个数")])
def test_fewer_than_the_words_promise_are_told(edge: str, words: str) -> None:
    """居前五位 of one category, 居前三位 of one unit: they stand as the office writes them, and are told."""
    assert words in month("pingjiang", edge).issues
