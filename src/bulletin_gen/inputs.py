"""What people keep by hand: a county's rules, and what they hand in for a period beside the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from bulletin_gen.adjustments import Adjustment
from bulletin_gen.county.givenbases import base_id, strange_bases
from bulletin_gen.county.near import how_to_mend, near_period_issues, near_template_issues
from bulletin_gen.county.registry import Registry
from bulletin_gen.county.supplied import Supplied
from bulletin_gen.county.unread import unread_issue
from bulletin_gen.county.workspace import (
    SUPPLIED,
    TEMPLATES_FOLDER,
    WORDING,
    WORDING_WORD,
    County,
    PeriodInputs,
    find_period,
    narratives,
    open_county,
    period_inputs,
)
from bulletin_gen.facts.changes import Base
from bulletin_gen.facts.saved.save import load_base
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, stop, warning
from bulletin_gen.leaves.periods import Period
from bulletin_gen.profile import Profile

if TYPE_CHECKING:
    from bulletin_gen.compose.wording import WordingFile

T = TypeVar("T")

_WORD_ENDINGS = (".docx", ".doc", ".wps", ".docm", ".rtf", ".odt")


class Rules(Struct, frozen=True):
    """Everything of a county that does not change from period to period."""

    county: County
    profile: Profile
    wording: WordingFile | None = None  # the bulletin in the county's own words

    @property
    def templates(self) -> Path | None:
        """The folder of the county's own templates, if it has one."""
        return self.county.templates if self.county.templates.is_dir() else None

    @property
    def calendars(self) -> tuple[Path, ...]:
        """The calendars of workdays that hold beside the official one; they may lie anywhere."""
        from bulletin_gen.intake.kept.workdays import calendar_files

        deadlines = self.profile.intake.deadlines
        return calendar_files(self.county.folder, deadlines.calendar if deadlines else "")


class Inputs(Struct, frozen=True):
    """What people handed in beside the orders."""

    registry: Registry
    adjustments: tuple[Adjustment, ...]
    supplied: Supplied
    narrative: Mapping[str, str]
    narrative_file: str
    bases: Mapping[str, Base]
    previous_grades: Mapping[str, str]
    unit_figures: Mapping[str, Mapping[str, Fraction]]
    history: Mapping[str, Base]
    issues: tuple[Issue, ...] = ()
    identifiers: Mapping[str, str] = {}  # name → under which other programs read it

    def supplied_counts(self) -> dict[str, int]:
        """Whole figures of supplied.yaml, for measures that are not counted from orders."""
        return {
            name: int(each.value)
            for name, each in self.supplied.figures.items()
            if each.value is not None and each.value == int(each.value)
        }


def open_rules(county: County) -> Rules:
    """The county's profile, checked together with its templates before any order is read."""
    from bulletin_gen.compose import check_templates
    from bulletin_gen.intake.doubts.register import unknown_checks
    from bulletin_gen.profile.load import load_profile, with_lines

    profile = load_profile(county.profile)
    if unknown := tuple(unknown_checks(profile, county.profile.name)):
        raise BulletinError(with_lines(county.profile, unknown))
    rules = Rules(county, profile, _wording(county))
    try:
        check_templates(profile, rules.templates, own_words=rules.wording is not None)
    except BulletinError as reason:
        if rules.wording is None and rules.templates is None and _needs_wording(county, profile):
            raise _no_wording(county) from reason
        raise BulletinError(with_lines(county.profile, reason.issues)) from reason
    return rules


def _needs_wording(county: County, profile: Profile) -> bool:
    """Whether a bulletin can only have been meant to be printed from sentences: shipped templates ask for English
    names, and somebody has sentences beside them."""
    return bool(county.near_wordings) or not all(name.isascii() for name in profile.measures)


def _no_wording(county: County) -> BulletinError:
    near = "；".join(f"有 {path.name}，{_renamed(path, county)}" for path in county.near_wordings)
    return stop(
        "wording.missing",
        "没有正文文件",
        Place(file=str(county.folder)),
        found="没有 正文.txt，也没有 正文.docx",
        expected="县文件夹里有一份，通报照它印",
        advice=near or "用 bulletin-gen new 另建一个同种通报的文件夹，把里面的 正文.txt 拷来，或照上一期的通报写一份",
    )


def _renamed(path: Path, county: County) -> str:
    return how_to_mend(path, county.folder / _meant(path))


def _meant(path: Path) -> str:
    """Which of the two wording files a file with nearly its name was meant to be."""
    meant = next((name for name in (WORDING_WORD, WORDING) if path.name.startswith(name)), WORDING)
    return WORDING_WORD if path.suffix.casefold() in _WORD_ENDINGS else meant


