"""Lists that are whole by their own words (two opposites, the rest named), and miss their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import one_digit_apart
from bulletin_gen.proof.checks.adding.addends import Addends, alike, is_broken, misses
from bulletin_gen.proof.checks.portions import portions
from bulletin_gen.proof.checks.relations.pool import Wholes, is_of_another_time, wholes_of
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Objection
from bulletin_gen.proof.sentences.mentions import Mention
from bulletin_gen.proof.sentences.words import SOME

#: Two labels that make up a whole between them; the second may stand behind its number (7件正在办理).
_OPPOSITES = (
    (r"(?:本|当|今|新)(?:月|期|周|季|年)?(?:受理|收到|新增)?$|新(?:增|收|受理)", r"结转|上(?:月|期|年)|存量|旧存"),
    (r"县直|部门|县级|区级|区直|市直|职能", r"乡镇|镇街|街道|镇[（(]?$|街镇|市级"),
    (r"县城|城区|城镇|市区", r"乡镇|农村|乡村"),
    (r"电话|话务|热线", r"网络|非电话|互联网|线上|微信"),
    (r"(?:初次|首次|初信|初访|首访)", r"重复|重信|重访"),
    (r"(?<!非)(?<!无)有效", r"无效"),
    (r"实名", r"匿名"),
    (r"线上|网上", r"线下|窗口|现场"),
    (r"事件", r"部件"),
    (
        r"(?:立即|当场|即时|直接|前台|在线|现场|当即|坐席|自行|直)(?:办结|解答|答复|办理|处理|解决|受理|办|接)|直办",
        r"转办|交办|派|转派|转交|分派|移交|流转|转",
    ),
    (r"按[期时](?:办结|答复|回复|办理|完成)", r"(?:超[期时]|逾期)(?:办结|答复|回复|办理|完成)?(?:工单)?$"),
    (r"个人|居民|自然人|群众", r"企业|单位|法人"),
    (r"男", r"女"),
    (r"(?<!不)(?<!未)属实", r"不属实|不实|失实"),
)
_DONE = (
    "办结|结案|完成|回复|答复|办理|接通|批准|采纳|整改|解决|达标|"
    "受理|公开|签收|反馈|评价|回访|处置|核实|化解|兑现|销号|立案|通过|合格|满意|接听|发布|录用|参评|响应|处理"
)
#: What is under way is the rest of what has come so far.
_PROCESS = "办结|结案|完成|回复|答复|办理|整改|解决|处置|核实|化解|兑现|反馈|签收|接通"
_NOT_DONE = late(
    rf"(?:未|不予?|没有|尚未|待|正在|在|暂缓|非(?!常)|逾期未|仍在)(?:[^,;。\d]{{0,4}}?)(?:{_DONE}|推进|办|跟进|协调|处理)|"
    r"办理中|处理中|整改中|推进中|协调中|未到[^,;。]{0,4}期限"
)
_REST = late(r"^(?:其[他它余]|另外?|剩余|余下|剩下|建议及其[他它])|其[他它余][^,;。]{0,4}$")
_PERIOD = late(r"^(?:\d{1,2}月份?|[一二三四]季度|第[一二三四]季度|[上中下]旬|第?[一二三四五六]?周)$")
_MEAN = late(r"[日月周年人户]均|平均|每[日天月周]")
_GRADE = late(r"[A-E](?:类|级|等|档)?$|优秀$|良好$|合格$|较差$|满意$|一般$")
_LED = late(r"(?:按|从|就)[^,;。:\d]{2,16}?(?:分类|分布|划分|分为|分|来看|上看|看|统计)[,:]")
_CLASS = late(r"类$|类[诉事工问][求项单题]$|渠道$|方面$")
_FAR = Fraction(1, 10)


class WholeList(Struct, frozen=True):
    """Counts that make up a whole, and whether that whole stands in their own sentence."""

    utterance: Utterance
    parts: tuple[Mention, ...]
    sure: bool = False


def check_divided(discourse: Discourse) -> Iterator[Objection]:
    """Every list that says that it is whole."""
    wholes = wholes_of(discourse)
    for utterance in discourse.utterances:
        done: set[int] = set()
        for division in _divisions(utterance):
            starts = {each.start for each in division.parts}
            if not starts & done:
                done |= starts
                yield from _judged(discourse, wholes, division)


def _divisions(utterance: Utterance) -> Iterator[WholeList]:
    for run in _runs(utterance):
        if 2 <= len(run) <= 24:
            yield from _whole_lists(utterance, run)
        for one, other in zip(run, run[1:], strict=False):
            if (
                not (one.slack or other.slack)
                and _opposed(one, other)
                and not _goes_on(run, other)
                and not one.lead.lstrip(")").endswith("、")
            ):
                yield WholeList(utterance, (one, other))


def _goes_on(run: Sequence[Mention], last: Mention) -> bool:
    """Whether a list goes on in the same breath behind its last part: 、"""
    at = run.index(last)
    return at + 1 < len(run) and run[at + 1].lead.lstrip(")") == "、"


def _runs(utterance: Utterance) -> Iterator[list[Mention]]:
    """The counts of a sentence that may be added up, of one bracket depth, without means and other times' counts."""
    kept: dict[tuple[int, int, str], list[Mention]] = {}
    for each in utterance.counts():
        if not (_MEAN.search(each.words) or is_of_another_time(utterance, each)):
            unit = "件" if alike(each.quantity.unit, "件") else each.quantity.unit
            kept.setdefault((each.sentence, utterance.depth(each.start), unit), []).append(each)
    yield from kept.values()
    yield from _of_mixed_units(utterance)


