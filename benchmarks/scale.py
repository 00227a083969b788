"""What building, asking, serving and changing cost at several sizes, and how fast that grows.

    python benchmarks/scale.py SHARED [--sizes 1000 3000] [--default] [--against CHECKOUT] [--work FOLDER]

SHARED has ``articles/real.jsonl.gz``. Of that many distinct articles each size is the first ones; beyond them come
articles with names exchanged: in each further round through the file every rare name (a run of words that are hardly
ever written small, in less than a hundredth of the articles) gets other words, the same ones wherever it stands in that
round, so that linking has new names to resolve, while what many articles name stays what it is and meets again.

Prints a table of CPU seconds (of the whole command where no phase is named, its child processes among it) and MiB, one
column a size, and the exponent of the growth between the two largest sizes. ``--against`` measures another checkout of
kg (a ``git worktree`` of an older commit) in the same run, each line in turn.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
WORD = re.compile(r"\w+")
RUN = re.compile(r"\w+(?: \w+)*")
RARE = 0.01
#: The program, timed phase by phase from outside where the checkout does not tell its phases itself.
DRIVER = """
import json, os, resource, sys, time
import kg.building.outputs as outputs
import kg.building.pipeline as pipeline
taken = {}
def cpu():
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system
def timed(module, name, told):
    inner = getattr(module, name, None)
    def outer(*given, **named):
        start = cpu()
        try:
            return inner(*given, **named)
        finally:
            key = told(given)
            taken[key] = taken.get(key, 0) + cpu() - start
    if inner is not None:
        setattr(module, name, outer)
timed(pipeline, "_extracted", lambda given: "reading and extraction")
timed(pipeline, "link_explained", lambda given: "linking")
timed(outputs, "put", lambda given: given[0].name.removeprefix(".kg-new-"))
timed(outputs, "keep", lambda given: "store")
from kg.cli.main import main
code = main(sys.argv[2:])
rows = [{"name": name, "cpu": cost} for name, cost in taken.items()]
open(sys.argv[1], "w").write(json.dumps(rows))
sys.exit(code)
"""

#: What two workers cost, and what of it is their parent's, who reads the articles and takes what is found.
WORKERS = """
import os, sys
from itertools import islice
from pathlib import Path
from kg.articles import read_paths
from kg.building.extracting import extract_all
from kg.readers import Own
if __name__ == "__main__":
    before = os.times()
    for _ in extract_all(islice(read_paths([Path(sys.argv[1])]), 200), Own(fast=sys.argv[2] == "--fast"), jobs=2):
        pass
    after = os.times()
    own = after.user + after.system - before.user - before.system
    print(own, own + after.children_user + after.children_system)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--default", action="store_true", help="with the encoder, five times as slow")
    parser.add_argument("--against", type=Path)
    parser.add_argument("--work", type=Path, help="a folder that is kept, with its caches, for the next run")
    parser.add_argument(
        "--skip", nargs="*", default=[], help="lines that are not measured: query whole workers serve change"
    )
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp(prefix="kg-scale-"))
    options = [] if args.default else ["--fast"]
    checkouts = {"": HERE} | ({"before": args.against.resolve()} if args.against else {})
    found: dict[str, dict[int, dict[str, float]]] = {name: {} for name in checkouts}
    for size in sorted(args.sizes):
        source = work / f"{size}.jsonl"
        if not source.exists():
            work.mkdir(parents=True, exist_ok=True)
            rows = islice(distinct(args.shared / "articles" / "real.jsonl.gz"), size)
            source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        for name, folder in checkouts.items():
            measured = Checkout(folder, work / f"out{size}{name}", options, args.skip)
            found[name][size] = dict(measured.lines(source))
            told(found[name], name)
    if not args.work:
        shutil.rmtree(work)


