"""Which decisions of people a build keeps to: those of ``merges.csv``, and those that the page exports."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.linking import Merges, read_merges
from kg.ontology.ontology import Ontology

__all__ = ["Decided", "decided"]

Decided = str | Path | None


def decided(merges: Decided, decisions: Decided, ontology: Ontology) -> Merges | None:
    """The rules of both files, those of ``merges`` first; None when neither is given.

    Raises InputError for a file that is not there, OntologyError with every fault in one.
    """
    rules: Merges | None = None
    for path in (merges, decisions):
        if path is None:
            continue
        if not Path(path).exists():
            raise InputError(f"{path} does not exist.", remedy="Give the file of decisions, or leave it out.")
        rules = read_merges(Path(path), classes=ontology.model.entity_classes, before=rules or Merges())
    return rules
