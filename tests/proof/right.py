"""Bulletins made at random whose every number is right: nothing in them may be called wrong."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from bulletin_gen.leaves.numbers import NumberStyle, Zeros, format_number

_KINDS = ("咨询类", "求助类", "投诉类", "举报类", "建议类", "表扬类", "其他类")
_OFFICES = [
    "教育局",
    "公安局",
    "民政局",
    "财政局",
    "人社局",
    "住建局",
    "交通局",
    "水利局",
    "卫健局",
    "城管局",
    "税务局",
    "供电公司",
]
_TOWNS = ["东山镇", "西河镇", "南坪乡", "北关街道", "石桥镇", "柳林乡", "白沙镇", "青云街道", "龙门镇", "长乐镇"]
#: Sentences in which much looks like arithmetic and is none.
_EXTRAS = (
    "按时签收率、按期办结率、满意率分别为99.2%、98.75%、96.4%，分别比上月提高0.3、0.25、1.5个百分点。",
    "话务总量1.31万人次，同比增长7.77%；接通率97.3%，平均等待时长12.5秒，比上月缩短1.2秒。",
    "综合得分前三名为东山镇（98.5分）、西河镇（98.2分）、白沙镇（97.1分）。",
    "满意率低于90%的单位有3家：教育局85.1%、公安局84%、民政局80.2%。",
    "在全市14个县市区中排第3位，较上月上升2位。",
    "平均办理时长2.3天，比上月缩短0.4天，降幅14.8%。",
    "按期办结率比全市平均水平高1.35个百分点，比去年同期提高2.1个百分点。",
    "市长信箱受理15件，人民网留言8件，均已按时办结，办结率100%。",
    "退回重办率控制在3%以内，超过5%的单位约谈主要负责人，每超1件扣0.5分。",
    "7×24小时受理，10分钟内响应，1个工作日内签收，5个工作日内办结。",
    "全县20个乡镇街道中有18个实现零超期，城管局等12个单位满意率100%。",
    "一季度累计受理群众诉求5.2万件，完成年度目标的26.5%。",
    "会议明确，6月30日前完成2024年第2季度整改，〔2024〕12号文件同时废止。",
    "满意率由上月的95.2%提高到96.8%，不满意率降至1.1%。",
    "其中90%以上的诉求在3个工作日内办结，超过15天的仅2件。",
)


class Maker:
    """Makes sentences and tables of one bulletin by one office's habits."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        digits, zeros = self.random.choice((1, 2, 2, 2)), self.random.choice((Zeros.KEEP, Zeros.DROP))
        self.style = NumberStyle(digits, zeros=zeros, percent=True)
        self.total = self.random.randint(300, 60000)

    def percent(self, part: int, whole: int) -> str:
        """part ÷ whole as this office prints it."""
        return format_number(Fraction(part, whole), self.style)

    def split(self, total: int, count: int) -> list[int]:
        """``total`` in so many parts, the greatest first."""
        cuts = sorted(self.random.sample(range(1, total), count - 1))
        return sorted((b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)), reverse=True)

    def grown(self, now: int) -> str:
        """A growth of ``now`` from a whole base, with its direction."""
        base = max(1, now * self.random.randint(70, 140) // 100)
        base += base == now
        word = self.random.choice(("增长", "上升", "增加") if now > base else ("下降", "减少", "降低"))
        return f"{word}{self.percent(abs(now - base), base)}"

    def opening(self) -> str:
        """How many came in, how they were settled."""
        direct, sent = self.split(self.total, 2)
        ours, theirs = self.percent(direct, self.total), self.percent(sent, self.total)
        compared = self.random.choice(("同比", "较上月", "环比")) + self.grown(self.total)
        first = (
            f"3月份，全县12345热线共受理群众诉求{self.total}件，{compared}",
            f"本月，12345政务服务便民热线共接收各类诉求{self.total}件，{compared}",
            f"2024年3月，热线平台受理诉求共计{self.total}件",
        )
        second = (
            f"其中，直接办理{direct}件，转派承办单位{sent}件",
            f"其中在线答复{direct}件，占{ours}；转办{sent}件，占{theirs}",
            f"直办{direct}件（占比{ours}）、转办{sent}件（占比{theirs}）",
        )
        return f"{self.random.choice(first)}，{self.random.choice(second)}。"

    def rates(self) -> str:
        """Completion, satisfaction, comparisons in points."""
        due, called = self.random.randint(60, self.total), self.random.randint(30, self.total)
        closed = self.random.randint(due * 9 // 10, due)
        pleased = self.random.randint(called * 7 // 10, called)
        points = self.random.choice(("提高0.35个百分点", "下降1.2个百分点", "持平"))
        return (
            f"应办结{due}件，按期办结{closed}件，按期办结率{self.percent(closed, due)}，较上月{points}。"
            f"回访工单{called}件，群众满意{pleased}件，满意率{self.percent(pleased, called)}。"
        )

    def classes(self) -> str:
        """Shares of classes, all of them or the first few."""
        parts = self.split(self.total, len(_KINDS))
        mark = self.random.choice(("，占", "，占比", "，占总量的"))
        shares = [f"{mark}{self.percent(part, self.total)}" for part in parts]
        said = [f"{kind}{part}件{share}" for kind, part, share in zip(_KINDS, parts, shares, strict=True)]
        some = self.random.randint(3, 5)
        whole = f"从诉求类别看，{'；'.join(said)}。"
        return self.random.choice((whole, f"诉求量排名前{'零一二三四五'[some]}位的是：{'；'.join(said[:some])}。"))

    def hot(self) -> str:
        """A hot topic with its parts."""
        count = self.random.randint(20, max(self.total // 3, 21))
        parts = self.split(count, 3)
        return (
            f"城乡建设类{count}件，占比{self.percent(count, self.total)}，环比{self.grown(count)}。"
            f"主要涉及物业服务{parts[0]}件、道路设施{parts[1]}件、供水供气{parts[2]}件。"
        )

    def late(self) -> str:
        """Units that were late, one by one; orders under supervision."""
        names = self.random.sample(_TOWNS + _OFFICES, self.random.randint(2, 5))
        counts = sorted((self.random.randint(1, 6) for _ in names), reverse=True)
        listed = "、".join(f"{name}{count}件" for name, count in zip(names, counts, strict=True))
        told = f"逾期单位{len(names)}家，分别为{'、'.join(names)}。"
        count, left = self.random.randint(12, 90), self.random.randint(1, 9)
        supervised = f"督办件{count}件，已办结{count - left}件，{left}件正在办理。"
        return f"本月超期办结工单{sum(counts)}件，具体承办单位为：{listed}。{told}{supervised}"

    def channels(self) -> str:
        """Where they came from, all of them; three topics and their share together."""
        phone, net, chat, rest = self.split(self.total, 4)
        three = self.split(self.random.randint(30, self.total // 2), 3)
        return (
            f"从诉求来源看，电话{phone}件、网站{net}件、微信{chat}件、其他渠道{rest}件。"
            f"反映集中的问题：物业管理{three[0]}件、噪音扰民{three[1]}件、占道经营{three[2]}件，"
            f"合计占总量的{self.percent(sum(three), self.total)}。"
        )

    def table(self) -> str:
        """A table by units with rates and a total row."""
        names = self.random.sample(_OFFICES, 8)
        due = sorted((self.random.randint(5, 300) for _ in names), reverse=True)
        closed = [self.random.randint(max(each - 4, 1), each) for each in due]
        rows = [("单位", "应办数", "按期办结数", "按期办结率")]
        rows += [(n, str(d), str(c), self.percent(c, d)) for n, d, c in zip(names, due, closed, strict=True)]
        rows.append(("合计", str(sum(due)), str(sum(closed)), self.percent(sum(closed), sum(due))))
        return "\n".join(" | ".join(row) for row in rows)

    def bulletin(self) -> str:
        """A whole bulletin."""
        hot = "\n".join(self.hot() for _ in range(self.random.randint(1, 3)))
        extras = "\n".join(self.random.sample(_EXTRAS, 4))
        return "\n".join(
            (
                "某某县12345热线3月份情况通报", "一、基本情况", self.opening(), self.rates(), self.channels(),
                "二、诉求分类", self.classes(), hot, "三、办理情况", self.late(), extras, "附件：情况", self.table(),
            )
        )  # fmt: skip
