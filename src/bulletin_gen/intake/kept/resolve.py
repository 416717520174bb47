"""Which registered unit a written name means, and which ones an unknown name is near to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from bulletin_gen.county.registry import Registry, Unit
from bulletin_gen.intake.cells.text import key_of, shortens, shown
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error


class UnitNames(Struct, frozen=True):
    """Written names of one registry, ready for lookup without regard to blanks, width and case."""

    units: Mapping[str, Unit]
    retired: Mapping[str, Unit]

    @classmethod
    def of(cls, registry: Registry) -> UnitNames:
        """The names of ``registry``."""
        return cls(
            {key_of(name): unit for name, unit in registry.by_name.items()},
            {key_of(name): unit for name, unit in registry.retired.items()},
        )

    def find(self, text: str) -> Unit | None:
        """The unit that ``text`` names, or None."""
        return self.units.get(key_of(text))

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Registered names that ``text`` may mean, the most alike first: by edits and by a shared core."""
        from rapidfuzz import fuzz, process

        wanted = key_of(text)
        found = process.extract(wanted, list(self.units), scorer=fuzz.WRatio, limit=None, score_cutoff=40)
        core, short = _core(wanted), _FRONT.sub("", wanted)
        known = {name: max(score, fuzz.ratio(core, _core(name))) for name, score, _ in found}
        # A short form shares few characters with its name; 某岭县甲乙局 is like 某岭街道 by the county before it alone.
        known |= {name: 101 for name in self.units if len(short) > 2 and shortens(short, _FRONT.sub("", name))}
        ranked = sorted((-score, name) for name, score in known.items())
        return list(dict.fromkeys(self.units[name].name for _, name in ranked))[:count]


_FRONT = late(r"^(?:.{2,4}?(?:省|市|县|区|旗)|[省市县区旗])(?=.{2})")
_AROUND = late(
    r"^.{2,4}?(?:省|市|县|区|旗)(?=.{2})|(?:人民政府|委员会|办事处|管理局|分局|公司|中心|局|委|办|镇|乡|街道)$"
)


def _core(name: str) -> str:
    """What is left of 某县档案馆 without the county before it and the kind of office after it."""
    return _AROUND.sub("", name) or name


def unknown_unit(text: str, names: UnitNames, place: Place) -> Issue:
    """The error for a unit that the registry does not know."""
    retired = names.retired.get(key_of(text))
    if retired is not None:
        span = f"{retired.first or ''}至{retired.last or ''}"
        return error(
            "unit.retired", "单位在本期无效", place, found=text, expected=f"“{retired.name}”的启用、停用日期为{span}",
            advice="改正工单里的单位，或在 units.csv 里改日期、给接替的单位加别名",
        )  # fmt: skip
    near = "、".join(names.nearest(text)) or "没有相近的"
    return error(
        "unit.unknown", "未登记的单位", place, found=shown(text), expected=f"units.csv 里的单位；相近的有：{near}",
        advice="在 units.csv 里登记，或加为某单位的别名",
    )  # fmt: skip
