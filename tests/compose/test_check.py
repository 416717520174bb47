"""Templates and their authors: what is found before any order is read, and what a county can override."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.compose import check_templates
from bulletin_gen.compose.jinja.check import PERIOD_NAMES
from bulletin_gen.compose.jinja.loader import library
from bulletin_gen.leaves.issues import BulletinError
from compose.cases import BRIEF, CIRCULAR, INSPECTION, KINDS
from compose.factory import Case

EXTENDS = '{% extends "kinds/inspection.md.j2" %}\n'


def own(folder: Path, text: str, name: str = "inspection.md.j2") -> Path:
    """A county's templates folder with one template in it."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def findings(case: Case, folder: Path | None = None) -> list[str]:
    with pytest.raises(BulletinError) as caught:
        check_templates(case.read_profile(), folder)
    return [str(issue) for issue in caught.value.issues]


@pytest.mark.parametrize("kind", KINDS)
def test_a_profile_that_defines_everything_passes_and_tells_the_slots(kind: str) -> None:
    assert set(check_templates(KINDS[kind].read_profile())) == set(KINDS[kind].narrative)


def test_the_names_of_a_period_are_those_of_the_facts() -> None:
    assert set(PERIOD_NAMES) == set(INSPECTION.facts().period)


def test_an_unknown_kind_is_refused_with_those_that_exist() -> None:
    profile = INSPECTION.profile.replace("kind: 政务督查", "kind: 政务督察")
    (found,) = findings(INSPECTION.but(profile=profile))
    assert "profile.yaml kind：没有这种通报；读到：政务督察" in found
    assert "是不是“政务督查”？" in found
    assert set(KINDS) <= set(found.split("应为：")[1].split("；")[0].split("、"))


def test_a_name_that_the_profile_lacks_is_told_with_line_and_remedy() -> None:
    profile = CIRCULAR.profile.replace("  praised:", "  praise:")
    found = findings(CIRCULAR.but(profile=profile))
    line = _line_of("{% if lists.praised %}", "circular.md.j2")
    assert found[0].startswith(f"templates/circular.md.j2 第{line}行：模板要用的名称没有定义；读到：lists.praised；")
    assert "是不是“praise”？否则在 profile.yaml 的 lists 里定义 praised" in found[0]


def test_what_is_asked_for_first_need_not_be_there() -> None:
    text = INSPECTION.profile
    without = text[: text.index("  mailboxes:")] + text[text.index("comparisons:") :]
    without = without.replace("  letters_overdue: {label: 来信超期, time: accepted_at}\n", "")
    assert check_templates(INSPECTION.but(profile=without).read_profile())


def test_names_of_an_overridden_block_are_not_needed(tmp_path: Path) -> None:
    profile = INSPECTION.profile.replace("  categories:", "  kinds:")
    case = INSPECTION.but(profile=profile)
    folder = own(tmp_path, EXTENDS + "{% block categories %}\n得分高的是{{ lists.score_top|names }}。\n{% endblock %}")
    assert check_templates(case.read_profile(), folder)
    assert "得分高的是西河乡、北关镇、东山镇、民政局、水务局、住建局。" in "".join(case.lines(folder))


def test_a_county_overrides_one_block_and_keeps_the_rest(tmp_path: Path) -> None:
    text = EXTENDS + "{% block requirements %}\n# 下步打算\n\n{{ narrative.工作要求 }}\n{% endblock %}"
    lines = INSPECTION.lines(own(tmp_path, text))
    assert lines[:3] == INSPECTION.lines()[:3]
    assert "三、下步打算" in lines


def test_a_county_adds_to_a_block(tmp_path: Path) -> None:
    text = EXTENDS + "{% block opening %}\n{{ super() }}\n特此通报。\n{% endblock %}"
    assert INSPECTION.lines(own(tmp_path, text))[:2] == [INSPECTION.lines()[0], "特此通报。"]


def test_a_county_adds_a_kind_of_its_own(tmp_path: Path) -> None:
    text = "{#\nkind: 快报\nhead: bare\n#}\n{{ period.name }}受理{{ total.accepted }}件。"
    folder = own(tmp_path, text, "flash.md.j2")
    case = INSPECTION.but(profile=INSPECTION.profile.replace("kind: 政务督查", "kind: 快报"), narrative={})
    assert case.lines(folder) == ["2024年5月受理315件。"]
    assert library(folder).kinds()["快报"].template == "flash.md.j2"


