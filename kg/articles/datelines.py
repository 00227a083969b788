"""Where and when an article was written, as its first line says: "Hà Nội (TTXVN) - ..."."""

from __future__ import annotations

import re

from kg.articles.credits import folded
from kg.ontology.structure import StructureCues

__all__ = ["Datelines"]


class Datelines:
    """Finds datelines, with the places and outlets of ``structure.yaml``."""

    def __init__(self, cues: StructureCues) -> None:
        days = "|".join(map(re.escape, cues.dateline_days))
        self._pattern = re.compile(
            r"(?:\((?P<alone>[^()]{2,30})\)"
            rf"|(?P<place>[^()–—]{{2,40}}?)(?P<day>, (?:(?:{days}) )?\d{{1,2}}[/-]\d{{1,2}})?"
            r"(?: \((?P<outlet>[^()]{2,30})\))?"
            r") ?[-–—] "
        )
        self._outlets = frozenset(map(folded, cues.outlets))
        self._places = frozenset(cues.places)

    def end(self, text: str) -> int:
        """The length of the dateline that ``text`` begins with, dash included; 0 without one."""
        found = self._pattern.match(text[:100])
        if not found or text[found.end() : found.end() + 1].islower():
            return 0
        alone, place, outlet = found["alone"], found["place"], found["outlet"]
        letters = [c for c in place or "" if c.isalpha()]
        shouted = bool(letters) and place.isupper() and (len(letters) >= 5 or " " in place)
        known = alone or place in self._places or folded(place) in self._outlets
        signed = bool(outlet) and folded(outlet) in self._outlets
        return len(found[0].rstrip()) if known or shouted or signed or found["day"] else 0
