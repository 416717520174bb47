"""A bulletin's folder takes its place whole; nothing that people wrote is lost, nothing that is left stops the next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bulletin_gen.batch.account import BatchAccount
from bulletin_gen.batch.place import STAGING, keep_facts, put_in_place, recover
from bulletin_gen.batch.records import RECORD_FILE, Record, hash_files, write_record
from bulletin_gen.leaves.issues import BulletinError, Issue
from bulletin_gen.outputs import Recording

ACCOUNT = BatchAccount("某县", "通报", 3, 2, {}, {}, {}, {})


def bulletin(folder: Path, **files: str) -> Path:
    """A folder with ``files`` (the stem of a .docx → its text) and the record of them."""
    folder.mkdir(parents=True)
    for stem, text in files.items():
        (folder / f"{stem}.docx").write_text(text, encoding="utf-8")
    write_record(folder, Record("print", hash_files(folder), ACCOUNT))
    return folder


def texts(folder: Path) -> dict[str, str]:
    """What is in a bulletin's folder, but for the record."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != RECORD_FILE)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A bulletin in its place."""
    return bulletin(tmp_path / "县" / "2024-05", 通报="旧", 只在旧的="旧")


def kinds(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.code for issue in issues]


def renew(target: Path, **files: str) -> tuple[Issue, ...]:
    return put_in_place(bulletin(target.parents[1] / STAGING / "draft", **files), target)


def test_the_new_bulletin_takes_the_place_of_the_old_one(target: Path) -> None:
    assert renew(target, 通报="新") == ()
    assert texts(target) == {"通报.docx": "新"}
    assert [path.name for path in target.parent.iterdir()] == ["2024-05"]


def test_what_people_have_written_stays_beside_the_new_bulletin(target: Path) -> None:
    (target / "通报.docx").write_text("领导改过", encoding="utf-8")
    (target / "附件").mkdir()
    (target / "附件" / "批示.txt").write_text("已阅", encoding="utf-8")
    issues = renew(target, 通报="新")
    assert texts(target) == {"通报.docx": "新", "通报（改动稿）.docx": "领导改过", "附件/批示.txt": "已阅"}
    assert kinds(issues) == ["batch.edited"]
    assert "通报（改动稿）.docx" in str(issues[0])
    (target / "通报.docx").write_text("又改", encoding="utf-8")
    renew(target, 通报="更新")
    assert texts(target)["通报（改动稿2）.docx"] == "又改"
    assert texts(target)["通报（改动稿）.docx"] == "领导改过"


def test_a_file_that_a_power_cut_has_emptied_is_nobodys_edit(target: Path) -> None:
    (target / "通报.docx").write_text("", encoding="utf-8")
    assert renew(target, 通报="新") == ()
    assert texts(target) == {"通报.docx": "新"}


def test_without_a_record_nothing_that_differs_is_removed(target: Path) -> None:
    (target / RECORD_FILE).unlink()
    assert kinds(renew(target, 通报="新")) == ["batch.edited"]
    assert texts(target) == {"通报.docx": "新", "通报（改动稿）.docx": "旧", "只在旧的.docx": "旧"}


@pytest.mark.parametrize("what", ["file", "link"])
def test_what_is_no_folder_is_left_alone(tmp_path: Path, what: str) -> None:
    elsewhere, place = tmp_path / "别处", tmp_path / "县" / "2024-05"
    elsewhere.mkdir()
    place.parent.mkdir()
    place.symlink_to(elsewhere) if what == "link" else place.write_text("x", encoding="utf-8")
    draft = bulletin(tmp_path / STAGING / "draft", 通报="新")
    with pytest.raises(BulletinError, match="有一个同名的"):
        put_in_place(draft, place)
    assert place.is_symlink() if what == "link" else place.read_text(encoding="utf-8") == "x"
    assert list(elsewhere.iterdir()) == []


