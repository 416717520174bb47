"""The store, and the three engines that count from it."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from batch.factory import PERIOD, make_counties, make_county
from batch.running import RECORD, bulletins, environment, run_batch
from bulletin_gen.batch.plan import Item
from bulletin_gen.batch.sources import Counted, Store
from bulletin_gen.canonical import COLUMNS, ColumnType
from bulletin_gen.intake.cells.values import polars_type
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import load_profile, parse_profile
from bulletin_gen.store import keep, look_up, scan, spark_on_one_machine, stored_at
from bulletin_gen.tally import Counts, tally, tally_counties
from english import ENGLISH

MAY = parse_period(PERIOD)
EXAMPLES = Path(__file__).parents[2] / "examples"


def count(items: list[Item], store: Path, engine: str) -> dict[str, Counts]:
    """The counts of every bulletin by county."""
    supply = Store(str(store), engine)(items, store, 2)
    assert not supply.missing
    return {item.name: source.counts for item in items if isinstance(source := supply.sources[item.target], Counted)}


def counties(root: Path, store: Path) -> list[Item]:
    """Every county under ``root`` with its newest period, read into the store."""
    items = []
    for folder in sorted(path for path in root.iterdir() if (path / "profile.yaml").is_file()):
        path, _ = keep(store, folder, None)
        items.append(Item(folder, parse_period(path.parent.name.removeprefix("period=")), store / folder.name))
    return items


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("counties")
    make_counties(folder, 4)
    return folder


@pytest.fixture(scope="module")
def stored(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Item], Path]:
    store = tmp_path_factory.mktemp("store")
    return counties(root, store), store


def test_a_store_holds_the_canonical_columns_and_nothing_else(stored: tuple[list[Item], Path]) -> None:
    path = stored[1] / "county=第001县" / f"period={PERIOD}" / "dispatches.parquet"
    assert pl.read_parquet(path, hive_partitioning=False).columns == list(COLUMNS)
    account = look_up(str(stored[1]), "第001县", parse_period(PERIOD)).accounts[0]
    assert (account.file, account.read, account.used) == ("orders.csv", 30, 30)


def test_counties_are_texts_whatever_they_look_like(tmp_path: Path) -> None:
    make_county(tmp_path / "counties", "430626")
    (tmp_path / "counties" / "430626" / PERIOD).rename(tmp_path / "counties" / "430626" / "2024")
    items = counties(tmp_path / "counties", tmp_path / "store")
    for engine in ("polars", "duckdb"):
        assert count(items, tmp_path / "store", engine)["430626"].total["requests"] > 0


def test_a_bulletin_from_the_store_is_the_same_to_the_byte(
    root: Path, stored: tuple[list[Item], Path], tmp_path: Path
) -> None:
    assert run_batch(root, tmp_path / "own", PERIOD).returncode == 0
    done = run_batch(root, tmp_path / "out", PERIOD, "--store", str(stored[1]))
    assert done.returncode == 0, done.stderr
    own, out = bulletins(tmp_path / "own"), bulletins(tmp_path / "out")
    for files in (*own.values(), *out.values()):
        del files[RECORD]  # it names what the bulletin was made from
    assert len(out) == 4
    assert out == own
    again = run_batch(root, tmp_path / "out", PERIOD, "--store", str(stored[1]), "--engine", "duckdb")
    assert "已写出 0、无变化 4" in again.stdout
    assert again.stderr.count("\n") == 4, again.stderr  # nothing but a line a bulletin: no library's complaints


def test_counts_are_refused_when_the_rules_have_changed_since(root: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(root, tmp_path / "counties"))
    items = counties(copy, tmp_path / "store")
    units = copy / "第002县" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("甲局,县直单位", "甲局,乡镇（街道）"), encoding="utf-8")
    supply = Store(str(tmp_path / "store"), "polars")(items, tmp_path, 1)
    assert {target.name: issues[0].code for target, issues in supply.missing.items()} == {"第002县": "store.stale"}
    assert len(supply.sources) == 3


def _changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


LATER = {
    "a derived column": ("{of: closed, sum: handling_workdays}", "办理工作日数"),
    "a derived column in a condition": ("{of: closed, where: {handling_workdays: {at_most: 3}}}", "办理工作日数"),
    "a column that the exports have not": ("{of: due, where: {district: 城关}}", "所属区域"),
    "a column that they have": ("{of: due, where: {urgency: 特急}}", ""),
    "nothing new": ("{of: due, where: {closed: true}}", ""),
}


@pytest.mark.parametrize("what", LATER)
def test_counts_are_refused_when_measures_look_at_columns_that_were_not_read(what: str, tmp_path: Path) -> None:
    county = make_county(tmp_path / "counties", "某县").folder
    items = counties(tmp_path / "counties", tmp_path / "store")
    _changed(county / "profile.yaml", "\nmeasures:\n", f"\nmeasures:\n  later: {LATER[what][0]}\n")
    missing = Store(str(tmp_path / "store"), "polars")(items, tmp_path, 1).missing
    found = LATER[what][1]
    assert [issue.expected for issues in missing.values() for issue in issues] == ([found] if found else [])
    assert all("bulletin-gen store" in issue.advice for issues in missing.values() for issue in issues)
    if found != "所属区域":
        items = counties(tmp_path / "counties", tmp_path / "store")
        assert not Store(str(tmp_path / "store"), "polars")(items, tmp_path, 1).missing


def test_counts_are_refused_when_the_calendar_has_changed_since(tmp_path: Path) -> None:
    county = make_county(tmp_path / "counties", "某县").folder
    _changed(county / "profile.yaml", "\nintake:", "\nintake:\n  deadlines: {days: {默认: 2}, calendar: ../日历.csv}")
    calendar = tmp_path / "counties" / "日历.csv"
    calendar.write_text("日期,是否工作日\n2024-05-07,是\n", encoding="utf-8")
    items = counties(tmp_path / "counties", tmp_path / "store")
    assert count(items, tmp_path / "store", "polars")
    _changed(calendar, "是\n", "否\n")
    missing = Store(str(tmp_path / "store"), "polars")(items, tmp_path, 1).missing
    assert [issue.code for issues in missing.values() for issue in issues] == ["store.stale"]


def test_a_store_that_does_not_say_what_was_read_is_to_be_made_again(tmp_path: Path) -> None:
    make_county(tmp_path / "counties", "某县")
    items = counties(tmp_path / "counties", tmp_path / "store")
    path = stored_at(str(tmp_path / "store"), "某县", MAY)
    metadata = json.loads(pl.read_parquet_metadata(path)["bulletin-gen"])
    del metadata["filled"]
    frame = pl.read_parquet(path, hive_partitioning=False)
    frame.write_parquet(path, metadata={"bulletin-gen": json.dumps(metadata)})
    missing = Store(str(tmp_path / "store"), "polars")(items, tmp_path, 1).missing
    assert [issue.code for issues in missing.values() for issue in issues] == ["store.columns"]


def test_what_the_store_does_not_have_is_said(root: Path, stored: tuple[list[Item], Path]) -> None:
    with pytest.raises(BulletinError, match="库里没有这个县的这一期.*先用 bulletin-gen store 入库"):
        look_up(str(stored[1]), "第001县", parse_period("2024-04"))


def test_storing_goes_on_after_a_county_that_cannot_be_read(root: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(root, tmp_path / "counties"))
    (copy / "第002县" / PERIOD / "orders.csv").write_bytes(b"")
    command = [
        sys.executable,
        "-m",
        "bulletin_gen",
        "store",
        *map(str, sorted(copy.iterdir())),
        "--to",
        str(tmp_path / "s"),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 1
    assert done.stdout.count("30 行 →") == 3
    assert "第002县：没有入库" in done.stderr


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_store_may_be_an_address(stored: tuple[list[Item], Path], engine: str) -> None:
    items, store = stored
    supply = Store(store.as_uri(), engine)(items, store, 2)
    assert not supply.missing
    found = {item.name: source.counts for item in items if isinstance(source := supply.sources[item.target], Counted)}
    assert found == count(items, store, "polars")


def test_an_address_that_the_engine_cannot_read_ends_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="nowhere：库读不出来；读到：IO.*；处理：检查地址"):
        scan(str(tmp_path / "nowhere"), "duckdb")


def test_metadata_that_cannot_be_read_are_not_said_to_be_missing(tmp_path: Path) -> None:
    path = Path(stored_at(str(tmp_path), "甲县", MAY))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PAR1, they say")
    with pytest.raises(BulletinError, match="库读不出来"):
        look_up(str(tmp_path), "甲县", MAY)


def test_a_store_that_is_not_there_or_damaged_is_told_in_chinese(
    stored: tuple[list[Item], Path], tmp_path: Path
) -> None:
    with pytest.raises(BulletinError, match="没有这个县的这一期；读到：没有这个文件；处理：先用 bulletin-gen"):
        look_up(str(tmp_path / "无库"), "第001县", MAY)
    copy = Path(shutil.copytree(stored[1], tmp_path / "store"))
    path = Path(stored_at(str(copy), "第001县", MAY))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BulletinError, match="读到：文件不完整，或不是库文件；处理：用 bulletin-gen store 重新"):
        look_up(str(copy), "第001县", MAY)
    pl.DataFrame({"a": [1]}).write_parquet(path)
    with pytest.raises(BulletinError, match="读到：文件里没有入库时的记录；处理：用 bulletin-gen store 重新"):
        look_up(str(copy), "第001县", MAY)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_file_damaged_in_the_middle_costs_its_county_alone(
    stored: tuple[list[Item], Path], tmp_path: Path, engine: str
) -> None:
    copy = Path(shutil.copytree(stored[1], tmp_path / "store"))
    path = Path(stored_at(str(copy), "第002县", MAY))
    content = path.read_bytes()
    path.write_bytes(content[:4] + bytes(len(content) // 3) + content[4 + len(content) // 3 :])
    supply = Store(str(copy), engine)(stored[0], tmp_path, 2)
    assert {target.name: issues[0].code for target, issues in supply.missing.items()} == {"第002县": "store.damaged"}
    assert len(supply.sources) == 3


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_an_engine_that_is_not_installed_is_named(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("duckdb", "pyspark", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(BulletinError, match=rf'没有安装这个计数引擎.*pip install "bulletin-gen\[{engine}\]"'):
        scan("anywhere", engine)


#: Columns and rules of every sort, so that the engines have something to disagree about.
MORE_RULES = """
  all_rows: {}
  due_orders: {count: orders, time: deadline_at, where: {dispatched: true}}
  earlier: {time: {accepted_at: before, callback_at: until_cut_off}}
  open: {of: due, where: {closed_at: {present: false}}}
  few_reworks: {where: {rework_count: {at_most: 0}}}
  rework_times: {sum: rework_count, time: accepted_at}
  weighted: {time: callback_at, levels: {非常满意: 1, 满意: 0.9, 基本满意: 0.6, 不满意: 0}}
  not_closed: {plus: [due], less: [closed]}
  assessed: {of: due, assessed: true}
