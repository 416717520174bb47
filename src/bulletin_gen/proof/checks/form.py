"""Form, only where it is mechanical: numbers that are missing, doubled signs, zeros in dates, what the web left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection, where
from bulletin_gen.proof.checks.tables.columns import cell_objection
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.words import SHARE

#: Words of official language that end in 件 and are no count without its number.
_WORDS_IN_JIAN = (
    "文件|案件|邮件|信件|来件|条件|事件|稿件|要件|附件|软件|硬件|零件|证件|急件|部件|组件|原件|复印件|快件|物件|构件|配件|"
    "申请件|批件|受理件|转办件|直办件|督办件|交办件|批示件|办结件|即办件|承诺件|退件|转件|来信件|来电件|网络件|投诉件|"
    "举报件|咨询件|求助件|建议件|回复件|重复件|难件|疑难件|复杂件|热点件|逾期件|超期件|派件|收件|寄件|发件|每件|逐件|"
    "该件|本件|此件|一件|两件|几件|多件|数件|百件|千件|万件|余件|各件|元件|器件|插件|套件|管件|机件|会件|办件"
)
_NO_NUMBER = late(r"(?P<noun>[\u4e00-\u9fff]{2,10})件(?=[,，。;；、])")
_NO_THRESHOLD = late(r"[\u4e00-\u9fff]{2,6}[量数]件(?=(?:及?以[上下])?的?(?:县直|责任|承办|成员|市直|部门)?单位)")
#: 甲类件分别占比10%; 已办结件，未办结件: nothing else can be meant.
_NO_NUMBER_EITHER = late(
    r"[\u4e00-\u9fff]{2,8}件(?=分别占|占比|占总)|(?:已|未|共)(?:办结|结案|受理|回复|答复|处理|解决|完成|签收)件(?=[,，。;；、(（])"
)
#: Words that end in 件 and are things, whoever counts them: nothing about them needs a number.
_THINGS = late(
    r"(?:文|案|邮|信|来|条|事|稿|要|附|软|硬|零|证|急|部|组|原|复印|快|物|构|配|元|器|插|套|管|机|会|批|难|疑难|派|收|寄|发|每|逐|该|本|此|"
    r"[一二两三四五六七八九十几多数百千万亿余各若干])件$"
)
#: What is done with so many orders, and no thing: 组织现场调处件.
_DONE_ACTS = late(r"(?:累计|组织|现场|上门|协调|调解|调处|化解|查处|查办|立案|处置|督促|约谈)[\u4e00-\u9fff]{0,4}件$")
#: Right before 件 these want a number: 比上月减少件, 中位数为件.
_WANTS_NUMBER = late(r"(?:减少|增加|分别为|数为|[量计]为|共计|合计|达到?|仅有?)件$")
#: 件 that is one of the words above, after what can have no number: 均为转办件, 对投诉件.
_NO_COUNT = late(r"(?:[为属系对将把是均]|全部|上述|各类)[\u4e00-\u9fff]{0,4}件$|^(?:各|该|每|全部|上述|重点|有关)")
#: The item before it in a list is counted.
_COUNTED_BEFORE = late(r"\d件[、,，;；]$")
_JIAN = late(rf"(?:{_WORDS_IN_JIAN}|[一二三四五六七八九十百千万亿几若干两俩数]件)$")
#: What is a part of a hundred, right before its number.
_OF_HUNDRED = late(r"(?:[办结满意复签收通决访工理置成时期答]率|占比|占总?[^,;。]{0,6}量的?)(?:为|达|达到|约)?$")
#: What is said of a count right behind it: its share, its growth.
_SAID_OF_COUNT = late(
    r"[,(]?(?:约?占(?!道)|(?:同比|环比)[\u4e00-\u9fff]{2,4}\d|[较比][上去][月周年季期][^,;。\d]{0,8}\d)"
)
#: More than a hundred per cent: of a plan, of the year before.
_OF_A_TARGET = late(r"[的达到至]$|完成|任务|目标|计划|提速|率|度|幅|占|比|增|降|升|长|减|提|超")
_NO_PERCENT = late(r"(?<![\d.．A-Za-z%％0-9个〔(（\s])[%％](?![0-9A-Fa-f]{2})")
_DOUBLE_PERCENT = late(r"\d(?:\.\d+)?\s*[%％]{2,}")
_PADDED = late(r"(?P<date>\d{4}\s*年\s*(?:0\d\s*月(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月\s*0\d\s*日))")
_RESIDUE = late(r"网站标识码|ICP备|公网安备")
_ASCII_STOP = late(r"(?<=[\u4e00-\u9fff%％)）])\.(?=[\u4e00-\u9fff])")
_TWO_SIGNS, _YEAR, _STOP = late("[%％]{2}"), late("年"), late(r"\.")
_DOUBLED_SIGN = late(r"([，。；：、,;])\1|[，、；：][。，；]|。[，；、]")
_LOOK_ALIKE = late(r"[末未己已巳戍戌戊人入土士日曰治冶拔拨侯候辩辨帐账]")
_DOUBLED_WORD = late(
    r"的的|了了|是是|在在|和和|为为|件件(?=[，。；、])|共共|占占|率率|较较|(?<![占同环对])比比(?!皆|例|重)"
)
_BLANK_NUMBER = late(
    r"(?:共|受理|办结|派发|转办|交办|分别为|其中)[\u4e00-\u9fff]{0,6}[ \u3000_＿]{1,6}件(?=[，,。；;、])"
)


def check_form(discourse: Discourse) -> Iterator[Objection]:
    """Slips of form in every passage."""
    for utterance in discourse.utterances:
        yield from _missing_numbers(utterance, discourse)
        yield from _signs(utterance)
        yield from _missing_units(utterance)
        yield from _missing_percents(utterance)
    yield from _doubled_in_tables(discourse)
    yield from _residue(discourse)
    yield from _markdown(discourse)
    yield from _confused(discourse)


def _slip(
    utterance: Utterance, kind: str, span: tuple[int, int], words: tuple[str, str], gravity: Gravity
) -> Objection:
    """An objection against ``span`` of the passage as it stands."""
    text = utterance.passage.text
    start = max(span[0], span[1] - 40)
    quote = text[start : span[1]]
    return Objection(kind, gravity, quote, quote, *words, utterance.passage.line, start, utterance.passage.where)


def _missing_numbers(utterance: Utterance, discourse: Discourse) -> Iterator[Objection]:
    """受理诉求件，… : a unit without its number."""
    text = utterance.passage.text
    bare = list(_NO_NUMBER.finditer(text))
    lost = (
        match
        for match in bare
        if _is_lost(text, match) or (not _JIAN.search(match[0]) and len(_candidates(discourse)) > 1)
    )
    words = ("数字", "量词“件”前面没有数字，可能在转载或粘贴时丢失")
    sure = [match.span() for match in (*lost, *_NO_NUMBER_EITHER.finditer(text))]
    for span in sure:
        yield _slip(utterance, "missing_number", span, words, Gravity.WRONG)
    for match in bare:
        if match.span() not in sure and _may_be_lost(text, match):
            yield _slip(utterance, "missing_number", match.span(), words, Gravity.DOUBTFUL)
    for match in _NO_THRESHOLD.finditer(text):
        words = ("数字", "应写明多少件以上的单位")
        yield _slip(utterance, "missing_number", match.span(), words, Gravity.WRONG)
    for match in _BLANK_NUMBER.finditer(text):
        yield _slip(utterance, "missing_number", match.span(), ("数字", "数字处是空白"), Gravity.WRONG)
    for match in _NO_PERCENT.finditer(text):
        words = ("数字", "百分号前面没有数字")
        yield _slip(utterance, "range", (max(match.start() - 4, 0), match.end()), words, Gravity.WRONG)


def _is_lost(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence itself says that a number belongs there: …件，占比; 共受理…件."""
    after = text[match.end() :]
    if re.match(r"[,，]约?占(?!道)", after):
        return True
    if rate := re.match(r"[,，](?P<stem>[\u4e00-\u9fff]{2,6})率", after):
        return match["noun"].endswith(rate["stem"])  # 按期结案件，按期结案率…
    if not _JIAN.search(match[0]) and re.match(r"[,，](?:同比|环比|[较比]上|相比)", after):
        return True
    if not _JIAN.search(match[0]) and _beside_counts(text, match):
        return True
    return not _JIAN.search(match[0]) and bool(re.search("共|其中", match["noun"]))


