"""An ontology of one's own: a folder like the installed one, named by an option or in kg.toml."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import kg
from kg.building import build_to, remove
from kg.cli import main
from kg.errors import InputError, OntologyError
from kg.export.read import read_graph
from kg.ontology.folder import data_dir
from kg.ontology.ontology import Ontology
from kg.validate import validate

TEXTS = {
    "1.txt": "Công ty Velmora ra mắt mô hình Orrery vào tháng 3/2025. Google dùng Orrery.",
    "2.txt": "Velmora ra mắt mô hình Orrery. Tập đoàn Velmora có trụ sở tại Hà Nội.",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """The installed ontology with another label, colour and item of Wikidata."""
    folder = tmp_path / "ontology"
    shutil.copytree(data_dir(), folder)
    change(folder / "kg.ttl", '"công ty"@vi', '"xí nghiệp"@vi')
    change(folder / "kg.ttl", 'kg:color "#0072b2"', 'kg:color "#123456"')
    change(folder / "wikidata.csv", "Google,Company,Q95,", "Google,Company,Q4711,")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.slow
def test_a_build_uses_the_ontology_it_is_given(articles: Path, ontology: Path, tmp_path: Path) -> None:
    usual = build_to(articles, tmp_path / "usual", fast=True)
    built = build_to(articles, tmp_path / "own", ontology=ontology, fast=True)
    assert built.graph.ontology is Ontology.load(ontology)
    assert built.report.versions["ontology"] != usual.report.versions["ontology"]
    page = (tmp_path / "own/graph.html").read_text(encoding="utf-8")
    assert '"vi":"xí nghiệp"' in page and "#123456" in page
    assert '"vi":"xí nghiệp"' not in (tmp_path / "usual/graph.html").read_text(encoding="utf-8")
    assert "wd:Q4711" in (tmp_path / "own/graph.ttl").read_text(encoding="utf-8")
    # As the graph that is read back with it.
    again = read_graph(tmp_path / "own", Ontology.load(ontology))
    assert again.ontology is built.graph.ontology and validate(again) == []
    change(ontology / "kg.ttl", "kg:Organization a owl:Class", "kg:Body a owl:Class")
    with pytest.raises(OntologyError, match=r"kg:Organization"):
        kg.build(articles, ontology=ontology, fast=True)


@pytest.mark.slow
def test_what_was_extracted_by_another_ontology_is_extracted_again(
    articles: Path, ontology: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def entries() -> set[str]:
        return {path.name for path in (out / ".kg-cache").glob("??/*")}

    build_to(articles, out, fast=True)
    usual = entries()
    build_to(articles, out, ontology=ontology, fast=True)
    own = entries()
    assert len(own) == len(usual) == 2 and not own & usual
    # What is taken out of a build is so by the ontology it was built by.
    built = remove("1.txt", out)
    assert built.graph.ontology is Ontology.load(ontology) and entries() < own
    assert str(ontology) not in (out / "report.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_articles_in_processes_of_their_own_are_read_by_it(articles: Path, ontology: Path) -> None:
    assert kg.build(articles, ontology=ontology, jobs=2, fast=True) == kg.build(articles, ontology=ontology, fast=True)


@pytest.mark.slow
def test_its_words_join_names(articles: Path, ontology: Path) -> None:
    change(articles / "2.txt", TEXTS["2.txt"], "Velmora Zeta ra mắt mô hình Orrery. Velmora Zeta dùng Orrery.")
    named = [
        e.label for e in kg.build(articles, ontology=ontology, fast=True).entities.values() if "Velmora" in e.label
    ]
    assert sorted(named) == ["Velmora", "Velmora Zeta"]
    change(ontology / "vi/linking.yaml", "suffixes: [", "suffixes: [Zeta, ")
    named = [
        e.label for e in kg.build(articles, ontology=ontology, fast=True).entities.values() if "Velmora" in e.label
    ]
    assert len(named) == 1


@pytest.mark.slow
def test_its_language_tells_what_is_read(articles: Path, ontology: Path) -> None:
    change(ontology / "vi/language.yaml", "share: 0.", "share: 1 # 0.")
    (articles / "2.txt").write_text("Velmora ra mắt mô hình mới tại Hà Nội. " * 20, encoding="utf-8")
    assert len(kg.build(articles, fast=True).articles) == 2
    assert len(kg.build(articles, ontology=ontology, fast=True).articles) == 1


def test_its_gazetteer_and_nouns_are_found(articles: Path, ontology: Path) -> None:
    with (ontology / "entities.csv").open("a", encoding="utf-8") as stream:
        stream.write("Orrery,AIModel,Orrery,Planetarium,\n")
    built = kg.build(articles, ontology=ontology, fast=True)
    assert next(e for e in built.entities.values() if e.label == "Orrery").known == "Orrery"


@pytest.mark.slow
def test_kg_toml_may_name_it_for_every_command(
    articles: Path, ontology: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", "in", "--fast", "--ontology", "ontology", "--out", "by-option"]) == 0
    Path("kg.toml").write_text('ontology = "ontology"\n', encoding="utf-8")
    assert main(["build", "in", "--fast"]) == 0
    for name in ("graph.ttl", "graph.html", "report.json"):
        assert Path("build", name).read_bytes() == Path("by-option", name).read_bytes()
    assert main(["check"]) == 0
    change(ontology / "queries" / "uses.rq", "# en: ", "# en: Mine: ")
    capsys.readouterr()
    assert main(["query", "--list"]) == 0
    assert "Mine: " in capsys.readouterr().out
    assert main(["validate", "build"]) == 0
    assert main(["explain", "build", "velmora", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out.split("Valid.\n")[1])
    Path("kg.toml").write_text("ontology = 3\n", encoding="utf-8")
    assert main(["check"]) == 2


def test_a_folder_that_is_none(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone is not a folder"):
        kg.build(articles, ontology=tmp_path / "gone", fast=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(OntologyError, match=r"cannot be read"):
        kg.build(articles, ontology=tmp_path / "empty", fast=True)
