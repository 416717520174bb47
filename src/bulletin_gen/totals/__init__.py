"""Do the totals of a bulletin agree that a reader will add up? What is printed is held against the graph of measures:
sentences against tables, tables against each other, lists and parts against their whole. Where they differ and nobody
says why, a warning names both places, the difference, and what it consists of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby

from msgspec import Struct

from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.numbers import Count, Exact
from bulletin_gen.profile import Profile
from bulletin_gen.totals.causes import Cause, Causes
from bulletin_gen.totals.claims import Claim, Claims
from bulletin_gen.totals.mistakable import cut_among_equals, left_out_of_rows, more_than_all
from bulletin_gen.totals.printed import PrintedFigures, printed_of
from bulletin_gen.totals.sentences import Shortfall, shortfalls
from bulletin_gen.tree import Bulletin

#: What a profile's ``accepted_findings`` calls it.
KIND = "总数"
_ACCEPT = "；两处确应不同的，在 profile.yaml 的“措辞”里写 认可的发现: {总数: 理由}"


class _Difference(Struct, frozen=True):
    """Two claims of one count that differ, and why."""

    whole: Claim
    part: Claim
    causes: tuple[Cause, ...]


def disagreements(bulletin: Bulletin, facts: Facts, profile: Profile) -> tuple[Issue, ...]:
    """Warnings for totals that differ, parts that leave something unsaid, and shares of what is not said; without
    those that the office's ``accepted_findings`` name by their kind or by their words."""
    printed = printed_of(bulletin)
    found = [
        *_differing(printed, facts, profile),
        *(_short(each) for each in shortfalls(printed, facts, profile)),
        *_baseless(printed, facts, profile),
        *cut_among_equals(facts),
        *more_than_all(facts, profile),
    ]
    told = "".join(issue.expected for issue in found)
    found += [
        issue for issue in left_out_of_rows(printed, facts, profile)
        if facts.outside is None or facts.outside.name.text not in told
    ]  # fmt: skip
    return not_accepted(found, KIND, profile)


def not_accepted(found: Iterable[Issue], kind: str, profile: Profile) -> tuple[Issue, ...]:
    """Those of the warnings of one kind that the office's ``accepted_findings`` name neither by it nor by their
    words."""
    accepted = profile.wording.accepted_findings
    return tuple(issue for issue in found if not any(word == kind or word in issue.found for word in accepted))


def beyond(issues: Sequence[Issue], found: Sequence[Issue]) -> tuple[Issue, ...]:
    """What reading the sentences found beside what was found by the facts: not the same sum at the same place again."""
    places = {part for issue in found for part in issue.place.key.split("、")}
    again = ("（合计）", "（占比的分母文中没有）")
    return tuple(issue for issue in issues if not (issue.place.key in places and issue.kind.endswith(again)))


def _differing(printed: PrintedFigures, facts: Facts, profile: Profile) -> Iterator[Issue]:
    claims = sorted(Claims(printed, facts, profile).every(), key=lambda each: (each.scope, each.name))
    causes = Causes(facts, profile, printed.ids)
    found: list[_Difference] = []
    for _, alike in groupby(claims, key=lambda each: (each.scope, each.name)):
        found += _of_one(list(alike), causes, profile)
    for _, pairs in groupby(sorted(found, key=_pair), key=_pair):
        yield _differs(list(pairs))


def _pair(difference: _Difference) -> tuple[str, str]:
    return difference.whole.place, difference.part.place


def _of_one(claims: Sequence[Claim], causes: Causes, profile: Profile) -> Iterator[_Difference]:
    """The claims of one count that differ from its first number and are not explained."""
    whole = next((claim for claim in claims if claim.one), None)
    seen: set[tuple[str, Exact]] = set()
    for part in claims if whole else ():
        if whole is None or part.value == whole.value or (part.place, part.value) in seen:
            continue
        seen.add((part.place, part.value))
        rate = part.name in profile.rates
        why = causes.left_out(whole, part) if rate else causes.of(whole, part)
        if not why or not all(cause.said for cause in why):
            yield _Difference(whole, part, why)


def _differs(alike: Sequence[_Difference]) -> Issue:
    first = alike[0]
    told = "；".join(f"{each.whole.told}，{each.part.told}" for each in alike)
    why = "；".join(dict.fromkeys(_why(each) for each in alike))
    advice = "、".join(dict.fromkeys(cause.advice for each in alike for cause in each.causes if not cause.said))
    return warning(
        "totals.differ",
        "总数前后不一致",
        Place(file="通报", key=first.whole.place),
        found=told,
        expected=f"两处相等，或写明为什么不等：{why}",
        advice=(advice or "核对两处的范围") + _ACCEPT,
    )