def _wording(county: County) -> WordingFile | None:
    path = county.wording
    if path is None:
        return None
    if unused := sorted(county.templates.glob("*.j2")):
        raise stop(
            "wording.template",
            "有正文文件，模板就不用了",
            Place(file=str(path)),
            found=f"{TEMPLATES_FOLDER} 里还有 {'、'.join(each.name for each in unused)}",
            expected="正文文件和模板只用一种",
            advice=f"要用正文文件，把 {TEMPLATES_FOLDER} 移出县文件夹；要用模板，把 {path.name} 移出",
        )
    from bulletin_gen.compose.wording import load_wording  # where a county has such a file

    return load_wording(path)


def open_period(folder: Path, wanted: str | None, *, need_orders: bool = True) -> tuple[Rules, PeriodInputs]:
    """The rules of the county in ``folder`` and the files of the period, the newest by default.

    ``need_orders`` is false where the orders come from elsewhere.

    When something stands against either, whatever else is not yet filled in is said with it: a clerk who sets up
    a county learns all of it at once.
    """
    county = open_county(folder)
    gather = _Gather()
    rules = gather(lambda: open_rules(county))
    period = gather(lambda: find_period(county, wanted))
    files = gather(lambda: period_inputs(county, period, need_orders=need_orders)) if period else None
    if rules is None or files is None:
        gather(lambda: _check_units(county.units))
        if period:
            _check_handwritten(gather, county.folder / period.key)
        raise BulletinError(gather.issues)
    return rules, files


def input_files(rules: Rules, files: PeriodInputs, *, orders: bool = True) -> Iterator[Path]:
    """Every file that a run of the period reads, there or not: what it is made from."""
    county, period = rules.county, files.period
    yield from (county.profile, county.units, county.identifiers, *county.wordings, *(files.orders if orders else ()))
    yield from (files.adjustments, files.supplied, files.narrative, files.unit_figures, *rules.calendars)
    yield from sorted(rules.templates.rglob("*.j2")) if rules.templates else ()
    yield from (county.facts_of(each) for each in (period.previous(), period.year_ago()))


def _check_units(path: Path) -> None:
    from bulletin_gen.intake.kept.units import read_units

    _, issues = read_units(path)
    if issues:
        raise BulletinError(issues)


def _check_handwritten(gather: _Gather, folder: Path) -> None:
    from bulletin_gen.county.narrative import read_narrative
    from bulletin_gen.county.supplied import load_supplied

    if (folder / SUPPLIED).is_file():
        gather(lambda: load_supplied(folder / SUPPLIED))
    for path in narratives(folder) if folder.is_dir() else ():
        gather(partial(read_narrative, path))


def read_inputs(rules: Rules, files: PeriodInputs, dated: date | None = None) -> Inputs:
    """Everything that people keep by hand, all of its errors at once. ``dated`` replaces the 成文日期."""
    from bulletin_gen.county.narrative import read_narrative
    from bulletin_gen.county.supplied import load_supplied
    from bulletin_gen.intake.kept.adjustments import read_adjustments
    from bulletin_gen.intake.kept.identifiers import load_identifiers
    from bulletin_gen.intake.kept.sentences import half_width
    from bulletin_gen.intake.kept.unitfigures import unit_figures
    from bulletin_gen.intake.kept.units import load_registry

    gather = _Gather()
    supplied = gather(lambda: load_supplied(files.supplied, rules.profile))
    narrative = gather(lambda: read_narrative(files.narrative))
    period = files.period
    named = gather(lambda: load_registry(rules.county.units, rules.profile.units, period.first, period.last))
    decided = gather(lambda: read_adjustments(files.adjustments, named[0])) if named else None
    own = gather(lambda: unit_figures(files.unit_figures, rules.profile, named[0])) if named else None
    identifiers = gather(lambda: load_identifiers(rules.county.identifiers, rules.profile))
    gather.stop_on_errors()
    assert own is not None and identifiers is not None
    assert supplied is not None and narrative is not None and named is not None and decided is not None
    if dated:
        document = supplied.document.model_copy(update={"dated": dated})
        supplied = supplied.model_copy(update={"document": document})
    bases, grades = earlier_facts(rules, period, supplied, _unit_names(named[0]))
    strangers = tuple(strange_bases(files.supplied, rules.profile, supplied, _unit_names(named[0])))
    if strangers:
        raise BulletinError(strangers)
    written = (files.narrative, *rules.county.wordings)
    told = (*own[1], *identifiers[1], *named[1], *decided[1], *narrative[1])
    told += (*half_width(written, _unit_names(named[0])), *_early_cut_off(rules, period), *_passed_over(files))
    told += _odd_day(supplied.document.dated, period)
    return Inputs(
        named[0],
        decided[0],
        supplied,
        narrative[0],
        files.narrative.name,
        bases,
        grades,
        own[0],
        history_of(rules, period),
        told,
        identifiers[0],
    )


def _passed_over(files: PeriodInputs) -> Iterator[Issue]:
    for path in files.passed_over:
        yield warning(
            "workspace.own_output",
            "没有当作工单读取的文件",
            Place(file=path.name),
            found="从文件名看，是本程序以前写出的",
            advice="移出期间文件夹；确实是平台导出的工单，就改个文件名",
        )
    yield from _near_narratives(files)
    yield from _near_wordings(County(files.folder.parent))
    yield from near_period_issues(files.folder.parent, files.period)
    yield from near_template_issues(County(files.folder.parent).templates)
    yield from map(unread_issue, files.unread)


