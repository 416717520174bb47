"""What the period before had and this one has not at all: mostly a file that nobody put into the folder."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.facts.changes import Bases
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.indicators import Indicators
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile

#: Fewer of something may well be none a month later.
_MANY = 10


def vanished(profile: Profile, period: Period, indicators: Indicators, bases: Bases) -> Iterator[Issue]:
    """A warning for each measure that is counted from orders by itself, is 0 now and was not in the period before."""
    if not (base := bases.get("previous")):
        return
    for name, rule in profile.measures.items():
        before = base.values.get(f"total.{name}", 0)
        if rule.counts_rows and not rule.of and before >= _MANY and indicators.total.counts[name] == 0:
            earlier = period.previous().name
            yield warning(
                "measure.vanished",
                "上一期有、本期一件也没有",
                Place(key=measure_label(profile, name)),
                found=f"{earlier} {int(before)} 件，{period.name} 0 件",
                advice="看看是否漏放了文件（如信箱来信、上级交办的导出），或导出时少选了渠道；确实没有的可以不管",
            )
