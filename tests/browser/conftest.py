"""A graph's page in Debian's Chromium, on two sizes of desktop and on a phone, used as a person uses it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kg.explore import write_html
from kg.graph import Graph

# The graphs are in the folder above, for the tests without a browser too.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

Device = Literal["wide", "desktop", "phone"]
EVERYTHING = "confidence=0"  # the fragment of a page that shows less sure facts too
DEVICES: dict[Device, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1440, "height": 900}},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}

# What a page writes on its canvas, in window.written; and where the words of its last picture stand in its frame, as
# [words, left, top, right, bottom] in pixels, in window.placed, and of what stands out from it in window.chosen.
NOTE_WORDS = """
    window.written = [];
    window.placed = window.chosen = [];
    const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      window.written.push(text);
      fillText.call(this, text, x, y);
      const { a, e, f } = this.getTransform();
      const [wide, size] = [this.measureText(text).width * a, parseFloat(/[\\d.]+px/.exec(this.font)[0]) * a];
      const frame = document.querySelector("#net canvas");
      const left = x * a + e - wide / 2 - (this.canvas.width - frame.width) / 2;
      const top = y * a + f - (this.textBaseline === "middle" ? size / 2 : 0) - (this.canvas.height - frame.height) / 2;
      const box = [left, top, left + wide, top + size].map((at) => at / devicePixelRatio);
      (this.canvas.isConnected ? window.chosen : window.placed).push([text, ...box]);
    };
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      if (this.canvas.isConnected) window.chosen = [];
      else window.placed = [];
      clearRect.call(this, ...box);
    };
"""


@dataclass
class Explorer:
    """One open page. ``problems`` gathers what a page must never do; it is empty at the end of every test."""

    page: Page
    device: Device
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    def press(self, target: Locator) -> None:
        if self.device == "phone":
            target.tap()
        else:
            target.click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def node(self, key: str) -> tuple[float, float]:
        at = self.page.evaluate("key => window.explorer.screenPosition(key)", key)
        return at["x"], at["y"]

    def press_node(self, key: str) -> None:
        """Click or tap the node in the picture, and wait until the panel speaks of something."""
        x, y = self.node(key)
        if self.device == "phone":
            self.page.touchscreen.tap(x, y)
        else:
            self.page.mouse.click(x, y)
        self.panel.wait_for(state="visible")
        self.page.wait_for_timeout(60)

    def choose(self, typed: str) -> None:
        """Find an entity by typing and take the first hit."""
        self.page.locator("#search").fill("")
        self.press(self.page.locator("#search"))
        self.page.locator("#search").press_sequentially(typed)
        self.page.keyboard.press("Enter")

    def found(self) -> Locator:
        """The list under the search box, when what the texts have is in it too."""
        expect(self.page.locator("#hits")).to_have_attribute("aria-busy", "false")
        return self.page.locator("#hits")

    def change_language(self) -> None:
        if self.device == "phone":
            self.press(self.page.locator("#more summary"))
            self.press(self.page.locator("[data-more=language]"))
        else:
            self.press(self.page.locator("#language"))

    def view(self, name: str) -> None:
        self.press(self.page.locator(f"[data-view={name}]"))

    def with_filters(self, change: Callable[[Locator], None]) -> None:
        """Change something in the filters; on a phone they are a sheet that is opened and closed."""
        if self.device == "phone":
            self.press(self.page.locator("#show-filters"))
        change(self.page.locator("#filters"))
        if self.device == "phone":
            self.press(self.page.locator("#filters .close"))

    def shown(self) -> tuple[set[str], set[tuple[str, str, str]]]:
        """Ids of the entities and facts that the graph shows."""
        found = self.page.evaluate("() => window.explorer.shown()")
        return set(found["nodes"]), {tuple(edge) for edge in found["edges"]}

    def written(self) -> set[str]:
        """What stands on the canvas of a page that was opened with ``note_words``."""
        for _ in range(100):
            if found := self.page.evaluate("window.written"):
                return set(found)
            self.page.wait_for_timeout(50)
        return set()

    def loaded(self) -> None:
        """Wait until every sentence and text that the page shows is there."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    def settle(self) -> None:
        self.page.wait_for_timeout(120)


def note_words(page: Page) -> None:
    page.add_init_script(NOTE_WORDS)


OpenPage = Callable[..., Explorer]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Opens pages: ``open_page(graph or path, device, fragment=…, **options of the browser's context)``."""
    opened: list[Explorer] = []

    def open_one(
        source: Graph | Path,
        device: Device = "desktop",
        *,
        fragment: str = "",
        language: str = "vi",
        prepare: Callable[[Page], None] | None = None,
        **options: Any,
    ) -> Explorer:
        target = source if isinstance(source, Path) else tmp_path / f"page-{len(opened)}.html"
        if isinstance(source, Graph):
            write_html(source, target, language=language)
        context = browser.new_context(**{**DEVICES[device], "reduced_motion": "reduce", **options})
        context.set_default_timeout(5000)
        page = context.new_page()
        explorer = Explorer(page, device)
        opened.append(explorer)
        page.on("request", lambda request: explorer.requests.append(request.url))
        page.on("console", lambda message: explorer.problems.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: explorer.problems.append(f"error: {error}"))
        page.on("dialog", lambda dialog: explorer.problems.append(f"dialog: {dialog.message}"))
        if prepare:
            prepare(page)
        page.goto(target.as_uri() + (f"#{fragment}" if fragment else ""))
        page.wait_for_selector("html[data-ready]", state="attached")
        return explorer

    yield open_one
    for explorer in opened:
        assert not explorer.problems
        outside = [url for url in explorer.requests if not url.startswith(("file:", "blob:", "data:"))]
        assert not outside
        explorer.page.context.close()


@pytest.fixture(params=sorted(DEVICES))
def device(request: pytest.FixtureRequest) -> Device:
    """What a person may have before them: 1440 or 1280 pixels wide, or a phone."""
    found: Device = request.param
    return found


@pytest.fixture(params=["desktop", "wide"])
def screen(request: pytest.FixtureRequest) -> Device:
    """What has a pointer that hovers, and a keyboard."""
    found: Device = request.param
    return found
