"""Charts that a sentence describes by what they show: {图：诉求类型：件数、上年同期：柱形}.

Rows, then numbers with 、 between, then the form; a word such as 上期 behind a number is that number then. Periods
behind the numbers ({图：乡镇：受理：近6期}) draw a line for each of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.frugal import late
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.charts import chart_slips
from bulletin_gen.profile.checks.finding import Slip, conflict, unknown
from bulletin_gen.profile.document import ChartRule
from bulletin_gen.profile.terms import in_chinese
from bulletin_gen.profile.vocabulary import STANDING, VALUES

_FORMS = {VALUES[form]: form for form in ("column", "stacked", "bar", "polyline", "ring")}
_WORDS = ("上期", "上年同期", "累计")
_LAST = late(r"近(\d{1,2})期")
_OVER = late(r"(?:近\d{1,2}期|各期)$")
_COMPARED = {"上期": "与上期相比", "上年同期": "与上年同期相比"}


def described(steps: Sequence[str], profile: Profile) -> ChartRule | Slip:
    """The chart that the words behind 图 describe, or why there is none, in the words of the sentences: Chinese."""
    found = _described(steps, profile)
    if not isinstance(found, Slip):
        return found
    return replace(found, **{part: in_chinese(getattr(found, part)) for part in ("expected", "advice", "found")})


def _described(steps: Sequence[str], profile: Profile) -> ChartRule | Slip:
    if len(steps) == 1 and _rows(steps[0], profile) is None:
        return _unknown_rows(steps[0], profile)
    if len(steps) < 2 and not (steps and steps[0] in _breakdowns(profile)):
        return conflict((), "没有说画什么数", "行、数、图形，如{图：诉求类型：件数：柱形}", "写上数", "：".join(steps))
    rows, numbers, form = steps[0], steps[1] if len(steps) > 1 else "件数", steps[2] if len(steps) > 2 else ""
    if len(steps) == 2 and numbers in _FORMS:
        numbers, form = "件数", numbers
    found = _rows(rows, profile)
    if found is None:
        return _unknown_rows(rows, profile)
    if found["rows"] != "periods" and (over := _periods(form)):
        found = {**found, **over, "split": found["rows"]}
        rows, form = f"{rows}{form}", "".join(steps[3:4])
    values = _values(numbers, profile)
    if isinstance(values, Slip):
        return values
    if form and form not in _FORMS:
        advice = "改成其中一种；饼图写环形" if form.startswith("饼") else "改成其中一种"
        return conflict((), "不存在的图形", "、".join(_FORMS), advice, form)
    form = _FORMS.get(form, "polyline" if found["rows"] == "periods" else "column")
    rule = _made(found, values, form, _title(rows, numbers))
    return next(chart_slips((), rule, profile), rule)


def _unknown_rows(word: str, profile: Profile) -> Slip:
    known = dict.fromkeys((*_called(profile), *_rows_known(profile)))
    return next(unknown((), word, list(known), "图或图的行"))


def _made(found: Mapping[str, Any], values: Sequence[str], form: Any, title: str) -> ChartRule:
    return ChartRule.model_construct(
        _fields_set={*found, "form", "values", "title"}, **found, form=form, values=tuple(values), title=title
    )


def _title(rows: str, numbers: str) -> str:
    said = [each for each in numbers.split("、") if each not in _WORDS or each == "累计"]
    behind = next((_COMPARED[each] for each in numbers.split("、") if each in _COMPARED), "")
    lead = "" if _OVER.search(rows) else "{期间}"
    return f"{lead}{rows}{'、'.join(said)}{behind}"


def _breakdowns(profile: Profile) -> dict[str, str]:
    return {word: key for key, rule in profile.breakdowns.items() for word in (key, rule.label) if word}


def _lists(profile: Profile) -> dict[str, str]:
    return {word: key for key, rule in profile.lists.items() for word in (key, rule.label) if word}


def _groups(profile: Profile) -> dict[str, str]:
    return {
        word: group.name for group in profile.units.groups for word in (group.name, group.label, group.noun) if word
    }


def _periods(word: str) -> dict[str, Any] | None:
    """Periods as the profile would say them; None for another word."""
    if found := _LAST.fullmatch(word):
        return {"rows": "periods", "span": f"last {found[1]}"}
    return {"rows": "periods"} if word == "各期" else None


def _rows(word: str, profile: Profile) -> dict[str, Any] | None:
    """What the rows of a chart are, as the profile would say it."""
    if found := _periods(word):
        return found
    plain = {"单位": "units", "分组": "groups", "各组": "groups"}
    if word in plain:
        return {"rows": plain[word]}
    if word in (breakdowns := _breakdowns(profile)):
        return {"rows": f"breakdown.{breakdowns[word]}"}
    if word in (groups := _groups(profile)):
        return {"rows": "units", "groups": (groups[word],)}
    return {"rows": f"list.{lists[word]}"} if word in (lists := _lists(profile)) else None


def _rows_known(profile: Profile) -> Iterator[str]:
    yield from ("单位", "分组", "各期", "近12期")
    yield from (*_breakdowns(profile), *_groups(profile), *_lists(profile))


def _called(profile: Profile) -> Iterator[str]:
    yield from (rule.called for rule in profile.charts.values())


def _values(numbers: str, profile: Profile) -> list[str] | Slip:
    labels = {measure_label(profile, name): name for name in (*profile.measures, *profile.rates)}
    labels |= {STANDING[word]: word for word in ("count", "share", "score")}
    labels |= {name: name for name in (*profile.measures, *profile.rates)}
    values: list[str] = []
    for each in numbers.split("、"):
        if each in _WORDS and values:
            values.append(f"{values[-1].partition('：')[0]}：{each}")
        elif each in labels:
            values.append(labels[each])
        else:
            return next(unknown((), each, list(labels), "图里的数"))
    return values
