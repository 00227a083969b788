"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.ontology.ontology import Ontology

__all__ = [
    "DECISIONS",
    "MERGES",
    "Decisions",
    "Engine",
    "Fast",
    "Gazetteer",
    "GraphPath",
    "LanguageName",
    "MergesFile",
    "Models",
    "OntologyPath",
    "here",
    "ontology_of",
]

MERGES, DECISIONS = Path("merges.csv"), Path("decisions.csv")
"""Files of decisions that are read where they lie in the working folder."""

GraphPath = Annotated[
    Path, typer.Argument(metavar="GRAPH", help="The folder that kg build wrote, or its graph.ttl.", show_default=False)
]

OntologyPath = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        metavar="FOLDER",
        help="The ontology's folder: that of kg.toml, else the one that kg brings.",
        show_default=False,
    ),
]

LanguageName = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="NAME",
        help="The language of the articles, where the ontology has words of several.",
        show_default=False,
    ),
]

Gazetteer = Annotated[bool, typer.Option("--gazetteer/--no-gazetteer", help="Know well-known names beforehand.")]

Fast = Annotated[bool, typer.Option("--fast", help="Read five times as fast, and find less: without the encoder.")]

Engine = Annotated[
    str | None,
    typer.Option(
        metavar="dask[://HOST:PORT]",
        help="Read on a dask cluster: one of processes here, or the one that runs there.",
        show_default=False,
    ),
]

Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE.csv",
        show_default=False,
        help="More decisions, as graph.html exports them: decisions.csv here, when there is one.",
    ),
]

MergesFile = Annotated[
    Path | None,
    typer.Option(
        "--merges",
        metavar="FILE.csv",
        show_default=False,
        help="Decisions about entities (kg same, kg different): merges.csv here, when there is one.",
    ),
]

Models = Annotated[
    Path | None,
    typer.Option(
        "--models",
        metavar="FOLDER",
        help="With --fast: read with the models that kg learn made.",
        show_default=False,
    ),
]


def here(file: Path) -> Path | None:
    """``file`` when it lies in the working folder."""
    return file if file.exists() else None


def ontology_of(folder: Path | None, language: str | None = None) -> Ontology:
    """The ontology in ``folder``, else in that of kg.toml, else the installed one."""
    from kg.config import read_config
    from kg.ontology.ontology import Ontology

    return Ontology.load(folder or read_config().ontology, language=language)
