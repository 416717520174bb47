"""The store: canonical dispatches as Parquet, one folder a county and period, for counting far more than one machine
reads from spreadsheets.

``STORE/county=<folder's name>/period=<key>/dispatches.parquet``; what intake said of the rows travels in the file's
own metadata. ``STORE`` is a folder, or for reading an address that both the engine and Polars know (``s3://…``). No
personal data is among the columns (``canonical.py``).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from msgspec import Struct, convert, to_builtins

from bulletin_gen.canonical import COLUMNS
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, Severity, stop, system_reason
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.publish import replace_whole

if TYPE_CHECKING:
    from bulletin_gen.county.workspace import PeriodInputs
    from bulletin_gen.inputs import Rules
    from bulletin_gen.intake.dispatches.ledger import SheetAccount

ENGINES = ("polars", "duckdb", "spark")
FILE = "dispatches.parquet"
_META = "bulletin-gen"
#: Where any of these stands in the environment, somebody has set up Spark: then it is left as it is.
_SPARK_SET_UP = ("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_REMOTE", "PYSPARK_SUBMIT_ARGS", "PYSPARK_GATEWAY_PORT")


class Stored(Struct, frozen=True):
    """What the store knows of one county and period beside the dispatches.

    ``basis``: what they were derived from; ``filled``: their columns that can be counted by (see ``intake.read``).
    """

    basis: str
    accounts: tuple[SheetAccount, ...]
    issues: tuple[Issue, ...]
    filled: frozenset[str] = frozenset()


def stored_at(store: str, county: str, period: Period) -> str:
    """Where the dispatches of a county and period are."""
    return f"{store.rstrip('/')}/county={county}/period={period.key}/{FILE}"


def keep(store: Path, folder: Path, wanted: str | None) -> tuple[Path, int]:
    """Reads a county's orders of one period (the newest by default) into the store: the file and its rows.

    ``BulletinError`` when anything stands against reading or writing them; then what was stored before stays.
    """
    from bulletin_gen.inputs import open_period, read_inputs
    from bulletin_gen.intake.read import read_orders
    from bulletin_gen.leaves.issues import errors

    rules, files = open_period(folder, wanted)
    inputs = read_inputs(rules, files)
    intake = read_orders(files.orders, rules.profile, inputs.registry, files.period, inputs.adjustments, folder)
    if stopping := errors((*inputs.issues, *intake.issues)):
        raise BulletinError(stopping)
    stored = Stored(basis_of(rules, files), intake.accounts, intake.issues, intake.filled & COLUMNS.keys())
    path = Path(stored_at(str(store), folder.name, files.period))
    # One store holds many counties: columns of an office's own would make its files differ.
    _write(intake.dispatches.select(*COLUMNS), stored, path)
    return path, intake.dispatches.height


def _write(dispatches: pl.DataFrame, stored: Stored, path: Path) -> None:
    meta = {_META: _to_json(stored)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, lambda part: dispatches.write_parquet(part, compression="zstd", metadata=meta))
    except OSError as reason:
        found = system_reason(reason)
        raise stop(
            "output.failed", "无法写入库文件", Place(file=str(path)), found=found, advice="检查磁盘空间和权限"
        ) from reason


def basis_of(rules: Rules, files: PeriodInputs) -> str:
    """A hash of what dispatches follow from beside the exports: reading rules, units, decisions, workdays."""
    total = hashlib.sha256(rules.profile.intake.model_dump_json().encode())
    total.update(rules.profile.units.model_dump_json().encode())
    for path in (rules.county.units, files.adjustments):
        total.update(hashlib.sha256(path.read_bytes()).digest())
    for calendar in rules.calendars:
        if calendar.is_file():
            total.update(hashlib.sha256(calendar.read_bytes()).digest())
    return total.hexdigest()


def look_up(store: str, county: str, period: Period) -> Stored:
    """What the store says of a county and period. ``BulletinError`` when it has nothing of them."""
    where = stored_at(store, county, period)
    try:
        metadata = pl.read_parquet_metadata(where)
        return _from_json(metadata[_META])
    except FileNotFoundError as reason:
        raise stop(
            "store.missing", "库里没有这个县的这一期", Place(file=where), found="没有这个文件",
            advice="先用 bulletin-gen store 入库；已经入库的，检查 --store 写的位置",
        ) from reason  # fmt: skip
    except (KeyError, TypeError, ValueError) as reason:
        raise _damaged(where, "文件里没有入库时的记录") from reason
    except (OSError, pl.exceptions.PolarsError) as reason:
        raise unreadable(where, reason) from reason


def scan(store: str, engine: str) -> Any:
    """All dispatches of the store as a lazy frame of ``engine``, with text columns ``county`` and ``period``.

    ``BulletinError`` when the engine is not installed.
    """
    return _SCANS[engine](store.rstrip("/"))


def _scan_polars(store: str) -> Any:
    partitions = {"county": pl.String(), "period": pl.String()}
    return pl.scan_parquet(
        f"{store}/*/*/{FILE}", hive_partitioning=True, hive_schema=partitions, try_parse_hive_dates=False
    )


def _scan_duckdb(store: str) -> Any:
    try:
        import duckdb
        import pyarrow  # noqa: F401 — duckdb hands its results over as Arrow
    except ImportError as reason:
        raise _not_installed("duckdb", reason) from reason
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    try:
        return connection.sql(
            "SELECT * FROM read_parquet($files, hive_partitioning = true, hive_types_autocast = false)",
            params={"files": f"{store}/*/*/{FILE}"},
        )
    except duckdb.Error as reason:
        raise _unreadable(store, reason) from reason


def _scan_spark(store: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as reason:
        raise _not_installed("spark", reason) from reason
    builder = SparkSession.builder.appName("bulletin-gen")
    if SparkSession.getActiveSession() is None and not any(os.environ.get(name) for name in _SPARK_SET_UP):
        builder = builder.config(map=spark_on_one_machine())
    try:
        session = builder.getOrCreate()
    except Exception as reason:  # whatever keeps Java from starting is told to the user
        raise stop(
            "store.spark", "Spark 启动失败", found=str(reason).splitlines()[0] if str(reason) else "",
            expected="装有 Java 17 或更新版本，JAVA_HOME 指向它", advice="见 docs/scale.md",
        ) from reason  # fmt: skip
    # A period named 2024 or 2024-05 is a text, not a number or a day.
    session.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    try:
        return session.read.option("pathGlobFilter", FILE).option("mergeSchema", "false").parquet(store)
    except Exception as reason:  # Spark's own and Java's have nothing else in common
        raise _unreadable(store, reason) from reason


def unreadable(where: str, reason: Exception) -> BulletinError:
    """What stands against reading ``where``: a file of a folder is to be stored again, an address to be checked."""
    if "://" in where and not where.startswith("file:"):
        return _unreadable(where, reason)
    return _damaged(where, system_reason(reason) if isinstance(reason, OSError) else "文件不完整，或不是库文件")


def _damaged(where: str, found: str) -> BulletinError:
    return stop("store.damaged", "库读不出来", Place(file=where), found=found, advice="用 bulletin-gen store 重新入库")


def is_of_engine(reason: Exception) -> bool:
    """Whether an engine or what stands between says that something cannot be read or counted."""
    return type(reason).__module__.partition(".")[0].lstrip("_") in ("polars", "duckdb", "pyspark", "py4j", "narwhals")


def _unreadable(where: str, reason: Exception) -> BulletinError:
    lines = [line for line in map(str.strip, str(reason).splitlines()) if line]
    return stop(
        "store.unreadable", "库读不出来", Place(file=where), found=" ".join([f"{type(reason).__name__}：", *lines[:2]]),
        advice="检查地址、网络和访问权限；所用计数引擎要能读这种地址，见 docs/scale.md",
    )  # fmt: skip


def spark_on_one_machine() -> dict[str, Any]:
    """Settings for Spark in local mode, where nobody has said otherwise.

    Its own are made for clusters: 200 parts to every exchange and one task for every folder listed cost many times
    what counting does, and noting where in the Python code each expression was made takes half of the planning.
    """
    cores = str(os.cpu_count() or 1)
    return {
        "spark.sql.shuffle.partitions": cores,
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": cores,
        "spark.python.sql.dataFrameDebugging.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",  # it writes over the batch's own lines
    }


_SCANS = {"polars": _scan_polars, "duckdb": _scan_duckdb, "spark": _scan_spark}


def _not_installed(engine: str, reason: ImportError) -> BulletinError:
    return stop(
        "store.engine", "没有安装这个计数引擎", found=f"--engine {engine}：缺少 {reason.name}",
        advice=f'运行 pip install "bulletin-gen[{engine}]"，或用默认的 --engine polars',
    )  # fmt: skip


def _to_json(stored: Stored) -> str:
    content = {
        "basis": stored.basis,
        "accounts": to_builtins(stored.accounts),
        "issues": to_builtins(stored.issues),
        "filled": sorted(stored.filled),
    }
    return json.dumps(content, ensure_ascii=False)


def _from_json(text: str) -> Stored:
    from bulletin_gen.intake.dispatches.ledger import SheetAccount

    content = json.loads(text)
    return Stored(
        content["basis"],
        tuple(convert(account, SheetAccount) for account in content["accounts"]),
        tuple(_issue(issue) for issue in content["issues"]),
        frozenset(content.get("filled", ())),  # an older store does not say: then it is to be made again
    )


def _issue(content: Mapping[str, Any]) -> Issue:
    place = Place(**content["place"])
    return Issue(**{**content, "severity": Severity(content["severity"]), "place": place})
