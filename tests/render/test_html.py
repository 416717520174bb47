"""The web page: complete, self-contained, well formed, nothing but what the tree says."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Align, Bulletin, Cell, Paragraph, Run, Table, plain, text, texts
from render import samples

forms = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL.keys())
_VOID = {"meta", "hr", "br"}


class Reader(HTMLParser):
    """Collects text and checks that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def read(bulletin: Bulletin) -> Reader:
    reader = Reader()
    reader.feed(write_html(bulletin))
    reader.close()
    assert reader.open == []
    return reader


@forms
def test_every_text_of_the_tree_is_on_the_page(make: Callable[[], Bulletin]) -> None:
    bulletin = make()
    words = "".join(read(bulletin).words)
    for one in texts(bulletin):
        assert plain(one) in words
    for name in (*bulletin.signature.bodies, *bulletin.head.mark):
        assert name in words


@forms
def test_the_page_needs_nothing_else(make: Callable[[], Bulletin]) -> None:
    page = write_html(make())
    assert not re.search(r"https?:|<script|<link|<img|@import|url\(", page)
    assert 'name="viewport"' in page
    assert '<html lang="zh-CN">' in page
    assert "@media print" in page


def test_tables_keep_their_merged_cells_and_heads() -> None:
    page = write_html(samples.weekly())
    assert '<th scope="col" rowspan="2">序号</th>' in page
    assert '<th scope="col" colspan="4">得分</th>' in page
    assert '<tr class="total"><td colspan="2">合计</td>' in page


def test_names_in_tables_stay_whole_and_wide_tables_print_on_turned_pages() -> None:
    page = write_html(samples.supervision())
    assert re.search(r"td \{ white-space: nowrap; \} td\.long \{[^}]*white-space: normal", page)
    assert re.search(r"\.scroll \{ overflow-x: auto", page)
    assert "<td>县发展改革委（粮食和储备局）</td>" in page
    long = Table(text("表"), 1, (), ((Cell(text("经核实，" * 12), Align.LEFT),),))
    assert '<td class="left long">经核实，' in write_html(replace(samples.weekly(), body=(long,)))
    assert '<section class="annex wide">' in page
    assert re.search(r"@page wide \{ size: A4 landscape", page)
    assert '<section class="annex">' in write_html(samples.weekly())


def test_figures_can_be_found_again() -> None:
    bulletin = samples.notice((Paragraph((Run("受理"), Run("1660", figure="accepted.total"), Run("件"))),))
    assert '受理<span data-figure="accepted.total">1660</span>件' in write_html(bulletin)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=30))
def test_any_text_is_text(words: str) -> None:
    bulletin = replace(samples.notice((Paragraph(text(f"文{words}字")),)), annexes=())
    page = write_html(bulletin)
    page.encode("utf-8")
    shown = cleaned(words).replace("\n", "")
    assert f"文{shown}字" in "".join(read(bulletin).words)
