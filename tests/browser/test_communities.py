"""Communities are named by those in their middle, and shown alone by one click."""

from __future__ import annotations

import pytest
from conftest import Device, Explorer, OpenPage, note_words
from explorer_graphs import circles, small
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

FIRST = {f"E{i}" for i in range(6)}


def rows(filters: Locator) -> Locator:
    return filters.locator("#facet-community li")


def shown(explorer: Explorer) -> set[str]:
    return explorer.shown()[0]


def test_the_legend_names_communities_and_one_is_shown_alone(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(circles(), device)

    def choose_one(filters: Locator) -> None:
        expect(rows(filters)).to_have_count(3)
        expect(rows(filters).first).to_contain_text("Vòng 1 số 1, Vòng 1 số 2, Vòng 1 số 3")
        expect(rows(filters).first.locator(".n")).to_have_text("6")
        rows(filters).first.hover()
        explorer.press(rows(filters).first.locator(".only"))

    explorer.with_filters(choose_one)
    assert shown(explorer) == FIRST
    explorer.page.reload()
    explorer.page.wait_for_selector("html[data-ready]", state="attached")
    assert shown(explorer) == FIRST, "the address keeps it"


def test_an_entity_says_whom_it_belongs_with(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(circles(), device)
    explorer.choose("vong 1 so 4")
    line = explorer.panel.locator(".community")
    expect(line).to_have_text("Thuộc cụm: Vòng 1 số 1, Vòng 1 số 2, Vòng 1 số 3")
    explorer.press(line.get_by_role("button"))
    assert shown(explorer) == FIRST
    explorer.page.go_back()
    assert len(shown(explorer)) == 18


def test_counts_of_communities_follow_the_other_filters(open_page: OpenPage) -> None:
    explorer = open_page(circles())
    explorer.page.locator("#facet-modality input").first.click()
    expect(rows(explorer.page.locator("#filters")).first.locator(".n")).to_have_text("0")


def test_where_there_is_one_community_at_most_there_is_no_choice(open_page: OpenPage) -> None:
    explorer = open_page(small())
    expect(explorer.page.locator("#facet-class")).to_be_visible()
    expect(explorer.page.locator("#facet-community")).to_have_count(0)


@pytest.mark.parametrize(("size", "captions"), [(20, 8), (5, 0)])
def test_a_picture_of_many_entities_has_the_names_of_communities_on_it(
    open_page: OpenPage, size: int, captions: int, device: Device
) -> None:
    explorer = open_page(circles(8, size), device, prepare=note_words)
    found = {text for text in explorer.written() if " · " in text}
    assert found == {f"Vòng {k} số 1 · Vòng {k} số 2" for k in range(1, captions + 1)}, "few have their own names"
