"""profile.zh-CN.md: every key of profile.yaml and supplied.yaml, from the descriptions in the models."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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
from bulletin_gen.profile.vocabulary import CHECKS
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
- 键和固定的取值都可以写中文：“键”一栏里反引号后面就是中文写法，取值一栏同。如 `办结率: {分子: 办结, 分母: 受理}`。
  标准列名写它的中文（`派单时间`），表格的列写 `单位`、`名次`、`得分`，是否写 `是`、`否`；两种写法可以混用，意思一样。
- 名称（计数名、率名、名单名）自己取，中文英文都可以；模板要用到的名称见 [templates/README.md](../templates/README.md)。
- 分数写 `0.5`，比率的界限写 `45%` 或 `0.45`，都按所写的数精确计算。
"""

#: Headings of the parts, in order; the key says where in profile.yaml a part stands.
PARTS = {
    "Document": "document：公文要素",
    "IntakeRules": "intake：怎样读导出表",
    "Deadlines": "intake.deadlines：推算办理时限",
    "OwnColumn": "intake.own_columns.名称：自有的列",
    "Units": "units：单位分组",
    "Group": "units.groups 的一项",
    "StyleRule": "styles.名称：数字样式",
    "Measure": "measures.名称：计数",
    "Condition": "measures.名称.where.列：条件",
    "Rate": "rates.名称：率",
    "Empty": "rates.名称.empty：分母为零",
    "Quotient": "quotients.名称：日均、占比",
    "Breakdown": "breakdowns.名称：类别",
    "Comparison": "comparisons.名称：同比、环比",
    "Score": "score：评分",
    "Term": "score.terms 的一项",
    "ScoreLine": "line：按线计分",
    "Step": "steps 的一档",
    "Entries": "entries：手工加分扣分",
    "GradeBand": "grades：等级",
    "Ranking": "ranking：排名",
    "UnitList": "lists.名称：单位名单",
    "Bound": "lists.名称.where.名称：界限",
    "OrderList": "order_lists.名称：工单清单",
    "TableRule": "tables.名称：表格",
    "ColumnRule": "tables.名称.columns 的一列",
    "TotalRow": "subtotal、total：小计和合计",
    "ChartRule": "charts.名称：图",
    "Wording": "wording：措辞",
    "PublicVersion": "public：公开稿",
}

SUPPLIED_PARTS = {
    "DocumentFacts": "document：期号、日期",
    "SuppliedFigure": "figures.名称：人工提供的数字",
    "SuppliedBases": "bases：同比、环比的基数",
    "SuppliedBase": "bases.previous、bases.year_ago",
}

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


