"""The words by which parts of an article are told apart, from ``ontology/vi/structure.yaml``."""

from __future__ import annotations

from pathlib import Path

from kg.errors import Fault, OntologyError
from kg.ontology.files import DataModel, read_yaml

__all__ = ["StructureCues", "read_structure"]

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


def read_structure(folder: Path, *, faults: list[Fault] | None = None) -> StructureCues:
    """The cues of the data folder ``folder`` (the one that holds ``vi/``).

    Faults are appended to ``faults`` when it is given; raises OntologyError when there are any.
    """
    found = [] if faults is None else faults
    model, _ = read_yaml(folder / "vi" / "structure.yaml", StructureCues, faults=found)
    if model is None:
        raise OntologyError(found)
    return model
