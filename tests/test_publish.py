"""Files appear whole under their final names, or nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_gen.issues import BulletinError
from bulletin_gen.publish import publish


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_all_files_are_written_and_stale_ones_removed(tmp_path: Path) -> None:
    old = tmp_path / "问题清单.xlsx"
    old.write_bytes(b"old")
    publish({tmp_path / "a" / "通报.docx": b"new", tmp_path / "facts.json": b"{}"}, [old])
    assert _tree(tmp_path) == {"a/通报.docx": b"new", "facts.json": b"{}"}


def test_a_failure_half_way_restores_everything(tmp_path: Path) -> None:
    (tmp_path / "first.docx").write_bytes(b"old first")
    (tmp_path / "file").write_bytes(b"not a folder")
    before = _tree(tmp_path)
    with pytest.raises(BulletinError) as caught:
        publish({tmp_path / "first.docx": b"new", tmp_path / "file" / "x.json": b"{}"})
    assert _tree(tmp_path) == before
    assert "无法写入输出文件；读到：路径中有一段是文件，不是文件夹" in str(caught.value)


def test_a_failure_while_taking_places_restores_what_was_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first.docx").write_bytes(b"old first")
    (tmp_path / "second.docx").write_bytes(b"old second")
    replace = Path.replace

    def held_by_word(self: Path, target: Path) -> Path:
        if self.name == "second.docx":  # Windows refuses to rename a file that Word has open
            raise PermissionError(13, "in use", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held_by_word)
    with pytest.raises(BulletinError) as caught:
        publish({tmp_path / "first.docx": b"new", tmp_path / "second.docx": b"new", tmp_path / "third": b"new"})
    assert _tree(tmp_path) == {"first.docx": b"old first", "second.docx": b"old second"}
    assert "second.docx" in str(caught.value)
    assert "Word" in str(caught.value)


def test_folders_made_for_a_failed_run_are_gone(tmp_path: Path) -> None:
    blocked = tmp_path / "x"
    blocked.write_bytes(b"")
    with pytest.raises(BulletinError):
        publish({tmp_path / "new" / "deep" / "a.docx": b"a", blocked / "b": b"b"})
    assert not (tmp_path / "new").exists()


def test_a_folder_with_the_name_of_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "first.docx").write_bytes(b"old first")
    (tmp_path / "facts.json").mkdir()
    (tmp_path / "facts.json" / "mine.txt").write_bytes(b"kept")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BulletinError) as caught:
        publish({tmp_path / "first.docx": b"new", tmp_path / "facts.json": b"{}"})
    assert _tree(tmp_path) == {"first.docx": b"old first", "facts.json/mine.txt": b"kept"}
    assert sorted(tmp_path.rglob("*")) == before
    assert str(caught.value).startswith(f"{tmp_path / 'facts.json'}：无法写入输出文件；读到：有一个同名的文件夹；")
