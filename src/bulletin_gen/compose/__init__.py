"""Step 6, second half: facts + templates + narrative → a typed bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bulletin_gen.compose.drawing.charts import ChartMaker
from bulletin_gen.compose.front import Front
from bulletin_gen.compose.jinja.check import PHRASES, check_kind, check_words, typed_number
from bulletin_gen.compose.jinja.environment import LITERALS, environment, phrases, render, render_words
from bulletin_gen.compose.jinja.literals import Literals
from bulletin_gen.compose.jinja.loader import Kind, find_kind, library
from bulletin_gen.compose.letterhead import SaidParts, on_letterhead
from bulletin_gen.compose.markdown import read_parts
from bulletin_gen.compose.narrative import FILE, Narrative
from bulletin_gen.compose.tables import make_table
from bulletin_gen.compose.texts import stray_digits
from bulletin_gen.compose.unused import drawn_by_signs, source_of, unplaced, unused
from bulletin_gen.compose.vocabulary import Vocabulary
from bulletin_gen.facts.everything import Facts
from bulletin_gen.leaves.issues import BulletinError, Issue, Place
from bulletin_gen.profile import Profile
from bulletin_gen.tree import Bulletin, HeadForm, PageLayout

if TYPE_CHECKING:
    from bulletin_gen.compose.wording import WordingFile

__all__ = ["Composer", "check_templates", "compose", "stray_digits", "unused_words"]


class Composer:
    """Composes bulletins with one set of templates, compiled once: what a batch keeps for counties that share them."""

    def __init__(self, county_templates: Path | None = None) -> None:
        self._library = library(county_templates)
        self._env = environment(self._library)
        self._kinds = self._library.kinds()

    def check(self, profile: Profile, *, own_words: bool = False) -> tuple[str, ...]:
        """Checks the templates of the profile's kind and the small ones of the profile before any order is read.

        ``own_words``: the county has a wording file, so that no kind's template is used. Returns the slots of
        narrative.md that templates ask for. Raises ``BulletinError`` with every finding: syntax,
        names that the profile does not define, blocks that override nothing — each with file and line.
        """
        words = check_words(self._env, self._library, profile)
        if own_words:
            issues = list(words)
            slots: tuple[str, ...] = ()
        else:
            kind = find_kind(self._kinds, profile.kind)
            checked = check_kind(self._env, self._library, kind.template, profile)
            issues, slots = [*checked.issues, *words], checked.slots
        if issues:
            raise BulletinError(issues)
        return slots

    def compose(
        self,
        facts: Facts,
        profile: Profile,
        narrative: Mapping[str, str],
        narrative_file: str = FILE,
        wording: WordingFile | None = None,
    ) -> Bulletin:
        """The bulletin of one period; ``narrative`` maps slots to what people wrote, in ``narrative_file``.
        ``wording``: the county's own words, in place of the kind's template.

        Raises ``BulletinError``: a template's fault with file, line and name; a slot that a template asks for and
        nobody wrote, or that somebody wrote and no template asks for; a number that is no figure.
        """
        kind = self._own_kind(profile) if wording else find_kind(self._kinds, profile.kind)
        slots = Narrative(narrative, narrative_file)
        context = _context(facts, profile, slots) | {LITERALS: Literals(self._library, profile)}
        parts = self._rendered(kind, context, wording, facts, profile, slots)
        rendered = "\n\n".join(parts.texts)
        file = wording.name if wording else f"templates/{kind.template}"
        drawn = drawn_by_signs(rendered, file)
        if issues := [*slots.issues, *slots.unused(), *unplaced(rendered, profile, wording is not None), *drawn]:
            raise BulletinError(issues)
        bulletin = self._assemble(parts, kind, facts, profile, context)
        if wording and wording.letterhead:
            bulletin = on_letterhead(bulletin)
        if stray := stray_digits(bulletin):
            raise BulletinError(typed_number(Place(file=file), text) for text in stray)
        return bulletin

    def unused(
        self, bulletin: Bulletin, facts: Facts, profile: Profile, wording: WordingFile | None = None
    ) -> tuple[Issue, ...]:
        """What a bulletin that this made does not print of what its office wrote, as warnings."""
        if wording:
            said = "\n".join(each.line.text for each in wording.lines)
        else:
            said = source_of(self._library, find_kind(self._kinds, profile.kind).template)
        words = (profile.document.model_dump_json(), *(rule.model_dump_json() for rule in profile.drawn))
        return unused(bulletin, facts, profile, "\n".join((said, *words)))

    def _own_kind(self, profile: Profile) -> Kind:
        """The kind of a bulletin in the county's own words: its front and tail as the profile says, else as the kind
        of that name has them, if there is one."""
        known = self._kinds.get(profile.kind) or Kind(profile.kind, "", HeadForm.BARE, "dated")
        rules = profile.document
        head = HeadForm(rules.head) if rules.head else known.head
        return replace(known, template="", head=head, signature=rules.signature or known.signature)

    def _rendered(
        self,
        kind: Kind,
        context: dict[str, object],
        wording: WordingFile | None,
        facts: Facts,
        profile: Profile,
        slots: Narrative,
    ) -> SaidParts:
        if wording:
            from bulletin_gen.compose.wording import said_parts

            return said_parts(wording, facts, profile, slots)
        context["say"] = phrases(self._env, PHRASES, context)
        return SaidParts((render(self._env, kind.template, context),))

    def _assemble(
        self, parts: SaidParts, kind: Kind, facts: Facts, profile: Profile, context: Mapping[str, object]
    ) -> Bulletin:
        def words(source: str, key: str) -> str:
            if "{" in source and "{{" not in source and "{%" not in source:
                from bulletin_gen.compose.wording import said_words

                return said_words(source, key, facts, profile)
            return render_words(self._env, source, key, context)

        front, maker = Front(kind, facts, profile, words), ChartMaker(facts, profile, words)
        rules = profile.document
        annexes = [name for name, rule in profile.tables.items() if rule.place == "annex"]
        placed = read_parts(parts.texts, lambda name: make_table(name, facts, profile, words), maker.placed)
        return Bulletin(
            properties=front.properties(),
            head=front.head(),
            title=front.title(),
            body=tuple(block for _, block in placed),
            addressees=front.addressees(),
            signature=front.signature(),
            annexes=front.annexes([make_table(name, facts, profile, words) for name in annexes]),
            list_annexes=rules.annex_in_attachment_list,
            note=front.note(),
            imprint=front.imprint(),
            layout=PageLayout(rules.layout),
            latin_font=rules.latin_font,
            seats=parts.seats(placed),
        )


def compose(
    facts: Facts,
    profile: Profile,
    narrative: Mapping[str, str],
    county_templates: Path | None = None,
    narrative_file: str = FILE,
    wording: WordingFile | None = None,
) -> Bulletin:
    """The bulletin of one period, by a ``Composer`` of its own."""
    return Composer(county_templates).compose(facts, profile, narrative, narrative_file, wording)


def check_templates(
    profile: Profile, county_templates: Path | None = None, *, own_words: bool = False
) -> tuple[str, ...]:
    """``Composer.check`` by a ``Composer`` of its own."""
    return Composer(county_templates).check(profile, own_words=own_words)


def _context(facts: Facts, profile: Profile, slots: Narrative) -> dict[str, object]:
    names = {name: getattr(facts, name) for name in facts.__struct_fields__ if name not in ("figures", "desk")}
    return names | {"narrative": slots} | Vocabulary(facts, profile).functions()
