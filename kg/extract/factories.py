"""How a spaCy factory is told its ontology: by folder and language, since a pipeline's configuration is plain data."""

from __future__ import annotations

from pathlib import Path

from kg.ontology.ontology import Ontology

__all__ = ["DEFAULT", "Place", "configured"]

#: Where an ontology's data lie: ``folder`` and ``language`` (as ``Ontology.load`` takes them).
Place = dict[str, str | None]
#: The default configuration of every factory: the installed ontology in its own language.
DEFAULT: dict[str, Place] = {"ontology": {"folder": None, "language": None}}


def configured(place: Place) -> Ontology:
    """The ontology that a factory's configuration names."""
    folder = place["folder"]
    return Ontology.load(Path(folder) if folder else None, language=place["language"])
