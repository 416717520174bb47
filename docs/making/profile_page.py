"""profile.zh-CN.md: every key of profile.yaml and supplied.yaml, from the descriptions in the models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bulletin_gen.adjustments import HEADS, AdjustmentKind
from bulletin_gen.canonical import AUXILIARY_COLUMNS, DERIVED_COLUMNS, LABELS, SOURCE_COLUMNS, ColumnType
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.intake.doubts.register import REGISTER
from bulletin_gen.intake.head.synonyms import SYNONYMS
from bulletin_gen.profile import Profile
from bulletin_gen.profile.schema import profile_schema
from bulletin_gen.profile.terms import chinese_choice, chinese_of, models_of
from bulletin_gen.profile.vocabulary import CHECKS, STANDING
from making.cases import fence

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

Schema = Mapping[str, Any]

MODELS = {model.__name__: model for model in (*models_of(Profile), *models_of(Supplied))}

OPENING = """\
# profile.yaml 全部写法

<!-- 本页由 docs/make_reference.py 从程序生成，请勿手改。 -->

一个县的规则都写在县文件夹的 `profile.yaml` 里。本页列出能写的每一个键；怎样用它们写出具体的考核办法，见
[scoring.zh-CN.md](scoring.zh-CN.md) 和 [rules.zh-CN.md](rules.zh-CN.md)。
写错了不要紧：程序在读工单之前就会指出第几行、哪个键、应该怎样写。

- 缩进用空格，同一级对齐；冒号后面空一格；`#` 后面是注释。
- “默认”一栏是不写这个键时的取值；“必填”的键不能省。
- 键和固定的取值都写中文，如 `办结率: {分子: 办结, 分母: 受理}`；有两种写法的，任选一种。标准列名写 `派单时间`，
  表格的列写 `单位`、`名次`、`得分`。以前用英文写的照旧能用：英文写法在最后一栏、取值的括号里，可以混用，意思一样。
- 名称（计数名、率名、名单名）自己取，中文英文都可以；用模板的县，模板要用到的名称见
  [templates/README.md](../templates/README.md)。
