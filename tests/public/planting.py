"""Drafts with planted data: fifteen kinds in eighteen corners of a Word file, from a seed. Written by looking at the
command's help alone, not at how the gate works."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英建国志华晓梅玉珍海燕"
    "文辉春雪俊峰婷慧鹏飞浩宇欣怡子涵梓轩佳琪诗雅庆德福金凤"
)
ROADS = re.split(
    " ",
    "天岳大道 开发东路 城关街道书院路 汉昌街道百花台小区 蓝湾花园 锦绣华庭 阳光城小区 老棉纺厂家属院 古槐街道健康路",
)
PLACES = re.split(
    " ", "正文 拆开 表格 表头下 页眉 页脚 文本框 批注 属性 隐藏 删除 插入 脚注 替代文字 链接 域 自定义 文档变量"
)


@dataclass
class Planted:
    """One piece of data: its kind, its corner, the value, the sentence around it."""

    kind: str
    place: str
    value: str
    sentence: str

    def variants(self) -> set[str]:
        """The value as it may be left: full-width or half-width, with or without what groups its digits."""
        half = _half(self.value)
        return {self.value, half, re.sub(r"[\s\-()（）·]", "", half)}


def _half(text: str) -> str:
    return "".join(chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in text)


def _digits(r: random.Random, count: int) -> str:
    return "".join(r.choice("0123456789") for _ in range(count))


def _name(r: random.Random) -> str:
    surname = r.choice(["欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟"]) if r.random() < 0.05 else r.choice(SURNAMES)
    return surname + "".join(r.sample(GIVEN, r.choice([1, 2, 2, 2]) if len(surname) == 1 else r.choice([1, 2])))


def _mobile(r: random.Random) -> str:
    return r.choice(["138", "139", "150", "186", "177", "199", "166", "159", "131"]) + _digits(r, 8)


def _identity(r: random.Random) -> str:
    body = (
        f"{r.choice(['430626', '412826', '110105'])}{r.randint(1945, 2008)}{r.randint(1, 12):02}{r.randint(1, 28):02}"
    )
    body += f"{r.randint(1, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(one) * two for one, two in zip(body, weights, strict=True)) % 11]


def _card(r: random.Random) -> str:
    body = r.choice(["622848", "621700", "622202", "621226"]) + _digits(r, r.choice([9, 12]))
    doubled = [sum(divmod(int(sign) * 2, 10)) if i % 2 == 0 else int(sign) for i, sign in enumerate(reversed(body))]
    return body + str(-sum(doubled) % 10)


def _plate(r: random.Random) -> str:
    head = r.choice("湘豫京沪粤苏浙鲁皖赣") + r.choice("ABCDEFGH")
    if r.random() < 0.3:
        return head + r.choice("DF") + _digits(r, 5)
    middle = "".join(r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(4))
    return head + r.choice(["", "·"]) + middle + _digits(r, 1)


def _door(r: random.Random) -> str:
    block, unit, room = r.randint(2, 30), r.randint(1, 6), r.randint(101, 3302)
    forms = (
        f"{block}栋{unit}单元{room}室", f"{block}号楼{room}室", f"{block}幢{unit}单元{room}号", f"{room}号附{unit}号",
        f"{block}-{unit}-{room}", f"{block}座{room}房",
    )  # fmt: skip
    return r.choice(ROADS) + r.choice(forms)


def _order(r: random.Random) -> str:
    day = f"20{r.randint(20, 24)}{r.randint(1, 12):02}{r.randint(1, 28):02}"
    return r.choice(["", "DH", "GD", "WX"]) + day + _digits(r, r.choice([4, 6, 8]))


Maker = Callable[[random.Random], str]
#: Kind → (value, sentence) pairs; the first sentence's value also stands alone in a column with this head.
KINDS: dict[str, tuple[str, tuple[tuple[Maker, str], ...]]] = {
    "手机号": ("联系电话", (
        (_mobile, "联系电话{}。"), (_mobile, "其手机号为{}，多次拨打无人接听。"),
        (lambda r: re.sub(r"(.{3})(.{4})(.{4})", r"\1 \2-\3", _mobile(r)), "诉求人留下电话：{}，请回复。"),
        (lambda r: "".join(chr(ord(sign) + 0xFEE0) for sign in _mobile(r)), "来电号码{}反映同一问题。"),
        (lambda r: "+86 " + _mobile(r), "回访{}未接通。"))),
    "座机": ("固定电话", (
        (lambda r: f"0730-6{_digits(r, 6)}", "家中座机{}已停机。"),
        (lambda r: f"（0571）8{_digits(r, 7)}", "诉求人住宅电话{}。"))),
    "身份证": ("身份证号", (
        (_identity, "身份证号{}。"), (_identity, "证件号码：{}的老人未领到补贴。"),
        (lambda r: re.sub(r"(.{6})(.{8})(.{4})", r"\1 \2 \3", _identity(r)), "其身份证{}已核验。"))),
    "银行卡": ("银行账号", (
        (_card, "工资应打入银行卡{}。"), (_card, "农行{}被冻结。"),
        (lambda r: " ".join(re.findall(".{1,4}", _card(r))), "退款账号：{}，至今未到账。"))),
    "车牌": ("车牌号", (
        (_plate, "车牌号{}的渣土车夜间扬尘。"), (_plate, "{}长期占用消防通道。"), (_plate, "其车辆（{}）被拖走。"))),
    "住址": ("家庭地址", ((_door, "住址：{}，楼上漏水。"), (_door, "{}住户反映无水。"))),
    "工单": ("工单编号", (
        (_order, "工单编号{}，逾期未办。"), (_order, "（工单号：{}）该件被退回。"),
        (_order, "编号为{}的诉求重复办理。"))),
    "称呼": ("诉求人", (
        (_name, "{}先生反映小区停车难。"), (_name, "{}女士来电称工资被拖欠。"), (_name, "市民{}大爷表示满意。"))),
    "身份": ("反映人", (
        (_name, "反映人：{}。"), (_name, "投诉人{}对结果不满意。"), (_name, "来电人：{}，诉求为退费。"),
        (_name, "诉求人{}要求书面答复。"), (_name, "当事人{}称未收到通知。"))),
    "居民": ("姓名", (
        (_name, "居民{}反映路灯不亮。"), (_name, "村民{}家的低保被取消。"), (_name, "市民{}多次来电。"),
        (_name, "业主{}等人反映电梯故障。"), (_name, "群众{}举报偷排。"))),
    "邮箱": ("邮箱", ((lambda r: f"lxm{_digits(r, 4)}@qq.com", "邮箱{}。"),
                    (lambda r: f"wang.{_digits(r, 3)}@163.com", "诉求人要求回复至{}"))),
    "微信": ("微信", ((lambda r: f"wxid_{_digits(r, 8)}", "微信号{}。"),
                    (lambda r: f"lxm-{_digits(r, 7)}", "加微信：{}联系。"))),
    "QQ": ("QQ", ((lambda r: "3" + _digits(r, 8), "QQ号{}。"), (lambda r: "7" + _digits(r, 7), "QQ：{}，"))),
    "证件": ("证件号码", (
        (lambda r: "E" + _digits(r, 8), "护照号{}的外籍人士咨询。"),
        (lambda r: "H" + _digits(r, 8), "港澳居民来往内地通行证{}。"),
        (lambda r: f"军字第{_digits(r, 7)}号", "军官证{}。"))),
    "其他": ("医保卡号", (
        (lambda r: "A" + _digits(r, 10), "医保卡号{}无法使用。"), (lambda r: _digits(r, 12), "社保卡号：{}。"),
        (lambda r: "1" + _digits(r, 6), "住院号{}，费用未报销。"),
        (lambda r: "5" + _digits(r, 9), "户号{}，电费异常。"),
        (lambda r: f"湘（2021）某某县不动产权第00{_digits(r, 5)}号", "房产证{}办理受阻。"))),
}  # fmt: skip
CONTROL = (
    "关于2024年5月12345政务服务便民热线办理情况的通报", "各乡镇人民政府、街道办事处，县直各单位：",
    "5月份，县12345热线共受理群众诉求1263件，同比增长12.5%，按时办结率98.7%，满意率95.2%。",
    "城管局、住建局、交通运输局受理量居前三位，分别为120件、98件、76件。",
    "副县长李明主持会议，对办理超期的单位提出批评。",
    "请各单位于6月10日前将整改情况报县政务服务中心，监督电话0730-6222345。",
)  # fmt: skip


@dataclass
class Draft:
    """A Word file being written, and what was planted."""

    document: docx.document.Document = field(default_factory=docx.Document)
    planted: list[Planted] = field(default_factory=list)
    extra: dict[str, list[str]] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """The file, with the parts that no library writes put in."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return _with_parts(buffer.getvalue(), self.extra) if self.extra else buffer.getvalue()


