"""Killed at any moment while asking, and started again: what was answered and kept is not asked again.

What was on its way, or had come but was not kept yet, cannot be told from what was never answered: it is asked again,
at most one question for each that may be on its way at a time. Counted by the server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openai")

from endpoint import Reply, asked_text, playing
from reading import TEXTS, careful, put_articles, text_of

ROOT = Path(__file__).parents[1]
#: sanvo.txt is asked about twice, since the first answer is of no use.
TIMES = {name: 2 if name == "sanvo.txt" else 1 for name in TEXTS}
#: Where it is killed, and how many questions may be asked again then when one is on its way at a time.
MOMENTS = {
    "before the question": 0,
    "on its way": 1,
    "answered, not kept": 1,
    "half written": 1,
    "written, not in place": 1,
    "kept": 0,
    "between articles": 0,
}

#: Asks about the articles in a child that kills itself at the n-th time that a moment comes, for n = 1, 2, …, as long
#: as it comes; then again in one that does not. Tells what was kept in between.
SCRIPT = """
import json, os, signal, sys, threading, time
from pathlib import Path

import kg.files.whole, kg.readers.llm, openai
from kg.articles import read_paths
from kg.readers import Own
from kg.readers.llm import Endpoint, Llm, asking, client, store

url, folder, moment, parallel = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
articles = list(read_paths([folder / "in"]))
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
left = 0

def counted(function, before=None, after=None):
    def call(*given, **named):
        if before and comes():
            before(*given)
        result = function(*given, **named)
        if after and comes():
            after()
        return result
    return call

lock = threading.Lock()

def comes():
    global left
    with lock:
        left -= 1
        return left == 0

def when_it_is_there(*_):
    def watch():
        while not (folder / "arrived").exists():
            time.sleep(0.01)
        die()
    threading.Thread(target=watch, daemon=True).start()

def half(path, content, sync=False):
    if path.suffix == ".part" and comes():
        path.write_bytes(content[: len(content) // 2])
        die()
    return whole(path, content, sync=sync)

def torn(path, content, sync=False):
    done = whole(path, content, sync=sync)
    if path.suffix == ".part" and comes():
        die()
    return done

whole = kg.files.whole.put
def patch(number):
    global left
    left = number
    if moment == "before the question":
        client.Client._asked = counted(client.Client._asked, before=lambda *_: die())
    elif moment == "on its way":
        client.Client._asked = counted(client.Client._asked, before=when_it_is_there)
    elif moment == "answered, not kept":
        client.Client._asked = counted(client.Client._asked, after=die)
    elif moment == "half written":
        kg.files.whole.put = half
    elif moment == "written, not in place":
        kg.files.whole.put = torn
    elif moment == "kept":
        store.Store.put = counted(store.Store.put, after=die)
    else:
        asking._Asker.ask = counted(asking._Asker.ask, after=die)

def reader(number, **fields):
    return Llm(own=Own(), model=f"{moment} {number}", answers=folder / f"answers-{number}", **fields)

def kept(number):
    records = {article.source: reader(number).question(article).record for article in articles}
    return {source: sum(len(part.tries) for part in record.parts) for source, record in records.items()}

def run(number, killed):
    child = os.fork()
    if child == 0:
        if killed:
            patch(number)
        where = Endpoint(url=url, parallel=parallel)
        reader(number, endpoint=where).prepare(articles)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

kept(0)  # Loads all that children need.
told, number = [], 0
while True:
    number += 1
    (folder / "arrived").unlink(missing_ok=True)
    if run(number, True) == 0:
        break
    told.append(kept(number))
    (folder / f"again-{number}").touch()
    again = run(number, False)
    assert again == 0, again
print(json.dumps(told))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "parallel"), [*((moment, 1) for moment in MOMENTS), ("on its way", 3), ("answered, not kept", 3)]
)
def test_killed_at_any_moment_it_asks_nothing_again_that_was_kept(tmp_path: Path, moment: str, parallel: int) -> None:
    put_articles(tmp_path / "in")
    plain = careful({"sanvo.txt": [Reply(text="Sorry?"), Reply(text=text_of("sanvo.txt"))]})
    names = {text: name for name, text in TEXTS.items()}
    first: dict[int, Counter[str]] = {}
    second: dict[int, Counter[str]] = {}

    def script(body: Mapping[str, Any], _: int) -> Reply:
        number, text = int(body["model"].rsplit(" ", 1)[1]), asked_text(body)
        asked = (second if (tmp_path / f"again-{number}").exists() else first).setdefault(number, Counter())
        asked[names[text]] += 1
        if moment == "on its way" and asked.total() == number and number not in second:
            (tmp_path / "arrived").touch()
            return Reply(delay=1.0, status=500)
        return plain(body, sum(times.get(number, Counter())[names[text]] for times in (first, second)) - 1)

    with playing(script) as endpoint:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, endpoint.url, str(tmp_path), moment, str(parallel)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # It came at every question, or at every article.
    assert len(told) == (3 if moment == "between articles" else 4)
    for number, kept in enumerate(told, start=1):
        before, after = first.get(number, Counter()), second.get(number, Counter())
        lost = {name: before[name] - kept[name] for name in TEXTS}
        assert min(lost.values()) >= 0 and max(lost.values()) <= 1, (number, lost)
        assert sum(lost.values()) <= MOMENTS[moment] * parallel, (number, lost)
        assert parallel > 1 or sum(lost.values()) == MOMENTS[moment], (number, lost)
        # What was kept is not asked about again; all else is, once for each answer that it needs.
        assert all(after[name] <= TIMES[name] - kept[name] for name in TEXTS), (number, kept, after)
        assert all(after[name] >= 1 for name in TEXTS if not kept[name]), (number, kept, after)
