"""A candidate beside all others of its article: in numbers, which trees weigh.

The scorer looks at a sentence. Whether another sentence tells the same, how sure its names are, how much else the
article tells, and how all that goes together, is weighed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.statements.arguments import NESTED, Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.groups import Features
from kg.extract.statements.memory import TOLD
from kg.extract.statements.opinions import READ, Opinions
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.trees import Flags, Integers, Matrix, Trees

__all__ = [
    "BESIDE",
    "COLUMNS",
    "FLOOR",
    "KINDS",
    "NUMBERS",
    "Weighing",
    "beside",
    "kinds_of",
    "numbers_of",
    "source_of",
]

#: What is less likely than this by its sentence (log-odds) is not weighed: it is no fact.
FLOOR = -4.5
#: A number that there is none of.
NONE = -99.0
#: Digits of numbers that are kept, so that two machines ask the trees the same.
DIGITS = 3

#: What is known of a candidate by itself, in this order.
NUMBERS = (
    *("encoder", "listed", "subject", "object", "turned", "other-object", "other-subject", "elsewhere"),
    *("other-relation", "against", "other-here", "told", "told-heard", "told-as", "told-against", "supplied"),
    *(
        "subject-sure",
        "object-sure",
        "subject-classed",
        "object-classed",
        "subject-fame",
        "object-fame",
        "subject-reference",
        "object-reference",
    ),
    *("apart", "behind-first", "before-second", "names-between", "names", "length", "subject-listed", "object-listed"),
    *("subject-size", "object-size", "titled", "subject-rivals", "object-rivals", "marks", "verbs"),
)
#: What it is one of, in this order: a table says how often such ones are right.
KINDS = ("relation", "classes", "shape")
#: What its whole article gives, in this order.
BESIDE = (
    *("odds", "words", "heard", "remembered", "same", "same-third", "same-count", "rival", "rival-count"),
    *("likely", "candidates", "likely-of-relation", "place"),
)
#: What trees ask of, in the order of their rows.
COLUMNS = (*NUMBERS, *KINDS, *BESIDE)
#: How the columns are called as reasons, those that the sentence's own features tell being none.
REASONS = {
    **dict.fromkeys(("same", "same-third", "same-count"), "told-again"),
    **dict.fromkeys(("rival", "rival-count"), "rivals"),
    **dict.fromkeys(("likely", "candidates", "likely-of-relation", "place"), "article"),
    **dict.fromkeys(("subject-sure", "object-sure", "subject-size", "object-size"), "names"),
    **dict.fromkeys(("subject-classed", "object-classed"), "classes"),
}
#: How the first feature begins that tells a candidate's shape.
SHAPES = ("shape=", "out=", "in=")
#: What the groups of a candidate's features count, in the order of the last of ``NUMBERS``.
COUNTED = ("subject-rivals", "object-rivals", "marks", "verbs")
#: How often an article names what it names most often.
MOST = 6.0


def numbers_of(candidate: Candidate, view: SentenceView, features: Features, opinions: Opinions | None) -> list[float]:
    """``NUMBERS`` of a candidate with its ``features``."""
    subject, object_ = candidate.subject, candidate.object
    left, right = sorted((subject, object_), key=lambda one: (one.start, one.end))
    return [
        _or_none(view.likely(subject, candidate.relation, object_)),
        _or_none(view.listed(subject, candidate.relation, object_)),
        *_heard(candidate, view, opinions),
        _or_none(
            max((odds for name, odds in _odds(candidate, view).items() if name != candidate.relation), default=None)
        ),
        *_remembered(features.told),
        _supplied(subject, object_),
        view.sure.get(subject.place, 1.0),
        view.sure.get(object_.place, 1.0),
        view.classed.get(subject.entity, 1.0),
        view.classed.get(object_.entity, 1.0),
        _famous(view, subject),
        _famous(view, object_),
        float(subject.reference),
        float(object_.reference),
        float(max(0, right.start - left.end)),
        float(candidate.start - left.end),
        float(right.start - candidate.end),
        float(sum(left.end <= one.start and one.end <= right.start for one in view.arguments)),
        float(len(view.arguments)),
        float(view.end - view.start),
        float(subject.rank),
        float(object_.rank),
        float(subject.end - subject.start),
        float(object_.end - object_.start),
        float(view.label not in ("", "paragraph")),
        *_counted(features),
    ]


def _counted(features: Features) -> list[float]:
    """The last of ``NUMBERS``: rivals between a side and the trigger, marks and verbs in gaps, where there are most."""
    found = dict.fromkeys(COUNTED, 0)
    for group in features.words:
        for name, number in group.counted:
            found[name] = max(found[name], number)
    return list(map(float, found.values()))


def kinds_of(candidate: Candidate, features: Iterable[str]) -> tuple[str, str, str]:
    """``KINDS`` of a candidate with its ``features``."""
    shape = next((name for name in features if name.startswith(SHAPES)), "")
    return candidate.relation, f"{candidate.subject.letter}{candidate.object.letter}", shape


def source_of(feature: str) -> int:
    """Who says it: the words (0), the encoder, or what was told before."""
    return 1 if feature.startswith(READ) else 2 if feature.startswith(TOLD) else 0


def beside(
    odds: Matrix, parts: Matrix, *, fact: Integers, rivals: Integers, relation: Integers, article: Integers
) -> Matrix:
    """``BESIDE`` for all candidates of one article, or of several, one behind the other.

    ``odds`` are those of their sentences, ``parts`` what the words, the encoder and memory make of it; then, as numbers
    from 0 that no two articles share: what each states, what it competes with, its relation (which articles share), and
    its article.
    """
    chance = 1.0 / (1.0 + np.exp(-odds))
    best, same, third, same_count = _others(fact, odds)
    # That another sentence tells a fact better is no reason that this one tells it.
    same, third, same_count = np.where(best, same, NONE), np.where(best, third, NONE), np.where(best, same_count, 1)
    _, rival, _, rival_count = _others(rivals, odds)
    count = np.bincount(article)
    kind = article * (int(relation.max(initial=0)) + 1) + relation
    first = np.searchsorted(article, np.arange(len(count)))
    columns = (
        odds,
        *parts.T,
        *(same, third, same_count, rival, rival_count),
        np.bincount(article, chance)[article],
        count[article],
        np.bincount(kind, chance)[kind],
        (np.arange(len(odds)) - first[article]) / count[article],
    )
    return np.asarray(np.round(np.stack(columns, axis=1), DIGITS), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What weighs the candidates of an article: ``trees`` over ``NUMBERS``, ``KINDS`` and ``BESIDE``.

    ``tables`` say how often those of a kind are right (log-odds), ``usual`` how often those are whose kind is none.
    """

    trees: Trees
    tables: Mapping[str, Mapping[str, float]]
    usual: float

    def rates(self, kinds: Sequence[str]) -> list[float]:
        """How often candidates of each of ``KINDS`` are right; what was never met is as usual."""
        return [self.tables[name].get(kind, self.usual) for name, kind in zip(KINDS, kinds, strict=True)]

    def reasons(self, rows: Matrix) -> list[dict[str, float]]:
        """What speaks for and against the candidate of each of ``rows`` beside its own sentence."""
        return [_called(moved) for moved in self.trees.reasons(rows)]


