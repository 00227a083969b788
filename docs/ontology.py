"""Write docs/ontology.html anew from ontology/kg.ttl: python docs/ontology.py"""

from __future__ import annotations

from pathlib import Path

from kg.ontology.folder import data_dir
from kg.ontology.model import load_model
from kg.serve.vocabulary import vocabulary_page

PAGE = Path(__file__).with_name("ontology.html")

if __name__ == "__main__":
    PAGE.write_text(vocabulary_page(load_model(data_dir()), alone=True), encoding="utf-8")
