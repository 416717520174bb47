"""The sentences that ``new`` lays out, at the edges: one order, none late, all late, nobody rated, equal places. What
is printed is whole and true; headings stand over something; what does not hold is not said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin_gen.leaves.periods import Period, parse_period
from bulletin_gen.pipeline import survey
from bulletin_gen.scaffold import new_county, skeletons
from bulletin_gen.tree import Heading, Table, plain
from test_scaffold import fill_in

KINDS = skeletons()
HEAD = (
    "工单编号,受理时间,受理渠道,诉求类型,一级分类,二级分类,派单时间,承办单位,办理时限,办结时间,工单状态,退回重办次数,"
    "回访时间,办理结果满意度,服务过程满意度,是否先行联系"
)
UNITS = ("平安局", "安定局", "大丰镇", "王庄镇")


def order(
    number: int, unit: str, *, late: bool = False, opinion: str = "满意", closed: str = "2024-05-16 10:00:00"
) -> str:
    """A row of the export: closed three days later, two days before or after its deadline; rated or not."""
    called, rated = ("2024-05-18 10:00:00", opinion) if opinion else ("", "")
    limit = "2024-05-14 18:00:00" if late else "2024-05-18 18:00:00"
    return (
        f"A{number:03d},2024-05-13 09:00:00,电话,求助,城乡建设,供水,2024-05-13 10:00:00,{unit},{limit},"
        f"{closed},已办结,0,{called},{rated},{rated},是"
    )


EDGES = {
    "one": [order(1, "平安局")],
    "none late": [order(number, unit) for number, unit in enumerate(UNITS * 2)],
    "all late": [order(number, unit, late=True, opinion="不满意") for number, unit in enumerate(UNITS)],
    "one late": [order(0, "大丰镇", late=True, opinion="不满意"), *(order(n, u) for n, u in enumerate(UNITS * 2, 1))],
    "slow": [order(0, "大丰镇", closed="2024-05-19 10:00:00"), *(order(n, u) for n, u in enumerate(UNITS, 1))],
    "nobody rated": [order(number, unit, opinion="") for number, unit in enumerate(UNITS)],
}
#: Marks that only a sentence with a hole has: a list of nothing, a clause without its number, empty brackets.
_HOLES = re.compile(
    r"[，、；：]{2}|[，、；：]。|。。|（）|[{}【】〔〕](?!.*】$)|的是[；。，]|其中[。；]|分别为[。，]|共件|None"
)


def printed(tmp_path: Path, kind: str, rows: list[str]) -> list[tuple[int, str]]:
    """Level (0 for text) and words of each paragraph of the body."""
    folder = tmp_path / "某县"
    period: Period = parse_period("2024-W20") if "周报" in kind else parse_period("2024-05")
    new_county(folder, kind, KINDS, period)
    fill_in(folder, period)
    (folder / period.key / "工单.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    blocks = [block for block in survey(folder, None).bulletin.body if not isinstance(block, Table)]
    return [(block.level if isinstance(block, Heading) else 0, plain(block.text)) for block in blocks]


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_printed_is_whole(tmp_path: Path, kind: str, edge: str) -> None:
    lines = printed(tmp_path, kind, EDGES[edge])
    for _, text in lines:
        assert not _HOLES.search(text.removeprefix("【").removesuffix("】")), text
    for (level, text), (following, _) in zip(lines, [*lines[1:], (1, "")], strict=True):
        # Under a heading stand words or a lower heading.
        assert not level or following == 0 or following > level, text


SAID = {
    "督查通报": [
        ("none late", "超期工单", False), ("all late", "超期工单共4件", True), ("one late", "其中大丰镇1件", True),
        ("none late", "满意率偏低", False), ("all late", "予以通报表扬", False), ("none late", "予以通报表扬", True),
        ("nobody rated", "满意率为", False), ("none late", "（含并列）", True),
        ("all late", "有4个单位：平安局承办1件", True),
    ],
    "政务督查": [
        ("none late", "没有超期的", True), ("all late", "超期的共4件", True),
        ("none late", "没有无正当理由超期的工单", True),
        ("none late", "没有因综合指标评价结果扣分的单位", True), ("one late", "大丰镇评为C级，扣4分", True),
        ("all late", "评为D级，各扣6分", True), ("one", "评为", False), ("one", "居前的是平安局（100分）。", True),
    ],
    "运行情况通报": [
        ("none late", "办理不及时", False), ("one late", "超期工单共1件，其中大丰镇1件", True),
        ("none late", "满意率较低", False), ("one late", "较低的有大丰镇（66.66%）", True),
        ("nobody rated", "满意率", False), ("none late", "用时较长", False), ("none late", "平均办结时长3天", True),
        ("slow", "平均办结时长超过4天的单位中，较长的有大丰镇（4.5天）", True),
        ("all late", "较低的有大丰镇（0%）、王庄镇（0%）、平安局（0%）、安定局（0%）", True),
    ],
    "工作简报": [
        ("nobody rated", "满意率", False), ("one", "登记群众诉求1件", True), ("one", "协调办理", False),
        ("one", "办理较好的有平安局。", True), ("one", "办理较差", False), ("all late", "办理较好", False),
        ("none late", "办理较好的有平安局、安定局、大丰镇、王庄镇。", True),
        ("all late", "承办单位中，办理较差的有平安局、安定局、大丰镇、王庄镇。", True),
    ],
    "热线周报": [("one", "诉求1件", True), ("one", "占受理总量的100.00%", True), ("none late", "（含并列）", False)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "edge", "words", "there"), [(kind, *case) for kind, cases in SAID.items() for case in cases]
)
def test_a_sentence_is_printed_only_where_it_holds(
    tmp_path: Path, kind: str, edge: str, words: str, there: bool
) -> None:
    text = "\n".join(text for _, text in printed(tmp_path, kind, EDGES[edge]))
    assert (words in text) is there, text
