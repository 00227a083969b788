"""The small frozen records that flow through kg, from an article to the graph.

Offsets count Unicode code points of ``Article.text``; ``text[start:end]`` is the span, always.
An ``Extraction`` has no ids: its entities have keys that mean something in it alone (``Entity.id`` is the key there),
and its statements, claims and measurements are ``Local…`` records that name them. ``kg.linking`` makes of them the
records of the graph, which have ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from kg.config import DEFAULT_LANGUAGE

__all__ = [
    "OWN_READER",
    "UPDATE",
    "Article",
    "Claim",
    "Conflict",
    "Entity",
    "Evidence",
    "Extraction",
    "LocalClaim",
    "LocalMeasurement",
    "LocalStatement",
    "Measurement",
    "Mention",
    "Modality",
    "Refusal",
    "Span",
    "Statement",
    "stable_hash",
]

#: Who has read a statement when nobody says otherwise: our own reader.
OWN_READER = "kg"

Modality = Literal["asserted", "reported", "planned", "negated"]
Span = tuple[int, int]

#: The kind of a conflict that is none: later news replaces earlier.
UPDATE = "update"


def stable_hash(parts: Iterable[str], *, length: int = 16) -> str:
    """Hex digest of strings, the same on every machine; parts are kept apart by a separator."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8"))
    return digest.hexdigest()[:length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read: text in NFC with ``\\n`` line ends.

    ``id`` is ``article-<hash of source>``; ``source`` the path relative to the input folder, or the URL;
    ``date`` an EDTF string (``2025-12-20``, ``2025-12`` or ``2025``), when known. ``notes`` say, for the report, what
    of its file could not be read. In place of the text whatever gives it may be put, and is asked each time.
    """

    id: str
    source: str
    text: str
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str = DEFAULT_LANGUAGE
    notes: tuple[str, ...] = field(default=(), compare=False)

    def shelved(self, put: Callable[[str], Any]) -> Article:
        """The same article, its text where ``put`` has put it."""
        return replace(self, text=put(self.text))


class _Text:
    """``Article.text``, which may lie elsewhere."""

    def __init__(self, slot: Any) -> None:
        self.slot = slot

    def __get__(self, record: Any, _: type[Any] | None = None) -> Any:
        if record is None:
            return self
        text = self.slot.__get__(record)
        return text if isinstance(text, str) else text()

    def __set__(self, record: Any, text: Any) -> None:
        self.slot.__set__(record, text)


class _Part(_Text):
    """The text of a record that is its article's from ``start`` to ``end``: the article may stand in its place."""

    #: The article that was asked for last, and its text: mostly all parts of one are asked for.
    _last: tuple[Any, str] = (None, "")

    def __get__(self, record: Any, _: type[Any] | None = None) -> Any:
        if record is None:
            return self
        text = self.slot.__get__(record)
        if isinstance(text, str):
            return text
        if (last := self._last)[0] is not text:
            last = self._last = text, text.text
        return last[1][record.start : record.end]


Article.text = _Text(vars(Article)["text"])  # type: ignore[assignment, misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something. ``type`` is a class of the ontology by local name (``Company``).

    ``known`` is the gazetteer's key when the name is listed there.
    """

    id: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    known: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text that means an entity: by ``name``, or by ``reference`` ("công ty này", "ông")."""

    entity: str
    start: int
    end: int
    kind: Literal["name", "reference"] = "name"
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence a fact stands in, and the words of it that say so. In place of the text its article may be put."""

    start: int
    end: int
    text: str
    subject: Span | None = None
    object: Span | None = None
    trigger: Span | None = None


Evidence.text = _Part(vars(Evidence)["text"])  # type: ignore[assignment, misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalStatement:
    """A fact as its article's extraction has it: entities by their keys, ``amount`` an index of its measurements.

    ``readers`` are those that found it, sorted.
    """

    subject: str
    relation: str
    object: str
    evidence: Evidence
    modality: Modality = "asserted"
    time: str | None = None
    attributed_to: str | None = None
    position: str | None = None
    purpose: str | None = None
    amount: int | None = None
    confidence: float = 1.0
    rule: str = ""
    readers: tuple[str, ...] = (OWN_READER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalClaim:
    """What somebody says, as the article's extraction has it: the speaker by key."""

    speaker: str
    text: str
    start: int
    end: int
    time: str | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMeasurement:
    """A figure as the article's extraction has it: the entity that it is said of by key."""

    subject: str
    metric: str
    value: str
    unit: str
    evidence: Evidence
    time: str | None = None
    other_end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact that one place of one article states. ``time`` is EDTF; ``amount`` a measurement's id.

    ``readers`` are those that found it, with their versions, sorted.
    """

    id: str
    subject: str
    relation: str
    object: str
    article: str
    evidence: Evidence
    modality: Modality = "asserted"
    time: str | None = None
    attributed_to: str | None = None
    position: str | None = None
    purpose: str | None = None
    amount: str | None = None
    confidence: float = 1.0
    rule: str = ""
    readers: tuple[str, ...] = (OWN_READER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody says, verbatim from the text. In place of it its article may be put."""

    id: str
    speaker: str
    text: str
    article: str
    start: int
    end: int
    time: str | None = None
    venue: str | None = None


Claim.text = _Part(vars(Claim)["text"])  # type: ignore[assignment, misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A figure said of an entity. ``value`` is a canonical decimal in full ("2300000000", "0.92").

    ``other_end``: the value of the other end, of a figure that is an end of a range.
    """

    id: str
    subject: str
    metric: str
    value: str
    unit: str
    article: str
    evidence: Evidence
    time: str | None = None
    other_end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Statements (or measurements) that cannot all hold. ``kind`` is a conflict rule of the ontology.

    ``strength``, from 0 to 1: how surely they contradict each other. Of the kind ``UPDATE`` the later one replaces the
    earlier: that is no contradiction.
    """

    id: str
    kind: str
    statements: tuple[str, ...]
    entities: tuple[str, ...] = ()
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that a reader was told and does not believe: a fact, entity, claim … (``what``), why, and its words."""

    what: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was found in one article.

    ``refused`` is what its reader was told and did not believe; ``instead``: why our own reader has read the article
    and not the one that was asked for ("" where it was not so).
    """

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[LocalStatement, ...] = ()
    claims: tuple[LocalClaim, ...] = ()
    measurements: tuple[LocalMeasurement, ...] = ()
    refused: tuple[Refusal, ...] = ()
    instead: str = ""
