"""The served pages for people: entities, articles, search; whatever an article says stays text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from graphs import awkward_graph, corpus_graph
from jinja2 import Environment, FileSystemLoader
from starlette.testclient import TestClient

from kg.building import build_to
from kg.explore import write_html
from kg.export import write_file
from kg.export.read import read_graph
from kg.graph import Graph
from kg.serve.app import ASSETS
from kg.serve.articles import article_page, texts_in
from kg.serve.describe import Describer
from kg.serve.language import LANGUAGES, page_words
from kg.serve.look import stylesheet
from kg.serve.server import application
from kg.serve.shelf import Shelf
from kg.serve.views import Cards
from kg.store import open_store

HERE = "http://127.0.0.1:8000"
HTML = {"accept": "text/html"}
PAYLOADS = [
    line.encode("ascii", "backslashreplace").decode("unicode_escape")
    for line in (Path(__file__).parent / "browser" / "payloads.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("pages")
    write_file(awkward_graph(), "ttl", folder / "graph.ttl")
    with application(folder / "graph.ttl") as app:
        yield TestClient(app, base_url=HERE)


def test_an_entity_has_its_facts_sentences_and_articles(client: TestClient) -> None:
    page = client.get("/resource/Z.AI", headers=HTML).text
    for words in (
        "Còn gọi: <bdi>Zhipu</bdi> · <bdi>智谱</bdi>",
        "Dữ kiện (2)",
        "tháng 10/2025",
        "2.300.000.000 USD",
        "Báo Mới",
        "Số liệu (1)",
        "Mâu thuẫn (1)",
        "Có trong bài (2)",
    ):
        assert words in page, words
    # The surest first.
    assert page.index("phủ định") < page.index("tháng 10/2025")


def test_a_year_that_is_not_known_is_told(client: TestClient) -> None:
    assert "tháng 10, không rõ năm" in client.get("/resource/Inc.", headers=HTML).text


def test_an_article_tells_what_each_sentence_says(client: TestClient) -> None:
    page = client.get("/resource/article-1", headers=HTML).text
    assert "<h1>Tiêu đề “một”</h1>" in page and "20/12/2025" in page
    assert 'href="https://example.net/?a=1&amp;b=&lt;2&gt;"' in page
    assert '<section id="s3">' in page and "không kèm toàn văn" in page
    listed = client.get("/articles").text
    assert listed.index("article-1") < listed.index("article-2")
    assert client.get("/resource/article-1", headers={"accept": "text/turtle"}).text.startswith("@prefix")


def test_the_text_of_an_article_is_that_of_the_page(tmp_path: Path) -> None:
    texts = {"article-1": "Một. Z.AI nói.\n\nHai câu.", "article-2": "Ba"}
    graph = awkward_graph()
    graph = replace(graph, articles={id_: replace(one, text=texts[id_]) for id_, one in graph.articles.items()})
    write_html(graph, tmp_path / "graph.html")
    assert texts_in(tmp_path / "graph.html", graph) == texts
    assert texts_in(tmp_path / "none.html", graph) == {}
    page = article_page(Cards(graph, texts=texts), "article-1")
    # The sentence that was annotated goes on beyond the line, which is where it ends here.
    assert page.text == (
        (("Mộ", "s0"), ("t", ""), (". Z.AI nói.", "s3")),
        (("Hai câu.", ""),),
    )


def test_search_is_a_page_for_people_and_json_for_programs(client: TestClient) -> None:
    page = client.get("/search", params={"q": "nguyen van dat"}, headers=HTML).text
    assert "Thực thể (1)" in page and 'value="nguyen van dat"' in page
    assert "Bài báo (1)" in client.get("/search", params={"q": "tieu de"}, headers=HTML).text
    assert "Không tìm thấy gì" in client.get("/search?q=", headers=HTML).text
    assert client.get("/search", params={"q": "nguyen"}).headers["content-type"] == "application/json"


def test_pages_have_the_look_of_the_explorer(client: TestClient) -> None:
    css = client.get("/assets/look.css")
    assert css.headers["content-type"].startswith("text/css") and css.text == stylesheet()
    assert "--accent: #0a5cb8" in css.text and "prefers-color-scheme: dark" in css.text
    for path in ("/query", "/articles", "/search?q=a", "/resource/3M"):
        page = client.get(path, headers=HTML)
        assert 'role="search"' in page.text and "/assets/look.css" in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page.text)
        # Under that policy neither runs; both would be a slip.
        assert not re.search(r"<script(?! src=\"/assets/)|\sstyle=|\son\w+=", page.text)


PATHS = ("/query", "/articles", "/search?q=glm", "/search?q=zzz", "/resource/Z.AI", "/resource/article-1")


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "vi"),
        ({"accept-language": "en-GB,en;q=0.9,vi;q=0.5"}, "en"),
        ({"accept-language": "vi-VN,vi;q=0.9,en;q=0.8"}, "vi"),
        ({"accept-language": "de"}, "vi"),
        ({"accept-language": "fr,en;q=0.1"}, "en"),
        ({"accept-language": "en", "cookie": "kg-language=vi"}, "vi"),
        ({"cookie": "kg-language=<b>"}, "vi"),
    ],
)
def test_pages_are_in_the_language_that_the_browser_asks_for(
    client: TestClient, headers: dict[str, str], language: str
) -> None:
    for path in (*PATHS, "/ontology"):
        page = client.get(path, headers={**HTML, **headers})
        assert f'<html lang="{language}">' in page.text and page.headers["content-language"] == language
        assert "Accept-Language" in page.headers["vary"] and "set-cookie" not in page.headers


def test_a_language_that_is_chosen_stays(client: TestClient) -> None:
    page = client.get("/search?q=glm&lang=en", headers=HTML)
    assert "Entities (" in page.text and 'href="?q=glm&amp;lang=vi"' in page.text
    try:
        assert "<h1>Articles" in client.get("/articles", headers=HTML).text
        assert (
            "According to" in page_words("en").values()
            and "Facts (2)" in client.get("/resource/Z.AI", headers=HTML).text
        )
        client.get("/articles?lang=xx", headers=HTML)
        assert "<h1>Bài báo" in client.get("/articles?lang=vi", headers=HTML).text
    finally:
        client.cookies.clear()


def test_every_page_says_all_of_it_in_either_language(client: TestClient) -> None:
    said = [page_words(language) for language in LANGUAGES]
    assert said[0].keys() == said[1].keys()
    other = set(said[0].values()) - set(said[1].values()) - {said[0]["other"]}
    for path in PATHS:
        read = Read()
        read.feed(client.get(path, headers={**HTML, "accept-language": "en"}).text)
        shown = {
            re.sub(r" \(\d+\+?\)$", "", text.strip()) for text in (*read.text, *(v or "" for _, v in read.attributes))
        }
        assert not shown & other, path
    templates = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.j2"))
    used = set(re.findall(r't\["([\w.]+)"\]', templates)) | {
        f"group.{kind}" for kind in ("entity", "article", "statement", "claim", "measurement")
    }
    assert used == said[0].keys()


def hostile(text: str) -> Graph:
    """A graph with ``text`` wherever text of an article can be."""
    graph = awkward_graph()
    entities = {id_: replace(one, label=f"{text}{one.label}", aliases=(text,)) for id_, one in graph.entities.items()}
    articles = {
        id_: replace(one, title=text, outlet=text, url=f"javascript:{text}", date=None, text=text * 9)
        for id_, one in graph.articles.items()
    }
    statements = {
        id_: replace(
            one,
            evidence=replace(one.evidence, text=text * 9, start=0, end=len(text) * 9, subject=(1, 3), object=(4, 9)),
            position=text,
            purpose=text,
            time=text,
        )
        for id_, one in graph.statements.items()
    }
    claims = {id_: replace(one, text=text, venue=text, time=text) for id_, one in graph.claims.items()}
    figures = {
        id_: replace(one, metric=text, unit=text, evidence=replace(one.evidence, text=text))
        for id_, one in graph.measurements.items()
    }
    return replace(
        graph, entities=entities, articles=articles, statements=statements, claims=claims, measurements=figures
    )


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_hostile_text_stays_text(payload: str) -> None:
    graph = hostile(payload)
    cards = Cards(graph, texts=dict.fromkeys(graph.articles, payload * 9))
    templates = Environment(loader=FileSystemLoader(ASSETS), autoescape=True)
    pages = [
        templates.get_template(f"{name}.html.j2").render(
            **values, language="vi", t=page_words("vi"), switch=("en", "?")
        )
        for name, values in (
            ("resource", {"page": Describer(Shelf(open_store(graph))).page("Z.AI", cards)}),
            ("article", {"page": article_page(cards, "article-1")}),
            ("articles", {"places": [(cards.place("article-1"), 1)]}),
            ("search", {"q": payload, "limit": 9, "groups": {"entity": [(payload, payload, payload)]}}),
        )
    ]
    for page in pages:
        read = Read()
        read.feed(page)
        assert read.tags <= TAGS and not read.comments
        for name, value in read.attributes:
            assert not name.startswith("on") and name not in ("style", "srcdoc", "formaction")
            if name in ("href", "src", "action"):
                assert (value or "").startswith(("/", "#", "?", "https://")) or value in ("", "data:,")
        assert payload.strip()[:20] in "".join(read.text) or not payload.isprintable()


class Read(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


TAGS = {
    tag
    for path in ASSETS.glob("*.j2")
    for tag in re.findall(r"<[/!]?([A-Za-z][\w-]*)", path.read_text(encoding="utf-8"))
} - {"script"}


@pytest.mark.parametrize("made", [awkward_graph, corpus_graph])
def test_a_page_from_the_store_shows_what_the_whole_graph_shows(made: Callable[[], Graph], tmp_path: Path) -> None:
    write_file(made(), "ttl", tmp_path / "graph.ttl")
    graph, shelf = read_graph(tmp_path / "graph.ttl"), Shelf(open_store(tmp_path / "graph.ttl"))
    describer, whole = Describer(shelf), Cards(graph)
    assert dict(shelf.counts) == dict(Counter(one.article for one in graph.statements.values()))
    assert shelf.articles.articles == graph.articles
    things = [*graph.entities, *graph.statements, *graph.claims, *graph.measurements, *graph.conflicts]
    for id_ in sorted(things)[:: max(1, len(things) // 150)]:
        assert describer.page(id_, Cards(shelf.near(id_))) == describer.page(id_, whole), id_
    for id_ in graph.articles:
        assert article_page(Cards(shelf.near(id_)), id_) == article_page(whole, id_), id_
    assert not shelf.knows("nobody")


def test_serving_a_build_does_not_read_its_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "1.txt").write_text("Airbnb dùng Qwen.", encoding="utf-8")
    build_to([tmp_path / "articles"], tmp_path / "build", fast=True)

    def refuse(*_: object) -> Graph:
        raise AssertionError("the graph is read")

    monkeypatch.setattr("kg.serve.server.read_graph", refuse)
    with application(tmp_path / "build") as app, TestClient(app, base_url=HERE) as client:
        for path, word in {
            "/resource/Airbnb": "Qwen",
            "/articles": "Airbnb",
            "/search?q=qwen": "Airbnb",
            "/": "Airbnb",
        }.items():
            page = client.get(path, headers=HTML)
            assert page.status_code == 200 and word in page.text, path


def _built(articles: Path, text: str) -> Path:
    """A build of one article in another folder, whose page nobody has asked for."""
    articles.mkdir(exist_ok=True)
    (articles / "1.txt").write_text(text, encoding="utf-8")
    build_to([articles], articles.with_name("build"), fast=True)
    return articles.with_name("build")


@pytest.mark.slow
def test_a_server_goes_on_with_the_build_that_it_was_started_with(tmp_path: Path) -> None:
    build = _built(tmp_path / "articles", "Airbnb dùng Qwen.")
    with application(build) as app, TestClient(app, base_url=HERE) as client:
        _built(tmp_path / "articles", "Alibaba sở hữu Lazada. Không ai nói gì thêm.")
        [article] = re.findall(r'/resource/(article-\w+)"', client.get("/articles", headers=HTML).text)
        page = client.get(f"/resource/{article}", headers=HTML).text
        assert "Airbnb" in page and "Lazada" not in page


def test_a_store_that_is_damaged_is_made_of_the_graph(tmp_path: Path) -> None:
    build = _built(tmp_path / "articles", "Airbnb dùng Qwen.")
    [current] = build.glob(".kg-store/*/rdf/CURRENT")
    current.write_text("rubbish", encoding="utf-8")
    with application(build) as app, TestClient(app, base_url=HERE) as client:
        assert "Qwen" in client.get("/resource/Airbnb", headers=HTML).text