def draft(seed: int) -> Draft:
    """A draft with two to six pieces of data; seed -1 plants nothing."""
    r = random.Random(seed)
    made = Draft()
    for text in CONTROL:
        made.document.add_paragraph(text)
    for kind in r.sample(list(KINDS), r.randint(2, 6)) if seed >= 0 else ():
        make, sentence = r.choice(KINDS[kind][1])
        value, place = make(r), r.choice(PLACES)
        made.planted.append(Planted(kind, place, value, sentence))
        _put(made, r, made.planted[-1], sentence.format(value))
    return made


_W = nsdecls("w")
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def _put(made: Draft, r: random.Random, one: Planted, text: str) -> None:
    document, value = made.document, one.value
    if one.place in _XML:
        document.element.body.insert(1, parse_xml(_XML[one.place].format(w=_W, run=_RUN.format(text), text=text)))
    elif one.place == "拆开":
        paragraph = document.add_paragraph()
        while text:
            cut = r.randint(1, 4)
            paragraph.add_run(text[:cut])
            text = text[cut:]
    elif one.place in ("表格", "表头下"):
        table = document.add_table(2, 3)
        head = KINDS[one.kind][0] if one.place == "表头下" else "诉求内容"
        cells = ("某某镇", value if one.place == "表头下" else text, "已办结")
        for i, (top, below) in enumerate(zip(("承办单位", head, "办理结果"), cells, strict=True)):
            table.cell(0, i).text, table.cell(1, i).text = top, below
    elif one.place in ("页眉", "页脚"):
        section = document.sections[0]
        (section.header if one.place == "页眉" else section.footer).add_paragraph(text)
    elif one.place == "批注":
        document.add_comment([document.add_paragraph().add_run("此处")], text=text, author=value[:20])
    elif one.place == "属性":
        properties = document.core_properties
        properties.title, properties.author, properties.comments = text[:200], value[:200], text
    elif one.place in ("脚注", "自定义", "文档变量"):
        made.extra.setdefault(one.place, []).append(text)
    else:
        document.add_paragraph("经查").add_run(text).font.hidden = one.place == "隐藏"


