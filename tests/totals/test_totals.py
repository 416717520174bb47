"""Totals that a reader will add up: text, lists and tables of one bulletin agree, or it says in words why not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_gen.compose import compose
from bulletin_gen.compose.wording import load_wording
from bulletin_gen.leaves.issues import Issue
from bulletin_gen.pipeline import survey
from bulletin_gen.totals import disagreements
from compose.factory import Case

EXAMPLES = Path(__file__).parents[2] / "examples"
PROFILE = """
kind: 政务督查
county: 甲县
hotline: 热线
document: {title: 甲县通报, head: bare, signature: none, mark: []}
units: {groups: [局, 乡镇], outside: 无系统单位}
intake: {columns: {order_id: 编号, accepted_at: 时间, unit: 单位, channel: 渠道, category_1: 类别}}
measures:
  accepted: {label: 受理, time: accepted_at}
  overdue: {label: 超期, of: accepted, where: {overdue: true}}
  excused: {label: 免责, of: overdue, where: {excused: true}}
  unexcused: {label: 无故超期, of: overdue, where: {excused: false}}
  rated: {label: 回访, of: accepted, where: {result_opinion: [满意, 基本满意, 不满意]}}
  satisfied: {label: 满意, of: rated, where: {result_opinion: 满意}}
  partly: {label: 基本满意, of: rated, where: {result_opinion: 基本满意}}
  dissatisfied: {label: 不满意, of: rated, where: {result_opinion: 不满意}}
rates:
  satisfaction: {label: 满意率, numerator: satisfied, denominator: rated}
  dissatisfaction: {label: 不满意率, numerator: dissatisfied, denominator: rated}
breakdowns:
  channels: {label: 渠道, measure: accepted, by: channel}
  kinds: {label: 类别, measure: accepted, by: category_1, top: 2}
lists:
  late: {label: 超期单位, where: {overdue: {at_least: 1}}, order: [-overdue]}
  most: {label: 最多单位, order: [-accepted], top: 2}
tables:
"""
UNITS = """
    单位   | 分组 | accepted | overdue | excused | unexcused | rated | satisfied | partly | dissatisfied
    水务局 | 局   | 40       | 3       | 2       | 1         | 10    | 7         | 2      | 1
    住建局 | 局   | 30       | 0       | 0       | 0         | 10    | 8         | 0      | 2
    东山镇 | 乡镇 | 20       | 2       | 2       | 0         | 0     | 0         | 0      | 0
