"""All data files of an ontology's folder read and checked, every fault at once.

A new data file is one line in READERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import Fault, InputError, OntologyError
from kg.ontology.crosschecks import idle_triggers, repeated_values, unknown_classes
from kg.ontology.files import data_dir
from kg.ontology.gazetteer import read_gazetteer
from kg.ontology.ontology import Ontology
from kg.ontology.wikidata import read_wikidata

__all__ = ["READERS", "check"]

#: Reads one file (or a few that belong together) of an ontology; raises OntologyError or adds faults.
Reader = Callable[[Ontology, list[Fault]], object]

READERS: Mapping[tuple[str, ...], Reader] = {
    ("kg.ttl",): lambda ontology, _: ontology.model,
    ("entities.csv",): lambda ontology, faults: read_gazetteer(
        ontology.folder / "entities.csv", faults=faults, classes=_classes(ontology)
    ),
    ("wikidata.csv",): lambda ontology, faults: read_wikidata(
        ontology.folder / "wikidata.csv", faults=faults, known=_known(ontology)
    ),
    ("shapes.ttl",): lambda ontology, faults: _turtle(ontology.folder / "shapes.ttl", faults),
    ("queries/*.rq",): lambda ontology, faults: _queries(ontology.folder / "queries", faults),
    ("vi/triggers.yaml",): lambda ontology, _: ontology.lexicon,
    ("vi/grammar.yaml",): lambda ontology, _: ontology.grammar,
    ("vi/cues.yaml",): lambda ontology, _: ontology.cues,
    ("vi/speech.yaml",): lambda ontology, _: ontology.speech,
    ("vi/nouns.yaml",): lambda ontology, _: ontology.nouns,
    ("vi/language.yaml",): lambda ontology, _: ontology.recognition,
    ("vi/structure.yaml",): lambda ontology, _: ontology.structure,
    ("vi/times.yaml",): lambda ontology, _: ontology.times,
    ("vi/units.yaml",): lambda ontology, _: ontology.units,
    ("vi/metrics.yaml",): lambda ontology, _: ontology.metrics,
    ("vi/linking.yaml",): lambda ontology, _: ontology.linking,
}


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of the data files in ``folder`` (the installed ontology's when not given), sorted by place.

    Raises InputError when it is not a folder.
    """
    folder = folder or data_dir()
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", remedy="Give the folder of an ontology.")
    # Not the one that is kept: the files may have changed since.
    ontology = Ontology(folder)
    found: set[Fault] = set()
    for names, read in READERS.items():
        faults: list[Fault] = []
        try:
            read(ontology, faults)
        except OntologyError as error:
            found.update(error.faults)
        except (OSError, UnicodeDecodeError) as error:
            found.add(Fault(names[0], 1, f"cannot be read: {error}.", "Restore the file, in UTF-8."))
        found.update(faults)
    return sorted({*found, *_unread(folder), *repeated_values(folder), *_unknown(ontology)})


def _unread(folder: Path) -> list[Fault]:
    known = {path for patterns in READERS for pattern in patterns for path in folder.glob(pattern)}
    present = {path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "README"))}
    return [
        Fault(path.relative_to(folder).as_posix(), 1, "is read by nothing.", "Correct its name, or remove it.")
        for path in present - known
    ]


def _classes(ontology: Ontology) -> tuple[str, ...]:
    try:
        return tuple(ontology.model.entity_classes)
    except OntologyError:
        # Its faults are reported by its own reader; here no class can be told from another.
        return ()


def _unknown(ontology: Ontology) -> list[Fault]:
    try:
        model = ontology.model
    except OntologyError:
        # As in _classes.
        return []
    return unknown_classes(ontology.folder, model) + idle_triggers(ontology.folder, model)


def _known(ontology: Ontology) -> frozenset[str]:
    return frozenset(entry.key for entry in read_gazetteer(ontology.folder / "entities.csv", faults=[]))


def _turtle(path: Path, faults: list[Fault]) -> None:
    try:
        for _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        faults.append(
            Fault(path.name, error.lineno or 1, f"is not valid Turtle: {error.msg}.", "Mend the syntax at this line.")
        )


def _queries(folder: Path, faults: list[Fault]) -> None:
    store = ox.Store()
    for path in sorted(folder.glob("*.rq")):
        try:
            store.query(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError) as error:
            faults.append(Fault(f"queries/{path.name}", 1, f"is no SPARQL query: {error}.", "Mend the query."))
