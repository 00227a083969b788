"""What a build is told that changes its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from kg.ontology.ontology import Ontology
from kg.readers import Own, models_digest

__all__ = ["Options", "full"]


def full(folder: str | Path | None) -> str | None:
    """The folder in full, so that ``remove`` finds it from wherever it is called."""
    return str(Path(folder).resolve()) if folder is not None else None


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
    models: str | None = None
    reader: str | None = None

    def known(self) -> Ontology:
        """The ontology to read with."""
        return Ontology.load(Path(self.ontology) if self.ontology else None, language=self.language)

    def own(self, ontology: Ontology) -> Own:
        """Our own reader with these options."""
        models = Path(self.models) if self.models else None
        return Own(
            folder=ontology.folder, language=ontology.language, gazetteer=self.gazetteer, fast=self.fast, models=models
        )

    def shown(self) -> dict[str, object]:
        """For the report: without the folder of the ontology, whose digest stands there, and what was not asked for.

        The models of a user are told by their digest.
        """
        hidden = {"ontology", *(key for key in ("language", "fast", "models", "reader") if not getattr(self, key))}
        hidden |= {"texts"} if self.texts else set()
        told = asdict(self) | ({"models": models_digest(Path(self.models))} if self.models else {})
        return {key: value for key, value in told.items() if key not in hidden}
