"""How statements are worded: what states them, and how plainly."""

from __future__ import annotations

from kg.names import exact_key, words_of
from kg.records import Entity, Span, Statement

__all__ = ["CLOSE", "POST", "names", "plainly", "post", "said", "within"]

WORDLESS = frozenset({"of", "adjacent", "apposed", "bracket", "inside", "bearer", "pair"})
"""Frames by which a statement is read without a word that says that something happens or is held."""
CLOSE, POST = 24, 10
"""Letters between a fact's two names and the words that state it, at most, where it is told plainly; of a post."""


def said(st: Statement) -> str:
    """The words that state the fact."""
    if st.evidence.trigger is None:
        return ""
    start, end = (place - st.evidence.start for place in st.evidence.trigger)
    return exact_key(st.evidence.text[start:end])


def post(st: Statement) -> str:
    """What the article calls the post."""
    return exact_key(st.position) if st.position else said(st)


def plainly(st: Statement, most: int = CLOSE) -> bool:
    """Whether a verb or a post says it, with little between its names: no aside, no other name, no other clause."""
    if st.rule.partition(" ")[0].rstrip(":") in WORDLESS:
        return False
    places = _places(st)
    start = min((place[0] for place in places), default=0)
    letters = (char for at, char in enumerate(within(st), start) if not any(a <= at < b for a, b in places))
    return sum(map(str.isalpha, letters)) <= most


def within(st: Statement) -> str:
    """The words from the first to the last of those that state the fact, its names among them."""
    places = _places(st)
    if not places:
        return ""
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    return st.evidence.text[max(0, start - st.evidence.start) : end - st.evidence.start]


def _places(st: Statement) -> list[Span]:
    found = st.evidence
    return [
        place
        for place in (found.subject, found.trigger, found.object)
        if place and found.start <= place[0] < place[1] <= found.end
    ]


def names(st: Statement, subject: Entity, object_: Entity) -> bool:
    """Whether the sentence names both sides, and leaves neither to what stood before ("ông", "hãng")."""
    sides = ((st.evidence.subject, subject), (st.evidence.object, object_))
    for place, entity in sides:
        if place is not None:
            told = words_of(st.evidence.text[place[0] - st.evidence.start : place[1] - st.evidence.start])
            if set(told).isdisjoint(word for name in (entity.label, *entity.aliases) for word in words_of(name)):
                return False
    return True
