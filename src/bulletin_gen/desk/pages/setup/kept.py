"""Earlier versions of what people keep by hand: looked at, brought back, the last change undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response

from bulletin_gen.county.workspace import ADJUSTMENTS, NARRATIVE, PROFILE, SUPPLIED, UNITS, WORDING, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import download, go_to, page
from bulletin_gen.keeping.handing import Handed, bring_back, hand_out, undo
from bulletin_gen.keeping.versions import KeptVersion, version_content, versions
from bulletin_gen.leaves.issues import stop


def kept(call: Call) -> Response:
    """Every file that has versions, or one of them brought back."""
    if call.posted:
        path = _file(call, call.text("file"))
        number = int(call.text("number")) if call.text("number").isdigit() else 0
        bring_back(call.county, path, number, call.text("hash"))
        return go_to(call.county_address("kept"), "restored")
    return page(call, "kept.html", files=list(_files(call.county)))


def _files(county: Path) -> Iterator[tuple[str, Handed, tuple[KeptVersion, ...]]]:
    for name in _names(county):
        path = county.joinpath(*name.split("/"))
        if found := versions(county, path):
            yield name, hand_out(path), found


def _names(county: Path) -> Iterator[str]:
    yield from (PROFILE, UNITS, WORDING)
    for period in reversed(County(county).periods()):
        yield from (f"{period.key}/{name}" for name in (ADJUSTMENTS, SUPPLIED, NARRATIVE))
        yield from (f"{period.key}/{path.name}" for path in _aside(county, period.key))


def _aside(county: Path, period: str) -> list[Path]:
    from bulletin_gen.keeping.versions import VERSIONS_FOLDER

    folder = county / VERSIONS_FOLDER / period
    known = (ADJUSTMENTS, SUPPLIED, NARRATIVE)
    return [path for path in sorted(folder.iterdir()) if path.name not in known] if folder.is_dir() else []


def _file(call: Call, name: str) -> Path:
    """A file that the page lists; ``BulletinError`` for any other."""
    if name not in set(_names(call.county)):
        raise stop("desk.file", "没有这个文件", found=name[:60], advice="刷新页面")
    return call.desk.files.below(call.county, *name.split("/"))


def one(call: Call) -> Response:
    """A version as a file."""
    path = _file(call, call.query.get("file", ""))
    number = int(call.query.get("number", "0")) if call.query.get("number", "0").isdigit() else 0
    return download(f"{path.stem}（版本{number}）{path.suffix}", version_content(call.county, path, number))


def undone(call: Call) -> Response:
    """The last change to a file taken back."""
    path = _file(call, call.text("file"))
    said = "undone" if undo(call.county, path, hand_out(path).hash) else "nothing"
    back = call.text("back")
    return go_to(back if back.startswith("/c/") else call.county_address("kept"), said)
