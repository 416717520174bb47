"""核对表: sums over the units are the annex, appeals are proposals, and only accepted ones become decisions."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml
from openpyxl.comments import Comment

from bulletin_gen.appeals.behind import is_fault, kinds_of
from bulletin_gen.appeals.model import FIGURES, GUIDE, KIND, NUMBER, ORDERS, REASON, UnitSheet
from bulletin_gen.appeals.prepare import table_titles, unit_sheets
from bulletin_gen.appeals.returned import read_appeals
from bulletin_gen.appeals.writing import named_files, sheet_workbook
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.pipeline import Options, generate, survey
from bulletin_gen.profile.load import load_profile
from bulletin_gen.render.pdf import find_libreoffice
from bulletin_gen.tree import Table, plain
from cli.calls import EXAMPLES, Said, call
from english import ENGLISH, in_english

COUNTIES = sorted(profile.parent.name for profile in EXAMPLES.glob("*/profile.yaml"))
UNTIL = parse_period("2024-06").first
MONTH = "2024-05"


def cells_of(path: Path, sheet: str) -> list[dict[str, str]]:
    head, *rows = openpyxl.load_workbook(path)[sheet].values
    return [dict(zip(head, (str(value or "") for value in row), strict=True)) for row in rows]


@pytest.mark.parametrize("county", COUNTIES)
def test_sums_over_the_units_are_the_annex(county: str, tmp_path: Path) -> None:
    found = survey(EXAMPLES / county, None)
    sums: dict[tuple[str, str], Decimal] = Counter()
    texts: dict[tuple[str, str], list[str]] = {}
    files = named_files(unit_sheets(found), UNTIL, tmp_path)
    assert len(files) == len(found.facts.units)
    for path, content in files.items():
        path.write_bytes(content)
        for row in cells_of(path, FIGURES):
            texts.setdefault((row["哪张表"], row["项目"]), []).append(row["数据"])
    bulletin, compared = found.bulletin, 0
    blocks = (*bulletin.body, *(block for annex in bulletin.annexes for block in annex.blocks))
    names = {unit.table_name.text for unit in found.facts.units}
    titles = table_titles(found)
    for table in (block for block in blocks if isinstance(block, Table)):
        printed = list(found.rules.profile.tables[table.name].columns)
        for column in printed:
            key = titles[table.name], "".join(column.head)
            if key not in texts:
                continue
            # Rows are shorter by what a merged cell above covers: columns are counted from the right.
            back = printed.index(column) - len(printed)
            rows = [row for row in table.rows if any(plain(cell.text) in names for cell in row)]
            assert sorted(texts[key]) == sorted(plain(row[back].text) for row in rows), key
            if all(text.isdecimal() for text in texts[key]):
                sums[key] = sum((Decimal(text) for text in texts[key]), Decimal(0))
                assert sums[key] == sum(Decimal(plain(row[back].text)) for row in rows), key
            compared += 1
    assert compared >= 3


@pytest.mark.parametrize("county", COUNTIES)
def test_orders_behind_a_fault_are_as_many_as_its_figure(county: str) -> None:
    found = survey(EXAMPLES / county, None)
    profile, checked = found.rules.profile, 0
    for sheet in unit_sheets(found):
        unit = found.facts.unit(sheet.unit)
        for name, rule in profile.measures.items():
            if not is_fault(profile, name) or rule.sum or name not in unit:
                continue
            label = rule.label or name
            listed = [each for each in sheet.orders if label in each.counted]
            assert len(listed) == unit[name].value, (sheet.unit, name)
            checked += 1
    assert checked or not any(is_fault(profile, name) for name in profile.measures)


def test_nothing_of_a_citizen_and_zeros_kept(tmp_path: Path) -> None:
    from bulletin_gen.adjustments import AdjustmentKind
    from bulletin_gen.appeals.model import ListedOrder, UnitFigure

    orders = (ListedOrder("001", (("一级分类", "供水"), ("办结时间", "")), ("超期",)),)
    sheet = UnitSheet(
        "甲县", "某局", MONTH, "2024年5月", (UnitFigure("表", "办结率", "98.50%", "x"),), orders,
        (AdjustmentKind.EXCUSED, AdjustmentKind.EXCLUDED),
    )  # fmt: skip
    path = tmp_path / "表.xlsx"
    path.write_bytes(sheet_workbook(sheet, UNTIL))
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book[ORDERS][2]][:1] == ["001"]
    assert "办结时间" not in [cell.value for cell in book[ORDERS][1]]
    assert book[ORDERS].data_validations.dataValidation[0].formula1 == '"免责,剔除"'
    assert book[FIGURES]["C2"].value == "98.50%"
    assert "2024年6月1日" in str(book[GUIDE]["B4"].value)
    assert sheet_workbook(sheet, UNTIL) == path.read_bytes()


def test_a_unit_without_orders_and_names_that_windows_allows(tmp_path: Path) -> None:
    sheets = [UnitSheet("甲县", name, MONTH, "2024年5月", (), (), ()) for name in ("A/B局", "a:b局", "A_B局")]
    names = [path.name for path in named_files(sheets, UNTIL, tmp_path)]
    assert len({name.casefold() for name in names}) == len(sheets)
    assert not any(sign in name for name in names for sign in '\\/:*?"<>|')
    path, content = next(iter(named_files(sheets, UNTIL, tmp_path).items()))
    path.write_bytes(content)
    assert openpyxl.load_workbook(path)[ORDERS]["A2"].value == "本期没有可以申诉的工单。"
    assert read_appeals([path]) == ((), ())


@pytest.fixture
def county(tmp_path: Path) -> Path:
    target = tmp_path / "平江县"
    shutil.copytree(EXAMPLES / "pingjiang", target)
    return target


@pytest.fixture
def sent(county: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    out = tmp_path / "发"
    assert call(capsys, "sheets", str(county), MONTH, "--out", str(out), "--until", "2024-06-05").code == 0
    return out


def with_orders(sent: Path, counted: str) -> list[tuple[Path, str]]:
    """(file, order) of units that have an order counting only as said, an order a unit."""
    found = []
    for path in sorted(sent.iterdir()):
        rows = [row for row in cells_of(path, ORDERS) if counted in row.get("计入", "").split("、")]
        fresh = [row for row in rows if row.get("免责") != "是"]
        if fresh:
            found.append((path, fresh[0][NUMBER]))
    return found


def fill(path: Path, order: str, kind: str, reason: str, *, unit_order: str = "") -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[ORDERS]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(at for at in range(2, sheet.max_row + 1) if sheet.cell(at, heads[NUMBER]).value == order)
    sheet.cell(row, heads[KIND]).value, sheet.cell(row, heads[REASON]).value = kind, reason
    if unit_order:
        sheet.cell(row, heads[NUMBER]).value = unit_order
    book.save(path)


def overlooked(county: Path, orders: set[str], copy: Path) -> Path:
    """The county again, the rows of ``orders`` gone from its exports: what an export without them would hold."""
    shutil.copytree(county, copy)
    gone = 0
    for path in sorted(next(copy.glob("20*")).glob("*.xlsx")):
        if path.stem in ("adjustments", "单位数据"):
            continue
        book = openpyxl.Workbook(write_only=True)
        for sheet in openpyxl.load_workbook(path).worksheets:
            kept = book.create_sheet(sheet.title)
            for row in sheet.values:
                if orders & {str(value or "").strip() for value in row}:
                    gone += 1
                else:
                    kept.append(row)
        book.save(path)
    for path in sorted(next(copy.glob("20*")).glob("*.csv")):
        lines = path.read_bytes().splitlines(keepends=True)
        kept_lines = [line for line in lines if not any(order.encode() in line for order in orders)]
        gone += len(lines) - len(kept_lines)
        path.write_bytes(b"".join(kept_lines))
    assert gone == len(orders), "one row an order, or the two would differ by more"
    return copy


def leave_out_decided(path: Path) -> None:
    """Makes every measure of a profile that is counted by itself leave out what was decided to be left out."""
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    own = [
        rule for rule in said["measures"].values() if not rule.keys() & {"of", "plus", "less", "supplied", "by_unit"}
    ]
    for rule in own:
        rule["assessed"] = True
    assert own
    path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.mark.parametrize(("name", "kinds"), [("pingjiang", ("免责",)), ("pingyu", ()), ("huaibei", ())])
def test_only_what_would_change_a_figure_can_be_asked_for(name: str, kinds: tuple[str, ...], tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    shutil.copy(ENGLISH / name / "profile.yaml", profile)
    assert tuple(map(str, kinds_of(load_profile(profile)))) == kinds
    leave_out_decided(profile)
    assert tuple(map(str, kinds_of(load_profile(profile)))) == (*kinds, "剔除")


def take(capsys: pytest.CaptureFixture[str], county: Path, sent: Path, *more: str) -> Said:
    return call(capsys, "sheets", str(county), MONTH, "--returned", str(sent), *more)


def decisions_of(folder: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(folder / "adjustments.xlsx").worksheets[0].values)


def decisions(county: Path) -> list[tuple[object, ...]]:
    return decisions_of(county / MONTH)


def test_three_appeals_become_decisions_and_change_exactly_those_figures(
    county: Path, sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    appealing = with_orders(sent, "无故超期")[:3]
    assert len(appealing) == 3
    for path, order in appealing:
        fill(path, order, "免责", "退回重写，退回前未超期")
    before = generate(county, MONTH, tmp_path / "前", Options(record=False)).facts
    was = decisions(county)
    shown = take(capsys, county, sent)
    assert (shown.code, decisions(county)) == (0, was)
    assert "申诉 3 条" in shown.out and "没有记入的：第1、2、3条" in shown.out
    done = take(capsys, county, sent, "--accept", "全部", "--by", "督查室")
    assert done.code == 0, done.err
    new = decisions(county)
    assert new[: len(was)] == was
    assert {row[1] for row in new[len(was) :]} == {order for _, order in appealing}
    after = generate(county, MONTH, tmp_path / "后", Options(record=False)).facts
    units = {row[2] for row in new[len(was) :]}
    for unit in before.units:
        moved = 1 if unit.key in units else 0
        for name in unit.prose:
            change = {"无故超期": -moved, "免责超期": moved}.get(name, 0)
            old, now = unit.prose[name].value, after.unit(unit.key).prose[name].value
            assert (now or 0) - (old or 0) == change, (unit.key, name)
    assert after.total["无故超期"].value == before.total["无故超期"].value - 3  # type: ignore[operator]
    again = take(capsys, county, sent, "--accept", "全部")
    assert again.out.count("已有同样的认定") == 3 and len(decisions(county)) == len(new)


@pytest.mark.parametrize("name", ["pingjiang", "pingyu"])
def test_three_left_out_on_appeal_count_as_if_they_had_never_been_exported(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county, sent = tmp_path / "县", tmp_path / "发"
    in_english(Path(shutil.copytree(EXAMPLES / name, county)), name)
    leave_out_decided(county / "profile.yaml")
    period = next(county.glob("20*")).name
    call(capsys, "sheets", str(county), period, "--out", str(sent), "--until", "2030-01-01")
    known = survey(county, period)
    rows = Counter(known.intake.dispatches["order_id"].to_list())
    read = Counter(known.intake.dispatches.select("order_id", "source_row", "source_file").unique()["order_id"])
    decided = {str(row[1]) for row in decisions_of(county / period)}
    appealing = {}
    for path in sorted(sent.iterdir()):
        listed = {row[NUMBER] for row in cells_of(path, ORDERS)} - decided
        alone = sorted(order for order in listed if rows[order] == read[order] == 1)
        if alone:
            appealing[path] = alone[0]
    chosen = dict(list(appealing.items())[:3])
    assert len(chosen) == 3
    for path, order in chosen.items():
        fill(path, order, "剔除", "重复派单")
    done = call(capsys, "sheets", str(county), period, "-r", str(sent), "--accept", "全部", "--by", "督查室")
    assert done.code == 0, done.err
    units = {row[2] for row in decisions_of(county / period)}
    after = survey(county, period).facts
    shutil.copy(EXAMPLES / name / period / "adjustments.xlsx", county / period / "adjustments.xlsx")
    without = survey(overlooked(county, set(chosen.values()), tmp_path / "没有"), period).facts
    made = {key: figure.text for key, figure in after.figures.items() if not key.startswith("decisions")}
    assert made == {key: figure.text for key, figure in without.figures.items() if not key.startswith("decisions")}
    assert made != {key: figure.text for key, figure in known.facts.figures.items() if key in made}
    for unit in after.units:
        was = known.facts.unit(unit.key)
        for measure in (*known.rules.profile.measures, *known.rules.profile.rates):
            if unit.key not in units and measure in unit:
                assert unit[measure].value == was[measure].value, (unit.key, measure)


def test_all_accepted_are_recorded_or_none(county: Path, sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    appealing = with_orders(sent, "无故超期")[:3]
    for path, order in appealing:
        fill(path, order, "免责", "退回重写")
    book = openpyxl.load_workbook(county / MONTH / "adjustments.xlsx")
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(1, heads["单位"]).value = "别的列"  # what is written cannot be read back as it was meant
    book.save(county / MONTH / "adjustments.xlsx")
    before = (county / MONTH / "adjustments.xlsx").read_bytes()
    said = take(capsys, county, sent, "--accept", "全部")
    assert said.code == 1 and "没有记入任何一条" in said.out + said.err
    assert (county / MONTH / "adjustments.xlsx").read_bytes() == before


def test_a_missing_record_of_decisions_is_said_with_what_to_do(
    county: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, order = with_orders(sent, "无故超期")[0]
    fill(path, order, "免责", "退回重写")
    (county / MONTH / "adjustments.xlsx").unlink()
    said = take(capsys, county, sent, "--accept", "全部")
    assert said.code == 1 and "adjustments.xlsx" in said.err and "上一期" in said.err
    assert not (county / MONTH / "adjustments.xlsx").exists()


@pytest.mark.skipif(not find_libreoffice(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["pingjiang", "pingyu"])
def test_a_printed_sheet_can_be_read(name: str, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    files = named_files(unit_sheets(survey(EXAMPLES / name, None)), UNTIL, tmp_path)
    path, content = max(files.items(), key=lambda each: len(each[1]))
    path.write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}"
    done = [find_libreoffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), path]
    subprocess.run(done, check=True, capture_output=True, timeout=120)
    with pdfplumber.open(path.with_suffix(".pdf")) as book:
        pages = book.pages[2:]
        assert all(page.width > page.height for page in pages)
        assert min(sign["size"] for page in pages for sign in page.chars if sign["text"].strip()) >= 8
        assert "理由" in pages[-1].extract_text()  # the heads on every page


def test_what_is_missing_or_wrong_is_said_and_never_accepted(
    county: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, one), (second, two), (third, three), *_ = with_orders(sent, "超期")
    fill(first, one, "免责", "")
    fill(second, two, "免税", "理由")
    fill(third, three, "剔除", "理由", unit_order=one)
    was = decisions(county)
    said = take(capsys, county, sent, "--accept", "全部")
    for fault in ("没有写理由", "申诉类型不对：免税", "不是这个单位的工单", "没有记入的：第1、2、3条"):
        assert fault in said.out
    refused = take(capsys, county, sent, "--accept", "2")
    assert (refused.code, decisions(county)) == (2, was)
    assert "“2”" in refused.err


def test_of_another_period_county_or_no_sheet_at_all(
    county: Path, sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, order = with_orders(sent, "超期")[0]
    fill(path, order, "剔除", "群众张三（13812345678）已谅解")
    book = openpyxl.load_workbook(path)
    book[GUIDE]["B3"].value = "2024-04"
    book.save(path)
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    said = call(capsys, "sheets", str(county), MONTH, "-r", str(path), "-r", str(other), "--accept", "全部")
    assert said.code == 1 and "别的期间的核对表" in said.out and "不是核对表" in said.err
    assert "13812345678" not in said.out and "群众张某（…）已谅解" in said.out
    assert call(capsys, "sheets", str(county), MONTH, "--accept", "1").code == 2


def test_a_filled_sheet_is_not_written_over(county: Path, sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, order = with_orders(sent, "超期")[0]
    fill(path, order, "剔除", "重复派单")
    before = path.read_bytes()
    said = call(capsys, "sheets", str(county), MONTH, "--out", str(sent))
    assert (said.code, path.read_bytes()) == (1, before)
    assert "已有填过的核对表" in said.err


@pytest.mark.skipif(not find_libreoffice(), reason="LibreOffice is not installed")
def test_a_sheet_saved_by_libreoffice_is_read(sent: Path, tmp_path: Path) -> None:
    path, order = with_orders(sent, "超期")[0]
    fill(path, order, "剔除", "重复派单")
    for kind in ("xlsx", "ods"):
        profile = f"-env:UserInstallation={(tmp_path / kind).as_uri()}"
        done = [find_libreoffice(), profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "收"), path]
        subprocess.run(done, check=True, capture_output=True, timeout=120)
        rows, issues = read_appeals([tmp_path / "收" / f"{path.stem}.{kind}"])
        assert not issues
        assert [(row.order, row.kind, row.reason) for row in rows] == [(order, "剔除", "重复派单")]


def test_an_excuse_for_an_order_that_is_not_overdue_is_no_decision(
    county: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, order = next(
        (path, row[NUMBER])
        for path in sorted(sent.iterdir())
        for row in cells_of(path, ORDERS)
        if row.get("计入") and "超期" not in row["计入"] and "按期" not in row["计入"]
    )
    fill(path, order, "免责", "退回前未超期")
    was = decisions(county)
    said = take(capsys, county, sent, "--accept", "全部")
    assert "没有超期，免责不起作用" in said.out and decisions(county) == was


@pytest.mark.parametrize("where", ["comment", "below", "figures", "column"])
def test_what_a_unit_writes_in_other_places_is_told(
    county: Path, sent: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    path = with_orders(sent, "超期")[0][0]
    book = openpyxl.load_workbook(path)
    orders = book[ORDERS]
    if where == "comment":
        orders["A2"].comment = Comment("这件不算超期", "某镇")
    elif where == "below":
        orders.cell(orders.max_row + 3, 1).value = "另请核对，联系13812345678"
    elif where == "column":
        orders.cell(1, orders.max_column + 1).value = "备注"
        orders.cell(2, orders.max_column).value = "不算超期"
    else:
        book[FIGURES]["D2"].value = "这个数不对"
    book.save(path)
    said = take(capsys, county, sent)
    assert said.code == 1 and "写在别处的意见" in said.err and "申诉 0 条" in said.out
    assert "13812345678" not in said.err
    assert path.name in said.err
    told = {"comment": "批注", "below": "另请核对", "column": "不算超期", "figures": "这个数不对"}
    assert told[where] in said.err
    assert call(capsys, "sheets", str(county), MONTH, "--out", str(sent)).code == 1  # nothing is written over it


def test_numbers_that_a_unit_has_changed_in_its_sheet_are_told(
    county: Path, sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, order = with_orders(sent, "超期")[0]
    assert "与现在的数据不同" not in take(capsys, county, path).err
    book = openpyxl.load_workbook(path)
    was = str(book[FIGURES].cell(2, 3).value)
    book[FIGURES].cell(2, 3).value = "98765"
    heads = {cell.value: cell.column for cell in book[ORDERS][1]}
    book[ORDERS].cell(2, heads["计入"]).value = "别的"
    book.save(path)
    said = take(capsys, county, path)
    assert said.code == 1 and said.err.count("与现在的数据不同") >= 2
    assert "98765" in said.err and was in said.err and "计入：别的" in said.err
