"""What a share is said to be of, held against what it is of: 占县直单位的{某局：转办：占比}."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.facts.figure import Figure
from bulletin_gen.leaves.frugal import late

_SAID = Sought("占(?P<whole>[^，。；{}占]{2,14}?)的?(?:比重|比例|百分比)?(?:为|达到?|约|超|近|的|（|\\()*$", "占")
_AMOUNT = late("(?:的?(?:总量|总数|总件数|件数|数量|总和|总|量|数|工单|诉求|案件|件))+$")
_ALL = late("(?:全[县市区州省旗]|所有单位|全部|各单位)的?")


class _Whole(Struct, frozen=True):
    """What a share is of: whose figure, and of which measure ("" where that is not said)."""

    whose: str
    key: str
    told: str


def whole_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Shares that are of something else than the words right before them say."""
    for field in fields:
        if field.kind != "share":
            continue
        text = field.spoken.close or _before_bracket(field)
        found = _SAID.search(text)
        said = _said(found["whole"], known) if found else None
        actual = _actual(field, known) if said else None
        if found and said and actual and _differ(said, actual, known):
            yield Doubt(
                field.spoken.named.at, "wording.share", "占的不是前面说的那个数",
                f"前面写“{found[0].rstrip('（(')}”，{field.written}占的是{actual.told}",
                "改前面的话，或改括号里占的数，如{…：占转办}、{…：占县直单位}",
            )  # fmt: skip


def _before_bracket(field: Meant) -> str:
    before = field.spoken.before
    return re.split("[，。；：}]", before[:-1])[-1] if before.endswith(("（", "(")) else ""


def _said(text: str, known: Meanings) -> _Whole | None:
    """What words name as a whole; None where they name nothing that is known."""
    stem = text
    whose = "total" if _ALL.match(text) else ""
    stem = _ALL.sub("", stem)
    if key := _counted(stem, known):  # 来电总量 is the count, though a channel is called so too
        return _Whole(whose or "total", key, text)
    owner = next((name for name in known.longest_first if stem.startswith(name)), "")
    if owner:
        kinds = known.owners[owner]
        whose, stem = next((each.key for each in kinds), ""), stem.removeprefix(owner)
    if key := _counted(stem, known):
        return _Whole(whose or "total", key, text)
    left = _AMOUNT.sub("", stem).strip("的")
    return _Whole(whose, "", text) if whose and not left else None


def _counted(text: str, known: Meanings) -> str:
    """The measure that words name, 总量 and the like left out."""
    amounts = known.lexicon.amounts
    return next(
        (amounts[name] for each in (text, _AMOUNT.sub("", text)) if (name := each.removeprefix("的")) in amounts), ""
    )


def _actual(field: Meant, known: Meanings) -> _Whole | None:
    """What the braces' share is a share of."""
    last, key = field.steps[-1], field.key
    profile = known.walker.profile
    if last.startswith("占") and last != "占比":
        named = last[1:]
        if (of := known.lexicon.amounts.get(named, "")) in profile.measures:
            return _Whole("total", of, f"全部的“{known.label(of)}”")
        owner = next(iter(known.owners.get(named, ())), None)
        return _Whole(owner.key, key, f"“{owner.called}”的“{known.label(key)}”") if owner else None
    if field.listing is not None and field.listing.kind not in ("values", "units"):
        return None
    owner = field.owner
    breakdown = owner.of if owner is not None and owner.kind == "value" else ""
    if field.listing is not None and field.listing.key.startswith("breakdowns."):
        breakdown = field.listing.key.split(".")[1]
    if owner is not None and owner.within:
        return _Whole(owner.within, profile.breakdowns[owner.of].measure, f"“{owner.within}”的")
    rule = profile.breakdowns.get(breakdown)
    if rule is not None and not any(step in known.lexicon.amounts for step in field.steps):
        key = rule.base or rule.measure
    key = key or (field.listing.own if field.listing is not None else "")
    return _Whole("total", key, f"全部的“{known.label(key)}”") if key in profile.measures else None


def _differ(said: _Whole, actual: _Whole, known: Meanings) -> bool:
    if said.whose and said.whose != actual.whose:
        return True
    if not said.key or said.key == actual.key:
        return False
    total = known.lexicon.facts.total
    one, other = _value(total.prose.get(said.key)), _value(total.prose.get(actual.key))
    return one is None or one != other


def _value(figure: Figure | None) -> object:
    return figure.value if figure is not None else None
