"""政务督查: what the body says in an ordinary month and in the awkward ones."""

from __future__ import annotations

import pytest

from bulletin_gen.compose import stray_digits
from bulletin_gen.tree import HeadForm, Table, plain
from compose.cases import INSPECTION
from compose.factory import block_lines, table_lines


def test_the_body_of_an_ordinary_month() -> None:
    assert INSPECTION.lines() == [
        "现将2024年5月清水县12345政务服务热线运行办理情况通报如下。",
        "一、基本情况",
        "本月，12345政务服务热线共受理交办工单315件，同比增长12.5%，环比下降10%。",
        "从诉求类别看，数量居前三位的依次是：市容120件，占登记诉求总量的24%；供水80件，占16%；噪声60件，占12%。",
        "从办理数量看，乡镇中北关镇、东山镇、西河乡居前三位，局中水务局、住建局、民政局居前三位。"
        "从综合指标看，乡镇中西河乡、北关镇、东山镇居前三位，局中民政局、水务局、住建局居前三位。",
        "从办理时效看，本月超期工单共7件，其中东山镇2件、住建局3件、水务局1件、其他单位1件。",
        "从信箱办理看，本月共收到群众来信12件，其中县长信箱10件、省长信箱2件。所有来信均按期办结。"
        "县长信箱满意率为87.5%。群众评价“非常满意”的来信3件，承办单位为东山镇1件、住建局2件。",
        "二、存在的问题",
        "1.办理时效方面。无正当理由超期的工单共3件：东山镇1件（工单编号：240533），"
        "住建局2件（工单编号：240501、240517），每件扣0.5分。",
        "2.办理质量方面。根据综合指标评价结果，住建局评为B级，扣2分；东山镇评为C级，扣4分；南坪乡评为D级，扣6分。",
        "3.责任落实方面。个别单位答复敷衍。",
        "三、工作要求",
        "1.提高认识。各单位要重视。",
        "2.按期办结。",
    ]


def test_every_number_of_the_body_has_an_origin() -> None:
    bulletin = INSPECTION.bulletin()
    figures = INSPECTION.facts().figures
    assert stray_digits(bulletin) == []
    overdue = bulletin.body[5].text  # type: ignore[union-attr]
    printed = [(run.text, run.figure) for run in overdue if run.figure in figures]
    assert ("7", "total.overdue") in printed
    assert ("3", "units.住建局.overdue") in printed


def test_the_front_and_the_annex() -> None:
    bulletin = INSPECTION.bulletin()
    assert bulletin.head.form is HeadForm.BRIEF
    assert plain(bulletin.head.number) == "第6期"
    assert plain(bulletin.head.dated) == "2024年6月10日"
    assert plain(bulletin.title) == "关于2024年5月热线办理情况的通报"
    assert bulletin.signature.bodies == ()
    (annex,) = bulletin.annexes
    assert (annex.label, plain(annex.title)) == ("附件", "2024年5月综合评价表")
    (table,) = annex.blocks
    assert isinstance(table, Table)
    assert table_lines(table)[:3] == [
        "部门名称|受理数|办理数|办结率|综合指标值|等级",
        "民政局|20|20|100%|100|A",
        "水务局|100|99|99%|99|A",
    ]
    rate = table.rows[1][3]
    assert (rate.value, rate.number_format) == ("0.99", "0%")


