"""What a figure may measure: every metric that its sentence or its unit suggests, with what speaks for each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kg.extract.document import Quantity
from kg.extract.measurements.metrics import Metrics, Told
from kg.extract.view import TokenView
from kg.records import Span as Range

__all__ = ["Alike", "Carried", "Measure", "Place", "Promising", "alike", "measures"]

GAPS = (0, 1, 2, 4, 7, 12, 20)
#: Tokens before and behind a figure whose words speak for a metric.
BEFORE, BEHIND = 6, 3
#: So many metrics of kinds and units are put into words once: a figure may measure some thirty that no word tells.
KEPT = 4_096


class Measure(NamedTuple):
    """A metric that a figure may be of; ``told`` are the characters of the word that says so, None where none does.

    What speaks for it stands before and behind the ``words`` around the figure, which all of its metrics share.
    """

    metric: str
    told: Range | None
    own: bool  # the unit or the figure before suggests it
    first: tuple[str, ...]
    words: Sequence[str]
    last: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The names of all that speaks for it."""
        return (*self.first, *(f"metric={self.metric} {word}" for word in self.words), *self.last)


class Alike(NamedTuple):
    """All that speaks for a metric which nothing tells but the words around a figure: the kind of its unit, the unit,
    how many words of others there are, and whether a word of growth or decline stands before."""

    kind: str
    unit: str
    far: int
    changes: bool


#: Of the metrics that nothing tells but such words, those that may be the likeliest; for others, those of the set, more
#: speaks.
Promising = Callable[[Alike, Sequence[str], Set[str]], Set[str]]


@dataclass(frozen=True, slots=True)
class Carried:
    """What the figure before measures, of what ``kind`` its unit is, and in which ``ways`` it leads to the next."""

    metric: str
    kind: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: in its sentence (tokens) and article, of what ``kind`` its unit is."""

    view: TokenView
    sentence: Range
    quantity: Quantity
    #: Where each token of the sentence begins, in characters.
    begins: Sequence[int]
    kind: str
    #: The characters of the figure, and where the next thing begins (None: nowhere).
    chars: Range
    edge: int | None
    #: Does a word of growth or decline stand before it?
    changes: bool
    #: The classes of the names before it in the sentence.
    types: Sequence[str]
    #: The metrics that words of other sentences tell, by how often.
    elsewhere: Mapping[str, int]


def measures(
    metrics: Metrics,
    place: Place,
    told: Sequence[Told],
    untold: Sequence[str],
    carried: Carried | None,
    promising: Promising | None = None,
) -> list[Measure]:
    """Everything that the figure may measure, the nearest word's metric first.

    ``untold`` are metrics that need no word; ``carried`` is what the figure before it measures. With ``promising``
    those are left out that cannot be the likeliest.
    """
    kind, unit = place.kind, place.quantity.unit
    context, default = _context(place), metrics.default(unit, kind)
    near = metrics.near(told, kind, *place.chars, edge=place.edge)
    far = min(len(near), 2)
    rows: list[tuple[str, Range | None, Sequence[str]]] = []
    names: set[str] = set()
    for n, (name, word) in enumerate(near):
        rank = f"rank={min(n, 3)}"
        general = ["told", f"told {kind}", rank, f"{rank} kind={kind}", *_where(place, word)]
        general += [f"word={word.word}", f"word={word.word} kind={kind}", f"word={word.word} rank={min(n, 2)}"]
        if name in names:
            general.append("again")
        names.add(name)
        general += _metric(name, "told", kind, unit, min(place.elsewhere.get(name, 0), 2))
        rows.append((name, (word.start, word.end), general))
    more = [carried.metric] if carried is not None and kind == carried.kind else []
    if promising is not None:
        apart = {default, *(name for name, often in place.elsewhere.items() if often)}
        if carried is not None:
            apart.add(carried.metric)
        likely = promising(Alike(kind, unit, far, place.changes), context, apart)
        untold = [name for name in untold if name in likely or name in apart]
    for name in dict.fromkeys((default, *untold, *more)):
        rows.append((name, None, _untold(name, kind, unit, min(place.elsewhere.get(name, 0), 2), far)))
    found = []
    for name, chars, spoken in rows:
        how = "untold" if chars is None else "told"
        last: list[str] = []
        if place.changes:
            last += _changes(name, how)
            if chars is not None:
                last.append(f"changes {'before' if chars[1] <= place.chars[0] else 'behind'} {kind}")
        if name == default:
            last += ["default", f"default {how}"]
        if carried is not None and carried.metric == name:
            ways = [f"carried {how} {way}" for way in carried.ways]
            last += [f"carried {how}", *ways, *(f"{way} of {far}" for way in ways)]
        found.append(Measure(name, chars, name == default or name in more, tuple(spoken), context, tuple(last)))
    return found


def alike(name: str, place: Alike) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before and behind the words around a figure for a metric that nothing else tells."""
    return _untold(name, place.kind, place.unit, 0, place.far), _changes(name, "untold") if place.changes else ()


def _changes(name: str, how: str) -> tuple[str, str]:
    """What speaks for a metric behind a word of growth or decline."""
    return f"changes {how}", f"changes metric={name}"


@lru_cache(maxsize=KEPT)
def _untold(name: str, kind: str, unit: str, elsewhere: int, far: int) -> tuple[str, ...]:
    """What speaks for a metric that no word tells, with so many words of others around the figure."""
    general = ("untold", f"untold kind={kind}", f"untold of {far}", f"untold={name} of {far}")
    return (*general, *_metric(name, "untold", kind, unit, elsewhere))


def _metric(name: str, how: str, kind: str, unit: str, elsewhere: int) -> tuple[str, ...]:
    """What speaks for a metric that so many other sentences tell of."""
    often = f"{how} elsewhere={elsewhere}"
    return often, f"{often} kind={kind}", f"metric={name} {how}", f"metric={name} unit={unit}"


def _context(place: Place) -> list[str]:
    low, (left, right) = place.view.low, place.sentence
    start, end = place.quantity.start, place.quantity.end
    before = [word for word in low[max(left, start - BEFORE) : start] if word[0].isalpha()]
    behind = [word for word in low[end : min(right, end + BEHIND)] if word[0].isalpha()]
    pairs = [f"{one} {other}" for one, other in pairwise(before)]
    names = [f"{where} {place.types[at]}" for where, at in (("first", 0), ("near", -1)) if place.types]
    return [
        *names,
        *(f"w={word}" for word in dict.fromkeys((*before, *pairs))),
        *(f"+w={word}" for word in dict.fromkeys(behind)),
    ]


def _where(place: Place, word: Told) -> Iterator[str]:
    """How a word stands to the figure."""
    first = bisect_left(place.begins, word.start) + place.sentence[0]
    last = bisect_left(place.begins, word.end) + place.sentence[0]
    before = word.end <= place.chars[0]
    side = "before" if before else "behind" if word.start >= place.chars[1] else "in"
    left, right = (last, place.quantity.start) if before else (place.quantity.end, first)
    between = place.view.low[left:right]
    gap = bisect_left(GAPS, max(right - left, 0))
    yield f"{side} gap={gap}"
    yield f"{side} kind={place.kind}"
    for mark in ",;()":
        if mark in between:
            yield f"{side} has {mark}"
    if any(token[0].isdigit() for token in between):
        yield f"{side} figure between"
    verbs = sum(place.view.tags[i].startswith("V") for i in range(left, right))
    yield f"{side} verbs={min(verbs, 2)}"
    if between:
        yield f"{side} next {between[0] if before else between[-1]}"
