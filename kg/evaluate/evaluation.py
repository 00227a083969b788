"""Extract annotated articles, link them, and compare with the gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.articles import read_paths
from kg.building.extracting import extract_all
from kg.errors import ArticleError, InputError
from kg.evaluate.calibration import Bin, calibration
from kg.evaluate.errors import Miss, misses
from kg.evaluate.gold import GoldArticle, read_gold
from kg.evaluate.matching import GraphView, source_name
from kg.evaluate.scoring import Scores, compare, total
from kg.graph import Graph
from kg.linking import link
from kg.ontology.definitions import Model
from kg.ontology.ontology import Ontology
from kg.readers import Own
from kg.records import Article, Extraction

__all__ = ["Evaluation", "evaluate", "evaluate_extractions", "evaluate_graph"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one gold file says of an extraction."""

    name: str
    scores: Scores
    errors: tuple[Miss, ...]
    calibration: tuple[Bin, ...]


def evaluate(
    gold: Path,
    articles: Path,
    *,
    ontology: Ontology | None = None,
    gazetteer: bool = True,
    fast: bool = False,
    models: Path | None = None,
    jobs: int = 1,
) -> Evaluation:
    """Extract the articles that ``gold`` annotates, found by name below the folder ``articles``, and compare.

    ``ontology`` is the one to read with, the installed one when none is given; ``models``: the folder of what
    ``kg learn`` made, for the fast mode. ``jobs`` is the number of processes;
    the result does not depend on it. Raises ``InputError`` when the gold file or an article cannot be read.
    """
    ontology = ontology or Ontology.load()
    annotated = read_gold(gold)
    listed = gold_articles(annotated, articles, ontology)
    found = extract(listed, ontology, gazetteer=gazetteer, fast=fast, models=models, jobs=jobs)
    return evaluate_extractions(gold.stem, annotated, found, ontology)


def evaluate_extractions(
    name: str, gold: Sequence[GoldArticle], extractions: Iterable[Extraction], ontology: Ontology
) -> Evaluation:
    """Link ``extractions`` to a graph and compare it with ``gold``."""
    return evaluate_graph(name, gold, link(extractions, ontology=ontology), ontology.model)


def evaluate_graph(name: str, gold: Sequence[GoldArticle], graph: Graph, model: Model) -> Evaluation:
    """Compare a graph with the annotated articles ``gold``; ``name`` is the evaluation's title.

    ``model`` says which classes are the same for the numbers, and which relations say the same both ways round.
    """
    view = GraphView(graph, model)
    compared = [compare(article, view) for article in gold]
    return Evaluation(name, total(compared), misses(compared), calibration(compared))


def gold_articles(gold: Iterable[GoldArticle], folder: Path, ontology: Ontology) -> list[Article]:
    """The annotated articles as a build reads them: the gold adds neither title nor date."""
    wanted = [source_name(article.source) for article in gold]
    found: dict[str, Article] = {}
    for article in read_paths([folder], ontology=ontology):
        name = source_name(article.source)
        if name in wanted and isinstance(article, ArticleError):
            raise InputError(f"{article.source} {article.message}", remedy=article.remedy)
        if isinstance(article, Article):
            found[name] = article
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise InputError(f"Not below {folder}: {', '.join(missing)}.", remedy="Give the annotated articles' folder.")
    return [found[name] for name in wanted]


def extract(
    articles: Sequence[Article],
    ontology: Ontology,
    *,
    gazetteer: bool,
    fast: bool = False,
    models: Path | None = None,
    jobs: int,
) -> list[Extraction]:
    """Extractions in the order of ``articles``. Raises ``ArticleError`` for the first that cannot be extracted."""
    reader = Own(folder=ontology.folder, language=ontology.language, gazetteer=gazetteer, fast=fast, models=models)
    found = []
    for outcome in extract_all(articles, reader, jobs=jobs):
        if isinstance(outcome, ArticleError):
            raise outcome
        found.append(outcome)
    return found
