"""Shares and sums of what is called by name (求助、投诉两类合计占45.7%; 前两类合计占比61.35%), counted further up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed
from bulletin_gen.proof.checks.portions import portions
from bulletin_gen.proof.checks.relations.groups import bases_of, group_named
from bulletin_gen.proof.checks.relations.names import Names, names_of
from bulletin_gen.proof.checks.relations.pool import Wholes, wholes_of
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"\d{1,2}|[两二三四五六七八九十]"
_OF = "[类家项个者地区镇种大名位]|单位|部门|渠道|方式|乡镇|县区|板块"
_TOGETHER = "合计|共计|总计|合共|累计|一共|共"
#: 咨询、投诉、求助三类共; 咨询类约占总量的; 两类合计占.
_SUBJECT = late(
    rf"(?:^|[,;。:)%件条个])(?P<names>[^,;。:()\d%]*?)(?P<first>前)?(?P<count>{_COUNT})?(?P<of>{_OF})?(?:诉求|问题|工单|事项|乡镇|单位|部门)?(?:[数总]?量)?"
    rf"(?P<sum>{_TOGETHER})?(?:受理|办理|承办|反映|达|为)?(?P<share>约?占(?:比|[^,;。:()\d%]{{0,12}})?)?(?P<rank>最[高低多少大小],?)?(?:的)?(?:比例|比重)?(?:为|达到?|约)*$"
)

#: A share of what is another office's.
_WIDER = late(r"全[国省市县区州]")
_ANY_WHOLE = late(
    r"总[量数体]?|全部|所有|数量|受理|信访|诉求|工单|办件|案件|案卷|来电|投诉|举报|信件|留言|事项|问题|收到|接到|承办|转办|派|"
    r"[本当][月周季期年区县市]|[全各我]?[省市县区州乡镇]|有效|的|件|数|量|比|了|到|其|总|类|共|登记|交办|办理|单位"
)


class NamedSubject(Struct, frozen=True):
    """What a share or a sum is of: the values that may be meant, in words."""

    said: str
    values: tuple[tuple[Fraction, ...], ...]
    percents: tuple[tuple[Fraction, ...], ...] = ()
    grouped: bool = False


def check_named(discourse: Discourse) -> Iterator[Objection]:
    """Every share and every sum whose subject is named and counted elsewhere."""
    names, wholes = names_of(discourse), wholes_of(discourse)
    for utterance in discourse.utterances:
        for mention in utterance.mentions:
            ranked = (
                mention.role is Role.OTHER
                and mention.quantity.is_percent
                and re.search(r"占比?最[高低大小],为?$", mention.lead + mention.words)
            )
            if (mention.role is Role.SHARE or ranked) and not mention.quantity.approximate:
                yield from _share(discourse, utterance, mention, (names, wholes))
            elif mention.role is Role.COUNT and not mention.slack and mention.times == 1:
                yield from _sum(utterance, mention, names)


def subject(utterance: Utterance, mention: Mention, names: Names) -> NamedSubject | None:
    """What the words right before a number name, where that was counted before; ``None`` where they name nothing."""
    found = _named(utterance, mention, names) or _grouped(utterance, mention, names)
    return found or (_just_named(utterance, mention, names) if mention.role is Role.COUNT else None)


def _grouped(utterance: Utterance, mention: Mention, names: Names) -> NamedSubject | None:
    """后三类合计占…, 两个镇共…: the group that the words of the number's own clause name."""
    words = mention.words.lstrip(")")
    if not re.search(rf"{_TOGETHER}|占", words):
        return None
    group = group_named(names.discourse, utterance, mention.start - len(words), words)
    return NamedSubject(group.said, group.values, group.percents, grouped=True) if group else None


def _named(utterance: Utterance, mention: Mention, names: Names) -> NamedSubject | None:
    gap = utterance.text[mention.start - len(mention.lead + mention.words) : mention.start]
    start = mention.start - len(mention.lead + mention.words)
    match = _SUBJECT.search(("," if start else "") + gap)
    if match is None:
        return None
    graded = re.search(r"[A-E]$", match["names"] or "") and match["of"]  # B类和C类
    said = _names_in((match["names"] or "") + (match["of"] if graded else ""))
    if match["first"] and match["count"]:
        count = numeral(match["count"])
        tops = names.tops(count)
        return _first_of_list(utterance, mention, count) or (
            NamedSubject(f"前{count}位", tuple(tops)) if tops else None
        )
    count = numeral(match["count"]) if match["count"] else 0
    if count and len(said) not in (0, count):
        return None
    if count and not said:
        return _last_of_list(utterance, mention, count) if match["sum"] else None
    if not said or (len(said) > 1 and not (match["sum"] or match["share"])):
        return None
    if found := names.values(said, utterance, start):
        return NamedSubject("、".join(said), tuple(found))
    return None