_XML = {
    "文本框": '<w:p {w}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    "<w:p>{run}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    "删除": '<w:p {w}><w:del w:id="1" w:author="x"><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>',
    "插入": '<w:p {w}><w:ins w:id="2" w:author="x">{run}</w:ins></w:p>',
    "替代文字": '<w:p {w}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="{text}"/></w:pict></w:r>'
    "</w:p>",
    "链接": '<w:p {w}><w:hyperlink w:anchor="x" w:tooltip="{text}">' + _RUN.format("详情") + "</w:hyperlink></w:p>",
    "域": '<w:p {w}><w:fldSimple w:instr="HYPERLINK x {text}">' + _RUN.format("见附件") + "</w:fldSimple></w:p>",
}
_FOOTNOTES = '<w:footnotes {w}><w:footnote w:id="2"><w:p>{run}</w:p></w:footnote></w:footnotes>'
_CUSTOM = "<memo>{text}</memo>"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _with_parts(content: bytes, extra: dict[str, list[str]]) -> bytes:
    """The package with footnotes, own XML and document variables."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name).decode("utf-8", "surrogateescape") for name in package.namelist()}
    rels, types, settings = "word/_rels/document.xml.rels", "[Content_Types].xml", "word/settings.xml"
    if notes := extra.get("脚注"):
        parts["word/footnotes.xml"] = _FOOTNOTES.format(w=_W, run=_RUN.format("".join(notes)))
        override = f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/>'
        parts[types] = parts[types].replace("</Types>", override + "</Types>")
        relation = f'<Relationship Id="rIdNotes" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
        parts[rels] = parts[rels].replace("</Relationships>", relation + "</Relationships>")
    if own := extra.get("自定义"):
        parts["customXml/item9.xml"] = _CUSTOM.format(text="".join(own))
    if variables := extra.get("文档变量"):
        variable = f'<w:docVars><w:docVar w:name="v" w:val="{"".join(variables)}"/></w:docVars>'
        parts[settings] = parts[settings].replace("</w:settings>", variable + "</w:settings>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text.encode("utf-8", "surrogateescape"))
    return buffer.getvalue()


def left_in(content: bytes, planted: list[Planted]) -> list[Planted]:
    """What is left in any byte of a file, also where tags or what groups digits divide it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        whole = "".join(f"{name}{package.read(name).decode('utf-8', 'replace')}" for name in package.namelist())
    whole += re.sub(r"<[^>]+>", "", whole)
    whole += _half(re.sub(r"[\s\-()（）·]", "", whole))
    return [one for one in planted if any(variant in whole for variant in one.variants())]


def visible(content: bytes) -> list[str]:
    """The paragraphs of the body."""
    body = docx.Document(io.BytesIO(content)).element.body
    return ["".join(each.itertext(qn("w:t"))) for each in body.iter(qn("w:p"))]
