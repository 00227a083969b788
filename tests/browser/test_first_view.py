"""What the page shows first, and what it says of what it leaves out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import EVERYTHING, Device, OpenPage, note_words
from explorer_graphs import circles, long_names, ring, scattered, small
from playwright.sync_api import expect

from kg.graph import Graph
from kg.records import Article

pytestmark = pytest.mark.browser


def test_the_main_part_comes_first_and_small_groups_behind_a_count(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(scattered(), device)
    assert explorer.shown()[0] == {f"E{i}" for i in range(9)}
    notice = explorer.page.locator("#notice")
    expect(notice).to_contain_text("Chưa vẽ 30 nhóm nhỏ rời phần chính (60 thực thể).")
    expect(explorer.page.locator("#count")).to_contain_text(
        "69 thực thể · 38 dữ kiện · 60 thực thể trong nhóm nhỏ chưa vẽ"
    )
    explorer.press(notice.get_by_role("button", name="Vẽ cả"))
    assert len(explorer.shown()[0]) == 69
    expect(notice).to_be_hidden()
    explorer.page.go_back()
    assert len(explorer.shown()[0]) == 9


def test_what_is_chosen_is_drawn_whatever_its_group(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(scattered(), device)
    explorer.choose("Lẻ 7")
    assert {"E15", "E16"} <= explorer.shown()[0]
    assert len(explorer.shown()[0]) == 11
    explorer.view("table")
    explorer.page.keyboard.press("Escape")
    expect(explorer.page.locator("#table tbody tr")).to_have_count(38), "the table leaves nothing out"


def test_who_has_one_fact_has_a_name_too_wherever_there_is_room(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(scattered(0), device, prepare=note_words)
    assert {"Trung tâm", *(f"Cánh {i}" for i in range(1, 9))} <= explorer.written()


@pytest.mark.parametrize("graph", [small, lambda: long_names(scattered(0)), lambda: ring(60), lambda: circles(8, 20)])
@pytest.mark.parametrize("size", [None, {"width": 640, "height": 420}])
def test_no_name_in_the_first_view_is_cut_by_an_edge(
    open_page: OpenPage, device: Device, graph: Callable[[], Graph], size: dict[str, int] | None
) -> None:
    options = {"viewport": size} if size else {}
    explorer = open_page(graph(), device, fragment=EVERYTHING, prepare=note_words, **options)
    explorer.settle()
    frame = explorer.page.locator("#net").bounding_box()
    words = explorer.page.evaluate("window.placed")
    assert frame
    assert len(words) > 4
    assert [word for word, left, _, right, _ in words if left < 0 or right > frame["width"]] == []


def test_few_small_groups_are_drawn(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(scattered(pairs=5), device)
    assert len(explorer.shown()[0]) == 19
    expect(explorer.page.locator("#notice")).to_be_hidden()


def test_an_entity_without_facts_says_in_which_sentences_it_is_named(open_page: OpenPage, device: Device) -> None:
    graph = small()
    pond = Article(
        id="article-3",
        source="tin/ba.txt",
        text="Mở đầu. Người ta câu ở Ao Cá suốt mùa hè! Hết.",
        title="Chuyện câu cá",
        date="2025-06-01",
        outlet="Báo Núi",
    )
    graph = replace(graph, articles={**graph.articles, pond.id: pond}, mentions={**graph.mentions, pond.id: ("Ao_Ca",)})
    explorer = open_page(graph, device)
    explorer.choose("ao ca")
    mention = explorer.panel.locator(".mention", has_text="Chuyện câu cá")
    expect(mention.locator("blockquote")).to_have_text("Người ta câu ở Ao Cá suốt mùa hè!")
    expect(mention).to_contain_text("Báo Núi · 1/6/2025")
    explorer.press(mention.get_by_role("button"))
    expect(explorer.page.locator(".name.chosen")).to_have_text("Ao Cá")


def test_a_title_of_its_own_changes_with_the_language(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    expect(explorer.page.locator("h1")).to_have_text("Đồ thị tri thức")
    explorer.change_language()
    expect(explorer.page.locator("h1")).to_have_text("Knowledge graph")
    assert explorer.page.title() == "Knowledge graph"


def test_everything_is_reached_on_a_phone(open_page: OpenPage) -> None:
    explorer = open_page(small(), "phone", fragment=EVERYTHING)
    more = explorer.page.locator("#more summary")
    explorer.press(more)
    explorer.press(explorer.page.locator("[data-more=language]"))
    expect(explorer.page.locator("html")).to_have_attribute("lang", "en")
    explorer.press(more)
    explorer.press(explorer.page.locator("[data-more=theme]"))
    expect(explorer.page.locator("html")).to_have_attribute("data-theme", "dark")
    explorer.press(more)
    explorer.press(explorer.page.locator("[data-more=help]"))
    expect(explorer.page.get_by_role("dialog")).to_be_visible()
    explorer.press(explorer.page.get_by_role("dialog").get_by_role("button"))
    for view in ("table", "timeline", "overview", "articles", "graph"):
        explorer.view(view)
        expect(explorer.page.locator(f"#{view}")).to_be_visible()
    assert explorer.page.evaluate("document.documentElement.scrollWidth") == 390
