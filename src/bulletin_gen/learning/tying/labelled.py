"""Numbers whose own label says what they count: 应结案数24932件, 按期结案率89.62%."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.canonical import LABELS
from bulletin_gen.learning.finding.board import Atom, Board, Rule, together
from bulletin_gen.learning.finding.counts import Found
from bulletin_gen.learning.finding.heads import STRONG, names, time_of, value_before, weight
from bulletin_gen.learning.finding.rates import found_rate
from bulletin_gen.learning.saying import said
from bulletin_gen.learning.tying.paragraph import stem
from bulletin_gen.learning.tying.totals import HANDED, KnownNumber, Totals
from bulletin_gen.learning.writing.county import rate_of
from bulletin_gen.leaves.frugal import late

#: A count smaller than this proves a rule only by a time that the text goes by already; the smallest only by the time
#: of its own paragraph.
_LEAST = 30
_SOME, _FEWEST = 10, 3
#: Other counts so near (of the number) are held to come as near by chance; more of them than so many for each number
#: that there is within reach are told.
_REACH, _BY_CHANCE = 0.25, 0.1
#: So many digits of a rate say which it is.
_TELLING = 3
_LABEL = late(r"[\u4e00-\u9fff]{2,14}$")
_LEAD = late(r"^(?:本期|本月|本周|其中|共计|共|已|均|全部|目前|截至|累计|的|有|分别)+")
_FILLER = late(r"(?:为|达到|达|约|共|计|是|有|工单|总?数|数?量)+$")
_SAYS = late(
    r"受理|登记|来电|收到|接到|诉求|办理|办结|结案|办件|应办理?|应结案?|交办|转办|派单|派发|承办|转派|派遣|下派|在线|直接|自行|当场|"
    r"即时|回访|满意|超期|逾期|超时|按期|按时|及时|未|不|重|延期|解决|已|共有|上月|上期|上周|结转"
)
_SHORT = 6
_SUM = late(r"共有|合计|总计|共计|一共|总量|总数")
_CARRIED = late(r"上[月周期季年].{0,4}(?:未办|在办|未结|结转|遗留)|结转|遗留")
#: What citizens say when they are called back.
_SAID_LATER = ("result_opinion", "process_opinion", "resolved")
_SETTLED = late(r"直接|当场|在线|自行|即时|直办")
#: What was settled so has its answer.
_ANSWERED = late("答复|解答|回答|回复|办结|办毕")
#: Columns whose values sentences use as adjectives: 热线派单, 网站受理.
_ADJECTIVES = ("stream", "channel", "request_type")
#: What is said with another time than the text's, or with narrower dispatches, is less likely.
_TIMED, _TOLD, _OTHER_TIME, _NOT_HANDED, _BY_ORDER = 6, 4, 3, 1, 1


def label_before(text: str, place: int) -> str:
    """The words right before a number that say what it is: 结案率 of 其中结案率为."""
    found = _LABEL.search(re.sub(r"[：:]$", "", text[:place]))
    return _FILLER.sub("", _LEAD.sub("", found[0])) if found else ""


def closed_too(board: Board, rule: Rule, words: str) -> Rule:
    """What was answered on the line, as its words say, is closed: one that waits to be handed out is not, though this
    time none does."""
    named = {atom.column: atom for atom in rule.states}
    waiting = named.get("dispatched")
    closed = next((atom for atom in board.states if atom.column == "closed" and atom.condition is True), None)
    told = closed is not None and "closed" not in named and _ANSWERED.search(words)
    if waiting is None or waiting.condition is not False or closed is None or not told:
        return rule
    return rule.and_state(closed) if rule.bits & closed.bits == rule.bits else rule


def near_by_chance(number: int, sizes: Collection[int]) -> int:
    """How many of the counts that a label can mean are others than ``number``, and near it."""
    return sum(1 for size in sizes if size != number and abs(size - number) <= _REACH * number)


def short(label: str, rule: Rule) -> str:
    """A label from the first word that says what is counted: 转派 of 向各成员单位转派; of what is sorted by nothing
    that word alone: 受理 of 受理市民诉求."""
    found = _SAYS.search(label)
    if found and rule.time and not rule.atoms:
        return found[0]
    return label[found.start() :] if found and len(label) > _SHORT else label


def _usual(rule: Rule) -> str:
    """The time that a state's counts usually go by: what people say is known when they are called."""
    return "callback_at" if any(atom.column in _SAID_LATER for atom in rule.states) else "-"


class _Counted(Struct, frozen=True):
    rule: Rule
    handed: bool
    orders: bool
    cost: int


