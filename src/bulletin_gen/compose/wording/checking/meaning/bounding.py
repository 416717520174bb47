"""Bounds in a sentence held against those of its list: 满意率低于90% before {单位：满意率不低于90%}, or before a list
that goes by something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.choosing.bounds import SaidBound, bound_in, typed_bounds
from bulletin_gen.compose.wording.picking import pick_of
from bulletin_gen.leaves.frugal import late

_BRACES = late("[{][^{}]*[}]")
_PAST = Sought(
    "(?:低于|不足|未达到?|高于|超过|不低于|不高于|不足|不到)(?=[一二两三四五六七八九]成|百分之|[0-9])", "于 足 达 过 到"
)


def bounding_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Lists whose bound is another than the sentence says, or that are chosen by another figure than it names."""
    for field in fields:
        if field.listing is None or field.kind not in ("list", "number", "count", "share"):
            continue
        clause = re.split("[。；]", _BRACES.sub("◇", field.spoken.before))[-1].rpartition("◇")[2]
        mine = [bound for step in field.steps if (bound := bound_in(step)) is not None]
        found = _other_bound(clause, mine, known) if mine else _other_figure(clause, field, known)
        if found:
            yield Doubt(
                field.spoken.named.at, "wording.rule", "句子和名单的界限说的不一样",
                f"写“{found}”，括号里是“{'：'.join(field.steps[:4])}”", "改其中一处，两处写一样的话",
            )  # fmt: skip


def _other_bound(clause: str, mine: Sequence[SaidBound], known: Meanings) -> str:
    """What a sentence says of a bound that no bound of its list is."""
    for said, words in typed_bounds(clause):
        same = [each for each in mine if each.number == said.number]
        # Offices say 90%以下 of what is below 90% too.
        loose = {"≥": "＞", "≤": "＜"}.get(said.way, "") if words.endswith(("以上", "以下")) else ""
        fitting = [each for each in same if each.way in (said.way, loose)]
        if not fitting:
            return words
        labels = [label for label in known.lexicon.amounts if len(label) > 1 and _names(label, said.label, fitting)]
        keys = {known.lexicon.amounts[label] for label in labels}
        if keys and not any(known.lexicon.amounts.get(each.label, "") in keys or not each.label for each in fitting):
            return f"{max(labels, key=len)}{words}"
    return ""


def _names(label: str, text: str, fitting: Sequence[SaidBound]) -> bool:
    """Whether words before a bound name a figure: not 满意 in 满意率, nor what is a part of the list's own name."""
    at = text.rfind(label)
    own = any(text[at:] and text[at:] in each.label for each in fitting)
    return at >= 0 and not own and (label.endswith("率") or text[at + len(label) : at + len(label) + 1] != "率")


def _other_figure(clause: str, field: Meant, known: Meanings) -> str:
    """办结率低于九成五的 before those that have any overdue: a list that knows nothing of that rate."""
    past = _PAST.search(clause)
    if past is None or any(step in known.lexicon.unit_lists for step in field.steps):
        return ""
    labels = [label for label in known.lexicon.amounts if len(label) > 1 and clause[: past.start()].endswith(label)]
    picks = [pick.by for step in field.steps if (pick := pick_of(step)) is not None]
    chosen = [step.removeprefix("没").lstrip("有无") for step in field.steps if step[:1] in "有无没"] + picks
    if not labels or not chosen:
        return ""
    keys = {known.lexicon.amounts[label] for label in labels}
    return "" if any(known.lexicon.amounts.get(each, "") in keys for each in chosen) else f"{labels[-1]}{past[0]}"