- 分数写 `0.5`，比率的界限写 `45%` 或 `0.45`，都按所写的数精确计算。
"""

#: Headings of the parts, in order; the key says where in profile.yaml a part stands.
PARTS = {
    "Document": "公文",
    "IntakeRules": "读表：怎样读导出表",
    "Deadlines": "读表 → 推算时限",
    "OwnColumn": "读表 → 自有列 → 名称",
    "Units": "单位",
    "Group": "单位 → 分组的一项",
    "StyleRule": "数字样式 → 名称",
    "Measure": "计数 → 名称",
    "Condition": "计数 → 名称 → 条件",
    "Rate": "率 → 名称",
    "Empty": "率 → 名称 → 分母为零",
    "Quotient": "商 → 名称：日均、占比",
    "Breakdown": "类别 → 名称",
    "Comparison": "比较 → 名称：同比、环比",
    "Score": "评分",
    "Term": "评分 → 评分项的一项",
    "ScoreLine": "按线：按线计分",
    "Step": "分档的一档",
    "Entries": "手工记录：手工加分扣分",
    "GradeBand": "等级",
    "Ranking": "排名",
    "UnitList": "名单 → 名称",
    "Bound": "名单 → 名称 → 条件：界限",
    "OrderList": "工单清单 → 名称",
    "TableRule": "表格 → 名称",
    "ColumnRule": "表格 → 名称 → 列的一列",
    "TotalRow": "小计、合计行",
    "ChartRule": "图 → 名称",
    "Wording": "措辞",
    "PublicVersion": "公开稿",
}

SUPPLIED_PARTS = {
    "DocumentFacts": "公文：期号、日期",
    "SuppliedFigure": "数字 → 名称：人工提供的数字",
    "SuppliedBases": "基数：同比、环比的基数",
    "SuppliedBase": "基数 → 上期、上年同期",
}

#: Words of default values that are no choice of their key.
DEFAULTS = STANDING | {
    "total": "全部", "year": "本年", "units": "单位", "rate": "率", "whole": "整数", "number": "小数",
    "{county}{period}{kind}": "{地区}{期间}{种类}",
}  # fmt: skip

SEVERITIES = {"error": "错误", "warning": "警告", "off": "不查"}

TYPES = {
    ColumnType.TEXT: "文字",
    ColumnType.WHOLE: "整数",
    ColumnType.FLAG: "是否",
    ColumnType.MOMENT: "时间",
}

ADJUSTMENT_MEANINGS = {
    AdjustmentKind.EXCUSED: "超期有正当理由；仍算超期，不算无故超期（写工单编号）",
    AdjustmentKind.EXCLUDED: "不纳入考核；仍计受理量（写工单编号）",
    AdjustmentKind.BONUS: "加分（写单位、分值）",
    AdjustmentKind.PENALTY: "扣分（写单位、分值）",
    AdjustmentKind.COMMENDED: "点名表扬（写单位）",
    AdjustmentKind.NOT_COMMENDED: "从表扬名单移出（写单位）",
    AdjustmentKind.CRITICISED: "点名批评（写单位）",
    AdjustmentKind.NOT_CRITICISED: "从批评名单移出（写单位）",
    AdjustmentKind.REGRADED: "改定等级（写单位、等级）",
}


#: Which top-level key shows a part, and in which example county; the text stands in its profile.yaml as it is here.
SAMPLES = {
    "Document": ("document", "pingyu"),
    "IntakeRules": ("intake", "huaibei"),
    "Units": ("units", "pingjiang"),
    "StyleRule": ("styles", "ruzhou"),
    "Measure": ("measures", "pingyu"),
    "Rate": ("rates", "pingyu"),
    "Quotient": ("quotients", "junan"),
    "Breakdown": ("breakdowns", "pingjiang"),
    "Comparison": ("comparisons", "pingyu"),
    "Score": ("score", "pingjiang"),
    "GradeBand": ("grades", "pingjiang"),
    "Ranking": ("ranking", "../tests/sixth_county/county"),
    "UnitList": ("lists", "pingjiang"),
    "OrderList": ("order_lists", "pingjiang"),
    "TableRule": ("tables", "junan"),
    "Wording": ("wording", "pingyu"),
}


def page() -> str:
    """The whole page."""
    parts = [OPENING, *_profile(), *_columns(), *_checks(), *_supplied(), *_adjustments()]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _profile() -> Iterator[str]:
    schema = profile_schema()
    yield "## 最外层\n\n" + _table(schema, Profile)
    known = set(PARTS) | {"Rounding", "Zeros"}
    assert known == set(schema["$defs"]), f"parts without a heading: {set(schema['$defs']) ^ known}"
    for name, heading in PARTS.items():
        yield f"## {heading}\n\n{_table(schema['$defs'][name], MODELS[name])}"
        if name in SAMPLES:
            yield _sample(*SAMPLES[name])


def _sample(key: str, county: str) -> str:
    """What an example county writes under a top-level key."""
    text = (EXAMPLES / county / "profile.yaml").read_text(encoding="utf-8")
    spelled = "|".join((key, *chinese_of(Profile, key)))
    found = re.search(rf"^(?:{spelled}):.*\n(?:(?:[ #].*)?\n)*", text, re.MULTILINE)
    assert found, f"{county} has no {key}"
    lines = found[0].rstrip().splitlines()
    while lines[-1].startswith("#"):  # the heading of what follows
        lines = "\n".join(lines[:-1]).rstrip().splitlines()
    return f"如：\n\n{fence('yaml', chr(10).join(lines))}"


def _supplied() -> Iterator[str]:
    schema = Supplied.model_json_schema(by_alias=True, mode="validation")
    yield "# supplied.yaml 全部写法\n\n期间文件夹里的 `supplied.yaml`：每期要填的期号、日期和不由工单计得的数字。\n"
    yield _table(schema, Supplied)
    for name, heading in SUPPLIED_PARTS.items():
        yield f"## {heading}\n\n{_table(schema['$defs'][name], MODELS[name])}"


def _table(part: Schema, model: type[BaseModel]) -> str:
    required = part.get("required", ())
    rows = [_row(model, name, rule, name in required) for name, rule in part["properties"].items()]
    return "\n".join(["| 键 | 写什么 | 默认 | 说明 | 英文 |", "| --- | --- | --- | --- | --- |", *rows])


def _row(model: type[BaseModel], name: str, rule: Schema, required: bool) -> str:
    def spelled(choice: str) -> str:
        return chinese_choice(model.__name__, name, choice)

    keys = "、".join(f"`{word}`" for word in chinese_of(model, name) or (name,))
    default = "**必填**" if required else _default(rule, partial(_default_word, model.__name__, name))
    return f"| {keys} | {_what(rule, spelled)} | {default} | {_cell(rule['description'])} | `{name}` |"


def _default_word(model: str, key: str, value: str) -> str:
    """A default value as a Chinese file would spell it."""
    return chinese_choice(model, key, value) or DEFAULTS.get(value) or LABELS.get(value) or value


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("{{", "`{{").replace("}}", "}}`")


def _default(rule: Schema, spelled: Callable[[str], str]) -> str:
    value = rule.get("default")
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return f"`[{', '.join(_signed(str(each), spelled) for each in value)}]`"
    return f"`{spelled(str(value))}`".replace("|", "\\|").replace("\n", "\\n")


def _signed(value: str, spelled: Callable[[str], str]) -> str:
    """One word of an order, its sign kept."""
    return f"-{spelled(value[1:])}" if value.startswith("-") else spelled(value)


def _what(rule: Schema, chinese: Callable[[str], str] = lambda choice: "") -> str:
    """The kinds of value that a key takes, in words."""
    options = [option for option in rule.get("anyOf", [rule]) if option.get("type") != "null"]
    words = dict.fromkeys(_one(option, chinese) for option in options)
    if {"文字", "列表"} <= set(words):
        return "一个或列表"
    if {"数", "文字"} <= set(words):
        words.pop("文字")
    return " 或 ".join(words)


def _one(option: Schema, chinese: Callable[[str], str]) -> str:
    if "enum" in option:
        return _listed([value for value in option["enum"] if value], chinese)
    if "$ref" in option:
        return _reference(option["$ref"].split("/")[-1], chinese)
    return _plain(option)


def _listed(choices: list[str], chinese: Callable[[str], str]) -> str:
    return " / ".join(f"`{word}`（{choice}）" if (word := chinese(choice)) else f"`{choice}`" for choice in choices)


def _plain(option: Schema) -> str:
    if option["type"] == "array":
        items = option["items"]
        return f"列表，每项{_what(items)}" if "$ref" in str(items) else "列表"
    if option["type"] == "object":
        return f"名称 → {_what(option['additionalProperties'])}"
    if option.get("format") == "date":
        return "日期"
    return {"string": "文字", "integer": "整数", "number": "数", "boolean": "`是` / `否`"}[option["type"]]


def _reference(name: str, chinese: Callable[[str], str]) -> str:
    if name in CHOICES:
        return _listed(CHOICES[name], chinese)
    heading = (PARTS | SUPPLIED_PARTS)[name]
    words = [word for word in heading.split("：")[-1].split(" → ") if word != "名称"]
    return f"见[{words[-1]}](#{anchor(heading)})"


def anchor(heading: str) -> str:
    """The anchor that GitHub and Gitee give to a heading."""
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " _-")
    return kept.replace(" ", "-")


CHOICES = {name: profile_schema()["$defs"][name]["enum"] for name in ("Rounding", "Zeros")}


def _columns() -> Iterator[str]:
    rows = [
        f"| `{LABELS[name]}` | {TYPES[kind]} | {'、'.join(SYNONYMS.get(name, ()))} | `{name}` |"
        for name, kind in SOURCE_COLUMNS.items()
    ]
    head = "| 标准列名 | 取值 | 自动认得的列名 | 英文 |\n| --- | --- | --- | --- |\n"
    yield (
        "# 标准列名\n\n读表的 `列`、计数的 `条件` 和 `时间`、类别的 `按列` 里都用标准列名。"
        "导出表的列名在“自动认得的列名”里的，读表的 `列` 可以不写。"
        "姓名、电话、证件号、地址、诉求内容等列读入时即丢弃，没有标准列名。\n\n" + head + "\n".join(rows)
    )
    helping = [
        f"| `{label}` | {holds} | {'、'.join(SYNONYMS[name])} | `{name}` |"
        for name, (label, holds) in AUXILIARY_COLUMNS.items()
    ]
    yield "只用来推出别的列、只能写在读表的 `列` 里的列：\n\n" + head + "\n".join(helping)
    derived = [f"| `{LABELS[name]}` | {TYPES[kind]} | `{name}` |" for name, kind in DERIVED_COLUMNS.items()]
    yield (
        "程序另外算出的列，可用在计数的 `条件` 里：\n\n| 标准列名 | 取值 | 英文 |\n| --- | --- | --- |\n"
        + "\n".join(derived)
    )


def _checks() -> Iterator[str]:
    rows = [
        f"| `{CHECKS[each.name]}` | {each.meaning} | {each.where} | {SEVERITIES[each.usual]} | `{each.name}` |"
        for each in REGISTER
    ]
    yield (
        "# 数据检查项\n\n在读表的 `数据检查` 里改轻重，如 `与本期无关: 不查`。"
        "“错误”不出通报，“警告”写进问题清单。\n\n"
        "| 检查项 | 查什么 | 在哪里查 | 通常 | 英文 |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows)
    )


def _adjustments() -> Iterator[str]:
    rows = [f"| {kind} | {ADJUSTMENT_MEANINGS[kind]} |" for kind in AdjustmentKind]
    yield (
        f"# adjustments.xlsx\n\n表头：{'、'.join(HEADS)}。"
        "每行一条人工认定，理由、决定人、决定日期都会存入 facts.json，其中的手机号码、身份证号码以…代替。\n\n"
        "| 类型 | 含义 |\n| --- | --- |\n" + "\n".join(rows)
    )