def _may_be_lost(text: str, match: re.Match[str]) -> bool:
    """Whether what follows is said of a count, or the item beside it in its list is one: 有效投诉件，无效投诉67件."""
    if _WANTS_NUMBER.search(match[0]):
        return True
    if _THINGS.search(match[0]) or _NO_COUNT.search(match[0]):
        return False
    if _DONE_ACTS.search(match[0]) and not _JIAN.search(match[0]) and re.search(r"\d件", text):
        return True
    after = text[match.end() :]
    compared = re.match(r"[,，](?:同比|环比|[较比]上|[较比]去|与[上去])", after)
    beside = re.match(r"[、,，;；][\u4e00-\u9fff“”\"]{2,12}\d+件", after)
    closing = _COUNTED_BEFORE.search(text[: match.start()]) and re.match("[。;；]", after)
    return bool(compared or (beside and len(match["noun"]) >= 3) or closing)


def _beside_counts(text: str, match: re.Match[str]) -> bool:
    """Whether the items of a list on both sides of it are counted: 甲31件，乙件，丙20件."""
    before = _COUNTED_BEFORE.search(text[: match.start()])
    after = re.match(r"[、,，;；][\u4e00-\u9fff“”\"]{2,16}\d+件[、,，;；。]", text[match.end() :])
    return bool(before and after) or bool(after and match["noun"].endswith("类"))


