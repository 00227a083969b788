# bridge: remove when all rooms are in
"""The cue words' former place."""

from __future__ import annotations

from kg.ontology.structure import StructureCues
from kg.ontology.structure import read_structure as read_cues

__all__ = ["StructureCues", "read_cues"]
