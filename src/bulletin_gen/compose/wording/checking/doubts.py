"""What a clerk should look at though it can be printed."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.compose.wording.checking.bases import missing_bases
from bulletin_gen.compose.wording.checking.lines import length_doubts, listing_of, rule_doubts
from bulletin_gen.compose.wording.checking.names import name_doubts, share_doubts
from bulletin_gen.compose.wording.checking.slips import ranked_places
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.syntax import WordingFile, place_in
from bulletin_gen.compose.wording.things import Listing
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.everything import Facts
from bulletin_gen.leaves.issues import Issue, warning
from bulletin_gen.profile import Profile


def doubts(wording: WordingFile | None, facts: Facts, profile: Profile) -> tuple[Issue, ...]:
    """What a clerk should look at though it can be printed, after all of it was said: 前五位 before a list that has
    fewer, comparisons that are not printed because nothing is known to compare with."""
    based = tuple(missing_bases(facts, profile))
    if wording is None:
        return based
    walker = Walker(Lexicon(facts, profile))
    return (*_fewer(wording, walker), *_said_otherwise(wording, walker), *based)


def _said_otherwise(wording: WordingFile, walker: Walker) -> Iterator[Issue]:
    """What sentences say beside figures and lists that these do not say."""
    for each in wording.lines:
        found = (
            *rule_doubts(each.parts, walker),
            *length_doubts(each.parts, walker),
            *name_doubts(each.parts, walker.lexicon),
            *share_doubts(each.parts, walker.lexicon),
        )
        for doubt in found:
            place = place_in(each.line, doubt.at)
            yield warning(doubt.code, doubt.kind, place, found=doubt.found, advice=doubt.advice)


def _fewer(wording: WordingFile, walker: Walker) -> Iterator[Issue]:
    yield from (
        warning(
            "wording.fewer",
            "名单不足所写的个数" if len(listing.members) < typed else "名单多于所写的个数",
            place_in(each.line, named.at),
            found=f"写的是“{words}”，名单{'只' if len(listing.members) < typed else ''}有{len(listing.members)}个",
            advice="核对；要随名单变的，不写“前几位”",
        )  # fmt: skip
        for each in wording.lines
        for named, words, typed in ranked_places(each.parts)
        if (listing := listing_of(walker, named)) is not None and _has_another_length(listing, typed)
    )


def _has_another_length(listing: Listing, typed: int) -> bool:
    """Whether a list has fewer than were typed, or was asked to have more; ties at the end are the profile's say."""
    return 0 < len(listing.members) < typed or (listing.wanted is not None and listing.wanted > typed)