def _candidates(discourse: Discourse) -> list[re.Match[str]]:
    """All units of the text that seem to have lost their numbers: one alone may be a word that is not known."""
    texts = (utterance.passage.text for utterance in discourse.utterances)
    found = (match for text in texts for match in _NO_NUMBER.finditer(text))
    return [match for match in found if _is_lost(match.string, match) or not _JIAN.search(match[0])]


def _missing_units(utterance: Utterance) -> Iterator[Objection]:
    """甲局(100)、乙局(99分): one of a list without the unit that its neighbours have."""
    found = utterance.mentions
    for before, mention, after in zip([None, *found], found, [*found[1:], None], strict=False):
        bare = mention.role is Role.OTHER and not mention.quantity.unit and bool(mention.label)
        beside = [each for each in (before, after) if each and each.sentence == mention.sentence]
        beside = [each for each in beside if each.role in (Role.COUNT, Role.SCORE)]
        units = {each.quantity.unit for each in beside}
        if bare and len(units) == 1 and _side_by_side(utterance, mention, beside):
            unit = units.pop()
            shown = utterance.words(mention.start, mention.end)
            words = (shown, f"{shown}{unit}", f"同一列数字的单位都是“{unit}”，这一个没有")
            span = (mention.begin, mention.end + (utterance.text[mention.end : mention.end + 1] == ")"))
            yield objection("missing_unit", Gravity.DOUBTFUL, utterance, span, words)


def _missing_percents(utterance: Utterance) -> Iterator[Objection]:
    """满意率99.91，…; 占比12.3，…: decimals after a rate's or a share's name without a sign; 占 after 2954%."""
    counts = utterance.counts()
    for mention in utterance.mentions:
        quantity, after = mention.quantity, utterance.text[mention.end : mention.end + 1]
        bare = not quantity.unit and quantity.shown.digits and quantity.value <= 100 and quantity.scale == 1
        if bare and after in (",", ";", "。", "、", ")", "(", "和", "") and _is_of_hundred(mention):
            shown = utterance.words(mention.start, mention.end)
            words = (shown, f"{shown}%", "比率或占比的数字后面没有百分号")
            yield objection("missing_unit", Gravity.DOUBTFUL, utterance, (mention.begin, mention.end), words)
        said = _SAID_OF_COUNT.match(utterance.text[mention.end :])
        beside = sum(1 for each in counts if each.sentence == mention.sentence)
        unitless = (
            mention.role is Role.OTHER and not quantity.unit and not quantity.shown.digits and quantity.value >= 10
        )
        if unitless and counts and mention.label and said:
            unit = counts[0].quantity.unit
            shown = utterance.words(mention.start, mention.end)
            words = (shown, f"{shown}{unit}", f"后面说的是它的占比或增减，同段的数都以“{unit}”计，这一个没有单位")
            yield objection("missing_unit", Gravity.DOUBTFUL, utterance, (mention.begin, mention.end), words)
        counted = mention.role is Role.OTHER and quantity.is_percent and not quantity.shown.digits and beside >= 2
        if counted and not _OF_A_TARGET.search(mention.words) and (said or quantity.value > 100):
            shown = utterance.words(mention.start, mention.end)
            unit = counts[0].quantity.unit
            words = (shown, f"{shown[:-1]}{unit}", "前后的数都是个数，这里印的是百分数")
            yield objection("unit_mismatch", Gravity.DOUBTFUL, utterance, (mention.begin, mention.end), words)


