"""Bulletins in an office's own words: ordinary sentences with names in braces, read from 正文.txt or 正文.docx.

``syntax`` ← ``parse`` ← ``files``; ``lexicon`` holds the names, ``walk`` follows them, ``say`` prints. The page on the
notation is ``docs/wording.zh-CN.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from bulletin_gen.compose.drawing.described import described
from bulletin_gen.compose.letterhead import SaidParts
from bulletin_gen.compose.markdown import CHART_MARK, placed
from bulletin_gen.compose.vocabulary import Vocabulary
from bulletin_gen.compose.wording.checking.around import spoken
from bulletin_gen.compose.wording.checking.doubts import doubts
from bulletin_gen.compose.wording.checking.meaning.marks import mark_slips
from bulletin_gen.compose.wording.checking.periods import kind_of, period_slips
from bulletin_gen.compose.wording.checking.ranks import rank_slips
from bulletin_gen.compose.wording.checking.slips import bracket_slips, falling_slips, slips_of
from bulletin_gen.compose.wording.choosing.bounds import bounds_said
from bulletin_gen.compose.wording.digits import OwnNumbers
from bulletin_gen.compose.wording.files import read_wording
from bulletin_gen.compose.wording.lexicon import Lexicon
from bulletin_gen.compose.wording.parse import SlipError, parse_paragraph
from bulletin_gen.compose.wording.say import Slots, Speaker
from bulletin_gen.compose.wording.syntax import Named, ParsedLine, Part, Plain, WordingFile, WrittenLine, place_in
from bulletin_gen.compose.wording.walk import Walker
from bulletin_gen.facts.everything import Facts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error
from bulletin_gen.leaves.periods import PeriodKind
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import Slip

__all__ = [
    "ParsedLine", "WordingFile", "doubts", "load_wording", "parsed", "said", "said_parts", "said_words", "speaker_of",
]  # fmt: skip

_ITEM = late(r"\s*(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)")


def load_wording(path: Path) -> WordingFile:
    """The wording file at ``path``. Raises ``BulletinError`` with every paragraph that cannot be read."""
    words = read_wording(path)
    return replace(parsed(words.lines, path.name), letterhead=words.letterhead, kept=words.kept)


def parsed(lines: Sequence[WrittenLine], name: str) -> WordingFile:
    """Paragraphs with their parts; ``name`` is how messages call the file."""
    done: list[ParsedLine] = []
    issues: list[Issue] = []
    for line in lines:
        try:
            parts = parse_paragraph(line.text)
        except SlipError as slip:
            issues.append(_issue(line, slip))
            continue
        issues += [_issue(line, slip) for slip in (*slips_of(parts), *bracket_slips(parts), *falling_slips(parts))]
        done.append(ParsedLine(line, parts))
    if not lines:
        issues.append(error("wording.empty", "正文是空的", Place(file=name), advice="写上要印的句子，或移走这个文件"))
    if issues:
        raise BulletinError(issues)
    return WordingFile(name, tuple(done))


def said(wording: WordingFile, facts: Facts, profile: Profile, slots: Slots) -> str:
    """What the wording says of one period, as Markdown with ids around its figures; raises as ``said_parts`` does."""
    return "\n\n".join(said_parts(wording, facts, profile, slots).texts)


def said_parts(wording: WordingFile, facts: Facts, profile: Profile, slots: Slots) -> SaidParts:
    """What each line of the wording says of one period; those that fall away are left out.

    Raises ``BulletinError`` with everything that cannot be said, each with file, line and position.
    """
    speaker = speaker_of(facts, profile, slots, tuple(bounds_said(wording)))
    speaker.charts = _chart_numbers(wording, profile)
    vocabulary = Vocabulary(facts, profile)
    issues = [*_typed_numbers(wording, speaker)]
    paragraphs: list[tuple[str, WrittenLine]] = []
    for each in wording.lines:
        speaker.slips, speaker.line = [*_word_slips(each, speaker)], each.line
        text = _paragraph(each, speaker, vocabulary, profile)
        issues += [_issue(each.line, slip) for slip in speaker.slips]
        if text.strip():
            paragraphs.append((f"{'#' * each.line.level} {text}" if each.line.level else text, each.line))
    if issues:
        raise BulletinError(dict.fromkeys(issues))
    facts.desk.keep_for_comparisons(facts.units, [group.scope.key for group in facts.groups])
    lines = tuple(line for _, line in paragraphs) if wording.letterhead else ()
    return SaidParts(tuple(text for text, _ in paragraphs), lines)


def _word_slips(each: ParsedLine, speaker: Speaker) -> Iterator[SlipError]:
    """Words that say another period, or another end of a ranking, than the braces beside them."""
    braces = tuple(spoken(each.parts))
    yield from period_slips(braces, speaker.lexicon.facts.desk.book.period)
    yield from rank_slips(braces, speaker.walker)
    yield from mark_slips(each.parts, speaker.lexicon)


def _typed_numbers(wording: WordingFile, speaker: Speaker) -> Iterator[Issue]:
    """Numbers in a letterhead, which would be printed month by month: they must be the office's own."""
    for line in wording.kept:
        try:
            speaker.own.marked(line.text, line.first)
        except SlipError as slip:
            words = line.text.strip()
            advice = f"要逐期变的移到正文段落里写名称；本办自己的在 profile.yaml 的 措辞 → 自有数字 里列“{words}”"
            yield replace(_issue(line, slip), expected="信头里没有会过期的数", advice=advice)


