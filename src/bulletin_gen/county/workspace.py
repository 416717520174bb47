"""A county's folder: where everything is, and clear words when something is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.filenames import check_names
from bulletin_gen.county.near import how_to_mend, near_files, told_near_periods
from bulletin_gen.county.unread import MAC_MARK, unread_issue
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Place, error, errors, stop, system_reason
from bulletin_gen.leaves.periods import Period, parse_period

PROFILE, UNITS = "profile.yaml", "units.csv"
ADJUSTMENTS, SUPPLIED, NARRATIVE = "adjustments.xlsx", "supplied.yaml", "narrative.md"
#: Figures of each unit that no order holds, where the profile has any.
UNIT_FIGURES = "单位数据.xlsx"
#: The same as a Word file, which a clerk may rather keep; never both.
NARRATIVE_WORD = "narrative.docx"
#: The bulletin in the office's own words, as text or as a Word file; never both.
WORDING, WORDING_WORD = "正文.txt", "正文.docx"
#: Under which identifiers other programs read its figures.
IDENTIFIERS = "标识.csv"
FACTS_FOLDER, TEMPLATES_FOLDER = "facts", "templates"
#: Below the facts: those of runs that a later run of their period has replaced; drafts may still be about.
EARLIER = "以前"

#: Endings of files that may hold work orders.
ORDER_ENDINGS = (
    ".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".parquet",
    ".txt", ".html", ".htm", ".et", ".fods", ".xml", ".zip",
)  # fmt: skip
#: Those of them that messages do not recommend.
UNSAID_ENDINGS = frozenset({".txt", ".html", ".htm", ".et", ".fods", ".xml", ".zip"})

#: What this program writes: names that are its own in any folder, and what it adds to the name of another file.
OWN_NAMES = frozenset({"问题清单.xlsx", "批量汇总.xlsx"})
MARKED, ANNEX = "（标记）", "附表"

#: Excel and WPS put such a file beside an open one.
_LOCK_MARKS = ("~$", ".~")
_NEAR_NARRATIVE = late(r"narrative.*\.(?:md|markdown|docx?|docm|dotx?|wps|rtf|odt|txt)(?:\.\w+)?|narrative")


class PeriodInputs(Struct, frozen=True):
    """The files of one period. ``passed_over``: tables among the orders that this program has written itself;
    ``near``: files with almost the name of the narrative, which are not read; ``unread``: whatever else is there."""

    period: Period
    folder: Path
    orders: tuple[Path, ...]
    adjustments: Path
    supplied: Path
    narrative: Path
    unit_figures: Path
    passed_over: tuple[Path, ...] = ()
    near: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()


class County(Struct, frozen=True):
    """A county's folder."""

    folder: Path

    @property
    def profile(self) -> Path:
        """Its rules."""
        return self.folder / PROFILE

    @property
    def units(self) -> Path:
        """Its registry of units."""
        return self.folder / UNITS

    @property
    def identifiers(self) -> Path:
        """Under which identifiers other programs read its figures, if any do."""
        return self.folder / IDENTIFIERS

    @property
    def templates(self) -> Path:
        """Its own templates, where it has any."""
        return self.folder / TEMPLATES_FOLDER

    @property
    def wording(self) -> Path | None:
        """The bulletin in its own words, if it has that; ``BulletinError`` where there are two."""
        if len(found := self.wordings) > 1:
            raise stop(
                "wording.two", "正文有两份", Place(file=str(self.folder)),
                found="、".join(path.name for path in found), expected="只有一份",
                advice="两份都看一遍，留下要用的一份，把另一份移出县文件夹",
            )  # fmt: skip
        return next(iter(found), None)

    @property
    def near_wordings(self) -> tuple[Path, ...]:
        """Files that somebody may have meant as the bulletin's words."""
        names = (WORDING, WORDING_WORD)
        found = dict.fromkeys(near for name in names for near in near_files(self.folder / name))
        return tuple(path for path in found if path.parent == self.folder and path.name not in names)

    def written(self, period: Period) -> tuple[Path, ...]:
        """The text files that people keep, of which a bulletin may print words; not all need be there."""
        folder = self.folder / period.key
        return self.units, *narratives(folder), folder / SUPPLIED, self.profile, *self.wordings

    @property
    def wordings(self) -> tuple[Path, ...]:
        """The files of its own words that are there; two are one too many."""
        return tuple(path for name in (WORDING, WORDING_WORD) if (path := self.folder / name).is_file())

    def facts_of(self, period: Period) -> Path:
        """Where the facts of a period are kept."""
        return self.folder / FACTS_FOLDER / f"{period.key}.json"

    def earlier_facts(self, period: Period, digest: str) -> Path:
        """Where the facts of a period are kept that a later run replaces; ``digest`` tells such runs apart."""
        return self.folder / FACTS_FOLDER / EARLIER / f"{period.key}-{digest[:8]}.json"

    def periods(self) -> tuple[Period, ...]:
        """Every period that has a folder, oldest first."""
        return tuple(sorted({*self._periods()}, key=lambda period: (period.last, period.first)))

    def _periods(self) -> Iterator[Period]:
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name[:1].isdigit():
                try:
                    yield parse_period(folder.name)
                except ValueError:
                    continue  # a folder of the clerk's own, such as 2024-05备份


