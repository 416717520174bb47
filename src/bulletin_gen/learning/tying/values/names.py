"""Values as sentences name them with their counts: one after the other, in words of their own; the pattern of such a
list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bulletin_gen.learning.reading.matching import any_of, by_stem
from bulletin_gen.learning.tying.paragraph import WorkParagraph
from bulletin_gen.learning.tying.shares import TOGETHER
from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.sentences.numerals import numeral

_WITH_SHARE = late(
    r"([\u4e00-\u9fff、“”]{2,24})(\d+)(?:件|起|条)(?:[，、（(]?占比?[^，。；\d]{0,12}?(\d+(?:\.\d+)?[%％]))?"
)


#: Words that choose whom a sentence names: another month they choose others.
RANKED = late(
    r"前[一二两三四五六七八九十\d]|最[多大高少小低]|居首|首位|第[一二三四五六七八九十][，。：的是为位名大]|末位|其次|集中|突出|"
    r"较[大多高少]|热点|排名|排在|排序|靠前|居前|主要[是为有]"
)
#: Those that name the first.
FIRST = late(r"最[多大高]|居首|首位|第一")
_FURTHER = late("其次|第[二三四五六七八九十]|最[少小低]|末位")
#: So many characters before names, and behind, may rank them.
_BEFORE, _BEHIND = 24, 12
#: Shares of several values, one after the other.
RESPECTIVE = late(r"分别占[^，。；\d]{0,12}?(?P<shares>\d+(?:\.\d+)?[%％](?:[、和]\d+(?:\.\d+)?[%％])+)")


def ranks_before(text: str, start: int, end: int) -> str:
    """The words around named values that say which these are by a ranking; "" where none are. A word for the second
    or the last hides one for the first that stands before."""
    before = re.split(r"[。；]", text[:start])[-1][-_BEFORE:]
    behind = re.split(r"[。；，]", text[end:])[0][:_BEHIND]
    if further := [*_FURTHER.finditer(before)]:
        return further[-1][0]
    return before + behind if RANKED.search(before) or RANKED.search(behind) else ""


def place_said(words: str) -> int:
    """Which place words give to what they name: 最多 the first, 其次 the second, 第三 the third; 0 for none."""
    if "其次" in words:
        return 2
    found = re.search("第([一二三四五六七八九十])", words)
    return numeral(found[1]) if found else 1 if FIRST.search(words) else 0


class ListedValue(Struct, frozen=True):
    """A value named in a sentence with its count, its share ("" without one), and where it stands; ``bare``: where it
    ends without its share."""

    value: str
    count: int
    share: str
    start: int
    end: int
    bare: int = 0


def value_runs(work: WorkParagraph, values: Mapping[str, int]) -> Iterator[list[ListedValue]]:
    """Values with a count behind each, one after the other within a sentence."""
    names = by_stem(values)
    if not names:
        return
    said = any_of(names)
    each = re.compile(
        rf"(?P<bare>[“\"]?({said})[”\"]?(?:类|件|问题|事项|交办事项|方面|领域|平台|举报|上报|来信|来电|反映|流转|转办|派发|派单|诉求|工单|受理)*[：:（(，]?(?:共计|共|达|有|为)?(\d+)件次?[)）]?)(?:[，、（(]?(?!{TOGETHER})占?比?[^，。；\d率]{{0,12}}?(\d+(?:\.\d+)?[%％])[)）]?)?"
    )
    run: list[ListedValue] = []
    for found in each.finditer(work.text):
        item = ListedValue(names[found[2]], int(found[3]), found[4] or "", *found.span(), found.end("bare"))
        if run and (len(work.text[run[-1].end : item.start]) > 4 or "。" in work.text[run[-1].end : item.start]):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def named_otherwise(work: WorkParagraph, values: Mapping[str, int]) -> Iterator[ListedValue]:
    """Counts before which a sentence has two characters of a value's name: 疫情方面 for 疫情防控. With their shares
    first, then without them (the office may have got those wrong)."""
    for found in _WITH_SHARE.finditer(work.text):
        alike = [value for value in values if any(value[i : i + 2] in found[1] for i in range(len(value) - 1))]
        if work.free(*found.span(2)) and len(alike) == 1:
            if found[3]:
                yield ListedValue(alike[0], int(found[2]), found[3], found.start(2), found.end(3))
            yield ListedValue(alike[0], int(found[2]), "", found.start(2), found.end(2))


def pattern_of(text: str, name: str, run: Sequence[ListedValue], top: bool) -> tuple[str, bool]:
    """The list as a pattern of its first member's words, and whether all members are said in these words."""
    first = run[0]
    words = text[first.start : first.end]
    stem = first.value.removesuffix("类")
    head, _, rest = words.partition(stem)
    rest = rest.removeprefix("类") if first.value.endswith("类") else rest
    before, _, after = rest.partition(str(first.count))
    if first.share:
        between, _, behind = after.partition(first.share)
        after = f"{between}{{占比}}{behind}"
    separator = text[first.end : run[1].start].strip() or "、"
    put = f"{head}{{名称}}{before}{{件数}}{after}"
    same = all(
        _said(put, item) in (said := text[item.start : item.end], said + "件") or _said(put, item) == _typed(said, item)
        for item in run
    )
    if not top:
        put = f"【{put}】"
    made = f"{{{name}：{f'前{len(run)}：' if top else ''}{put}{separator if len(separator) == 1 else '、'}}}"
    return made, same and not _leads(text, first)


def _said(put: str, item: ListedValue) -> str:
    return put.replace("{名称}", item.value).replace("{件数}", str(item.count)).replace("{占比}", item.share)


def _typed(said: str, item: ListedValue) -> str:
    """A member's words with its value in full: 咨询 is 咨询类."""
    stem = item.value.removesuffix("类")
    return said if item.value in said else said.replace(stem, item.value, 1)


def _leads(text: str, first: ListedValue) -> bool:
    """Whether the first value goes on words that the others have not: 12345热线电话."""
    return bool(re.search(r"[A-Za-z0-9\u4e00-\u9fff]{2}$", text[: first.start])) and not re.search(
        r"(?:为|是|其中|分别|包括|有|按|及|和|与)$", text[: first.start]
    )
