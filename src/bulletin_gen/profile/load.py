"""Reading profile.yaml: one ``Profile``, or every reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from bulletin_gen.leaves.issues import BulletinError, Issue, error
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks import Slip, check_profile
from bulletin_gen.profile.requesttypes import with_inherited_counts, with_own_columns, with_plain_types
from bulletin_gen.profile.terms import terms_of
from bulletin_gen.written.textfile import read_text
from bulletin_gen.written.translation import translated
from bulletin_gen.written.validation import validated
from bulletin_gen.written.yamledit import Value, with_value, without_values
from bulletin_gen.written.yamlfile import KeyPath, YamlFile, parse_yaml


def load_profile(path: Path) -> Profile:
    """The profile written in ``path``.

    Raises ``BulletinError`` with all findings of one stage (reading, syntax, keys and values, names that refer to
    each other), each with file, line, key path, what was found and what is allowed.
    """
    return parse_profile(read_text(path), path.name)


def with_lines(path: Path, issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """``issues`` of later checks, which know only the keys of the profile in ``path``, with the lines of these."""
    file = read_profile_file(read_text(path), path.name)
    return tuple(
        replace(issue, place=file.place(issue.place.path))
        if issue.place.file == path.name and issue.place.row is None
        else issue
        for issue in issues
    )


def parse_profile(text: str, label: str = "profile.yaml") -> Profile:
    """Like ``load_profile`` for a text; ``label`` is how messages call the file."""
    file = read_profile_file(text, label)
    profile = with_inherited_counts(validated(Profile, file))
    issues = [_issue(file, finding) for finding in check_profile(profile)]
    if issues:
        raise BulletinError(sorted(issues, key=lambda issue: issue.place.row or 0))
    return with_plain_types(with_own_columns(profile))


@lru_cache(4)
def read_profile_file(text: str, label: str = "profile.yaml") -> YamlFile:
    """The profile's values with their lines, whichever language its keys are in; not yet validated. Kept for the same
    text, so nobody may change the values."""
    file = parse_yaml(text, label)
    return translated(file, Profile, terms_of(file.data))


def with_rule(text: str, path: KeyPath, value: Value, label: str = "profile.yaml") -> str:
    """The text of a profile with ``value`` at ``path``, both in inner words, written as the file spells its own; see
    ``with_value``."""
    return with_value(text, path, value, label, read_profile_file)


def without_rules(text: str, paths: Sequence[KeyPath], label: str = "profile.yaml") -> str:
    """The text of a profile without what stands at ``paths``, in inner words; see ``without_values``."""
    return without_values(text, paths, label, read_profile_file)


def _issue(file: YamlFile, finding: Slip) -> Issue:
    found = finding.found or file.written(finding.path)
    place = file.place(finding.path)
    expected, advice = file.spoken(finding.expected), file.spoken(finding.advice)
    return error(finding.code, file.spoken(finding.kind), place, found=found, expected=expected, advice=advice)
