"""Article-local entities put together into global ones: label, other names, class and id of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.linking.classes import elected
from kg.linking.columns import made_of
from kg.names import ascii_slug, exact_key, is_bare
from kg.ontology.definitions import Model
from kg.records import Entity, stable_hash

__all__ = ["Ids", "Local", "Ref", "global_entities"]

Ref = tuple[str, str]
"""An article's id and an entity's id local to it."""

RESERVED = ("st-", "claim-", "m-", "article-", "conflict-")


@dataclass(frozen=True, slots=True)
class Local:
    """An entity of one article."""

    article: str
    entity: Entity

    @property
    def ref(self) -> Ref:
        return self.article, self.entity.id

    @property
    def names(self) -> tuple[str, ...]:
        return (self.entity.label, *self.entity.aliases)


class Ids(Mapping[Ref, str]):
    """The ids of the global entities that articles' entities became; ``of`` has those of one article by their keys."""

    def __init__(self, clusters: Iterable[Sequence[Local]], entities: Iterable[Entity]) -> None:
        self.of = defaultdict[str, dict[str, str]](dict)
        for cluster, entity in zip(clusters, entities, strict=True):
            for local in cluster:
                self.of[local.article][local.entity.id] = entity.id
        self.of.default_factory = None

    def __getitem__(self, ref: Ref) -> str:
        return self.of[ref[0]][ref[1]]

    def __iter__(self) -> Iterator[Ref]:
        return ((article, key) for article, own in self.of.items() for key in own)

    def __len__(self) -> int:
        return sum(map(len, self.of.values()))


def global_entities(
    clusters: Iterable[Sequence[Local]],
    model: Model,
    *,
    labels: dict[int, str] | None = None,
    types: dict[int, str] | None = None,
) -> list[Entity]:
    """One entity for each cluster, in the clusters' order, each with an id that no other has.

    ``labels`` and ``types`` overrule label and class of the cluster at an index.
    """
    given = list(clusters)
    labels, types = labels or {}, types or {}
    merged = [_merged(members, model, labels.get(n), types.get(n)) for n, members in enumerate(given)]
    ids = _ids(given, merged)
    return made_of(Entity, [[ids[n] for n in range(len(given))], *zip(*merged, strict=True)]) if given else []


_Merged = tuple[str, str, tuple[str, ...], str | None]
"""Class, label, other names and the gazetteer's key of an entity that has no id yet."""


def _merged(members: Sequence[Local], model: Model, label: str | None, type_: str | None) -> _Merged:
    only = members[0].entity
    if len(members) == 1 and not (label or type_ or only.aliases):
        # Most entities are named in one article, in one way.
        return only.type, only.label, (), only.known or None
    entities = [member.entity for member in members]
    type_ = type_ or elected(model, [entity.type for entity in entities])
    known = Counter([entity.known for entity in entities if entity.known])
    key = min(known, key=lambda key: (-known[key], key)) if known else None
    if not label and not any(entity.aliases or entity.label != only.label for entity in entities):
        return type_, only.label, (), key
    names = Counter(name for member in members for name in dict.fromkeys(member.names))
    labels = Counter(entity.label for entity in entities)
    label = label or min(
        labels, key=lambda name: (-_fitness(name, model.top(type_)), -labels[name], -names[name], name)
    )
    if is_bare(label):
        longer = [name for name in names if exact_key(name).endswith(exact_key(label)) and not is_bare(name)]
        label = min(longer, key=lambda name: (-names[name], name), default=label)
    aliases = {exact_key(name) + name: name for name in names if name != label}
    return type_, label, tuple(aliases[key] for key in sorted(aliases)), key


def _fitness(name: str, top: str) -> int:
    """Headline capitals, a last name alone, stray marks: no name to show when there is a better one."""
    if not (name[:1].isalnum() and (name[-1:].isalnum() or name[-1:] in ")+.!")):
        return -1
    if top == "Person":
        return int(" " in name)
    return int(not (name.isupper() and " " in name))


def _ids(clusters: Sequence[Sequence[Local]], merged: Sequence[_Merged]) -> dict[int, str]:
    """An id for each cluster: what its label makes, for the one of most articles, else with something behind it."""

    def digest(n: int) -> str:
        return stable_hash([*min(member.ref for member in clusters[n]), merged[n][1]], length=8)

    def rank(n: int) -> tuple[int, str]:
        """What decides who may keep a contested id."""
        return -len({member.article for member in clusters[n]}), digest(n)

    slugs = [ascii_slug(label) for _, label, _, _ in merged]
    rivals: dict[str, list[tuple[str, int]]] = {}
    for n, own in enumerate(slugs):
        slug = own or "Entity"
        folded = slug.casefold()
        if folded.startswith(RESERVED):
            slug, folded = f"E_{slug}", f"e_{folded}"
        rivals.setdefault(folded, []).append((slug, n))
    ids: dict[int, str] = {}
    taken: set[str] = set()
    late: list[tuple[str, int]] = []
    for folded, group in rivals.items():
        if len(group) > 1:
            group.sort(key=lambda item: rank(item[1]))
        if slugs[group[0][1]]:
            slug, n = group.pop(0)
            ids[n] = slug
            taken.add(folded)
        late += group
    for slug, n in sorted(late, key=lambda item: (item[0], rank(item[1]))):
        type_, told = merged[n][0], digest(n)
        wanted = (f"{slug}_{type_}", f"{slug}_{told}", f"{slug}_{type_}_{told}")
        ids[n] = next((name for name in wanted if name.casefold() not in taken), f"{slug}_{told}_{n}")
        taken.add(ids[n].casefold())
    return ids
