"""Bulletins with charts of every form, for tests of what is drawn: invented numbers, gaps and zeros among them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from bulletin_gen.tree import NUMBERING, Bulletin, Cell, Chart, ChartForm, Run, Series, Text, text
from render import samples

CLASSES = ("城乡建设", "农业农村", "交通运输", "劳动和社会保障", "公共卫生", "教育文化", "其他")
TOWNS = ("东关镇", "西塘镇", "南坪镇", "北岭镇", "石桥镇", "柳林镇", "白杨镇", "青石镇") + (
    *("大河镇", "小河镇", "双龙镇", "三岔镇", "四方镇", "五里镇", "六合镇", "八角镇"),
)
MONTHS = tuple(f"{number}月" for number in range(1, 13))


def point(said: str | None) -> Cell:
    """A number as it is printed, by itself the figure of that name; a gap for None."""
    if said is None:
        return Cell()
    digits = said.removesuffix("%")
    decimals = len(digits.partition(".")[2])
    shown = "0" + ("." + "0" * decimals if decimals else "") + ("%" if said != digits else "")
    value = f"{Decimal(digits).scaleb(-2):f}" if said != digits else digits
    return Cell((Run(said, figure=f"n{said}"),), value=value, number_format=shown)


def series(name: str, numbers: Sequence[str | int | None]) -> Series:
    """A series of printed numbers."""
    return Series(text(name), tuple(point(None if each is None else str(each)) for each in numbers))


def chart(number: int, title: str, form: ChartForm, names: Sequence[str], *drawn: Series) -> Chart:
    """A chart; names with digits are figures."""
    caption: Text = (Run("图"), Run(str(number), figure=NUMBERING), Run(f"　{title}"))
    return Chart(number, caption, form, tuple((Run(name, figure=f"name.{name}"),) for name in names), drawn)


def ends(number: int, title: str, names: Sequence[str], *drawn: Series) -> Chart:
    """Lines that are named at their ends."""
    return replace(chart(number, title, ChartForm.LINES, names, *drawn), ends=True)


CHARTS = (
    chart(1, "各类诉求件数", ChartForm.COLUMNS, CLASSES, series("登记诉求", (812, 655, 431, 220, 118, 96, 301))),
    chart(
        2, "各类诉求与上月相比", ChartForm.COLUMNS, CLASSES,
        series("本月", (812, 655, 431, 220, 118, 96, 301)), series("上月", (770, 690, 402, 251, 99, 80, 0)),
    ),
    chart(
        3, "各乡镇按期办结率", ChartForm.BARS, TOWNS,
        series(
            "按期办结率",
            ("100%", "99.5%", "98.75%", "97.9%", "97.1%", "96%", "95.5%", "95.2%", "95%", "94.31%", "93%", "92%", "91%",
             "90%", "88%", "79.2%"),
        ),
    ),
    chart(
        4, "各镇办理情况", ChartForm.STACKED, TOWNS[:6], series("按期办结", (50, 40, 30, 20, 10, 8)),
        series("超期办结", (5, 4, 3, 2, 1, 1)), series("未办结", (3, 2, 1, 1, 0, 0)),
    ),
    chart(
        5, "近十二个月受理和办结", ChartForm.LINES, MONTHS,
        series("受理", (1200, 1100, 1350, None, 1500, 1480, 1600, 1700, 1620, 1580, 1490, 1660)),
        series("办结", (1150, 1080, 1300, None, 1450, 1470, 1550, 1650, 1600, 1570, 1480, 1640)),
    ),
    chart(
        6, "各类诉求占比", ChartForm.RING, CLASSES,
        series("占比", ("30.83%", "24.87%", "16.36%", "8.35%", "4.48%", "3.64%", "11.47%")),
    ),
    chart(
        7, "各镇受理件数", ChartForm.COLUMNS, TOWNS,
        series("受理", (1650, 1240, 820, 700, 655, 520, 433, 401, 390, 288, 203, 190, 101, 88, 60, 12)),
    ),
    ends(
        11, "各镇按期办结率走势", MONTHS,
        series("东关镇", ("91%", "93.5%", "92%", None, "95.1%", "96%", "95.5%", "97%", "97.2%", "98%", "97.5%", "98%")),
        series("西塘镇", ("95%", "94.5%", "96%", None, "97%", "96.2%", "97.5%", "98%", "97%", "98%", "98.1%", "97.9%")),
        series("南坪镇", ("88%", "90%", "89.5%", None, "91%", "93%", "92%", "92.5%", "94%", "95%", "96%", "97.86%")),
        series("北岭镇", ("99%", "98.5%", "99.1%", None, "98%", "97%", "96.5%", "95%", "94%", "93%", "91%", "90.5%")),
        series("石桥镇", ("92%", "92.5%", "91%", None, "93%", "92%", "94%", "93.5%", "92%", "91.5%", "90.9%", "90.5%")),
        series("柳林镇", (None, None, None, None, None, "90%", "92%", "93.1%", "95%", "96%", None, None)),
    ),
    ends(
        12, "县直单位受理走势", MONTHS[:4],
        series("住房和城乡建设局", (12, 0, 40, 40)), series("公安局", (40, 41, 40, 40)),
    ),
    chart(
        13, "各镇各月受理", ChartForm.STACKED, MONTHS[:6], series("东关镇", (120, 110, 95, 140, 150, 132)),
        series("西塘镇", (80, 95, 70, 60, 66, 90)), series("南坪镇", (50, 40, 60, 55, 44, 0)),
    ),
    chart(9, "没有数的", ChartForm.LINES, MONTHS[:3], series("受理", (None, None, None))),
    chart(10, "没有类别的", ChartForm.COLUMNS, (), series("受理", ())),
    chart(
        8, "各镇得分", ChartForm.BARS, TOWNS[:5], series("得分", ("98.5", "97", "90.25", "-1.5", "0")),
        series("上期", ("96", None, "91", "2", "3")),
    ),
)  # fmt: skip


def bulletin(name: str = "督查通报", drawn: Sequence[Chart] = CHARTS) -> Bulletin:
    """A sample bulletin with a paragraph before each chart and one at the end."""
    base = samples.ALL[name]() if name in samples.ALL else next(iter(samples.ALL.values()))()
    body = [block for each in drawn for block in (*samples.paragraphs(1, 1), each)]
    return replace(base, body=(*body, *samples.paragraphs(1, 1)), annexes=())