"""
MORE_BREAKDOWNS = """
  pairs: {measure: accepted, by: [category_1, channel]}
  due_by_channel: {measure: due_orders, by: channel}
  contents: {measure: requests, by: category_1, about: request_type}
"""


GENERATED, ROWS = 200, 60


def more_rules() -> Profile:
    """The rules of an example with every sort of measure and breakdown added."""
    text = (ENGLISH / "pingjiang" / "profile.yaml").read_text(encoding="utf-8")
    text = text.replace("\nrates:\n", f"{MORE_RULES}\nrates:\n").replace("\nscore:\n", f"{MORE_BREAKDOWNS}\nscore:\n")
    profile = parse_profile(text)
    assert {"due_orders", "weighted"} <= set(profile.measures)
    assert "contents" in profile.breakdowns
    return profile


VALUES: dict[str, list[object]] = {
    "unit": [None, "甲局", "乙局", "东镇", "无系统单位"],
    "channel": [None, "电话", "微信", "市长信箱"],
    "category_1": [None, "城乡建设类", "市场管理类", 'O\'Neil \\ "类"'],
    "request_type": [None, "咨询", "求助"],
    "result_opinion": [None, "非常满意", "满意", "基本满意", "不满意", "未评价"],
}
GROUPS = {"甲局": "县直单位", "乙局": "县直单位", "东镇": "乡镇（街道）"}


def random_dispatches(rng: random.Random) -> pl.DataFrame:
    """Canonical dispatches without any sense: every column may be null or at the edge of the period."""
    edges = [
        datetime(2024, 5, 1),
        datetime(2024, 5, 31, 23, 59, 59),
        datetime(2024, 6, 1),
        datetime(2024, 3, 10, 2, 30),
    ]

    def value(column: str, kind: ColumnType) -> object:
        if column in VALUES:
            return rng.choice(VALUES[column])
        if column == "order_id":
            return str(rng.randrange(ROWS // 2))  # many orders stand with several units
        if kind is ColumnType.MOMENT:
            free = datetime(2024, 4, 1) + timedelta(seconds=rng.randrange(90 * 86400))
            return rng.choice([None, free, free, rng.choice(edges)])
        if kind is ColumnType.FLAG:
            return rng.choice([True, False, None][: 2 if column == "excluded" else 3])
        return rng.choice([None, 0, 1, 2]) if kind is ColumnType.WHOLE else None

    columns: dict[str, list[Any]] = {name: [value(name, kind) for _ in range(ROWS)] for name, kind in COLUMNS.items()}
    columns["group"] = [GROUPS.get(unit) for unit in columns["unit"]]
    return pl.DataFrame(columns, schema={name: polars_type(kind) for name, kind in COLUMNS.items()})


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of generated counties."""
    store, rng = tmp_path_factory.mktemp("generated"), random.Random(612)
    for number in range(GENERATED):
        random_dispatches(rng).write_parquet(stored_at(str(store), f"第{number:03d}县", MAY), mkdir=True)
    return store


