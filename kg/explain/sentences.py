"""A fact in full sentences: what is said, who writes so and when, how sure it is; and, when asked, how it was read."""

from __future__ import annotations

from kg.explain.facts import Explanation
from kg.explain.words import Words
from kg.graph import Graph
from kg.ontology.definitions import Model

__all__ = ["fact_words", "how_read", "how_sure", "side", "told"]


def fact_words(words: Words, model: Model, subject: str, relation: str, object_: str, time: str | None = None) -> str:
    """The fact as a clause: "Airbnb uses Qwen, in October 2025"."""
    known = model.relations.get(relation)
    label = (known.labels.get(words.language) if known else None) or relation
    fact = words.say("fact", s=subject, p=label, o=object_)
    return words.say("fact.when", fact=fact, when=words.when(time)) if time else fact


def told(entry: Explanation, words: Words, model: Model) -> list[str]:
    """Sentences that stand before the evidence: the fact with who says so, its qualifiers, where it is written."""
    fact = fact_words(words, model, entry.subject, entry.relation, entry.object, entry.time)
    key = f"modality.{entry.modality}"
    by = entry.attributed_to
    lines = [words.say(f"{key}.by", fact=fact, who=by) if by else words.say(key, fact=fact)]
    value, _, unit = (entry.amount or "").partition(" ")
    amount = f"{words.number(value)} {unit}".strip()
    qualifiers = {"position": entry.position, "purpose": entry.purpose, "amount": amount}
    lines += [words.say(name, x=text) for name, text in qualifiers.items() if text]
    of = ", ".join(filter(None, (entry.outlet, words.time(entry.date) if entry.date else None)))
    title = (
        words.say("place.article", title=entry.article, of=of) if of else words.say("place.bare", title=entry.article)
    )
    return [lines[0][:1].upper() + lines[0][1:], *lines[1:], words.say("place", article=title)]


def how_sure(entry: Explanation, words: Words) -> str:
    """The confidence as people understand it."""
    return words.say("sure", n=round(entry.confidence * 100))


def how_read(entry: Explanation, words: Words) -> list[str]:
    """By which words and features it was read, and where exactly it stands."""
    readers = ", ".join(entry.readers)
    lines = [words.say("why.word", x=entry.trigger)] if entry.trigger else []
    return [
        *lines,
        words.say("why.rule", rule=entry.rule or "?", readers=readers, confidence=f"{entry.confidence:g}"),
        words.say("why.where", source=entry.source, start=entry.start, end=entry.end, id=entry.statement),
    ]


def side(graph: Graph, key: str, words: Words) -> str:
    """A statement or measurement by its id, in a line: what is said, the sentence, and the article with its date."""
    about = graph.statements.get(key) or graph.measurements[key]
    article = graph.articles[about.article]
    place = ", ".join(filter(None, (article.outlet, words.time(article.date) if article.date else None)))
    if key in graph.statements:
        st = graph.statements[key]
        names = graph.entities[st.subject].label, st.relation, graph.entities[st.object].label
        clause = fact_words(words, graph.ontology.model, *names, st.time)
        by = graph.entities.get(st.attributed_to or "")
        said = words.say(f"modality.{st.modality}{'.by' if by else ''}", fact=clause, who=by.label if by else "")
    else:
        figure = graph.measurements[key]
        when = f", {words.time(figure.time)}" if figure.time else ""
        what = f"{graph.entities[figure.subject].label}: {words.metric(figure.metric)}"
        said = f"{what} {words.number(figure.value)} {figure.unit}{when}."
    return f"{said} “{about.evidence.text}” ({article.title or article.source}{f'; {place}' if place else ''})"
