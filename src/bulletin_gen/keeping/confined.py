"""One folder and what is in it: no name, whatever it holds, leads out of it."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from bulletin_gen.batch.plan import find_counties, is_county
from bulletin_gen.leaves.filenames import NOT_IN_NAMES, is_device
from bulletin_gen.leaves.issues import BulletinError, Place, stop
from bulletin_gen.leaves.periods import Period, parse_period

_LONGEST = 120


class Confined(Struct, frozen=True):
    """The folder that a desk was opened for: one that holds counties, or a county's own."""

    root: Path

    @property
    def is_one_county(self) -> bool:
        """Whether the folder is itself a county's."""
        return is_county(self.root)

    def counties(self) -> tuple[Path, ...]:
        """The county folders in order of name; none where there are none yet."""
        try:
            found = find_counties(self.root)
        except BulletinError:
            return ()
        return tuple(path for path in found if path == self.root or self._holds(path))

    def county(self, name: str) -> Path:
        """The county folder called ``name``; ``BulletinError`` where there is none."""
        path = self.root if self.is_one_county and name == self.root.name else self.inside(name)
        if not is_county(path):
            raise stop("desk.county", "没有这个县文件夹", found=name, advice="回到首页重新选择")
        return path

    def inside(self, *parts: str) -> Path:
        """The path that ``parts`` (each one name) lead to from the folder; it need not be there.

        ``BulletinError`` for a part that is no plain name, and for what lies elsewhere by a link.
        """
        path = self.root.joinpath(*(plain_name(part) for part in parts))
        if not self._holds(path):
            raise outside(parts[-1])
        return path

    def below(self, folder: Path, *parts: str) -> Path:
        """Like ``inside``, from a folder within."""
        path = folder.joinpath(*(plain_name(part) for part in parts))
        if not self._holds(path):
            raise outside(parts[-1])
        return path

    def _holds(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):  # links that go round, names that the system refuses
            return False


def plain_name(name: str) -> str:
    """``name`` where it is a name that every system takes for one file or folder; else ``BulletinError``."""
    odd = any(sign in NOT_IN_NAMES or not sign.isprintable() for sign in name)
    wrong = odd or not name or name.strip(" .") != name or is_device(name) or len(name) > _LONGEST
    if wrong or name.startswith("~$"):
        raise outside(name)
    return name


def outside(name: str) -> BulletinError:
    """What is said of a name that leads elsewhere or is none."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)[:40]
    return stop(
        "desk.outside", "名称不能用", Place(), found=shown, expected="一个文件或文件夹的名称，在打开的文件夹以内",
        advice="去掉斜杠、冒号、引号等符号和首尾的空格、句点",
    )  # fmt: skip


def period_named(text: str) -> Period:
    """The period of that folder name; ``BulletinError`` where it is none."""
    try:
        return parse_period(plain_name(_as_folders_are_named(text.strip())))
    except ValueError as reason:
        raise stop("workspace.period", "期间写法不对", found=text[:40], advice=str(reason)) from reason


_WRITTEN = (
    (re.compile(r"(\d{4})\s*[年.．-]\s*(\d{1,2})\s*(?:月份?)?"), lambda year, part: f"{year}-{int(part):02}"),
    (re.compile(r"(\d{4})\s*年?\s*第?\s*(\d{1,2})\s*周"), lambda year, part: f"{year}-W{int(part):02}"),
    (
        re.compile(r"(\d{4})\s*年?\s*第?\s*([1-4一二三四])\s*季度"),
        lambda year, part: f"{year}-Q{'一二三四'.find(part) + 1 or part}",
    ),
    (re.compile(r"(\d{4})\s*年\s*([上下])半年"), lambda year, part: f"{year}-H{'上下'.find(part) + 1}"),
    (re.compile(r"(\d{4})\s*年(度?)"), lambda year, part: year),
)


def _as_folders_are_named(text: str) -> str:
    """A period as people write it (2024年5月, 2024.5, 2024年第3周, 2024年一季度) as folders are called; others as they
    are."""
    for form, named in _WRITTEN:
        if found := form.fullmatch(text):
            return named(found[1], found[2])
    return text
