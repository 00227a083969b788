"""Reading the articles in the page: from the list, from a fact and back, by pointer, finger and key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EVERYTHING, Device, OpenPage
from explorer_graphs import OTHER, TEXT, ring, small
from playwright.sync_api import expect

from kg.explore import write_html
from kg.graph import Graph
from kg.records import Article

pytestmark = pytest.mark.browser


def test_every_article_opens_from_the_list(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.view("articles")
    rows = explorer.page.locator(".article-list > div")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Người của Sao Mai"), "the newest first"
    explorer.press(rows.nth(1).get_by_role("button"))
    reader = explorer.page.locator(".reader")
    expect(reader.locator("h2")).to_have_text("Sao Mai và Biển Xanh")
    expect(reader.locator("header .meta")).to_contain_text("Báo Sông")
    expect(reader.locator("header .meta")).to_contain_text("20/3/2025")
    original = reader.get_by_role("link", name="Bài gốc ↗")
    expect(original).to_have_attribute("href", "https://bao-song.example/mot")
    read = reader.locator(".body").evaluate(
        "body => { body.querySelectorAll('.things').forEach((count) => count.remove()); return body.textContent; }"
    )
    assert read == TEXT
    explorer.press(explorer.button("Bài trước"))
    expect(reader.locator("h2")).to_have_text("Người của Sao Mai")
    expect(reader.locator(".file")).to_have_text("tin/hai.txt")
    explorer.press(explorer.button("← Tất cả bài"))
    expect(rows).to_have_count(2)


def test_names_facts_claims_and_figures_are_marked_where_they_stand(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="view=articles&article=article-1")
    body = explorer.page.locator(".body")
    expect(body).to_be_visible()
    assert body.locator(".name").all_inner_texts()[:2] == ["Sao Mai", "Ánh Dương"]
    expect(body.locator(".claimed")).to_have_text("Chúng tôi đi rất nhanh")
    assert body.locator(".trigger").all_inner_texts() == ["ra mắt", "mua lại"]
    told = body.locator(".sentence.facts")
    expect(told).to_have_count(4)
    expect(body.locator(".sentence.doubtful")).to_have_count(2), "what is less sure is marked less"
    expect(told.nth(0)).to_contain_text("Công ty Sao Mai ra mắt mô hình Ánh Dương vào tháng 3/2025.")


def test_the_panel_tells_the_facts_of_the_sentence(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="view=articles&article=article-1")
    sentence = explorer.page.locator(".sentence", has_text="sẽ mua lại")
    if device != "phone":
        expect(explorer.panel).to_contain_text("Trong bài này")
        sentence.hover()
        expect(explorer.panel.locator(".card")).to_contain_text("Biển Xanh")
        explorer.page.locator(".sentence", has_text="không đầu tư").hover()
        expect(explorer.panel.locator(".card")).to_contain_text("Ngân hàng Đà Giang")
    explorer.press(sentence.locator(".things"))
    expect(explorer.panel.locator("h2")).to_have_text("1 dữ kiện")
    card = explorer.panel.locator(".card")
    expect(card.locator("mark.trigger")).to_have_text("mua lại")
    expect(card).to_contain_text("Theo Lê Thị Đào")
    expect(sentence).to_have_class("sentence facts doubtful current")
    explorer.press(explorer.panel.get_by_label("Đóng"))
    expect(explorer.page.locator(".sentence.current")).to_have_count(0)


def test_sentences_by_keyboard(open_page: OpenPage, screen: Device) -> None:
    explorer = open_page(small(), screen, fragment="view=articles&article=article-1")
    current = explorer.page.locator(".sentence.current")
    for key, words in (("j", "ra mắt"), ("j", "mua lại"), ("j", "không đầu tư"), ("k", "mua lại")):
        expect(explorer.page.locator(".body")).to_be_visible()
        explorer.page.keyboard.press(key)
        expect(current).to_contain_text(words)
    explorer.page.keyboard.press("]")
    explorer.page.keyboard.press("[")
    expect(explorer.page.locator(".reader h2")).to_have_text("Người của Sao Mai")
    explorer.page.keyboard.press("Escape")
    expect(explorer.page.locator(".article-list")).to_be_visible()


def test_from_a_fact_to_its_sentence_and_back(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    explorer.choose("hue")
    source = explorer.panel.locator(".card").get_by_role("button", name="Người của Sao Mai · 2/5/2025")
    explorer.press(source)
    current = explorer.page.locator(".sentence.current")
    expect(current).to_contain_text("Sao Mai có trụ sở tại Huế.")
    expect(current.locator(".name.chosen")).to_have_text("Huế")
    expect(explorer.panel.locator(".card")).to_contain_text("có trụ sở tại")
    explorer.press(explorer.panel.get_by_role("button", name="← Huế"))
    expect(explorer.panel.locator("h2")).to_have_text("Huế")
    explorer.press(explorer.button("← Đồ thị · Huế"))
    expect(explorer.page.locator("#net")).to_be_visible()
    expect(explorer.panel.locator("h2")).to_have_text("Huế")
    explorer.page.go_back()
    expect(explorer.page.locator(".reader h2")).to_have_text("Người của Sao Mai")


def test_from_a_search_to_a_text_and_back_to_what_was_found(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    search, hits = explorer.page.locator("#search"), explorer.page.locator("#hits .hit")
    explorer.press(search)
    search.press_sequentially("tru so")
    explorer.press(hits.filter(has_text="Sao Mai có trụ sở tại Huế.").last)
    expect(explorer.page.locator(".body")).to_be_visible()
    explorer.press(explorer.button("← Tìm: tru so"))
    expect(search).to_have_value("tru so")
    expect(search).to_be_focused()
    expect(hits.filter(has_text="Sao Mai có trụ sở tại Huế.").last).to_be_visible()
    expect(explorer.page.locator("#net")).to_be_visible()


def test_from_an_article_to_another_and_back(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="view=articles&article=article-1&node=Sao_Mai")
    explorer.press(explorer.panel.locator(".card").get_by_role("button", name="Người của Sao Mai · 2/5/2025").first)
    expect(explorer.page.locator(".reader h2")).to_have_text("Người của Sao Mai")
    explorer.press(explorer.button("← Sao Mai và Biển Xanh"))
    expect(explorer.page.locator(".reader h2")).to_have_text("Sao Mai và Biển Xanh")
    explorer.press(explorer.button("← Tất cả bài"))
    expect(explorer.page.locator(".article-list")).to_be_visible()


def test_back_to_a_list_is_back_to_the_row(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(ring(60), device, fragment=f"view=table&{EVERYTHING}")
    table = explorer.page.locator("#table")
    table.locator("button.source").nth(40).scroll_into_view_if_needed()
    scrolled = table.evaluate("view => view.scrollTop")
    assert scrolled > 500
    table.locator("button.source").nth(40).click()
    explorer.button("← Bảng").click()
    expect(table).to_be_visible()
    assert table.evaluate("view => view.scrollTop") == pytest.approx(scrolled, abs=2)


def test_the_articles_of_an_entity_one_after_the_other(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="view=articles&article=article-2&node=Sao_Mai")
    turning = explorer.page.locator(".turning")
    expect(turning).to_contain_text("1/2 · Sao Mai")
    explorer.press(explorer.button("Bài sau"))
    expect(explorer.page.locator(".reader h2")).to_have_text("Sao Mai và Biển Xanh")
    expect(turning).to_contain_text("2/2 · Sao Mai")
    expect(explorer.button("Bài sau")).to_be_disabled()


def test_a_name_in_the_text_leads_to_the_entity(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="view=articles&article=article-2")
    explorer.press(explorer.page.locator(".name", has_text="Huế"))
    expect(explorer.panel.locator("h2")).to_have_text("Huế")
    expect(explorer.page.locator(".reader")).to_be_visible()


def test_the_list_is_sorted_and_narrowed(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, fragment="view=articles")
    page = explorer.page
    heads = page.locator(".article-list .link")
    page.get_by_label("Sắp xếp").select_option("oldest")
    assert heads.all_inner_texts() == ["Sao Mai và Biển Xanh", "Người của Sao Mai"]
    page.get_by_label("Từ ngày").fill("2025-04-01")
    assert heads.all_inner_texts() == ["Người của Sao Mai"]
    page.get_by_label("Từ ngày").fill("")
    page.get_by_label("Nguồn", exact=True).select_option("Báo Sông")
    assert heads.all_inner_texts() == ["Sao Mai và Biển Xanh"]
    expect(page.locator("#articles")).to_contain_text("1 trong 2 bài")
    page.get_by_label("Nguồn", exact=True).select_option("")
    page.get_by_label("Lọc theo tiêu đề").fill("nguoi cua")
    assert heads.all_inner_texts() == ["Người của Sao Mai"]
    again = open_page(small(), device, fragment=page.evaluate("location.hash.slice(1)"))
    assert again.page.locator(".article-list .link").all_inner_texts() == ["Người của Sao Mai"]


def test_without_texts_the_page_has_sentences_and_says_so(open_page: OpenPage, device: Device, tmp_path: Path) -> None:
    target = tmp_path / "without.html"
    write_html(small(), target, texts=False)
    explorer = open_page(target, device, fragment="view=articles&article=article-1")
    expect(explorer.page.locator(".reader")).to_contain_text("tạo không kèm văn bản của bài")
    sentences = explorer.page.locator(".sentence")
    expect(sentences).to_have_count(6)
    explorer.press(sentences.nth(1).locator(".things"))
    expect(explorer.panel.locator(".card")).to_contain_text("mua lại")
    expect(sentences.nth(5)).to_contain_text("Chúng tôi đi rất nhanh")


def test_offsets_are_right_behind_letters_of_two_units(open_page: OpenPage) -> None:
    graph = small()
    emoji = "😀😀 Mở đầu. "

    def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return span and (span[0] + len(emoji), span[1] + len(emoji))

    statements = {
        key: replace(
            st,
            evidence=replace(
                st.evidence,
                start=st.evidence.start + len(emoji),
                end=st.evidence.end + len(emoji),
                subject=moved(st.evidence.subject),
                object=moved(st.evidence.object),
                trigger=moved(st.evidence.trigger),
            ),
        )
        for key, st in graph.statements.items()
        if st.article == "article-1"
    }
    article = replace(graph.articles["article-1"], text=emoji + TEXT)
    moved_graph = Graph(articles={article.id: article}, entities=graph.entities, statements=statements)
    explorer = open_page(moved_graph, fragment=f"view=articles&article=article-1&{EVERYTHING}")
    first = explorer.page.locator(".sentence").first
    assert first.inner_text().startswith("Công ty Sao Mai ra mắt")
    assert explorer.page.locator(".trigger").all_inner_texts() == ["ra mắt", "mua lại"]


def test_an_article_without_a_headline_is_called_by_its_first_words(open_page: OpenPage, device: Device) -> None:
    graph = small()
    articles = {**graph.articles, "article-2": replace(graph.articles["article-2"], title=None)}
    explorer = open_page(replace(graph, articles=articles), device, fragment="view=articles")
    row = explorer.page.locator(".article-list .link").first
    assert OTHER.startswith(row.inner_text().removesuffix(" …"))


def test_the_language_of_the_interface_changes_and_the_article_stays(open_page: OpenPage) -> None:
    explorer = open_page(small(), fragment="view=articles&article=article-1&at=0")
    expect(explorer.panel).to_contain_text("Trong câu này")
    explorer.press(explorer.button("English"))
    expect(explorer.panel).to_contain_text("In this sentence")
    expect(explorer.page.locator(".sentence.current")).to_contain_text("ra mắt")


def test_a_text_of_many_lines_keeps_them(open_page: OpenPage) -> None:
    text = "Tiêu đề\n\nĐoạn một.\nĐoạn hai 2 < 3 & 5.\n"
    graph = Graph(
        articles={"a": Article(id="a", source="a.txt", text=text, title="Tiêu đề")}, entities={}, statements={}
    )
    explorer = open_page(graph, fragment="view=articles&article=a")
    visible = explorer.page.locator(".body p:visible")
    expect(visible).to_have_text(["Đoạn một.", "Đoạn hai 2 < 3 & 5."])
