"""上述四个乡镇, 排名第三的新泉镇, 比双庙镇多24件: words that point at members of a list above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.claims.columns import large_tables
from bulletin_gen.proof.checks.evidence import number, objection
from bulletin_gen.proof.checks.relations.names import plain
from bulletin_gen.proof.checks.relations.series import NamedRow, all_series
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.numerals import numeral

_N = r"\d{1,2}|[两二三四五六七八九十]"
_OFFICE = "镇|乡|街道|局|委|办|公司|区|县|社区|村|科|所|处|中心|大队|支队|分局|银行|学校|医院"
_ABOVE = late(
    rf"(?:上述|以上|前述)(?P<count>{_N})(?:个|家)(?P<noun>乡镇街道|乡镇|镇街|街镇|街道|镇|乡|社区|村|县区|区县|单位|部门|局|公司|企业|科室|所)(?!的[^,;。]{{0,6}}(?:问题|类))"
)
_RANKED = late(
    rf"(?:排名?|位列|位居|列|居)第(?P<place>{_N}|一)(?:位|名)?的(?P<name>[\u4e00-\u9fff]{{1,10}}?(?:{_OFFICE}))(?![办局委会])"
)
_THAN = late(
    r"(?:^|[,;。])(?:比|较)(?P<other>[^,;。:、()\d]{2,12}?)(?P<way>多|少|高|低)(?:出|了)?(?P<by>\d+(?:\.\d+)?)(?P<unit>件|个百分点|个|条|封|次|分)"
)
_ENDS = {
    "乡镇": "[乡镇]",
    "镇街": "[乡镇]|街道",
    "街镇": "[乡镇]|街道",
    "乡镇街道": "[乡镇]|街道",
    "县区": "[县区]",
    "区县": "[县区]",
}
#: 新浦区列末位,与第一名相差2.74分.
_FROM_FIRST = late(
    r"(?:与|比|较)(?P<other>第一名|最多的|最高的|最少的|最低的|首位|榜首|最高分|末位|最后一名|最低分)(?:的?[\u4e00-\u9fff]{0,6})?(?:相差|差|落后|低|高|领先)(?:了)?(?P<by>\d+(?:\.\d+)?)(?P<unit>分|件|个百分点|百分点)"
)
_FIRSTS = ("第一名", "首位", "榜首", "最高分", "最多的", "最高的")
_ANY_OFFICE = late(rf"(?:{_OFFICE}|院|队|站|会|厅|府)$")


def check_pointing(discourse: Discourse) -> Iterator[Objection]:
    """Every group, place and comparison that points at a list above."""
    for utterance in discourse.utterances:
        for match in _ABOVE.finditer(utterance.text):
            yield from _counted(discourse, utterance, match)
        for match in _RANKED.finditer(utterance.text):
            yield from _ranked(discourse, utterance, match)
        for match in _FROM_FIRST.finditer(utterance.text):
            yield from _from_first(discourse, utterance, match)
        yield from _unknown(discourse, utterance)
        for match in _THAN.finditer(utterance.text):
            yield from _than(discourse, utterance, match)


def _unknown(discourse: Discourse, utterance: Utterance) -> Iterator[Objection]:
    """甲局1件、…丙公司1件: the one name of a list that the table, which has all the others, lacks."""
    for row in all_series(discourse, utterance, len(utterance.text)):
        offices = [name for name in row.names if _ANY_OFFICE.search(name)]
        if row.passage != utterance.index or len(offices) < 5 or row.unit not in ("件", "个", "条", "起"):
            continue
        for seen, book in discourse.once(large_tables):
            lost = [name for name in offices if book.row(name) is None and not book.like(name)]
            cells = "|".join(seen.names)
            if len(lost) == 1 and lost[0] not in cells and not re.match("其[他它余]|县直|市直|区直", lost[0]):
                begin = utterance.text.find(lost[0])
                why = f"这一列别的名称附表都有，附表没有{lost[0]}"
                words = (lost[0], "附表中的名称", why)
                yield objection("name", Gravity.DOUBTFUL, utterance, (begin, begin + len(lost[0])), words)
                return


def _near(discourse: Discourse, utterance: Utterance, before: int) -> list[NamedRow]:
    """The lists of the passage, and of the one above."""
    rows = all_series(discourse, utterance, before)
    return [row for row in rows if utterance.index - 1 <= row.passage <= utterance.index]


def _counted(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """上述四个乡镇: of a list of five."""
    count, noun = numeral(match["count"]), match["noun"]
    ends = re.compile(rf"(?:{_ENDS.get(noun, noun)})$") if noun not in ("单位", "部门", "企业") else _ANY_OFFICE
    rows = [
        [name for name in row.names if ends.search(plain(name))] for row in _near(discourse, utterance, match.start())
    ]
    rows = [names for names in rows if len(names) >= 2]
    tables = any(row.passage < 0 and len(row.names) == count for row in all_series(discourse, utterance, match.start()))
    listed = re.search(rf"(?:、[^、。;]+){{{count - 1}}}", utterance.text[: match.start()])
    if not rows or tables or any(len(names) == count for names in rows) or (listed and len(rows[0]) < count):
        return
    said = f"{len(rows[0])}个"
    words = (utterance.words(*match.span()), said, f"前面列出的是{said}：{'、'.join(rows[0][:6])}")
    if len(rows[0]) <= count + 3 and len(set(rows[0])) == len(rows[0]):
        yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)


def _ranked(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """排名第三的新港镇: the list has 新泉镇 there, and no 新港镇 at all."""
    place, name = numeral(match["place"]), match["name"]
    for row in _near(discourse, utterance, match.start()):
        if not len(row.names) > 1 or place > len(row.names) or row.place(name) is not None:
            continue
        meant = plain(row.names[place - 1])
        alike = len(meant) == len(name) and sum(1 for a, b in zip(meant, name, strict=True) if a != b) == 1
        if alike and discourse.whole_text.count(name) == 1:
            words = (name, meant, f"前面列出的第{place}位是{meant}，没有{name}")
            yield objection("name", Gravity.DOUBTFUL, utterance, match.span(), words)
            return


def _than(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """张村铺镇最多,占23.50%;比双庙镇多33件: who has more was named in the sentence."""
    start = utterance.text.rfind("。", 0, match.start()) + 1
    said, by = utterance.text[start : match.start()], Fraction(match["by"])
    if re.search(rf"\d{match['unit']}[,;]?$", said):
        return  # 甲镇90件,比双庙镇多…: its number stands beside
    for row in all_series(discourse, utterance, match.start()):
        other = row.place(match["other"])
        if other is None or (row.unit and row.unit != match["unit"]):
            continue
        named = [i for i, name in enumerate(row.names) if plain(name) in said and i != other]
        if len(named) != 1:
            continue
        apart = (row.values[named[0]] - row.values[other]) * (1 if match["way"] in "多高" else -1)
        if apart != by:
            yield _apart(utterance, match, row, (named[0], other))
        return


def _from_first(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """与第一名相差2.74分: of the one that the sentence names, or of the last."""
    start = utterance.text.rfind("。", 0, match.start()) + 1
    said, by = utterance.text[start : match.start()], Fraction(match["by"])
    unit = "%" if "百分点" in match["unit"] else match["unit"]
    beside = re.search(rf"(\d+(?:\.\d+)?){match['unit']}[,;]$", said)
    for row in all_series(discourse, utterance, match.start()):
        if row.unit != unit or len(row.values) < 3:
            continue
        best = max(row.values) if match["other"] in _FIRSTS else min(row.values)
        if beside is not None and row.passage == utterance.index:
            value = Fraction(beside[1])
            if abs(value - best) != by:
                why = f"{match['other']}是{number(best)}，与{number(value)}相差{number(abs(value - best))}"
                words = (match["by"] + match["unit"], number(abs(value - best)), why)
                yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)
            return
        named = [i for i, name in enumerate(row.names) if plain(name) in said]
        if len(named) > 1:
            ends = max(said.rstrip(",").rfind(sign) for sign in ",;。")
            named = [i for i in named if said.rfind(plain(row.names[i])) > ends]
        if len(named) != 1:
            continue
        best = max(row.values) if match["other"] in _FIRSTS else min(row.values)
        apart = abs(row.values[named[0]] - best)
        if apart != by:
            why = f"{row.names[named[0]]}是{number(row.values[named[0]])}，{match['other']}是{number(best)}"
            words = (match["by"] + match["unit"], number(apart), why)
            yield objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)
        return


def _apart(utterance: Utterance, match: re.Match[str], row: NamedRow, places: Sequence[int]) -> Objection:
    one, other = places
    real = abs(row.values[one] - row.values[other])
    why = f"{row.names[one]}是{number(row.values[one])}，{row.names[other]}是{number(row.values[other])}"
    words = (match["by"] + match["unit"], number(real), why)
    return objection("difference", Gravity.DOUBTFUL, utterance, match.span(), words)
