"""Why the graph says so: facts with the sentence each stands on, in words that people read, and what people decided."""

from kg.explain.decided import Decided, decided_in
from kg.explain.facts import Explanation, explain, explain_statements
from kg.explain.sentences import fact_words, how_read, how_sure, side, told
from kg.explain.words import LANGUAGES, Words

__all__ = [
    "LANGUAGES",
    "Decided",
    "Explanation",
    "Words",
    "decided_in",
    "explain",
    "explain_statements",
    "fact_words",
    "how_read",
    "how_sure",
    "side",
    "told",
]
