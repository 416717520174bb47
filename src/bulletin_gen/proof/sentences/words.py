"""The words by which official sentences are read. No word here is the name of a unit, a county or a category."""

from __future__ import annotations

from bulletin_gen.leaves.frugal import late

#: What is counted. Longer words first.
COUNTED = (
    "人次|件次|个次|张次|通次|万次|家次|件|个|家|条|次|人|起|宗|笔|例|通|封|项|批|单|户|名|处|篇|份|场|台|辆|张|位|期|"
    "卷|班"
)
SPANS = "个工作日|工作日|个小时|小时|分钟|秒|天|日|个月|年|周"
MEASURES = "亿元|万元|元|平方米|公里|吨|米|吨"

UP = "延长|高出|超出|增长|上升|增加|提高|提升|升高|上涨|攀升|增多|增幅|增|升|高|多|上浮|走高|涨"
DOWN = "缩短|压缩|压减|压降|收窄|下降|减少|降低|回落|下滑|下跌|降幅|减幅|降|减|少|低|缩减|走低|跌"
#: At the end of what stands before a number: the number is a change.
CHANGE = late(
    rf"(?:(?P<up>{UP})|(?P<down>{DOWN})|(?:同比|环比)(?:增减|增减率|增速|变化)?)(?:率|幅度?)?(?:了|约|近|为|达|:|\()*$"
)
#: The same with 到, 至, 为: the number is a level (提高到95%).
LEVEL = late(rf"(?:{UP}|{DOWN}|达)(?:到|至)(?:了)?$|(?:高|多|低|最[高低])达(?:到)?$")
REFERENCE = late(
    r"(?P<year>同比|(?:相较|相比|较|比|与)?(?:上年|去年)(?:同期|同月|同季)?(?:相比)?)|"
    r"(?P<period>环比|(?:相较|相比|较|比|与)?(?:上个?(?:月|周|季度?|旬|期)|前一?(?:月|周|季度))(?:份)?(?:相比)?)|"
    r"(?P<other>(?:较|比)[^,;。]{1,14}?(?:平均值|平均水平|均值|平均))"
)
SHARE = late(r"(?:占(?!道|用|地|据|线)[^,;。:]{0,24}|比例|比重|份额)(?:为|约为|约|达|达到|:)?$")
SHARE_OF = late(r"占(?P<base>[^,;。:]*?)(?:的)?(?:比例|比重|比)?(?:分别|依次)?(?:为|约为|约|达|达到|:)?$")
RATE = late(r"(?P<name>[^,;。:、()]*?(?:率|满意度|比例))(?:[^率,;。:]{0,6}?)$")
#: A number that is a bound, not a count: before it, after it.
BOUND_BEFORE = late(
    r"(?:高于|低于|不低于|不高于|超过|不足|不到|未达到?|大于|小于|标准|达不到|满|≥|≤|>|<|(?<!及)以上|至)$"
)
BOUND_AFTER = late(r"^(?:\(?含?\)?)(?:以上|以下|以内|及以上|及以下|\(含\)|-|—|~|至\d|的(?:标准|要求|目标|最低)|之间)")
TOTAL = late(r"(?<!公)共计?|总计|合计|累计|总数|总量|全部|各类|总共|一共|总(?!体|局|工会)")
AMONG = late(r"^(?:其中|内含|包括|包含|含)[,:]?")
REST = late(r"^(?:其他|其它|其余|另外|剩余)")
#: Said of lists of some, not of all.
SOME = late(r"排名|前[一二三四五六七八九十\d]|较[大多高]|最[大多高]|主要|突出|居前|集中|热点")
#: A count of a day, not of the period.
MEAN = late(r"[日月周年旬季人户]均(?!值|水平|为[^,;。]*高)|每日|平均每|平均[日月]|日平均|平均$")
EVERY = late(r"每(?:件|个|次|项|天|日|人|超|发现|逾期)?[^,;。]{0,8}$")
ORDINAL_BEFORE = late(r"(?:第|前|后|名列|位列|排名?|位居|列)$")
#: Pairs that make up a whole without a word about it.
COMPLEMENTS = (
    (r"(?:本|当|今)(?:月|期|周|季)", r"(?:上|前)(?:月|期|周|季).*|结转"),
    (
        r"(?:已|按[期时])?(?<!未)(?:办结|结案|完成|回复|办理)",
        r"未(?:办结|结案|完成|回复)|办理中|在办|正在办理|待办|逾期|超期",
    ),
    (r"直接?(?:办|答|服务)|在线(?:办结|答复|解答)|即时", r"转办|交办|派|转派|转交|分派|交由|移交"),
    (r"有效", r"无效"),
    (r"已?(?:受理|解决|达标|回访|接通)", r"(?:未|不予|未予|不)(?:受理|解决|达标|回访|接通)"),
)
_TRIM = late(
    r"^(?:其中|分别(?:是|为)|包括|另有|另外|以及|还有|共有(?!效)|共计|共|有(?!效)|为|是|的|了|即(?!时|日|办|将)|[:,、;.…/|)—-]|"
    r"\(?[\d一二三四五六七八九十]{1,2}[.、)])+|"
    r"(?:共计|共有|合计|共|有|为|是|的|约|近|达到|达|均为|[:(…—-]|了)+$"
)


_INTRODUCED = late(
    r"^.*(?:[前后]?[一二三四五六七八九十两\d]+[位名家个]的?(?:单位)?|分别|依次|主要|较[多高少低好差]的)(?:是|为|有)"
)


def trimmed(label: str) -> str:
    """A label without the small words around it: 其中满意 → 满意, 咨询类共 → 咨询类, 前三位的是甲局 → 甲局."""
    label = _INTRODUCED.sub("", label)
    before = None
    while before != label:
        before, label = label, _TRIM.sub("", label)
    return label
