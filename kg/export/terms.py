"""IRIs and literals of what is written, as strings in N-Triples syntax (``<iri>``, ``"text"@vi``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, unquote

from kg.ontology.wikidata import WIKIDATA

__all__ = ["Names", "decimal_text", "parts", "prefixes", "text", "typed", "vocabulary"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"

_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff]')
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.~-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ESCAPED = re.compile(r"\\u([0-9A-F]{4})|\\(.)")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Names:
    """IRIs of one graph. ``base`` ends with a slash; ids become readable local names without slashes."""

    base: str

    def resource(self, id_: str) -> str:
        return f"<{self.base}resource/{id_ if _PLAIN_ID.fullmatch(id_) else quote(id_, safe='')}>"

    def term(self, name: str) -> str:
        return f"<{self.base}ontology#{name}>"

    def id_of(self, iri: str) -> str:
        """The id behind a resource's IRI (without angle brackets)."""
        return unquote(iri.removeprefix(f"{self.base}resource/"))


def prefixes(base: str) -> dict[str, str]:
    """Prefix -> namespace of everything that is written."""
    return {
        "kg": f"{base}ontology#",
        "kgr": f"{base}resource/",
        "dcat": DCAT,
        "dcterms": DCTERMS,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "skos": SKOS,
        "void": VOID,
        "wd": WIKIDATA,
        "xsd": XSD,
    }


def vocabulary(text: str, base: str, default: str) -> str:
    """An RDF or SPARQL text of this project with its namespaces moved from ``default`` to ``base``."""
    return text if base == default else re.sub(rf"{re.escape(default)}(?=ontology|resource)", lambda _: base, text)


def decimal_text(number: str | float) -> str:
    """A number as a canonical decimal: no exponent, no zeros or point that say nothing."""
    from decimal import Decimal

    text = f"{Decimal(str(number)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def text(value: str, language: str | None = None) -> str:
    # Most texts have nothing to escape, and looking is cheaper than translating.
    if _SPECIAL.search(value):
        value = value.translate(_escapes())
    return f'"{value}"{_tag(language)}' if language else f'"{value}"'


@cache
def _tag(language: str) -> str:
    return f"@{language}" if _LANGUAGE.fullmatch(language) else ""


def typed(value: str, datatype: str) -> str:
    return f"{text(value)}^^<{XSD}{datatype}>"


@cache
def _escapes() -> dict[int, str]:
    return str.maketrans(
        {
            "\\": "\\\\",
            '"': '\\"',
            "\n": "\\n",
            "\r": "\\r",
            "\t": "\\t",
            "\b": "\\b",
            "\f": "\\f",
            **{chr(code): f"\\u{code:04X}" for code in (*range(8), 11, *range(14, 32), 127)},
            # half of a surrogate pair is not a character; a file in UTF-8 cannot hold one
            **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)},
        }
    )


def parts(literal: str) -> tuple[str, str, str]:
    """Value, language and datatype of a literal in N-Triples syntax; language or datatype "" where it has none."""
    quoted, _, mark = literal.rpartition('"')
    value = quoted[1:]
    if "\\" in value:
        value = _ESCAPED.sub(
            lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2]), value
        )
    return value, mark[1:] if mark.startswith("@") else "", mark[3:-1] if mark.startswith("^^") else ""
