"""Files appear whole under their final names, or nothing changes."""

from __future__ import annotations

import errno
import os
import shutil
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.publish import publish, replace_whole
from bulletin_gen.pipeline import Options, generate


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
        # Windows refuses to rename a file that Word has open, and to put another in its place
        if "second.docx" in (self.name, Path(target).name):
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


@pytest.mark.parametrize("at", range(3))
def test_ctrl_c_in_the_middle_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    for name in ("first.docx", "second.docx", "stale.xlsx"):
        (tmp_path / name).write_bytes(b"old")
    before = _tree(tmp_path)
    replace, unlink, done = Path.replace, Path.unlink, [0]

    def broken_off(real: object) -> object:
        def action(self: Path, *rest: object, **more: bool) -> object:
            done[0] += 1
            if done[0] == at + 1:
                raise KeyboardInterrupt
            return real(self, *rest, **more)  # type: ignore[operator]

        return action

    monkeypatch.setattr(Path, "replace", broken_off(replace))
    monkeypatch.setattr(Path, "unlink", broken_off(unlink))
    with pytest.raises(KeyboardInterrupt):
        publish({tmp_path / "first.docx": b"new", tmp_path / "second.docx": b"new"}, [tmp_path / "stale.xlsx"])
    assert _tree(tmp_path) == before


def test_a_replaced_file_is_there_at_every_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "first.docx"
    path.write_bytes(b"old")
    replace, seen = Path.replace, []

    def watched(self: Path, target: Path) -> Path:
        seen.append(path.is_file())
        moved = replace(self, target)
        seen.append(path.is_file())
        return moved

    monkeypatch.setattr(Path, "replace", watched)
    publish({path: b"new"})
    assert seen == [True, True]


def _windows(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """Lets ``unlink`` refuse names that end with ``refused``, and everything refuse read-only files."""
    replace, unlink = Path.replace, Path.unlink

    def refuse(path: Path) -> None:
        if path.is_file() and not path.stat().st_mode & 0o200:
            raise PermissionError(errno.EACCES, "read-only", str(path))

    def guarded_replace(self: Path, target: Path) -> Path:
        refuse(Path(target))
        return replace(self, target)

    def guarded_unlink(self: Path, missing_ok: bool = False) -> None:
        refuse(self)
        if refused and self.name.endswith(refused):
            raise PermissionError(errno.EACCES, "in use", str(self))
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "replace", guarded_replace)
    monkeypatch.setattr(Path, "unlink", guarded_unlink)


def test_read_only_files_are_replaced_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("first.docx", "stale.xlsx"):
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o400)
    _windows(monkeypatch, "")
    publish({tmp_path / "first.docx": b"new"}, [tmp_path / "stale.xlsx"])
    assert _tree(tmp_path) == {"first.docx": b"new"}


def test_a_copy_of_the_old_file_that_cannot_be_removed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first.docx").write_bytes(b"old")
    _windows(monkeypatch, ".old")
    publish({tmp_path / "first.docx": b"new"})
    assert (tmp_path / "first.docx").read_bytes() == b"new"


def test_what_a_killed_run_has_left_is_cleared_or_given_back(tmp_path: Path) -> None:
    for name in (".a.docx.99.tmp", ".a.docx.99.old", ".b.docx.99.old", ".c.docx.99.old", ".a.docx.98.tmp"):
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, (0, time.time() - 7200))
    os.utime(tmp_path / ".a.docx.98.tmp")  # of a run that may be at work
    publish({tmp_path / "a.docx": b"new"})
    assert sorted(_tree(tmp_path)) == [".a.docx.98.tmp", ".b.docx.99.old", ".c.docx.99.old", "a.docx"]
    with pytest.raises(BulletinError):
        publish({tmp_path / "b.docx": b"new", tmp_path / "a.docx" / "x": b""})
    assert (tmp_path / "b.docx").read_bytes() == b".b.docx.99.old"


def test_a_run_killed_between_two_renames_leaves_no_bulletin_without_its_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the moment: what is recorded is never older than what is printed."""
    county = shutil.copytree(EXAMPLE, tmp_path / "县")
    out = tmp_path / "出"
    generate(county, "2024-05", out, Options(dated=date(2024, 6, 1)))
    old = _tree(out) | _tree(county)
    replace = Path.replace
    for at in range(6):
        for name, content in old.items():
            place = (out if (out / name).exists() else county) / name
            place.write_bytes(content)
        done = [0]

        def killed(self: Path, target: Path, done: list[int] = done, at: int = at) -> Path:
            done[0] += 1
            if done[0] > at:
                raise SystemExit
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", killed)
        monkeypatch.setattr("bulletin_gen.leaves.publish._roll_back", lambda undo: None)
        with suppress(SystemExit):
            generate(county, "2024-05", out, Options(dated=date(2024, 6, 2)))
        monkeypatch.undo()
        now = _tree(out) | _tree(county)
        new_bulletin = any(now[name] != old[name] for name in old if name.endswith(".docx"))
        new_facts = now["facts/2024-05.json"] != old["facts/2024-05.json"] and now["facts.json"] != old["facts.json"]
        assert new_facts or not new_bulletin
        again = generate(county, "2024-05", out, Options(dated=date(2024, 6, 2)))
        assert again.kept == ()  # nothing is taken for somebody's edits


EXAMPLE = Path(__file__).parents[1] / "examples" / "pingjiang"


def test_a_file_is_replaced_whole_or_stays_with_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(b"old")

    def half(part: Path) -> None:
        part.write_bytes(b"ne")
        raise OSError(28, "disk full")

    with pytest.raises(OSError, match="disk full"):
        replace_whole(path, half)
    assert ([each.name for each in tmp_path.iterdir()], path.read_bytes()) == (["units.csv"], b"old")
    replace_whole(path, lambda part: part.write_bytes(b"new"))
    assert ([each.name for each in tmp_path.iterdir()], path.read_bytes()) == (["units.csv"], b"new")
