"""Answers are paid for once: kept, carried along, gone on with after a kill; and what they cost is known before."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("openai")

from endpoint import Reply, playing
from making import made_article
from reading import ANSWERS, TEXTS, careful, put_articles, text_of

from kg.articles import read_paths
from kg.cli import main
from kg.errors import FailureError, InputError, UsageError
from kg.ontology.folder import data_dir
from kg.readers import Own
from kg.readers.llm import Endpoint as Where
from kg.readers.llm import Llm
from kg.readers.llm.budget import Budget, LimitError
from kg.readers.llm.packs import pack, unpack
from kg.readers.llm.parts import parts_of
from kg.readers.llm.prices import FILE, Price, price_of, tokens
from kg.records import Article

ROOT = Path(__file__).parents[1]
OUTPUTS = ["graph.html", "graph.ttl", "linking.json", "refused.jsonl", "report.json", "statements.jsonl"]
ARTICLES = [made_article(text, id=f"article-{name}", source=name) for name, text in TEXTS.items()]


def command(articles: Path, out: Path, *options: str) -> list[str]:
    build = ["build", str(articles), "--out", str(out), "--fast", "--reader", "llm", "--model", "m"]
    return [*build, "--answers", str(out.parent / "answers"), *options]


def run(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def kept(answers: Path) -> int:
    return len(list(answers.glob("??/*.json")))


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
    runs = [("one", "0", "C.UTF-8", "1"), ("other/place", "1", "vi_VN.UTF-8", "2")]
    outputs = []
    for place, seed, locale, jobs in runs:
        articles = put_articles(tmp_path / place / "in")
        arguments = command(articles, tmp_path / place / "out", "--jobs", jobs)
        done = run(arguments, PYTHONHASHSEED=seed, LC_ALL=locale, KG_API_KEY="")
        assert done.returncode == 0, done.stderr
        assert "sanvo.txt was read by our own reader" in done.stderr
        outputs.append({name: (tmp_path / place / "out" / name).read_bytes() for name in OUTPUTS})
    assert outputs[0] == outputs[1]
    assert set(json.loads(outputs[0]["report.json"])["instead"]) == {"sanvo.txt"}


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


def test_a_dry_run_asks_nothing_and_tells_the_cost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("model,read,written\nm,1000,2000\n", "utf-8")
    articles = put_articles(tmp_path / "in")
    with playing(careful()) as endpoint:
        arguments = command(articles, tmp_path / "out", "--endpoint", endpoint.url, "--prices", str(prices))
        assert main([*arguments, "--dry-run"]) == 0
        assert endpoint.questions == []
    told = capsys.readouterr().out
    assert "3 articles: 0 answered, 0 badly, 3 to ask" in told and "USD" in told
    assert not (tmp_path / "out").exists() and not (tmp_path / "answers").exists()


def test_the_users_own_prices_count_and_the_shipped_ones_tell_their_month(tmp_path: Path) -> None:
    def told(model: str, prices: Path | None = None) -> str:
        where = Where(url="https://x/v1", prices=prices)
        return str(Llm(own=Own(), model=model, answers=tmp_path / "a", endpoint=where).plan(ARTICLES))

    assert re.search(r" USD \(prices of 20\d\d-\d\d\)\.$", told("gpt-4.1-mini"))
    prices = tmp_path / "prices.csv"
    prices.write_text("model,read,written\ngpt-4.1-mini,0,0\n", "utf-8")
    assert told("gpt-4.1-mini", prices).endswith(" 0.0000 USD.")
    assert told("unheard-of", prices).endswith("at a price that is not known.")


def test_limits_stop_in_time_and_all_is_kept(tmp_path: Path) -> None:
    with playing(careful()) as endpoint:
        # The first question fits in, what the second could cost does not.
        llm = Llm(
            own=Own(),
            model="m",
            answers=tmp_path,
            endpoint=Where(url=endpoint.url, max_tokens=11_000, parallel=1),
        )
        with pytest.raises(FailureError, match="11,000 tokens: 1,500 tokens"):
            llm.prepare(ARTICLES)
        assert len(endpoint.questions) == kept(tmp_path) == 1
        Llm(own=Own(), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url)).prepare(ARTICLES)
        assert len(endpoint.questions) == 3
    with pytest.raises(UsageError, match="price of x is not known"):
        where = Where(url="http://example.org/v1", max_cost=1.0)
        Llm(own=Own(), model="x", answers=tmp_path / "x", endpoint=where).prepare(ARTICLES)


def test_a_server_that_answers_nothing_is_given_up(tmp_path: Path) -> None:
    many = [made_article(f"{TEXTS['sanvo.txt']} {n}", id=f"article-{n}", source=f"{n}.txt") for n in range(12)]
    with playing(lambda body, number: Reply(status=400, text="no")) as endpoint:
        llm = Llm(own=Own(), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url))
        with pytest.raises(FailureError, match="no answer to 8 articles"):
            llm.prepare(many)


def test_budget_is_never_gone_over() -> None:
    budget = Budget(Price(1.0, 1.0), max_cost=1.0)
    held = budget.hold(400_000, 100_000)
    budget.settle(held, 400_000, 50_000)
    assert budget.cost == pytest.approx(0.45)
    with pytest.raises(LimitError, match=r"1\.00 USD"):
        budget.hold(500_000, 100_000)
    budget.hold(500_000, 10_000)


def test_budget_waits_for_what_others_really_take() -> None:
    budget = Budget(max_tokens=1000)
    held = budget.hold(400, 500)
    threading.Timer(0.1, budget.settle, (held, 10, 10)).start()
    assert budget.hold(400, 500) == (400, 500)
    assert budget.tokens == 20


def test_prices() -> None:
    assert (
        price_of("gpt-4o-mini-2024", "https://x/v1") == price_of("openai/gpt-4o-mini", None) != price_of("gpt-4o", None)
    )
    assert price_of("unheard-of", "https://x/v1") is None
    assert price_of("unheard-of", "http://localhost:11434/v1") == Price(0.0, 0.0)
    known = price_of("gpt-4o-mini", None)
    assert known is not None and known.read < known.written
    # Every price tells when it was seen, since prices change.
    assert all(re.fullmatch(r"20\d\d-\d\d", line.split(",")[3]) for line in FILE.read_text("utf-8").splitlines()[1:])
    assert 30 < tokens("một hai ba bốn năm sáu bảy tám chín mười " * 2) < 60


@pytest.mark.parametrize(
    "content",
    ["", "a,b\n", "model,read,written\nm,x,1\n", "model,read,written\nm,-1,1\n", "model,read,written\nm,1,1,1,1\n"],
)
def test_what_is_no_table_of_prices(tmp_path: Path, content: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match="no table of prices"):
        price_of("m", None, path)


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


def test_a_long_article_is_asked_in_overlapping_parts_and_comes_back_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TEXTS["orrery.txt"]
    parts = parts_of(text, "vi", most=250, overlap=80)
    assert len(parts) > 1 and parts[0][0] == 0 and parts[-1][1] == len(text)
    for (_, end), (start, _) in pairwise(parts):
        assert end - 80 <= start <= end and (start == 0 or text[start - 1].isspace())
    monkeypatch.setattr("kg.readers.llm.parts_of", lambda text, language: parts)
    with playing(lambda body, number: Reply(text=text_of("orrery.txt"))) as endpoint:
        llm = Llm(own=Own(fast=True), model="m", answers=tmp_path, endpoint=Where(url=endpoint.url))
        llm.prepare(ARTICLES[:1])
        assert endpoint.asked() == [text[start:end] for start, end in parts]
    found = llm.extract(ARTICLES[0])
    assert len(found.statements) == len(ANSWERS["orrery.txt"]["facts"])
    assert len(found.claims) == 1 and len(found.measurements) == 1


def test_the_prompt_asks_for_what_data_adds(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(data_dir(), ontology)
    block = (
        'kg:sponsors a kg:Relation , owl:ObjectProperty ; rdfs:label "bảo trợ"@vi , "sponsors"@en ; '
        'rdfs:comment "Bảo trợ."@vi , "Gives an organisation its patronage."@en ; rdfs:domain kg:Organization ; '
        "rdfs:range kg:Organization .\n"
    )
    path = ontology / "kg.ttl"
    path.write_text(path.read_text("utf-8") + block, "utf-8")
    plain, more = Llm(own=Own(), model="m").prompt, Llm(own=Own(folder=ontology), model="m").prompt
    line = "sponsors (bảo trợ) [Organization -> Organization]: Gives an organisation its patronage."
    assert line in more.fixed and line not in plain.fixed and plain.version != more.version
    system, user = plain.messages(Article(id="a", source="a", text="A\nB", title="T\nX", date="2025"), "A\nB")
    assert system["content"] == plain.fixed
    assert user["content"].startswith("Title: T X\nDate: 2025\n<article ") and "\nA\nB\n</article " in user["content"]


def test_the_default_build_imports_nothing_of_it(tmp_path: Path) -> None:
    articles = put_articles(tmp_path / "in", ["sanvo.txt"])
    script = (
        "import sys; from kg.cli import main; "
        f"main(['build', {str(articles)!r}, '--out', {str(tmp_path / 'out')!r}, '--fast']); "
        "print([name for name in sys.modules if name.startswith(('kg.readers.llm', 'kg.readers.both', 'openai', "
        "'json_repair'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_key_comes_from_environment_or_file_and_is_written_and_told_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = put_articles(tmp_path / "in")
    (tmp_path / "key").write_text("\ufeffgeheim-2\n", "utf-8")
    monkeypatch.setenv("KG_API_KEY", "geheim-1")
    with playing(careful({"sanvo.txt": Reply(text="geheim-2 geheim-1")})) as endpoint:
        plain = [*command(articles, tmp_path / "out"), "--endpoint", endpoint.url]
        assert main(plain) == 0 and endpoint.keys == {"Bearer geheim-1"}
        assert main([*plain, "--retry-failed", "--key-file", str(tmp_path / "key")]) == 0
        assert endpoint.keys == {"Bearer geheim-1", "Bearer geheim-2"}
    told = capsys.readouterr()
    # What is spent and what is left is told with each article.
    assert re.search(r"orrery\.txt \([\d,]+ tokens, 0\.0000 USD; \d to ask\)", told.err)
    written = [
        path.read_text("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file() and path.name != "key"
    ]
    assert not any("geheim-2" in text for text in (told.out, told.err, *written))
    # No option takes it: what stands in a command line is seen by everybody on the machine.
    assert main([*plain, "--key", "geheim-3"]) == 2


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe\x00secret", "schlüssel".encode()])
def test_a_file_that_holds_no_key_is_refused_and_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    arguments = command(put_articles(tmp_path / "in"), tmp_path / "out", "--endpoint", "http://127.0.0.1:9/v1")
    assert main([*arguments, "--key-file", str(tmp_path / "key")]) == 2
    told = capsys.readouterr()
    assert "key" in told.err and not any(word in told.err for word in ("secret", "two words", "schl"))


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