def _of_mixed_units(utterance: Utterance) -> Iterator[list[Mention]]:
    """57家单位中A类51家、B类4家 is of one unit though 个 and 家 are counted apart."""
    counts = [each for each in utterance.counts() if each.quantity.unit in ("家", "个")]
    if len({each.quantity.unit for each in counts}) == 2:
        by_sentence: dict[int, list[Mention]] = {}
        for each in counts:
            by_sentence.setdefault(each.sentence, []).append(each)
        yield from by_sentence.values()


def _whole_lists(utterance: Utterance, run: Sequence[Mention]) -> Iterator[WholeList]:
    """Lists up to the end of the run: from what leads in, with the rest, of periods, of shares that make a hundred."""
    shared = {each.part.start for each in portions(utterance)}
    for i in range(len(run) - 1):
        parts = run[i:]
        if i and run[i - 1].start in shared and not parts[0].among:
            continue  # a sister of these, not their whole
        if any(each.among or each.total for each in parts[1:-1]) or parts[0].total or parts[-1].among:
            continue
        between = utterance.text[parts[-2].end : parts[-1].start]
        rest = bool(_REST.search(parts[-1].label) or re.search(r"[,;、](?:其[他它余]|剩余|余下)", between))
        graded = (
            i > 0
            and "中" in utterance.text[run[i - 1].end : parts[0].start]
            and all(_GRADE.search(each.label) for each in parts)
        )
        if graded and run[i - 1].sentence == parts[0].sentence:
            yield WholeList(utterance, tuple(parts), sure=True)
            return
        led = (i == 0 or parts[0].among) and _is_led(utterance, parts)
        if any(each.slack for each in parts):
            break
        if parts[-1].total and not rest:
            continue
        if led or (rest and (i == 0 or parts[0].among or run[i - 1].amount > max(each.amount for each in parts))):
            done = re.search(_PROCESS, parts[-1].label)
            yield WholeList(
                utterance, tuple(parts), sure=(rest and not done) or all(_CLASS.search(each.label) for each in parts)
            )
            return
    yield from _beyond(utterance, run)
    periods = [each for each in run if _PERIOD.match(each.label)]
    if len(periods) >= 3:
        yield WholeList(utterance, tuple(periods))
    yield from _hundreds(utterance, run)


def _beyond(utterance: Utterance, run: Sequence[Mention]) -> Iterator[WholeList]:
    """共36件,其中两次29件、三次9件: parts side by side that are more than their whole."""
    for i in range(1, len(run) - 1):
        whole, parts = run[i - 1], run[i:]
        told = parts[0].among and not any(each.among or each.total for each in parts[1:])
        row = all(each.lead.lstrip(")") == "、" for each in parts[1:])
        total = sum((each.amount for each in parts), Fraction(0))
        if (
            told
            and row
            and whole.end <= parts[0].begin + 1
            and max(each.amount for each in parts) <= whole.amount < total
        ):
            yield WholeList(utterance, tuple(parts), sure=True)


def _is_led(utterance: Utterance, parts: Sequence[Mention]) -> bool:
    """Whether a list says how it divides: 从…看, and not that it is of some."""
    first, last = parts[0], parts[-1]
    before = re.split("[。;]", utterance.text[: first.start])[-1]
    behind = re.split("[。;]", utterance.text[last.end : last.end + 16])[0]
    return bool(_LED.search(before)) and not SOME.search(before + "|" + behind)


def _hundreds(utterance: Utterance, run: Sequence[Mention]) -> Iterator[WholeList]:
    """Counts side by side whose shares make up a hundred."""
    shares = {each.part.start: each.share.quantity for each in portions(utterance) if not each.together}
    group: list[Mention] = []
    for each in [*run, None]:
        if each is not None and each.start in shares:
            group.append(each)
            continue
        total = sum((shares[one.start].value for one in group), Fraction(0))
        slack = sum((shares[one.start].shown.step for one in group), Fraction(0)) / 2
        if len(group) >= 2 and abs(total - 100) <= slack:
            yield WholeList(utterance, tuple(group), sure=True)
        group = []


