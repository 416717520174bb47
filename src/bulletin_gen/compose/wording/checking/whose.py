"""Words that say whose a figure is, held against the braces: 乡镇 before {县直单位：…}, 甲局 before {乙局：…}; and
whether 分别为 takes its figures in the order of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from bulletin_gen.compose.wording.checking.around import Spoken
from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.names import BEFORE, BETWEEN
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.compose.wording.lexicon import LISTS, Lexicon
from bulletin_gen.compose.wording.syntax import Named
from bulletin_gen.compose.wording.things import Holder
from bulletin_gen.leaves.frugal import late

#: What kinds of unit are called, whatever an office calls its groups.
_KINDS: Mapping[str, Sought] = {
    "town": Sought("乡镇|镇街|镇乡|街镇|镇办|街道办?(?:办事处)?|镇（街|乡（镇", "镇 街道"),
    "direct": Sought("[省市县区州旗]直(?:单位|部门|机关)?|委办局", "直 委办局"),
    "firm": Sought("企业|公司", "企业 公司"),
    "zone": Sought("园区|开发区|功能区|管委会", "园区 开发区 功能区 管委会"),
    "county": Sought("县区|区县|县市区|县（市|各县|市区县", "县区 区县 县市区 县（市 各县 市区县"),
}
#: What may be said of departments beside other units, and is no claim by itself.
_DEPARTMENTS = Sought("部门|科室|单位", "部门 科室 单位")
_BRACKETS = late("[（）()、/／]")
_BUT = Sought("除[^，。；]*?(?:以外|之外|外)|除[^，。；]*$", "除")
_ITEMS = late("[、和及与]|以及")
_RESPECTIVELY = Sought("分别(?:同比|环比)?(?:为|是|达|达到|有|占|共|较[^，。；]{1,6}|转办|受理|办结)*$", "分别")
_APART = Sought("(?:%|件|个|宗|次|分|天|家|人)?(?:、|，|和|及|与|以及)")
_PLURAL = ("其他", "其它", "全部", "合计")


class Whose(Struct, frozen=True, dict=True):
    """Knows the names of groups, units and values."""

    lexicon: Lexicon

    @cached_property
    def members(self) -> tuple[Holder, ...]:
        """The groups."""
        return self.lexicon.groups().members

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """What groups are called, and the parts of such names → the keys of the groups."""
        found: dict[str, set[str]] = {}
        for group in self.members:
            for name in _group_names(group):
                for each in {name, _BRACKETS.sub("", name)}:
                    found.setdefault(each, set()).add(group.key)
        return {name: frozenset(keys) for name, keys in found.items() if len(name) > 1 and name not in LISTS}

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Each kind of unit → the groups that are of it."""
        found: dict[str, set[str]] = {}
        for group in self.members:
            for kind, words in _KINDS.items():
                if any(words.search(name) for name in _group_names(group)):
                    found.setdefault(kind, set()).add(group.key)
        return {kind: frozenset(keys) for kind, keys in found.items()}

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """Names in which words for groups stand, of measures, values, units and lists, the longest first."""
        lexicon = self.lexicon
        names = {*lexicon.amounts, *lexicon.unit_lists, *lexicon.facts.desk.by_name, *self.values} - self.groups.keys()
        return tuple(sorted(filter(self._means_groups, names), key=len, reverse=True))

    def _means_groups(self, text: str) -> bool:
        return any(name in text for name in self.groups) or any(words.search(text) for words in _KINDS.values())

    @cached_property
    def values(self) -> Mapping[str, frozenset[str]]:
        """Values of categories → the categories that have them."""
        found: dict[str, set[str]] = {}
        for key in self.lexicon.profile.breakdowns:
            for name in self.lexicon.facts.desk.values.names(key):
                found.setdefault(name, set()).add(key)
        return {name: frozenset(keys) for name, keys in found.items()}

    def mentioned(self, text: str) -> list[tuple[str, frozenset[str]]]:
        """The words of a text that mean groups, each with those that it can mean; departments with none."""
        if not self._means_groups(text):
            return []
        for name in self.masked:
            text = text.replace(name, "◇" * len(name))
        found: list[tuple[str, frozenset[str]]] = []
        for name in sorted(self.groups, key=len, reverse=True):
            found += [(name, self.groups[name])] * (name in text)
            text = text.replace(name, "◇" * len(name))
        rest = text
        for kind, words in _KINDS.items():
            found += [(word[0], self.kinds.get(kind, frozenset())) for word in words.finditer(rest)]
            rest = words.sub("◇", rest)
        if re.search("[、和及与各]" + _DEPARTMENTS.pattern + "|" + _DEPARTMENTS.pattern + "[、和及与]", rest):
            found.append(("部门", frozenset()))
        return found

    def restricted(self, each: Spoken) -> frozenset[str] | None:
        """The groups of which the braces' list or figure is; None where it is of all units, or of no units."""
        for named in (each.named, *reversed(each.lists)):
            for step in named.steps:
                if step.text in self.lexicon.unit_lists:
                    groups = self.lexicon.profile.lists[self.lexicon.unit_lists[step.text]].groups
                    return frozenset(f"groups.{name}" for name in groups) if groups else None
                if step.text in self.groups and (group := self.lexicon.group_named(step.text)) is not None:
                    return frozenset({group.key})
        return None

    def owners(self, named: Named) -> set[str]:
        """The units, groups and values that the braces name, each by the name that counts."""
        by_name = self.lexicon.facts.desk.by_name
        return {by_name.get(step.text, step.text) for step in named.steps}


