"""Words for a period beside a comparison: 上月 in a weekly bulletin, 去年同期 before a change since last month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.changing import EARLIER
from bulletin_gen.compose.wording.checking.around import Spoken, spoken
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import change_in, pick_of
from bulletin_gen.compose.wording.syntax import Named, Part
from bulletin_gen.facts.asked.changes import PREVIOUS, WHOLE, YEAR_AGO
from bulletin_gen.leaves.periods import Period, PeriodKind

_MONTHS = "十一|十二|一|二|三|四|五|六|七|八|九|十"
#: Words for another period, and the kind of period that each is one of ("" for any).
_WORDS: tuple[tuple[str, str, PeriodKind | None], ...] = (
    (PREVIOUS, "上一?个?月", PeriodKind.MONTH),
    (PREVIOUS, "上一?个?(?:周|星期)", PeriodKind.WEEK),
    (PREVIOUS, "上一?个?季度?", PeriodKind.QUARTER),
    (PREVIOUS, "上一?个半年", PeriodKind.HALF_YEAR),
    (PREVIOUS, "上一?期|环比", None),
    (YEAR_AGO, "(?:上|去|上一)年(?:同|当)月", PeriodKind.MONTH),
    (YEAR_AGO, "(?:上|去|上一)年同(?:周|一周)", PeriodKind.WEEK),
    (YEAR_AGO, "(?:上|去|上一)年同(?:一)?季度?", PeriodKind.QUARTER),
    (YEAR_AGO, "(?:上|去|上一)年(?:度)?同期|同比", None),
)
_YEAR = "(?:上|去|上一)年(?:度|底|末)?"
_NAMED = rf"(?:(?:(?:上|去)年)?(?:(?:{_MONTHS})月(?:份)?|第?[一二三四]季度|[上下]半年))"
_ANY = re.compile("|".join((*(f"(?:{words})" for _, words, _ in _WORDS), _NAMED, _YEAR)))
_BRACES = re.compile("[{][^{}]*[}]")
#: What begins another comparison than that which led in the sentence.
_ANEW = re.compile("较|(?<![相占对])比(?!较|重|例|率)")
#: What leads in a comparison.
_WITH = re.compile("(?:[较比与和同跟]|相较|对比)$")
_SAID = {PREVIOUS: "环比", YEAR_AGO: "同比"}


def period_slips(parts: Sequence[Part], period: Period) -> Iterator[SlipError]:
    """A slip for each comparison, or value of another period, beside words that mean another one in a bulletin of
    ``period``."""
    for each in spoken(parts):
        base = base_of(each.named)
        if base and (word := _wrong_word(each, base, period)):
            yield _slip(each.named, word, base, period)


def base_of(named: Named) -> str:
    """What the figure of the braces is held against, or is of: the period before, a year ago, the name of a base; ""
    for a figure of this period."""
    for step in reversed(named.steps[1:] or named.steps):
        if step.text in EARLIER and len(named.steps) > 1:
            return EARLIER[step.text]
        for base, word in _SAID.items():
            if step.text == word or ((pick := pick_of(step.text)) and change_in(pick.by, ())[1] == base):
                return base
        if step.text.startswith("较") and len(named.steps) > 1:
            return step.text[1:]
    return ""


def _wrong_word(each: Spoken, base: str, period: Period) -> str:
    """The words beside the braces that mean another period, where none there means the right one."""
    for text in (each.close, each.behind):
        words = [word[0] for word in _ANY.finditer(text)]
        if words:
            return "" if any(base in meant(word, period) for word in words) else words[-1]
    sentence = _BRACES.sub("〇", each.before)
    found = list(_ANY.finditer(sentence))
    if not found or not _WITH.search(sentence[: found[-1].start()]):
        return ""
    if _ANEW.search(sentence[found[-1].end() :]):
        return ""
    word = found[-1][0]  # 较上月，…: it holds for what follows in the sentence, up to another comparison
    return "" if base in meant(word, period) else word


def meant(word: str, period: Period) -> frozenset[str]:
    """Which other periods a word can mean in a bulletin of ``period``; none for a word of another kind of period."""
    kind = kind_of(period)
    before, year_ago = period.previous(), period.year_ago()
    found = {base for base, words, of in _WORDS if re.fullmatch(words, word) and of in (None, kind)}
    if re.fullmatch(_YEAR, word):
        found |= {YEAR_AGO, PREVIOUS} if kind is PeriodKind.YEAR else {YEAR_AGO}
    elif re.fullmatch(_NAMED, word):
        year, name = word[:2] if word[:2] in ("上年", "去年") else "", re.sub("^[上去]年|份$|^第", "", word)
        found |= {PREVIOUS} if not year and name in (before.short_name, before.month_name) else set()
        found |= {YEAR_AGO} if year and name in (year_ago.short_name, year_ago.month_name) else set()
    return frozenset(found)


def kind_of(period: Period) -> PeriodKind:
    """The kind by which a bulletin speaks of its period: an office's own month is a month."""
    one_month = period.kind is PeriodKind.MONTHS and period.first.month == period.last.month
    return PeriodKind.MONTH if period.called or one_month else period.kind


def _slip(named: Named, word: str, base: str, period: Period) -> SlipError:
    if base not in _SAID:
        right = "全部" if base == WHOLE else base
        advice = f"把“{word}”改成“{right}”" if base != WHOLE else f"删去“{word}”"
        return SlipError(named.at, f"旁边写“{word}”，括号里比的是“{right}”", named.written, f"比{right}", advice)
    other = period.previous() if base == PREVIOUS else period.year_ago()
    right = period.last_word if base == PREVIOUS else "去年同期"
    value = any(step.text in EARLIER for step in named.steps[1:])
    kind = f"旁边写“{word}”，括号里{'是' if value else '比的是'}{other.name}"
    swap = next((_SAID[each] for each in meant(word, period) if each != base), "")
    advice = f"把“{word}”改成“{right}”" + (f"，或把括号里的改成“{swap}”" if swap and not value else "")
    return SlipError(named.at, kind, named.written, right, advice)
