"""Facts about the period and the document itself: names, numbers, dates."""

from __future__ import annotations

from datetime import date

from bulletin_gen.county.supplied import DocumentFacts
from bulletin_gen.facts.book import Book
from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import ByName
from bulletin_gen.leaves.periods import Period


def period_names(book: Book, prefix: str, period: Period) -> ByName[Figure]:
    """The names of a period as figures: name, short_name, month_name, span, this, last_word, year, number, days,
    first and last, and these two without their year (first_day: 5月1日)."""
    texts = {
        "name": period.name,
        "short_name": period.short_name,
        "month_name": period.month_name,
        "span": period.span,
        "this": period.this,
        "last_word": period.last_word,
        "first_day": f"{period.first.month}月{period.first.day}日",
        "last_day": f"{period.last.month}月{period.last.day}日",
    }
    figures: dict[str, Figure] = {key: book.name(f"{prefix}.{key}", text, "期间") for key, text in texts.items()}
    for key, number in (("year", period.year), ("number", period.number), ("days", period.days)):
        figures[key] = book.whole(f"{prefix}.{key}", number, source="期间")
    figures["first"] = book.day(f"{prefix}.first", period.first, "期间")
    figures["last"] = book.day(f"{prefix}.last", period.last, "期间")
    return ByName(figures)


def document_names(book: Book, document: DocumentFacts) -> ByName[Figure]:
    """What supplied.yaml says of the document: only what is given is a member; ``year`` is that of the date."""
    figures: dict[str, Figure] = {}
    for key, value in document.model_dump().items():
        if isinstance(value, date):
            figures[key] = book.day(f"document.{key}", value, "supplied.yaml")
        elif isinstance(value, int):
            figures[key] = book.whole(f"document.{key}", value, source="supplied.yaml")
        elif value:
            figures[key] = book.name(f"document.{key}", str(value), "supplied.yaml")
    if document.dated:
        figures["year"] = book.whole("document.year", document.dated.year, source="supplied.yaml")
    return ByName(figures)
