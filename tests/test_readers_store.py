"""Answers are paid for once: kept, carried along, gone on with after a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("openai")

from endpoint import Reply, playing
from making import made_article
from reading import ARTICLES, TEXTS, careful, command, kept, put_articles, text_of

from kg.articles import read_paths
from kg.cli import main
from kg.errors import FailureError, InputError, UsageError
from kg.ontology.folder import data_dir
from kg.readers import Own
from kg.readers.llm import Endpoint as Where
from kg.readers.llm import Llm
from kg.readers.llm.packs import pack, unpack
from kg.records import Article

ROOT = Path(__file__).parents[1]
OUTPUTS = ["graph.html", "graph.ttl", "linking.json", "refused.jsonl", "report.json", "statements.jsonl"]


def run(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_killed_and_started_again_it_asks_nothing_twice(tmp_path: Path) -> None:
    articles, answers = put_articles(tmp_path / "in"), tmp_path / "answers"
    slow = careful(
        {name: Reply(text=text_of(name), delay=delay) for name, delay in zip(TEXTS, (0, 0.2, 60), strict=True)}
    )
    arguments = command(articles, tmp_path / "out", "--parallel", "1")
    with playing(slow) as endpoint:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", *arguments, "--endpoint", endpoint.url],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 120
        while kept(answers) < 2 and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        first = endpoint.asked()
    assert kept(answers) == 2 and len(endpoint.answered) == 2
    with playing(careful()) as endpoint:
        done = run([*arguments, "--endpoint", endpoint.url])
        assert done.returncode == 0, done.stderr
        assert len(endpoint.asked()) == 1  # what was on its way when it was killed, and that alone
        assert not set(endpoint.asked()) & set(first[:2])
        again = run([*arguments, "--endpoint", endpoint.url])
        assert again.returncode == 0 and len(endpoint.asked()) == 1
    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.slow
def test_two_builds_from_one_pack_are_the_same_bytes(tmp_path: Path) -> None:
    answers = tmp_path / "one/answers"
    listed = [found for found in read_paths([put_articles(tmp_path / "in")]) if isinstance(found, Article)]
    with playing(careful({"sanvo.txt": Reply(text="Sorry?")})) as endpoint:
        llm = Llm(own=Own(), model="m", answers=answers, endpoint=Where(url=endpoint.url, key="geheim-1", parallel=3))
        llm.prepare(listed)
    assert pack(answers, tmp_path / "a.zip") == 3
    assert unpack(tmp_path / "a.zip", tmp_path / "other/place/answers") == (3, 0)
    assert unpack(tmp_path / "a.zip", tmp_path / "other/place/answers") == (0, 3)
    assert pack(tmp_path / "other/place/answers", tmp_path / "b.zip") == 3
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert b"geheim" not in (tmp_path / "a.zip").read_bytes()
    runs = [
        ("one", "0", "C.UTF-8", "1", "sanvo.txt was read by our own reader"),
        ("other/place", "1", "vi_VN.UTF-8", "2", "sanvo.txt do bộ đọc của kg đọc"),
    ]
    outputs = []
    for place, seed, locale, jobs, said in runs:
        articles = put_articles(tmp_path / place / "in")
        arguments = command(articles, tmp_path / place / "out", "--jobs", jobs)
        done = run(arguments, PYTHONHASHSEED=seed, LC_ALL=locale, KG_API_KEY="")
        assert done.returncode == 0, done.stderr
        assert said in done.stderr
        outputs.append({name: (tmp_path / place / "out" / name).read_bytes() for name in OUTPUTS})
    assert outputs[0] == outputs[1]
    assert set(json.loads(outputs[0]["report.json"])["instead"]) == {"sanvo.txt"}


@pytest.mark.slow
def test_a_failed_article_is_named_asked_again_when_wanted_and_an_error_when_strict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = put_articles(tmp_path / "in", ["sanvo.txt"])
    arguments = command(articles, tmp_path / "out")
    with playing(careful({"sanvo.txt": Reply(text="Sorry?")})) as endpoint:
        assert main([*arguments, "--endpoint", endpoint.url]) == 0
        assert "sanvo.txt was read by our own reader: the answer has no JSON" in capsys.readouterr().err
        assert main([*arguments, "--endpoint", endpoint.url, "--strict"]) == 1
        assert len(endpoint.questions) == 2  # twice by the first build, never by the second
    with playing(careful()) as endpoint:
        assert main([*arguments, "--endpoint", endpoint.url, "--strict", "--retry-failed"]) == 0
        assert len(endpoint.questions) == 1
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    assert report["instead"] == {} and list(report["readers"]) == [report["options"]["reader"]]


def test_without_a_server_all_answers_must_be_there(tmp_path: Path) -> None:
    llm = Llm(own=Own(fast=True), model="m", answers=tmp_path)
    with pytest.raises(UsageError, match="3 of 3 articles have no answer of m"):
        llm.prepare(ARTICLES)


def test_another_model_or_prompt_asks_only_when_it_may(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(data_dir(), ontology)
    path = ontology / "vi/prompt.yaml"
    path.write_text(path.read_text("utf-8").replace("Resolve references", "Do resolve references"), "utf-8")
    with playing(careful()) as endpoint:
        where = Where(url=endpoint.url)
        Llm(own=Own(), model="m", answers=tmp_path / "a", endpoint=where).prepare(ARTICLES)
        for changed in ({"model": "n", "own": Own()}, {"model": "m", "own": Own(folder=ontology)}):
            before = len(endpoint.questions)
            llm = Llm(answers=tmp_path / "a", endpoint=where, **changed)  # type: ignore[arg-type]
            with pytest.raises(UsageError, match=r"3 articles were asked before .* tokens to read and .* USD"):
                llm.prepare(ARTICLES)
            assert len(endpoint.questions) == before
            agreed = Where(url=endpoint.url, again=True)
            Llm(answers=tmp_path / "a", endpoint=agreed, **changed).prepare(ARTICLES)  # type: ignore[arg-type]
            assert len(endpoint.questions) == before + 3
    assert kept(tmp_path / "a") == 9


def test_a_server_that_answers_nothing_is_given_up(tmp_path: Path) -> None:
    many = [made_article(f"{TEXTS['sanvo.txt']} {n}", id=f"article-{n}", source=f"{n}.txt") for n in range(12)]
    with playing(lambda body, number: Reply(status=400, text="no")) as endpoint:
        llm = Llm(own=Own(), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url))
        with pytest.raises(FailureError, match="no answer to 8 articles"):
            llm.prepare(many)


@pytest.mark.parametrize("name", ["../x.json", "/etc/passwd", "ab/x.json", f"{'a' * 24}-{'b' * 16}.json"])
def test_what_is_no_pack_is_written_nowhere(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(name, "{}")
    with pytest.raises(InputError, match=r"no answer|damaged"):
        unpack(tmp_path / "bad.zip", tmp_path / "answers")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.zip"]


def test_a_damaged_answer_is_asked_for_again(tmp_path: Path) -> None:
    with playing(careful()) as endpoint:
        llm = Llm(own=Own(), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url))
        llm.prepare(ARTICLES[:1])
        (path,) = tmp_path.glob("??/*.json")
        path.write_bytes(path.read_bytes()[:100])
        llm.prepare(ARTICLES[:1])
        assert len(endpoint.questions) == 2


@pytest.mark.slow
def test_commands_about_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = put_articles(tmp_path / "in", ["orrery.txt", "sanvo.txt"])
    out, answers = str(tmp_path / "out"), str(tmp_path / "answers")
    with playing(careful()) as endpoint:
        assert main([*command(articles, tmp_path / "out"), "--endpoint", endpoint.url]) == 0
    capsys.readouterr()
    assert main(["reader", "refused", out]) == 0
    told = capsys.readouterr().out
    assert "orrery.txt: entity: a name that the article does not have: Velmora JSC" in told and "1 refused" in told
    assert main(["reader", "pack", str(tmp_path / "a.zip"), "--answers", answers]) == 0
    assert main(["reader", "unpack", str(tmp_path / "a.zip"), "--answers", str(tmp_path / "b")]) == 0
    assert "2 new, 0 there already" in capsys.readouterr().out
    assert main(["reader", "prompt", str(articles / "orrery.txt")]) == 0
    told = capsys.readouterr().out
    assert "[system]" in told and "released" in told and TEXTS["orrery.txt"].splitlines()[0] in told
    # An article taken out again: the same files as without it. Our own build after it has no refusals.
    assert main(["remove", "orrery.txt", "--out", out]) == 0
    (articles / "orrery.txt").unlink()
    assert main(command(articles, tmp_path / "again")) == 0
    for name in OUTPUTS:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    assert main(["build", str(articles), "--out", out, "--fast"]) == 0
    capsys.readouterr()
    assert main(["reader", "refused", out]) == 2
    assert "holds no refusals" in capsys.readouterr().err
