"""A language is a folder of data and a module: nothing else knows it, and another one is read as well."""

from __future__ import annotations

import ast
import json
import shutil
import sys
import typing
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from pydantic import BaseModel
from spacy.tokens import Doc
from spacy.util import registry

from kg.cli import main
from kg.errors import InputError
from kg.export.read import read_graph
from kg.extract import Extractor
from kg.extract.statements.facts import FactFinder
from kg.extract.statements.scorer import Scorer
from kg.language import Language, find_language
from kg.ontology.check import LANGUAGE_READERS, check
from kg.ontology.cues import CueFile, SpeechFile
from kg.ontology.folder import data_dir
from kg.ontology.grammar import Grammar
from kg.ontology.linking import LinkingData
from kg.ontology.nouns import Nouns
from kg.ontology.ontology import Ontology
from kg.ontology.prompt import PromptWords
from kg.ontology.recognition import LanguageCues
from kg.ontology.structure import StructureCues
from kg.ontology.values import MetricWords, TimeWords, UnitWords
from kg.records import Article

PACKAGE = Path(__file__).parents[1] / "kg"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if PACKAGE / "language/vi" not in path.parents]
#: Letters of Vietnamese beyond ASCII. Đ is left out: other alphabets have it, and foreign names are folded by it.
LETTERS = frozenset("ăâêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The string literals and names of a module with their lines; docstrings are none."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    comments = set()
    for node in ast.walk(tree):
        for first in getattr(node, "body", ()) if isinstance(node, documented) else ():
            # A string that stands by itself explains what is before it.
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                comments.add(first.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in comments:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg | ast.keyword):
            yield node.lineno, node.arg or ""
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def foreign(source: str) -> list[str]:
    tree = ast.parse(source)
    found = [f"{line}: {text}" for line, text in texts(tree) if LETTERS & set(text.lower()) or "kg.language.vi" in text]
    return found + [f"imports {name}" for name in imported(tree) if f"{name}.".startswith("kg.language.vi.")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_other_module_knows_vietnamese(path: Path) -> None:
    assert foreign(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "X = 'của'",
        "X = f'{1} của'",
        "của = 1",
        "def f(của): ...",
        "from kg.language.vi import tokenizer",
        "from kg.language import vi",
        "import kg.language.vi.numbers",
    ],
)
def test_what_would_be_found(source: str) -> None:
    assert foreign(source)
    assert foreign(f'"""của"""\n# của\nclass A:\n    """của"""\n    x: int\n    """của"""\n{source}') == [
        text.replace("1:", "7:", 1) for text in foreign(source)
    ]


def test_an_unknown_language_is_named_with_the_known_ones() -> None:
    for name in ("zz", "text", "../vi", "vi.numbers", ""):
        with pytest.raises(InputError) as caught:
            find_language(name)
        assert repr(name) in str(caught.value) and "Use vi" in str(caught.value)


# An invented language: ten words -----------------------------------------------------------------------------

FORMS: dict[str, type[BaseModel]] = {
    "grammar": Grammar,
    "cues": CueFile,
    "speech": SpeechFile,
    "nouns": Nouns,
    "language": LanguageCues,
    "structure": StructureCues,
    "times": TimeWords,
    "units": UnitWords,
    "metrics": MetricWords,
    "linking": LinkingData,
    "prompt": PromptWords,
}
WORDS: dict[str, dict[str, Any]] = {
    "grammar": {"function_words": ["ni"]},
    "nouns": {"heads": {"Company": ["orbo"]}, "positions": ["suli"]},
    "cues": {"groups": [{"kind": "negation", "direction": "forward", "scope": "clause", "cues": ["nek"]}]},
    "speech": {"verbs": [{"verb": "dira"}]},
    "language": {"name": "Zupan", "words": ["ni", "orbo", "zupa", "e"]},
}
TRIGGERS = {
    "former": {"words": ["pra"], "relation": "holdsPositionAt"},
    "relations": {"acquired": {"active": ["zupa", "kem zupa"]}, "ceoOf": {"role": ["suli"]}},
}


def empty(form: type[BaseModel]) -> dict[str, Any]:
    """A file of this form with all its keys and nothing in them."""
    return {field.alias or name: nothing(field.annotation) for name, field in form.model_fields.items()}


def nothing(type_: Any) -> Any:
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        return empty(type_)
    origin = typing.get_origin(type_) or type_
    return {dict: {}, str: "", int: 1, float: 0.5}.get(origin, [])


def split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Tokenizer:
    """Cuts at blanks."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=text.split(" "))


class Segments:
    """Every token is a word; a capital makes a name."""

    def words(self, sentences: Sequence[Sequence[str]]) -> list[list[bool]]:
        return [[True] * len(syllables) for syllables in sentences]

    def tags(self, sentences: Iterable[Sequence[str]]) -> list[list[str]]:
        return [
            ["CH" if not word[0].isalpha() else "Np" if word[0].isupper() else "V" for word in words]
            for words in sentences
        ]


@pytest.fixture
def zupan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ontology folder with the language xx beside Vietnamese, and its module."""
    registry.tokenizers("test.xx.Tokenizer", func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    module = ModuleType("kg.language.xx")
    module.LANGUAGE = Language(  # type: ignore[attr-defined]
        code="xx",
        tokenizer="test.xx.Tokenizer",
        syllables=split,
        sentence_starts=lambda words: [i == 0 or words[i - 1] == "." for i in range(len(words))],
        segmenter=Segments,
    )
    monkeypatch.setitem(sys.modules, "kg.language.xx", module)
    folder = shutil.copytree(data_dir(), tmp_path / "ontology")
    (folder / "xx").mkdir()
    files = {name: empty(form) | WORDS.get(name, {}) for name, form in FORMS.items()} | {"triggers": TRIGGERS}
    for name, data in files.items():
        (folder / "xx" / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with (folder / "entities.csv").open("a", encoding="utf-8") as stream:
        commas = (folder / "entities.csv").read_text(encoding="utf-8").splitlines()[0].count(",")
        stream.writelines(f"{name},Company,{name}{',' * (commas - 2)}\n" for name in ("Orvane", "Kelbrin"))
    return folder


def test_ten_words_of_an_invented_language_extract_a_fact(zupan: Path) -> None:
    ontology = Ontology.load(zupan, language="xx")
    assert set(LANGUAGE_READERS) == {path.name for path in (zupan / "xx").iterdir()}
    extractor = Extractor(ontology)
    # The shipped weights are learned from Vietnamese: those of another language are its own.
    extractor.facts = FactFinder(ontology, Scorer({"shape=active.STO:acquired": 5.0}, threshold=0.5))
    text = "Ni orbo Orvane zupa orbo Kelbrin ."
    found = extractor.extract(Article(id="article-a", source="a.txt", text=text, language="xx"))
    labels = {entity.id: entity.label for entity in found.entities}
    assert [(labels[fact.subject], fact.relation, labels[fact.object]) for fact in found.statements] == [
        ("Orvane", "acquired", "Kelbrin")
    ]
    assert not found.measurements


@pytest.mark.slow
def test_a_build_and_an_evaluation_read_the_language_they_are_told(zupan: Path, tmp_path: Path) -> None:
    article, gold = tmp_path / "in" / "a.txt", tmp_path / "gold.json"
    article.parent.mkdir()
    article.write_text("Ni orbo Orvane zupa orbo Kelbrin .\n" * 8, encoding="utf-8")
    entities = {name: {"type": "Company", "names": [name]} for name in ("Orvane", "Kelbrin")}
    gold.write_text(json.dumps({"articles": [{"article": "a.txt", "entities": entities, "facts": []}]}), "utf-8")
    told = ["--ontology", str(zupan), "--language", "xx"]
    out = tmp_path / "out"
    assert main(["build", str(article), "--out", str(out), *told]) == 0
    assert {entity.label for entity in read_graph(out).entities.values()} == {"Orvane", "Kelbrin"}
    assert main(["evaluate", str(gold), str(article.parent), *told]) == 0
    assert main(["build", str(article), "--out", str(out), *told[:2]]) == 1  # It is not Vietnamese.
    assert main(["build", str(article), "--out", str(out), "--language", "xx"]) == 2  # The installed one has no xx.


@pytest.mark.slow
def test_its_folder_is_checked_like_the_other(zupan: Path) -> None:
    idle = "has no words for the relation"
    assert {fault.path for fault in check(zupan)} == {"xx/triggers.yaml"}
    assert all(idle in fault.message for fault in check(zupan))
    (zupan / "xx/grammar.yaml").unlink()
    (zupan / "xx/new.yaml").touch()
    assert {fault.path for fault in check(zupan)} == {"xx/triggers.yaml", "xx/grammar.yaml", "xx/new.yaml"}


def test_an_only_language_needs_no_name(zupan: Path) -> None:
    assert Ontology.load(zupan).language == "vi"
    shutil.rmtree(zupan / "vi")
    assert Ontology.load(zupan).language == "xx"
