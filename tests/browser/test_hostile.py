"""Text of articles is anybody's: nothing of it may run, fetch, or leave the place where it is text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from conftest import Device, OpenPage
from explorer_graphs import small
from playwright.sync_api import Page, expect

from kg.explore import repr_html, write_html
from kg.explore.page import html_of
from kg.graph import Graph
from kg.records import Article, Claim, Conflict, Entity, Evidence, Measurement, Statement

pytestmark = pytest.mark.browser

ESCAPES = {"\\n": "\n", "\\t": "\t", "\\0": "\0"}


def payloads() -> list[str]:
    lines = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if line and not line.startswith("#")]
    return [
        re.sub(
            r"\\(?:u([0-9a-f]{4})|n|t|0|\\)", lambda m: chr(int(m[1], 16)) if m[1] else ESCAPES.get(m[0], "\\"), text
        )
        for text in texts
    ]


def hostile() -> Graph:
    """Every payload in every place: ids, names, aliases, classes, relations, sentences, titles, addresses, files."""
    texts = payloads()
    entities, articles, statements, claims, figures, conflicts = {}, {}, {}, {}, {}, {}
    for i, text in enumerate(texts):
        key = f"{text}{i:03}"
        entities[key] = Entity(id=key, type=text, label=text, aliases=(text, text + "x"))
        articles[f"article-{key}"] = Article(
            id=f"article-{key}", source=text, text=text, title=text, date=text, outlet=text, url=text
        )
    keys = list(entities)
    for i, text in enumerate(texts):
        found = Evidence(start=0, end=len(text), text=text, subject=(0, 1), object=(0, len(text)), trigger=(0, 2))
        for step in (1, 2):
            name = f"st-{text}{i:03}-{step}"
            statements[name] = Statement(
                id=name,
                subject=keys[i],
                relation=text,
                object=keys[(i + step) % len(keys)],
                time=text,
                article=f"article-{keys[i]}",
                evidence=found,
                attributed_to=keys[(i + 3) % len(keys)],
                position=text,
                purpose=text,
                rule=text,
                amount=f"m-{i:03}",
                modality=("asserted", "reported", "planned", "negated")[(i + step) % 4],
            )
        claims[f"claim-{i:03}"] = Claim(
            id=f"claim-{i:03}",
            speaker=keys[i],
            text=text,
            article=f"article-{keys[i]}",
            start=0,
            end=len(text),
            time=text,
            venue=text,
        )
        figures[f"m-{i:03}"] = Measurement(
            id=f"m-{i:03}",
            subject=keys[i],
            metric=text,
            value=text,
            unit=text,
            article=f"article-{keys[i]}",
            evidence=found,
            time=text,
        )
        conflicts[f"conflict-{i:03}"] = Conflict(
            id=f"conflict-{i:03}",
            kind=text,
            entities=(keys[i],),
            statements=(f"st-{text}{i:03}-1", f"st-{text}{i:03}-2"),
        )
    return Graph(
        articles=articles,
        entities=entities,
        statements=statements,
        claims=claims,
        measurements=figures,
        conflicts=conflicts,
        mentions={key: tuple(keys[:3]) for key in articles},
    )


def trap(page: Page) -> None:
    page.add_init_script("window.traps = []; window.hacked = (...what) => { window.traps.push(what); };")


def assert_nothing_ran(page: Page) -> None:
    assert page.evaluate("window.traps") == []
    assert page.evaluate("document.scripts.length") == 2
    foreign = "iframe, object, embed, form, base, img, video, audio"
    assert page.locator(foreign).count() == 0
    named = page.evaluate("""[...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some((attribute) => attribute.name.startsWith('on'))).length""")
    assert named == 0
    addresses = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.href)")
    assert all(address.startswith(("https://", "http://")) for address in addresses)


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(payloads()) == len(set(payloads())) == 91


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_nothing_of_the_corpus_runs_in_any_view(
    open_page: OpenPage, tmp_path: Path, packed: bool, device: Device
) -> None:
    target = tmp_path / "hostile.html"
    written = html_of(hostile(), title=payloads()[1])
    written.gzip_over = 0 if packed else 10**9
    page_text = "".join(written.page())
    assert (f'data-encoding="{"gzip" if packed else "json"}"') in page_text
    target.write_text(page_text, encoding="utf-8")
    explorer = open_page(target, device, prepare=trap)
    page = explorer.page
    for view in ("table", "timeline", "overview", "articles", "graph"):
        explorer.view(view)
        assert_nothing_ran(page)
    for key in list(hostile().articles)[::6]:
        page.evaluate(
            "key => { location.hash = new URLSearchParams({ view: 'articles', article: key, at: 0, found: key }); }",
            key,
        )
        expect(page.locator(".body")).to_be_visible()
        assert page.locator(".body :not(p, span, mark, b, button)").count() == 0
        assert_nothing_ran(page)
    for key in list(hostile().entities)[::6]:
        page.evaluate("key => { location.hash = new URLSearchParams({ node: key }).toString(); }", key)
        expect(explorer.panel).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        assert_nothing_ran(page)
    one, other = list(hostile().entities)[:2]
    for way in ({"node": one, "to": other}, {"node": one, "near": one}):
        page.evaluate("way => { location.hash = new URLSearchParams({ ...way, confidence: 0 }); }", way)
        expect(explorer.panel).to_be_visible()
        assert_nothing_ran(page)
    page.keyboard.press("Escape")
    explorer.press(page.locator("#arrange"))
    explorer.with_filters(lambda _: assert_nothing_ran(page))
    for typed in ("hacked", "script", "a", *payloads()[:6]):
        page.locator("#search").fill(typed)
        explorer.found()
        assert page.locator("#hits :not(div, span, bdi, mark, small, svg, svg *)").count() == 0
        assert_nothing_ran(page)
    if device != "phone":
        page.mouse.move(*explorer.node(next(iter(hostile().entities))))
    assert_nothing_ran(page)


@pytest.mark.parametrize("text", payloads()[:12])
def test_a_title_is_a_title(open_page: OpenPage, tmp_path: Path, text: str, device: Device) -> None:
    target = tmp_path / "title.html"
    write_html(small(), target, title=text)
    explorer = open_page(target, device, prepare=trap)
    expect(explorer.page.locator("h1")).to_have_text(text)
    assert_nothing_ran(explorer.page)


def test_a_file_name_is_a_file_name(open_page: OpenPage, tmp_path: Path, device: Device) -> None:
    target = tmp_path / "<img src=x onerror=hacked()>\"'&#.html"
    write_html(small(), target)
    assert_nothing_ran(open_page(target, device, prepare=trap).page)


def test_a_fragment_is_only_looked_up(open_page: OpenPage, device: Device) -> None:
    for fragment in (
        "node=<img src=x onerror=hacked()>",
        "query=<script>hacked()</script>&view=table",
        "<script>hacked()</script>",
        "camera=hacked()",
        "near=__proto__&hide-class=constructor",
        "view=articles&article=<script>hacked()</script>&at=<img>&found=<script>hacked()</script>",
        "view=articles&list-sort=constructor&list-query=<script>&list-outlet=__proto__&list-from=hacked()&clock=__proto__",
    ):
        assert_nothing_ran(open_page(small(), device, fragment=fragment, prepare=trap).page)


@pytest.mark.slow
def test_decisions_and_pictures_of_the_corpus_are_text(open_page: OpenPage, tmp_path: Path, device: Device) -> None:
    explorer = open_page(hostile(), device, prepare=trap)
    page, dialog = explorer.page, explorer.page.get_by_role("dialog")
    for key in list(hostile().entities)[::9]:
        page.evaluate("key => { location.hash = new URLSearchParams({ node: key }).toString(); }", key)
        for button in (explorer.panel.locator(".judge").first, explorer.panel.locator(".actions button").last):
            button.click()
            action = dialog.locator("select").first
            if action.locator("option[value=label]").count():
                action.select_option("label")
            dialog.locator("input").last.fill(key)
            dialog.locator(".save").click()
            assert_nothing_ran(page)
    page.locator("#exports summary").click()
    page.locator("[data-export=decisions]").click()
    assert_nothing_ran(page)
    with page.expect_download() as download:
        dialog.locator(".actions button").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert all(len(row) == 5 for row in rows)
    assert len(rows) == 1 + 2 * len(list(hostile().entities)[::9])
    page.keyboard.press("Escape")
    page.locator("#exports summary").click()
    page.locator("[data-export=picture]").click()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="SVG").click()
    picture = tmp_path / "published.svg"
    picture.write_bytes(Path(download.value.path()).read_bytes())
    opened = page.context.new_page()
    trap(opened)
    opened.goto(picture.as_uri())
    assert opened.evaluate("window.traps") == []
    assert opened.evaluate("document.querySelectorAll('script, foreignObject, a, image').length") == 0


@pytest.mark.slow
def test_exports_of_the_corpus_are_text_and_triples_only(open_page: OpenPage, tmp_path: Path, device: Device) -> None:
    explorer = open_page(hostile(), device, prepare=trap)
    page = explorer.page

    def export(kind: str) -> bytes:
        page.locator("#exports summary").click()
        with page.expect_download() as download:
            page.locator(f"[data-export={kind}]").click()
        return Path(download.value.path()).read_bytes()

    rows = list(csv.reader(export("csv").decode("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == 1 + 2 * len(payloads())
    assert all(len(row) == 8 for row in rows)
    assert not [cell for row in rows for cell in row if cell.lstrip("\0\t ").startswith(("=", "+", "-", "@"))]
    triples = rdflib.Graph().parse(data=export("ttl").decode("utf-8"), format="turtle")
    assert rdflib.URIRef("https://evil.example/s") not in set(triples.subjects())
    picture = tmp_path / "picture.svg"
    picture.write_bytes(export("svg"))
    assert_nothing_ran(page)
    opened = page.context.new_page()
    trap(opened)
    opened.goto(picture.as_uri())
    assert opened.evaluate("window.traps") == []
    assert opened.evaluate("document.querySelectorAll('script, foreignObject, a, image').length") == 0


def test_in_a_notebook_the_frame_cannot_reach_out(open_page: OpenPage, tmp_path: Path, device: Device) -> None:
    texts = payloads()
    graph = small()
    entities = {**graph.entities, "Hue": replace(graph.entities["Hue"], label=texts[25], aliases=(texts[26],))}
    target = tmp_path / "notebook.html"
    target.write_text(
        f"<!doctype html><html data-ready><meta charset=utf-8><link rel=icon href='data:,'><body>"
        f"{repr_html(replace(graph, entities=entities))}",
        encoding="utf-8",
    )
    explorer = open_page(target, device, prepare=trap)
    frame = explorer.page.frame_locator("iframe")
    expect(frame.locator("#count")).to_contain_text("4 dữ kiện")
    assert explorer.page.evaluate("window.traps") == []
    assert explorer.page.evaluate("document.scripts.length") == 0