def _why(difference: _Difference) -> str:
    parts = "、".join(cause.what for cause in difference.causes) or "范围不同"
    whole, part = difference.whole.value, difference.part.value
    if isinstance(whole, Count) and isinstance(part, Count) and difference.causes:
        apart = abs(whole - part)
        if all(isinstance(each, int) for each in (whole, part)):
            return f"相差{apart}，是{parts}"
    return parts


def _short(shortfall: Shortfall) -> Issue:
    return warning(
        "totals.parts",
        "部分相加不是全部",
        Place(file="通报", key=shortfall.place),
        found=shortfall.told,
        expected=f"各部分相加等于{shortfall.whole}；还有{shortfall.rest}件没有说",
        advice="写出其余的件数" + _ACCEPT,
    )


def _baseless(printed: PrintedFigures, facts: Facts, profile: Profile) -> Iterator[Issue]:
    """A warning for each base of shares that stands nowhere, where another total stands before them that a reader would
    take for it, and the words beside them do not say of what they are."""
    values = {facts.figures[each].value for each in printed.ids if each in facts.figures}
    for base, shares in _shares(printed, facts).items():
        misleading = [
            each
            for each in shares
            if _is_bare(each, values, profile) or _may_be_mistaken(each, printed, facts, profile)
        ]
        if base and base not in values and misleading:
            first, figures = misleading[0], [each.figure for each in shares]
            yield warning(
                "totals.base",
                "占比的分母没有印出",
                Place(file="通报", key=first.place),
                found=f"{first.figure.text}（{first.figure.rule}）"
                + (f"等{len(figures)}个占比" if len(figures) > 1 else ""),
                expected=f"文中有分母{base}",
                advice="在句中写出占的是多少件里的比重" + _ACCEPT,
            )


class _PrintedShare(Struct, frozen=True):
    """A share in a sentence."""

    place: str
    figure: Figure
    words: str
    start: int


def _is_bare(share: _PrintedShare, values: Set[object], profile: Profile) -> bool:
    """Whether nothing says what a share is a share of: neither its part is printed nor a count named before it."""
    sentence = re.split("[。；]", share.words[: share.start])[-1]
    labels = {key: measure_label(profile, key) for key in profile.measures}
    base = [label for key, label in labels.items() if _is_of(share.figure, key, label)]
    return share.figure.numerator not in values and not any(label in sentence for label in base or labels.values())


def _is_of(share: Figure, key: str, label: str) -> bool:
    """Whether a share is one of a count of the whole, by its id or by its rule."""
    return share.id.endswith(f".total.{key}") or f"占{label}的" in share.rule


def _may_be_mistaken(share: _PrintedShare, printed: PrintedFigures, facts: Facts, profile: Profile) -> bool:
    """Whether a count of the whole is printed before a share that it could be taken as a share of, and nothing beside
    that says of what it is."""
    led = re.split("[，。；、（(]", share.words[: share.start])[-1]
    named = any(measure_label(profile, key) in led for key in profile.measures)
    if named and "占" in led:
        return False
    wholes = {f"total.{key}" for key in profile.measures}
    for passage in printed.passages:
        for said in passage.figures:
            if passage.place == share.place and said.start >= share.start:
                return False
            figure = facts.figures.get(said.figure)
            if said.figure in wholes and figure is not None and figure.value != share.figure.numerator:
                return True
    return False


def _shares(printed: PrintedFigures, facts: Facts) -> Mapping[Count, list[_PrintedShare]]:
    """The shares that sentences print, by what they are shares of."""
    found: dict[Count, list[_PrintedShare]] = {}
    for passage in printed.passages:
        for said in passage.figures:
            figure = facts.figures.get(said.figure)
            if figure is not None and _is_share(figure) and figure.denominator is not None:
                share = _PrintedShare(passage.place, figure, passage.words, said.start)
                found.setdefault(figure.denominator, []).append(share)
    return found


def _is_share(figure: Figure) -> bool:
    """Whether a figure is a count's part of another, and no rate of the profile."""
    kind, style = figure.id.partition(".")[0], figure.style
    of_values = kind == "breakdowns" and "share" in figure.id
    shares = of_values or (kind == "lists" and ".shares." in figure.id) or figure.id.startswith("asked.share.")
    return style is not None and style.percent and (shares or kind == "quotients")