def test_a_block_that_overrides_nothing_is_told(tmp_path: Path) -> None:
    folder = own(tmp_path, EXTENDS + "{% block requirement %}\n无\n{% endblock %}")
    (found,) = findings(INSPECTION, folder)
    assert found.startswith("templates/inspection.md.j2 第2行：模板用了没有的名称；读到：requirement")
    assert "是不是“requirements”？" in found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{{ totl.accepted }}", "模板用了没有的名称；读到：totl；应为：total"),
        ("{{ total.acepted }}", "读到：total.acepted；应为：accepted"),
        ("{{ breakdowns.categorys }}", "读到：breakdowns.categorys；应为：categories"),
        ("{{ period.nmae }}", "模板用了没有的名称；读到：nmae；应为：name"),
        ('{{ lists.overdue|with_counts("overdu") }}', "读到：total.overdu；应为：overdue"),
        ('{{ changes_of("acepted") }}', "读到：total.acepted；应为：accepted"),
        ('{{ table("evaluatoin") }}', "读到：tables.evaluatoin；应为：evaluation"),
        ("{{ say.shars(breakdowns.categories) }}", "模板用了没有的名称；读到：shars；应为：shares"),
        ("{% if total.accepted %}", "模板语法错误；读到：Unexpected end of template."),
        ("{{ total.accepted }", "模板语法错误"),
        ("{{ lists.overdue|nams }}", "模板用了没有的名称；读到：nams；应为：names"),
    ],
)
def test_a_fault_names_file_and_line(line: str, expected: str, tmp_path: Path) -> None:
    folder = own(tmp_path, f"{{#\nkind: 政务督查\n#}}\n一段。\n{line}\n")
    found = findings(INSPECTION, folder)[0]
    assert found.startswith("templates/inspection.md.j2 第5行：")
    assert expected in found


def test_a_fault_in_a_text_of_the_profile_names_its_key() -> None:
    profile = INSPECTION.profile.replace("{{ period.name }}综合评价表", "{{ period.nane }}综合评价表")
    (found,) = findings(INSPECTION.but(profile=profile))
    assert found.startswith("profile.yaml tables → evaluation → title：模板用了没有的名称；读到：nane；应为：name")


def test_a_missing_parent_is_told(tmp_path: Path) -> None:
    folder = own(tmp_path, '{#\nkind: 政务督查\n#}\n{% extends "kinds/inspecton.md.j2" %}')
    (found,) = findings(INSPECTION, folder)
    assert "模板文件不存在；读到：kinds/inspecton.md.j2" in found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{{ period.name.__class__.__mro__ }}", "模板用了不允许的写法"),
        ("{{ document.isue_number }}", "读到：isue_number；应为：issue_number"),
        ("{{ supplied.calls }}", "模板用了没有的名称；读到：calls"),
        ("{{ groups[9].label }}", "模板用了没有的名称"),
        ("{{ 1 // 0 }}", "模板运行出错；读到：ZeroDivisionError"),
    ],
)
def test_a_fault_that_only_shows_while_composing(line: str, expected: str, tmp_path: Path) -> None:
    folder = own(tmp_path, f"{{#\nkind: 政务督查\n#}}\n一段。\n{line}\n")
    with pytest.raises(BulletinError) as caught:
        INSPECTION.bulletin(folder)
    (issue,) = caught.value.issues
    assert (issue.place.file, issue.place.row) == ("templates/inspection.md.j2", 5)
    assert expected in str(issue)


def test_every_missing_slot_is_named_at_once() -> None:
    with pytest.raises(BulletinError) as caught:
        CIRCULAR.but(narrative={"热点问题": "无。"}).bulletin()
    assert [(issue.place.file, issue.place.key) for issue in caught.value.issues] == [
        ("narrative.md", "存在问题"),
        ("narrative.md", "工作要求"),
    ]
    assert "在 narrative.md 里加上“# 存在问题”" in str(caught.value)


def test_a_slot_that_no_template_asks_for_is_told() -> None:
    with pytest.raises(BulletinError) as caught:
        BRIEF.but(narrative=BRIEF.narrative | {"典型案列": "一件。", "备用": " "}).bulletin()
    (found,) = map(str, caught.value.issues)
    assert found.startswith(
        "narrative.md 典型案列：写了却不会印出的一节；读到：# 典型案列；应为：热点问题、典型案例、业务工作"
    )
    assert "是不是“# 典型案例”？" in found


def test_a_number_typed_into_a_template_is_told_with_its_line(tmp_path: Path) -> None:
    folder = own(tmp_path, EXTENDS + "{% block opening %}\n\n1. 现有3个专班。\n{% endblock %}")
    (found,) = findings(INSPECTION, folder)
    assert found.startswith("templates/inspection.md.j2 第4行：模板里直接写了数字；读到：1. 现有3个专班。")


@pytest.mark.parametrize("typed", ['{{ "共3件" }}', "{{ 1 + 2 }}"])
def test_a_number_that_an_expression_makes_is_told_too(typed: str, tmp_path: Path) -> None:
    folder = own(tmp_path, EXTENDS + "{% block opening %}\n现有" + typed + "。\n{% endblock %}")
    check_templates(INSPECTION.read_profile(), folder)
    with pytest.raises(BulletinError, match="模板里直接写了数字；读到：现有.*3"):
        INSPECTION.bulletin(folder)


