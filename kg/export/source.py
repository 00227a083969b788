"""The RDF file of a graph, found and parsed; what makes a graph of it again is in ``read``."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.files import built_file

__all__ = ["graph_file", "is_endpoint", "parse_rdf"]


def graph_file(source: Path) -> Path:
    """The RDF file that ``source`` means: itself, or ``graph.ttl`` in a build folder, as its report tells of it."""
    path = built_file(source, "graph.ttl") if source.is_dir() else source
    if not path.is_file():
        raise InputError(f"{source} is not a graph.", remedy="Give a .ttl file, or the folder that kg build wrote.")
    return path


def parse_rdf(path: Path) -> list[ox.Quad]:
    """The quads of an RDF file, its format taken from its suffix. Raises InputError when it cannot be read."""
    format_ = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format_ is None:
        raise InputError(f"{path} has no suffix of an RDF format.", remedy="Use .ttl, .nt, .nq, .trig or .jsonld.")
    try:
        return list(ox.parse(path=str(path), format=format_))
    except SyntaxError as error:
        raise InputError(f"{path}:{error.lineno or 1}: {error.msg}", remedy="Build the graph again.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Check the path and its permissions.") from error


def is_endpoint(source: str) -> bool:
    """Whether what the user gave as a graph is another server's address and not a path."""
    return source.startswith(("http://", "https://"))