#: Which example county shows a top-level key; the text stands in its profile.yaml as it is here.
SAMPLES = {
    "document": "pingyu",
    "intake": "huaibei",
    "units": "pingjiang",
    "styles": "ruzhou",
    "measures": "pingyu",
    "rates": "pingyu",
    "quotients": "junan",
    "breakdowns": "pingjiang",
    "comparisons": "pingyu",
    "score": "pingjiang",
    "grades": "pingjiang",
    "ranking": "../tests/sixth_county/county",
    "lists": "pingjiang",
    "order_lists": "pingjiang",
    "tables": "junan",
    "wording": "pingyu",
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
        if sample := _sample(heading):
            yield sample


def _sample(heading: str) -> str:
    """What an example county writes under a top-level key, where the heading is of one."""
    key = re.split("[ ：.]", heading)[0]
    if heading.startswith(f"{key}.") and not heading.startswith(f"{key}.名称：") or key not in SAMPLES:
        return ""
    text = (EXAMPLES / SAMPLES[key] / "profile.yaml").read_text(encoding="utf-8")
    spelled = "|".join((key, *chinese_of(Profile, key)))
    found = re.search(rf"^(?:{spelled}):.*\n(?:(?:[ #].*)?\n)*", text, re.MULTILINE)
    assert found, f"{SAMPLES[key]} has no {key}"
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
    return "\n".join(["| 键 | 写什么 | 默认 | 说明 |", "| --- | --- | --- | --- |", *rows])


def _row(model: type[BaseModel], name: str, rule: Schema, required: bool) -> str:
    default = "**必填**" if required else _default(rule)
    what = _what(rule, lambda choice: chinese_choice(model.__name__, name, choice))
    return f"| `{name}` {'、'.join(chinese_of(model, name))} | {what} | {default} | {_cell(rule['description'])} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("{{", "`{{").replace("}}", "}}`")


def _default(rule: Schema) -> str:
    value = rule.get("default")
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, list):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value}`".replace("|", "\\|").replace("\n", "\\n")


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
    return " / ".join(f"`{choice}` {chinese(choice)}".strip() for choice in choices)


def _plain(option: Schema) -> str:
    if option["type"] == "array":
        items = option["items"]
        return f"列表，每项{_what(items)}" if "$ref" in str(items) else "列表"
    if option["type"] == "object":
        return f"名称 → {_what(option['additionalProperties'])}"
    if option.get("format") == "date":
        return "日期"
    return {"string": "文字", "integer": "整数", "number": "数", "boolean": "`true` 是 / `false` 否"}[option["type"]]


def _reference(name: str, chinese: Callable[[str], str]) -> str:
    if name in CHOICES:
        return _listed(CHOICES[name], chinese)
    heading = (PARTS | SUPPLIED_PARTS)[name]
    return f"见[{heading.split('：')[-1]}](#{anchor(heading)})"


def anchor(heading: str) -> str:
    """The anchor that GitHub and Gitee give to a heading."""
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " _-")
    return kept.replace(" ", "-")


CHOICES = {name: profile_schema()["$defs"][name]["enum"] for name in ("Rounding", "Zeros")}


def _columns() -> Iterator[str]:
    rows = [
        f"| `{name}` | {LABELS[name]} | {TYPES[kind]} | {'、'.join(SYNONYMS.get(name, ()))} |"
        for name, kind in SOURCE_COLUMNS.items()
    ]
    head = "| 标准列名 | 中文 | 取值 | 自动认得的列名 |\n| --- | --- | --- | --- |\n"
    yield (
        "# 标准列名\n\n`intake.columns`、`where`、`time`、`by` 里都用标准列名。导出表的列名在最后一栏里的，"
        "`intake.columns` 可以不写。姓名、电话、证件号、地址、诉求内容等列读入时即丢弃，没有标准列名。\n\n"
        + head
        + "\n".join(rows)
    )
    helping = [
        f"| `{name}` | {label} | {holds} | {'、'.join(SYNONYMS[name])} |"
        for name, (label, holds) in AUXILIARY_COLUMNS.items()
    ]
    yield "只用来推出别的列、只能写在 `intake.columns` 里的列：\n\n" + head + "\n".join(helping)
    derived = [f"| `{name}` | {LABELS[name]} | {TYPES[kind]} |" for name, kind in DERIVED_COLUMNS.items()]
    yield (
        "程序另外算出的列，可用在 `where` 里：\n\n| 标准列名 | 中文 | 取值 |\n| --- | --- | --- |\n"
        + "\n".join(derived)
    )


def _checks() -> Iterator[str]:
    rows = [
        f"| `{each.name}` {CHECKS[each.name]} | {each.meaning} | {each.where} | {SEVERITIES[each.usual]} |"
        for each in REGISTER
    ]
    yield (
        "# 数据检查项\n\n在 `intake.checks` 里改轻重，如 `outside_period: off`。"
        "“错误”不出通报，“警告”写进问题清单。\n\n"
        "| 检查项 | 查什么 | 在哪里查 | 通常 |\n| --- | --- | --- | --- |\n" + "\n".join(rows)
    )


def _adjustments() -> Iterator[str]:
    rows = [f"| {kind} | {ADJUSTMENT_MEANINGS[kind]} |" for kind in AdjustmentKind]
    yield (
        f"# adjustments.xlsx\n\n表头：{'、'.join(HEADS)}。"
        "每行一条人工认定，理由、决定人、决定日期都会存入 facts.json，其中的手机号码、身份证号码以…代替。\n\n"
        "| 类型 | 含义 |\n| --- | --- |\n" + "\n".join(rows)
    )
