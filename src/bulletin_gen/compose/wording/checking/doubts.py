"""What a clerk should look at though it can be printed."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.compose.wording.checking.bases import missing_bases
from bulletin_gen.compose.wording.checking.slips import ranked_places
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.syntax import Named, WordingFile, place_in
from bulletin_gen.compose.wording.things import Holder, Listing
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
    return (*_fewer(wording, Walker(Lexicon(facts, profile))), *based)


def _fewer(wording: WordingFile, walker: Walker) -> Iterator[Issue]:
    yield from (
        warning(
            "wording.fewer",
            "名单不足所写的个数",
            place_in(each.line, named.at),
            found=f"写的是“{words}”，名单只有{count}个",
            advice="核对；要随名单变的，不写“前几位”",
        )  # fmt: skip
        for each in wording.lines
        for named, words, typed in ranked_places(each.parts)
        if (count := _members_of(walker, named)) and count < typed
    )


def _members_of(walker: Walker, named: Named) -> int:
    """How many members the list in a pair of braces has; 0 where it is none."""
    try:
        thing = walker.thing(named, walker.lexicon.whole)
    except SlipError:
        return 0
    return len(thing.members if isinstance(thing, Listing) else thing.inner if isinstance(thing, Holder) else ())
