"""Whatever a person types: a bulletin or a message, never a traceback and never a digit without an origin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_gen.compose.wording.parse import SlipError, parse_paragraph
from bulletin_gen.facts.figure import CLOSE, MIDDLE, OPEN
from bulletin_gen.leaves.issues import BulletinError
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


@pytest.mark.parametrize("sentence", [each for each in SENTENCES if "转办" in each])
def test_a_label_renamed_in_the_profile_is_the_new_name_everywhere(sentence: str) -> None:
    renamed = World(**{name: getattr(ORDINARY, name) for name in ORDINARY.__dataclass_fields__})
    profile = ORDINARY.profile()
    measures = dict(profile.measures)
    measures["转办"] = measures["转办"].model_copy(update={"label": "交办"})
    changed = profile.model_copy(update={"measures": measures})
    object.__setattr__(renamed, "profile", lambda: changed)
    new = re.sub(r"\{[^{}]*", lambda found: re.sub("(?<!每万人)转办", "交办", found[0]), sentence)
    assert renamed.says(new) == ORDINARY.says(sentence)