"""
COLUMNS = "columns: [{head: 单位, value: unit}, {head: 受理数, value: accepted}, {head: 满意率, value: satisfaction}]"
TABLE = f"  all: {{title: 情况表, {COLUMNS}"
VALUES = "columns: [{head: 名称, value: name}, {head: 件数, value: count}]"
OUTSIDE = {"accepted": 10, "overdue": 1, "excused": 1, "rated": 5, "satisfied": 1, "partly": 4}
CHANNELS = {"channels": {"电话": 60, "网络": 40}, "kinds": {"供水": 50, "噪声": 30, "其他": 20}}


def found(tmp_path: Path, words: str, tables: str = "", *, more: str = "", **changes: object) -> list[Issue]:
    """What is told of a bulletin that says ``words`` and has ``tables``; ``more`` is added to the profile."""
    profile = (PROFILE + tables if tables else PROFILE.removesuffix("tables:\n")) + f"\n{more}"
    case = replace(Case(profile, UNITS, outside=OUTSIDE, breakdowns=CHANNELS), **changes)  # type: ignore[arg-type]
    file = tmp_path / "正文.txt"
    file.write_text(words + "\n", encoding="utf-8")
    rules, facts = case.read_profile(), case.facts()
    return list(disagreements(compose(facts, rules, {}, wording=load_wording(file)), facts, rules))


#: Text and what its one warning must contain; nothing where the bulletin is right.
SAID = "共受理{受理}件。"
CASES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "the table leaves out who is outside": (SAID, f"{TABLE}}}", ("受理100件", "相加90", "相差10，是无系统单位10")),
    "the total row too": (SAID, f"{TABLE}, total: {{}}}}", ("“受理数”列合计90", "相差10，是无系统单位10")),
    "the table lists them": (SAID, f"{TABLE}, outside: true}}", ()),
    "the text says the rest": (SAID + "其中，无系统单位{无系统单位：受理}件。", f"{TABLE}}}", ()),
    "a note says so": (SAID, f"{TABLE}, notes: 本表不含无系统单位。}}", ()),
    "units without any overdue are skipped": (
        SAID, f"{TABLE}, outside: true, skip_without: overdue}}", ("相加70", "相差30，是没有列出的住建局30"),
    ),
    "two tables between them": (
        SAID, f"  a: {{title: 局表, groups: [局], {COLUMNS}}}\n  b: {{title: 镇表, groups: [乡镇], {COLUMNS}}}",
        ("“局表”、附件2“镇表”的“受理数”列合起来90", "无系统单位10"),
    ),
    "groups in the text": ("共受理{受理}件，其中{各组：{名称}{受理}件}。", "", ("各组相加90", "无系统单位10")),
    "a list leaves out who is outside": (
        "超期共{超期}件，其中{超期单位：{单位}{超期}件}。", "", ("列出的2个单位相加5", "相差1，是无系统单位1"),
    ),
    "a list of the most": ("共受理{受理}件，其中较多的有{最多单位：{单位}{受理}件}。", "", ()),
    "a rate of other units": ("满意率为{满意率}。", f"{TABLE}, total: {{}}}}", ("满意率", "没有计入无系统单位")),
    "decisions that the text does not tell": (
        "超期共{超期}件。无正当理由的{无故超期}件。", "", ("无正当理由的1件", "还有5件没有说"),
    ),
    "decisions told": ("超期共{超期}件，免责的{免责}件，无正当理由的{无故超期}件。", "", ()),
    "opinions that are not all": (
        "回访{回访}件，其中满意{满意}件、不满意{不满意}件。", "", ("满意16件、不满意3件", "等于回访；还有6件没有说"),
    ),
    "all opinions": ("回访{回访}件，其中满意{满意}件、基本满意{基本满意}件、不满意{不满意}件。", "", ()),
    "rates that are not all": ("满意率为{满意率}，不满意率为{不满意率}。", "", ("还有6件没有说",)),
    "one rate": ("回访{回访}件，满意率为{满意率}。", "", ()),
    "values that are all": ("共受理{受理}件，其中{渠道：{名称}{件数}件}。", "", ()),
    "values that were cut": ("共受理{受理}件，其中{类别：{名称}{件数}件}。", "", ("列出的2项相加80", "其余各项20")),
    "values that say they are few": ("共受理{受理}件，居前两位的是{类别：{名称}{件数}件}。", "", ()),
    "a table of values that were cut": (
        SAID, f"  k: {{title: 类别表, rows: breakdown.kinds, total: {{}}, {VALUES}}}", ("合计80", "其余各项20"),
    ),
    "a table that says it is of few": (
        SAID, f"  k: {{title: 两大类别, rows: breakdown.kinds, total: {{}}, {VALUES}}}", (),
    ),
    "a table of all values": (SAID, f"  k: {{title: 渠道表, rows: breakdown.channels, total: {{}}, {VALUES}}}", ()),
    "shares of what is not said": ("较多的有{类别：{名称}占{占比}}。", "", ("50%", "文中有分母100")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_totals_agree_or_are_told(case: str, tmp_path: Path) -> None:
    words, tables, wanted = CASES[case]
    issues = found(tmp_path, words, tables)
    assert len(issues) == bool(wanted), issues
    for part in wanted:
        assert part in str(issues[0])


def test_values_that_are_blank_are_named(tmp_path: Path) -> None:
    blank = {"channels": {"电话": 60, "网络": 30, "": 10}, "kinds": {}}
    (issue,) = found(tmp_path, "共受理{受理}件，其中{渠道：{名称}{件数}件}。", breakdowns=blank)
    assert "相差10，是没有填渠道的10" in issue.expected
    assert "blank: 未填" in issue.advice
    told = found(tmp_path, "共受理{受理}件，其中{渠道：{名称}{件数}件}，其余未填渠道。", breakdowns=blank)
    assert told == []


def test_orders_that_are_nobodys_are_named(tmp_path: Path) -> None:
    (issue,) = found(tmp_path, SAID, f"{TABLE}}}", outside=None, total={"accepted": 120})
    assert "相差30，是没有承办单位的30" in issue.expected
    assert found(tmp_path, SAID + "其余当场答复。", f"{TABLE}}}", outside=None, total={"accepted": 120}) == []


def test_an_order_of_several_units_counts_once_in_the_text(tmp_path: Path) -> None:
    orders = PROFILE.replace("time: accepted_at}", "time: accepted_at, count: orders}")
    changed = {"outside": None, "total": {"accepted": 80}}
    (issue,) = found(tmp_path, SAID, profile=orders + f"{TABLE}}}", **changed)
    assert "多计10" in issue.expected
    noted = f"{TABLE}, notes: 一件由几个单位办理的，每个单位各计一件。}}"
    assert found(tmp_path, SAID, profile=orders + noted, **changed) == []


@pytest.mark.parametrize("accepted", ["总数", "受理100件"])
def test_an_office_may_have_it_so(accepted: str, tmp_path: Path) -> None:
    more = f"wording: {{accepted_findings: {{{accepted}: 与上年一致}}}}"
    assert found(tmp_path, SAID, f"{TABLE}}}", more=more) == []


def test_nothing_is_told_where_all_is_in_it(tmp_path: Path) -> None:
    assert found(tmp_path, SAID, f"{TABLE}, total: {{}}}}", outside=None) == []


@pytest.mark.parametrize("folder", sorted(EXAMPLES.glob("*/20*")), ids=lambda folder: folder.parent.name)
def test_the_examples_say_why_their_totals_differ(folder: Path) -> None:
    issues = survey(folder.parent, folder.name).issues
    assert not [issue for issue in issues if issue.code.startswith("totals.")]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("profile.yaml", "    表注: 【备注：无系统单位", "    #", "相差61，是无系统单位61"),
        ("正文.txt", "【超期工单中，经认定免责的{免责超期}件。】", "", "还有31件没有说"),
        ("profile.yaml", "    列未登记单位: 是\n    合计: [超期]", "    合计: [超期]", "相差2，是无系统单位2"),
        ("正文.txt", "从登记诉求{登记诉求}件的类别看", "从类别看", "文中有分母2040"),
    ],
)
def test_a_place_left_out_is_told(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    folder = Path(shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "county"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    issues = [issue for issue in survey(folder, None).issues if issue.code.startswith("totals.")]
    assert len(issues) == 1
    assert told in str(issues[0])
