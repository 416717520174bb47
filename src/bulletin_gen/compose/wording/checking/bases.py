"""What sentences and tables hold against another period, or against a base of a name, that does not know it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bulletin_gen.facts.asked.changes import BASE_WORDS, Lacking
from bulletin_gen.facts.changes import BASE_KEYS, Base
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.issues import Issue, Place, warning
from bulletin_gen.profile import Profile

_WHOLE, _SHOWN = "全部", 3
_OF = {"score": "得分", "rank": "名次"}


def missing_bases(facts: Facts, profile: Profile) -> Iterator[Issue]:
    """A warning for each base and scope (the whole, the groups, the units, a breakdown) that names the figures which
    it does not know; what ``comparisons`` of the profile ask for is told there."""
    told = {(rule.of, rule.against) for rule in profile.comparisons.values() if rule.scope == "total"}
    found: dict[tuple[str, str, bool], list[tuple[Lacking, str]]] = {}
    for each in dict.fromkeys(facts.desk.lacking):
        scope, whose = _scope(each, facts)
        base = facts.desk.bases.get(each.against)
        if (scope == _WHOLE and (each.name, each.against) in told) or _is_new(each, scope, base, profile):
            continue
        if each.zero and whose:  # one of many that had none before is nothing to look after
            continue
        found.setdefault((each.against, scope, each.zero), []).append((each, whose))
    for (against, scope, zero), lacking in found.items():
        yield _issue(against, scope, lacking, profile, facts, zero=zero)


def _scope(each: Lacking, facts: Facts) -> tuple[str, str]:
    """What the figure is of, and which one of many that is."""
    key = each.figure.id.removeprefix("asked.").removeprefix("share.")
    kind, _, rest = key.partition(".")
    if kind == "units":
        return "各单位", rest.partition(".")[0]
    if kind == "groups":
        return "各组", rest.partition(".")[0]
    if kind == "values":
        breakdown, _, value = rest.partition(".")
        return facts.breakdowns[breakdown].label or breakdown, value.removesuffix(f".{each.name}").removesuffix(
            ".share"
        )
    return _WHOLE, ""


def _is_new(each: Lacking, scope: str, base: Base | None, profile: Profile) -> bool:
    """A value of a category that no order had in a period whose run recorded all that had any."""
    key = each.figure.id.removeprefix("asked.")
    if base is None or not key.startswith("values.") or not (base.codes or base.rules):
        return False
    siblings = f"values.{key.split('.')[1]}."
    return any(other.startswith(siblings) and other.endswith(f".{each.name}") for other in base.values)


def _issue(
    against: str, scope: str, lacking: Sequence[tuple[Lacking, str]], profile: Profile, facts: Facts, *, zero: bool
) -> Issue:
    word = BASE_WORDS.get(against, against)
    by_name: dict[str, list[str]] = {}
    for each, whose in lacking:
        by_name.setdefault(_called(each, profile), []).append(whose)
    names = "、".join(f"{name}{_members(whose)}" for name, whose in by_name.items())
    place = next((each.place for each, _ in lacking if each.place), None) or Place("正文")
    of = "" if scope == _WHOLE else f"{scope}的"
    if not against:
        return warning(
            "wording.no_base", "年初以来的累计没有印", place, found=f"{names}：{lacking[0][0].why}",
            expected="年初以来各期都有记录", advice="先生成缺的那几期的通报；暂时没有的，这几处不印",
        )  # fmt: skip
    if zero:
        return warning(
            "wording.zero_base", f"{word}的数是0，百分比没有印", place, found=f"{of}{names}", expected="大于零的基数",
            advice="要印增减多少件，写{…：环比：件：增加、减少}；照这样，这几处不印",
        )  # fmt: skip
    return warning(
        "wording.no_base", "没有基数，比较没有印", place, found=f"没有{word}的数：{of}{names}", expected=f"{word}的数",
        advice=_advice(against, word, facts.desk.bases, _key(lacking[0][0], scope, lacking[0][1], profile, facts)),
    )  # fmt: skip


def _key(each: Lacking, scope: str, whose: str, profile: Profile, facts: Facts) -> str:
    """How the base of a figure is written in supplied.yaml: 受理, 青石镇：受理, 诉求类型：咨询类：受理."""
    label = _called(each, profile)
    if scope == _WHOLE or not whose:
        return label
    if scope == "各单位":
        return f"{whose}：{label}"
    if scope == "各组":
        group = next((group for group in facts.groups if group.scope.key == whose), None)
        return f"{group.label.text if group else whose}：{label}"
    key = each.figure.id.removeprefix("asked.").removeprefix("share.").split(".")[1]
    if each.name not in profile.measures and each.name not in profile.rates:
        label = measure_label(profile, profile.breakdowns[key].measure)
    return f"{scope}：{whose}：{label}"


def _advice(against: str, word: str, bases: Mapping[str, Base], written: str) -> str:
    key = BASE_KEYS.get(against, against)
    given = f"在本期 supplied.yaml 的 基数 → {key} → 数字 里写上，如“{written}: 100”"
    if against not in BASE_KEYS:
        return f"{given}；暂时没有的，这几处不印"
    first = "" if against in bases and bases[against].values else f"先生成{word}的通报，或"
    return f"{first}{given}；暂时没有的，这几处不印（表里印“空格写”的字）"


def _called(each: Lacking, profile: Profile) -> str:
    if each.name in profile.measures or each.name in profile.rates:
        return measure_label(profile, each.name)
    return _OF.get(each.name) or each.figure.rule.partition("＝")[0] or each.name


def _members(whose: Sequence[str]) -> str:
    names = [each for each in dict.fromkeys(whose) if each]
    if not names:
        return ""
    return f"（{'、'.join(names[:_SHOWN])}{f'等{len(names)}个' if len(names) > _SHOWN else ''}）"