#: 前三位的为甲、乙、丙,合计; 来自甲和乙;两个行业合计.
_LISTED = late(
    rf"(?:为|是|有|:|来自)(?P<names>[^,;。:()\d]+)[,;](?:(?P<count>{_COUNT})[个家类项][\u4e00-\u9fff]{{0,4}}?)?(?:{_TOGETHER})(?:受理|承办|转办|派单)?$"
)


def _just_named(utterance: Utterance, mention: Mention, names: Names) -> NamedSubject | None:
    """The names right before, counted in the passages or in a table one of whose columns the sentence speaks of."""
    match = _LISTED.search(utterance.text[: mention.start])
    said = _names_in(match["names"]) if match else []
    if match is None or len(said) < 2 or (match["count"] and len(said) != numeral(match["count"])):
        return None
    sentence = utterance.text[utterance.text.rfind("。", 0, mention.start) + 1 : mention.start]
    found = names.values(said, utterance, match.start("names"))
    if not found or not any(head in sentence for head in names.heads):
        return None
    return NamedSubject("、".join(said), tuple(found), grouped=True)


def _names_in(text: str) -> list[str]:
    text = re.sub(r"^(?:其中|同时|而|且|以上|上述)", "", text)
    parts = [each for each in re.split(r"、|和|及|与|以及", text) if each]
    return parts if all(2 <= len(each) <= 14 for each in parts) else []


def _listed(utterance: Utterance, mention: Mention) -> list[Mention]:
    """The counts with shares, or else the counts, that the passage lists before a number."""
    before = [each.part for each in portions(utterance) if each.share.end <= mention.start and not each.together]
    return list(dict.fromkeys(before)) or [each for each in utterance.counts() if each.end <= mention.start]


def _first_of_list(utterance: Utterance, mention: Mention, count: int) -> NamedSubject | None:
    """前两类: the first two of the list."""
    listed = _listed(utterance, mention)
    if not 1 < count < len(listed):
        return None
    values = tuple(each.amount for each in listed[:count])
    greatest = tuple(sorted((each.amount for each in listed), reverse=True)[:count])
    return NamedSubject(f"前{count}项", (values, greatest))


def _last_of_list(utterance: Utterance, mention: Mention, count: int) -> NamedSubject | None:
    """两类合计: the two counted last."""
    listed = _listed(utterance, mention)
    if not 1 < count <= len(listed):
        return None
    return NamedSubject(
        f"这{count}项", (tuple(each.amount for each in listed[-count:]), tuple(each.amount for each in listed[:count]))
    )


def _share(
    discourse: Discourse, utterance: Utterance, share: Mention, known: tuple[Names, Wholes]
) -> Iterator[Objection]:
    names, wholes = known
    found = subject(utterance, share, names)
    if (row := _shares_meant(utterance, share)) and _misses(row, share):
        yield _sum_of_shares(utterance, row, share)
        return
    if found is None:
        yield from _of_shares(utterance, share)
        return
    shown = share.quantity.shown
    sums = [sum(values, Fraction(0)) for values in found.values]
    if not is_told_here(discourse, share, sums[0]):
        return
    pool = [each.value for each in wholes.of("", utterance, near=not shown.digits) if each.value >= min(sums)]
    own = bases_of(discourse, wholes, found.values[0], share.name) if len(found.values[0]) > 1 else []
    fits = {percent_fit(total, each, shown) for total in sums for each in own or pool} - {None}
    if fits == {"cut"}:
        yield from _cut_off(
            utterance, share, sums[0], [each for each in own or pool if percent_fit(sums[0], each, shown)]
        )
    if fits:
        return
    printed_ones = [each for each in portions(utterance) if not each.together]
    listed = {each.part.amount: each.shown for each in printed_ones}
    added = [sum((listed[one].value for one in values if one in listed), Fraction(0)) for values in found.values]
    added += [sum(values, Fraction(0)) for values in found.percents]
    if any(total == shown.value for total in added):
        return  # the shares as printed, added up
    before = [each for each in utterance.counts() if each.end <= share.start]
    whole = wholes.nearest_total(before[-1].quantity.unit, utterance, sums[0]) if before else None
    whole = own[0] if own else whole or max(pool, default=None)
    if whole is None or whole <= sums[0]:
        return
    follows = percent(sums[0], whole, shown.digits)
    written = "+".join(number(each) for each in found.values[0])
    written += f"={number(sums[0])}" if len(found.values[0]) > 1 else ""
    why = f"{found.said}：{written}，÷{number(whole)}={follows}"
    span = (share.begin, share.end)
    yield objection("share", Gravity.DOUBTFUL, utterance, span, (printed(utterance, share), follows, why))


