"""Numbers that rounding has made to say what is not so: 日均0件 of some orders, 满意率100% of nearly all."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure, Origin
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.profile import Profile
from bulletin_gen.totals import not_accepted
from bulletin_gen.totals.printed import printed_of
from bulletin_gen.tree import Bulletin

#: What a profile's ``accepted_findings`` calls it.
KIND = "舍入"
_NOUGHT, _WHOLE = late(r"[0.,%％]*0[0.,%％]*"), late(r"100(?:\.0+)?[%％]?")
_ADVICE = "在 profile.yaml 里给它选多留一位小数的 style，或改写这一句；认可的，在“措辞”里写 认可的发现: {舍入: 理由}"


def rounded_away(bulletin: Bulletin, facts: Facts, profile: Profile) -> tuple[Issue, ...]:
    """Warnings for figures of sentences that are printed as nought, or as the whole, and are not; a table's cell says
    no more than its digits. Those that the office's ``accepted_findings`` name are left out."""
    return not_accepted(dict.fromkeys(_found(bulletin, facts)), KIND, profile)


def _found(bulletin: Bulletin, facts: Facts) -> Iterator[Issue]:
    for passage in printed_of(bulletin).passages:
        for said in passage.figures:
            figure = facts.figures.get(said.figure)
            if figure is not None and (truth := _truth(figure, passage.words[said.start : said.end])):
                place = Place(key=passage.place)
                yield warning(
                    "figure.rounded_away", "舍入以后说的不是实情", place,
                    found=f"“{passage.quote(said)}”，实为{truth}", expected="印出的数不失实", advice=_ADVICE,
                )  # fmt: skip


def _truth(figure: Figure, printed: str) -> str:
    """What the figure is where its printed digits say that it is nought, or all; "" where they do not."""
    value = figure.value
    if value is None or figure.origin is Origin.GIVEN:
        return ""
    if _NOUGHT.fullmatch(printed) and value != 0:
        return _parts(figure) or f"{float(value):.4g}"
    share = figure.origin is Origin.QUOTIENT and _WHOLE.fullmatch(printed)
    return _parts(figure) if share and figure.numerator != figure.denominator else ""


def _parts(figure: Figure) -> str:
    """The two numbers of a quotient; "" for another figure."""
    parts = (figure.numerator, figure.denominator)
    if figure.origin is not Origin.QUOTIENT or None in parts:
        return ""
    return "÷".join(f"{float(part):.10g}" for part in parts if part is not None)
