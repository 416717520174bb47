"""Totals that differ, what was written and vanishes or prints as signs, numbers without origin, guesses taken: each is
right, refused, or told, in a small county whose parts are changed one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit.small_county import UNITS, lay_out, rows, rules
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import survey
from bulletin_gen.tree import Table, plain


def told(folder: Path) -> tuple[str, str]:
    """The body's words, and what was found; a refusal has no words."""
    try:
        found = survey(folder, None)
    except BulletinError as refused:
        return "", str(refused)
    blocks = [block for block in found.bulletin.body if not isinstance(block, Table)]
    return "\n".join(plain(block.text) for block in blocks), "\n".join(map(str, found.issues))


# ── totals ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_others(note: str = "", *, listed: bool = False, total: bool = True) -> dict[str, Any]:
    changed = rules()
    changed["units"] |= {"outside": "其他单位", "outside_names": ["丁公司"]}
    table = changed["tables"]["units"]
    table |= {"total": {"label": "合计"}} if total else {}
    table |= {"note": [note]} if note else {}
    table |= {"outside": True} if listed else {}
    return changed


@pytest.mark.parametrize(
    ("profile", "others", "said"),
    [
        (_with_others(), 2, True),
        (_with_others("备注：合计不含其他单位。"), 2, False),
        (_with_others(listed=True), 2, False),
        (_with_others(total=False), 2, False),
        (_with_others(), 0, False),
    ],
)
def test_a_total_row_without_those_outside_is_told(
    tmp_path: Path, profile: dict[str, Any], others: int, said: bool
) -> None:
    orders = [*rows(), *(row | {"工单编号": f"B{n}", "承办单位": "丁公司"} for n, row in enumerate(rows(others)))]
    _, found = told(lay_out(tmp_path / "c", profile=profile, orders=orders))
    assert ("合计行没有其他单位的2件" in found) is said


@pytest.mark.parametrize(
    ("numerator", "twice", "said"),
    [
        ({"time": "accepted_at", "where": {"closed": True}}, 3, True),
        ({"of": "accepted", "where": {"closed": True}, "count": "dispatches"}, 3, True),
        ({"of": "accepted", "where": {"closed": True}}, 3, False),
        ({"time": "accepted_at", "where": {"closed": True}, "count": "orders"}, 3, False),
        ({"time": "accepted_at", "where": {"closed": True}}, 0, False),
    ],
)
def test_dispatches_over_orders_are_told_beyond_the_whole(
    tmp_path: Path, numerator: dict[str, Any], twice: int, said: bool
) -> None:
    changed = rules()
    changed["measures"]["oc"] = {"label": "件办结"} | numerator
    changed["rates"]["all"] = {"label": "件办结率", "numerator": "oc", "denominator": "accepted"}
    changed["tables"]["units"]["columns"].append({"head": "件办结率", "value": "all"})
    orders = rows(4)
    for row in orders[:twice]:
        row["承办单位"] = f"{UNITS[0]}、{UNITS[3]}"
    _, found = told(lay_out(tmp_path / "c", profile=changed, orders=orders))
    assert ("率的分子按派单次数、分母按工单件数" in found) is said


# ── what was written ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "见[网址](http://x)",
        "![图](a.png)",
        "<b>重要</b>",
        "```\n代码\n```",
        "> 引用的话",
        "甲\n\n---\n\n乙",
        "*斜的*字",
        "甲&nbsp;乙",
    ],
)
def test_signs_that_mean_nothing_here_are_told(tmp_path: Path, written: str) -> None:
    words, found = told(lay_out(tmp_path / "c", template=written))
    assert words and "正文里的记号会照样印出" in found


@pytest.mark.parametrize("written", ["**要点。**说明", "三乘二", "甲<乙，乙>丙", "《办法》（试行）", "a*b*c", "甲——乙"])
def test_ordinary_words_are_not(tmp_path: Path, written: str) -> None:
    _, found = told(lay_out(tmp_path / "c", template=written))
    assert ("记号" in found) is (written == "a*b*c")


def test_items_with_dashes_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    words, _ = told(lay_out(tmp_path / "c", template="- 第一样\n- 第二样\n"))
    assert "\n第一样\n第二样\n" in words


@pytest.mark.parametrize(
    ("shelf", "rule", "kind"),
    [
        ("quotients", {"label": "日均", "numerator": "accepted", "denominator": "days"}, "比值没有用上"),
        ("quotients", {"label": "比", "numerator": "late", "denominator": "accepted"}, "比值没有用上"),
        ("lists", {"label": "多", "order": ["-late"], "top": 3}, "名单没有用上"),
        ("order_lists", {"label": "件", "measure": "late"}, "工单名单没有用上"),
    ],
)
def test_what_no_template_uses_is_told_whatever_it_is_called(
    tmp_path: Path, shelf: str, rule: dict[str, Any], kind: str
) -> None:
    _, found = told(lay_out(tmp_path / "c", profile=rules() | {shelf: {"own_thing": rule}}))
    assert kind in found


