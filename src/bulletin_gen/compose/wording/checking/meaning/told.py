"""All that a paragraph's words claim of its braces and these do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.bounding import bounding_doubts
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, fields_of
from bulletin_gen.compose.wording.checking.meaning.marks import mark_doubts
from bulletin_gen.compose.wording.checking.meaning.moving import direction_doubts
from bulletin_gen.compose.wording.checking.meaning.naming import naming_doubts
from bulletin_gen.compose.wording.checking.meaning.numerals import numeral_doubts
from bulletin_gen.compose.wording.checking.meaning.owning import owner_doubts
from bulletin_gen.compose.wording.checking.meaning.parting import part_doubts
from bulletin_gen.compose.wording.checking.meaning.placing import place_doubts
from bulletin_gen.compose.wording.checking.meaning.wholes import whole_doubts
from bulletin_gen.compose.wording.syntax import Part


def meaning_doubts(parts: Sequence[Part], braces: Sequence[Spoken], known: Meanings) -> Iterator[Doubt]:
    """A doubt for each claim of the words near braces that these do not bear out."""
    yield from mark_doubts(parts)
    fields = fields_of(braces, known)
    yield from numeral_doubts(parts, fields)
    yield from direction_doubts(fields, known)
    yield from owner_doubts(fields, known)
    yield from naming_doubts(fields, known)
    yield from whole_doubts(fields, known)
    yield from part_doubts(fields, known)
    yield from place_doubts(fields, known)
    yield from bounding_doubts(fields, known)