def told(found: dict[int, dict[str, float]], name: str) -> None:
    """The table so far."""
    sizes = sorted(found)
    print(f"\n{name or 'this checkout'}\n| | {' | '.join(f'{size:,}' for size in sizes)} | exponent |")
    print(f"| --- |{' ---: |' * (len(sizes) + 1)}")
    for line in found[sizes[0]]:
        cells = [found[size].get(line) for size in sizes]
        grown = ""
        if len(sizes) > 1 and cells[-1] and cells[-2]:
            grown = f"{math.log(cells[-1] / cells[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"
        print(f"| {line} | {' | '.join('' if cell is None else f'{cell:.2f}' for cell in cells)} | {grown} |")
    sys.stdout.flush()


# articles


def distinct(path: Path) -> Iterator[dict[str, object]]:
    """The articles of a file, then the same with names exchanged, and so on without end; no two are alike."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    yield from rows
    exchanged = Exchange([row["text"] for row in rows])
    for turn in count(1):
        for row in rows:
            text, title = exchanged(row["text"], turn), row["title"] and exchanged(row["title"], turn)
            if text != row["text"]:
                yield {**row, "id": f"{row['id']}-{turn}", "title": title, "text": text}


class Exchange:
    """Rare names of some texts for others, made of the words of such names."""

    def __init__(self, texts: Sequence[str]) -> None:
        small, large = Counter[str](), Counter[str]()
        for text in texts:
            for word in WORD.findall(text):
                (large if word[:1].isupper() and len(word) > 1 else small)[word.casefold()] += 1
        self.names = {word for word, count in large.items() if not small[word] and word.isalpha()}
        articles = Counter(name for text in texts for name in {run for _, _, run in self.runs(text)})
        self.common = {name for name, count in articles.items() if count >= RARE * len(texts)}
        rare = {word for name in articles if name not in self.common for word in name.split()}
        self.kinds = [sorted(word for word in rare if kind_of(word) == kind) for kind in range(4)]
        self.place = {word: (kind, at) for kind, words in enumerate(self.kinds) for at, word in enumerate(words)}

    def runs(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where names are: runs of words that are hardly ever written small."""
        for found in RUN.finditer(text):
            start = None
            end = found.start()
            for word in WORD.finditer(text, found.start(), found.end()):
                is_name = word[0][:1].isupper() and word[0].casefold() in self.names
                if is_name and start is None:
                    start = word.start()
                if not is_name and start is not None:
                    yield start, end, text[start:end]
                    start = None
                end = word.end()
            if start is not None:
                yield start, end, text[start:end]

    def __call__(self, text: str, turn: int) -> str:
        parts, at = [], 0
        for start, end, name in self.runs(text):
            parts.append(text[at:start])
            parts.append(name if name in self.common else " ".join(self._word(w, turn) for w in name.split()))
            at = end
        return "".join([*parts, text[at:]])

    def _word(self, word: str, turn: int) -> str:
        if word not in self.place:
            return word
        kind, at = self.place[word]
        words = self.kinds[kind]
        return words[(at + turn * (len(words) // 7 + 1)) % len(words)]


def kind_of(word: str) -> int:
    """Words are exchanged for words of their kind: Vietnamese syllables are short, or have marks."""
    return 2 * word.isupper() + (word.isascii() and len(word) > 4)


# measuring


class Checkout:
    """One checkout of kg, asked for each line."""

    def __init__(self, folder: Path, out: Path, options: Sequence[str], skip: Sequence[str]) -> None:
        self.folder = folder
        self.out = out
        known = self._start("build", "--help", told=True).communicate()[0].decode("utf-8")
        # What came before the encoder has no --fast, and is as fast.
        self.options = [option for option in options if option in known]
        self.skip = set(skip)

    def lines(self, source: Path) -> Iterator[tuple[str, float]]:
        """Name and number of each line, measured one after another."""
        shutil.rmtree(self.out, ignore_errors=True)
        cpu, peak, phases = self.build(source)
        yield from phases.items()
        yield "the whole build", cpu
        yield "its peak memory, MiB", peak
        yield "of outputs and store, MiB on disk", self._disk()
        if "query" not in self.skip:
            yield "kg query 'ASK {}'", self.run("query", str(self.out), "ASK {}")[0]
            yield "kg explain", self.run("explain", str(self.out), "Hà Nội")[0]
        if "whole" not in self.skip:
            yield "kg validate", self.run("validate", str(self.out))[0]
            yield "kg export --format nt", self.run("export", str(self.out), "--format", "nt")[0]
        if "workers" not in self.skip:
            own, both = self.workers(source)
            yield "two workers, 200 articles: CPU seconds", both
            yield "two workers: the parent's part of them, %", 100 * own / both
        if "serve" not in self.skip:
            start, memory, wall = self.served()
            yield "kg serve: until it answers", start
            yield "kg serve: seconds until it answers", wall
            yield "kg serve: memory at most, MiB", memory
        if "change" not in self.skip:
            first, *rows = source.read_text(encoding="utf-8").splitlines(keepends=True)
            less = source.with_name(f"{source.stem}-less.jsonl")
            less.mkdir(exist_ok=True)
            (less / source.name).write_text("".join(rows), encoding="utf-8")
            self.build(less / source.name)
            cpu, _, phases = self.build(source)
            yield "one article added", cpu
            for name, cost in phases.items():
                yield f"one article added: {name}", cost
            gone = f"{source.name}#{json.loads(first)['id']}"
            yield "kg remove of one article", self.run("remove", gone, "--out", str(self.out))[0]

    def build(self, source: Path) -> tuple[float, float, dict[str, float]]:
        """CPU seconds, MiB at most, and CPU seconds of each phase."""
        told = self.out.with_suffix(".json")
        arguments = ["build", str(source), "--out", str(self.out), "--jobs", "1", *self.options]
        cpu, peak = self.run(*arguments, code=[DRIVER, str(told)])
        own = self.out / ".kg-phases.json"
        rows = json.loads((own if own.exists() else told).read_text(encoding="utf-8"))
        return cpu, peak, {row["name"]: row["cpu"] for row in rows}

    def run(self, *arguments: str, code: Sequence[str] = ()) -> tuple[float, float]:
        """CPU seconds and MiB of a command."""
        process = self._start(*arguments, code=code)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status):
            sys.exit(f"kg {' '.join(arguments)} failed in {self.folder}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

    def workers(self, source: Path) -> tuple[float, float]:
        """CPU seconds of the parent of two workers, and of all three."""
        script = self.out.with_suffix(".py")
        script.write_text(WORKERS, encoding="utf-8")  # a worker that is spawned imports it
        told = subprocess.run(
            [sys.executable, str(script), str(source), *(self.options or ["--default"])],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
        )
        own, both = map(float, told.stdout.split())
        return own, both

    def _start(self, *arguments: str, code: Sequence[str] = (), **options: object) -> subprocess.Popen[bytes]:
        script = list(code) or ["import sys; from kg.cli.main import main; sys.exit(main(sys.argv[1:]))"]
        return subprocess.Popen(
            [sys.executable, "-c", *script, *arguments],
            stdout=subprocess.PIPE if options else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            cwd=self.folder,
        )

    def served(self) -> tuple[float, float, float]:
        """CPU seconds and seconds until the address is told, and MiB of all its processes then."""
        start, port = time.monotonic(), 20_000 + os.getpid() % 20_000
        process = self._start("serve", str(self.out), "--port", str(port), told=True)
        assert process.stdout is not None
        process.stdout.readline()
        wall = time.monotonic() - start
        ids = [process.pid, *_children(process.pid)]
        cpu = sum(_cpu(pid) for pid in ids)
        memory = sum(_peak(pid) for pid in ids)
        process.send_signal(signal.SIGTERM)
        process.wait()
        process.stdout.close()
        return cpu, memory, wall

    def _disk(self) -> float:
        return sum(path.stat().st_size for path in self.out.rglob("*") if ".kg-cache" not in path.parts) / 2**20


def _children(pid: int) -> list[int]:
    return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
