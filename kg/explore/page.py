"""A graph as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.explore.columns import Columns
from kg.explore.html import Html, read_strings, script_json
from kg.explore.labels import Labels, labels_of
from kg.explore.layout import layout
from kg.explore.packed import Portion
from kg.explore.payload import LANGUAGES, clean, payload
from kg.explore.subgraph import most_connected
from kg.explore.sure import first_confidence
from kg.explore.texts import Texts, texts_of
from kg.export.groups import Group
from kg.files import write_whole
from kg.files.parts import Parts
from kg.graph import Graph
from kg.records import Article

if TYPE_CHECKING:
    from kg.explore.network import ExplorerNetwork

__all__ = ["MAX_NODES", "html_of", "network", "render", "repr_html", "write_html"]

MAX_NODES = 50_000
"""So many entities a browser still opens; for a larger graph give ``top``."""


def html_of(
    graph: Graph,
    *,
    title: str | None = None,
    language: str = "vi",
    top: int | None = None,
    labels: Labels | None = None,
    texts: bool = True,
    parts: Parts | None = None,
) -> Html:
    """The page of ``graph``, laid out, to be written part by part.

    ``language`` is the interface's at first (``vi`` or ``en``; the reader can change it); ``top`` keeps only so many
    of the most connected entities; ``labels`` names classes and relations (those of the graph's ontology by default);
    without ``texts`` the page holds of each article only the sentences that say something; ``parts`` has what was
    made for the page before.
    """
    if language not in LANGUAGES:
        raise UsageError(f"The page has no language {language!r}.", remedy=f"Choose {' or '.join(LANGUAGES)}.")
    if top is not None and top < 1:
        raise UsageError(f"The page cannot show {top} entities.", remedy="Give a number from 1.")
    shown = graph if top is None else most_connected(graph, top)
    given = title
    title = clean(title or read_strings(language)["title"])
    index = {key: i for i, key in enumerate(shown.entities)}
    edges = [(index[u], index[v]) for u, _, v in shown.facts]
    carried = texts_of(shown, wanted=texts)
    places = layout(list(index), edges, parts)
    least = first_confidence(shown)
    sure = sorted({(st.subject, st.object) for st in shown.statements.values() if st.confidence >= least})
    data = payload(
        shown,
        places,
        sure=layout(list(index), [(index[u], index[v]) for u, v in sure], parts) if least else places,
        title=title,
        total=len(graph.entities),
        labels=labels_of(graph.ontology.model) if labels is None else labels,
        texts=carried,
        titled=bool(given),
    )
    told, written = portions(shown, carried)
    return Html(data, title=title, language=language, told=told, texts=written, parts=parts)


def network(
    graph: Graph,
    *,
    title: str | None = None,
    language: str = "vi",
    top: int | None = None,
    labels: Labels | None = None,
    texts: bool = True,
) -> ExplorerNetwork:
    """The same as a pyvis network (``html_of`` has the arguments)."""
    from kg.explore.network import ExplorerNetwork

    return ExplorerNetwork(html_of(graph, title=title, language=language, top=top, labels=labels, texts=texts))


def portions(graph: Graph, texts: Texts) -> tuple[list[Portion], list[Portion]]:
    """What articles say and, where ``texts`` says that they are carried, their texts: as JSON, some articles at a
    time."""
    columns = Columns(graph, texts)
    told, carried = [], []
    for some in columns.some():
        made_from = columns.made_from(some)
        told.append(Portion("told", made_from, partial(_columns, columns, some)))
        articles = [group.article for group in some if group.article]
        if texts.state == "all" and articles:
            carried.append(Portion("texts", made_from, partial(_texts, articles)))
    return told, carried


def _columns(columns: Columns, some: Sequence[Group]) -> bytes:
    return script_json(columns.of(some)).encode("utf-8")


def _texts(articles: Sequence[Article]) -> bytes:
    return ",".join(script_json(clean(article.text)) for article in articles).encode("utf-8")


def render(
    graph: Graph,
    *,
    title: str | None = None,
    language: str = "vi",
    top: int | None = None,
    labels: Labels | None = None,
    texts: bool = True,
    parts: Parts | None = None,
) -> str:
    """The page as a string (``html_of`` has the arguments): self-contained, the same bytes for the same graph."""
    made = html_of(graph, title=title, language=language, top=top, labels=labels, texts=texts, parts=parts)
    return "".join(made.page())


def write_html(
    graph: Graph,
    path: str | Path,
    *,
    title: str | None = None,
    language: str = "vi",
    top: int | None = None,
    labels: Labels | None = None,
    texts: bool = True,
) -> None:
    """Write ``render(graph, …)`` to ``path`` as UTF-8; what stood there stays whole until the new page is.

    Raises OutputError where it cannot be written.
    """
    page = render(graph, title=title, language=language, top=top, labels=labels, texts=texts)
    write_whole(Path(path), page)


def repr_html(graph: Graph) -> str:
    """The page in a sandboxed frame, for a notebook's cell; without the texts, which a notebook would pass on."""
    return network(graph, top=MAX_NODES, texts=False)._repr_html_()
