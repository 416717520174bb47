"""Checks of what tables and charts say of several periods: which ones, and what may be added up over them."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import Path, Slip, conflict
from bulletin_gen.profile.document import ChartRule, TableRule
from bulletin_gen.profile.graph import narrowed_from, parts_of

#: How a span is written: the periods of this year, or the last so many.
YEAR = "year"
_LAST = late(r"last ([1-9][0-9]?)")
#: More than a year of weeks nobody draws; a free range of one day would go on for a year.
LONGEST = 60
#: What may stand behind a number in a row of a period.
PERIOD_WORDS = ("上期", "上年同期", "同比", "环比", "累计")


def length_of(text: str) -> int:
    """How many periods a span has; 0 for those of this year, and for what is no span."""
    found = _LAST.fullmatch(text)
    return int(found[1]) if found else 0


def span(path: Path, rule: TableRule | ChartRule, profile: Profile) -> Iterator[Slip]:
    """The span itself, and sums since new year of what cannot be added up."""
    if rule.span != YEAR and not 0 < length_of(rule.span) <= LONGEST:
        expected = f"year 或 last 12（不超过{LONGEST}期）；中文写 本年、近12期"
        yield conflict((*path, "span"), "期数的写法不对", expected, found=rule.span)
    if rule.words_of_periods is None and "span" in rule.model_fields_set:
        yield conflict((*path, "span"), "这里期数不起作用", "rows: periods，或有“名称：各期”的列", "删去 span")
    for index, column in enumerate(rule.columns):
        name, word = column.compared
        if word == "累计" and (why := not_added_over_time(profile, name)):
            key = ("values", index) if isinstance(rule, ChartRule) else ("columns", index, "value")
            yield conflict((*path, *key), "不能逐期相加的数", "每件只落在一期里的计数，或其比率", why, column.value)


def not_added_over_time(profile: Profile, name: str) -> str:
    """Why the values of a measure or a rate in several periods do not add up to that of all of them; "" where they
    do: each order is counted in one of them alone."""
    parts = parts_of(profile, name)
    rule = profile.measures.get(name)
    if rule is None or rule.plus or rule.less:
        return next((why for part in parts if (why := not_added_over_time(profile, part))), "")
    label = rule.label or name
    if rule.supplied:
        return f"“{label}”由人工提供，不知道能不能相加；累计数也请人工提供"
    asked = (profile.measures[each].time for each in narrowed_from(profile, name))
    within = [column for times in asked for column, when in times.items() if when == "period"]
    if not within:
        return f"“{label}”是截至某一时刻的数，同一件会算在好几期里"
    if rule.count == "orders" and "accepted_at" not in within:
        return f"“{label}”按工单计件而不按受理时间，一件派几个单位的会算在好几期里"
    return ""
