"""Every form of the desk on a county that is written in Chinese: what is changed is what the English one has changed,
spelled as the file spells it, and not a character beside it."""

from __future__ import annotations

import html
import json
import random
import re
import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from bulletin_gen.county.supplied import Supplied
from bulletin_gen.county.workspace import County
from bulletin_gen.intake.head.needs import needs_of
from bulletin_gen.keeping.editing.describing import fields_below
from bulletin_gen.keeping.editing.leavingout import keys_needing, without_column
from bulletin_gen.keeping.handing import hand_out
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile, read_profile_file
from desk.running import EXAMPLES, RunningDesk, running
from english import in_english
from profile_in_chinese import text_in_chinese

NAMES = ("huaibei", "junan", "pingjiang", "pingyu", "ruzhou")
Fields = dict[str, str | list[str]]


class Twins:
    """A county in English and the same in Chinese, at one desk."""

    def __init__(self, desk: RunningDesk) -> None:
        self.desk, self.english, self.chinese = desk, desk.folder / "英", desk.folder / "中"
        self.period = County(self.english).periods()[-1].key

    def texts(self) -> tuple[str, str]:
        """Both profiles as they are now."""
        english, chinese = ((folder / "profile.yaml").read_bytes().decode() for folder in (self.english, self.chinese))
        return english, chinese

    def both(self, page: str, fields: Fields, status: int = 303) -> None:
        """Sends the same form for both; what each then says must be the same, each in its words."""
        before = self.texts()
        for folder in (self.english, self.chinese):
            seen = hand_out(folder / "profile.yaml").hash
            hashes: Fields = {"hash": seen, "profile_hash": seen}
            answer = self.desk.post(quote(f"/c/{folder.name}/{page}"), {**hashes, **fields})
            assert answer.status == status, (folder.name, page, fields, answer.text)
        english, chinese = self.texts()
        assert (english != before[0]) == (status == 303), fields
        assert text_in_chinese(english.replace("\r\n", "\n"), Profile) == chinese.replace("\r\n", "\n"), fields
        assert chinese.count("\r\n") in (0, chinese.count("\n"))


@pytest.fixture(scope="module", params=NAMES)
def twins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    city = tmp_path_factory.mktemp("zwei") / "市"
    for name in ("英", "中"):
        in_english(shutil.copytree(EXAMPLES / request.param, city / name), request.param)
    profile = city / "中" / "profile.yaml"
    text = text_in_chinese(profile.read_text(encoding="utf-8"), Profile)
    assert not re.search("^(kind|measures|intake|county):", text, re.MULTILINE)
    profile.write_bytes(text.replace("\n", "\r\n" if request.param == "pingyu" else "\n").encode())
    with running(city) as desk:
        yield Twins(desk)


def test_the_chinese_county_is_the_english_one(twins: Twins) -> None:
    english, chinese = (parse_profile(text.replace("\r\n", "\n")) for text in twins.texts())
    assert english == chinese


def test_columns_and_their_values(twins: Twins) -> None:
    heads = ["回访次数甲", "我的列", "废的列", "经办（科室）"]
    fields: Fields = {
        "head": heads, "meaning/回访次数甲": "callback_at", "meaning/我的列": "+", "meaning/废的列": "-",
        "meaning/经办（科室）": "unit", "value/result_opinion/好极了": "满意", "value/urgency/火急": "特急",
    }  # fmt: skip
    twins.both("columns", fields)
    twins.both("columns", {**fields, "meaning/废的列": "channel", "was/废的列": "-"})
    rules = parse_profile(twins.texts()[1].replace("\r\n", "\n")).intake
    assert "废的列" in rules.columns["channel"] and "废的列" not in rules.ignore_columns
    assert "好极了" in rules.values["result_opinion"]["满意"]


def test_the_front(twins: Twins) -> None:
    twins.both("front", {
        '["hotline"]': "新热线", 'was:["hotline"]': "", '["document", "copied_to"]': "县委办、县人大办",
        'was:["document", "copied_to"]': "", 'list:["document", "copied_to"]': "1",
        '["document", "printed_by"]': "县政府办", 'was:["document", "printed_by"]': "",
    })  # fmt: skip


