"""Errors grouped by what went wrong, so that the next person knows where to push."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.evaluate.gold import GoldFact
from kg.evaluate.matching import NAMED, ArticleView, norm
from kg.evaluate.scoring import Compared
from kg.records import Statement

__all__ = ["KINDS", "Miss", "misses"]

#: Kinds of error, in the order in which they are looked for.
KINDS = {
    "mention missed": "an argument was not found in the article",
    "wrong boundary": "an argument was found with too few or too many words",
    "wrong class": "an argument was found with another class",
    "wrong direction": "subject and object were exchanged",
    "wrong relation": "another relation was stated between the two",
    "wrong negation": "the fact was stated where the text negates it, or the other way round",
    "wrong modality": "the fact was found with another modality",
    "wrong time": "the fact was found with another time, or none",
    "wrong argument": "the relation was stated of one of the two with somebody else",
    "coreference": "the sentence means an argument by a reference, or leaves it out",
    "trigger unknown": "both arguments stand in the sentence and nothing was proposed",
    "argument not in gold": "an argument is nobody that the gold knows",
    "merely near": "the two are in the gold, with no fact between them",
    "spurious entity": "a name that the gold does not have",
    "claim": "a claim missed, or spurious",
    "measurement": "a measurement missed, or spurious",
}
_SENTENCE_END = re.compile(r"[.!?…][”\"’]?(?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Miss:
    """One error. ``side`` is missed, spurious or wrong; ``text`` the words of the article it is about."""

    article: str
    part: str
    side: str
    kind: str
    relation: str
    what: str
    text: str
    detail: str = ""

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.article}: {self.side} {self.what} [{self.kind}]{detail} | {self.text[:160]}"


def misses(articles: Iterable[Compared]) -> tuple[Miss, ...]:
    """Every error of the compared articles, facts first, in the order of the articles."""
    articles = list(articles)
    return tuple(
        miss for find in (_facts, _entities, _claims, _measurements) for article in articles for miss in find(article)
    )


def _facts(article: Compared) -> Iterator[Miss]:
    view = article.view
    for fact in article.missed:
        kind, detail = _why_missed(article, fact)
        yield Miss(view.name, "facts", "missed", kind, fact.relation, _gold_fact(view, fact), fact.evidence, detail)
    for st in article.spurious:
        kind, detail = _why_spurious(article, st)
        polarity = "" if st.modality == "asserted" else f" ({st.modality})"
        yield Miss(
            view.name,
            "facts",
            "spurious",
            kind,
            st.relation,
            f"{view.label(st.subject)} —{st.relation}→ {view.label(st.object)}{polarity}",
            st.evidence.text,
            "; ".join(part for part in (detail, f"{st.rule} {st.confidence:.2f}") if part),
        )
    for fact, statements in article.matched:
        want = fact.modality
        if all(st.modality != want for st in statements):
            yield Miss(
                view.name,
                "facts",
                "wrong",
                "wrong modality",
                fact.relation,
                _gold_fact(view, fact),
                fact.evidence,
                f"{want}, got {statements[0].modality}",
            )
        if fact.time and all(st.time != fact.time for st in statements):
            yield Miss(
                view.name,
                "facts",
                "wrong",
                "wrong time",
                fact.relation,
                _gold_fact(view, fact),
                fact.evidence,
                f"{fact.time}, got {statements[0].time}",
            )


def _why_missed(article: Compared, fact: GoldFact) -> tuple[str, str]:
    view = article.view
    symmetric = view.model.symmetric
    for key in (fact.subject, fact.object):
        if key not in article.found:
            near = _overlapping(view, key)
            if near is not None:
                return "wrong boundary", f"{view.gold_label(key)}: got {near}"
            return "mention missed", view.gold_label(key)
    subject, relation, object_ = fact.subject, fact.relation, fact.object
    negated = fact.negated
    stated = [(view.keys_of(st.subject), st.relation, view.keys_of(st.object), st) for st in view.statements]
    for subjects, other, objects, st in stated:
        if subject in subjects and object_ in objects and other == relation and (st.modality == "negated") != negated:
            return "wrong negation", f"got {st.modality}"
    for subjects, other, objects, _ in stated:
        if subject in objects and object_ in subjects and other == relation and not symmetric(relation):
            return "wrong direction", ""
    for subjects, other, objects, _ in stated:
        if (subject in subjects and object_ in objects) or (
            symmetric(other) and subject in objects and object_ in subjects
        ):
            return "wrong relation", f"got {other}"
    for key in (subject, object_):
        found = article.found[key]
        if view.gold_kind(key) in NAMED and not view.right_kind(key, found):
            want = view.gold.entities[key].type
            return "wrong class", f"{view.gold_label(key)} is {want}, got {found.type}"
    sentence = norm(_sentence(view.text, fact.evidence))
    unnamed = [
        view.gold_label(key)
        for key in (subject, object_)
        if not any(_names(name, sentence) for name in view.gold_names[key])
    ]
    if unnamed:
        return "coreference", ", ".join(unnamed)
    for subjects, other, objects, st in stated:
        if other == relation and (subject in subjects or object_ in objects) and _shares(st, fact, view):
            return "wrong argument", f"got {view.label(st.subject)} → {view.label(st.object)}"
    return "trigger unknown", ""


def _why_spurious(article: Compared, st: Statement) -> tuple[str, str]:
    view = article.view
    subjects, objects = view.keys_of(st.subject), view.keys_of(st.object)
    for entity, keys in ((st.subject, subjects), (st.object, objects)):
        if not keys:
            near = _gold_overlapping(view, entity)
            if near is not None:
                return "wrong boundary", f"{view.label(entity)}: gold has {near}"
            return "argument not in gold", view.label(entity)
    relation = st.relation
    facts = view.gold.facts
    for fact in facts:
        subject, object_ = fact.subject, fact.object
        if subject in subjects and object_ in objects and fact.relation == relation:
            return "wrong negation", f"gold has {fact.modality}"
    for fact in facts:
        if fact.subject in objects and fact.object in subjects and fact.relation == relation:
            return "wrong direction", ""
    for fact in facts:
        if fact.subject in subjects and fact.object in objects:
            return "wrong relation", f"gold has {fact.relation}"
    for fact in facts:
        if (
            fact.relation == relation
            and (fact.subject in subjects or fact.object in objects)
            and _shares(st, fact, view)
        ):
            return "wrong argument", f"gold has {view.gold_label(fact.subject)} → {view.gold_label(fact.object)}"
    return "merely near", ""


def _entities(article: Compared) -> Iterator[Miss]:
    view = article.view
    for key in article.missed_entities:
        near = _overlapping(view, key)
        kind = "wrong boundary" if near is not None else "mention missed"
        want = view.gold.entities[key].type
        yield Miss(view.name, "entities", "missed", kind, "", f"{view.gold_label(key)} ({want})", "", near or "")
    for key, entity in article.wrong_class:
        want = view.gold.entities[key].type
        yield Miss(
            view.name, "entities", "wrong", "wrong class", "", view.gold_label(key), "", f"{want}, got {entity.type}"
        )
    for entity in article.spurious_entities:
        near = _gold_overlapping(view, entity.id)
        kind = "wrong boundary" if near is not None else "spurious entity"
        yield Miss(view.name, "entities", "spurious", kind, "", f"{entity.label} ({entity.type})", "", near or "")


def _claims(article: Compared) -> Iterator[Miss]:
    view = article.view
    for wanted in article.missed_claims:
        words = norm(wanted.text)
        other = next((view.label(claim.speaker) for claim in view.claims if words in norm(claim.text)), None)
        detail = f"speaker: got {other}" if other else "speech not found"
        yield Miss(view.name, "claims", "missed", "claim", "", view.gold_label(wanted.speaker), wanted.text, detail)
    for claim in article.spurious_claims:
        yield Miss(view.name, "claims", "spurious", "claim", "", view.label(claim.speaker), claim.text)


def _measurements(article: Compared) -> Iterator[Miss]:
    view = article.view
    for wanted in article.missed_measurements:
        yield Miss(
            view.name,
            "measurements",
            "missed",
            "measurement",
            "",
            f"{view.gold_label(wanted.subject)} {wanted.metric} {wanted.value} {wanted.unit}",
            wanted.evidence,
        )
    for have in article.spurious_measurements:
        yield Miss(
            view.name,
            "measurements",
            "spurious",
            "measurement",
            "",
            f"{view.label(have.subject)} {have.metric} {have.value} {have.unit}",
            have.evidence.text,
        )


def _gold_fact(view: ArticleView, fact: GoldFact) -> str:
    modality = fact.modality
    polarity = "" if modality == "asserted" else f" ({modality})"
    return f"{view.gold_label(fact.subject)} —{fact.relation}→ {view.gold_label(fact.object)}{polarity}"


def _names(name: str, sentence: str) -> bool:
    """Whether ``name`` stands in ``sentence`` (both normalized) as whole words."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) is not None


def _overlapping(view: ArticleView, key: str) -> str | None:
    """A found entity of no gold name that holds a name of ``key``, or is part of one."""
    for entity in view.entities.values():
        if not view.keys_of(entity.id) and _overlap(view.names_of(entity.id), view.gold_names[key]):
            return entity.label
    return None


def _gold_overlapping(view: ArticleView, entity: str) -> str | None:
    have = view.names_of(entity)
    return next((view.gold_label(key) for key, names in sorted(view.gold_names.items()) if _overlap(have, names)), None)


def _overlap(some: Iterable[str], others: frozenset[str]) -> bool:
    return any(_names(one, other) or _names(other, one) for one in some for other in others if one and other)


def _sentence(text: str, words: str) -> str:
    """The sentence of ``text`` around ``words``; the words themselves when they are not in it."""
    start = text.find(words)
    if start < 0 or not words:
        return words
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    end = _SENTENCE_END.search(text, start + len(words.rstrip(".!?…")))
    return text[begin : end.end() if end else len(text)]


def _shares(st: Statement, fact: GoldFact, view: ArticleView) -> bool:
    """Whether the statement stands where the gold fact does."""
    start = view.text.find(fact.evidence)
    return st.evidence.start <= start < st.evidence.end
