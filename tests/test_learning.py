"""Our own reader learns from what another has read and people have corrected."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from making import made_entity, made_statement

from kg.building import build_to
from kg.cli import main
from kg.errors import InputError, UsageError
from kg.evaluate.gold import as_extracted, read_gold
from kg.export.read import read_graph
from kg.extract.mentions.trained import CLASSES, NAMES
from kg.extract.statements.facts import FAST
from kg.linking import Merges, Rule
from kg.ontology.ontology import Ontology
from kg.readers import Own
from kg.readers.own import TAUGHT
from kg.records import Article, Evidence, Extraction
from kg.training.learning import train_models
from kg.training.lessons import HELD_GOLD, HELD_TEXTS, lessons, write_held_out, write_lessons
from kg.training.real import real_articles
from kg.training.samples import corpus_dir

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests/corpus"


@dataclass(frozen=True)
class Said:
    """A reader that says of an article what it was given to say."""

    told: Mapping[str, Extraction] = field(compare=False)
    name: str = "said 1"

    def extract(self, article: Article) -> Extraction:
        found = self.told[article.text]
        named = tuple(replace(st, readers=(self.name,)) for st in found.statements)
        return replace(found, article=article, statements=named)


def built(folder: Path, told: Mapping[str, Extraction], name: str = "out") -> Path:
    """A build by a reader that says so; files are called by numbers."""
    articles = folder / f"{name}-in"
    articles.mkdir(parents=True)
    for number, text in enumerate(told):
        (articles / f"{number:03}.txt").write_text(text, encoding="utf-8")
    build_to(articles, folder / name, fast=True, reader=Said(told))
    return folder / name


def statement(text: str, subject: str, relation: str, object_: str, **fields: Any) -> Any:
    return made_statement(subject, relation, object_, evidence=Evidence(start=0, end=len(text), text=text), **fields)


ONE = "Công ty Velmora, còn gọi là Orvex, mua Brisken."
TWO = "Velmora kiện ông Tạ Văn Sao hôm qua."


def sample() -> dict[str, Extraction]:
    return {
        ONE: Extraction(
            article=Article(id="x", source="x", text=ONE),
            entities=(made_entity("a", "Company", "Velmora|Orvex"), made_entity("b", "Company", "Brisken")),
            statements=(
                statement(ONE, "a", "acquired", "b", time="2024", modality="reported", confidence=0.9),
                statement(ONE, "b", "partnersWith", "a", confidence=0.3),
            ),
        ),
        TWO: Extraction(
            article=Article(id="x", source="x", text=TWO),
            entities=(made_entity("1", "Company", "Velmora"), made_entity("2", "Person", "Tạ Văn Sao")),
            statements=(statement(TWO, "1", "sued", "2"),),
        ),
    }


def taught(folder: Path, *rules: Rule) -> dict[str, Mapping[str, Any]]:
    """What a build teaches with these decisions, by the texts of its articles."""
    return {lesson.article.text: lesson.gold for lesson in lessons([folder], Merges(rules), Ontology.load())}


def test_what_was_read_is_what_is_learned(tmp_path: Path) -> None:
    gold = taught(built(tmp_path, sample()))[ONE]
    assert {tuple(entity["names"]): entity["type"] for entity in gold["entities"].values()} == {
        ("Velmora", "Orvex"): "Company",
        ("Brisken",): "Company",
    }
    sure, doubtful = gold["facts"]
    assert (sure["p"], sure["modality"], sure["time"], sure["evidence"]) == ("acquired", "reported", "2024", ONE)
    assert "optional" not in sure and doubtful["optional"]


def test_what_people_have_decided_overrules_it(tmp_path: Path) -> None:
    folder = built(tmp_path, sample())
    given = taught(folder, Rule(action="class", a="Tạ Văn Sao", b="Organization"))[TWO]["entities"].values()
    assert {entity["type"] for entity in given} == {"Company", "Organization"}
    joined = taught(folder, Rule(action="same", a="Velmora", b="Brisken"))[ONE]
    assert [entity["names"] for entity in joined["entities"].values()] == [["Velmora", "Orvex", "Brisken"]]
    assert joined["facts"] == []  # Nobody buys himself.
    parted = taught(folder, Rule(action="different", a="Velmora", b="Orvex"))
    assert all(fact["optional"] for fact in parted[ONE]["facts"])
    assert [fact.get("optional") for fact in parted[TWO]["facts"]] == [None]
    named = taught(folder, Rule(action="label", a="Brisken", b="Brisken Group"))[ONE]["entities"].values()
    assert ["Brisken", "Brisken Group"] in [entity["names"] for entity in named]


def test_a_fact_that_a_person_has_called_wrong_is_none(tmp_path: Path) -> None:
    folder = built(tmp_path, sample())
    graph = read_graph(folder)
    (key,) = [st.id for st in graph.statements.values() if st.relation == "sued"]
    assert taught(folder, Rule(action="wrong", a=key, b=""))[TWO]["facts"] == []
    (fact,) = taught(folder, Rule(action="modality", a=key, b="negated"))[TWO]["facts"]
    assert (fact["p"], fact["modality"]) == ("sued", "negated")


@pytest.mark.slow
def test_each_text_teaches_once_and_what_our_own_reader_read_not_at_all(tmp_path: Path) -> None:
    told = sample()
    one = built(tmp_path, told, "one")
    told[TWO] = replace(told[TWO], instead="the answer is empty")
    two = built(tmp_path, told, "two")
    ontology = Ontology.load()
    assert len(lessons([one, two], Merges(), ontology)) == 2
    assert [lesson.article.text for lesson in lessons([two], Merges(), ontology)] == [ONE]
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    build_to(tmp_path / "a.txt", tmp_path / "own", fast=True)
    with pytest.raises(InputError, match="nothing to learn from itself"):
        lessons([tmp_path / "own"], Merges(), ontology)
    for path in (one / ".kg-cache").glob("??/*.json"):
        path.unlink()
    with pytest.raises(InputError, match="has lost what was found"):
        lessons([one], Merges(), ontology)


def test_lessons_are_read_as_annotated_articles_are(tmp_path: Path) -> None:
    given = lessons([built(tmp_path, sample())], Merges(), Ontology.load())
    write_lessons(given, tmp_path / "a")
    assert [text for _, text in real_articles(tmp_path / "a")] == [lesson.article.text for lesson in given]
    write_held_out(given, tmp_path / "b")
    gold = read_gold(tmp_path / "b" / HELD_GOLD)
    with gzip.open(tmp_path / "b" / HELD_TEXTS, "rt", encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in file]
    assert [item.source for item in gold] == [f"{HELD_TEXTS.name}#{name}" for name in ids]
    assert main(["evaluate", str(tmp_path / "b" / HELD_GOLD), str(tmp_path / "b/held-out"), "--fast"]) == 0


def test_a_folder_without_models_and_too_few_articles_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = built(tmp_path, sample())
    assert main(["learn", str(folder), "--models", str(tmp_path / "m")]) == 2
    assert "too few to learn from" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()
    for options, line in (([], "are for the fast mode"), (["--fast"], "holds no models")):
        assert main(["build", str(folder), "--models", str(tmp_path / "m"), *options]) == 2
        assert line in capsys.readouterr().err
    assert main(["learn", str(folder), "--decisions", str(tmp_path / "none.csv")]) == 2


def test_models_are_called_as_the_shipped_ones() -> None:
    assert sorted(TAUGHT) == sorted(path.name for path in (CLASSES, NAMES, FAST))
    with pytest.raises(UsageError, match="fast mode"):
        Own(models=Path("x"))


@pytest.mark.slow
def test_learning_needs_no_torch() -> None:
    script = "import sys, kg.training.learning; print([n for n in ('torch', 'onnx', 'openai') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of three articles and no passages: learning from it takes seconds."""
    folder = tmp_path / "corpus"
    (folder / "passages").mkdir(parents=True)
    (folder / "articles").mkdir()
    rows = json.loads((CORPUS / "train-b.json").read_text("utf-8"))["articles"][:3]
    (folder / "train.json").write_text(json.dumps({"articles": rows}), "utf-8")
    for row in rows:
        shutil.copy(CORPUS / "articles" / row["article"], folder / "articles")
    monkeypatch.setattr("kg.training.learning.corpus_dir", lambda: folder)
    return folder


