"""A profile may be written in Chinese: every key and fixed value has a spelling, and means the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from io import StringIO
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import jsonschema
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from bulletin_gen.canonical import COLUMNS
from bulletin_gen.county.supplied import Supplied, load_supplied
from bulletin_gen.intake.doubts.register import REGISTER
from bulletin_gen.intake.kept.profiling import with_columns
from bulletin_gen.learning.writing.spelled import in_chinese
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.display import RESERVED
from bulletin_gen.profile.checks.finding import term_names
from bulletin_gen.profile.checks.tables import column_values, row_kinds
from bulletin_gen.profile.document import TableRule
from bulletin_gen.profile.load import parse_profile
from bulletin_gen.profile.schema import profile_schema
from bulletin_gen.profile.terms import chinese_choice, chinese_of, models_of
from bulletin_gen.profile.vocabulary import CHECKS, STANDING
from bulletin_gen.written.yamlfile import parse_yaml
from english import ENGLISH, in_names_of

ROOT = Path(__file__).parents[2]
PROFILES = sorted([*ROOT.glob("tests/data/english/*/profile.yaml"), *ROOT.glob("tests/offices/*/profile.yaml")])
MODELS = sorted({*models_of(Profile), *models_of(Supplied)}, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_has_a_spelling_of_its_own(model: type[BaseModel]) -> None:
    spelt: dict[str, str] = {}
    for key in (field.alias or name for name, field in model.model_fields.items()):
        words = chinese_of(model, key)
        assert words, f"{model.__name__}.{key} has no term"
        for word in words:
            assert spelt.setdefault(word, key) == key, f"{model.__name__}: {word}"


def _choices(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return [str(each) for each in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(each.value) for each in kind]
    return [choice for inner in get_args(kind) for choice in _choices(inner)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_fixed_value_has_a_spelling_of_its_own(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        choices = [choice for choice in _choices(field.annotation) if choice.isascii() and choice.isalpha()]
        choices += [choice for choice in _choices(field.annotation) if "_" in choice]
        spelt = [chinese_choice(model.__name__, field.alias or name, choice) for choice in choices]
        assert all(spelt), f"{model.__name__}.{name}: {choices} {spelt}"
        assert len(set(spelt)) == len(set(choices)), f"{model.__name__}.{name}: {spelt}"


def test_every_data_check_has_a_name() -> None:
    assert {check.name for check in REGISTER} == set(CHECKS)
    assert len(set(CHECKS.values())) == len(CHECKS)


@pytest.mark.parametrize("county", sorted(ROOT.glob("examples/*/profile.yaml")), ids=lambda path: path.parent.name)
def test_every_column_of_tables_has_a_name_that_nothing_else_may_have(county: Path) -> None:
    profile = parse_profile(county.read_text(encoding="utf-8"))
    of_orders = {*profile.intake.printed_columns} - {"unit", "group"}
    own = {*profile.measures, *profile.rates, *term_names(profile), *of_orders}
    tables = [TableRule(title="表", rows=rows, columns=()) for rows in row_kinds(profile)]
    columns = {name for table in tables for name in column_values(table, profile)} - own
    assert {"unit", "name", "serial", "count", "value"} <= columns
    assert columns <= STANDING.keys() and columns <= RESERVED


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.parent.name)
def test_a_profile_in_chinese_means_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    chinese = _dumped(in_chinese(parse_yaml(text, "profile.yaml").data, Profile))
    assert not {"measures:", "numerator", "intake:", "order_id"} & set(chinese.split())
    assert parse_profile(chinese).model_dump() == parse_profile(text).model_dump()


@pytest.mark.parametrize("county", sorted(ROOT.glob("examples/*/profile.yaml")), ids=lambda path: path.parent.name)
def test_examples_have_no_english_key(county: Path) -> None:
    """What the examples say in Chinese is what their English twins say, and no key, name or fixed value is left in
    English."""
    text, twin = (path.read_text(encoding="utf-8") for path in (county, ENGLISH / county.parent.name / "profile.yaml"))
    english, chinese = parse_profile(twin), parse_profile(text)
    assert _by_name(chinese.model_dump(mode="json")) == _by_name(in_names_of(english, chinese))
    kept = re.sub(r"#.*|APP|ISO", "", text)
    assert not re.search(r"[A-Za-z]{2}|[&*][A-Za-z]", kept), re.findall(r"\S*[A-Za-z]{2}\S*", kept)


def _by_name(dump: dict[str, Any]) -> dict[str, Any]:
    """What is called by its name has that as its label."""
    for part in ("measures", "rates", "quotients", "breakdowns", "lists", "order_lists"):
        dump[part] = {name: rule | {"label": rule["label"] or name} for name, rule in dump[part].items()}
    return dump


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.parent.name)
def test_editors_know_both_languages(path: Path) -> None:
    data = parse_yaml(path.read_text(encoding="utf-8"), "profile.yaml").data
    schema = profile_schema(bilingual=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    for written in (data, in_chinese(data, Profile)):
        jsonschema.validate(_plain(written), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_plain(in_chinese(data, Profile)) | {"计数数": {}}, schema)


#: Keys and fixed values of the inner vocabulary.
ENGLISH_WORDS = {
    *(field.alias or name for model in MODELS for name, field in model.model_fields.items()),
    *(choice for model in MODELS for field in model.model_fields.values() for choice in _choices(field.annotation)),
    *COLUMNS,
}
ENGLISH_WORDS = {word for word in ENGLISH_WORDS if word.isascii() and any(map(str.isalpha, word))}


def _words(value: Any) -> list[str]:
    """Every key and text in it."""
    if isinstance(value, Mapping):
        return [word for pair in value.items() for part in pair for word in _words(part)]
    if isinstance(value, list):
        return [word for part in value for word in _words(part)]
    return [value] if isinstance(value, str) else ["true"] if isinstance(value, bool) else []


def _names(data: Mapping[str, Any]) -> set[str]:
    """What the office itself calls by a name."""
    return {name for part in data.values() if isinstance(part, Mapping) for name in part}


def _dumped(data: Any) -> str:
    out = StringIO()
    yaml = YAML()
    yaml.width = 4096
    yaml.dump(_plain(data), out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return float(value) if isinstance(value, Decimal) else value


SMALL = """\
通报种类: 热线周报
地区: 某县
公文: {标题: 表}
单位: {分组: [局]}
计数: {受理: {时间: 受理时间}}
"""


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("率: {办结率: {分子: 受理, 分毌: 受理}}", "profile.yaml 第6行 率 → 办结率 → 分毌：不认识的键"),
        ("率: {办结率: {分子: 受理}}", "应为：分母"),
        ("名单: {多的: {条件: {受理: {大于: 3}}}}", "处理：写“高于”"),
        ("名单: {少的: {条件: {受理: {小于等于: 3}}}}", "处理：写“不高于”"),
        ("名单: {多的: {条件: {受理: {至少: 3}}}}", "处理：写“不低于”"),
        (
            "率: {办结率: {分子：受理, 分母: 受理}}",
            "“分子：受理”里的全角冒号“：”改成半角冒号“:”，后面空一格，如 分子: 受理",
        ),
        ("率: {办结率: {分子: 受理, 分母: 办结}}", "不存在的计数；读到：办结；应为：受理"),
        ("数字样式: {s: {取舍: 五入}}", "应为：四舍五入、舍去尾数、四舍六入五成双"),
        ("表格: {总表: {列: [{列名: 单位, 内容: 名次}]}}", "单位、分组、序号"),
        (
            "率: {办结率: {分子: 受理, numerator: 受理, 分母: 受理}}",
            "“numerator”已在第6行写过（写作“分子”，是同一个键）",
        ),
        ("计数2: 1", "通报种类、地区"),
    ],
)
def test_messages_are_in_the_words_of_the_file(added: str, said: str) -> None:
    with pytest.raises(BulletinError) as reason:
        parse_profile(SMALL + added + "\n")
    assert said in str(reason.value)


def test_what_the_profile_calls_by_a_name_of_its_own_is_no_term() -> None:
    profile = parse_profile(
        SMALL.replace("受理: {时间: 受理时间}", "受理: {时间: 受理时间}, 得分: {属于: 受理}, 件数: {属于: 受理}")
        + "表格: {总表: {列: [{列名: 单位, 内容: 单位}, {列名: 分, 内容: 得分}, {列名: 数, 内容: 件数}]}}\n"
    )
    assert [column.value for column in profile.tables["总表"].columns] == ["unit", "得分", "件数"]


def test_yes_and_no_are_words_where_the_column_holds_words() -> None:
    measures = (
        "受理: {时间: 受理时间}, 早: {条件: {提前: 是}}, 解决: {条件: {解决情况: 是}}, 未: {条件: {提前: {不是: 是}}}"
    )
    profile = parse_profile(
        SMALL.replace("受理: {时间: 受理时间}", measures) + "读表: {自有列: {提前: {类型: 是否}}}\n"
    )
    assert profile.measures["早"].where["提前"].any_of == (True,)
    assert profile.measures["未"].where["提前"].none_of == (True,)
    assert profile.measures["解决"].where["resolved"].any_of == ("是",)


def test_a_confirmed_column_is_added_in_the_language_of_the_file() -> None:
    text = with_columns(SMALL + "读表:\n  列:\n    工单编号: 流水号\n", {"order_id": "编号", "unit": "承办"})
    assert text.endswith("    工单编号: [流水号, 编号]\n    承办单位: 承办\n")
    assert parse_profile(text).intake.columns["order_id"] == ("流水号", "编号")


def test_supplied_figures_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "supplied.yaml"
    path.write_text(
        "公文: {期号: 7, 成文日期: 2024年6月3日}\n"
        "数字: {热线: {写法: 约1.1万人次, 数值: 11000, 出处: 电信}}\n"
        "基数: {上期: {出处: 上期通报, 数字: {受理: 10}}, 市平均: {出处: 市通报, 数字: {受理: 9}}}\n",
        encoding="utf-8",
    )
    supplied = load_supplied(path)
    assert supplied.document.issue_number == 7
    assert supplied.figures["热线"].value == 11000
    assert set(supplied.bases.by_name()) == {"previous", "市平均"}
