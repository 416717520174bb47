"""What a clerk should look at though it can be printed."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.compose.wording.checking.around import spoken
from bulletin_gen.compose.wording.checking.bases import missing_bases
from bulletin_gen.compose.wording.checking.heads import head_doubts
from bulletin_gen.compose.wording.checking.lines import length_doubts, rule_doubts
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings
from bulletin_gen.compose.wording.checking.meaning.told import meaning_doubts
from bulletin_gen.compose.wording.checking.names import name_doubts, share_doubts, unit_doubts
from bulletin_gen.compose.wording.checking.periods import period_doubts
from bulletin_gen.compose.wording.checking.ranks import rank_doubts
from bulletin_gen.compose.wording.checking.whose import Whose, whose_doubts
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.syntax import WordingFile, place_in
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.everything import Facts
from bulletin_gen.leaves.issues import Issue, warning
from bulletin_gen.profile import Profile


def doubts(wording: WordingFile | None, facts: Facts, profile: Profile) -> tuple[Issue, ...]:
    """What a clerk should look at though it can be printed, after all of it was said: 前五位 before a list that has
    fewer, comparisons that are not printed because nothing is known to compare with."""
    based = (*missing_bases(facts, profile), *head_doubts(profile, facts.desk.book.period))
    if wording is None:
        return based
    walker = Walker(Lexicon(facts, profile))
    return (*_said_otherwise(wording, walker), *based)


def _said_otherwise(wording: WordingFile, walker: Walker) -> Iterator[Issue]:
    """What sentences say beside figures and lists that these do not say."""
    whose, known = Whose(walker.lexicon), Meanings(walker)
    for each in wording.lines:
        braces = tuple(spoken(each.parts))
        found = (
            *rule_doubts(braces, walker),
            *rank_doubts(braces, walker),
            *length_doubts(each.parts, walker),
            *period_doubts(braces, walker.lexicon),
            *name_doubts(braces, walker.lexicon),
            *share_doubts(braces, walker.lexicon),
            *unit_doubts(braces, walker.lexicon),
            *whose_doubts(braces, whose),
            *meaning_doubts(each.parts, braces, known),
        )
        told: set[tuple[int, str]] = set()
        for doubt in found:
            if (doubt.at, doubt.code) in told:  # one claim is enough to look at the place
                continue
            told.add((doubt.at, doubt.code))
            place = place_in(each.line, doubt.at)
            yield warning(doubt.code, doubt.kind, place, found=doubt.found, advice=doubt.advice)
