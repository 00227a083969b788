"""The page starts with what is sure, says what it hides, and shows it with one click."""

from __future__ import annotations

import pytest
from conftest import EVERYTHING, Device, Explorer, OpenPage
from explorer_graphs import doubted, small
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

SURE = small().ontology.model.shown_from

FIRST = {"released", "ceoOf", "headquarteredIn", "investedIn"}
OTHERS = {"acquired", "uses"}
HIDDEN = f"Đang ẩn 2 dữ kiện kém chắc chắn (độ tin cậy dưới {str(SURE).replace('.', ',')})."


def relations(explorer: Explorer) -> set[str]:
    return {fact[1] for fact in explorer.shown()[1]}


def least(explorer: Explorer) -> Locator:
    return explorer.page.locator("[data-name=confidence]")


def fragment(explorer: Explorer) -> str:
    return str(explorer.page.evaluate("location.hash.slice(1)"))


def test_at_first_only_what_is_sure_and_one_click_shows_the_rest(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    notice = explorer.page.locator("#notice")
    assert relations(explorer) == FIRST
    expect(notice).to_contain_text(HIDDEN)
    explorer.press(notice.get_by_role("button", name="Hiện hết"))
    assert relations(explorer) == FIRST | OTHERS
    expect(notice).to_be_hidden()
    expect(least(explorer)).to_have_value("0")
    assert fragment(explorer) == EVERYTHING
    explorer.page.go_back()
    expect(notice).to_contain_text(HIDDEN)
    assert relations(explorer) == FIRST


def test_reset_goes_back_to_what_is_sure(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    assert relations(explorer) == FIRST | OTHERS
    explorer.with_filters(lambda filters: explorer.press(filters.locator("#reset")))
    assert relations(explorer) == FIRST
    expect(least(explorer)).to_have_value(str(SURE))
    assert fragment(explorer) == ""


@pytest.mark.parametrize("view", ["table", "timeline", "overview"])
def test_every_view_says_what_is_hidden(open_page: OpenPage, view: str, device: Device) -> None:
    explorer = open_page(small(), device, fragment=f"view={view}")
    shown = explorer.page.locator(f"#{view}")
    expect(shown).to_contain_text(HIDDEN)
    explorer.press(shown.get_by_role("button", name="Hiện hết"))
    expect(shown).not_to_contain_text("kém chắc chắn")
    expect(shown).to_be_focused()
    assert relations(explorer) == FIRST | OTHERS


def test_the_slider_moves_below_and_above_and_the_address_keeps_it(open_page: OpenPage) -> None:
    explorer = open_page(small(), language="en")
    notice = explorer.page.locator("#notice")
    expect(notice).to_contain_text(f"2 less sure facts are hidden (confidence below {SURE}).")
    least(explorer).fill("0.5")
    expect(notice).to_contain_text("1 less sure fact is hidden (confidence below 0.5).")
    assert relations(explorer) == FIRST | {"acquired"}
    again = open_page(small(), fragment=fragment(explorer))
    assert relations(again) == FIRST | {"acquired"}
    least(explorer).fill("0.95")
    expect(notice).to_contain_text("6 less sure facts are hidden")
    least(explorer).fill(str(SURE))
    expect(notice).to_contain_text("2 less sure facts are hidden")
    assert fragment(explorer) == ""


def test_what_another_filter_hides_is_not_counted(open_page: OpenPage) -> None:
    explorer = open_page(small(), fragment="hide-relation=uses")
    expect(explorer.page.locator("#notice")).to_contain_text("Đang ẩn 1 dữ kiện")


def test_in_a_neighbourhood_its_own_hidden_facts_are_counted(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="near=Hue")
    expect(explorer.page.locator("#notice")).to_contain_text("Huế")
    expect(explorer.page.locator("#notice")).not_to_contain_text("kém chắc chắn")
    explorer = open_page(small(), device, fragment="near=Bien_Xanh")
    expect(explorer.page.locator("#notice")).to_contain_text("Đang ẩn 2 dữ kiện")


def test_a_graph_of_less_sure_facts_starts_with_all_of_them(open_page: OpenPage) -> None:
    explorer = open_page(doubted(small(), 0.5), fragment="sources=2")
    assert relations(explorer) == {"released"}
    explorer.press(explorer.page.locator("#reset"))
    assert relations(explorer) == FIRST | OTHERS
    expect(explorer.page.locator("#notice")).to_be_hidden()
    expect(least(explorer)).to_have_value("0")


def test_an_entity_without_a_sure_fact_is_hidden_and_can_be_found(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(doubted(small(), 0.5, "st-3"), device)
    assert "Ngan_hang_Da_Giang" not in explorer.shown()[0]
    explorer.choose("da giang")
    expect(explorer.panel.locator("h2")).to_have_text("Ngân hàng Đà Giang")
    expect(explorer.panel).to_contain_text("1 dữ kiện đang bị bộ lọc ẩn.")
    assert "Ngan_hang_Da_Giang" in explorer.shown()[0]


def test_a_hidden_fact_that_a_link_leads_to_is_told(open_page: OpenPage) -> None:
    explorer = open_page(small(), fragment="fact=Bien_Xanh&fact=uses&fact=Anh_Duong")
    expect(explorer.panel).to_contain_text("Bộ lọc đang ẩn dữ kiện này")
    expect(explorer.panel.locator(".card")).to_contain_text("Biển Xanh được cho là dùng Ánh Dương.")


def test_a_conflict_is_shown_with_both_sides_where_one_is_sure(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(doubted(small(), 0.5, "st-7"), device, fragment="view=overview&node=Sao_Mai")
    for place in ("#overview", "#panel"):
        expect(explorer.page.locator(f"{place} .conflict-card .side")).to_have_count(2)


def test_a_conflict_without_a_sure_side_is_hidden_and_counted(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(doubted(small(), 0.5, "st-1", "st-7"), device, fragment="view=overview&node=Sao_Mai")
    overview = explorer.page.locator("#overview")
    expect(explorer.page.locator(".conflict-card")).to_have_count(0)
    expect(overview).to_contain_text("1 mâu thuẫn đang bị bộ lọc ẩn.")
    explorer.press(overview.get_by_role("button", name="Hiện hết"))
    expect(overview.locator(".conflict-card .side")).to_have_count(2)
    expect(overview).not_to_contain_text("đang bị bộ lọc ẩn")


def test_what_is_shown_lies_below_the_strip(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    strip = explorer.page.locator("#notice .unsure").bounding_box()
    assert strip
    assert min(explorer.node(key)[1] for key in explorer.shown()[0]) > strip["y"] + strip["height"]