def test_a_fixed_expression_with_digits_is_marked_as_the_county_s_own(tmp_path: Path) -> None:
    text = EXTENDS + '{% block opening %}\n请拨打{{ "12345"|own_words }}。\n{% endblock %}'
    assert INSPECTION.lines(own(tmp_path, text))[0] == "请拨打12345。"


COMPUTED = [
    '{{ ("平均" ~ (total.accepted.value / 7) ~ "件")|own_words }}',
    '{{ ((total.accepted.value * 103.246 / 100)|string ~ "%")|own_words }}',
    "{{ total.accepted.text|own_words }}",
    '{{ "%.2f"|format(total.accepted.value / 3)|own_words }}',
    '{% set mean = (total.accepted.value // 2)|string %}{{ ("平均" ~ mean)|own_words }}',
    '{{ "{}件".format(total.accepted.value)|own_words }}',
]


@pytest.mark.parametrize("computed", COMPUTED)
def test_a_computed_number_is_not_the_county_s_own_words(computed: str, tmp_path: Path) -> None:
    folder = own(tmp_path, EXTENDS + "{% block opening %}\n现有" + computed + "。\n{% endblock %}")
    with pytest.raises(BulletinError, match="inspection.md.j2 第3行：数字没有来历"):
        INSPECTION.bulletin(folder)


@pytest.mark.parametrize("title", ["{{ total.accepted.value }}件的通报", "{{ 1 + 2 }}件{{ period.name }}的通报"])
def test_a_computed_number_is_no_word_of_the_profile_either(title: str) -> None:
    profile = INSPECTION.profile.replace("  title: ", f"  title: '{title}'\n  note: ", 1)
    assert profile != INSPECTION.profile
    with pytest.raises(BulletinError, match="title：数字没有来历"):
        INSPECTION.but(profile=profile).bulletin()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{period}共受理。", "花括号会照样印出；读到：{period}"),
        ("{{ period.name }}，{ 期间 }共受理。", "花括号会照样印出；读到：{ 期间 }"),
        ("｛受理｝件。", "花括号会照样印出；读到：｛受理｝"),
        ("| 单位 | 件数 |", "模板里不能画表格"),
        ("|---|---|", "模板里不能画表格"),
        ("{% for each in units %}| {{ each.name }} | {{ each.accepted }} |{% endfor %}", "模板里不能画表格"),
    ],
)
def test_what_would_be_printed_as_it_stands_is_told_before_any_order_is_read(
    line: str, told: str, tmp_path: Path
) -> None:
    folder = own(tmp_path, EXTENDS + "{% block opening %}\n" + line + "\n{% endblock %}")
    (found,) = findings(INSPECTION, folder)
    assert found.startswith(f"templates/inspection.md.j2 第3行：{told}")


@pytest.mark.parametrize("argument", ["units[0].name", '"accepted_typo"', '""', "total.accepted"])
def test_changes_of_what_is_no_count_is_told(argument: str, tmp_path: Path) -> None:
    folder = own(tmp_path, EXTENDS + "{% block opening %}\n受理{{ changes_of(" + argument + ") }}。\n{% endblock %}")
    with pytest.raises(BulletinError, match="计数和率里没有|模板要用的名称没有定义"):
        check_templates(INSPECTION.read_profile(), folder)
        INSPECTION.bulletin(folder)


@pytest.mark.parametrize("end", ["{% endfor %}", "{% endfor %}  ", "{% endfor %}{# 说明 #}", "{%- endfor %}"])
def test_a_blank_line_begins_a_paragraph_also_behind_a_tag(end: str, tmp_path: Path) -> None:
    text = (
        EXTENDS
        + "{% block opening %}\n{% for each in ('甲', '乙') %}{{ each }}。"
        + end
        + "\n\n下一段。\n{% endblock %}"
    )
    assert INSPECTION.lines(own(tmp_path, text))[:2] == ["甲。乙。", "下一段。"]


@pytest.mark.parametrize(("line", "what"), [("| 单位 | 件数 |", "表格"), ("![图](a.png)", "图片")])
def test_narrative_that_cannot_be_laid_out_is_refused(line: str, what: str) -> None:
    with pytest.raises(BulletinError, match=f"正文里不能放{what}"):
        BRIEF.but(narrative=BRIEF.narrative | {"业务工作": line}).bulletin()


def _line_of(text: str, name: str) -> int:
    path = library(None).find(name)
    assert path is not None
    return path.read_text(encoding="utf-8").splitlines().index(text) + 1
