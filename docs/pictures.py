"""Write docs/images/ anew: kg build seeds/articles --out build && python docs/pictures.py build"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).with_name("images")
EVERYTHING = "confidence=0"


def whole(page: Page) -> None:
    """The graph as it is."""


def entity(page: Page) -> None:
    """What is known of one entity."""
    page.locator("#search").fill("qwen")
    page.locator("#hits .hit").first.click()
    page.locator("#panel").wait_for()


def article(page: Page) -> None:
    """One sentence of an article, and what it says."""
    page.keyboard.press("5")
    page.locator(".article-list button").first.click()
    page.locator(".body").wait_for()
    for _ in range(3):
        page.keyboard.press("j")


PICTURES = {"explorer": whole, "explorer-node": entity, "explorer-article": article}


def main(build: Path) -> None:
    """Three pictures of the page in ``build``, 1280 by 800."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, act in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            page.goto(f"{(build / 'graph.html').resolve().as_uri()}#{EVERYTHING}")
            page.wait_for_selector("html[data-ready]", state="attached")
            act(page)
            page.wait_for_timeout(1000)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
