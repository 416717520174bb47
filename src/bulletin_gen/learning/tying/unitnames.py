"""Units as sentences name them: how they may be called, one after the other, alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bulletin_gen.learning.reading.matching import abbreviated, any_of, core
from bulletin_gen.learning.tying.paragraph import WorkParagraph
from bulletin_gen.leaves.frugal import late

#: What may stand right before the first unit of a list: of whom it is one, with 中 or without.
AMONG = "(?:镇街|街镇|乡镇|街道|单位|部门|县区|区县|园区|企业|公司|局)中?"
#: A name in a list, with a number behind it or none.
_LISTED = late(
    r"(?<=[、，；：是])(?:(?![是为的])[\u4e00-\u9fff（）]){2,9}(?![是为的])[\u4e00-\u9fff）](?=[、；]|[（(]?\d+(?:\.\d+)?(?:件|起|次|分|%))"
)

#: What may be a unit's name by itself.
_NAMED = late(
    r"(?:(?<=[、，；：。是为由对和及与])|^)(?:(?![是为的有最中])[\u4e00-\u9fff]){2,8}?(?:局|委|办|镇|乡|街道|公司|集团|医院|中心|支队|大队|管委会|社)"
)
#: What stands around the number behind a unit: （ and 件）; a percent sign is the rate's own.
_AROUND = late(r"(?<=[\u4e00-\u9fff])([（(]?(?:得分)?)\d+(?:\.\d+)?(?:[%％])?((?:件|起|次|分)?[)）]?)")


def unit_runs(
    work: WorkParagraph, units: Mapping[str, str], fewest: int = 2
) -> Iterator[tuple[int, int, list[tuple[str, str | None]]]]:
    """Units named one after the other, at least so many, each with a number as it is printed (points and percents with
    their sign) or none."""
    said = any_of(units)
    if not said:
        return
    each = re.compile(rf"({said})(?:[（(]?(\d+)(?:件|起|次)[)）]?|[（(]?(?:得分)?(\d+(?:\.\d+)?(?:分|[%％]))[)）]?)?")
    run: list[tuple[str, str | None]] = []
    start = end = 0
    for found in each.finditer(work.text):
        # A shorter name within a longer one is another unit.
        if re.search(r"[第县市\u4e00-\u9fff]$", work.text[: found.start()]) and not re.search(
            rf"(?:为|是|有|对|由|向|将|[、，；：和及]|其中|[名位]的?|{AMONG}|[（）()])$", work.text[: found.start()]
        ):
            continue
        gap = work.text[end : found.start()]
        if run and gap.strip() not in ("、", "，", "；", "和", ",", ";"):
            if len(run) >= fewest:
                yield start, end, run
            run = []
        if not run:
            start = found.start()
        run.append((units[found[1]], found[2] or found[3]))
        end = found.end()
    if len(run) >= fewest:
        yield start, end, run


def lone_units(work: WorkParagraph, units: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Units that a text names by themselves, not in a list."""
    said = any_of(units)
    for found in re.finditer(said, work.text) if said else ():
        before, behind = work.text[: found.start()], work.text[found.end() :]
        listed = before.endswith("、") or re.match(r"(?:[（(]?\d+(?:件|起|次)[)）]?)?、", behind)
        inside = re.search(r"[\u4e00-\u9fff]$", before) and not re.search(r"(?:为|是|有|由|[，；：。]|中|的)$", before)
        if not listed and not inside:
            yield *found.span(), units[found[0]]


def prose_names(units: Sequence[str], county: str, text: str = "") -> dict[str, str]:
    """How sentences may call the units → the printed unit: in full, without the region before it, or as ``text``
    shortens them in its lists."""
    names = {unit: unit for unit in units}
    for unit in units:
        short = core(unit, county)
        if len(short) >= 3:
            names.setdefault(short, unit)
        if county and unit.startswith(county):
            names.setdefault(unit.removeprefix(county), unit)
    listed = [name for name in dict.fromkeys([*_LISTED.findall(text), *_NAMED.findall(text)]) if name not in names]
    # Words before a known name are no part of it: 分别为甲镇.
    listed = [name for name in listed if not any(known in name for known in names)]
    return names | _turned(units, listed, county) | abbreviated(units, listed, county)


def _turned(units: Sequence[str], listed: Sequence[str], county: str) -> dict[str, str]:
    """Names whose characters are a unit's in another order: 某区公安分局 for 公安某区分局."""
    known: dict[str, list[str]] = {}
    for unit in units:
        known.setdefault("".join(sorted(core(unit, county))), []).append(unit)
    alike = {name: known.get("".join(sorted(core(name, county))), []) for name in listed}
    return {name: found[0] for name, found in alike.items() if len(found) == 1}


def pattern_around(listed: str, name: str) -> str:
    """How each unit of a printed list is written, with ``name`` in place of its number where it has one."""
    separator = next((mark for mark in "；，" if mark in listed), "、")
    between = _AROUND.search(listed)
    return f"{{单位}}{between[1]}{{{name}}}{between[2]}{separator}" if between else f"{{单位}}{separator}"
