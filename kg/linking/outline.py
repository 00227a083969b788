"""What linking looks at first in an article: who is in it, and what is stated of them, without its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from kg.linking.copies import sketch_of
from kg.records import Article, Entity, Extraction, Refusal

__all__ = ["Gist", "Outline", "Stated"]

Stated = tuple[str, str, str, str | None, str | None]
"""Subject, relation, object, position and time of a statement, entities by their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """Of an extraction: its entities, how often each of them (and, last, what is none of them) is mentioned, what is
    stated, by what copies of the article are known (``kg.linking.copies``), and what its reader tells beside:
    ``refused`` and ``instead`` as there."""

    entities: tuple[Entity, ...]
    told: tuple[int, ...]
    stated: tuple[Stated, ...]
    sketch: str = ""
    refused: tuple[Refusal, ...] = ()
    instead: str = ""

    @classmethod
    def of(cls, extraction: Extraction) -> Gist:
        counted = Counter(mention.entity for mention in extraction.mentions)
        told = [counted[entity.id] for entity in extraction.entities]
        return cls(
            entities=extraction.entities,
            told=(*told, len(extraction.mentions) - sum(told)),
            stated=tuple((st.subject, st.relation, st.object, st.position, st.time) for st in extraction.statements),
            sketch=sketch_of(extraction.article.text),
            refused=extraction.refused,
            instead=extraction.instead,
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """An article with the gist of its extraction; ``whole`` gives that, its mentions not. ``digest`` is one of all that
    there is of both, where somebody has it."""

    article: Article
    gist: Gist
    whole: Callable[[], Extraction]
    digest: bytes = b""

    @classmethod
    def of(cls, extraction: Extraction) -> Outline:
        return cls(extraction.article, Gist.of(extraction), lambda: extraction)
