"""Which entities of different articles are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.linking.classes import Classes
from kg.linking.clusters import Local
from kg.linking.names import exact_key
from kg.records import Extraction

__all__ = ["clusters_of"]


def clusters_of(extractions: Iterable[Extraction], classes: Classes) -> list[list[Local]]:
    """The articles' entities in groups that mean one thing each, in an order that is always the same."""
    locals_ = sorted((Local(e.article.id, entity) for e in extractions for entity in e.entities),
                     key=lambda item: item.ref)
    parent = list(range(len(locals_)))

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    seen: dict[tuple[str, str], int] = {}
    for n, local in enumerate(locals_):
        top = classes.top(local.entity.type)
        for name in local.names:
            if top == "Person" and " " not in name and not local.entity.known:
                key = (top, f"{local.article} {local.entity.id}")
            else:
                key = (top, exact_key(name))
            parent[find(n)] = find(seen.setdefault(key, n))
    groups: dict[int, list[Local]] = defaultdict(list)
    for n, local in enumerate(locals_):
        groups[find(n)].append(local)
    return sorted(groups.values(), key=lambda group: group[0].ref)
