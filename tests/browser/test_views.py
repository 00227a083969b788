"""Other views of a graph in the page: table, timeline, overview."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import EVERYTHING, Device, OpenPage
from explorer_graphs import small
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


# ---- views


def test_the_table_sorts_filters_and_leads_back(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.view("table")
    rows = explorer.page.locator("#table tbody tr")
    expect(rows).to_have_count(7)
    head = explorer.page.locator("th[data-column=time]")
    explorer.press(head.get_by_role("button"))
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows.nth(0)).to_contain_text("Trần Văn Ấn")
    explorer.press(head.get_by_role("button"))
    expect(head).to_have_attribute("aria-sort", "descending")
    explorer.page.get_by_label("Lọc trong bảng").fill("tru so hue")
    expect(rows).to_have_count(1)
    explorer.press(rows.nth(0).get_by_role("button", name="Huế"))
    expect(explorer.panel.locator("h2")).to_have_text("Huế")


def test_the_timeline_holds_the_dated_facts_in_order(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=f"clock=fact&{EVERYTHING}")
    explorer.view("timeline")
    timeline = explorer.page.locator("#timeline")
    assert timeline.locator("h2").all_inner_texts() == ["2024", "2025"]
    assert timeline.locator(".when").all_inner_texts() == ["2024", "tháng 3/2025", "tháng 4/2025"]
    expect(timeline).to_contain_text("4 dữ kiện không ghi thời gian")
    explorer.press(timeline.locator("summary").first)
    expect(timeline.locator("details[open] .card mark.object")).to_be_visible()


def test_the_timeline_goes_by_the_articles_dates_first(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=f"view=timeline&{EVERYTHING}")
    timeline = explorer.page.locator("#timeline")
    assert timeline.locator(".when").all_inner_texts() == ["20/3/2025", "2/5/2025"]
    expect(timeline.locator(".moment")).to_have_count(7)
    expect(timeline.locator(".moment").first).to_contain_text("Báo Sông")
    explorer.press(timeline.get_by_role("button", name="Lúc xảy ra"))
    assert timeline.locator(".when").all_inner_texts() == ["2024", "tháng 3/2025", "tháng 4/2025"]
    expect(timeline.get_by_role("button", name="Lúc xảy ra")).to_have_attribute("aria-pressed", "true")


def test_the_overview_counts_and_shows_both_sides_of_a_conflict(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment=EVERYTHING)
    explorer.view("overview")
    overview = explorer.page.locator("#overview")
    tiles = [text.split("\n") for text in overview.locator(".tile").all_inner_texts()]
    assert {what: count for count, what in tiles} == {
        "thực thể": "6",
        "dữ kiện": "6",
        "lần nêu trong bài": "7",
        "bài báo": "2",
        "phát biểu": "1",
        "số liệu": "2",
        "mâu thuẫn": "1",
    }
    sides = overview.locator(".conflict-card .side")
    expect(sides.nth(0)).to_contain_text("tháng 3/2025")
    expect(sides.nth(1)).to_contain_text("tháng 4/2025")
    explorer.press(overview.locator(".bars").first.get_by_role("button", name="Sao Mai"))
    expect(explorer.panel.locator("h2")).to_have_text("Sao Mai")


def test_a_conflict_is_told_in_words_the_strong_ones_first(open_page: OpenPage, device: Device) -> None:
    graph = small()
    (sure,) = graph.conflicts.values()
    sure = replace(sure, strength=0.9)
    weak = replace(sure, id="conflict-0", strength=0.4)
    explorer = open_page(
        replace(graph, conflicts={weak.id: weak, sure.id: sure}), device, fragment=f"view=overview&{EVERYTHING}"
    )
    cards = explorer.page.locator("#overview .conflict-card")
    expect(cards.nth(0)).to_contain_text("Mâu thuẫn: hai nơi cùng một lúc")
    expect(cards.nth(0)).to_contain_text("Hai bài nói hai nơi khác nhau vào cùng một thời điểm")
    expect(cards.nth(1)).to_contain_text("Nên kiểm lại: hai nơi cùng một lúc")
    for card in cards.nth(0).locator(".card").all():
        expect(card.locator(".badge.conflict")).to_have_text("! mâu thuẫn")
    explorer = open_page(replace(graph, conflicts={weak.id: weak}), device, fragment=f"view=overview&{EVERYTHING}")
    badge = explorer.page.locator("#overview .card").first.locator(".badge", has_text="nên kiểm lại")
    expect(badge).to_have_text("? nên kiểm lại")
    said = cards.nth(0).locator(".said li")
    expect(said.nth(0)).to_have_text("Báo Sông · 20/3/2025: Sao Mai — ra mắt → Ánh Dương, tháng 3/2025")
    expect(said.nth(1)).to_have_text("Người của Sao Mai · 2/5/2025: Sao Mai — ra mắt → Ánh Dương, tháng 4/2025")