def count_generated(store: Path, engine: str) -> dict[str, Counts]:
    rows = nw.from_native(scan(str(store), engine)).filter(nw.col("period") == MAY.key)
    names = [f"第{number:03d}县" for number in range(GENERATED)]
    return tally_counties(rows, more_rules(), MAY, datetime(2024, 6, 2), names, {names[0]: {"calls": 7}})


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Item], Path]:
    """The examples in a store."""
    folder = tmp_path_factory.mktemp("examples")
    for example in EXAMPLES.iterdir():
        if (example / "profile.yaml").is_file():
            shutil.copytree(example, folder / "counties" / example.name)
    return counties(folder / "counties", folder / "store"), folder / "store"


@pytest.fixture(scope="module")
def expected(generated: Path, examples: tuple[list[Item], Path]) -> tuple[dict[str, Counts], dict[str, Counts]]:
    """What Polars counts: the generated counties, and the examples."""
    return count_generated(generated, "polars"), count(*examples, "polars")


def why_no_spark() -> str:
    """Why Spark cannot be tried here, or ""."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (pip install --group spark)"
    return "" if os.environ.get("JAVA_HOME") or shutil.which("java") else "there is no Java for Spark"


@pytest.fixture(scope="module")
def spark() -> Iterator[None]:
    """Spark in local mode, in a zone that is not this process's, with a summer time: moments must not be shifted."""
    reason = why_no_spark()
    if reason and os.environ.get("BULLETIN_GEN_REQUIRE_SPARK"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.config(map=spark_on_one_machine()).master("local[2]")
        builder = builder.config("spark.sql.session.timeZone", "America/New_York")
        # It lives for half a minute: compiling thoroughly costs more than it gains.
        session = builder.config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1").getOrCreate()
        yield
        session.stop()


def test_generated_counties_have_something_to_count(expected: tuple[dict[str, Counts], Any]) -> None:
    assert len(expected[0]) == GENERATED
    for name in ("due", "due_orders", "weighted", "rework_times", "earlier"):
        assert len({counts.total[name] for counts in expected[0].values()}) > 5, name


@pytest.mark.slow
def test_duckdb_counts_what_polars_counts(
    generated: Path, examples: tuple[list[Item], Path], expected: tuple[dict[str, Counts], dict[str, Counts]]
) -> None:
    assert count_generated(generated, "duckdb") == expected[0]
    assert count(*examples, "duckdb") == expected[1]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_counts_what_polars_counts(
    generated: Path,
    examples: tuple[list[Item], Path],
    expected: tuple[dict[str, Counts], dict[str, Counts]],
    spark: None,
) -> None:
    assert count_generated(generated, "spark") == expected[0]
    assert count(*examples, "spark") == expected[1]


def test_one_grouped_query_counts_what_each_county_counts_alone(stored: tuple[list[Item], Path]) -> None:
    items, store = stored
    together = count(items, store, "polars")
    for item in items:
        frame = pl.read_parquet(store / f"county={item.name}/period={PERIOD}/dispatches.parquet")
        rules = load_profile(item.county / "profile.yaml")
        assert together[item.name] == tally(frame, rules, item.period)


def test_the_record_says_what_a_bulletin_was_made_from(root: Path, tmp_path: Path) -> None:
    assert run_batch(root, tmp_path, PERIOD, "--only", "第001县").returncode == 0
    content = json.loads((tmp_path / "第001县" / PERIOD / RECORD).read_text(encoding="utf-8"))
    assert content["account"]["read"] == 30
