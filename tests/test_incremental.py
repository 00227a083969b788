"""A build again, with an article more, less or changed, is the build anew: the same bytes, whatever came before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import kg.articles.reading as reading
import kg.explore.layout as layout
import kg.explore.packed as packed
import kg.export.ttl as ttl
import kg.linking.outline as outline
from kg.building import build_to, remove
from kg.errors import UsageError
from kg.ontology.ontology import Ontology
from kg.store.kept import kept

TEXTS = [
    "DeepSeek ra mắt mô hình R1 vào tháng 1/2025. Công ty có trụ sở tại Hàng Châu.",
    "DeepSeek tung ra mô hình DeepSeek-R1 vào cuối năm 2024, ông Lê Văn Tám cho biết.",
    "Airbnb sử dụng Qwen của Alibaba. “Chúng tôi dùng Qwen”, CEO Brian Chesky nói.",
    "Tập đoàn Alibaba không hợp tác với Velmora. Doanh thu của Alibaba đạt 2,3 tỷ USD năm 2024.",
    "Bà Nguyễn Thị Hoa là CEO của Velmora AI. Velmora AI hợp tác với Alibaba.",
    "Ông Trần An là CEO của Velmora AI từ năm 2025, theo Reuters.",
]
NAMES = ["a.txt", "b.txt", "c/d.txt", "é.txt"]
STEPS = some.lists(
    some.tuples(
        some.sampled_from(["put", "put", "delete", "remove", "forget"]),
        some.sampled_from(NAMES),
        some.sampled_from(TEXTS),
    ),
    min_size=1,
    max_size=5,
)
OUTPUTS = ["graph.html", "graph.ttl", "linking.json", "report.json", "statements.jsonl"]


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


def stored(folder: Path) -> set[str]:
    """What the kept store says, without blank nodes, which the vocabulary alone has."""
    found = kept(folder, Ontology.load())
    assert found is not None
    triples = (str(quad.triple) for quad in ox.Store.read_only(str(found.rdf)))
    return {triple for triple in triples if "_:" not in triple}


def put(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def entries(out: Path) -> dict[str, int]:
    """When each entry of the cache was written."""
    return {path.name: path.stat().st_mtime_ns for path in (out / ".kg-cache").glob("??/*")}


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_any_sequence_of_changes_ends_in_the_bytes_of_a_full_build(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("build")
    articles = put(folder / "in", {"always.txt": TEXTS[0]})
    build_to(articles, folder / "out", fast=True)
    for number, (action, name, text) in enumerate(steps):
        path = articles / name
        there = path.exists()
        if action == "put":
            put(articles, {name: text})
        elif action == "forget":
            (folder / "out" / ".kg-cache" / "parts.bin").unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
        if action == "remove" and there:
            remove(name, folder / "out")
        else:
            build_to(articles, folder / "out", fast=True)
        build_to(articles, folder / f"full{number}", cache=False, fast=True)
        assert outputs(folder / "out") == outputs(folder / f"full{number}")
        assert stored(folder / "out") == stored(folder / f"full{number}")


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    articles = put(tmp_path / "in", dict(zip(NAMES, TEXTS, strict=False)))
    build_to(articles, tmp_path / "out", fast=True)
    before = entries(tmp_path / "out")
    put(articles, {"a.txt": TEXTS[4], "new.txt": TEXTS[5]})
    (articles / "b.txt").unlink()
    build_to(articles, tmp_path / "out", fast=True)
    after = entries(tmp_path / "out")
    assert len(before) == 4
    assert len(after) == 4
    assert len(set(before.items()) & set(after.items())) == 2


def test_what_was_made_of_an_article_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = " ".join(TEXTS)
    articles = put(tmp_path / "in", {"a.txt": long, "b.txt": TEXTS[2], "c.txt": "Nothing but English words in here."})
    build_to(articles, tmp_path / "out", fast=True)
    put(articles, {"d.txt": "Bà Lê Thị Năm là giám đốc của Oriolis."})
    made: list[tuple[str, int]] = []
    piece = ttl._piece

    def noted(name: str, make: Callable[..., Any], *given: Any) -> Any:
        made.append((name, sum(map(len, given[0])) if name == "_deflated" else len(given[0])))
        return make(*given)

    monkeypatch.setattr(ttl, "_piece", lambda *given: made.append(("_piece", 0)) or piece(*given))
    for module, name in ((reading, "cleaned"), (outline, "sketch_of"), (layout, "_component"), (packed, "_deflated")):
        monkeypatch.setattr(module, name, partial(noted, name, getattr(module, name)))
    built = build_to(articles, tmp_path / "out", fast=True)
    sizes = [len(component) for component in nx.weakly_connected_components(built.graph.network)]
    assert max(sizes) > 2
    assert [name for name, _ in made].count("_piece") == 2  # the new article and the entities, which are few
    assert max((size for name, size in made if name == "_component"), default=0) <= 2
    assert [name for name, _ in made].count("cleaned") == 1
    assert [name for name, _ in made].count("sketch_of") == 1
    assert max(size for name, size in made if name == "_deflated") < 100_000  # not the page's scripts
    assert [skipped.source for skipped in built.report.skipped] == ["c.txt"]


@pytest.mark.slow
def test_another_option_reads_everything_again(tmp_path: Path) -> None:
    articles = put(tmp_path / "in", {"a.txt": TEXTS[2]})
    build_to(articles, tmp_path / "out", fast=True)
    before = entries(tmp_path / "out")
    build_to(articles, tmp_path / "out", gazetteer=False, fast=True)
    assert set(before).isdisjoint(entries(tmp_path / "out"))


def test_a_damaged_entry_is_redone(tmp_path: Path) -> None:
    articles = put(tmp_path / "in", dict(zip(NAMES, TEXTS, strict=False)))
    build_to(articles, tmp_path / "out", fast=True)
    whole = outputs(tmp_path / "out")
    broken = sorted((tmp_path / "out" / ".kg-cache").glob("??/*.json"))[0]
    entry = broken.read_bytes()
    broken.write_bytes(entry[:-20])
    build_to(articles, tmp_path / "out", fast=True)
    assert outputs(tmp_path / "out") == whole
    assert broken.read_bytes() == entry


def test_removing_says_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no build"):
        remove("a.txt", tmp_path / "out")
    build_to(put(tmp_path / "in", {"a.txt": TEXTS[0]}), tmp_path / "out", fast=True)
    with pytest.raises(UsageError, match=r"has no article b\.txt"):
        remove("b.txt", tmp_path / "out")
    with pytest.raises(UsageError, match="No article would be left"):
        remove("a.txt", tmp_path / "out")


def test_removing_needs_the_whole_cache(tmp_path: Path) -> None:
    build_to(put(tmp_path / "in", {"a.txt": TEXTS[0], "b.txt": TEXTS[1]}), tmp_path / "out", fast=True)
    whole = outputs(tmp_path / "out")
    for path in (tmp_path / "out" / ".kg-cache").glob("??/*.json"):
        path.write_bytes(b"rubbish")
    with pytest.raises(UsageError, match="cache is damaged"):
        remove("a.txt", tmp_path / "out")
    assert outputs(tmp_path / "out") == whole


@pytest.mark.slow
def test_decisions_hold_in_every_build(tmp_path: Path) -> None:
    articles = put(tmp_path / "in", {"a.txt": TEXTS[0], "b.txt": TEXTS[1]})
    merges = tmp_path / "merges.csv"
    merges.write_text("action,a,b,who,why\nlabel,DeepSeek,Deep Seek,Hà,thử\n", encoding="utf-8")
    for _ in range(2):
        assert "Deep_Seek" in build_to(articles, tmp_path / "out", merges=merges, fast=True).graph.entities
    assert "Deep_Seek" in remove("b.txt", tmp_path / "out", merges=merges).graph.entities


KILLER = """
import json, os, random, signal, sys, time
from pathlib import Path
from kg.building import build_to

folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
out, texts = folder / "out", [folder / "one", folder / "two"]
build_to(texts[1], folder / "warm", fast=True)
build_to(texts[0], out, fast=True)
dice, killed, start = random.Random(3), 0, time.monotonic()
build_to(texts[0], folder / "timed", cache=False, fast=True)
takes = time.monotonic() - start
def now():
    return {name: (out / name).read_bytes() for name in sys.argv[3:]}
good = []
for text in texts:
    build_to(text, out, fast=True)
    good.append(now())
for turn in range(rounds):
    child = os.fork()
    if child == 0:
        build_to(texts[turn % 2], out, fast=True)
        os._exit(0)
    time.sleep(dice.uniform(0, 1.3 * takes))
    os.kill(child, signal.SIGKILL)
    killed += os.waitpid(child, 0)[1] == signal.SIGKILL
    for name, content in now().items():
        assert content in (good[0][name], good[1][name]), (turn, name)
    if turn % 5 == 4:
        build_to(texts[turn % 2], out, fast=True)
        assert now() == good[turn % 2], turn
        left = [path.name for path in out.rglob("*") if path.name.endswith(".part") or ".kg-new-" in path.name]
        assert left == [], left
print(json.dumps({"killed": killed}))
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_last_build_whole_and_the_next_one_works(tmp_path: Path) -> None:
    put(tmp_path / "one", dict(zip(NAMES, TEXTS, strict=False)))
    put(tmp_path / "two", {"a.txt": TEXTS[4], "e.txt": TEXTS[5], "f.txt": TEXTS[1] + "\n" + TEXTS[3]})
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(tmp_path), "50", *OUTPUTS],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["killed"] >= 20
