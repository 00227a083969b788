"""The small words by which the frames read a sentence: ``ontology/<language>/grammar.yaml``."""

from __future__ import annotations

from pathlib import Path

from kg.errors import Fault
from kg.ontology.files import DataModel, read_yaml

__all__ = ["Grammar", "read_grammar"]

Words = frozenset[str]


class Grammar(DataModel):
    """The comments in the file say what each list is for."""

    function_words: Words
    adverbial: Words
    joiners: Words
    links: Words
    clause_words: Words
    title_ends: Words
    demonstratives: Words
    left_out: tuple[str, ...]


def read_grammar(path: Path, *, faults: list[Fault]) -> Grammar | None:
    """The grammar in ``path``; what is wrong is appended to ``faults``."""
    return read_yaml(path, Grammar, faults=faults)[0]
