"""The blocks of kg.ttl: what is said of each thing that the ontology defines, with the line where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import pyoxigraph as ox

from kg.errors import Fault

__all__ = ["ONTOLOGY_NAMESPACE", "OWL", "RDF", "RDFS", "SCHEMA", "XSD", "Blocks"]

ONTOLOGY_NAMESPACE = "https://example.org/kg/ontology#"
LANGUAGES = ("en", "vi")

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Where the block of a thing begins, with its local name.
BEGINNING = re.compile(rf"^(?:kg:([^\s<]+)|<{re.escape(ONTOLOGY_NAMESPACE)}([^\s>]+)>)(?=[\s<])", re.MULTILINE)


class Blocks:
    """The triples of kg.ttl, asked for by local name; ``faults`` are what was wrong with those asked for."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.bare = re.sub(r'(?m)^#.*|"[^"\n]*"', "", text)
        self.triples: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        self.blank = False
        for quad in ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                row = self.triples.setdefault(quad.subject.value, {})
                row.setdefault(quad.predicate.value, []).append(quad.object)
            else:
                self.blank = True

    def of_type(self, type_: str) -> list[str]:
        return sorted(
            iri.removeprefix(ONTOLOGY_NAMESPACE)
            for iri, row in self.triples.items()
            if iri.startswith(ONTOLOGY_NAMESPACE) and any(value.value == type_ for value in row.get(RDF + "type", ()))
        )

    def row(self, name: str) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        return self.triples.get(ONTOLOGY_NAMESPACE + name, {})

    def names(self, name: str, *properties: str) -> tuple[str, ...]:
        """Local names in this ontology that ``properties`` of ``name`` point to, in the order of the file."""
        found = [
            value.value.removeprefix(ONTOLOGY_NAMESPACE)
            for iri in properties
            for value in self.row(name).get(iri, ())
            if value.value.startswith(ONTOLOGY_NAMESPACE)
        ]
        return tuple(dict.fromkeys(found))

    def texts(self, name: str, property_: str) -> dict[str, str]:
        texts = {
            value.language or "": value.value
            for value in self.row(name).get(RDFS + property_, ())
            if isinstance(value, ox.Literal)
        }
        for language in LANGUAGES:
            if not texts.get(language, "").strip():
                self.fault(
                    name,
                    f"has no rdfs:{property_} in language {language!r}.",
                    f'Add rdfs:{property_} "…"@{language}.',
                )
        return dict(sorted(texts.items()))

    def flag(self, name: str, property_: str) -> bool:
        values = [value.value for value in self.row(name).get(ONTOLOGY_NAMESPACE + property_, ())]
        if not set(values) <= {"true", "false"}:
            self.fault(name, f"kg:{property_} is {', '.join(values)}.", "Write true, or leave it out.")
        return values == ["true"]

    def color(self, name: str) -> str | None:
        values = [value.value for value in self.row(name).get(ONTOLOGY_NAMESPACE + "color", ())]
        if values and not re.fullmatch(r"#[0-9a-f]{6}", values[0]):
            self.fault(name, f"has the colour {values[0]!r}.", 'Write it as "#rrggbb", in lower case.')
        return values[0] if values else None

    def letter(self, name: str) -> str | None:
        values = [value.value for value in self.row(name).get(ONTOLOGY_NAMESPACE + "letter", ())]
        if values and not re.fullmatch(r"[A-Z]", values[0]):
            self.fault(name, f"has the letter {values[0]!r}.", "Write one capital letter.")
        return values[0] if values else None

    def share(self, name: str, property_: str) -> float:
        """A number from 0 to 1; 0 where none is given."""
        values = [value.value for value in self.row(name).get(ONTOLOGY_NAMESPACE + property_, ())]
        if values and not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", values[0]):
            self.fault(name, f"has kg:{property_} {values[0]}.", "Write a number from 0 to 1, such as 0.9.")
            return 0.0
        return float(values[0]) if values else 0.0

    def mentions(self) -> Iterator[tuple[str, str, str]]:
        for subject, row in self.triples.items():
            name = subject.removeprefix(ONTOLOGY_NAMESPACE)
            for predicate, values in row.items():
                short = re.split(r"[#/]", predicate)[-1]
                for iri in (predicate, *(v.value for v in values if isinstance(v, ox.NamedNode))):
                    if iri.startswith(ONTOLOGY_NAMESPACE):
                        yield name, short, iri.removeprefix(ONTOLOGY_NAMESPACE)

    def fault(self, name: str, message: str, remedy: str) -> None:
        self.faults.append(Fault("kg.ttl", self.line(name), f"kg:{name} {message}", remedy))

    def line(self, name: str) -> int:
        return self._lines.get(name, 1)

    @cached_property
    def _lines(self) -> dict[str, int]:
        # All in one go: a search of its own for each name would be a fifth of what a short command takes.
        found: dict[str, int] = {}
        line, at = 1, 0
        for match in BEGINNING.finditer(self.bare):
            line, at = line + self.bare.count("\n", at, match.start()), match.start()
            found.setdefault(match[1] or match[2], line)
        return found

    def line_with(self, pattern: str) -> int:
        found = re.search(pattern, self.bare, re.MULTILINE)
        return self.bare.count("\n", 0, found.start()) + 1 if found else 1
