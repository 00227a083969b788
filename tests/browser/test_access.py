"""Everybody can use it: axe-core finds nothing, and every feature has a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Device, OpenPage
from explorer_graphs import circles, small
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe.min.js"  # axe-core 4.14.1, see axe.LICENSE
STATES = [
    "",
    "node=Sao_Mai",
    "view=table&sort=time",
    "view=timeline",
    "view=overview",
    "view=articles",
    "view=articles&article=article-1",
    "view=articles&article=article-1&at=0",
    "node=Hue&near=Hue",
    "node=Hue&to=Ngan_hang_Da_Giang&confidence=0",
    "fact=Sao_Mai&fact=released&fact=Anh_Duong",
]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(open_page: OpenPage, device: Device, scheme: str) -> None:
    explorer = open_page(small(), device, color_scheme=scheme)
    for fragment in STATES:
        explorer.page.evaluate("fragment => { location.hash = fragment; }", fragment)
        explorer.settle()
        assert violations(explorer.page) == [], fragment


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(open_page: OpenPage, device: Device, scheme: str) -> None:
    explorer = open_page(small(), device, color_scheme=scheme)
    page = explorer.page
    page.keyboard.press("/")
    page.keyboard.type("sao")
    expect(explorer.found().get_by_role("group", name="Trong bài")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_asks(open_page: OpenPage, device: Device, scheme: str) -> None:
    explorer = open_page(small(), device, fragment="node=Hue", color_scheme=scheme)
    page, dialog = explorer.page, explorer.page.get_by_role("dialog")
    explorer.panel.locator(".judge").first.click()
    expect(dialog).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name="Ghi lại").click()
    for kind in ("decisions", "picture"):
        page.locator("#exports summary").click()
        page.locator(f"[data-export={kind}]").click()
        assert violations(page) == [], kind
        page.keyboard.press("Escape")
    explorer.panel.locator(".actions").get_by_role("button", name="Sửa").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_communities_and_ways_back(open_page: OpenPage, device: Device, scheme: str) -> None:
    explorer = open_page(circles(), device, color_scheme=scheme)
    explorer.press(explorer.page.locator("#arrange"))
    expect(explorer.button("Trở về chỗ cũ")).to_be_visible()
    assert violations(explorer.page) == []
    explorer.choose("vong 1 so 4")
    expect(explorer.panel.locator(".community")).to_be_visible()
    assert violations(explorer.page) == []
    explorer.press(explorer.panel.locator(".card .source").first)
    expect(explorer.page.locator(".turning .back")).to_have_count(2)
    assert violations(explorer.page) == []


def test_axe_finds_nothing_in_the_filters_of_a_phone(open_page: OpenPage) -> None:
    explorer = open_page(small(), "phone")
    explorer.press(explorer.page.locator("#show-filters"))
    assert violations(explorer.page) == []


def test_everything_has_a_key(open_page: OpenPage) -> None:
    explorer = open_page(small())
    page = explorer.page
    for key, view in (("2", "table"), ("3", "timeline"), ("4", "overview"), ("5", "articles"), ("1", "graph")):
        page.keyboard.press(key)
        expect(page.locator(f"#{view}")).to_be_visible()
        expect(page.locator(f"[data-view={view}]")).to_have_attribute("aria-current", "page")
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Find an entity")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.press("e")
    expect(page.locator("#notice")).to_contain_text("Sao Mai")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).not_to_contain_text("Sao Mai")


def test_every_control_is_reached_by_tab_and_seen(open_page: OpenPage) -> None:
    explorer = open_page(small(), fragment="node=Sao_Mai")
    page = explorer.page
    page.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
        outlined = page.evaluate("""() => { const style = getComputedStyle(document.activeElement);
            return document.activeElement === document.body || style.outlineStyle !== 'none'; }""")
        assert outlined, page.evaluate("document.activeElement.outerHTML")
    assert {"search", "theme", "net", "fit", "reset", "close", "only"} <= seen


def test_the_skip_button_leads_to_the_table(open_page: OpenPage) -> None:
    explorer = open_page(small())
    explorer.page.keyboard.press("Tab")
    expect(explorer.page.locator("#skip")).to_be_focused()
    explorer.page.keyboard.press("Enter")
    expect(explorer.page.locator("#table table")).to_be_visible()


def test_a_selection_is_read_out(open_page: OpenPage) -> None:
    explorer = open_page(small())
    explorer.press_node("Hue")
    expect(explorer.page.locator("#live")).to_have_text("Huế, thành phố, 1 dữ kiện")