def said_words(source: str, key: str, facts: Facts, profile: Profile) -> str:
    """What a small text of the profile says; ``key`` names it in messages. Its digits are the office's own."""
    line = WrittenLine(source, Place(file="profile.yaml", key=key))
    wording = parsed([line], "profile.yaml")
    speaker = speaker_of(
        facts, profile, {}, re.findall(r"[^\s{｛}｝：:，。、]*[0-9０-９][^\s{｛}｝：:，。、]*", source)
    )
    text = speaker.paragraph(wording.lines[0].parts)
    if speaker.slips:
        raise BulletinError([_issue(line, slip) for slip in speaker.slips])
    return text


def speaker_of(facts: Facts, profile: Profile, slots: Slots, more: Sequence[str] = ()) -> Speaker:
    """Who says the paragraphs of one period; ``more``: words with digits that are the office's own too."""
    lexicon = Lexicon(facts, profile)
    return Speaker(lexicon, Walker(lexicon), OwnNumbers([*_known_words(lexicon), *more]), slots)


def _known_words(lexicon: Lexicon) -> Iterator[str]:
    """Names that may hold digits."""
    profile, facts = lexicon.profile, lexicon.facts
    yield from (profile.hotline, profile.county, *profile.wording.own_numbers, *profile.document.mark)
    yield from (each for each, _ in lexicon.names())
    yield from (each.name.text for each in facts.units)
    # 去年6月 cannot go stale unseen: beside another month's figures it is a slip.
    year_ago = facts.desk.book.period.year_ago()
    if kind_of(year_ago) is PeriodKind.MONTH:
        yield from (f"{word}{year_ago.short_name}" for word in ("去年", "上年"))


def _paragraph(each: ParsedLine, speaker: Speaker, vocabulary: Vocabulary, profile: Profile) -> str:
    alone = each.parts[0] if len(each.parts) == 1 else None
    try:
        if isinstance(alone, Named) and len(alone.steps) > 1 and alone.steps[0].text == "图":
            return _chart(alone, profile)
        if isinstance(alone, Named) and len(alone.steps) == 2 and alone.pattern is None:
            if alone.steps[0].text == "表":
                return vocabulary.table(_table(alone, profile))
            if alone.steps[0].text == "文字":
                return speaker.slots[alone.steps[1].text]
    except SlipError as slip:
        speaker.slips.append(slip)
        return ""
    number, parts = _numbered(each)
    text = speaker.paragraph(parts)
    # A list whose members are paragraphs of their own is numbered member by member.
    return "\n\n".join(number + part for part in text.split("\n\n")) if text else ""


def _numbered(each: ParsedLine) -> tuple[str, tuple[Part, ...]]:
    """A typed 1. or （1）, which is counted anew, and the parts behind it."""
    first = each.parts[0]
    found = _ITEM.match(first.text) if isinstance(first, Plain) and not each.line.level else None
    if found is None or not isinstance(first, Plain):
        return "", each.parts
    return found[0].strip(), (Plain(first.text[found.end() :], first.at + found.end()), *each.parts[1:])


def _table(named: Named, profile: Profile) -> str:
    wanted = named.steps[1].text
    names = {title: key for key, rule in profile.tables.items() if (title := rule.called)}
    names |= {key: key for key in profile.tables}
    if wanted in names:
        if profile.tables[names[wanted]].place != "body":
            raise SlipError(
                named.at, f"表“{wanted}”是附件", named.written, advice="在 profile.yaml 里给它写 位置: 正文"
            )
        return names[wanted]
    raise SlipError(
        named.at, f"没有表“{wanted}”", named.written, "、".join(names), "写其中一个，或在 profile.yaml 的“表格”里定义"
    )


def _chart_numbers(wording: WordingFile, profile: Profile) -> dict[str, int]:
    """What sentences may call each chart → its number: they are counted where they stand, and never fall away."""
    alone = (each.parts[0] for each in wording.lines if len(each.parts) == 1)
    placed_here = [each for each in alone if isinstance(each, Named) and each.steps[0].text == "图"]
    titles = {key: rule.called for key, rule in profile.charts.items()}
    found: dict[str, int] = {}
    for number, each in enumerate(placed_here, 1):
        called = "：".join(step.text for step in each.steps[1:])
        names = (key for key, title in titles.items() if called in (key, title))
        found |= {name: number for key in names for name in (key, titles[key])} | {called: number}
    return found


def _chart(named: Named, profile: Profile) -> str:
    """The place of a chart that the profile defines, or that the braces describe by what it shows."""
    wanted = [step.text for step in named.steps[1:]]
    names = {title: key for key, rule in profile.charts.items() if (title := rule.called)}
    names |= {key: key for key in profile.charts}
    if len(wanted) == 1 and wanted[0] in names:
        return placed(CHART_MARK, names[wanted[0]])
    found = described(wanted, profile)
    if isinstance(found, Slip):
        raise SlipError(named.at, found.kind, found.found or named.written, found.expected, found.advice)
    return placed(CHART_MARK, "：".join(wanted))


def _issue(line: WrittenLine, slip: SlipError) -> Issue:
    place = place_in(line, slip.at)
    return error("wording.slip", slip.kind, place, found=slip.found, expected=slip.expected, advice=slip.advice)
