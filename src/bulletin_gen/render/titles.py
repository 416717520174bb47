"""Titles in several lines: broken at words, in the shape of a trapezium or a rhombus (7.3.1).

Without a dictionary of the language: a short list of the words official titles are made of, the joints between
phrases, and what must never be divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from msgspec.structs import replace

from bulletin_gen.leaves.frugal import late
from bulletin_gen.render.measure import width
from bulletin_gen.tree import Run, Text, plain

#: What is never divided: numbers with their units, Latin words, short names in brackets or quotation marks.
_SOLID = late(
    r"〔[^〕]{0,18}〕|（[^）]{0,18}）|《[^》]{0,18}》|“[^”]{0,18}”"
    r"|第?[0-9０-９〇一二三四五六七八九十.]+(?:年度?|月份?|日|号|期|周|季度|[件次个%％])"
    r"(?:[0-9]+(?:月份?|日|周))*|[0-9A-Za-z]+"
)
#: The words of which titles are made; longer ones first wins.
_WORDS = """
关于 进一步 有关 全县 全市 全区 全省 全国 人民政府 办公室 督查室 督查局 人民 政府 政务
服务 政务服务 便民 热线 市长 县长 书记 信箱 平台 网民 留言 群众 诉求 企业 承办 办理 办结
办件 交办 转办 督办 受理 处理 回访 满意 满意度 满意率 情况 运行 工作 考核 评价 综合 统计
分析 通报 通知 通告 简报 周报 月报 年报 报告 意见 决定 方案 办法 会议 纪要 专项 督查
督察 检查 整改 落实 推进 开展 完成 存在 问题 重点 事项 任务 目标 年度 季度 上半年 下半年
半年 月份 以来 期间 单位 部门 乡镇 街道 县直 市直 区直 各乡镇 各单位 办事处 汇总表 汇总
评分表 一览表 统计表 评价表 明细表 情况表 排名 数据 信息 公开 公共 社会 经济 建设 管理
安全 生态 环境 城市 农村 农业 行政 审批 营商 优化 提升 加强 改进 做好 规范 实施 质量
效率 时限 期限
"""
_WORD = late("|".join(sorted(re.findall(r"\S+", _WORDS), key=len, reverse=True)))
#: What the heads of tables are made of beside these.
_HEAD_WORDS = """
应办理 应办 按期 按时 超期 逾期 返工 案件 名称 指标 等级 扣分 得分 加分 结果 过程 响应 联系 分组 类别 件数 总量
占比 同比 环比 排名 名次 延期 退单 评议 回复 首次 平均 时长 用时 签收 及时 有效 解决
"""
_SHORT_WORD = late("|".join(sorted(re.findall(r"\S+", _WORDS + _HEAD_WORDS), key=len, reverse=True)))
#: A line may well end after these, and should not begin with those.
_JOINT_AFTER = late("[、，：；和与及暨对]$|(?:关于|有关)$")
_BAD_START = late("^[的了等、，：；。）〕》”和与及等]")
_PLACE_ENDS = "省市县区镇乡村局委办室院司处厅"
_MOST_LINES = 3
_UNKNOWN, _WORD_EDGE, _JOINT, _START_COST = 30, 6, 2, 400
#: What brackets hold belongs to what they follow.
_BEFORE_BRACKET = 24


@lru_cache(maxsize=512)
def title_lines(title: str, per_line: int) -> tuple[str, ...]:
    """A title as lines of at most ``per_line`` half characters; line ends in ``title`` itself are kept as they are."""
    if "\n" in title or width(title) <= per_line:
        return tuple(title.split("\n"))
    costs = _break_costs(title)
    least = -(-width(title) // per_line)
    if least > _MOST_LINES:
        return tuple(_filled(title, costs, per_line))
    for count in range(least, _MOST_LINES + 1):
        best = _best(title, costs, count, per_line)
        if best:
            return best
    return tuple(_filled(title, costs, per_line))


def _filled(title: str, costs: dict[int, int], per_line: int) -> Iterator[str]:
    """Lines filled one after another: a title of so many lines has no shape, and too many ways to seek one."""
    start = 0
    while width(title[start:]) > per_line:
        fitting = [cut for cut in range(start + 1, len(title)) if width(title[start:cut]) <= per_line] or [start + 1]
        end = max((cut for cut in fitting if cut in costs), default=fitting[-1])
        yield title[start:end]
        start = end
    yield title[start:]


def _best(title: str, costs: dict[int, int], count: int, per_line: int) -> tuple[str, ...]:
    choices = []
    for cuts in combinations(sorted(costs), count - 1):
        lines = _cut(title, cuts)
        widths = [width(line) for line in lines]
        if max(widths) <= per_line:
            choices.append((sum(costs[cut] for cut in cuts) + shape_cost(widths), lines))
    return min(choices)[1] if choices else ()


def _cut(title: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *cuts, len(title))
    return tuple(title[start:end] for start, end in zip(edges, edges[1:], strict=False))


def shape_cost(widths: list[int]) -> int:
    """How far lines are from a trapezium or rhombus: 0 is a pleasant shape. Equal lines and an hourglass are not."""
    steps = [after - before for before, after in zip(widths, widths[1:], strict=False)]
    cost = sum(4 for step in steps if abs(step) < 2) + sum(max(0, abs(step) - 8) for step in steps)
    waist = any(a < 0 < b for a, b in zip(steps, steps[1:], strict=False))
    stub = max(0, max(widths) // 3 - min(widths))
    return cost + 60 * waist + 2 * stub


def _break_costs(title: str) -> dict[int, int]:
    """Position → what it costs to break there. Positions inside what must stay whole are absent."""
    inside = {i for match in _SOLID.finditer(title) for i in range(match.start() + 1, match.end())}
    edges, within = _word_edges(title)
    costs = {}
    for position in range(2, len(title) - 1):
        if position not in inside:
            costs[position] = _cost(title, position, position in edges, position in within)
    return costs


@lru_cache(maxsize=512)
def within_words(text: str) -> frozenset[int]:
    """Positions before which a line should not end: each lies within a word, a number or a bracket."""
    found = (*_SHORT_WORD.finditer(text), *_SOLID.finditer(text))
    return frozenset(place for match in found for place in range(match.start() + 1, match.end()))


def _word_edges(title: str) -> tuple[set[int], set[int]]:
    edges: set[int] = set()
    within: set[int] = set()
    for match in (*_WORD.finditer(title), *_SOLID.finditer(title)):
        edges |= {match.start(), match.end()}
        within |= set(range(match.start() + 1, match.end()))
    return edges - within, within


def _cost(title: str, position: int, edge: bool, within: bool) -> int:
    before, after = title[:position], title[position:]
    if _BAD_START.match(after):
        return _START_COST
    if after[0] in "（〔":
        return _BEFORE_BRACKET
    if before.endswith("的"):  # “的通报” stays with its noun
        return _UNKNOWN
    if _JOINT_AFTER.search(before):
        return _JOINT if not before.endswith(("关于", "对")) else 4 * _UNKNOWN
    if within:
        return 4 * _UNKNOWN
    return _WORD_EDGE if edge or before[-1] in _PLACE_ENDS else _UNKNOWN


def broken(text: Text, lines: Sequence[str]) -> Text:
    """A text with its lines ended where ``lines`` end, which together are its characters."""
    if "".join(lines) != plain(text):
        return text  # it has line ends of its own
    ends = {sum(map(len, lines[: count + 1])) for count in range(len(lines) - 1)}
    found, at = [], 0
    for part in text:
        said = "".join(character + ("\n" if at + index in ends else "") for index, character in enumerate(part.text, 1))
        found.append(replace(part, text=said))
        at += len(part.text)
    return tuple(found)


def closing(content: Text, mark: str) -> Text:
    """The text with the closing mark that the standard asks for, unless it has it."""
    return content if plain(content).endswith(mark) else (*content, Run(mark))
