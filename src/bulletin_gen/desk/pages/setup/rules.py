"""The rules as forms: every value of the profile with its meaning, in sentences, the real scores beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from starlette.responses import JSONResponse, Response

from bulletin_gen.canonical import LABELS
from bulletin_gen.county.workspace import PROFILE, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.desk.pages.setup.scoring import score_forms
from bulletin_gen.desk.pages.setup.trying import (
    has_orders,
    path_of,
    refused,
    sent_profile,
    tried_profile,
    with_new,
    with_sent,
)
from bulletin_gen.explaining.ruling import Ruling, rulings
from bulletin_gen.facts import Facts
from bulletin_gen.facts.saved.explain import rule_of
from bulletin_gen.keeping.editing.describing import RuleField, fields_below, rule_labels
from bulletin_gen.keeping.handing import Handed, hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.numbers import Zeros
from bulletin_gen.leaves.periods import month, parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import style_names
from bulletin_gen.profile.load import parse_profile, read_profile_file, without_rules
from bulletin_gen.profile.measures import StyleRule
from bulletin_gen.profile.vocabulary import VALUES
from bulletin_gen.written.yamlfile import KeyPath, YamlFile

_SECTIONS = (
    ("评分", "score", "各项的满分、算法、舍入"), ("等级", "grades", "总分达到多少是哪一等，扣几分"),
    ("率", "rates", "哪个数除以哪个数，印成什么样"), ("计数", "measures", "每个数按哪个时间、什么条件计"),
    ("名单", "lists", "哪些单位列入，怎样排"),
    ("工单清单", "order_lists", "正文里点名的工单；这里的分只印在正文里，不改得分：要改得分，加一项评分"),
    ("用词", "wording", "升降、持平怎样说"),
)  # fmt: skip


#: Choices as the profile calls them; two of them with what comes of it.
_CALLED = VALUES | {"shared": f"{VALUES['shared']}（1、1、3）", "dense": f"{VALUES['dense']}（1、1、2）"}


class RulePart(Struct, frozen=True):
    """One rule: what it is called, its sentence, its fields with the name that each goes by in the form; ``place``: by
    which it is taken away, empty where it cannot be."""

    title: str
    sentence: str
    fields: tuple[tuple[str, RuleField], ...]
    place: str = ""


class NewPart(Struct, frozen=True):
    """What is typed for one more rule: ``place``, the list that it is put into; whether it has a name of its own; its
    fields, filled in like those of the last one."""

    place: str
    named: bool
    fields: tuple[tuple[str, RuleField], ...]


class RuleSection(Struct, frozen=True):
    """The rules of one kind, and what one more of them would say."""

    title: str
    about: str
    parts: tuple[RulePart, ...]
    more: NewPart | None = None


def rules(call: Call) -> Response:
    """The forms, or what was typed into them written back."""
    handed = hand_out(County(call.county).profile)
    text = text_of(handed)
    if call.posted:
        return _written(call, handed, with_sent(call, text))
    file, profile = read_profile_file(text, PROFILE), _profile_of(text)
    labels, (now, early) = rule_labels(file.data), _scores_now(call, profile)
    sections = [
        RuleSection(title, about, tuple(_parts(file, key, profile)), _more(file, key))
        for title, key, about in _SECTIONS
        if file.data.get(key)
    ]
    return page(
        call,
        "rules.html",
        sections=sections,
        hash=handed.hash,
        trying=has_orders(call),
        scores=now,
        early=early,
        called={**_CALLED, **labels, **_styles(profile)},
        conditions=LABELS,
        scored=profile is None or bool(profile.score),
        labels=labels,
        sentences=_sentences(call, profile),
        forms=score_forms(profile, text),
    )


def _sentences(call: Call, profile: Profile | None) -> tuple[Ruling, ...]:
    """The rules in words, as they may be published."""
    if profile is None:
        return ()
    period = has_orders(call)
    today = call.desk.today()
    return rulings(profile, parse_period(period) if period else month(today.year, today.month))


def _styles(profile: Profile | None) -> dict[str, str]:
    """Styles by how they print."""
    return {name: _style_words(profile.style(name)) for name in style_names(profile)} if profile else {}


def _style_words(style: StyleRule) -> str:
    digits = f"{style.digits}位小数" if style.digits else "整数"
    zeros = "" if style.zeros is Zeros.DROP or not style.digits else "，末尾的零也印"
    return f"{'百分数，' if style.percent else ''}{digits}，{style.rounding.word}{zeros}"


def _parts(file: YamlFile, key: str, profile: Profile | None) -> Iterator[RulePart]:
    section = file.data[key]
    if key == "wording":
        yield RulePart("用词", "", _named(fields_below(file, (key,))))
    elif key == "score":
        yield from _score_parts(file, section)
    else:
        for name in range(len(section)) if isinstance(section, list) else section:
            fields = tuple(fields_below(file, (key, name)))
            place = _json((key, name))
            yield RulePart(_title(section[name], name), _sentence(profile, key, name), _named(iter(fields)), place)


def _score_parts(file: YamlFile, score: Any) -> Iterator[RulePart]:
    """A score's own values, then its terms one by one; the same for each group that has a score of its own."""
    for path, each in [(("score",), score)] if "terms" in score else [(("score", name), score[name]) for name in score]:
        group = f"{path[-1]}：" if len(path) > 1 else ""
        own = [found for name in each if name != "terms" for found in fields_below(file, (*path, name))]
        yield RulePart(f"{group}总分", "", _named(iter(own)))
        for index, term in enumerate(each["terms"]):
            fields = fields_below(file, (*path, "terms", index))
            source = str(term.get("name") or term.get("rate") or term.get("measure") or "")
            title = term.get("label") or rule_labels(file.data).get(source) or source or f"第{index + 1}项"
            place = _json((*path, "terms", index))
            yield RulePart(f"{group}{title}", "", _named(fields), place)


