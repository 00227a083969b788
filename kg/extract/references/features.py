"""What speaks for and against each entity that an expression may mean; the weights are learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.references.discourse import Present, Role
from kg.extract.references.expressions import Expression
from kg.extract.references.subjects import Subject

__all__ = ["Scene", "features"]

#: Upper bounds of distances in sentences that are told apart, and of how often something was seen.
DISTANCES = (0, 1, 2, 3, 5, 8, 15)
TIMES = (1, 2, 4, 8)
#: Ranks, and numbers of entities that fit, from here on are one.
RANKS = 4


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


def features(scene: Scene, present: Sequence[tuple[Present, Subject, float]]) -> list[list[str]]:
    """For each entity with how well it fits the names of the features that hold."""
    common = list(_common(scene, [one for one, _, _ in present]))
    return [common + list(_of_one(scene, *one)) for one in present]


def _common(scene: Scene, present: Sequence[Present]) -> Iterator[str]:
    """What all share: it speaks for any of them, against none."""
    item = scene.item
    form = item.form
    near = sum(scene.sentence - one.seen.sentence <= 1 for one in present)
    yield from ("bias", f"form={form}", f"type={item.type}", f"noun={item.noun}", f"noun={form}:{item.noun}")
    yield from (f"role={form}:{scene.role}", f"-1={form}:{scene.before}", f"+1={form}:{scene.behind}")
    yield from (f"many={min(len(present), RANKS)}", f"near={form}:{min(near, RANKS)}")
    yield f"nearest={form}:{_bucket(min(scene.sentence - one.seen.sentence for one in present), DISTANCES)}"


def _of_one(scene: Scene, one: Present, subject: Subject, fit: float) -> Iterator[str]:
    item, seen = scene.item, one.seen
    form, kind = item.form, item.type
    distance = _bucket(scene.sentence - seen.sentence, DISTANCES)
    rank, often = min(one.rank, RANKS), min(one.often, RANKS)
    yield from (f"distance={distance}", f"distance={form}:{distance}", f"distance={kind}:{distance}")
    yield from (f"rank={rank}", f"rank={form}:{rank}", f"rank={kind}:{rank}")
    yield from (f"often={often}", f"often={form}:{often}", f"times={_bucket(one.times, TIMES)}")
    yield f"often+distance={often}:{distance}"
    yield from (f"class={kind}:{subject.type}", f"class={form}:{kind}:{subject.type}", f"fit={round(fit, 1)}")
    yield from (f"seen={seen.role}:{distance}", f"seen={form}:{seen.role}", f"seen={scene.role}:{seen.role}:{distance}")
    order = f"{one.first:d}{one.last:d}"
    yield from (f"order={order}:{distance}", f"order={form}:{order}:{distance}")
    yield f"named={not seen.noun}"
    if seen.entity in scene.heads:
        yield from ("head", f"head={form}")
    if item.form != "pronoun":
        called = item.noun in subject.nouns if subject.nouns else None
        yield from (f"called={called}", f"called={form}:{called}")
    if scene.same:
        yield from (f"same={seen.entity == scene.same}", f"same={form}:{seen.entity == scene.same}")
    if item.places:
        told = "same" if not subject.countries.isdisjoint(item.places) else "other" if subject.countries else "none"
        yield from (f"country={told}", f"country={form}:{told}")
    if subject.honorifics:
        honorific = item.noun.split()[0] in subject.honorifics
        yield f"honorific={item.type}:{honorific}"
    if item.other:
        beside = min(scene.beside.get(seen.entity, 0), 2)
        yield from (f"beside={beside}", f"beside={kind}:{beside}", f"of={kind}:{item.other in subject.countries}")
    if scene.employer:
        yield f"employer={form}:{scene.employer == seen.entity}"
    if scene.barred:
        yield f"barred={form}:{seen.entity in scene.barred}"
    if scene.fronted:
        yield f"fronted={form}:{distance == '0'}"


def _bucket(number: int, bounds: Sequence[int]) -> str:
    return next((str(bound) for bound in bounds if number <= bound), "far")
