"""Mended shipped sentences are offered to an office whose copy says which version it took; its file stays as it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from bulletin_gen.cli.app import app
from bulletin_gen.keeping.offering import EARLIER, offered, version_of
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import parse_period
from bulletin_gen.scaffold import new_county, skeletons

NOTE = "〔说明：这是“自己的通报”自带写法的第{}版，改了哪句就按哪句印；〔说明：开头的行不印。〕"
FIRST = ["一、基本情况", "共受理{受理}件。", "办结率{办结率}。", "超期{超期}件。", "{文字：要求}"]
THIRD = [
    "一、基本情况",
    "{期间}共受理{受理}件。",
    "办结率{办结率}。",
    "【超期{超期}件。否则：没有超期。】",
    "返工{返工}件。",
]
#: The shipped sentences of each version. Who changes a sentence raises the number in its first line and leaves the
#: former text beside it, as 以前/第N版.txt: a clerk who took it is told what was mended.
SHIPPED = {
    "工作简报": {1: "93c0f33ac238"},
    "督查通报": {1: "c5e738ea790a"},
    "政务督查": {1: "4069c2bedc12"},
    "运行情况通报": {1: "b13174a75a43"},
    "热线周报": {1: "ffbfb1f5f1b7"},
}


@pytest.fixture
def shipped(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "shipped"
    (folder / EARLIER).mkdir(parents=True)
    (folder / "正文.txt").write_text("\n".join([NOTE.format(3), *THIRD]), encoding="utf-8")
    (folder / EARLIER / "第1版.txt").write_text("\n".join([NOTE.format(1), *FIRST]), encoding="utf-8")
    return {"自己的通报": folder}


def county(tmp_path: Path, lines: list[str], version: int = 1) -> Path:
    folder = tmp_path / "某县"
    folder.mkdir()
    (folder / "正文.txt").write_text("\n".join([NOTE.format(version), *lines]), encoding="utf-8")
    return folder


def test_each_change_is_told_with_how_the_copy_stands_to_it(tmp_path: Path, shipped: dict[str, Path]) -> None:
    folder = county(tmp_path, [FIRST[0], FIRST[1], FIRST[2], "超期的有{超期}件。", FIRST[4]])
    before = (folder / "正文.txt").read_bytes()
    offer = offered(folder, shipped)
    assert (offer.kind, offer.taken, offer.now) == ("自己的通报", 1, 3)
    assert [(change.old, change.new, change.state) for change in offer.changes] == [
        ((FIRST[1],), (THIRD[1],), "本县第3行，和自带的原句一样"),
        ((FIRST[3], FIRST[4]), (THIRD[3], THIRD[4]), "本县这一句已经改过或删去，要不要照改，自己比较"),
    ]
    assert (folder / "正文.txt").read_bytes() == before


def test_what_was_taken_over_is_told_no_more(tmp_path: Path, shipped: dict[str, Path]) -> None:
    (change,) = offered(county(tmp_path, [FIRST[0], *THIRD[1:3], *FIRST[3:]]), shipped).changes
    assert change.old == (FIRST[3], FIRST[4])


def test_the_present_version_has_nothing_to_offer(tmp_path: Path, shipped: dict[str, Path]) -> None:
    assert offered(county(tmp_path, ["自己的一句。"], version=3), shipped).changes == ()


def test_a_word_file_says_it_too(tmp_path: Path, shipped: dict[str, Path]) -> None:
    folder = tmp_path / "某县"
    folder.mkdir()
    document = Document()
    for line in (NOTE.format(1), *FIRST):
        document.add_paragraph(line)
    document.save(str(folder / "正文.docx"))
    assert [change.new for change in offered(folder, shipped).changes] == [(THIRD[1],), (THIRD[3], THIRD[4])]


@pytest.mark.parametrize(
    ("version", "kind", "said"), [(2, "自己的通报", "没有这一版"), (1, "别的通报", "没有这种自带写法")]
)
def test_what_was_never_shipped_is_refused(
    tmp_path: Path, shipped: dict[str, Path], version: int, kind: str, said: str
) -> None:
    folder = county(tmp_path, FIRST, version)
    text = (folder / "正文.txt").read_text(encoding="utf-8")
    (folder / "正文.txt").write_text(text.replace("自己的通报", kind), encoding="utf-8")
    with pytest.raises(BulletinError, match=said):
        offered(folder, shipped)


def test_wording_of_nobody_elses_is_no_copy(tmp_path: Path) -> None:
    folder = county(tmp_path, FIRST)
    (folder / "正文.txt").write_text("\n".join(FIRST), encoding="utf-8")
    assert offered(folder).kind == ""


@pytest.mark.parametrize("kind", skeletons())
def test_a_changed_sentence_is_a_new_version(kind: str, tmp_path: Path) -> None:
    folder = skeletons()[kind]
    content = (folder / "正文.txt").read_text(encoding="utf-8")
    now = version_of(content.splitlines())
    texts = {now: content}
    texts |= {n: (folder / EARLIER / f"第{n}版.txt").read_text(encoding="utf-8") for n in range(1, now)}
    assert {n: hashlib.sha256(text.encode()).hexdigest()[:12] for n, text in texts.items()} == SHIPPED[kind]
    new_county(tmp_path / "县", kind, skeletons(), parse_period("2024-05"))
    said = CliRunner().invoke(app, ["new", str(tmp_path / "县"), "--offer"])
    assert said.exit_code == 0 and f"取自“{kind}”自带写法第{now}版，就是现在的一版" in said.stdout
