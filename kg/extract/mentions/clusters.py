"""Which names of an article mean the same, and the one class each entity has there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.kinds import Kinds, Scene
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found
from kg.extract.mentions.trained import NOTHING
from kg.ontology.definitions import Model
from kg.ontology.gazetteer import Entry

__all__ = ["Cluster", "Clusters"]

#: How sure the model must be that a name is none.
SURE = 0.95
#: How much a class of the gazetteer weighs above what the text alone tells, for one word and for several.
KNOWN, SURELY = 10.0, 1000.0
#: How much another's opinion of a class counts, and the logarithm of how likely a class is that it does not know.
HEARD, UNHEARD = 0.5, -9.0
#: How likely a name in brackets must be of the class of the name before it.
ALIAS = 0.15


@dataclass(slots=True)
class Cluster:
    """An entity of the article: its class, names by how often they stand there, and places (start, end)."""

    type: str
    names: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int]] = field(default_factory=list)
    entry: Entry | None = None
    weights: dict[str, float] = field(default_factory=dict)
    person: bool = False

    @property
    def label(self) -> str:
        """The gazetteer's name, else the fullest name of a person, the most frequent of anything else."""
        if self.entry is not None:
            return self.entry.names[0]
        if self.person:
            return min(self.names, key=lambda name: (-name.count(" "), -self.names[name], name))
        return min(self.names, key=lambda name: (-self.names[name], -len(name), name))

    @property
    def aliases(self) -> tuple[str, ...]:
        known = self.entry.names if self.entry is not None else ()
        return tuple(sorted({*self.names, *known} - {self.label}))

    @property
    def known(self) -> str | None:
        return self.entry.key if self.entry is not None else None


class Clusters:
    """Gathers names. A gazetteer's entry belongs to a name of its class as the learned parts know it."""

    def __init__(self, lexis: Lexis, kinds: Kinds, gazetteer: Sequence[Entry]) -> None:
        self.lexis = lexis
        self.model = lexis.model
        self.kinds = kinds
        #: By class and name; of two entries of one name the first counts.
        self.entries = {
            (lexis.learned(entry.type), name): entry for entry in reversed(gazetteer) for name in entry.names
        }

    def gather(
        self,
        ground: Ground,
        found: Sequence[Found],
        fixed: Mapping[str, str],
        opinion: Callable[[Sequence[int]], Mapping[str, float]] = lambda starts: {},
    ) -> list[Cluster]:
        """Clusters in the order of their first place; ``fixed`` are classes that need no guess, by name.

        ``opinion`` is that of another: the logarithm of how likely each class is for a name that begins at tokens.
        """
        scene = Scene(ground, found, self.lexis)
        clusters: dict[str, Cluster] = {}
        for name, places in scene.places.items():
            starts = [found[i].start for i in places]
            weights = self._known(name, _heard(self.kinds.weigh(scene.evidence(name)), opinion(starts)))
            told = _told(ground, starts)
            if any(self.lexis.model.is_a(head, "Organization") for head in told):
                weights = self._elsewhere(name, weights)
            kind = fixed.get(name) or _best(weights, told=bool(told))
            if kind == NOTHING:
                continue
            clusters[name] = Cluster(
                kind,
                Counter({name: len(places)}),
                [(found[i].start, found[i].end) for i in places],
                self.entries.get((self.lexis.learned(kind), name)),
                weights,
            )
        parent = _links(ground, clusters, self.lexis)
        for name in sorted(clusters, key=lambda text: (text.count(" "), text)):
            target = name
            while target in parent:
                target = parent[target]
            if target != name:
                _merge(clusters[target], clusters.pop(name))
        merged: dict[str, Cluster] = {}
        for name, group in clusters.items():
            key = group.entry.key if group.entry is not None else f" {_folded(name)} {self.model.top(group.type)}"
            if key in merged:
                _merge(merged[key], group)
            else:
                merged[key] = group
        groups = [part for group in merged.values() for part in self._split(ground, group)]
        for group in groups:
            group.places.sort()
            group.type = self._refined(ground, group)
            group.person = self.model.is_a(group.type, "Person")
        return sorted(groups, key=lambda group: group.places[0])

    def _split(self, ground: Ground, group: Cluster) -> list[Cluster]:
        """A firm and its model of one name, where the text calls the latter so ("mô hình DeepSeek")."""
        if not self.model.is_a(group.type, "Company") or len(group.names) > 1:
            return [group]
        kind = ""
        apart = []
        for start, end in group.places:
            run = ground.run_of.get(start)
            if run is not None and run.start == start and run.near and self.model.is_a(run.head, "Product"):
                kind = run.head if not kind or self.model.is_a(run.head, kind) else kind
                apart.append((start, end))
        if not apart or len(apart) == len(group.places):
            return [group]
        name = next(iter(group.names))
        product = Cluster(kind, Counter({name: len(apart)}), apart, self.entries.get((kind, name)), group.weights)
        group.names = Counter({name: len(group.places) - len(apart)})
        group.places = [place for place in group.places if place not in apart]
        return [group, product]

    def _elsewhere(self, name: str, weights: dict[str, float]) -> dict[str, float]:
        """Behind a noun for an organization a name is a place only where the gazetteer knows it ("startup Israel")."""
        if not self.entries:
            return weights
        places = self.lexis.model.below("Place")
        return {
            kind: 0.0 if kind in places and (kind, name) not in self.entries else weight
            for kind, weight in weights.items()
        }

    def _known(self, name: str, weights: dict[str, float]) -> dict[str, float]:
        """With a gazetteer its classes count more, and no country is found that it does not know."""
        if not self.entries:
            return weights
        return {
            kind: 0.0
            if kind == "Country" and (kind, name) not in self.entries
            else weight * (KNOWN if " " not in name else SURELY)
            if (kind, name) in self.entries
            else weight
            for kind, weight in weights.items()
        }

    def _refined(self, ground: Ground, group: Cluster) -> str:
        """The class of a cluster, or one below it that the learned parts do not know.

        The gazetteer tells it, else the nouns directly before the names or at their beginning.
        """
        refines = self.lexis.refines
        if group.entry is not None:
            return group.entry.type if refines(group.entry.type, group.type) else group.type
        told: Counter[str] = Counter()
        for start, _ in group.places:
            run = ground.run_of.get(start)
            noun = run.told if run is not None and run.near and run.start == start else ""
            own = self.lexis.name_heads.at(ground.view.words, start)
            told.update(kind for kind in {noun, own[1] if own is not None else ""} if refines(kind, group.type))
        return min(told, key=lambda kind: (-told[kind], kind), default=group.type)


