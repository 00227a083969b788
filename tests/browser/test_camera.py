"""Where the page looks: the panel never changes the scale, and closing what was found goes back."""

from __future__ import annotations

import pytest
from conftest import Device, Explorer, OpenPage, note_words
from explorer_graphs import chain, long_names, ring, small
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def camera(explorer: Explorer) -> dict[str, float]:
    explorer.page.wait_for_timeout(700)  # what moves of itself has moved
    found: dict[str, float] = explorer.page.evaluate("window.explorer.camera()")
    return found


def test_opening_and_closing_the_panel_keeps_the_scale(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    before = camera(explorer)
    explorer.press_node("Hue")
    assert camera(explorer)["scale"] == before["scale"]
    x, y = explorer.node("Hue")
    over = explorer.panel.bounding_box()
    assert over
    assert x < over["x"] or y < over["y"], "what was chosen is not under the panel"
    explorer.press(explorer.panel.get_by_label("Đóng"))
    expect(explorer.panel).to_be_hidden()
    assert camera(explorer) == pytest.approx(before, abs=0.01)


def test_search_open_and_close_leaves_the_graph_as_it_was(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(ring(60), device, fragment="confidence=0")
    before = camera(explorer)
    explorer.choose("Thực thể số 31")
    near = camera(explorer)
    assert near["scale"] > before["scale"], "what was found is looked at"
    x, y = explorer.node("E31")
    over = explorer.panel.bounding_box()
    assert over
    assert x < over["x"] or y < over["y"]
    explorer.press(explorer.panel.get_by_label("Đóng"))
    assert camera(explorer) == pytest.approx(before, abs=0.01)


def test_a_camera_that_was_moved_by_hand_stays(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(ring(60), screen, fragment="confidence=0")
    explorer.choose("Thực thể số 31")
    explorer.press(explorer.page.get_by_label("Phóng to"))
    near = camera(explorer)
    explorer.page.keyboard.press("Escape")
    assert camera(explorer) == pytest.approx(near, abs=0.01)


def test_a_filter_fits_what_it_leaves(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(ring(60), screen, fragment="confidence=0")
    before = camera(explorer)
    explorer.page.locator("#facet-relation .only:not(.all)").first.click()
    assert camera(explorer)["scale"] > before["scale"]


def test_closing_leaves_nothing_of_what_was_chosen(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    wide = explorer.page.locator("#net canvas")
    plain = wide.screenshot()
    explorer.press_node("Hue")
    explorer.settle()
    chosen = wide.screenshot()
    assert plain != chosen
    explorer.page.keyboard.press("Escape")
    explorer.page.mouse.move(5, 300)
    explorer.settle()
    assert wide.screenshot() == plain, "nothing of the choice is left"


def test_a_way_is_seen_from_end_to_end(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(chain(26), device, fragment="node=C0&to=C25")
    expect(explorer.panel.locator(".steps > li")).to_have_count(25)
    camera(explorer)
    over = explorer.panel.bounding_box()
    assert over
    for end in ("C0", "C25"):
        x, y = explorer.node(end)
        assert x > 0 and y > 0
        assert x < over["x"] if device != "phone" else y < over["y"]


def test_no_name_hides_an_entity_of_the_way(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(long_names(chain(9)), device, fragment="node=C0&to=C8", prepare=note_words)
    camera(explorer)
    frame = explorer.page.locator("#net").bounding_box()
    assert frame
    spots = [explorer.node(f"C{k}") for k in range(9)]
    names = [box for word, *box in explorer.page.evaluate("window.chosen") if word.startswith("Tổng")]
    assert len(names) > 4
    hidden = [
        (left, top)
        for left, top, right, bottom in names
        for x, y in spots
        if left < x - frame["x"] < right and top < y - frame["y"] < bottom
    ]
    assert not hidden