def _called(moved: Mapping[str, float]) -> dict[str, float]:
    """What columns have moved, by what they are called as reasons."""
    found: dict[str, float] = {}
    for column, weight in moved.items():
        if name := REASONS.get(column):
            found[name] = found.get(name, 0.0) + weight
    return found


def _others(key: Integers, odds: Matrix) -> tuple[Flags, Matrix, Matrix, Integers]:
    """Of all candidates that share one's key: is one the best, the best other's odds, the third best's, and how many
    there are."""
    order = np.lexsort((-odds, key))
    first = np.diff(key[order], prepend=-1) != 0
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = np.arange(len(key)) - np.flatnonzero(first)[np.cumsum(first) - 1]
    best, second, third = (np.full(int(key.max(initial=-1)) + 1, NONE) for _ in range(3))
    for n, top in enumerate((best, second, third)):
        top[key[rank == n]] = odds[rank == n]
    return rank == 0, np.where(rank == 0, second[key], best[key]), third[key], np.bincount(key)[key]


def _supplied(subject: Argument, object_: Argument) -> float:
    """Does the sentence name both sides (0), leave out the subject (1) or the object (2), or name one in the other?"""
    if subject.context or object_.context:
        return 1.0 if subject.context else 2.0
    return 3.0 if NESTED in (subject.group, object_.group) else 0.0


def _odds(candidate: Candidate, view: SentenceView) -> Mapping[str, float]:
    """What the encoder makes of the two names in their place."""
    return view.odds.get((candidate.subject.place, candidate.object.place), {})


def _heard(candidate: Candidate, view: SentenceView, opinions: Opinions | None) -> list[float]:
    """How what the encoder thinks of a candidate stands beside what it thinks of others."""
    standing = opinions.standing(candidate, view) if opinions is not None else None
    if opinions is None or standing is None:
        return [NONE] * 8
    return [_or_none(value) for value in (*standing.values(), *opinions.beside(candidate))]


def _remembered(names: Sequence[str]) -> list[float]:
    told = heard = NONE
    as_other = against = 0.0
    for name in names:
        kind, _, value = name.removeprefix(TOLD).partition("=")
        if kind == "" and value.isdigit():
            told = float(value)
        elif kind.startswith("-heard"):
            heard = float(kind.partition(":")[2] or 0)
        as_other += kind == "-as"
        against += kind == "-against"
    return [told, heard, as_other, against]


def _famous(view: SentenceView, argument: Argument) -> float:
    """How often the article names it; half a step more where its first sentence does."""
    number, _, titled = view.fame.get(argument.entity, "").partition(" ")
    return (MOST if number == "most" else float(number or 0)) + (0.5 if titled else 0.0)


def _or_none(value: float | None) -> float:
    return NONE if value is None else round(value, DIGITS)
