"""All data of an ontology's folder as one value, which is made once and passed down."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import Fault, InputError, OntologyError
from kg.ontology.folder import data_dir, default_language, languages

# What reads the files takes a third of a second to import, and a query over a built graph needs none of them.
if TYPE_CHECKING:
    from kg.ontology.cues import CueFile, SpeechFile
    from kg.ontology.definitions import Model
    from kg.ontology.files import DataModel
    from kg.ontology.gazetteer import Entry
    from kg.ontology.grammar import Grammar
    from kg.ontology.lexicon import Lexicon
    from kg.ontology.linking import LinkingData
    from kg.ontology.nouns import Nouns
    from kg.ontology.prompt import PromptWords
    from kg.ontology.recognition import LanguageCues
    from kg.ontology.structure import StructureCues
    from kg.ontology.values import MetricWords, TimeWords, UnitWords

__all__ = ["Ontology"]

File = TypeVar("File", bound="DataModel")


class Ontology:
    """The data in ``folder``, the words of ``language`` among it. Each file is read when it is first asked for.

    ``language`` is the name of a folder in it; when none is given, ``default_language`` of the folder.

    Every part raises OntologyError with all faults of its file. Two ontologies are one when folder and language are.
    """

    def __init__(self, folder: Path, *, language: str | None = None) -> None:
        self.folder = folder
        self.language = language or default_language(folder)

    @staticmethod
    def load(folder: Path | None = None, *, language: str | None = None) -> Ontology:
        """The ontology in ``folder``, the installed one when none is given; the same value while no file changes.

        Raises InputError when there is no such folder, or no such language in it.
        """
        folder = (folder or data_dir()).resolve()
        if not folder.is_dir():
            raise InputError(f"{folder} is not a folder.", remedy="Give the folder of an ontology.")
        # Asked for at every article: what has not changed is not looked through again.
        return _load(folder, language, tuple(sorted(_state(str(folder)))))

    @cached_property
    def model(self) -> Model:
        """Classes and relations."""
        from kg.ontology.model import load_model

        return load_model(self.folder)

    @cached_property
    def gazetteer(self) -> tuple[Entry, ...]:
        """Well-known names."""
        from kg.ontology.gazetteer import read_gazetteer

        faults: list[Fault] = []
        entries = read_gazetteer(self.folder / "entities.csv", faults=faults)
        if faults:
            raise OntologyError(faults)
        return entries

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that state relations."""
        from kg.ontology.lexicon import check_lexicon

        lexicon, faults = check_lexicon(self.folder / self.language, self.model)
        if lexicon is None or faults:
            raise OntologyError(faults)
        return lexicon

    @cached_property
    def grammar(self) -> Grammar:
        """The small words by which a sentence is read."""
        from kg.ontology.grammar import Grammar

        return self._file("grammar.yaml", Grammar)

    @cached_property
    def nouns(self) -> Nouns:
        """Nouns that tell what a name is, and expressions that stand for one."""
        from kg.ontology.nouns import Nouns

        return self._file("nouns.yaml", Nouns)

    @cached_property
    def cues(self) -> CueFile:
        """Words that deny, plan, doubt or ask."""
        from kg.ontology.cues import CueFile

        return self._file("cues.yaml", CueFile)

    @cached_property
    def speech(self) -> SpeechFile:
        """Words of saying."""
        from kg.ontology.cues import SpeechFile

        return self._file("speech.yaml", SpeechFile)

    @cached_property
    def times(self) -> TimeWords:
        """Words of time."""
        from kg.ontology.values import TimeWords

        return self._file("times.yaml", TimeWords)

    @cached_property
    def units(self) -> UnitWords:
        """Numerals, currencies and units."""
        from kg.ontology.values import UnitWords

        return self._file("units.yaml", UnitWords)

    @cached_property
    def metrics(self) -> MetricWords:
        """What figures measure."""
        from kg.ontology.values import MetricWords

        return self._file("metrics.yaml", MetricWords)

    @cached_property
    def structure(self) -> StructureCues:
        """Words that tell the parts of an article apart."""
        from kg.ontology.structure import StructureCues

        return self._file("structure.yaml", StructureCues)

    @cached_property
    def recognition(self) -> LanguageCues:
        """By what a text is known to be in the language."""
        from kg.ontology.recognition import LanguageCues

        return self._file("language.yaml", LanguageCues)

    @cached_property
    def prompt(self) -> PromptWords:
        """What a language model is told that reads."""
        from kg.ontology.prompt import PromptWords

        return self._file("prompt.yaml", PromptWords)

    @cached_property
    def linking(self) -> LinkingData:
        """Words by which one thing is named in several ways."""
        from kg.ontology.linking import read_linking

        faults: list[Fault] = []
        found = read_linking(self.folder / self.language / "linking.yaml", faults=faults, model=self.model)
        if found is None or faults:
            raise OntologyError(faults)
        return found

    @cached_property
    def wikidata(self) -> Mapping[tuple[str, str], str]:
        """Wikidata's IRIs of known entities, by their key and class in the gazetteer."""
        from kg.ontology.wikidata import read_wikidata

        faults: list[Fault] = []
        found = read_wikidata(self.folder / "wikidata.csv", faults=faults)
        if faults:
            raise OntologyError(faults)
        return found

    def _file(self, name: str, form: type[File]) -> File:
        from kg.ontology.files import read_yaml

        faults: list[Fault] = []
        found = read_yaml(self.folder / self.language / name, form, faults=faults)[0]
        if found is None:
            raise OntologyError(faults)
        return found


@lru_cache(maxsize=8)
def _load(folder: Path, language: str | None, state: tuple[object, ...]) -> Ontology:
    known = languages(folder)
    if not language:
        return _load(folder, default_language(folder), state)
    if known and language not in known:
        raise InputError(f"{folder} has no words of the language {language!r}.", remedy=f"It has {', '.join(known)}.")
    return Ontology(folder, language=language)


def _state(folder: str) -> Iterator[tuple[str, int, int]]:
    """What differs when a file in ``folder`` has changed: its path, when it was written, its size."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _state(entry.path)
            elif entry.is_file():
                now = entry.stat()
                yield entry.path, now.st_mtime_ns, now.st_size
