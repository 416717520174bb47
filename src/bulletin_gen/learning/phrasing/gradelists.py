"""Sentences that name the units of each grade, with the points that the grade costs: 甲局、乙镇评为B级，扣2分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from bulletin_gen.learning.reading.matching import any_of
from bulletin_gen.learning.tying.paragraph import Tie, WorkParagraph
from bulletin_gen.learning.writing.rules import LearntRules
from bulletin_gen.leaves.frugal import late

_POINTS = r"(?P<lead>[，、]?[^，。；、\d]{0,6}?)(?P<sign>[扣加])(?P<points>\d+(?:\.\d+)?)(?P<unit>分)"
#: What profiles call what a grade costs or brings, and how sentences name it.
_HOW_MANY = r"[”\"]?(?:等次|等级|等|级|类|档)?(?:的)?(?:单位|部门|乡镇)?(?:有|为|共|共有)?(?P<many>\d+)(?=[个家])"
_EVERYBODY = late(
    r"全[县市区州旗省](?:的|共|共有)?(?P<many>\d+)(?=[个家](?:承办|责任|参评|考核|成员)?(?:单位|部门)(?:中|，|的|里))"
)
#: From two lines on there is a step between them.
_STEP_OF = 2
_KEYS = {"扣": ("deduct", "扣分"), "加": ("bonus", "加分")}


class _Graded(Struct, frozen=True):
    """The units of one grade as a sentence names them. ``said``: its words with names in place of units, grade and
    points; ``points``: as they are printed, or empty; ``at``: where they stand."""

    grade: str
    units: tuple[str, ...]
    said: str
    key: str
    points: str
    at: tuple[int, int]
    listed: str


class GradeLists(Struct):
    """Ties lists of the units of a grade, and how many they are. ``units``: name in prose → printed unit; ``grades``:
    printed unit → its grade in the annex; ``spans``: grade → the scores between which its line must lie."""

    units: Mapping[str, str]
    grades: Mapping[str, str]
    rules: LearntRules
    ties: list[Tie]
    spans: Mapping[str, tuple[Decimal | None, Decimal | None]] = {}

    def put(self, work: WorkParagraph) -> None:
        """Puts names in place of such lists: of neighbours that say the same of each grade together; and of the numbers
        of units of a grade."""
        if not self.grades:
            return
        runs: list[list[_Graded]] = []
        for one in self._graded(work.text):
            last = runs[-1][-1] if runs else None
            joined = last is not None and work.text[last.at[1] : one.at[0]] in ("；", "，", ";", "、")
            if last is not None and joined and (last.said, last.key) == (one.said, one.key):
                runs[-1].append(one)
            else:
                runs.append([one])
        for run in runs:
            if work.free(run[0].at[0], run[-1].at[1]):
                self._put(work, run)
        self._counts(work)  # those that stand in no list

    def _counts(self, work: WorkParagraph) -> None:
        """How many units have a grade: A等10个，B等13个，C等0个."""
        known = [*self.grades.values()]
        letters = "|A|B|C|D|E" if all(re.fullmatch("[A-E]", grade) for grade in known) else ""
        for found in re.finditer(rf"(?P<grade>{any_of({*known})}{letters}){_HOW_MANY}", work.text):
            grade, many = found["grade"], int(found["many"])
            fits = known.count(grade) == many and (grade in known or self._unseen(grade))
            if fits and work.free(*found.span("many")):
                put = f"{{等级：{grade}：个数}}"
                work.put(*found.span("many"), put)
                self.ties.append(Tie(found["many"], put, f"评为{grade}级的单位个数", work.text))

        for found in _EVERYBODY.finditer(work.text):
            if int(found["many"]) == len(known) and work.free(*found.span("many")):
                work.put(*found.span("many"), "{单位：个数}")
                self.ties.append(Tie(found["many"], "{单位：个数}", "单位个数", work.text))

    def _unseen(self, grade: str) -> bool:
        """Makes room for a grade that the text says nobody has, as far below the one before it as that is below its own
        neighbour. False where such a line would give somebody another grade."""
        rules = self.rules.grades
        place = next((i for i, rule in enumerate(rules) if rule["grade"] > grade), len(rules))
        lines = [Decimal(rule["from"]) for rule in rules[:place] if "from" in rule]
        if len(lines) < _STEP_OF or len(lines) < place - 1:
            return False
        start = lines[-1] - (lines[-2] - lines[-1])
        over, until = self.spans.get(rules[place - 1]["grade"], (None, None))
        if place < len(rules):
            fits, added = over is not None and start > over, {"grade": grade, "from": start}
        else:  # the lowest of those seen has a line now, too
            fits, added = until is not None and start <= until, {"grade": grade}
        if not fits:
            return False
        if place == len(rules):
            rules[-1]["from"] = start
        rules.insert(place, added)
        lined = rules[place if "from" in added else place - 1]["grade"]
        self.rules.remarks.append(f"{grade}级本期没有单位，分数线看不出，{lined}级暂按{start}分起：照考核办法改“等级”")
        return True

    def _put(self, work: WorkParagraph, run: Sequence[_Graded]) -> None:
        first, named = run[0], {one.grade for one in run}
        key, called = _KEYS.get(first.key, ("", ""))
        for one in run if key else ():
            self._costs(one, key)
        # The grades that cost points are the named ones, unless another sentence has made others cost some too.
        others = any(key in rule and rule["grade"] not in named for rule in self.rules.grades)
        which = f"：有{called}" if key and not others else ""
        if not which and named != set(self.grades.values()):
            return
        separator = work.text[first.at[1]] if len(run) > 1 else "；"
        work.put(first.at[0], run[-1].at[1], f"{{等级{which}：{first.said}{separator}}}")
        for one in run:
            self.ties.append(Tie(one.listed, f"{{等级{which}}}", f"评为{one.grade}级的单位", work.text))
            if one.points:
                self.ties.append(Tie(one.points, f"{{等级{which}：{called}}}", f"{one.grade}级{called}", work.text))

    def _costs(self, one: _Graded, key: str) -> None:
        for rule in self.rules.grades:
            if rule["grade"] == one.grade:
                rule[key] = one.points

    def _graded(self, text: str) -> Iterator[_Graded]:
        """The lists that hold all units of a grade and no others."""
        name, grade = any_of(self.units), any_of({*self.grades.values()})
        pattern = re.compile(
            rf"(?P<units>(?:{name})(?:(?:、|和|，)(?:{name}))*)(?P<words>[^，。；、\d]{{1,14}}?)"
            rf"(?P<grade>{grade})(?P<rest>\s*[类级档等]?[^，。；、\d扣加]{{0,4}})(?:{_POINTS})?"
        )
        for found in pattern.finditer(text):
            units = tuple(self.units[each] for each in re.findall(name, found["units"]))
            if set(units) != {unit for unit, each in self.grades.items() if each == found["grade"]}:
                continue
            points = f"{found['lead']}{found['sign']}{{{_KEYS[found['sign']][1]}}}分" if found["points"] else ""
            said = f"{{单位}}{found['words']}{{等级}}{found['rest']}{points}"
            yield _Graded(
                found["grade"], units, said, found["sign"] or "", found["points"] or "", found.span(), found["units"]
            )
        yield from self._headed(text, name, grade)

    def _headed(self, text: str, name: str, grade: str) -> Iterator[_Graded]:
        """Lists behind their grade, with or without their number: 评为优秀等次的9个：甲局、乙镇."""
        pattern = re.compile(
            rf"(?P<lead>(?:评为|评定为|定为|获评|获得|达到|列为)?[“\"]?)(?P<grade>{grade})"
            rf"(?P<rest>[”\"]?[^，。；、：\d]{{0,8}}?)(?:(?P<many>\d+)(?P<unit>[个家](?:单位)?))?(?P<colon>[：:，]|的?(?:有|是|为))"
            rf"(?P<units>(?:{name})(?:(?:、|和|，)(?:{name}))*)(?=[。；，\n]|$)"
        )
        for found in pattern.finditer(text):
            units = tuple(self.units[each] for each in re.findall(name, found["units"]))
            every = {unit for unit, each in self.grades.items() if each == found["grade"]}
            if set(units) != every or (found["many"] and int(found["many"]) != len(every)):
                continue
            many = f"{{个数}}{found['unit']}" if found["many"] else ""
            said = f"{found['lead']}{{等级}}{found['rest']}{many}{found['colon']}{{单位}}"
            yield _Graded(found["grade"], units, said, "", "", found.span(), found["units"])
