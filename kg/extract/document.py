"""What the steps have read in one article, as one value that goes from step to step in the article's Doc."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from spacy.tokens import Doc, SpanGroup

from kg.extract.view import TokenView
from kg.ontology.cues import Cue
from kg.records import Entity, Span

__all__ = ["CueHit", "Document", "Marked", "Quantity", "Utterance", "When"]

#: The one key of ``doc.user_data`` that is ours.
KEY = "kg"


@dataclass(frozen=True, slots=True)
class When:
    """A time: tokens ``start:end``, its EDTF read as past and as future ("" for none)."""

    start: int
    end: int
    past: str
    future: str


class Marked(NamedTuple):
    """A span of a group of spans, as plain values: tokens ``start:end``, its label and id, and its characters."""

    start: int
    end: int
    label: str
    id: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: tokens ``start:end``, its canonical decimal ("2300000000") and canonical unit ("USD").

    ``other_end``: the value of the other end of the range that it is an end of.
    """

    start: int
    end: int
    value: str
    unit: str
    other_end: str | None = None


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue of modality at the tokens ``start:end``."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Utterance:
    """Tokens ``start:end`` are said by ``speaker`` (an entity's key, or ""); ``left:right`` is the sentence around."""

    start: int
    end: int
    direct: bool
    speaker: str
    left: int
    right: int


@dataclass(slots=True)
class Document:
    """Filled by the steps in their order; all places are token indices.

    ``date`` is the article's (EDTF, or ""). ``entities`` are those that the article names, by the keys that ``add``
    gives: an entity's ``id`` is its key, and means something in this article alone. ``employers``: for people named
    behind a post ("CEO Sam Altman") the key of the organisation that they hold it at. ``sure``: the logarithm of how
    likely a name that was found is one, from just here to there; names that a rule has cut or added are not in it.
    ``classed`` is the same of an entity's class, where it was told by how it is spoken of.

    Beside it, what is no more than a place with a class is a group of spans: ``doc.spans["structure"]`` (``label_``
    the part of the article), ``["mentions"]`` and ``["references"]`` (``label_`` the class, ``id_`` the entity's key).
    """

    date: str = ""
    text: str = field(default="", repr=False)
    view: TokenView = field(init=False, repr=False)
    times: list[When] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    employers: dict[str, str] = field(default_factory=dict)
    sure: dict[Span, float] = field(default_factory=dict)
    classed: dict[str, float] = field(default_factory=dict)
    cues: list[CueHit] = field(default_factory=list)
    speech: list[Utterance] = field(default_factory=list)
    _marked: dict[str, tuple[SpanGroup, list[Marked]]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, doc: Doc) -> Document:
        """The document in ``doc``; an empty one is put there when there is none."""
        found = doc.user_data.get(KEY)
        if found is None:
            found = doc.user_data[KEY] = cls()
        return cast(Document, found)

    @classmethod
    def text_of(cls, doc: Doc) -> str:
        """``doc.text``, which puts the text together from its tokens each time, asked for once."""
        document = cls.of(doc)
        document.text = document.text or doc.text
        return document.text

    @classmethod
    def marked(cls, doc: Doc, key: str) -> list[Marked]:
        """The group ``key`` of the spans of ``doc``, in its order, looked at once; none where there is no such group.

        spaCy makes each span anew whenever somebody looks, and asks its table of strings for each label.
        """
        group = doc.spans.get(key)
        if group is None:
            return []
        known = cls.of(doc)._marked
        if key not in known or known[key][0] is not group:
            known[key] = (
                group,
                [Marked(span.start, span.end, span.label_, span.id_, span.start_char, span.end_char) for span in group],
            )
        return known[key][1]

    def add(self, type: str, label: str, aliases: Iterable[str] = (), known: str | None = None) -> str:
        """One more entity of the article; its key."""
        key = f"e{len(self.entities) + 1}"
        self.entities[key] = Entity(id=key, type=type, label=label, aliases=tuple(aliases), known=known)
        return key
