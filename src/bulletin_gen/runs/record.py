"""A recorded run as its facts.json keeps it: the one reader for drafts, comparisons and explanations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.marks import PrintedLine, run_mark
from bulletin_gen.tree import Chart

#: A number as it is kept: a whole one, or another exact one as text ("31/32", "97.4").
KeptNumber = int | str | None


class RecordedFigure(Struct, frozen=True):
    """A figure: the text printed, its exact numbers, rounding, rule and source in Chinese; ``parts``: the ids of those
    that it was worked out from."""

    text: str
    value: KeptNumber = None
    numerator: KeptNumber = None
    denominator: KeptNumber = None
    rounding: str = ""
    rule: str = ""
    source: str = ""
    parts: tuple[str, ...] = ()
    same: str = ""  # the id of the figure itself, where this is its line for other programs


class RecordedPeriod(Struct, frozen=True):
    """The period of a run: the name of its folder, and how it is called."""

    key: str
    name: str = ""


class RecordedDecision(Struct, frozen=True):
    """A decision; ``order_id`` is masked where it was personal, ``source`` says where it was read."""

    kind: str
    order_id: str = ""
    unit: str = ""
    points: KeptNumber = None
    grade: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    source: str = ""

    def __str__(self) -> str:
        about = (self.kind, self.order_id, self.unit, str(self.points or ""), self.grade, self.reason)
        return " ".join(part for part in about if part)


class RecordedCells(Struct, frozen=True):
    """How many cells of a column were blank, of how many."""

    blank: int
    of: int


class RecordedAccount(Struct, frozen=True):
    """What became of a sheet's rows."""

    file: str
    sheet: str
    read: int
    used: int
    set_aside: dict[str, int] = {}
    filling: dict[str, RecordedCells] = {}


class RecordedRun(Struct, frozen=True):
    """A facts.json: whose it is, every figure, every line that was printed, every chart, what was decided, the grades,
    what was read. ``recorded_as``: its SHA-256, where it was read from a file."""

    county: str
    period: RecordedPeriod
    figures: dict[str, RecordedFigure]
    printed: tuple[PrintedLine, ...] = ()
    charts: tuple[Chart, ...] = ()
    adjustments: tuple[RecordedDecision, ...] = ()
    grades: dict[str, str] = {}
    inputs: tuple[RecordedAccount, ...] = ()
    recorded_as: str = ""

    @property
    def mark(self) -> str:
        """The mark that bulletins of this county and period carry."""
        return run_mark(self.county, self.period.key)


_READER = msgspec.json.Decoder(RecordedRun)


def as_record(content: bytes) -> RecordedRun:
    """The run in the content of a facts.json; ``msgspec.DecodeError`` when it is none."""
    run = _READER.decode(content)
    own = {key: figure for key, figure in run.figures.items() if not figure.same}
    return run if len(own) == len(run.figures) else replace(run, figures=own)


def read_record(path: Path) -> RecordedRun:
    """The run that ``path``, a facts.json, records; ``BulletinError`` when it is none."""
    try:
        content = path.read_bytes()
        return replace(as_record(content), recorded_as=digest(content))
    except (OSError, msgspec.DecodeError) as reason:
        raise no_record(path) from reason


def no_record(path: Path) -> BulletinError:
    """What to say of a file that is no facts.json, or is not there."""
    return stop(
        "compare.facts", "没有可以比较的数据", Place(file=str(path)),
        found="文件读不懂" if path.exists() else "没有这个文件", expected="以前生成时存下的 facts.json",
        advice="先运行 generate，或用 --run 指明县文件夹 facts 里的一个文件",
    )  # fmt: skip
