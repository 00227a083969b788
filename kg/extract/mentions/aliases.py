"""Which name of an article stands for which other: "Velmora" for "Công ty Velmora", "VIB" for what stands before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.mentions.cluster import Cluster
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.shortened import Words, ends_with_a_kind, is_cut, one_chain
from kg.names import unmarked

__all__ = ["links"]

#: How likely a name in brackets must be of the class of the name before it.
ALIAS = 0.15
MAX_LETTERS = 8
ABBREVIATED = 3
#: What stands between a name and its abbreviation.
OPENING = frozenset("(-–")
SHORT = 2
SPLIT = re.compile(r"[\s\-–&.,]+")


def links(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> dict[str, str]:
    """Short name -> the longer one that it stands for. What lost a part is to be called by its full name."""
    parent: dict[str, str] = {}
    names = sorted(clusters)
    tokens = {name: lexis.key(name) for name in names}
    # What a name begins or ends with: to try any two would take the square of their number.
    longer: dict[tuple[str, ...], set[str]] = {}
    for name, parts in tokens.items():
        for i in range(1, len(parts)):
            longer.setdefault(parts[:i], set()).add(name)
            longer.setdefault(parts[i:], set()).add(name)
    for short in names:
        parts = tokens[short]
        near = [
            long
            for long in longer.get(parts, ())
            if not _known_apart(clusters[short], clusters[long])
            and lexis.model.top(clusters[short].type) == lexis.model.top(clusters[long].type)
            and not _is_another(clusters[short], clusters[long], parts, tokens[long], ground, lexis)
        ]
        fits = [long for long in near if _stands_for(short, long, tokens, clusters, lexis)]
        shortened = not fits
        if shortened:
            # A name that several go on from is none of them.
            cut = [long for long in near if is_cut(short, long, tokens, clusters, lexis)]
            fits = cut if one_chain([tokens[long] for long in cut]) else []
        if not fits:
            continue
        # Two people of one surname: the one named last before the short name.
        first = clusters[short].places[0][0]
        fits.sort(
            key=lambda long: (-max((place[0] for place in clusters[long].places if place[0] < first), default=-1), long)
        )
        parent[short] = fits[0]
        if shortened:
            # What goes on in small letters may be no name.
            small = fits[0].startswith(short) and fits[0][len(short) :].strip()[:1].islower()
            clusters[fits[0]].full = not small and not lexis.model.is_a(clusters[fits[0]].type, "Company")
    for alias, name in _parentheses(ground, clusters, lexis):
        if alias not in parent and name not in parent and alias != name:
            parent[alias] = name
    return parent


def _known_apart(one: Cluster, other: Cluster) -> bool:
    """Does the gazetteer know both, as two?"""
    return one.entry is not None and other.entry is not None and one.entry.key != other.entry.key


def _stands_for(
    name: str, longer: str, tokens: Mapping[str, Words], clusters: Mapping[str, Cluster], lexis: Lexis
) -> bool:
    """Is ``name`` the surname or given name of ``longer``, or ``longer`` that of a body with a noun or form more?"""
    short, long, kind = tokens[name], tokens[longer], clusters[name].type
    if kind == "Person":
        return long[-len(short) :] == short or (long[: len(short)] == short and len(short) == 1)
    if lexis.model.is_a(kind, "Organization"):
        if long[: len(short)] == short:
            if ends_with_a_kind(name, lexis):  # "UBND tỉnh" where the article names that of one province
                return True
            rest = set(long[len(short) :])
            return rest <= lexis.generic and not rest & lexis.parts
        if long[-len(short) :] == short:
            words = longer.split()
            head = _informal(words[: len(words) - len(name.split())], lexis)
            hit = lexis.name_heads.at(head, 0) or lexis.heads.at([word.lower() for word in head], 0)
            own = lexis.name_heads.at(name.split(), 0)
            part = own is not None and lexis.model.is_a(own[1], "GovernmentBody")  # "Thanh tra | Bộ X"
            return hit is not None and hit[0] == len(head) and not part
    return False


def _informal(words: Sequence[str], lexis: Lexis) -> list[str]:
    """Words of a name without those of a legal form ("Công ty Cổ phần" is "Công ty")."""
    low = [word.lower() for word in words]
    kept = []
    i = 0
    while i < len(words):
        form = lexis.legal_forms.at(low, i)
        if form is None:
            kept.append(words[i])
        i = form[0] if form is not None else i + 1
    return kept


def _is_another(short: Cluster, long: Cluster, parts: Words, words: Words, ground: Ground, lexis: Lexis) -> bool:
    """Does a sentence that names both set a firm apart ("VNG lập VNG Technologies")? A legal form parts none."""
    more = set(words[len(parts) :])
    return (
        words[: len(parts)] == parts
        and lexis.model.is_a(short.type, "Organization")
        and bool(more & lexis.generic - lexis.formal)
        and _together(short, long, ground)
    )


def _parentheses(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> list[tuple[str, str]]:
    """``X (Y)`` where Y is another name of X: an abbreviation of it, or a name of the same class, and nothing that the
    article says speaks against it. ``X (Y, …)`` and ``X – Y`` where it is an abbreviation."""
    at = {place: name for name, group in clusters.items() for place in group.places}
    begins = {place[0]: place for place in at}
    words = ground.view.words
    pairs = []
    for name, group in clusters.items():
        for _, end in group.places:
            inside = begins.get(end + 1)
            if inside is None or words[end] not in OPENING or group.type == "Person" or at[inside] == name:
                continue
            alias = at[inside]
            inner = clusters[alias]
            closing = words[inside[1]] if inside[1] < len(words) else ""
            if words[end] != "(":
                same = _is_short_form(inner, group, alias, name, lexis) and not _together(inner, group, ground)
            else:
                # "(ABC, Nhật Bản)" says of a name in capitals what "(ABC)" does.
                ends = closing == ")" or (closing == "," and alias.isupper() and " " not in alias)
                same = ends and _earned(inner, group, alias, name, ground, lexis)
            if same:
                pairs.append((alias, name))
    return pairs


def _is_short_form(inner: Cluster, outer: Cluster, alias: str, name: str, lexis: Lexis) -> bool:
    """Is ``alias``, in capitals behind a dash, the short form of a longer name of its class: an abbreviation, or what a
    firm is called that is named in full before ("Công ty Cổ phần Chứng khoán Bảo Việt – BVSC")?"""
    if not (alias.isupper() and len(alias) >= ABBREVIATED and " " not in alias):
        return False
    if lexis.model.top(inner.type) != lexis.model.top(outer.type) or _known_apart(inner, outer):
        return False
    head = lexis.name_heads.at(name.split(), 0)
    whole = head is not None and head[1] == "Company" and name.count(" ") > head[0]
    return _abbreviates(alias, name) or (whole and inner.type == outer.type)


def _earned(inner: Cluster, outer: Cluster, alias: str, name: str, ground: Ground, lexis: Lexis) -> bool:
    """Whether a name in brackets is another name of the one before it, and no owner, place or part of it."""
    model = lexis.model
    if inner.entry is not None and outer.entry is not None:
        return inner.entry is outer.entry
    top = model.top(outer.type)
    if _told_whole(inner, outer, alias, name, lexis):
        return not _together(inner, outer, ground)
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


def _told_whole(inner: Cluster, outer: Cluster, alias: str, name: str, lexis: Lexis) -> bool:
    """Is a firm that the gazetteer knows by a short name called by its whole one before the bracket ("Tập đoàn Điện lực
    Việt Nam (EVN)")? The whole one begins with a noun for a firm."""
    head = lexis.name_heads.at(name.split(), 0)
    return (
        inner.entry is not None
        and outer.entry is None
        and inner.type == outer.type
        and head is not None
        and head[1] == outer.type
        and " " not in alias
        and sum(map(str.isupper, alias)) > 1
    )


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
    """Whether a sentence speaks of both, elsewhere than side by side in brackets: then they are two.

    Behind the bracket its own sentence may go on with a short name of one word ("Ngân hàng X (XBank) …, đối tác của
    XBank").
    """
    sides = {end for _, end in outer.places}
    sentence = ground.view.sentence_of
    brackets = {sentence(start): start for start, _ in reversed(inner.places) if start - 1 in sides}
    known = brackets if _is_short(inner) else {}
    apart = {
        sentence(start)
        for start, _ in inner.places
        if start - 1 not in sides and start < known.get(sentence(start), start + 1)
    }
    return not apart.isdisjoint(sentence(start) for start, _ in outer.places)


def _is_short(cluster: Cluster) -> bool:
    """Is it called by one word with several capitals alone?"""
    return all(" " not in name and sum(map(str.isupper, name)) > 1 for name in cluster.names)