def failing(monkeypatch: pytest.MonkeyPatch, method: str, name: str, reason: BaseException) -> None:
    real = getattr(Path, method)

    def fail(self: Path, *rest: object, **more: object) -> object:
        if self.name == name:
            raise reason
        return real(self, *rest, **more)

    monkeypatch.setattr(Path, method, fail)


def test_ctrl_c_between_the_two_moves_brings_the_old_one_back(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "replace", "draft", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        renew(target, 通报="新")
    assert texts(target) == {"通报.docx": "旧", "只在旧的.docx": "旧"}


def test_what_cannot_be_moved_is_said_and_kept_and_stops_nobody(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (target / "附件").mkdir()
    with monkeypatch.context() as patch:
        failing(patch, "replace", "附件", PermissionError(13, "denied"))
        assert kinds(renew(target, 通报="新")) == ["batch.left"]
        assert kinds(recover(target.parents[1], [target])[target]) == ["batch.left"]
        assert kinds(renew(target, 通报="更新")) == ["batch.left"]
    assert recover(target.parents[1], [target]) == {}
    assert (target / "附件").is_dir()
    assert [path.name for path in target.parent.iterdir()] == ["2024-05"]


def test_leftovers_that_cannot_be_removed_stop_nobody(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "unlink", "只在旧的.docx", PermissionError(13, "in use"))
    for text in ("新", "更新", "最新"):
        assert renew(target, 通报=text, 只在旧的="还在") == ()
        recover(target.parents[1], [target])
    assert texts(target)["通报.docx"] == "最新"


@pytest.mark.parametrize("name", [".2024-05.old", ".2024-05.77-1.old"])
def test_a_bulletin_between_two_places_is_brought_back(target: Path, name: str) -> None:
    target.rename(target.with_name(name))
    assert recover(target.parents[1], [target]) == {}
    assert texts(target) == {"通报.docx": "旧", "只在旧的.docx": "旧"}


def test_a_place_that_cannot_be_set_right_is_no_end(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.rename(target.with_name(".2024-05.old"))
    failing(monkeypatch, "replace", ".2024-05.old", PermissionError(13, "denied"))
    assert recover(target.parents[1], [target]) == {}
    assert texts(target.with_name(".2024-05.old")) == {"通报.docx": "旧", "只在旧的.docx": "旧"}


@pytest.mark.parametrize("obstacle", ["facts", "facts/2024-05.json/x"])
def test_facts_that_cannot_be_kept_are_an_issue(tmp_path: Path, obstacle: str) -> None:
    draft, facts = tmp_path / "facts.json", tmp_path / "县" / "facts" / "2024-05.json"
    draft.write_text("{}", encoding="utf-8")
    (tmp_path / "县" / obstacle).parent.mkdir(parents=True)
    (tmp_path / "县" / obstacle).touch()
    with pytest.raises(BulletinError, match="数据没有存入县文件夹"):
        keep_facts(Recording({facts: draft.read_bytes()}), facts)


def test_kept_facts_are_those_of_the_bulletin(tmp_path: Path) -> None:
    draft, facts = tmp_path / "facts.json", tmp_path / "县" / "facts" / "2024-05.json"
    draft.write_text("{}", encoding="utf-8")
    keep_facts(Recording({facts: draft.read_bytes()}), facts)
    assert facts.read_text(encoding="utf-8") == "{}"
    assert list(facts.parent.iterdir()) == [facts]


WHOLE: Mapping[str, bool] = {"": True, "通报.docx": True, "facts.json": False}


@pytest.mark.parametrize("edited", WHOLE)
def test_an_edited_bulletin_is_whole_but_its_facts_are_not_edited(tmp_path: Path, edited: str) -> None:
    for name in ("通报.docx", "facts.json"):
        (tmp_path / name).write_text("旧", encoding="utf-8")
    record = Record("print", hash_files(tmp_path), ACCOUNT)
    if edited:
        (tmp_path / edited).write_text("新", encoding="utf-8")
    assert record.is_whole(tmp_path) is WHOLE[edited]
    (tmp_path / "通报.docx").write_bytes(b"")
    assert not record.is_whole(tmp_path)
