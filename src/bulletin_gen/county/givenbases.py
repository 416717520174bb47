"""Bases that people typed, as figures: which one each key means, and which mean nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bulletin_gen.county.basekeys import figure_id, ways
from bulletin_gen.county.supplied import Supplied, read_supplied_file
from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.issues import Issue, error
from bulletin_gen.profile import Profile
from bulletin_gen.profile.requesttypes import plain_value
from bulletin_gen.written.textfile import read_text


def base_id(profile: Profile, written: str, units: Mapping[str, str]) -> str:
    """The id of the figure that a key of a base means, a type of orders as intake calls it (咨询类 is 咨询); the key
    itself where it means none. ``units``: every name of the registry → the registered one."""
    key = figure_id(profile, written, units) or written
    kind, _, rest = key.partition(".")
    breakdown, _, rest = rest.partition(".")
    value, _, name = rest.rpartition(".")
    if kind != "values" or breakdown not in profile.breakdowns or not value:
        return key
    return f"values.{breakdown}.{plain_value(profile, breakdown, value)}.{name}"


def strange_bases(path: Path, profile: Profile, supplied: Supplied, units: Mapping[str, str]) -> Iterator[Issue]:
    """An error for each base of a unit that the registry does not know: it would be compared with nobody. ``path`` is
    the file that they were read from."""
    unknown = [
        (against, key)
        for against, base in supplied.bases.by_name().items()
        for key in base.figures
        if "." not in key and figure_id(profile, key, units) is None
    ]
    if not unknown:
        return
    file = read_supplied_file(read_text(path), path.name)
    for against, key in unknown:
        wide = re.split("[：:]", key)[0].strip()
        near = "、".join(alike(wide, [*units, *(group.name for group in profile.units.groups)], 3))
        yield error(
            "supplied.base",
            "不存在的计数、率或单位",
            file.place(("bases", against, "figures", key)),
            found=key,
            expected="单位、分组或类别的名称，后面写计数或率" + (f"；和“{wide}”相近的有：{near}" if near else ""),
            advice=ways(profile),
        )
