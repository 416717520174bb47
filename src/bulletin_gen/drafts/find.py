"""Which run a draft was written by: as somebody names it, or as the draft itself carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from bulletin_gen.county.workspace import EARLIER, FACTS_FOLDER, open_county
from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.marks import RUN_PREFIX, digits_of, run_mark
from bulletin_gen.outputs import FACTS_FILE
from bulletin_gen.runs.record import RecordedPeriod, RecordedRun
from bulletin_gen.word.model import WordFile, paragraphs

#: How many folders above a draft its county may lie.
_ABOVE = 3


class _Whose(Struct, frozen=True):
    county: str
    period: RecordedPeriod


def find_run(
    path: Path, draft: WordFile, county: Path | None = None, period: str | None = None
) -> tuple[Path, RecordedRun] | None:
    """The facts.json that the draft at ``path`` is held against; none where it carries no mark and nobody names one.

    ``county`` is a county's folder, ``period`` the name of one of its periods, by default the one whose mark the draft
    carries. Raises ``BulletinError`` when what is named is not there or was recorded by an old program.
    """
    marks = _run_marks(draft)
    if county is not None:
        return _named(county, period, draft)
    if not marks:
        return None
    found = next((each for each in _nearby(path) if _mark_of(each) in marks), None)
    return _closest(found, draft) if found else None


def _closest(path: Path, draft: WordFile) -> tuple[Path, RecordedRun]:
    """The recorded run of the period whose figures the draft has the most of, by its marks: that in ``path``, or one
    that another run has replaced. So what the program wrote in another run is not called somebody's doing."""
    own = read_recorded(path)
    said = {
        bookmark.name: each.text[bookmark.start : bookmark.end]
        for each in paragraphs(draft.body)
        for bookmark in each.bookmarks
    }
    best, most = (path, own), _alike(own, said)
    if most == sum(bool(each.mark) for line in own.printed for each in line.figures):
        return best
    for other in sorted(path.parent.glob(f"{EARLIER}/{own.period.key}-????????.json")):
        for run in _readable([other]):
            if run.mark == own.mark and (alike := _alike(run, said)) > most:
                best, most = (other, run), alike
    return best


def _alike(run: RecordedRun, said: Mapping[str, str]) -> int:
    """How many figures of a run stand within their marks as they were printed."""
    found = ((each.mark, line.text[each.start : each.end]) for line in run.printed for each in line.figures)
    return sum(text[slice(*digits_of(text))] == said.get(mark) for mark, text in found if mark)


def find_runs(path: Path, draft: WordFile, county: Path) -> tuple[RecordedRun, ...]:
    """Every recorded run that the draft at ``path`` may have been written by, of its own county and period: beside it,
    in the county's folder, and those that later runs have replaced there.

    Raises ``BulletinError`` when there is none.
    """
    marks = _run_marks(draft)
    folder = open_county(county).folder / FACTS_FOLDER
    paths = [
        *_existing(path.resolve().parent),
        *sorted(folder.glob("*.json")),
        *sorted(folder.glob(f"{EARLIER}/*.json")),
    ]
    runs = tuple(_readable(each for each in paths if _mark_of(each) in marks))
    if not runs:
        known = "没有书签，看不出是哪一县哪一期的" if not marks else "稿件的书签与这个县各期的数据都对不上"
        raise stop(
            "drafts.unknown", "找不到这份稿件当初的数据", Place(file=path.name), found=known,
            expected=f"{folder} 里或稿件旁边的 facts.json", advice="用当时的工单重新运行 generate，再刷新这份稿件",
        )  # fmt: skip
    return runs


def _readable(paths: Iterable[Path]) -> Iterator[RecordedRun]:
    for path in paths:
        with suppress(BulletinError):  # written by an old program: another may do
            yield read_recorded(path)


def _run_marks(draft: WordFile) -> frozenset[str]:
    """What may be the mark of the run: the code of a figure may begin with the same letter."""
    names = (bookmark.name for each in paragraphs(draft.body) for bookmark in each.bookmarks)
    return frozenset(name for name in names if name.startswith(RUN_PREFIX))


def _named(folder: Path, period: str | None, draft: WordFile) -> tuple[Path, RecordedRun]:
    county, marks = open_county(folder), _run_marks(draft)
    if period is None:
        recorded = sorted((folder / FACTS_FOLDER).glob("*.json"))
        path = next((each for each in recorded if _mark_of(each) in marks), None)
        if path is None:
            known = "、".join(each.stem for each in recorded) or "无"
            raise stop(
                "drafts.period", "看不出这份稿件是哪一期的", Place(file=str(folder)), found=f"有数据的期间：{known}",
                advice="用 --period 写明期间，如 --period 2024-05",
            )  # fmt: skip
        return _closest(path, draft)
    try:
        path = county.facts_of(parse_period(period))
    except ValueError as reason:
        raise stop("workspace.period", "期间写法不对", found=period, advice=str(reason)) from reason
    if not path.is_file():
        raise stop(
            "drafts.no_facts", "没有这一期的数据", Place(file=str(path)), expected="generate 写出的 facts 文件",
            advice=f"先运行 bulletin-gen generate {folder} {period}",
        )  # fmt: skip
    return _closest(path, draft)


def _mark_of(path: Path) -> str:
    try:
        whose = msgspec.json.decode(path.read_bytes(), type=_Whose)
    except (OSError, msgspec.DecodeError):
        return ""  # not ours: any program may call its file facts.json
    return run_mark(whose.county, whose.period.key)


def _nearby(path: Path) -> Iterator[Path]:
    """Facts beside the draft, in the folders above it, and in the counties there."""
    here = path.resolve().parent
    yield from _existing(here)
    for folder in (here, *list(here.parents)[:_ABOVE]):
        yield from sorted((folder / FACTS_FOLDER).glob("*.json"))
        yield from sorted(folder.glob(f"*/{FACTS_FOLDER}/*.json"))


def _existing(folder: Path) -> Iterator[Path]:
    if (folder / FACTS_FILE).is_file():
        yield folder / FACTS_FILE
