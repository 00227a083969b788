"""Eight kinds of queries on 10,000 facts: how many times faster than rdflib, with equal answers.

    python -m benchmarks.queries [--facts 10000] [--json]

The facts are the annotated articles of tests/corpus, copied under other ids until there are enough.
CPU seconds of one process; read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import rdflib

from kg.evaluate.gold import gold_extractions
from kg.export import exporter
from kg.export.terms import prefixes
from kg.graph import Graph
from kg.linking import link
from kg.store import open_store, query

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"

QUERIES = {
    "facts of an entity": """
        SELECT ?p ?o { ?s rdfs:label "DeepSeek" ; ?p ?o . FILTER (STRSTARTS(STR(?p), STR(kg:))) }""",
    "two hops": """
        SELECT ?a ?b ?c { ?x rdfs:label "Nvidia" . ?x kg:supplies ?y . ?y ?p ?z .
                          ?x rdfs:label ?a . ?y rdfs:label ?b . ?z rdfs:label ?c }""",
    "count by relation": """
        SELECT ?p (COUNT(?st) AS ?n) { ?st a kg:Statement ; rdf:predicate ?p } GROUP BY ?p""",
    "between dates": """
        SELECT ?st ?t { ?st a kg:Statement ; kg:time ?t . FILTER (?t >= "2024" && ?t < "2025-06") }""",
    "with sentences": """
        SELECT ?s ?o ?e { ?st rdf:predicate kg:investedIn ; rdf:subject ?s ; rdf:object ?o ; kg:evidence ?e }""",
    "label contains": """
        SELECT ?x ?l { ?x rdfs:label ?l . FILTER (CONTAINS(LCASE(?l), "ai")) }""",
    "optional, order, limit": """
        SELECT ?st ?l ?t { ?st rdf:predicate kg:released ; rdf:object ?o . ?o rdfs:label ?l .
                           OPTIONAL { ?st kg:time ?t } } ORDER BY ?l ?st LIMIT 50""",
    "path": """
        SELECT DISTINCT ?y { ?x rdfs:label "Meta" . ?x (kg:owns|kg:acquired|kg:investedIn)+ ?y }""",
}


def enlarged(graph: Graph, facts: int) -> Graph:
    """``graph`` with copies of its entities, statements and articles until there are at least ``facts``."""
    articles, entities, statements = dict(graph.articles), dict(graph.entities), dict(graph.statements)
    mentions = dict(graph.mentions)
    copy = 0
    while len(statements) < facts:
        copy += 1
        mark = f"-{copy}"
        articles |= {a.id + mark: replace(a, id=a.id + mark, source=a.source + mark) for a in graph.articles.values()}
        entities |= {
            e.id + mark: replace(e, id=e.id + mark, label=f"{e.label} {copy}") for e in graph.entities.values()
        }
        statements |= {
            st.id + mark: replace(
                st,
                id=st.id + mark,
                subject=st.subject + mark,
                object=st.object + mark,
                article=st.article + mark,
                attributed_to=None,
                amount=None,
            )
            for st in graph.statements.values()
        }
        mentions |= {a + mark: tuple(e + mark for e in found) for a, found in graph.mentions.items()}
    return Graph(articles=articles, entities=entities, statements=statements, mentions=mentions)


def seconds(work: Callable[[], object], repeat: int) -> float:
    """The least CPU time of one call."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def measure(facts: int) -> list[dict[str, object]]:
    """One row a query: CPU milliseconds of both, their ratio, the number of rows, and whether they are equal."""
    graph = enlarged(
        link(
            extraction
            for gold in sorted(CORPUS.glob("*.json"))
            for extraction in gold_extractions(gold, CORPUS / "articles")
        ),
        facts,
    )
    store = open_store(graph, with_ontology=False)
    turtle = io.BytesIO()
    exporter("ttl").write(graph, turtle)
    by_rdflib = rdflib.Graph().parse(data=turtle.getvalue(), format="turtle")
    names = prefixes(graph.base_iri)
    rows: list[dict[str, object]] = []
    for name, text in QUERIES.items():
        ours = sorted(
            tuple("" if term is None else term.value for term in row)  # type: ignore[union-attr]
            for row in query(store, text).rows()
        )
        answer: Any = by_rdflib.query(text, initNs=names)
        theirs = sorted(tuple("" if term is None else str(term) for term in row) for row in answer)
        fast = seconds(lambda text=text: list(query(store, text).rows()), 5)  # type: ignore[misc]
        slow = seconds(lambda text=text: list(by_rdflib.query(text, initNs=names)), 2)  # type: ignore[misc]
        rows.append(
            {
                "query": name,
                "ms": round(fast * 1000, 2),
                "rdflib_ms": round(slow * 1000, 1),
                "ratio": round(slow / fast, 1),
                "rows": len(ours),
                "equal": ours == theirs,
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = measure(options.facts)
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'query':24}{'ms':>10}{'rdflib ms':>12}{'times':>8}{'rows':>8}  equal")
    for row in rows:
        print(
            f"{row['query']!s:24}{row['ms']!s:>10}{row['rdflib_ms']!s:>12}{row['ratio']!s:>8}{row['rows']!s:>8}"
            f"  {'yes' if row['equal'] else 'NO'}"
        )


if __name__ == "__main__":
    main()
