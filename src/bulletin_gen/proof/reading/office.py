"""What only LibreOffice reads (.doc, .wps, .rtf, .odt): converted to .docx, where it is installed."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from bulletin_gen.leaves.programs import run_program
from bulletin_gen.proof.reading.publication import Publication
from bulletin_gen.proof.reading.refusing import refused
from bulletin_gen.render.pdf import find_libreoffice

_SECONDS = 120


def read_office(path: Path) -> Publication:
    """The publication at ``path``, converted by LibreOffice. Raises ``BulletinError`` where it is not installed or
    writes nothing."""
    from bulletin_gen.proof.reading.wordfile import read_word_file

    program = find_libreoffice()
    if not program:
        found = f"{path.suffix} 文件要用LibreOffice转换，本机没有安装"
        raise refused(path, "不能读这种文件", found, "安装LibreOffice后重试；或用WPS、Word另存为.docx")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        made = _converted(program, path, Path(scratch))
        return replace(read_word_file(made), name=path.name)


def _converted(program: str, path: Path, scratch: Path) -> Path:
    source = scratch / f"document{path.suffix.lower()}"
    try:
        source.write_bytes(path.read_bytes())
    except OSError as reason:
        raise refused(path, "文件读不了", str(reason.errno), "检查文件名、权限，关闭正打开它的程序") from reason
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(scratch),
        str(source),
    ]
    try:
        with suppress(subprocess.CalledProcessError):  # whether it has written the file is what counts
            run_program(command, _SECONDS)
    except (OSError, subprocess.TimeoutExpired) as reason:
        raise refused(path, "转换没有成功", "LibreOffice没有按时写出文件", "用WPS、Word另存为.docx") from reason
    made = scratch / "document.docx"
    if not made.exists():
        raise refused(
            path, "转换没有成功", "LibreOffice读不了这个文件", "文件可能损坏或加了密码；用WPS、Word另存为.docx"
        )
    return made
