"""Debian's Chromium, driven by Playwright; skipped with the reason where either is missing, demanded in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str:
    """Why no browser can be driven here; empty where one can. ``AssertionError`` where one is demanded."""
    reason = ""
    if importlib.util.find_spec("playwright") is None:
        reason = "playwright is not installed"
    elif CHROMIUM is None:
        reason = "chromium is not installed"
    if reason and os.environ.get("BULLETIN_GEN_REQUIRE_BROWSER"):
        raise AssertionError(reason)
    return reason


needs_browser = pytest.mark.skipif(bool(missing()), reason=missing() or "a browser is there")


@contextmanager
def turning(page: Any) -> Iterator[None]:
    """What is done within leads to another page: goes on when that one is there whole, its scripts run. Without it,
    what is read next may still be the page before, and what is typed or dropped may come before its script listens."""
    page.evaluate("document.documentElement.dataset.before = 'yes'")
    yield
    page.locator("html:not([data-before])").wait_for(state="attached")
    page.wait_for_load_state()


@contextmanager
def browsing(width: int = 1366, height: int = 768) -> Iterator[Any]:
    """A page of a fresh browser; whatever its console complains of fails the test."""
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height}, accept_downloads=True)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: dialog.accept())
        page.set_default_timeout(60_000)  # a busy machine; what a page may take is measured elsewhere
        yield page
        browser.close()
    odd = [each for each in faults if "status of 4" not in each]
    assert not odd, odd
