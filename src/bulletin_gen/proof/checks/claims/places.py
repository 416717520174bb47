"""Places in a list: 工伤认定类居第三位; 前三位为甲、乙和丙; 有4个单位高于平均数; 前两名合计213件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.claims.columns import large_tables, score_column
from bulletin_gen.proof.checks.evidence import number, objection
from bulletin_gen.proof.checks.relations.names import plain
from bulletin_gen.proof.checks.relations.series import NamedRow, all_series, is_of, of_sort
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.names import is_town
from bulletin_gen.proof.sentences.numerals import numeral

_N = r"\d{1,2}|[一二两三四五六七八九十]"
_PLACED = late(
    rf"(?:^|[,;。:、(])(?:其中)?(?P<name>[^,;。:、()\d]{{2,14}}?)(?:(?P<value>\d+(?:\.\d+)?)(?P<unit>件|分|个|条|起|%)[^,;。、()]{{0,4}},)?(?:并列|同列)?(?:位列|位居|排名|排在|排|居|列|名列)(?P<of>[^,;。\d()第]{{0,8}})?"
    rf"第(?P<place>{_N})(?:位|名)?(?=[,;。、)(]|$)"
)
_FIRST = late(
    rf"(?P<what>[^,;。:、()]{{0,16}}?)(?:排名|位居|居|列|排)?前(?P<count>{_N})(?:位|名|个|家)?(?:的)?(?P<of>[^,;。:、\d]{{0,8}}?)(?:分别|依次)?(?:为|是|:)+(?P<names>[^,;。:()\d]+)"
)
_ABOVE = late(
    rf"有(?P<count>{_N})(?:个|家)?(?:[^,;。:\d]{{0,6}})?(?P<way>高于|低于|超过|不足)(?:[月日周季]?平均|[月日周季]?均值|[月日周季]均)(?:数|值|水平|分)?"
)
_EXAMPLE = late(rf"(?:^|[,;。])(?P<name>[^,;。:、()\d]{{2,14}}?)等(?P<count>{_N})[家个][^,;。\d]{{0,6}}单位")
_MONTHS = late(r"月|季度|年|周|日")


def check_places(discourse: Discourse) -> Iterator[Objection]:
    """Every place that a sentence gives to a name."""
    for utterance in discourse.utterances:
        for match in _PLACED.finditer(utterance.text):
            yield from _placed(discourse, utterance, match)
        for match in _FIRST.finditer(utterance.text):
            yield from _first(discourse, utterance, match)
        for match in _EXAMPLE.finditer(utterance.text):
            yield from _example(utterance, match)
        for match in _ABOVE.finditer(utterance.text):
            yield from _above(discourse, utterance, match)


def _placed(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """工伤认定类居第三位."""
    said = numeral(match["place"])
    found: list[tuple[NamedRow, int]] = []
    before = [each for each in all_series(discourse, utterance, match.end()) if len(each.values) >= 3]
    scored = (
        _score_heads(discourse) if re.search("得分|总分|分数|成绩|分$", match["name"] + (match["of"] or "")) else ()
    )
    for series in before:
        place = series.place(match["name"])
        if place is None and match["value"] and series.unit == match["unit"] and series.passage >= 0:
            rank = 1 + sum(1 for each in series.values if each > Fraction(match["value"]))
            if said != rank and rank <= len(series.values):
                words = (f"第{match['place']}", f"第{rank}", f"{match['value']}与列出的数相比，有{rank - 1}个比它多")
                yield objection("order", Gravity.DOUBTFUL, utterance, (match.start("name"), match.end()), words)
            return
        if place is None or re.search(r"全[国省市]|上月|去年", match["of"] or ""):
            continue
        if scored and series.passage < 0 and series.head not in scored:
            continue
        among = of_sort(series, is_town(series.names[place]))
        ranks = {series.rank(place), among.rank(among.names.index(series.names[place]))}
        if said in ranks:
            return
        found.append((series, series.rank(place)))
    if found and said <= len(found[0][0].values):
        series, rank = found[0]
        value = series.values[series.place(match["name"]) or 0]
        words = (f"第{match['place']}", f"第{rank}", f"{match['name']}是{number(value)}，有{rank - 1}个比它多")
        yield objection("order", Gravity.DOUBTFUL, utterance, (match.start("name"), match.end()), words)


def _score_heads(discourse: Discourse) -> tuple[str, ...]:
    """What the columns of scores are called."""
    columns = (score_column(seen) for seen, _ in discourse.once(large_tables))
    return tuple(column.head for column in columns if column is not None)


def _first(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """承办量前三位为甲、乙和丙: of a list of the text, the three greatest."""
    names = [each for each in re.split("、|和|及|与|以及", match["names"].strip()) if each]
    count = numeral(match["count"])
    if len(names) != count or count < 2 or match["what"].endswith("后"):
        return
    doubts: list[tuple[NamedRow, list[int]]] = []
    said = match["what"]
    if not re.search("[量数率分]", said):  # 县直单位受理量前三位为…;乡镇前三位为…
        said = utterance.text[utterance.text.rfind("。", 0, match.start("names")) + 1 : match.start("names")]
        said = said if said.count("前") > 1 else match["what"]
    for series in all_series(discourse, utterance, match.start("names")):
        places = [series.place(name) for name in names]
        rows = [each for each in places if each is not None]
        if len(rows) < len(names) or len(series.values) <= count:
            continue
        if series.passage < 0 and not is_of(series, said + (match["of"] or "")):
            continue
        towns = {is_town(series.names[row]) for row in rows}
        among = of_sort(series, towns.pop()) if len(towns) == 1 else series
        if any(_are_first(each, names) for each in (series, among)):
            return
        doubts.append((series, rows))
    if doubts:
        series, rows = doubts[0]
        order = sorted(range(len(series.values)), key=lambda each: -series.values[each])[:count]
        right = "、".join(series.names[each] for each in order)
        missing = next((series.names[row] for row in rows if row not in order), series.names[rows[0]])
        words = (match["names"], right, f"按列出的数，前{count}位是{right}，{missing}不在其中或次序不对")
        yield objection("top_n", Gravity.DOUBTFUL, utterance, match.span("names"), words)


def _are_first(series: NamedRow, names: Sequence[str]) -> bool:
    """Whether names are the greatest of a list, in whatever order where it is not told."""
    rows = [series.place(name) for name in names]
    values = [series.values[row] for row in rows if row is not None]
    others = [value for i, value in enumerate(series.values) if i not in rows]
    falls = values == sorted(values, reverse=True)
    return len(values) == len(names) and falls and (not others or min(values) >= max(others))


def _example(utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """…甲2件、乙9件、丙2件。丁等三家单位: one of as many as were just named."""
    before = [each for each in utterance.counts() if each.end <= match.start()]
    row = [each for each in before if before and each.sentence == before[-1].sentence and each.label]
    row = [each for each in row if each.quantity.unit == row[-1].quantity.unit and not each.total]
    count = numeral(match["count"])
    names = [each.label for each in row[-count:]]
    known = any(
        plain(name).endswith(plain(match["name"])) or plain(match["name"]).endswith(plain(name)) for name in names
    )
    offices = all(re.search(r"[局镇乡办委院社队处]$|街道$|公司$|中心$", name) for name in names)
    if len(names) == count >= 2 and offices and not known and len(match["name"]) >= 2:
        words = (match["name"], "、".join(names), f"前面列出的{count}个是{'、'.join(names)}，没有{match['name']}")
        yield objection("name", Gravity.DOUBTFUL, utterance, match.span(), words)


def _above(discourse: Discourse, utterance: Utterance, match: re.Match[str]) -> Iterator[Objection]:
    """有4个单位高于平均数."""
    said, high = numeral(match["count"]), match["way"] in ("高于", "超过")
    counts: list[int] = []
    for series in all_series(discourse, utterance, match.start()):
        if len(series.values) < 3 or _MONTHS.search(series.head[-2:]):
            continue
        mean = sum(series.values, Fraction(0)) / len(series.values)
        counts.append(sum(1 for each in series.values if (each > mean if high else each < mean)))
    if counts and said not in counts:
        words = (match["count"], str(counts[0]), f"列出的数中{match['way']}平均数的有{counts[0]}个")
        yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)
