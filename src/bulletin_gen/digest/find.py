"""The whole digest: a county's period read, counted and held against what earlier runs recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from bulletin_gen.county.workspace import County
from bulletin_gen.digest import bounds, missing, moved, places, waiting
from bulletin_gen.digest.model import Digest, KeptOrders, Notice, NoticeKind, PastRun, Scene
from bulletin_gen.digest.past import Tracks, earlier_runs
from bulletin_gen.digest.rule import FEWEST
from bulletin_gen.digest.saying import Sayer
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.leaves.content import digest_of as content_digest
from bulletin_gen.leaves.issues import BulletinError, Issue, errors
from bulletin_gen.leaves.periods import Period
from bulletin_gen.pipeline import STEPS, GatheredPeriod, Options, assess, count, gather
from bulletin_gen.runs.kept import kept_path, read_dispatches, read_kept


def stand_out(folder: Path, wanted: str | None, tell: Callable[[str], None] = lambda step: None) -> Digest:
    """What stands out in a period of the county in ``folder``, the newest by default; nothing is written.

    ``tell`` is told the name of each step. Raises ``BulletinError`` as ``generate`` does, but where only a sentence
    cannot be said or a bulletin disagrees with itself: a digest is for before they are written.
    """
    found = gather(folder, wanted, Options(progress=tell))
    tell(STEPS[2])
    counts = count(found.rules, found.period, found.inputs, found.intake.dispatches, by_value=True)
    facts, issues = assess(found.rules, found.period, found.inputs, counts)
    if errors(issues):
        raise BulletinError(issues)
    tell("对比")
    past = earlier_runs(found.rules.county, found.rules.profile, found.period)
    before, remark = _orders_before(found)
    kept, lost = _orders_kept(found.rules.county, past)
    scene = Scene(found.rules.profile, found.period, found.inputs, found.intake, facts, past, before, kept)
    return digest_of(scene, issues, remark, lost)


def digest_of(scene: Scene, issues: tuple[Issue, ...] = (), *remarks: str) -> Digest:
    """What stands out in a scene; ``issues`` are those of its assessment."""
    tracks = Tracks(scene)
    sayer = Sayer(scene, tracks)
    notices = tuple(_notices(scene, tracks, sayer, issues))
    order = list(NoticeKind)
    return Digest(
        scene.profile.county,
        scene.period.name,
        tuple(run.period.name for run in scene.past),
        (*_remarks(scene, tracks), *filter(None, remarks)),
        tuple(sorted(notices, key=lambda each: order.index(each.kind))),
    )


def _notices(scene: Scene, tracks: Tracks, sayer: Sayer, issues: tuple[Issue, ...]) -> Iterator[Notice]:
    gone = missing.vanished(scene, tracks)
    told = moved.moved(tracks)
    prefixes = {series.prefix for series in gone}
    yield from moved.notices_of(scene, tracks, sayer, (each for each in told if each.series.prefix not in prefixes))
    yield from places.notices_of(scene, places.clusters(scene))
    yield from missing.notices_of(scene, tracks, sayer, gone, issues)
    yield from moved.records(scene, tracks, sayer, told)
    yield from bounds.notices_of(scene, sayer, bounds.lines(scene))
    yield from waiting.notices_of(scene)


def _orders_before(found: GatheredPeriod) -> tuple[pl.DataFrame | None, str]:
    """The orders of the period before, by which what is always so at a place is told from what is new; and a remark
    where they cannot be had."""
    last = found.period.previous()
    folder = found.rules.county.folder
    if not (folder / last.key).is_dir():
        return None, f"没有{last.name}的工单文件夹，“{NoticeKind.PLACE}”没有和{found.period.last_word}比"
    try:
        return gather(folder, last.key).intake.dispatches, ""
    except BulletinError as reason:
        first = reason.issues[0]
        return None, f"{last.name}的工单读不成（{first.kind}），“{NoticeKind.PLACE}”没有和{found.period.last_word}比"


def _orders_kept(county: County, past: Sequence[PastRun]) -> tuple[tuple[KeptOrders, ...], str]:
    """The orders that the runs of the last periods have kept; and a remark where some are damaged."""
    found, damaged = [], []
    for run in past[-places.PERIODS :]:
        facts = county.facts_of(run.period)
        path = kept_path(county, run.period, content_digest(facts)) if facts.is_file() else None
        try:
            kept = read_kept(path) if path is not None else None
            if path is not None and kept is not None and kept.has_orders:
                found.append(KeptOrders(run.period, read_dispatches(path)))
        except BulletinError:
            damaged.append(run.period.name)
    lost = f"{'、'.join(damaged)}存下的工单读不出来，“{NoticeKind.PLACE}”没有用这几期" if damaged else ""
    return tuple(found), lost


def _remarks(scene: Scene, tracks: Tracks) -> Iterator[str]:
    count = len(scene.past)
    if count < FEWEST:
        yield f"存下的以前各期只有{count}期，满{FEWEST}期才判断异动；以前各期照常生成一遍就有了"
    if scene.past and not any(key.startswith("values.") for run in scene.past for key in run.base.values):
        yield "以前各期没有存下各类别的数（县文件夹里有正文.txt 或正文.docx 时才存），类别、渠道的异动没有判断"
    if (by := places.place_column(scene)) != "district":
        how = "按承办单位看" if by else "没有看"
        yield f"工单里没有“所属区域”列，“{NoticeKind.PLACE}”{how}"
    for name, periods in tracks.other_rules.items():
        if periods:
            yield f"“{measure_label(scene.profile, name)}”的口径在{_listed(periods)}和现在不同，这几期没有用来比"


def _listed(periods: frozenset[Period]) -> str:
    names = [each.name for each in sorted(periods, key=lambda each: each.first)]
    return "、".join(names) if len(names) <= 3 else f"{names[0]}至{names[-1]}的{len(names)}期"
