"""Precision, recall and F1 of a graph against gold, counted as the output contract counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.evaluate.gold import GoldArticle, GoldClaim, GoldFact, GoldMeasurement
from kg.evaluate.matching import NAMED, ArticleView, GraphView, norm
from kg.evaluate.metrics import same_metric
from kg.evaluate.tally import Tally
from kg.graph import Graph
from kg.ontology.definitions import Model
from kg.records import Claim, Entity, Measurement, Statement

__all__ = ["Compared", "Scores", "Tally", "compare", "score"]


@dataclass(frozen=True, slots=True)
class Scores:
    """All numbers of one comparison; shares are None where nothing could be compared."""

    articles: int
    entities: Tally
    typed: Tally
    facts: Tally
    claims: Tally
    measurements: Tally
    relations: Mapping[str, Tally]
    time_right: float | None
    modality_right: float | None
    evidence_right: float | None
    figure_subject_right: float | None
    figure_metric_right: float | None


@dataclass(slots=True)
class Compared:
    """One article compared: what was matched, missed and spurious, for counting and for explaining."""

    view: ArticleView
    found: dict[str, Entity] = field(default_factory=dict)
    spurious_entities: list[Entity] = field(default_factory=list)
    missed_entities: list[str] = field(default_factory=list)
    wrong_class: list[tuple[str, Entity]] = field(default_factory=list)
    matched: list[tuple[GoldFact, list[Statement]]] = field(default_factory=list)
    missed: list[GoldFact] = field(default_factory=list)
    spurious: list[Statement] = field(default_factory=list)
    optional: list[Statement] = field(default_factory=list)
    missed_claims: list[GoldClaim] = field(default_factory=list)
    spurious_claims: list[Claim] = field(default_factory=list)
    missed_measurements: list[GoldMeasurement] = field(default_factory=list)
    matched_measurements: list[tuple[GoldMeasurement, Measurement]] = field(default_factory=list)
    spurious_measurements: list[Measurement] = field(default_factory=list)
    entities: Tally = field(default_factory=Tally)
    typed: Tally = field(default_factory=Tally)
    claims: Tally = field(default_factory=Tally)
    measurements: Tally = field(default_factory=Tally)
    grounded: int = 0


def compare(gold: GoldArticle, view: GraphView) -> Compared:
    """One gold article against the graph."""
    result = Compared(ArticleView(gold, view))
    _entities(result)
    _facts(result)
    _claims(result)
    _measurements(result)
    text = result.view.text
    for statement in result.view.statements:
        span = text[statement.evidence.start : statement.evidence.end]
        result.grounded += bool(span.strip()) and norm(span) == norm(statement.evidence.text)
    return result


def score(gold: Iterable[GoldArticle], graph: Graph, model: Model) -> Scores:
    """The numbers of ``graph`` on the annotated articles ``gold`` (``kg.evaluate.gold.read_gold``)."""
    view = GraphView(graph, model)
    return total([compare(article, view) for article in gold])


def total(articles: Iterable[Compared]) -> Scores:
    """The numbers over all compared articles."""
    articles = list(articles)
    relations: dict[str, Tally] = defaultdict(Tally)
    matched = modality = dated = timed = 0
    for article in articles:
        for fact, hits in article.matched:
            relations[fact.relation] += Tally(hit=1)
            matched += 1
            modality += any(st.modality == fact.modality for st in hits)
            if fact.time:
                dated += 1
                timed += any(st.time == fact.time for st in hits)
        for fact in article.missed:
            relations[fact.relation] += Tally(miss=1)
        for statement in article.spurious:
            relations[statement.relation] += Tally(spurious=1)
    statements = sum(len(article.view.statements) for article in articles)
    figures = [(article.view, *pair) for article in articles for pair in article.matched_measurements]
    # Whose name the gold does not ask for is nobody that a figure had to be given to.
    owned = [row for row in figures if row[0].counts(row[1].subject)]
    subjects = sum(wanted.subject in view.keys_of(have.subject) for view, wanted, have in owned)
    metrics = sum(same_metric(wanted.metric, have.metric) for _, wanted, have in figures)
    return Scores(
        articles=len(articles),
        entities=sum((article.entities for article in articles), Tally()),
        typed=sum((article.typed for article in articles), Tally()),
        facts=sum(relations.values(), Tally()),
        claims=sum((article.claims for article in articles), Tally()),
        measurements=sum((article.measurements for article in articles), Tally()),
        relations=dict(sorted(relations.items())),
        time_right=timed / dated if dated else None,
        modality_right=modality / matched if matched else None,
        evidence_right=sum(article.grounded for article in articles) / statements if statements else None,
        figure_subject_right=subjects / len(owned) if owned else None,
        figure_metric_right=metrics / len(figures) if figures else None,
    )


def _entities(result: Compared) -> None:
    view = result.view
    for entity in view.entities.values():
        keys = view.keys_of(entity.id)
        kind = view.kind(entity)
        if not keys and kind in NAMED:
            result.spurious_entities.append(entity)
            result.entities += Tally(spurious=1)
            result.typed += Tally(spurious=1)
        for key in keys:
            if key in result.found:
                continue
            result.found[key] = entity
            if view.gold_kind(key) not in NAMED:
                continue
            if view.right_kind(key, entity):
                result.typed += Tally(hit=1)
            else:
                result.typed += Tally(miss=1, spurious=1)
                result.wrong_class.append((key, entity))
    for key in view.gold.entities:
        if not view.counts(key):
            continue
        if key in result.found:
            result.entities += Tally(hit=1)
        else:
            result.entities += Tally(miss=1)
            result.typed += Tally(miss=1)
            result.missed_entities.append(key)


def _facts(result: Compared) -> None:
    view = result.view
    facts: list[GoldFact] = list(view.gold.facts)
    index: dict[tuple[str, str, str, bool], int] = {}
    for number, fact in enumerate(facts):
        for reading in fact.readings(view.model):
            index.setdefault((*reading, fact.negated), number)
    hits: dict[int, list[Statement]] = defaultdict(list)
    seen: set[tuple[str, str, str, bool]] = set()
    for st in view.statements:
        negated = st.modality == "negated"
        found = next(
            (
                index[key]
                for subject in view.keys_of(st.subject)
                for object_ in view.keys_of(st.object)
                if (key := (subject, st.relation, object_, negated)) in index
            ),
            None,
        )
        if found is not None:
            hits[found].append(st)
            continue
        stated, turned = (
            (one, st.relation, other, negated) for one, other in ((st.subject, st.object), (st.object, st.subject))
        )
        if stated in seen or (turned in seen and view.model.symmetric(st.relation)):
            continue
        seen.add(stated)
        result.spurious.append(st)
    for number, fact in enumerate(facts):
        if fact.optional:
            result.optional.extend(hits.get(number, ()))
        elif number in hits:
            result.matched.append((fact, hits[number]))
        else:
            result.missed.append(fact)


def _claims(result: Compared) -> None:
    used: set[str] = set()
    for wanted in result.view.gold.claims or ():
        text = norm(wanted.text)
        hits = [
            have.id
            for have in result.view.claims
            if wanted.speaker in result.view.keys_of(have.speaker)
            and (words := norm(have.text))
            and (text in words or words in text)
        ]
        used.update(hits)
        if wanted.optional:
            continue
        result.claims += Tally(hit=bool(hits), miss=not hits)
        if not hits:
            result.missed_claims.append(wanted)
    result.spurious_claims = [claim for claim in result.view.claims if claim.id not in used]
    result.claims += Tally(spurious=len(result.spurious_claims))


def _measurements(result: Compared) -> None:
    view, pool = result.view, list(result.view.measurements)
    gold = view.gold.measurements or ()
    hits: dict[int, Measurement] = {}
    # Of equal figures each takes the one that is said of the right entity, before the others take what is left.
    for owned in (True, False):
        for number, wanted in enumerate(gold):
            hit = None if number in hits else _equal(view, wanted, pool, owned=owned)
            if hit is not None:
                hits[number] = hit
                pool.remove(hit)
    for number, wanted in enumerate(gold):
        if wanted.optional:
            continue
        result.measurements += Tally(hit=number in hits, miss=number not in hits)
        if number in hits:
            result.matched_measurements.append((wanted, hits[number]))
        else:
            result.missed_measurements.append(wanted)
    result.spurious_measurements = pool
    result.measurements += Tally(spurious=len(pool))


def _equal(
    view: ArticleView, wanted: GoldMeasurement, pool: Iterable[Measurement], *, owned: bool
) -> Measurement | None:
    value, unit = float(wanted.value), norm(wanted.unit)
    return next(
        (
            have
            for have in pool
            if abs(float(have.value) - value) <= 1e-6 * abs(value)
            and norm(have.unit) == unit
            and (not owned or wanted.subject in view.keys_of(have.subject))
        ),
        None,
    )
