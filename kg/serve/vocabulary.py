"""The vocabulary as one page for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from kg.config import DEFAULT_BASE_IRI
from kg.ontology.definitions import Model

__all__ = ["vocabulary_page"]

ASSETS = Path(__file__).parent / "assets"


def vocabulary_page(model: Model, base_iri: str = DEFAULT_BASE_IRI, *, alone: bool = False, **around: Any) -> str:
    """HTML of every class, relation, property and conflict rule, in both languages. ``alone`` puts the style inside;
    else ``around`` is what the bar over it needs."""
    templates = Environment(loader=FileSystemLoader(ASSETS), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = (ASSETS / "alone.css").read_text(encoding="utf-8") if alone else ""
    values = {"language": "vi", **around, "model": model, "namespace": f"{base_iri}ontology#", "style": style}
    return templates.get_template("ontology.html.j2").render(values)
