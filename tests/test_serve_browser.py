"""The pages of the endpoint as a person uses them, in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from graphs import awkward_graph
from playwright.sync_api import Browser, Page, expect
from test_serve import Server

from kg.export import write_file
from kg.serve.app import Settings
from kg.serve.settings import Editing

AXE = Path(__file__).parent / "browser" / "axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    write_file(awkward_graph(), "ttl", folder / "graph.ttl")
    server = Server(folder, Settings(timeout=3))
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture(params=[1440, 1280, 390])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of each width; at its end nothing was asked of another host and the console is clean."""
    made = browser.new_page(viewport={"width": request.param, "height": 844}, locale="vi-VN")
    asked: list[str] = []
    said: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    made.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    made.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert said == []


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_what_is_decided_in_the_page_is_written_by_the_server(browser: Browser, tmp_path: Path, width: int) -> None:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    file = tmp_path / "decisions.csv"
    file.write_text("action,a,b,who,why\nlabel,3M,3M Company,Hà,\n", encoding="utf-8")
    server = Server(tmp_path / "graph.ttl", Settings(timeout=3), editing=Editing(file=file, token="t0ken"))
    address = f"http://127.0.0.1:{server.port}/"
    try:
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(f"{address}?edit=t0ken")
        page.wait_for_selector("html[data-ready]")
        assert page.url.startswith(address) and "t0ken" not in page.url
        expect(page.locator("[data-export=decisions]")).to_contain_text("(1)")
        page.locator("#search").fill("GLM-4.6")
        page.keyboard.press("Enter")
        page.locator(".judge").first.click()
        page.get_by_label("Vì sao").fill("nhầm bài")
        page.locator("dialog .save").click()
        expect(page.locator("[data-export=decisions]")).to_contain_text("(2)")
        for _ in range(100):
            lines = file.read_text(encoding="utf-8").splitlines()
            if len(lines) > 2:
                break
            page.wait_for_timeout(100)
        assert lines[1] == "label,3M,3M Company,Hà," and lines[2].endswith(",nhầm bài") and len(lines) == 3
        # The page says where its decisions are.
        page.evaluate("document.querySelector('[data-export=decisions]').click()")
        expect(page.locator("dialog")).to_contain_text("Máy chủ ghi ngay vào tệp")
        expect(page.locator("dialog")).not_to_contain_text("trong trình duyệt này")
        # Who comes without the address that was printed reads, and writes nothing.
        other = browser.new_page()
        other.goto(address)
        other.wait_for_selector("html[data-ready]")
        assert "(" not in other.locator("[data-export=decisions]").inner_text()
        page.close()
        other.close()
    finally:
        server.stop()


def test_a_question_is_typed_and_answered(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.get_by_label("Truy vấn").fill(
        "SELECT ?what ?said { kgr:Z.AI kg:released ?what . ?c kg:text ?said } ORDER BY ?said"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer tbody tr")).to_have_count(2)
    # the words of an article stay words
    expect(page.locator("#answer b")).to_have_count(0)
    expect(page.locator("#answer")).to_contain_text("<b>&amp;</b>")
    page.get_by_role("link", name="GLM-4.6").first.click()
    expect(page.locator("h1")).to_contain_text("GLM-4.6")


def test_a_saved_question_runs_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.get_by_label("Câu hỏi có sẵn").select_option("releases")
    expect(page.locator("#answer thead")).to_contain_text("product")
    expect(page.locator("#answer tbody tr")).to_have_count(1)


def test_an_answer_is_shown_as_a_chart_and_as_a_graph(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.get_by_role("button", name="Biểu đồ: mỗi quan hệ có bao nhiêu dữ kiện").click()
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Biểu đồ", exact=True).click()
    expect(page.locator("#answer svg rect.value")).to_have_count(3)
    expect(page.locator("#answer svg")).to_contain_text("released")
    page.get_by_role("button", name="Đồ thị: ai phát triển, ra mắt gì").click()
    expect(page.locator("#answer svg .node")).to_have_count(2)
    page.get_by_role("button", name="Bảng", exact=True).click()
    expect(page.locator("#answer pre")).to_contain_text("GLM-4.6")
    page.get_by_role("button", name="Đồ thị", exact=True).click()
    page.locator("#answer svg a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_search_leads_from_every_page_to_a_thing_and_its_article(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.get_by_role("searchbox", name="Tìm trong đồ thị").fill("nguyen van dat")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Nguyễn Văn Đạt").first.click()
    expect(page.locator("h1")).to_contain_text("Nguyễn Văn Đạt")
    page.locator(".card .source a").first.click()
    expect(page.locator("h1")).to_contain_text("Tiêu đề")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, width: int, locale: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme, locale=locale)
    for path in (
        "/resource/Z.AI",
        "/resource/article-1",
        "/articles",
        "/search?q=glm",
        "/search?q=zzz",
        "/query",
        "/ontology",
    ):
        page.goto(f"{address}{path}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        nodes = [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]
        assert nodes == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.close()


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_the_language_is_changed_on_any_page_and_stays(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{address}/search?q=nguyen van dat")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Entities (1)")).to_be_visible()
    expect(page.locator("h1")).to_have_text("nguyen van dat")
    page.get_by_role("link", name="Articles", exact=True).click()
    expect(page).to_have_title("Articles")
    page.get_by_role("link", name="Knowledge graph").click()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.lang") == "en"
    context.close()


def test_ones_own_questions_are_kept(page: Page, address: str) -> None:
    page.goto(f"{address}/query")
    page.get_by_label("Truy vấn").fill("# Của tôi\nASK { ?s kg:released ?o }")
    page.get_by_role("button", name="Lưu").click()
    page.reload()
    page.get_by_label("Câu hỏi có sẵn").select_option("Của tôi")
    expect(page.locator("#answer")).to_have_text("true")


def test_the_page_of_a_thing_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}/resource/Z.AI")
    expect(page.locator("h1")).to_contain_text("Z.AI")
    expect(page.get_by_role("heading", name="Dữ kiện (2)")).to_be_visible()
    page.get_by_role("link", name="GLM-4.6").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_the_vocabulary_is_a_page(page: Page, address: str) -> None:
    page.goto(f"{address}/ontology")
    expect(page.locator("#released h3")).to_contain_text("ra mắt")
