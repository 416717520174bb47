"""Everything in one archive, and a report of trouble that holds nothing of a citizen."""

from __future__ import annotations

import io
import platform
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bulletin_gen import __version__
from bulletin_gen.county.workspace import County, order_files
from bulletin_gen.leaves.content import digest_of
from bulletin_gen.leaves.issues import Issue, count_by_kind
from bulletin_gen.leaves.personal import masked

_TIME = (1980, 1, 1, 0, 0, 0)  # no clock: the same files give the same bytes


def packed(files: Iterable[tuple[str, Path]]) -> bytes:
    """A .zip of ``files`` (name within, path), in order of name."""
    return packed_bytes({name: path.read_bytes() for name, path in files})


def packed_bytes(files: Mapping[str, bytes]) -> bytes:
    """A .zip of ``files`` (name within → content), in order of name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def results_below(out: Path) -> tuple[tuple[str, Path], ...]:
    """What batches have written in ``out``: every file but those of the program's own."""
    found = (path for path in sorted(out.rglob("*")) if path.is_file())
    return tuple(
        (path.relative_to(out).as_posix(), path)
        for path in found
        if not any(part.startswith((".", "~$")) for part in path.relative_to(out).parts)
    )


def trouble_report(folder: Path | None, period: str, issues: Sequence[Issue]) -> str:
    """Versions, hashes of files, counts and kinds of issues: what somebody who helps needs, and nothing of an order.

    Files are called by their kind and hash: a name may be a citizen's.
    """
    lines = [
        f"bulletin-gen {__version__}",
        f"Python {platform.python_version()}，{platform.system()} {platform.release()}，{platform.machine()}",
        *(_folder_lines(folder, period) if folder else ()),
        f"问题 {len(issues)} 条",
        *(f"  {kind} {count}" for kind, count in count_by_kind(issues).items()),
        *(f"  {issue.severity} {issue.code} {_where(issue)}" for issue in issues[:200]),
    ]
    return masked("\n".join(lines)) + "\n"


def _where(issue: Issue) -> str:
    """The place of an issue without the file's own name."""
    row = f" 第{issue.place.row}行" if issue.place.row else ""
    return f"{Path(issue.place.file).suffix}{row} {issue.place.column} {issue.place.key.partition(' →')[0]}".strip()


def _folder_lines(folder: Path, period: str) -> Iterable[str]:
    county = County(folder)
    inside = folder / period
    orders = set(order_files(inside)) if period and inside.is_dir() else set()
    own = [path for path in (county.profile, county.units) if path.is_file()]
    files = [path for path in sorted(inside.iterdir()) if path.is_file()] if period and inside.is_dir() else []
    for path in (*own, *files):
        called = f"工单{path.suffix}" if path in orders else path.name if path.suffix != ".docx" else "*.docx"
        yield f"  {called} {path.stat().st_size} 字节 {digest_of(path)[:16]}"
