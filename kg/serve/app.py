"""The web application: routes, and the SPARQL 1.1 protocol for queries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.config import DEFAULT_BASE_IRI
from kg.errors import UsageError
from kg.explain import Decided
from kg.export.terms import prefixes, vocabulary
from kg.graph import Graph
from kg.names import unmarked
from kg.serve.articles import article_page
from kg.serve.describe import Describer
from kg.serve.guard import Guard
from kg.serve.language import around, language_of, page_in
from kg.serve.look import stylesheet
from kg.serve.negotiate import GRAPHS, RESULTS, choose
from kg.serve.pool import Answer, Pool
from kg.serve.protocol import fields_of, query_text, service_description
from kg.serve.settings import Settings
from kg.serve.shelf import Shelf
from kg.serve.views import Cards
from kg.serve.vocabulary import vocabulary_page
from kg.store import check_read_only, named_queries, ontology_turtle
from kg.store.search import Index

if TYPE_CHECKING:
    from kg.serve.desk import Desk

__all__ = ["create_app"]

ASSETS = Path(__file__).parent / "assets"
#: So many hits of each kind the page of a search shows.
HITS = 50
#: Questions of the query page by what they are called there; one for each way of showing an answer.
EXAMPLES: list[dict[str, str]] = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))


def create_app(
    shelf: Shelf,
    index: Index,
    folder: Path,
    settings: Settings | None = None,
    *,
    explorer: Callable[[], str],
    texts: Mapping[str, str],
    desk: Desk | None = None,
    decided: Sequence[Decided] = (),
) -> Starlette:
    """The application over the graph of ``shelf``, with an ``index`` of it; ``folder`` is that of the shelf's store.

    ``explorer`` gives the page of the graph, asked for once; ``texts`` are those of articles by id. With a ``desk`` the
    page writes its decisions there. ``decided`` are those that the graph was built with.
    """
    site = _Site(shelf, index, folder, settings or Settings(), explorer, texts, decided)
    desks = []
    if desk is not None:
        # What it keeps to comes with all of linking.
        from kg.serve.desk import DESK

        desks.append(Route(DESK, desk.answer, methods=["GET", "PUT"]))
    return Starlette(
        routes=[
            Route("/", site.explorer),
            Route("/sparql", site.sparql, methods=["GET", "POST"]),
            Route("/query", site.query_page),
            Route("/search", site.search),
            Route("/articles", site.articles),
            Route("/resource/{id:path}", site.resource),
            Route("/ontology", site.ontology),
            Route("/openapi.json", site.openapi),
            *desks,
            Route("/assets/look.css", site.style),
            Mount("/assets", StaticFiles(directory=ASSETS)),
        ],
        middleware=[Middleware(Guard, settings=site.settings)],
        exception_handlers={HTTPException: _refused},
        lifespan=site.lifespan,
    )


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", status_code=error.status_code, headers=error.headers)


class _Site:
    def __init__(
        self,
        shelf: Shelf,
        index: Index,
        folder: Path,
        settings: Settings,
        explorer: Callable[[], str],
        texts: Mapping[str, str],
        decided: Sequence[Decided],
    ) -> None:
        self._shelf = shelf
        self._base, self._ontology = shelf.store.base_iri, shelf.store.ontology
        self.settings = settings
        self._model = self._ontology.model
        self._describer = Describer(shelf)
        self._decided = decided
        self._texts = texts
        self._index = index
        self._pool = Pool(
            folder,
            size=settings.workers,
            timeout=settings.timeout,
            mebibytes=settings.mebibytes,
            waiting=settings.waiting,
        )
        self._explorer = explorer
        self._page: str | None = None
        self._templates = Environment(loader=FileSystemLoader(ASSETS), autoescape=True, trim_blocks=True)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self._pool.start()
        try:
            yield
        finally:
            await self._pool.stop()

    # pages -----------------------------------------------------------------------------------------------

    async def explorer(self, _: Request) -> Response:
        if self._page is None:
            self._page = await asyncio.to_thread(self._explorer)
        # the page carries a policy of its own, stricter than a header for all pages could be
        return HTMLResponse(self._page, headers={"Content-Security-Policy": "frame-ancestors 'self'"})

    async def query_page(self, request: Request) -> Response:
        queries = [
            {
                "name": entry.name,
                "vi": entry.descriptions["vi"],
                "en": entry.descriptions["en"],
                "text": vocabulary(entry.text, self._base, DEFAULT_BASE_IRI),
            }
            for entry in named_queries(self._ontology).values()
        ]
        examples = [(example, example["text"]) for example in EXAMPLES]
        return self._rendered(request, "query", queries=queries, examples=examples, base=self._base)

    async def style(self, _: Request) -> Response:
        return Response(stylesheet(), media_type="text/css")

    async def articles(self, request: Request) -> Response:
        graph, counts = self._shelf.articles, self._shelf.counts
        cards = self._cards(request, graph)
        listed = sorted(graph.articles.values(), key=lambda one: (one.date or "", one.source), reverse=True)
        return self._rendered(request, "articles", places=[(cards.place(one.id), counts[one.id]) for one in listed])

    def _cards(self, request: Request, graph: Graph) -> Cards:
        return Cards(graph, self._decided, self._texts, language_of(request))

    def _rendered(self, request: Request, template: str, **values: Any) -> HTMLResponse:
        page = self._templates.get_template(f"{template}.html.j2")
        return page_in(request, page.render(values, **around(request)))

    async def resource(self, request: Request) -> Response:
        id_ = request.path_params["id"]
        if not self._shelf.knows(id_):
            raise HTTPException(404, "The graph has nothing of this name.")
        type_ = choose(request.headers.get("accept", ""), ("text/html", *GRAPHS))
        if type_ == "":
            raise HTTPException(406, f"Accept one of: text/html, {', '.join(GRAPHS)}.")
        if type_ == "text/html":
            cards = self._cards(request, self._shelf.near(id_))
            if id_ in cards.graph.articles:
                return self._rendered(request, "article", page=article_page(cards, id_))
            return self._rendered(request, "resource", page=self._describer.page(id_, cards))
        return Response(self._describer.rdf(id_, type_), media_type=type_, headers={"Vary": "Accept"})

    async def ontology(self, request: Request) -> Response:
        type_ = choose(request.headers.get("accept", ""), ("text/turtle", "text/html"))
        if type_ == "":
            raise HTTPException(406, "Accept text/turtle or text/html.")
        if type_ == "text/html":
            return page_in(request, vocabulary_page(self._model, self._base, **around(request)))
        return Response(
            ontology_turtle(self._base, self._ontology),
            media_type="text/turtle",
            headers={"Vary": "Accept"},
        )

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(json.loads((ASSETS / "openapi.json").read_text(encoding="utf-8")))

    async def search(self, request: Request) -> Response:
        fields = dict(fields_of(request.url.query))
        if choose(request.headers.get("accept", ""), ("application/json", "text/html")) == "text/html":
            return self._found(request, fields.get("q", ""))
        kind = fields.get("kind")
        if kind not in (None, "entity", "statement", "claim", "measurement"):
            raise HTTPException(400, "kind is entity, statement, claim or measurement.")
        limit = fields.get("limit", "50")
        if not (limit.isascii() and limit.isdigit() and len(limit) <= 4 and 1 <= int(limit) <= 1000):
            raise HTTPException(400, "limit is a number from 1 to 1000.")
        if "q" not in fields:
            raise HTTPException(400, "Give the words to look for as q.")
        found = self._index.search(fields["q"], limit=int(limit), kind=kind)
        return JSONResponse({"results": [asdict(entry) for entry in found]})

    def _found(self, request: Request, words: str) -> Response:
        """The page of hits, a group for each kind of thing."""
        ids = [hit.id for hit in self._index.search(words, limit=HITS, kind="entity")]
        cards = self._cards(request, self._shelf.some(ids))
        entities = [(id_, cards.label(id_), cards.kind(cards.graph.entities[id_].type)) for id_ in ids]
        wanted = unmarked(words).split()
        listed = self._cards(request, self._shelf.articles)
        places = [listed.place(id_) for id_ in listed.graph.articles] if wanted else []
        titled = [
            (place.id, place.title, place.date or "")
            for place in places
            if all(word in unmarked(place.title) for word in wanted)
        ]
        groups = {"entity": entities, "article": titled[:HITS]}
        for kind in ("statement", "claim", "measurement"):
            once: dict[str, str] = {}  # a sentence that states several facts is one hit
            for hit in self._index.search(words, limit=HITS, kind=kind):
                once.setdefault(hit.text, hit.id)
            groups[kind] = [(id_, text, "") for text, id_ in once.items()]
        return self._rendered(request, "search", q=words, groups=groups, limit=HITS)

    # SPARQL ----------------------------------------------------------------------------------------------

    async def sparql(self, request: Request) -> Response:
        text = await query_text(request)
        accept = request.headers.get("accept", "")
        if text is None:
            if choose(accept, ("text/turtle", "text/html")) == "text/html":
                return RedirectResponse("/query")
            return Response(service_description(str(request.url.replace(query=""))), media_type="text/turtle")
        results, graphs = choose(accept, RESULTS), choose(accept, GRAPHS)
        if not results and not graphs:
            raise HTTPException(406, f"Accept one of: {', '.join((*RESULTS, *GRAPHS))}.")
        try:
            check_read_only(text)
        except UsageError as error:
            raise HTTPException(403, str(error)) from error
        task = asyncio.create_task(
            self._pool.ask(
                {
                    "query": text,
                    "prefixes": prefixes(self._base),
                    "results": _results_type(results),
                    "graphs": graphs,
                    "limit": self.settings.max_answer,
                }
            )
        )
        answer = await _unless_gone(request, task)
        type_ = results if answer.type == _results_type(results) and results else answer.type
        headers = {"Retry-After": "5"} if answer.status == 503 else {}
        return Response(answer.body, answer.status, headers={"Vary": "Accept", **headers}, media_type=type_)


def _results_type(type_: str) -> str:
    """The type that Oxigraph knows for one that the client may ask for."""
    return {"application/json": RESULTS[0], "application/xml": RESULTS[1], "text/xml": RESULTS[1]}.get(type_, type_)


async def _unless_gone(request: Request, task: asyncio.Task[Answer]) -> Answer:
    """The task's result; a query whose client has gone away is stopped."""
    while True:
        done, _ = await asyncio.wait({task}, timeout=0.5)
        if done:
            return task.result()
        if await request.is_disconnected():
            task.cancel()
            raise HTTPException(499, "The client has gone.")
