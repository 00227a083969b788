"""All candidates of an annotated article with their features, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.document import Document
from kg.extract.mentions.encoder.model import Encoder
from kg.extract.statements.candidates import Candidate, CandidateFinder
from kg.extract.statements.context import Context
from kg.extract.statements.features import FeatureNamer
from kg.extract.statements.groups import Features, Group
from kg.extract.statements.memory import Memory, load_memory
from kg.extract.statements.opinions import Opinions
from kg.extract.statements.pairs import PairReader
from kg.extract.statements.sentence import SentenceReader, SentenceView
from kg.extract.statements.tally import Tally
from kg.extract.statements.triggers import TriggerFinder
from kg.extract.statements.weighing import numbers_of
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology

__all__ = ["CandidateReader", "Reading"]

#: So often is often.
OFTEN = 5
#: Parts of an article that state no facts.
SILENT = frozenset({"header", "source", "dateline"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with all that it might state: each candidate with the names of its features.

    ``opinions`` are the encoder's of the whole article, where it has looked.
    """

    sent: DocSpan
    view: SentenceView
    candidates: list[tuple[Candidate, Features]]
    opinions: Opinions | None = None

    def numbers(self, candidate: Candidate, features: Features) -> list[float]:
        """What is known of one of the candidates by itself (``weighing.NUMBERS``)."""
        return numbers_of(candidate, self.view, features, self.opinions)


class CandidateReader:
    """Holds what is needed to find candidates; ``readings`` is a function of the Doc.

    ``encoder``: also say what it makes of each two names.
    """

    def __init__(self, ontology: Ontology, encoder: Encoder | None = None) -> None:
        model, lexicon, grammar = ontology.model, ontology.lexicon, ontology.grammar
        self._model = model
        self._left_out = grammar.left_out
        self._sentences = SentenceReader(grammar, model)
        self.pairs = PairReader(model, encoder) if encoder is not None else None
        self._triggers = TriggerFinder(lexicon, grammar.several)
        self._candidates = CandidateFinder(lexicon.wordless, model)
        self._features = lru_cache(maxsize=1)(partial(FeatureNamer, model))
        #: What is remembered, when not what is shipped.
        self.memory: Memory | None = None

    def readings(self, doc: Doc, tally: Tally | None = None) -> Iterator[Reading]:
        """Each sentence that may state a fact, in order. With ``tally``, of candidates that are hopeless to it no more
        features than show it; what the encoder thinks may save any."""
        tokens = Document.of(doc).view
        sentences = self.sentences(doc)
        opinions = None
        if self.pairs is not None:
            for view, odds in zip(sentences, self.pairs.read(tokens, sentences), strict=True):
                view.odds, view.heard = odds, self.pairs.relations
            opinions = Opinions(sentences)
        recall = (self.memory or load_memory()).recall(Document.of(doc).entities)
        namer = self._features() if tally is None else self._features(tally)
        early = tally is not None and opinions is None
        for view in sentences:
            sides = [*view.arguments, *view.context, *(inner for _, inner in view.nested)]
            possible = self._candidates.joins.possible(side.type for side in sides)
            # One side alone states nothing.
            hits = self._triggers.find(tokens, (view.start, view.end), view.named, possible) if len(sides) > 1 else []
            found = []
            for one in self._candidates.find(view, hits, namer.sieve if early else None):
                told = recall.features(one, view)
                named = namer.hopeful(one, view, told) if early else namer.names(one, view, opinions, told)
                if named is not None:
                    found.append((one, named))
            yield Reading(doc[view.start : view.end], view, found, opinions)

    def sentences(self, doc: Doc) -> list[SentenceView]:
        """The sentences that may state a fact, in order, each with whom it may leave out."""
        document = Document.of(doc)
        tokens = document.view
        labels = _labels(doc)
        mentions, references = _by_sentence(doc, tokens, "mentions"), _by_sentence(doc, tokens, "references")
        context = Context(self._model, self._left_out)
        fame = _fame(mentions)
        told: dict[tuple[object, ...], Group] = {}
        found = []
        for number, (start, end) in enumerate(tokens.sentences):
            named, meant = mentions.get(number, []), references.get(number, [])
            if labels[start] in SILENT or not (named or meant):
                continue
            view = self._sentences.read(
                tokens, (start, end), named, meant, label=labels[start], employers=document.employers
            )
            view.context = context.read(view)
            view.fame, view.told = fame, told
            view.sure, view.classed = document.sure, document.classed
            view.named = {i for span in named for i in range(span.start, span.end)}
            found.append(view)
        return found


def _by_sentence(doc: Doc, tokens: TokenView, key: str) -> dict[int, list[DocSpan]]:
    """The spans of ``doc.spans[key]`` that lie in one sentence, by its number."""
    found: dict[int, list[DocSpan]] = {}
    for span in doc.spans.get(key, ()):
        number = tokens.sentence_of(span.start)
        if span.end <= tokens.sentences[number][1]:
            found.setdefault(number, []).append(span)
    return found


def _fame(mentions: Mapping[int, Sequence[DocSpan]]) -> dict[str, str]:
    """How often the article names each entity, and whether its first sentence that names any does; nothing where it
    names each but once or in a single sentence, which tells nothing of what it is about."""
    count = Counter(span.id_ for spans in mentions.values() for span in spans)
    most = max(count.values(), default=0)
    if len(mentions) < 2 or most < 2:
        return {}
    titled = {span.id_ for span in mentions[min(mentions)]}
    return {
        entity: f"{'most' if number == most else min(number, OFTEN)}{' titled' if entity in titled else ''}"
        for entity, number in count.items()
    }


def _labels(doc: Doc) -> list[str]:
    """The part that each token belongs to; of parts in one another the smaller."""
    labels = [""] * len(doc)
    for part in sorted(doc.spans.get("structure", ()), key=lambda span: -len(span)):
        labels[part.start : part.end] = [part.label_] * len(part)
    return labels
