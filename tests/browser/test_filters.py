"""Less of a graph in the page: filters, the neighbourhood of a node, the path between two."""

from __future__ import annotations

import pytest
from conftest import EVERYTHING, Device, OpenPage
from explorer_graphs import chain, roundabout, small
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser


# ---- filters


def test_filter_by_class(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.with_filters(lambda filters: filters.get_by_role("checkbox", name="người 1").uncheck())
    nodes, facts = explorer.shown()
    assert "Tran_Van_An" not in nodes
    assert not any("ceoOf" in fact for fact in facts)
    expect(explorer.page.locator("#count")).to_contain_text("5 dữ kiện")


def test_filter_to_one_relation_and_back(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.with_filters(lambda filters: explorer.press(filters.get_by_label("Chỉ hiện ra mắt")))
    assert explorer.shown() == ({"Sao_Mai", "Anh_Duong"}, {("Sao_Mai", "released", "Anh_Duong")})
    explorer.with_filters(lambda filters: explorer.press(filters.get_by_label("Hiện tất cả: Quan hệ")))
    assert len(explorer.shown()[1]) == 6


def test_filter_by_source(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.with_filters(lambda filters: filters.get_by_role("checkbox", name="Báo Sông").uncheck())
    assert explorer.shown()[1] == {
        ("Tran_Van_An", "ceoOf", "Sao_Mai"),
        ("Sao_Mai", "headquarteredIn", "Hue"),
        ("Sao_Mai", "released", "Anh_Duong"),
    }


def test_filter_by_modality(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)

    def only_asserted(filters: Locator) -> None:
        for word in ("theo nguồn tin", "dự kiến", "phủ định"):
            filters.get_by_role("checkbox", name=word).uncheck()

    explorer.with_filters(only_asserted)
    assert {fact[1] for fact in explorer.shown()[1]} == {"released", "ceoOf", "headquarteredIn"}


def test_filter_by_confidence_and_sources(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.with_filters(lambda filters: filters.locator("[data-name=confidence]").fill("0.75"))
    explorer.settle()
    assert {fact[1] for fact in explorer.shown()[1]} == {"released", "ceoOf", "headquarteredIn", "investedIn"}
    explorer.with_filters(lambda filters: filters.locator("[data-name=sources]").fill("2"))
    explorer.settle()
    assert {fact[1] for fact in explorer.shown()[1]} == {"released"}
    explorer.with_filters(lambda filters: explorer.press(filters.locator("#reset")))
    assert len(explorer.shown()[1]) == 4


def test_filter_by_time_with_and_without_undated_facts(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="clock=fact")
    bars = explorer.page.locator(".histogram rect")
    assert bars.count() == 17, "months from January 2024 to May 2025, as of when a post is said to be held"
    explorer.with_filters(lambda filters: filters.get_by_label("Đến tháng").fill(str(2025 * 12 - 1)))
    explorer.settle()
    assert "released" not in {fact[1] for fact in explorer.shown()[1]}
    assert explorer.page.locator(".histogram rect.out").count() == 5
    explorer.with_filters(lambda filters: filters.get_by_label("Gồm dữ kiện không ghi thời gian").uncheck())
    explorer.settle()
    assert {fact[1] for fact in explorer.shown()[1]} == {"ceoOf"}
    # Whoever has a post since 2024, says an article of 2025, has it in 2025.
    explorer.with_filters(lambda filters: filters.get_by_label("Đến tháng").fill(str(2025 * 12 + 4)))
    explorer.with_filters(lambda filters: filters.get_by_label("Từ tháng").fill(str(2025 * 12)))
    explorer.settle()
    assert {fact[1] for fact in explorer.shown()[1]} == {"ceoOf", "released"}


def test_counts_follow_the_other_filters_and_are_never_covered(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen, fragment=EVERYTHING)
    filters = explorer.page.locator("#filters")

    def count(name: str) -> str:
        return filters.locator("li", has=explorer.page.get_by_text(name, exact=True)).locator(".n").inner_text()

    assert (count("công ty"), count("ra mắt"), count("phủ định")) == ("3", "1", "1")
    filters.get_by_role("checkbox", name="phủ định").uncheck()
    assert (count("công ty"), count("ra mắt"), count("phủ định")) == ("2", "1", "1"), (
        "its own filter hides nothing of it"
    )
    filters.get_by_role("checkbox", name="Báo Sông").uncheck()
    assert (count("công ty"), count("mua lại"), count("Báo Sông")) == ("1", "0", "3")
    row = filters.locator("li", has_text="ra mắt")
    row.hover()
    number, only = row.locator(".n").bounding_box(), row.locator(".only").bounding_box()
    assert number
    assert only
    assert number["x"] + number["width"] <= only["x"]


def test_the_months_of_the_articles_filter_first(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    assert explorer.page.locator(".histogram rect").count() == 3, "March to May 2025"
    explorer.with_filters(lambda filters: filters.get_by_label("Đến tháng").fill(str(2025 * 12 + 3)))
    explorer.settle()
    assert {fact[1] for fact in explorer.shown()[1]} == {"released", "acquired", "investedIn", "uses"}
    explorer.with_filters(lambda filters: explorer.press(filters.get_by_role("button", name="Lúc xảy ra")))
    assert explorer.page.locator(".histogram rect").count() == 17
    assert len(explorer.shown()[1]) == 6, "another clock begins with all of its time"


def test_entities_without_facts_are_hidden_at_first(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    assert "Ao_Ca" not in explorer.shown()[0]
    explorer.with_filters(lambda filters: filters.get_by_label("Hiện thực thể không có dữ kiện").check())
    assert "Ao_Ca" in explorer.shown()[0]


def test_a_filtered_out_entity_can_still_be_found(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.choose("ao ca")
    expect(explorer.panel.locator("h2")).to_have_text("Ao Cá")
    assert "Ao_Ca" in explorer.shown()[0]
    expect(explorer.panel).to_contain_text("Sao Mai và Biển Xanh")


# ---- neighbourhood and path


def test_the_neighbourhood_of_a_node_and_its_growth(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.choose("hue")
    explorer.press(explorer.button("Chỉ lân cận"))
    assert explorer.shown()[0] == {"Hue", "Sao_Mai"}
    explorer.settle()
    explorer.choose("sao mai")
    explorer.press(explorer.button("Mở rộng"))
    assert {"Anh_Duong", "Bien_Xanh", "Tran_Van_An"} <= explorer.shown()[0]
    explorer.press(explorer.panel.get_by_role("button", name="Hiện lại toàn bộ"))
    assert len(explorer.shown()[0]) == 6


def test_a_double_click_shows_the_neighbourhood(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen)
    explorer.page.mouse.dblclick(*explorer.node("Tran_Van_An"))
    explorer.settle()
    assert explorer.shown()[0] == {"Tran_Van_An", "Sao_Mai"}
    expect(explorer.page.locator("#notice")).to_contain_text("Trần Văn Ấn")
    explorer.page.keyboard.press("e")
    assert len(explorer.shown()[0]) == 6


def test_the_path_between_two_entities(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.choose("hue")
    explorer.press(explorer.button("Đường nối tới…"))
    expect(explorer.page.locator("#notice")).to_contain_text("Chọn thực thể đích")
    explorer.choose("da giang")
    expect(explorer.panel.locator("h2")).to_have_text("Huế → Ngân hàng Đà Giang")
    steps = explorer.panel.locator(".steps > li")
    expect(steps).to_have_count(3)
    expect(steps.nth(0)).to_contain_text("có trụ sở tại")
    expect(steps.nth(2)).to_contain_text("không đầu tư")


def test_a_path_goes_through_a_country_only_where_nothing_else_connects(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(roundabout(), device, fragment="node=A&to=B")
    expect(explorer.panel.locator(".steps > li")).to_have_count(3)
    ways = explorer.panel.get_by_role("group", name="Các đường nối").get_by_role("button")
    assert ways.all_inner_texts() == ["Qua Công ty X, Công ty Y", "Qua Nước Nọ"]
    explorer.press(ways.nth(1))
    expect(explorer.panel.locator(".steps > li")).to_have_count(2)
    expect(ways.nth(1)).to_have_attribute("aria-pressed", "true")
    again = open_page(roundabout(), fragment=explorer.page.evaluate("location.hash.slice(1)"))
    expect(again.panel.locator(".steps > li")).to_have_count(2)
    only = open_page(roundabout(), fragment="node=A&to=B&hide-class=Company")
    expect(only.panel.locator(".steps > li")).to_have_count(2)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (7, "Công ty 1, Công ty 2, Công ty 3, Công ty 4, Công ty 5"),
        (9, "Công ty 1, Công ty 2, Công ty 3, …, Công ty 7"),
    ],
)
def test_a_long_way_is_named_by_its_ends(open_page: OpenPage, count: int, words: str) -> None:
    explorer = open_page(chain(count), fragment=f"node=C0&to=C{count - 1}")
    ways = explorer.panel.get_by_role("group", name="Các đường nối").get_by_role("button")
    assert ways.all_inner_texts() == [f"Qua {words}", "Qua Nước Nọ"]


def test_no_path_is_said(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.choose("hue")
    explorer.page.keyboard.press("p")
    explorer.choose("ao ca")
    expect(explorer.panel).to_contain_text("Không có đường nối giữa Huế và Ao Cá")
