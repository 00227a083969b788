"""The page is one file: it asks for nothing, whatever the network does, and shows itself in a notebook."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DEVICES, EVERYTHING, Device, OpenPage
from explorer_graphs import ring, small
from playwright.sync_api import Browser, expect

from kg.explore import repr_html, write_html

pytestmark = pytest.mark.browser


@pytest.fixture
def silent_proxy() -> Iterator[str]:
    """A proxy that takes connections and never answers: a network that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_one_request_and_a_quiet_console(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device)
    for view in ("table", "timeline", "overview", "articles", "graph"):
        explorer.view(view)
    assert [url for url in explorer.requests if not url.startswith("data:")] == [explorer.page.url.split("#")[0]]


def test_without_a_network(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(small(), device, offline=True)
    explorer.choose("hue")
    expect(explorer.panel.locator("h2")).to_have_text("Huế")


def test_with_a_network_that_hangs(open_page: OpenPage, silent_proxy: str, device: Device) -> None:
    explorer = open_page(small(), device, proxy={"server": silent_proxy, "bypass": ""})
    explorer.choose("hue")
    expect(explorer.panel.locator("h2")).to_have_text("Huế")


def test_the_packed_page_too(open_page: OpenPage, device: Device) -> None:
    explorer = open_page(ring(1500), device, fragment=EVERYTHING, offline=True)
    assert len(explorer.shown()[0]) == 1500


def test_over_http(browser: Browser, tmp_path: Path, device: Device) -> None:
    write_html(small(), tmp_path / "graph.html")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Handler(*a, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(**DEVICES[device])
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.server_port}/graph.html#node=Hue")
        expect(page.locator("#panel h2")).to_have_text("Huế")
        context.close()
        server.shutdown()
    # The worker that has the texts is of the page's own making.
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [
        f"http://127.0.0.1:{server.server_port}/graph.html"
    ]


def test_in_a_notebook_the_first_fit_is_right(open_page: OpenPage, tmp_path: Path, device: Device) -> None:
    target = tmp_path / "notebook.html"
    # A notebook inserts an output while it is hidden and shows it later.
    target.write_text(
        "<!doctype html><html data-ready><meta charset=utf-8><link rel=icon href='data:,'>"
        f"<body><div id=cell style='display:none;width:900px'>{repr_html(small())}</div>",
        encoding="utf-8",
    )
    explorer = open_page(target, device)
    explorer.page.wait_for_timeout(300)
    explorer.page.evaluate("document.getElementById('cell').style.display = 'block'")
    frame = explorer.page.frames[-1]
    frame.wait_for_selector("html[data-ready]", state="attached")
    explorer.page.wait_for_timeout(300)
    spots = frame.evaluate("""() => window.explorer.shown().nodes.map((id) => window.explorer.screenPosition(id))""")
    box = frame.locator("#net").bounding_box()
    outer = explorer.page.locator("iframe").bounding_box()
    assert box
    assert outer
    left, top = box["x"] - outer["x"], box["y"] - outer["y"]
    assert all(left < spot["x"] < left + box["width"] and top < spot["y"] < top + box["height"] for spot in spots)
    width = max(spot["x"] for spot in spots) - min(spot["x"] for spot in spots)
    height = max(spot["y"] for spot in spots) - min(spot["y"] for spot in spots)
    assert width > 0.5 * box["width"] or height > 0.5 * box["height"]
    frame.locator("#arrange").click()
    expect(frame.locator("#notice")).to_contain_text("Những gì đang hiện đã được sắp lại.")
