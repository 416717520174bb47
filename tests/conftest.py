"""What holds for a whole run of the tests."""

from __future__ import annotations

import os

import pytest

from bulletin_gen.render import pdf

#: Set where LibreOffice was not there when the run began: workers begin later.
WITHOUT = "BULLETIN_GEN_TESTS_WITHOUT_LIBREOFFICE"


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest calls by this name
    """Decides once whether pages can be rendered: a LibreOffice that somebody installs meanwhile arrives in pieces, and
    half of the tests would meet it without its type faces."""
    if not pdf.find_libreoffice():
        os.environ[WITHOUT] = "1"
    if os.environ.get(WITHOUT):
        pdf.find_libreoffice = lambda: ""
