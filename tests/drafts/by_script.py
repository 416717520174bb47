"""The next period of an example county by the examples' own script: later days, other counts, other orders.

The script's dates are moved (days of a month that the next one lacks become its last), its seed is another one, and
what the orders must come to is moved by chance: so the next bulletin has other numbers, other units in its lists, and
other categories in front.
"""

from __future__ import annotations

import calendar
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bulletin_gen.county.workspace import open_county
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import rehearse
from bulletin_gen.runs.record import RecordedRun, as_record
from bulletin_gen.scaffold import new_period
from drafts.bulletins import EXAMPLES

Move = Callable[[date], date]
_WRITTEN = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_CALLED = re.compile(r"\bdate\((20\d\d), (\d+), (\d+)\)")
#: Not with every seed the script finds orders that come to what is wanted.
_TRIES = 40


def a_week_later(day: date) -> date:
    """The same day of the next week."""
    return day + timedelta(days=7)


def a_month_later(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _moved_script(county: str, was: str, period: str, move: Move, seed: str) -> ModuleType:
    """The county's module of the examples' script with every date moved."""
    sys.path[:0] = [str(EXAMPLES)] if str(EXAMPLES) not in sys.path else []
    path = EXAMPLES / "make" / f"{county}.py"
    text = path.read_text(encoding="utf-8")
    text = _WRITTEN.sub(lambda found: move(date(*map(int, found.groups()))).isoformat(), text)
    text = _CALLED.sub(lambda found: repr(move(date(*map(int, found.groups())))).removeprefix("datetime."), text)
    text = text.replace(f'"{county} {was}"', f'"{county} {period} {seed}"')
    text = re.sub(rf"{was}(?!-?\d)", period, text)
    module = ModuleType(f"moved_{county}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # dataclasses look their module up
    exec(compile(text, str(path), "exec"), module.__dict__)  # noqa: S102  # our own script
    return module


def _near(chance: random.Random, number: int, share: float = 0.3) -> int:
    return max(0, round(number * chance.uniform(1 - share, 1 + share)))


def _shared_out(chance: random.Random, whole: int, quotas: Mapping[str, int]) -> dict[str, int]:
    """Quotas of about the same shape whose sum is ``whole``."""
    from make.orders import spread

    weights = [max(1, _near(chance, count, 0.5)) for count in quotas.values()]
    return dict(zip(quotas, spread(chance, whole, weights), strict=True))


def _junan(script: Any, chance: random.Random) -> None:
    """Other counts for the week's units, channels, types and categories."""
    units = []
    for unit in script.targets():
        dispatches = max(2, _near(chance, unit.dispatches))
        closed = min(dispatches - 1, max(1, _near(chance, unit.closed)))
        called = min(closed, _near(chance, unit.called))
        opinions = {name: min(called, _near(chance, getattr(unit, name))) for name in ("process", "result")}
        units.append(replace(unit, dispatches=dispatches, closed=closed, called=called, **opinions))
    shared = sum(unit.dispatches for unit in script.targets()) - script.ORDERS
    script.ORDERS = sum(unit.dispatches for unit in units) - shared
    script.targets = lambda: [replace(unit) for unit in units]
    script.TYPES = _shared_out(chance, script.ORDERS, script.TYPES)
    script.CHANNELS = _shared_out(chance, script.ORDERS, script.CHANNELS)
    script.CATEGORIES = dict(script.CATEGORIES)  # the module that keeps them is the one of the examples
    firsts = {name: sum(count for count, _ in seconds.values()) for name, seconds in script.CATEGORIES.items()}
    firsts = _shared_out(chance, script.ORDERS, firsts)
    for name, seconds in [*script.CATEGORIES.items()]:
        shares = _shared_out(chance, firsts[name], {second: count for second, (count, _) in seconds.items()})
        script.CATEGORIES[name] = {second: (count, seconds[second][1]) for second, count in shares.items()}


def _pingjiang(script: Any, chance: random.Random) -> None:
    """Other counts for the month's units, boxes and categories; other orders overdue without excuse."""
    units = []
    for unit in script.targets():
        accepted, due = max(6, _near(chance, unit.accepted)), max(6, _near(chance, unit.due))
        late = min(due // 3, max(0, unit.due - unit.on_time + chance.randint(-1, 2)))
        rework, called = min(due // 4, _near(chance, unit.rework)), min(due // 2, _near(chance, unit.called))
        unhappy = min(called // 2, _near(chance, unit.dissatisfied, 0.9))
        moved = {"accepted": accepted, "due": due, "on_time": due - late, "rework": rework, "called": called}
        units.append(replace(unit, dissatisfied=unhappy, **moved))
    script.targets = lambda: units
    # Numbers of orders that fall into the new month: a unit less than in May, and another one.
    late_ones = {"三阳乡": ("228784",), "平江县住建局": ("231525", "236468", "238111"), "加义镇": ("241337",)}
    script.UNEXCUSED = late_ones
    script.BOXES = {box: _near(chance, count) for box, count in script.BOXES.items()}
    script.MAYOR_SATISFIED = script.BOXES["市长信箱"] - 3
    script.SETTLED = _near(chance, script.SETTLED)
    whole = script.SETTLED + sum(unit.accepted for unit in units)
    script.CATEGORY_COUNTS = _shared_out(chance, whole, script.CATEGORY_COUNTS)


#: County → its next period, how days move, what the orders come to.
NEXT: Mapping[str, tuple[str, Move, Callable[[Any, random.Random], None]]] = {
    "junan": ("2021-W44", a_week_later, _junan),
    "pingjiang": ("2024-06", a_month_later, _pingjiang),
}


def _other_words(written: str) -> str:
    """What somebody writes a period later under the same headings: all but the first paragraph is new."""
    parts = [each.strip() for each in written.split("\n\n") if each.strip()]
    plain = [at for at, each in enumerate(parts) if not each.startswith("#")]
    for at in plain[1:]:
        lead = re.match(r"\*\*.*?\*\*", parts[at])
        parts[at] = f"{lead[0] if lead else ''}这一期的情况另行研究，请各单位照{'甲乙丙丁戊己庚辛'[at % 8]}号方案办理。"
    return "\n\n".join(parts) + "\n"


@cache
def county_by_script(county: str, seed: int = 1) -> Path:
    """A copy of the county with the next period's orders as the examples' script makes them; the issue number and the
    day go on, as a clerk would fill them in."""
    period, move, recount = NEXT[county]
    folder = Path(tempfile.mkdtemp(prefix="script")) / county
    shutil.copytree(EXAMPLES / county, folder)
    last = open_county(folder).periods()[-1]
    new_period(folder, parse_period(period))  # what people write themselves is left to be written
    for attempt in range(_TRIES):
        script = _moved_script(county, last.key, period, move, f"{seed} {attempt}")
        recount(script, random.Random(f"{county} {seed} {attempt}"))
        try:
            script.make(folder.parent)
        except (ValueError, IndexError, AssertionError):
            continue
        break
    else:
        raise AssertionError(f"{county}: no orders with seed {seed}")
    written = (folder / last.key / "narrative.md").read_text(encoding="utf-8")
    (folder / period / "narrative.md").write_text(_other_words(written), encoding="utf-8")
    given = (folder / last.key / "supplied.yaml").read_text(encoding="utf-8")
    given = _WRITTEN.sub(lambda found: move(date(*map(int, found.groups()))).isoformat(), given)
    given = given.replace("第42期", "第43期").replace("受理: 1626", "受理: 1909")  # what the last bulletin printed
    given = re.sub(r"(期号: )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", given)
    (folder / period / "supplied.yaml").write_text(given, encoding="utf-8")
    return folder


@cache
def run_by_script(county: str, seed: int = 1) -> RecordedRun:
    """What the bulletin of that period would print."""
    return as_record(rehearse(county_by_script(county, seed), NEXT[county][0]))


def sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of texts, each with its end."""
    return [each for text in texts for each in re.split(r"(?<=[。；！？])", text) if each.strip()]