def open_county(folder: Path, *, need_units: bool = True) -> County:
    """The county in ``folder``; ``BulletinError`` naming everything essential that is missing.

    ``need_units`` is false for what works before the registry is filled in.
    """
    check_names([folder])
    if not folder.is_dir():
        raise stop(
            "workspace.missing",
            "找不到县文件夹",
            Place(file=str(folder)),
            expected="一个含有 profile.yaml、units.csv 和期间文件夹的文件夹",
            advice="检查路径，或用 bulletin-gen new 新建",
        )
    county = County(folder)
    outer = folder.resolve().parent
    if not county.profile.exists() and (outer / PROFILE).is_file():
        raise stop(
            "workspace.period_given",
            "这是县文件夹里面的文件夹，不是县文件夹",
            Place(file=str(folder)),
            advice=f"先写县文件夹，再写期间：{outer.name} {folder.resolve().name}",
        )
    _require([(county.profile, "本县的规则"), *([(county.units, "承办单位名册")] if need_units else [])])
    return county


def unreadable(place: Path, reason: OSError) -> BulletinError:
    """What to say where a folder or file cannot be looked at."""
    return stop(
        "file.unreadable", "文件或文件夹无法读写", Place(file=str(reason.filename or place)),
        found=system_reason(reason), advice="检查它的权限，是否被占用，磁盘是否已满",
    )  # fmt: skip


def find_period(county: County, wanted: str | None) -> Period:
    """The period asked for, or the newest that has a folder. An office's own month is meant by its name too: 2024-05
    is the 5月 from 26 April to 25 May where only that has a folder."""
    if wanted is not None:
        try:
            return same_period(county.periods(), parse_period(wanted))
        except ValueError as reason:
            raise stop("workspace.period", "期间写法不对", found=wanted, advice=str(reason)) from reason
    periods = county.periods()
    if not periods:
        raise stop(
            "workspace.no_period",
            "没有期间文件夹",
            Place(file=str(county.folder)),
            expected="如 2024-05 的文件夹，内放当期工单",
            advice=told_near_periods(county.folder, None) or "新建期间文件夹并放入平台导出的工单",
        )
    return periods[-1]


def same_period(periods: Sequence[Period], wanted: Period) -> Period:
    """``wanted``, or the one of ``periods`` that is called the same, where it is not among them."""
    alike = [each for each in periods if each.name == wanted.name]
    return alike[0] if wanted not in periods and len(alike) == 1 else wanted


def period_inputs(county: County, period: Period, *, need_orders: bool = True) -> PeriodInputs:
    """The files of a period; ``BulletinError`` naming each one that is missing and where it belongs.

    ``need_orders`` is false where the orders come from elsewhere.
    """
    folder = county.folder / period.key
    if not folder.is_dir():
        known = "、".join(each.key for each in county.periods() if each != period) or "无"
        raise stop(
            "workspace.period_missing",
            "找不到期间文件夹",
            Place(file=str(folder)),
            found=f"现有期间：{known}",
            expected=f"文件夹 {folder}",
            advice=told_near_periods(county.folder, period) or "新建该文件夹并放入当期文件，或指定现有的期间",
        )
    check_names(sorted(folder.iterdir()))
    by_hand = (folder / ADJUSTMENTS, folder / SUPPLIED, narrative_of(folder), folder / UNIT_FIGURES)
    near = near_narratives(folder)
    inputs = PeriodInputs(
        period, folder, order_files(folder), *by_hand, own_outputs(folder), near, unread_files(folder)
    )
    _require(
        [
            (inputs.adjustments, "人工认定记录，没有认定的从上一期复制、只留表头"),
            (inputs.supplied, "期号、成文日期和人工提供的数字"),
            (inputs.narrative, f"人工撰写的部分；也可以是 Word 文档 {NARRATIVE_WORD}"),
        ]
    )
    if need_orders and not inputs.orders:
        raise _no_orders(folder)
    return inputs


def narratives(folder: Path) -> tuple[Path, ...]:
    """The narratives in a period's folder; two of them are one too many."""
    return tuple(path for name in (NARRATIVE, NARRATIVE_WORD) if (path := folder / name).is_file())


def narrative_of(folder: Path) -> Path:
    """The narrative of a period, there or not; ``BulletinError`` where there are two."""
    found = narratives(folder)
    if len(found) > 1:
        raise stop(
            "narrative.two",
            "人工撰写的部分有两份",
            Place(file=str(folder)),
            found="、".join(path.name for path in found),
            expected="只有一份",
            advice="两份都看一遍，留下要印的一份，把另一份移出期间文件夹",
        )
    return found[0] if found else folder / NARRATIVE


