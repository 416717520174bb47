"""Printed pages measured against GB/T 9704-2012: every form, bodies of one to six pages, one and two signing bodies."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bulletin_gen.tree import Block, Bulletin, HeadForm, Imprint, PageLayout, Paragraph, plain, text
from render import pages, samples
from render.pages import Document, Line, Page

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
    made["pure"] = samples.notice(tuple(Paragraph(text(samples.PURE * 4)) for _ in range(12)))
    made["classic"] = replace(made["pure"], layout=PageLayout.CLASSIC)
    made["latin"] = replace(made["notice"], latin_font="Times New Roman")
    return made | dict(lengths())


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    return pages.render(every(), tmp_path_factory.mktemp("pages"))


BULLETINS = every()
everyone = pytest.mark.parametrize("name", BULLETINS)
with_mark = pytest.mark.parametrize("name", [name for name, made in BULLETINS.items() if made.head.mark])
with_signature = pytest.mark.parametrize("name", [name for name, made in BULLETINS.items() if made.signature.bodies])
with_imprint = pytest.mark.parametrize("name", [name for name, made in BULLETINS.items() if made.imprint])


def em_top(line: Line) -> float:
    return line.base - 0.88 * line.size * pages.MM


def em_bottom(line: Line) -> float:
    return line.base + 0.12 * line.size * pages.MM


def head_line(document: Document, wanted: str) -> Line:
    found = document.pages[0].find(wanted)
    assert found is not None, wanted
    return found


def red_rule(page: Page) -> float:
    reds = [rule for rule in page.rules if rule.color in ((1.0, 0.0, 0.0), (1, 0, 0))]
    assert reds, "no red rule"
    return min(rule.y for rule in reds)


def upright(document: Document) -> Iterator[Page]:
    return (page for page in document.pages if page.width < page.height)


def first_annex(document: Document) -> int:
    """Number of the page on which the annexes begin; one past the last page without any."""
    starts = (page.number for page in document.pages if page.body and page.body[0].text.startswith("附件"))
    return next(starts, len(document.pages) + 1)


@everyone
def test_faces_are_those_asked_for(rendered: dict[str, Document], name: str) -> None:
    wanted = {family.replace(" ", "").removesuffix("R").removesuffix("Black") for family in pages.stand_ins().values()}
    wanted |= {"NotoSerifCJK", "LiberationSerif", "TimesNewRoman"} if name == "latin" else {"NotoSerifCJK"}
    for page in rendered[name].pages:
        for char in page.chars:
            family = char["fontname"].partition("+")[2]
            assert any(family.startswith(face) for face in wanted), (family, char["text"])


@with_mark
def test_the_mark_stands_at_72_mm(rendered: dict[str, Document], name: str) -> None:
    mark = max(rendered[name].pages[0].lines, key=lambda line: line.size)
    assert em_top(mark) == pytest.approx(72, abs=1)


@with_mark
def test_the_red_line_stands_4_mm_below_the_number(rendered: dict[str, Document], name: str) -> None:
    head = BULLETINS[name].head
    above = head.number if head.form is HeadForm.DOCUMENT else head.dated
    document = rendered[name]
    assert red_rule(document.pages[0]) - em_bottom(head_line(document, plain(above))) == pytest.approx(4, abs=0.5)


@with_mark
def test_the_title_stands_two_lines_below_the_red_line(rendered: dict[str, Document], name: str) -> None:
    first = rendered[name].pages[0]
    title = next(line for line in first.lines if round(line.size) == 22)
    assert em_top(title) - red_rule(first) == pytest.approx(20.78, abs=0.7)


@everyone
def test_the_body_begins_on_the_first_page(rendered: dict[str, Document], name: str) -> None:
    first = rendered[name].pages[0]
    start = next(plain(block.text) for block in BULLETINS[name].body if isinstance(block, Paragraph))
    assert any(start.startswith(line.text[:8]) for line in first.body)


@everyone
def test_lines_hold_28_characters_at_most_between_the_edges(rendered: dict[str, Document], name: str) -> None:
    for page in upright(rendered[name]):
        for line in page.body:
            if round(line.size) == 16:
                assert len(line.text) <= 28 or sum(2 if char > "\x7f" else 1 for char in line.text) <= 57, line.text
            assert line.x0 >= 28 - 0.7
            assert line.x1 <= 184 + 0.7


@pytest.mark.parametrize(("name", "pitch"), [("pure", 10.39), ("classic", 10.21)])
def test_a_full_page_has_22_lines_of_28_characters(rendered: dict[str, Document], name: str, pitch: float) -> None:
    document = rendered[name]
    last = first_annex(document) - 2
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


@everyone
def test_page_numbers_alternate_in_the_outer_corners(rendered: dict[str, Document], name: str) -> None:
    for page in upright(rendered[name]):
        line = page.number_line
        if line is None:
            assert not page.body or page.number == len(rendered[name].pages), "only a 版记 after a blank page"
            continue
        assert line.text.replace(" ", "") == f"—{page.number}—"
        if page.number % 2:
            assert line.x1 == pytest.approx(184 - 4.94, abs=0.7)
        else:
            assert line.x0 == pytest.approx(28 + 4.94, abs=0.7)


@pytest.mark.parametrize("name", samples.ALL)
def test_the_dashes_stand_at_269_mm(rendered: dict[str, Document], name: str) -> None:
    for page in upright(rendered[name]):
        line = page.number_line
        assert line is not None
        assert pages.ink_middle(rendered[name], page, (line.x0 - 1, 264, line.x0 + 4.5, 274)) == pytest.approx(
            269, abs=1
        )


@with_signature
def test_the_signature_shares_its_page_with_two_lines_of_the_body(rendered: dict[str, Document], name: str) -> None:
    bulletin = BULLETINS[name]
    document = rendered[name]
    body_pages = document.pages[: first_annex(document) - 1]
    (page,) = [page for page in body_pages if page.find(bulletin.signature.bodies[0]) and not page.find("抄送")] or [
        page for page in body_pages if page.find(plain(bulletin.signature.dated))
    ][-1:]
    whole = "".join(plain(block.text) for block in bulletin.body if not hasattr(block, "columns"))
    dated = page.find(plain(bulletin.signature.dated))
    assert dated is not None
    own = [line for line in page.body if line.base < dated.base and line.text in whole]
    assert len(own) >= 2
    for signing in bulletin.signature.bodies:
        assert page.find(signing)


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


@everyone
def test_annexes_begin_on_pages_of_their_own_with_the_listed_names(rendered: dict[str, Document], name: str) -> None:
    document = rendered[name]
    for annex in BULLETINS[name].annexes:
        own = [page for page in document.pages if page.body and page.body[0].text == annex.label]
        assert len(own) == 1
        title = "".join(line.text for line in own[0].body if round(line.size) == 22)
        assert title == plain(annex.title)
        listed = "".join(line.text for page in document.pages[: first_annex(document) - 1] for line in page.body)
        assert plain(annex.title) in listed


@everyone
def test_head_rows_stand_on_every_page_of_an_annex(rendered: dict[str, Document], name: str) -> None:
    document = rendered[name]
    for page in document.pages[first_annex(document) - 1 :]:
        rows = [line for line in page.body if 7 <= line.size <= 12.5]
        if rows:
            assert any("单位" in line.text or "名称" in line.text or "类别" in line.text for line in rows[:5])


@with_imprint
def test_the_last_rule_of_the_imprint_stands_at_262_mm(rendered: dict[str, Document], name: str) -> None:
    imprint = BULLETINS[name].imprint
    assert imprint
    last = rendered[name].pages[-1]
    assert last.find(plain(imprint.printed_on))
    assert max(rule.y for rule in last.rules) == pytest.approx(262, abs=1)
    assert not imprint.even_page or last.number % 2 == 0
    others = [line for line in last.body if line.size > 14.5 or line.size < 13.5]
    first_rule = min(rule.y for rule in last.rules if last.find("印发") and rule.y > last.find("印发").base - 60)
    assert all(line.base < first_rule or line.base > 262 for line in others if line.size > 14.5)


@everyone
def test_no_page_is_empty_but_before_an_unnumbered_imprint(rendered: dict[str, Document], name: str) -> None:
    for page in rendered[name].pages:
        if not page.body and page.width < page.height:
            assert page.number == len(rendered[name].pages) - 1
            assert page.number_line is None
            assert rendered[name].pages[-1].number_line is None


def test_landscape_numbers_stand_where_upright_ones_do(rendered: dict[str, Document]) -> None:
    turned = [page for page in rendered["landscape"].pages if page.width > page.height]
    assert {page.number % 2 for page in turned} == {0, 1}
    for page in turned:
        digits = [c for c in page.chars if not c["upright"]]
        assert "".join(c["text"] for c in sorted(digits, key=lambda c: c["top"])).replace(" ", "") == f"—{page.number}—"
        x = pages.ink_middle_x(rendered["landscape"], page, (22, 30, 34, 182))
        assert x == pytest.approx(28, abs=1)
        top, bottom = min(c["top"] for c in digits) * pages.MM, max(c["bottom"] for c in digits) * pages.MM
        if page.number % 2:
            assert bottom == pytest.approx(179.06, abs=0.7)
        else:
            assert top == pytest.approx(32.94, abs=0.7)


def body_pages(document: Document) -> int:
    """Pages before the annexes that hold text of the body or the signature."""
    return sum(1 for page in document.pages[: first_annex(document) - 1] if any(line.size > 15 for line in page.body))


@pytest.mark.parametrize("form", ["brief", "supervision", "operation", "weekly"])
def test_lengths_cover_one_to_six_pages(rendered: dict[str, Document], form: str) -> None:
    assert {body_pages(rendered[f"{form}{count}"]) for count in PAGES} >= set(PAGES) - {1}
    assert body_pages(rendered["operation1"]) == 1
