"""What speaks for and against each entity that an expression may mean; the weights are learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.references.discourse import Present, Role
from kg.extract.references.expressions import Expression, Form
from kg.extract.references.subjects import Subject

__all__ = ["Group", "Scene", "features"]

#: Names of features that go together.
Group = tuple[str, ...]

#: Upper bounds of distances in sentences that are told apart, and of how often something was seen.
DISTANCES = (0, 1, 2, 3, 5, 8, 15)
TIMES = (1, 2, 4, 8)
#: Ranks, and numbers of entities that fit, from here on are one.
RANKS = 4
#: So many groups of each sort are put into words once.
KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Scene:
    """An expression where it stands: its sentence, its part in it, the words around it with their ``tags``.

    ``fronted``: what stands before it only leads up to it. ``barred`` are the subjects of its clause, ``employer`` is
    whom the person spoken of works for, ``same`` what its noun has meant last, ``beside`` how often entities were named
    beside the one that tells a role. ``alone``: its noun points back by itself. ``heads``: the entities of the title.
    """

    item: Expression
    sentence: int
    role: Role
    before: str
    behind: str
    tags: tuple[str, str]
    fronted: bool
    barred: Sequence[str]
    employer: str
    same: str
    beside: Mapping[str, int]
    alone: bool
    heads: frozenset[str]


def features(scene: Scene, present: Sequence[tuple[Present, Subject, float]]) -> list[list[Group]]:
    """For each entity with how well it fits the names of the features that hold, those together that often do."""
    common = _common(scene, [one for one, _, _ in present])
    return [[common, *_of_one(scene, *one)] for one in present]


def _common(scene: Scene, present: Sequence[Present]) -> Group:
    """What all share: it speaks for any of them, against none."""
    item, form = scene.item, scene.item.form
    near = sum(scene.sentence - one.seen.sentence <= 1 for one in present)
    nearest = _bucket(min(scene.sentence - one.seen.sentence for one in present), DISTANCES)
    return (
        "bias",
        f"form={form}",
        f"type={item.type}",
        f"noun={item.noun}",
        f"noun={form}:{item.noun}",
        f"role={form}:{scene.role}",
        f"-1={form}:{scene.before}",
        f"+1={form}:{scene.behind}",
        f"many={min(len(present), RANKS)}",
        f"near={form}:{min(near, RANKS)}",
        f"nearest={form}:{nearest}",
    )


def _of_one(scene: Scene, one: Present, subject: Subject, fit: float) -> Iterator[Group]:
    item, seen = scene.item, one.seen
    form, kind = item.form, item.type
    distance = _bucket(scene.sentence - seen.sentence, DISTANCES)
    rank, often = min(one.rank, RANKS), min(one.often, RANKS)
    yield _standing(form, kind, distance, rank, often, _bucket(one.times, TIMES))
    yield _fitting(form, kind, subject.type, round(fit, 1))
    order = f"{one.first:d}{one.last:d}"
    yield _seen(form, scene.role, seen.role, distance, order, name=not seen.noun)
    yield tuple(_rest(scene, seen.entity, subject, distance))


def _rest(scene: Scene, entity: str, subject: Subject, distance: str) -> Iterator[str]:
    """What holds of few."""
    item, form = scene.item, scene.item.form
    if entity in scene.heads:
        yield from ("head", f"head={form}")
    if form != "pronoun":
        called = item.noun in subject.nouns if subject.nouns else None
        yield from (f"called={called}", f"called={form}:{called}")
    if scene.same:
        yield from (f"same={entity == scene.same}", f"same={form}:{entity == scene.same}")
    if item.places:
        told = "same" if not subject.countries.isdisjoint(item.places) else "other" if subject.countries else "none"
        yield from (f"country={told}", f"country={form}:{told}")
    if subject.honorifics:
        honorific = item.noun.split()[0] in subject.honorifics
        yield f"honorific={item.type}:{honorific}"
    if item.other:
        beside = min(scene.beside.get(entity, 0), 2)
        yield from (
            f"beside={beside}",
            f"beside={item.type}:{beside}",
            f"of={item.type}:{item.other in subject.countries}",
        )
    if scene.employer:
        yield f"employer={form}:{scene.employer == entity}"
    if scene.barred:
        yield f"barred={form}:{entity in scene.barred}"
    if scene.fronted:
        yield f"fronted={form}:{distance == '0'}"


@lru_cache(maxsize=KEPT)
def _standing(form: Form, kind: str, distance: str, rank: int, often: int, times: str) -> Group:
    """How far back an entity was seen, how many others since, and how often."""
    return (
        f"distance={distance}",
        f"distance={form}:{distance}",
        f"distance={kind}:{distance}",
        f"rank={rank}",
        f"rank={form}:{rank}",
        f"rank={kind}:{rank}",
        f"often={often}",
        f"often={form}:{often}",
        f"times={times}",
        f"often+distance={often}:{distance}",
    )


@lru_cache(maxsize=KEPT)
def _fitting(form: Form, kind: str, type_: str, fit: float) -> Group:
    """How well the class of an entity fits."""
    return f"class={kind}:{type_}", f"class={form}:{kind}:{type_}", f"fit={fit}"


@lru_cache(maxsize=KEPT)
def _seen(form: Form, role: Role, before: Role, distance: str, order: str, *, name: bool) -> Group:
    """The part that an entity played where it was seen last, and whether by its ``name``."""
    return (
        f"seen={before}:{distance}",
        f"seen={form}:{before}",
        f"seen={role}:{before}:{distance}",
        f"order={order}:{distance}",
        f"order={form}:{order}:{distance}",
        f"named={name}",
    )


@lru_cache(maxsize=KEPT)
def _bucket(number: int, bounds: Sequence[int]) -> str:
    return next((str(bound) for bound in bounds if number <= bound), "far")