class Labelled(Struct):
    """Finds what a number is by its label alone, with the counts that its paragraph has named before."""

    totals: Totals

    def count(self, number: int, label: str, named: Sequence[str]) -> KnownNumber | None:
        """The count of all that has ``number`` and is what the label says."""
        time = self._time(named)
        for name, rule in self.totals.measures.items():
            # What a table or a list of units counts is meant before anything of the same number.
            if stem(name) in label and self.totals.size(rule, orders=False, handed=True) == number:
                return KnownNumber(f"{{{name}}}", str(number), (), f"全部单位的{name}")
        word = found[0] if (found := _SAYS.search(label)) else label
        for rule, name, orders, handed in self.totals.bases:
            if name in (label, word) and self.totals.size(rule, orders=orders, handed=handed) == number:
                return KnownNumber(f"{{{name}}}", str(number), (), f"全部{label}")
        fitting = [
            each
            for each in self._counted(label, time)
            if self.totals.size(each.rule, orders=each.orders, handed=each.handed) == number
        ]
        if self.totals.doubtful:
            fitting = [each for each in fitting if not each.rule.atoms]
        if number < _LEAST:
            used = {rule.time for rule, _, _, _ in self.totals.bases} if number >= _SOME else {time}
            fitting = [each for each in fitting if number >= _FEWEST and each.rule.time in (*used, _usual(each.rule))]
        if not fitting:
            return self.sum(number, label, named) or self._carried(number, label)
        best = min(fitting, key=lambda each: each.cost)
        best = replace(best, rule=closed_too(self.totals.board, best.rule, label))
        self._remember_doubt(number, label, best, fitting)
        self._remember_chance(number, label, best, time)
        known = self.totals.new_base(best.rule, short(label, best.rule), orders=best.orders, handed=best.handed)
        return KnownNumber(known.name, str(number), (), f"全部{label}")

    def _remember_doubt(self, number: int, label: str, best: _Counted, fitting: Sequence[_Counted]) -> None:
        """Where the same condition by another time gives the number too, nothing tells which is meant."""
        same = [
            each.rule
            for each in fitting
            if each.rule.states == best.rule.states and each.cost <= best.cost + _OTHER_TIME
        ]
        times = [LABELS[time] for time in dict.fromkeys(rule.time for rule in same if rule.time != best.rule.time)]
        if best.rule.states and times and number:
            self.totals.rules.unsure.append((f"{label}{number}", LABELS[best.rule.time], tuple(times)))

    def _remember_chance(self, number: int, label: str, best: _Counted, time: str) -> None:
        """Where so many other counts that the label can mean come near that one of them may be the number by chance,
        this one number is no proof: it is told."""
        sizes = {
            self.totals.size(each.rule, orders=each.orders, handed=each.handed) for each in self._counted(label, time)
        }
        others = near_by_chance(number, sizes)
        if best.rule.atoms and others > _BY_CHANCE * number * 2 * _REACH:
            self.totals.rules.alone.append((f"{label}{number}", said(best.rule), others))

    def sum(self, number: int, label: str, named: Sequence[str]) -> KnownNumber | None:
        """The sum of the two counts before: 本月共有工单, those taken in and those carried over."""
        known = self.totals.measures.items()
        sizes = {name: self.totals.size(rule, orders=False, handed=True) for name, rule in known} | self.totals.sizes
        match [name for name in named if name in sizes]:
            case [last, one, *_] if _SUM.search(label) and sizes[last] + sizes[one] == number:
                return self._added(label, number, [last, one], f"{one}＋{last}")
        return None

    def _carried(self, number: int, label: str) -> KnownNumber | None:
        """Orders taken in before the period that were open when it began."""
        board, rules = self.totals.board, self.totals.rules
        waiting = board.before & (board.times.get("closed_at", 0) | board.open)
        if (
            self.totals.doubtful
            or not _CARRIED.search(label)
            or number < _FEWEST
            or (waiting & board.dispatched).bit_count() != number
        ):
            return None
        parts: list[str] = []
        for name, time, state in (
            ("结转已办结", {"accepted_at": "before", "closed_at": "period"}, {}),
            ("结转未办结", {"accepted_at": "before"}, {"closed": False}),
        ):
            parts.append(rules.free(name))
            rules.measures[parts[-1]] = {"label": parts[-1], "time": time, "where": {"dispatched": True, **state}}
        return self._added(label, number, parts, "期初没有办结的")

    def _added(self, label: str, number: int, parts: Sequence[str], how: str) -> KnownNumber:
        rules = self.totals.rules
        words = label_before(label, len(label)) or "共有"
        name = rules.free(short(words, Rule("", ())))
        rules.measures[name] = {"label": name, "plus": list(parts)}
        rules.notes["measures", name] = "与正文印出的数相等"
        self.totals.sizes[name] = number
        return KnownNumber(f"{{{name}}}", str(number), (), how)

    def rate(self, printed: str, label: str, named: Sequence[str]) -> KnownNumber | None:
        """The rate of all that is printed so and is what the label says."""
        if not label.endswith("率") or self.totals.doubtful:
            return None  # of orders that are not the bulletin's one number proves no rate
        counts = [Found(name, rule) for name, rule in self._rules(named)]
        found = found_rate(
            together(self.totals.board), label, [printed], counts, self._time(named), self.totals.part, likely=True
        )
        if found.rule is None or found.misses:
            return None
        told = sum(letter.isdigit() for letter in printed.lstrip("0.")) >= _TELLING
        parts = {found.rule.numerator.bits, found.rule.denominator.bits}
        if found.rule.numerator.time != found.rule.denominator.time:
            return None  # of orders of two kinds one number proves nothing
        if printed in ("100%", "0%"):
            return None  # of what is always so nothing is told
        if not told and parts.isdisjoint(each.rule.bits for each in counts if each.rule is not None):
            return None  # 95% is the rate of too many things
        rules = self.totals.rules
        name = rules.free(label)
        made = rate_of(rules, name, found.rule)
        same = next((known for known, rate in rules.rates.items() if rate | {"label": ""} == made | {"label": ""}), "")
        if not same:
            rules.rates[name] = made
            rules.notes["rates", name] = "与正文印出的数相等"
            self.totals.rates.setdefault(name, found.rule)
        return KnownNumber(f"{{{same or name}}}", printed, (), f"全部单位的{label}", percent=True)

    def _rules(self, named: Sequence[str]) -> Iterator[tuple[str, Rule]]:
        known = {name: rule for rule, name, _, handed in self.totals.bases if handed} | self.totals.measures
        yield from ((name, known[name]) for name in named if name in known)

    def _time(self, named: Sequence[str]) -> str:
        """The time that the counts before go by, or that of what the text has handed out, or what most texts go by."""
        rules = [rule for name in named for rule, known, _, _ in self.totals.bases if known == name and rule.time]
        rules += [rule for name in named if (rule := self.totals.measures.get(name)) is not None and rule.time]
        handed = [rule.time for rule, _, _, out in self.totals.bases if out and rule.time == "dispatched_at"]
        handed += [
            rule.time for rule in self.totals.measures.values() if rule.time == "dispatched_at" and not rule.atoms
        ]
        return rules[0].time if rules else handed[0] if handed else next(iter(self.totals.board.times), "")

    def _counted(self, label: str, time: str) -> Iterator[_Counted]:
        """The counts that a label can mean: each condition that it names, together or alone."""
        board, spoken = self.totals.board, time_of(label)
        told = list(self._atoms(label))
        if spoken == "dispatched_at" and board.times.get("accepted_at") == board.everything:
            spoken = "accepted_at"  # an export of the orders taken in: what of them was handed out is meant
        for at in board.times:
            if spoken in STRONG and at != spoken:
                continue
            extra = 0 if at == (spoken or time) else _OTHER_TIME
            for states in ((), *((one,) for one in told), *combinations(told, 2)):
                if len({atom.column for atom in states}) < len(states) or not (states or spoken == at):
                    continue
                bits = board.times[at]
                for atom in states:
                    bits &= atom.bits
                yield from self._ways(label, Rule(at, states, None, bits), extra)

    def _ways(self, label: str, rule: Rule, extra: int) -> Iterator[_Counted]:
        settled = any(atom.column == "dispatched" for atom in rule.states)
        # A label that names its time says enough; of two states that it names one will do where both give the number.
        told = _TOLD if rule.states else _TIMED if time_of(label) in STRONG else 0
        speaks = extra + sum(atom.cost for atom in rule.states) - told + weight(label, rule.states[:1])
        # What is taken in are orders, whoever gets them; all else happens to what was handed to a unit.
        taken_in = rule.time == "accepted_at" and not rule.states
        for handed in (False,) if settled else (True, False):
            for orders in (True, False):
                odd = (0 if settled or handed != taken_in else _NOT_HANDED) + (0 if orders == taken_in else _BY_ORDER)
                yield _Counted(rule, handed, orders, speaks + odd)

    def _atoms(self, label: str) -> Iterator[Atom]:
        board = self.totals.board
        if _SETTLED.search(label):
            yield Atom("dispatched", False, board.everything & ~board.dispatched)
        if HANDED.search(label):
            yield Atom("dispatched", True, board.dispatched, 1)
        yield from (atom for atom in board.states if names(label, atom))
        yield from _adjectives(board, label)


def _adjectives(board: Board, label: str) -> Iterator[Atom]:
    """Values that a label begins with, in full or by their end: 热线 of 12345热线."""
    for column in _ADJECTIVES:
        for value, bits in board.columns[column].items():
            if value_before(label, value) not in ("", label):
                yield Atom(column, [value], bits, 2)
