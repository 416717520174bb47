"""One folder and what is in it: no name, whatever it holds, leads out of it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from bulletin_gen.batch.plan import find_counties, is_county
from bulletin_gen.leaves.filenames import NOT_IN_NAMES, is_device
from bulletin_gen.leaves.frugal import late
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
        raise stop(
            "workspace.period", "期间写法不对", found=text[:40], expected=_FORMS, advice=_told(reason)
        ) from reason


_FORMS = (
    "2024年5月、2024年第23周、2024年二季度、2024年上半年、2024年、2024年1至4月；"
    "自己的统计月写 2024年5月（4月26日至5月25日），只写起止的写 2024年4月26日至5月25日"
)
_TO = r"\s*(?:至|到|[-—–~～―]+)\s*"
_DAY = r"(?:(\d{4})\s*[年.．/-]\s*)?(\d{1,2})\s*[月.．/-]\s*(\d{1,2})\s*日?"
_SPAN = late(_DAY + _TO + _DAY)
_CALLED = late(r"(\d{4})\s*[年.．-]\s*(\d{1,2})\s*月份?\s*[（(]\s*(.+?)\s*[)）]")
_CALLED_LAST = late(r"(.+?)\s*[（(]\s*(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月份?\s*[)）]")
_MONTHS = late(r"(\d{4})\s*年\s*(\d{1,2})\s*月?" + _TO + r"(\d{1,2})\s*月")


def _told(reason: ValueError) -> str:
    """What ``parse_period`` has against a period, without the names of folders, which a page does not ask for."""
    why = str(reason).partition("不是有效的期间：")[2]
    return why or "照上面的一种写"


def _span_named(text: str, year: int, number: int) -> str:
    """Days from and to as a folder is called, with the month as which they are counted where ``number`` is one; empty
    where they are none. The year of a day that bears none is that of the other, or ``year``: the first lies before
    the last."""
    found = _SPAN.fullmatch(text)
    if not found:
        return ""
    y1, m1, d1, y2, m2, d2 = (int(each or 0) for each in found.groups())
    around = (m1, d1) > (m2, d2)
    if not (y1 or y2):
        y2 = year + (around and number == m1)
    y2 = y2 or y1 + around
    y1 = y1 or y2 - around
    named = f"{y1}-{m1:02}-{d1:02}~{y2}-{m2:02}-{d2:02}"
    return f"{named}_{number}月" if number else named


def _ranges_named(text: str) -> str:
    """Days from and to, a month with its own days, several months; empty where it is none of these."""
    if found := _CALLED.fullmatch(text):
        return _span_named(found[3], int(found[1]), int(found[2]))
    if (found := _CALLED_LAST.fullmatch(text)) and _SPAN.fullmatch(found[1]):
        return _span_named(found[1], int(found[2] or 0), int(found[3]))
    if found := _MONTHS.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02}~{int(found[3]):02}"
    return _span_named(text, 0, 0)


#: How folders of ranges are called already.
_FOLDER = late(r"\d{4}-\d{2}-\d{2}~")
_WRITTEN = (
    (late(r"(\d{4})\s*[年.．-]\s*(\d{1,2})\s*(?:月份?)?"), lambda year, part: f"{year}-{int(part):02}"),
    (late(r"(\d{4})\s*年?\s*第?\s*(\d{1,2})\s*周"), lambda year, part: f"{year}-W{int(part):02}"),
    (
        late(r"(\d{4})\s*年?\s*第?\s*([1-4一二三四])\s*季度"),
        lambda year, part: f"{year}-Q{'一二三四'.find(part) + 1 or part}",
    ),
    (late(r"(\d{4})\s*年\s*([上下])半年"), lambda year, part: f"{year}-H{'上下'.find(part) + 1}"),
    (late(r"(\d{4})\s*年(度?)"), lambda year, part: year),
)


def _as_folders_are_named(text: str) -> str:
    """A period as people write it (2024年5月, 2024.5, 2024年第3周, 2024年一季度) as folders are called; others as they
    are."""
    for form, named in _WRITTEN:
        if found := form.fullmatch(text):
            return named(found[1], found[2])
    return (not _FOLDER.match(text) and _ranges_named(text)) or text