def _is_of_hundred(mention: Mention) -> bool:
    """Whether the words before a number say that it is a part of a hundred: 办结率, 占比, 占总量的."""
    return bool(
        _OF_HUNDRED.search(mention.words) or (SHARE.search(mention.words) and not mention.label.endswith("面积"))
    )


def _side_by_side(utterance: Utterance, mention: Mention, beside: Sequence[Mention]) -> bool:
    """Whether a number stands between the same signs as its neighbours: (…), 、"""
    text = utterance.text
    around = {(text[each.start - 1] == "(", text[each.end : each.end + 1] == ")") for each in (mention, *beside)}
    ends = text[mention.end : mention.end + 1] in ("、", ",", ";", "。", ")")
    return len(around) == 1 and ends and not re.search(r"第|附件|编号|电话|号", mention.words)


def _signs(utterance: Utterance) -> Iterator[Objection]:
    text = utterance.passage.text
    for match in where(_DOUBLE_PERCENT, _TWO_SIGNS, text):
        start = re.search(r"[\d.]+\s*[%％]+$", text[: match.end()])
        span = (start.start() if start else match.start(), match.end())
        yield _slip(utterance, "percent_sign", span, ("一个%", "百分号重复"), Gravity.WRONG)
    for match in where(_PADDED, _YEAR, text):
        plain = re.sub(r"(?<!\d)0(?=\d\s*[月日])", "", match["date"])
        words = (plain, "成文日期的月、日不编虚位（GB/T 9704-2012 7.3.5）")
        gravity = Gravity.DOUBTFUL if re.search(r"时间|日期|更新|发布", text) else Gravity.WRONG
        yield _slip(utterance, "date_zero", match.span(), words, gravity)
    for match in _DOUBLED_SIGN.finditer(text):
        span = (max(match.start() - 6, 0), match.end())
        gravity = Gravity.WRONG if match[1] else Gravity.DOUBTFUL
        yield _slip(utterance, "punct", span, ("一个标点", "标点重复（GB/T 15834-2011）"), gravity)
    for match in where(_ASCII_STOP, _STOP, text):
        span = (max(match.start() - 6, 0), match.end() + 1)
        yield _slip(utterance, "punct", span, ("。", "句末用了英文句点（GB/T 15834-2011）"), Gravity.DOUBTFUL)
    for match in _DOUBLED_WORD.finditer(text):
        span = (max(match.start() - 4, 0), match.end())
        yield _slip(utterance, "typo", span, (match[0][0], "字重复"), Gravity.DOUBTFUL)


def _doubled_in_tables(discourse: Discourse) -> Iterator[Objection]:
    """100%% in a cell."""
    for table in discourse.tables:
        for row in table.rows:
            for place, cell in enumerate(row.cells):
                if _DOUBLE_PERCENT.search(cell):
                    yield cell_objection("percent_sign", Gravity.WRONG, row, place, ("一个%", "百分号重复"))


def _markdown(discourse: Discourse) -> Iterator[Objection]:
    """The first ** or # of Markdown that was copied along."""
    if discourse.publication.name.lower().endswith(".md"):
        return
    for utterance in discourse.utterances:
        if match := re.search(r"\*\*[^*\s][^*]{0,30}\*\*|^#{1,6}\s", utterance.passage.text):
            words = ("删去标记", "Markdown 的标记留在了文中")
            yield _slip(utterance, "web_residue", match.span(), words, Gravity.DOUBTFUL)
            return


def _confused(discourse: Discourse) -> Iterator[Objection]:
    """Two clauses alike but for one of two characters that look alike: one of them is a slip."""
    seen: dict[str, tuple[str, Utterance]] = {}
    for utterance in discourse.utterances:
        for clause in re.split(r"[,;。:()]", utterance.text):
            masked = _LOOK_ALIKE.sub("□", clause)
            if len(clause) < 10 or masked == clause:
                continue
            other, _ = seen.setdefault(masked, (clause, utterance))
            if other != clause and clause in utterance.passage.text:
                start = utterance.passage.text.find(clause)
                words = (other[:20], f"同样的话别处写作“{other[:20]}”")
                yield _slip(utterance, "typo", (start, start + min(len(clause), 40)), words, Gravity.DOUBTFUL)


def _residue(discourse: Discourse) -> Iterator[Objection]:
    """The foot of a web page that was copied along."""
    for utterance in discourse.utterances:
        if match := _RESIDUE.search(utterance.passage.text):
            words = ("删去", "网页的页脚，不是通报的内容")
            yield _slip(utterance, "web_residue", (match.start(), match.end()), words, Gravity.DOUBTFUL)
            return
