"""``kg_mentions``: names in the text, their classes, and which of them mean the same entity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place
from kg.extract.mentions.boundaries import mend
from kg.extract.mentions.clusters import Cluster, cluster
from kg.extract.mentions.kinds import Kinds, load_kinds
from kg.extract.mentions.lexis import Lexis, load_lexis
from kg.extract.mentions.page import Page
from kg.extract.mentions.phrases import Phrases
from kg.extract.mentions.tagger import Tagger, load_tagger
from kg.extract.mentions.works import load_works
from kg.ontology.gazetteer import Entry, load_gazetteer

__all__ = ["Mentions", "known_names", "read_page", "word_starts"]


def read_page(doc: Doc, lexis: Lexis) -> Page:
    """The Doc as lists of tokens; white space tokens end nothing and are no part of a sentence's ends."""
    words = [token.text for token in doc]
    sentences = []
    for sent in doc.sents:
        start, end = sent.start, sent.end
        while end > start and words[end - 1].isspace():
            end -= 1
        while start < end and words[start].isspace():
            start += 1
        if start < end:
            sentences.append((start, end))
    return Page.read(
        words,
        [token.tag_ for token in doc],
        sentences,
        [bool(token.whitespace_) for token in doc],
        word_starts(doc),
        lexis,
    )


def word_starts(doc: Doc) -> list[bool]:
    """``token._.word_start`` of all tokens, without the cost of the underscore for each."""
    stored = cast("dict[Any, bool]", doc.user_data)
    return [stored.get(("._.", "word_start", token.idx, None), True) for token in doc]


def known_names() -> Phrases[str]:
    """Names of the gazetteer with their class."""
    return Phrases((name, entry.type) for entry in load_gazetteer() for name in entry.names)


@lru_cache(maxsize=1)
def _entries() -> dict[tuple[str, str], Entry]:
    return {(entry.type, name): entry for entry in reversed(load_gazetteer()) for name in entry.names}


class Mentions:
    """Writes ``doc.spans["mentions"]`` and ``doc.user_data["kg_entities"]``."""

    def __init__(self, tagger: Tagger, kinds: Kinds, lexis: Lexis, *, gazetteer: bool = True) -> None:
        self.tagger = tagger
        self.kinds = kinds
        self.lexis = lexis
        self.works = load_works()
        self.known = known_names() if gazetteer else None
        self.entries = _entries() if gazetteer else {}

    def __call__(self, doc: Doc) -> Doc:
        page = read_page(doc, self.lexis)
        if self.known is not None:
            page.mark(self.known)
        found = mend(page, self.tagger.find(page), self.lexis, self.known)
        found, fixed = self.works.add(page, found)
        clusters = cluster(page, found, self.lexis, self.kinds, self.entries, fixed)
        self._write(doc, clusters)
        return doc

    def _write(self, doc: Doc, clusters: Sequence[Cluster]) -> None:
        spans = []
        entities = {}
        for number, group in enumerate(clusters, start=1):
            key = f"e{number}"
            entities[key] = {
                "type": group.type,
                "label": group.label,
                "aliases": list(group.aliases),
                "known": group.known,
            }
            spans += [Span(doc, start, end, label=group.type, span_id=key) for start, end in group.places]
        doc.spans["mentions"] = sorted(spans, key=lambda span: (span.start, span.end))
        doc.user_data["kg_entities"] = entities


@Language.factory("kg_mentions", assigns=["doc.spans"], default_config=DEFAULT | {"gazetteer": True})
def create_mentions(nlp: Language, name: str, ontology: Place, gazetteer: bool) -> Callable[[Doc], Doc]:
    lexis = load_lexis()
    return Mentions(load_tagger(lexis), load_kinds(), lexis, gazetteer=gazetteer)
