"""The small words by which the frames read a sentence: ``ontology/<language>/grammar.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.errors import Fault, OntologyError
from kg.ontology.files import DataModel, data_dir, read_yaml

__all__ = ["Grammar", "load_grammar", "read_grammar"]

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


def read_grammar(path: Path, *, faults: list[Fault]) -> Grammar | None:
    """The grammar in ``path``; what is wrong is appended to ``faults``."""
    return read_yaml(path, Grammar, faults=faults)[0]


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """The shipped grammar, read once a process.

    Raises:
        OntologyError: with every fault of the file.
    """
    faults: list[Fault] = []
    grammar = read_grammar(data_dir() / "vi" / "grammar.yaml", faults=faults)
    if grammar is None or faults:
        raise OntologyError(faults)
    return grammar
