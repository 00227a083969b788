"""Which name of an article stands for which other: "Velmora" for "Công ty Velmora", "VIB" for what stands before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.mentions.cluster import Cluster
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.names import unmarked

__all__ = ["links"]

#: How likely a name in brackets must be of the class of the name before it.
ALIAS = 0.15
MAX_LETTERS = 8
SHORT = 2
SPLIT = re.compile(r"[\s\-–&.,]+")


def links(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> dict[str, str]:
    """Short name -> the longer one that it stands for."""
    parent: dict[str, str] = {}
    names = sorted(clusters)
    tokens = {name: name.split() for name in names}
    # What a name begins or ends with: to try any two would take the square of their number.
    longer: dict[tuple[str, ...], set[str]] = {}
    for name, parts in tokens.items():
        for i in range(1, len(parts)):
            longer.setdefault(tuple(parts[:i]), set()).add(name)
            longer.setdefault(tuple(parts[i:]), set()).add(name)
    for short in names:
        parts = tokens[short]
        kind = clusters[short].type
        fits = [
            long
            for long in longer.get(tuple(parts), ())
            if not _known_apart(clusters[short], clusters[long])
            and _stands_for(parts, tokens[long], kind, clusters[long].type, lexis)
            and not _is_another(clusters[short], clusters[long], parts, tokens[long], ground, lexis)
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
            own = lexis.name_heads.at(short, 0)
            part = own is not None and lexis.model.is_a(own[1], "GovernmentBody")  # "Thanh tra | Bộ X"
            return hit is not None and hit[0] == len(head) and not part
    return False


def _is_another(
    short: Cluster, long: Cluster, parts: list[str], words: list[str], ground: Ground, lexis: Lexis
) -> bool:
    """Does a sentence that names both set a firm apart ("VNG lập VNG Technologies")? A legal form parts none."""
    more = {word.lower() for word in words[len(parts) :]}
    return (
        words[: len(parts)] == parts
        and lexis.model.is_a(short.type, "Organization")
        and bool(more & lexis.generic - lexis.formal)
        and _together(short, long, ground)
    )


def _level(name: Sequence[str], lexis: Lexis) -> bool:
    """A body's name that ends with the kind of a place instead of one: "UBND tỉnh"."""
    low = [word.lower() for word in name]
    return any(
        (hit := lexis.heads.at(low, i)) is not None and hit[0] == len(low) and lexis.model.is_a(hit[1], "Place")
        for i in range(1, len(low))
    )


def _parentheses(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> list[tuple[str, str]]:
    """``X (Y)`` where Y is another name of X: an abbreviation of it, or a name of the same class, and nothing that the
    article says speaks against it."""
    at = {place[0]: name for name, group in clusters.items() for place in group.places}
    pairs = []
    for name, group in clusters.items():
        for _, end in group.places:
            if end + 2 < len(ground.view.words) and ground.view.words[end] == "(":
                alias = at.get(end + 1)
                if alias is None or alias == name or group.type == "Person":
                    continue
                inside = next(place for place in clusters[alias].places if place[0] == end + 1)
                if ground.view.words[inside[1] : inside[1] + 1] == [")"] and _earned(
                    clusters[alias], group, alias, name, ground, lexis
                ):
                    pairs.append((alias, name))
    return pairs


def _earned(inner: Cluster, outer: Cluster, alias: str, name: str, ground: Ground, lexis: Lexis) -> bool:
    """Whether a name in brackets is another name of the one before it, and no owner, place or part of it."""
    model = lexis.model
    if inner.entry is not None and outer.entry is not None:
        return inner.entry is outer.entry
    top = model.top(outer.type)
    alone = inner.entry is None and len(inner.places) == 1
    if _abbreviates(alias, name) or _abbreviates(name, alias):
        return model.top(inner.type) == top or (inner.entry is None and (alone or top == "Organization"))
    if top == "Place" or all(lexis.name_heads.at(one.split(), 0) is not None for one in (alias, name)):
        return False  # "Thủ Đức (TP HCM)", "Cục X (Bộ Y)": what it lies in, what it belongs to
    if inner.type == "Person" or _together(inner, outer, ground):
        return False
    if alias.isupper() and " " not in alias:
        # A foreign abbreviation of a native name of several words, unless another name of the article fits it.
        return (
            not name.isascii()
            and name.count(" ") > 1
            and (model.top(inner.type) == top or alone)
            and inner.entry is None
        )
    if any(char.isdigit() for char in alias) or alias.isascii() is name.isascii():
        return False  # a version, a part, an owner
    likely = sum(weight for kind, weight in inner.weights.items() if model.top(kind) == top)
    return model.top(inner.type) == top or (alone and likely > ALIAS)


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are the first letters of words of ``long`` in their order, all but small words,
    or of a short name its first and some of the others: "VCB" of "Vietcombank", "Z.AI" of "Zhipu AI"."""
    letters = unmarked("".join(char for char in short if char.isalpha()))
    words = [unmarked(word) for word in SPLIT.split(long) if word]
    if not 1 < len(letters) <= MAX_LETTERS or " " in short or sum(map(str.isupper, short)) < len(letters) / 2:
        return False
    if len(words) <= SHORT:
        spelt = "".join(words)
        rest = iter(spelt)
        return len(letters) < len(spelt) and spelt[0] == letters[0] and all(char in rest for char in letters)
    initials = "".join(word[0] for word in words if word[0].isalpha())
    rest = iter(initials)
    return len(letters) * 2 > len(initials) and all(char in rest for char in letters)


def _together(inner: Cluster, outer: Cluster, ground: Ground) -> bool:
    """Whether a sentence speaks of both, elsewhere than side by side in brackets: then they are two."""
    sides = {end for _, end in outer.places}
    sentence = ground.view.sentence_of
    apart = {sentence(start) for start, _ in inner.places if start - 1 not in sides}
    return not apart.isdisjoint(sentence(start) for start, _ in outer.places)