# ── numbers without origin ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        '{{ (total.accepted.text ~ "")|own_words }}',
        "{{ (93.92244897959)|own_words }}",
        "{{ total.accepted.value * 2 }}",
        "{{ (total.accepted.value + 1)|numeral }}",
        "{{ total.accepted.value|numeral }}件",
        "{{ (7 - 2)|quantity }}",
        '{{ total.accepted|replace("1", "2") }}',
        '{{ total.accepted|string|replace("1", "2") }}',
        "{{ total.accepted|truncate(1) }}",
        "{{ total.accepted|upper }}",
        "{{ units|length }}个",
        "{{ period.days + 1 }}",
    ],
)
def test_what_a_template_computes_is_refused_by_name(tmp_path: Path, written: str) -> None:
    words, found = told(lay_out(tmp_path / "c", template=f"共{written}"))
    assert not words and "weekly.md.j2" in found and "程序的错误" not in found


@pytest.mark.parametrize(
    "written", ['{{ "12345"|own_words }}', "{{ units|length|numeral }}个", "{{ total.accepted }}件"]
)
def test_what_is_written_or_a_figure_is_printed(tmp_path: Path, written: str) -> None:
    words, _ = told(lay_out(tmp_path / "c", template=f"共{written}"))
    assert "共12" in words or "共六个" in words


# ── guesses ───────────────────────────────────────────────────────────────────────────────────────────────────────

_LATER = {"办结时间": "2031-04-27 12:00:00", "回访时间": "2031-04-27 15:00:00"}


@pytest.mark.parametrize(
    "head",
    [
        "最新截止时间",
        "延期时限",
        "延期后的截止时间",
        "调整后办结时限",
        "现办理时限",
        "延长后期限",
        "最终办理时限",
        "申请延期至",
        "变更后的期限",
        "新截止日期",
    ],
)
def test_a_column_like_a_moved_deadline_is_told(tmp_path: Path, head: str) -> None:
    orders = [row | _LATER | {head: "2031-04-29 18:00:00"} for row in rows()]
    _, found = told(lay_out(tmp_path / "c", orders=orders))
    assert "像是延期后的时限，没有采用" in found and head in found


@pytest.mark.parametrize("head", ["延期后截止时间", "延期后办理时限", "延期后截止日期"])
def test_a_known_moved_deadline_is_taken(tmp_path: Path, head: str) -> None:
    changed = rules() | {"lists": {"late": {"label": "超期单位", "where": {"late": {"at_least": 1}}, "sums": ["late"]}}}
    orders = [row | _LATER | {head: "2031-04-29 18:00:00"} for row in rows()]
    _, found = told(lay_out(tmp_path / "c", profile=changed, orders=orders))
    assert "延期后的时限" not in found


@pytest.mark.parametrize("head", ["延期说明", "最新进展", "调整后类别", "新旧", "最终结果"])
def test_other_columns_are_none(tmp_path: Path, head: str) -> None:
    _, found = told(lay_out(tmp_path / "c", orders=[row | {head: "无"} for row in rows()]))
    assert "延期后的时限" not in found


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2031-04-30", ""),
        ("2031-04-27", ""),
        ("2031-04-20", "早于期末"),
        ("2030-04-30", "早于期末"),
        ("2131-04-30", "比期末晚一年多"),
    ],
)
def test_a_day_that_cannot_be_the_bulletins_is_told(tmp_path: Path, day: str, said: str) -> None:
    _, found = told(lay_out(tmp_path / "c", supplied=f"document: {{issue_number: 17, dated: {day}}}\n"))
    assert (f"成文日期{said}" in found) is bool(said)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("", "不是完整的 JSON"),
        ("[]", "内容不是以前生成时写出的样子"),
        ("{}", "缺少“format”"),
        ('{"format": "x"}', "format: x"),
        ('{"format": "bulletin-gen/facts/1", "county": "别县"}', "历史数据是别的县的"),
        ('\ufeff{"format": "bulletin-gen/facts/1", "county": "别县"}', "历史数据是别的县的"),
    ],
)
def test_facts_that_are_no_base_are_refused_in_words(tmp_path: Path, facts: str, said: str) -> None:
    changed = rules() | {"comparisons": {"more": {"of": "accepted", "against": "previous", "change": "relative"}}}
    words, found = told(lay_out(tmp_path / "c", profile=changed, facts=facts))
    assert not words and said in found and "Error" not in found
