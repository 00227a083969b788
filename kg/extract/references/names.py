"""The names that an article's entities have been found by, as the rules for references look them up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from spacy.tokens import Doc

from kg.extract.document import Document

__all__ = ["Name", "Names", "names_of"]


class Name(NamedTuple):
    """A name that ends before token ``end``: the class of its entity, and the entity."""

    end: int
    type: str
    entity: str


#: Names by the token that they begin at, from left to right.
Names = Mapping[int, Name]


def names_of(doc: Doc) -> dict[int, Name]:
    """The names in ``doc.spans["mentions"]``."""
    return {span.start: Name(span.end, span.label, span.id) for span in Document.marked(doc, "mentions")}
