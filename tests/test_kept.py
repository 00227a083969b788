"""The store beside the Turtle of a build: the same triples, never half of them, and nothing that is missed."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import awkward_graph, corpus_graph

import kg.store.kept as stored
from kg.building import build_to, remove
from kg.errors import InputError, OutputError
from kg.explain import explain
from kg.export.read import read_graph
from kg.export.source import parse_rdf
from kg.files import PART
from kg.names import find, unmarked
from kg.ontology.ontology import Ontology
from kg.store import near, ontology_turtle, open_store, query
from kg.store import store as stores
from kg.store.kept import KEPT, Kept, keep, kept
from kg.store.near import read_conflicts, read_near
from kg.store.search import Index

TEXTS = {"1.txt": "Airbnb sử dụng Qwen của Alibaba từ năm 2024.", "2.txt": "Meta sở hữu WhatsApp. FPT sử dụng Llama."}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    build_to(tmp_path / "in", tmp_path / "out", fast=True)
    return tmp_path / "out"


def place(out: Path) -> Kept:
    found = kept(out, Ontology.load())
    assert found is not None
    return found


def named(quads: object) -> set[str]:
    """Triples without blank nodes, which the vocabulary alone has."""
    return {str(quad.triple) for quad in quads if "_:" not in str(quad.triple)}  # type: ignore[attr-defined]


def test_it_has_what_the_turtle_and_the_vocabulary_have(built: Path) -> None:
    vocabulary = ox.parse(ontology_turtle().encode(), ox.RdfFormat.TURTLE)
    assert named(ox.Store.read_only(str(place(built).rdf))) == named(parse_rdf(built / "graph.ttl")) | named(vocabulary)
    assert len(ox.Store.read_only(str(place(built).rdf))) == len(open_store(built / "graph.ttl").rdf)


def test_a_query_of_a_build_parses_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(query(open_store(built / "graph.ttl"), COUNT).table())
    monkeypatch.setattr(stores, "parse_rdf", lambda path: pytest.fail("the Turtle was parsed"))
    store = open_store(built)
    assert list(query(store, COUNT).table()) == whole
    assert query(store, "ASK { kgr:Airbnb kg:uses kgr:Qwen }").serialize("json") == b'{"head":{},"boolean":true}'
    with pytest.raises(RuntimeError, match="read-write"):
        store.rdf.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_without_it_answers_are_the_same(built: Path) -> None:
    with_it = list(query(open_store(built), COUNT).table())
    (place(built).rdf / "CURRENT").unlink()
    assert list(query(open_store(built), COUNT).table()) == with_it  # damaged
    shutil.rmtree(built / KEPT)
    assert list(query(open_store(built), COUNT).table()) == with_it


def test_a_removal_has_another_and_drops_the_last(built: Path) -> None:
    before = place(built)
    remove("2.txt", built)
    assert [place(built).folder] == list((built / KEPT).iterdir())
    assert place(built) != before
    assert not list(query(open_store(built), "SELECT ?o { kgr:Meta ?p ?o }").table())


def test_the_same_graph_keeps_its_store(built: Path) -> None:
    before = place(built).folder.stat().st_ino
    build_to(built.parent / "in", built, fast=True)
    assert place(built).folder.stat().st_ino == before


def test_a_graph_that_was_changed_is_not_answered_for(built: Path) -> None:
    with (built / "graph.ttl").open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    with pytest.raises(InputError, match="not of the last whole build"):
        open_store(built)


def test_another_vocabulary_is_another_store(built: Path, tmp_path: Path) -> None:
    shutil.copytree(Ontology.load().folder, tmp_path / "other")
    with (tmp_path / "other" / "kg.ttl").open("a", encoding="utf-8") as stream:
        stream.write("# mine\n")
    assert kept(built, Ontology.load(tmp_path / "other")) is None


def test_what_cannot_be_stored_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("no turtle", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        keep(tmp_path, tmp_path / "graph.ttl", corpus_graph(), ontology_turtle())
    assert not list((tmp_path / KEPT).iterdir())


def test_what_a_killed_build_left_goes_with_the_next(built: Path) -> None:
    (built / KEPT / f"1234{PART}").mkdir()
    remove("1.txt", built)
    assert [place(built).folder] == list((built / KEPT).iterdir())


def test_what_is_lent_stays(built: Path, tmp_path: Path) -> None:
    lent = place(built).lend(tmp_path / "mine")
    count = len(ox.Store.read_only(str(lent.rdf)))
    remove("1.txt", built)
    assert len(ox.Store.read_only(str(lent.rdf))) == count
    assert Index.read(lent.index).called("airbnb") == ["Airbnb"]


@pytest.mark.parametrize("typed", [["Qwen"], ["qwen"], ["Airbnb", "Qwen"], ["facebook"], ["Airbnb", "WhatsApp"]])
def test_what_is_near_is_told_as_the_whole_graph_tells_it(built: Path, typed: list[str]) -> None:
    whole = read_graph(built)
    part = read_near(built, typed)
    subject, object_ = (*typed, None)[:2]
    try:
        told = explain(whole, subject, None, object_)
    except InputError as error:
        with pytest.raises(InputError, match=re.escape(error.message)):
            explain(part, subject, None, object_)
    else:
        assert explain(part, subject, None, object_) == told
        assert len(part.statements) < len(whole.statements)


def test_conflicts_and_facts_need_no_turtle(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (built.parent / "in" / "3.txt").write_text("Airbnb không sử dụng Qwen năm 2024.", encoding="utf-8")
    build_to(built.parent / "in", built, fast=True)
    whole = read_graph(built)
    assert whole.conflicts
    monkeypatch.setattr(near, "read_graph", lambda *given: pytest.fail("the Turtle was parsed"))
    part = read_conflicts(built)
    assert part.conflicts == whole.conflicts
    assert all(
        part.statements[key] == whole.statements[key] for one in part.conflicts.values() for key in one.statements
    )
    assert explain(read_near(built, ["airbnb"]), "airbnb") == explain(whole, "airbnb")


def test_an_index_finds_what_a_search_through_all_names_finds() -> None:
    graph = awkward_graph()
    names = {entity.id: (entity.label, *entity.aliases) for entity in graph.entities.values()}
    index = Index.of(graph)
    typed = [*names, *(name for own in names.values() for name in own)]
    typed += [name.upper() for name in typed] + [unmarked(name) for name in typed] + ["", "?", "nobody"]
    for name in typed:
        assert index.called(name) == sorted(find(name, names)), name


def test_an_index_holds_a_sentence_once(tmp_path: Path) -> None:
    graph = awkward_graph()
    one = next(iter(graph.statements.values()))
    one = replace(one, evidence=replace(one.evidence, text="Airbnb dùng Qwen. " * 20))
    many = {f"s{i}": replace(one, id=f"s{i}") for i in range(200)}
    sizes = []
    for statements in (dict(list(many.items())[:1]), many):
        index = Index.of(replace(graph, statements=statements), tmp_path / f"{len(statements)}.sqlite")
        assert {hit.id for hit in index.search("airbnb", limit=500, kind="statement")} == set(statements)
        index.close()
        sizes.append((tmp_path / f"{len(statements)}.sqlite").stat().st_size)
    assert sizes[1] - sizes[0] < 100 * 199  # their ids, not their sentences


def test_an_index_made_from_that_of_another_graph_finds_the_same(tmp_path: Path) -> None:
    graph, other = awkward_graph(), corpus_graph()
    (tmp_path / "broken").write_bytes(b"rubbish" * 1000)
    Index.of(other, tmp_path / "other").close()
    one = next(iter(graph.statements.values()))
    more = replace(graph, statements={**graph.statements, "s1": replace(one, id="s1")}, claims={})
    Index.of(more, tmp_path / "more").close()
    fresh = Index.of(graph)
    rows = fresh._db.execute("SELECT kind, id, text FROM things JOIN texts USING (number) ORDER BY kind, id").fetchall()
    for last in ("broken", "other", "more"):
        made = Index.of(graph, tmp_path / f"from {last}", last=tmp_path / last)
        told = made._db.execute("SELECT kind, id, text FROM things JOIN texts USING (number) ORDER BY kind, id")
        assert told.fetchall() == rows
        for word in {word for _, _, text in rows for word in text.split()}:
            assert made.search(word, limit=500) == fresh.search(word, limit=500), (last, word)
        for entity in [*graph.entities.values(), *other.entities.values()]:
            assert made.called(entity.label) == fresh.called(entity.label), last


@pytest.mark.slow
def test_a_store_made_from_the_last_one_is_that_of_the_graph(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_WRITE", "raise SystemExit('made anew')")
    articles = built.parent / "in"
    for name, text in {"3.txt": "FPT sử dụng Qwen từ năm 2023.", "1.txt": "Alibaba sở hữu Lazada."}.items():
        (articles / name).write_text(text, encoding="utf-8")
        build_to(articles, built, fast=True)
    remove("2.txt", built)
    vocabulary = ox.parse(ontology_turtle().encode(), ox.RdfFormat.TURTLE)
    found = ox.Store.read_only(str(place(built).rdf))
    assert named(found) == named(parse_rdf(built / "graph.ttl")) | named(vocabulary)
    assert len(found) == len(open_store(built / "graph.ttl").rdf)


@pytest.mark.slow
def test_a_store_of_which_much_has_changed_is_made_anew(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_FEW", 0)
    monkeypatch.setattr(stored, "_CHANGE", "raise SystemExit('changed')")
    runs: list[str] = []
    run = stored._run
    monkeypatch.setattr(
        stored, "_run", lambda script, *given, **more: runs.append(script) or run(script, *given, **more)
    )
    (built.parent / "in" / "3.txt").write_text("FPT sử dụng Qwen.", encoding="utf-8")
    build_to(built.parent / "in", built, fast=True)
    assert runs == [stored._WRITE]
    assert len(ox.Store.read_only(str(place(built).rdf))) == len(open_store(built / "graph.ttl").rdf)
    assert not list(place(built).folder.glob("*.part"))


@pytest.mark.slow
def test_a_store_of_many_files_or_damaged_is_made_anew(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place(built).rdf / "CURRENT").write_text("rubbish", encoding="utf-8")
    remove("2.txt", built)
    whole = len(open_store(built / "graph.ttl").rdf)
    assert len(open_store(built).rdf) == whole
    monkeypatch.setattr(stored, "_FILES", 0)
    monkeypatch.setattr(stored, "_CHANGE", "raise SystemExit('changed')")
    (built.parent / "in" / "2.txt").unlink()
    (built.parent / "in" / "3.txt").write_text("FPT sử dụng Qwen.", encoding="utf-8")
    build_to(built.parent / "in", built, fast=True)
    assert len(ox.Store.read_only(str(place(built).rdf))) == len(open_store(built / "graph.ttl").rdf)


def test_a_disk_without_links_has_a_store_too(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refuse)
    monkeypatch.setattr(stored, "_WRITE", "raise SystemExit('made anew')")
    remove("2.txt", built)
    assert len(ox.Store.read_only(str(place(built).rdf))) == len(open_store(built / "graph.ttl").rdf)


@pytest.mark.slow
def test_it_is_made_in_pieces_however_small(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anew, changed = (script.replace("1 << 22", "100") for script in (stored._WRITE, stored._CHANGE))
    assert anew != stored._WRITE
    assert changed != stored._CHANGE
    vocabulary = named(ox.parse(ontology_turtle().encode(), ox.RdfFormat.TURTLE))

    def same() -> bool:
        return named(ox.Store.read_only(str(place(built).rdf))) == named(parse_rdf(built / "graph.ttl")) | vocabulary

    monkeypatch.setattr(stored, "_WRITE", anew)
    shutil.rmtree(built / KEPT)
    build_to(built.parent / "in", built, fast=True)
    assert same()
    monkeypatch.setattr(stored, "_CHANGE", changed)
    monkeypatch.setattr(stored, "_WRITE", "raise SystemExit('made anew')")
    (built.parent / "in" / "3.txt").write_text("FPT sử dụng Qwen từ năm 2023.", encoding="utf-8")
    build_to(built.parent / "in", built, fast=True)
    assert same()
    remove("1.txt", built)
    assert same()
