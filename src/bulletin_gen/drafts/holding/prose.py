"""Places the figures of prose: by sentences that nobody touched, by marks, by what stands around a number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bulletin_gen.drafts.holding.bench import Bench
from bulletin_gen.drafts.holding.lines import HOLE, Line, Printed, Sentence, key_of, leading_name, same_number
from bulletin_gen.drafts.holding.owners import label_of
from bulletin_gen.drafts.spoken import is_share
from bulletin_gen.leaves.frugal import late

#: Paragraphs are the same one, edited, when so much of their words (percent) is alike.
_ALIKE = 50
#: A sentence with fewer words than this is known again only within its own paragraph.
_WORDS = 4
_NO_WORDS = late(r"[^\w]|[0-9]")
#: Where the words around a number end.
_MARKS = "，、；。：！？）)“”\n\t" + HOLE
_OPENING = "（("
_CONTEXT = 8
#: One number for each of several names.
_EACH = "(?:分别)?[各均](?:有|为|是)?"
#: What may stand between 分别 and a number that is one of several behind all their names.
_ONLY_NUMBERS = late(rf"[为是有占达扣]*(?:{HOLE}\w{{0,3}}[、和及与])*")
#: A number of so many digits is known by itself within a paragraph.
_LONG = 3


def pair_lines(printed: Sequence[Line], draft: Sequence[Line]) -> dict[int, int]:
    """Line of the bulletin → the paragraph of the draft that it has become."""
    pairs = _told_by_marks(printed, draft)
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for line in draft:
        by_key[line.key].append(line.number)
    for line in draft:
        if line.number in pairs.values() and line.number in by_key[line.key]:
            by_key[line.key].remove(line.number)
    for line in printed:
        if line.key and line.number not in pairs and by_key[line.key]:
            pairs[line.number] = by_key[line.key].pop(0)
    used = set(pairs.values())
    rest = [line for line in draft if line.number not in used and line.key]
    likely = [
        (score, -abs(one.number - other.number), one.number, other.number)
        for one in printed
        if one.number not in pairs and one.key
        for other in rest
        if (score := fuzz.ratio(one.key, other.key, score_cutoff=_ALIKE))
    ]
    for _, _, one_number, other_number in sorted(likely, reverse=True):
        if one_number not in pairs and other_number not in used:
            pairs[one_number] = other_number
            used.add(other_number)
    return pairs


def _told_by_marks(printed: Sequence[Line], draft: Sequence[Line]) -> dict[int, int]:
    """Lines that are printed, or stand in the draft, more than once with the same words, by the paragraph that still
    has their marks."""
    times = Counter(line.key for line in printed) | Counter(line.key for line in draft)
    homes = {bookmark.name: line for line in reversed(draft) for bookmark in line.bookmarks}
    found: dict[int, int] = {}
    for line in printed:
        there = [homes[figure.mark] for figure in line.figures if figure.mark in homes]
        if times[line.key] > 1 and there:
            (best, _), *_ = Counter(each.number for each in there).most_common(1)
            if fuzz.ratio(line.key, draft[best].key) >= _ALIKE and best not in found.values():
                found[line.number] = best
    return found


def place_prose(
    printed: Sequence[Line], draft: Sequence[Line], measures: Sequence[str] = (), units: Collection[str] = (),
    groups: Sequence[str] = (),
) -> Bench:  # fmt: skip
    """Every figure of ``printed`` that is found in ``draft`` with certainty; ``measures``: the names of all that the
    county counts; ``units``, ``groups``: of all its units and their groups."""
    bench = Bench(printed, draft, pair_lines(printed, draft), measures, units, groups)
    _by_sentences(bench)
    _by_marks(bench)
    _by_each(bench)
    _by_words(bench)
    _by_rest(bench)
    _fixed_numbers(bench)
    return bench


def _by_sentences(bench: Bench) -> None:
    """Sentences whose words are as they were printed, in their own paragraph first, then wherever they have gone."""
    left = _by_key(bench.draft)
    wanted: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in (each for line in bench.printed for each in line.sentences):
        here = bench.pairs.get(sentence.line)
        found = next((each for each in left[sentence.key] if each.line == here), None)
        if found is None:
            wanted[sentence.key].append(sentence)
        else:
            left[sentence.key].remove(found)
            _pair(bench, sentence, found)
    _moved_sentences(bench, wanted, left)
    known = {
        sentence.key: sentence
        for line in bench.printed
        for sentence in line.sentences
        if sentence.tokens or any(sentence.start <= each.start < sentence.end for each in line.figures)
    }
    for key, sentences in left.items():
        if key in known and key not in wanted and len(_NO_WORDS.sub("", key)) >= _WORDS:
            bench.copies |= {(each.line, each.start): known[key] for each in sentences}


def _by_key(lines: Sequence[Line]) -> defaultdict[str, list[Sentence]]:
    found: defaultdict[str, list[Sentence]] = defaultdict(list)
    for line in lines:
        for sentence in line.sentences:
            found[sentence.key].append(sentence)
    return found


def _moved_sentences(bench: Bench, wanted: dict[str, list[Sentence]], left: defaultdict[str, list[Sentence]]) -> None:
    for key, sentences in wanted.items():
        found_all = left[key]
        if len(_NO_WORDS.sub("", key)) >= _WORDS and len(found_all) == len(sentences):
            for sentence, found in zip(sentences, list(found_all), strict=True):
                found_all.remove(found)
                _pair(bench, sentence, found)


def _pair(bench: Bench, sentence: Sentence, found: Sentence) -> None:
    bench.paired[sentence.line, sentence.start] = (found.line, found.start)
    by_token = dict(zip(sentence.tokens, found.tokens, strict=True))
    for figure in bench.printed[sentence.line].figures:
        if figure.tokens and all(token in by_token for token in figure.tokens):
            bench.place(figure, found.line, [by_token[token] for token in figure.tokens], same=True)
    bench.taken |= {(found.line, token) for token in found.tokens}


def _waiting(bench: Bench) -> Iterator[Printed]:
    for line in bench.printed:
        for figure in line.figures:
            if figure.tokens and not bench.is_placed(figure):
                yield figure


def _by_marks(bench: Bench) -> None:
    """A mark means the whole numbers that it touches, unless they are explained already. One with nothing left in it
    may stand beside a stranger: it counts only where the same words stand around the number."""
    marks: dict[str, tuple[int, list[int], bool]] = {}
    for line in bench.draft:
        for bookmark in line.bookmarks:
            touched = [
                index
                for index, token in enumerate(line.tokens)
                if token.start <= bookmark.end and token.end >= bookmark.start
            ]
            marks.setdefault(bookmark.name, (line.number, touched, bookmark.start == bookmark.end))
    for figure in _waiting(bench):
        number, touched, empty = marks.get(figure.mark, (0, [], False))
        if not figure.mark or not touched or any((number, token) in bench.taken for token in touched):
            continue
        touched = _own(figure, bench.printed[figure.line], bench.draft[number], touched)
        if bench.is_led_otherwise(figure, number, touched[0]):
            continue
        if not empty or _same_beside(figure, bench.printed[figure.line], bench.draft[number], touched):
            bench.place(figure, number, touched, same=False)


def _own(figure: Printed, line: Line, other: Line, touched: list[int]) -> list[int]:
    """Of the numbers that a mark touches, those that are the figure as printed, where it has grown over others."""
    wanted = [line.tokens[token].text for token in figure.tokens]
    for first in range(len(touched) - len(wanted) + 1):
        part = touched[first : first + len(wanted)]
        if [other.tokens[token].text for token in part] == wanted:
            return part
    return touched


def _same_beside(figure: Printed, line: Line, other: Line, tokens: Sequence[int]) -> bool:
    """Whether the last character before a figure and the first behind it are those of its place in the draft."""
    before, after = _around(line, figure.tokens[0], figure.tokens[-1])
    left, right = _around(other, tokens[0], tokens[-1])
    return before[-1:] == left[-1:] and after[:1] == right[:1]


def _by_words(bench: Bench) -> None:
    """Numbers of an edited paragraph that stand between the same words, or still say the same after the same word, or
    that no other number in it is like."""
    for line in bench.printed:
        target = bench.pairs.get(line.number)
        waiting = [figure for figure in line.figures if figure.tokens and not bench.is_placed(figure)]
        if target is None or not waiting:
            continue
        other = bench.draft[target]
        apart = {(target, token) for token in _apart(line, other)} - bench.taken
        bench.taken |= apart
        _by_values(bench, line, target, waiting)
        aligned = _aligned(line, other)
        for figure in (each for each in waiting if not bench.is_placed(each)):
            tokens = [aligned[token] for token in figure.tokens if token in aligned]
            led = len(tokens) == len(figure.tokens) and not bench.is_led_otherwise(figure, target, tokens[0])
            if not led or not _alike(figure, line, other, tokens):
                tokens = bench.led_by_its_name(figure, target) or _only(figure, line, other)
                tokens = [] if tokens and bench.is_led_otherwise(figure, target, tokens[0]) else tokens
            if tokens and all((target, token) not in bench.taken for token in tokens):
                bench.place(figure, target, tokens, same=False)
        bench.taken -= apart


def _apart(line: Line, other: Line) -> Iterator[int]:
    """The numbers of a draft's line that people have put behind 分别, where none was printed: what stands before them
    does not tell whose they are."""
    for token, each in enumerate(other.tokens if "分别" not in line.text else ()):
        _, apart, behind = re.split("[，；。]", other.text[: each.start])[-1].rpartition("分别")
        if apart and _ONLY_NUMBERS.fullmatch(key_of(behind)):
            yield token


def _by_each(bench: Bench) -> None:
    """Numbers that people have made one of several (甲镇、乙镇各1件), or put behind all their names: 甲镇、乙镇分别为
    5件、4件 instead of 甲镇5件、乙镇4件."""
    names = "|".join(map(re.escape, bench.names))
    listed = re.compile(rf"((?:(?:{names})[、和及与])+(?:{names}))({_EACH}|分别[^，；。]*)$") if names else None
    for line in bench.printed:
        target = bench.pairs.get(line.number)
        waiting = {
            leading_name(line.text, line.tokens[each.tokens[0]].start, bench.names): each
            for each in line.figures
            if len(each.tokens) == 1 and not bench.is_placed(each)
        }
        if target is None or not waiting or listed is None:
            continue
        draft = bench.draft[target]
        for token in bench.free(target):
            found = listed.search(draft.text[: draft.tokens[token].start])
            meant = re.findall(names, found[1]) if found else []
            if found and not re.fullmatch(_EACH, found[2]):
                at = sum(found.start(2) < each.start for each in draft.tokens[:token])  # as many stand behind the names
                meant = meant[at : at + 1]
            if meant and all(each in waiting for each in meant):
                for each in meant:
                    bench.place(waiting.pop(each), target, [token], same=False)


def _by_rest(bench: Bench) -> None:
    """A share that people have said in words (近三分之一) instead of 占 and its percent, where it alone is left of its
    sentence."""
    for line in bench.printed:
        target = bench.pairs.get(line.number)
        if target is None:
            continue
        for sentence in line.sentences:
            own = [each for each in line.figures if each.tokens and each.tokens[0] in sentence.tokens]
            left = [each for each in own if not bench.is_placed(each)]
            there = {bench.placed[each.line, each.start].spot for each in own if bench.is_placed(each)}
            if len(left) != 1 or not there or not line.tokens[left[0].tokens[-1]].text.endswith(("%", "％")):
                continue
            draft = bench.draft[target]
            homes = [one for one in draft.sentences if any(one.start <= each.start < one.end for each in there)]
            free = [each for one in homes for each in one.tokens if each in bench.free(target)]
            if len(homes) == len(free) == 1 and is_share(draft.tokens[free[0]].text):
                bench.place(left[0], target, free, same=False)


def _fixed_numbers(bench: Bench) -> None:
    """Numbers of the wording itself in edited sentences, that still say the same and are called the same."""
    for line in bench.printed:
        target = bench.pairs.get(line.number)
        if target is None:
            continue
        figures = {token for figure in line.figures for token in figure.tokens}
        for sentence in line.sentences:
            if (line.number, sentence.start) in bench.paired:
                continue
            for token in (each for each in sentence.tokens if each not in figures):
                free = (each for each in bench.free(target) if _is_fixed(line, token, bench.draft[target], each))
                bench.taken |= {(target, each) for each in islice(free, 1)}


def _is_fixed(line: Line, token: int, other: Line, there: int) -> bool:
    same = same_number(line.tokens[token].text, other.tokens[there].text)
    return same and label_of(line, token) == label_of(other, there)


def _by_values(bench: Bench, line: Line, target: int, waiting: Sequence[Printed]) -> None:
    """Numbers that still say the same, are called the same and are the same one's, where only one is: so clauses may
    have changed places, and each takes all its numbers with it. Then those that say something else."""
    for same in (True, False):
        single = [each for each in waiting if len(each.tokens) == 1 and not bench.is_placed(each)]
        texts = {each.start: line.tokens[each.tokens[0]].text for each in single}
        owners = Counter((bench.owner(each), texts[each.start] if same else "") for each in single)
        for figure in single:
            owner, text = bench.owner(figure), texts[figure.start]
            if owners[owner, text if same else ""] > 1 or not owner.label or (not same and not owner.whose):
                continue
            found = [
                each for each in bench.same_owner(figure, target)
                if not same or same_number(bench.draft[target].tokens[each].text, text)
            ]  # fmt: skip
            if len(found) == 1 and not bench.is_led_otherwise(figure, target, found[0]):
                bench.place(figure, target, found, same=False)


def _only(figure: Printed, line: Line, other: Line) -> list[int]:
    """The number of a draft's line that is this figure because it is long and stands in both lines once."""
    text = line.tokens[figure.tokens[0]].text
    found = [index for index, token in enumerate(other.tokens) if token.text == text]
    times = sum(token.text == text for token in line.tokens)
    long = sum(each.isdigit() for each in text) >= _LONG
    return found if long and times == len(found) == len(figure.tokens) == 1 else []


