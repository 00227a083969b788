"""Which name of an article stands for which other: "Velmora" for "Công ty Velmora", "VIB" for what stands before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.mentions.cluster import Cluster
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.ontology.definitions import Model

__all__ = ["links"]

#: How likely a name in brackets must be of the class of the name before it.
ALIAS = 0.15


def links(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> dict[str, str]:
    """Short name -> the longer one that it stands for."""
    parent: dict[str, str] = {}
    names = sorted(clusters)
    tokens = {name: name.split() for name in names}
    for short in names:
        parts = tokens[short]
        kind = clusters[short].type
        fits = [
            long
            for long in names
            if long != short
            and len(tokens[long]) > len(parts)
            and not _known_apart(clusters[short], clusters[long])
            and _stands_for(parts, tokens[long], kind, clusters[long].type, lexis)
        ]
        if not fits:
            continue
        # Two people of one surname: the one named last before the short name.
        first = clusters[short].places[0][0]
        fits.sort(
            key=lambda long: (-max((place[0] for place in clusters[long].places if place[0] < first), default=-1), long)
        )
        parent[short] = fits[0]
    for alias, name in _parentheses(ground, clusters, lexis):
        if alias not in parent and name not in parent and alias != name:
            parent[alias] = name
    return parent


def _known_apart(one: Cluster, other: Cluster) -> bool:
    """Does the gazetteer know both, as two?"""
    return one.entry is not None and other.entry is not None and one.entry.key != other.entry.key


def _stands_for(short: list[str], long: list[str], kind: str, long_kind: str, lexis: Lexis) -> bool:
    if lexis.model.top(kind) != lexis.model.top(long_kind):
        return False
    if kind == "Person":
        return long[-len(short) :] == short or (long[: len(short)] == short and len(short) == 1)
    if lexis.model.is_a(kind, "Organization"):
        if long[: len(short)] == short:
            if _level(short, lexis):  # "UBND tỉnh" where the article names that of one province
                return True
            rest = {word.lower() for word in long[len(short) :]}
            return rest <= lexis.generic and not rest & lexis.parts
        if long[-len(short) :] == short:
            head = [word for word in long[: -len(short)] if lexis.legal_forms.at([word.lower()], 0) is None]
            hit = lexis.name_heads.at(head, 0) or lexis.heads.at([word.lower() for word in head], 0)
            return hit is not None and hit[0] == len(head)
    return False


def _level(name: Sequence[str], lexis: Lexis) -> bool:
    """A body's name that ends with the kind of a place instead of one: "UBND tỉnh"."""
    low = [word.lower() for word in name]
    return any(
        (hit := lexis.heads.at(low, i)) is not None and hit[0] == len(low) and lexis.model.is_a(hit[1], "Place")
        for i in range(1, len(low))
    )


def _parentheses(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> list[tuple[str, str]]:
    """``X (Y)`` of one class: Y is another name of X."""
    at = {place[0]: name for name, group in clusters.items() for place in group.places}
    pairs = []
    for name, group in clusters.items():
        for _, end in group.places:
            if end + 2 < len(ground.view.words) and ground.view.words[end] == "(":
                alias = at.get(end + 1)
                if alias is not None and _same_kind(clusters[alias], group, lexis.model):
                    if all(lexis.name_heads.at(one.split(), 0) is not None for one in (alias, name)):
                        continue  # "Cục X (Bộ Y)": the body that it belongs to
                    inside = next(place for place in clusters[alias].places if place[0] == end + 1)
                    if ground.view.words[inside[1] : inside[1] + 1] == [")"]:
                        pairs.append((alias, name))
    return pairs


def _same_kind(alias: Cluster, group: Cluster, model: Model) -> bool:
    if group.type == "Person":
        return False
    top = model.top(group.type)
    short = next(iter(alias.names))
    if alias.entry is None and top == "Organization" and short.isalpha() and short.isupper():
        return True
    if model.top(alias.type) == top:
        return alias.entry is None or group.entry is None or alias.entry is group.entry
    # A name that stands in brackets alone: its class is a guess, that of the name before it is better grounded.
    if alias.entry is not None or len(alias.places) > 1 or sum(alias.names.values()) > 1:
        return False
    if alias.type == "Person":
        return True
    likely = sum(weight for kind, weight in alias.weights.items() if model.top(kind) == top)
    return likely > ALIAS