def near_narratives(folder: Path) -> tuple[Path, ...]:
    """Files that somebody took for the narrative: another ending, another case, a blank, a copy's number."""
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if _NEAR_NARRATIVE.fullmatch(path.name.strip().casefold())
        and path.name not in (NARRATIVE, NARRATIVE_WORD)
        and path.is_file()
    )


def order_files(folder: Path) -> tuple[Path, ...]:
    """The files of a period's folder that may hold orders."""
    own = own_outputs(folder)
    return tuple(path for path in _tables(folder) if path not in own)


def own_outputs(folder: Path) -> tuple[Path, ...]:
    """The tables in a period's folder that an earlier run has written: read as orders they would count twice, or count
    what has since been corrected. Where a name alone does not tell, the file that it was made from must be there too,
    so that no export is passed over."""
    tables = _tables(folder)
    names = {path.name for path in folder.iterdir()}
    sources = {path.stem for path in tables}
    return tuple(path for path in tables if _is_own(path, names, sources))


def _is_own(path: Path, names: set[str], sources: set[str]) -> bool:
    if path.suffix.lower() == ".html":
        return {f"{path.stem}.docx", f"{path.stem}{ANNEX}.xlsx"} <= names
    if path.stem.endswith(MARKED):
        return path.stem.removesuffix(MARKED) in sources
    return path.name in OWN_NAMES or (path.stem.endswith(ANNEX) and f"{path.stem.removesuffix(ANNEX)}.docx" in names)


def _tables(folder: Path) -> list[Path]:
    near = near_narratives(folder)
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() in ORDER_ENDINGS
        and path.name not in (ADJUSTMENTS, SUPPLIED, NARRATIVE, UNIT_FIGURES)
        and path not in near
        and not path.name.startswith((*_LOCK_MARKS, MAC_MARK))
    )


def unread_files(folder: Path) -> tuple[Path, ...]:
    """What lies in a period's folder and is neither read nor a leftover of the system: other formats, other documents,
    folders with tables in them."""
    known = {*_tables(folder), *near_narratives(folder)}
    names = (ADJUSTMENTS, SUPPLIED, NARRATIVE, NARRATIVE_WORD, UNIT_FIGURES)
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path not in known and path.name not in names and not _is_leftover(path) and _may_hold_orders(path)
    )


def _is_leftover(path: Path) -> bool:
    """Whether the system or an office program put the file there; of those that macOS leaves, people must know."""
    name = path.name
    hidden = name.startswith((".", *_LOCK_MARKS)) and not name.startswith(MAC_MARK)
    return hidden or name.casefold() in ("thumbs.db", "desktop.ini")


def _may_hold_orders(path: Path) -> bool:
    if not path.is_dir():
        return True
    return any(each.suffix.lower() in ORDER_ENDINGS for each in path.iterdir() if each.is_file())


def orders_of(folder: Path) -> tuple[Path, ...]:
    """The files in ``folder`` that may hold orders; ``BulletinError`` where there are none."""
    if found := order_files(folder):
        return found
    raise _no_orders(folder)


def _no_orders(folder: Path) -> BulletinError:
    """Nothing that can be read lies in the folder; what lies there instead is told with it."""
    return BulletinError(
        [
            error(
                "workspace.no_orders",
                "没有工单文件",
                Place(file=str(folder)),
                expected="平台导出的工单（xlsx、xls、csv 等，一个或多个）",
                advice=f"把导出的工单放入 {folder}",
            ),
            *errors(map(unread_issue, unread_files(folder))),
        ]
    )


def refuse_inputs(out: Path) -> None:
    """``BulletinError`` when ``out`` is, or lies in, the folder of a county's period: what is written there would be
    read as orders by the next run, and would take the place of what was handed in."""
    whole = out.resolve()
    for folder in (whole, *whole.parents):
        if _is_period_folder(folder):
            raise stop(
                "output.inputs",
                "输出文件夹是放工单的期间文件夹",
                Place(file=str(out)),
                found=f"{folder} 里是要读的工单和人工填写的文件",
                advice="换一个 --out，如县文件夹以外的“输出”文件夹",
            )


def _is_period_folder(folder: Path) -> bool:
    if not any((folder.parent / name).is_file() for name in (PROFILE, UNITS)):
        return False
    try:
        parse_period(folder.name)
    except ValueError:
        return False
    return True


def _require(files: list[tuple[Path, str]]) -> None:
    missing = [
        error(
            "workspace.file_missing",
            "缺少文件",
            Place(file=str(path)),
            found=_found_instead(path),
            expected=f"{path.name}（{purpose}）",
            advice=_put(path),
        )
        for path, purpose in files
        if not path.is_file()
    ]
    if missing:
        raise BulletinError(missing)


def _found_instead(path: Path) -> str:
    return "、".join(
        f"名称相近的 {each.name}" if each.parent == path.parent else f"{each.parent} 里的 {each.name}"
        for each in near_files(path)
    )


def _put(path: Path) -> str:
    near = near_files(path)
    return how_to_mend(near[0], path) if near else f"把 {path.name} 放到 {path.parent}"
