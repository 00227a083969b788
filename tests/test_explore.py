"""The page as a file: what it holds, that it is the same each time, and that it is written whole."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from unittest import mock

import hypothesis.strategies as some
import pytest
from click.testing import CliRunner
from explorer_graphs import ring, small
from hypothesis import given, settings

from kg.cli import app
from kg.errors import OutputError, UsageError
from kg.explore import most_connected, render, repr_html, subgraph_around, write_html
from kg.explore.html import json_parts, read_strings, script_json
from kg.explore.labels import Labels
from kg.explore.packed import Portion, packed, packing
from kg.explore.page import html_of, network
from kg.explore.texts import texts_of
from kg.export import exporter
from kg.files.parts import Parts
from kg.graph import Graph
from kg.ontology.folder import data_dir
from kg.ontology.model import load_model

HERE = Path(__file__).resolve().parent


def test_a_page_is_one_file_that_names_no_other() -> None:
    page = render(small())
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "src=" not in markup
    assert "@import" not in markup
    assert re.findall(r'href="([^"]*)"', markup) == ["data:,"]


def test_the_policy_names_exactly_the_scripts_and_the_style_of_the_page() -> None:
    page = render(small())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL) + re.findall(
        r"<style>(.*?)</style>", page, flags=re.DOTALL
    )
    inline.append(unpacked(page, "vis"))
    assert len(inline) == 3 and inline[2].startswith("/**\n * vis-network")
    assert len(re.findall("sha256-", policy[1])) == 3
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"&#39;sha256-{digest}&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_what_lays_out_anew_is_d3_force_as_it_was_published() -> None:
    folder = HERE.parent / "kg/explore/assets/worker"
    digest = hashlib.sha256((folder / "d3-force.min.js").read_bytes()).hexdigest()
    assert digest == "9efa39a9a360b06b70ad3f08e9c6295b2d83abcd51bd5a0c5bc284b351e7ac46"
    assert "Permission to use, copy" in (folder / "d3-force.LICENSE").read_text(encoding="utf-8")
    assert "d3.forceSimulation" in unpacked(render(small()), "arrange-script")


def unpacked(page: str, element: str) -> str:
    packed = re.search(rf'id="{element}"[^>]*>([^<]*)</script>', page)
    assert packed
    return gzip.decompress(base64.b64decode(packed[1])).decode("utf-8") if packed[1] else ""


@pytest.mark.slow
def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "import sys; from kg.explore import write_html; from explorer_graphs import small; "
        "write_html(small(), sys.argv[1])"
    )
    pages = []
    for seed in ("0", "4711"):
        target = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-c", script, str(target)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])},
        )
        pages.append(target.read_bytes())
    assert pages[0] == pages[1] == render(small()).encode("utf-8")


def test_a_failed_write_leaves_the_last_page_whole(tmp_path: Path) -> None:
    target = tmp_path / "graph.html"
    write_html(small(), target)
    before = target.read_bytes()
    (tmp_path / f".{target.name}.tmp").write_text("of somebody else", encoding="utf-8")
    taken = tmp_path / "a folder"
    taken.mkdir()
    with pytest.raises(OutputError):
        write_html(small(), taken)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".graph.html.tmp", "a folder", "graph.html"]


def test_a_text_path_and_missing_folders_will_do(tmp_path: Path) -> None:
    write_html(small(), str(tmp_path / "mới" / "đồ thị.html"), title="Đồ thị của tôi")
    assert "<title>Đồ thị của tôi</title>" in (tmp_path / "mới" / "đồ thị.html").read_text(encoding="utf-8")


def test_what_cannot_be_shown_is_said_so() -> None:
    with pytest.raises(UsageError, match="'fr'"):
        render(small(), language="fr")
    with pytest.raises(UsageError, match="0"):
        render(small(), top=0)
    with pytest.raises(UsageError, match="Nobody"):
        subgraph_around(small(), "Nobody", 1)


@pytest.mark.slow
@given(cuts=some.lists(some.integers(0, 400_000), max_size=30))
@settings(max_examples=20, deadline=None)
def test_what_is_packed_does_not_depend_on_how_it_is_divided(cuts: list[int]) -> None:
    text = " ".join(f"Câu số {n * n % 9973} nói rằng {n}." for n in range(15_000)).encode("utf-8")
    places = [0, *sorted(cuts), len(text)]
    once, parts = packed([text]), Parts()
    with mock.patch("kg.explore.packed._AT_ONCE", 10_000):
        assert packed([text[a:b] for a, b in pairwise(places)], parts) == once
    assert gzip.decompress(base64.b64decode(once)) == text
    assert len(parts._asked) > 3


@pytest.mark.slow
@given(texts=some.lists(some.binary(max_size=300), max_size=9))
def test_what_is_packed_in_portions_is_what_they_make(texts: list[bytes]) -> None:
    parts = Parts()
    for made_from in (None, b"one", b"one"):
        portions = [Portion(str(n), made_from, partial(bytes, text)) for n, text in enumerate(texts)]
        pieces = [portion.piece(parts) for portion in portions]
        assert [piece.unpacked() for piece in pieces] == texts
        assert gzip.decompress(base64.b64decode("".join(packing(pieces)))) == b"".join(texts)


def test_long_lists_are_written_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    value = {"none": [], "some": list(range(7)), "rows": {"text": ["<a>", "b"], "one": [[1, 2], [3]]}, "end": "c"}
    monkeypatch.setattr("kg.explore.html.ROWS", 1)
    parts = list(json_parts(value))
    assert "".join(parts) == script_json(value)
    assert len(parts) > 20


@pytest.mark.slow
def test_a_large_page_is_packed() -> None:
    page = render(ring(1500))
    assert 'data-encoding="gzip"' in page
    assert len(json.loads(unpacked(page, "data"))["nodes"]["id"]) == 1500


def texts_in(page: str) -> list[str]:
    texts: list[str] = json.loads(unpacked(page, "texts") or "[]")
    return texts


def test_the_articles_texts_are_in_the_page_to_the_letter() -> None:
    graph = small()
    assert texts_in(render(graph)) == [article.text for article in graph.articles.values()]


def test_texts_stay_out_where_they_are_not_wanted_or_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts_in(render(small(), texts=False)) == []
    assert texts_in(repr_html(small()).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")) == []
    monkeypatch.setattr("kg.explore.texts.MAX_TEXTS", 1)
    assert html_of(small()).data["texts"] == "many"
    assert texts_in(render(small())) == []


def test_a_headline_that_nobody_gave_is_the_first_line_without_its_date() -> None:
    graph = small()
    text = f" date 2025-12-20 {'Từ ' * 50}\nDòng hai."
    untitled = replace(graph.articles["article-1"], title=None, text=text)
    graph = replace(graph, articles={**graph.articles, "article-1": untitled})
    (lead, none) = map(texts_of(graph).lead, graph.articles.values())
    assert lead.startswith("Từ Từ")
    assert lead.endswith("Từ …")
    assert len(lead) <= 112
    assert none == "", "it has a title"


@pytest.mark.slow
def test_the_command_line_leaves_texts_out_when_told(tmp_path: Path) -> None:
    article = tmp_path / "bài.txt"
    article.write_text("Tin\n\nCông ty Sao Mai mua lại Biển Xanh. Câu cuối không nói gì.\n", encoding="utf-8")
    found = {}
    for option in ("--texts", "--no-texts"):
        out = tmp_path / option
        done = CliRunner().invoke(app, ["build", str(article), "--out", str(out), "--fast", option])
        assert done.exit_code == 0, done.output
        found[option] = texts_in((out / "graph.html").read_text(encoding="utf-8"))
    assert found == {"--texts": [article.read_text(encoding="utf-8")], "--no-texts": []}


def test_classes_have_the_colours_of_the_ontology() -> None:
    model = load_model(data_dir())
    shown = {entry["id"]: entry["color"] for entry in html_of(small()).data["classes"]}
    assert shown["Company"] == "#0072b2"
    assert shown == {name: model.color(name) for name in shown}
    look = json.loads((HERE.parent / "kg" / "explore" / "look.json").read_text(encoding="utf-8"))["classes"]
    assert set(look) == {name for name, entry in model.classes.items() if entry.color}
    assert {key for entry in look.values() for key in entry} == {"shape", "dark"}


def test_a_class_without_a_colour_has_that_of_the_nearest_above_it() -> None:
    labels = Labels(parents={"Bank": ("Company",), "Company": ("Agent",)}, colors={"Company": "#0072b2"})
    assert (labels.color("Bank"), labels.color("Agent")) == ("#0072b2", None)


def test_text_that_utf8_cannot_hold_is_replaced_one_for_one() -> None:
    graph = small()
    entity = replace(graph.entities["Hue"], label="Hu\ud800ế")
    page = render(replace(graph, entities={**graph.entities, "Hue": entity}))
    assert "Hu\ufffdế" in page
    page.encode("utf-8")


def test_spans_are_within_the_sentence_and_names_are_found_where_there_are_none() -> None:
    rows, sentences = {}, {}
    for portion in html_of(small()).told:
        told = json.loads(portion.make())
        table = told["statements"]
        rows |= dict(zip(table["id"], table["spans"], strict=True))
        sentences |= {key: told["text"][text] for key, text in zip(table["id"], table["text"], strict=True)}

    def words(key: str) -> list[str]:
        spans = rows[key]
        return [sentences[key][spans[k] : spans[k + 1]] if spans[k] >= 0 else "" for k in (0, 2, 4)]

    assert words("st-2") == ["Sao Mai", "mua lại", "Biển Xanh"]
    assert words("st-3") == ["Ngân hàng Đà Giang", "", "Biển Xanh"]


def test_around_an_entity() -> None:
    graph = small()
    assert set(subgraph_around(graph, "Hue", 0).entities) == {"Hue"}
    near = subgraph_around(graph, "Hue", 1)
    assert set(near.statements) == {"st-6"}
    assert set(near.articles) == {"article-1", "article-2"}
    two = subgraph_around(graph, "Hue", 2)
    assert "Ngan_hang_Da_Giang" not in two.entities
    assert {"st-1", "st-2", "st-4", "st-5"} <= set(two.statements)
    assert "Le_Thi_Dao" in two.entities, "whoever says so keeps a name"
    assert set(two.conflicts) == {"conflict-1"}


def test_the_top_part_says_of_how_many(tmp_path: Path) -> None:
    graph = ring(60)
    top = most_connected(graph, 10)
    assert len(top.entities) == 10
    assert "E0" in top.entities
    data = html_of(graph, top=10).data
    assert (data["total"], len(data["nodes"]["id"])) == (60, 10)


def left(graph: Graph, article: str) -> tuple[object, ...]:
    """What of an article is in a part of a graph."""
    records = chain(graph.statements.values(), graph.claims.values(), graph.measurements.values())
    return tuple(one.id for one in records if one.article == article), graph.mentions.get(article)


def test_the_top_part_is_made_of_what_was_made_for_the_page_before(tmp_path: Path) -> None:
    graph = small()
    object.__setattr__(graph, "origins", {id_: id_.encode() for id_ in graph.articles})
    for most in range(1, len(graph.entities) - 1):
        top, more = most_connected(graph, most), most_connected(graph, most + 1)
        for id_ in top.articles:
            assert (top.origins[id_] == more.origins[id_]) == (left(top, id_) == left(more, id_))
        # What was made for the page before, of another part, is taken where it is the same, and only there.
        parts = Parts(tmp_path / "parts.bin", version="1")
        assert render(graph, top=most, parts=parts) == render(graph, top=most)
        parts.keep()


def test_the_command_line_writes_the_page_of_what_is_near_an_entity(tmp_path: Path) -> None:
    with (tmp_path / "graph.ttl").open("wb") as stream:
        exporter("ttl").write(small(), stream)
    page = tmp_path / "hue.html"
    done = CliRunner().invoke(
        app, ["view", str(tmp_path / "graph.ttl"), "--around", "Hue", "--depth", "1", "--out", str(page), "--no-open"]
    )
    assert done.exit_code == 0, done.output
    data = re.search(r'data-encoding="json">(.*?)</script>', page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert data
    assert json.loads(data[1])["nodes"]["id"] == ["Hue", "Sao_Mai"]


def test_an_empty_graph_has_a_page() -> None:
    assert "<main>" in render(subgraph_around(small(), "Ao_Ca", 0))


def test_a_notebook_gets_a_frame_that_can_do_nothing_to_it() -> None:
    frame = small()._repr_html_()
    assert frame == repr_html(small())
    sandbox = re.search(r'sandbox="([^"]*)"', frame)
    assert sandbox
    assert "allow-same-origin" not in sandbox[1]
    assert "<script" not in frame


def test_both_languages_say_the_same_things() -> None:
    vi, en = read_strings("vi"), read_strings("en")
    assert vi.keys() == en.keys()
    for key, text in vi.items():
        assert set(re.findall(r"\{(\w)\w+\}", text)) == set(re.findall(r"\{(\w)\w+\}", en[key])), key


def test_every_string_that_the_page_asks_for_exists() -> None:
    assets = Path(sys.modules["kg.explore"].__path__[0]) / "assets"
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(assets.rglob("*.j*")))
    quoted = set(re.findall(r"""["'`]([a-z]+(?:\.[a-z]+)+)(?=["'`$])""", code))
    prefixes = ("filters.", "view.", "table.", "modality.", "help.", "overview.", "count.", "fact.", "export.", "time.")
    strings = read_strings("vi")
    missing = {key for key in quoted if key.startswith(prefixes) and key not in strings}
    assert not missing


def test_pyvis_knows_nodes_and_edges_and_writes_the_same_page() -> None:
    written = network(small())
    assert [node["id"] for node in written.nodes] == list(small().entities)
    assert len(written.edges) == len(small().facts) and written.nodes[0]["x"] == written.data["nodes"]["x"][0]
    assert written.generate_html() == render(small())
