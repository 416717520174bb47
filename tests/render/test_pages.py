"""Printed pages measured against GB/T 9704-2012: every form, bodies of one to six pages, one and two signing bodies."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from bulletin_gen.tree import Block, Bulletin, Imprint, PageLayout, Paragraph, plain, text
from render import pages, samples
from render.checks import Check, checks_of, first_annex
from render.pages import Document

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

#: Bodies of one to six pages for every form, drawn once, the same in every run.
_DRAW = random.Random(9704)
PAGES = range(1, 7)


def drawn_body(page_count: int, first_page: int) -> tuple[Block, ...]:
    """Paragraphs of one to three sentences for about ``page_count`` pages; ``first_page``: sentences it holds."""
    sentences = first_page + round((page_count - 2) * 6.6) + _DRAW.randint(1, 4) if page_count > 1 else first_page
    lengths = [1, 1] if page_count > 1 else [1]
    while sum(lengths) < sentences:
        lengths.append(min(_DRAW.randint(1, 3), sentences - sum(lengths)))
    return tuple(Paragraph(text(samples.SENTENCE * length)) for length in lengths)


def lengths() -> Iterator[tuple[str, Bulletin]]:
    """Every form with bodies of about one to six pages; the signing bodies, seals and annexes vary."""
    two = ("中共河阳县委督查局", "河阳县人民政府督查室")
    for count in PAGES:
        signing = two if count % 2 else two[1:]
        short = samples.notice(drawn_body(count + 1, 2), signing, annexes=0)
        yield (
            f"notice{count}",
            samples.notice(drawn_body(count + 1, 2), signing, seal=count % 3 == 0, annexes=count % 3),
        )
        yield f"even{count}", replace(short, imprint=replace(short.imprint or Imprint(), even_page=True))
        yield f"brief{count}", replace(samples.brief(drawn_body(count, 1)), annexes=())
        yield f"supervision{count}", replace(samples.supervision(drawn_body(count, 2)), annexes=())
        yield f"operation{count}", replace(samples.operation(drawn_body(count, 3)), annexes=())
        yield f"weekly{count}", replace(samples.weekly(drawn_body(count, 2)), annexes=())


def every() -> dict[str, Bulletin]:
    """All documents that these tests look at, rendered together."""
    made = {name: make() for name, make in samples.ALL.items()}
    made["sealed"] = samples.notice(seal=True)
    made["one"] = samples.notice(bodies=("河阳县人民政府办公室",))
    made["joint"] = samples.joint()
    made["joint seal"] = replace(made["joint"], signature=replace(made["joint"].signature, seal=True))
    made["many"] = replace(samples.notice(), addressees=text("各乡镇人民政府、街道办事处，" * 16 + "县直各单位："))
    made["pure"] = samples.notice(tuple(Paragraph(text(samples.PURE * 4)) for _ in range(12)))
    made["classic"] = replace(made["pure"], layout=PageLayout.CLASSIC)
    made["latin"] = replace(made["notice"], latin_font="Times New Roman")
    return made | dict(lengths()) | dict(groups())


def groups() -> Iterator[tuple[str, Bulletin]]:
    """Annexes whose groups end anywhere on a page."""
    short = samples.supervision(drawn_body(1, 2))
    for rows in range(24, 72, 3):
        annex = replace(short.annexes[0], blocks=(samples.wide_table(rows, 13 if rows % 2 else 6),))
        yield f"groups{rows}", replace(short, annexes=(annex,))


BULLETINS = every()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    return pages.render(BULLETINS, tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize(
    ("name", "check"),
    [
        pytest.param(name, check, id=f"{name}-{check.__name__}")
        for name, made in BULLETINS.items()
        for check in checks_of(made)
    ],
)
def test_a_printed_document(rendered: dict[str, Document], name: str, check: Check) -> None:
    check(BULLETINS[name], rendered[name])


@pytest.mark.parametrize(("name", "pitch"), [("pure", 10.39), ("classic", 10.21)])
def test_a_full_page_has_22_lines_of_28_characters(rendered: dict[str, Document], name: str, pitch: float) -> None:
    document = rendered[name]
    last = first_annex(BULLETINS[name], document) - 2
    full = document.pages[1:last]
    assert len(full) >= 2
    for page in full:
        assert len(page.body) == 22
        gaps = [below.base - above.base for above, below in itertools.pairwise(page.body)]
        assert all(gap == pytest.approx(pitch, abs=0.06) for gap in gaps)
        inner = [line for line in page.body if len(line.text) == 28]
        assert len(inner) >= 15
        for line in inner:
            assert line.x0 == pytest.approx(28, abs=0.7)
            assert line.x1 == pytest.approx(184, abs=0.7)


@pytest.mark.parametrize("name", ["one", "notice1", "notice2", "notice4", "notice5", "even1"])
def test_without_seal_the_date_begins_two_characters_right_of_the_name(
    rendered: dict[str, Document], name: str
) -> None:
    sign = BULLETINS[name].signature
    page = rendered[name].page_of("2022年2月15日")
    own, dated = page.find(sign.bodies[-1]), page.find("2022年2月15日")
    assert own and dated and not sign.seal
    em = 5.55
    assert own.x1 == pytest.approx(184 - 2 * em, abs=0.5)
    assert dated.x0 - own.x0 == pytest.approx(2 * em, abs=0.5)


def test_signatories_stand_two_to_a_line_and_the_number_beside_the_last(rendered: dict[str, Document]) -> None:
    first, last = rendered["joint"].pages[0].find("签发人"), rendered["joint"].pages[0].find("欧阳修远")
    assert first and first.text == "签发人：张三丰李四"
    assert last and last.text == "河督通报〔2022〕10号欧阳修远"
    assert last.base - first.base == pytest.approx(10.39, abs=0.06)
    em = 5.55
    assert first.x1 == pytest.approx(184 - em, abs=0.5)
    names = [next(c for c in rendered["joint"].pages[0].chars if c["text"] == char) for char in "张欧"]
    assert names[0]["x0"] == pytest.approx(names[1]["x0"], abs=0.5)


def test_so_many_addressees_that_the_body_had_no_room_stand_in_the_imprint(rendered: dict[str, Document]) -> None:
    last = rendered["many"].pages[-1]
    addressed, copied = last.find("主送：各乡镇人民政府"), last.find("抄送：")
    assert addressed and copied
    assert addressed.base < copied.base
    assert last.find("县直各单位。")
    assert not [rule for rule in last.rules if addressed.base < rule.y < copied.base]


def test_several_names_without_seal_are_set_to_one_width(rendered: dict[str, Document]) -> None:
    page = rendered["joint"].page_of("2022年2月15日")
    names = [page.find(name) for name in BULLETINS["joint"].signature.bodies]
    for name in names:
        assert name
        assert name.x1 == pytest.approx(184 - 2 * 5.55, abs=0.5)
        assert name.x0 == pytest.approx(names[-1].x0 if names[-1] else 0, abs=0.5)


@pytest.mark.parametrize("name", ["sealed", "operation"])
def test_with_seal_the_last_name_is_centred_on_the_date(rendered: dict[str, Document], name: str) -> None:
    sign = BULLETINS[name].signature
    page = rendered[name].page_of(plain(sign.dated))
    dated = page.find(plain(sign.dated))
    assert dated
    row = page.find(sign.bodies[-1])
    assert row
    start = row.text.index(sign.bodies[-1])
    chars = sorted((c for c in page.chars if abs(pages.base_of(c, page) - row.base) < 1), key=lambda c: c["x0"])[start:]
    middle = (chars[0]["x0"] + chars[-1]["x1"]) / 2 * pages.MM
    assert dated.x1 == pytest.approx(184 - 4 * 5.55, abs=0.5)
    assert middle == pytest.approx((dated.x0 + dated.x1) / 2, abs=0.5)


def test_landscape_pages_come_with_odd_and_even_numbers(rendered: dict[str, Document]) -> None:
    assert {page.number % 2 for page in rendered["landscape"].pages if page.width > page.height} == {0, 1}


@pytest.mark.parametrize("form", ["brief", "supervision", "operation", "weekly"])
def test_lengths_cover_one_to_six_pages(rendered: dict[str, Document], form: str) -> None:
    counts = set()
    for count in PAGES:
        own = rendered[f"{form}{count}"].pages
        counts.add(sum(1 for page in own if any(line.size > 15 for line in page.body)))
    assert counts >= set(PAGES) - {1}
    assert len(rendered["operation1"].pages) == 1
