"""What annotated articles have told of names: what was told before is likely told again.

No name is kept, only digests of names and of what was told of them (``python -m kg.training.memory`` makes the file).
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from kg.errors import FailureError
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.sentence import SentenceView
from kg.names import exact_key
from kg.records import Entity

__all__ = ["MEMORY", "TOLD", "Memory", "Recall", "digest", "keys_of", "load_memory", "save_memory"]

MEMORY = Path(__file__).resolve().parents[2] / "models" / "memory.npz"
#: Bytes of a digest: with 100,000 of them one question in three thousand million meets another's by chance.
SIZE = 6
#: So many articles are many.
MANY = 3
#: What features are called that tell what was told before.
TOLD = "told"


def digest(*parts: str) -> int:
    """The number by which ``parts`` are remembered."""
    return int.from_bytes(blake2b("\x1f".join(parts).encode("utf-8"), digest_size=SIZE).digest(), "big")


@dataclass(frozen=True, slots=True)
class Memory:
    """``pairs``: by the digest of subject and object, how many articles tell each relation of them, by its name.

    ``subjects`` and ``objects``: digests of a name and the relation that it is told to have on that side.
    """

    pairs: Mapping[int, Mapping[str, int]]
    subjects: Set[int]
    objects: Set[int]

    def recall(self, entities: Mapping[str, Entity]) -> Recall:
        """What is known of the entities of an article, by their ids."""
        return Recall(self, {key: keys_of((one.label, *one.aliases)) for key, one in entities.items()})


@dataclass(slots=True)
class Recall:
    """A memory asked about the entities of one article, whose keys are ``names``."""

    memory: Memory
    names: Mapping[str, tuple[str, ...]]
    _pairs: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict, repr=False)
    _sides: dict[tuple[str, str, str], bool] = field(default_factory=dict, repr=False)
    #: What is told of facts of whose two names, one and the other, nothing is.
    _apart: dict[tuple[str, str, str], Sequence[str]] = field(default_factory=dict, repr=False)

    def features(self, candidate: Candidate, view: SentenceView) -> Sequence[str]:
        """Names of features: how many articles told the fact, or another of both names, or the same of another name."""
        relation, frame = candidate.relation, candidate.trigger.frame
        subject, object_ = candidate.subject.entity, candidate.object.entity
        fact = subject, relation, object_
        found = self._apart.get(fact)
        if found is not None:
            return found
        known, turned = self._told(subject, object_), self._told(object_, subject)
        if not known and not turned:
            found = self._apart[fact] = self._of_others(subject, relation, object_)
            return found
        count = min(known.get(relation, 0), MANY)
        out = [f"{TOLD}-as={relation}:{name}" for name in sorted(known) if name != relation]
        out += [f"{TOLD}-against={relation}:{name}" for name in sorted(turned)]
        if count:
            likely = view.likely(candidate.subject, relation, candidate.object)
            heard = "" if likely is None else f":{max(-4, min(2, int(likely // 2)))}"
            out += [f"{TOLD}={count}", f"{TOLD}={relation}:{count}", f"{TOLD}={frame}:{count}", f"{TOLD}-heard{heard}"]
            return out
        return [*out, *self._of_others(subject, relation, object_)]

    def _of_others(self, subject: str, relation: str, object_: str) -> Sequence[str]:
        """What one has of many, and what of one alone, the relation tells."""
        out = []
        if self._side("subjects", subject, relation):
            out.append(f"{TOLD}-other-object={relation}")
        if self._side("objects", object_, relation):
            out.append(f"{TOLD}-other-subject={relation}")
        return out

    def _told(self, subject: str, object_: str) -> dict[str, int]:
        """By relation, how many articles tell it of two entities by any of their names."""
        found = self._pairs.get((subject, object_))
        if found is None:
            found = {}
            for one in self.names.get(subject, ()):
                for other in self.names.get(object_, ()):
                    key = digest(one, other)
                    if key in self.memory.pairs:
                        for relation, count in self.memory.pairs[key].items():
                            found[relation] = max(count, found.get(relation, 0))
            self._pairs[subject, object_] = found
        return found

    def _side(self, side: str, entity: str, relation: str) -> bool:
        found = self._sides.get((side, entity, relation))
        if found is None:
            table = self.memory.subjects if side == "subjects" else self.memory.objects
            found = any(digest(name, relation) in table for name in self.names.get(entity, ()))
            self._sides[side, entity, relation] = found
        return found


class _Pairs(Mapping[int, Mapping[str, int]]):
    """What a file holds of pairs, in the order of their digests: made into a dict it would take ten times as long."""

    def __init__(
        self, names: Sequence[str], keys: Sequence[int], relations: Sequence[int], counts: Sequence[int]
    ) -> None:
        self._names, self._keys, self._relations, self._counts = names, keys, relations, counts

    def __contains__(self, key: object) -> bool:
        # Nearly all are asked for in vain: an error raised and caught for each takes three times as long.
        if not isinstance(key, int):
            return False
        first = bisect_left(self._keys, key)
        return first < len(self._keys) and self._keys[first] == key

    def __getitem__(self, key: int) -> Mapping[str, int]:
        first = bisect_left(self._keys, key)
        last = bisect_right(self._keys, key, first)
        if first == last:
            raise KeyError(key)
        return {self._names[self._relations[i]]: self._counts[i] for i in range(first, last)}

    def __iter__(self) -> Iterator[int]:
        return iter(dict.fromkeys(self._keys))

    def __len__(self) -> int:
        return len(set(self._keys))


def keys_of(names: Iterable[str]) -> tuple[str, ...]:
    """The keys that names are remembered by."""
    return tuple(dict.fromkeys(filter(None, map(exact_key, names))))


@lru_cache(maxsize=1)
def load_memory(path: Path = MEMORY) -> Memory:
    """Reads what ``save_memory`` wrote; the file is read once a process."""
    try:
        with path.open("rb") as stream, np.load(stream) as data:
            names, *rows = (data[key].tolist() for key in ("relations", "pairs", "relation", "count"))
            return Memory(_Pairs(names, *rows), *(frozenset(data[side].tolist()) for side in ("subjects", "objects")))
    except (OSError, ValueError, LookupError, EOFError, BadZipFile, zlib.error) as error:
        raise FailureError(
            f"{path.name} cannot be read: {error}.", remedy="Reinstall kg, or make it: python -m kg.training.memory"
        ) from error


def save_memory(memory: Memory, path: Path) -> None:
    """Writes ``memory``, sorted: the same memory gives the same bytes."""
    rows = sorted((key, name, min(count, MANY)) for key, told in memory.pairs.items() for name, count in told.items())
    relations = sorted({name for _, name, _ in rows})
    number = {name: n for n, name in enumerate(relations)}
    np.savez_compressed(
        path,
        relations=np.array(relations),
        pairs=np.array([key for key, _, _ in rows], dtype=np.uint64),
        relation=np.array([number[name] for _, name, _ in rows], dtype=np.uint8),
        count=np.array([count for _, _, count in rows], dtype=np.uint8),
        subjects=np.array(sorted(memory.subjects), dtype=np.uint64),
        objects=np.array(sorted(memory.objects), dtype=np.uint64),
    )
