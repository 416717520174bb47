"""Lists in sentences: as many names as are announced, and the greatest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.adding.sums import ordered
from bulletin_gen.proof.checks.evidence import objection, proven
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"(?P<count>\d{1,3}|[一二三四五六七八九十两]|十[一二三四五六七八九])"
#: 单位4家，分别为A、B; 排名前三位的是A、B、C.
_ANNOUNCED = late(
    rf"{_COUNT}(?:家|个)(?:单位|部门|乡镇|镇街|街道|企业)?[,:]?(?:分别(?:是|为)|(?:具体|名单)(?:是|为)|[为是]:|:):?(?P<names>[^;。:]+)"
)
_TOP = late(
    rf"(?:前|居前|后){_COUNT}(?:位|名|个|家)?(?:的)?(?P<between>[^,;。:、\d]{{0,24}}?)(?:分别|依次)?(?:为|是|有|:)+(?:分别(?:为|是))?:?"
    r"(?P<names>[^。]+)"
)
_ASIDE = r"(?:\([^()]{1,16}\))?"
_BEFORE = late(
    rf"(?P<names>(?:[^,;。:、\d()]{{2,14}}{_ASIDE}、){{1,30}}[^,;。:、\d()]{{2,14}}?{_ASIDE})(?P<and_more>等)?{_COUNT}(?:家|个)"
    r"(?=单位|部门|乡镇|镇街|街道|企业|责任|承办|省份|城市|地区|县区|区县|社区|村|方面|问题|[。;,])"
)
_NAME = late(r"^[^,\d()]{2,20}$")
_AND = late(r"和|及|与|以及")


def check_lists(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Announced names and orders in prose."""
    for utterance in discourse.utterances:
        yield from _announced(utterance)
        yield from _tops(utterance)
        yield from _names_before(utterance)
        yield from _falling(utterance)


def split_names(text: str) -> list[str]:
    """The names of a list that 、 divides; empty where it is not a plain list of names."""
    names = [name.strip() for name in re.split(r"、|,", text.strip(" ,.")) if name.strip()]
    return names if all(_NAME.match(name) for name in names) else []


def _possible_lengths(names: Sequence[str]) -> range:
    """How many names these may be: 甲局和乙局 may be two, 人力和社保局 is one."""
    return range(len(names), len(names) + sum(len(_AND.findall(name)) for name in names) + 1)


def _announced(utterance: Utterance) -> Iterator[Objection | Proven]:
    for match in _ANNOUNCED.finditer(utterance.text):
        names = split_names(match["names"])
        if len(names) > 1 and not _is_cut(utterance, match):
            yield _counted(utterance, match, names)


def _is_cut(utterance: Utterance, match: re.Match[str]) -> bool:
    """Whether a list goes on beyond what is there: …, 等, or a text that ends in its middle."""
    return bool(re.search(r"…|等$", match["names"])) or match.end("names") >= len(utterance.text)


def _counted(utterance: Utterance, match: re.Match[str], names: Sequence[str]) -> Objection | Proven:
    said = numeral(match["count"])
    if said in _possible_lengths(names):
        return proven("count", utterance, (_clause(utterance, match), match.start("names") + len(names[0])))
    words = (
        utterance.words(match.start(), match.start("names")),
        f"{len(names)}",
        f"列出的是{len(names)}个：{names[0]}……{names[-1]}",
    )
    return objection("count", Gravity.WRONG, utterance, (match.start(), match.start("names") + len(names[0])), words)


def _tops(utterance: Utterance) -> Iterator[Objection | Proven]:
    """前N位的是…: N counts, or N names where there are no counts."""
    place = 0
    while match := _TOP.search(utterance.text, place):
        place = match.start("names")  # another 前N位 may stand in the same sentence
        said = numeral(match["count"])
        items = _items(utterance, match)
        if items:
            yield from _top_items(utterance, match, said, items)
            continue
        names = split_names(re.split(r"[;,]", match["names"])[0])
        if len(names) > 1 and not _is_cut(utterance, match) and not names[-1].endswith("等"):
            yield _counted(utterance, match, names)


def _clause(utterance: Utterance, match: re.Match[str]) -> int:
    """Where the clause of a match begins."""
    head = utterance.text[: match.start()]
    return max((head.rfind(sign) for sign in ",;。:"), default=-1) + 1


def _items(utterance: Utterance, match: re.Match[str]) -> list[Mention]:
    start, end = match.span("names")
    if (again := re.search(r";[^;。]{0,30}?[前后][一二三四五六七八九十\d]", match["names"])) is not None:
        end = start + again.start()  # 居前三位的是…；服务类居前三位的是…: each has a list of its own
    items = [each for each in utterance.counts() if start <= each.start < end]
    return [
        each for each in items if each.quantity.unit == items[0].quantity.unit and not each.total or each is items[0]
    ]


