"""What several tests share: one browser, and one reader of articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from installed import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from kg.extract import Extractor

# What tests expect is told in English, whoever runs them.
for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(name, "").startswith("vi"):
        del os.environ[name]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Playwright keeps an event loop running in this thread as long as it lives."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Our reader of articles over the installed ontology. Reading leaves it as it was."""
    from kg.extract import Extractor

    return Extractor(fast=True)
