"""What is shown is laid out anew, in a worker, with a bar, a way out and a way back."""

from __future__ import annotations

from itertools import combinations

import pytest
from conftest import EVERYTHING, Device, Explorer, OpenPage
from explorer_graphs import circles, ring, small
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DONE = "Những gì đang hiện đã được sắp lại."
SLOW = """
    const Fast = window.Worker;
    window.Worker = class extends Fast {
      set onmessage(listener) { super.onmessage = (event) => { if (!event.data.x) listener(event); }; }
    };
"""


def places(explorer: Explorer) -> dict[str, tuple[float, float]]:
    """Where what is shown stands in the plane."""
    found = explorer.page.evaluate("() => Object.fromEntries(window.explorer.places())")
    return {key: (x, y) for key, (x, y) in found.items()}


def arrange(explorer: Explorer) -> None:
    explorer.press(explorer.page.locator("#arrange"))
    expect(explorer.page.locator("#notice")).to_contain_text(DONE)


def test_what_is_left_by_a_filter_is_laid_out_and_goes_back(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(circles(4, 8), device, fragment="hide-community=E10&hide-community=E16")
    workers: list[str] = []
    explorer.page.on("worker", lambda worker: workers.append(worker.url))
    before = places(explorer)
    assert len(before) == 16
    arrange(explorer)
    after = places(explorer)
    assert all(after[key] != before[key] for key in before)
    nearest = min(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in combinations(after.values(), 2))
    assert nearest > 30, "nothing lies over another"
    assert len(workers) == 1 and workers[0].startswith("blob:")
    explorer.press(explorer.button("Trở về chỗ cũ"))
    assert places(explorer) == before
    expect(explorer.page.locator("#notice")).not_to_contain_text(DONE)


def test_it_is_the_same_each_time(open_page: OpenPage) -> None:
    found = []
    for _ in range(2):
        explorer = open_page(circles())
        explorer.page.keyboard.press("r")
        expect(explorer.page.locator("#notice")).to_contain_text(DONE)
        found.append(places(explorer))
    assert found[0] == found[1]


def test_a_choice_keeps_it_and_another_filter_ends_it(open_page: OpenPage) -> None:
    explorer = open_page(circles())
    home = places(explorer)
    arrange(explorer)
    new = places(explorer)
    explorer.choose("vong 2 so 3")
    assert places(explorer) == new
    explorer.page.keyboard.press("Escape")
    explorer.page.locator("#facet-community input").last.click()
    assert len(places(explorer)) == 12
    expect(explorer.page.locator("#notice")).not_to_contain_text(DONE)
    assert places(explorer).items() <= home.items()


def test_a_neighbourhood_is_laid_out_too(open_page: OpenPage) -> None:
    explorer = open_page(small(), fragment=f"{EVERYTHING}&node=Sao_Mai&near=Sao_Mai")
    before = places(explorer)
    arrange(explorer)
    assert places(explorer).keys() == before.keys()
    assert places(explorer) != before
    explorer.press(explorer.button("Trở về chỗ cũ"))
    assert places(explorer) == before


def test_it_says_how_far_it_is_and_can_be_left(open_page: OpenPage, device: Device) -> None:
    def slow(page: Page) -> None:
        page.add_init_script(SLOW)

    explorer = open_page(ring(40), device, fragment=EVERYTHING, prepare=slow)
    before = places(explorer)
    explorer.press(explorer.page.locator("#arrange"))
    bar = explorer.page.get_by_role("progressbar", name="Đang sắp lại những gì đang hiện…")
    expect(bar).to_have_js_property("value", 1)
    explorer.press(explorer.button("Thôi"))
    expect(bar).to_have_count(0)
    assert places(explorer) == before
