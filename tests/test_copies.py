"""Articles that repeat one another are one source, whatever their headline; articles on one thing are not."""

from __future__ import annotations

from dataclasses import replace

from making import made_entity, made_extraction, made_statement

from kg.explain import explain
from kg.linking import link
from kg.linking.copies import copies_of, sketch_of
from kg.linking.outline import Outline
from kg.records import Article

TEXT = (
    "Sáng nay tại Hà Nội, công ty Velmora công bố trợ lý ảo mới dành cho người bán hàng nhỏ lẻ. Theo bà Lê An, "
    "giám đốc sản phẩm, trợ lý trả lời khách bằng giọng nói và tự lập hóa đơn. Công ty đã thử nghiệm "
    "với hai trăm cửa hàng từ mùa hè và sẽ mở rộng ra các tỉnh phía Nam trong năm tới. "
    "Giá thuê bao bắt đầu từ chín mươi nghìn đồng một tháng."
)
OTHER = (
    "Công ty Velmora vừa có trợ lý ảo mới cho các cửa hàng. Sản phẩm nghe được giọng nói của khách, theo lời giám đốc "
    "sản phẩm Lê An. Trước đó hãng thử với nhiều người bán. Chưa rõ khi nào các tỉnh miền Trung được dùng, còn mức phí "
    "thì đã được nêu trong buổi họp báo diễn ra vào buổi sáng ở thủ đô."
)


def article(name: str, text: str, date: str | None = None) -> Article:
    return Article(id=f"article-{name}", source=f"{name}.txt", text=text, date=date)


def test_a_copy_with_another_headline_and_two_changed_words_is_the_earliest_ones() -> None:
    copy = "Cửa hàng nhỏ có trợ lý mới\n\n" + TEXT.replace("hai trăm", "200").replace("Giá", "Mức giá")
    found = copies_of(
        [article("b", copy, "2025-03-02"), article("a", "Velmora ra mắt trợ lý\n\n" + TEXT, "2025-03-01")]
    )
    assert found == {"article-b": "article-a"}


def test_a_copy_is_no_second_source_and_both_files_are_named() -> None:
    copy = "Cửa hàng nhỏ có trợ lý mới\n\n" + TEXT.replace("hai trăm", "200").replace("Giá", "Mức giá")
    entities = [made_entity("v", "Company", "Velmora"), made_entity("q", "AIModel", "Qwen")]
    told = made_extraction("x", entities, [made_statement("v", "uses", "q")])
    texts = {"a": (TEXT, "2025-03-01"), "b": (copy, "2025-03-02"), "c": (OTHER, "2025-03-03")}
    graph = link(replace(told, article=article(name, *text)) for name, text in texts.items())
    (edge,) = (data for *_, data in graph.network.edges(data=True))
    assert (edge["articles"], edge["sources"]) == (3, 2)
    assert [found.source for found in explain(graph, "Velmora", "uses")] == ["a.txt", "b.txt", "c.txt"]


def test_two_reports_of_one_event_are_two_sources() -> None:
    assert copies_of([article("a", TEXT), article("b", OTHER)]) == {}


def test_short_texts_are_never_copies() -> None:
    assert copies_of([article("a", "Giá vàng hôm nay"), article("b", "Giá vàng hôm nay")]) == {}


def test_a_copy_is_known_without_a_look_at_its_text() -> None:
    def gone() -> str:
        raise AssertionError("nobody asks for it")

    told = [replace(made_extraction(name, []), article=article(name, TEXT)) for name in ("a", "b")]
    sketches = {one.article.id: Outline.of(one).gist.sketch for one in told}
    unread = [one.article.shelved(lambda text: gone) for one in told]
    assert copies_of(unread, sketches) == copies_of([one.article for one in told]) == {"article-b": "article-a"}


def test_words_are_told_apart_by_whatever_is_a_space() -> None:
    assert sketch_of(TEXT) == sketch_of(TEXT.replace(" ", "\u00a0\n")) != sketch_of(OTHER)
    assert sketch_of(f"{TEXT} \ud800") != sketch_of(TEXT)
