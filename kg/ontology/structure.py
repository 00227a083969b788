"""The words by which parts of an article are told apart, from ``ontology/<language>/structure.yaml``."""

from __future__ import annotations

from kg.ontology.files import DataModel

__all__ = ["StructureCues"]

Words = tuple[str, ...]


class StructureCues(DataModel):
    """Cue words; the data file says what each list is for."""

    credits: Words
    bare_credits: Words
    sources: Words
    source_joiners: Words
    bylines: Words
    kickers: Words
    outlets: Words
    places: Words
    title_tails: Words
    dateline_days: Words
    name_joiners: Words
    bracketed_sources: Words
