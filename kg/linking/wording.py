"""How statements are worded: what states them, and how plainly."""

from __future__ import annotations

from kg.names import exact_key, words_of
from kg.records import Entity, Statement

__all__ = ["CLOSE", "POST", "names", "plainly", "post", "said"]

FRAMES = frozenset({"active", "inverse", "mutual", "role", ""})
"""Of the frames by which a statement was read, those whose own words say that something happens or is held."""
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
    frame = st.rule.partition(" ")[0].rstrip(":")
    places = [place for place in (st.evidence.subject, st.evidence.trigger, st.evidence.object) if place]
    if frame not in FRAMES or not places:
        return frame in FRAMES
    between = list(range(min(start for start, _ in places), max(end for _, end in places)))
    letters = (
        st.evidence.text[at - st.evidence.start]
        for at in between
        if st.evidence.start <= at < st.evidence.end and not any(start <= at < end for start, end in places)
    )
    return sum(map(str.isalpha, letters)) <= most


def names(st: Statement, subject: Entity, object_: Entity) -> bool:
    """Whether the sentence names both sides, and leaves neither to what stood before ("ông", "hãng")."""
    sides = ((st.evidence.subject, subject), (st.evidence.object, object_))
    for place, entity in sides:
        if place is not None:
            told = words_of(st.evidence.text[place[0] - st.evidence.start : place[1] - st.evidence.start])
            if set(told).isdisjoint(word for name in (entity.label, *entity.aliases) for word in words_of(name)):
                return False
    return True
