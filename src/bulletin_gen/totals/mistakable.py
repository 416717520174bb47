"""Figures that a reader takes for more than they are: total rows without those outside the registry, the first few of
many that are equal, rates of dispatches over orders."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.profile import Profile
from bulletin_gen.totals.printed import PrintedFigures


def left_out_of_rows(printed: PrintedFigures, facts: Facts, profile: Profile) -> Iterator[Issue]:
    """A warning for each table whose total row is of the registered units alone though others were handed orders that
    its columns count: a reader takes 合计 for all of them."""
    others = facts.outside
    if others is None:
        return
    said = "".join(passage.words for passage in printed.passages)
    for table in printed.tables:
        rule = profile.tables.get(table.name)
        if rule is None or rule.total is None or rule.outside or rule.groups or table.name not in facts.tables:
            continue
        missing = [
            figure
            for name in facts.tables[table.name].whole
            if name in profile.measures and name in others and (figure := others.prose[name]).value
        ]
        if missing and others.name.text not in said + table.notes:
            yield warning(
                "totals.outside",
                "合计行没有包括未登记单位",
                Place(file="通报", key=table.place),
                found=f"合计行没有{others.name.text}的{missing[0].text}件",
                expected="合计是全部的，或写明不含哪些",
                advice=f"给这张表写 outside: true（列出未登记单位），或在表注里写明不含{others.name.text}",
            )


def cut_among_equals(facts: Facts) -> Iterator[Issue]:
    """Breakdowns of the first few that leave out as many as the last of them has: 前五位 where seven have one each."""
    for name in facts.breakdowns:
        found = facts.breakdowns[name]
        if found.equal and found.leading:
            last = found.leading[-1]
            names = "、".join(found.equal[:3]) + ("等" if len(found.equal) > 3 else "")
            yield warning(
                "breakdown.ties_cut",
                "类别在并列处截断",
                found=f"“{found.label or name}”只列前{len(found.leading)}项，没有列的{names}{len(found.equal)}项与"
                f"末位{last.name.text}一样，都是{last.count.text}件",
                advice="核对要不要都列：改这个类别的“前几”，或在句中说明；取满为止的，不用改",
            )


def more_than_all(facts: Facts, profile: Profile) -> Iterator[Issue]:
    """Rates over 100% because dispatches are divided by orders: an order of two units is counted twice above the line
    and once below."""
    for name, rule in profile.rates.items():
        figure = facts.total.prose[name] if name in facts.total else None
        beyond = figure is not None and figure.value is not None and figure.value > 1 and not rule.per
        if beyond and not profile.by_orders(rule.numerator) and profile.by_orders(rule.denominator):
            assert figure is not None
            above, below = (measure_label(profile, each) for each in (rule.numerator, rule.denominator))
            yield warning(
                "rate.mixed",
                "率的分子按派单次数、分母按工单件数",
                Place(file="profile.yaml", key=f"rates.{name}"),
                found=f"“{rule.label or name}”{figure.text}：“{above}”一件派几个单位的算几次，“{below}”只算一次",
                expected="分子、分母一样计，不超过100%",
                advice=f"给“{above}”写 计法: 工单，或换一个按派单次数计的分母",
            )