def _aligned(line: Line, other: Line) -> dict[int, int]:
    """Numbers of a line → those of its edited form that stand in their place."""
    one, two = key_of(line.text), key_of(other.text)
    holes = [[index for index, each in enumerate(key) if each == HOLE] for key in (one, two)]
    numbers = [{position: count for count, position in enumerate(each)} for each in holes]
    found: dict[int, int] = {}
    for step in Levenshtein.opcodes(one, two):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                if one[step.src_start + offset] == HOLE:
                    found[numbers[0][step.src_start + offset]] = numbers[1][step.dest_start + offset]
    return found


def _alike(figure: Printed, line: Line, other: Line, tokens: Sequence[int]) -> bool:
    before, after = _around(line, figure.tokens[0], figure.tokens[-1])
    left, right = _around(other, tokens[0], tokens[-1])
    same = [line.tokens[token].text for token in figure.tokens] == [other.tokens[token].text for token in tokens]
    if before == left and after == right and (len(before) >= 2 or (same and (before or after))):
        return True
    if same and len(before) >= 2 and before[-2:] == left[-2:]:
        return True
    longer, shorter = (before, left) if len(before) > len(left) else (left, before)
    led = bool(shorter) and longer.endswith(shorter) and after == right
    beside = same and after[:1] == right[:1] and (before[-1:] == left[-1:] or (len(after) > 1 and after == right))
    return (led or beside) and _position(line, figure.tokens[0]) == _position(other, tokens[0])


def _position(line: Line, token: int) -> tuple[int, int]:
    """Which of the numbers of its sentence a number is, and of how many."""
    within = next(each.tokens for each in line.sentences if token in each.tokens)
    return within.index(token), len(within)


def _around(line: Line, first: int, last: int) -> tuple[str, str]:
    """The words before and after numbers, up to the next mark or number; a name before a bracket leads to the number
    in it."""
    start = line.tokens[first - 1].end if first else 0
    end = line.tokens[last + 1].start if last + 1 < len(line.tokens) else len(line.text)
    before = re.split(f"[{re.escape(_MARKS)}]", line.text[start : line.tokens[first].start])[-1]
    after = re.split(f"[{re.escape(_MARKS + _OPENING)}]", line.text[line.tokens[last].end : end])[0]
    return before[-_CONTEXT:], after[:_CONTEXT]
