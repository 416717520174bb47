"""What a run would say, kept until a file of the county changes; and the same with rules or words only tried."""

from __future__ import annotations

import gc
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from bulletin_gen.compose.wording import WordingFile
from bulletin_gen.county.registry import Registry
from bulletin_gen.county.workspace import PROFILE, County, order_files
from bulletin_gen.inputs import Rules
from bulletin_gen.intake.kept.units import load_registry
from bulletin_gen.intake.showing.inspect import Inspection, inspect_files
from bulletin_gen.keeping.versions import VERSIONS_FOLDER
from bulletin_gen.leaves.issues import BulletinError, Issue, errors, stop
from bulletin_gen.leaves.periods import Period
from bulletin_gen.pipeline import GatheredPeriod, Options, Survey, assess, count, gather, sketch
from bulletin_gen.profile import Profile
from bulletin_gen.profile.intake import IntakeRules
from bulletin_gen.profile.load import load_profile, read_profile_file
from bulletin_gen.written.textfile import read_text

if TYPE_CHECKING:
    from bulletin_gen.facts import Facts
    from bulletin_gen.intake.read import Intake

#: So many periods are kept in memory; a hundred thousand orders are some 50 MB.
MOST_KEPT = 4
Stamp = tuple[tuple[str, int, int], ...]
Found = TypeVar("Found")


def stamp_of(folder: Path, period: str) -> Stamp:
    """What tells whether anything has changed that a run of ``period`` reads: names, sizes and times of its files."""
    return tuple(sorted(_stamps(folder, period)))


def _stamps(folder: Path, period: str) -> Iterator[tuple[str, int, int]]:
    for part in (folder, folder / period, folder / "facts", folder / "templates"):
        for each in os.scandir(part) if part.is_dir() else ():
            if each.is_file() and VERSIONS_FOLDER not in each.path:
                told = each.stat()
                yield each.path, told.st_size, told.st_mtime_ns


class _Entry(Struct):
    stamp: Stamp
    gathered: GatheredPeriod | BulletinError
    whole: Survey | BulletinError | None = None


