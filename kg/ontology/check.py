"""All data files of an ontology's folder read and checked, every fault at once.

A new data file is one line in READERS; one of every language, in LANGUAGE_READERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import Fault, InputError, OntologyError
from kg.ontology.crosschecks import idle_triggers, repeated_values, unknown_classes
from kg.ontology.folder import data_dir, languages
from kg.ontology.gazetteer import read_gazetteer
from kg.ontology.ontology import Ontology
from kg.ontology.wikidata import read_wikidata

__all__ = ["READERS", "check"]

#: Reads one file (or all that a pattern names) of an ontology; raises OntologyError or adds faults.
Reader = Callable[[Ontology, list[Fault]], object]

READERS: Mapping[str, Reader] = {
    "kg.ttl": lambda ontology, _: ontology.model,
    "entities.csv": lambda ontology, faults: read_gazetteer(
        ontology.folder / "entities.csv", faults=faults, classes=_classes(ontology)
    ),
    "wikidata.csv": lambda ontology, faults: read_wikidata(
        ontology.folder / "wikidata.csv", faults=faults, known=_known(ontology)
    ),
    "shapes.ttl": lambda ontology, faults: _turtle(ontology.folder / "shapes.ttl", faults),
    "queries/*.rq": lambda ontology, faults: _queries(ontology.folder / "queries", faults),
}
#: The files of each language, in its own folder.
LANGUAGE_READERS: Mapping[str, Reader] = {
    "triggers.yaml": lambda ontology, _: ontology.lexicon,
    "grammar.yaml": lambda ontology, _: ontology.grammar,
    "cues.yaml": lambda ontology, _: ontology.cues,
    "speech.yaml": lambda ontology, _: ontology.speech,
    "nouns.yaml": lambda ontology, _: ontology.nouns,
    "language.yaml": lambda ontology, _: ontology.recognition,
    "structure.yaml": lambda ontology, _: ontology.structure,
    "times.yaml": lambda ontology, _: ontology.times,
    "units.yaml": lambda ontology, _: ontology.units,
    "metrics.yaml": lambda ontology, _: ontology.metrics,
    "prompt.yaml": lambda ontology, _: ontology.prompt,
    "linking.yaml": lambda ontology, _: ontology.linking,
}


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of the data files in ``folder`` (the installed ontology's when not given), sorted by place.

    Raises InputError when it is not a folder.
    """
    folder = folder or data_dir()
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", remedy="Give the folder of an ontology.")
    # Not the one that is kept: the files may have changed since.
    shared = Ontology(folder)
    found = {*_faults(shared, READERS), *repeated_values(folder)}
    read = set(READERS)
    for language in languages(folder) or (shared.language,):
        ontology = Ontology(folder, language=language)
        readers = {f"{language}/{name}": reader for name, reader in LANGUAGE_READERS.items()}
        found |= {*_faults(ontology, readers), *_unknown(ontology)}
        read |= set(readers)
    return sorted({*found, *_unread(folder, read)})


def _faults(ontology: Ontology, readers: Mapping[str, Reader]) -> set[Fault]:
    found: set[Fault] = set()
    for name, read in readers.items():
        faults: list[Fault] = []
        try:
            read(ontology, faults)
        except OntologyError as error:
            found.update(error.faults)
        except (OSError, UnicodeDecodeError) as error:
            found.add(Fault(name, 1, f"cannot be read: {error}.", "Restore the file, in UTF-8."))
        found.update(faults)
    return found


def _unread(folder: Path, patterns: Iterable[str]) -> list[Fault]:
    known = {path for pattern in patterns for path in folder.glob(pattern)}
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
    folder = ontology.folder / ontology.language
    return unknown_classes(folder, model) + idle_triggers(folder, model)


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
            faults.append(Fault(f"queries/{path.name}", 1, f"is not a SPARQL query: {error}.", "Mend the query."))
