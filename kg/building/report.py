"""What a build says of itself: counts, what was skipped and why, versions. No clock and no machine in it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg.building.memory import Noticed
from kg.config import VERSION
from kg.errors import ArticleError
from kg.graph import Graph

__all__ = ["Noted", "Report", "Skipped", "report_on"]

#: Models that only the default mode uses, and only the fast one: a build does not depend on the other's.
SLOW = frozenset({"encoder.onnx", "encoder.json.gz", "pairs.onnx", "statements.json.gz"})
FAST = frozenset({"statements-fast.json.gz"})
#: Those that can change a result.
PACKAGES = (
    "charset-normalizer",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "networkx",
    "numpy",
    "pyoxigraph",
    "pypdf",
    "python-docx",
    "python-crfsuite",
    "pyvi",
    "pyvis",
    "rapidfuzz",
    "rdflib",
    "scipy",
    "spacy",
    "trafilatura",
)


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """An article that is not in the graph, why, and what can be done about it."""

    source: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class Noted:
    """An article that is in the graph, and what of its file could not be read."""

    source: str
    note: str

    def __str__(self) -> str:
        return f"{self.source}: {self.note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``counts`` is by kind of thing; ``options`` are those that change the result.

    ``readers`` counts the statements that each reader found; ``instead`` are the articles that our own reader has read
    in place of the one that was asked for, with the reason, and ``refused`` what was not believed, by reason.
    """

    articles: int
    skipped: tuple[Skipped, ...]
    notes: tuple[Noted, ...]
    counts: Mapping[str, int]
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    modalities: Mapping[str, int]
    readers: Mapping[str, int]
    instead: Mapping[str, str]
    refused: Mapping[str, int]
    options: Mapping[str, Any]
    versions: Mapping[str, str] = field(default_factory=dict)

    def to_json(self, outputs: Mapping[str, str]) -> bytes:
        """The report as a file, with the SHA-256 of the build's other files."""
        data = {**asdict(self), "outputs": {name: {"sha256": digest} for name, digest in outputs.items()}}
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def report_on(graph: Graph, noticed: Noticed, skipped: Iterable[ArticleError], options: Mapping[str, Any]) -> Report:
    """What a build with these ``options`` made of articles, of whose extractions it ``noticed`` what the graph does not
    tell, and the articles that it left out.
    """
    statements = graph.statements.values()
    return Report(
        articles=len(graph.articles),
        skipped=tuple(sorted(Skipped(error.source, error.message, error.remedy) for error in skipped)),
        notes=tuple(
            sorted(Noted(article.source, note) for article in graph.articles.values() for note in article.notes)
        ),
        counts={
            "articles": len(graph.articles),
            "entities": len(graph.entities),
            "facts": len(graph.facts),
            "statements": len(graph.statements),
            "claims": len(graph.claims),
            "measurements": len(graph.measurements),
            "mentions": noticed.mentions,
            "conflicts": len(graph.conflicts),
        },
        entities=_counted(entity.type for entity in graph.entities.values()),
        relations=_counted(statement.relation for statement in statements),
        modalities=_counted(statement.modality for statement in statements),
        readers=_counted(reader for statement in statements for reader in statement.readers),
        instead=noticed.instead,
        refused=_counted(f"{refusal.what}: {refusal.reason}" for _, refusal in noticed.refused),
        options=options,
        versions=_versions(graph.ontology.folder, bool(options.get("fast"))),
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Most frequent first."""
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _versions(ontology: Path, fast: bool) -> dict[str, str]:
    packages = {name: found for name in (*PACKAGES, *([] if fast else ["onnxruntime"])) if (found := _version(name))}
    package = Path(__file__).resolve().parents[1]
    return {
        "kg": VERSION,
        "ontology": _digest(ontology),
        "models": _digest(package / "models", leave=SLOW if fast else FAST),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **packages,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _digest(folder: Path, leave: Set[str] = frozenset()) -> str:
    """Of all data files below ``folder``, their names included, but those that ``leave`` names."""
    digest = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name, path in sorted(files.items()):
        if name in leave:
            continue
        if not any(part.startswith((".", "__")) for part in Path(name).parts) and path.suffix != ".py":
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
