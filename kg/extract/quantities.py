"""``kg_quantities``: exact figures with a unit, in ``doc.spans["quantities"]``."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract.factories import DEFAULT, Place
from kg.language.vi.numbers import canonical
from kg.language.vi.quantities import QuantityGrammar
from kg.ontology.values import load_units

__all__ = ["Quantities"]

YEAR = re.compile(r"(?:19|20)\d\d")
NOUNS = frozenset({"N", "Nc", "Nu", "Nb"})


class Quantities:
    """Writes ``doc.spans["quantities"]``: ``label_`` the canonical unit, ``id_`` the canonical decimal.

    Dates are none: what ``kg_times`` has read is left out. Where no unit is listed, the noun that is counted is one.
    """

    def __init__(self, grammar: QuantityGrammar) -> None:
        self.grammar = grammar

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        taken = [(span.start_char, span.end_char) for span in doc.spans.get("times", [])]
        at = 0
        spans: list[Span] = []
        for quantity in self.grammar.find(text):
            while at < len(taken) and taken[at][1] <= quantity.start:
                at += 1
            if at < len(taken) and taken[at][0] < quantity.end:
                continue
            span = doc.char_span(
                quantity.start,
                quantity.end,
                label=quantity.unit or "?",
                span_id=canonical(quantity.value),
                alignment_mode="expand",
            )
            if span is None:
                continue
            if not quantity.unit:
                counted = None if quantity.spelled else _counted_noun(doc, span.end)
                if counted is None or _numbers_name(doc, span.start) or YEAR.fullmatch(doc[span.start].text):
                    continue
                span = Span(doc, span.start, counted.end, label=counted.text.lower(), span_id=span.id_)
            elif _inside_word(doc, span.end) and (quantity.spelled or _numbers_name(doc, span.start)):
                continue  # "hai đồng nghiệp" are no money, "iPhone 17 phiên bản" no sessions
            spans.append(span)
        doc.spans["quantities"] = spans
        return doc


def _counted_noun(doc: Doc, at: int) -> Span | None:
    """The word at token ``at`` when it is a common noun on the number's line."""
    if at >= len(doc) or not _is_noun(doc[at]):
        return None
    end = at + 1
    while end < len(doc) and not doc[end]._.word_start and doc[end].is_lower:
        end += 1
    return doc[at:end]


def _numbers_name(doc: Doc, at: int) -> bool:
    """Does the number at ``at`` stand behind a name ("iPhone 17")?"""
    return at > 0 and not doc[at].is_sent_start and doc[at - 1].text[0].isupper() and not doc[at - 1].is_sent_start


def _inside_word(doc: Doc, at: int) -> bool:
    return at < len(doc) and not doc[at]._.word_start and doc[at].is_lower


def _is_noun(token: Token) -> bool:
    return bool(token.tag_ in NOUNS and token._.word_start and token.is_alpha and token.is_lower and len(token) > 1)


@Language.factory("kg_quantities", default_config=DEFAULT)
def create_quantities(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Quantities(QuantityGrammar(load_units()))
