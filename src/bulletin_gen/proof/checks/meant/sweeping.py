"""What is said of all rows of a column: 各单位满意率均在95%以上, 除三季度外其余季度均高于上年."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.claims.columns import column_named, large_tables
from bulletin_gen.proof.checks.evidence import number, objection
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableColumn, TableView
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Role
from bulletin_gen.proof.sentences.numerals import numeral

_EARLIER = r"上年|去年|上一?个?月|上周|上季度"
_COMPARED = late(
    rf"(?:除(?P<except>[^,;。\d]{{2,8}}?)(?:以?外|之外),?)?(?:其余|其他|各|全部)[^,;。\d]{{1,8}}?(?:均|都)"
    rf"(?:(?P<way>高于|多于|低于|少于)|较|比)(?P<when>{_EARLIER})(?:同期)?(?:有所|呈|略有|明显)?(?:(?P<up>上升|增长|增加|提高)|(?P<down>下降|减少|降低|回落))?(?=[,;。]|$)"
)
_BOUNDED = late(
    r"(?P<what>(?:各|全部|所有|[\d一二三四五六七八九十]{1,3}[个家])[^,;。:\d]{2,16}?)(?:(?<![平日月周年户人季席])均|都)(?P<op>为|超过|高于|低于|不低于|不足|未达到|达到|达|在|保持在)?"
    r"(?P<bound>\d+(?:\.\d+)?)(?P<unit>%|分|件|天)(?P<side>及?以上|及?以下|以内)?"
)
#: 满意率全年目标96%,两类均达到目标.
_TARGET = late(
    r"目标(?:值|任务)?(?:为|是)?(?P<bound>\d+(?:\.\d+)?)%,(?:两|三|四|各|全部)?[^,;。\d]{0,6}均(?:已)?(?:达到|完成|实现|超过|达)(?:了)?(?:全年|年度)?目标"
)
#: 环比上升的有5个.
_MANY = late(
    r"(?P<when>同比|环比)(?P<way>上升|增长|增加|下降|减少)的?(?:单位|县区|乡镇|镇街|地区|类别)?(?:共?有|为|共)(?P<count>\d{1,2}|[一两二三四五六七八九十])(?:个|家|类)"
)
_KINDS = (ColumnContent.COUNT, ColumnContent.NUMBER)


def check_sweeping(discourse: Discourse) -> Iterator[Objection]:
    """Every sentence of all rows."""
    tables = [seen for seen, _ in discourse.once(large_tables)]
    for utterance in discourse.utterances:
        for match in _TARGET.finditer(utterance.text):
            yield from _reached(utterance, match)
        for match in _MANY.finditer(utterance.text):
            yield from _many(utterance, match, tables)
        if not tables or not re.search("均|都", utterance.text):
            continue
        for match in _COMPARED.finditer(utterance.text):
            yield from _compared(utterance, match, tables)
        for match in _BOUNDED.finditer(utterance.text):
            yield from _bounded(utterance, match, tables)


def _compared(utterance: Utterance, match: re.Match[str], tables: Sequence[TableView]) -> Iterator[Objection]:
    """除三季度外,其余季度均高于上年: by the columns of now and then, where a table has one of each."""
    if not (match["way"] or match["up"] or match["down"]):
        return
    rises = bool(match["up"]) or match["way"] in ("高于", "多于")
    doubts = []
    for seen in tables:
        pair = _now_and_then(seen)
        if pair is None:
            continue
        odd = [
            row
            for row in seen.data()
            if (now := pair[0].figures[row])
            and (then := pair[1].figures[row])
            and now.value != then.value
            and (now.value > then.value) != rises
        ]
        excepted = match["except"]
        odd = [row for row in odd if not (excepted and (excepted in seen.names[row] or seen.names[row] in excepted))]
        if not odd:
            return
        doubts.append((seen, pair, odd[0]))
    if len(doubts) == 1:
        seen, (now_, then_), row = doubts[0]
        one, other = now_.values([row])[row], then_.values([row])[row]
        why = f"表中{seen.names[row]}{now_.head}是{number(one)}，{then_.head}是{number(other)}"
        follows = f"{seen.names[row]}{'低于' if one < other else '高于'}{match['when']}"
        words = (utterance.words(*match.span()), follows, why)
        yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)


def _now_and_then(seen: TableView) -> tuple[TableColumn, TableColumn] | None:
    counts = [each for each in seen.of(*_KINDS) if not any(figure.percent for figure in each.figures if figure)]
    then = [each for each in counts if re.search(rf"{_EARLIER}|同期", each.head)]
    now = [each for each in counts if each not in then and not re.search("增减|变化|差", each.head)]
    return (now[0], then[0]) if len(then) == len(now) == 1 else None


def _bounded(utterance: Utterance, match: re.Match[str], tables: Sequence[TableView]) -> Iterator[Objection]:
    """各单位满意率均在95%以上."""
    doubts = []
    for seen in tables:
        column = column_named(seen, match["what"])
        if column is None:
            continue
        percent = any(figure.percent for figure in column.figures if figure)
        if percent != (match["unit"] == "%"):
            continue
        values = column.values(row for row in seen.data() if seen.names[row])
        odd = [row for row, value in values.items() if not _keeps(match, value)]
        if not odd:
            return
        doubts.append((seen, column, odd))
    if doubts:
        seen, column, odd = doubts[0]
        row = odd[0]
        value = number(column.values([row])[row])
        words = (
            utterance.words(*match.span()),
            f"{seen.names[row]}是{value}{match['unit']}",
            f"表中“{column.head}”有{len(odd)}行不是这样，如{seen.names[row]}{value}",
        )
        yield objection("le", Gravity.DOUBTFUL, utterance, match.span(), words)


def _keeps(match: re.Match[str], value: Fraction) -> bool:
    bound, op, side = Fraction(match["bound"]), match["op"] or "", match["side"] or ""
    if "下" in side or "内" in side or op in ("低于", "不足", "未达到"):
        return value <= bound
    if "上" in side or op in ("超过", "高于", "不低于", "达到"):
        return value >= bound
    return op in ("在", "保持在") or value == bound


def _reached(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """企业诉求满意率98.1%,群众诉求满意率95.7%…目标96%,两类均达到目标: the rates of the sentence."""
    start = utterance.text.rfind("。", 0, match.start()) + 1
    rates = [
        each
        for each in utterance.mentions
        if each.role is Role.RATE and start <= each.start and each.end <= match.start()
    ]
    below = [each for each in rates if each.quantity.value < Fraction(match["bound"])]
    if len(rates) >= 2 and below:
        said = utterance.words(below[0].begin, below[0].end)
        words = (utterance.words(*match.span()), said, f"{said}低于{match['bound']}%")
        yield objection("le", Gravity.DOUBTFUL, utterance, match.span(), words)


def _many(utterance: Utterance, match: re.Match[str], tables: Sequence[TableView]) -> Iterator[Objection]:
    """环比上升的有5个: the rows of that column, all or only the places."""
    rises = match["way"] in ("上升", "增长", "增加")
    options: set[int] = set()
    for seen in tables:
        for column in (each for each in seen.of(ColumnContent.GROWTH) if match["when"] in each.head):
            signs = {row: value > 0 for row, value in column.values(seen.data()).items() if value}
            places = [row for row in signs if re.search(r"[县市区镇乡]$|街道$", seen.names[row])]
            options |= {sum(signs[row] is rises for row in rows) for rows in (signs, places) if rows}
    if options and numeral(match["count"]) not in options:
        follows = "或".join(str(each) for each in sorted(options))
        words = (match["count"], follows, f"表中“{match['when']}”{match['way']}的有{follows}个")
        yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)
