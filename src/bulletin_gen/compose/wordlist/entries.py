"""The list of names of one county and period, group by group."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from bulletin_gen.compose.wording import speaker_of
from bulletin_gen.compose.wording.defining import unused_columns
from bulletin_gen.compose.wording.lexicon import ASSESSED, LISTS, PERIODS, text_of
from bulletin_gen.compose.wording.parse import parse_paragraph
from bulletin_gen.compose.wording.say import Speaker
from bulletin_gen.compose.wording.things import Amount, Weight
from bulletin_gen.county.basekeys import ways
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import DOCUMENT_LABELS

TOTALS, UNITS, LISTED, VALUES = "全部的数", "各组各单位的数", "名单", "分类和取值"
PERIOD, PLACED, BEHIND = "期间和公文", "表和人写的文字", "可以加在后面的词"
DEFINED = "还可以定义的计数"
GROUPS = (TOTALS, UNITS, LISTED, VALUES, PERIOD, PLACED, BEHIND, DEFINED)


class NameEntry(Struct, frozen=True):
    """One name: its group, how it is written, what it prints now, its rule in Chinese, a sentence with it and what that
    prints. ``like``: it is one of many of its kind, such as a unit; ``put``: what is written into a wording to have it,
    empty where that is not enough."""

    group: str
    name: str
    value: str
    rule: str
    example: str
    printed: str
    like: bool = False
    put: str = ""

    def has(self, word: str) -> bool:
        """Whether a word that is searched for stands in it."""
        return any(word in text for text in (self.name, self.rule, self.example, self.value, self.group))


def _shown(name: str) -> str:
    """What prints a name in its braces, or a line that holds some, as it is written."""
    parts = re.split("([{}])", name if "{" in name else f"{{{name}}}")
    return "".join(f"{{“{part}”}}" for part in parts if part)


class _Draft(Struct, frozen=True):
    """An entry before its sentence is said."""

    group: str
    name: str
    value: str
    rule: str
    example: str
    like: bool = False

    @property
    def put(self) -> str:
        """What is written for it: of what stands in a paragraph of its own the bare name, since the sentence only shows
        how that is spelled."""
        named = f"{{{self.name}}}" if self.example == _shown(self.name) else self.example
        return "" if self.group == DEFINED else named


def name_entries(facts: Facts, profile: Profile, slots: Mapping[str, str]) -> tuple[NameEntry, ...]:
    """Every name that can be written, each with a sentence that really prints what is said of it."""
    return _Lister(facts, profile, slots).entries()


class _Lister:
    def __init__(self, facts: Facts, profile: Profile, slots: Mapping[str, str]) -> None:
        self.facts, self.profile, self.slots = facts, profile, slots
        self.speaker: Speaker = speaker_of(facts, profile, slots)
        self.lexicon = self.speaker.lexicon
        self.main = next(iter(profile.measures))
        self.count = measure_label(profile, self.main)
        self.before = facts.desk.book.period.last_word

    def entries(self) -> tuple[NameEntry, ...]:
        parts = (
            self._totals,
            self._units,
            self._lists,
            self._values,
            self._periods,
            self._placed,
            self._behind,
            self._columns,
        )
        return tuple(self._said(draft) for part in parts for draft in part())

    def _said(self, draft: _Draft) -> NameEntry:
        self.speaker.slips = []
        printed = plain_text(self.speaker.paragraph(parse_paragraph(draft.example)))
        if self.speaker.slips:
            printed = f"（{self.speaker.slips[0].kind}）"
        return NameEntry(
            draft.group,
            draft.name,
            draft.value,
            draft.rule,
            draft.example,
            printed or "（本期没有，不印）",
            draft.like,
            draft.put,
        )

    # the whole

    def _totals(self) -> Iterator[_Draft]:
        total = self.facts.total
        for key in (*self.profile.measures, *self.profile.rates):
            label = measure_label(self.profile, key)
            unit = "件" if key in self.profile.measures else ""
            example = f"{label}{{{label}}}{unit}【，同比{{{label}：同比}}】【，环比{{{label}：环比}}】"
            if key in total and label not in self.lexicon.twice:
                yield _Draft(TOTALS, label, text_of(total[key]), total[key].rule, example)
        fixed = self._fixed_names(())
        yield from (_amount(TOTALS, name, self.lexicon.fixed[name]) for name in fixed)
        if self.lexicon.scored().members:
            mean = f"平均得分{{平均得分}}分【，较{self.before}{{平均得分：环比：分：提高、降低}}】"
            scored = self.lexicon.scored().scopes
            figure = self.facts.desk.mean("total", scored, "score")
            yield _Draft(TOTALS, "平均得分", text_of(figure), "参评单位的得分相加÷参评单位个数", mean)

    def _fixed_names(self, neutral: Collection[str]) -> Iterator[str]:
        periods = {*PERIODS, *DOCUMENT_LABELS, "热线名称", "地区"}
        yield from (name for name in self.lexicon.fixed if (name in periods) == bool(neutral))

    # groups and units

    def _units(self) -> Iterator[_Draft]:
        for group in self.lexicon.groups().members:
            name = group.called
            example = f"{name}{self.count}{{{name}：{self.count}}}件【，前三位是{{{name}：{self.count}前3}}】"
            yield _Draft(UNITS, name, f"{len(group.inner)}个单位", "分组：可以当名单，也可以写它的数", example)
        yield from self._assessed()
        for unit in self.facts.units:
            name, figure = unit.name.text, unit.prose.get(self.main)
            example = f"{name}{self.count}{{{name}：{self.count}}}件"
            yield _Draft(UNITS, name, text_of(figure), f"单位；现在的数是{self.count}", example, like=True)

    def _assessed(self) -> Iterator[_Draft]:
        for label, key in self.lexicon.amounts.items():
            scored = [unit for unit in self.facts.units if key in unit]
            if scored and (label in ASSESSED or key.startswith("term_")) and key not in self.facts.total:
                name = scored[0].name.text
                yield _Draft(
                    UNITS, label, text_of(scored[0][key]), f"每个参评单位都有；现在的数是{name}的",
                    f"【{name}{label}{{{name}：{label}}}】",
                )  # fmt: skip

    # lists

    def _lists(self) -> Iterator[_Draft]:
        rules = _one_name_each(self.lexicon.unit_lists)
        orders = _one_name_each(self.lexicon.order_lists)
        patterns = {
            "各组": "{名称}{个数}家",
            "等级": "{等级}级{个数}家",
            "等级变动": "{单位}由{原等级}级{升降}{等级}级",
        }
        for name in (*LISTS, *rules, *orders):
            listing = self.lexicon.list_named(name)
            if listing is None:
                continue
            pattern = patterns.get(name, "{单位}{件数}件" if listing.kind == "orders" else "{单位}")
            written = f"{name}：只列3" if name not in patterns else name
            rule = (
                "名单" if name in LISTS else "profile.yaml 里的名单" if name in rules else "profile.yaml 里的工单清单"
            )
            yield _Draft(LISTED, name, f"{len(listing.members)}个", rule, f"【{{{written}：{pattern}}}】")

    # categories

    def _values(self) -> Iterator[_Draft]:
        for key in self.profile.breakdowns:
            label = self.facts.breakdowns[key].label or key
            listing = self.lexicon.breakdown(key)
            counted = measure_label(self.profile, self.profile.breakdowns[key].measure)
            by = "" if self.profile.breakdowns[key].order == "count" else counted
            example = f"【{{{label}：{by}前3：{{名称}}{{件数}}件【，占{{占比}}】；}}】"
            yield _Draft(VALUES, label, f"{len(listing.members)}类", f"按此分的{counted}", example)
            for name in self.facts.desk.values.names(key):
                value = self.lexicon.value(key, name)
                example = f"【{name}{{{label}：{name}}}件【，占{{{label}：{name}：占比}}】】"
                now = text_of(value.count) if value else ""
                rule = f"{label}里的一个值；是{counted}；它的基数在 supplied.yaml 里写“{label}：{name}：{counted}”"
                yield _Draft(VALUES, f"{label}：{name}", now, rule, example, like=True)

    # dates, tables, words behind

    def _periods(self) -> Iterator[_Draft]:
        yield from (_amount(PERIOD, name, self.lexicon.fixed[name]) for name in self._fixed_names("neutral"))

    def _placed(self) -> Iterator[_Draft]:
        for name, rule in self.profile.tables.items():
            if rule.place == "body":
                yield _Draft(PLACED, f"表：{name}", "", "单独一段", _shown(f"表：{name}"))
        for called in (chart.called for chart in self.profile.charts.values()):
            yield _Draft(PLACED, f"图：{called}", "", "单独一段", _shown(f"图：{called}"))
        for rows in (*self._drawn_breakdowns(), "各期"):
            example = f"图：{rows}：{'件数：柱形' if rows != '各期' else f'{self.count}：折线'}"
            about = "单独一段：行、数、图形（柱形、条形、折线、环形、堆积柱形）"
            yield _Draft(PLACED, example, "", about, _shown(example))
        for rows in self._drawn_breakdowns()[:1]:
            about = "单独一段：数的后面写几期，每一项一条线；行也可以是一组单位、单位、分组"
            yield _Draft(PLACED, f"图：{rows}：件数：近6期", "", about, _shown(f"图：{rows}：件数：近6期"))
        for slot in self.slots:
            yield _Draft(PLACED, f"文字：{slot}", "", "人写的一节；一段的也可以放在句子里", _shown(f"文字：{slot}"))

    def _drawn_breakdowns(self) -> list[str]:
        return [rule.label or name for name, rule in self.profile.breakdowns.items()]

    def _columns(self) -> Iterator[_Draft]:
        """Columns of the exports that no count uses yet, each with the line that would count by it."""
        for label, line in unused_columns(self.profile):
            about = "导出表的列，还没有计数用它；要用，在 profile.yaml 的“计数”里加这样一行"
            yield _Draft(DEFINED, label, "", about, _shown(line))

    def _behind(self) -> Iterator[_Draft]:
        count, rates = self.count, [measure_label(self.profile, each) for each in self.profile.rates]
        named = [each for each in self.facts.desk.bases if each not in ("previous", "year_ago")]
        compared = [
            ("同比", f"【同比{{{count}：同比}}】"),
            ("环比", f"【较{self.before}{{{count}：环比：件：增加、减少}}】"),
        ]
        compared += [(f"较{each}", f"【比{each}{{{(rates or [count])[0]}：较{each}：高、低}}】") for each in named]
        rule = f"比较：升降的词由程序写，可以自己定：增加、减少；补写的基数，{ways(self.profile)}"
        yield from (_Draft(BEHIND, word, "", rule, example) for word, example in compared)
        words = (
            (
                f"{count}前3",
                f"按某个数（如{count}）最大的几个，0件、0%的不算；末位并列照 措辞 → 并列",
                f"【{{单位：{count}前3：{{单位}}{{{count}}}件}}】",
            ),
            (
                f"{count}后2",
                f"按某个数（如{count}）最小的几个，是0的也算，没有这个率、得分的不算；大家都一样的，没有最小的",
                f"【{{单位：{count}后2：{{单位}}{{{count}}}件}}】",
            ),
            ("有…", "名单里有这个数的，多的在前", f"【{{单位：有{count}：个数}}家】"),
            ("无…", "名单里这个数是0的", f"【{{单位：无{count}：个数}}家】"),
            ("只列3", "只写前几个名称，多了加“等”", f"【{{单位：有{count}：只列3}}】"),
            ("个数", "名单里有几个", "{单位：个数}家"),
            ("占比", "占全部的比重；个数的占参评单位", f"【{{单位：有{count}：个数：占比}}】"),
            (
                f"{count}第2",
                f"按某个数（如{count}）的第几个，如“其次是”",
                f"【其次是{{单位：{count}第2：{{单位}}（{{{count}}}件）}}】",
            ),
            (
                "环比前3",
                "比上期增加最多的几个；减少最多的写“环比后3”，同比也这样写",
                f"【{{单位：{count}环比前3：{{单位}}{{环比}}}}】",
            ),
            (f"{count}相差", "名单里最大的和最小的差多少", f"【最多与最少相差{{单位：{count}相差}}件】"),
            (
                f"{count}环比上升",
                "比上期增加的都列出；也可以写同比，写下降、持平",
                f"【{{单位：{count}环比上升：个数}}家】",
            ),
            ("其余", "前几个以外的", f"【其余{{单位：{count}前2：其余：个数}}家】"),
            (f"月均{count}", "每月多少件；按日的写日均", f"【日均{{日均{count}}}件】"),
            ("上期", "上一期的数；上年的写“上年同期”", f"【上期为{{{count}：上期}}件】"),
            ("万", "以万为单位，印成1.56万；位数照数字样式“万”", f"{{{count}：万}}件"),
            (
                "占本组",
                "占本组的比重；写组名的占那一组",
                f"【{{单位：{count}前1：{{单位}}占本组{{{count}：占本组}}}}】",
            ),
            ("占…", "占全部的哪个数", f"【{{{count}：占{count}}}】"),
            ("分段", "每一项另起一段", f"【{{各组：分段：{{名称}}{{{count}}}件。}}】"),
            ("全部", "在名单里说全部的数", f"【{{各组：{{名称}}（全部{{全部：{count}}}件）}}】"),
        )
        every = (*words, *_bounds_and_places(count))
        yield from (_Draft(BEHIND, word, "", rule, example) for word, rule, example in every)
        if rates:
            rate, about = rates[0], "某单位、某组、某类的率同全部的比"
            example = f"【{{各组：【{{名称}}{rate}比全部{{{rate}：较全部：高、低}}】}}】"
            yield _Draft(BEHIND, "较全部", "", about, example)


def _bounds_and_places(count: str) -> tuple[tuple[str, str, str], ...]:
    """Words behind a list for members past a bound, and behind a figure for its place."""
    past = "到了界限的：以上、以下、高于、低于、不少于、达到、为；率写%，“高于平均”“低于平均”同名单里的平均比"
    place = "某单位在本组（总名次：全部单位）、某类在各类里排第几，从高到低"
    return (
        (f"{count}10件以上", past, f"【{{单位：{count}10件以上：个数}}家】"),
        ("名次", place, f"【{{单位：{count}前1：{{单位}}居本组第{{{count}：名次}}位}}】"),
    )


def _amount(group: str, name: str, amount: Amount) -> _Draft:
    figure = amount.figure
    rule = amount.reason if figure is None else figure.rule or figure.source
    example = f"{{{name}}}" if amount.weight is Weight.NEUTRAL else f"【{name}{{{name}}}】"
    return _Draft(group, name, text_of(figure), rule, example if figure is not None else _shown(name))


def _one_name_each(names: Mapping[str, str]) -> list[str]:
    """The first name of each list: one may go by its label and by its key."""
    first: dict[str, str] = {}
    for name, key in names.items():
        first.setdefault(key, name)
    return list(first.values())


def plain_text(marked: str) -> str:
    """Marked text as it is printed, paragraphs parted by a blank."""
    pieces = (piece.partition(MIDDLE)[2] if MIDDLE in piece else piece for piece in marked.split(OPEN))
    return " ".join("".join(pieces).replace(CLOSE, "").split("\n\n"))
