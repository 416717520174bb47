"""Step 6, second half: facts + templates + narrative → a typed bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bulletin_gen.compose.check import PHRASES, check_kind, check_words, typed_number
from bulletin_gen.compose.environment import environment, phrases, render, render_words
from bulletin_gen.compose.front import Front
from bulletin_gen.compose.loader import Kind, find_kind, library
from bulletin_gen.compose.markdown import read_blocks
from bulletin_gen.compose.narrative import FILE, Narrative
from bulletin_gen.compose.tables import make_table
from bulletin_gen.compose.texts import stray_digits
from bulletin_gen.compose.vocabulary import Vocabulary
from bulletin_gen.facts.model import Facts
from bulletin_gen.leaves.issues import BulletinError, Place
from bulletin_gen.profile import Profile
from bulletin_gen.tree import Bulletin, PageLayout

__all__ = ["Composer", "check_templates", "compose", "stray_digits"]


class Composer:
    """Composes bulletins with one set of templates, compiled once: what a batch keeps for counties that share them."""

    def __init__(self, county_templates: Path | None = None) -> None:
        self._library = library(county_templates)
        self._env = environment(self._library)
        self._kinds = self._library.kinds()

    def check(self, profile: Profile) -> tuple[str, ...]:
        """Checks the templates of the profile's kind and the small ones of the profile before any order is read.

        Returns the slots of narrative.md that they ask for. Raises ``BulletinError`` with every finding: syntax,
        names that the profile does not define, blocks that override nothing — each with file and line.
        """
        kind = find_kind(self._kinds, profile.kind)
        checked = check_kind(self._env, self._library, kind.template, profile)
        issues = [*checked.issues, *check_words(self._env, self._library, profile)]
        if issues:
            raise BulletinError(issues)
        return checked.slots

    def compose(
        self, facts: Facts, profile: Profile, narrative: Mapping[str, str], narrative_file: str = FILE
    ) -> Bulletin:
        """The bulletin of one period; ``narrative`` maps slots to what people wrote, in ``narrative_file``.

        Raises ``BulletinError``: a template's fault with file, line and name; a slot that a template asks for and
        nobody wrote, or that somebody wrote and no template asks for; a number that is no figure.
        """
        kind = find_kind(self._kinds, profile.kind)
        slots = Narrative(narrative, narrative_file)
        context = _context(facts, profile, slots)
        context["say"] = phrases(self._env, PHRASES, context)
        rendered = render(self._env, kind.template, context)
        if issues := [*slots.issues, *slots.unused()]:
            raise BulletinError(issues)
        bulletin = self._assemble(rendered, kind, facts, profile, context)
        if stray := stray_digits(bulletin):
            raise BulletinError(typed_number(Place(file=f"templates/{kind.template}"), text) for text in stray)
        return bulletin

    def _assemble(
        self, rendered: str, kind: Kind, facts: Facts, profile: Profile, context: Mapping[str, object]
    ) -> Bulletin:
        def words(source: str, key: str) -> str:
            return render_words(self._env, source, key, context)

        front = Front(kind, facts, profile, words)
        rules = profile.document
        annexes = [name for name, rule in profile.tables.items() if rule.place == "annex"]
        return Bulletin(
            properties=front.properties(),
            head=front.head(),
            title=front.title(),
            body=read_blocks(rendered, lambda name: make_table(name, facts, profile, words)),
            addressees=front.addressees(),
            signature=front.signature(),
            annexes=front.annexes([make_table(name, facts, profile, words) for name in annexes]),
            list_annexes=rules.annex_in_attachment_list,
            note=front.note(),
            imprint=front.imprint(),
            layout=PageLayout(rules.layout),
            latin_font=rules.latin_font,
        )


def compose(
    facts: Facts,
    profile: Profile,
    narrative: Mapping[str, str],
    county_templates: Path | None = None,
    narrative_file: str = FILE,
) -> Bulletin:
    """The bulletin of one period, by a ``Composer`` of its own."""
    return Composer(county_templates).compose(facts, profile, narrative, narrative_file)


def check_templates(profile: Profile, county_templates: Path | None = None) -> tuple[str, ...]:
    """``Composer.check`` by a ``Composer`` of its own."""
    return Composer(county_templates).check(profile)


def _context(facts: Facts, profile: Profile, slots: Narrative) -> dict[str, object]:
    names = {name: getattr(facts, name) for name in facts.__struct_fields__ if name != "figures"}
    return names | {"narrative": slots} | Vocabulary(facts, profile).functions()