def _near_narratives(files: PeriodInputs) -> Iterator[Issue]:
    for path in files.near:
        yield warning(
            "narrative.near",
            "没有读取的文件",
            Place(file=path.name),
            found=f"名称与 {files.narrative.name} 相近",
            expected=f"印出的是 {files.narrative.name} 里的文字",
            advice="不用的移出期间文件夹；要印的是这一份，就把它改成那个名称",
        )


def _near_wordings(county: County) -> Iterator[Issue]:
    printed = f"印出的是 {county.wording.name} 里的句子" if county.wording else "印出的是所选种类自带的句子"
    for path in county.near_wordings:
        meant = _meant(path)
        yield warning(
            "wording.near", "没有读取的文件", Place(file=path.name), found=f"名称与 {meant} 相近",
            expected=printed,
            advice=f"{how_to_mend(path, county.folder / meant)}；不用的移出县文件夹",
        )  # fmt: skip


#: A bulletin that is dated so many days after its period has another year's date.
_MOST_DAYS_AFTER = 400


def _odd_day(dated: date, period: Period) -> tuple[Issue, ...]:
    """A 成文日期 before the period has ended, or in another year: mostly last month's, or a slip of typing."""
    if period.last <= dated and (dated - period.last).days <= _MOST_DAYS_AFTER:
        return ()
    when = "早于期末" if dated < period.last else "比期末晚一年多"
    return (
        warning(
            "document.odd_day",
            f"成文日期{when}",
            Place(file=SUPPLIED, key="公文.成文日期"),
            found=f"{dated}",
            expected=f"{period.last} 以后不久的一天",
            advice="改 supplied.yaml 的成文日期；确是这一天的，不用改",
        ),
    )


def _early_cut_off(rules: Rules, period: Period) -> tuple[Issue, ...]:
    """A cut-off with a date of its own outlives its period: in the next one nothing would seem closed."""
    cut_off = rules.profile.intake.cut_off_moment(period)
    if cut_off >= period.end:
        return ()
    return (
        error(
            "cut_off.early",
            "数据截止时刻早于期末",
            Place(file=rules.county.profile.name, key="intake → cut_off"),
            found=f"{cut_off:%Y-%m-%d %H:%M}",
            expected=f"不早于 {period.end:%Y-%m-%d %H:%M}",
            advice="改成本期的截止时刻，或写每期都适用的 期末+3天",
        ),
    )


class _Gather:
    """Calls readers one after another and keeps what stands against each."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def __call__(self, reader: Callable[[], T]) -> T | None:
        try:
            return reader()
        except BulletinError as reason:
            self.issues.extend(reason.issues)
            return None

    def stop_on_errors(self) -> None:
        if self.issues:
            raise BulletinError(self.issues)


def _unit_names(registry: Registry) -> dict[str, str]:
    """Every written name of a unit, of other times too → its registered name."""
    units = {name: unit.name for name, unit in registry.retired.items()}
    return units | {name: unit.name for unit in registry.units for name in unit.names}


def history_of(rules: Rules, period: Period) -> dict[str, Base]:
    """What runs of earlier periods have recorded, by the periods' keys: of those that a table or chart looks at."""
    from bulletin_gen.facts.asked.trends import asked_periods

    said = "".join(each.line.text for each in rules.wording.lines) if rules.wording else ""
    found = {each: rules.county.facts_of(each) for each in asked_periods(rules.profile, period, said)}
    return {
        each.key: load_base(path, rules.profile.county, each, rules.profile)[0]
        for each, path in found.items()
        if path.is_file()
    }


def earlier_facts(
    rules: Rules, period: Period, supplied: Supplied, units: Mapping[str, str]
) -> tuple[dict[str, Base], Mapping[str, str]]:
    """Bases of comparisons and the grades of the period before: from earlier runs, then from supplied.yaml, which
    wins where it gives a figure."""
    county, profile = rules.county, rules.profile
    bases: dict[str, Base] = {}
    grades: Mapping[str, str] = {}
    for against, earlier in (("previous", period.previous()), ("year_ago", period.year_ago())):
        path = county.facts_of(earlier)
        if path.is_file():
            bases[against], earlier_grades = load_base(path, profile.county, earlier, profile)
            grades = earlier_grades if against == "previous" else grades
    for against, given in supplied.bases.by_name().items():
        values = {base_id(profile, key, units): Fraction(value) for key, value in given.figures.items()}
        known = bases.get(against, Base({}, ""))
        counted_by = {key: rule for key, rule in known.rules.items() if key not in values}
        bases[against] = Base(
            {**known.values, **values}, given.source, counted_by, codes=known.codes, formerly=known.formerly
        )
    return bases, grades
