"""``dev.py``: any Python may start it, the folder may be moved, and need not be writable."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "dev.py"


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def old_python(folder: Path, name: str) -> Path:
    """A Python that the program does not run on."""
    path = folder / name
    path.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_an_old_python_can_read_it() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.skipif(os.name == "nt", reason="the older Python is a shell script")
def test_an_older_python_first_on_the_path_is_passed_over(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    old = old_python(first, "python3")
    (second / "python3.11").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", f"{first}{os.pathsep}{second}")
    monkeypatch.setattr(sys, "executable", str(old))
    assert dev.new_enough() == str(second / "python3.11")
    (second / "python3.11").unlink()
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; this is "):
        dev.new_enough()


@pytest.mark.skipif(os.name == "nt", reason="the older Python is a shell script")
def test_an_environment_by_an_older_python_is_made_anew(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / ".venv"
    venv.mkdir()
    done: list[str] = []

    def make(python: str) -> None:
        assert not venv.exists()
        venv.mkdir()
        done.append(python)

    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "PYTHON", old_python(venv, "python"))
    monkeypatch.setattr(dev, "make_environment", make)
    monkeypatch.setattr(dev, "pip", lambda *words: done.append(words[0]))
    dev.environment()
    assert done == [dev.new_enough(), "install", "install"]


def test_after_the_folder_has_moved_the_sources_are_installed_from_their_new_place(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "pip", lambda *words: done.append(words))
    dev.environment()
    dev.environment()
    assert len(done) == 2  # the second time nothing was left to do
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "pyproject.toml").write_bytes((SCRIPT.parent / "pyproject.toml").read_bytes())
    monkeypatch.setattr(dev, "HERE", moved)
    dev.environment()
    assert ("install", "-e", str(moved)) in done


def test_a_checkout_that_cannot_be_written_to(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, called = tmp_path / "源码", tmp_path / "工作"
    for folder in (here, called):
        folder.mkdir()
    assert (dev.home_of_venv(here), dev.out_of(here)) == (here / ".venv", here / "out")
    monkeypatch.setattr(dev, "writable", lambda folder: folder != here)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(called)
    assert dev.home_of_venv(here).is_relative_to(tmp_path / "cache" / "bulletin-gen")
    assert dev.home_of_venv(here) != dev.home_of_venv(tmp_path / "源码二")
    assert dev.out_of(here) == called / "out"
    (here / ".venv").mkdir()
    assert dev.home_of_venv(here) == here / ".venv"  # made before the disk became read-only


def test_a_folder_is_writable_where_a_file_can_be_made(dev: ModuleType, tmp_path: Path) -> None:
    assert dev.writable(tmp_path)
    assert not dev.writable(tmp_path / "没有")
    assert list(tmp_path.iterdir()) == []