def _more(file: YamlFile, key: str) -> NewPart | None:
    """One more rule of a section, like its last; None where rules are not listed or have several lists."""
    path: tuple[str | int, ...] = (key, "terms") if key == "score" and "terms" in file.data[key] else (key,)
    held = file.data[key][path[-1]] if len(path) > 1 else file.data[key]
    if key == "wording" or (key == "score" and len(path) == 1) or not held:
        return None
    last = len(held) - 1 if isinstance(held, list) else list(held)[-1]
    inner = len(path) + 1
    fields = tuple((_json(each.path[inner:]), each) for each in fields_below(file, (*path, last)))
    return NewPart(_json(path), isinstance(held, dict), fields) if all(name != "[]" for name, _ in fields) else None


def added(call: Call) -> Response:
    """One more rule, as it was typed; what does not fit with the others is refused and nothing is written."""
    handed = hand_out(County(call.county).profile)
    return _written(call, handed, with_new(call, text_of(handed)))


def removed(call: Call) -> Response:
    """A rule taken away; where others need it, that is said and nothing is written."""
    handed = hand_out(County(call.county).profile)
    return _written(call, handed, without_rules(text_of(handed), [path_of(call.text("remove"))]))


def _written(call: Call, handed: Handed, text: str) -> Response:
    parse_profile(text)  # what does not fit together is refused before it is written
    write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
    to = call.text("next")
    onward = (to, "supplied") if to in {each.key for each in County(call.county).periods()} else ("rules",)
    return go_to(call.county_address(*onward), "saved")


def _json(path: KeyPath) -> str:
    return json.dumps(list(path), ensure_ascii=False)


def _title(rule: Any, name: str | int) -> str:
    called = str(rule.get("label") or rule.get("grade") or "") if isinstance(rule, dict) else ""
    return called or (f"第{name + 1}项" if isinstance(name, int) else str(name))


def _sentence(profile: Profile | None, key: str, name: str | int) -> str:
    return rule_of(profile, str(name), "本期") if profile and key in ("measures", "rates") else ""


def _profile_of(text: str) -> Profile | None:
    try:
        return parse_profile(text)
    except BulletinError:
        return None  # the page of issues says why


def _named(fields: Iterator[RuleField]) -> tuple[tuple[str, RuleField], ...]:
    return tuple((_json(each.path), each) for each in fields)


def _scores_now(call: Call, profile: Profile | None) -> tuple[list[tuple[str, str, str, str]], bool]:
    """The scores, and whether they are of the orders alone because the period is not filled in yet."""
    period = has_orders(call)
    if not period:
        return [], False
    try:
        return scores(call.desk.surveys.whole(call.county, period).facts), False
    except BulletinError:
        early = _early(call, profile)
        return early or [], bool(early)


def _early(call: Call, profile: Profile | None) -> list[tuple[str, str, str, str]] | None:
    """The scores of the orders alone; None where there are none."""
    if profile is None or not profile.score:
        return None
    try:
        return scores(call.desk.surveys.early(call.county, parse_period(has_orders(call)), profile)) or None
    except BulletinError:
        return None


def scores(facts: Facts) -> list[tuple[str, str, str, str]]:
    """Group, name, score and grade of every unit that has a score."""
    figures, found = facts.figures, []
    for unit in facts.units:
        texts = [
            figures[name].text if (name := f"units.{unit.key}.{what}") in figures else "" for what in ("score", "grade")
        ]
        if texts[0]:
            found.append((unit.group, unit.name.text, *texts))
    return [(group, name, score, grade) for group, name, score, grade in found]


def tried(call: Call) -> Response:
    """The scores as they would be with what stands in the form."""
    try:
        return JSONResponse({"scores": scores(tried_profile(call).facts)})
    except BulletinError as reason:
        return _tried_early(call) or refused(call, reason)


def _tried_early(call: Call) -> Response | None:
    try:
        profile = sent_profile(call)
    except BulletinError:
        return None
    early = _early(call, profile)
    return JSONResponse({"scores": early}) if early else None


def file(call: Call) -> Response:
    """The file itself, for who would rather; what does not hold together is refused with its lines, nothing is lost."""
    handed = hand_out(County(call.county).profile)
    if not call.posted:
        return page(call, "yaml.html", text=text_of(handed), hash=handed.hash, refused=())
    text = call.long_text("text")
    try:
        parse_profile(text)
    except BulletinError as reason:
        return page(call, "yaml.html", 422, text=text, hash=call.text("hash"), refused=reason.issues)
    write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
    return go_to(call.county_address("rules", "file"), "saved")
