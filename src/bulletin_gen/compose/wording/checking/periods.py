"""Words for a period beside a figure: 上月 in a weekly bulletin, 去年同期 before a change since last month, 今年以来
before a count of this period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.changing import EARLIER
from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.lexicon import PERIODS, Lexicon
from bulletin_gen.compose.wording.parse import SlipError
from bulletin_gen.compose.wording.picking import change_in, pick_of
from bulletin_gen.compose.wording.syntax import Named
from bulletin_gen.facts.asked.changes import PREVIOUS, WHOLE, YEAR_AGO
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.periods import Period, PeriodKind
from bulletin_gen.profile.checks.spans import not_added_over_time

_MONTHS = "十一|十二|一|二|三|四|五|六|七|八|九|十"
#: 上, 上一个, 前一个; 以前, 目前, 提前 are no periods.
_LAST = "(?:上|(?<![以之目当提此先日])前)一?个?"
_LAST_YEAR = "(?:上|去|上一|前一)个?年度?的?"
_SAME = "同(?:一个?|个)?"
#: Words for another period, and the kind of period that each is one of ("" for any).
_WORDS: tuple[tuple[str, str, PeriodKind | None], ...] = (
    (PREVIOUS, f"{_LAST}月", PeriodKind.MONTH),
    (PREVIOUS, f"{_LAST}(?:周(?![期边围密])|星期|礼拜)", PeriodKind.WEEK),
    (PREVIOUS, f"{_LAST}季度?", PeriodKind.QUARTER),
    (PREVIOUS, "(?:上一?个|前一?个|[上前]一)半年", PeriodKind.HALF_YEAR),
    (PREVIOUS, "(?:上一?|前一)(?:个?(?:统计|报告|通报|考核|评价))?周?期|环比|(?<!以)上一?次(?!数)", None),
    (PREVIOUS, "(?<=[较比与同和跟])前期", None),
    (YEAR_AGO, f"{_LAST_YEAR}(?:{_SAME}|当)月", PeriodKind.MONTH),
    (YEAR_AGO, f"{_LAST_YEAR}{_SAME}周", PeriodKind.WEEK),
    (YEAR_AGO, f"{_LAST_YEAR}{_SAME}季度?", PeriodKind.QUARTER),
    (YEAR_AGO, f"{_LAST_YEAR}{_SAME}半年", PeriodKind.HALF_YEAR),
    (YEAR_AGO, f"{_LAST_YEAR}(?:{_SAME}(?:时期|时段|时间|阶段|期)|这个?时候|此时)|同比|(?<=[较比与同和跟])同期", None),
)
_YEAR = "(?:上|去|上一|前一)个?年(?:度|底|末)?"
_NAMED = (
    rf"(?:(?:(?:上|去)年)?(?:(?:{_MONTHS})月(?:份)?|第?[一二三四]季度|[上下]半年)|[上去]年(?:1[0-2]|[1-9])月(?:份)?)"
)
_DATED = r"[0-9]{4}年(?:[0-9]{1,2}月份?|第?[一二三四]季度|[上下]半年|同期)?"
#: Periods that no bulletin is held against: the year before last, all years of the past.
_FARTHER = "(?:(?<![以之目当先])前|往|历|近[两二三四五]|前[两二三四五])年度?(?:同期|同月|平均)?"
_ANY = Sought(
    "|".join((*(f"(?:{words})" for _, words, _ in _WORDS), _FARTHER, _DATED, _NAMED, _YEAR)),
    "上月 上一 上个 上周 上星 上礼 上季 上半 下半 上期 上年 上次 上统 上报 上通 上考 上评 "
    "前月 前一 前个 前周 前季 前期 去年 "
    "同比 环比 同期 年 季度 一月 二月 三月 四月 五月 六月 七月 八月 九月 十月",
)
#: Words for the period at hand, and of what kind it is.
_CURRENT: tuple[tuple[str, PeriodKind | None], ...] = (
    ("[本当]月", PeriodKind.MONTH),
    ("[本当]周", PeriodKind.WEEK),
    ("[本当]季度?", PeriodKind.QUARTER),
    ("本半年", PeriodKind.HALF_YEAR),
    ("(?:本年度?|今年|全年)(?!以来|至今|迄今|累计|初|内)", PeriodKind.YEAR),
    ("[本当]期", None),
)
_NOW = Sought(
    "|".join(words for words, _ in _CURRENT),
    "本月 当月 本周 当周 本季 当季 本半 本年 今年 全年 本期 当期",
)
_SINCE = Sought(
    "(?:今年|本年度?|年初|年内|年度|全年|开年|元旦)(?:以来|至今|迄今|起|累计)",
    "今年 本年 年初 年内 年度 全年 开年 元旦",
)
_ALONE = Sought(f"(?:{_SINCE.pattern}|{_ANY.pattern}|{_NOW.pattern})(?:份|的)?")
_BRACES = late("[{][^{}]*[}]")
#: What begins another comparison than that which led in the sentence.
_ANEW = late("较|(?<![相占对])比(?!较|重|例|率)")
#: What leads in a comparison.
_WITH = late("(?:[较比与和同跟]|相较|对比)$")
_SAID = {PREVIOUS: "环比", YEAR_AGO: "同比"}
#: Names in braces that are words for another period.
_PERIOD_NAMES = {"上期": "上期", "上期月份": "上期", "上期数": "上期", "上年同期": "上年同期"}
_SUM = "累计"
_FILLING = (
    "(?:份|的|共|总共|一共|合计|为|是|达|达到|有|数|量|件数|总量|受理|办理|办结|转办|交办|承办|接收|接到|收到|登记|"
    "诉求|工单|群众|市民|各类|热线|全[县市区])*"
)


def period_slips(braces: Sequence[Spoken], period: Period) -> Iterator[SlipError]:
    """A slip for each comparison, or value of another period, beside words that mean another one in a bulletin of
    ``period``."""
    for each in braces:
        base = base_of(each.named)
        if base and (word := _wrong_word(each, base, period)):
            yield _slip(each.named, word, base, period)
        elif not base and _is_sum(each.named) and (word := _not_since(each, period)):
            kind = f"旁边写“{word}”，括号里是年初以来的累计"
            advice = f"把“{word}”改成“今年以来”，或删去括号里的“累计”"
            yield SlipError(each.named.at, kind, each.named.written, "今年以来", advice)


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


def _is_sum(named: Named) -> bool:
    return any(step.text == _SUM for step in named.steps[1:])


def _is_value(named: Named) -> bool:
    """Whether the braces print what a figure was in another period."""
    return any(step.text in EARLIER for step in named.steps[1:])


def _not_since(each: Spoken, period: Period) -> str:
    """A word for the period at hand beside a sum since new year; nothing where both are the same."""
    found = [*_NOW.finditer(each.close), *_ANY.finditer(each.close)]
    if not found or _SINCE.search(each.close) or (period.first.month, period.first.day) == (1, 1):
        return ""
    return "" if _SUM in each.close else found[-1][0]


def _wrong_word(each: Spoken, base: str, period: Period) -> str:
    """The words beside the braces that mean another period, where none there means the right one."""
    if base not in _SAID and base != WHOLE and base in each.before + each.behind:
        return ""
    for text in (_close(each) or _before_bracket(each), each.behind):
        words = periods_in(text, period)
        if not words and _is_value(each.named):
            words = [word[0] for word in _NOW.finditer(text)]
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


def _led(each: Spoken) -> str:
    """The words right before the braces; where none is for a period, the first figure of a sentence is of the period
    that stands alone before a comma: 今年以来，全县受理."""
    close = _close(each)
    if any(words.search(close) for words in (_ANY, _NOW, _SINCE)):
        return close
    pieces = _BRACES.sub(_as_word, each.before.removesuffix(each.close)).split("，")
    led = next((piece for piece in reversed(pieces) if any(w.search(piece) for w in (_ANY, _NOW, _SINCE))), "")
    figures = "〇" in "".join(pieces[pieces.index(led) :]) if led else True
    return close if figures or not _ALONE.fullmatch(led) else f"{led}{each.named.steps[-1].text}"


def _as_word(braces: re.Match[str]) -> str:
    """Braces as what they say of a period: that at hand, another, nothing; 〇 for figures."""
    name = braces[0][1:-1]
    if name in _PERIOD_NAMES:
        return _PERIOD_NAMES[name]
    return "本期" if name in PERIODS else "" if name in ("热线名称", "地区") else "〇"


def _close(each: Spoken) -> str:
    """The words right before the braces, with the name of a period in braces as its word: 较{上期}."""
    name = each.earlier[-1].steps[0].text if each.earlier and len(each.earlier[-1].steps) == 1 else ""
    if name not in _PERIOD_NAMES:
        return each.close
    before, braces, rest = each.before.rpartition(f"{{{name}}}")
    lead = re.split("[，、。！？；（）()：}]", before)[-1]
    return f"{lead}{_PERIOD_NAMES[name]}{rest}" if braces and not re.search("[，、。；：]", rest) else each.close


def _before_bracket(each: Spoken) -> str:
    """The words before a bracket that the braces open: 同比翻番（{…}）."""
    before = each.before
    return re.split("[，、。！？；（）()：}]", before[:-1])[-1] if before.endswith(("（", "(")) else ""


def _is_own(text: str, word: re.Match[str], period: Period) -> bool:
    """Whether words are the name of the period at hand, and nothing is held against it."""
    name = word[0].removesuffix("份").removeprefix("第")
    return name in (period.name, period.short_name, period.month_name) and not _WITH.search(text[: word.start()])


def meant(word: str, period: Period) -> frozenset[str]:
    """Which other periods a word can mean in a bulletin of ``period``; none for a word of another kind of period."""
    kind = kind_of(period)
    before, year_ago = period.previous(), period.year_ago()
    found = {base for base, words, of in _WORDS if of in (None, kind) and _is_one_of(words, word)}
    if re.fullmatch(_YEAR, word):
        found |= {YEAR_AGO, PREVIOUS} if kind is PeriodKind.YEAR else {YEAR_AGO}
    elif re.fullmatch(_DATED, word):
        found |= _dated(word.removesuffix("份"), before, year_ago, kind)
    elif re.fullmatch(_NAMED, word):
        year, name = word[:2] if word[:2] in ("上年", "去年") else "", re.sub("^[上去]年|份$|^第", "", word)
        found |= {PREVIOUS} if not year and name in (before.short_name, before.month_name) else set()
        found |= {YEAR_AGO} if year and name in (year_ago.short_name, year_ago.month_name) else set()
    return frozenset(found)


def _is_one_of(words: str, word: str) -> bool:
    """Whether a word for a period is one of ``words``, a pattern; what is known by what stands before it (较同期) is
    looked at with that."""
    return re.compile(words).fullmatch(f"较{word}", 1) is not None


def periods_in(text: str, period: Period) -> list[str]:
    """The words of a text that mean other periods than ``period``."""
    return [word[0] for word in _ANY.finditer(text) if not _is_own(text, word, period)]


def meant_now(text: str, period: Period) -> bool:
    """Whether words of a text mean the period at hand."""
    return bool(_NOW.search(text)) or any(_is_own(text, word, period) for word in _ANY.finditer(text))


def _dated(word: str, before: Period, year_ago: Period, kind: PeriodKind) -> set[str]:
    """What 2030年4月, 2030年同期 or 2030年 mean."""
    year = word == f"{year_ago.year}年"
    found = {YEAR_AGO} if year or word in (year_ago.name, f"{year_ago.year}年同期") else set()
    if word == before.name or (year and kind is PeriodKind.YEAR):
        found.add(PREVIOUS)
    return found


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
    value = _is_value(named)
    kind = f"旁边写“{word}”，括号里{'是' if value else '比的是'}{other.name}"
    swap = next((_SAID[each] for each in meant(word, period) if each != base), "")
    advice = f"把“{word}”改成“{right}”" + (f"，或把括号里的改成“{swap}”" if swap and not value else "")
    return SlipError(named.at, kind, named.written, right, advice)


def period_doubts(braces: Sequence[Spoken], lexicon: Lexicon) -> Iterator[Doubt]:
    """Figures of this period right behind words for another one: 上月受理{受理}件, 今年以来受理{受理}件, 本周 in a
    monthly bulletin."""
    period = lexicon.facts.desk.book.period
    for each in braces:
        name = next((step.text for step in reversed(each.named.steps) if step.text in lexicon.amounts), "")
        if not name or each.named.steps[-1].text != name or each.named.pattern is not None:
            continue
        if (word := _other_word(each, name, period)) and not not_added_over_time(
            lexicon.profile, lexicon.amounts[name]
        ):
            wide = each.named.written[:-1]
            way = "，".join(f"{meaning}的写{wide}：{step}}}" for meaning, step in _WAYS if meaning in _ways_for(word))
            advice = f"改“{word}”" + (f"；要印{way}" if way else "")
            found = f"前面写“{word}”，括号里是{period.name}的“{name}”"
            yield Doubt(each.named.at, "wording.period", "前面的期间和括号里的数不是一期", found, advice)


_WAYS = (("年初以来", "累计"), ("上期", "上期"), ("上年同期", "上年同期"))


def _ways_for(word: str) -> tuple[str, ...]:
    if _SINCE.fullmatch(word):
        return ("年初以来",)
    year = any(base == YEAR_AGO and _is_one_of(words, word) for base, words, _ in _WORDS)
    if year or re.fullmatch(_YEAR, word):
        return ("上年同期",)
    return ("上期",) if _ANY.fullmatch(f"较{word}", 1) else ()


def _other_word(each: Spoken, name: str, period: Period) -> str:
    """The word for another period than that at hand, of which the braces' figure is said to be."""
    if any(word in name for word in ("累计", "上", "去年", "往")):
        return ""  # it is of another period by itself
    close, kind = _led(each), kind_of(period)
    behind = rf"{_FILLING}(?:{re.escape(name)})?{_FILLING}"
    for sought in (_SINCE, _ANY):
        if sought.search(close) is None:
            continue
        found = re.fullmatch(rf"(?P<lead>[^，、]*?)(?P<word>{sought.pattern}){behind}", close)
        if found is None or _WITH.search(found["lead"]):
            continue
        since = sought is _SINCE
        if (since and (period.first.month, period.first.day) == (1, 1)) or _is_name_of(found["word"], period):
            continue
        # 二季度, 上半年 in a monthly bulletin: what no figure of this period can be of.
        longer = re.fullmatch(_NAMED, found["word"]) is not None
        if since or longer or meant(found["word"], period) or re.match(_FARTHER, found["word"]):
            return found["word"]
    for words, of in _CURRENT:
        if of not in (None, kind) and kind is not PeriodKind.RANGE and (found := re.match(words, close)):
            # 去年同期…件，今年…件: the same months of this year.
            return "" if found[0] == "今年" and re.search("[去上]年", each.before) else found[0]
    return ""


def _is_name_of(word: str, period: Period) -> bool:
    return word.removesuffix("份").removeprefix("第") in (period.name, period.short_name, period.month_name)