def _group_names(group: Holder) -> list[str]:
    nouns = [group.scope.noun] if group.scope is not None and group.scope.noun else []
    return [group.key.removeprefix("groups."), group.called, *nouns]


def whose_doubts(braces: Sequence[Spoken], whose: Whose) -> Iterator[Doubt]:
    """Another group's, unit's or category's name before a list or a figure."""
    lexicon = whose.lexicon
    for each in braces:
        found = _other_group(each, whose) or _other_owner(each, whose) or _other_category(each, whose)
        if found:
            words, is_ = found
            yield Doubt(
                each.named.at, "wording.whose", "前面的话和括号里的不是一个范围",
                f"前面写“{words}”，括号里是{is_}", "改前面的话，或改括号里的",
            )  # fmt: skip
        elif found_any := _other_existence(each, lexicon):
            yield Doubt(
                each.named.at, "wording.whose", "前面的话和名单选的不一样",
                f"前面写“{found_any}”，括号里是“{each.named.written[:30]}”", "改其中一处：有的写“有…”，没有的写“无…”",
            )  # fmt: skip
    yield from _out_of_order(braces, whose)


def _other_existence(each: Spoken, lexicon: Lexicon) -> str:
    """没有超期的单位 before those that have some, 超期的单位 before those that have none."""
    if has := _list_of_none(each, lexicon):
        return has
    for step in each.named.steps:
        for word, none in (("没有", True), ("有", False), ("无", True)):
            label = step.text.removeprefix(word)
            if not step.text.startswith(word) or label not in lexicon.amounts or step.text in lexicon.amounts:
                continue
            piece = re.split("[，：（、]", each.before.rpartition("}")[2])[-1]
            said = re.search(f"(?P<not>[没无未零不][^，。；]{{0,5}})?{re.escape(label)}(?P<rest>.*)", piece)
            if said and bool(said["not"]) != none and not re.search("[没无未零不]", said["rest"]):
                return f"{said['not'] or ''}{label}"
            if _denied(each.behind, label, none=none):
                return each.behind
            if said is None and (other := _WITH_ANY.fullmatch(piece)) and other["label"] in lexicon.amounts:
                return other["label"]
    return ""


