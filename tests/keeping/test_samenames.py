"""Which spellings are surely a registered unit: those that differ in the county's name or 人民政府 alone."""

from __future__ import annotations

import pytest

from bulletin_gen.keeping.confined import period_named
from bulletin_gen.keeping.editing.samenames import surely_same
from bulletin_gen.leaves.issues import BulletinError

UNITS: dict[str, tuple[str, ...]] = {
    name: (name,)
    for name in ("云溪县教育局", "云溪县人力资源和社会保障局", "东岭镇", "城关街道", "云溪县市场监督管理局")
}


@pytest.mark.parametrize(
    ("spelling", "unit"),
    [
        ("教育局", "云溪县教育局"), ("县教育局", "云溪县教育局"), ("云溪教育局", "云溪县教育局"),
        ("云溪县东岭镇人民政府", "东岭镇"), ("东岭镇政府", "东岭镇"), ("城关街道办事处", "城关街道"),
        ("云溪县城关街道", "城关街道"), ("城关街道办", "城关街道"),
        ("云溪县办", ""), ("人社局", ""), ("云溪县教育体育局", ""), ("县局", ""), ("云溪县人民政府", ""),
        ("县", ""), ("人民政府", ""),
    ],
)  # fmt: skip
def test_only_the_place_or_the_government_may_differ(spelling: str, unit: str) -> None:
    assert surely_same([spelling], UNITS, "云溪县") == ({spelling: unit} if unit else {})


def test_a_city_whose_last_character_begins_a_unit() -> None:
    units = {"南河市市场监督管理局": ("南河市市场监督管理局",), "南河市民政局": ("南河市民政局", "民政部门")}
    found = surely_same(["市场监督管理局", "市民政局", "市民政部门", "民政部门 "], units, "南河市")
    assert found["市场监督管理局"] == "南河市市场监督管理局"
    assert found["市民政局"] == found["市民政部门"] == "南河市民政局"


def test_what_two_units_may_be_called_is_nobodys() -> None:
    assert surely_same(["教育局"], {"甲县教育局": ("甲县教育局", "教育局"), "县教育局": ("县教育局",)}, "甲县") == {}
    assert surely_same(["教育局"], {"": ()}, "") == {}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("2024年5月", "2024-05"), (" 2024年05月份 ", "2024-05"), ("2024.5", "2024-05"), ("2024-5", "2024-05"),
        ("2024年第23周", "2024-W23"), ("2024年二季度", "2024-Q2"), ("2024年第4季度", "2024-Q4"),
        ("2024年上半年", "2024-H1"), ("2024年", "2024"), ("2024-05", "2024-05"), ("2024-01~04", "2024-01~04"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(written: str, key: str) -> None:
    assert period_named(written).key == key


@pytest.mark.parametrize("written", ["2024年13月", "5月", "../2024-05", "2024年第60周", "", "2024/5"])
def test_what_is_no_period_stays_refused(written: str) -> None:
    with pytest.raises(BulletinError):
        period_named(written)
