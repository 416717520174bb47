"""PDF through LibreOffice, where it is installed.

LibreOffice ignores two settings of the .docx (no gap between Chinese and digits, no punctuation hanging over the
edge), so a macro in a profile of its own sets them after loading. It leaves out the tracking of 3号 text (-0.25 pt)
wherever Chinese meets digits: a full line with three numbers is wider than its 28 characters and loses the last; a
hair more tracking (-0.34 pt) makes up for eleven of these. The pages then are those of Word and WPS. 小标宋 is heavier
than what stands in for it: there the stand-in's bold cut is taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.leaves.programs import run_program
from bulletin_gen.render.faces import fontconfig, thin_face

#: Where installers put the program when it is not on the path.
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 120
#: By this environment variable the macro learns where to work.
_FOLDER = "BULLETIN_GEN_FOLDER"
_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}">\n'
)
_MODULE = (
    _DOCTYPE.format("script:module", "module.dtd")
    + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Pages"'
    ' script:language="StarBasic">{}</script:module>'
)
#: How many charts LibreOffice keeps: of a document with more (20, where nothing is said) it draws all in one size and
#: stretches them.
_CHARTS = 1000
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Cache/{part}"><prop oor:name="OLE_Objects" oor:op="fuse">'
        f"<value>{_CHARTS}</value></prop></item>"
        for part in ("Writer", "DrawingEngine")
    )
    + "</oor:items>"
)
_LIBRARY = (
    _DOCTYPE.format("library:library", "library.dtd")
    + '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Pages"/>'
    "</library:library>"
)


def find_libreoffice() -> str:
    """The path of LibreOffice's program, or ""."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).exists()), "")


def convert_pdf(docx: Path, out: Path, *, seconds: int = _SECONDS) -> None:
    """Write ``out`` as the PDF of ``docx``.

    Raises ``BulletinError`` when LibreOffice is missing, takes longer than ``seconds`` or writes nothing.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "docx"
        folder.mkdir()
        shutil.copyfile(docx, folder / "document.docx")
        convert_folder(folder, seconds=seconds)
        made = folder / "document.pdf"
        if not made.exists():
            raise _failed(docx.name, "LibreOffice没有写出PDF")
        shutil.copyfile(made, out)


def convert_folder(folder: Path, *, seconds: int = _SECONDS) -> None:
    """Beside every .docx of ``folder`` its .pdf, in one run of LibreOffice with a profile of its own."""
    program = find_libreoffice()
    if not program:
        raise stop(
            "pdf.no_libreoffice",
            "不能生成PDF",
            found="本机没有安装LibreOffice",
            advice="安装LibreOffice后重试；或用WPS、Word打开.docx另存为PDF",
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        _install_settings(Path(profile) / "user")
        start = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo"]
        _run([*start, "--terminate_after_init"], seconds, {})  # makes the profile
        _install_macro(Path(profile) / "user" / "basic" / "Standard")
        told = {_FOLDER: folder.resolve().as_uri(), **_faces(Path(profile))}  # a URL: plain ASCII whatever the name
        _run([*start, "macro:///Standard.Pages.ConvertAll"], seconds, told)


def _faces(profile: Path) -> dict[str, str]:
    """The environment by which fontconfig takes the installed stand-ins, unless the user has a file of her own."""
    config = "" if "FONTCONFIG_FILE" in os.environ else fontconfig()
    if not config:
        return {}
    path = profile / "fonts.conf"
    path.write_text(config, encoding="utf-8")
    return {"FONTCONFIG_FILE": str(path)}


def _install_settings(user: Path) -> None:
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")


def _install_macro(library: Path) -> None:
    library.mkdir(parents=True, exist_ok=True)
    source = files("bulletin_gen.render").joinpath("libreoffice.bas").read_text(encoding="utf-8")
    source = source.replace("{heavy}", thin_face())
    (library / "Pages.xba").write_text(_MODULE.format(escape(source)), encoding="utf-8")
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")


def _run(command: list[str], seconds: int, environment: Mapping[str, str]) -> None:
    try:
        run_program(command, seconds, more=environment)
    except subprocess.TimeoutExpired as slow:
        raise _failed("", f"LibreOffice超过{seconds}秒没有完成") from slow
    except (subprocess.CalledProcessError, OSError) as broken:
        raise _failed("", f"LibreOffice运行失败（{broken}）") from broken


def _failed(name: str, found: str) -> BulletinError:
    return stop(
        "pdf.failed",
        "不能生成PDF",
        Place(file=name),
        found=found,
        advice="关闭LibreOffice后重试；或用WPS、Word另存为PDF",
    )
