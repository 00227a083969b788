"""A build in parts, on a cluster, or again and again: the bytes of one build of all the articles."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_incremental import OUTPUTS, TEXTS, put

from kg.building import build_to
from kg.building.shards import extract_to, link_to
from kg.building.watching import watching
from kg.errors import FailureError, UsageError


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles, one of no language that is read, and the build of them."""
    folder = tmp_path_factory.mktemp("whole")
    texts = {f"{n % 2}/{n}.txt": text for n, text in enumerate(TEXTS)} | {"1/9.txt": "This is English."}
    put(folder / "in", texts)
    build_to(folder / "in", folder / "out", fast=True)
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


@pytest.mark.slow
def test_shards_make_what_one_build_makes(whole: Path, tmp_path: Path) -> None:
    for n in (1, 0):
        extract_to(whole / "in" / str(n), tmp_path / f"s{n}", below=whole / "in", fast=True)
    link_to([tmp_path / "s1", tmp_path / "s0"], tmp_path / "out")
    assert outputs(tmp_path / "out") == outputs(whole / "out")


@pytest.mark.slow
def test_a_shard_that_was_killed_goes_on(whole: Path, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom kg.building.shards import extract_to\n"
        "seen = []\n"
        "def told(source):\n"
        "    seen.append(source)\n"
        "    if len(seen) == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "extract_to(sys.argv[1], sys.argv[2], fast=True, progress=told)\n"
    )
    arguments = [sys.executable, "-c", code, str(whole / "in"), str(tmp_path / "s")]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    with pytest.raises(UsageError, match="broken off"):
        link_to([tmp_path / "s"], tmp_path / "out")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "s" / ".kg-cache").glob("??/*")}
    assert len(kept) == 3
    extract_to(whole / "in", tmp_path / "s", fast=True)
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())
    link_to([tmp_path / "s"], tmp_path / "out")
    assert outputs(tmp_path / "out") == outputs(whole / "out")


@pytest.mark.slow
def test_shards_that_do_not_fit_are_refused(whole: Path, tmp_path: Path) -> None:
    for n in (0, 1):
        extract_to(whole / "in" / "0", tmp_path / f"s{n}", fast=True)
    with pytest.raises(UsageError, match=r"0\.txt is in .*s0 and in .*s1"):
        link_to([tmp_path / "s0", tmp_path / "s1"], tmp_path / "out")
    extract_to(whole / "in" / "1", tmp_path / "s1", fast=True, gazetteer=False)
    with pytest.raises(UsageError, match="unlike options"):
        link_to([tmp_path / "s0", tmp_path / "s1"], tmp_path / "out")
    for path in (tmp_path / "s0" / ".kg-cache").glob("??/*"):
        path.write_bytes(b"rubbish")
    with pytest.raises(UsageError, match="damaged"):
        link_to([tmp_path / "s0"], tmp_path / "out")


@pytest.mark.slow
def test_an_engine_that_there_is_not(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no engine 'spark'"):
        build_to(whole / "in", tmp_path, fast=True, engine="spark")
    with pytest.raises(FailureError, match="No dask scheduler"):
        build_to(whole / "in", tmp_path, fast=True, engine="dask://127.0.0.1:1")


CLUSTER = """
import os, signal, sys
from pathlib import Path
from kg.building import build_to, cluster

def main():
    cluster.BATCH = 1
    killed = []
    def kill(source):
        if killed or sys.argv[3] == "no":
            return
        for child in (pid for told in Path("/proc/self/task").glob("*/children") for pid in told.read_text().split()):
            if b"from multiprocessing.spawn" in open(f"/proc/{child}/cmdline", "rb").read():
                killed.append(child)
                os.kill(int(child), signal.SIGKILL)
                return
    build_to(sys.argv[1], sys.argv[2], fast=True, cache=False, jobs=2, engine="dask", progress=kill)
    print(len(killed))

if __name__ == "__main__":
    main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("kill", ["no", "yes"])
def test_a_cluster_makes_what_one_process_makes_though_a_worker_dies(whole: Path, tmp_path: Path, kill: str) -> None:
    pytest.importorskip("distributed")
    script = tmp_path / "script.py"
    script.write_text(CLUSTER, encoding="utf-8")
    arguments = [sys.executable, str(script), str(whole / "in"), str(tmp_path / "out"), kill]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(arguments, capture_output=True, text=True, timeout=300, env=environment)
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout.split()[-1] == str(int(kill == "yes"))
    assert outputs(tmp_path / "out") == outputs(whole / "out")


def test_watching_tells_of_what_has_settled(tmp_path: Path) -> None:
    put(tmp_path / "in", {"a.txt": "a"})
    steps = iter(
        [
            lambda: None,
            lambda: put(tmp_path / "in", {"b.txt": "b"}),
            lambda: put(tmp_path / "in", {"b.txt": "longer"}),
            lambda: None,
            lambda: (tmp_path / "in" / "a.txt").unlink(),
            lambda: None,
            lambda: (tmp_path / "merges.csv").write_text("x", encoding="utf-8"),
            lambda: None,
        ]
    )
    waits: list[int] = [0]

    def wait(_: float) -> None:
        waits[0] += 1
        next(steps)()

    told = []
    try:
        for _ in watching([tmp_path / "in"], beside=[tmp_path / "merges.csv"], wait=wait):
            told.append(waits[0])
    except RuntimeError:  # no steps are left
        pass
    assert told == [0, 4, 6, 8]
