"""The other four kinds: what their bodies, annexes and fronts say."""

from __future__ import annotations

import pytest

from bulletin_gen.compose import stray_digits
from bulletin_gen.tree import Annex, ColumnTitle, HeadForm, Table, block_texts, is_fact, plain, texts
from compose.cases import BRIEF, CIRCULAR, KINDS, OPERATION, WEEKLY
from compose.factory import Case, table_lines


def table_of(annex: Annex) -> Table:
    (table,) = annex.blocks
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_is_typed_into_a_template(kind: str) -> None:
    assert stray_digits(KINDS[kind].bulletin()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_that_is_printed_is_a_fact(kind: str) -> None:
    figures = KINDS[kind].facts().figures
    runs = [run for text in texts(KINDS[kind].bulletin()) for run in text if is_fact(run.figure)]
    assert runs
    assert [run for run in runs if figures[run.figure].text != run.text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_punctuation_is_left_dangling(kind: str) -> None:
    for line in KINDS[kind].lines():
        for wrong in ("、，", "、。", "，。", "；。", "，，", "。。", "：。", "（）", "  ", "共0", "、、"):
            assert wrong not in line


def test_a_circular() -> None:
    assert CIRCULAR.lines() == [
        "现将2022年1月清水县12345便民热线办理情况通报如下。",
        "一、办理总体情况",
        "本月，12345便民热线共向有关单位交办群众诉求240件。承办单位包括乡镇街道2个、县直单位3个。",
        "按诉求类别分，社会事业类150件、城乡建设类80件、咨询类10件。",
        "承办件数居前两位的是住建局（106件）、公安局（97件）。",
        "全县办理结果满意率为85.29%，同比下降9.71个百分点；服务过程满意率为61.9%，同比上升11.9个百分点。",
        "对无超期件且两项满意率均为100%的老王乡予以通报表扬。",
        "二、反映热点问题",
        "（一）供暖问题",
        "来电较多。",
        "（二）噪声问题",
        "夜间施工扰民。",
        "三、存在主要问题",
        "（一）服务过程满意率偏低",
        "服务过程满意率低于45%的是东皇街，承办20件，满意率为25%。",
        "（二）办理结果满意率偏低",
        "办理结果满意率不高于60%的是公安局，承办97件，满意率为60%。",
        "（三）办理时效不高",
        "本月超期工单2件，承办单位为公安局。",
        "（四）答复不规范",
        "个别单位答复简单。",
        "对东皇街、公安局予以通报批评。",
        "四、下步工作要求",
        "各单位要抓好落实。",
    ]


def test_the_front_and_the_tail_of_a_circular() -> None:
    bulletin = CIRCULAR.bulletin()
    assert bulletin.head.form is HeadForm.DOCUMENT
    assert plain(bulletin.head.number) == "清督通报〔2022〕10号"
    assert plain(bulletin.addressees) == "各乡镇，县直各单位："
    assert bulletin.signature.bodies == ("清水县委督查室", "清水县政府督查室")
    assert plain(bulletin.signature.dated) == "2022年2月15日"
    assert plain(bulletin.note) == "（此件公开发布）"
    assert bulletin.imprint is not None
    assert [(label, plain(line)) for label, line in bulletin.imprint.lines] == [("抄送", "县委办公室，县政府办公室。")]
    assert plain(bulletin.imprint.printed_on) == "2022年2月15日印发"
    assert plain(bulletin.imprint.copies) == "（共印60份）"
    assert [(each.label, plain(each.title)) for each in bulletin.annexes] == [
        ("附件1", "县直单位热线办理情况汇总表"),
        ("附件2", "乡镇街道热线办理情况汇总表"),
    ]


def test_an_annex_with_a_head_of_two_levels_and_the_total_of_its_group() -> None:
    assert table_lines(table_of(CIRCULAR.bulletin().annexes[0])) == [
        "序号v2|承办单位v2|件数>2|满意率>2",
        "承办|超期|办理结果|服务过程",
        "1|住建局|106|0|86.05%|60.47%",
        "2|公安局|97|2|60%|90%",
        "3|民政局|9|0|100%|未回访",
        "合计>2|212|||",
    ]


CALM = """
    单位   | 分组     | accepted | overdue | result_rated | result_satisfied | process_rated | process_satisfied
    住建局 | 县直单位 | 6        | 0       | 0            | 0                | 0             | 0
    老王乡 | 乡镇街道 | 8        | 0       | 4            | 3                | 4             | 3
"""


def test_a_circular_without_praise_and_without_criticism() -> None:
    case = CIRCULAR.but(units=CALM, narrative=CIRCULAR.narrative | {"存在问题": ""})
    lines = case.lines()
    assert not [line for line in lines if "通报表扬" in line or "通报批评" in line]
    assert [line for line in lines if line[1] == "、"] == ["一、办理总体情况", "二、反映热点问题", "三、下步工作要求"]


def test_a_brief() -> None:
    assert BRIEF.lines() == [
        "一、办理情况",
        "（一）热线接听情况",
        "本月，民声热线话务量约1.1万人次。",
        "（二）本级登记诉求办理情况",
        "本月共登记群众诉求400件。其中，协调办理300件，办结率100%，满意率96%；"
        "交办处理100件，办结95件，办结率95%，满意率89%。承办单位中，办理较好的有东关镇，办理较差的有西关镇。",
        "（三）上级交办诉求办理情况",
        "本月共承办上级交办诉求12件，办结12件，办结率100%，满意率90%。其中，省平台10件、市平台2件。",
        "二、数据分析",
        "本月登记的群众诉求，分类统计如下。",
        "类别|数量（件）|占比",
        "咨询类|200|50.0%",
        "投诉举报类|150|37.5%",
        "其它|50|12.5%",
        "合计|400|100.0%",
        "序号|类别|数量（件）|占比",
        "1|农村管理—耕地保护|53|13.3%",
        "2|社会保险—养老保险|47|11.8%",
        "3|城市管理—物业管理|33|8.3%",
        "合计>2|133|33.4%",
        "三、热点问题",
        "防汛来电增多。",
        "四、典型案例",
        "（一）修好路灯",
        "一天修复。",
        "五、业务工作",
        "（一）强化培训",
        "集中学习。",
    ]


def test_the_front_of_a_brief() -> None:
    head = BRIEF.bulletin().head
    assert (plain(head.number), plain(head.running_number)) == ("2022年第7期", "（总第262期）")
    assert (plain(head.issuer), plain(head.dated)) == ("汝南市热线服务中心", "2022年8月2日")


def test_a_brief_without_supplied_calls_and_without_orders_from_above() -> None:
    lines = BRIEF.but(figures={}, total=BRIEF.total | {"upper": 0}).lines()
    assert lines[1] == "（一）本级登记诉求办理情况"
    assert lines[4] == "本月没有上级交办的诉求。"


def test_an_operation_report() -> None:
    assert OPERATION.lines() == [
        "一、基本情况",
        "2022年2月，12345政务服务热线共办理群众诉求1000件，同比增长80.83%。其中，来电980件、留言20件。"
        "共向承办单位转办333件。",
        "从诉求类别看，数量居前两位的依次是：卫生健康132件，占来电总量的13.46%；交通运输117件，占11.93%。",
        "二、群众反映的热点问题",
        "（一）防疫咨询",
        "咨询量大。",
        "三、热线办理中存在的问题",
        "（一）部分单位办理用时较长",
        "全市平均办结时长7.0天，其中县区7.1天、市直单位6.4天。用时较长的，县区中有濉水县，市直单位中有市气象台。",
        "（二）部分单位满意率较低",
        "全市办结满意率为98.84%。满意率较低的，县区中有濉水县，市直单位中有市气象台。",
        "（三）个别诉求办理不及时",
        "本月超期工单共2件，其中市残联1件、市气象台1件。",
        "四、下一步工作建议",
        "（一）加强督办",
        "按期办结。",
    ]


def test_the_annexes_of_an_operation_report() -> None:
    bulletin = OPERATION.bulletin()
    assert bulletin.head.form is HeadForm.BARE
    table = table_of(bulletin.annexes[1])
    assert table_lines(table) == [
        "分组|承办单位|转办|按期办结率|办结满意率",
        "县区v2|濉水县|200|100%|99%",
        "相城区|100|100%|100%",
        "市直单位v2|市残联|32|96.87%|100%",
        "市气象台|1|0%|66.66%",
        "合计>2|333||",
    ]
    assert [plain(note) for note in table.notes] == ["备注：一件诉求转两个单位的，各计1件；数据截至2022年2月28日。"]
    assert table.strong_rows == {4}


def test_a_weekly() -> None:
    bulletin = WEEKLY.bulletin()
    assert [plain(block.text) for block in bulletin.body if isinstance(block, ColumnTitle)] == [
        "【每周纵览】",
        "【市民诉求】",
        "【热线信息】",
    ]
    assert WEEKLY.lines()[1:15] == [
        "2021年第43周（10月25日至10月31日），12345政务服务热线共受理群众诉求250件，日均36件，环比增长25.00%。"
        "按受理渠道分，市级热线248件、省级热线2件。",
        "【市民诉求】",
        "（一）诉求类别",
        "本周受理的诉求中，求助类180件，占受理总量的72.00%；投诉类70件，占28.00%。",
        "（二）区域分布",
        "镇街中，承办量居前两位的是大店镇、团林镇，合计占受理总量的73.6%。"
        "县直部门中，承办量居前两位的是住建局、供销社，合计占受理总量的24.4%。",
        "（三）热点问题",
        "诉求量居前三位的类别合计占受理总量的48.00%。",
        "1.居民生活60件，占24.00%。主要反映路灯、供暖等问题。",
        "2.城市管理40件，占16.00%。主要反映市容环境问题。",
        "3.卫生20件，占8.00%。",
        "【热线信息】",
        "（一）热线走进社区",
        "10月28日，工作人员现场解答。",
    ]
    assert bulletin.imprint is not None
    assert [(label, plain(line)) for label, line in bulletin.imprint.lines] == [
        ("报", "县委、县政府领导。"),
        ("送", "各镇街，县直各部门。"),
    ]


def test_a_county_chooses_the_words_of_comparisons() -> None:
    words = "wording: {previous: 较上周, counts_rise: 上升}\n"
    assert "日均36件，较上周上升25.00%。" in WEEKLY.but(profile=words + WEEKLY.profile).lines()[1]


def test_numbers_that_people_wrote_are_marked_as_theirs() -> None:
    (line,) = block_texts(WEEKLY.bulletin().body[-1])
    assert {run.figure for run in line} == {"narrative.热线信息"}


def test_a_week_without_a_base_says_nothing_of_the_week_before() -> None:
    assert "日均36件。" in WEEKLY.but(bases={}).lines()[1]


@pytest.mark.parametrize("case", KINDS.values(), ids=list(KINDS))
def test_a_month_without_anything_leaves_whole_sentences(case: Case) -> None:
    rows = case.units.strip().splitlines()
    empty = [rows[0], *(_zeroed(row) for row in rows[1:])]
    quiet = case.but(
        units="\n".join(empty),
        outside=None,
        total={},
        breakdowns={},
        orders={},
        bases={},
        narrative=dict.fromkeys(case.narrative, ""),
    )
    for line in quiet.lines():
        for wrong in ("、，", "、。", "，。", "；。", "：。", "（）", "的是。", "其中，。", "有。"):
            assert wrong not in line, line


def _zeroed(row: str) -> str:
    cells = [cell.strip() for cell in row.split("|")]
    return " | ".join([*cells[:2], *("0" for _ in cells[2:])])
