"""The two walks through the house, as somebody reads them who follows a run: a dispatch from file to tally, a document
from tree to file.

``python benchmarks/walks.py [--source src] [--county examples/pingjiang] [--show]``

A walk follows the calls of a run. Each function is read when it is first called and not again; whoever goes on to a
function of another file stays there, and comes back to the caller's file only when that has something more to call.
Told are the stays, the files, and how many stays were returns to a file that had been left before.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

#: Name of a walk → the function with which it begins, and the one at whose first end it ends.
WALKS = {
    "a dispatch, from file to tally": ("read_orders", "tally"),
    "a document, from tree to file": ("write_docx", "write_docx"),
}
ROOT = Path(__file__).resolve().parents[1]


class Walk(NamedTuple):
    """The places in which one stays, one after another."""

    stays: tuple[str, ...]

    @property
    def places(self) -> int:
        """How many they are."""
        return len(set(self.stays))

    @property
    def returns(self) -> int:
        """Stays in a place that had been left."""
        return len(self.stays) - self.places

    def by_rooms(self) -> Walk:
        """The same walk, told by folders."""
        rooms = [str(Path(stay).parent) for stay in self.stays]
        return Walk(tuple(room for before, room in zip(["", *rooms], rooms, strict=False) if room != before))


class Follower:
    """Notes the functions of the package in the order in which they are first called, with their callers."""

    def __init__(self, package: Path, begins: str, ends: str) -> None:
        self._package, self._begins, self._ends = str(package), begins, ends
        self._seen: set[CodeType] = set()
        self._on = self._over = False
        self.stays: list[str] = []

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        """What ``sys.setprofile`` calls."""
        code = frame.f_code
        if self._over or not code.co_filename.startswith(self._package):
            return
        if event == "return" and self._on and code.co_name == self._ends:
            self._over = True
        if event != "call" or code in self._seen:
            return
        self._on = self._on or code.co_name == self._begins
        if self._on and not code.co_name.startswith("<"):
            self._seen.add(code)
            self._go(self._caller(frame))
            self._go(code.co_filename)

    def _caller(self, frame: FrameType) -> str:
        above = frame.f_back
        while above is not None and not above.f_code.co_filename.startswith(self._package):
            above = above.f_back
        return above.f_code.co_filename if above is not None and above.f_code in self._seen else ""

    def _go(self, file: str) -> None:
        name = file.removeprefix(self._package).lstrip("/\\")
        if name and (not self.stays or self.stays[-1] != name):
            self.stays.append(name)


def walked(source: Path, county: Path) -> dict[str, Walk]:
    """The walks through one run of a county, in the program at ``source``."""
    from bulletin_gen.pipeline import generate

    followers = {name: Follower(source / "bulletin_gen", *ends) for name, ends in WALKS.items()}

    def follow(frame: FrameType, event: str, argument: Any) -> None:
        for each in followers.values():
            each(frame, event, argument)

    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(county, Path(folder, county.name))  # a run leaves its facts there
        sys.setprofile(follow)
        try:
            generate(copied, None, Path(folder, "out"), None)
        finally:
            sys.setprofile(None)
    return {name: Walk(tuple(each.stays)) for name, each in followers.items()}


def main() -> None:
    """Walks and tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=ROOT / "src")
    parser.add_argument("--county", type=Path, default=ROOT / "examples" / "pingjiang")
    parser.add_argument("--show", action="store_true", help="name every stay")
    wanted = parser.parse_args()
    sys.path.insert(0, str(wanted.source.resolve()))
    for name, walk in walked(wanted.source.resolve(), wanted.county).items():
        sys.stdout.write(f"{name}\n")
        for what, told in (("files", walk), ("rooms", walk.by_rooms())):
            sys.stdout.write(f"  {len(told.stays)} stays in {told.places} {what}, {told.returns} returns\n")
        if wanted.show:
            sys.stdout.write("".join(f"    {stay}\n" for stay in walk.stays))


if __name__ == "__main__":
    main()