def _top_items(
    utterance: Utterance, match: re.Match[str], said: int, items: Sequence[Mention]
) -> Iterator[Objection | Proven]:
    span = (_clause(utterance, match), max(items[0].start, match.start("names")))
    if len(items) == said:
        yield proven("count", utterance, span)
    elif _is_plain_row(utterance, match, items) and not _ends_in_ties(items, said):
        words = (
            utterance.words(match.start(), match.start("names")),
            f"{len(items)}",
            f"列出的是{len(items)}项：{items[0].label}……{items[-1].label}",
        )
        yield objection("count", Gravity.WRONG, utterance, (match.start(), items[0].end), words)
    if ordered(items[:said]) and len(items) >= said:
        yield proven("order", utterance, span)
    elif len(items) == said:
        words = (utterance.words(items[0].begin, items[-1].end)[:20], "由多到少", "列出的数没有由多到少排列")
        yield objection("order", Gravity.DOUBTFUL, utterance, (match.start(), match.start("names")), words)


def _ends_in_ties(items: Sequence[Mention], said: int) -> bool:
    """前三位 with four names, the last of which have the same count."""
    rest = {each.quantity.value for each in items[said - 1 :]}
    return len(items) > said and len(rest) == 1


def _is_plain_row(utterance: Utterance, match: re.Match[str], items: Sequence[Mention]) -> bool:
    """Whether what follows 前N位 is a row of names with one count each (and a share), up to the end of the sentence."""
    start, end = match.span("names")
    text = re.sub(r"[,(]?占[^,;。、]*%\)?", "", utterance.text[start:end])
    text = re.sub(r"\([^()\d]*\)", "", text)
    pieces = [
        piece for piece in re.split(r"[;、]|,(?!占)|\)(?=[\u4e00-\u9fff])", text.strip(" ,;、。")) if piece.strip(")")
    ]
    several = re.search(r"\([^()]*\d[^()]*[,、][^()]*\)", text)  # (直办5620件，转办6004件): more than one count each
    whole = end < len(utterance.text) and not several and not re.search(r"…|等|并列|其中|第[一二三]", text)
    return whole and len(items) >= 2 and len(pieces) == len(items) and all(re.search(r"\d", each) for each in pieces)


def _names_before(utterance: Utterance) -> Iterator[Objection | Proven]:
    """甲、乙、丙3家单位; 甲、乙等9个单位."""
    for match in _BEFORE.finditer(utterance.text):
        names, said = re.sub(r"\([^()]*\)", "", match["names"]).split("、"), numeral(match["count"])
        rest = re.match(r"[^,;。:]*", utterance.text[match.end() :])
        whole = (match.start(), match.end() + (rest.end() if rest else 0))
        lengths = _possible_lengths(names)
        if said >= len(names) if match["and_more"] else said in lengths:
            yield proven("count", utterance, whole)
        elif match["and_more"]:
            words = (
                utterance.words(match.start("count"), match.end()),
                f"至少{len(names)}",
                f"“等”字前面已列出{len(names)}个",
            )
            yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)
        elif _is_whole_row(names):
            first = _LED_IN.sub("", names[0])
            shown = utterance.words(match.start("count"), match.end())
            words = (shown, f"{len(names)}", f"前面列出的是{len(names)}个：{first}……{names[-1]}")
            yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)


_LED_IN = late(r"^.*(?:有(?!限)|是|为|包括|即)")


def _is_whole_row(names: Sequence[str]) -> bool:
    """Whether a list begins where it is led in (…的有甲局、乙局), and has nothing but offices and towns."""
    offices = all(re.search(r"[局镇乡办馆委院社队]$|街道$|公司$|中心$", name) for name in names)
    return (
        len(names) >= 3 and offices and bool(_LED_IN.match(names[0])) and not any(_AND.search(name) for name in names)
    )


def _falling(utterance: Utterance) -> Iterator[Proven]:
    """Runs of three and more counts of one sentence in falling order."""
    run: list[Mention] = []
    for each in [*utterance.mentions, None]:
        if each is not None and each.role is not Role.COUNT:
            continue
        if run and (each is None or each.sentence != run[0].sentence or each.quantity.value > run[-1].quantity.value):
            if len(run) >= 3:
                yield proven("order", utterance, (run[0].begin - len(run[0].lead), run[-1].end))
            run = []
        if each is not None:
            run.append(each)
