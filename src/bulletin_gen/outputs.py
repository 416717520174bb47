"""What a run leaves behind: the rendered files, the facts, the list of issues, under their names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.county.workspace import ANNEX, EARLIER, County
from bulletin_gen.leaves.content import digest, digest_of
from bulletin_gen.leaves.filenames import beside, safe_name
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, Severity, stop, warning
from bulletin_gen.leaves.periods import Period
from bulletin_gen.runs.kept import kept_path, orphans, recorded_runs
from bulletin_gen.runs.signed import mark_of, signed_replaced, signed_run, stays_signed

if TYPE_CHECKING:
    from bulletin_gen.profile import Profile
    from bulletin_gen.tree import Bulletin

#: The office's own form of its annexed tables, in the county's folder.
FORM = "附表样式.xlsx"
ISSUES_FILE, FACTS_FILE = "问题清单.xlsx", "facts.json"


class _Kept(Struct, frozen=True):
    """What a facts.json says of whose it is."""

    county: str
    period: dict[str, str]


def check_out(county: str, out: Path) -> None:
    """``BulletinError`` where ``out`` holds what was written for another county: facts.json and 问题清单.xlsx have the
    same names for all, so these would be lost. Of one county they are always those of the latest run."""
    try:
        kept = msgspec.json.decode((out / FACTS_FILE).read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return  # nothing of ours is there
    if kept.county != county:
        raise stop(
            "output.other_county", "输出文件夹里是另一个县的结果", Place(file=str(out)),
            found=f"{kept.county}{kept.period.get('name', '')}的 {FACTS_FILE}",
            expected=f"{county}的结果，或空的文件夹",
            advice=f"换一个输出文件夹，如 --out {out / safe_name(county)}；原来的结果不要了的，删去其中的 {FACTS_FILE}",
        )  # fmt: skip


def render(bulletin: Bulletin, formats: Sequence[str], office: Path | None = None) -> dict[str, bytes]:
    """Step 7: format → content; the .docx and the .xlsx always, the .docx in the ``office``'s own Word file, if it has
    one. ``BulletinError`` where a PDF cannot be made."""
    from bulletin_gen.render.books.xlsx import write_xlsx
    from bulletin_gen.render.docx import write_docx

    rendered = {
        "docx": _on_letterhead(bulletin, office) if office else write_docx(bulletin),
        "xlsx": write_xlsx(bulletin),
    }
    if "html" in formats:
        from bulletin_gen.render.html import write_html

        rendered["html"] = write_html(bulletin).encode()
    if "pdf" in formats:
        rendered["pdf"] = _pdf_of(rendered["docx"])
    return rendered


def _on_letterhead(bulletin: Bulletin, office: Path) -> bytes:
    from bulletin_gen.render.office import write_letterhead

    return write_letterhead(bulletin, office)


def render_what_can_be(
    bulletin: Bulletin, formats: Sequence[str], office: Path | None = None
) -> tuple[dict[str, bytes], tuple[Issue, ...]]:
    """``render``, and why there is no PDF where one was wanted: what depends on another program keeps back nothing
    else."""
    rendered = render(bulletin, [form for form in formats if form != "pdf"], office)
    if "pdf" not in formats:
        return rendered, ()
    try:
        return rendered | {"pdf": _pdf_of(rendered["docx"])}, ()
    except BulletinError as reason:
        return rendered, as_warnings(reason.issues)


def as_warnings(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """What keeps back one file and not the others."""
    return tuple(replace(issue, severity=Severity.WARNING) for issue in issues)


def _pdf_of(docx: bytes) -> bytes:
    from tempfile import TemporaryDirectory

    from bulletin_gen.render.pdf import convert_pdf

    with TemporaryDirectory() as folder:
        source, target = Path(folder, "bulletin.docx"), Path(folder, "bulletin.pdf")
        source.write_bytes(docx)
        convert_pdf(source, target)
        return target.read_bytes()


def filled_form(bulletin: Bulletin, form: Path) -> dict[str, bytes]:
    """The office's own form with the tables in it, proved; nothing where it has none."""
    if not form.is_file():
        return {}
    from bulletin_gen.render.books.form import fill_form
    from bulletin_gen.verify.form import form_issues

    filled = fill_form(bulletin, form)
    if issues := [*form_issues(bulletin, form.read_bytes(), filled)]:
        raise BulletinError(issues)
    return {"form": filled}


def name_files(profile: Profile, period: Period, rendered: Mapping[str, bytes], out: Path) -> dict[Path, bytes]:
    """The final paths of what was rendered."""
    stem = safe_name(profile.stem.format(county=profile.county, period=period.name, kind=profile.kind))
    names = {
        "docx": f"{stem}.docx", "xlsx": f"{stem}{ANNEX}.xlsx", "html": f"{stem}.html", "pdf": f"{stem}.pdf",
        "form": f"{stem}{ANNEX}（本办样式）.xlsx",
    }  # fmt: skip
    return {out / names[form]: content for form, content in rendered.items()}


#: Nobody edits these, and a word processor writes each of them with another time in it.
_NOT_EDITED = ".pdf"


class _Files(Struct, frozen=True):
    """What a facts.json says of the files that were written with it."""

    files: dict[str, str] = {}


def digests(files: Mapping[Path, bytes]) -> dict[str, str]:
    """Name → SHA-256 of the files that a later run must not take for edited."""
    return {path.name: digest(content) for path, content in files.items() if path.suffix != _NOT_EDITED}