def test_rules_as_forms(twins: Twins) -> None:
    text = twins.texts()[0].replace("\r\n", "\n")
    file, tried = read_profile_file(text), 0
    fields = [each for key in ("score", "grades", "rates", "measures", "lists", "wording", "order_lists")
              if file.data.get(key) for each in fields_below(file, (key,))]  # fmt: skip
    shown = twins.desk.get(quote("/c/中/rules")).text
    names = set(re.findall(r'name="was:(\[[^"]*\])"', html.unescape(shown.replace("&#34;", "\\q")).replace("\\q", "'")))
    assert len(names) >= 0.9 * len({json.dumps(each.path, ensure_ascii=False).replace('"', "'") for each in fields})
    values = re.findall(r'<input name="\[[^"]*\]" value="([^"]*)"', shown)
    assert values and not {"accepted_at", "result_opinion", "closed_at", "request_type"} & set(values)
    random.Random(3).shuffle(fields)
    chosen = [each for each in fields if each.choices][:3] + [each for each in fields if each.path[-1] == "time"][:1]
    for each in chosen:
        other = next((choice for choice in each.choices if choice != each.value), "closed_at")
        for sent in (other, each.value):
            now = read_profile_file(twins.texts()[0].replace("\r\n", "\n")).data
            for step in each.path:
                now = now[step]
            was = str(now).lower() if isinstance(now, bool) else str(now)
            name = json.dumps(each.path, ensure_ascii=False)
            status = _status(twins, each.path, sent) if sent != was else 0
            if status:
                tried += status == 303
                twins.both("rules", {name: sent, f"was:{name}": was}, status)
    assert tried >= 2


def _status(twins: Twins, path: tuple[str | int, ...], sent: str) -> int:
    """What the English form answers, the file put back."""
    profile = twins.english / "profile.yaml"
    before, name = profile.read_bytes(), json.dumps(path, ensure_ascii=False)
    answer = twins.desk.post(quote("/c/英/rules"), {"hash": hand_out(profile).hash, name: sent, f"was:{name}": "？"})
    profile.write_bytes(before)
    return answer.status


def test_units_put_aside_and_groups(twins: Twins) -> None:
    twins.both("units", {"do": "outside", "name": ["某学院", "某公司（驻外）"]})
    twins.both("units", {"do": "group", "new_group": "市直园区"})
    assert parse_profile(twins.texts()[1].replace("\r\n", "\n")).units.groups[-1].name == "市直园区"


def test_mends_beside_the_issues(twins: Twins) -> None:
    page = f"{twins.period}/issues/mend"
    twins.both(page, {"mend": "outside", "name": "另一学院"})
    twins.both(page, {"mend": "accept", "kind": "占比", "reason": "办公会定的：照旧"})
    twins.both(page, {"mend": "accept", "kind": "合计", "reason": "同上"})
    twins.both(page, {"mend": "value", "column": "result_opinion", "name": "很好", "meaning": "满意"})


def test_what_a_column_carries_goes(twins: Twins) -> None:
    texts = [text.replace("\r\n", "\n") for text in twins.texts()]
    profile = parse_profile(texts[0])
    columns = [column for column in needs_of(profile).columns if keys_needing(profile, column)]
    can = [column for column in columns if _without(texts[0], column)]
    assert can
    for column in columns:
        left, left_chinese = (_without(text, column) for text in texts)
        assert (text_in_chinese(left, Profile) if left else "") == left_chinese, column
    fields: Fields = {"mend": "absent", "column": can[0]}
    answers = {
        twins.desk.post(
            quote(f"/c/{folder.name}/{twins.period}/issues/mend"),
            {**fields, "profile_hash": hand_out(folder / "profile.yaml").hash},
        ).status
        for folder in (twins.english, twins.chinese)
    }
    english, chinese = (text.replace("\r\n", "\n") for text in twins.texts())
    assert len(answers) == 1 and text_in_chinese(english, Profile) == chinese


def _without(text: str, column: str) -> str:
    """The profile without what the column carries; empty where too much rests on it."""
    try:
        return without_column(text, column)
    except BulletinError:
        return ""


def test_the_yaml_behind(twins: Twins) -> None:
    text = twins.texts()[1].replace("\r\n", "\n") + "# 完\n"
    seen = hand_out(twins.chinese / "profile.yaml").hash
    assert twins.desk.post(quote("/c/中/rules/file"), {"hash": seen, "text": text}).status == 303
    assert twins.texts()[1].replace("\r\n", "\n") == text
    odd: Fields = {"hash": hand_out(twins.chinese / "profile.yaml").hash, "text": text + "计数二: 1\n"}
    answer = twins.desk.post(quote("/c/中/rules/file"), odd)
    assert answer.status == 422 and "计数二" in answer.text and "measures" not in answer.text


def test_supplied_figures_in_chinese(twins: Twins) -> None:
    english = twins.english / twins.period / "supplied.yaml"
    chinese = twins.chinese / twins.period / "supplied.yaml"
    chinese.write_text(text_in_chinese(english.read_text(encoding="utf-8"), Supplied), encoding="utf-8")
    sent: Fields = {
        "document//issue_number": "78",
        "document//dated": "2024-07-11",
        "document//printed_on": "2024-07-12",
    }
    for path in (english, chinese):
        page = quote(f"/c/{path.parent.parent.name}/{twins.period}/supplied")
        assert "成文日期" in twins.desk.get(page).text
        assert twins.desk.post(page, {**sent, "hash": hand_out(path).hash}).status == 303
    text = english.read_text(encoding="utf-8")
    assert "2024-07-11" in text and text_in_chinese(text, Supplied) == chinese.read_text(encoding="utf-8")
