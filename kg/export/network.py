"""The network of distinct facts for programs that draw and measure networks: plain attributes only.

An edge is one fact that at least one article asserts or reports; planned and negated ones are left out.
"""

from __future__ import annotations

import re

import networkx as nx

from kg.graph import Graph

__all__ = ["asserted_network"]

# What XML 1.0 cannot hold at all.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def asserted_network(graph: Graph) -> nx.MultiDiGraph[str]:
    """Nodes with ``label``, ``class``, ``aliases``, ``articles`` and ``viz``; edges with ``relation`` and counts.

    Edge keys are running numbers, so that formats with one id an edge can hold parallel ones.
    """
    model = graph.ontology.model
    counts: dict[str, int] = {}
    for mentioned in graph.mentions.values():
        for id_ in mentioned:
            counts[id_] = counts.get(id_, 0) + 1
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        red, green, blue = (int(model.color(entity.type)[place : place + 2], 16) for place in (1, 3, 5))
        network.add_node(
            _clean(entity.id),
            label=_clean(entity.label),
            **{"class": entity.type},
            aliases=_clean(" | ".join(entity.aliases)),
            articles=counts.get(entity.id, 0),
            viz={"color": {"r": red, "g": green, "b": blue, "a": 1.0}},
        )
    facts = [
        (s, o, relation, fact) for s, o, relation, fact in graph.network.edges(keys=True, data=True) if fact["asserted"]
    ]
    for number, (subject, object_, relation, fact) in enumerate(sorted(facts, key=lambda row: row[:3])):
        network.add_edge(
            _clean(subject),
            _clean(object_),
            key=number,
            label=relation,
            relation=relation,
            weight=float(fact["articles"]),
            articles=fact["articles"],
            sources=fact["sources"],
            denials=fact["denials"],
            statements=" ".join(fact["statements"]),
            earliest=fact["earliest"] or "",
            latest=fact["latest"] or "",
        )
    return network


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
