"""Where a browser allows no worker, or one fails, the page does the work itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import OpenPage
from explorer_graphs import small
from playwright.sync_api import expect

from kg.graph import Graph
from kg.records import Article

pytestmark = pytest.mark.browser

NONE = "window.Worker = class { constructor() { throw new Error('none is allowed'); } };"
LATE = """
    window.Worker = class {
      constructor() { setTimeout(() => this.onerror(new Event("error")), 20); }
      postMessage() {}
    };
"""


def told() -> Graph:
    graph = small()
    more = Article(
        id="article-x", source="tin/x.txt", text="Ngân hàng giảm lãi suất.", title="Tin ngắn", date="2025-06-01"
    )
    return replace(graph, articles={**graph.articles, more.id: more})


@pytest.mark.parametrize("worker", [NONE, LATE])
def test_texts_are_found_and_read_without_a_worker(open_page: OpenPage, worker: str) -> None:
    explorer = open_page(told(), prepare=lambda page: page.add_init_script(worker))
    explorer.press(explorer.page.locator("#search"))
    explorer.page.locator("#search").fill("lãi suất")
    hit = explorer.found().get_by_role("option").first
    expect(hit).to_contain_text("lãi suất")
    explorer.press(hit)
    expect(explorer.page.locator(".reader")).to_contain_text("giảm lãi suất")
