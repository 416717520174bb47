#!/usr/bin/env python3
"""Sets everything up and runs it, with nothing but Python at hand.

    python3 dev.py example     every county in examples/ into out/
    python3 dev.py test        the test suite
    python3 dev.py setup       only the environment for both; further groups of pyproject.toml by name (spark, bench)
    python3 dev.py bundle      a folder that installs without a network: --platform windows-x64, linux-x64 or
                               linux-arm64, --python 3.11 to 3.13, --to where (bundle/ by default)

Makes ``.venv`` beside this file on the first run and keeps it up to date with pyproject.toml; where this folder cannot
be written to, in the user's cache instead. Any Python 3 may run this file: it looks for one that is new enough.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: The oldest Python that the program runs on, and the names under which newer ones are installed.
OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.11", "python3", "python")


def writable(folder: Path) -> bool:
    """Whether something can be made in ``folder``; a mode alone does not tell of a read-only disk."""
    try:
        with tempfile.TemporaryFile(dir=str(folder)):
            return True
    except OSError:
        return False


def home_of_venv(here: Path) -> Path:
    """Where the environment of the sources in ``here`` is: beside them, or in the cache under their place's name."""
    if (here / ".venv").is_dir() or writable(here):
        return here / ".venv"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache")
    return cache / "bulletin-gen" / hashlib.sha256(str(here).encode()).hexdigest()[:12] / ".venv"


def out_of(here: Path) -> Path:
    """Where examples are written to: beside the sources, or where the command was called."""
    return (here if writable(here) else Path.cwd()) / "out"


VENV = home_of_venv(HERE)
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Runs one task; returns its exit code."""
    tasks = {"example": example, "test": test, "setup": setup, "bundle": bundle}
    if not arguments or arguments[0] not in tasks:
        sys.stderr.write(__doc__ or "")
        return 2
    return tasks[arguments[0]](arguments[1:])


def example(arguments: list[str]) -> int:
    """Writes the bulletin of every example county."""
    environment()
    code, out = 0, out_of(HERE)
    for profile in sorted((HERE / "examples").glob("*/profile.yaml")):
        county = profile.parent
        command = ["generate", str(county), "--out", str(out / county.name), "--no-record", *arguments]
        code |= run("-m", "bulletin_gen", *command)
    return code


def test(arguments: list[str]) -> int:
    """Runs the tests."""
    environment(groups=("dev",))
    quiet = [] if writable(HERE) else ["-p", "no:cacheprovider"]
    return run("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *quiet, *arguments)


def setup(arguments: list[str]) -> int:
    """Makes the environment for both, and for the groups that are named."""
    environment(groups=("dev", *arguments))
    return 0


#: Platform → the tags of wheels that run there. 统信 UOS 20 has glibc 2.28, 麒麟 V10 2.23 or later by its edition.
PLATFORMS = {
    "windows-x64": ("win_amd64",),
    "linux-x64": tuple(f"manylinux_2_{minor}_x86_64" for minor in range(28, 11, -1)) + ("manylinux2014_x86_64",),
    "linux-arm64": tuple(f"manylinux_2_{minor}_aarch64" for minor in range(28, 16, -1)) + ("manylinux2014_aarch64",),
}
#: What pip leaves out because it asks the machine that it runs on: packages for Windows alone.
ONLY_THERE = {"windows-x64": ("tzdata", "colorama")}
#: Old processors lack AVX2, which the usual build of polars needs.
OLD_PROCESSORS = ("windows-x64", "linux-x64")


def bundle(arguments: list[str]) -> int:
    """Makes a folder with every wheel, a script that installs them without a network, and one that starts the desk."""
    options = dict(zip(arguments[::2], arguments[1::2], strict=False))
    platform, python = options.get("--platform", ""), options.get("--python", "3.11")
    if platform not in PLATFORMS or set(options) - {"--platform", "--python", "--to"}:
        sys.stderr.write(__doc__ or "")
        return 2
    environment()
    folder = Path(options.get("--to", HERE / "bundle")) / f"bulletin-gen-{platform}-py{python}"
    wheels = folder / "packages"
    shutil.rmtree(folder, ignore_errors=True)
    wheels.mkdir(parents=True)
    pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(HERE))
    extra = [*ONLY_THERE.get(platform, ()), *(["polars[rtcompat]"] if platform in OLD_PROCESSORS else [])]
    tags = [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    named = [str(path) for path in wheels.glob("*.whl")]
    pip("download", "--only-binary=:all:", "--python-version", python, *tags, "--dest", str(wheels), *named, *extra)
    for name, text in scripts(platform, python).items():
        path = folder / name
        path.write_bytes(text.replace("\n", "\r\n" if platform.startswith("windows") else "\n").encode())
        path.chmod(0o755)
    sys.stdout.write(f"{folder}\n")
    return 0


def scripts(platform: str, python: str) -> dict[str, str]:
    """The scripts and the note of a bundle: name → text. Those for Windows are ASCII: any code page reads them."""
    note = NOTE.format(python=python, start="通报工作台.bat" if platform.startswith("windows") else "通报工作台.sh")
    if platform.startswith("windows"):
        return {
            "install.bat": INSTALL_BAT.format(python=python),
            "通报工作台.bat": START_BAT,
            "说明.txt": "\ufeff" + note,
        }
    return {"install.sh": INSTALL_SH.format(python=python), "通报工作台.sh": START_SH, "说明.txt": note}


INSTALL_BAT = """@echo off
rem Installs into the folder "venv" beside this file; needs Python {python} 64-bit, no network.
set offline=-m pip install --no-index --find-links "%~dp0packages"
py -{python} -m venv "%~dp0venv" || goto missing
"%~dp0venv\\Scripts\\python.exe" %offline% bulletin-gen "polars[rtcompat]" || goto failed
echo Done.
pause
exit /b
:missing
echo Python {python} (64-bit) is not installed. Put in its installer first, then run this again.
pause
exit /b 1
:failed
echo The packages were not installed. See the message above.
pause
exit /b 1
"""
START_BAT = """@echo off
if not exist "%~dp0venv" call "%~dp0install.bat"
if not exist "%~dp0data" mkdir "%~dp0data"
start "" "%~dp0venv\\Scripts\\pythonw.exe" -m bulletin_gen desk "%~dp0data"
"""
INSTALL_SH = """#!/bin/sh
# Installs into the folder "venv" beside this file; needs python{python}, no network.
set -e
here=$(cd "$(dirname "$0")" && pwd)
command -v python{python} >/dev/null || {{ echo "没有 python{python}：先装好它，再运行一次。"; exit 1; }}
python{python} -m venv "$here/venv"
put() {{ "$here/venv/bin/python" -m pip install --no-index --find-links "$here/packages" "$@"; }}
put bulletin-gen
# The build for old processors, where it came along.
if ls "$here/packages" | grep -q runtime_compat; then put "polars[rtcompat]"; fi
echo 装好了。
"""
START_SH = """#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
[ -d "$here/venv" ] || "$here/install.sh"
mkdir -p "$here/data"
exec "$here/venv/bin/python" -m bulletin_gen desk "$here/data"
"""
NOTE = """通报工作台：离线安装

