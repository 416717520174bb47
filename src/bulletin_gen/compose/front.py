"""The parts around the body: head, addressees, signature, imprint, annexes."""

from __future__ import annotations

from msgspec.structs import replace

from bulletin_gen.compose.jinja.loader import Kind
from bulletin_gen.compose.texts import Render, figure_text, profile_text
from bulletin_gen.facts.everything import Facts
from bulletin_gen.profile import Profile
from bulletin_gen.tree import (
    PROFILE_WORDS,
    Annex,
    Head,
    HeadForm,
    Imprint,
    Properties,
    Run,
    Signature,
    Table,
    Text,
    plain,
)


class Front:
    """Makes the parts around the body from the profile's ``document`` and the facts."""

    def __init__(self, kind: Kind, facts: Facts, profile: Profile, render: Render) -> None:
        self._kind = kind
        self._facts = facts
        self._profile = profile
        self._render = render

    @property
    def _dated(self) -> Text:
        return self._date("dated")

    def _date(self, name: str) -> Text:
        if name not in self._facts.document:
            return ()
        return figure_text(self._facts.document[name])

    def _words(self, source: str, key: str) -> Text:
        return profile_text(self._render(source, f"document.{key}")) if source else ()

    def head(self) -> Head:
        """What stands above the title, in the form of the kind."""
        rules = self._profile.document
        if self._kind.head is HeadForm.BARE or not rules.mark:  # number and issuer stand under a mark
            return Head(HeadForm.BARE)
        brief = self._kind.head is HeadForm.BRIEF
        return Head(
            form=self._kind.head,
            mark=rules.mark,
            mark_suffix=rules.mark_suffix,
            copy_number=rules.copy_number,
            secrecy=rules.secrecy,
            urgency=rules.urgency,
            number=self._words(rules.document_number, "document_number"),
            running_number=self._words(rules.running_number, "running_number"),
            signatory=rules.signatory,
            issuer=self._words(rules.issuer, "issuer") if brief else (),
            dated=self._dated if brief else (),
        )

    def title(self) -> Text:
        """The title."""
        return self._words(self._profile.document.title, "title")

    def addressees(self) -> Text:
        """主送, ending with a colon; nothing where there is none."""
        return _ended(self._words(self._profile.document.addressees, "addressees"), "：", "：:")

    def signature(self) -> Signature:
        """署名 and 成文日期 as the kind has them."""
        if self._kind.signature == "none":
            return Signature()
        bodies = self._profile.document.signatures if self._kind.signature == "signed" else ()
        return Signature(bodies, self._dated, self._profile.document.seal)

    def note(self) -> Text:
        """附注 in its brackets."""
        words = self._words(self._profile.document.note, "note")
        if not words or plain(words).startswith("（"):
            return words
        return (Run("（"), *words, Run("）"))

    def imprint(self) -> Imprint | None:
        """版记; None where the profile names nobody in it."""
        rules = self._profile.document
        lines = [
            (label, _ended(self._words(who, f"reports.{label}"), "。", "。")) for label, who in rules.reports.items()
        ]
        if rules.copied_to:
            copied = self._words("，".join(rules.copied_to), "copied_to")
            lines.append(("抄送", _ended(copied, "。", "。")))
        printed_by = self._words(rules.printed_by, "printed_by")
        if not (lines or printed_by):
            return None
        printed_on = (self._date("printed_on") or self._dated) if printed_by else ()
        return Imprint(
            tuple(lines),
            printed_by,
            (*printed_on, Run("印发")) if printed_on else (),
            _copies(rules.copies),
            rules.even_page,
        )

    def properties(self) -> Properties:
        """Properties of the file; its date is the one on the bulletin."""
        title = plain(self.title()).replace("\n", "")
        author = self._profile.document.issuer or "、".join(self._profile.document.signatures)
        return Properties(title, self._profile.kind, author or self._profile.county, created=self._facts.dated)

    def annexes(self, tables: list[Table]) -> tuple[Annex, ...]:
        """Annexes, numbered where there are several. The title stands above the table, so the table has none."""
        word = self._profile.document.annex_word
        return tuple(
            Annex(word if len(tables) == 1 else f"{word}{number}", table.title, (_untitled(table),))
            for number, table in enumerate(tables, start=1)
        )


def _untitled(table: Table) -> Table:
    return replace(table, title=())


def _ended(words: Text, end: str, present: str) -> Text:
    return (*words, Run(end)) if words and plain(words)[-1] not in present else words


def _copies(number: int | None) -> Text:
    return (Run("（共印"), Run(str(number), PROFILE_WORDS), Run("份）")) if number else ()
