"""The scripts of the folder that installs without a network."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", Path(__file__).parents[1] / "dev.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_platform_has_what_installs_and_what_starts(dev: ModuleType) -> None:
    for platform in dev.PLATFORMS:
        scripts = dev.scripts(platform, "3.12")
        installing = next(text for name, text in scripts.items() if name.startswith("install"))
        assert "3.12" in installing and "--no-index" in installing
        assert any(name.startswith("通报工作台") and "bulletin_gen desk" in text for name, text in scripts.items())
        assert "没有运行过" in scripts["说明.txt"] and "3.12" in scripts["说明.txt"]


def test_scripts_for_windows_are_read_in_any_code_page(dev: ModuleType) -> None:
    for name, text in dev.scripts("windows-x64", "3.11").items():
        if name.endswith(".bat"):
            text.encode("ascii")


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh here")
def test_scripts_for_linux_can_be_read(dev: ModuleType) -> None:
    for name, text in dev.scripts("linux-arm64", "3.11").items():
        if name.endswith(".sh"):
            assert subprocess.run(["sh", "-n"], input=text.encode(), check=False).returncode == 0


def test_an_unknown_platform_is_refused(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["bundle", "--platform", "beos"]) == 2
    assert "--platform" in capsys.readouterr().err