def _heard(weights: Mapping[str, float], opinion: Mapping[str, float]) -> dict[str, float]:
    """How likely each class is when another opinion is heard; whether it is a name at all, that has no word in."""
    if not opinion:
        return dict(weights)
    most = max(opinion.values())
    heard = {
        kind: weight if kind == NOTHING else weight * math.exp(HEARD * (opinion.get(kind, UNHEARD) - most))
        for kind, weight in weights.items()
    }
    total = sum(heard.values())
    return {kind: weight / total for kind, weight in heard.items()}


def _folded(name: str) -> str:
    """A name without what is written now so, now so: capitals and hyphens."""
    return name.casefold().replace("-", " ").replace("–", " ").replace("’", "'")


def _told(ground: Ground, starts: Sequence[int]) -> set[str]:
    """The classes that nouns directly before the places say the name is of ("tập đoàn X")."""
    runs = ((start, ground.run_of.get(start)) for start in starts)
    return {run.head for start, run in runs if run is not None and run.start == start and run.near and run.head}


def _best(weights: Mapping[str, float], *, told: bool = False) -> str:
    """The likeliest class; nothing only where that is nearly sure and the text does not tell what the name is."""
    if weights.get(NOTHING, 0.0) > SURE and not told:
        return NOTHING
    return min((kind for kind in weights if kind != NOTHING), key=lambda kind: (-weights[kind], kind))


def _merge(into: Cluster, other: Cluster) -> None:
    into.names.update(other.names)
    into.places += other.places
    into.entry = into.entry or other.entry


def _links(ground: Ground, clusters: Mapping[str, Cluster], lexis: Lexis) -> dict[str, str]:
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


def _stands_for(short: list[str], long: list[str], kind: str, long_kind: str, lexis: Lexis) -> bool:
    if lexis.model.top(kind) != lexis.model.top(long_kind):
        return False
    if kind == "Person":
        return long[-len(short) :] == short or (long[: len(short)] == short and len(short) == 1)
    if lexis.model.is_a(kind, "Organization"):
        if long[: len(short)] == short:
            if _level(short, lexis):  # "UBND tỉnh" where the article names that of one province
                return True
            return all(word.lower() in lexis.generic for word in long[len(short) :])
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
