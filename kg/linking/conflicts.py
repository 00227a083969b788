"""Facts that cannot both hold. Which relations obey which rule is said in the ontology, not here.

A fact without a time of its own is taken to hold in the year of its article; without that, at any time.
Planned facts conflict with nothing. All sides stay in the graph: a conflict only names them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations

from kg.edtf import Stretch, overlap, stretch, year_of
from kg.names import exact_key
from kg.ontology.definitions import Model
from kg.records import Article, Conflict, Entity, Measurement, Statement, stable_hash

__all__ = ["find_conflicts"]

FACTUAL = frozenset({"asserted", "reported"})
NEGATED = "negated"
SAME_VALUE = Decimal("0.02")
"""Figures closer than this share of the larger one are the same figure rounded."""
MAX_SIDES = 200
"""Statements of one group that are compared with each other."""

Found = dict[tuple[str, str], set[str]]


def find_conflicts(
    articles: Mapping[str, Article],
    entities: Mapping[str, Entity],
    statements: Iterable[Statement],
    measurements: Iterable[Measurement],
    model: Model,
    *,
    endings: Collection[str] = (),
    vague: Collection[str] = (),
) -> dict[str, Conflict]:
    """All conflicts by id: one for each rule and each thing that it is broken about.

    ``endings`` are relations that end a post: whoever left no longer rules out a successor. ``vague`` are keys of
    metrics that do not tell what was measured.
    """
    facts = sorted(statements, key=lambda st: st.id)
    when = {st.id: stretch(st.time) or (year_of(articles[st.article].date) if not st.time else None) for st in facts}
    made: dict[str, Conflict] = {}
    for kind, sides in _statement_conflicts(facts, entities, when, model, frozenset(endings)):
        ids = tuple(sorted(st.id for st in sides))
        about = tuple(sorted({side for st in sides for side in (st.subject, st.object)}))
        conflict = Conflict(id=f"conflict-{stable_hash([kind, *ids])}", kind=kind, statements=ids, entities=about)
        made[conflict.id] = conflict
    for figures in _figure_conflicts(sorted(measurements, key=lambda m: m.id), frozenset(vague)):
        ids = tuple(sorted(m.id for m in figures))
        conflict = Conflict(
            id=f"conflict-{stable_hash(['oneValue', *ids])}",
            kind="oneValue",
            statements=ids,
            entities=(figures[0].subject,),
        )
        made[conflict.id] = conflict
    return dict(sorted(made.items()))


def _statement_conflicts(
    facts: Sequence[Statement],
    entities: Mapping[str, Entity],
    when: Mapping[str, Stretch | None],
    model: Model,
    endings: frozenset[str],
) -> Iterator[tuple[str, list[Statement]]]:
    def rules(st: Statement) -> tuple[str, ...]:
        relation = model.relations.get(st.relation)
        return relation.conflict_rules if relation else ()

    def together(a: Statement, b: Statement) -> bool:
        return overlap(when[a.id], when[b.id])

    def rivals(a: str, b: str) -> bool:
        """A town and its country are not two seats: only what is of one narrow class can rule the other out."""
        kind, other = entities[a].type, entities[b].type
        return a != b and kind == other and bool(model.classes[kind].parents)

    over = {(st.subject, st.object) for st in facts if st.relation in endings and st.modality in FACTUAL}
    factual = [st for st in facts if st.modality in FACTUAL]
    yield from _groups(
        "happensOnce",
        [st for st in factual if st.time and "happensOnce" in rules(st)],
        lambda st: (st.subject, st.relation, st.object),
        lambda a, b: not overlap(stretch(a.time), stretch(b.time)),
    )
    yield from _groups(
        "functionalInTime",
        [st for st in factual if "functionalInTime" in rules(st)],
        lambda st: (st.subject, st.relation),
        lambda a, b: rivals(a.object, b.object) and together(a, b),
    )
    yield from _groups(
        "inverseFunctionalInTime",
        [st for st in factual if "inverseFunctionalInTime" in rules(st) and (st.subject, st.object) not in over],
        lambda st: (st.object, st.relation),
        lambda a, b: a.subject != b.subject and together(a, b),
    )
    yield from _groups(
        "oneWay",
        [st for st in factual if "oneWay" in rules(st)],
        lambda st: (st.relation, *sorted((st.subject, st.object))),
        lambda a, b: a.subject == b.object and together(a, b),
    )
    yield from _groups(
        "assertedAndNegated",
        [st for st in facts if st.modality in FACTUAL | {NEGATED}],
        lambda st: (st.subject, st.relation, st.object),
        lambda a, b: (a.modality == NEGATED) is not (b.modality == NEGATED) and together(a, b),
    )


def _groups(
    kind: str,
    facts: Iterable[Statement],
    key: Callable[[Statement], tuple[str, ...]],
    clash: Callable[[Statement, Statement], bool],
) -> Iterator[tuple[str, list[Statement]]]:
    """The statements of each group that clash with another of it."""
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for st in facts:
        groups[key(st)].append(st)
    for _, group in sorted(groups.items()):
        sides = {
            st.id: st
            for a, b in combinations(group[:MAX_SIDES], 2)
            if not _one_sentence(a, b) and clash(a, b)
            for st in (a, b)
        }
        if sides:
            yield kind, list(sides.values())


def _one_sentence(a: Statement, b: Statement) -> bool:
    """What one sentence says is meant to hold together, or was misread: no contradiction of anybody's."""
    return a.article == b.article and a.evidence.start < b.evidence.end and b.evidence.start < a.evidence.end


def _figure_conflicts(measurements: Iterable[Measurement], vague: frozenset[str]) -> Iterator[list[Measurement]]:
    """Different figures for one metric, unit and stated time: figures without a time may be of different ones."""
    groups: dict[tuple[str, str, str, str], list[Measurement]] = defaultdict(list)
    for m in measurements:
        metric = exact_key(m.metric)
        if metric and metric not in vague and m.time and _value(m) is not None:
            groups[m.subject, metric, m.unit, m.time].append(m)
    for _, group in sorted(groups.items()):
        sides = {
            m.id: m for a, b in combinations(group[:MAX_SIDES], 2) if _differ(a, b) and not _range(a, b) for m in (a, b)
        }
        if sides:
            yield list(sides.values())


def _range(a: Measurement, b: Measurement) -> bool:
    """Two figures of one sentence are the ends of a range."""
    return a.article == b.article and a.evidence.start < b.evidence.end and b.evidence.start < a.evidence.end


def _differ(a: Measurement, b: Measurement) -> bool:
    one, other = _value(a), _value(b)
    if one is None or other is None:
        return False
    return abs(one - other) > SAME_VALUE * max(abs(one), abs(other))


def _value(m: Measurement) -> Decimal | None:
    try:
        value = Decimal(m.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
