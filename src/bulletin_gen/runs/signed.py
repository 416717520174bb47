"""定稿: the run of a period that was signed; what later periods are compared with stays as it was printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from bulletin_gen.county.workspace import FACTS_FOLDER, County
from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, stop, warning
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.publish import publish

#: The folder beside the facts that holds a mark for each signed period.
SIGNED = "定稿"


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """``facts``: the SHA-256 of the signed run's facts; ``signed_on``: the day it was marked."""

    facts: str
    signed_on: date


class _Run(Struct, frozen=True):
    """What any facts.json has."""

    county: str
    figures: dict[str, msgspec.Raw]


def mark_of(county: County, period: Period) -> Path:
    """Where it is kept that a run of the period was signed."""
    return county.folder / FACTS_FOLDER / SIGNED / f"{period.key}.json"


def signed_run(county: County, period: Period) -> Signed | None:
    """The signed run of the period, if any. ``BulletinError`` where its mark cannot be understood: then nobody knows
    what may be replaced."""
    path = mark_of(county, period)
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Signed)
    except (OSError, msgspec.DecodeError) as reason:
        raise stop(
            "signed.damaged", "定稿标记读不懂", Place(file=str(path)), found="文件已损坏，或被改动过",
            expected="sign 命令写的标记",
            advice=f"确认 {county.facts_of(period)} 就是印发的那一稿，删去这个标记，重新运行 sign",
        ) from reason  # fmt: skip


def sign(county: County, period: Period, day: date) -> Signed:
    """Marks the recorded run of the period as the one that was signed on ``day``; one that is marked already keeps its
    day. ``BulletinError`` where no run is recorded."""
    now, before = digest(_recorded(county, period)), signed_run(county, period)
    if before is not None and before.facts == now:
        return before
    made = Signed(now, day)
    publish({mark_of(county, period): msgspec.json.encode(made)})
    return made


def unsign(county: County, period: Period) -> bool:
    """Takes the mark away, also one that cannot be understood; whether there was one."""
    path = mark_of(county, period)
    found = path.exists()
    publish({}, [path] if found else [])
    return found


def stays_signed(county: County, period: Period, aside: Path) -> Issue:
    """What is said where a later run has not replaced the signed one; its facts lie ``aside``."""
    return warning(
        "signed.kept", "本期已定稿，存下的数据没有换（要换写 --replace-signed）",
        Place(file=str(county.facts_of(period))),
        found=f"这次的数据与定稿不同，另存为 {aside}",
        advice="以后的同比、环比仍用定稿；要以这次的为准，用 generate --replace-signed",
    )  # fmt: skip


def signed_replaced(county: County, period: Period) -> Issue:
    """What is said where a run has replaced the signed one, as it was told to."""
    return warning(
        "signed.replaced", "定稿的数据已换成这次的", Place(file=str(county.facts_of(period))),
        found="定稿标记已取消，原来的数据存入“以前”",
        advice="这次的印发以后，再用 sign 标为定稿",
    )  # fmt: skip


def _recorded(county: County, period: Period) -> bytes:
    path = county.facts_of(period)
    try:
        content = path.read_bytes()
        msgspec.json.decode(content, type=_Run)
    except (OSError, msgspec.DecodeError) as reason:
        raise _nothing_recorded(path, period, damaged=path.exists()) from reason
    return content


def _nothing_recorded(path: Path, period: Period, *, damaged: bool) -> BulletinError:
    return stop(
        "signed.nothing", "没有可以定稿的数据", Place(file=str(path)),
        found="文件读不懂" if damaged else "没有这个文件", expected=f"{period.name}的通报生成时存下的数据",
        advice=f"先运行 generate {path.parent.parent.name} {period.key}",
    )  # fmt: skip
