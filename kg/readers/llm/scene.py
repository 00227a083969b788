"""An article in which the names are given: what our own steps read around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.ontology.ontology import Ontology
from kg.readers.llm.entities import Known, mentions
from kg.records import Article, Mention, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Scene", "forget_pipeline", "scene_of"]

#: The steps that find names; here they are given.
NAMING = frozenset({"kg_mentions", "kg_reports"})
#: How the parts of speech begin of which one at least stands in words that mean somebody or something.
MEANING = ("N", "P", "M")


@dataclass(frozen=True, slots=True)
class Scene:
    """The annotated Doc; ``sentences`` without the blanks around them, and ``names`` and ``references`` by entity."""

    doc: Doc
    sentences: Sequence[Span]
    names: dict[str, list[Span]]
    references: dict[str, list[Span]]

    def sentence(self, at: int) -> int:
        """The number of the sentence that the character ``at`` is in, or of the last one before it."""
        return max(bisect_right(self.sentences, (at, float("inf"))) - 1, 0)

    def around(self, span: Span) -> tuple[int, int]:
        """The numbers of the first and the last sentence that ``span`` touches."""
        return self.sentence(span[0]), self.sentence(max(span[1] - 1, span[0]))

    def stretch(self, first: int, last: int) -> Span:
        """Where the sentences ``first`` to ``last`` stand."""
        return self.sentences[max(first, 0)][0], self.sentences[min(last, len(self.sentences) - 1)][1]

    def means(self, span: Span) -> bool:
        """Whether the words at ``span`` may mean somebody or something: a noun, a pronoun or a name is among them."""
        words = self.doc.char_span(*span, alignment_mode="expand")
        return words is not None and any(
            token.tag_.startswith(MEANING) or token.text[:1].isupper() for token in words if token.text.isalnum()
        )

    def mentions(self) -> tuple[Mention, ...]:
        """All places of all entities."""
        rows = [Mention(entity=key, start=a, end=b) for key, spans in self.names.items() for a, b in spans]
        rows += [
            Mention(entity=key, start=a, end=b, kind="reference")
            for key, spans in self.references.items()
            for a, b in spans
        ]
        return tuple(sorted(rows, key=lambda mention: (mention.start, mention.end, mention.entity)))


@lru_cache(maxsize=2)
def _pipeline(ontology: Ontology) -> Language:
    from kg.extract import create_nlp

    return create_nlp(ontology, leave=NAMING)


def forget_pipeline() -> None:
    """Load the steps anew."""
    _pipeline.cache_clear()


def scene_of(article: Article, ontology: Ontology, entities: Iterable[Known]) -> Scene:
    """``article`` as our own steps read it when its names are those of ``entities``."""
    from spacy.tokens import Span as DocSpan

    from kg.extract.document import Document

    nlp = _pipeline(ontology)
    doc = nlp.make_doc(article.text)
    document = Document.of(doc)
    document.date = article.date or ""
    named = list(entities)
    steps = list(nlp.pipeline)
    before = next((n for n, (name, _) in enumerate(steps) if name == "kg_references"), len(steps))
    for _, step in steps[:before]:
        doc = step(doc)
    spans, taken = [], 0
    for (start, end), known in mentions(named):
        words = doc.char_span(start, end, alignment_mode="expand")
        if words is not None and words.start >= taken:
            taken = words.end
            spans.append(DocSpan(doc, words.start, words.end, label=known.type, span_id=known.key))
    doc.spans["mentions"] = spans
    document.entities = {known.key: known.record() for known in named}
    for _, step in steps[before:]:
        doc = step(doc)
    trimmed = []
    for sent in doc.sents:
        text = sent.text
        if text.strip():
            start = sent.start_char + len(text) - len(text.lstrip())
            trimmed.append((start, start + len(text.strip())))
    references: dict[str, list[Span]] = {}
    for span in doc.spans["references"]:
        references.setdefault(span.id_, []).append((span.start_char, span.end_char))
    return Scene(doc, trimmed, {known.key: known.places for known in named}, references)
