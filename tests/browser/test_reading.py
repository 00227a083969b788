"""Reading a graph in the page: each feature used with mouse, fingers and keys."""

from __future__ import annotations

import pytest
from conftest import EVERYTHING, Device, OpenPage
from explorer_graphs import small
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


SEARCHES = [
    ("le thi dao", "Lê Thị Đào"),
    ("Lê Thị Đào", "Lê Thị Đào"),
    ("DA GIANG", "Ngân hàng Đà Giang"),
    ("đà", "Ngân hàng Đà Giang"),
    ("sm gr", "Sao Mai"),
    ("tap doan", "Sao Mai"),
    ("anh duong", "Ánh Dương"),
    ("duong anh", "Ánh Dương"),
    ("hue\u0302\u0301", "Huế"),
]


def test_search_finds_labels_and_aliases_with_and_without_diacritics(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    for typed, first in SEARCHES:
        explorer.choose(typed)
        expect(explorer.panel.locator("h2"), typed).to_have_text(first)


def test_search_by_keyboard_alone(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen)
    page = explorer.page
    page.keyboard.press("/")
    page.keyboard.type("a")
    hits = explorer.found().get_by_role("option")
    assert hits.count() > 2
    expect(hits.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#search")).to_have_attribute("aria-activedescendant", "hit-1")
    wanted = hits.nth(1).locator("bdi").first.inner_text()
    page.keyboard.press("Enter")
    expect(explorer.panel.locator("h2")).to_have_text(wanted)
    page.keyboard.press("/")
    page.keyboard.type("không ai cả")
    expect(page.locator("#hits")).to_contain_text("Không tìm thấy")
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()


def test_a_pressed_node_stands_out_and_the_panel_tells_its_facts(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.press_node("Sao_Mai")
    panel = explorer.panel
    expect(panel.locator("h2")).to_have_text("Sao Mai")
    expect(panel.locator(".aliases")).to_contain_text("SM Group")
    groups = panel.locator(".group > h4").all_inner_texts()
    assert any("ra mắt" in title for title in groups)
    assert any(title.startswith("←") for title in groups), "facts in which it is the object"
    released = panel.locator(".fact", has_text="Ánh Dương").first
    expect(released).to_contain_text("2 bài")
    expect(released.locator("mark.subject").first).to_have_text("Sao Mai")
    expect(released.locator("mark.trigger").first).to_have_text("ra mắt")
    expect(released.locator("mark.object").first).to_have_text("Ánh Dương")
    expect(released.locator("time").first).to_have_text("tháng 3/2025")
    planned = panel.locator(".card.planned")
    expect(planned.locator(".badge.planned")).to_contain_text("dự kiến")
    expect(planned).to_contain_text("Theo Lê Thị Đào")
    expect(panel).to_contain_text("1.200 người")
    expect(panel.locator(".conflict-card .side")).to_have_count(2)


def test_links_go_to_the_web_only_and_files_are_named(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.choose("sao mai")
    link = explorer.panel.get_by_role("link", name="Sao Mai và Biển Xanh").first
    expect(link).to_have_attribute("href", "https://bao-song.example/mot")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert explorer.panel.get_by_role("link", name="Người của Sao Mai").count() == 0
    expect(explorer.panel.locator(".file").first).to_have_text("tin/hai.txt")


def test_claims_stand_with_who_makes_them(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.choose("dao")
    expect(explorer.panel.locator(".card.claim blockquote")).to_have_text("Chúng tôi đi rất nhanh")


def test_an_edge_opens_its_fact_with_every_statement(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    (ax, ay), (bx, by) = explorer.node("Sao_Mai"), explorer.node("Hue")
    explorer.page.mouse.click((ax + bx) / 2, (ay + by) / 2)
    expect(explorer.panel.locator("h2")).to_have_text("có trụ sở tại")
    expect(explorer.panel.locator(".card")).to_have_count(1)


def test_escape_and_a_click_on_nothing_deselect(open_page: OpenPage) -> None:
    explorer = open_page(small())
    explorer.press_node("Hue")
    explorer.page.keyboard.press("Escape")
    expect(explorer.panel).to_be_hidden()
    explorer.press_node("Hue")
    explorer.page.mouse.click(300, 760)
    expect(explorer.panel).to_be_hidden()


def test_neighbours_by_keyboard(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen)
    page = explorer.page
    page.locator("#net").focus()
    page.keyboard.press("n")
    expect(explorer.panel.locator("h2")).to_have_text("Sao Mai")
    page.keyboard.press("n")
    first = page.locator("#live").inner_text().split(",")[0]
    page.keyboard.press("n")
    second = page.locator("#live").inner_text().split(",")[0]
    assert first != second
    page.keyboard.press("Shift+N")
    page.keyboard.press("Enter")
    expect(explorer.panel.locator("h2")).to_have_text(first)


# ---- looks


def test_the_legend_tells_how_facts_are_stated(open_page: OpenPage) -> None:
    explorer = open_page(small())
    rows = explorer.page.locator("#facet-modality li")
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == [
        "khẳng định",
        "theo nguồn tin",
        "dự kiến",
        "phủ định",
    ]
    dashes = [rows.nth(k).locator("line").get_attribute("stroke-dasharray") for k in range(4)]
    assert len(set(dashes)) == 4


def test_the_language_changes_everything_that_is_not_of_the_articles(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.choose("sao mai")
    explorer.change_language()
    expect(explorer.page.locator("html")).to_have_attribute("lang", "en")
    expect(explorer.page.locator("[data-view=timeline]")).to_have_text("Timeline")
    expect(explorer.panel).to_contain_text("According to Lê Thị Đào")
    expect(explorer.panel.locator("time").first).to_have_text("Mar 2025")
    assert "English" not in explorer.page.locator("header.bar").inner_text()


def test_dark_by_the_system_and_by_hand(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, color_scheme="dark")
    root = explorer.page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    explorer.page.keyboard.press("d")
    expect(root).to_have_attribute("data-theme", "light")


def test_print_shows_what_is_read_and_no_controls(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="node=Sao_Mai")
    explorer.page.emulate_media(media="print")
    for gone in (".search", ".tools", "#filters", ".zoom"):
        expect(explorer.page.locator(gone)).to_be_hidden()
    expect(explorer.panel.locator("mark").first).to_be_visible()
    background = explorer.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"


def test_a_phone_reads_the_details_in_a_sheet_that_grows(open_page: OpenPage) -> None:
    explorer = open_page(small(), "phone")
    explorer.press_node("Sao_Mai")
    before = explorer.panel.bounding_box()
    assert before
    assert before["y"] > 250
    assert before["x"] == 0
    assert before["width"] == 390
    explorer.press(explorer.panel.get_by_label("Mở rộng khung chi tiết"))
    after = explorer.panel.bounding_box()
    assert after
    assert after["height"] > before["height"] * 1.4
    explorer.press(explorer.panel.get_by_label("Đóng"))
    expect(explorer.panel).to_be_hidden()
    assert explorer.page.evaluate("document.documentElement.scrollWidth") == 390


# ---- moving about


def test_pan_zoom_and_fit(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen)
    page = explorer.page
    x, y = explorer.node("Sao_Mai")
    page.locator("#net").focus()
    page.keyboard.press("ArrowRight")
    assert explorer.node("Sao_Mai")[0] == pytest.approx(x - 60, abs=1)
    page.keyboard.press("f")
    assert explorer.node("Sao_Mai") == pytest.approx((x, y), abs=1)
    page.mouse.move(300, 700)
    page.mouse.down()
    page.mouse.move(400, 650, steps=5)
    page.mouse.up()
    assert explorer.node("Sao_Mai") == pytest.approx((x + 100, y - 50), abs=8)
    explorer.press(explorer.page.get_by_label("Phóng to"))
    wide = abs(explorer.node("Sao_Mai")[0] - explorer.node("Hue")[0])
    page.keyboard.press("-")
    assert abs(explorer.node("Sao_Mai")[0] - explorer.node("Hue")[0]) < wide
    page.keyboard.press("f")
    assert explorer.node("Sao_Mai") == pytest.approx((x, y), abs=1)


def test_a_dragged_node_stays_where_it_is_put(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen)
    (x, y), other = explorer.node("Hue"), explorer.node("Sao_Mai")
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    explorer.page.mouse.move(x + 40, y + 30, steps=4)
    explorer.page.mouse.up()
    assert explorer.node("Hue") == pytest.approx((x + 40, y + 30), abs=2)
    assert explorer.node("Sao_Mai") == pytest.approx(other, abs=1)
    expect(explorer.panel).to_be_hidden()


def test_the_pointer_tells_names(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen)
    explorer.page.mouse.move(*explorer.node("Hue"))
    expect(explorer.page.locator("#tip")).to_contain_text("Huế · thành phố")
