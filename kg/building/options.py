"""What a build is told that changes its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from kg.ontology.ontology import Ontology
from kg.readers import Own

__all__ = ["Options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What changes the result of a build, apart from the articles and the decisions about entities."""

    base_iri: str
    date: str | None
    gazetteer: bool
    html_top: int | None = None
    texts: bool = True
    ontology: str | None = None
    language: str | None = None
    fast: bool = False
    reader: str | None = None

    def known(self) -> Ontology:
        """The ontology to read with."""
        return Ontology.load(Path(self.ontology) if self.ontology else None, language=self.language)

    def own(self, ontology: Ontology) -> Own:
        """Our own reader with these options."""
        return Own(folder=ontology.folder, language=ontology.language, gazetteer=self.gazetteer, fast=self.fast)

    def shown(self) -> dict[str, object]:
        """For the report: without the folder of the ontology, whose digest stands there, and what was not asked for."""
        hidden = {"ontology", *(key for key in ("language", "fast", "reader") if not getattr(self, key))}
        hidden |= {"texts"} if self.texts else set()
        return {key: value for key, value in asdict(self).items() if key not in hidden}