def kept_edits(files: Mapping[Path, bytes], stale: Sequence[Path], records: Sequence[Path]) -> dict[Path, Path]:
    """Files in the place of new or ``stale`` ones that are not as the runs that ``records`` tell of wrote them →
    the free name under which each is kept. Where no record tells, what is not written alike again is kept."""
    known = {each for path in records for each in _recorded(path).items()}
    found = {}
    for path in (*files, *stale):
        if path.suffix == _NOT_EDITED or not path.is_file() or not path.stat().st_size:
            continue
        now = digest_of(path)
        if (path.name, now) not in known and (path not in files or now != digest(files[path])):
            found[path] = beside(path)
    return found


def records_of(county: County, period: Period, out: Path) -> tuple[Path, ...]:
    """Where it is recorded which files runs of the period have written: beside them, in the county's folder, and there
    of the runs that later ones have replaced (a run killed while it published leaves the files of the one before)."""
    facts = county.facts_of(period)
    return out / FACTS_FILE, facts, *sorted((facts.parent / EARLIER).glob(f"{period.key}-*.json"))


def in_order(files: Mapping[Path, bytes], documents: Iterable[Path]) -> dict[Path, bytes]:
    """The files as they take their places: what is kept and recorded first, ``documents`` last. A run killed in
    between may leave an older bulletin beside new facts, which the next run replaces, but never a new bulletin whose
    figures nothing records."""
    last = set(documents)
    return dict(sorted(files.items(), key=lambda each: each[0] in last))


def replaced_facts(county: County, period: Period, new: bytes) -> dict[Path, bytes]:
    """The recorded facts of the period, under the name where earlier runs are kept, if ``new`` ones differ: drafts of
    that run may still be about."""
    try:
        old = county.facts_of(period).read_bytes()
    except OSError:
        return {}
    return {} if old == new else {county.earlier_facts(period, digest(old)): old}


class Recording(Struct, frozen=True):
    """What is kept of a run in the county's folder: ``files``, ``aside`` what they replace, under its new name, and
    ``stale`` what they make untrue."""

    files: dict[Path, bytes]
    aside: dict[Path, bytes] = {}
    stale: tuple[Path, ...] = ()
    issues: tuple[Issue, ...] = ()


#: So many replaced runs of a period are kept; drafts of older ones are no longer about.
MOST_EARLIER = 20


def recording(
    county: County, period: Period, facts: bytes, *, kept: bytes = b"", replace_signed: bool = False
) -> Recording:
    """Where a run's ``facts`` are kept: as the period's, unless another run was signed and is not to be replaced; then
    among the earlier ones, where drafts of this run still find them. ``kept`` (see ``runs.kept``) goes beside them.
    Of the earlier ones the oldest beyond twenty make way, which is said."""
    found = _placed(county, period, facts, replace_signed=replace_signed)
    if kept:
        found = replace(found, files=found.files | {kept_path(county, period, digest(facts)): kept})
    return _bounded(county, period, found)


def _bounded(county: County, period: Period, found: Recording) -> Recording:
    """The recording, and what makes way for it: replaced runs beyond the last twenty, and orders of no run."""
    own, new = county.facts_of(period), {**found.aside, **found.files}
    earlier = [path for path in recorded_runs(county, period) if path != own and path not in new]
    coming = [path for path in new if path.parent.name == EARLIER]
    dropped = tuple(earlier[max(0, MOST_EARLIER - len(coming)) :])
    # The period's own facts, where they are replaced, stand aside under the same digest.
    left = [path for path in (own, *earlier) if path not in dropped]
    kept = (kept_path(county, period, digest(content)) for content in found.files.values())
    loose = orphans(county, period, left, (*found.files, *kept))
    if not dropped and not loose:
        return found
    said = (_dropped(dropped),) if dropped else ()
    return replace(found, stale=(*found.stale, *dropped, *loose), issues=(*found.issues, *said))


def _dropped(paths: Sequence[Path]) -> Issue:
    return warning(
        "runs.dropped", f"以前的数据只留最近{MOST_EARLIER}次", Place(file=str(paths[0].parent)),
        found="这次删去 " + "、".join(path.name for path in paths),
        advice="要留的，先把 facts 文件夹复制一份",
    )  # fmt: skip


def _placed(county: County, period: Period, facts: bytes, *, replace_signed: bool) -> Recording:
    held, path = signed_run(county, period), county.facts_of(period)
    if held is None or held.facts == digest(facts):
        return Recording({path: facts}, replaced_facts(county, period, facts))
    if replace_signed:
        said = (signed_replaced(county, period),)
        return Recording({path: facts}, replaced_facts(county, period, facts), (mark_of(county, period),), said)
    aside = county.earlier_facts(period, digest(facts))
    return Recording({aside: facts}, issues=(stays_signed(county, period, aside),))


def _recorded(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Files).files
    except (OSError, msgspec.DecodeError):
        return {}


def add_issue_list(
    issues: Sequence[Issue], out: Path, files: dict[Path, bytes], folders: Sequence[Path] = ()
) -> list[Path]:
    """Adds 问题清单.xlsx to ``files`` where there are issues; otherwise returns an old one as stale.

    ``folders``: where the files that issues name are looked for, to link to them.
    """
    path = out / ISSUES_FILE
    if not issues:
        return [path] if path.is_file() else []
    from bulletin_gen.render.books.issues_xlsx import write_issues

    named = dict.fromkeys(issue.place.file for issue in issues if issue.place.file)
    files[path] = write_issues(issues, sources={name: _path_to(name, folders, out) for name in named})
    return []


def _path_to(name: str, folders: Sequence[Path], out: Path) -> str:
    """The path from ``out`` to the file that an issue calls ``name``, so that both can be moved together; absolute
    where there is none, on another drive; empty where there is no such file."""
    for folder in folders:
        for part in (name, name.partition("/")[0]):  # what is in a .zip is opened through it
            if (path := folder / part).is_file():
                try:
                    return Path(os.path.relpath(path, out)).as_posix()
                except ValueError:
                    return str(path.absolute())
    return ""
