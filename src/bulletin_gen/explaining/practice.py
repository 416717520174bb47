"""考核口径说明: the rules in sentences, worked on one unit's real figures, as a page that an office can publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from bulletin_gen.explaining.ruling import Ruling, rulings
from bulletin_gen.facts import Facts
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.inputs import open_period
from bulletin_gen.leaves.issues import BulletinError, Issue, errors
from bulletin_gen.pipeline import survey
from bulletin_gen.profile import Profile
from bulletin_gen.tree import Block, Bulletin, Head, HeadForm, Heading, Paragraph, Properties, text

_LEVEL = 1


class Practice(Struct, frozen=True):
    """The rules of a county for one period. ``worked``: the same on one unit's figures; where orders cannot be read
    there is none, and ``hindered`` says why."""

    title: str
    rules: tuple[Ruling, ...]
    worked: Ruling | None = None
    hindered: tuple[Issue, ...] = ()

    @property
    def parts(self) -> tuple[Ruling, ...]:
        """All headings in order."""
        return (*self.rules, *((self.worked,) if self.worked else ()))


def practice_of(folder: Path, wanted: str | None) -> Practice:
    """The rules of the county in ``folder``, worked on a unit of the period ``wanted`` (the newest by default).

    Raises ``BulletinError`` where the profile or the folder itself cannot be read.
    """
    rules, files = open_period(folder, wanted)
    title = f"{rules.profile.county}{rules.profile.hotline}考核口径说明"
    said = rulings(rules.profile, files.period)
    try:
        facts = survey(folder, wanted).facts
    except BulletinError as reason:
        return Practice(title, said, hindered=errors(reason.issues))
    return Practice(title, said, _worked(facts, rules.profile))


def _worked(facts: Facts, profile: Profile) -> Ruling | None:
    unit = _telling(facts.units, profile)
    if unit is None:
        return None
    heading = f"算例：{unit.full_name.text}（{facts.period['name'].text}）"
    return Ruling(heading, tuple(_lines(unit, profile)))


def _telling(units: Sequence[ScopeFacts], profile: Profile) -> ScopeFacts | None:
    """The unit whose figures tell most: with a score where there are any, with the fewest perfect or empty rates."""

    def dull(unit: ScopeFacts) -> tuple[bool, int]:
        values = [unit.table[name].value for name in profile.rates if name in unit.table]
        scored = "score" in unit.table and unit.table["score"].value is not None
        return not scored, sum(value in (None, 0, 1) for value in values)

    return min(units, key=dull) if units else None


def _lines(unit: ScopeFacts, profile: Profile) -> Iterator[str]:
    for name in profile.measures:
        if name in unit.table:
            yield f"{measure_label(profile, name)}：{unit.table[name].text}。"
    for name in profile.rates:
        if name in unit.table:
            yield f"{_quotient(unit.table[name], measure_label(profile, name))}。"
    for key, figure in unit.table.items():
        if key.startswith("term_"):
            yield f"{_term_label(key, profile)}：{figure.rule}＝{figure.text}分。"
    for key, word in (("score", "得分"), ("grade", "等级"), ("rank", "名次")):
        if key in unit.table and unit.table[key].text:
            yield f"{word}{unit.table[key].text}：{unit.table[key].rule}。"


def _quotient(figure: Figure, label: str) -> str:
    if figure.value is None or figure.denominator is None:
        return f"{label}：分母为零，印“{figure.text}”"
    made = figure.rule.partition("＝")[2]
    start = "1－" if made.startswith("1－") else ""
    days = "÷86400" if "折合天" in made else ""
    return f"{label}＝{start}{figure.numerator}÷{figure.denominator}{days}＝{figure.text}"


def _term_label(key: str, profile: Profile) -> str:
    name = key.removeprefix("term_")
    for score in profile.score.values():
        for term in score.terms:
            if term.key == name:
                return term.label or measure_label(profile, name)
    return name


def practice_page(practice: Practice) -> Bulletin:
    """The same as a page in the official format."""
    body: list[Block] = []
    for part in practice.parts:
        body += [Heading(_LEVEL, text(part.heading)), *(Paragraph(text(line)) for line in part.sentences)]
    return Bulletin(Properties(practice.title), Head(HeadForm.BARE), text(practice.title), tuple(body))
