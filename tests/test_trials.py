"""Tried for real, each on a copy: what the project says can be added without touching what is there."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import kg.export
from kg.articles import read_paths
from kg.articles.formats import READERS, Raw, reads
from kg.building import build_to
from kg.cli import main
from kg.errors import ArticleError
from kg.explore.labels import labels_of
from kg.explore.payload import payload
from kg.explore.texts import texts_of
from kg.export import write_file
from kg.export.read import read_graph
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology
from kg.records import Article
from kg.validate import validate

BANK = """
kg:Bank a owl:Class ;
    rdfs:label "ngân hàng"@vi , "bank"@en ;
    rdfs:comment "Ngân hàng."@vi , "A bank."@en ;
    rdfs:subClassOf kg:Company .
"""
SPONSORS = """
kg:sponsors a kg:Relation , owl:ObjectProperty ;
    rdfs:label "bảo trợ"@vi , "sponsors"@en ;
    rdfs:comment "Bảo trợ một tổ chức."@vi , "Gives an organisation its patronage."@en ;
    rdfs:domain kg:Organization ; rdfs:range kg:Organization .
"""
#: Names that any reader finds, but for the bank's, which the ontology of the test brings.
ARTICLE = (
    "Ngân hàng Veltrona dùng Qwen để trả lời khách. VTRBank công bố tin này hôm qua.\n\n"
    "Tập đoàn Google bảo trợ công ty OpenAI."
)
Capture = pytest.CaptureFixture[str]


def append(path: Path, text: str) -> None:
    assert path.is_file()
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    return shutil.copytree(data_dir(), tmp_path / "ontology")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "1.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_new_class_by_data_alone(
    article: Path, ontology: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    append(ontology / "kg.ttl", BANK)
    append(ontology / "entities.csv", "Veltrona,Bank,Ngân hàng Veltrona,Veltrona|VTRBank,\n")
    given = ("--ontology", "ontology")
    assert main(["check", "ontology"]) == 0
    (note,) = [line for line in capsys.readouterr().out.splitlines() if "Note: " in line]
    assert "the class Bank;" in note and "read as Company" in note
    assert main(["build", "1.txt", *given]) == 0
    # The entity has the class, and its other names with it.
    graph = read_graph(Path("build"), Ontology.load(ontology))
    (bank,) = [entity for entity in graph.entities.values() if entity.type == "Bank"]
    assert bank.label == "Ngân hàng Veltrona" and {"Veltrona", "VTRBank"} <= set(bank.aliases)
    facts = [json.loads(line) for line in Path("build/statements.jsonl").read_text("utf-8").splitlines()]
    assert ("uses", bank.id) in {(fact["relation"], fact["subject"]) for fact in facts}
    # It is a company where one is asked for.
    assert validate(graph) == []
    # Exported ...
    for name in ("jsonld", "graphml"):
        write_file(graph, name, Path("out"))
        assert "Bank" in Path("out").read_text("utf-8") and "VTRBank" in Path("out").read_text("utf-8")
    # ... filtered by in the page, below the classes above it ...
    points = np.zeros((len(graph.entities), 2))
    labels, total = labels_of(graph.ontology.model), len(graph.entities)
    page = payload(graph, points, sure=points, title="", labels=labels, total=total, texts=texts_of(graph))
    (entry,) = [entry for entry in page["classes"] if entry["id"] == "Bank"]
    assert (entry["vi"], entry["en"]) == ("ngân hàng", "bank") and "Company" in str(entry["parents"])
    # ... listed and queried.
    capsys.readouterr()
    assert main(["entities", "build", "--class", "Bank"]) == 0
    assert "VTRBank" in (listed := capsys.readouterr().out) and "1 entities" in listed
    for name in ("Bank", "Company"):
        ask = f"ASK {{ ?it a/rdfs:subClassOf* kg:{name} ; rdfs:label ?label FILTER(CONTAINS(?label, 'Veltrona')) }}"
        assert main(["query", "build", ask, *given, "--format", "csv"]) == 0
        assert capsys.readouterr().out.lstrip("\ufeff").split() == ["answer", "true"]


@pytest.mark.slow
def test_a_new_relation_by_data_alone(article: Path, ontology: Path, tmp_path: Path) -> None:
    append(ontology / "kg.ttl", SPONSORS)
    append(ontology / "vi/triggers.yaml", "\n  sponsors:\n    active: [bảo trợ]\n")
    built = build_to(article, tmp_path / "out", ontology=ontology)
    (fact,) = [st for st in built.graph.statements.values() if st.relation == "sponsors"]
    names = built.graph.entities
    assert (names[fact.subject].label, names[fact.object].label) == ("Google", "OpenAI")
    assert read_graph(tmp_path / "out", Ontology.load(ontology)) == read_graph(tmp_path / "out/graph.ttl")
    assert validate(built.graph) == []
    assert "sponsors" not in Ontology.load().model.relations


FORMAT = """
class _Names:
    name = "names"
    suffix = ".names"
    description = "one name a line"

    def write(self, graph, stream):
        stream.write("".join(f"{entity.label}\\n" for entity in graph.entities.values()).encode())


EXPORTER = _Names()
"""


@pytest.fixture
def folder_of_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules belong to kg.export as long as the test runs."""
    folder = tmp_path / "formats"
    folder.mkdir()
    monkeypatch.setattr(kg.export, "__path__", [*kg.export.__path__, str(folder)])
    kg.export.exporters.cache_clear()
    yield folder
    kg.export.exporters.cache_clear()
    for path in folder.glob("*.py"):
        sys.modules.pop(f"kg.export.{path.stem}", None)
        monkeypatch.delattr(kg.export, path.stem, raising=False)


def test_a_new_export_format_in_one_file(
    folder_of_formats: Path, article: Path, tmp_path: Path, capsys: Capture
) -> None:
    (folder_of_formats / "names.py").write_text(FORMAT, encoding="utf-8")
    build_to(article, tmp_path / "build")
    assert main(["export", str(tmp_path / "build"), "--format", "names", "--out", str(tmp_path / "out.names")]) == 0
    assert "OpenAI" in (tmp_path / "out.names").read_text("utf-8").splitlines()
    assert main(["export", "--list"]) == 0
    assert "one name a line" in capsys.readouterr().out


@pytest.fixture
def xyz() -> Iterator[None]:
    """Files of a suffix that is read only as long as the test runs: a title, a bar, the text."""

    @reads(".xyz")
    def read_xyz(path: Path, source: str) -> Iterator[Raw | ArticleError]:
        title, _, text = path.read_text("utf-8").partition("|")
        yield Raw(source=source, title=title, text=text)

    yield
    del READERS[".xyz"]


def test_a_new_article_format_in_one_function(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    (tmp_path / "1.xyz").write_text("Veltrona ra mắt|Tập đoàn Veltrona ra mắt mô hình Orrery.", encoding="utf-8")
    assert not any(isinstance(found, Article) for found in read_paths([tmp_path]))
    request.getfixturevalue("xyz")
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Article)
    assert (found.source, found.title) == ("1.xyz", "Veltrona ra mắt") and found.text.endswith("Orrery.")
