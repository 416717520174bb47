"""Terms of scores, grades and counts put into a profile's text, also where it has none of them yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile, read_profile_file, with_rule
from bulletin_gen.written.yamledit import Value
from bulletin_gen.written.yamlfile import KeyPath

TermKind = Literal["rate", "inverted", "penalty", "bonus", "constant"]
#: The kinds of terms that a form offers, each with what it is called.
TERM_KINDS: Mapping[TermKind, str] = {
    "rate": "按率得分（率越高越好）：率×分数", "inverted": "按率得分（率越低越好）：（1－率）×分数",
    "penalty": "每件（次）扣分", "bonus": "每件（次）加分", "constant": "固定分，如起评分",
}  # fmt: skip


def with_term(text: str, kind: TermKind, of: str, points: Decimal, group: str = "") -> str:
    """The text of a profile with one more term: ``of`` the rate or count that it is about, ``points`` (above zero) its
    full marks, or what one order adds or takes away. ``group``: whose score, where groups have their own. Where there
    is no score yet, there is one afterwards. Raises ``BulletinError`` where it does not fit with the other rules."""
    profile = parse_profile(text)
    if points <= 0:
        raise stop("desk.term", "分数要写正数", Place("profile.yaml"), found=str(points), expected="如 0.5")
    return _with_terms(text, [_term(profile, kind, of, points)], group)


def _term(profile: Profile, kind: TermKind, of: str, points: Decimal) -> dict[str, Value]:
    if kind == "constant":
        return {"name": "起评分", "constant": points}
    counted = kind in ("penalty", "bonus")
    if of not in (profile.measures if counted else profile.rates):
        wanted = "一个计数" if counted else "一个率"
        raise stop(
            "desk.term", f"{TERM_KINDS[kind].partition('：')[0]}要选{wanted}", Place("profile.yaml"),
            found=measure_label(profile, of) if of in profile.measures or of in profile.rates else of or "没有选",
            advice=f"在“按哪个数”里选{wanted}",
        )  # fmt: skip
    if counted:
        name = measure_label(profile, of) + ("扣分" if kind == "penalty" else "加分")
        return {"name": name, "measure": of, "per_item": -points if kind == "penalty" else points}
    return {"rate": of, "points": points, **({"inverted": True} if kind == "inverted" else {})}


def with_entries(text: str, kind: str) -> str:
    """The text of a profile whose every score takes in what people record as ``kind``: 加分 or 扣分."""
    groups = score_groups(read_profile_file(text).data)
    if not groups:
        raise stop("desk.term", "这种通报还没有评分", Place("profile.yaml"), advice="先在“规则”里加评分项")
    for group in groups:
        text = _with_terms(text, [{"name": kind, "entries": {"kinds": [kind]}}], group)
    return text


def _with_terms(text: str, terms: Sequence[Mapping[str, Value]], group: str) -> str:
    data = read_profile_file(text).data
    if not data.get("score"):
        return with_rule(text, ["score"], {"terms": list(terms)})
    path: KeyPath = ["score", group] if group in score_groups(data) and group else ["score"]
    held = data["score"] if path == ["score"] else data["score"][group]
    if "terms" not in held:
        raise stop("desk.term", "没有选是哪一组的评分", Place("profile.yaml"), advice="选一组再加")
    for index, term in enumerate(terms, start=len(held["terms"])):
        text = with_rule(text, [*path, "terms", index], term)
    return text


def score_groups(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Whose scores there are in the data of a profile's file: groups, or "" for one score for all; none, no score."""
    score = data.get("score") or {}
    return ("",) if "terms" in score else tuple(score)


def with_grades(text: str, grades: Sequence[tuple[str, str]]) -> str:
    """The text of a profile with these grades (name, and from which score on; the lowest without), high to low."""
    bands: list[Value] = []
    for name, start in grades:
        bands.append({"grade": name, **({"from": _number(start)} if start else {})})
    if not bands:
        raise stop("desk.grades", "没有写等级", Place("profile.yaml"), advice="一行一等，如 A 和 90；最后一等不写分数")
    return with_rule(text, ["grades"], bands)


def _number(text: str) -> Decimal:
    from decimal import InvalidOperation

    try:
        return Decimal(text)
    except InvalidOperation as reason:
        raise stop("desk.number", "不是数", Place("profile.yaml"), found=text, expected="如 90、0.5") from reason


def typed_points(text: str) -> Decimal:
    """Points as they were typed into a form. Raises ``BulletinError`` where that is no number."""
    return _number(text.removesuffix("分").strip() or "没有写")


def with_count(text: str, name: str, of: str, column: str, least: str) -> str:
    """The text of a profile with one more count among the orders of ``of``: how many have at least ``least`` in a
    column of whole numbers (返工次数…), or without ``least`` the sum of that column."""
    profile = parse_profile(text)
    if not name or name in profile.measures or name in profile.rates:
        raise stop("desk.count", "新的一项没有名称，或者名称已经有了", found=name, advice="起一个别的名称")
    if of not in profile.measures:
        raise stop("desk.count", "没有选在哪些工单里数", advice="选一个计数")
    counted: dict[str, Value] = {"of": of}
    if least:
        counted["where"] = {column: {"at_least": int(_number(least))}}
    else:
        counted["sum"] = column
    if profile.measures[of].assessed:
        counted["assessed"] = True
    return with_rule(text, ["measures", name], counted)
