"""All data files of the ontology read and checked, every fault at once. A new data file is one line in READERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.articles.cues import read_cues as read_structure
from kg.articles.language import read_language
from kg.errors import Fault, InputError, OntologyError
from kg.linking.wikidata import read_wikidata
from kg.linking.words import load_words
from kg.ontology.crosschecks import idle_triggers, repeated_values, unknown_classes
from kg.ontology.cues import read_cues, read_speech
from kg.ontology.files import data_dir
from kg.ontology.gazetteer import read_gazetteer
from kg.ontology.grammar import read_grammar
from kg.ontology.lexicon import load_lexicon
from kg.ontology.model import load_model
from kg.ontology.nouns import read_nouns
from kg.ontology.values import read_values

__all__ = ["READERS", "check"]

#: Reads one file (or a few that belong together) of the ontology's folder; raises OntologyError or adds faults.
Reader = Callable[[Path, list[Fault]], object]

READERS: Mapping[tuple[str, ...], Reader] = {
    ("kg.ttl",): lambda folder, faults: load_model(folder),
    ("entities.csv",): lambda folder, faults: read_gazetteer(
        folder / "entities.csv", faults=faults, classes=_classes(folder)
    ),
    ("wikidata.csv",): lambda folder, faults: read_wikidata(
        folder / "wikidata.csv", faults=faults, known=_known(folder)
    ),
    ("shapes.ttl",): lambda folder, faults: _turtle(folder / "shapes.ttl", faults),
    ("queries/*.rq",): lambda folder, faults: _queries(folder / "queries", faults),
    ("vi/triggers.yaml",): lambda folder, faults: load_lexicon(folder),
    ("vi/grammar.yaml",): lambda folder, faults: read_grammar(folder / "vi/grammar.yaml", faults=faults),
    ("vi/cues.yaml",): lambda folder, faults: read_cues(folder / "vi/cues.yaml", faults=faults),
    ("vi/speech.yaml",): lambda folder, faults: read_speech(folder / "vi/speech.yaml", faults=faults),
    ("vi/nouns.yaml",): lambda folder, faults: read_nouns(folder / "vi/nouns.yaml", faults=faults),
    ("vi/language.yaml",): lambda folder, faults: read_language(folder, faults=faults),
    ("vi/structure.yaml",): lambda folder, faults: read_structure(folder, faults=faults),
    ("vi/times.yaml", "vi/units.yaml", "vi/metrics.yaml"): lambda folder, faults: read_values(folder / "vi"),
    ("vi/linking.yaml",): lambda folder, faults: load_words(folder, load_model(folder)),
}


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of the data files in ``folder`` (the installed ontology's when not given), sorted by place.

    Raises InputError when the folder is none.
    """
    folder = folder or data_dir()
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", remedy="Give the folder of an ontology.")
    found: set[Fault] = set()
    for names, read in READERS.items():
        faults: list[Fault] = []
        try:
            read(folder, faults)
        except OntologyError as error:
            found.update(error.faults)
        except (OSError, UnicodeDecodeError) as error:
            found.add(Fault(names[0], 1, f"cannot be read: {error}.", "Restore the file, in UTF-8."))
        found.update(faults)
    return sorted({*found, *_unread(folder), *repeated_values(folder), *_unknown(folder)})


def _unread(folder: Path) -> list[Fault]:
    known = {path for patterns in READERS for pattern in patterns for path in folder.glob(pattern)}
    present = {path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "README"))}
    return [
        Fault(path.relative_to(folder).as_posix(), 1, "is read by nothing.", "Correct its name, or remove it.")
        for path in present - known
    ]


def _classes(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(load_model(folder).entity_classes)
    except OntologyError:
        # Its faults are reported by its own reader; here no class can be told from another.
        return ()


def _unknown(folder: Path) -> list[Fault]:
    try:
        model = load_model(folder)
    except OntologyError:
        # As in _classes.
        return []
    return unknown_classes(folder, model) + idle_triggers(folder, model)


def _known(folder: Path) -> frozenset[str]:
    return frozenset(entry.key for entry in read_gazetteer(folder / "entities.csv", faults=[]))


def _turtle(path: Path, faults: list[Fault]) -> None:
    import pyoxigraph

    try:
        for _ in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        faults.append(
            Fault(path.name, error.lineno or 1, f"is not valid Turtle: {error.msg}.", "Mend the syntax at this line.")
        )


def _queries(folder: Path, faults: list[Fault]) -> None:
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in sorted(folder.glob("*.rq")):
        try:
            store.query(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError) as error:
            faults.append(Fault(f"queries/{path.name}", 1, f"is no SPARQL query: {error}.", "Mend the query."))
