"""What is kept beside a recorded run: the orders as they were counted, without citizens, and what it was made from."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from batch.factory import PERIOD, make_counties
from batch.running import run_batch
from bulletin_gen.canonical import COLUMNS
from bulletin_gen.county.workspace import County, open_county
from bulletin_gen.explaining.rows import counted_rows, scoped
from bulletin_gen.explaining.told import changes_of, kept_beside, recorded_run
from bulletin_gen.inputs import open_rules
from bulletin_gen.leaves.content import digest
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.outputs import MOST_EARLIER, recording
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.runs.kept import changed_since, deidentified, kept_content, kept_path, read_dispatches, read_kept
from cli.calls import EXAMPLES, call

MONTH = "2024-05"
MAY = parse_period(MONTH)
COUNTIES = sorted(profile.parent.name for profile in EXAMPLES.glob("*/profile.yaml"))


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", target)
    return target


def decide(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "decide", str(county), MONTH, "免责", "233459", "--reason", "退回前未超期").code == 0


@pytest.mark.parametrize("name", COUNTIES)
def test_the_kept_orders_counted_again_give_the_recorded_figures(name: str, tmp_path: Path) -> None:
    target = tmp_path / "县"
    shutil.copytree(EXAMPLES / name, target)
    result = generate(target, None, tmp_path / "出")
    opened = open_county(target)
    for path in target.glob("20*/*.xlsx"):
        path.unlink()  # nothing but what was kept is looked at
    scene = recorded_run(opened, opened.facts_of(result.period), open_rules(opened).profile)
    assert scene.dispatches is not None
    profile, recounted = scene.profile, 0
    for key, figure in scene.figures.items():
        assert figure.value == result.facts.figures[key].value, key
        of = scoped(key, profile)
        if of is None or of.unit or ".change." in f".{key}" or key.startswith("changes."):  # counted is what changed
            continue
        counted = {each.measure: each for each in counted_rows(scene.dispatches, profile, scene.period, of)}
        rate = profile.rates.get(of.name)
        wanted, expected = (rate.numerator, figure.numerator) if rate else (of.name, figure.value)
        if wanted in counted and not (profile.measures[wanted].plus or profile.measures[wanted].less):
            assert counted[wanted].number == (expected or 0), key
            recounted += 1
    assert recounted > 20


def test_nothing_but_the_columns_of_dispatches_is_kept(county: Path, tmp_path: Path) -> None:
    result = generate(county, MONTH, tmp_path / "出")
    facts = (county / "facts" / f"{MONTH}.json").read_bytes()
    path = kept_path(County(county), MAY, digest(facts))
    kept = read_kept(path)
    assert kept and kept.has_orders and kept.facts == digest(facts)
    frame = read_dispatches(path)
    assert set(frame.columns) <= {*COLUMNS}
    assert frame.height == sum(each.used for each in result.accounts)
    assert {"profile.yaml", "units.csv", "正文.txt"} <= kept.inputs.keys()
    assert {f"{MONTH}/{name}" for name in ("orders.xlsx", "letters.xlsx", "adjustments.xlsx")} <= kept.inputs.keys()
    assert path not in result.files
    before = path.read_bytes()
    generate(county, MONTH, tmp_path / "出")
    assert (path.read_bytes(), [each.name for each in path.parent.iterdir()]) == (before, [path.name])


def test_two_numbers_that_are_citizens_stay_two() -> None:
    ids = ["13800000001", "13800000002", "13800000001", "A1", None]
    frame = pl.DataFrame(
        {
            "order_id": ids,
            "category_1": ["供水", "张 13911112222", "110101199001011234", "供水", None],
            "source_file": ["a.xlsx"] * 5,
            "source_sheet": ["表"] * 5,
            "source_row": [2, 3, 4, 5, 6],
        }
    )
    found = deidentified(frame)
    names = found["order_id"].to_list()
    assert names == ["…（a.xlsx 表 第2行）", "…（a.xlsx 表 第3行）", "…（a.xlsx 表 第2行）", "A1", None]
    assert found["category_1"].to_list() == ["供水", "张 …", "…", "供水", None]


def test_what_has_changed_since_is_said_by_file(county: Path, tmp_path: Path) -> None:
    generate(county, MONTH, tmp_path / "出")
    opened = open_county(county)
    beside = kept_beside(opened, opened.facts_of(MAY))
    assert beside
    assert changes_of(open_rules(opened), MAY, beside[1]) == ()
    with (county / "profile.yaml").open("a", encoding="utf-8") as file:
        file.write("# 一行说明\n")
    (county / MONTH / "补报.csv").write_text("工单编号\n", encoding="utf-8")
    (county / MONTH / "letters.xlsx").unlink()
    assert changes_of(open_rules(opened), MAY, beside[1]) == (
        "profile.yaml 改过", f"{MONTH}/letters.xlsx 没有了", f"{MONTH}/补报.csv 是后来加的",
    )  # fmt: skip
    assert changed_since({"总表/全市.xlsx": "1"}, {}) == ()


def test_explain_speaks_of_the_recorded_run_and_says_so(
    county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(county, MONTH, tmp_path / "出")
    same = call(capsys, "explain", str(county), MONTH, "total.无故超期").out
    assert "6  total.无故超期" in same and "存下" not in same
    decide(county, capsys)
    said = call(capsys, "explain", str(county), MONTH, "total.无故超期").out
    assert f"存下以后 {MONTH}/adjustments.xlsx 改过" in said
    assert "6  无故超期" in said and "6  total.无故超期" in said
    now = call(capsys, "explain", str(county), MONTH, "total.无故超期", "--now").out
    assert "5  无故超期" in now and "存下以后" not in now


def test_rules_that_a_later_program_does_not_understand_are_said_to_be_so(county: Path, tmp_path: Path) -> None:
    generate(county, MONTH, tmp_path / "出")
    opened = open_county(county)
    facts = opened.facts_of(MAY)
    path = kept_path(opened, MAY, digest(facts.read_bytes()))
    kept, frame = read_kept(path), read_dispatches(path)
    assert kept
    path.write_bytes(kept_content(kept.inputs, kept.profile + "\n新的键: 1\n", frame, kept.facts))
    with pytest.raises(BulletinError, match="现在的程序读不懂"):
        recorded_run(opened, facts, open_rules(opened).profile)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BulletinError, match="存下的工单读不出来"):
        recorded_run(opened, facts, open_rules(opened).profile)


def test_the_last_twenty_replaced_runs_are_kept_and_the_others_named(county: Path) -> None:
    opened, folder = County(county), county / "facts" / "以前"
    folder.mkdir(parents=True)
    for number in range(MOST_EARLIER + 2):
        content = f'{{"county": "平江县", "n": {number}}}'.encode()
        path, orders = opened.earlier_facts(MAY, digest(content)), kept_path(opened, MAY, digest(content))
        orders.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        orders.write_bytes(b"")
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    own = b'{"county": "own"}'
    opened.facts_of(MAY).write_bytes(own)
    other = folder / f"2024-04-{'0' * 8}.json"
    other.write_text("{}", encoding="utf-8")
    made = recording(opened, MAY, b'{"county": "new"}', kept=b"x")
    dropped = [path for path in made.stale if path.parent == folder]
    oldest = sorted(folder.glob(f"{MONTH}-*.json"), key=lambda path: path.stat().st_mtime)[:3]
    assert set(dropped) == set(oldest) and other not in made.stale
    assert len([path for path in made.stale if path.suffix == ".parquet"]) == len(oldest)
    assert all(path.name in made.issues[0].found for path in oldest)
    assert set(made.aside.values()) == {own} and b"x" in made.files.values()


def test_a_batch_keeps_the_run_that_it_replaces(tmp_path: Path) -> None:
    make_counties(tmp_path / "县", 1)
    folder = next((tmp_path / "县").glob("*/profile.yaml")).parent
    opened, period = County(folder), parse_period(PERIOD)
    generate(folder, PERIOD, tmp_path / "出", Options(dated=period.last))
    old = opened.facts_of(period).read_bytes()
    assert run_batch(tmp_path / "县", tmp_path / "批", PERIOD, "--dated", "2024-06-08").returncode == 0
    new = opened.facts_of(period).read_bytes()
    assert new != old and opened.earlier_facts(period, digest(old)).read_bytes() == old
    for facts in (old, new):
        kept = read_kept(kept_path(opened, period, digest(facts)))
        assert kept and kept.has_orders and kept.facts == digest(facts)


def test_a_run_from_counts_alone_says_that_it_kept_no_orders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_counties(tmp_path / "县", 1)
    folder = next((tmp_path / "县").glob("*/profile.yaml")).parent
    opened, period = County(folder), parse_period(PERIOD)
    assert call(capsys, "store", str(folder), "--period", PERIOD, "--to", str(tmp_path / "库")).code == 0
    done = run_batch(tmp_path / "县", tmp_path / "批", PERIOD, "--store", str(tmp_path / "库"))
    assert done.returncode == 0, done.stdout + done.stderr
    beside = kept_beside(opened, opened.facts_of(period))
    assert beside and not beside[1].has_orders and "profile.yaml" in beside[1].inputs
    assert recorded_run(opened, opened.facts_of(period), open_rules(opened).profile).dispatches is None
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    figure = next(
        key for key in json.loads(opened.facts_of(period).read_bytes())["figures"] if key.startswith("total.")
    )
    said = call(capsys, "explain", str(folder), PERIOD, figure)
    assert "从库里的计数写出的，没有存下工单" in said.out and "units.csv 改过" in said.out
