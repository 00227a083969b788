"""Where the readers of one graph differ: the facts that only one of them found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.graph import Graph

__all__ = ["Differences", "differences"]


@dataclass(frozen=True, slots=True)
class Differences:
    """``alone``: by reader what only it found, as lines with article and sentence; ``shared``: how many several did."""

    alone: Mapping[str, Sequence[str]]
    shared: int


def differences(graph: Graph) -> Differences:
    """The statements of ``graph`` by who found them, in order of articles and places."""
    alone: dict[str, list[str]] = defaultdict(list)
    shared = 0
    places = {st.id: (graph.articles[st.article].source, st.evidence.start, st.id) for st in graph.statements.values()}
    for st in sorted(graph.statements.values(), key=lambda st: places[st.id]):
        if len(st.readers) > 1:
            shared += 1
            continue
        sides = [graph.entities[side].label if side in graph.entities else side for side in (st.subject, st.object)]
        told = "" if st.modality == "asserted" else f" ({st.modality})"
        source = graph.articles[st.article].source
        alone[st.readers[0]].append(f"{source}: {sides[0]} {st.relation} {sides[1]}{told}: {st.evidence.text}")
    return Differences(dict(sorted(alone.items())), shared)
