"""The small words by which the frames read a sentence: ``ontology/<language>/grammar.yaml``."""

from __future__ import annotations

from kg.ontology.files import DataModel

__all__ = ["Grammar"]

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
    copulas: Words
    wholes: Words
    several: Words
    regional: Words
    units: Words
    sources: Words
    agents: Words
    ranks: Words
    chiefs: Words
    acting: Words
    left_out: tuple[str, ...]
    spelt_out: tuple[str, ...]