ONE_GROUP = """
    单位   | 分组 | accepted | closed | overdue
    水务局 | 局   | 100      | 99     | 0
    住建局 | 局   | 50       | 50     | 0
"""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bases": {}}, "共受理交办工单315件。"),
        ({"bases": {"year_ago": {"accepted": "315"}}}, "共受理交办工单315件，与上年同期持平。"),
        ({"bases": {"previous": {"accepted": "315"}}}, "共受理交办工单315件，与上月持平。"),
        (
            {"breakdowns": {"categories": {"市容": 500}}},
            "从诉求类别看，集中在市容500件，占登记诉求总量的100%。",
        ),
        ({"orders": {}}, "1.办理时效方面。本月没有无正当理由超期的工单。"),
        (
            {"orders": {"unexcused_overdue": {"住建局": ["240501"]}}},
            "1.办理时效方面。住建局有1件工单无正当理由超期（工单编号：240501），扣0.5分。",
        ),
        ({"breakdowns": {"mailboxes": {}}}, "从信箱办理看，本月各信箱没有收到群众来信。"),
        ({"breakdowns": {"mailboxes": {"县长信箱": 2}}}, "本月共收到群众来信2件，来自县长信箱2件。"),
        ({"total": {"letters_overdue": 2}}, "其中2件未按期办结。"),
        ({"narrative": {"典型案例": "", "工作要求": "抓好落实。"}}, "三、工作要求"),
        (
            {"units": ONE_GROUP, "outside": None, "orders": {}},
            "2.办理质量方面。本月没有单位因综合指标评价等级扣分。",
        ),
        ({"units": ONE_GROUP, "outside": None, "orders": {}}, "从办理时效看，本月没有超期工单。"),
        (
            {"units": ONE_GROUP.replace("| 99     | 0", "| 99     | 1"), "outside": None, "orders": {}},
            "从办理时效看，本月超期工单1件，承办单位为水务局。",
        ),
        ({"units": ONE_GROUP, "outside": None, "orders": {}}, "从办理数量看，局中水务局、住建局居前两位。"),
    ],
)
def test_awkward_months(changes: dict[str, object], said: str) -> None:
    text = "\n".join(INSPECTION.but(**changes).lines())
    assert said in text


def test_ties_for_third_place_name_all_who_tie() -> None:
    profile = INSPECTION.profile.replace(
        "volume_top: {order: [prose_group, -closed, registered], within: group, top: 3}",
        "volume_top: {order: [prose_group, -closed, registered], within: group, top: 2, ties: include}",
    )
    units = INSPECTION.units.replace("| 40       | 33     | 2 ", "| 40       | 30     | 2 ")
    text = "\n".join(INSPECTION.but(profile=profile, units=units).lines())
    assert "乡镇中北关镇、东山镇、西河乡居前两位（含并列）" in text


def test_moves_between_grades_since_the_period_before() -> None:
    case = INSPECTION.but(grades_before={"住建局": "A", "东山镇": "D", "水务局": "A"})
    assert "从等级变化看，与上月相比，东山镇由D级升为C级，住建局由A级降为B级。" in "".join(case.lines())


def test_grades_that_are_words_are_quoted() -> None:
    profile = INSPECTION.profile.replace("grade: B", "grade: 良好")
    assert "住建局评为“良好”等次，扣2分；东山镇评为C级，扣4分" in "".join(INSPECTION.but(profile=profile).lines())


def test_a_grade_that_costs_other_points_in_another_group() -> None:
    text = INSPECTION.profile
    bands = """grades:
  - {grade: 合格, from: 85}
  - {grade: 差, deduct: 2, groups: 局}
  - {grade: 差, deduct: 1, groups: 乡镇}
lists:
"""
    profile = text[: text.index("grades:")] + bands + text[text.index("lists:") + len("lists:\n") :]
    units = INSPECTION.units.replace("| 50       | 44 ", "| 50       | 40 ")
    lines = INSPECTION.but(profile=profile, units=units).lines()
    said = "根据综合指标评价结果，东山镇、南坪乡评为“差”等次，各扣1分；住建局评为“差”等次，扣2分。"
    assert said in "".join(lines)


def test_a_section_without_content_leaves_no_gap() -> None:
    profile = INSPECTION.profile[: INSPECTION.profile.index("order_lists:")].replace(", deduct: ", ", bonus: ")
    case = INSPECTION.but(profile=profile, narrative={"典型案例": " \n", "工作要求": "抓好落实。"})
    headings = [line for line in case.lines() if line[1] == "、"]
    assert headings == ["一、基本情况", "二、工作要求"]


def test_cases_of_several_paragraphs_stay_below_their_item() -> None:
    case = INSPECTION.but(narrative={"典型案例": "两起案例：\n1.某局拖延。\n2.某镇敷衍。", "工作要求": "抓好落实。"})
    lines = case.lines()
    start = lines.index("3.责任落实方面。两起案例：")
    assert lines[start + 1 : start + 3] == ["（1）某局拖延。", "（2）某镇敷衍。"]
    assert block_lines(case.bulletin().body[-1]) == ["抓好落实。"]
