"""What one month's bulletin cannot show, and what was put where it says nothing: told beside what was learnt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.learning.doubts import quoted
from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.tables import LearntTable, is_tied
from bulletin_gen.learning.reading.front import FrontMatter, plain
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.learning.writing.rules import LearntRules
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.periods import Period
from bulletin_gen.proof.reading.publication import Publication

#: Columns of the orders that hold how many times something happened.
_TIMES = ("rework_count", "extension_count", "returned_count")
#: Numbers that are written as they stand in a wording; what else stands in braces; numbers of hotlines; of tables.
_LITERAL, _BRACES = late(r"\{“([^”]+)”\}"), late(r"\{[^{}]*\}|[{}“”【】]")
_HOTLINES, _OF_A_TABLE = ("12345", "12315", "110"), late("^表$")
_NUMBERED = late(rf"附?[件表]\d+|{'|'.join(_HOTLINES)}")
_AROUND = 10
_NOTE = late(r"^(?:备?注|说明|注释)\d*[：:]|。$")


def unseen_of(tables: Sequence[LearntTable]) -> Iterator[str]:
    """What holds for this month's units, and may not for another's."""
    if any(table.order[:1] not in ((), ("registered",)) for table in tables):
        yield (
            "units.csv 里单位的先后是附表这一期的先后（按数排的）；名单里数相同的几个按它排："
            "请照本单位固定的次序改 units.csv。"
        )
    for table in tables:
        score = table.score
        if score is not None and score.rule is not None and not score.gaps and not score.rule.items:
            yield (
                f"“{score.head}”：本期各单位的率都有分母，没有分母的单位该得几分看不出，现在按0分计；"
                "照考核办法在 profile.yaml 那个率的“分母为零”里写“得分按”。"
            )
        if table.rank is not None and table.rank.ties == "shared" and not _has_ties(table):
            yield f"按“{table.ranked_by}”排的名次：本期没有并列，并列怎么排看不出，现在按名次相同、下一名跳过。"
        if table.rank is not None and table.rank.ties == "broken" and _has_ties(table):
            yield f"按“{table.ranked_by}”排的名次：数相同的也分了先后，按什么分看不出，现在按登记的先后。"
        if is_tied(table):
            yield (
                f"“{table.order[0].removeprefix('-')}”相同的几行，谁先谁后看不出按什么，现在按登记的先后；"
                "不是的，在 profile.yaml 那张表的“排序”里加一项。"
            )
        if table.bands:
            grades = "、".join(band.grade for band in table.bands)
            yield (
                f"等级只见到{grades}：本期没有单位得到的等级看不出，分数线也只知道在两个印出的分数之间，"
                "请照考核办法补全。"
            )
        yield from (
            f"“{head}”数的是有过的件数：本期每件有几次看不出，是次数之和的，在 profile.yaml 里改。"
            for head, found in table.chosen.found.items()
            if head not in table.sums and _counts_times(head, found)
        )


def one_way(rules: LearntRules) -> Iterator[str]:
    """How a change is said that went the other way than any of this month's."""
    usual = {"rise": "上升", "fall": "下降", "counts_rise": "增长", "counts_fall": "下降"}
    for is_rate in (True, False):
        seen = {up for rate, up in rules.ways if rate == is_rate}
        if len(seen) == 1:
            key = f"{'' if is_rate else 'counts_'}{'fall' if True in seen else 'rise'}"
            said = rules.words.get(key, usual[key])
            yield (
                f"{'率' if is_rate else '件数'}{'降' if True in seen else '升'}怎么说，本期没有印过，现在写“{said}”；"
                "不是的，在 profile.yaml 的“措辞”里改。"
            )


def _has_ties(table: LearntTable) -> bool:
    values = table.table.column(table.table.heads.index(table.ranked_by))
    return len(set(values)) < len(values)


def _counts_times(head: str, found: Found) -> bool:
    states = found.rule.states if found.rule is not None else ()
    return head.rstrip("）)").endswith(("次数", "次")) and any(atom.column in _TIMES for atom in states)


def filled_in(front: FrontMatter, period: Period) -> Iterator[str]:
    """What was put into the document where the bulletin was not understood."""
    if "document_number" in front.document:
        missing = [
            called
            for key, called in (("mark", "发文机关标志"), ("issuer", "编发单位"))
            if key not in front.document and (key == "mark" or "〔" not in front.document["document_number"])
        ]
        if missing:
            yield f"{'、'.join(missing)}没有认出，照县名写了一个，请在 profile.yaml 的“公文”里改。"
    if front.body and front.undated:
        yield "成文日期没有认出，先写了期末那天，请改：工作台里的“期号、日期和数字”，文件夹里的 supplied.yaml。"


def beside_annexes(publications: Sequence[Publication], tables: Sequence[UnitTable]) -> Iterator[str]:
    """Notes and other tables of the annexes' own files, of which nothing was made."""
    known = {(table.file, table.order) for table in tables}
    for publication in publications:
        notes = [text for each in publication.passages if _NOTE.search(text := plain(each.text))]
        notes += [
            text
            for table in publication.tables
            for row in table.rows
            if len(filled := [cell for cell in row.cells if cell]) == 1 and _NOTE.search(text := plain(filled[0]))
        ]
        if notes:
            yield f"{publication.name}里的{quoted(dict.fromkeys(notes))}没有写进县文件夹；要印的，写进表的“备注”。"
        for table in publication.tables:
            if table.rows and (publication.name, table.order) not in known and len(table.rows) > 1:
                called = table.caption or "、".join(head for head in table.heads[:4] if head)
                yield (
                    f"{publication.name}里的表“{called[:30]}”不是各单位的表，没有学；"
                    "每期由人放进通报，或在 profile.yaml 里另写。"
                )


def _shown(part: str) -> str:
    """A part of a line as people read it: … for what is filled in."""
    literal = _LITERAL.sub(lambda found: found[1], part)
    return re.sub(r"[{}“”【】]", "", re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "…", literal))


def kept_numbers(wording: str, rules: LearntRules, front: FrontMatter) -> Iterator[str]:
    """Numbers that every issue will print as this one did: in sentences, titles and heads of tables."""
    kept = [
        f"{_shown(line[: found.start()])[-_AROUND:]}{found[1]}{_shown(line[found.end() :])[:_AROUND]}"
        for line in wording.splitlines()
        for found in _LITERAL.finditer(line)
        if found[1] not in _HOTLINES and not _OF_A_TABLE.search(line[: found.start()])
    ]
    titles = [str(front.document.get("title", "")), *(str(table.get("title", "")) for table in rules.tables.values())]
    titles += [str(column["head"]) for table in rules.tables.values() for column in table.get("columns", ())]
    kept += [title for title in titles if re.search(r"\d", _NUMBERED.sub("", _BRACES.sub("", title)))]
    if kept:
        said = quoted(dict.fromkeys(kept))
        yield f"这些数照这一期原样印，每期不变：{said}；会变的，在 正文.txt 或 profile.yaml 里改。"
