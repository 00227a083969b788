"""Which names of an article mean the same, and the one class each entity has there."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from kg.extract.mentions.aliases import links
from kg.extract.mentions.cluster import Cluster
from kg.extract.mentions.countries import COUNTRY
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.kinds import Kinds, Scene
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.listed import headed, lists
from kg.extract.mentions.tagger import Found
from kg.extract.mentions.trained import NOTHING
from kg.ontology.gazetteer import Entry
from kg.phrases import PhraseSet
from kg.records import Span

__all__ = ["Clusters"]

#: How sure the model must be that a name is none.
SURE = 0.98
#: How much a class of the gazetteer weighs above what the text alone tells, for one word and for several.
KNOWN, SURELY = 10.0, 1000.0
#: How much another's opinion of a class counts, and the logarithm of how likely a class is that it does not know.
HEARD, UNHEARD = 0.75, -9.0
#: How much the classes of those count that stand in one list, and how unlikely one may be there at most.
LISTED, LEAST = 1.0, 0.01


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
        #: By name in small letters.
        self.countries = {name.lower(): entry for (kind, name), entry in self.entries.items() if kind == COUNTRY}
        self._meant = {
            kind: {meant: PhraseSet(words) for meant, words in classes.items()}
            for kind, classes in lexis.nouns.instead.items()
        }

    def gather(
        self,
        ground: Ground,
        found: Sequence[Found],
        fixed: Mapping[str, str],
        opinion: Callable[[Sequence[int]], Mapping[str, float]] = lambda starts: {},
        short: Mapping[Span, str] = MappingProxyType({}),
    ) -> list[Cluster]:
        """Clusters in the order of their first place; ``fixed`` are classes that need no guess, by name.

        ``opinion`` is that of another: the logarithm of how likely each class is for a name that begins at tokens.
        ``short`` are places of countries by other names, with their own.
        """
        scene = Scene(ground, found, self.lexis)
        clusters: dict[str, Cluster] = {}
        chances = self.kinds.weigh([scene.evidence(name) for name in scene.places])
        weighed = {
            name: self._known(name, _heard(row, opinion([found[i].start for i in places])))
            for (name, places), row in zip(scene.places.items(), chances, strict=True)
        }
        sites = {name for name, weights in weighed.items() if self.model.is_a(_best(weights), "Place")}
        beside = _beside(weighed, lists(ground, found, scene.places, sites, self.lexis.listing))
        kinds = headed(ground, found, scene.places, self.lexis)
        stand = dict(short)
        for name, places in scene.places.items():
            starts = [found[i].start for i in places]
            told = _told(ground, starts)
            weights = _heard(weighed[name], beside.get(name, {}), LISTED)
            if not told:
                weights = self._listed(name, weights, kinds.get(name, ""))
            if any(self.lexis.model.is_a(head, "Organization") for head in told):
                weights = self._elsewhere(name, weights)
            kind = fixed.get(name) or self._instead(name, _best(weights, told=bool(told)))
            if kind == NOTHING:
                continue
            if kind == COUNTRY and (meant := self._country_of(name)) != name:
                stand |= {(found[i].start, found[i].end): meant for i in places}
                continue
            clusters[name] = Cluster(
                kind,
                Counter({name: len(places)}),
                [(found[i].start, found[i].end) for i in places],
                self.entries.get((self.lexis.learned(kind), name)),
                weights,
            )
        parent = links(ground, clusters, self.lexis)
        for name in sorted(clusters, key=lambda text: (text.count(" "), text)):
            target = name
            while target in parent:
                target = parent[target]
            if target != name:
                clusters[target].take(clusters.pop(name))
        merged: dict[str, Cluster] = {}
        known = {
            self._key(name, group): group.entry.key
            for group in clusters.values()
            if group.entry is not None
            for name in (*group.entry.names, *group.names)
        }
        for name, group in clusters.items():
            key = group.entry.key if group.entry is not None else known.get(key := self._key(name, group), key)
            if key in merged:
                merged[key].take(group)
            else:
                merged[key] = group
        self._countries(merged, stand)
        groups = [part for group in merged.values() for part in self._split(ground, group)]
        for group in groups:
            group.places.sort()
            group.type = self._refined(ground, group)
            group.full = group.full or self.model.is_a(group.type, "Person")
        return sorted(groups, key=lambda group: group.places[0])

    def _key(self, name: str, group: Cluster) -> str:
        """What a name without an entry of the gazetteer is known by, and the like of which class."""
        return f" {''.join(self.lexis.key(name))} {self.model.top(group.type)}"

    def _countries(self, merged: dict[str, Cluster], stand: Mapping[Span, str]) -> None:
        """Adds the places of countries by other names; a country may stand nowhere else."""
        groups = [group for group in merged.values() if group.type == COUNTRY]
        known = {name: group for group in groups for name in (group.label, *group.names)}
        for place, told in sorted(stand.items()):
            entry = self.countries.get(told.lower())
            name = entry.names[0] if entry is not None else told
            if name not in known:
                known[name] = merged[f" {place} {name}"] = Cluster(COUNTRY, Counter({told: 1}), [], entry)
            known[name].places.append(place)

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

    def _instead(self, name: str, kind: str) -> str:
        """The class that a word in the name tells, of those often taken for ``kind`` (a school for a university)."""
        low = name.lower().split()
        for meant, words in self._meant.get(kind, {}).items():
            if any(words.size(low, i, len(low)) for i in range(len(low))):
                return meant
        return kind

    def _listed(self, name: str, weights: dict[str, float], kind: str) -> dict[str, float]:
        """A noun before the list that a name stands in says what it is, unless the gazetteer knows it as another."""
        kind = self.lexis.learned(kind)
        if kind not in weights or any((known, name) in self.entries for known in weights if known != kind):
            return weights
        return weights | {kind: max(weights.values()) + 1.0, NOTHING: 0.0}

    def _elsewhere(self, name: str, weights: dict[str, float]) -> dict[str, float]:
        """Behind a noun for an organization a name is a place only where the gazetteer knows it ("startup Israel")."""
        if not self.entries:
            return weights
        places = self.lexis.model.below("Place")
        return {
            kind: 0.0 if kind in places and (kind, name) not in self.entries else weight
            for kind, weight in weights.items()
        }

    def _country_of(self, name: str) -> str:
        """The country that a name of one means: a capital stands for its own, and small letters make no difference."""
        meant = self.lexis.nouns.capitals.get(name, name)
        if (COUNTRY, meant) not in self.entries and (entry := self.countries.get(meant.lower())) is not None:
            return entry.names[0]
        return meant

    def _known(self, name: str, weights: dict[str, float]) -> dict[str, float]:
        """With a gazetteer its classes count more, and no country is found that it does not know."""
        if not self.entries:
            return weights
        known = {
            kind for kind in weights if (kind, self._country_of(name) if kind == COUNTRY else name) in self.entries
        }
        much = KNOWN if " " not in name else SURELY
        return {
            kind: weight * much if kind in known else 0.0 if kind == COUNTRY else weight
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


def _heard(weights: Mapping[str, float], opinion: Mapping[str, float], much: float = HEARD) -> dict[str, float]:
    """How likely each class is when another opinion is heard; whether it is a name at all, that has no word in."""
    if not opinion:
        return dict(weights)
    most = max(opinion.values())
    heard = {
        kind: weight if kind == NOTHING else weight * math.exp(much * (opinion.get(kind, UNHEARD) - most))
        for kind, weight in weights.items()
    }
    # Whether it is a name at all, the other does not know.
    some, total = (sum(weight for kind, weight in row.items() if kind != NOTHING) for row in (weights, heard))
    return {kind: weight if kind == NOTHING else weight * some / (total or 1.0) for kind, weight in heard.items()}


def _beside(
    weighed: Mapping[str, Mapping[str, float]], members: Sequence[Sequence[str]]
) -> dict[str, dict[str, float]]:
    """By name, the mean logarithm of how likely each class is for those named in lists with it: they are mostly of one
    class."""
    sums: dict[str, dict[str, float]] = {}
    count: Counter[str] = Counter()
    for names in members:
        rows = {name: _logarithms(weighed[name]) for name in names}
        total: defaultdict[str, float] = defaultdict(float)
        for row in rows.values():
            for kind, value in row.items():
                total[kind] += value
        for name, row in rows.items():
            own = sums.setdefault(name, defaultdict(float))
            for kind, value in row.items():
                own[kind] += total[kind] - value
            count[name] += len(names) - 1
    return {name: {kind: value / count[name] for kind, value in own.items()} for name, own in sums.items()}


def _logarithms(weights: Mapping[str, float]) -> dict[str, float]:
    return {kind: math.log(max(weight, LEAST)) for kind, weight in weights.items() if kind != NOTHING}


def _told(ground: Ground, starts: Sequence[int]) -> set[str]:
    """The classes that nouns directly before the places say the name is of ("tập đoàn X")."""
    runs = ((start, ground.run_of.get(start)) for start in starts)
    return {run.head for start, run in runs if run is not None and run.start == start and run.near and run.head}


def _best(weights: Mapping[str, float], *, told: bool = False) -> str:
    """The likeliest class; nothing only where that is nearly sure and the text does not tell what the name is."""
    if weights.get(NOTHING, 0.0) > SURE and not told:
        return NOTHING
    return min((kind for kind in weights if kind != NOTHING), key=lambda kind: (-weights[kind], kind))
