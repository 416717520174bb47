"""What a run has recorded of a bulletin, as far as drafts are held against it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.marks import PrintedLine, run_mark
from bulletin_gen.tree import Chart


class RecordedFigure(Struct, frozen=True):
    """A figure as facts.json keeps it: the text printed, its rule and source in Chinese."""

    text: str
    rule: str = ""
    source: str = ""


class RecordedPeriod(Struct, frozen=True):
    """The period of a run: the name of its folder, and how it is called."""

    key: str
    name: str


class RecordedRun(Struct, frozen=True):
    """A facts.json: whose it is, every figure, every line that was printed, every chart. ``recorded_as``: its SHA-256,
    where it was read from a file."""

    county: str
    period: RecordedPeriod
    figures: dict[str, RecordedFigure]
    printed: tuple[PrintedLine, ...] = ()
    charts: tuple[Chart, ...] = ()
    recorded_as: str = ""

    @property
    def mark(self) -> str:
        """The mark that bulletins of this county and period carry."""
        return run_mark(self.county, self.period.key)


def read_recorded(path: Path) -> RecordedRun:
    """The run that ``path``, a facts.json, records.

    Raises ``BulletinError`` when it is none, or was written before bulletins recorded their lines.
    """
    try:
        content = path.read_bytes()
        found = msgspec.json.decode(content, type=RecordedRun)
    except (OSError, msgspec.DecodeError) as reason:
        raise _unusable(path, "不是 facts.json，或已损坏") from reason
    if not found.printed:
        raise _unusable(path, "是旧版程序写的，没有记下印出的文字")
    return replace(found, recorded_as=digest(content))


def _unusable(path: Path, found: str) -> BulletinError:
    return stop(
        "drafts.facts", "数据文件不能用来核对稿件", Place(file=path.name), found=found,
        advice="用当时的工单重新运行 generate，再核对",
    )  # fmt: skip
