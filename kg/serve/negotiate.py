"""Which media type a client gets, from its Accept header."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["GRAPHS", "RESULTS", "choose"]

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


def choose(accept: str, offered: Sequence[str]) -> str:
    """The type of ``offered`` that ``accept`` likes best; of equals the first offered; "" when it likes none."""
    ranges = [_parsed(part) for part in (accept or "*/*").split(",") if part.strip()]
    best, best_quality = "", 0.0
    for type_ in offered:
        fitting = [(len(pattern), quality) for pattern, quality in ranges if _fits(pattern, type_)]
        quality = max(fitting)[1] if fitting else 0.0
        if quality > best_quality:
            best, best_quality = type_, quality
    return best


def _parsed(part: str) -> tuple[str, float]:
    """A media range without its stars, so that a longer one is more specific; and its quality."""
    range_, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((value for value in parameters if value.startswith("q=")), "q=1")
    try:
        number = float(quality[2:])
    except ValueError:
        number = 0.0
    return range_.removesuffix("*/*").removesuffix("*"), number


def _fits(pattern: str, type_: str) -> bool:
    return type_ == pattern or (type_.startswith(pattern) and (pattern == "" or pattern.endswith("/")))
