"""占转办总量的, 占乡镇承办量的: shares that name the same whole are of the same number, the one that is called so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import number, objection, percent, printed
from bulletin_gen.proof.checks.portions import Portion, portions
from bulletin_gen.proof.checks.relations.named import NamedSubject, subject
from bulletin_gen.proof.checks.relations.names import names_of
from bulletin_gen.proof.checks.relations.pool import is_of_another_time
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role

_GENERIC = late(
    r"总体|总[数量计]?|数量|[数量件的了]|工单|诉求|事项|案件|全部|所有|全[市县区镇州]|整个|比例|比重|本[月期周季年]|[本全当]年|同期"
)
_HANDLED = late(r"承办|受理|办理|承接|接收|收到|接到|登记")
_POINTING = late(r"^(?:该|其|此|本|这|上述|以上|各|我)")
#: What is done with orders: 转有关单位办理 are 转办.
_VERBS = late(r"^[转派交下分直]\S$")


#: Keys of wholes that are only pointed at.
_POINTED = "该"


class NamedBase(Struct, frozen=True):
    """A count of the text that may be what shares name: its number, its place, whether it is called just so."""

    value: Fraction
    slack: Fraction
    exact: bool


def check_bases(discourse: Discourse) -> Iterator[Objection]:
    """Every share that names its whole."""
    names = names_of(discourse)
    shares: dict[str, list[Portion]] = {}
    for utterance in discourse.utterances:
        for portion in portions(utterance):
            key = base_key(portion.share.name)
            if _POINTING.match(portion.share.name):
                key = f"{_POINTED}{utterance.index}.{portion.share.sentence}"
            if key and _is_plain(portion, subject(utterance, portion.share, names)):
                shares.setdefault(key, []).append(portion)
    for key, of_it in shares.items():
        yield from _judged(discourse, key, of_it)


def _is_plain(portion: Portion, named: NamedSubject | None) -> bool:
    """Whether a share is of one count: its part, and no group that words name."""
    if portion.share.quantity.approximate:
        return False
    return named is None or all(values == (portion.part.amount,) for values in named.values)


def base_key(name: str) -> str:
    """What the name of a whole says, without what any whole may be called; nothing where it only points."""
    name = re.sub(r"^[本当今][月期周季年]", "", name)
    if _POINTING.match(name):
        return ""
    plain = _GENERIC.sub("", name)
    bare = _HANDLED.sub("", plain)
    key = bare if len(bare) >= 2 else plain
    return key if len(key) >= 2 else ""


def _judged(discourse: Discourse, key: str, shares: Sequence[Portion]) -> Iterator[Objection]:
    called = _called(discourse, key, shares)
    if not called:
        called = _by_sisters(discourse, shares)
    right = [base for base in called if any(_fits(each, base) for each in shares)]
    believed = right or [base for base in called if base.exact]
    if not believed or (not right and len({base.value for base in believed}) > 1):
        return
    for portion in shares:
        if _goes_with_others(discourse, portion, shares):
            continue
        share = portion.share
        if share.quantity.value in (0, 100) or portion.part.slack or any(_fits(portion, base) for base in called):
            continue
        base = max((each for each in believed), key=lambda each: sum(_fits(one, each) for one in shares))
        if base.value < portion.amount or not _is_of_another(discourse, portion):
            continue
        follows = percent(portion.amount, base.value, share.quantity.shown.digits)
        why = f"“{share.name}”文中是{number(base.value)}：{number(portion.amount)}÷{number(base.value)}={follows}"
        words = (printed(portion.utterance, share), follows, why)
        yield objection("share", Gravity.DOUBTFUL, portion.utterance, portion.span, words)


def _by_sisters(discourse: Discourse, shares: Sequence[Portion]) -> list[NamedBase]:
    """The printed counts of which all these shares are but one."""
    if len(shares) < 3:
        return []
    values = dict.fromkeys(each.amount for _, each in discourse.all_counts() if not each.slack)
    bases = [NamedBase(value, Fraction(0), exact=False) for value in values]
    exactly = [each for each in bases if sum(bool(one.fit(each.value)) for one in shares) == len(shares) - 1]
    return exactly if len(exactly) == 1 else []


def _goes_with_others(discourse: Discourse, portion: Portion, shares: Sequence[Portion]) -> bool:
    """Whether its sisters, in its sentence or of the same name, have a printed whole in common with it."""
    sisters = [each for each in portions(portion.utterance) if each.share.sentence == portion.share.sentence]
    others = [each for each in dict.fromkeys([*sisters, *shares]) if each is not portion and not each.together]
    others = [each for each in others if each.share.quantity.value not in (0, 100)]
    wholes = {each.amount for _, each in discourse.all_counts() if each.amount >= portion.amount and not each.slack}
    own = [whole for whole in wholes if portion.fit(whole)]
    return any(each.amount <= whole and each.fit(whole) for each in others for whole in own)


def _called(discourse: Discourse, key: str, shares: Sequence[Portion]) -> list[NamedBase]:
    """The counts that are called by the key and are no parts of it themselves."""
    parts = {each.part.amount for each in shares} | {each.sum for each in shares if each.listed}
    least = min(parts)
    found = []
    for utterance, each in discourse.all_counts():
        if each.amount < least or each.amount in parts or is_of_another_time(utterance, each):
            continue
        how = _answers(key, each)
        if how:
            found.append(NamedBase(each.amount, each.slack, how == "exact"))
    return list(dict.fromkeys(found))


def _answers(key: str, count: Mention) -> str:
    """How a count is called by the key: ``exact``, ``like``, or not at all."""
    label = _GENERIC.sub("", re.sub(r"^(?:其中|共|合计)", "", count.label))
    bare = _HANDLED.sub("", label)
    if key in (label, bare):
        return "exact"
    if key in label or key in _GENERIC.sub("", count.after):
        return "like"
    if _VERBS.match(key):
        rest = iter(label)
        return "like" if all(sign in rest for sign in key) else ""
    return ""


def _fits(portion: Portion, base: NamedBase) -> bool:
    if base.value < portion.amount:
        return False
    if portion.fit(base.value, base.slack):
        return True
    return any(
        abs(100 * each / base.value - portion.share.quantity.value) <= portion.share.quantity.step
        for each in _amounts(portion)
    )


def _amounts(portion: Portion) -> Iterator[Fraction]:
    """What else the share may be of: any count before it in its sentence, and the last ones added up."""
    before = _before(portion.utterance, portion.share)
    total = Fraction(0)
    for each in reversed(before):
        total += each.amount
        yield each.amount
        yield total


def _before(utterance: Utterance, share: Mention) -> list[Mention]:
    return [
        each
        for each in utterance.mentions
        if each.role is Role.COUNT and each.end <= share.start and each.sentence == share.sentence
    ]


def _is_of_another(discourse: Discourse, portion: Portion) -> bool:
    """Whether the text counts all of what is shared: 占全省转办量 names another office's."""
    wider = re.search("全[国省市县区州]", portion.share.name)
    return (
        wider is None
        or portion.share.name.replace(wider[0], "") == ""
        or wider[0] in discourse.whole_text.replace(f"占{portion.share.name}", "")
    )
