"""Two hundred clients for half a minute: answers or clear refusals, no more memory, and then as before."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from graphs import corpus_graph
from test_stores import free_port

from kg.export import write_file

pytestmark = pytest.mark.slow

CLIENTS = 200
SECONDS = 30
PATHS = (
    "/sparql?query=SELECT%20?s%20?o%20%7B%20?s%20kg:uses%20?o%20%7D",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20?n)%20%7B%20?s%20?p%20?o%20%7D",
    "/search?q=nvidia",
    "/resource/Nvidia",
    "/sparql?query=SELECT%20*%20%7B%20?a%20?b%20?c%20.%20?d%20?e%20?f%20.%20?g%20?h%20?i%20FILTER(?a%20=%20?i)%20%7D",
)


def megabytes(pid: int) -> float:
    """Resident memory of a process and its children."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    sizes: list[float] = []
    for each in (str(pid), *children):
        status = Path("/proc", each, "status")
        if status.exists():
            lines = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
            sizes.extend(int(line.split()[1]) / 1024 for line in lines)
    return sum(sizes)


async def hammer(base: str) -> Counter[object]:
    """The statuses of all that the clients asked; the name of the error where a connection failed."""
    seen: Counter[object] = Counter()
    end = time.monotonic() + SECONDS

    async def client(number: int) -> None:
        async with httpx.AsyncClient(base_url=base, timeout=60) as http:
            turn = number
            while time.monotonic() < end:
                # one request in forty never ends by itself
                path = PATHS[-1] if turn % 40 == 0 else PATHS[turn % (len(PATHS) - 1)]
                turn += 1
                try:
                    seen[(await http.get(path)).status_code] += 1
                except httpx.HTTPError as error:
                    seen[type(error).__name__] += 1

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return seen


def test_many_clients_for_long(tmp_path: Path) -> None:
    write_file(corpus_graph(), "ttl", tmp_path / "graph.ttl")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-c",
        "import sys; from kg.cli.main import main; sys.exit(main())",
        "serve",
        str(tmp_path),
        "--port",
        str(port),
        "--timeout",
        "2",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{base}/search?q=x")
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        for path in PATHS[:-1]:
            assert httpx.get(base + path, timeout=30).status_code == 200
        before = megabytes(process.pid)
        # In a thread of its own: a browser test before this one may keep a loop running in ours.
        with ThreadPoolExecutor(1) as pool:
            seen = pool.submit(lambda: asyncio.run(hammer(base))).result()
        time.sleep(3)
        after = megabytes(process.pid)
        assert set(seen) <= {200, 429, 503}, seen
        assert seen[200] > 200, seen
        assert after - before < 150, (before, after, seen)
        for path in PATHS[:-1]:
            assert httpx.get(base + path, timeout=30).status_code == 200
    finally:
        process.terminate()
        process.wait(timeout=30)
