"""Commands over a graph that exists: of the corpus as people annotated it, so that what is asked is known."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import pytest
from graphs import awkward_graph

from kg.cli import main
from kg.evaluate.gold import gold_extractions
from kg.export import write_file
from kg.graph import Graph
from kg.linking import link
from kg.records import UPDATE

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests/corpus"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def known() -> Graph:
    return link(gold_extractions(CORPUS / "train-d.json", CORPUS / "articles"))


@pytest.fixture(scope="module")
def graph(known: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    write_file(known, "ttl", folder / "graph.ttl")
    return folder


def run(*arguments: object) -> bytes:
    """What a command that succeeds writes to stdout."""
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stdout):
        assert main(list(map(str, arguments))) == 0
    data = stdout.buffer
    assert isinstance(data, io.BytesIO)
    return data.getvalue()


@pytest.mark.slow
def test_query_as_csv_json_and_turtle(graph: Path) -> None:
    sparql = "SELECT ?name WHERE { kgr:DeepSeek rdfs:label ?name }"
    assert run("query", graph, sparql).decode("utf-8-sig").split() == ["name", "DeepSeek"]
    answer = json.loads(run("query", graph / "graph.ttl", sparql, "--format", "json"))
    assert answer["results"]["bindings"][0]["name"]["value"] == "DeepSeek"
    assert b'rdfs:label "DeepSeek"' in run("query", graph, "CONSTRUCT WHERE { kgr:DeepSeek rdfs:label ?n }")
    assert run("query", graph, "ASK { kgr:DeepSeek a kg:Company }").decode("utf-8-sig").split() == ["answer", "true"]


def test_query_from_a_file_and_by_name(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s a kg:Statement }", encoding="utf-8")
    assert int(run("query", graph, "--file", tmp_path / "q.rq").split()[1]) > 100
    answer = run("query", graph, "--name", "entity", "--param", "entity=DeepSeek").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert rows and all(row["source"] for row in rows)
    assert {"sentence", "source", "relation"} <= set(rows[0])


def test_query_as_a_table(graph: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["query", str(graph), "SELECT ?n WHERE { kgr:DeepSeek rdfs:label ?n }", "--format", "table"]) == 0
    out = capsys.readouterr().out
    assert "│ DeepSeek │" in out and "1 row\n" in out


def test_shipped_queries_are_listed_with_their_descriptions(capsys: Capture) -> None:
    assert main(["query", "--list"]) == 0
    out = capsys.readouterr().out
    for name in ("uses", "releases", "people", "disagreements", "entity"):
        assert f" {name} " in out


@pytest.mark.slow
def test_explain(graph: Path, known: Graph, capsys: Capture) -> None:
    assert main(["explain", str(graph), "alibaba", "develops", "qwen"]) == 0
    out = capsys.readouterr().out
    assert "Alibaba develops Qwen.\n" in out and "So writes “" in out
    assert "characters" not in out and "confidence" not in out
    assert main(["explain", str(graph), "alibaba", "develops", "qwen", "--why"]) == 0
    out = capsys.readouterr().out
    assert "characters" in out and "train-d-" in out and "confidence" in out
    assert main(["explain", str(graph), "alibaba", "develops", "qwen", "--lang", "vi"]) == 0
    assert "Alibaba phát triển Qwen.\n" in capsys.readouterr().out
    assert main(["explain", str(graph), "alibaba", "--lang", "fr"]) == 2
    assert "kg does not speak 'fr'." in capsys.readouterr().err
    assert main(["explain", str(graph), "Alibaba", "--format", "json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    alibaba = next(entity.id for entity in known.entities.values() if entity.label == "Alibaba")
    assert len(facts) == len(known.facts_of(alibaba))
    assert all(fact["sentence"] for fact in facts)


def test_entities(graph: Path, known: Graph, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert main(["entities", str(graph), "--class", "aimodel", "--search", "qwen"]) == 0
    lines = capsys.readouterr().out.splitlines()
    wanted = [
        entity
        for entity in known.entities.values()
        if entity.type == "AIModel" and any("qwen" in name.lower() for name in (entity.label, *entity.aliases))
    ]
    assert wanted and lines[-1] == f"{len(wanted)} entities"
    assert all(any(f" {entity.id} " in line for line in lines) for entity in wanted)


def test_conflicts(graph: Path, known: Graph, capsys: Capture) -> None:
    assert main(["conflicts", str(graph)]) == 0
    updates = sum(conflict.kind == UPDATE for conflict in known.conflicts.values())
    words = capsys.readouterr().out.splitlines()[-1].split()
    assert (words[0], words[2]) == (str(len(known.conflicts) - updates), str(updates))


def test_a_conflict_is_told_in_sentences(tmp_path: Path, capsys: Capture) -> None:
    write_file(awkward_graph(), "ttl", tmp_path / "graph.ttl")
    assert main(["conflicts", str(tmp_path / "graph.ttl")]) == 0
    out = capsys.readouterr().out
    assert "Nguyễn Văn Đạt reports that Z.AI released GLM-4.6 in October 2025." in out
    assert "Denied: it is not so that Z.AI released GLM-4.6." in out and "Báo Mới, 20 December 2025)" in out


@pytest.mark.slow
def test_diff(graph: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["diff", str(graph), str(graph)]) == 0
    assert "0 added, 0 gone" in capsys.readouterr().out
    other = link(list(gold_extractions(CORPUS / "train-d.json", CORPUS / "articles"))[1:])
    write_file(other, "ttl", tmp_path / "other.ttl")
    assert main(["diff", str(tmp_path / "other.ttl"), str(graph)]) == 1
    out = capsys.readouterr().out
    assert any(line.startswith("+ ") for line in out.splitlines())


def test_export(graph: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", "--list"]) == 0
    assert " ttl " in capsys.readouterr().out
    assert main(["export", str(graph), "--out", str(tmp_path / "again.ttl")]) == 0
    assert (tmp_path / "again.ttl").read_bytes() == (graph / "graph.ttl").read_bytes()
    assert run("export", graph, "--format", "ttl") == (graph / "graph.ttl").read_bytes()


def test_a_table_of_a_query_is_guarded_as_that_of_the_export_is(graph: Path) -> None:
    answer = run("query", graph, 'SELECT ("=1+1" AS ?x) ("-" AS ?y) {}', "--format", "csv")
    assert answer == b"\xef\xbb\xbfx,y\r\n'=1+1,'-\r\n"


def test_an_unknown_word_is_told(graph: Path, capsys: Capture) -> None:
    assert main(["query", str(graph), "ASK { ?s kg:usez ?o }", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert out == "\ufeffanswer\r\nfalse\r\n"
    assert err == "kg: The vocabulary has no kg:usez. Did you mean kg:uses?\n"


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--timeout", "1", "--memory", "20000"], "The query took longer than 1 s and was stopped."),
        (["--memory", "64"], "The query needed more memory than it may have, or is nested too deep."),
    ],
)
def test_a_query_that_takes_too_much_is_stopped(graph: Path, options: list[str], line: str, capsys: Capture) -> None:
    sparql = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?b ?d ?e { ?a ?b ?c . ?d ?e ?f } }"
    assert main(["query", str(graph), sparql, *options]) == 1
    assert line in capsys.readouterr().err


def test_a_query_that_crashes_the_store(graph: Path, capsys: Capture) -> None:
    assert main(["query", str(graph), f"ASK {{ FILTER({'!' * 100_000}?x) }}"]) == 1
    assert "nested too deep" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "<http://a/> <http://b/> <http://c/> ."])
def test_what_holds_no_graph(tmp_path: Path, text: str, capsys: Capture) -> None:
    (tmp_path / "graph.ttl").write_text(text, encoding="utf-8")
    assert main(["validate", str(tmp_path)]) == 1
    assert "holds no graph of kg." in capsys.readouterr().err
    for command in ("entities", "conflicts"):
        assert main([command, str(tmp_path)]) == 2
        assert "is not a graph of kg: nothing in it is of kg." in capsys.readouterr().err


@pytest.mark.slow
def test_validate(graph: Path, tmp_path: Path, capsys: Capture) -> None:
    small = link(list(gold_extractions(CORPUS / "train-d.json", CORPUS / "articles"))[:2])
    write_file(small, "ttl", tmp_path / "graph.ttl")
    code = main(["validate", str(tmp_path)])
    out = capsys.readouterr().out
    assert (code, out.splitlines()[-1]) == (0, "Valid.")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    (tmp_path / "bad.ttl").write_text(
        text.replace("kg:modality kg:asserted", "kg:modality kg:maybe", 1), encoding="utf-8"
    )
    assert main(["validate", str(tmp_path / "bad.ttl")]) == 1
    assert "kg:modality" in capsys.readouterr().out


@pytest.mark.slow
def test_page(graph: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["view", str(graph), "--no-open"]) == 2
    assert "There is no page beside" in capsys.readouterr().err
    assert main(["view", str(graph), "--out", str(tmp_path / "page.html"), "--top", "5", "--no-open"]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "page.html")
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["query"], "No graph is given."),
        (["query", "{graph}"], "Give one query."),
        (["query", "{graph}", "ASK {}", "--name", "uses"], "Give one query."),
        (["query", "{graph}", "--name", "nothing"], "There is no query 'nothing'."),
        (["query", "{graph}", "--name", "entity", "--param", "entity"], "--param entity has no value."),
        (["query", "{graph}", "--name", "entity"], "The query entity needs 'entity'. Give --param entity=NAME."),
        (["query", "{graph}", "ASK {}", "--param", "entity=Qwen"], "Only a shipped query has parameters."),
        (["query", "{graph}", f"ASK {'{' * 100_000}"], "The query is nested deeper than 200 brackets."),
        (["entities", "{graph}", "--class", "Compny"], "There is no class 'Compny'. Did you mean Company"),
        (["explain", "{graph}", "DeepSeek", "usez"], "There is no relation 'usez'."),
        (["query", "{graph}", "--file", "gone.rq"], "gone.rq cannot be read"),
        (["query", "{graph}", "SELECT"], "This is not a SPARQL query"),
        (["query", "{graph}", "ASK {}", "--format", "ttl"], "cannot be written as ttl"),
        (["query", "gone", "ASK {}"], "gone is not a graph."),
        (["explain", "{graph}", "Không Ai Biết"], "The graph has nothing called 'Không Ai Biết'."),
        (["export", "{graph}", "--format", "docx"], "There is no format 'docx'."),
        (["export", "{graph}", "--out", "x.docx"], "The format is not clear."),
        (["query", "http://localhost:9/", "--name", "nothing"], "There is no query 'nothing'."),
        (["serve", "{graph}", "--host", "0.0.0.0"], "0.0.0.0 is reachable from other machines."),
        (["check", "gone"], "gone is not a folder."),
        (["evaluate", "gone.json", "."], "gone.json is not a gold file"),
    ],
)
def test_misuse(
    arguments: list[str], line: str, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([text.replace("{graph}", str(graph)) for text in arguments]) == 2
    out, err = capsys.readouterr()
    assert line in err and "Traceback" not in err and not out
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_evaluate_writes_the_quality_table(tmp_path: Path, capsys: Capture) -> None:
    gold = json.loads((CORPUS / "train-d.json").read_text(encoding="utf-8"))
    (tmp_path / "gold.json").write_text(json.dumps({"articles": gold["articles"][:2]}), encoding="utf-8")
    (tmp_path / "README.md").write_text("# x\n<!-- quality -->\n<!-- /quality -->\n", encoding="utf-8")
    assert (
        main(
            ["evaluate", str(tmp_path / "gold.json"), str(CORPUS / "articles"), "--write", str(tmp_path / "README.md")]
        )
        == 0
    )
    assert "## gold: 2 articles" in capsys.readouterr().out
    assert "| gold |        2 |" in (tmp_path / "README.md").read_text(encoding="utf-8")