def _list_of_none(each: Spoken, lexicon: Lexicon) -> str:
    """均有工单 before the list 无工单单位."""
    name = next((step.text for step in each.named.steps if step.text in lexicon.unit_lists), "")
    none = re.match("(?:没有|无)(?P<what>.{2,})", re.sub("(?:承办)?单位$", "", name))
    if none is None:
        return ""
    said = re.search(f"(?:均|都|全部)有{re.escape(none['what'])}[^，。；]{{0,4}}$", each.close or each.before)
    return said[0] if said else ""


def _denied(behind: str, label: str, *, none: bool) -> bool:
    """Whether the words behind a list say the opposite of what it was picked by: {…无超期：个数}个单位有超期."""
    said = re.search(f"(?P<not>没有|没|无|未|零)?(?P<has>有|存在|发生|出现)?{re.escape(label)}", behind)
    if said is None or not (said["not"] or said["has"]):
        return False
    return bool(said["not"]) != none


#: 返工的单位有: nothing but what they have.
_WITH_ANY = Sought("(?:其中)?有?(?P<label>[^的有是为]{2,8}?)(?:工单|件)?(?:较多)?的?[^的有是为]{0,4}(?:有|是|为|：)")


def _other_group(each: Spoken, whose: Whose) -> tuple[str, str] | None:
    """The group that words name, where the list or figure is of others alone."""
    if each.lists:
        return None
    tail = _BUT.sub("", each.before.rpartition("}")[2])
    mentioned = whose.mentioned(tail) if len(whose.members) > 1 else []
    keys = {key for _, found in mentioned for key in found}
    mine = whose.restricted(each)
    if not keys or any(found == frozenset() for _, found in mentioned):
        return None
    everybody = {group.key for group in whose.members}
    if mine is None:
        first = each.named.steps[0].text
        if first not in ("单位", "参评单位", "等级") or keys == everybody or len(mentioned) > 1:
            return None
        return (mentioned[-1][0], "所有单位的") if keys < everybody else None
    if keys & mine or len({found for _, found in mentioned}) > 1:
        return None
    called = "、".join(group.called for group in whose.members if group.key in mine)
    return "、".join(dict.fromkeys(word for word, _ in mentioned)), f"“{called}”的"


def _other_owner(each: Spoken, whose: Whose) -> tuple[str, str] | None:
    """The unit, group or value right before the braces, where these are of another, or of the whole."""
    lexicon, steps = whose.lexicon, [step.text for step in each.named.steps]
    if each.lists or steps[0] in LISTS or steps[0] in lexicon.unit_lists or each.named.pattern is not None:
        return None
    words = BETWEEN.sub("", each.close)
    label = max((name for name in lexicon.amounts if words.endswith(name)), key=len, default="")
    said = re.sub("的$", "", BEFORE.sub("", words[: len(words) - len(label)] if label else words))
    if len(said) < 2 or said in lexicon.amounts or said in _PLURAL or each.before.removesuffix(each.close)[-1:] == "、":
        return None
    owners, by_name = whose.owners(each.named), lexicon.facts.desk.by_name
    unit, group = by_name.get(said), whose.groups.get(said)
    if unit is not None:
        known, fits = True, unit in owners
    elif group is not None:
        known, fits = True, any(f"groups.{name}" in group or name in whose.groups for name in owners)
    else:
        known, fits = said in whose.values, any(said in name or name in said for name in owners if len(name) > 1)
    if not known or fits:
        return None
    scoped = [name for name in steps if name in by_name or name in whose.groups or name in whose.values]
    plain = len(steps) == 1 and steps[0] in lexicon.amounts
    if scoped or (plain and label and steps[0] == label):
        return said, f"“{scoped[-1]}”的" if scoped else f"全部的“{steps[0]}”"
    return None