class Surveys:
    """The last few periods that were looked at. ``BulletinError`` is kept and raised again like a result."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[Path, str], _Entry] = OrderedDict()
        self._inspections: dict[tuple[Path, str], tuple[Stamp, Inspection]] = {}
        self._bare_orders: dict[tuple[Path, str], tuple[Stamp, Intake]] = {}
        self._lock = threading.RLock()

    def gathered(self, folder: Path, period: str, tell: Callable[[str], None] = lambda step: None) -> GatheredPeriod:
        """Steps 1 and 2 of a run."""
        return _raised(self._entry(folder, period, tell).gathered)

    def orders(self, folder: Path, period: Period) -> Intake:
        """The orders of a period, for looking one up, also while the rest of its folder is still to be filled in: with
        what stands against reading them among the issues. ``BulletinError`` where the county's rules are not read."""
        try:
            return self.gathered(folder, period.key).intake
        except BulletinError:
            return self._bare(folder, period)

    def early(self, folder: Path, period: Period, profile: Profile) -> Facts:
        """What the orders alone come to under ``profile``, while the period's folder is still to be filled in: without
        decisions and figures by hand. Raises ``BulletinError`` where the orders cannot be read, or the rules ask for
        such figures."""
        from bulletin_gen.county.supplied import Supplied
        from bulletin_gen.inputs import Inputs

        intake = self.orders(folder, period)
        if wrong := errors(intake.issues):
            raise BulletinError(wrong)
        if asked := [rule.label or name for name, rule in profile.measures.items() if rule.supplied]:
            raise stop("desk.early", "还没有填人工提供的数", found="、".join(asked), advice="填了再看得分")
        rules = Rules(County(folder), profile)
        registry = load_registry(rules.county.units, profile.units, period.first, period.last)[0]
        supplied = Supplied.model_validate({"document": {"dated": period.last.isoformat()}})
        inputs = Inputs(registry, (), supplied, {}, "", {}, {}, {}, {})
        return assess(rules, period, inputs, count(rules, period, inputs, intake.dispatches))[0]

    def _bare(self, folder: Path, period: Period) -> Intake:
        from bulletin_gen.intake.read import read_orders

        with self._lock:
            key, stamp = (folder, period.key), stamp_of(folder, period.key)
            known = self._bare_orders.get(key)
            if known is None or known[0] != stamp:
                county = County(folder)
                profile = load_profile(county.profile)
                registry = load_registry(county.units, profile.units, period.first, period.last)[0]
                known = (stamp, read_orders(order_files(folder / period.key), profile, registry, period, (), folder))
                self._bare_orders = {key: known}
            return known[1]

    def whole(self, folder: Path, period: str, tell: Callable[[str], None] = lambda step: None) -> Survey:
        """Steps 1 to 6 of a run."""
        entry = self._entry(folder, period, tell)
        with self._lock:
            if entry.whole is None:
                entry.whole = _tried(lambda: sketch(_raised(entry.gathered), Options(progress=tell)))
            return _raised(entry.whole)

    def issues(self, folder: Path, period: str) -> tuple[Issue, ...]:
        """What stands against a run, or what people should know of one that would succeed."""
        try:
            return self.whole(folder, period).issues
        except BulletinError as reason:
            return reason.issues

    def known_issues(self, folder: Path, period: str) -> tuple[Issue, ...]:
        """The issues of a period that was looked at and of which no file has changed since; nothing is read."""
        with self._lock:
            entry = self._entries.get((folder, period))
            if entry is None or entry.stamp != stamp_of(folder, period):
                return ()
            known = entry.whole or entry.gathered
            return known.issues if isinstance(known, (BulletinError, Survey)) else ()

    def inspection(self, folder: Path, period: str) -> Inspection:
        """What the files of a period hold, by the county's rules as far as they can be read."""
        with self._lock:
            key, stamp = (folder, period), stamp_of(folder, period)
            known = self._inspections.get(key)
            if known is None or known[0] != stamp:
                known = self._inspections[key] = (stamp, _inspected(folder, period))
                while len(self._inspections) > MOST_KEPT:
                    self._inspections.pop(next(iter(self._inspections)))
            return known[1]

    def tried(
        self, folder: Path, period: str, profile: Profile | None = None, wording: WordingFile | None = None
    ) -> Survey:
        """The same with another profile or another wording in place of those on disk; orders are not read again."""
        found = self.gathered(folder, period)
        rules = found.rules if profile is None else replace(found.rules, profile=profile)
        rules = rules if wording is None else replace(rules, wording=wording)
        return sketch(replace(found, rules=_checked(rules)))

    def _entry(self, folder: Path, period: str, tell: Callable[[str], None]) -> _Entry:
        key = (folder, period)
        with self._lock:
            stamp = stamp_of(folder, period)
            entry = self._entries.get(key)
            if entry is None or entry.stamp != stamp:
                entry = _Entry(stamp, _tried(lambda: gather(folder, period, Options(progress=tell))))
                self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > MOST_KEPT:
                self._entries.popitem(last=False)
            return entry


def _inspected(folder: Path, period: str) -> Inspection:
    gc.collect()
    profile, registry = rules_as_far_as_possible(folder)
    return inspect_files(order_files(folder / period), profile, registry, reading_rules(folder))


def rules_as_far_as_possible(folder: Path) -> tuple[Profile | None, Registry | None]:
    """The county's profile and registry; None for what is not filled in yet."""
    county = County(folder)
    try:
        profile = load_profile(county.profile)
    except BulletinError:
        return None, None
    try:
        return profile, load_registry(county.units, profile.units, date.min, date.max)[0]
    except BulletinError:
        return profile, None


def reading_rules(folder: Path) -> IntakeRules:
    """How the county's exports are read, also where other parts of its profile are still to be filled in."""
    file = read_profile_file(read_text(County(folder).profile), PROFILE)
    try:
        return IntakeRules.model_validate((file.data or {}).get("intake") or {})
    except ValidationError:
        return IntakeRules()  # what is wrong with it is said where the rules are


def _checked(rules: Rules) -> Rules:
    """Rules whose templates fit them."""
    from bulletin_gen.compose import check_templates

    check_templates(rules.profile, rules.templates, own_words=rules.wording is not None)
    return rules


def _tried(make: Callable[[], Found]) -> Found | BulletinError:
    try:
        return make()
    except BulletinError as reason:
        return reason
    finally:
        gc.collect()  # a hundred thousand rows leave much behind, and the desk stays for the day


def _raised(found: Found | BulletinError) -> Found:
    if isinstance(found, BulletinError):
        raise BulletinError(found.issues)
    return found
