"""Write docs/context.jsonld anew from the prefixes of the exports: python docs/context.py"""

from __future__ import annotations

from pathlib import Path

from kg.export.jsonld import context
from kg.graph import DEFAULT_BASE_IRI

FILE = Path(__file__).with_name("context.jsonld")

if __name__ == "__main__":
    FILE.write_text(f'{{"@context": {context(DEFAULT_BASE_IRI)}}}\n', encoding="utf-8")