1. 电脑上要有 Python {python}（64 位）。安装程序不在这个文件夹里，由管理电脑的人从 python.org 或系统软件源取来先装好。
2. 双击（Linux 上在终端运行）{start}：第一次会先安装，不连网；以后直接打开浏览器。
3. 各县的文件夹放在旁边的 data 里，备份时整个拷走。

没有试过的：这个文件夹是在 Linux 上做的，在 Windows、统信、麒麟的实机上没有运行过；写出的 Word 文件在 LibreOffice 里
核对过，在 Word、WPS 里没有打开过。
"""


def run(*arguments: str) -> int:
    """Runs the environment's Python here; returns its exit code."""
    return subprocess.run([str(PYTHON), *arguments], cwd=HERE, check=False).returncode


def environment(groups: tuple[str, ...] = ()) -> None:
    """Makes the virtual environment, or brings it up to date; does nothing when it is."""
    # The place too: after the folder has been moved, the environment would still run the sources of before.
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + str(HERE).encode()).hexdigest()
    stamp = VENV / f"made-{'-'.join(groups) or 'run'}"
    if is_new_enough(str(PYTHON)) and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    if not is_new_enough(str(PYTHON)):
        shutil.rmtree(str(VENV), ignore_errors=True)
        make_environment(new_enough())
    pip("install", "--upgrade", "pip>=25.1")
    pip("install", "-e", str(HERE), *(word for group in groups for word in ("--group", group)))
    stamp.write_text(wanted, encoding="ascii")


def is_new_enough(python: str) -> bool:
    """Whether there is a Python of that name or path which the program runs on."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST!r})"
    try:
        return subprocess.run([python, "-c", check], check=False, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def new_enough() -> str:
    """A Python to make the environment with: this one, or the first on the path that is new enough."""
    places = [sys.executable, *filter(None, map(shutil.which, NAMES)), *windows_pythons()]
    for python in places:
        if is_new_enough(python):
            return python
    raise SystemExit(
        "Python {}.{} or newer is needed; this is {}. Install it (Debian: apt-get install python3.11), or call it by "
        "its path: /path/to/python3.11 dev.py".format(*OLDEST, sys.version.split()[0])
    )


def windows_pythons() -> list[str]:
    """Where Windows's launcher has Pythons; none elsewhere."""
    if os.name != "nt" or not shutil.which("py"):
        return []
    listed = subprocess.run(["py", "-0p"], check=False, capture_output=True, text=True).stdout
    return [line.split(maxsplit=1)[-1].lstrip("* ") for line in listed.splitlines() if ":" in line]


def make_environment(python: str) -> None:
    """Makes the virtual environment; Debian keeps the module for it in a package of its own."""
    VENV.parent.mkdir(parents=True, exist_ok=True)
    if subprocess.run([python, "-m", "venv", str(VENV)], check=False).returncode == 0:
        return
    shutil.rmtree(str(VENV), ignore_errors=True)
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], check=True)
        subprocess.run([python, "-m", "venv", str(VENV)], check=True)
        return
    raise SystemExit("Python's venv module is missing: install python3-venv (Debian: apt-get install python3-venv)")


def pip(*arguments: str) -> None:
    """Runs the environment's pip quietly; ends the program when it fails."""
    if run("-m", "pip", "--disable-pip-version-check", "-q", *arguments):
        raise SystemExit("pip failed; see its message above")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
