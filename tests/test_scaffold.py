"""Setting up a new county: a folder that says what it still needs, and works once that is filled in."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from bulletin_gen.adjustments import HEADS, AdjustmentKind
from bulletin_gen.county.registry import Registry
from bulletin_gen.intake.kept.adjustments import read_adjustments
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import Period, parse_period
from bulletin_gen.pipeline import generate
from bulletin_gen.profile.intake import Units
from bulletin_gen.scaffold import RULES, adjustments_workbook, new_county, new_period, skeletons

MAY = parse_period("2024-05")
KINDS = skeletons()
TEMPLATES = Path(__file__).parents[1] / "templates"


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def period_of(kind: str) -> Period:
    return parse_period("2024-W20") if kind == "热线周报" else MAY


def refused(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BulletinError) as caught:
        generate(folder, None, folder.parent / "out")
    assert not (folder.parent / "out").exists()
    return tuple(str(issue) for issue in caught.value.issues)


def test_every_packaged_kind_has_a_skeleton() -> None:
    templates = {path.name.partition(".")[0] for path in TEMPLATES.glob("[a-z]*.md.j2")}
    assert {folder.name for folder in KINDS.values()} == templates


def test_a_new_county_is_laid_out(tmp_path: Path, kind: str) -> None:
    files = new_county(tmp_path / "某县", kind, KINDS, period_of(kind))
    key = period_of(kind).key
    assert [path.relative_to(tmp_path / "某县").as_posix() for path in files] == [
        "使用说明.md",
        "通报工作台.bat",
        "profile.yaml",
        "正文.txt",
        "units.csv",
        f"{key}/adjustments.xlsx",
        f"{key}/supplied.yaml",
        f"{key}/narrative.md",
    ]
    assert all(path.is_file() for path in files)


def test_what_is_still_missing_is_said_at_once_and_precisely(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "某县"
    files = new_county(folder, kind, KINDS, period_of(kind))
    told = refused(folder)
    for path in files:
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if "〔请填写" in line and not line.lstrip().startswith("#") and path.suffix in (".yaml", ".md"):
                expected = f"{path.name} 第{number}行"
                assert path.name == "使用说明.md" or any(expected in text for text in told), expected
    assert any("units.csv" in text and "还没有单位" in text for text in told)
    assert any("没有工单文件" in text for text in told)
    assert not [text for text in told if "不认识" in text or "不存在" in text]


def fill_in(folder: Path, period: Period) -> None:
    """What a clerk does: every placeholder replaced, units registered, an export put in its place."""
    units = "平安局,县直单位\n安定局,县直单位\n大丰镇,乡镇（街道）\n王庄镇,乡镇（街道）\n"
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write(units)
    fill_in_period(folder, period)


def fill_in_period(folder: Path, period: Period) -> None:
    for path in (folder / "profile.yaml", *(folder / period.key).glob("*.[ym]*")):
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        for ask, answer in (("日期", "2024-06-05"), ("期号", "9"), ("序号", "9")):
            text = re.sub(rf"(?m)(: )〔请填写：[^\n]*{ask}[^\n]*〕$", rf"\g<1>{answer}", text)
        text = re.sub(r"〔请填写：发文字号[^\n]*〕", "某发〔{发文年份}〕{文号}号", text)
        path.write_text(re.sub(r"〔请填写[^〔〕]*〕", "某某", text), encoding="utf-8")
    month = f"2024-{period.first.month:02d}"
    (folder / period.key / "工单.csv").write_text(ORDERS.replace("2024-05", month), encoding="utf-8")


ORDERS = """\
工单编号,受理时间,受理渠道,诉求类型,一级分类,二级分类,派单时间,承办单位,办理时限,办结时间,工单状态,退回重办次数,回访时间,办理结果满意度,服务过程满意度,是否先行联系
A001,2024-05-13 09:00:00,电话,咨询,城乡建设,供水,2024-05-13 10:00:00,平安局,2024-05-16 18:00:00,2024-05-15 10:00:00,已办结,0,2024-05-16 10:00:00,满意,满意,是
A002,2024-05-14 09:00:00,网络,投诉,城乡建设,道路,2024-05-14 10:00:00,大丰镇,2024-05-15 18:00:00,2024-05-17 10:00:00,已办结,1,2024-05-18 10:00:00,不满意,满意,是
A003,2024-05-15 09:00:00,电话,求助,社会保障,低保,2024-05-15 10:00:00,安定局,2024-05-17 18:00:00,2024-05-16 10:00:00,已办结,0,2024-05-18 11:00:00,满意,满意,是
A004,2024-05-15 11:00:00,电话,求助,社会保障,低保,2024-05-15 12:00:00,王庄镇,2024-05-17 18:00:00,2024-05-16 12:00:00,已办结,0,,,,否
"""  # noqa: E501


def test_once_filled_in_it_gives_a_bulletin(tmp_path: Path, kind: str) -> None:
    folder, period = tmp_path / "某县", period_of(kind)
    new_county(folder, kind, KINDS, period)
    fill_in(folder, period)
    result = generate(folder, None, tmp_path / "out")
    assert [path.suffix for path in result.files if path.suffix == ".docx"] == [".docx"]
    assert result.period == period


def test_narrative_headings_are_the_slots_of_the_wording(kind: str) -> None:
    slots = set(re.findall(r"\{文字：(\w+)\}", (KINDS[kind] / "正文.txt").read_text(encoding="utf-8")))
    text = (KINDS[kind] / "narrative.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^# (\S+)", text)) == slots


def test_nothing_is_ever_overwritten(tmp_path: Path, kind: str) -> None:
    (tmp_path / "别的.txt").write_text("甲", encoding="utf-8")
    with pytest.raises(BulletinError, match="不覆盖"):
        new_county(tmp_path, kind, KINDS, MAY)
    assert [path.name for path in tmp_path.iterdir()] == ["别的.txt"]


def test_an_unknown_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="是不是要写“督查通报”") as caught:
        new_county(tmp_path / "某县", "督察通报", KINDS, MAY)
    assert set(KINDS) <= set(caught.value.issues[0].expected.split("、"))
    assert not (tmp_path / "某县").exists()


def test_the_registry_is_read_by_excel_and_by_the_program(tmp_path: Path) -> None:
    new_county(tmp_path / "某县", "督查通报", KINDS, MAY)
    path = tmp_path / "某县" / "units.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # the mark by which Excel knows UTF-8
    with path.open("a", encoding="utf-8") as file:
        file.write("大丰镇,乡镇,,,,,\n")
    registry, issues = load_registry(path, Units.model_validate({"groups": ["乡镇"]}), MAY.first, MAY.last)
    assert ([unit.name for unit in registry.units], issues) == (["大丰镇"], ())


def test_the_adjustments_workbook_guides_those_who_fill_it_in() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(adjustments_workbook()))
    assert workbook.sheetnames == ["调整记录", "填写说明"]
    sheet, guide = workbook.worksheets
    assert tuple(cell.value for cell in sheet[1]) == HEADS
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == [f'"{",".join(AdjustmentKind)}"']
    assert sheet.column_dimensions["B"].width > 20
    explained = [row[0].value for row in guide.iter_rows(min_row=2, max_row=1 + len(AdjustmentKind))]
    assert explained == [kind.value for kind in AdjustmentKind]
    assert set(RULES) == set(AdjustmentKind)


def test_the_adjustments_workbook_is_the_same_each_time_and_reads_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "adjustments.xlsx"
    path.write_bytes(adjustments_workbook())
    assert adjustments_workbook() == path.read_bytes()
    assert read_adjustments(path, Registry((), ())) == ((), ())


def test_a_new_period_asks_for_what_the_rules_and_the_last_period_had(tmp_path: Path) -> None:
    folder, june = tmp_path / "某县", parse_period("2024-06")
    new_county(folder, "工作简报", KINDS, MAY)
    fill_in(folder, MAY)
    written = new_period(folder, june)
    assert [path.name for path in written] == ["adjustments.xlsx", "supplied.yaml", "narrative.md"]
    supplied, narrative = (path.read_bytes().decode().replace("\r\n", "\n") for path in written[1:])
    assert re.findall(r"(?m)^ *(\w+):", supplied) == [
        *("公文", "期号", "总期号", "成文日期"),
        *("数字", "话务量"),
    ]
    assert re.findall(r"(?m)^# (.*)", narrative) == ["热点问题", "典型案例", "业务工作"]
    told = refused(folder)
    assert [text for text in told if "还没有填写" in text and "supplied.yaml" in text] != []
    fill_in_period(folder, june)
    assert generate(folder, None, tmp_path / "out").period == june


def test_a_period_that_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "某县"
    new_county(folder, "工作简报", KINDS, MAY)
    fill_in(folder, MAY)
    with pytest.raises(BulletinError, match="已经有了"):
        new_period(folder, MAY)