def _other_category(each: Spoken, whose: Whose) -> tuple[str, str] | None:
    """A category's name right before 前三位, where the list is of another category."""
    labels = {rule.label or key: key for key, rule in whose.lexicon.profile.breakdowns.items()}
    labels |= {key: key for key in whose.lexicon.profile.breakdowns}
    mine = next((labels[step.text] for step in each.named.steps if step.text in labels), "")
    if not mine:
        return None
    tail = each.before.rpartition("}")[2]
    for label, key in labels.items():
        name = re.escape(label)
        ranked = re.search(f"{name}(?:中|里|方面|的|数量|件数|，)*(?:居|排|位|前|后|最)", tail) or re.search(
            f"(?:前|后|最|第|首)[^，。；]{{0,6}}的{name}(?:是|为|有|依次|分别|：|$)", tail
        )
        own = next((name for name, of in labels.items() if of == mine), mine)
        if key != mine and ranked and own not in tail and len(label) > 1 and label not in own:
            return label, f"“{own}”"
    return None


def _out_of_order(braces: Sequence[Spoken], whose: Whose) -> Iterator[Doubt]:
    """办结率、满意率分别为{满意率}、{办结率}."""
    for index, each in enumerate(braces):
        led = _RESPECTIVELY.search(each.before)
        if led is None or each.lists:
            continue
        names = [name for name in _ITEMS.split(re.split("[，；：}]", each.before[: led.start()])[-1]) if name]
        figures = [each]
        for following in braces[index + 1 :]:
            short = "{" + "：".join(step.text for step in figures[-1].named.steps) + "}"
            rest = following.before.removeprefix(figures[-1].before + short)
            if following.lists or rest == following.before or not _APART.fullmatch(rest):
                break
            figures.append(following)
        if len(names) < 2 or len(figures) < 2:
            continue
        said = [_subject(name, whose) for name in names]
        if (other := _other_label(names[-1], figures, whose)) and len(names) == len(figures):
            yield _order_doubt(each, f"前面写“{other}”，后面是{each.named.written}")
            continue
        if "" in said:
            continue
        if len(names) != len(figures):
            found = f"前面{len(names)}个名称，后面{len(figures)}个数"
            yield _order_doubt(each, found)
            continue
        mine = [_meant_by(one, figure, whose) for one, figure in zip(said, figures, strict=True)]
        if not all(mine) and any(
            _meant_by(one, other, whose) for one, fits in zip(said, mine, strict=True) if not fits for other in figures
        ):
            written = "、".join(one.named.written for one in figures)
            yield _order_doubt(each, f"前面是{'、'.join(names)}，后面是{written}")


def _order_doubt(each: Spoken, found: str) -> Doubt:
    return Doubt(each.named.at, "wording.order", "“分别”前后的先后或个数不一样", found, "按前面名称的先后一个一个写")


def _other_label(name: str, figures: Sequence[Spoken], whose: Whose) -> str:
    """The measure behind the last of several owners (县直单位、乡镇满意率分别为), where no figure is of it."""
    amounts = whose.lexicon.amounts
    label = max((each for each in amounts if len(each) > 1 and name.endswith(each)), key=len, default="")
    owner = name.removesuffix(label)
    if not label or (owner not in whose.groups and owner not in whose.lexicon.facts.desk.by_name):
        return ""
    printed = [step.text for each in figures for step in each.named.steps if step.text in amounts]
    return label if printed and all(amounts[each] != amounts[label] for each in printed) else ""


def _subject(name: str, whose: Whose) -> str:
    """The measure, group, unit or value whose name ends an item of a row."""
    known = [
        each
        for each in (
            *whose.lexicon.amounts,
            *whose.groups,
            *whose.values,
            *whose.lexicon.facts.desk.by_name,
            *whose.lexicon.facts.grades,
        )  # fmt: skip
        if len(each) > 1 and name.endswith(each)
    ]
    return max(known, key=len, default="")


def _meant_by(name: str, figure: Spoken, whose: Whose) -> bool:
    amounts, steps = whose.lexicon.amounts, [step.text for step in figure.named.steps]
    if name in amounts:
        return any(amounts.get(step) == amounts[name] for step in steps)
    return whose.lexicon.facts.desk.by_name.get(name, name) in whose.owners(figure.named) or name in steps
