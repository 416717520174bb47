"""What stands beside a recorded run's facts: the dispatches that were counted, and what everything was made from.

``facts/工单/期间-XXXXXXXX.parquet``, where X are the first digits of the facts' SHA-256. The dispatches are as intake
hands them over, without personal data; numbers of citizens that slipped into other columns are masked. The rest
travels in the file's metadata: SHA-256 of every file that was read, and the rules themselves, by which the dispatches
were counted. A run from counts alone has no dispatches to keep, and its file says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from bulletin_gen.county.workspace import EARLIER, FACTS_FOLDER, County
from bulletin_gen.leaves.content import digest_of
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.personal import MAY_HOLD_NUMBER, SHORTEST, masked, masked_id

if TYPE_CHECKING:
    import polars as pl

#: The folder below the facts.
ORDERS = "工单"
#: What of a shared workbook was given to a county is named so among its inputs: the county does not have it.
SHARED = "总表/"
_SUFFIX = ".parquet"
_META = "bulletin-gen/run"


class KeptRun(Struct, frozen=True):
    """``facts``: SHA-256 of the facts beside which it stands; ``inputs``: name within the county's folder → SHA-256;
    ``profile``: the text of profile.yaml; ``has_orders``: whether the dispatches are there."""

    facts: str
    inputs: Mapping[str, str]
    profile: str
    has_orders: bool = True


def kept_path(county: County, period: Period, facts: str) -> Path:
    """Where what was counted is kept of the run whose facts have the SHA-256 ``facts``."""
    return county.folder / FACTS_FOLDER / ORDERS / f"{period.key}-{facts[:8]}{_SUFFIX}"


def input_digests(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of the files that are there, under their names within the county's ``folder``, or absolute ones."""
    found = {}
    for path in paths:
        if path.is_file():
            inside = path.is_relative_to(folder)
            found[(path.relative_to(folder) if inside else path).as_posix()] = digest_of(path)
    return found


def kept_content(inputs: Mapping[str, str], profile: str, dispatches: pl.DataFrame | None, facts: str) -> bytes:
    """The file for the run with these ``facts``; ``dispatches``: None where the run had counts alone."""
    import polars as pl

    run = KeptRun(facts, inputs, profile, has_orders=dispatches is not None)
    frame = pl.DataFrame({"order_id": []}, schema={"order_id": pl.String}) if dispatches is None else dispatches
    buffer = io.BytesIO()
    deidentified(frame).write_parquet(buffer, compression="zstd", metadata={_META: msgspec.json.encode(run).decode()})
    return buffer.getvalue()


def read_kept(path: Path) -> KeptRun | None:
    """What ``path`` says of its run; None where nothing was kept. ``BulletinError`` where it is damaged."""
    import polars as pl

    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(pl.read_parquet_metadata(path)[_META], type=KeptRun)
    except (OSError, KeyError, msgspec.DecodeError, pl.exceptions.PolarsError) as reason:
        raise _damaged(path) from reason


def read_dispatches(path: Path) -> pl.DataFrame:
    """The dispatches kept in ``path``. ``BulletinError`` where it is damaged."""
    import polars as pl

    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as reason:
        raise _damaged(path) from reason


def deidentified(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with citizens' numbers masked in every column of texts.

    Where an order's number is one, it is named by the place of its first row instead, so that two never become one
    and the clerk still finds it. A hash would not do: telephone numbers are few enough to try them all.
    """
    import polars as pl

    changed = []
    for name, kind in frame.schema.items():
        if kind != pl.String:
            continue
        replaced = _order_names(frame) if name == "order_id" else _masked_texts(frame[name])
        if replaced:
            changed.append(pl.col(name).replace(replaced))
    return frame.with_columns(changed)


def _masked_texts(column: pl.Series) -> dict[str, str]:
    long = column.filter(column.str.len_chars() >= SHORTEST).unique()
    return {text: found for text in long.to_list() if text is not None and (found := masked(text)) != text}


def _order_names(frame: pl.DataFrame) -> dict[str, str]:
    import polars as pl

    if not {"source_file", "source_sheet", "source_row"} <= set(frame.columns):
        return {}
    # Nearly no order's number is, or holds, a citizen's: only what might is looked at one by one.
    first = frame.filter(pl.col("order_id").str.contains(MAY_HOLD_NUMBER))
    first = first.unique("order_id", keep="first", maintain_order=True)
    rows = first.select("order_id", "source_file", "source_sheet", "source_row").iter_rows()
    return {
        order: f"{masked_id(order)}（{masked(str(file or ''))} {masked(str(sheet or ''))} 第{row}行）"
        for order, file, sheet, row in rows
        if order is not None and masked_id(order) != order
    }


def changed_since(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Which inputs are not as they were, in words, each once. What a county was given of a shared workbook is not
    looked at: it does not have it."""
    said = []
    for name in dict.fromkeys((*then, *now)):
        if name.startswith(SHARED):
            continue
        if name not in now:
            said.append(f"{name} 没有了")
        elif name not in then:
            said.append(f"{name} 是后来加的")
        elif then[name] != now[name]:
            said.append(f"{name} 改过")
    return tuple(said)


def orphans(county: County, period: Period, facts: Iterable[Path], keeping: Iterable[Path]) -> tuple[Path, ...]:
    """Kept orders of the period beside which none of these ``facts`` stands any more, but for those in ``keeping``."""
    known = {kept_path(county, period, _digest_told(path)) for path in facts if path.is_file()} | set(keeping)
    folder = county.folder / FACTS_FOLDER / ORDERS
    return tuple(path for path in sorted(folder.glob(f"{period.key}-????????{_SUFFIX}")) if path not in known)


def _digest_told(facts: Path) -> str:
    """The SHA-256 of a run's facts; of replaced ones its beginning, which is in their name."""
    return facts.stem.rpartition("-")[2] if facts.parent.name == EARLIER else digest_of(facts)


def recorded_runs(county: County, period: Period) -> tuple[Path, ...]:
    """The facts of all recorded runs of the period that are still there: the period's own, then replaced ones, the
    latest first."""
    own = county.facts_of(period)
    earlier = (own.parent / EARLIER).glob(f"{period.key}-????????.json")
    latest = sorted(earlier, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return (*((own,) if own.is_file() else ()), *latest)


def written_at(county: County, period: Period, facts: Path) -> float:
    """When a recorded run was written, in seconds since 1970: the facts of a replaced run are written anew when they
    are put aside, the orders kept beside them are not."""
    beside = kept_path(county, period, _digest_told(facts)) if facts.parent.name == EARLIER else facts
    return min(path.stat().st_mtime for path in (facts, beside) if path.is_file())


def _damaged(path: Path) -> BulletinError:
    return stop(
        "kept.damaged", "存下的工单读不出来", Place(file=str(path)), found="文件不完整，或不是程序写的",
        advice="删去这个文件，再运行一次 generate",
    )  # fmt: skip
