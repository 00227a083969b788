"""What an ontology consists of: classes, relations, properties, and which classes a relation joins."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["ClassDef", "Model", "PropertyDef", "RelationDef", "closure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDef:
    """A class by local name. ``parents`` are the classes directly above it in this ontology.

    ``abstract`` classes (``Agent``) only gather others; no entity has one as its type.
    ``labels`` and ``comments`` are by language tag; ``line`` is where the block begins in kg.ttl.
    ``color`` is ``#rrggbb`` and ``letter`` what stands for it in features, when the class has one of its own.
    """

    name: str
    parents: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    abstract: bool = False
    color: str | None = None
    letter: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationDef:
    """A relation by local name. A subject's class is at or below one in ``domain``; likewise ``range``.

    ``same_kind``: both sides must stand at or below one and the same class of ``domain``.
    ``conflict_rules`` are local names of ``kg:ConflictRule`` individuals (``functionalInTime``). What is ``lasting``
    holds from one time to another; what is ``ending`` says that all lasting facts between its two sides are over.
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    parents: tuple[str, ...] = ()
    symmetric: bool = False
    same_kind: bool = False
    lasting: bool = False
    ending: bool = False
    conflict_rules: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDef:
    """A property of statements, claims, measurements, conflicts, articles or entities: ``kg:evidence``.

    ``domain`` are classes by local name; ``range`` too, or datatypes as ``xsd:decimal``.
    """

    name: str
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The ontology, ready for questions. Dictionaries are by local name, sorted.

    ``conflict_rules`` are the labels of every conflict rule by name and language, ``conflict_words`` what each says in
    a sentence. ``properties`` are all others; ``modalities`` the labels of each.
    ``entity_classes`` are the names an entity may have as its type. ``shown_from`` is the least confidence of a fact
    that the page starts with.
    """

    classes: Mapping[str, ClassDef]
    relations: Mapping[str, RelationDef]
    conflict_rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    conflict_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    properties: Mapping[str, PropertyDef] = field(default_factory=dict)
    modalities: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shown_from: float = 0.0
    entity_classes: frozenset[str] = field(init=False)
    _above: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    _lineages: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    #: Answers of ``allows``, which extraction asks for thousands of pairs of few classes.
    _allowed: dict[tuple[str, str, str], bool] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        parents = {name: entry.parents for name, entry in self.classes.items()}
        parents.update({name: entry.parents for name, entry in self.relations.items()})
        object.__setattr__(self, "_above", {name: closure(name, parents) for name in parents})
        object.__setattr__(self, "_lineages", {name: self._upwards(name) for name in self.classes})
        sides = {side for relation in self.relations.values() for side in (*relation.domain, *relation.range)}
        object.__setattr__(
            self,
            "entity_classes",
            frozenset(name for name, entry in self.classes.items() if not entry.abstract and self._above[name] & sides),
        )

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether the class (or relation) ``name`` is ``ancestor`` or below it; False for unknown names."""
        return ancestor in self._above.get(name, ())

    def below(self, *ancestors: str) -> frozenset[str]:
        """The classes at or below any of ``ancestors``."""
        return frozenset(name for name in self.classes if not self._above[name].isdisjoint(ancestors))

    def lineage(self, name: str) -> tuple[str, ...]:
        """``name`` and, one after the other, the classes above it that are not abstract; an unknown name alone."""
        return self._lineages.get(name, (name,))

    def top(self, name: str) -> str:
        """The uppermost class above ``name`` that is not abstract; an unknown name is its own."""
        return self.lineage(name)[-1]

    def nearest(self, name: str, among: Container[str]) -> str:
        """``name``, or the nearest class above it that ``among`` holds; empty where there is none."""
        return next((kind for kind in self.lineage(name) if kind in among), "")

    def letter(self, name: str) -> str:
        """What stands for a class in features: its own letter or the nearest one above it; ``X`` for none."""
        return self._nearest(name, lambda entry: entry.letter) or "X"

    def color(self, name: str) -> str:
        """The colour of a class, its own or the nearest one above it; grey where there is none."""
        return self._nearest(name, lambda entry: entry.color) or "#6b7280"

    def symmetric(self, relation: str) -> bool:
        """Whether a relation says the same both ways round; False for unknown names."""
        entry = self.relations.get(relation)
        return entry is not None and entry.symmetric

    def _upwards(self, name: str) -> tuple[str, ...]:
        line = [name]
        while True:
            parents = (above for above in self.classes[line[-1]].parents if above in self.classes)
            above = next((parent for parent in parents if not self.classes[parent].abstract), None)
            if above is None or above in line:  # a circle is a fault that the reader tells
                return tuple(line)
            line.append(above)

    def _nearest(self, name: str, trait: Callable[[ClassDef], str | None]) -> str:
        level = [name]
        while level:
            known = [self.classes[entry] for entry in level if entry in self.classes]
            for found in map(trait, known):
                if found:
                    return found
            level = [above for entry in known for above in entry.parents]
        return ""

    def allows(self, subject_class: str, relation: str, object_class: str) -> bool:
        """Whether an entity of ``subject_class`` may stand in ``relation`` to one of ``object_class``."""
        key = (subject_class, relation, object_class)
        answer = self._allowed.get(key)
        if answer is None:
            answer = self._allowed[key] = self._joins(subject_class, relation, object_class)
        return answer

    def _joins(self, subject_class: str, relation: str, object_class: str) -> bool:
        entry = self.relations.get(relation)
        if entry is None:
            return False
        subject, object_ = (
            self._above.get(subject_class, frozenset()),
            self._above.get(object_class, frozenset()),
        )
        if entry.same_kind:
            return any(kind in subject and kind in object_ for kind in entry.domain)
        return not (subject.isdisjoint(entry.domain) or object_.isdisjoint(entry.range))


def closure(name: str, parents: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """``name`` and all above it, however the parents run."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo.extend(parents.get(current, ()))
    return frozenset(seen)
