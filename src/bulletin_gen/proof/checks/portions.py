"""Shares with what they may be shares of: the count before them, the list before them, or each of a list in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import Shown, between_fit, percent_fit
from bulletin_gen.proof.discourse import Utterance
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

#: Said of a list as one: 合计占比75.4%.
_TOGETHER = late(r"合计|总计|共计|累计|共占|合占")


#: Several shares that follow are of several counts, each of its own: 分别占, 各占….
_IN_TURN = late(r"分别|依次|各占")
_POINTING = late(r"(?:上述|以上|这)(\d+|[一二两三四五六七八九十])[类项个家]")
#: A count of those whose counts the sentence before gave: 这10家公司.
_BACK = late(r"(?:上述|以上|这|该)$")


class Portion(Struct, frozen=True):
    """A share with the counts that it may be the share of: the one before it, or the list before it."""

    utterance: Utterance
    share: Mention
    part: Mention
    listed: tuple[Mention, ...]
    together: bool = False
    apart: bool = False

    @property
    def shown(self) -> Shown:
        """The share as printed."""
        return self.share.quantity.shown

    @property
    def span(self) -> tuple[int, int]:
        """From the part's label to the share's sign; of a list above it, its own words."""
        return (self.share.begin if self.together or self.apart else self.part.begin), self.share.end

    @property
    def amount(self) -> Fraction:
        """What is shared: the part, or the list together."""
        return self.sum if self.together else self.part.quantity.value

    def taken(self, base: Fraction) -> Fraction:
        """What gives the share of ``base``: the part, or the list where only that does."""
        alone = not self.together and percent_fit(self.part.quantity.value, base, self.shown)
        return self.amount if alone or not percent_fit(self.sum, base, self.shown) else self.sum

    @property
    def sum(self) -> Fraction:
        """The list before the share, added up."""
        return sum((each.amount for each in self.listed), Fraction(0))

    def fit(self, base: Fraction, slack: Fraction = Fraction(0)) -> str | None:
        """How the share follows from ``base``, which may be so much more or less: of the part, or of the list."""
        if slack * 100 > base and not self.part.slack:
            return None  # 近4万件: of so rough a whole everything is a share
        one = None
        if not self.together:
            one = between_fit((self.part.quantity.value, self.part.slack), (base, slack), self.shown)
        if one or len(self.listed) < 2:
            return one
        return between_fit(
            (self.sum, sum((each.slack for each in self.listed), Fraction(0))), (base, slack), self.shown
        )


class Candidate(Struct, frozen=True):
    """A number that may be a base, with its place: passage, and place in it."""

    value: Fraction
    passage: int
    start: int
    label: str
    total: bool
    begin: int
    end: int
    utterance: Utterance
    unit: str
    slack: Fraction = Fraction(0)
    joined: bool = False


def portions(utterance: Utterance) -> tuple[Portion, ...]:
    """The shares of a passage with their parts."""
    return utterance.once(_portions)


def _portions(utterance: Utterance) -> tuple[Portion, ...]:
    found: list[Portion] = []
    in_turn = _in_turn(utterance)
    for i, mention in enumerate(utterance.mentions):
        if mention.start in in_turn:
            if part := in_turn[mention.start]:
                found.append(Portion(utterance, mention, part, (), apart=True))
            continue
        before = _before(utterance, utterance.mentions[:i], mention) or _listed_above(utterance, mention)
        before = _pointed_at(utterance, before) or before
        called = _named_in_words(utterance, mention)
        if called:
            found.append(Portion(utterance, mention, called[0], (), apart=True))
            continue
        if mention.role is Role.SHARE and mention.quantity.is_percent and before and before[-1].role is Role.COUNT:
            above = before[-1].sentence != mention.sentence
            listed = tuple(before) if above else _list_before(before)
            whole = len(listed) > 1 and bool(_TOGETHER.search(mention.lead + mention.words))
            found.append(Portion(utterance, mention, before[-1], listed, above or whole))
    return tuple(found)


def _named_in_words(utterance: Utterance, share: Mention) -> list[Mention]:
    """…其他108件,咨询类约占总量的48.5%: the one count of that name in the passage."""
    match = re.match(r"(?:其中)?(?P<name>[^,;。占]{2,12}?)(?:承办|办理|受理)?(?:诉求|工单|问题)?约?占", share.words)
    if match is None or share.role is not Role.SHARE or share.lead.endswith("、"):
        return []
    name = match["name"].removesuffix("类")
    before = [each for each in utterance.counts() if each.end <= share.start]
    called = [each for each in before if len(name) >= 2 and each.label.removesuffix("类").endswith(name)]
    if not called and len(name) == 1 and name.isascii():
        called = [each for each in before if re.search(rf"{name}类$", each.label)]
    return called if len(called) == 1 else []


def _in_turn(utterance: Utterance) -> dict[int, Mention | None]:
    """甲3件、乙2件，分别占60%、40%: the part of each share, by where the share begins; ``None`` where the counts before
    are not as many as the shares."""
    found: dict[int, Mention | None] = {}
    mentions = utterance.mentions
    for i, first in enumerate(mentions):
        if first.role is not Role.SHARE or not _IN_TURN.search(first.lead + first.words) or first.start in found:
            continue
        shares = [first]
        for each in mentions[i + 1 :]:
            if each.role is not Role.SHARE or len(each.lead + each.words) > 2 or each.sentence != first.sentence:
                break
            shares.append(each)
        if len(shares) > 1:
            parts = _row_before(mentions[:i], first)
            if not parts and re.search("上述|以上|前述", first.lead + first.words):
                parts = [
                    each for each in mentions[:i] if each.role is Role.COUNT and each.sentence == first.sentence - 1
                ]
            pairs = dict.fromkeys((each.start for each in shares), None)
            even = len(parts) == len(shares)
            found |= {each.start: part for each, part in zip(shares, parts, strict=True)} if even else pairs
    return found


def _row_before(mentions: Sequence[Mention], share: Mention) -> list[Mention]:
    """The counts of one unit that stand in a row before a share in its sentence."""
    row: list[Mention] = []
    for each in reversed(mentions):
        if each.role is not Role.COUNT or each.sentence != share.sentence:
            break
        if row and (each.quantity.unit != row[-1].quantity.unit or each.total):
            break
        row.append(each)
        if each.among or each.lead.endswith(":") or "分别" in each.lead + each.words:
            break
    return row[::-1]


def _listed_above(utterance: Utterance, share: Mention) -> list[Mention]:
    """上述五类占…: the counts of the sentence before, where there are as many."""
    match = _POINTING.search(share.lead + share.words)
    if not match or re.search("最[多高大]|居首", share.lead + share.words):
        return []
    before = [each for each in utterance.counts() if each.sentence == share.sentence - 1]
    return before[-numeral(match[1]) :] if len(before) >= numeral(match[1]) else []


def _pointed_at(utterance: Utterance, before: Sequence[Mention]) -> list[Mention]:
    """这10家公司投诉量总和占…: the ten counts of the sentence before, which the last count points at."""
    pointing = before[-1] if before else None
    if pointing is None or not pointing.after or not _BACK.search(utterance.text[: pointing.start]):
        return []
    above = [each for each in utterance.counts() if each.sentence == pointing.sentence - 1]
    many = int(pointing.quantity.value)
    return above[-many:] if 1 < many <= len(above) else []


def _before(utterance: Utterance, mentions: Sequence[Mention], share: Mention) -> list[Mention]:
    """What stands before a share in its sentence; growth between its count and it is passed over."""
    before = [each for each in mentions if each.sentence == share.sentence]
    while before and before[-1].role is Role.CHANGE and before[-1].part == share.part:
        before.pop()
    return _without_asides(utterance, before, share)


def _without_asides(utterance: Utterance, before: list[Mention], share: Mention) -> list[Mention]:
    """Without counts in brackets right behind another count: 网站328个(含门户网站153个),占… is of the 328."""
    while len(before) > 1 and ")" in utterance.text[before[-1].end : share.start]:
        opened = utterance.text.rfind("(", 0, before[-1].start)
        whole = next((each for each in reversed(before) if each.end <= opened), None)
        closes = utterance.text[before[-1].end : share.start].partition(")")[0]
        if whole is None or "(" in closes or utterance.text[whole.end : opened].strip():
            break
        before = [each for each in before if each.end <= opened]
    return before


def _list_before(before: Sequence[Mention]) -> tuple[Mention, ...]:
    """The counts that stand in a row right before a share (A 3件、B 2件，占…)."""
    listed: list[Mention] = []
    for each in reversed(before):
        if each.role is not Role.COUNT or each.quantity.unit != before[-1].quantity.unit:
            break
        listed.append(each)
        if each.lead.endswith(":") or each.among:
            break
    return tuple(reversed(listed)) if len(listed) > 1 else ()
