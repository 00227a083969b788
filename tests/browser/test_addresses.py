"""Every state has an address that leads to it, and "back" goes back."""

from __future__ import annotations

import pytest
from conftest import EVERYTHING, Device, OpenPage
from explorer_graphs import ring, small
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "fragment",
    [
        "view=table&sort=-time&query=sao",
        "node=Sao_Mai",
        "fact=Sao_Mai&fact=released&fact=Anh_Duong",
        "node=Hue&near=Hue&near=Sao_Mai",
        "node=Hue&to=Ngan_hang_Da_Giang",
        "hide-class=Person&hide-relation=uses&hide-modality=planned&time=2025-01%2F2025-04&undated=0",
        "confidence=0.5&sources=2",
        "hide-community=",
        EVERYTHING,
        "view=timeline&theme=dark&language=en",
        "view=overview&isolated=1",
        "clock=fact&time=2025-01%2F2025-04",
        "view=articles&list-sort=oldest&list-from=2025-04-01&list-query=sao",
        "view=articles&article=article-1&at=58&found=mua",
    ],
)
def test_every_state_has_an_address_that_leads_to_it(open_page: OpenPage, fragment: str, device: Device) -> None:
    explorer = open_page(small(), device, fragment=fragment)
    explorer.loaded()
    before = (explorer.shown(), explorer.page.locator("main").inner_text())
    explorer.page.keyboard.press("d")
    explorer.page.keyboard.press("d")
    written = explorer.page.evaluate("location.hash.slice(1)").replace("theme=light", "").strip("&")
    again = open_page(small(), device, fragment=written)
    again.loaded()
    assert (again.shown(), again.page.locator("main").inner_text()) == before


def test_back_and_forward(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.choose("hue")
    explorer.view("table")
    explorer.view("graph")
    explorer.choose("da giang")
    page = explorer.page
    page.go_back()
    expect(explorer.panel.locator("h2")).to_have_text("Huế")
    page.go_back()
    expect(page.locator("#table")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(explorer.panel).to_be_hidden()
    page.go_forward()
    expect(explorer.panel.locator("h2")).to_have_text("Huế")


def test_an_address_of_another_graph_does_no_harm(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(
        small(),
        device,
        fragment="node=Nobody&view=nothing&fact=a&near=%00&time=x/y&confidence=NaN"
        "&sources=-3&camera=1,2,0&hide-class=None&language=xx&sort=__proto__",
    )
    assert len(explorer.shown()[0]) == 6
    expect(explorer.panel).to_be_hidden()


@pytest.mark.slow
def test_a_very_large_graph_starts_with_its_most_connected_part(open_page: OpenPage) -> None:
    explorer = open_page(ring(12_000), fragment=EVERYTHING)
    notice = explorer.page.locator("#notice")
    expect(notice).to_contain_text("4.000 thực thể có nhiều liên hệ nhất")
    assert len(explorer.shown()[0]) == 4000
    explorer.press(notice.get_by_role("button"))
    expect(notice).to_be_hidden()
    assert len(explorer.shown()[0]) == 12_000
