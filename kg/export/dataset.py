"""What RDF says of the data set itself, in VoID and DCAT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.config import VERSION
from kg.export.block import Block
from kg.export.terms import DCAT, DCTERMS, RDF, VOID, Names, text, typed
from kg.graph import Graph

__all__ = ["dataset"]


def dataset(graph: Graph, triples: int) -> Iterator[Block]:
    """The data set and, for each class, how many things of it there are; ``triples`` leaves this part out."""
    names = Names(graph.base_iri)
    counts = Counter(entity.type for entity in graph.entities.values())
    records = {
        "Article": graph.articles,
        "Statement": graph.statements,
        "Claim": graph.claims,
        "Measurement": graph.measurements,
        "Conflict": graph.conflicts,
    }
    counts.update({name: len(things) for name, things in records.items() if things})
    dates = sorted(article.date for article in graph.articles.values() if article.date)
    me = f"{graph.base_iri}dataset"
    parts = {name: f"<{me}#{name}>" for name in sorted(counts)}
    rows = (
        (f"<{RDF}type>", (f"<{VOID}Dataset>", f"<{DCAT}Dataset>")),
        (f"<{DCTERMS}title>", (text("Knowledge graph of news articles", "en"),)),
        (
            f"<{DCTERMS}description>",
            (
                text(
                    "Facts that articles state, each with its sentence, time and source. "
                    "The facts are the program's reading; the quoted sentences remain their publishers'.",
                    "en",
                ),
            ),
        ),
        (f"<{DCTERMS}modified>", (text(dates[-1]),) if dates else ()),
        (f"<{DCTERMS}language>", tuple(text(tag) for tag in sorted({a.language for a in graph.articles.values()}))),
        (f"<{DCTERMS}provenance>", (text(f"kg {VERSION}"),)),
        (f"<{VOID}uriSpace>", (text(f"{graph.base_iri}resource/"),)),
        (f"<{VOID}vocabulary>", (f"<{graph.base_iri}ontology#>",)),
        (f"<{VOID}triples>", (typed(str(triples), "integer"),)),
        (f"<{VOID}entities>", (typed(str(len(graph.entities)), "integer"),)),
        (f"<{VOID}documents>", (typed(str(len(graph.articles)), "integer"),)),
        (f"<{VOID}classPartition>", tuple(parts.values())),
    )
    yield Block(f"<{me}>", tuple((predicate, objects) for predicate, objects in rows if objects))
    for name, part in parts.items():
        yield Block(
            part,
            ((f"<{VOID}class>", (names.term(name),)), (f"<{VOID}entities>", (typed(str(counts[name]), "integer"),))),
        )
