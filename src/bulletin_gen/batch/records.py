"""The record beside each bulletin: what it was made from, so that a batch knows what need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from bulletin_gen import __version__
from bulletin_gen.batch.account import BatchAccount, account_from, account_to
from bulletin_gen.batch.plan import Item
from bulletin_gen.county.workspace import WORDING, WORDING_WORD, County
from bulletin_gen.leaves.content import digest_of
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import Period, parse_period
from bulletin_gen.outputs import FACTS_FILE

RECORD_FILE = "生成记录.json"
FORMAT = "bulletin-gen/record/2"

#: Excel, WPS and systems put such files beside what people work on.
_PASSING = ("~$", ".~", ".", "Thumbs.db", "desktop.ini")


class Record(Struct, frozen=True):
    """``fingerprint`` of all that went in, ``files`` that came out (name → SHA-256), and what the account says."""

    fingerprint: str
    files: Mapping[str, str]
    account: BatchAccount

    def is_whole(self, folder: Path) -> bool:
        """Whether every file is still there, and its facts unharmed: later periods are compared with them. Another file
        that somebody has edited since is that person's business; one that a power cut has emptied is missing."""
        try:
            sizes = [(folder / name).stat().st_size for name in self.files]
            return all(sizes) and digest_of(folder / FACTS_FILE) == self.files.get(FACTS_FILE)
        except OSError:
            return False


def read_record(folder: Path) -> Record | None:
    """The record in a bulletin's folder; None when there is none, or none of this program's version."""
    try:
        content = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            return None
        return Record(content["fingerprint"], content["files"], account_from(content["account"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def files_of(folder: Path) -> Mapping[str, str] | None:
    """The files that the record in a bulletin's folder names, whatever its version; None when there is none."""
    try:
        content = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(folder: Path, record: Record) -> None:
    """Puts the record beside the files that it names."""
    content = {
        "format": FORMAT,
        "program": f"bulletin-gen {__version__}",
        "fingerprint": record.fingerprint,
        "files": dict(sorted(record.files.items())),
        "account": account_to(record.account),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / RECORD_FILE).write_text(text, encoding="utf-8", newline="\n")


def hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by name."""
    return {path.name: digest_of(path) for path in sorted(folder.iterdir())}


def fingerprint(item: Item, common: str) -> str:
    """One hash of everything that a bulletin is made from: the county's and the period's files, the facts of the
    periods that it is compared with, and ``common``, which stands for the program and its options."""
    total = hashlib.sha256(common.encode())
    for name, path in sorted(_inputs(item)):
        total.update(f"\n{name}\n{digest_of(path)}".encode(errors="surrogateescape"))
    return total.hexdigest()


#: Packages that decide by themselves what a bulletin says: which days are workdays, how cells become values.
_DECIDING = ("chinesecalendar", "polars", "python-calamine", "xlsxwriter")


def program_digest(packaged: Path, code: Path = Path(__file__).parents[1]) -> str:
    """What stands for the program: its version, its own files in ``code``, the templates that come with it, and the
    versions of the packages whose results are in a bulletin. To be worked out once for a run."""
    total = hashlib.sha256(__version__.encode())
    for folder, paths in ((packaged, packaged.iterdir()), (code, (*code.rglob("*.py"), *code.rglob("data/*.txt")))):
        for path in sorted(paths):
            if path.is_file():
                total.update(f"\n{path.relative_to(folder).as_posix()}\n{digest_of(path)}".encode())
    for name in _DECIDING:
        total.update(f"\n{name} {_version_of(name)}".encode())
    return total.hexdigest()


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _inputs(item: Item) -> Iterator[tuple[str, Path]]:
    county = County(item.county)
    for place, calendar in enumerate(_calendars(county)):
        if calendar.is_file():
            yield f"calendar {place}", calendar
    for folder in (county.folder, county.templates, county.folder / item.period.key):
        if folder.is_dir():
            for path in folder.iterdir():
                if path.is_file() and not path.name.startswith(_PASSING):
                    yield path.relative_to(county.folder).as_posix(), path
    yield from _trend_facts(county, item.period)
    for role, period in (("previous", item.period.previous()), ("year_ago", item.period.year_ago())):
        path = county.facts_of(period)
        if path.is_file():
            yield f"{role} {path.name}", path


#: What the rules or sentences of a county say that looks at periods before the last one.
_LOOKS_BACK = late(r"""(?:rows|行)["']?\s*:\s*["']?(?:periods|期间)|各期|累计""")


def _trend_facts(county: County, period: Period) -> Iterator[tuple[str, Path]]:
    """The facts of all earlier periods, where tables, charts or sentences may look at them."""
    written = (county.profile, county.folder / WORDING, county.folder / WORDING_WORD)
    if not any(_looks_back(path) for path in written if path.is_file()):
        return
    for path in sorted(county.facts_of(period).parent.glob("*.json")):
        try:
            earlier = parse_period(path.stem).last < period.last
        except ValueError:
            continue  # somebody's own file
        if earlier:
            yield f"facts/{path.name}", path


def _looks_back(path: Path) -> bool:
    # What is packed (正文.docx) is not looked into.
    return path.suffix == ".docx" or _LOOKS_BACK.search(path.read_bytes().decode("utf-8", "replace")) is not None


def _calendars(county: County) -> tuple[Path, ...]:
    """The calendars of workdays that hold for a county, which may lie outside of its folder."""
    from bulletin_gen.inputs import Rules
    from bulletin_gen.intake.kept.workdays import calendar_files
    from bulletin_gen.profile.load import load_profile

    # Few profiles name one; the others need not be understood to see whether anything has changed.
    rules = county.profile.read_bytes() if county.profile.is_file() else b""
    if b"calendar" not in rules and "工作日调整表".encode() not in rules:
        return calendar_files(county.folder)
    try:
        return Rules(county, load_profile(county.profile)).calendars
    except BulletinError:
        return ()  # what is wrong with the rules stops the bulletin itself
