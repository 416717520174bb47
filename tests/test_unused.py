"""What an office wrote is printed, or an issue names it."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import Options, generate, survey
from bulletin_gen.tree import Table, plain
from english import in_english

EXAMPLES = Path(__file__).parent.parent / "examples"


def changed(tmp_path: Path, county: str, edits: dict[str, tuple[str, str]]) -> Path:
    """An example with one place of some files written otherwise."""
    folder = in_english(Path(shutil.copytree(EXAMPLES / county, tmp_path / "county")), county)
    for name, (old, new) in edits.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def told(folder: Path) -> list[tuple[str, str]]:
    """Where the run found something not printed, and of what kind."""
    issues = generate(folder, None, folder.parent / "out", Options(record=False)).issues
    wanted = ("document.unused", "supplied.unused", "profile.unused")
    return [(issue.place.key, issue.kind) for issue in issues if issue.code in wanted]


PROFILE, SUPPLIED, WORDING = "profile.yaml", "2024-05/supplied.yaml", "正文.txt"
MARK = "  mark: 平江政务督查\n"
FRONT = {
    "signatures under a head that signs nothing": (
        MARK,
        MARK + "  signatures: [平江县政府办]\n",
        "公文.署名",
    ),
    "signatory under a brief's head": (MARK, MARK + "  signatory: [王某]\n", "公文.签发人"),
    "copies printed by nobody": (MARK, MARK + "  copies: 60\n", "公文.印数"),
    "an issuer under a document's head": (MARK, MARK + "  head: document\n", "公文.编发单位"),
    "a mark over a bare title": (MARK, MARK + "  head: bare\n", "公文.发文机关标志"),
    "secrecy without a mark": (MARK, "  secrecy: 内部\n", "公文.密级"),
}


@pytest.mark.parametrize("case", FRONT)
def test_what_the_head_or_tail_does_not_print_is_named(case: str, tmp_path: Path) -> None:
    old, new, key = FRONT[case]
    assert (key, "写了而没有印") in told(changed(tmp_path, "pingjiang", {PROFILE: (old, new)}))


LISTS = "lists:\n  volume_top:"
UNSPOKEN = {
    "a list": (
        PROFILE,
        LISTS,
        "lists:\n  idle: {label: 闲置名单, top: 3, order: [-closed]}\n  volume_top:",
        "名单.idle",
    ),
    "a quotient": (
        PROFILE,
        LISTS,
        "quotients:\n  idle: {label: 日均办理, numerator: closed, denominator: days}\n\n" + LISTS,
        "商.idle",
    ),
    "a running number": (
        SUPPLIED,
        "issue_number: 9",
        "issue_number: 9\n  running_number: 200",
        "document.running_number",
    ),
    "a supplied figure": (
        SUPPLIED,
        "document:",
        "figures:\n  话务量: {text: 1.6万人次, value: 16000, source: 平台}\ndocument:",
        "figures.话务量",
    ),
}


@pytest.mark.parametrize("case", UNSPOKEN)
def test_what_no_sentence_speaks_of_is_named(case: str, tmp_path: Path) -> None:
    file, old, new, key = UNSPOKEN[case]
    assert key in [place for place, _ in told(changed(tmp_path, "pingjiang", {file: (old, new)}))]


def test_what_a_sentence_speaks_of_is_not_named(tmp_path: Path) -> None:
    spoken = {
        SUPPLIED: ("document:", "figures:\n  话务量: {text: 约2万人次, value: 16000, source: 平台}\ndocument:"),
        WORDING: ("一、基本情况", "一、基本情况\n热线接听{话务量}。"),
    }
    assert told(changed(tmp_path, "pingjiang", spoken)) == []


@pytest.mark.parametrize("county", ["pingjiang", "huaibei", "junan", "pingyu", "ruzhou"])
def test_the_examples_print_all_that_is_written_in_them(county: str, tmp_path: Path) -> None:
    assert told(changed(tmp_path, county, {})) == []


BODY = ('    landscape: "yes"', '    place: body\n    landscape: "yes"')


def test_a_body_table_without_a_place_stops_the_run(tmp_path: Path) -> None:
    folder = changed(tmp_path, "pingjiang", {PROFILE: BODY})
    with pytest.raises(BulletinError, match="表格 → evaluation：正文表没有放进正文"):
        generate(folder, None, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("county", ["pingjiang", "huaibei", "junan", "pingyu", "ruzhou"])
def test_a_table_stands_in_the_body_of_every_kind(county: str, tmp_path: Path) -> None:
    """What was an annex is moved into the body: every row of it stands there, and the annexes have one fewer."""
    before = survey(EXAMPLES / county, None).bulletin
    annexed = before.annexes[-1]
    (table,) = (block for block in annexed.blocks if isinstance(block, Table))
    folder = Path(shutil.copytree(EXAMPLES / county, tmp_path / "county"))
    rules, said = (folder / PROFILE).read_text(encoding="utf-8"), (folder / WORDING).read_text(encoding="utf-8")
    head = f"\n  {table.name}:\n"
    (folder / PROFILE).write_text(rules.replace(head, f"{head}    位置: 正文\n", 1), encoding="utf-8")
    (folder / WORDING).write_text(f"{said}\n{{表：{table.name}}}\n", encoding="utf-8")
    after = survey(folder, None).bulletin
    placed = [block for block in after.body if isinstance(block, Table) and block.name == table.name]
    assert [each.rows for each in placed] == [table.rows] and plain(placed[0].title) == plain(annexed.title)
    assert len(after.annexes) == len(before.annexes) - 1
    files = generate(folder, None, tmp_path / "out", Options(record=False, formats=("docx", "html"))).files
    (path,) = (each for each in files if each.suffix == ".docx")
    cells = [{cell.text for row in each.rows for cell in row.cells} for each in docx.Document(str(path)).tables]
    wanted = {plain(cell.text) for row in table.rows for cell in row}
    assert any(wanted <= each for each in cells)


TABLES = {
    "with outer bars": "| 单位 | 件数 |\n| --- | --- |\n| 甲 | 乙 |",
    "without outer bars": "单位 | 件数\n--- | ---\n甲 | 乙",
    "aligned": "|单位|件数|\n|:--|--:|\n|甲|乙|",
    "of figures": "| 受理 | {受理案件} |\n| --- | --- |",
    "a single row": "| 受理 | {受理案件} |",
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_drawn_with_bars_stops_the_run_once(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(EXAMPLES / "pingjiang", tmp_path / "county"))
    wording = folder / WORDING
    wording.write_text(f"{wording.read_text(encoding='utf-8')}\n{TABLES[name]}\n", encoding="utf-8")
    with pytest.raises(BulletinError) as refused:
        generate(folder, None, tmp_path / "out", Options(record=False))
    assert [(issue.code, issue.place.file) for issue in refused.value.issues] == [("table.drawn", WORDING)]


@pytest.mark.parametrize("word", ["附件", "附表"])
@pytest.mark.parametrize("title", ["附件", "附表", "附件附件", "附表1"])
def test_an_annex_may_be_titled_like_its_label(title: str, word: str, tmp_path: Path) -> None:
    old = '    title: "{期间}份12345政务服务热线综合评价表"'
    folder = changed(tmp_path, "pingjiang", {PROFILE: (old, f"    title: {title}")})
    rules = (
        (folder / PROFILE).read_text(encoding="utf-8").replace("document:\n", f"document:\n  annex_word: {word}\n", 1)
    )
    (folder / PROFILE).write_text(rules, encoding="utf-8")
    assert generate(folder, None, tmp_path / "out", Options(record=False)).files