def _cut_off(utterance: Utterance, share: Mention, part: Fraction, wholes: list[Fraction]) -> Iterator[Objection]:
    """城中所占37.76%: cut off where 37.77% is due."""
    if len(set(wholes)) == 1:
        follows = percent(part, wholes[0], share.quantity.shown.digits)
        why = f"{number(part)}÷{number(wholes[0])}={percent(part, wholes[0], share.quantity.shown.digits + 2)}"
        words = (printed(utterance, share), follows, why)
        yield objection("rounding", Gravity.DOUBTFUL, utterance, (share.begin, share.end), words)


def _of_shares(utterance: Utterance, share: Mention) -> Iterator[Objection]:
    """分别占23.99%、15.26%、11.99%,合计占比51.25%: the shares right before, added up."""
    if not re.fullmatch(rf",?(?:{_TOGETHER}|三者合计|两者合计)约?占[^,;。:()\d]{{0,10}}", share.lead + share.words):
        return
    before = [each for each in utterance.mentions if each.end <= share.start and each.sentence == share.sentence]
    row: list[Mention] = []
    for each in reversed(before):
        if each.role is not Role.SHARE:
            break
        row.append(each)
    if len(row) >= 2 and _misses(row, share):
        yield _sum_of_shares(utterance, row[::-1], share)


def _misses(row: Sequence[Mention], share: Mention) -> bool:
    """Whether shares do not add up to one, by more than rounding may do."""
    total = sum((each.quantity.value for each in row), Fraction(0))
    return abs(total - share.quantity.value) > (len(row) + 1) * share.quantity.step / 2


def _sum_of_shares(utterance: Utterance, row: Sequence[Mention], share: Mention) -> Objection:
    total = sum((each.quantity.value for each in row), Fraction(0))
    written = "+".join(number(each.quantity.value) for each in row)
    words = (printed(utterance, share), f"{number(total)}%", f"{written}={number(total)}")
    return objection("share", Gravity.DOUBTFUL, utterance, (share.begin, share.end), words)


def _shares_meant(utterance: Utterance, share: Mention) -> list[Mention]:
    """涉水占31.41%,涉电占25.65%,两项合计占…: all shares of the sentence before, where they are just so many."""
    told = re.match(rf"(?P<count>{_COUNT})(?:{_OF})[^,;。:()\d%]{{0,6}}(?:{_TOGETHER})约?占", share.words)
    before = [each for each in utterance.mentions if each.end <= share.start and each.sentence == share.sentence]
    row = [each for each in before if each.role is Role.SHARE and not re.search(_TOGETHER, each.words)]
    same = len({each.name for each in (*row, share)} - {""}) <= 1 and all(each.quantity.is_percent for each in row)
    return row if told and same and len(row) == numeral(told["count"]) else []


def without_generic(name: str) -> str:
    """What the name of a whole says beyond that it is a whole."""
    return _ANY_WHOLE.sub("", name)


def is_told_here(discourse: Discourse, share: Mention, part: Fraction) -> bool:
    """Whether a share of ``part`` names no whole, or one that the text counts."""
    name = share.name
    wider = _WIDER.search(name)
    if wider and not re.search(f"[全我]{wider[0][1]}", discourse.whole_text.replace(f"占{name}", "")):
        return False
    own = without_generic(name)
    greater = (each for _, each in discourse.all_counts() if each.amount > part)
    return len(own) < 2 or any(own in each.label + each.after for each in greater)


def _sum(utterance: Utterance, total: Mention, names: Names) -> Iterator[Objection]:
    """咨询、投诉、求助三类共3689件."""
    gap = total.lead + total.words
    if not re.search(_TOGETHER, gap):
        return
    found = subject(utterance, total, names)
    if found is None or all(len(values) < 2 for values in found.values):
        return
    if total.total and not (found.grouped or _is_of_names(gap)):
        return
    sums = [sum(values, Fraction(0)) for values in found.values]
    if total.amount in sums:
        return
    written = "+".join(number(each) for each in found.values[0])
    words = (printed(utterance, total), number(sums[0]), f"{found.said}：{written}={number(sums[0])}")
    yield objection("sum", Gravity.DOUBTFUL, utterance, (total.begin, total.end), words)


def _is_of_names(gap: str) -> bool:
    """Whether 共 stands behind what is counted: …三类共."""
    return bool(re.search(rf"(?:{_COUNT})(?:{_OF})[^,;。:\d]{{0,6}}(?:{_TOGETHER})[^,;。:\d]{{0,4}}$", gap))
