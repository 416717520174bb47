"""Bulletins of five forms as trees: invented text of a real bulletin's shape, for tests of rendering."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from bulletin_gen.tree import (
    Align,
    Annex,
    Block,
    Bulletin,
    Cell,
    ColumnTitle,
    Emphasis,
    Head,
    HeadForm,
    Heading,
    Imprint,
    Paragraph,
    Properties,
    Run,
    Signature,
    Table,
    text,
)

SENTENCE = (
    "本月共受理群众诉求1660件，按期办结1598件，按期办结率为96.27%，比上月提高1.26个百分点，各承办单位要压实责任，"
    "对“空调房”“漏水”等反映集中的问题逐件核实、限时答复，切实提高群众满意度。"
)
PURE = "各承办单位要高度重视群众诉求的办理工作逐件核实限时答复切实解决群众反映的突出问题不断提高办理质量"


def paragraphs(count: int, sentences: int = 3) -> tuple[Block, ...]:
    """``count`` body paragraphs of mixed text."""
    return tuple(Paragraph(text(SENTENCE * sentences)) for _ in range(count))


def sections(count: int) -> tuple[Block, ...]:
    """A body of ``count`` sections with headings of all levels."""
    blocks: list[Block] = [Paragraph(text(SENTENCE))]
    for number in range(count):
        blocks.append(Heading(1, text(f"{'一二三四五六七八九十'[number % 10]}、办理情况和存在的问题")))
        blocks.append(Heading(2, text("（一）总体情况")))
        blocks.append(Paragraph(text(SENTENCE * 2)))
        blocks.append(Heading(3, text("1.办理时效")))
        blocks.append(Paragraph((Run("（二）办理质量。", emphasis=Emphasis.KAI), Run(SENTENCE))))
    return tuple(blocks)


def row(*values: str) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(text(value)) for value in values)


UNITS = ("县公安局", "县自然资源局", "县住房和城乡建设局", "城关镇", "县第一人民医院", "县发展改革委（粮食和储备局）")


def wide_table(rows: int = 70, columns: int = 13, title: str = "综合评价表") -> Table:
    """A table like the widest of the real annexes: a group column, a unit, counts and rates."""
    heads = (
        "分组",
        "部门名称",
        "受理案件数",
        "应办理数",
        "办理数",
        "办结率",
        "按期办理数",
        "按期办结率",
        "返工数",
        "返工率",
        "回访不满意数",
        "回访不满意率",
        "综合指标值",
    )
    heads = (heads * (columns // len(heads) + 1))[:columns]
    half = rows // 2
    lines = []
    for index in range(rows):
        label = [Cell(text("县直单位"), down=half)] if index == 0 else []
        label = [Cell(text("乡镇（街道）"), down=rows - half)] if index == half else label
        values = [UNITS[index % 6]]
        for column in range(2, columns):
            rate = "率" in heads[column]
            values.append(f"{90 + index % 10}.{index % 7}%" if rate else str(index * 7 % 160))
        lines.append((*label, *row(*values)))
    return Table(text(title), columns, (row(*heads),), tuple(lines))


def score_table(rows: int = 20, title: str = "考核评分表") -> Table:
    """Seven columns with a total row and a note."""
    lines = [
        row(str(i + 1), UNITS[i % 6], "40", "20", "19", "25" if i % 3 else "8.5", str(85 + i)) for i in range(rows)
    ]
    total = (Cell(text("合计"), span=2), *row("40", "20", "19", "", "105"))
    head = (
        (
            Cell(text("序号"), down=2),
            Cell(text("单位"), down=2),
            Cell(text("得分"), span=4),
            Cell(text("合计"), down=2),
        ),
        row("办结率", "响应率", "满意率", "附加分"),
    )
    return Table(
        text(title),
        7,
        head,
        (*lines, total),
        (
            text(
                "备注：数据截止到10月31日24:00；“-”表示未回访。",
            ),
        ),
        frozenset({rows}),
    )


def small_table() -> Table:
    """Three columns in the body."""
    rows = (row("咨询类", "1318", "29.4%"), row("投诉举报类", "841", "18.8%"), row("建议类", "21", "0.5%"))
    return Table(
        text("诉求类型统计表"),
        3,
        (row("类别", "数量（件）", "占比"),),
        (*rows, row("合计", "2180", "48.7%")),
        strong_rows=frozenset({3}),
    )


def properties(title: str) -> Properties:
    """Properties with a fixed date."""
    return Properties(title, "12345热线", "县政府督查室", "通报", date(2024, 7, 10))


def notice(
    body: tuple[Block, ...] = (),
    bodies: tuple[str, ...] = ("中共河阳县委督查局", "河阳县人民政府督查室"),
    seal: bool = False,
    annexes: int = 2,
    even_page: bool = False,
) -> Bulletin:
    """督查通报: 发文字号, addressees, two signing bodies, annexes, imprint."""
    title = "关于1月份12345政务服务便民热线件办理情况的通报"
    names = ("县直单位热线办理情况汇总表", "乡镇街道热线办理情况汇总表", "逾期件明细表")[:annexes]
    return Bulletin(
        properties(title),
        Head(HeadForm.DOCUMENT, ("督查通报",), number=text("河督通报〔2022〕10号")),
        text(title),
        body or sections(3),
        text("各乡镇、街道，县直各单位"),
        Signature(bodies, text("2022年2月15日"), seal),
        tuple(
            Annex(f"附件{i}" if annexes > 1 else "附件", text(name), (score_table(30 * i, name),))
            for i, name in enumerate(names, 1)
        ),
        note=text("（此件公开发布）"),
        imprint=Imprint(
            (
                (
                    "抄送",
                    text("县委常委，县人大常委会主任，县政协主席，县政府副县长，市政务服务热线办理中心，县委办公室"),
                ),
            ),
            text("河阳县人民政府督查室"),
            text("2022年2月15日印发"),
            even_page=even_page,
        ),
    )


def brief(body: tuple[Block, ...] = ()) -> Bulletin:
    """工作简报: 期号 and total number, tables in the body, 印发 line with copies."""
    title = "民呼必应热线七月份工作简报"
    return Bulletin(
        properties(title),
        Head(
            HeadForm.BRIEF,
            ("民呼必应热线工作简报",),
            number=text("2022年第7期"),
            running_number=text("（总第262期）"),
            issuer=text("河阳市12345热线中心"),
            dated=text("2022年8月2日"),
        ),
        text(title),
        body or (*sections(2)[:5], small_table(), *sections(1)),
        annexes=(
            Annex("附件1", text("乡镇街道考核评分表"), (score_table(20, "乡镇街道考核评分表"),)),
            Annex("附件2", text("市直单位考核评分表"), (score_table(45, "市直单位考核评分表"),)),
        ),
        imprint=Imprint((), text("河阳市12345热线中心"), text("2022年8月2日印发"), text("（共印60份）")),
    )


def supervision(body: tuple[Block, ...] = ()) -> Bulletin:
    """政务督查: 期号, unit, date; one wide annex, no imprint."""
    title = "2024年5月份12345政务服务热线及市长、县长信箱运行办理情况通报"
    name = "2024年5月份12345政务服务热线综合评价表"
    return Bulletin(
        properties(title),
        Head(
            HeadForm.BRIEF,
            ("河阳政务督查",),
            number=text("第9期"),
            issuer=text("河阳县人民政府督查室"),
            dated=text("2024年7月10日"),
        ),
        text(title),
        body or sections(4),
        annexes=(Annex("附件", text(name), (wide_table(70, 13, name),)),),
    )


def operation(body: tuple[Block, ...] = ()) -> Bulletin:
    """运行情况通报: title and body only, signature, two annexes with notes."""
    title = "关于2022年2月份12345政务服务便民热线运行情况的通报"
    return Bulletin(
        properties(title),
        Head(HeadForm.BARE),
        text(title),
        body or sections(3),
        text("各县（区）人民政府，市直各单位："),
        Signature(("河阳市人民政府办公室",), text("2022年3月29日"), True),
        (
            Annex("附件1", text("诉求类别统计表"), (small_table(),)),
            Annex("附件2", text("承办单位办理情况统计表"), (score_table(46, "承办单位办理情况统计表"),)),
        ),
    )


def weekly(body: tuple[Block, ...] = ()) -> Bulletin:
    """热线周报: column titles, 报 and 送 lists, 印发 line."""
    title = "2021年第43周12345热线运行情况"
    blocks = (ColumnTitle(text("【每周纵览】")), *sections(1), ColumnTitle(text("【市民诉求】")), *sections(1))
    return Bulletin(
        properties(title),
        Head(
            HeadForm.BRIEF,
            ("河南县12345热线周报",),
            number=text("第43期"),
            issuer=text("河南县12345热线受理中心"),
            dated=text("2021年11月5日"),
        ),
        text(title),
        body or blocks,
        annexes=(
            Annex("附件1", text("镇街热线办理情况"), (score_table(16, "镇街热线办理情况"),)),
            Annex("附件2", text("县直部门单位热线办理情况"), (score_table(35, "县直部门单位热线办理情况"),)),
        ),
        imprint=Imprint(
            (
                ("报", text("县委书记，县长，县委副书记，县委常委，县政府副县长，市12345热线受理中心")),
                ("送", text("各镇街党（工）委书记、镇长（主任），县直各部门单位主要负责人")),
            ),
            text("河南县12345热线受理中心"),
            text("2021年11月5日印发"),
        ),
    )


def landscape_notice() -> Bulletin:
    """An annex that only fits a landscape page, between upright ones."""
    first = notice()
    turned = Annex("附件3", text("全量指标明细表"), (wide_table(60, 24, "全量指标明细表"),))
    return replace(first, annexes=(first.annexes[0], turned, first.annexes[1]))


def joint() -> Bulletin:
    """上行文 of three bodies: 份号, 密级, 紧急程度, names beside “文件”, three 签发人, five signing bodies, 印数."""
    first = notice(bodies=("县委督查局", "县政府督查室", "县数据局", "县信访局", "县纪律检查委员会"), annexes=0)
    head = replace(
        first.head,
        mark=("中共河阳县委督查局", "河阳县人民政府", "河阳县信访局"),
        mark_suffix="文件",
        copy_number="000012",
        secrecy="秘密★1年",
        urgency="特急",
        signatory=("张三丰", "李四", "欧阳修远"),
    )
    assert first.imprint
    return replace(first, head=head, imprint=replace(first.imprint, copies=text("（共印60份）"), even_page=True))


ALL = {
    "notice": notice,
    "brief": brief,
    "supervision": supervision,
    "operation": operation,
    "weekly": weekly,
    "landscape": landscape_notice,
}


def aligned(value: str, align: Align) -> Cell:
    """A cell with an explicit alignment."""
    return Cell(text(value), align)
