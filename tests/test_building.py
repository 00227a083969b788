"""From paths to a graph and its files: whole, the same every time, whatever goes wrong."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest
from filelock import FileLock

import kg
from kg.building import build_to
from kg.building.extracting import extract_all
from kg.building.outputs import locked, write_all
from kg.errors import ArticleError, FailureError, InputError, OutputError, UsageError
from kg.graph import Graph
from kg.records import Article, Extraction

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds/articles"
FILES = {"graph.ttl", "graph.html", "statements.jsonl", "report.json", "linking.json"}
EMPTY = Graph(articles={}, entities={}, statements={})


def article(number: int, text: str = "Airbnb dùng Qwen.") -> Article:
    return Article(id=f"article-{number}", source=f"{number}.txt", text=text)


class Fragile:
    """A reader for tests: some articles kill their process."""

    name = "fragile"

    def extract(self, article: Article) -> Extraction:
        if "chết" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hỏng" in article.text:
            raise ValueError("it is said to")
        return Extraction(article=article)


@pytest.mark.slow
def test_graph_of_the_seeds() -> None:
    graph = kg.build(SEEDS)
    assert sorted(a.source for a in graph.articles.values()) == ["000_0af406b5297e3c0c.txt", "001_13ec9210f1f92d7b.txt"]
    assert {"Qwen", "Meta", "DeepSeek"} <= {entity.label for entity in graph.entities.values()}


def test_importing_kg_is_cheap() -> None:
    script = "import sys, kg; print(sorted({'spacy', 'networkx', 'pydantic', 'click'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_failed_extractions_take_nothing_else_with_them(jobs: int) -> None:
    given: list[Article | ArticleError] = [
        article(n, "hỏng" if n in (3, 4) else "Airbnb dùng Qwen.") for n in range(12)
    ]
    given.insert(5, ArticleError("x.txt", "is empty."))
    found = list(extract_all(given, Fragile(), jobs=jobs))
    assert [o.source if isinstance(o, ArticleError) else o.article.source for o in found] == [a.source for a in given]
    errors = [o for o in found if isinstance(o, ArticleError)]
    assert [e.source for e in errors] == ["3.txt", "4.txt", "x.txt"]
    assert "its extraction failed" in errors[0].message and errors[0].remedy


@pytest.mark.slow
def test_dying_processes_take_only_their_article_with_them() -> None:
    given = [article(n, "chết" if n in (0, 7, 8, 29) else "Airbnb dùng Qwen.") for n in range(30)]
    found = list(extract_all(given, Fragile(), jobs=2))
    assert [o.source if isinstance(o, ArticleError) else o.article.source for o in found] == [a.source for a in given]
    errors = [o for o in found if isinstance(o, ArticleError)]
    assert [e.source for e in errors] == ["0.txt", "7.txt", "8.txt", "29.txt"]
    assert "died" in errors[0].message


def test_files_and_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").touch()
    text = "Airbnb sử dụng Qwen của Alibaba từ năm 2024. Alibaba và Airbnb là đối thủ."
    (tmp_path / "in/good.txt").write_text(text, encoding="utf-8")
    seen: list[str] = []
    built = build_to(tmp_path / "in", tmp_path / "out", fast=True, progress=seen.append)
    assert seen == ["empty.txt", "good.txt"]
    assert {path.name for path in built.files} == FILES
    report = json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))
    assert report["skipped"] == [
        {"source": "empty.txt", "reason": "is empty.", "remedy": "Leave it out, or fill in its text."}
    ]
    assert report["counts"]["articles"] == report["articles"] == 1
    assert report["counts"]["statements"] == len(built.graph.statements) == sum(report["relations"].values())
    # Three entities, two of them named twice.
    assert (report["counts"]["entities"], report["counts"]["mentions"]) == (3, 5)
    assert report["versions"]["kg"] == kg.__version__
    for name, output in report["outputs"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == output["sha256"]
    assert str(tmp_path) not in (tmp_path / "out/report.json").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in (tmp_path / "out/statements.jsonl").read_text("utf-8").splitlines()]
    assert sorted(row["id"] for row in rows) == list(built.graph.statements)
    assert all(row["evidence"] and row["source"] == "good.txt" for row in rows)


@pytest.mark.slow
def test_same_bytes_whatever_the_hash_seed_the_jobs_and_the_order(tmp_path: Path) -> None:
    articles = sorted((ROOT / "tests/corpus/articles").glob("*.txt"))[:12]
    assert len(articles) == 12
    paths = [SEEDS, *articles]
    runs = [("0", "1", paths), ("1", "2", paths[::-1])]
    outputs = []
    for number, (seed, jobs, given) in enumerate(runs):
        out = tmp_path / str(number)
        subprocess.run(
            [sys.executable, "-m", "kg", "build", *map(str, given), "--out", str(out), "--jobs", jobs],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        outputs.append({name: (out / name).read_bytes() for name in FILES})
    assert outputs[0] == outputs[1]


def test_wrong_options_and_paths() -> None:
    with pytest.raises(UsageError, match="not a base IRI"):
        kg.build(SEEDS, base_iri="example.org")
    with pytest.raises(UsageError, match="not a date"):
        kg.build(SEEDS, date="20/12/2025")
    with pytest.raises(UsageError, match="from 1"):
        kg.build(SEEDS, jobs=0)
    with pytest.raises(UsageError, match="No path"):
        kg.build([])
    with pytest.raises(InputError, match=r"missing\.txt: does not exist"):
        kg.build("missing.txt")


def test_nothing_to_build_leaves_the_last_build(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").touch()
    (tmp_path / "graph.ttl").write_text("last")
    with pytest.raises(FailureError, match=r"empty.txt: is empty\."):
        build_to(tmp_path / "in", tmp_path)
    assert (tmp_path / "graph.ttl").read_text() == "last"


def test_fail_fast_raises_the_first_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(ArticleError, match="is empty") as caught:
        kg.build([SEEDS, tmp_path / "a.txt"], keep_going=False)
    assert caught.value.source.endswith("/a.txt")


def test_all_files_are_replaced_or_none(tmp_path: Path) -> None:
    def whole(_: Graph, stream: BinaryIO) -> None:
        stream.write(b"new")

    def full(_: Graph, stream: BinaryIO) -> None:
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old")
    with pytest.raises(OutputError, match="No space left"):
        write_all(EMPTY, tmp_path, lambda _: b"{}", outputs={"a": whole, "b": full})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}
    write_all(EMPTY, tmp_path, lambda digests: json.dumps(sorted(digests)).encode(), outputs={"a": whole, "b": whole})
    shown = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert shown == {"a": b"new", "b": b"new", "report.json": b'["a", "b"]'}


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("old")
    script = (
        "import os, signal, sys; from pathlib import Path; from kg.building.outputs import locked, write_all\n"
        "from kg.graph import Graph; folder = Path(sys.argv[1])\n"
        "def die(graph, stream): stream.write(b'x'); stream.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
        "with locked(folder): write_all(Graph(articles={}, entities={}, statements={}), folder, None, "
        "outputs={'graph.ttl': die})"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob(".kg-new-*"))) == 1
    with locked(tmp_path):
        assert not list(tmp_path.glob(".kg-new-*"))
    assert (tmp_path / "graph.ttl").read_text() == "old"


def test_two_builds_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with FileLock(tmp_path / ".kg-build.lock"), pytest.raises(OutputError, match="Another build"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_out_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="out cannot be written: File exists"):
        build_to(SEEDS, tmp_path / "out", fast=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_build_that_is_stopped_leaves_no_process_and_no_file(tmp_path: Path, number: int, code: int) -> None:
    text = (SEEDS / "001_13ec9210f1f92d7b.txt").read_text(encoding="utf-8")
    lines = "\n".join(json.dumps({"id": n, "text": text}) for n in range(2000))
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "--fast", "many.jsonl", "--out", "out", "--jobs", "2"]
    # A shell starts what runs in its background with SIGINT ignored.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heard) as build:
        cache = tmp_path / "out/.kg-cache"
        wait_until(lambda: cache.is_dir() and any(cache.rglob("*.json")), seconds=120)
        children = [int(pid) for pid in Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()]
        assert len(children) >= 2
        build.send_signal(number)
        assert build.wait(timeout=60) == code
        assert b"Traceback" not in (build.stderr.read() if build.stderr and number != signal.SIGKILL else b"")
    wait_until(
        lambda: (
            not any(
                Path(f"/proc/{pid}/cmdline").is_file() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children
            )
        ),
        seconds=30,
    )
    assert not [path for path in (tmp_path / "out").iterdir() if not path.name.startswith(".kg-")]
    assert not list((tmp_path / "out").glob(".kg-new-*"))


def wait_until(done: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
def test_every_kind_of_bad_input_is_in_the_report_and_the_facts_of_others_in_the_graph(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = "Airbnb sử dụng Qwen của Alibaba từ năm 2024. Meta sở hữu WhatsApp."
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 40,
        "english.txt": b"The company said on Monday that it has bought the maker of the model for a lot of money.",
        "line.txt": good.encode() * 80_000,
        "menu.html": b"<html><body><p></p></body></html>",
        "photo.png": b"\x89PNG\r\n\x1a\n",
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    (folder / "lines.jsonl").write_text(
        '{broken\n{"id": 1}\n' + json.dumps({"id": "good", "text": good}) + "\n", encoding="utf-8"
    )
    (folder / "good.txt").write_text(good, encoding="utf-8")
    assert (folder / "line.txt").stat().st_size > 5_000_000
    built = build_to([folder, tmp_path / "missing"], tmp_path / "out", fast=True)
    assert {skipped.source for skipped in built.report.skipped} == {
        *bad,
        "lines.jsonl#line-1",
        "lines.jsonl#line-2",
        str(tmp_path / "missing"),
    }
    assert all(skipped.reason and skipped.remedy for skipped in built.report.skipped)
    assert {article.source for article in built.graph.articles.values()} == {"good.txt", "lines.jsonl#good"}
    assert {"Airbnb", "Qwen"} <= {entity.label for entity in built.graph.entities.values()}
