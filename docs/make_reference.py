#!/usr/bin/env python3
"""Writes the pages of this folder that are made from the program, and the marked blocks of all pages.

    python docs/make_reference.py

A test holds that running it changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from making import commands_page, growth_chart, profile_page, sentences_page
from making.batch_table import fill_batch
from making.cases import fill_cases
from making.runs import fill_runs

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

#: Pages written by hand, with marked blocks.
WRITTEN = (
    ROOT / "README.md", ROOT / "README.zh-CN.md", DOCS / "rules.zh-CN.md", DOCS / "runs.zh-CN.md",
    DOCS / "sheets.zh-CN.md", DOCS / "scale.md",
)  # fmt: skip


def made() -> dict[Path, str]:
    """Pages that are made whole: path → text as it ought to be."""
    return {
        DOCS / "profile.zh-CN.md": profile_page.page(),
        DOCS / "commands.zh-CN.md": commands_page.page(),
        DOCS / "sentences.zh-CN.md": sentences_page.page(),
        DOCS / "growth.svg": growth_chart.chart(DOCS / "growth.json"),
    }


def filled(page: Path) -> str:
    """A page written by hand with its marked blocks as they ought to be."""
    return fill_runs(fill_batch(fill_cases(page.read_text(encoding="utf-8"))))


def main() -> None:
    """Writes all pages."""
    for path, text in (made() | {page: filled(page) for page in WRITTEN}).items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