def _opposed(one: Mention, other: Mention) -> bool:
    first, second = one.label + "|" + _own(one.after), other.label + "|" + _own(other.after)
    if re.search("部分", first + second) or other.among or other.part - one.part > 1:
        return False
    if re.search(r"100%的?$", one.label) and re.search(r"(?:低于|未达|不足|未达到)100%的?$", other.label):
        return True
    if _says_not(second) != _says_not(first):
        done, undone = (first, second) if _says_not(second) else (second, first)
        stem = re.search(r"(?:未|不予?|没有|尚未|非)([\u4e00-\u9fff]{2})", undone)
        return bool(re.search(_PROCESS, done)) if stem is None else stem[1] in done
    return any(
        (re.search(a, one.label) and re.search(b, other.label) and not re.search(a, other.label))
        or (re.search(b, one.label) and re.search(a, other.label) and not re.search(b, other.label))
        for a, b in _OPPOSITES
    )


def _own(after: str) -> str:
    return re.split(r"[,;。]", after)[0]


def _says_not(words: str) -> bool:
    return bool(_NOT_DONE.search(words)) or bool(re.search(r"未|(?<!了)不(?!含|同|断)", words))


def _judged(discourse: Discourse, wholes: Wholes, division: WholeList) -> Iterator[Objection]:
    parts, utterance = division.parts, division.utterance
    addends = Addends(utterance, parts)
    if any(each.quantity.approximate or not each.amount for each in parts) or is_broken(utterance, parts):
        return
    others = [each for _, each in discourse.all_counts() if not any(each is one for one in parts)]
    slack, total = addends.slack, addends.total
    if _goes_further(utterance, parts, total):
        return
    if any(abs(each.amount - total) <= slack + each.slack for each in others):
        return
    if _in_tables(wholes, addends.total):
        return
    best = _whole(discourse, division, addends)
    if best is not None and abs(best - addends.total) > 2 * slack:
        yield misses(addends, best)


def _goes_further(utterance: Utterance, parts: Sequence[Mention], total: Fraction) -> bool:
    """Whether the counts right behind a list, added to it, make a number of the passage: 按时、逾期办结、逾期未办."""
    counts = [each for each in utterance.counts() if alike(each.quantity.unit, parts[0].quantity.unit)]
    behind = [each for each in counts if each.start > parts[-1].start and each.sentence == parts[-1].sentence]
    known = {each.amount for each in counts if each not in parts}
    for each in behind[:3]:
        total += each.amount
        if total in known:
            return True
    return False


def _in_tables(wholes: Wholes, total: Fraction) -> bool:
    return any(each.passage < 0 and each.value == total for each in wholes.all)


def _whole(discourse: Discourse, division: WholeList, addends: Addends) -> Fraction | None:
    """The whole that a list misses: the count right before it in its sentence, or the nearest in size further up."""
    first, utterance = division.parts[0], division.utterance
    most = max(each.amount for each in division.parts)
    here = [
        each
        for each in utterance.counts()
        if each.end <= first.begin + 1 and alike(each.quantity.unit, first.quantity.unit)
    ]
    same = [each for each in here if each.sentence == first.sentence and each.amount > most]
    if same and abs(same[-1].amount - addends.total) * 3 <= same[-1].amount:
        return same[-1].amount
    above = [
        each for other in discourse.utterances[max(utterance.index - 2, 0) : utterance.index] for each in other.counts()
    ]
    before = [
        each
        for each in [*above, *here]
        if each.amount > most and alike(each.quantity.unit, first.quantity.unit) and not each.slack
    ]
    totals = [
        each
        for _, each in discourse.all_counts()
        if each.total and each.amount > most and each.quantity.unit == first.quantity.unit
    ]
    near = sorted({each.amount for each in [*before, *totals]}, key=lambda each: abs(each - addends.total))
    if any(one + other == addends.total for one in near for other in near if one != other):
        return None  # two wholes further up are divided together
    if division.sure:
        return near[0] if near and abs(near[0] - addends.total) <= _FAR * near[0] else None
    return next((each for each in near if abs(each - addends.total) <= _FAR * each and _is_slip(each, addends)), None)


def _is_slip(whole: Fraction, addends: Addends) -> bool:
    """Whether one part, mistyped by a digit or by two changed over, explains the difference."""
    wanted = [(each.amount, whole - addends.total + each.amount) for each in addends.items]
    return any(value > 0 and value.denominator == 1 and one_digit_apart(shown, value) for shown, value in wanted)
