"""How statements are worded: what states them, and how plainly."""

from __future__ import annotations

from rapidfuzz import fuzz

from kg.names import exact_key, is_plain, words_of
from kg.records import Entity, Span, Statement

__all__ = ["CLOSE", "POST", "around", "follows", "goes_on", "names", "plainly", "post", "said", "same_name", "within"]

WORDLESS = frozenset({"of", "adjacent", "apposed", "bracket", "inside", "bearer", "pair"})
"""Frames by which a statement is read without a word that says that something happens or is held."""
ALIKE = 75
"""Names so much alike, of 100, are one name misspelt."""
LEAST = 3
"""Letters of a word that two names in foreign letters have in common, where they may be one."""
CLOSE, POST = 24, 10
"""Letters between a fact's two names and the words that state it, at most, where it is told plainly; of a post."""


def said(st: Statement) -> str:
    """The words that state the fact, as a key."""
    return exact_key(_trigger(st))


def post(st: Statement) -> str:
    """What the article calls the post."""
    return st.position or _trigger(st)


def _trigger(st: Statement) -> str:
    if st.evidence.trigger is None:
        return ""
    start, end = (place - st.evidence.start for place in st.evidence.trigger)
    return st.evidence.text[start:end]


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


def around(st: Statement, words: int) -> str:
    """``within``, with so many words of the sentence before and behind."""
    places = _places(st)
    if not places:
        return st.evidence.text
    at = st.evidence.start
    start, end = min(place[0] for place in places) - at, max(place[1] for place in places) - at
    before, behind = st.evidence.text[:start].split(), st.evidence.text[end:].split()
    return " ".join([*before[-words:], st.evidence.text[start:end], *behind[:words]])


def follows(st: Statement) -> bool:
    """Whether the fact's object stands behind the words that state it ("Bộ trưởng Bộ Y tế")."""
    found = st.evidence
    return not (found.object and found.trigger) or found.trigger[1] <= found.object[0]


def goes_on(st: Statement, joins: frozenset[str]) -> bool:
    """Whether the object's name goes on in the text, or a place follows on it behind a word of ``joins``: what is told
    is of a part of it ("Google Việt Nam", "TSMC tại Mỹ")."""
    found = st.evidence
    if found.object is None or (found.subject and found.object[1] <= found.subject[0] <= found.object[1] + 1):
        return False
    rest = found.text[found.object[1] - found.start :]
    words = rest.split()[:2]
    if words and words[0] in joins:
        words = words[1:]
    return bool(words) and rest[:1].isspace() and words[0][0].isupper()


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one: misspelt, shortened, or of one foreign surname ("C.C. Wei", "Wei Zhejia")."""
    words, others = set(words_of(one)), set(words_of(other))
    if fuzz.ratio(one, other) >= ALIKE or words <= others or others <= words:
        return True
    return is_plain(one) and is_plain(other) and any(len(word) >= LEAST for word in words & others)


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
