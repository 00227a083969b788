"""``kg serve --edit``: the page's decisions are written by who has the token, from its own page, and nobody else."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphs import awkward_graph
from starlette.testclient import TestClient

from kg.cli import main
from kg.errors import FailureError, OntologyError
from kg.export import write_file
from kg.serve.desk import editable
from kg.serve.server import application
from kg.serve.settings import Editing, Settings

TOKEN = "a-token-that-nobody-guesses"
HERE = "http://127.0.0.1:8000"
ROW = {"action": "wrong", "a": "st-1", "b": "", "who": "Hà", "why": "nhầm, thật"}
RIGHT = {"authorization": f"Bearer {TOKEN}", "origin": HERE, "sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, TestClient]]:
    folder = tmp_path_factory.mktemp("desk")
    write_file(awkward_graph(), "ttl", folder / "graph.ttl")
    (folder / "merges.csv").write_text("action,a,b,who,why\nsame,3M,Z.AI,,\n", encoding="utf-8")
    editing = Editing(file=folder / "decisions.csv", token=TOKEN, merges=folder / "merges.csv")
    with application(folder / "graph.ttl", Settings(max_request=10_000), editing=editing) as app:
        yield folder, TestClient(app, base_url=HERE)


@pytest.fixture
def folder(served: tuple[Path, TestClient]) -> Path:
    """The folder with the graph, without decisions."""
    (served[0] / "decisions.csv").unlink(missing_ok=True)
    return served[0]


@pytest.fixture
def client(served: tuple[Path, TestClient], folder: Path) -> TestClient:
    return served[1]


def put(client: TestClient, rows: Any, **headers: str | None) -> httpx.Response:
    """A PUT as the page makes it, but for ``headers`` (None: without it)."""
    tag = client.get("/decisions", headers=RIGHT).headers.get("etag", "")
    given = RIGHT | {"if-match": tag, "content-type": "application/json"}
    changed = given | {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[operator]
    sent = {name: value for name, value in changed.items() if value is not None}
    return client.put("/decisions", json=rows, headers=sent)


def test_what_is_decided_is_written_and_read_again(client: TestClient, folder: Path) -> None:
    assert client.get("/decisions", headers=RIGHT).json() == []
    answer = put(client, [ROW])
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert (folder / "decisions.csv").read_text(encoding="utf-8") == (
        'action,a,b,who,why\nwrong,st-1,,Hà,"nhầm, thật"\n'
    )
    (row,) = client.get("/decisions", headers=RIGHT).json()
    assert row["words"] == "Z.AI ra mắt GLM-4.6" and row["who"] == "Hà"
    assert put(client, []).json() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": None}, 401),
        ({"authorization": f"Bearer {TOKEN}x"}, 401),
        ({"authorization": "Bearer "}, 401),
        ({"authorization": f"Basic {TOKEN}"}, 401),
        ({"authorization": None, "cookie": f"token={TOKEN}"}, 401),
        ({"origin": None}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "https://127.0.0.1:8000"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"host": "evil.example", "origin": "http://evil.example"}, 421),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"if_match": None}, 412),
        ({"if_match": '"of another state"'}, 412),
    ],
)
def test_whoever_is_not_the_page_writes_nothing(
    client: TestClient, folder: Path, headers: dict[str, str | None], status: int
) -> None:
    assert put(client, [ROW], **headers).status_code == status
    assert not (folder / "decisions.csv").exists()


def test_no_other_method_writes_and_no_other_site_is_let_in(client: TestClient, folder: Path) -> None:
    for method in ("POST", "DELETE", "PATCH"):
        assert client.request(method, "/decisions", headers=RIGHT, json=[ROW]).status_code == 405
    asked = {"origin": "https://evil.example", "access-control-request-method": "PUT"}
    preflight = client.options("/decisions", headers=asked)
    assert preflight.status_code == 405 and "access-control-allow-origin" not in preflight.headers
    assert client.get("/decisions", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/decisions").status_code == 401
    assert not (folder / "decisions.csv").exists()


def test_the_token_is_compared_in_constant_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", watched)
    client.get("/decisions", headers=RIGHT | {"authorization": "Bearer wrong"})
    assert compared == [(b"wrong", TOKEN.encode())]


@pytest.mark.parametrize(
    "rows",
    [
        [{**ROW, "action": "delete"}],
        [{**ROW, "a": 3}],
        [{**ROW, "action": "time", "b": "yesterday"}],
        [{**ROW, "action": "different", "a": "3M", "b": "Z.AI"}],
        {"rows": [ROW]},
        "rows",
    ],
)
def test_what_a_build_would_refuse_is_refused(client: TestClient, folder: Path, rows: Any) -> None:
    assert put(client, [ROW]).status_code == 200
    before = (folder / "decisions.csv").read_bytes()
    assert put(client, rows).status_code == 422
    assert (folder / "decisions.csv").read_bytes() == before


def test_a_line_end_makes_no_second_decision(client: TestClient, folder: Path) -> None:
    assert put(client, [{**ROW, "why": "a\nwrong,st-2,,,\r\n# b"}]).status_code == 200
    assert len(client.get("/decisions", headers=RIGHT).json()) == 1
    assert put(client, [{**ROW, "why": "x" * 20_000}]).status_code == 413


def test_without_edit_there_is_no_desk(folder: Path) -> None:
    with application(folder / "graph.ttl") as app:
        client = TestClient(app, base_url=HERE)
        assert client.get("/decisions", headers=RIGHT).status_code == 404
        assert '<meta name="kg-desk"' not in client.get("/").text


def test_the_page_that_edits_may_ask_its_own_server_alone(client: TestClient) -> None:
    page = client.get("/").text
    assert '<meta name="kg-desk" content="/decisions">' in page and TOKEN not in page
    assert "default-src &#39;none&#39;; connect-src &#39;self&#39;;" in page
    with pytest.raises(FailureError, match="another version"):
        editable("<html>")


def test_a_file_with_faults_is_told_before_anybody_decides(folder: Path) -> None:
    (folder / "decisions.csv").write_text("a,b\n", encoding="utf-8")
    editing = Editing(file=folder / "decisions.csv", token=TOKEN)
    with pytest.raises(OntologyError, match="other columns"), application(folder / "graph.ttl", editing=editing):
        pass


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--host", "192.168.0.1"], ["--cors"]])
def test_editing_is_for_this_machine(
    folder: Path, options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_SERVE_TOKEN", "t")
    assert main(["serve", str(folder / "graph.ttl"), "--edit", *options]) == 2
    assert "on this machine" in capsys.readouterr().err
