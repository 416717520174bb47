"""Whatever a person types: a bulletin or a message, never a traceback and never a digit without an origin."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_gen.compose.wording import load_wording
from bulletin_gen.compose.wording.parse import SlipError, parse_paragraph
from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.leaves.issues import BulletinError
from compose.wording.world import shown
from compose.wording.worlds import NOTHING, ORDINARY, World

KINDS = (Path(__file__).parent / "kinds.txt").read_text(encoding="utf-8")
SENTENCES = [line[2:] for line in KINDS.splitlines() if line.startswith("写 ")]
NAMES = sorted({name for line in SENTENCES for name in re.findall(r"[^{}：【】，。；、“”#\s]+", line)})
MARKS = [
    "{",
    "}",
    "：",
    "【",
    "】",
    "否则：",
    "“",
    "”",
    "、",
    "；",
    "。",
    "｛",
    "｝",
    ":",
    "前3",
    "后２",
    "同比",
    "环比",
    "占比",
    "12",
    " ",
    "\n",
]
FACTS = {id(world): world.facts() for world in (ORDINARY, NOTHING)}
_MARKED = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")


@st.composite
def broken_wordings(draw: st.DrawFn) -> str:
    """A sentence of the cases with pieces taken out, put in, and moved about."""
    text = draw(st.sampled_from(SENTENCES))
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 4))
        new = draw(st.sampled_from([*MARKS, *NAMES, ""]))
        text = text[:at] + new + text[at + gone :]
    return text


@st.composite
def made_up_wordings(draw: st.DrawFn) -> str:
    """Names and marks in any order."""
    return "".join(draw(st.lists(st.sampled_from([*MARKS, *NAMES]), max_size=14)))


def _holds(world: World, wording: str) -> None:
    facts = FACTS[id(world)]
    try:
        marked = world.marked(wording, facts)
    except BulletinError as reason:
        assert reason.issues
        assert all(issue.place.file and issue.kind for issue in reason.issues)
        return
    for key, printed in _MARKED.findall(marked):
        if re.search(r"\d", printed) and key in facts.figures:
            assert facts.figures[key].text == printed
    bare = re.sub(r"^(#+ |\d{1,2}[.．、]|（\d{1,2}）)", "", _MARKED.sub("", marked), flags=re.MULTILINE)
    assert not re.search(r"[0-9０-９]", bare), (wording, bare)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken_wordings(), st.sampled_from([ORDINARY, NOTHING]))
def test_broken_wording_ends_in_a_bulletin_or_a_message(wording: str, world: World) -> None:
    _holds(world, wording)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_up_wordings())
def test_names_and_marks_in_any_order_end_in_a_bulletin_or_a_message(wording: str) -> None:
    _holds(ORDINARY, wording)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('{}｛｝：:【】“”"、。否则前后受理1 \n'), max_size=60))
def test_any_characters_are_parsed_or_refused_at_a_position(text: str) -> None:
    try:
        parse_paragraph(text)
    except SlipError as slip:
        assert 0 <= slip.at <= len(text) and slip.kind


def test_deep_nesting_is_refused_not_a_stack_overflow() -> None:
    for mark in ("【", "{单位：", "【{单位：【"):
        with pytest.raises(BulletinError):
            ORDINARY.marked(mark * 3000)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_half_width_marks_in_braces_say_the_same(sentence: str) -> None:
    half = re.sub(r"[｛{]([^{}]*)[}｝]", lambda found: "{" + found[1].replace("：", " : ") + "}", sentence)
    assert ORDINARY.says(half) == ORDINARY.says(sentence)


#: What a clerk may rename: counts, rates, categories, lists, lists of orders.
RENAMED = ["受理", "转办", "办结", "超期", "满意率", "办结率", "诉求类型", "热点", "满分单位", "不达标单位", "超期工单"]
_AROUND = (
    "(?:同比|环比|较全部)?(?:前|后|第|最多|最少)?[0-9一二三四五六七八九十]*"
    "(?:相差|(?:高于|低于)(?:全部|平均)|(?:同比|环比)(?:上升|下降|持平)|(?:低于|高于|为)[0-9]+%?|[0-9]+(?:%|件)?以上)?"
)


def _used(name: str) -> re.Pattern[str]:
    """Where braces use a name: itself, or in 有…, 无…, 平均…, 月均…, 占…, …前3, …相差."""
    return re.compile(rf"(?<=[{{：])((?:有|无|没有|平均|日均|月均|占)?){name}((?:{_AROUND}))(?=[：}}])")


def _said_otherwise(value: Any, old: str, new: str) -> Any:
    """Tables and keys of a world with ``old``, as a whole word, called ``new``."""
    if isinstance(value, str):
        return re.sub(rf"(?<![\u4e00-\u9fff]){old}(?![\u4e00-\u9fff])", new, value)
    if isinstance(value, dict):
        return {_said_otherwise(key, old, new): _said_otherwise(inner, old, new) for key, inner in value.items()}
    return value


def _world_with(old: str, new: str) -> World:
    told = ("units", "values", "total", "bases", "history", "rules")
    changed = {name: _said_otherwise(getattr(ORDINARY, name), old, new) for name in told}
    # Columns of the exports keep their names.
    kept = changed["rules"].replace(f"按列: {new}", f"按列: {old}").replace(f"{{{new}: 是", f"{{{old}: 是")
    return replace(ORDINARY, **changed | {"rules": kept})


@pytest.mark.parametrize("name", RENAMED)
def test_a_renamed_figure_is_found_everywhere_that_it_is_used(name: str) -> None:
    """Renamed in the rules and in the sentences, all print the same; in the rules alone, every sentence that uses it is
    told, by its place and by the name as it is written."""
    new = f"{name[0]}某{name[1:]}"
    world = _world_with(name, new)
    facts, using = world.facts(), _used(name)
    users = [each for each in SENTENCES if using.search(each.replace("{日均受理}", ""))]  # a name of its own
    assert users
    for sentence in users:
        both = using.sub(rf"\g<1>{new}\g<2>", sentence)
        assert shown(world.marked(both, facts)) == shown(ORDINARY.marked(sentence, FACTS[id(ORDINARY)]))
        with pytest.raises(BulletinError) as told:
            world.marked(sentence, facts)
        assert any(name in f"{issue.kind}{issue.found}" and issue.place.row == 1 for issue in told.value.issues)
    for sentence in set(SENTENCES) - set(users):
        assert shown(world.marked(sentence, facts)) == shown(ORDINARY.marked(sentence, FACTS[id(ORDINARY)]))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_a_file_of_any_bytes_is_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        for name in ("正文.txt", "正文.docx"):
            path = Path(folder) / name
            path.write_bytes(content)
            _refused_or_read(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12), st.integers(0, 10**6))
def test_a_damaged_word_file_is_read_or_refused(changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(_WORD_FILE)
    for at, byte in changes:
        content[at % len(content)] = byte
    with TemporaryDirectory() as folder:
        path = Path(folder) / "正文.docx"
        path.write_bytes(bytes(content[: cut % len(content)]) if cut % 3 == 0 else bytes(content))
        _refused_or_read(path)


def _refused_or_read(path: Path) -> None:
    try:
        load_wording(path)
    except BulletinError as reason:
        assert all(issue.place.file and issue.kind for issue in reason.issues)


def _word_file() -> bytes:
    document = Document()
    document.add_heading("一、基本情况", 1)
    for sentence in SENTENCES[:12]:
        document.add_paragraph(sentence)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


_WORD_FILE = _word_file()
