"""标识.csv: under which identifiers other programs read a county's figures in facts.json, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from bulletin_gen.intake.cells.text import tidy
from bulletin_gen.intake.files.tabletext import csv_rows, read_text
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, error, errors, stop, warning
from bulletin_gen.profile import Profile
from bulletin_gen.profile.checks.finding import term_names

HEADS = ("名称", "标识")
_IDENTIFIER = late(r"[a-z][a-z0-9_]*")


def load_identifiers(path: Path, profile: Profile) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """Name → identifier, and warnings of names that the profile has no more; empty where there is no such file.
    ``BulletinError`` names each line with an identifier that is none, or that another name of its kind has."""
    if not path.is_file():
        return {}, ()
    rows = enumerate(csv_rows(read_text(path), name=path.name), 1)
    head = tuple(tidy(cell) for cell in next(rows, (1, []))[1])
    if head[:2] != HEADS:
        raise stop(
            "identifiers.heads", "标识表的表头不对", Place(file=path.name, row=1),
            found="、".join(filter(None, head)) or "空",
            expected="，".join(HEADS), advice="第一行写这两列；不用这张表，就删去这个文件",
        )  # fmt: skip
    found: dict[str, str] = {}
    issues: list[Issue] = []
    known = _parts_of_names(profile)
    for line, row in rows:
        name, identifier = (tidy(cell) for cell in (*row, "", "")[:2])
        if name or identifier:
            issues += _objections(name, identifier, known, found, Place(file=path.name, row=line))
            found.setdefault(name, identifier)
    if wrong := errors(issues):
        raise BulletinError(wrong)
    return found, tuple(issues)


def _parts_of_names(profile: Profile) -> dict[str, set[int]]:
    """Every name of the profile that ids are made of, with the parts in which it stands: no two names of one part may
    have one identifier, which no id would tell apart."""
    terms = {name.removeprefix("term.") for name in term_names(profile)}
    counted = {*profile.measures, *profile.rates, *profile.quotients, *terms}
    others = (profile.breakdowns, profile.comparisons, profile.lists, profile.order_lists, profile.tables)
    found: dict[str, set[int]] = {}
    for number, names in enumerate((counted, *others)):
        for name in names:
            found.setdefault(name, set()).add(number)
    return found


def _objections(
    name: str, identifier: str, known: Mapping[str, set[int]], found: Mapping[str, str], place: Place
) -> Iterator[Issue]:
    if name not in known:
        near = get_close_matches(name, sorted(known), 3)
        yield warning(
            "identifiers.name", "标识表里的名称在 profile.yaml 里没有", place, found=name or "空白",
            expected="、".join(near) or "计数、率、类别、名单、表格的名称", advice="改成现在的名称，标识不动",
        )  # fmt: skip
    if not _IDENTIFIER.fullmatch(identifier) or identifier in known:
        yield error(
            "identifiers.form", "标识的写法不对", place, found=identifier or "空白",
            expected="小写英文字母开头，只含小写字母、数字和下划线，不是别的数据的名称", advice="改好这一格",
        )  # fmt: skip
    alike = [other for other, taken in found.items() if taken == identifier]
    if name in found or any(known.get(name, set()) & known.get(other, set()) for other in alike):
        yield error(
            "identifiers.twice", "标识表里写了两次", place, found=f"{name}，{identifier}",
            expected="一个名称一个标识", advice="删去一行，或改一个标识",
        )  # fmt: skip
