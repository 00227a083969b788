"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.ontology.ontology import Ontology

__all__ = [
    "DECISIONS",
    "MERGES",
    "PATH",
    "FloatRange",
    "decisions_option",
    "engine_option",
    "fast_option",
    "gazetteer_option",
    "graph_argument",
    "here",
    "language_option",
    "merges_option",
    "models_option",
    "ontology_of",
    "ontology_option",
]

PATH = click.Path(path_type=Path)
"""A file or folder, there or not: who opens it says what is wrong with it."""


class FloatRange(click.FloatRange):
    """One that no ``nan`` slips through, which is neither too small nor too large."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if found != found:
            self.fail(f"{found} is not in the range {self._describe_range()}.", param, ctx)
        return found


MERGES, DECISIONS = Path("merges.csv"), Path("decisions.csv")
"""Files of decisions that are read where they lie in the working folder."""

graph_argument = click.argument(
    "graph", type=PATH, metavar="GRAPH", help="The folder that kg build wrote, or its graph.ttl."
)

ontology_option = click.option(
    "--ontology",
    type=PATH,
    metavar="FOLDER",
    help="The ontology's folder: that of kg.toml, else the one that kg brings.",
)

language_option = click.option(
    "--language", metavar="NAME", help="The language of the articles, where the ontology has words of several."
)

gazetteer_option = click.option("--gazetteer/--no-gazetteer", default=True, help="Know well-known names beforehand.")

fast_option = click.option("--fast", is_flag=True, help="Read eight times as fast, and find less: without the encoder.")

engine_option = click.option(
    "--engine",
    metavar="dask[://HOST:PORT]",
    help="Read on a dask cluster: one of processes here, or the one that runs there.",
)

decisions_option = click.option(
    "--decisions",
    type=PATH,
    metavar="FILE.csv",
    help="More decisions, as graph.html exports them: decisions.csv here, when there is one.",
)

merges_option = click.option(
    "--merges",
    type=PATH,
    metavar="FILE.csv",
    help="Decisions about entities (kg same, kg different): merges.csv here, when there is one.",
)

models_option = click.option(
    "--models", type=PATH, metavar="FOLDER", help="With --fast: read with the models that kg learn made."
)


def here(file: Path) -> Path | None:
    """``file`` when it lies in the working folder."""
    return file if file.exists() else None


def ontology_of(folder: Path | None, language: str | None = None) -> Ontology:
    """The ontology in ``folder``, else in that of kg.toml, else the installed one."""
    from kg.config import read_config
    from kg.ontology.ontology import Ontology

    return Ontology.load(folder or read_config().ontology, language=language)
