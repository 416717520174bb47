"""Which units a county has, and the groups that they stand in where no table says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.county.registry import Unit
from bulletin_gen.learning.reading.front import plain
from bulletin_gen.learning.reading.matching import core, matched
from bulletin_gen.learning.reading.placedgroups import groups_by_places
from bulletin_gen.learning.reading.printed import UnitTable
from bulletin_gen.leaves.frugal import late

#: The group of units that nothing sorts.
ONE_GROUP = "承办单位"
#: Where so many of the orders (one in so many) are of units that no table prints, the tables print some units only.
_SHARE_UNPRINTED = 5
#: More than one in so many of a table's rows are known units.
_SHARE_MATCHED = 3
#: A form of name that fewer units have makes no group.
_FEWEST = 2
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("town", late(r"(?:镇|乡|苏木|街道|街办|街道办|办事处)(?:人民政府)?$")),
    ("region", late(r"(?:县|市|区|旗|管委会|管理委员会)(?:人民政府)?$")),
    ("office", late(r"(?:局|委|办|办公室|厅|中心|公司|集团|院|会|队|署|社|银行|大学|学院|学校|部|馆|站|处|所)$")),
)
#: How texts call the units of a form.
_CALLED: Mapping[str, re.Pattern[str]] = {
    "town": late(r"乡镇（街道）|镇（街道）|乡镇、街道|乡镇街道|镇街|街镇|镇办|乡镇|街道"),
    "region": late(r"县（市、?区）(?:[及和]“[^”]{1,6}”)?|区（市、?县）|县市区|区县|县区|各县"),
    "office": late(r"[市县区州]直(?:部门单位|单位|部门)|[市县区]级(?:单位|部门)|职能部门|部门单位"),
}


class Members(Struct, frozen=True):
    """``units`` in the order of their groups; ``names``: spelling of the orders → unit; ``partial``: whether the
    tables print only some of them (the first five, or no unit at all)."""

    units: tuple[Unit, ...]
    names: Mapping[str, str]
    partial: bool

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in their order."""
        return tuple(dict.fromkeys(unit.group for unit in self.units))

    def spelt(self, found: Mapping[str, str]) -> Members:
        """The same with more spellings (spelling → unit)."""
        units = tuple(
            replace(unit, aliases=(*unit.aliases, *(text for text, name in found.items() if name == unit.name)))
            for unit in self.units
        )
        return Members(units, {**self.names, **found}, self.partial)

    def named(self, name: str) -> Unit:
        """The unit of a printed name."""
        return next(unit for unit in self.units if unit.name == name)


def of_units(tables: Sequence[UnitTable], written: Mapping[str, int], county: str) -> list[UnitTable]:
    """The tables whose rows are units of the orders: not those of groups under the head 责任单位."""
    kept: list[UnitTable] = []
    for table in tables:
        found = set(matched([line.name for line in table.lines], written, county).values())
        if len(found) * _SHARE_MATCHED > len(table.lines):
            kept.append(table)
    return kept


def members_of(
    tables: Sequence[UnitTable], written: Mapping[str, int], county: str, passages: Sequence[str]
) -> Members:
    """The units that ``tables`` print with the spellings (``written``, with their orders) that mean them; where these
    leave much of the orders aside, those of the orders too. Groups come from the tables, or from the forms of the
    names, called as ``passages`` call them."""
    printed: dict[str, str] = {}
    for table in tables:
        for line in table.lines:
            printed.setdefault(line.name, line.group)
    text = "。".join(map(plain, passages))
    forms = by_form(list(printed), county, text)
    for table in tables:
        printed |= groups_by_places(table, forms)
    names = matched(list(printed), written, county)
    spare = [text for text in written if text not in names]
    unprinted = sum(written[text] for text in spare)
    partial = not printed or (len(spare) >= _FEWEST and unprinted * _SHARE_UNPRINTED >= sum(written.values()))
    if partial:
        names |= {text: text for text in spare}
        rest = by_mention([name for name in spare if name not in printed], county, text)
        printed = by_form([*printed, *rest], county, text)
    units = [
        Unit(name, group, i, aliases=tuple(text for text, unit in names.items() if unit == name and text != name))
        for i, (name, group) in enumerate(printed.items())
    ]
    return Members(tuple(_with_habits(units, county)), names, partial)


def _with_habits(units: Sequence[Unit], county: str) -> list[Unit]:
    """The units with the spellings that the orders' habits let expect: where some are written 县甲局 for 甲局, or
    without the county before them, others will be so in another month."""
    before = dict.fromkeys(part for unit in units for alias in unit.aliases for part in _put_before(unit.name, alias))
    without = any(unit.name == f"{county}{alias}" for unit in units for alias in unit.aliases if county)
    taken = {name for unit in units for name in unit.names}
    made = []
    for unit in units:
        bare = unit.name.removeprefix(county) if county else unit.name
        likely = [f"{part}{bare}" for part in before] if bare == unit.name else [bare] * without
        spare = [name for name in likely if name not in taken and len(bare) > _FEWEST]
        taken |= {*spare}
        made.append(replace(unit, aliases=(*unit.aliases, *spare)))
    return made


def _put_before(name: str, alias: str) -> Iterator[str]:
    """The region that a spelling has before a unit's name: 县, 某某县."""
    region = alias.removesuffix(name)
    if region != alias and re.fullmatch(r"[\u4e00-\u9fff]{0,4}[县市区旗州]", region):
        yield region


def by_form(names: Sequence[str], county: str, text: str) -> dict[str, str]:
    """Unit → group by the form of its name: towns, counties, offices; one group where all have one form."""
    forms = {name: next((form for form, ending in _FORMS if ending.search(name)), "") for name in names}
    counts = {form: list(forms.values()).count(form) for form in dict.fromkeys(forms.values())}
    kept = [form for form, count in counts.items() if form and count >= _FEWEST]
    if len(kept) < 2:  # noqa: PLR2004 - one form sorts nothing
        return dict.fromkeys(names, ONE_GROUP)
    places = {form: found.start() for form in kept if (found := _CALLED[form].search(text))}
    kept.sort(key=lambda form: places.get(form, len(text)))
    called = {form: _called(form, county, text) for form in kept}
    formless = [name for name in names if forms[name] not in called]
    # One or two of another kind (流转中, 热线中心) are each a group of their own.
    rest = dict.fromkeys(formless, "其他单位") if len(formless) > _FEWEST else {name: name for name in formless}
    groups = {name: rest.get(name) or called[forms[name]] for name in names}
    order = [*called.values(), *rest.values()]
    return dict(sorted(groups.items(), key=lambda one: order.index(one[1])))


def by_mention(names: Sequence[str], county: str, text: str) -> list[str]:
    """The units in the order in which the text speaks of them, the others behind."""
    places = {
        name: min((at for word in (name, core(name, county)) if (at := text.find(word)) >= 0), default=len(text))
        for name in names
    }
    return sorted(names, key=lambda name: places[name])


def _called(form: str, county: str, text: str) -> str:
    said = sorted(_CALLED[form].findall(text), key=len, reverse=True)
    if said:
        return str(said[0])
    if form == "office":
        return f"{county[-1] if county and county[-1] in '市县区州' else '县'}直单位"
    return "乡镇（街道）" if form == "town" else "县（市、区）"
