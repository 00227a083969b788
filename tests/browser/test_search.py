"""Finding things in the page: one box for entities, facts, sentences, claims, headlines and texts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import Device, Explorer, OpenPage
from explorer_graphs import small
from playwright.sync_api import Locator, expect

from kg.graph import Graph
from kg.records import Article

pytestmark = pytest.mark.browser


def with_more_articles(count: int) -> Graph:
    """``small`` with that many articles more, each with a sentence about interest rates that no fact stands in."""
    graph = small()
    more = {
        f"article-x{i:02}": Article(
            id=f"article-x{i:02}",
            source=f"tin/x{i}.txt",
            text=f"Bản tin số {i}. Ngân hàng giảm lãi suất lần thứ {i}. Chỗ này lại suất cơm.",
            title=f"Tin ngắn {i}",
            outlet="Báo Núi",
            date=f"2025-06-{1 + i % 28:02}",
        )
        for i in range(count)
    }
    return replace(graph, articles={**graph.articles, **more})


def ask(explorer: Explorer, typed: str) -> None:
    explorer.press(explorer.page.locator("#search"))
    explorer.page.locator("#search").fill(typed)


def group(explorer: Explorer, name: str) -> Locator:
    return explorer.page.locator("#hits").get_by_role("group", name=name)


def test_each_kind_of_thing_is_found_in_its_group(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    ask(explorer, "sao mai")
    expect(group(explorer, "Thực thể · 1")).to_contain_text("Sao Mai")
    expect(group(explorer, "Dữ kiện · 4")).to_contain_text("Sao Mai — ra mắt → Ánh Dương")
    expect(group(explorer, "Tiêu đề bài · 2")).to_contain_text("Người của Sao Mai")
    expect(group(explorer, "Câu · 6")).to_contain_text("Báo Sông · 20/3/2025")
    expect(group(explorer, "Trong bài · 2")).to_be_visible()
    ask(explorer, "rất nhanh")
    expect(group(explorer, "Phát biểu · 1")).to_contain_text("Lê Thị Đào")


def test_words_of_a_sentence_lead_to_it_in_its_article(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    for typed in ("trụ sở", "tru so", "TRỤ SỞ"):
        ask(explorer, typed)
        hit = group(explorer, "Câu · 1").get_by_role("option")
        expect(hit.locator("mark")).to_have_text("trụ sở")
        explorer.press(hit)
        expect(explorer.page.locator(".sentence.current")).to_contain_text("Sao Mai có trụ sở tại Huế.")
        assert explorer.page.evaluate("CSS.highlights.get('found').size") == 1, typed


def test_what_no_fact_stands_in_is_found_in_the_texts(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(with_more_articles(60), device)
    ask(explorer, "lãi suất")
    texts = group(explorer, "Trong bài · 60")
    expect(texts.get_by_role("option").first.locator("mark")).to_have_text("lãi suất")
    explorer.press(texts.get_by_role("option").first)
    expect(explorer.page.locator(".reader")).to_contain_text("giảm lãi suất")
    assert explorer.page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["lãi suất"]


def test_every_hit_is_reached(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(with_more_articles(60), device)
    ask(explorer, "lai suat")
    texts = group(explorer, "Trong bài · 60")
    for shown in (24, 44, 60):
        explorer.press(texts.locator(".next"))
        expect(texts.locator(".hit")).to_have_count(shown)
    expect(texts.locator(".next")).to_have_count(0)


def test_diacritics_that_were_typed_count(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(with_more_articles(1), device)
    ask(explorer, "lại suất")
    expect(group(explorer, "Trong bài · 1").locator("mark")).to_have_text("lại suất")
    ask(explorer, "láy suất")
    expect(explorer.page.locator("#hits")).to_contain_text("Không tìm thấy gì.")


def test_all_of_it_by_keyboard(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(with_more_articles(30), screen)
    page = explorer.page
    page.keyboard.press("/")
    page.keyboard.type("tin ngan")
    titles = group(explorer, "Tiêu đề bài · 30")
    expect(titles).to_be_visible()
    active = page.locator("#hits [aria-selected=true]")
    expect(active).to_contain_text("Tin ngắn 0")
    expect(group(explorer, "Trong bài")).to_be_visible()  # the texts are open
    page.keyboard.press("PageDown")
    expect(active).to_have_attribute("id", page.locator("#search").get_attribute("aria-activedescendant") or "")
    expect(group(explorer, "Trong bài").locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("PageUp")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(active).to_have_class("next")
    page.keyboard.press("Enter")
    expect(titles.locator(".hit")).to_have_count(23)
    expect(active).to_contain_text("Tin ngắn")
    page.keyboard.press("Enter")
    expect(page.locator(".reader h2")).to_contain_text("Tin ngắn")


def test_a_fact_is_chosen(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    ask(explorer, "an ceo")
    hit = group(explorer, "Dữ kiện").get_by_role("option").first
    expect(hit).to_contain_text("Trần Văn Ấn — là CEO của → Sao Mai")
    explorer.press(hit)
    expect(explorer.panel.locator("h2")).to_have_text("là CEO của")


def test_without_texts_sentences_are_found(open_page: OpenPage, device: Device) -> None:
    graph = small()
    bare = {key: replace(article, text="") for key, article in graph.articles.items()}
    explorer = open_page(replace(graph, articles=bare), device)
    ask(explorer, "tru so")
    explorer.press(group(explorer, "Câu · 1").get_by_role("option"))
    expect(explorer.page.locator(".sentence.current")).to_contain_text("Sao Mai có trụ sở tại Huế.")


def test_letter_by_letter_finds_what_all_of_it_finds(open_page: OpenPage, device: Device) -> None:
    typing, whole = (open_page(with_more_articles(30), device) for _ in range(2))
    box = typing.page.locator("#search")
    for typed, back in (("lai suat thu", 4), ("lãi suất", 0), ("la suat", 5), ("ngân hàng giảm", 5), ("ngan lai", 1)):
        ask(typing, "")
        box.press_sequentially(typed)
        for _ in range(back):
            box.press("Backspace")
        ask(whole, typed[: len(typed) - back])
        found = whole.found().inner_text()
        assert "Tin ngắn" in found
        expect(typing.found()).to_have_text(found, use_inner_text=True)


def test_relations_are_found_in_the_language_of_the_page(open_page: OpenPage) -> None:
    explorer = open_page(small())
    ask(explorer, "re")
    ask(explorer, "rel")
    expect(explorer.page.locator("#hits")).to_contain_text("Không tìm thấy gì.")
    explorer.page.keyboard.press("Escape")
    explorer.page.keyboard.press("l")
    ask(explorer, "rele")
    expect(group(explorer, "Facts · 1")).to_contain_text("Sao Mai — released → Ánh Dương")


def test_what_comes_late_does_not_open_a_list_that_was_left(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(with_more_articles(60), screen)
    ask(explorer, "lãi suất")
    explorer.page.keyboard.press("Tab")
    explorer.page.wait_for_timeout(400)
    expect(explorer.page.locator("#hits")).to_be_hidden()