@pytest.mark.slow
def test_learned_models_read_and_are_the_same_bytes_again(
    tmp_path: Path, few: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {}
    for item in read_gold(CORPUS / "train-c.json")[:14]:
        text = (CORPUS / "articles" / item.source).read_text("utf-8")
        told[text] = as_extracted(item, item.source, text)
    folder, models = built(tmp_path, told), tmp_path / "m"
    (models / ".kg-new-killed").mkdir(parents=True)
    assert main(["learn", str(folder), "--models", str(models)]) == 0
    shown = capsys.readouterr()
    assert "articles to learn from" in shown.err and "facts F1" in shown.out
    assert sorted(path.name for path in models.iterdir()) == sorted([*TAUGHT, "lessons"])
    # The same articles give the same bytes. So few teach no better names than what kg brings; where they do, the new
    # ones are taken.
    again, work = tmp_path / "again", tmp_path / "work"
    train_models(models / "lessons", again, work=work)
    for name in TAUGHT:
        assert (models / name).read_bytes() == (again / name).read_bytes(), name
    assert (again / NAMES.name).read_bytes() == NAMES.read_bytes()
    read = iter([0.1, 0.9])
    monkeypatch.setattr("kg.training.learning.names_read", lambda reader, shared: next(read))
    train_models(models / "lessons", again, work=work)
    assert (again / NAMES.name).read_bytes() == (work / NAMES.name).read_bytes() != NAMES.read_bytes()
    # A build with them says so, and keeps nothing of one without them.
    articles, out = tmp_path / "out-in", tmp_path / "read"
    plain = build_to(articles, out, fast=True)
    with_them = build_to(articles, out, fast=True, models=models)
    (name,) = with_them.report.readers
    assert name.startswith("kg ") and "(models " in name and list(plain.report.readers) != [name]
    assert with_them.report.options["models"] in name and "models" not in plain.report.options
    assert {st.id for st in plain.graph.statements.values()} != {st.id for st in with_them.graph.statements.values()}
    assert len(with_them.graph.statements) > 20


def test_the_invented_articles_are_there() -> None:
    assert corpus_dir() == CORPUS
