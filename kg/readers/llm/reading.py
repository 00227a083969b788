"""From answers to an extraction: nothing is believed that the text does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import Answer, UnusableError
from kg.readers.llm.claims import check_claims
from kg.readers.llm.confidence import load_confidence
from kg.readers.llm.entities import Entities, Known
from kg.readers.llm.facts import FactChecker
from kg.readers.llm.figures import check_figures
from kg.readers.llm.places import Places
from kg.readers.llm.scene import scene_of
from kg.records import Article, Extraction, LocalClaim, LocalMeasurement, LocalStatement

__all__ = ["check_entities", "read"]


def read(
    article: Article, answers: Sequence[Answer], ontology: Ontology, *, reader: str, gazetteer: bool = True
) -> Extraction:
    """What the ``answers`` to the parts of ``article`` say and its text holds; ``reader`` is who answered.

    Raises UnusableError when the answers speak of another text.
    """
    places, entities, named = check_entities(article.text, answers, ontology, gazetteer=gazetteer)
    scene = scene_of(article, ontology, entities.known)
    checker = FactChecker(scene, places, ontology.model, load_confidence(), reader)
    refused = [*(refusal for answer in answers for refusal in answer.refused), *entities.refused]
    facts: list[LocalStatement] = []
    claims: list[LocalClaim] = []
    figures: list[LocalMeasurement] = []
    for answer, known in zip(answers, named, strict=True):
        facts += checker.check(answer.facts, known)
        claims += check_claims(answer.claims, known, scene, places, refused)
        figures += check_figures(answer.measurements, known, scene, ontology, refused)
    return Extraction(
        article=article,
        entities=tuple(known.record() for known in entities.known),
        mentions=scene.mentions(),
        statements=_once(facts),
        claims=tuple(dict.fromkeys(sorted(claims, key=lambda claim: (claim.start, claim.end, claim.speaker)))),
        measurements=tuple(dict.fromkeys(figures)),
        refused=(*refused, *checker.refused),
    )


def check_entities(
    text: str, answers: Sequence[Answer], ontology: Ontology, *, gazetteer: bool = False
) -> tuple[Places, Entities, list[dict[str, Known]]]:
    """The entities of the answers that ``text`` names, all together and by each answer's ids.

    Raises UnusableError when there are none.
    """
    places = Places(text)
    entities = Entities(places, ontology, gazetteer=gazetteer)
    named = [entities.add(answer.entities) for answer in answers]
    if not entities.known:
        raise UnusableError("the answer has nothing that the article names in a class of the ontology")
    return places, entities, named


def _once(facts: Sequence[LocalStatement]) -> tuple[LocalStatement, ...]:
    """Each fact of one sentence and modality once, the surest: parts of an article overlap."""
    best: dict[tuple[str, str, str, str, int], LocalStatement] = {}
    for fact in facts:
        key = (fact.subject, fact.relation, fact.object, fact.modality, fact.evidence.start)
        other = best.get(key)
        if other is None or (fact.confidence, fact.time is not None) > (other.confidence, other.time is not None):
            best[key] = replace(fact, time=fact.time or (other.time if other else None))
    return tuple(
        sorted(best.values(), key=lambda fact: (fact.evidence.start, fact.subject, fact.relation, fact.object))
    )
